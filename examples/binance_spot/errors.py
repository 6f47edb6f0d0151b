"""What the venue says no with, and what no answer means, in barter's terms."""

from __future__ import annotations

from barter_execution import ApiError, ConnectivityError, OrderError
from barter_instrument import ExchangeId
from barter_integration import SocketError

NO_SUCH_ORDER = -2013
CANCEL_REJECTED = -2011
CLOCK_IS_OFF = -1021
#: The request failed, and the venue does not know whether it was carried out.
_IN_DOUBT = {-1000, -1006, -1007}
_TOO_MANY = {-1003, -1015, -1034}


class VenueError(Exception):
    """A refusal: status of HTTP, the venue's code (None without one), and its text."""

    def __init__(self, status: int, code: int | None, text: str) -> None:
        super().__init__(f"{text} (code {code}, HTTP {status})")
        self.status, self.code, self.text = status, code, text


class OutcomeUnknownError(Exception):
    """A request that may or may not have been carried out. It is refused if it arrives after `valid_until` (`time.monotonic`)."""

    def __init__(self, cause: VenueError | SocketError, valid_until: float) -> None:
        super().__init__(str(cause))
        self.cause, self.valid_until = cause, valid_until


#: What a request can end with instead of an answer.
Failure = VenueError | SocketError | OutcomeUnknownError


def is_in_doubt(error: VenueError | SocketError) -> bool:
    """Whether the request may have been carried out all the same. Of a status of 500 and more the venue says so in its manual."""
    if isinstance(error, VenueError):
        return error.status >= 500 or error.code in _IN_DOUBT
    # Without a connection nothing was sent; anything else may have broken behind the request.
    return not isinstance(error, SocketError.HttpConnect)


def order_error(error: Failure, symbol: str = "?", asset: str = "?") -> OrderError:
    """The error of barter's tree. The venue names neither symbol nor asset: the caller knows them."""
    if isinstance(error, OutcomeUnknownError):
        return order_error(error.cause, symbol, asset)
    if isinstance(error, SocketError):
        late = isinstance(error, TimeoutError)
        return ConnectivityError.Timeout() if late else ConnectivityError.Socket(f"{error.kind}: {error}")
    reason, text = str(error), error.text.lower()
    if error.status in (418, 429) or error.code in _TOO_MANY:
        return ApiError.RateLimit()
    match error.code:
        case -1007:
            return ConnectivityError.Timeout()
        case -1016:
            return ConnectivityError.ExchangeOffline(ExchangeId.BINANCE_SPOT)
        case -1000 | -1001 | -1006 | -1008:
            return ConnectivityError.Socket(reason)
        case -1121:
            return ApiError.InstrumentInvalid(symbol, reason)
        case -2010 | -2011 if "for this account" in text and "symbol" in text:
            return ApiError.InstrumentInvalid(symbol, reason)
        case -2010 if "insufficient balance" in text:
            return ApiError.BalanceInsufficient(asset, reason)
    return ConnectivityError.Socket(reason) if error.status >= 500 else ApiError.OrderRejected(reason)
