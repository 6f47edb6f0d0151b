"""barter's own mock exchange from Python: its client, its requests, its notifications. For comparison."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from barter_instrument import AssetNameExchange, ExchangeId, InstrumentNameExchange, InvalidArgumentError, StateError

from ._execution import (
    AccountEvent,
    AccountSnapshot,
    AssetBalance,
    MockExchange,
    Order,
    OrderRequestCancel,
    OrderRequestOpen,
    OrderResponseCancel,
    Trade,
)
from .client import ExecutionClient
from .errors import ClientError

__all__ = [
    "MockExchangeRequest",
    "MockExchangeRequestKind",
    "MockExecution",
    "MockExecutionClientConfig",
    "OpenOrderNotifications",
]

Clock = Callable[[], "datetime | int"]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class OpenOrderNotifications:
    """What upstream's mock exchange sends after it filled an order: one changed balance and the trade."""

    balance: AssetBalance
    trade: Trade


class MockExchangeRequestKind:
    """What the mock exchange is asked; one class for each kind."""

    __slots__ = ()

    FetchAccountSnapshot: type[_FetchAccountSnapshot]
    FetchBalances: type[_FetchBalances]
    FetchOrdersOpen: type[_FetchOrdersOpen]
    FetchTrades: type[_FetchTrades]
    CancelOrder: type[_CancelOrder]
    OpenOrder: type[_OpenOrder]


@dataclass(frozen=True, slots=True)
class _FetchAccountSnapshot(MockExchangeRequestKind):
    """Balances and orders."""


@dataclass(frozen=True, slots=True)
class _FetchBalances(MockExchangeRequestKind):
    """Balances of the assets."""

    assets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _FetchOrdersOpen(MockExchangeRequestKind):
    """Open orders of the instruments."""

    instruments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _FetchTrades(MockExchangeRequestKind):
    """Own trades since a time."""

    time_since: datetime | int


@dataclass(frozen=True, slots=True)
class _CancelOrder(MockExchangeRequestKind):
    """Cancels an order: upstream never answers."""

    request: OrderRequestCancel


@dataclass(frozen=True, slots=True)
class _OpenOrder(MockExchangeRequestKind):
    """Opens an order."""

    request: OrderRequestOpen


for _kind in (_FetchAccountSnapshot, _FetchBalances, _FetchOrdersOpen, _FetchTrades, _CancelOrder, _OpenOrder):
    _kind.__name__ = _kind.__name__.removeprefix("_")
    _kind.__qualname__ = f"MockExchangeRequestKind.{_kind.__name__}"
    setattr(MockExchangeRequestKind, _kind.__name__, _kind)
del _kind


@dataclass(frozen=True, slots=True)
class MockExchangeRequest:
    """A request with the client's time; `MockExecution.send` sends it and gives the answer.

    >>> from barter_execution import MockExchangeRequest
    >>> MockExchangeRequest.fetch_balances(0, ["USDT"]).kind
    MockExchangeRequestKind.FetchBalances(assets=('USDT',))
    """

    time_request: datetime | int
    kind: MockExchangeRequestKind

    @classmethod
    def fetch_account_snapshot(cls, time_request: datetime | int) -> Self:
        """Asks for balances and orders."""
        return cls(time_request, _FetchAccountSnapshot())

    @classmethod
    def fetch_balances(cls, time_request: datetime | int, assets: Iterable[str]) -> Self:
        """Asks for balances of the assets."""
        return cls(time_request, _FetchBalances(tuple(assets)))

    @classmethod
    def fetch_orders_open(cls, time_request: datetime | int, instruments: Iterable[str]) -> Self:
        """Asks for open orders of the instruments."""
        return cls(time_request, _FetchOrdersOpen(tuple(instruments)))

    @classmethod
    def fetch_trades(cls, time_request: datetime | int, time_since: datetime | int) -> Self:
        """Asks for own trades since a time."""
        return cls(time_request, _FetchTrades(time_since))

    @classmethod
    def cancel_order(cls, time_request: datetime | int, request: OrderRequestCancel) -> Self:
        """Cancels an order."""
        return cls(time_request, _CancelOrder(request))

    @classmethod
    def open_order(cls, time_request: datetime | int, request: OrderRequestOpen) -> Self:
        """Opens an order."""
        return cls(time_request, _OpenOrder(request))


@dataclass(frozen=True, slots=True)
class MockExecutionClientConfig:
    """What a `MockExecution` is made of: the exchange it speaks to, and the clock that stamps its requests."""

    mock_exchange: MockExchange
    clock: Clock = _now

    @property
    def mocked_exchange(self) -> ExchangeId:
        """The exchange that is mocked."""
        return self.mock_exchange.exchange


