"""
Compiled part of `barter_data`; import its names from there.
"""

import os
from _typeshed import Incomplete, SupportsGetItem
from arro3.core import Table
from barter_data.enums import SubKind
from barter_data.kinds import SubscriptionKind
from barter_data.summary import MarketDataSummary, SourceSummary
from barter_data.typed_event import TypedMarketEvent
from barter_instrument import IndexedInstruments, Instrument, InstrumentKind, MarketDataInstrument, MarketDataInstrumentKind
from barter_instrument.enums import ExchangeId, Side
from barter_instrument.keyed import Keyed
from barter_instrument.names import InstrumentIndex, InstrumentNameExchange
from barter_instrument.protocols import ArrowStreamExportable
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Final, Literal, Self, SupportsIndex, final
from typing_extensions import CapsuleType, disjoint_base

BASE_URL_BITFINEX: Final[str]
BASE_URL_BITMEX: Final[str]
BASE_URL_COINBASE: Final[str]
BASE_URL_KRAKEN: Final[str]
BASE_URL_OKX: Final[str]
HTTP_BOOK_L2_SNAPSHOT_URL_BINANCE_FUTURES_USD: Final[str]
HTTP_BOOK_L2_SNAPSHOT_URL_BINANCE_SPOT: Final[str]
WEBSOCKET_BASE_URL_BINANCE_FUTURES_USD: Final[str]
WEBSOCKET_BASE_URL_BINANCE_SPOT: Final[str]
WEBSOCKET_BASE_URL_BYBIT_PERPETUALS_USD: Final[str]
WEBSOCKET_BASE_URL_BYBIT_SPOT: Final[str]
WEBSOCKET_BASE_URL_GATEIO_FUTURES_BTC: Final[str]
WEBSOCKET_BASE_URL_GATEIO_FUTURES_USD: Final[str]
WEBSOCKET_BASE_URL_GATEIO_OPTIONS_USD: Final[str]
WEBSOCKET_BASE_URL_GATEIO_PERPETUALS_BTC: Final[str]
WEBSOCKET_BASE_URL_GATEIO_PERPETUALS_USD: Final[str]
WEBSOCKET_BASE_URL_GATEIO_SPOT: Final[str]
_DEFAULT_SUBSCRIPTION_TIMEOUT_NS: Final[int]
_PING_INTERVAL_OKX_NS: Final[int]

@final
class Candle:
    """
    Open, high, low, close and volume of a span of time.

    Args:
        close_time: end of the span, int nanoseconds UTC or an aware datetime.
        open, high, low, close: prices in the quote asset, finite, `low` not above `high`.
        volume: quantity traded, finite.
        trade_count: number of trades.

    >>> from barter_data import Candle
    >>> Candle(1_700_000_060_000_000_000, 1.5, 2.0, 1.0, 1.75, 10.0, 3).close_time.isoformat()
    '2023-11-14T22:14:20+00:00'
    """
    __match_args__: ClassVar[tuple[Literal['close_time'], Literal['open'], Literal['high'], Literal['low'], Literal['close'], Literal['volume'], Literal['trade_count']]]
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
    def __new__(cls, /, close_time: int | datetime, open: float, high: float, low: float, close: float, volume: float, trade_count: int) -> Candle: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> Candle:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def close(self, /) -> float:
        """
        Last price.
        """
    @property
    def close_time(self, /) -> datetime:
        """
        End of the span, an aware datetime in UTC.
        """
    @property
    def close_time_ns(self, /) -> int:
        """
        End of the span, nanoseconds since 1970 UTC.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> Candle:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> Candle:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def high(self, /) -> float:
        """
        Highest price.
        """
    @property
    def low(self, /) -> float:
        """
        Lowest price.
        """
    @property
    def open(self, /) -> float:
        """
        First price.
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
    @property
    def trade_count(self, /) -> int:
        """
        Number of trades.
        """
    @property
    def volume(self, /) -> float:
        """
        Quantity traded.
        """

