"""What a simulated exchange is told: fees, latency, matching."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar, Final, Literal, TypeAlias

from barter_engine._engine import decimal_argument, duration_argument
from barter_instrument.errors import InvalidArgumentError, WrongTypeError

__all__ = ["Candles", "Fees", "LastTrade", "Latency", "Matching", "TopOfBook"]

DurationLike: TypeAlias = int | str | timedelta
LATENCY_MAX: Final = 24 * 3600 * 10**9
DecimalLike: TypeAlias = Decimal | int | str | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fees:
    """Fees as fractions of the traded value, paid in the quote asset, unrounded.

    Parameters:
        maker: for resting orders; negative is a rebate.
        taker: for orders that take liquidity; not negative.

    Raises:
        InvalidArgumentError: for a negative taker fee, or a fee of 100 % or more.

    Example:
        >>> from barter_engine import Fees
        >>> Fees(maker="-0.0001", taker="0.0005")
        Fees(maker=Decimal('-0.0001'), taker=Decimal('0.0005'))
    """

    maker: Decimal
    taker: Decimal

    def __init__(self, *, maker: DecimalLike, taker: DecimalLike) -> None:
        for name, value in (("maker", maker), ("taker", taker)):
            rate = decimal_argument(value, f"fees.{name}")
            if abs(rate) >= 1:
                raise InvalidArgumentError(
                    f"fees.{name} is a fraction of the traded value and must be below 1, got {rate}; 0.05 % is '0.0005'",
                    code="fee_too_large",
                    argument=f"fees.{name}",
                )
            object.__setattr__(self, name, rate)
        if self.taker < 0:
            raise InvalidArgumentError(
                f"fees.taker must not be negative, got {self.taker}; only a maker fee may be a rebate",
                code="negative_taker_fee",
                argument="fees.taker",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Constant latencies of one exchange, in ns.

    Parameters:
        entry: from the request to the exchange.
        response: from the exchange to the strategy, for account events.
        feed: added to the recorded delay of market data.

    Each is an int (ns), a `timedelta` or text such as ``"5ms"``, at most a day. ``latency="5ms"`` of a `Backtest` means
    ``Latency(entry="5ms", response="5ms")``.

    Example:
        >>> from barter_engine import Latency
        >>> Latency(entry="5ms", response=1_000_000)
        Latency(entry=5000000, response=1000000, feed=0)
    """

    entry: int = 0
    response: int = 0
    feed: int = 0

    def __init__(self, *, entry: DurationLike = 0, response: DurationLike = 0, feed: DurationLike = 0) -> None:
        for name, value in (("entry", entry), ("response", response), ("feed", feed)):
            nanoseconds = duration_argument(value, f"latency.{name}")
            if nanoseconds > LATENCY_MAX:
                raise InvalidArgumentError(
                    f"latency.{name} must be at most a day, got {nanoseconds} ns; an int counts ns, '5ms' is a text",
                    argument=f"latency.{name}",
                )
            object.__setattr__(self, name, nanoseconds)

    @classmethod
    def of(cls, value: DurationLike | Latency) -> Latency:
        """A `Latency` from one duration: entry and response."""
        if isinstance(value, Latency):
            return value
        nanoseconds = duration_argument(value, "latency")
        return cls(entry=nanoseconds, response=nanoseconds)


@dataclass(frozen=True, slots=True)
class TopOfBook:
    """Matching at the best bid and ask (rules M2, M3, M6-M11 of the simulation).

    Parameters:
        size: ``"unlimited"`` fills a taker whole at the touch, whatever is displayed (optimistic for large orders; each
            fill carries `quantity_beyond_displayed`); ``"displayed"`` gives no more than is displayed and not taken yet.
        cap_at_trade: a resting order that a trade goes through is filled by no more than the trade's quantity.

    A resting order waits behind the displayed quantity (rule M9); a trade at its price by the opposite aggressor moves the
    queue, a trade through it or the opposite touch fills it whole.

    Example:
        >>> from barter_engine import TopOfBook
        >>> TopOfBook("displayed")
        TopOfBook(size='displayed', cap_at_trade=False)
    """

    size: Literal["unlimited", "displayed"] = "unlimited"
    cap_at_trade: bool = False
    name: ClassVar[str] = "top_of_book"

    def __post_init__(self) -> None:
        if not isinstance(self.cap_at_trade, bool):
            raise WrongTypeError(
                f"cap_at_trade must be True or False, got {type(self.cap_at_trade).__name__} {self.cap_at_trade!r}",
                argument="matching.cap_at_trade",
            )
        if self.size not in ("unlimited", "displayed"):
            raise InvalidArgumentError(
                f"size must be 'unlimited' or 'displayed', got {self.size!r}",
                code="invalid_argument",
                argument="matching.size",
            )


@dataclass(frozen=True, slots=True)
class LastTrade:
    """Matching at the price of the latest trade, any quantity (rule M5). Optimistic: neither spread, depth nor queue."""

    name: ClassVar[str] = "last_trade"


@dataclass(frozen=True, slots=True)
class Candles:
    """Matching inside candles (rule M19): market orders at the next open, limits along open, nearer extreme, other extreme,
    close. Optimistic: any quantity, and the path inside a candle is assumed.
    """

    name: ClassVar[str] = "candles"


Matching: TypeAlias = TopOfBook | LastTrade | Candles
MATCHING_MODELS: Final[tuple[type[Any], ...]] = (TopOfBook, LastTrade, Candles)
