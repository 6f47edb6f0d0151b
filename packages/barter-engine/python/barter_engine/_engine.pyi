"""Compiled part of `barter_engine`; import its names from there."""

import os
from _typeshed import Incomplete, SupportsGetItem
from barter_data import MarketEvent
from barter_engine.intervals import TimeInterval
from barter_engine.summary import TradingSummary
from barter_execution import AccountEvent, AssetBalance, Balance, MockExecutionConfig, Order, OrderRequestCancel, OrderRequestOpen, Trade
from barter_execution.names import ClientOrderId, StrategyId
from barter_execution.pump import AccountReconnecting
from barter_execution.runner import ClientRunner
from barter_instrument import IndexedInstruments, Instrument, InstrumentKind, InstrumentSpec, Underlying
from barter_instrument.enums import ExchangeId, InstrumentQuoteAsset, Side
from barter_instrument.names import AssetNameInternal, ExchangeIndex, InstrumentIndex, InstrumentNameExchange, InstrumentNameInternal
from collections.abc import Coroutine, Generator, Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, ClassVar, Final, Literal, Self, SupportsFloat, SupportsIndex, final
from typing_extensions import disjoint_base

@final
class AccountSink:
    """
    What the runner's events are given to.
    """
    def __new__(cls, /, instruments: IndexedInstruments, exchange: ExchangeId) -> AccountSink: ...
    def event(self, /, event: AccountEvent) -> None:
        """
        An `AccountEvent` by name.
        """
    def reconnecting(self, /, reason: str) -> None:
        """
        The connection ended.
        """

@final
class AccountStream:
    """
    The account of an exchange as an engine takes it: `AccountEvent`s by index, a full snapshot first, and `AccountReconnecting` where the
    connection was lost; a snapshot follows it. One object for `for` and `async for`.
    """
    def __aenter__(self, /) -> Coroutine[Any, Any, Self]: ...
    def __aexit__(self, /, *exception: object) -> Coroutine[Any, Any, None]: ...
    def __aiter__(self, /) -> AccountStream: ...
    def __anext__(self, /) -> Coroutine[Any, Any, AccountEvent | AccountReconnecting]: ...
    def __enter__(self, /) -> AccountStream: ...
    def __exit__(self, /, *exception: object) -> None: ...
    def __iter__(self, /) -> AccountStream: ...
    def __next__(self, /) -> AccountEvent | AccountReconnecting: ...
    def __repr__(self, /) -> str: ...
    def aclose(self, /) -> Coroutine[Any, Any, None]:
        """
        `close` for asyncio.
        """
    def batch(self, /, max: SupportsIndex = 1024, timeout: float | timedelta | str | None = None) -> list[AccountEvent | AccountReconnecting]:
        """
        Waits for one event and returns it with those that are ready behind it.

        Args:
            max: most events to return.
            timeout: seconds, a `timedelta`, text such as "5ms", or None to wait as long as it takes.

        Returns:
            Events in order; an empty list when nothing came in time or the stream has ended (`is_closed` tells).
        """
    def batch_async(self, /, max: SupportsIndex = 1024, timeout: float | timedelta | str | None = None) -> Coroutine[Any, Any, list[AccountEvent | AccountReconnecting]]:
        """
        `batch` for asyncio. Cancelling it loses no event.
        """
    @property
    def capacity(self, /) -> int | None:
        """
        Most events that may wait; None without a bound.
        """
    def close(self, /) -> None:
        """
        Ends the stream: nothing is added any more, what is here can still be read. May be called again.
        """
    def drain(self, /, max: SupportsIndex | None = None) -> list[AccountEvent | AccountReconnecting]:
        """
        The events that are ready, without waiting; an empty list if there are none.
        """
    @property
    def dropped(self, /) -> int:
        """
        Events that were dropped because the stream was full and its overflow is "drop_oldest".
        """
    @property
    def is_closed(self, /) -> bool:
        """
        Whether nothing is added any more: closed, or every producer has ended. Events may be left (`ready`).
        """
    @property
    def ready(self, /) -> int:
        """
        Events that can be read without waiting.
        """
    def recv(self, /, timeout: float | timedelta | str | None = None) -> AccountEvent | AccountReconnecting:
        """
        Waits for the next event and returns it.

        Args:
            timeout: seconds, a `timedelta`, text such as "5ms", or None to wait as long as it takes.

        Raises:
            TimedOutError: nothing came in time; the stream is still open.
            StateError: code "closed", the stream has ended and everything was read.
        """
    def recv_async(self, /, timeout: float | timedelta | str | None = None) -> Coroutine[Any, Any, AccountEvent | AccountReconnecting]:
        """
        `recv` for asyncio. Cancelling it loses no event.
        """

