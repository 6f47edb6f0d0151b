"""barter-execution alone: a client of your own around another, driven from plain code and from asyncio, and checked.

`Guarded` is an execution client that lets another one do the work and refuses what its owner would regret: an order above a limit of
value, more orders at a time than allowed, anything once it is halted. Here it stands before a simulated exchange; before the client of a
venue it is the same class. `ClientRunner` drives it: each order ends once, also those that are refused. `check_client` says whether it
still keeps a client's promises.
"""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

from barter_execution import (
    ApiError,
    ClientRunner,
    ExecutionClient,
    Order,
    OrderError,
    OrderKey,
    OrderRequestCancel,
    OrderRequestOpen,
    OrderResponseCancel,
    RequestOpen,
    SimulatedExchange,
    SimulatedExecution,
)
from barter_execution.testing import CheckPlan, check_client
from barter_instrument import Instrument, Underlying

BTC = Instrument.spot("binance_spot", "binance_spot-btc_usdt", "BTCUSDT", Underlying("BTC", "USDT"))


class Guarded(ExecutionClient):
    """Refuses orders above a value, more than so many working orders, and all of them once it is halted."""

    def __init__(self, inner: ExecutionClient, *, most_value: Decimal, most_working: int) -> None:
        self.inner: Any = inner  # one whose methods are `async def`
        self.exchange = inner.exchange
        self.most_value, self.most_working = most_value, most_working
        self.is_halted = False
        self.working: set[OrderKey] = set()

    def _check(self, request: OrderRequestOpen) -> None:
        if self.is_halted:
            raise ApiError.OrderRejected("guard: halted")
        value = request.state.price * request.state.quantity
        if not value:
            raise ApiError.OrderRejected("guard: a market order needs the price that you saw, or its value is not known")
        if value > self.most_value:
            raise ApiError.OrderRejected(f"guard: {value} is above {self.most_value}")
        if len(self.working) >= self.most_working:
            raise ApiError.OrderRejected(f"guard: {len(self.working)} orders are working")

    async def open_order(self, request: OrderRequestOpen) -> Order:
        self._check(request)
        self.working.add(request.key)  # before the wait: the next request must see it
        try:
            order: Order = await self.inner.open_order(request)
        except OrderError:
            self.working.discard(request.key)
            raise
        # Cancelled while it waits, the order may stand: it counts until the account stream says that it is done.
        if not order.is_active:
            self.working.discard(request.key)
        return order

    async def cancel_order(self, request: OrderRequestCancel) -> OrderResponseCancel:
        response: OrderResponseCancel = await self.inner.cancel_order(request)
        self.working.discard(request.key)
        return response

    async def account_stream(self, assets: Any, instruments: Any) -> Any:
        async def events() -> Any:
            async for event in await self.inner.account_stream(assets, instruments):
                order = event.kind.value
                if isinstance(order, Order) and not order.is_active:
                    self.working.discard(order.key)
                yield event

        return events()

    # What is only asked goes through.

    def account_snapshot(self, assets: Any, instruments: Any) -> Any:
        return self.inner.account_snapshot(assets, instruments)

    def fetch_balances(self, assets: Any) -> Any:
        return self.inner.fetch_balances(assets)

    def fetch_open_orders(self, instruments: Any) -> Any:
        return self.inner.fetch_open_orders(instruments)

    def fetch_trades(self, time_since: Any) -> Any:
        return self.inner.fetch_trades(time_since)


def limit(cid: str, price: Any, quantity: Any) -> OrderRequestOpen:
    return OrderRequestOpen(
        OrderKey("binance_spot", "BTCUSDT", "guarded", cid), RequestOpen("buy", price, quantity, "limit", "gtc")
    )


def outcome(order: Order | None) -> str:
    if order is None:
        return "the account stream will tell"
    return "open" if order.is_active else str(order.state.error)


def plain(runner: ClientRunner, guard: Guarded) -> None:
    """From plain code: each call waits for the end of its order."""
    for request in (limit("1", 95, 1), limit("2", 95, 100), limit("3", 95, 1), limit("4", 95, 1)):
        print(f"order {request.key.cid}: {outcome(runner.open_order(request))}")
    runner.cancel_order(OrderRequestCancel(limit("1", 95, 1).key))
    print(f"after a cancel: {outcome(runner.open_order(limit('5', 95, 1)))}")
    guard.is_halted = True
    print(f"when halted: {outcome(runner.open_order(limit('6', 95, 1)))}")
    guard.is_halted = False
    runner.cancel_orders(OrderRequestCancel(key) for key in sorted(guard.working))


async def together(runner: ClientRunner) -> None:
    """From asyncio: all at once, and no more than two get through."""
    orders = await asyncio.gather(*(runner.submit(limit(f"a{n}", 95, 1)) for n in range(5)))
    print(f"five at once: {[outcome(order) for order in orders].count('open')} open")


def guarded(most_value: int = 500, most_working: int = 2) -> Guarded:
    exchange = SimulatedExchange([BTC], {"USDT": 1_000, "BTC": 10}, fees="0.001")
    exchange.quote("BTCUSDT", bid=99, ask=101)
    return Guarded(SimulatedExecution(exchange), most_value=Decimal(most_value), most_working=most_working)


def main() -> None:
    guard = guarded()
    with ClientRunner(guard, assets=["USDT", "BTC"], instruments=["BTCUSDT"]) as runner:
        plain(runner, guard)
        asyncio.run(together(runner))
        print(f"against its contract: {runner.violations or 'nothing'}")
    plan = CheckPlan("BTCUSDT", base="BTC", quote="USDT", quantity="0.5", resting_price=90, market_price=101)
    report = check_client(guarded(most_value=5_000, most_working=20), plan)
    print(f"conformance: {len(report.passed)} of {len(report.checks)} checks passed")


if __name__ == "__main__":
    main()