@disjoint_base
class DataKind:
    """
    What a market event says.

    >>> from barter_data import DataKind, PublicTrade
    >>> match DataKind.Trade(PublicTrade("1", 61800.3, 0.006, "buy")):
    ...     case DataKind.Trade(trade):
    ...         print(trade.price)
    61800.3
    """
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> DataKind:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> DataKind:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> DataKind:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    def kind_name(self, /) -> str:
        """
        Upstream's name of the kind: public_trade, "l1", "l2", "candle" or "liquidation".
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
    class Candle(DataKind):
        """
        A candle.
        """
        __match_args__: ClassVar[tuple[Literal['candle']]]
        def __new__(cls, /, candle: Candle) -> DataKind.Candle: ...
        @property
        def candle(self, /) -> Candle: ...
    @final
    class Liquidation(DataKind):
        """
        A position closed by force.
        """
        __match_args__: ClassVar[tuple[Literal['liquidation']]]
        def __new__(cls, /, liquidation: Liquidation) -> DataKind.Liquidation: ...
        @property
        def liquidation(self, /) -> Liquidation: ...
    @final
    class OrderBook(DataKind):
        """
        A book or what changed in it.
        """
        __match_args__: ClassVar[tuple[Literal['event']]]
        def __new__(cls, /, event: OrderBookEvent) -> DataKind.OrderBook: ...
        @property
        def event(self, /) -> OrderBookEvent: ...
    @final
    class OrderBookL1(DataKind):
        """
        Best bid and ask.
        """
        __match_args__: ClassVar[tuple[Literal['order_book_l1']]]
        def __new__(cls, /, order_book_l1: OrderBookL1) -> DataKind.OrderBookL1: ...
        @property
        def order_book_l1(self, /) -> OrderBookL1: ...
    @final
    class Trade(DataKind):
        """
        A trade between others.
        """
        __match_args__: ClassVar[tuple[Literal['trade']]]
        def __new__(cls, /, trade: PublicTrade) -> DataKind.Trade: ...
        @property
        def trade(self, /) -> PublicTrade: ...

@final
class Level:
    """
    Price and amount of a level of an order book.

    Args:
        price: price in the quote asset, not negative.
        amount: amount, not negative; zero removes the level.

    >>> from barter_data import Level
    >>> Level("61800.2", "0.5")
    Level(price=Decimal('61800.2'), amount=Decimal('0.5'))
    """
    __match_args__: ClassVar[tuple[Literal['price'], Literal['amount']]]
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
    def __new__(cls, /, price: Decimal | int | str | float, amount: Decimal | int | str | float) -> Level: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> Level:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def amount(self, /) -> Decimal:
        """
        Amount.
        """
    @property
    def amount_f64(self, /) -> float:
        """
        Amount as a float.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> Level:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> Level:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def price(self, /) -> Decimal:
        """
        Price in the quote asset.
        """
    @property
    def price_f64(self, /) -> float:
        """
        Price as a float.
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
class Liquidation:
    """
    A position that an exchange closed by force.

    Args:
        side: `Side` of the order that closes it.
        price: price in the quote asset, a finite number.
        quantity: quantity, a finite number.
        time: int nanoseconds UTC or an aware datetime.

    >>> from barter_data import Liquidation
    >>> Liquidation("sell", 61000.5, 0.2, 1_700_000_000_000_000_000).quantity
    0.2
    """
    __match_args__: ClassVar[tuple[Literal['side'], Literal['price'], Literal['quantity'], Literal['time']]]
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
    def __new__(cls, /, side: Side | str, price: float, quantity: float, time: int | datetime) -> Liquidation: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> Liquidation:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> Liquidation:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> Liquidation:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def price(self, /) -> float:
        """
        Price in the quote asset.
        """
    @property
    def quantity(self, /) -> float:
        """
        Quantity.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def side(self, /) -> Side:
        """
        Side of the order that closes the position.
        """
    @property
    def time(self, /) -> datetime:
        """
        When it happened, an aware datetime in UTC.
        """
    @property
    def time_ns(self, /) -> int:
        """
        When it happened, nanoseconds since 1970 UTC.
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
class MarketData:
    """
    Market events of one or more instruments, as columns. Never changed once made; cheap to share.

    Made by `read_binance_raw`, `from_table`, `from_events`, `synthetic` or `merge`. `print(data)` shows what it holds and what is known of its
    quality; `trades()`, `order_book_l1()` and the like give Arrow tables; iterating gives `MarketEvent`s. Numbers are exact.

    >>> from barter_data import MarketData
    >>> data = MarketData.synthetic(seed=7, events=1_000)
    >>> len(data), data.is_synthetic, [i.name_internal for i in data.instruments]
    (1000, True, [InstrumentNameInternal('binance_futures_usd-btcusdt')])
    """
    def __arrow_c_stream__(self, /, requested_schema: object | None = None) -> CapsuleType:
        """
        All rows as an Arrow stream, in recorded order, made batch by batch: `polars.DataFrame(data)`, `pyarrow.table(data)`. The column `kind` says
        which of the others are filled; columns of kinds that do not occur are left out. Numbers are exact.
        """
    def __barter_market__(self, /) -> tuple[str, list[Any], Any]:
        """
        The columns for another wheel of this release: metadata as JSON, one record batch per source, the order; buffers are shared.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, _memo: dict[int, Any]) -> Self: ...
    def __eq__(self, other: object, /) -> bool:
        """
        Equal: the same instruments, rows and order.
        """
    def __hash__(self, /) -> int: ...
    def __iter__(self, /) -> MarketEvents: ...
    def __len__(self, /) -> int: ...
    def __ne__(self, other: object, /) -> bool:
        """
        Equal: the same instruments, rows and order.
        """
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_market(cls, /, metadata: str, sources: SupportsGetItem[int, Incomplete], order: Incomplete) -> MarketData:
        """
        The columns that `__barter_market__` gave.
        """
    def _repr_html_(self, /) -> str: ...
    def _sources(self, /) -> list[dict[str, Any]]:
        """
        What `MarketDataSummary.of` reads.
        """
    def candles(self, /, *, exact: bool = True) -> Table:
        """
        Candles as an `arro3.core.Table`: close_time, time_received, exchange, instrument, open, high, low, close, volume, trade_count.
        """
    @property
    def clock_offset(self, /) -> str:
        """
        What was added to the received times when the data were read: none, "min: 1226000000 ns", ...
        """
    @property
    def end_ns(self, /) -> int | None:
        """
        Largest received time, nanoseconds since 1970 UTC.
        """
    def events(self, /, *, by: Literal["name", "index"] = 'name') -> MarketEvents:
        """
        The rows as barter's `MarketEvent`s, made one by one while they are iterated. A row without an exchange time shows its received time.

        Args:
            by: "name": events carry the exchange's name of their instrument; "index": its position in `instruments`.

        Raises:
            DataError: while iterating: a row that barter's types cannot hold exactly (a trade without a side, more digits than a float).

        >>> from barter_data import MarketData
        >>> event = next(MarketData.synthetic(seed=7, events=10).events())
        >>> event.exchange, event.kind.kind_name()
        (ExchangeId.BINANCE_FUTURES_USD, 'l1')
        """
    @property
    def fingerprint(self, /) -> str:
        """
        SHA-256 of what the data say, in hexadecimal: equal for equal instruments, rows and order, however they are stored. Computed once.
        """
    @classmethod
    def from_bytes(cls, /, data: bytes) -> MarketData:
        """
        The data that `to_bytes` wrote.

        Raises:
            DataError: the bytes are damaged or of another release.
        """
    @classmethod
    def from_events(cls, /, events: Iterable[MarketEvent], instruments: Iterable[Instrument], *, name: str = "events") -> MarketData:
        """
        Market data from `MarketEvent`s, in the order in which they come. Floats are taken by their shortest text.

        Args:
            events: iterable of `MarketEvent`.
            instruments: the `Instrument`s that the events name, by position or by exchange and exchange name.
            name: what `name` says.

        Raises:
            InvalidArgumentError: there are no events, or one is of an instrument that is not listed.
            DataError: a number does not fit a decimal.

        >>> from barter_data import MarketData
        >>> data = MarketData.synthetic(seed=7, events=100)
        >>> MarketData.from_events(data, data.instruments) == data
        True
        """
    @classmethod
    def from_table(cls, /, *, trades: ArrowStreamExportable | None = None, l1: ArrowStreamExportable | None = None, candles: ArrowStreamExportable | None = None, instrument: Instrument | str, exchange: ExchangeId | str | None = None, kind: Literal["spot", "perpetual"] | None = None, interval: int | timedelta | str | None = None, clock_offset: int | timedelta | str | None = None, infer_exchange_time: Literal["previous"] | None = None, name: str = "table") -> MarketData:
        """
        Market data from tables that speak Arrow: polars, pandas 2.2 or later, pyarrow, arro3, duckdb.

        Times are timestamps of any unit (without a time zone they count as UTC), dates, or int ns. A table needs `time_exchange` or
        `time_received` (`time` and `timestamp` count as `time_exchange`); received times are the exchange's where the table has only those.
        Each table must be sorted by received time. Numbers are Decimal, int, text or float (taken by its shortest text).

        Args:
            trades: columns `price`, `quantity` (or `amount`, `size`), and, if known, `side` (buy, sell: the aggressor's), `id`.
            l1: columns `bid_price`, `bid_quantity` (or `bid_amount`), `ask_price`, `ask_quantity`; null where a side is missing.
            candles: columns `open`, `high`, `low`, `close`, `volume`, `close_time`, and, if known, `trade_count`. A candle is delivered when it
                closes. With an open time (`open_time`, `time`, `date`) give `interval`.
            instrument: an `Instrument`, or a symbol ("btc_usdt", "BTCUSDT") with `exchange`.
            exchange: `ExchangeId` or its text.
            kind: of a symbol: spot or "perpetual"; default: perpetual on exchanges of perpetuals (binance_futures_usd, ...), else spot.
            interval: length of a candle: int ns, a timedelta, "1m", "1h", "1d".
            clock_offset, infer_exchange_time: as in `read_binance_raw`.
            name: what `name` says.

        Raises:
            DataError: a table is empty or not sorted, a column is missing, or a cell is no number, named with its table, row and column.

        >>> from arro3.core import Array, DataType, Table
        >>> from barter_data import MarketData
        >>> trades = Table.from_pydict({
        ...     "time": Array([1_000, 2_000], DataType.int64()),
        ...     "price": Array(["61800.3", "61800.2"], DataType.utf8()),
        ...     "quantity": Array([0.5, 0.25], DataType.float64()),
        ... })
        >>> len(MarketData.from_table(trades=trades, exchange="binance_spot", instrument="btc_usdt"))
        2
        """
    @property
    def inferred_times(self, /) -> int:
        """
        Rows whose exchange time was taken from an earlier row.
        """
    @property
    def instruments(self, /) -> list[Instrument]:
        """
        The instruments, in the order of their index.
        """
    @property
    def is_synthetic(self, /) -> bool:
        """
        Whether rows were made by `synthetic`.
        """
    def liquidations(self, /, *, exact: bool = True) -> Table:
        """
        Liquidations as an `arro3.core.Table`: times, exchange, instrument, price, quantity, side.
        """
    @classmethod
    def merge(cls, /, *data: MarketData) -> MarketData:
        """
        The rows of all data by (received time, data, row); the order within each stays as it is.

        Raises:
            InvalidArgumentError: two different instruments have one name.

        >>> from barter_data import MarketData
        >>> one = MarketData.synthetic(seed=1, events=50)
        >>> two = MarketData.synthetic(seed=2, events=70, instrument="eth_usdt", exchange="binance_spot")
        >>> both = MarketData.merge(one, two)
        >>> len(both), len(both.instruments)
        (120, 2)
        """
    @property
    def name(self, /) -> str:
        """
        What the data are: file names, "table", "synthetic market, seed 7".
        """
    @property
    def nbytes(self, /) -> int:
        """
        Bytes of the columns.
        """
    def order_book_l1(self, /, *, exact: bool = True) -> Table:
        """
        Tops of book as an `arro3.core.Table`: times, exchange, instrument, bid_price, bid_quantity, ask_price, ask_quantity.
        """
    def order_books(self, /, *, exact: bool = True) -> Table:
        """
        Snapshots and updates of books as an `arro3.core.Table`: times, exchange, instrument, snapshot, sequence, bids, asks (lists of levels).
        """
    @property
    def quality(self, /) -> Table:
        """
        What is known of the quality of the data as an `arro3.core.Table`, a row per source and check (counts of zero too): source, check, count,
        first_time (received time of the first such row), detail.
        """
    @classmethod
    def read_binance_raw(cls, /, path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]], *, exchange: ExchangeId | str | None = None, instrument: Instrument | None = None, books: bool = False, clock_offset: int | timedelta | str | None = None, infer_exchange_time: Literal["previous"] | None = None) -> MarketData:
        """
        Reads raw recordings of Binance's websocket streams: spot or USD-margined futures, gzip or plain.

        A line is `<local time, ns> <JSON of the stream>`, with or without the envelope of the combined stream. Trades (`trade`, or `aggTrade`
        where there is no `trade`) and book tickers become rows; the recorded order is kept. Exchange and instruments follow from the messages.

        Args:
            path: a file, or several, which are merged by received time.
            exchange: `ExchangeId` of all rows, if not the one that follows.
            instrument: definition of the recorded `Instrument`; only its rows are read. Default: spot, or a linear perpetual, without a spec.
            books: also read depth updates and REST snapshots.
            clock_offset: added to the received times: int ns, a duration, "min" (the fastest row arrives as it happens) or "drift" (the same for
                each window of 10 s). Needed by `clock="two"` where the recorder's clock lags.
            infer_exchange_time: "previous": a row without an exchange time (spot book tickers) takes the largest before it; such rows are counted.

        Raises:
            DataError: a gzip member or a line is cut off or damaged (with its number), or the format is unknown; nothing is loaded.
            InvalidArgumentError: the recording has no rows, or an argument is impossible.
            FileNotFoundError: there is no such file.
        """
    def slice(self, /, start: int | datetime | None = None, end: int | datetime | None = None) -> MarketData:
        """
        The rows received from `start` on and before `end`, without a copy of the columns.

        Args:
            start: first received time: int nanoseconds UTC, aware datetime, `numpy.datetime64` or `pandas.Timestamp`; None: from the first row.
            end: received time of the first row that is left out; None: to the last row.

        Raises:
            InvalidArgumentError: there is no row in between.

        >>> from barter_data import MarketData
        >>> data = MarketData.synthetic(seed=7, events=1_000)
        >>> later = data.slice(start=data.start_ns + 1_000_000_000)
        >>> len(later) < len(data), later.start_ns >= data.start_ns + 1_000_000_000
        (True, True)
        """
    @property
    def sources(self, /) -> tuple[SourceSummary, ...]:
        """
        A `SourceSummary` for each source: rows of one kind, of one instrument, from one recording or table.
        """
    @property
    def start_ns(self, /) -> int | None:
        """
        Smallest received time, nanoseconds since 1970 UTC.
        """
    def summary(self, /) -> MarketDataSummary:
        """
        What the data hold, as a `MarketDataSummary`: counts, span, gaps, clock offset per source. `str` and Jupyter show it as a table.
        """
    @classmethod
    def synthetic(cls, /, seed: int = 0, *, events: int = 100000, books: bool = False, start: int | datetime | None = None, instrument: Instrument | str | None = None, exchange: ExchangeId | str | None = None, price: Decimal | int | str | float = 60000, tick_size: Decimal | int | str | float = '0.1', lot_size: Decimal | int | str | float = '0.001') -> MarketData:
        """
        A market made from a seed; no recording, and named synthetic wherever it is shown.

        Happenings cluster (a self-exciting process); the book is never crossed, trades are at the touch, depth updates rebuild the top of book
        exactly, and rows are received 1 to 5 ms after they happen. The same arguments give the same data on every machine. It is no model of a
        real market: there is no trend to find, and nothing reacts to orders.

        Args:
            seed: int from 0 to 2^64 − 1.
            events: rows of trades and tops of book together, at least 1.
            books: depth updates too, beginning with a snapshot; they do not change the other rows.
            start: exchange time of the first row; default: 2024-01-01T00:00:00Z.
            instrument: an `Instrument`, or a symbol with `exchange`; default: BTCUSDT on binance_futures_usd with a spec of this tick and lot.
            exchange: `ExchangeId` or its text, with a symbol.
            price: first price, a multiple of `tick_size`.
            tick_size: step between prices.
            lot_size: step between quantities.
        """
    def to_bytes(self, /) -> bytes:
        """
        Everything as bytes, for `from_bytes` of this release of barter. Pickle uses it.
        """
    def trades(self, /, *, exact: bool = True) -> Table:
        """
        Trades as an `arro3.core.Table`, in recorded order: time_exchange, time_received, exchange, instrument, price, quantity, side, id, matched.

        Args:
            exact: numbers as decimal128(38, scale); False: as the floats nearest to them.

        >>> from barter_data import MarketData
        >>> trades = MarketData.synthetic(seed=7, events=1_000).trades()
        >>> trades.column_names
        ['time_exchange', 'time_received', 'exchange', 'instrument', 'price', 'quantity', 'side', 'id', 'matched']
        """