@final
class Annual252:
    """
    A year of 252 trading days, as exchanges with closing hours have it.

    >>> from barter_engine import Annual252
    >>> Annual252().name
    'Annual(252)'
    """
    __match_args__: ClassVar[tuple[()]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Annual252: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __repr__(self, /) -> str: ...
    @property
    def interval(self, /) -> timedelta:
        """
        Its length as a `timedelta`.
        """
    @property
    def name(self, /) -> str:
        """
        What barter calls the interval.
        """

@final
class Annual365:
    """
    A year of 365 days, for markets that never close.

    >>> from barter_engine import Annual365
    >>> Annual365().name
    'Annual(365)'
    """
    __match_args__: ClassVar[tuple[()]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Annual365: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __repr__(self, /) -> str: ...
    @property
    def interval(self, /) -> timedelta:
        """
        Its length as a `timedelta`.
        """
    @property
    def name(self, /) -> str:
        """
        What barter calls the interval.
        """

@final
class Awaitable:
    """
    A coroutine in Rust: `await` it once, or give it to `asyncio.create_task` or `asyncio.wait_for`.
    """
    def __await__(self, /) -> Generator[Any, Any, Any]: ...
    def __iter__(self, /) -> Generator[Any, Any, Any]: ...
    def __next__(self, /) -> Any: ...
    def close(self, /) -> None:
        """
        Ends the wait.
        """
    def send(self, value: Any, /) -> Any:
        """
        Runs to the next wait; asyncio calls it.
        """
    def throw(self, kind: Any, value: Any | None = None, traceback: Any | None = None, /) -> Any:
        """
        Ends the wait with an exception; asyncio calls it to cancel.
        """

@final
class BookEvent:
    """
    A snapshot or an update of an order book: each level is (price, quantity), quantity 0 removes it.
    """
    def __repr__(self, /) -> str: ...
    @property
    def asks(self, /) -> list[tuple[Any, Any]]: ...
    @property
    def bids(self, /) -> list[tuple[Any, Any]]: ...
    @property
    def instrument(self, /) -> InstrumentHandle:
        """
        Handle of the instrument.
        """
    @property
    def is_snapshot(self, /) -> bool:
        """
        Whether the message replaces the book rather than changes levels of it.
        """
    @property
    def market_event(self, /) -> MarketEvent:
        """
        The canonical `barter_data.MarketEvent`, in its indexed form.
        """
    @property
    def sequence(self, /) -> int: ...
    @property
    def time_exchange(self, /) -> datetime | None:
        """
        `time_exchange_ns` as an aware datetime (microseconds).
        """
    @property
    def time_exchange_ns(self, /) -> int | None:
        """
        When it happened at the exchange, ns since 1970 UTC; None where the source does not say.
        """
    @property
    def time_received(self, /) -> datetime:
        """
        `time_received_ns` as an aware datetime (microseconds).
        """
    @property
    def time_received_ns(self, /) -> int:
        """
        When it was received, ns since 1970 UTC.
        """

@final
class CalmarRatio:
    """
    Calmar ratio: excess return over the largest drawdown; it scales with the square root of time.

    >>> from barter_engine import CalmarRatio, Daily
    >>> CalmarRatio.calculate("0.0015", "0.0025", "0.02", Daily).value
    Decimal('0.05')
    """
    __match_args__: ClassVar[tuple[Literal['value'], Literal['interval']]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, value: Decimal | int | str | float, interval: TimeInterval) -> CalmarRatio: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def calculate(risk_free_return: Decimal | int | str | float, mean_return: Decimal | int | str | float, max_drawdown: Decimal | int | str | float, returns_period: TimeInterval) -> CalmarRatio:
        """
        (mean − risk-free) / |largest drawdown|; without drawdown the largest, the smallest Decimal or 0, by the sign of the excess.

        Raises:
            InvalidArgumentError: an unknown interval, or a quotient that no Decimal holds.
        """
    @property
    def interval(self, /) -> timedelta:
        """
        What the figure refers to: `Daily`, `Annual252`, `Annual365` or a `timedelta`.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def scale(self, /, target: TimeInterval) -> CalmarRatio:
        """
        The same per another interval; upstream saturates at the largest Decimal.

        Raises:
            InvalidArgumentError: an unknown interval, or one of less than a second.
        """
    @property
    def value(self, /) -> Decimal:
        """
        The figure, a fraction per interval.
        """
    @property
    def value_f64(self, /) -> float:
        """
        The figure as a float.
        """

@final
class CandleEvent:
    """
    A candle, delivered at its close.
    """
    def __repr__(self, /) -> str: ...
    @property
    def close(self, /) -> Decimal: ...
    @property
    def close_f64(self, /) -> float: ...
    @property
    def high(self, /) -> Decimal: ...
    @property
    def high_f64(self, /) -> float: ...
    @property
    def instrument(self, /) -> InstrumentHandle:
        """
        Handle of the instrument.
        """
    @property
    def low(self, /) -> Decimal: ...
    @property
    def low_f64(self, /) -> float: ...
    @property
    def market_event(self, /) -> MarketEvent:
        """
        The canonical `barter_data.MarketEvent`, in its indexed form.
        """
    @property
    def open(self, /) -> Decimal: ...
    @property
    def open_f64(self, /) -> float: ...
    @property
    def time_close_ns(self, /) -> int:
        """
        End of the candle, ns since 1970 UTC.
        """
    @property
    def time_exchange(self, /) -> datetime | None:
        """
        `time_exchange_ns` as an aware datetime (microseconds).
        """
    @property
    def time_exchange_ns(self, /) -> int | None:
        """
        When it happened at the exchange, ns since 1970 UTC; None where the source does not say.
        """
    @property
    def time_received(self, /) -> datetime:
        """
        `time_received_ns` as an aware datetime (microseconds).
        """
    @property
    def time_received_ns(self, /) -> int:
        """
        When it was received, ns since 1970 UTC.
        """
    @property
    def trade_count(self, /) -> int: ...
    @property
    def volume(self, /) -> Decimal: ...
    @property
    def volume_f64(self, /) -> float: ...

@final
class Context:
    """
    State and requests of a run, handed to every hook. Dead once the run is over, and usable only from its thread.
    """
    def __repr__(self, /) -> str: ...
    def balance(self, /, asset: Any, exchange: Any | None = None) -> Balance:
        """
        Balance of an asset (a `barter_execution.Balance`), by its internal name; `exchange` where several have it.
        """
    def cancel(self, /, order: Any) -> None:
        """
        Asks for the cancel of an order (handle or client_order_id). Does nothing when it is done or a cancel is on its way.
        """
    def cancel_all(self, /, instrument: Any | None = None) -> None:
        """
        Cancels every working order of the instrument, or of all.
        """
    def close(self, /, instrument: Any | None = None) -> OrderHandle | None:
        """
        Cancels the instrument's working orders and asks for the market order that trades its position away.
        """
    def equity(self, /) -> Decimal | None:
        """
        Equity in the report currency by what was delivered; None while something held has no value.
        """
    def every(self, /, interval: Any, function: Any | None = None) -> Timer:
        """
        Calls `function(ctx)` (default: the hook `on_timer(ctx, timer)`) every `interval` (ns, timedelta or text such as
        "1s"), for the first time one interval from now.
        """
    def instrument(self, /, instrument: Any | None = None) -> InstrumentHandle:
        """
        Handle of an instrument, by internal name, by the exchange's name where that is unique, or by index.
        """
    def instruments(self, /) -> list[InstrumentHandle]:
        """
        Handles of all instruments of the run.
        """
    def is_trading_enabled(self, /) -> bool:
        """
        Whether trading is enabled. While it is not, requests are refused with `trading_disabled`.
        """
    def is_warming_up(self, /) -> bool:
        """
        Whether the run is before its `start`: hooks run, orders are refused with `warm_up`.
        """
    def limit_order(self, /, side: Any, quantity: Any, price: Any, *, instrument: Any | None = None, time_in_force: Any | None = None, post_only: bool = False, client_order_id: Any | None = None) -> OrderHandle:
        """
        Asks for a limit order. Arguments as in `market_order`, and:

        Args:
            price: positive, a multiple of the tick.
            time_in_force: good_until_cancelled (default), "good_until_end_of_day", "immediate_or_cancel", "fill_or_kill"
                or a `barter_execution.TimeInForce`.
            post_only: reject the order rather than let it take liquidity.
        """
    def market(self, /, instrument: Any | None = None) -> MarketView:
        """
        The instrument's market as delivered so far.
        """
    def market_order(self, /, side: Any, quantity: Any, *, instrument: Any | None = None, client_order_id: Any | None = None) -> OrderHandle:
        """
        Asks for a market order.

        Args:
            side: `Side` or "buy" / "sell".
            quantity: positive, a multiple of the lot; Decimal, int, str or float (by its shortest text).
            instrument: handle, name or index; may be left out when there is just one.
            client_order_id: own id, unique in the run; default: the order's number.

        Raises:
            InvalidArgumentError, NotFoundError: for an argument that breaks a rule; nothing is sent.
        """
    def now(self, /) -> datetime:
        """
        Time of what is being processed, an aware datetime (microseconds).
        """
    def now_ns(self, /) -> int:
        """
        Time of what is being processed, ns since 1970 UTC.
        """
    def order(self, /, client_order_id: str) -> OrderHandle:
        """
        Handle of any order of the run by client order id.
        """
    def orders(self, /, instrument: Any | None = None) -> list[OrderHandle]:
        """
        Handles of the working orders (pending, waiting, in flight, open), by number.
        """
    def position(self, /, instrument: Any | None = None) -> Decimal:
        """
        Signed net position of delivered fills, exact; 0 when flat.
        """
    def position_detail(self, /, instrument: Any | None = None) -> Position | None:
        """
        barter's own `Position`; None when flat.
        """
    def position_f64(self, /, instrument: Any | None = None) -> float:
        """
        Signed net position as a float.
        """
    def record(self, /, **values: Any) -> None:
        """
        Adds rows to the table `records`: one per keyword, with the present time.
        """
    @property
    def rng(self, /) -> Random:
        """
        `random.Random(seed)` of this run.
        """
    def set_trading_enabled(self, /, enabled: bool) -> None:
        """
        Enables or disables trading, once the present hook has returned and its requests are sent.
        """
    def target_position(self, /, quantity: Any, instrument: Any | None = None) -> OrderHandle | None:
        """
        Asks for the market order that brings position plus working orders to `quantity` (signed), rounded toward zero to
        the lot. Returns None when nothing is missing.
        """

@final
class Daily:
    """
    A day.

    >>> from barter_engine import Daily
    >>> Daily().name, Daily().interval.days
    ('Daily', 1)
    """
    __match_args__: ClassVar[tuple[()]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Daily: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __repr__(self, /) -> str: ...
    @property
    def interval(self, /) -> timedelta:
        """
        Its length as a `timedelta`.
        """
    @property
    def name(self, /) -> str:
        """
        What barter calls the interval.
        """

@final
class DataSetSummary:
    """
    Count, sum, mean and spread of values that come one by one.

    >>> from barter_engine import DataSetSummary
    >>> summary = DataSetSummary()
    >>> for value in (1, 2, 6):
    ...     summary.update(value)
    >>> summary.count, summary.sum, summary.mean == 3, summary.dispersion.range.range()
    (Decimal('3'), Decimal('9'), True, Decimal('5'))
    """
    def __eq__(self, other: object, /) -> bool: ...
    def __new__(cls, /) -> DataSetSummary: ...
    def __repr__(self, /) -> str: ...
    @property
    def count(self, /) -> Decimal:
        """
        Number of values.
        """
    @property
    def dispersion(self, /) -> Dispersion:
        """
        Their spread.
        """
    @property
    def mean(self, /) -> Decimal:
        """
        Their mean.
        """
    @property
    def sum(self, /) -> Decimal:
        """
        Their sum.
        """
    def update(self, /, next_value: Decimal | int | str | float) -> None:
        """
        Takes the next value.
        """

@final
class Dispersion:
    """
    Spread of values around their mean, as a whole population.

    Args:
        range: `Range`.
        recurrence_relation_m: Welford's sum of squared distances.
        variance: M / count.
        std_dev: its root.
    """
    __match_args__: ClassVar[tuple[Literal['range'], Literal['recurrence_relation_m'], Literal['variance'], Literal['std_dev']]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, range: Range, recurrence_relation_m: Decimal | int | str | float, variance: Decimal | int | str | float, std_dev: Decimal | int | str | float) -> Dispersion: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @property
    def range(self, /) -> Range:
        """
        Largest and smallest value.
        """
    @property
    def recurrence_relation_m(self, /) -> Decimal:
        """
        Welford's sum of squared distances from the mean.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def std_dev(self, /) -> Decimal:
        """
        Its root.
        """
    @property
    def variance(self, /) -> Decimal:
        """
        Variance of the population.
        """

@final
class Drawdown:
    """
    A fall from a peak, until the peak is passed or the series ends.

    Args:
        value: share of the peak that was lost.
        time_start: of the peak.
        time_end: of the first higher value, or of the last one.

    >>> from barter_engine import Drawdown
    >>> Drawdown("0.25", 0, 5_000_000_000).duration.seconds
    5
    """
    __match_args__: ClassVar[tuple[Literal['value'], Literal['time_start'], Literal['time_end']]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, value: Decimal | int | str | float, time_start: int | datetime, time_end: int | datetime) -> Drawdown: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @property
    def duration(self, /) -> timedelta:
        """
        From the peak to the end, a `timedelta`.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def time_end(self, /) -> datetime:
        """
        When it was over.
        """
    @property
    def time_end_ns(self, /) -> int:
        """
        When it was over, ns UTC.
        """
    @property
    def time_start(self, /) -> datetime:
        """
        When the peak was.
        """
    @property
    def time_start_ns(self, /) -> int:
        """
        When the peak was, ns UTC.
        """
    @property
    def value(self, /) -> Decimal:
        """
        Share of the peak that was lost.
        """
    @property
    def value_f64(self, /) -> float:
        """
        Share of the peak that was lost, as a float.
        """

@final
class DrawdownGenerator:
    """
    Follows a series of values and gives each drawdown when it is over.

    >>> from barter_engine import DrawdownGenerator
    >>> [drawdown.value for drawdown in DrawdownGenerator.series([(100, 0), (75, 1), (120, 2), (90, 3)])]
    [Decimal('0.25'), Decimal('0.25')]
    """
    def __new__(cls, /) -> DrawdownGenerator: ...
    @property
    def drawdown_max(self, /) -> Decimal:
        """
        The largest fall since the peak.
        """
    def generate(self, /) -> Drawdown | None:
        """
        The drawdown under way, if there is one.
        """
    @staticmethod
    def init(point: tuple[Decimal | int | str | float, int | datetime]) -> DrawdownGenerator:
        """
        One that has seen a first point (value, time).
        """
    @property
    def peak(self, /) -> Decimal | None:
        """
        The present peak.
        """
    @staticmethod
    def series(points: Iterable[tuple[Decimal | int | str | float, int | datetime]]) -> list[Drawdown]:
        """
        All drawdowns of a series of points (value, time), the unfinished last one too; none for less than two points or a curve that
        only rises.

        Raises:
            BarterError: a point that is no pair, or holds no finite number or no time; it is named with its position.
        """
    def update(self, /, point: tuple[Decimal | int | str | float, int | datetime]) -> Drawdown | None:
        """
        Takes the next point (value, time); gives the drawdown that it ends, if it ends one.
        """

@disjoint_base
class ExecutionConfig:
    """
    How orders on an exchange are executed: by a mock exchange, barter's only kind.

    >>> from barter_engine import ExecutionConfig
    >>> from barter_execution import MockExecutionConfig
    >>> match ExecutionConfig.Mock(MockExecutionConfig("okx", latency_ms=20)):
    ...     case ExecutionConfig.Mock(config):
    ...         print(config.latency_ms)
    20
    """
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> ExecutionConfig:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> ExecutionConfig:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> ExecutionConfig:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """
    @final
    class Mock(ExecutionConfig):
        """
        A mock exchange.
        """
        __match_args__: ClassVar[tuple[Literal['config']]]
        def __new__(cls, /, config: MockExecutionConfig) -> ExecutionConfig.Mock: ...
        @property
        def config(self, /) -> MockExecutionConfig: ...

@final
class ExecutionLink:
    """
    The engine's end of a client: requests by index go in, account events by index come out of the `AccountStream` that `init` gives.
    Python's `ExecutionManager` holds it.
    """
    def __new__(cls, /, runner: ClientRunner, sink: AccountSink, request_timeout: float) -> ExecutionLink: ...
    def fetch_balances(self, /) -> list[AssetBalance]:
        """
        Balances by index. Raises ClientError.
        """
    def fetch_open_orders(self, /) -> list[Order]:
        """
        Open orders by index. Raises ClientError.
        """
    def fetch_trades(self, /, time_since: int | datetime) -> list[Trade]:
        """
        Own trades since a time, by index. Raises ClientError.
        """
    def init(self, /) -> AccountStream:
        """
        Waits for the first snapshot of the account; from then on requests are taken.

        Raises:
            ClientError: the client could not connect.
        """
    def send(self, /, request: OrderRequestOpen | OrderRequestCancel) -> None:
        """
        Sends a request by index; what becomes of it is an account event.
        """
    def shutdown(self, /) -> None:
        """
        Takes no more requests; those on their way are given up.
        """

@final
class Fill:
    """
    A fill of an own order.
    """
    def __repr__(self, /) -> str: ...
    @property
    def client_order_id(self, /) -> str: ...
    @property
    def fee(self, /) -> Decimal:
        """
        In the quote asset; negative for a rebate.
        """
    @property
    def fee_asset(self, /) -> AssetNameInternal:
        """
        Internal name of the asset the fee is paid in.
        """
    @property
    def fee_f64(self, /) -> float: ...
    @property
    def instrument(self, /) -> InstrumentHandle: ...
    @property
    def liquidity(self, /) -> str:
        """
        "maker" or "taker".
        """
    @property
    def order(self, /) -> OrderHandle:
        """
        The order's handle.
        """
    @property
    def order_id(self, /) -> str:
        """
        The exchange's id of the order.
        """
    @property
    def position_after(self, /) -> Decimal:
        """
        Signed net position in the instrument after this fill.
        """
    @property
    def price(self, /) -> Decimal: ...
    @property
    def price_f64(self, /) -> float: ...
    @property
    def quantity(self, /) -> Decimal: ...
    @property
    def quantity_f64(self, /) -> float: ...
    @property
    def realised_pnl(self, /) -> Decimal:
        """
        Realised by this fill, before fees; quote asset.
        """
    @property
    def side(self, /) -> Side: ...
    @property
    def time_exchange_ns(self, /) -> int:
        """
        When it happened at the exchange, ns since 1970 UTC.
        """
    @property
    def trade(self, /) -> Trade:
        """
        barter's own `Trade`, in its indexed form.
        """
    @property
    def trade_id(self, /) -> str: ...

@final
class InstrumentConfig:
    """
    An instrument as barter's configuration files have it: all assets by the exchange's names, and no internal name.

    Args:
        exchange: `ExchangeId` or its text.
        name_exchange: the exchange's name of the instrument.
        underlying: `Underlying` of `Asset`s whose internal names are the exchange's in lower case.
        quote: which asset of the underlying it is priced in; default: the quote asset.
        kind: `InstrumentKind`; default: spot.
        spec: `InstrumentSpec` with tick, lot and minima, or None.

    Raises:
        WrongTypeError, InvalidArgumentError: with the argument's name.

    >>> from barter_engine import InstrumentConfig
    >>> from barter_instrument import Underlying
    >>> config = InstrumentConfig("binance_spot", "BTCUSDT", Underlying("btc", "usdt"))
    >>> config.instrument().name_internal
    InstrumentNameInternal('binance_spot-btc_usdt')
    >>> InstrumentConfig.from_json(config.to_json()) == config
    True
    """
    __match_args__: ClassVar[tuple[Literal['exchange'], Literal['name_exchange'], Literal['underlying'], Literal['quote'], Literal['kind'], Literal['spec']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, exchange: ExchangeId | str, name_exchange: str, underlying: Underlying, quote: InstrumentQuoteAsset | str | None = None, kind: InstrumentKind | None = None, spec: InstrumentSpec | None = None) -> InstrumentConfig: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> InstrumentConfig:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def exchange(self, /) -> ExchangeId:
        """
        Exchange.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> InstrumentConfig:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @staticmethod
    def from_instrument(instrument: Instrument) -> InstrumentConfig:
        """
        The configuration of an instrument; its internal name is not part of it.
        """
    @classmethod
    def from_json(cls, /, text: str) -> InstrumentConfig:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    def instrument(self, /) -> Instrument:
        """
        The instrument, with the internal name that `IndexedInstruments.from_config` gives: exchange, base, quote and, unless it is
        spot, kind. (barter gives spot, perpetual, future and option of one pair the same name.)
        """
    @property
    def kind(self, /) -> InstrumentKind:
        """
        Spot, or a contract.
        """
    @property
    def name_exchange(self, /) -> InstrumentNameExchange:
        """
        The exchange's name of the instrument.
        """
    @property
    def quote(self, /) -> InstrumentQuoteAsset:
        """
        Which asset of the underlying it is priced in.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def spec(self, /) -> InstrumentSpec | None:
        """
        Tick, lot and minima, if given.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """
    @property
    def underlying(self, /) -> Underlying:
        """
        Base and quote asset.
        """

@final
class InstrumentHandle:
    """
    One instrument of a run. Pass it wherever an `instrument` is asked for.
    """
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def base(self, /) -> AssetNameInternal:
        """
        Internal name of the base asset.
        """
    @property
    def contract_size(self, /) -> Decimal:
        """
        Units of the base asset per contract (1 for spot).
        """
    @property
    def exchange(self, /) -> ExchangeId: ...
    @property
    def index(self, /) -> int:
        """
        Position among the instruments of the run.
        """
    @property
    def instrument(self, /) -> Any:
        """
        The canonical `barter_instrument.Instrument`.
        """
    @property
    def is_spot(self, /) -> bool: ...
    @property
    def lot_size(self, /) -> Decimal | None:
        """
        Quantity increment; None without a specification.
        """
    @property
    def name(self, /) -> InstrumentNameInternal:
        """
        barter's internal name, such as ``binance_spot-btc_usdt``.
        """
    @property
    def name_exchange(self, /) -> InstrumentNameExchange:
        """
        The exchange's own name, such as ``BTCUSDT``.
        """
    @property
    def quote(self, /) -> AssetNameInternal:
        """
        Internal name of the quote asset.
        """
    def round_price(self, /, *args: Any, **kwargs: Any) -> Decimal:
        """
        `barter_instrument.Instrument.round_price` with this instrument's tick.
        """
    def round_quantity(self, /, *args: Any, **kwargs: Any) -> Decimal:
        """
        `barter_instrument.Instrument.round_quantity` with this instrument's lot.
        """
    @property
    def tick_size(self, /) -> Decimal | None:
        """
        Price increment; None without a specification.
        """

@final
class LiquidationEvent:
    """
    A public liquidation.
    """
    def __repr__(self, /) -> str: ...
    @property
    def instrument(self, /) -> InstrumentHandle:
        """
        Handle of the instrument.
        """
    @property
    def market_event(self, /) -> MarketEvent:
        """
        The canonical `barter_data.MarketEvent`, in its indexed form.
        """
    @property
    def price(self, /) -> Decimal: ...
    @property
    def price_f64(self, /) -> float: ...
    @property
    def quantity(self, /) -> Decimal: ...
    @property
    def quantity_f64(self, /) -> float: ...
    @property
    def side(self, /) -> Side | None: ...
    @property
    def time_exchange(self, /) -> datetime | None:
        """
        `time_exchange_ns` as an aware datetime (microseconds).
        """
    @property
    def time_exchange_ns(self, /) -> int | None:
        """
        When it happened at the exchange, ns since 1970 UTC; None where the source does not say.
        """
    @property
    def time_received(self, /) -> datetime:
        """
        `time_received_ns` as an aware datetime (microseconds).
        """
    @property
    def time_received_ns(self, /) -> int:
        """
        When it was received, ns since 1970 UTC.
        """

@final
class Market:
    """
    Columns of a `barter_data.MarketData`, shared with it.
    """
    def __len__(self, /) -> int: ...
    def __new__(cls, /, data: Any) -> Market: ...
    def fingerprint(self, /) -> str:
        """
        sha256 of the columns' values.
        """
    def instruments(self, /) -> list[Any]:
        """
        The instruments that the data are about.
        """

@final
class MarketView:
    """
    Market of one instrument as it was delivered. Every method gives None before there is something to give.
    """
    def __repr__(self, /) -> str: ...
    def age_ns(self, /) -> int | None:
        """
        Nanoseconds since the latest event of the instrument was received.
        """
    def ask(self, /) -> Decimal | None:
        """
        Best ask, exact.
        """
    def ask_f64(self, /) -> float | None:
        """
        Best ask as the nearest float.
        """
    def ask_quantity(self, /) -> Decimal | None:
        """
        Displayed quantity at the best ask, exact.
        """
    def bid(self, /) -> Decimal | None:
        """
        Best bid, exact.
        """
    def bid_f64(self, /) -> float | None:
        """
        Best bid as the nearest float.
        """
    def bid_quantity(self, /) -> Decimal | None:
        """
        Displayed quantity at the best bid, exact.
        """
    def last(self, /) -> Decimal | None:
        """
        Price of the latest trade, exact.
        """
    def last_f64(self, /) -> float | None:
        """
        Price of the latest trade as the nearest float.
        """
    def mid(self, /) -> Decimal | None:
        """
        (bid + ask) / 2, exact; None while a side is missing.
        """
    def mid_f64(self, /) -> float | None:
        """
        Mid as the nearest float.
        """

@final
class MaxDrawdown:
    """
    The largest `Drawdown`.
    """
    __match_args__: ClassVar[tuple[Literal['drawdown']]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, drawdown: Drawdown) -> MaxDrawdown: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @property
    def drawdown(self, /) -> Drawdown:
        """
        The drawdown.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """

@final
class MaxDrawdownGenerator:
    """
    Keeps the largest of the drawdowns it is given.

    >>> from barter_engine import Drawdown, MaxDrawdownGenerator
    >>> generator = MaxDrawdownGenerator.init(Drawdown("0.1", 0, 1))
    >>> generator.update(Drawdown("0.3", 1, 2))
    >>> generator.generate().drawdown.value
    Decimal('0.3')
    """
    def __new__(cls, /) -> MaxDrawdownGenerator: ...
    def generate(self, /) -> MaxDrawdown | None:
        """
        The figure so far; None before the first drawdown.
        """
    @staticmethod
    def init(drawdown: Drawdown) -> MaxDrawdownGenerator:
        """
        One that has seen a first drawdown.
        """
    def update(self, /, next_drawdown: Drawdown) -> None:
        """
        Takes the next drawdown.
        """

@final
class MeanDrawdown:
    """
    Mean depth and length of drawdowns.

    Args:
        mean_drawdown: share of the peak.
        mean_drawdown_ms: whole milliseconds; barter rounds at each step.
    """
    __match_args__: ClassVar[tuple[Literal['mean_drawdown'], Literal['mean_drawdown_ms']]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, mean_drawdown: Decimal | int | str | float, mean_drawdown_ms: SupportsIndex) -> MeanDrawdown: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @property
    def mean_drawdown(self, /) -> Decimal:
        """
        Mean share of the peak.
        """
    @property
    def mean_drawdown_ms(self, /) -> int:
        """
        Mean length, ms.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """

@final
class MeanDrawdownGenerator:
    """
    Keeps mean depth and length of the drawdowns it is given.

    >>> from barter_engine import Drawdown, MeanDrawdownGenerator
    >>> generator = MeanDrawdownGenerator.init(Drawdown("0.1", 0, 1_000_000))
    >>> generator.update(Drawdown("0.3", 0, 3_000_000))
    >>> generator.generate()
    MeanDrawdown(mean_drawdown=Decimal('0.2'), mean_drawdown_ms=2)
    """
    def __new__(cls, /) -> MeanDrawdownGenerator: ...
    def generate(self, /) -> MeanDrawdown | None:
        """
        The figure so far; None before the first drawdown.
        """
    @staticmethod
    def init(drawdown: Drawdown) -> MeanDrawdownGenerator:
        """
        One that has seen a first drawdown.
        """
    def update(self, /, next_drawdown: Drawdown) -> None:
        """
        Takes the next drawdown.
        """

@final
class OrderBookL1Event:
    """
    Best bid and ask. A missing side is None.
    """
    def __repr__(self, /) -> str: ...
    @property
    def ask_price(self, /) -> Decimal | None: ...
    @property
    def ask_price_f64(self, /) -> float | None: ...
    @property
    def ask_quantity(self, /) -> Decimal | None: ...
    @property
    def ask_quantity_f64(self, /) -> float | None: ...
    @property
    def bid_price(self, /) -> Decimal | None: ...
    @property
    def bid_price_f64(self, /) -> float | None: ...
    @property
    def bid_quantity(self, /) -> Decimal | None: ...
    @property
    def bid_quantity_f64(self, /) -> float | None: ...
    @property
    def instrument(self, /) -> InstrumentHandle:
        """
        Handle of the instrument.
        """
    @property
    def market_event(self, /) -> MarketEvent:
        """
        The canonical `barter_data.MarketEvent`, in its indexed form.
        """
    @property
    def mid(self, /) -> Decimal | None:
        """
        (bid + ask) / 2, exact; None while a side is missing.
        """
    @property
    def mid_f64(self, /) -> float | None:
        """
        Mid as a float; None while a side is missing.
        """
    @property
    def time_exchange(self, /) -> datetime | None:
        """
        `time_exchange_ns` as an aware datetime (microseconds).
        """
    @property
    def time_exchange_ns(self, /) -> int | None:
        """
        When it happened at the exchange, ns since 1970 UTC; None where the source does not say.
        """
    @property
    def time_received(self, /) -> datetime:
        """
        `time_received_ns` as an aware datetime (microseconds).
        """
    @property
    def time_received_ns(self, /) -> int:
        """
        When it was received, ns since 1970 UTC.
        """

@final
class OrderHandle:
    """
    An order of the running strategy, as far as it was told.

    States: pending, waiting (for the cancel of the order it replaces), refused, in_flight, open, cancel_in_flight,
    filled, cancelled, expired, rejected.
    """
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    def cancel(self, /) -> None:
        """
        Asks for the cancel of the order. Does nothing when it is done or a cancel is on its way.
        """
    @property
    def client_order_id(self, /) -> str: ...
    @property
    def filled_quantity(self, /) -> Decimal: ...
    @property
    def instrument(self, /) -> InstrumentHandle: ...
    @property
    def is_working(self, /) -> bool:
        """
        Whether the order may still be filled or cancelled.
        """
    @property
    def kind(self, /) -> str:
        """
        "market" or "limit".
        """
    @property
    def number(self, /) -> int:
        """
        Strategy-local number: 1, 2, 3, … in order of the requests.
        """
    @property
    def order_id(self, /) -> str | None:
        """
        Id given by the exchange, once acknowledged.
        """
    @property
    def post_only(self, /) -> bool: ...
    @property
    def price(self, /) -> Decimal | None:
        """
        Limit price; None for a market order.
        """
    @property
    def quantity(self, /) -> Decimal: ...
    @property
    def reject_reason(self, /) -> str | None:
        """
        Why the order, or its latest cancel, was refused or rejected.
        """
    @property
    def remaining_quantity(self, /) -> Decimal: ...
    def replace(self, /, price: Any | None = None, quantity: Any | None = None, wait: bool = True) -> OrderHandle:
        """
        Cancels the order and asks for one like it with another price or quantity (default: the old price, the quantity
        that remains). With `wait=True` the new order is sent once the cancel is confirmed, and refused with
        `replaced_order_done` if the old one was done before; with `wait=False` both are sent at once.

        Raises:
            StateError: if the order is done or already waits to be replaced.
            InvalidArgumentError: if price or quantity breaks a rule of the instrument.
        """
    @property
    def side(self, /) -> Side: ...
    @property
    def state(self, /) -> str: ...
    @property
    def time_in_force(self, /) -> str: ...

@final
class Position:
    """
    barter's open position.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def fees_enter(self, /) -> Decimal:
        """
        In the quote asset.
        """
    @property
    def fees_exit(self, /) -> Decimal:
        """
        In the quote asset.
        """
    @property
    def instrument(self, /) -> InstrumentIndex: ...
    @property
    def pnl_realised(self, /) -> Decimal: ...
    @property
    def pnl_unrealised(self, /) -> Decimal: ...
    @property
    def price_entry_average(self, /) -> Decimal: ...
    @property
    def quantity_abs(self, /) -> Decimal: ...
    @property
    def quantity_abs_max(self, /) -> Decimal: ...
    @property
    def side(self, /) -> Side:
        """
        BUY: long, SELL: short.
        """
    @property
    def time_enter(self, /) -> datetime: ...
    @property
    def time_exchange_update(self, /) -> datetime: ...
    @property
    def trades(self, /) -> list[str]:
        """
        Ids of the trades that made the position.
        """

@final
class PositionExited:
    """
    barter's closed position.
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __repr__(self, /) -> str: ...
    @property
    def fees_enter(self, /) -> Decimal:
        """
        In the quote asset.
        """
    @property
    def fees_exit(self, /) -> Decimal:
        """
        In the quote asset.
        """
    @property
    def instrument(self, /) -> InstrumentIndex: ...
    @property
    def pnl_realised(self, /) -> Decimal: ...
    @property
    def price_entry_average(self, /) -> Decimal: ...
    @property
    def quantity_abs_max(self, /) -> Decimal: ...
    @property
    def side(self, /) -> Side:
        """
        BUY: long, SELL: short.
        """
    @property
    def time_enter(self, /) -> datetime: ...
    @property
    def time_exit(self, /) -> datetime: ...
    @property
    def trades(self, /) -> list[str]:
        """
        Ids of the trades that made the position.
        """

@final
class ProfitFactor:
    """
    Gross profits over gross losses.

    >>> from barter_engine import ProfitFactor
    >>> ProfitFactor.calculate(10, -5)
    ProfitFactor(value=Decimal('2'))
    """
    __match_args__: ClassVar[tuple[Literal['value']]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, value: Decimal | int | str | float) -> ProfitFactor: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def calculate(profits_gross_abs: Decimal | int | str | float, losses_gross_abs: Decimal | int | str | float) -> ProfitFactor | None:
        """
        Profits over losses, of both their absolute value: the largest Decimal without losses, the smallest without profits; None
        without either, or if no Decimal holds it.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def value(self, /) -> Decimal:
        """
        The figure.
        """
    @property
    def value_f64(self, /) -> float:
        """
        The figure as a float.
        """

@final
class Range:
    """
    Largest and smallest value.

    Args:
        activated: whether there was a value.
        high: the largest.
        low: the smallest.
    """
    __match_args__: ClassVar[tuple[Literal['activated'], Literal['high'], Literal['low']]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, activated: bool, high: Decimal | int | str | float, low: Decimal | int | str | float) -> Range: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @property
    def activated(self, /) -> bool:
        """
        Whether there was a value.
        """
    @property
    def high(self, /) -> Decimal:
        """
        The largest value.
        """
    @property
    def low(self, /) -> Decimal:
        """
        The smallest value.
        """
    def range(self, /) -> Decimal:
        """
        Largest − smallest.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """

@final
class RateOfReturn:
    """
    A rate of return per interval; it scales with time.

    >>> from barter_engine import Annual252, Daily, RateOfReturn
    >>> RateOfReturn.calculate("0.01", Daily).scale(Annual252)
    RateOfReturn(value=Decimal('2.52'), interval=Annual252())
    """
    __match_args__: ClassVar[tuple[Literal['value'], Literal['interval']]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, value: Decimal | int | str | float, interval: TimeInterval) -> RateOfReturn: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def calculate(mean_return: Decimal | int | str | float, returns_period: TimeInterval) -> RateOfReturn:
        """
        The mean return of an interval.
        """
    @property
    def interval(self, /) -> timedelta:
        """
        What the figure refers to: `Daily`, `Annual252`, `Annual365` or a `timedelta`.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def scale(self, /, target: TimeInterval) -> RateOfReturn:
        """
        The same per another interval; upstream saturates at the largest Decimal.

        Raises:
            InvalidArgumentError: an unknown interval, or one of less than a second.
        """
    @property
    def value(self, /) -> Decimal:
        """
        The figure, a fraction per interval.
        """
    @property
    def value_f64(self, /) -> float:
        """
        The figure as a float.
        """

@final
class RawResult:
    """
    Everything that a run recorded. Tables, statistics and fingerprint are made when they are asked for.

    Not made by hand: `Backtest.run` returns a `BacktestResult`, which reads from it.
    """
    def facts(self, /) -> dict[str, Any]:
        """
        Plain facts of the run by name.
        """
    def fingerprint(self, /) -> str:
        """
        sha256 over the lines of D5, as hex.
        """
    def fingerprint_lines(self, /) -> list[str]:
        """
        The lines of D5, without their line ends, to find where two runs part.
        """
    def stats(self, /) -> list[tuple[str, str, str | None, str, str, str | None]]:
        """
        Statistics as (name, kind, text, unit, definition, reason); kind is `decimal`, `float`, `int`, `text` or `null`.
        """
    def summary_json(self, /) -> str:
        """
        barter's own `TradingSummary` as JSON.
        """
    def table(self, /, name: str, exact: bool) -> Incomplete:
        """
        A table as `arro3.core.Table`: amounts as `decimal128(38, 18)`, or as float64.
        """
    def table_names(self, /) -> list[str]:
        """
        Names of the tables of this run.
        """
    def trading_summary_generator(self, /, risk_free_return: Any) -> TradingSummaryGenerator:
        """
        barter's generator of the run's summaries, with every closed position booked.
        """

@final
class RunUniverse:
    """
    Instruments of a run, indexed as barter indexes them: sorted by exchange, then by name.
    """
    def __new__(cls, /, market: Market, instruments: Any | None = None) -> RunUniverse: ...
    def asset_names(self, /, exchange: SupportsIndex) -> list[tuple[str, str]]:
        """
        (name at the exchange, internal name) of an exchange's assets, in order.
        """
    def assets(self, /, exchange: SupportsIndex) -> list[Any]:
        """
        Internal names of an exchange's assets, in order.
        """
    def described(self, /) -> list[tuple[str, str]]:
        """
        (internal name, everything that is known of it as JSON) of each instrument, in index order.
        """
    def exchanges(self, /) -> list[ExchangeId]:
        """
        The exchanges, in index order.
        """
    def instruments(self, /) -> list[tuple[str, int, str, bool]]:
        """
        (internal name, exchange position, quote asset, is spot) of each instrument, in index order.
        """

@final
class SharpeRatio:
    """
    Sharpe ratio: excess return over the deviation of returns; it scales with the square root of time.

    >>> from barter_engine import Daily, SharpeRatio
    >>> SharpeRatio.calculate("0.0015", "0.0025", "0.02", Daily).value
    Decimal('0.05')
    """
    __match_args__: ClassVar[tuple[Literal['value'], Literal['interval']]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, value: Decimal | int | str | float, interval: TimeInterval) -> SharpeRatio: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def calculate(risk_free_return: Decimal | int | str | float, mean_return: Decimal | int | str | float, std_dev_returns: Decimal | int | str | float, returns_period: TimeInterval) -> SharpeRatio:
        """
        (mean − risk-free) / deviation of returns; the largest Decimal without deviation.

        Raises:
            InvalidArgumentError: an unknown interval, or a quotient that no Decimal holds.
        """
    @property
    def interval(self, /) -> timedelta:
        """
        What the figure refers to: `Daily`, `Annual252`, `Annual365` or a `timedelta`.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def scale(self, /, target: TimeInterval) -> SharpeRatio:
        """
        The same per another interval; upstream saturates at the largest Decimal.

        Raises:
            InvalidArgumentError: an unknown interval, or one of less than a second.
        """
    @property
    def value(self, /) -> Decimal:
        """
        The figure, a fraction per interval.
        """
    @property
    def value_f64(self, /) -> float:
        """
        The figure as a float.
        """

@final
class SortinoRatio:
    """
    Sortino ratio: excess return over the deviation of losses; it scales with the square root of time.

    >>> from barter_engine import Daily, SortinoRatio
    >>> SortinoRatio.calculate("0.0015", "0.0025", "0.02", Daily).value
    Decimal('0.05')
    """
    __match_args__: ClassVar[tuple[Literal['value'], Literal['interval']]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, value: Decimal | int | str | float, interval: TimeInterval) -> SortinoRatio: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def calculate(risk_free_return: Decimal | int | str | float, mean_return: Decimal | int | str | float, std_dev_loss_returns: Decimal | int | str | float, returns_period: TimeInterval) -> SortinoRatio:
        """
        (mean − risk-free) / deviation of losses; without deviation the largest, the smallest Decimal or 0, by the sign of the excess.

        Raises:
            InvalidArgumentError: an unknown interval, or a quotient that no Decimal holds.
        """
    @property
    def interval(self, /) -> timedelta:
        """
        What the figure refers to: `Daily`, `Annual252`, `Annual365` or a `timedelta`.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def scale(self, /, target: TimeInterval) -> SortinoRatio:
        """
        The same per another interval; upstream saturates at the largest Decimal.

        Raises:
            InvalidArgumentError: an unknown interval, or one of less than a second.
        """
    @property
    def value(self, /) -> Decimal:
        """
        The figure, a fraction per interval.
        """
    @property
    def value_f64(self, /) -> float:
        """
        The figure as a float.
        """

@final
class SystemConfig:
    """
    barter's configuration of a system: its instruments, and how orders on each exchange are executed.

    Args:
        instruments: `InstrumentConfig`s.
        executions: `ExecutionConfig`s or `MockExecutionConfig`s, at most one for each exchange.

    Raises:
        WrongTypeError, InvalidArgumentError: with the argument's name.

    >>> from barter_engine import InstrumentConfig, SystemConfig
    >>> from barter_execution import MockExecutionConfig
    >>> from barter_instrument import Underlying
    >>> btc = InstrumentConfig("binance_spot", "BTCUSDT", Underlying("btc", "usdt"))
    >>> system = SystemConfig([btc]).with_execution(MockExecutionConfig("binance_spot", latency_ms=5))
    >>> [execution.config.latency_ms for execution in system.executions]
    [5]
    >>> system.without_executions() == SystemConfig([btc])
    True
    >>> SystemConfig.from_json(system.to_json()) == system
    True
    """
    __match_args__: ClassVar[tuple[Literal['instruments'], Literal['executions']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __ge__(self, value: object, /) -> bool: ...
    def __gt__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __le__(self, value: object, /) -> bool: ...
    def __lt__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, instruments: Iterable[InstrumentConfig] = ..., executions: Iterable[ExecutionConfig | MockExecutionConfig] | None = None) -> SystemConfig: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> SystemConfig:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def executions(self, /) -> list[ExecutionConfig]:
        """
        Executions, in the order given.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> SystemConfig:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> SystemConfig:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    def indexed_instruments(self, /) -> IndexedInstruments:
        """
        The instruments with their indices; see `InstrumentConfig.instrument` for their internal names.

        Raises:
            InvalidArgumentError: two different instruments get one internal name.
        """
    @property
    def instruments(self, /) -> list[InstrumentConfig]:
        """
        Instruments of the system.
        """
    @staticmethod
    def load(path: str | os.PathLike[str]) -> SystemConfig:
        """
        Reads a file of barter's JSON: a system, or an object that holds one under "system", as the files of barter's examples do.

        Raises:
            OSError: the file cannot be read.
            DataError: it holds no such JSON; the text says where.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def save(self, /, path: str | os.PathLike[str]) -> None:
        """
        Writes the system as barter's JSON; an existing file is replaced.

        Raises:
            OSError: the file cannot be written.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """
    def with_execution(self, /, execution: ExecutionConfig | MockExecutionConfig) -> SystemConfig:
        """
        A copy with one execution more.

        Raises:
            InvalidArgumentError: its exchange has one already.
        """
    def without_executions(self, /) -> SystemConfig:
        """
        A copy without executions.
        """

@final
class Timer:
    """
    A repeating timer of the run.
    """
    def __repr__(self, /) -> str: ...
    def cancel(self, /) -> None:
        """
        The timer does not go off again.
        """
    @property
    def interval_ns(self, /) -> int: ...

@final
class TradeEvent:
    """
    A public trade.
    """
    def __repr__(self, /) -> str: ...
    @property
    def id(self, /) -> str:
        """
        The exchange's id of the trade.
        """
    @property
    def instrument(self, /) -> InstrumentHandle:
        """
        Handle of the instrument.
        """
    @property
    def market_event(self, /) -> MarketEvent:
        """
        The canonical `barter_data.MarketEvent`, in its indexed form.
        """
    @property
    def price(self, /) -> Decimal:
        """
        Price, exact.
        """
    @property
    def price_f64(self, /) -> float:
        """
        Price as the nearest float.
        """
    @property
    def quantity(self, /) -> Decimal:
        """
        Quantity, exact.
        """
    @property
    def quantity_f64(self, /) -> float:
        """
        Quantity as the nearest float.
        """
    @property
    def side(self, /) -> Side | None:
        """
        Side of the aggressor; None where the source does not say.
        """
    @property
    def time_exchange(self, /) -> datetime | None:
        """
        `time_exchange_ns` as an aware datetime (microseconds).
        """
    @property
    def time_exchange_ns(self, /) -> int | None:
        """
        When it happened at the exchange, ns since 1970 UTC; None where the source does not say.
        """
    @property
    def time_received(self, /) -> datetime:
        """
        `time_received_ns` as an aware datetime (microseconds).
        """
    @property
    def time_received_ns(self, /) -> int:
        """
        When it was received, ns since 1970 UTC.
        """

@final
class TradingSummaryGenerator:
    """
    Makes barter's `TradingSummary` at any interval, and takes what happens after the run.

    Not made by hand: `BacktestResult.trading_summary_generator` makes one; every call gives its own.

    >>> from barter_data import MarketData
    >>> from barter_engine import Backtest, Daily, DefaultStrategy, Fees
    >>> data = MarketData.synthetic(seed=1, events=100)
    >>> result = Backtest(DefaultStrategy, data, balances={"usdt": 100}, fees=Fees(maker=0, taker=0)).run()
    >>> generator = result.trading_summary_generator(risk_free_return="0.05")
    >>> generator.generate(Daily).assets["binance_futures_usd", "usdt"].balance_end_total
    Decimal('100')
    """
    def __repr__(self, /) -> str: ...
    @property
    def assets(self, /) -> list[tuple[str, str]]:
        """
        (exchange, internal name) of the assets, in index order.
        """
    def generate(self, /, interval: TimeInterval) -> TradingSummary:
        """
        The `TradingSummary` so far, its ratios at `interval`: `Daily`, `Annual252`, `Annual365` (class, instance or name) or a
        positive duration.

        Raises:
            InvalidArgumentError: an unknown interval.
            DataError: barter cannot make the summary of these figures.
        """
    @property
    def instruments(self, /) -> list[str]:
        """
        Internal names of the instruments, in index order.
        """
    @property
    def risk_free_return(self, /) -> Decimal:
        """
        Rate of return without risk that ratios are measured against, a fraction per interval.
        """
    @property
    def time_engine_now(self, /) -> datetime:
        """
        Latest instant.
        """
    @property
    def time_engine_now_ns(self, /) -> int:
        """
        Latest instant, ns UTC: what the summary ends with.
        """
    @property
    def time_engine_start(self, /) -> datetime:
        """
        First instant.
        """
    @property
    def time_engine_start_ns(self, /) -> int:
        """
        First instant, ns UTC.
        """
    def update_from_balance(self, /, balance: AssetBalance) -> None:
        """
        Takes a later balance: an `AssetBalance` keyed by `AssetIndex`, a position in `assets`.
        """
    def update_from_position(self, /, position: PositionExited) -> None:
        """
        Takes a closed position, a `PositionExited`.
        """
    def update_time_now(self, /, time_now: int | datetime) -> None:
        """
        Advances the end of the summary (or sets it back, as barter does).
        """

@final
class WinRate:
    """
    Share of profitable round trips.

    >>> from barter_engine import WinRate
    >>> WinRate.calculate(6, 8)
    WinRate(value=Decimal('0.75'))
    """
    __match_args__: ClassVar[tuple[Literal['value']]]
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, value: Decimal | int | str | float) -> WinRate: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def calculate(wins: Decimal | int | str | float, total: Decimal | int | str | float) -> WinRate | None:
        """
        Wins over all trades; None without trades.

        Raises:
            InvalidArgumentError: a negative number.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def value(self, /) -> Decimal:
        """
        The figure.
        """
    @property
    def value_f64(self, /) -> float:
        """
        The figure as a float.
        """

def build_ioc_market_order_to_close_position(exchange: ExchangeIndex | int, position: Position, strategy_id: StrategyId | str, price: Decimal | int | str | float, client_order_id: ClientOrderId | str | None = None) -> OrderRequestOpen:
    """
    The request that closes a position: a market order of the other side and of its size, immediate or cancel.

    Args:
        exchange: `ExchangeIndex` of the position's instrument.
        position: barter's `Position`, as `ctx.position_detail()` gives it.
        strategy_id: name of the strategy.
        price: barter needs one for market orders too; positive.
        client_order_id: of the request; default: random, as barter makes it.

    Returns:
        `barter_execution.OrderRequestOpen`, keyed by index.
    """

def calculate_abs_percent_difference(current: Decimal | int | str | float, other: Decimal | int | str | float) -> Decimal | None:
    """
    |current − other| / other, a fraction; None if `other` is 0 or no Decimal holds it.

    >>> from barter_engine import calculate_abs_percent_difference
    >>> calculate_abs_percent_difference(75, 100), calculate_abs_percent_difference(1, 0)
    (Decimal('0.25'), None)
    """

def calculate_delta(instrument_delta: Decimal | int | str | float, contract_size: Decimal | int | str | float, side: Side | str, quantity_in_kind: Decimal | int | str | float) -> Decimal:
    """
    Exposure to the underlying: delta × quantity × contract size, negative when sold.

    Raises:
        InvalidArgumentError: no Decimal holds it.

    >>> from barter_engine import calculate_delta
    >>> calculate_delta(1, 10, "sell", 2)
    Decimal('-20')
    """

def calculate_mean(prev_mean: Decimal | int | str | float, next_value: Decimal | int | str | float, count: Decimal | int | str | float) -> Decimal:
    """
    The next mean, when `next_value` is the `count`-th value: prev + (next − prev) / count.

    >>> from barter_engine import calculate_mean
    >>> calculate_mean("0.1", "-0.2", 2)
    Decimal('-0.05')
    """

def calculate_population_variance(recurrence_relation_m: Decimal | int | str | float, count: Decimal | int | str | float) -> Decimal:
    """
    Variance of a whole population: M / count; 0 without values.

    >>> from barter_engine import calculate_population_variance
    >>> calculate_population_variance(1050, 5)
    Decimal('210')
    """

def calculate_quote_notional(quantity: Decimal | int | str | float, price: Decimal | int | str | float, contract_size: Decimal | int | str | float) -> Decimal | None:
    """
    Value of a position in the quote asset: quantity × price × contract size; None if no Decimal holds it.

    >>> from barter_engine import calculate_quote_notional
    >>> calculate_quote_notional(2, "50.5", 10)
    Decimal('1010.0')
    """

def calculate_recurrence_relation_m(prev_m: Decimal | int | str | float, prev_mean: Decimal | int | str | float, new_value: Decimal | int | str | float, new_mean: Decimal | int | str | float) -> Decimal:
    """
    Welford's next M, the sum of squared distances from the mean: prev + (new − prev mean) × (new − new mean).

    >>> from barter_engine import calculate_recurrence_relation_m
    >>> calculate_recurrence_relation_m(0, 10, 100, 55)
    Decimal('4050')
    """

def calculate_sample_variance(recurrence_relation_m: Decimal | int | str | float, count: Decimal | int | str | float) -> Decimal:
    """
    Unbiased variance of a sample: M / (count − 1); 0 below two values.

    >>> from barter_engine import calculate_sample_variance
    >>> calculate_sample_variance(1050, 5), calculate_sample_variance(0, 1)
    (Decimal('262.5'), Decimal('0'))
    """

def decimal_argument(value: Any, argument: str) -> Any:
    """
    A number as the Decimal it stands for (a float by its shortest text).
    """

def duration_argument(value: Any, argument: str) -> int:
    """
    A duration (ns, timedelta or text such as "5ms") in ns, not negative.
    """

def interval_argument(value: Any, argument: str) -> tuple[str, Any]:
    """
    (name, length) of a time interval: `Daily`, `Annual252`, `Annual365` (class, instance or name), or a positive duration
    (`timedelta`, int ns, text such as "8h").
    """

def keep_extremes(times: SupportsGetItem[int, SupportsIndex], values: SupportsGetItem[int, SupportsFloat | SupportsIndex], *, buckets: SupportsIndex) -> list[int]:
    """
    Which points of a long series to draw: per bucket of equal time the first, lowest, highest and last.

    Args:
        times: int ns, in ascending order.
        values: one float for each time.
        buckets: at most four points are kept for each.

    Returns:
        positions in ascending order; all of them where the series is short.

    Raises:
        InvalidArgumentError: different lengths, or no bucket.
    """

def read_ipc(data: SupportsGetItem[int, SupportsIndex]) -> Incomplete:
    """
    The table in an Arrow IPC file.

    Args:
        data: what [`write_ipc`] returned.

    Returns:
        `arro3.core.Table`.

    Raises:
        DataError: the bytes are no Arrow IPC file, or a damaged one.
    """

def run_backtest(market: Market, universe: RunUniverse, strategy: Any, hooks: SupportsGetItem[int, str], settings: Incomplete, risk: Any | None = None, progress: Any | None = None) -> RawResult:
    """
    Runs a strategy instance over market data. `hooks` names the hooks it defines.
    """

def run_upstream(market: Market, universe: RunUniverse, executions: Any, interval: Any, runs: SupportsGetItem[int, tuple[str, Any]], poll: Any | None = None) -> list[str]:
    """
    Summaries (upstream's serde form) of runs of barter's `DefaultStrategy` under its `DefaultRiskManager`, in the order asked.
    `executions`: `ExecutionConfig`s; `runs`: (id, risk-free return). `poll` is called every few milliseconds and ends the
    runs when it raises. The runtime is made for the call and gone with it.
    """

def time_argument(value: Any, argument: str) -> int:
    """
    A point in time (ns, aware datetime, numpy.datetime64, pandas.Timestamp) in ns.
    """

def time_calls(function: Any, count: SupportsIndex, *arguments: Any) -> float:
    """
    Seconds that `count` calls of a function with these arguments take when made from Rust: the floor below which no hook
    can cost. For the benches.
    """

def to_float(table: Incomplete) -> Incomplete:
    """
    The main form of an exact table: float64 (the nearest) in place of `decimal128(38, 18)`.

    Args:
        table: anything with `__arrow_c_stream__`.

    Returns:
        `arro3.core.Table` with the same rows and columns.
    """

def write_ipc(table: Incomplete) -> bytes:
    """
    A table as an Arrow IPC file.

    Args:
        table: anything with `__arrow_c_stream__`.

    Returns:
        bytes that any Arrow implementation reads (`pyarrow.ipc.open_file`, `polars.read_ipc`).
    """

__all__ = ["Awaitable", "run_backtest", "run_upstream", "AccountSink", "Context", "Fill", "InstrumentHandle", "MarketView", "OrderHandle", "BookEvent", "CandleEvent", "LiquidationEvent", "OrderBookL1Event", "TradeEvent", "Timer", "Position", "PositionExited", "AccountStream", "ExecutionLink", "Market", "decimal_argument", "duration_argument", "time_argument", "time_calls", "RawResult", "keep_extremes", "read_ipc", "to_float", "write_ipc", "calculate_abs_percent_difference", "calculate_delta", "calculate_quote_notional", "calculate_mean", "calculate_population_variance", "calculate_recurrence_relation_m", "calculate_sample_variance", "DataSetSummary", "Dispersion", "Range", "Drawdown", "DrawdownGenerator", "MaxDrawdown", "MaxDrawdownGenerator", "MeanDrawdown", "MeanDrawdownGenerator", "CalmarRatio", "RateOfReturn", "SharpeRatio", "SortinoRatio", "ProfitFactor", "WinRate", "TradingSummaryGenerator", "Annual252", "Annual365", "Daily", "interval_argument", "build_ioc_market_order_to_close_position", "ExecutionConfig", "InstrumentConfig", "SystemConfig", "RunUniverse", "__version__", "__barter_schemas__"]
__barter_schemas__: Final[dict[str, tuple[int, int]]]
__version__: Final[str]
