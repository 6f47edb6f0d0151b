"""Orders, trades and balances between Binance's JSON and barter's classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from barter_execution import (
    AccountEvent,
    AccountEventKind,
    ApiError,
    AssetBalance,
    AssetFees,
    Balance,
    Cancelled,
    ClientError,
    ConnectivityError,
    InactiveOrderState,
    Open,
    Order,
    OrderKey,
    OrderKind,
    OrderRequestOpen,
    TimeInForce,
    Trade,
)
from barter_instrument import ExchangeId

MS = 1_000_000
EXCHANGE = ExchangeId.BINANCE_SPOT
_TIMES: dict[TimeInForce, str] = {
    TimeInForce.GoodUntilCancelled(): "GTC",
    TimeInForce.ImmediateOrCancel(): "IOC",
    TimeInForce.FillOrKill(): "FOK",
}
_POST_ONLY = TimeInForce.GoodUntilCancelled(post_only=True)


def plain(number: Decimal) -> str:
    """A number without an exponent, which the venue does not read."""
    return f"{number:f}"


def parameters_of(request: OrderRequestOpen) -> dict[str, Any]:
    """A request as the venue's parameters."""
    found: dict[str, Any] = {
        "symbol": request.key.instrument,
        "side": request.side.value.upper(),
        "quantity": plain(request.quantity),
        "newClientOrderId": request.key.cid,
        "newOrderRespType": "FULL",
    }
    if request.kind is OrderKind.MARKET:
        return {**found, "type": "MARKET"}
    found["price"] = plain(request.price)
    if request.time_in_force == _POST_ONLY:
        return {**found, "type": "LIMIT_MAKER"}
    if request.time_in_force not in _TIMES:
        raise ApiError.OrderRejected(f"Binance spot has no {request.time_in_force!r}")
    return {**found, "type": "LIMIT", "timeInForce": _TIMES[request.time_in_force]}


_OPEN = {"NEW", "PENDING_NEW", "PARTIALLY_FILLED", "PENDING_CANCEL"}


def is_open(row: Mapping[str, Any]) -> bool:
    """Whether an order of the REST interface may still trade."""
    return row["status"] in _OPEN


def state_of(status: str, order_id: Any, time_ns: int, filled: str, reason: str = "") -> Any:
    """A status of the venue as a state."""
    if status in _OPEN:
        return Open(str(order_id), time_ns, filled)
    match status:
        case "FILLED":
            return InactiveOrderState.FullyFilled()
        case "CANCELED":
            return Cancelled(str(order_id), time_ns)
        case "EXPIRED" | "EXPIRED_IN_MATCH":
            return InactiveOrderState.Expired()
        case "REJECTED":
            return ApiError.OrderRejected(reason or "rejected")
    raise ValueError(f"unknown order status {status!r}")


def _time_in_force(kind: str, text: str) -> TimeInForce:
    return _POST_ONLY if kind == "LIMIT_MAKER" else TimeInForce.from_text(text or "gtc")