@final
class MarketEvent:
    """
    Something that happened on a market.

    Args:
        time_exchange: when it happened at the exchange, int nanoseconds UTC or an aware datetime.
        time_received: when it was received.
        exchange: `ExchangeId` or its text.
        instrument: `InstrumentIndex` (or int), or `InstrumentNameExchange` (or str).
        kind: `DataKind`.

    >>> from barter_data import DataKind, MarketEvent, PublicTrade
    >>> trade = DataKind.Trade(PublicTrade("1", 61800.3, 0.006, "buy"))
    >>> MarketEvent(1_700_000_000_000_000_000, 1_700_000_000_001_000_000, "binance_spot", "BTCUSDT", trade).instrument
    InstrumentNameExchange('BTCUSDT')
    """
    __match_args__: ClassVar[tuple[Literal['time_exchange'], Literal['time_received'], Literal['exchange'], Literal['instrument'], Literal['kind']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, time_exchange: int | datetime, time_received: int | datetime, exchange: ExchangeId | str, instrument: InstrumentIndex | InstrumentNameExchange | int | str, kind: DataKind) -> MarketEvent: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> MarketEvent:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    def as_candle(self, /) -> TypedMarketEvent[Candle] | None:
        """
        The event with its payload as its kind, if it is a candle; else None.
        """
    def as_liquidation(self, /) -> TypedMarketEvent[Liquidation] | None:
        """
        The event with its payload as its kind, if it is a liquidation; else None.
        """
    def as_order_book(self, /) -> TypedMarketEvent[OrderBookEvent] | None:
        """
        The event with its payload as its kind, if it is a book or what changed in it; else None.
        """
    def as_order_book_l1(self, /) -> TypedMarketEvent[OrderBookL1] | None:
        """
        The event with its payload as its kind, if it is best bid and ask; else None.
        """
    def as_public_trade(self, /) -> TypedMarketEvent[PublicTrade] | None:
        """
        The event with its payload as its kind, if it is a trade; else None.
        """
    @property
    def exchange(self, /) -> ExchangeId:
        """
        The exchange.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> MarketEvent:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> MarketEvent:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def instrument(self, /) -> InstrumentIndex | InstrumentNameExchange:
        """
        The instrument.
        """
    @property
    def kind(self, /) -> DataKind:
        """
        What happened.
        """
    def map_kind(self, /, op: Callable[[DataKind], Any]) -> TypedMarketEvent[Any]:
        """
        The event with what `op` makes of its kind, which may be anything.

        >>> from barter_data import DataKind, MarketEvent, PublicTrade
        >>> event = MarketEvent(0, 0, "kraken", 0, DataKind.Trade(PublicTrade("1", 2, 3, "buy")))
        >>> event.map_kind(lambda kind: kind.trade.price * kind.trade.amount).kind
        6.0
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def time_exchange(self, /) -> datetime:
        """
        When it happened at the exchange, an aware datetime in UTC.
        """
    @property
    def time_exchange_ns(self, /) -> int:
        """
        When it happened at the exchange, nanoseconds since 1970 UTC.
        """
    @property
    def time_received(self, /) -> datetime:
        """
        When it was received, an aware datetime in UTC.
        """
    @property
    def time_received_ns(self, /) -> int:
        """
        When it was received, nanoseconds since 1970 UTC.
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
class MarketEvents:
    """
    Iterator of `MarketData.events()`.
    """
    def __iter__(self, /) -> MarketEvents: ...
    def __length_hint__(self, /) -> int: ...
    def __next__(self, /) -> MarketEvent: ...

@final
class MarketInstrumentData:
    """
    An instrument as barter's engine subscribes to it: by its key, the exchange's name, and its kind.

    Args:
        key: `InstrumentIndex` (or int), or `InstrumentNameExchange` (or str): what the events carry.
        name_exchange: the exchange's name, spelled as in its messages ("BTCUSDT", "XBT/USD").
        kind: `MarketDataInstrumentKind`, or an `InstrumentKind`.

    Raises:
        WrongTypeError, InvalidArgumentError: with the argument's name.

    >>> from barter_data import MarketInstrumentData
    >>> from barter_instrument import MarketDataInstrumentKind
    >>> str(MarketInstrumentData(0, "BTCUSDT", MarketDataInstrumentKind.Spot()))
    'InstrumentIndex(0)_BTCUSDT_spot'
    """
    __match_args__: ClassVar[tuple[Literal['key'], Literal['name_exchange'], Literal['kind']]]
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
    def __new__(cls, /, key: InstrumentIndex | InstrumentNameExchange | int | str, name_exchange: str, kind: MarketDataInstrumentKind | InstrumentKind) -> MarketInstrumentData: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str:
        """
        Upstream's text: `InstrumentIndex(0)_BTCUSDT_spot`.
        """
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> MarketInstrumentData:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> MarketInstrumentData:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @staticmethod
    def from_instrument(key: InstrumentIndex | InstrumentNameExchange | int | str, instrument: Instrument) -> MarketInstrumentData:
        """
        What an instrument is subscribed to by.

        Args:
            key: as in the constructor; the engine's is the place in `IndexedInstruments.instruments`.
            instrument: `Instrument`.

        >>> from barter_data import MarketInstrumentData
        >>> from barter_instrument import test_utils
        >>> str(MarketInstrumentData.from_instrument(0, test_utils.instrument("okx", "BTC", "USDT")))
        'InstrumentIndex(0)_BTC_USDT_spot'
        """
    @classmethod
    def from_json(cls, /, text: str) -> MarketInstrumentData:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def key(self, /) -> Any:
        """
        What the events carry.
        """
    @property
    def kind(self, /) -> MarketDataInstrumentKind:
        """
        Kind of the instrument.
        """
    @property
    def name_exchange(self, /) -> InstrumentNameExchange:
        """
        The exchange's name.
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

@disjoint_base
class MarketStreamEvent:
    """
    An item of a market stream that connects again by itself: a market event, or that a connection was lost.

    >>> from barter_data import MarketStreamEvent
    >>> match MarketStreamEvent.Reconnecting("kraken"):
    ...     case MarketStreamEvent.Reconnecting(origin):
    ...         print(origin)
    ...     case MarketStreamEvent.Item(item):
    ...         print(item.kind)
    kraken
    """
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> MarketStreamEvent:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> MarketStreamEvent:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> MarketStreamEvent:
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
    class Item(MarketStreamEvent):
        """
        A market event.
        """
        __match_args__: ClassVar[tuple[Literal['item']]]
        def __new__(cls, /, item: MarketEvent) -> MarketStreamEvent.Item: ...
        @property
        def item(self, /) -> MarketEvent: ...
    @final
    class Reconnecting(MarketStreamEvent):
        """
        The stream of an exchange was lost and is being opened again.
        """
        __match_args__: ClassVar[tuple[Literal['origin']]]
        def __new__(cls, /, origin: ExchangeId) -> MarketStreamEvent.Reconnecting: ...
        @property
        def origin(self, /) -> ExchangeId: ...

@final
class OrderBook:
    """
    An order book, or the levels of an update of one.

    Args:
        sequence: number of the last update in it, not negative.
        time_engine: when the exchange's engine made it: int nanoseconds UTC or an aware datetime; None where it does not say.
        bids, asks: iterables of `Level`, in any order.

    >>> from barter_data import Level, OrderBook
    >>> book = OrderBook(7, bids=[Level(61800, 1)], asks=[Level(61801, 2)])
    >>> book.bids.best(), float(book.mid_price())
    (Level(price=Decimal('61800'), amount=Decimal('1')), 61800.5)
    """
    __match_args__: ClassVar[tuple[Literal['sequence'], Literal['time_engine'], Literal['bids'], Literal['asks']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, sequence: int, time_engine: int | datetime | None = None, bids: Iterable[Level] | None = None, asks: Iterable[Level] | None = None) -> OrderBook: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> OrderBook:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def asks(self, /) -> OrderBookSide:
        """
        Asks, best first.
        """
    @property
    def bids(self, /) -> OrderBookSide:
        """
        Bids, best first.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> OrderBook:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> OrderBook:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    def mid_price(self, /) -> Decimal | None:
        """
        (bid + ask) / 2; where a side is missing the other's price, None where both are.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def sequence(self, /) -> int:
        """
        Number of the last update in it.
        """
    def snapshot(self, /, depth: SupportsIndex) -> OrderBook:
        """
        The book with at most `depth` levels a side.
        """
    @property
    def time_engine(self, /) -> datetime | None:
        """
        When the exchange's engine made it, an aware datetime in UTC, or None.
        """
    @property
    def time_engine_ns(self, /) -> int | None:
        """
        When the exchange's engine made it, nanoseconds since 1970 UTC, or None.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """
    def updated(self, /, event: OrderBookEvent) -> OrderBook:
        """
        The book after an event; this one stays as it is.
        """
    def volume_weighed_mid_price(self, /) -> Decimal | None:
        """
        The best prices weighted by the amounts of the other side, as upstream names it; as `mid_price` where a side is missing.
        """

@disjoint_base
class OrderBookEvent:
    """
    A whole book, or what changed in it.

    >>> from barter_data import Level, OrderBook, OrderBookEvent
    >>> match OrderBookEvent.Update(OrderBook(8, bids=[Level("61800.2", 0)])):
    ...     case OrderBookEvent.Update(order_book):
    ...         print(order_book.sequence)
    8
    """
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> OrderBookEvent:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> OrderBookEvent:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> OrderBookEvent:
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
    class Snapshot(OrderBookEvent):
        """
        The whole book.
        """
        __match_args__: ClassVar[tuple[Literal['order_book']]]
        def __new__(cls, /, order_book: OrderBook) -> OrderBookEvent.Snapshot: ...
        @property
        def order_book(self, /) -> OrderBook: ...
    @final
    class Update(OrderBookEvent):
        """
        Levels that changed; an amount of zero removes one.
        """
        __match_args__: ClassVar[tuple[Literal['order_book']]]
        def __new__(cls, /, order_book: OrderBook) -> OrderBookEvent.Update: ...
        @property
        def order_book(self, /) -> OrderBook: ...

@final
class OrderBookL1:
    """
    Best bid and ask.

    Args:
        last_update_time: int nanoseconds UTC or an aware datetime.
        best_bid: `Level`, or None where there is no bid.
        best_ask: `Level`, or None where there is no ask.

    >>> from barter_data import Level, OrderBookL1
    >>> float(OrderBookL1(1_700_000_000_000_000_000, Level(61800, 1), Level(61801, 2)).mid_price())
    61800.5
    """
    __match_args__: ClassVar[tuple[Literal['last_update_time'], Literal['best_bid'], Literal['best_ask']]]
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
    def __new__(cls, /, last_update_time: int | datetime, best_bid: Level | None = None, best_ask: Level | None = None) -> OrderBookL1: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> OrderBookL1:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def best_ask(self, /) -> Level | None:
        """
        Best ask, or None.
        """
    @property
    def best_bid(self, /) -> Level | None:
        """
        Best bid, or None.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> OrderBookL1:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> OrderBookL1:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def last_update_time(self, /) -> datetime:
        """
        When it last changed, an aware datetime in UTC.
        """
    @property
    def last_update_time_ns(self, /) -> int:
        """
        When it last changed, nanoseconds since 1970 UTC.
        """
    def mid_price(self, /) -> Decimal | None:
        """
        (bid + ask) / 2; None where a side is missing.
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
    def volume_weighed_mid_price(self, /) -> Decimal | None:
        """
        The prices weighted by the amounts of the other side, as upstream names it; None where a side is missing.
        """

@final
class OrderBookSide:
    """
    The bids or the asks of an order book, best first.

    Made by `OrderBookSide.bids(levels)` and `OrderBookSide.asks(levels)`, which sort.

    >>> from barter_data import Level, OrderBookSide
    >>> side = OrderBookSide.bids([Level(1, 5), Level(2, 5)])
    >>> side.best().price, len(side)
    (Decimal('2'), 2)
    """
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __getitem__(self, index: SupportsIndex, /) -> Level: ...
    def __hash__(self, /) -> int: ...
    def __iter__(self, /) -> Iterator[Level]: ...
    def __len__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> OrderBookSide:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @staticmethod
    def asks(levels: Iterable[Level] | None = None) -> OrderBookSide:
        """
        Asks, sorted from the lowest price.
        """
    def best(self, /) -> Level | None:
        """
        The best level, or None.
        """
    @staticmethod
    def bids(levels: Iterable[Level] | None = None) -> OrderBookSide:
        """
        Bids, sorted from the highest price.
        """
    @property
    def is_bids(self, /) -> bool:
        """
        Whether these are bids.
        """
    def levels(self, /) -> list[Level]:
        """
        All levels, best first.
        """

@final
class PublicTrade:
    """
    A trade between others, as an exchange publishes it.

    Args:
        id: the exchange's identifier of the trade; empty where it gives none.
        price: price in the quote asset, a finite number.
        amount: quantity, a finite number.
        side: `Side` of the aggressor.

    >>> from barter_data import PublicTrade
    >>> PublicTrade("17", 61800.3, 0.006, "buy")
    PublicTrade(id='17', price=61800.3, amount=0.006, side=Side.BUY)
    """
    __match_args__: ClassVar[tuple[Literal['id'], Literal['price'], Literal['amount'], Literal['side']]]
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
    def __new__(cls, /, id: str, price: float, amount: float, side: Side | str) -> PublicTrade: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> PublicTrade:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def amount(self, /) -> float:
        """
        Quantity.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> PublicTrade:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> PublicTrade:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def id(self, /) -> str:
        """
        The exchange's identifier of the trade.
        """
    @property
    def price(self, /) -> float:
        """
        Price in the quote asset.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def side(self, /) -> Side:
        """
        Side of the aggressor.
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
class Subscription:
    """
    What is subscribed to: an exchange, an instrument, and a kind of market data.

    Args:
        exchange: `ExchangeId` or its text.
        instrument: `MarketDataInstrument`; or `Keyed(key, MarketDataInstrument)`, whose key the events carry; or
            `MarketInstrumentData`, which also has the exchange's own name.
        kind: `SubKind` or its text, such as "PublicTrades" or "public_trades".

    Raises:
        DataError.Unsupported: barter has no such data of the exchange; it says what there is. `exchange_supports_instrument_kind_sub_kind`
            asks beforehand.
        WrongTypeError, InvalidArgumentError: with the argument's name.

    >>> from barter_data import Subscription
    >>> from barter_instrument import MarketDataInstrument, MarketDataInstrumentKind
    >>> btc_usdt = MarketDataInstrument("btc", "usdt", MarketDataInstrumentKind.Spot())
    >>> str(Subscription("binance_spot", btc_usdt, "order_books_l1"))
    '(BinanceSpot|OrderBooksL1|btc_usdt_spot)'
    """
    __match_args__: ClassVar[tuple[Literal['exchange'], Literal['instrument'], Literal['kind']]]
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
    def __new__(cls, /, exchange: ExchangeId | str, instrument: MarketDataInstrument | Keyed[Any, MarketDataInstrument] | MarketInstrumentData, kind: SubKind | SubscriptionKind | str) -> Subscription: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str:
        """
        Upstream's text: `(BinanceSpot|PublicTrades|btc_usdt_spot)`.
        """
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> Subscription:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def exchange(self, /) -> ExchangeId:
        """
        The exchange.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> Subscription:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> Subscription:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def instrument(self, /) -> Any:
        """
        The instrument, in the form it was given in.
        """
    @property
    def kind(self, /) -> SubKind:
        """
        Kind of market data.
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

def _connector(exchange: Any) -> tuple[str, tuple[int, str] | None, int, list[tuple[str, str]]]:
    """
    Address, ping (nanoseconds, text), time-out of a subscription (nanoseconds) and channels of an exchange.
    """

def _expected_responses(exchange: Any, count: SupportsIndex) -> int:
    """
    How many answers barter waits for after it subscribed to so many.
    """

def _map_subscriptions(subscriptions: Any) -> tuple[list[tuple[str, int]], list[str]]:
    """
    Ids with the places of their subscriptions, and the texts that subscribe; all of one exchange and kind.
    """

def _requests(exchange: Any, subs: SupportsGetItem[int, tuple[str, str]]) -> list[str]:
    """
    The texts that subscribe to channels of markets.
    """

def _subscribed_as(subscription: Any) -> tuple[str, str, str]:
    """
    Channel, market and id of a subscription.
    """

def display_subscriptions_without_exchange(subscriptions: Iterable[Subscription]) -> str:
    """
    Instruments and kinds of subscriptions as barter logs them, without the exchange.

    >>> from barter_data import Subscription, display_subscriptions_without_exchange
    >>> from barter_instrument import MarketDataInstrument, MarketDataInstrumentKind
    >>> btc_usdt = MarketDataInstrument("btc", "usdt", MarketDataInstrumentKind.Spot())
    >>> display_subscriptions_without_exchange([Subscription("okx", btc_usdt, "public_trades")])
    '(btc_usdt_spot, PublicTrades)'
    """

def exchange_supports_instrument_kind(exchange: ExchangeId | str, instrument_kind: MarketDataInstrumentKind | InstrumentKind | str) -> bool:
    """
    Whether barter has any market data of such instruments of the exchange.

    Args:
        exchange: `ExchangeId` or its text.
        instrument_kind: `MarketDataInstrumentKind`, `InstrumentKind`, or "spot", "perpetual", "future", "option".

    barter's own function says yes to spot on each exchange that it does not name, also where there is no market data; this one does not.

    >>> from barter_data import exchange_supports_instrument_kind
    >>> exchange_supports_instrument_kind("binance_spot", "spot"), exchange_supports_instrument_kind("binance_spot", "future")
    (True, False)
    """

def exchange_supports_instrument_kind_sub_kind(exchange: ExchangeId | str, instrument_kind: MarketDataInstrumentKind | InstrumentKind | str, sub_kind: SubKind | SubscriptionKind | str) -> bool:
    """
    Whether barter has such market data of such instruments of the exchange: whether a `Subscription` can be made.

    Args:
        exchange: `ExchangeId` or its text.
        instrument_kind: `MarketDataInstrumentKind`, `InstrumentKind`, or "spot", "perpetual", "future", "option".
        sub_kind: `SubKind` or its text.

    >>> from barter_data import exchange_supports_instrument_kind_sub_kind
    >>> exchange_supports_instrument_kind_sub_kind("kraken", "spot", "order_books_l1")
    True
    """

def generate_indexed_market_data_subscription_batches(instruments: IndexedInstruments, sub_kinds: Iterable[SubKind | SubscriptionKind | str]) -> list[list[Subscription]]:
    """
    A subscription for each instrument of a collection and each kind, a batch for each exchange.

    Args:
        instruments: `IndexedInstruments`.
        sub_kinds: `SubKind`s or their texts.

    Raises:
        DataError.Unsupported: an exchange does not have one of the kinds of an instrument.

    >>> from barter_data import generate_indexed_market_data_subscription_batches as generate
    >>> from barter_instrument import IndexedInstruments, test_utils
    >>> instruments = IndexedInstruments([test_utils.instrument("okx", "BTC", "USDT"), test_utils.instrument("kraken", "XBT", "USD")])
    >>> [str(one) for batch in generate(instruments, ["public_trades"]) for one in batch]
    ['(Kraken|PublicTrades|InstrumentIndex(0)_XBT_USD_spot)', '(Okx|PublicTrades|InstrumentIndex(1)_BTC_USDT_spot)']
    """

def index_market_data_subscription_batches(instruments: IndexedInstruments, batches: Iterable[Iterable[Subscription]]) -> list[list[Subscription]]:
    """
    The subscriptions with the indices that a collection gives their instruments.

    Args:
        instruments: `IndexedInstruments`.
        batches: lists of subscriptions to `MarketDataInstrument`s.

    Raises:
        DataError.Index: an instrument is not in the collection; `.error` is the `IndexError`.

    >>> from barter_data import Subscription, index_market_data_subscription_batches as index
    >>> from barter_instrument import IndexedInstruments, MarketDataInstrument, MarketDataInstrumentKind, test_utils
    >>> instruments = IndexedInstruments([test_utils.instrument("okx", "BTC", "USDT")])
    >>> trades = Subscription("okx", MarketDataInstrument("btc", "usdt", MarketDataInstrumentKind.Spot()), "public_trades")
    >>> index(instruments, [[trades]])[0][0].instrument.key
    InstrumentIndex(0)
    """

def supported_subscriptions(exchange: ExchangeId | str) -> dict[str, list[SubKind]]:
    """
    What can be subscribed to on an exchange: kinds of instrument with kinds of market data; empty where barter has none.

    >>> from barter_data import supported_subscriptions
    >>> supported_subscriptions("kraken")
    {'spot': [SubKind.PUBLIC_TRADES, SubKind.ORDER_BOOKS_L1]}
    """

def validate_batches(batches: Iterable[Iterable[Subscription]]) -> list[list[Subscription]]:
    """
    `validate_subscriptions` of each batch: barter opens one connection for each exchange and kind of a batch.

    >>> from barter_data import validate_batches
    >>> validate_batches([[], []])
    [[], []]
    """

def validate_subscriptions(batch: Iterable[Subscription]) -> list[Subscription]:
    """
    The subscriptions in barter's order, each once.

    >>> from barter_data import Subscription, validate_subscriptions as validate
    >>> from barter_instrument import MarketDataInstrument, MarketDataInstrumentKind
    >>> trades = Subscription("okx", MarketDataInstrument("btc", "usdt", MarketDataInstrumentKind.Spot()), "public_trades")
    >>> validate([trades, trades]) == [trades]
    True
    """

__all__ = ["Level", "OrderBook", "OrderBookSide", "DataKind", "MarketEvent", "_connector", "_expected_responses", "_map_subscriptions", "_requests", "_subscribed_as", "MarketInstrumentData", "MarketData", "MarketEvents", "generate_indexed_market_data_subscription_batches", "index_market_data_subscription_batches", "validate_subscriptions", "validate_batches", "MarketStreamEvent", "OrderBookEvent", "OrderBookL1", "Candle", "Liquidation", "Subscription", "display_subscriptions_without_exchange", "exchange_supports_instrument_kind", "exchange_supports_instrument_kind_sub_kind", "supported_subscriptions", "PublicTrade", "WEBSOCKET_BASE_URL_BINANCE_SPOT", "WEBSOCKET_BASE_URL_BINANCE_FUTURES_USD", "HTTP_BOOK_L2_SNAPSHOT_URL_BINANCE_SPOT", "HTTP_BOOK_L2_SNAPSHOT_URL_BINANCE_FUTURES_USD", "BASE_URL_BITFINEX", "BASE_URL_BITMEX", "WEBSOCKET_BASE_URL_BYBIT_SPOT", "WEBSOCKET_BASE_URL_BYBIT_PERPETUALS_USD", "BASE_URL_COINBASE", "WEBSOCKET_BASE_URL_GATEIO_SPOT", "WEBSOCKET_BASE_URL_GATEIO_FUTURES_USD", "WEBSOCKET_BASE_URL_GATEIO_FUTURES_BTC", "WEBSOCKET_BASE_URL_GATEIO_PERPETUALS_USD", "WEBSOCKET_BASE_URL_GATEIO_PERPETUALS_BTC", "WEBSOCKET_BASE_URL_GATEIO_OPTIONS_USD", "BASE_URL_KRAKEN", "BASE_URL_OKX", "_DEFAULT_SUBSCRIPTION_TIMEOUT_NS", "_PING_INTERVAL_OKX_NS", "__version__", "__barter_schemas__"]
__barter_schemas__: Final[dict[str, tuple[int, int]]]
__version__: Final[str]
