"""Clients that are right but for one small thing, and the requirement of the kit that says so."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from barter_execution import (
    AccountEvent,
    AccountEventKind,
    AssetBalance,
    AssetFees,
    Balance,
    Cancelled,
    ConnectivityError,
    Open,
    Order,
    OrderKind,
    OrderResponseCancel,
    SimulatedExecution,
    TimeInForce,
    Trade,
)

__all__ = ["FAULTS"]

Make = Callable[[Any], SimulatedExecution]


def answers(method: str, change: Callable[[Any], Any]) -> Make:
    """A client that changes what a method answers."""

    async def changed(self: Any, *arguments: Any) -> Any:
        return change(await getattr(SimulatedExecution, method)(self, *arguments))

    return type("Faulty", (SimulatedExecution,), {method: changed})


def asks(method: str, change: Callable[[Any], Any]) -> Make:
    """A client that changes what a method is asked."""

    async def changed(self: Any, argument: Any = None) -> Any:
        return await getattr(SimulatedExecution, method)(self, change(argument))

    return type("Faulty", (SimulatedExecution,), {method: changed})


def tells(change: Callable[[int, Any], list[Any]]) -> Make:
    """A client that changes what its stream tells; `change` gets a count and an event, and gives events."""

    async def account_stream(self: Any, *_: Any) -> Any:
        inner = await SimulatedExecution.account_stream(self)

        async def events() -> Any:
            number = 0
            async for event in inner:
                number += 1
                for one in change(number, event):
                    yield one

        return events()

    return type("Faulty", (SimulatedExecution,), {"account_stream": account_stream})


def telling(kind: type[Any], change: Callable[[int, Any], list[Any]]) -> Make:
    """The same for events of one kind, by their values."""

    def changed(number: int, event: Any) -> list[Any]:
        if not isinstance(event.kind.value, kind):
            return [event]
        make: Any = {
            Order: AccountEventKind.OrderSnapshot,
            Trade: AccountEventKind.Trade,
            AssetBalance: AccountEventKind.BalanceSnapshot,
        }[kind]
        return [AccountEvent(event.exchange, make(value)) for value in change(number, event.kind.value)]

    return tells(changed)


def filled(order: Any, quantity: str) -> Any:
    return order.replace(state=order.state.open_meta.replace(filled_quantity=Decimal(quantity)))


def each(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda found: [change(one) for one in found]


def if_open(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda order: change(order) if order.is_active else order


def if_market(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda order: change(order) if order.kind is OrderKind.MARKET and order.state.error is None else order


def without_post_only(request: Any) -> Any:
    wanted = request.state.time_in_force == TimeInForce.GoodUntilCancelled(post_only=True)
    return request.replace(state=request.state.replace(time_in_force="gtc")) if wanted else request


class IgnoresPostOnly(SimulatedExecution):
    async def open_order(self, request: Any) -> Any:
        return self.open(without_post_only(request)).replace(time_in_force=request.state.time_in_force)


class CancelsInBatchesOnlyInWords(SimulatedExecution):
    def cancel_orders(self, requests: Any) -> Any:
        return [
            OrderResponseCancel(request.key, Cancelled("1", self.simulated_exchange.now_ns)) for request in requests
        ]


class OpensOneMore(SimulatedExecution):
    def open_orders(self, requests: Any = None) -> Any:
        if requests is None:
            return super().open_orders()
        requests = list(requests)
        return [self.open(requests[0].replace(key=requests[0].key.replace(cid="extra"))), *map(self.open, requests)]


class OpensTwice(SimulatedExecution):
    async def open_order(self, request: Any) -> Any:
        if request.state.kind is OrderKind.LIMIT:
            self.open(request.replace(key=request.key.replace(cid=f"{request.key.cid}x")))
        return self.open(request)


def cancel_answer(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda response: response.replace(state=change(response.state))


FAULTS: dict[str, tuple[Make, str]] = {
    "filled quantity of an answer": (answers("open_order", if_open(lambda o: filled(o, "0.1"))), "limit_order_rests"),
    "filled quantity of what is fetched": (
        answers("fetch_open_orders", each(lambda o: filled(o, "0.1"))),
        "open_order_is_fetched",
    ),
    "price through a float": (
        answers("fetch_open_orders", each(lambda o: o.replace(price=Decimal(f"{float(o.price):.20f}")))),
        "open_order_is_fetched",
    ),
    "side in the snapshot": (
        answers(
            "account_snapshot",
            lambda s: s.replace(
                instruments=[
                    part.replace(orders=[o.replace(side="sell") for o in part.orders]) for part in s.instruments
                ]
            ),
        ),
        "open_order_is_in_the_snapshot",
    ),
    "nothing held in the snapshot": (
        answers(
            "account_snapshot",
            lambda s: s.replace(
                balances=[b.replace(balance=Balance(b.balance.total, b.balance.total)) for b in s.balances]
            ),
        ),
        "open_order_holds_its_value",
    ),
    "orders of every instrument": (asks("fetch_open_orders", lambda _: None), "no_instrument_has_no_orders"),
    "strategy of a key": (
        answers("fetch_open_orders", each(lambda o: o.replace(key=o.key.replace(strategy="other")))),
        "open_order_is_fetched",
    ),
    "key of another exchange": (
        telling(Order, lambda _, o: [o.replace(key=o.key.replace(exchange="kraken"))]),
        "stream_tells_of_opening",
    ),
    "one id for all": (
        answers("open_order", if_open(lambda o: o.replace(state=o.state.open_meta.replace(id="1")))),
        "ids",
    ),
    "id of a cancel": (
        answers("cancel_order", cancel_answer(lambda s: s.replace(id="x") if isinstance(s, Cancelled) else s)),
        "cancel",
    ),
    "a refusal as a lost connection": (
        answers(
            "cancel_order",
            cancel_answer(lambda s: s if isinstance(s, Cancelled) else ConnectivityError.Socket("no")),
        ),
        "cancel_twice_is_refused",
    ),
    "post-only forgotten": (asks("open_order", without_post_only), "post_only"),
    "post-only ignored": (IgnoresPostOnly, "post_only_does_not_take"),
    "cancels in a batch that are none": (CancelsInBatchesOnlyInWords, "batch"),
    "an order too many in a batch": (OpensOneMore, "batch"),
    "two orders for one request": (OpensTwice, "cancel_releases_what_was_held"),
    "quantity of an answer": (
        answers("open_order", if_market(lambda o: o.replace(quantity=o.quantity * 2))),
        "market_buy_moves_both_legs",
    ),
    "side of trades": (answers("fetch_trades", each(lambda t: t.replace(side="buy"))), "market_sell_moves_both_legs"),
    "price of trades": (
        answers("fetch_trades", each(lambda t: t.replace(price=t.price * Decimal("1.005")))),
        "market_buy_moves_both_legs",
    ),
    "fees of trades": (
        answers("fetch_trades", each(lambda t: t.replace(fees=AssetFees.quote_fees(0)))),
        "market_buy_moves_both_legs",
    ),
    "fees taken for rebates": (
        answers("fetch_trades", each(lambda t: t.replace(fees=AssetFees.quote_fees(-t.fees.fees)))),
        "market_buy_moves_both_legs",
    ),
    "instrument of trades": (
        answers("fetch_trades", each(lambda t: t.replace(instrument="ETHUSDT"))),
        "market_buy_moves_both_legs",
    ),
    "order id of trades": (
        answers("fetch_trades", each(lambda t: t.replace(order_id="x"))),
        "market_sell_moves_both_legs",
    ),
    "one trade id for all": (answers("fetch_trades", each(lambda t: t.replace(id="1"))), "trades_since"),
    "the last trade twice": (answers("fetch_trades", lambda found: found + found[-1:]), "trades_since"),
    "trades of all times": (asks("fetch_trades", lambda _: 0), "trades_since"),
    "trades backwards": (answers("fetch_trades", lambda found: found[::-1]), "trades_since"),
    "a trade told twice": (telling(Trade, lambda _, t: [t, t]), "told_trades_are_fetched"),
    "a trade not told": (telling(Trade, lambda _, t: [t] if t.side.name == "BUY" else []), "told_trades_are_fetched"),
    "id of a told trade": (telling(Trade, lambda _, t: [t.replace(id=f"x{t.id}")]), "told_trades_are_fetched"),
    "price of a told trade": (telling(Trade, lambda _, t: [t.replace(price=1)]), "told_trades_are_fetched"),
    "a balance that is told": (
        telling(AssetBalance, lambda _, b: [b.replace(balance=Balance(5, 5))]),
        "told_balances_are_fetched",
    ),
    "every second balance": (
        telling(AssetBalance, lambda number, b: [b] if number % 2 else []),
        "told_balances_are_fetched",
    ),
    "times going back": (
        telling(AssetBalance, lambda number, b: [b.replace(time_exchange=10**15 - number)]),
        "told_times_do_not_go_back",
    ),
    "cancelled orders not told": (
        telling(Order, lambda _, o: [o] if o.is_active else []),
        "stream_tells_of_cancelling",
    ),
    "filled orders not told": (
        telling(Order, lambda _, o: [o] if o.kind is OrderKind.LIMIT else []),
        "stream_tells_of_filling",
    ),
    "open after its end": (
        telling(Order, lambda _, o: [o] if o.is_active else [o, o.replace(state=Open("9", 1, 0))]),
        "orders_end_once",
    ),
}