@dataclass
class Converter:
    """What cannot be read from the venue's messages: which strategy an order is of, and what other assets are worth."""

    #: Quote asset of each symbol, base asset of each symbol.
    bases: Mapping[str, str]
    quotes: Mapping[str, str]
    #: Price of an asset that fees are paid in, in the quote asset: ``{("BNB", "USDT"): 600}``.
    rates: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    #: By client order id.
    strategies: dict[str, str] = field(default_factory=dict)
    #: Client order ids by the venue's ids, which trades carry.
    client_ids: dict[str, str] = field(default_factory=dict)

    def key(self, symbol: str, cid: str) -> OrderKey:
        return OrderKey(EXCHANGE, symbol, self.strategies.get(cid, "unknown"), cid)

    def fees(self, symbol: str, commission: str, asset: str | None, price: str) -> AssetFees:
        """Fees in the quote asset, which is all that account events carry."""
        amount = Decimal(commission)
        if amount == 0 or asset is None or asset == self.quotes[symbol]:
            return AssetFees.quote_fees(amount)
        if asset == self.bases[symbol]:
            return AssetFees.quote_fees(amount * Decimal(price))
        rate = self.rates.get((asset, self.quotes[symbol]))
        if rate is None:
            raise ClientError.AccountStream(
                f"fees are paid in {asset}: give its price in {self.quotes[symbol]} as rates={{({asset!r}, ...): price}}"
            )
        return AssetFees.quote_fees(amount * Decimal(str(rate)))

    def order(self, row: Mapping[str, Any]) -> Order:
        """An order of the REST interface."""
        cid = row["origClientOrderId"] if "origClientOrderId" in row else row["clientOrderId"]
        self.client_ids[str(row["orderId"])] = cid
        return Order(
            self.key(row["symbol"], cid),
            row["side"],
            row["price"],
            row["origQty"],
            "market" if row["type"] == "MARKET" else "limit",
            "ioc" if row["type"] == "MARKET" else _time_in_force(row["type"], row["timeInForce"]),
            state_of(row["status"], row["orderId"], self.time_ns(row), row["executedQty"]),
        )

    @staticmethod
    def time_ns(row: Mapping[str, Any]) -> int:
        """When an order last changed."""
        return next(row[name] for name in ("transactTime", "updateTime", "time") if name in row) * MS

    def cancelled(self, row: Mapping[str, Any]) -> Cancelled:
        """The end of an order that was cancelled."""
        return Cancelled(str(row["orderId"]), self.time_ns(row))

    def trade(self, row: Mapping[str, Any]) -> Trade:
        """An own trade of the REST interface."""
        return Trade(
            str(row["id"]),
            str(row["orderId"]),
            row["symbol"],
            self.strategies.get(self.client_ids.get(str(row["orderId"]), ""), "unknown"),
            row["time"] * MS,
            "buy" if row["isBuyer"] else "sell",
            row["price"],
            row["qty"],
            self.fees(row["symbol"], row["commission"], row["commissionAsset"], row["price"]),
        )

    def balances(self, rows: Any, time_ms: int) -> list[AssetBalance]:
        """Balances of the account."""
        return [AssetBalance(row["asset"], held(row["free"], row["locked"]), time_ms * MS) for row in rows]

    def events(self, message: Mapping[str, Any]) -> list[AccountEvent]:
        """What a message of the user-data stream says; messages of other kinds, and of symbols that are not traded, say nothing here.

        `balanceUpdate` (a deposit or transfer) needs no reading: an `outboundAccountPosition` with the whole balance comes with it.
        """
        # The WebSocket API wraps it.
        message = message.get("event", message)
        match message.get("e"):
            case "executionReport" if message["s"] not in self.quotes:
                kinds: list[AccountEventKind] = []
            case "executionReport":
                kinds = self._report(message)
            case "outboundAccountPosition":
                kinds = [
                    AccountEventKind.BalanceSnapshot(
                        AssetBalance(row["a"], held(row["f"], row["l"]), message["u"] * MS)
                    )
                    for row in message["B"]
                ]
            case "listenKeyExpired" | "eventStreamTerminated":
                raise ConnectivityError.Socket(f"the venue ended the user-data stream: {message['e']}")
            case _:
                kinds = []
        return [AccountEvent(EXCHANGE, kind) for kind in kinds]

    def _report(self, report: Mapping[str, Any]) -> list[AccountEventKind]:
        # A cancel report names the cancel request in `c` and the order in `C`.
        cid = report["C"] if report.get("C") else report["c"]
        key = self.key(report["s"], cid)
        order = Order(
            key,
            report["S"],
            report["p"],
            report["q"],
            "market" if report["o"] == "MARKET" else "limit",
            "ioc" if report["o"] == "MARKET" else _time_in_force(report["o"], report["f"]),
            state_of(report["X"], report["i"], report["T"] * MS, report["z"], report.get("r", "")),
        )
        kinds: list[AccountEventKind] = [AccountEventKind.OrderSnapshot(order)]
        if report["x"] == "TRADE":
            fees = self.fees(report["s"], report["n"], report["N"], report["L"])
            trade = Trade(
                str(report["t"]), str(report["i"]), report["s"], key.strategy, report["T"] * MS,
                report["S"], report["L"], report["l"], fees,
            )  # fmt: skip
            kinds.append(AccountEventKind.Trade(trade))
        return kinds


def held(free: str, locked: str) -> Balance:
    """Free and locked as total and free."""
    return Balance(Decimal(free) + Decimal(locked), free)
