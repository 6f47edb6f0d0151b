"""`SimulatedExecution`: the client of a `SimulatedExchange`."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from types import TracebackType
from typing import Any, Literal, Self

from barter_instrument import BarterInternalError, InvalidArgumentError, StateError

from ._execution import (
    AccountEvent,
    AccountSnapshot,
    AssetBalance,
    Order,
    OrderRequestCancel,
    OrderRequestOpen,
    OrderResponseCancel,
    SimulatedExchange,
    Trade,
)
from .client import ExecutionClient
from .feed import Reader, feed_of
from .seconds import wait_of

__all__ = ["SimulatedExecution"]

#: Longest wait without a look at the exchange, seconds: somebody may feed it directly.
LOOK = 0.02


class SimulatedExecution(ExecutionClient):
    """Client of a `SimulatedExchange`, usable by itself and as `ExecutionClient`.

    Args:
        exchange: the exchange; it may have other users, such as what feeds it, and other clients: each gets every event.
        clock: "simulated": a call moves the exchange's clock forward by its latency, and waiting for events moves it to the
            next one, so nothing takes real time. "wall": the exchange's clock is the machine's, latency is waited for.

    >>> from barter_execution import OrderKey, OrderRequestCancel, OrderRequestOpen, RequestOpen
    >>> from barter_execution import SimulatedExchange, SimulatedExecution
    >>> from barter_instrument import Instrument, Underlying
    >>> btc = Instrument.spot("binance_spot", "binance_spot-btc_usdt", "BTCUSDT", Underlying("BTC", "USDT"))
    >>> with SimulatedExecution(SimulatedExchange([btc], {"USDT": 1_000}, fees=0, latency="5ms")) as client:
    ...     client.quote("BTCUSDT", bid=99, ask=101)
    ...     key = OrderKey("binance_spot", "BTCUSDT", "s", "1")
    ...     order = client.open(OrderRequestOpen(key, RequestOpen("buy", 98, 2, "limit", "post_only")))
    ...     client.quote("BTCUSDT", bid=96, ask=98)
    ...     [event.kind.name for event in client.poll_all(1)], client.trades()[0].price
    (['OrderSnapshot', 'BalanceSnapshot', 'OrderSnapshot', 'BalanceSnapshot', 'BalanceSnapshot', 'Trade'], Decimal('98'))
    """

    def __init__(self, exchange: SimulatedExchange, *, clock: Literal["simulated", "wall"] = "simulated") -> None:
        if clock not in ("simulated", "wall"):
            raise InvalidArgumentError(f"clock must be 'simulated' or 'wall', got {clock!r}", argument="clock")
        self._exchange = exchange
        self._is_wall = clock == "wall"
        self._feed = feed_of(exchange)
        self._changed = self._feed.changed
        self._own = self._feed.reader(exchange)
        self._closed = False

    @property
    def exchange(self) -> Any:  # type: ignore[override]
        """The exchange whose account it is, as `ExchangeId`."""
        return self._exchange.exchange

    @property
    def simulated_exchange(self) -> SimulatedExchange:
        """The exchange itself."""
        return self._exchange

    def __repr__(self) -> str:
        return f"<SimulatedExecution of {self._exchange!r}, {'wall' if self._is_wall else 'simulated'} clock>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends its streams; later requests are errors. The exchange stays as it is."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    # What the market does.

    def quote(self, instrument: str, bid: Any = None, ask: Any = None, **quantities: Any) -> None:
        """Feeds a best bid and ask at the clock's time; see `SimulatedExchange.quote`."""
        with self._changed:
            self._sync()
            self._exchange.quote(instrument, bid, ask, **quantities)
            self._pump()

    def trade(self, instrument: str, price: Any, quantity: Any, side: Any = None) -> None:
        """Feeds a trade of others at the clock's time; see `SimulatedExchange.trade`."""
        with self._changed:
            self._sync()
            self._exchange.trade(instrument, price, quantity, side)
            self._pump()

    # Asking and waiting, by either clock.

    def _sync(self) -> None:
        """Brings the exchange to the wall's time, if that is its clock."""
        if self._closed:
            raise StateError("the client is closed: make another one", code="closed")
        if self._is_wall:
            self._exchange.advance(max(time.time_ns(), self._exchange.now_ns))

    def _pump(self) -> None:
        """Hands delivered events to every reader."""
        self._feed.pump(self._exchange)

    def _send(self, send: Any, *arguments: Any) -> int:
        with self._changed:
            self._sync()
            ticket: int = send(*arguments)
            return ticket

    def _step(self, ticket: int) -> tuple[Any, float]:
        """The answer if it is there, else the seconds to wait for it."""
        with self._changed:
            self._sync()
            answer = self._exchange.answer(ticket)
            while answer is None and not self._is_wall:
                due = self._exchange.next_time_ns()
                if due is None:
                    raise BarterInternalError(f"internal error: request {ticket} has no answer and nothing is due")
                self._exchange.advance(max(due, self._exchange.now_ns))
                self._pump()
                answer = self._exchange.answer(ticket)
            self._pump()
            return answer, self._until_next()

    def _until_next(self) -> float:
        due = self._exchange.next_time_ns()
        return LOOK if due is None else min(max((due - self._exchange.now_ns) / 1e9, 0.0) + 1e-5, LOOK)

    def _ask(self, send: Any, *arguments: Any) -> Any:
        ticket = self._send(send, *arguments)
        try:
            while True:
                answer, seconds = self._step(ticket)
                if answer is not None:
                    return answer
                time.sleep(seconds)
        finally:
            self._exchange.forget(ticket)

    async def _ask_async(self, send: Any, *arguments: Any) -> Any:
        import asyncio

        ticket = self._send(send, *arguments)
        try:
            while True:
                answer, seconds = self._step(ticket)
                if answer is not None:
                    return answer
                await asyncio.sleep(seconds)
        finally:
            self._exchange.forget(ticket)

    # The account, by itself.

    def snapshot(
        self, assets: Iterable[str] | None = None, instruments: Iterable[str] | None = None
    ) -> AccountSnapshot:
        """Balances and open orders; None is all."""
        found: AccountSnapshot = self._ask(self._exchange.send_snapshot, assets, instruments)
        return found

    def open(self, request: OrderRequestOpen) -> Order:
        """Opens an order; gives it as its request left it: open, filled, cancelled, expired, or failed with the error."""
        found: Order = self._ask(self._exchange.send, request)
        return found

    def cancel(self, request: OrderRequestCancel) -> OrderResponseCancel:
        """Cancels an order; gives the cancellation or the error."""
        found: OrderResponseCancel = self._ask(self._exchange.send, request)
        return found

    def balances(self, assets: Iterable[str] | None = None) -> list[AssetBalance]:
        """Balances; None is all."""
        found: list[AssetBalance] = self._ask(self._exchange.send_balances, assets)
        return found

    def open_orders(self, requests: Iterable[OrderRequestOpen] | None = None) -> Any:
        """Without an argument the orders that are open now, a list; with requests it opens them, as upstream's method of
        this name does: an async iterator of their answers.
        """
        if requests is not None:
            return super().open_orders(requests)
        found: list[Order] = self._ask(self._exchange.send_open_orders, None)
        return found

    def trades(self, since: datetime | int = 0) -> list[Trade]:
        """Own trades since a time."""
        found: list[Trade] = self._ask(self._exchange.send_trades, since)
        return found

    def poll(self, timeout: float = 0.0) -> AccountEvent | None:
        """The next account event; None if none comes within `timeout` seconds of the client's clock."""
        span = int(wait_of(timeout) * 1e9)
        deadline = (time.time_ns() if self._is_wall else self._exchange.now_ns) + span
        with self._changed:
            while True:
                self._sync()
                self._pump()
                event = self._own.take()
                if event is not None:
                    return event
                if self._is_wall:
                    left = (deadline - time.time_ns()) / 1e9
                    if left <= 0:
                        return None
                    self._changed.wait(min(left, self._until_next()))
                    continue
                due = self._exchange.next_time_ns()
                if due is None or due > deadline:
                    self._exchange.advance(max(deadline, self._exchange.now_ns))
                    return None
                self._exchange.advance(max(due, self._exchange.now_ns))

    def poll_all(self, timeout: float = 0.0) -> list[AccountEvent]:
        """Every account event that comes before `timeout` seconds pass without one."""
        found = []
        while (event := self.poll(timeout)) is not None:
            found.append(event)
        return found

    # As `ExecutionClient`.

    async def account_snapshot(self, assets: Any = None, instruments: Any = None) -> AccountSnapshot:
        """Balances and open orders; an empty list is none, None is all."""
        found: AccountSnapshot = await self._ask_async(self._exchange.send_snapshot, assets, instruments)
        return found

    async def account_stream(self, assets: Any = None, instruments: Any = None) -> AsyncIterator[AccountEvent]:
        """Account events from now on. It ends when the client is closed, and fails where too many were left unread."""
        with self._changed:
            self._sync()
            return self._stream(self._feed.reader(self._exchange))

    async def _stream(self, reader: Reader) -> AsyncIterator[AccountEvent]:
        import asyncio

        while True:
            with self._changed:
                if self._closed and not reader.events:
                    return
                if not self._closed:
                    self._sync()
                    self._pump()
                event = reader.take()
                seconds = self._until_next() if self._is_wall else LOOK / 4
            if event is None:
                await asyncio.sleep(seconds)
            else:
                yield event

    async def open_order(self, request: OrderRequestOpen) -> Order:
        """Opens an order; as `open`."""
        found: Order = await self._ask_async(self._exchange.send, request)
        return found

    async def cancel_order(self, request: OrderRequestCancel) -> OrderResponseCancel:
        """Cancels an order; as `cancel`."""
        found: OrderResponseCancel = await self._ask_async(self._exchange.send, request)
        return found

    async def fetch_balances(self, assets: Any = None) -> list[AssetBalance]:
        """Balances of the assets; None is all."""
        found: list[AssetBalance] = await self._ask_async(self._exchange.send_balances, assets)
        return found

    async def fetch_open_orders(self, instruments: Any = None) -> list[Order]:
        """Open orders of the instruments; None is all."""
        found: list[Order] = await self._ask_async(self._exchange.send_open_orders, instruments)
        return found

    async def fetch_trades(self, time_since: datetime | int = 0) -> list[Trade]:
        """Own trades since a time."""
        found: list[Trade] = await self._ask_async(self._exchange.send_trades, time_since)
        return found
