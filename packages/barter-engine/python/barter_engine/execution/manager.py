"""`ExecutionManager`: the engine's side of an execution client."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from barter_engine._engine import AccountSink, ExecutionLink
from barter_execution import AccountReconnecting, ClientRunner, ExecutionInstrumentMap
from barter_instrument import ExchangeId, IndexedInstruments

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType

    import barter_execution
    from barter_engine._engine import AccountStream
    from barter_execution import (
        AccountEvent,
        AssetBalance,
        ExecutionClient,
        Order,
        OrderRequestCancel,
        OrderRequestOpen,
    )
    from barter_instrument import Instrument

__all__ = ["ExecutionManager"]


class ExecutionManager:
    """barter's `ExecutionManager` over a client written in Python: requests by index go in, account events by index come out.

    Each request ends in exactly one account event, whatever the client does, as `ClientRunner` promises: what the client
    raises, a time-out, an answer for another order is an event too, and an answer after the time-out is one more.
    ``manager.account_stream`` begins with a full snapshot of what the instruments name; where the connection is lost it has
    an `AccountReconnecting`, and a snapshot when it is back. Events that name another instrument or asset are left out, with a
    line in the log.

    Parameters:
        client: `barter_execution.ExecutionClient`.
        instruments: `IndexedInstruments`, or `Instrument`s to index; at least one of the client's exchange.
        request_timeout: seconds for each request, for opening the stream and for a snapshot.
        reconnect_pause: seconds before the stream is opened again; doubled up to 60 while it fails.

    Raises:
        ClientError: the client could not connect.
        BarterError: a subclass that names the argument.

    Example:
        >>> from barter_engine import ExecutionManager
        >>> from barter_execution import OrderKey, OrderRequestOpen, RequestOpen, SimulatedExchange, SimulatedExecution
        >>> from barter_instrument import Instrument, Underlying
        >>> btc = Instrument.spot("binance_spot", "binance_spot-btc_usdt", "BTCUSDT", Underlying("BTC", "USDT"))
        >>> exchange = SimulatedExchange([btc], {"USDT": 1_000}, fees=0)
        >>> exchange.quote("BTCUSDT", bid=99, ask=101)
        >>> with ExecutionManager(SimulatedExecution(exchange), [btc]) as manager:
        ...     first = manager.account_stream.recv()
        ...     manager.send(
        ...         OrderRequestOpen(OrderKey(0, 0, "mine", "1"), RequestOpen("buy", 0, 2, "market", "ioc"))
        ...     )
        ...     for event in manager.account_stream:
        ...         if event.kind.name == "Trade":
        ...             break
        >>> first.kind.name, event.kind.trade.instrument, event.kind.trade.price
        ('Snapshot', InstrumentIndex(0), Decimal('101'))
    """

    def __init__(
        self,
        client: ExecutionClient,
        instruments: IndexedInstruments | Iterable[Instrument],
        *,
        request_timeout: float = 5.0,
        reconnect_pause: float = 0.2,
    ) -> None:
        def on_event(event: AccountEvent | AccountReconnecting) -> None:
            if isinstance(event, AccountReconnecting):
                sink.reconnecting(event.reason)
            else:
                sink.event(event)

        self._runner = ClientRunner(
            client, request_timeout=request_timeout, reconnect_pause=reconnect_pause, on_event=on_event
        )
        try:
            self._map = ExecutionInstrumentMap(client.exchange, instruments)
            self._runner.assets = [str(name) for name in self._map.asset_names]
            self._runner.instruments = [str(name) for name in self._map.instrument_names]
            sink = AccountSink(self._map.indexed_instruments, client.exchange)
            self._link = ExecutionLink(self._runner, sink, request_timeout)
            self._process = os.getpid()
            self._runner.start_stream()
            self._stream = self._link.init()
        except BaseException:
            self._runner.close()
            raise

    @classmethod
    async def init_async(
        cls,
        client: ExecutionClient,
        instruments: IndexedInstruments | Iterable[Instrument],
        *,
        request_timeout: float = 5.0,
        reconnect_pause: float = 0.2,
    ) -> Self:
        """The constructor for asyncio: waits for the connection without blocking the loop."""
        import asyncio

        return await asyncio.to_thread(
            cls, client, instruments, request_timeout=request_timeout, reconnect_pause=reconnect_pause
        )

    @property
    def client(self) -> ExecutionClient:
        """The client."""
        return self._runner.client

    @property
    def exchange(self) -> ExchangeId:
        """The exchange whose account it is."""
        return self._runner.client.exchange

    @property
    def instrument_map(self) -> ExecutionInstrumentMap:
        """Names of the exchange and indices of the engine."""
        return self._map

    @property
    def request_timeout(self) -> float:
        """Seconds for each request."""
        return self._runner.request_timeout

    @property
    def account_stream(self) -> AccountStream:
        """Account events by index, for ``for`` and ``async for``."""
        return self._stream

    @property
    def violations(self) -> list[str]:
        """What the client did against its contract, in order."""
        return self._runner.violations

    def send(self, request: OrderRequestOpen | OrderRequestCancel) -> None:
        """Sends a request keyed by index, and does not wait: what becomes of it is an account event.

        Raises:
            InvalidArgumentError: it is of another exchange or instrument.
            StateError: the manager is closed.
        """
        self._link.send(request)

    def fetch_balances(self) -> list[AssetBalance]:
        """Balances of the instruments' assets, by index. Raises ClientError."""
        return self._link.fetch_balances()

    def fetch_open_orders(self) -> list[Order]:
        """Open orders of the instruments, by index. Raises ClientError."""
        return self._link.fetch_open_orders()

    def fetch_trades(self, time_since: datetime | int) -> list[barter_execution.Trade]:
        """Own trades since a time, by index. Raises ClientError."""
        return self._link.fetch_trades(time_since)

    def close(self) -> None:
        """Gives up what is on its way and ends the stream; what the stream has can still be read. May be called again; does
        nothing in a process that was forked, where there is nothing to end.
        """
        if os.getpid() != self._process:
            return
        self._link.shutdown()
        self._stream.close()
        self._runner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<ExecutionManager of {self.exchange}: {len(self._map.instrument_names)} instruments>"