class MockExecution(ExecutionClient):
    """Client of barter's own mock exchange, for comparison; `SimulatedExecution` is the one to use.

    Args:
        config: `MockExecutionClientConfig`, or the `MockExchange`, which is started if it does not run.
        clock: gives the time of a request, an aware datetime or int nanoseconds; the machine's by default.

    >>> from barter_execution import AccountSnapshot, AssetBalance, Balance, MockExchange, MockExecution, MockExecutionConfig
    >>> from barter_instrument import Instrument, Underlying
    >>> btc = Instrument.spot("binance_spot", "binance_spot-btc_usdt", "BTCUSDT", Underlying("BTC", "USDT"))
    >>> state = AccountSnapshot("binance_spot", [AssetBalance("USDT", Balance(1000, 1000), 0)], [])
    >>> with MockExecution(MockExchange(MockExecutionConfig("binance_spot", state), [btc])) as client:
    ...     client.balances()[0].balance.total
    Decimal('1000')
    """

    def __init__(self, config: MockExecutionClientConfig | MockExchange, clock: Clock | None = None) -> None:
        if isinstance(config, MockExchange):
            config = MockExecutionClientConfig(config)
        if not isinstance(config, MockExecutionClientConfig):
            raise InvalidArgumentError(
                f"config must be a MockExchange or a MockExecutionClientConfig, got {config!r:.80}", argument="config"
            )
        self.mock_exchange: MockExchange = config.mock_exchange
        self._clock: Clock = config.clock if clock is None else clock
        self._connection = config.mock_exchange.connect()
        self._own = self._connection.subscribe()
        if not config.mock_exchange.is_running:
            config.mock_exchange.run()

    @property
    def mocked_exchange(self) -> ExchangeId:
        """The exchange that is mocked."""
        return self.mock_exchange.exchange

    @property
    def exchange(self) -> Any:  # type: ignore[override]
        """The exchange that is mocked. (Upstream's constant `EXCHANGE` is `ExchangeId.MOCK` for every one.)"""
        return self.mock_exchange.exchange

    def __repr__(self) -> str:
        return f"<MockExecution of {self.mock_exchange!r}>"

    @property
    def clock(self) -> Clock:
        """What gives the time of a request."""
        return self._clock

    def time_request(self) -> datetime | int:
        """The clock's time."""
        return self._clock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stops the exchange."""
        self.mock_exchange.close()

    def send(self, request: MockExchangeRequest) -> Any:
        """Sends a request as it is, with its own time, and gives the answer."""
        connection, time = self._connection, request.time_request
        match request.kind:
            case _FetchAccountSnapshot():
                return connection.account_snapshot(time)
            case _FetchBalances(assets):
                return connection.fetch_balances(assets, time)
            case _FetchOrdersOpen(instruments):
                return connection.fetch_open_orders(instruments, time)
            case _FetchTrades(time_since):
                return connection.fetch_trades(time_since, time)
            case _CancelOrder(cancel):
                return connection.cancel_order(cancel, time)
            case _OpenOrder(order):
                return connection.open_order(order, time, self.mock_exchange.fees_percent)
        raise InvalidArgumentError(f"request has an unknown kind {request.kind!r}", argument="request")

    # The account, by itself.

    def snapshot(self) -> AccountSnapshot:
        """Balances and orders."""
        found: AccountSnapshot = self.send(MockExchangeRequest.fetch_account_snapshot(self.time_request()))
        return found

    def open(self, request: OrderRequestOpen) -> Order:
        """Opens an order. Limit orders are rejected, market orders fill at the price in the request."""
        found: Order = self.send(MockExchangeRequest.open_order(self.time_request(), request))
        return found

    def cancel(self, request: OrderRequestCancel) -> OrderResponseCancel:
        """Upstream never answers: the response is always ``ConnectivityError.ExchangeOffline``."""
        found: OrderResponseCancel = self.send(MockExchangeRequest.cancel_order(self.time_request(), request))
        return found

    def balances(self) -> list[AssetBalance]:
        """Every balance."""
        return sorted(self.snapshot().balances)

    def trades(self, since: datetime | int = 0) -> list[Trade]:
        """Own trades since a time."""
        found: list[Trade] = self.send(MockExchangeRequest.fetch_trades(self.time_request(), since))
        return found

    def open_orders(self, requests: Iterable[OrderRequestOpen] | None = None) -> Any:
        """Without an argument the orders that are open now; with requests it opens them, as upstream's method does."""
        if requests is not None:
            return super().open_orders(requests)
        names = list(self.mock_exchange.instruments)
        found: list[Order] = self.send(MockExchangeRequest.fetch_orders_open(self.time_request(), names))
        return found

    def poll(self, timeout: float = 0.0) -> AccountEvent | None:
        """The next account event since the client was made; None if none comes within `timeout` seconds."""
        return self._own.next(timeout)

    # As `ExecutionClient`: each call waits, so the methods are plain.

    def account_snapshot(
        self, assets: list[AssetNameExchange], instruments: list[InstrumentNameExchange]
    ) -> AccountSnapshot:
        """Balances and orders; upstream ignores what is asked for."""
        return self.snapshot()

    async def account_stream(
        self, assets: list[AssetNameExchange], instruments: list[InstrumentNameExchange]
    ) -> AsyncIterator[AccountEvent]:
        """Account events from now on; the stream ends where events were lost."""
        from .threads import in_thread

        events = self._connection.subscribe()

        async def stream() -> AsyncIterator[AccountEvent]:
            while True:
                try:
                    event = await in_thread(events.next, 0.05)
                except StateError as error:
                    raise ClientError.AccountStream(str(error)) from None
                if event is not None:
                    yield event

        return stream()

    def open_order(self, request: OrderRequestOpen) -> Order:
        """Opens an order; as `open`."""
        return self.open(request)

    def cancel_order(self, request: OrderRequestCancel) -> OrderResponseCancel:
        """As `cancel`."""
        return self.cancel(request)

    def fetch_balances(self, assets: list[AssetNameExchange]) -> list[AssetBalance]:
        """Balances of the assets."""
        found: list[AssetBalance] = self.send(MockExchangeRequest.fetch_balances(self.time_request(), assets))
        return found

    def fetch_open_orders(self, instruments: list[InstrumentNameExchange]) -> list[Order]:
        """Open orders of the instruments: never any, as upstream fills or rejects at once."""
        found: list[Order] = self.send(MockExchangeRequest.fetch_orders_open(self.time_request(), instruments))
        return found

    def fetch_trades(self, time_since: datetime | int) -> list[Trade]:
        """Own trades since a time."""
        return self.trades(time_since)
