"""Orders: each is placed once, and asked for when the answer to it was lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from convert import Converter, is_open, parameters_of
from errors import CANCEL_REJECTED, NO_SUCH_ORDER, OutcomeUnknownError, VenueError, order_error
from rest import Rest

from barter_execution import (
    ApiError,
    Cancelled,
    ConnectivityError,
    Order,
    OrderRequestCancel,
    OrderRequestOpen,
    OrderResponseCancel,
)
from barter_integration import SocketError

PATH = "/api/v3/order"


class Orders:
    """Opens, cancels and asks for orders, and knows which are not done yet. Its methods block and raise an OrderError."""

    def __init__(self, rest: Rest, convert: Converter) -> None:
        self._rest, self._convert = rest, convert
        #: Orders that were not done when they were last heard of, by client order id.
        self.undone: dict[str, Order] = {}
        #: Until when those among them may still arrive whose answer was lost.
        self._valid_until: dict[str, float] = {}

    def open(self, request: OrderRequestOpen) -> Order:
        symbol, cid = request.key.instrument, request.key.cid
        parameters = parameters_of(request)
        self._convert.strategies[cid] = request.key.strategy
        try:
            order: Order = self._rest.signed("POST", PATH, parameters, self._convert.order)
        except OutcomeUnknownError as lost:
            self.undone[cid], self._valid_until[cid] = Order.from_request(request), lost.valid_until
            row = self._settled({"symbol": symbol, "origClientOrderId": cid}, lost, bool)
            if row is None:
                # Too old to be taken now, and not there: it never will be.
                self._forget(cid)
                raise order_error(lost, symbol) from lost
            order = self._convert.order(row)
        except (VenueError, SocketError) as error:
            base, quote = self._convert.bases.get(symbol, "?"), self._convert.quotes.get(symbol, "?")
            raise order_error(error, symbol, quote if parameters["side"] == "BUY" else base) from error
        # The price of a market order is that of the request: the venue answers with 0.
        return self.heard(order.replace(price=request.price, time_in_force=request.time_in_force))

    def cancel(self, request: OrderRequestCancel) -> OrderResponseCancel:
        wanted = {"symbol": request.key.instrument}
        wanted |= {"origClientOrderId": request.key.cid} if request.id is None else {"orderId": request.id}
        try:
            cancelled: Cancelled = self._rest.signed("DELETE", PATH, wanted, self._convert.cancelled)
        except OutcomeUnknownError as lost:
            row = self._settled(wanted, lost, lambda row: not is_open(row))
            if row is None:
                raise ApiError.OrderRejected("the venue has no such order") from lost
            if is_open(row):
                raise order_error(lost) from lost
            if row["status"] != "CANCELED":
                raise self._done_before(row, lost) from lost
            cancelled = self._convert.cancelled(row)
        except (VenueError, SocketError) as error:
            raise self._why_not_cancelled(wanted, error) from error
        self._forget(request.key.cid)
        return OrderResponseCancel(request.key, cancelled)

    def _settled(
        self, wanted: dict[str, str], lost: OutcomeUnknownError, is_decided: Callable[[Mapping[str, Any]], bool]
    ) -> dict[str, Any] | None:
        """The order after a request whose answer was lost: asked for until it shows what happened, or until the request, should it
        still be on its way, would be refused as too old. None if there is no such order.
        """
        pause = 0.05
        while True:
            is_last = time.monotonic() >= lost.valid_until
            try:
                row = self._find(wanted)
            except (VenueError, SocketError) as error:
                if time.monotonic() >= lost.valid_until:
                    name = wanted.get("origClientOrderId") or wanted["orderId"]
                    text = f"state unknown of order '{name}': no answer ({lost}), and asking for it failed: {error}"
                    raise ConnectivityError.Socket(text) from error
            else:
                if is_last or (row is not None and is_decided(row)):
                    return row
            time.sleep(min(pause, max(lost.valid_until - time.monotonic(), 0.0)))
            pause = min(2 * pause, 0.5)

    def _find(self, wanted: dict[str, str]) -> dict[str, Any] | None:
        """An order as the venue has it, None if it has none such. Raises VenueError or SocketError."""
        try:
            row: dict[str, Any] = self._rest.signed("GET", PATH, wanted)
        except VenueError as error:
            if error.code == NO_SUCH_ORDER:
                return None
            raise
        return row

    def _why_not_cancelled(self, wanted: dict[str, str], error: VenueError | SocketError) -> Exception:
        """The venue says "unknown order" of every order that is done; asking for it says what it is."""
        refused = order_error(error, wanted["symbol"])
        if not isinstance(error, VenueError) or error.code != CANCEL_REJECTED:
            return refused
        try:
            row = self._find(wanted)
        except (VenueError, SocketError):
            # What the venue said of the cancel is true as well.
            return refused
        return refused if row is None else self._done_before(row, error)

    @staticmethod
    def _done_before(row: Mapping[str, Any], error: Exception) -> Exception:
        match row["status"]:
            case "FILLED":
                return ApiError.OrderAlreadyFullyFilled()
            case "CANCELED":
                return ApiError.OrderAlreadyCancelled()
        return ApiError.OrderRejected(f"{error}: the order is {row['status']}")

    def _forget(self, cid: str) -> None:
        self.undone.pop(cid, None)
        self._valid_until.pop(cid, None)

    def heard(self, order: Order) -> Order:
        """Notes what was heard of an order, which is given back."""
        self._forget(order.key.cid)
        if order.is_active:
            self.undone[order.key.cid] = order
        return order

    def now(self, cid: str, order: Order) -> Order | None:
        """An undone order as it is now; None if nothing has happened to it."""
        before = order.state.open_meta
        may_arrive = time.monotonic() < self._valid_until.get(cid, 0.0)
        try:
            row = self._find({"symbol": order.key.instrument, "origClientOrderId": cid})
        except (VenueError, SocketError) as error:
            raise order_error(error, order.key.instrument) from error
        if row is None and may_arrive:
            return None
        if row is None:
            self._forget(cid)
            # One in doubt that was never placed was told as failed before.
            reason = "the venue does not know this order any more"
            return None if before is None else order.replace(state=ApiError.OrderRejected(reason))
        now = self.heard(self._convert.order(row))
        after = now.state.open_meta
        return now if before is None or after is None or before.filled_quantity != after.filled_quantity else None
