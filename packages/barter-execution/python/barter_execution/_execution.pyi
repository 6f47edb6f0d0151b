"""
Compiled part of `barter_execution`; import its names from there.
"""

from barter_execution.enums import OrderKind
from barter_execution.errors import ApiError, ClientError, OrderError
from barter_execution.mock import OpenOrderNotifications
from barter_execution.names import ClientOrderId, OrderId, StrategyId, TradeId
from barter_instrument import ExchangeAsset, IndexedInstruments, Instrument
from barter_instrument.enums import ExchangeId, Side
from barter_instrument.keyed import Keyed, QuoteAsset
from barter_instrument.names import AssetIndex, AssetNameExchange, ExchangeIndex, InstrumentIndex, InstrumentNameExchange
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Final, Literal, Self, SupportsIndex, final
from typing_extensions import disjoint_base

@final
class AccountEvent:
    """
    An event of an account.

    Args:
        exchange: `ExchangeIndex` (or int), or `ExchangeId` (or its text).
        kind: `AccountEventKind`, with keys of the same form.
    """
    __match_args__: ClassVar[tuple[Literal['exchange'], Literal['kind']]]
    def __barter_wire__(self, /) -> bytes:
        """
        The value in barter's wire form; crosses between wheels of one release.
        """
    def __copy__(self, /) -> Self: ...
    def __deepcopy__(self, /, memo: dict[int, Any]) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, exchange: ExchangeIndex | ExchangeId | int | str, kind: AccountEventKind) -> AccountEvent: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> AccountEvent:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def exchange(self, /) -> Any:
        """
        The exchange.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> AccountEvent:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> AccountEvent:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def kind(self, /) -> AccountEventKind:
        """
        What happened.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def snapshot(self, /) -> AccountSnapshot | None:
        """
        The account snapshot, if the event is one.
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
class AccountEventIndexer:
    """
    Changes keys by name into keys by index (as account data come from an exchange and the engine takes them), and back.

    `index` and `name` take a value of any class that has keys; the other methods are upstream's, one for each class.

    Args:
        map: `ExecutionInstrumentMap`.

    Raises:
        IndexError: (`index` and upstream's methods) a name is not in the map; its message says which.
        KeyError: (`name`, `order_request`) an index is not in the map, or is of another exchange.

    >>> from barter_execution import AccountEventIndexer, AssetBalance, Balance, ExecutionInstrumentMap
    >>> from barter_instrument import Instrument, Underlying
    >>> btc = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))
    >>> indexer = AccountEventIndexer(ExecutionInstrumentMap("kraken", [btc]))
    >>> indexer.index(AssetBalance("XBT", Balance(2, 1), 0)).asset
    AssetIndex(1)
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, map: ExecutionInstrumentMap) -> AccountEventIndexer: ...
    def __reduce__(self, /) -> tuple[Any, tuple[ExecutionInstrumentMap]]: ...
    def __repr__(self, /) -> str: ...
    def account_event(self, /, event: AccountEvent) -> AccountEvent:
        """
        An event, its keys changed from names to indices.
        """
    def api_error(self, /, error: ApiError) -> OrderError:
        """
        An error of an exchange's interface, its keys changed from names to indices.
        """
    def asset_balance(self, /, balance: AssetBalance) -> AssetBalance:
        """
        A balance, its key changed from name to index.
        """
    def client_error(self, /, error: ClientError) -> ClientError:
        """
        An error of a client, its keys changed from names to indices; errors without keys are given back.
        """
    def index(self, /, value: Any) -> Any:
        """
        A value of any class with keys, its keys changed from names to indices. Raises IndexError.
        """
    @property
    def map(self, /) -> ExecutionInstrumentMap:
        """
        The map.
        """
    def name(self, /, value: Any) -> Any:
        """
        A value of any class with keys, its keys changed from indices to names. Raises KeyError.
        """
    def order_error(self, /, error: OrderError) -> OrderError:
        """
        An error of an order, its keys changed from names to indices.
        """
    def order_key(self, /, key: OrderKey) -> OrderKey:
        """
        A key, changed from names to indices.
        """
    def order_request(self, /, order: OrderRequestOpen | OrderRequestCancel) -> Any:
        """
        A request to open or to cancel an order, its keys changed from indices to names.
        """
    def order_response_cancel(self, /, response: OrderResponseCancel) -> OrderResponseCancel:
        """
        The answer to a cancel, its keys changed from names to indices.
        """
    def order_snapshot(self, /, order: Order) -> Order:
        """
        An order, its keys changed from names to indices.
        """
    def snapshot(self, /, snapshot: AccountSnapshot) -> AccountSnapshot:
        """
        An account snapshot, its keys changed from names to indices.
        """
    def trade(self, /, trade: Trade) -> Trade:
        """
        A trade, its keys changed from names to indices.
        """

@disjoint_base
class AccountEventKind:
    """
    What happened to an account.
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
    def _from_barter_wire(cls, /, data: Any) -> AccountEventKind:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> AccountEventKind:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> AccountEventKind:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def name(self, /) -> str:
        """
        Name of the variant, as upstream writes it: Snapshot, BalanceSnapshot, OrderSnapshot, OrderCancelled or Trade.
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
    def value(self, /) -> Any:
        """
        What the variant holds.
        """
    @final
    class BalanceSnapshot(AccountEventKind):
        """
        The balance of an asset.
        """
        __match_args__: ClassVar[tuple[Literal['balance']]]
        def __new__(cls, /, balance: AssetBalance) -> AccountEventKind.BalanceSnapshot: ...
        @property
        def balance(self, /) -> AssetBalance: ...
    @final
    class OrderCancelled(AccountEventKind):
        """
        The answer to a request to cancel.
        """
        __match_args__: ClassVar[tuple[Literal['response']]]
        def __new__(cls, /, response: OrderResponseCancel) -> AccountEventKind.OrderCancelled: ...
        @property
        def response(self, /) -> OrderResponseCancel: ...
    @final
    class OrderSnapshot(AccountEventKind):
        """
        An order, as it is now.
        """
        __match_args__: ClassVar[tuple[Literal['order']]]
        def __new__(cls, /, order: Order) -> AccountEventKind.OrderSnapshot: ...
        @property
        def order(self, /) -> Order: ...
    @final
    class Snapshot(AccountEventKind):
        """
        Everything afresh.
        """
        __match_args__: ClassVar[tuple[Literal['snapshot']]]
        def __new__(cls, /, snapshot: AccountSnapshot) -> AccountEventKind.Snapshot: ...
        @property
        def snapshot(self, /) -> AccountSnapshot: ...
    @final
    class Trade(AccountEventKind):
        """
        A fill; its fees are in the quote asset.
        """
        __match_args__: ClassVar[tuple[Literal['trade']]]
        def __new__(cls, /, trade: Trade) -> AccountEventKind.Trade: ...
        @property
        def trade(self, /) -> Trade: ...

@final
class AccountSnapshot:
    """
    Balances and orders of an account at one exchange.

    Args:
        exchange: `ExchangeIndex` (or int), or `ExchangeId` (or its text).
        balances: `AssetBalance`s.
        instruments: `InstrumentAccountSnapshot`s.
    """
    __match_args__: ClassVar[tuple[Literal['exchange'], Literal['balances'], Literal['instruments']]]
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
    def __new__(cls, /, exchange: ExchangeIndex | ExchangeId | int | str, balances: Iterable[AssetBalance], instruments: Iterable[InstrumentAccountSnapshot]) -> AccountSnapshot: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> AccountSnapshot:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    def assets(self, /) -> list[Any]:
        """
        The assets it has balances of, each once.
        """
    @property
    def balances(self, /) -> list[AssetBalance]:
        """
        Balances of assets.
        """
    @property
    def exchange(self, /) -> Any:
        """
        The exchange.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> AccountSnapshot:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> AccountSnapshot:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    def instrument_keys(self, /) -> list[Any]:
        """
        The instruments it has orders of, each once: what upstream's method `instruments` gives.
        """
    @property
    def instruments(self, /) -> list[InstrumentAccountSnapshot]:
        """
        Orders of instruments.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    def time_most_recent(self, /) -> datetime | None:
        """
        The latest time in it, an aware datetime in UTC; None if there is none.
        """
    def time_most_recent_ns(self, /) -> int | None:
        """
        The latest time in it, nanoseconds since 1970 UTC; None if there is none.
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
class AccountState:
    """
    The account of barter's mock exchange.

    Args:
        snapshot: `AccountSnapshot` by name; open and cancelled orders are taken from it, others are dropped.
    """
    def __new__(cls, /, snapshot: AccountSnapshot) -> AccountState: ...
    def ack_trade(self, /, trade: Trade) -> None:
        """
        Books a trade.
        """
    def balances(self, /) -> list[AssetBalance]:
        """
        Balances, by name of the asset.
        """
    def orders_cancelled(self, /) -> list[Order]:
        """
        Cancelled orders, by key.
        """
    def orders_open(self, /) -> list[Order]:
        """
        Open orders, by key.
        """
    def trades(self, /, time_since: int | datetime) -> list[Trade]:
        """
        Trades since a time, in the order in which they were booked.
        """
    def update_time_exchange(self, /, time_exchange: int | datetime) -> None:
        """
        Stamps a time on every balance and every open order, as upstream does with each request.
        """

@disjoint_base
class ActiveOrderState:
    """
    State of an order that is not done.
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
    def _from_barter_wire(cls, /, data: Any) -> ActiveOrderState:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> ActiveOrderState:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> ActiveOrderState:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def open_meta(self, /) -> Open | None:
        """
        The open state, where there is one: also of an order whose cancel is on its way.
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
    class CancelInFlight(ActiveOrderState):
        """
        The request to cancel it is on its way.
        """
        __match_args__: ClassVar[tuple[Literal['state']]]
        def __new__(cls, /, state: CancelInFlight) -> ActiveOrderState.CancelInFlight: ...
        @property
        def state(self, /) -> CancelInFlight: ...
    @final
    class Open(ActiveOrderState):
        """
        It is open at the exchange.
        """
        __match_args__: ClassVar[tuple[Literal['state']]]
        def __new__(cls, /, state: Open) -> ActiveOrderState.Open: ...
        @property
        def state(self, /) -> Open: ...
    @final
    class OpenInFlight(ActiveOrderState):
        """
        The request to open it is on its way.
        """
        __match_args__: ClassVar[tuple[Literal['state']]]
        def __new__(cls, /, state: OpenInFlight = ...) -> ActiveOrderState.OpenInFlight: ...
        @property
        def state(self, /) -> OpenInFlight: ...

@final
class AssetBalance:
    """
    The balance of an asset at a time of the exchange.

    Args:
        asset: `AssetIndex` (or int), or `AssetNameExchange` (or str).
        balance: `Balance`.
        time_exchange: int nanoseconds UTC or an aware datetime.
    """
    __match_args__: ClassVar[tuple[Literal['asset'], Literal['balance'], Literal['time_exchange']]]
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
    def __new__(cls, /, asset: AssetIndex | AssetNameExchange | int | str, balance: Balance, time_exchange: int | datetime) -> AssetBalance: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> AssetBalance:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def asset(self, /) -> Any:
        """
        The asset.
        """
    @property
    def balance(self, /) -> Balance:
        """
        Its balance.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> AssetBalance:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> AssetBalance:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def time_exchange(self, /) -> datetime:
        """
        When the exchange had it, an aware datetime in UTC.
        """
    @property
    def time_exchange_ns(self, /) -> int:
        """
        When the exchange had it, nanoseconds since 1970 UTC.
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
class AssetFees:
    """
    Fees of a trade and the asset they are paid in. Negative fees are a rebate.

    Args:
        asset: `QuoteAsset()` (the quote asset of the instrument, whatever it is: what the engine books), `AssetIndex` (or int),
            or `AssetNameExchange` (or str).
        fees: amount.

    >>> from barter_execution import AssetFees
    >>> AssetFees.quote_fees("0.5")
    AssetFees(asset=QuoteAsset(), fees=Decimal('0.5'))
    """
    __match_args__: ClassVar[tuple[Literal['asset'], Literal['fees']]]
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
    def __new__(cls, /, asset: QuoteAsset | AssetIndex | AssetNameExchange | int | str, fees: Decimal | int | str | float) -> AssetFees: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> AssetFees:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def asset(self, /) -> Any:
        """
        Asset they are paid in.
        """
    @property
    def fees(self, /) -> Decimal:
        """
        Amount.
        """
    @property
    def fees_f64(self, /) -> float:
        """
        Amount as a float.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> AssetFees:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> AssetFees:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @staticmethod
    def quote_fees(fees: Decimal | int | str | float) -> AssetFees:
        """
        Fees in the quote asset of the instrument.
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
class Balance:
    """
    What is owned of an asset: all of it, and what is not held by orders.

    >>> from barter_execution import Balance
    >>> Balance(total=100, free="99.5").used
    Decimal('0.5')
    """
    __match_args__: ClassVar[tuple[Literal['total'], Literal['free']]]
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
    def __new__(cls, /, total: Decimal | int | str | float, free: Decimal | int | str | float) -> Balance: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> Balance:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def free(self, /) -> Decimal:
        """
        What is not held by orders.
        """
    @property
    def free_f64(self, /) -> float:
        """
        What is not held by orders, as a float.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> Balance:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> Balance:
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
    @property
    def total(self, /) -> Decimal:
        """
        All of it.
        """
    @property
    def total_f64(self, /) -> float:
        """
        All of it as a float.
        """
    @property
    def used(self, /) -> Decimal:
        """
        What is held by orders: total − free.
        """

@final
class CancelInFlight:
    """
    The request to cancel the order is on its way; `order` is its open state, if it was open.
    """
    __match_args__: ClassVar[tuple[Literal['order']]]
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
    def __new__(cls, /, order: Open | None = None) -> CancelInFlight: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> CancelInFlight:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> CancelInFlight:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> CancelInFlight:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def order(self, /) -> Open | None:
        """
        Its open state, if it was open.
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
class Cancelled:
    """
    The order is cancelled.
    """
    __match_args__: ClassVar[tuple[Literal['id'], Literal['time_exchange']]]
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
    def __new__(cls, /, id: OrderId | str, time_exchange: int | datetime) -> Cancelled: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> Cancelled:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> Cancelled:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> Cancelled:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def id(self, /) -> OrderId:
        """
        The exchange's identifier of the order.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def time_exchange(self, /) -> datetime:
        """
        When it was cancelled, an aware datetime in UTC.
        """
    @property
    def time_exchange_ns(self, /) -> int:
        """
        When it was cancelled, nanoseconds since 1970 UTC.
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
class ExecutionInstrumentMap:
    """
    Which index of the engine a name of one exchange stands for, and back. All assets and instruments of the collection are in
    it; only those of its exchange have names to look up.

    Args:
        exchange: `Keyed(ExchangeIndex, ExchangeId)`, or `ExchangeId` (or its text).
        instruments: `IndexedInstruments`, or `Instrument`s to index.

    Raises:
        IndexError.ExchangeIndex: no instrument is of the exchange.

    >>> from barter_execution import ExecutionInstrumentMap
    >>> from barter_instrument import Instrument, Underlying
    >>> btc = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))
    >>> instruments = ExecutionInstrumentMap("kraken", [btc])
    >>> instruments.find_instrument_index("XBT/USD"), instruments.find_asset_name_exchange(0)
    (InstrumentIndex(0), AssetNameExchange('USD'))
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /, exchange: ExchangeId | str | Keyed[ExchangeIndex, ExchangeId], instruments: IndexedInstruments | Iterable[Instrument]) -> ExecutionInstrumentMap: ...
    def __reduce__(self, /) -> tuple[Any, tuple[Any, Any]]: ...
    def __repr__(self, /) -> str: ...
    @property
    def asset_names(self, /) -> dict[AssetNameExchange, AssetIndex]:
        """
        Index of each asset of the exchange, by the exchange's name, in order of index.
        """
    @property
    def assets(self, /) -> list[ExchangeAsset]:
        """
        Every asset of the collection in order of index, those of other exchanges too.
        """
    @property
    def exchange(self, /) -> Keyed[ExchangeIndex, ExchangeId]:
        """
        Index and id of the exchange.
        """
    def exchange_assets(self, /) -> list[AssetNameExchange]:
        """
        Names of the exchange's assets, in order of index.
        """
    def exchange_instruments(self, /) -> list[InstrumentNameExchange]:
        """
        Names of the exchange's instruments, in order of index.
        """
    def find_asset_index(self, /, asset: AssetNameExchange | str) -> AssetIndex:
        """
        Index of an asset, by the exchange's name. Raises IndexError.AssetIndex.
        """
    def find_asset_name_exchange(self, /, asset: AssetIndex | int) -> AssetNameExchange:
        """
        The exchange's name of an asset. Raises KeyError.AssetKey, also for assets of other exchanges.
        """
    def find_exchange_id(self, /, exchange: ExchangeIndex | int) -> ExchangeId:
        """
        Id of the exchange of an index. Raises KeyError.ExchangeId for another exchange.
        """
    def find_exchange_index(self, /, exchange: ExchangeId | str) -> ExchangeIndex:
        """
        Index of an exchange. Raises IndexError.ExchangeIndex for another exchange.
        """
    def find_instrument_index(self, /, instrument: InstrumentNameExchange | str) -> InstrumentIndex:
        """
        Index of an instrument, by the exchange's name. Raises IndexError.InstrumentIndex.
        """
    def find_instrument_name_exchange(self, /, instrument: InstrumentIndex | int) -> InstrumentNameExchange:
        """
        The exchange's name of an instrument. Raises KeyError.InstrumentKey, also for instruments of other exchanges.
        """
    @staticmethod
    def from_config(exchange: ExchangeId | str, config: str | Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> ExecutionInstrumentMap:
        """
        The map of an exchange of a configuration.

        Args:
            exchange: `ExchangeId` or its text.
            config: barter's `SystemConfig` as JSON text or plain data (a mapping with `instruments`, by itself or under `system`),
                or the list of its `instruments`. Indices and internal names are those of `IndexedInstruments.from_config`.
        """
    @property
    def indexed_instruments(self, /) -> IndexedInstruments:
        """
        The collection it was made from.
        """
    @property
    def instrument_names(self, /) -> dict[InstrumentNameExchange, InstrumentIndex]:
        """
        Index of each instrument of the exchange, by the exchange's name, in order of index.
        """
    @property
    def instruments(self, /) -> list[Instrument]:
        """
        Every instrument of the collection in order of index, keyed by index.
        """

@disjoint_base
class InactiveOrderState:
    """
    State of an order that is done.
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
    def _from_barter_wire(cls, /, data: Any) -> InactiveOrderState:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> InactiveOrderState:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> InactiveOrderState:
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
    class Cancelled(InactiveOrderState):
        """
        It was cancelled.
        """
        __match_args__: ClassVar[tuple[Literal['state']]]
        def __new__(cls, /, state: Cancelled) -> InactiveOrderState.Cancelled: ...
        @property
        def state(self, /) -> Cancelled: ...
    @final
    class Expired(InactiveOrderState):
        """
        Its time ended.
        """
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls, /) -> InactiveOrderState.Expired: ...
    @final
    class FullyFilled(InactiveOrderState):
        """
        It was filled whole.
        """
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls, /) -> InactiveOrderState.FullyFilled: ...
    @final
    class OpenFailed(InactiveOrderState):
        """
        It could not be opened; the error says why.
        """
        __match_args__: ClassVar[tuple[Literal['error']]]
        def __new__(cls, /, error: OrderError) -> InactiveOrderState.OpenFailed: ...
        @property
        def error(self, /) -> OrderError: ...

@final
class InstrumentAccountSnapshot:
    """
    The orders of one instrument.

    Args:
        instrument: `InstrumentIndex` (or int), or `InstrumentNameExchange` (or str).
        orders: `Order`s.
    """
    __match_args__: ClassVar[tuple[Literal['instrument'], Literal['orders']]]
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
    def __new__(cls, /, instrument: InstrumentIndex | InstrumentNameExchange | int | str, orders: Iterable[Order] | None = None) -> InstrumentAccountSnapshot: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> InstrumentAccountSnapshot:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> InstrumentAccountSnapshot:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> InstrumentAccountSnapshot:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def instrument(self, /) -> Any:
        """
        The instrument.
        """
    @property
    def orders(self, /) -> list[Order]:
        """
        Its orders.
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
class MockConnection:
    """
    A client's end of barter's mock exchange: what `MockExecution` calls. Each call waits for the answer.
    """
    def account_snapshot(self, /, time: int | datetime) -> AccountSnapshot:
        """
        The account as it is.
        """
    def cancel_order(self, /, request: OrderRequestCancel, time: int | datetime) -> OrderResponseCancel | None:
        """
        Cancels an order; upstream never answers, which its client reports as the exchange being offline.
        """
    def fetch_balances(self, /, assets: Iterable[str], time: int | datetime) -> list[AssetBalance]:
        """
        Balances of the named assets.
        """
    def fetch_open_orders(self, /, instruments: Iterable[str], time: int | datetime) -> list[Order]:
        """
        Open orders of the named instruments.
        """
    def fetch_trades(self, /, time_since: int | datetime, time: int | datetime) -> list[Trade]:
        """
        Own trades since a time.
        """
    def open_order(self, /, request: OrderRequestOpen, time: int | datetime, fees_percent: Decimal) -> Order | None:
        """
        Opens an order; the answer is the order, open or failed.
        """
    def subscribe(self, /) -> MockEvents:
        """
        Account events from now on.
        """

@final
class MockEvents:
    """
    Account events since they were subscribed to.
    """
    def next(self, /, timeout: float) -> AccountEvent | None:
        """
        The next event; None if none came within `timeout` seconds. The stream ends where events were lost or the exchange is gone.
        """

@final
class MockExchange:
    """
    barter's own mock exchange, for comparison. It takes market orders only, fills them at the price in the request, and credits
    nothing; cancels are not implemented. `SimulatedExchange` does these right; docs/deviations.md lists the differences.

    Args:
        config: `MockExecutionConfig`; its snapshot needs a balance of every quote asset, all of it free.
        instruments: spot `Instrument`s in their named form.
    """
    def __new__(cls, /, config: MockExecutionConfig, instruments: Iterable[Instrument]) -> MockExchange: ...
    def __repr__(self, /) -> str: ...
    @property
    def account(self, /) -> AccountState:
        """
        Its account; it can be read until the exchange runs.
        """
    def account_snapshot(self, /) -> AccountSnapshot:
        """
        Balances and orders.
        """
    def account_stream(self, /) -> MockEvents:
        """
        Account events from now on; they come once the exchange runs.
        """
    def cancel_order(self, /, request: OrderRequestCancel) -> Order:
        """
        Always an error: upstream has not implemented it. `SimulatedExchange` cancels.
        """
    def close(self, /) -> None:
        """
        Stops it; what is asked later is answered with ConnectivityError.ExchangeOffline.
        """
    def connect(self, /) -> MockConnection:
        """
        A client's end of it, for `MockExecution`.
        """
    @property
    def exchange(self, /) -> ExchangeId:
        """
        The exchange it stands for.
        """
    @property
    def fees_percent(self, /) -> Decimal:
        """
        A fraction of the traded value.
        """
    def find_instrument_data(self, /, instrument: InstrumentNameExchange | str) -> Instrument:
        """
        The instrument of a name. Raises ApiError.InstrumentInvalid for others.
        """
    @property
    def instruments(self, /) -> dict[InstrumentNameExchange, Instrument]:
        """
        Its instruments by the exchange's name.
        """
    @property
    def is_running(self, /) -> bool:
        """
        Whether it runs.
        """
    @property
    def latency_ms(self, /) -> int:
        """
        Milliseconds from a request to its answer.
        """
    def open_order(self, /, request: OrderRequestOpen) -> tuple[Order, OpenOrderNotifications | None]:
        """
        What upstream makes of an order: its answer, and the changed balance and trade it would send, or None.
        """
    @property
    def order_sequence(self, /) -> int:
        """
        Number of the next order.
        """
    def run(self, /) -> None:
        """
        Starts it on this wheel's runtime: from here on it answers its clients. An exchange runs once.
        """
    def time_exchange(self, /) -> datetime:
        """
        Latest time of the exchange, an aware datetime in UTC.
        """
    @property
    def time_exchange_latest(self, /) -> datetime:
        """
        Latest time of the exchange, an aware datetime in UTC.
        """
    @property
    def time_exchange_latest_ns(self, /) -> int:
        """
        Latest time of the exchange, nanoseconds since 1970 UTC.
        """
    def validate_order_kind_supported(self, /, order_kind: OrderKind | str) -> None:
        """
        Raises ApiError.OrderRejected for the kinds that upstream does not take: all but market orders.
        """

@final
class MockExecutionConfig:
    """
    Configuration of barter's mock exchange.

    Args:
        mocked_exchange: `ExchangeId` or its text.
        initial_state: `AccountSnapshot` by name; None is an account without balances.
        latency_ms: milliseconds from a request to its answer.
        fees_percent: a fraction of the traded value, whatever its name says: 0.0005 is 5 basis points.

    >>> from barter_execution import MockExecutionConfig
    >>> MockExecutionConfig().mocked_exchange, MockExecutionConfig().latency_ms
    (ExchangeId.MOCK, 0)
    """
    __match_args__: ClassVar[tuple[Literal['mocked_exchange'], Literal['initial_state'], Literal['latency_ms'], Literal['fees_percent']]]
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
    def __new__(cls, /, mocked_exchange: ExchangeId | str | None = None, initial_state: AccountSnapshot | None = None, latency_ms: SupportsIndex = 0, fees_percent: Decimal | int | str | float | None = None) -> MockExecutionConfig: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> MockExecutionConfig:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def fees_percent(self, /) -> Decimal:
        """
        A fraction of the traded value.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> MockExecutionConfig:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> MockExecutionConfig:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def initial_state(self, /) -> AccountSnapshot:
        """
        Balances and orders it begins with.
        """
    @property
    def latency_ms(self, /) -> int:
        """
        Milliseconds from a request to its answer.
        """
    @property
    def mocked_exchange(self, /) -> ExchangeId:
        """
        The exchange it stands for.
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
class Open:
    """
    The order is open at the exchange.

    Args:
        id: the exchange's identifier of the order.
        time_exchange: int nanoseconds UTC or an aware datetime.
        filled_quantity: what is filled of it, not negative.
    """
    __match_args__: ClassVar[tuple[Literal['id'], Literal['time_exchange'], Literal['filled_quantity']]]
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
    def __new__(cls, /, id: OrderId | str, time_exchange: int | datetime, filled_quantity: Decimal | int | str | float) -> Open: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> Open:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def filled_quantity(self, /) -> Decimal:
        """
        What is filled of it.
        """
    @property
    def filled_quantity_f64(self, /) -> float:
        """
        What is filled of it, as a float.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> Open:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> Open:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def id(self, /) -> OrderId:
        """
        The exchange's identifier of the order.
        """
    def quantity_remaining(self, /, initial_quantity: Decimal | int | str | float) -> Decimal:
        """
        What remains of the quantity the order began with.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def time_exchange(self, /) -> datetime:
        """
        When the exchange said so, an aware datetime in UTC.
        """
    @property
    def time_exchange_ns(self, /) -> int:
        """
        When the exchange said so, nanoseconds since 1970 UTC.
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
class OpenInFlight:
    """
    The request to open the order is on its way.
    """
    __match_args__: ClassVar[tuple[()]]
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
    def __new__(cls, /) -> OpenInFlight: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> OpenInFlight:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> OpenInFlight:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> OpenInFlight:
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
class Order:
    """
    An order.

    Args:
        key: `OrderKey`.
        side: `Side` or its text.
        price: limit price, above zero; for a market order the price seen when it was made, which may be 0.
        quantity: quantity it began with, above zero.
        kind: `OrderKind` or its text.
        time_in_force: `TimeInForce`, or a text: gtc, post_only, day, fok, ioc.
        state: `OrderState`, or a state that it may hold (`Open`, `Cancelled`, an `OrderError`, ...).
    """
    __match_args__: ClassVar[tuple[Literal['key'], Literal['side'], Literal['price'], Literal['quantity'], Literal['kind'], Literal['time_in_force'], Literal['state']]]
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
    def __new__(cls, /, key: OrderKey, side: Side | str, price: Decimal | int | str | float, quantity: Decimal | int | str | float, kind: OrderKind | str, time_in_force: TimeInForce | str, state: OrderState | ActiveOrderState | InactiveOrderState | OpenInFlight | Open | CancelInFlight | Cancelled | OrderError) -> Order: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> Order:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def cid(self, /) -> ClientOrderId:
        """
        The key's client order id.
        """
    @property
    def exchange(self, /) -> Any:
        """
        The key's exchange.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> Order:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> Order:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @staticmethod
    def from_request(request: OrderRequestOpen) -> Order:
        """
        The order that a request to open asks for, its request on its way.
        """
    @property
    def instrument(self, /) -> Any:
        """
        The key's instrument.
        """
    @property
    def is_active(self, /) -> bool:
        """
        Whether it is not done.
        """
    @property
    def key(self, /) -> OrderKey:
        """
        What identifies the order.
        """
    @property
    def kind(self, /) -> OrderKind:
        """
        Market or limit.
        """
    @property
    def price(self, /) -> Decimal:
        """
        Limit price; for a market order the price seen when it was made.
        """
    @property
    def price_f64(self, /) -> float:
        """
        Price as a float.
        """
    @property
    def quantity(self, /) -> Decimal:
        """
        Quantity it began with.
        """
    @property
    def quantity_f64(self, /) -> float:
        """
        Quantity as a float.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def side(self, /) -> Side:
        """
        Buy or sell.
        """
    @property
    def state(self, /) -> OrderState:
        """
        Its state.
        """
    @property
    def strategy(self, /) -> StrategyId:
        """
        The key's strategy.
        """
    @property
    def time_in_force(self, /) -> TimeInForce:
        """
        How long it stays.
        """
    def to_active(self, /) -> Order | None:
        """
        The order if it is not done, else None.
        """
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_inactive(self, /) -> Order | None:
        """
        The order if it is done, else None.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
        """
    def to_request_cancel(self, /) -> OrderRequestCancel | None:
        """
        The request that cancels it; None if it is done or its cancel is on its way.
        """

@final
class OrderEvent:
    """
    What is told of an order: its key and its state. Requests and answers to cancels, which are order events with other states in
    barter's Rust crates, have classes of their own: `OrderRequestOpen`, `OrderRequestCancel`, `OrderResponseCancel`.

    Args:
        key: `OrderKey`.
        state: `OrderState`, or a state that it may hold (`Open`, `Cancelled`, an `OrderError`, ...).

    >>> from barter_execution import Cancelled, OrderEvent, OrderKey
    >>> OrderEvent(OrderKey(0, 3, "ema", "1"), Cancelled("7", 0)).state.time_exchange_ns
    0
    """
    __match_args__: ClassVar[tuple[Literal['key'], Literal['state']]]
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
    def __new__(cls, /, key: OrderKey, state: OrderState | ActiveOrderState | InactiveOrderState | OpenInFlight | Open | CancelInFlight | Cancelled | OrderError) -> OrderEvent: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> OrderEvent:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def cid(self, /) -> ClientOrderId:
        """
        The key's client order id.
        """
    @property
    def exchange(self, /) -> Any:
        """
        The key's exchange.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> OrderEvent:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> OrderEvent:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def instrument(self, /) -> Any:
        """
        The key's instrument.
        """
    @property
    def key(self, /) -> OrderKey:
        """
        What identifies the order.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def state(self, /) -> OrderState:
        """
        The order's state.
        """
    @property
    def strategy(self, /) -> StrategyId:
        """
        The key's strategy.
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
class OrderKey:
    """
    What identifies an order.

    Args:
        exchange: `ExchangeIndex` (or int), or `ExchangeId` (or its text).
        instrument: `InstrumentIndex` (or int), or `InstrumentNameExchange` (or str); of the same form as the exchange.
        strategy: identifier of the strategy.
        cid: the client's identifier of the order.

    >>> from barter_execution import OrderKey
    >>> OrderKey(0, 3, "ema", "1")
    OrderKey(exchange=ExchangeIndex(0), instrument=InstrumentIndex(3), strategy=StrategyId('ema'), cid=ClientOrderId('1'))
    >>> OrderKey("kraken", "XBT/USD", "ema", "1").exchange
    ExchangeId.KRAKEN
    """
    __match_args__: ClassVar[tuple[Literal['exchange'], Literal['instrument'], Literal['strategy'], Literal['cid']]]
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
    def __new__(cls, /, exchange: ExchangeIndex | ExchangeId | int | str, instrument: InstrumentIndex | InstrumentNameExchange | int | str, strategy: StrategyId | str, cid: ClientOrderId | str) -> OrderKey: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> OrderKey:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def cid(self, /) -> ClientOrderId:
        """
        The client's identifier of the order.
        """
    @property
    def exchange(self, /) -> Any:
        """
        The exchange.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> OrderKey:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> OrderKey:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def instrument(self, /) -> Any:
        """
        The instrument.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def strategy(self, /) -> StrategyId:
        """
        Identifier of the strategy.
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
class OrderRequestCancel:
    """
    A request to cancel an order.

    Args:
        key: `OrderKey` of the order.
        state: `RequestCancel`, with the exchange's identifier if it is known.
    """
    __match_args__: ClassVar[tuple[Literal['key'], Literal['state']]]
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
    def __new__(cls, /, key: OrderKey, state: RequestCancel | None = None) -> OrderRequestCancel: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> OrderRequestCancel:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def cid(self, /) -> ClientOrderId:
        """
        The key's client order id.
        """
    @property
    def exchange(self, /) -> Any:
        """
        The key's exchange.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> OrderRequestCancel:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> OrderRequestCancel:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def id(self, /) -> OrderId | None:
        """
        The exchange's identifier of the order, if it is known.
        """
    @property
    def instrument(self, /) -> Any:
        """
        The key's instrument.
        """
    @property
    def key(self, /) -> OrderKey:
        """
        What identifies the order.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def state(self, /) -> RequestCancel:
        """
        What to cancel.
        """
    @property
    def strategy(self, /) -> StrategyId:
        """
        The key's strategy.
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
class OrderRequestOpen:
    """
    A request to open an order. A risk manager may hand it on, or an edited copy:
    `request.replace(state=request.state.replace(quantity=1))`.

    Args:
        key: `OrderKey`.
        state: `RequestOpen`.
    """
    __match_args__: ClassVar[tuple[Literal['key'], Literal['state']]]
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
    def __new__(cls, /, key: OrderKey, state: RequestOpen) -> OrderRequestOpen: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> OrderRequestOpen:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def cid(self, /) -> ClientOrderId:
        """
        The key's client order id.
        """
    @property
    def exchange(self, /) -> Any:
        """
        The key's exchange.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> OrderRequestOpen:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> OrderRequestOpen:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def instrument(self, /) -> Any:
        """
        The key's instrument.
        """
    @property
    def key(self, /) -> OrderKey:
        """
        What identifies the order.
        """
    @property
    def kind(self, /) -> OrderKind:
        """
        Market or limit.
        """
    @property
    def price(self, /) -> Decimal:
        """
        Limit price; for a market order the price seen when it was made.
        """
    @property
    def price_f64(self, /) -> float:
        """
        Price as a float.
        """
    @property
    def quantity(self, /) -> Decimal:
        """
        Quantity in the instrument's unit.
        """
    @property
    def quantity_f64(self, /) -> float:
        """
        Quantity as a float.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def side(self, /) -> Side:
        """
        Buy or sell.
        """
    @property
    def state(self, /) -> RequestOpen:
        """
        What the order is.
        """
    @property
    def strategy(self, /) -> StrategyId:
        """
        The key's strategy.
        """
    @property
    def time_in_force(self, /) -> TimeInForce:
        """
        How long it stays.
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
class OrderResponseCancel:
    """
    The answer to a request to cancel an order.

    Args:
        key: `OrderKey` of the order.
        state: `Cancelled`, or the `OrderError` that says why not.
    """
    __match_args__: ClassVar[tuple[Literal['key'], Literal['state']]]
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
    def __new__(cls, /, key: OrderKey, state: Cancelled | OrderError) -> OrderResponseCancel: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> OrderResponseCancel:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def cid(self, /) -> ClientOrderId:
        """
        The key's client order id.
        """
    @property
    def exchange(self, /) -> Any:
        """
        The key's exchange.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> OrderResponseCancel:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> OrderResponseCancel:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def instrument(self, /) -> Any:
        """
        The key's instrument.
        """
    @property
    def is_cancelled(self, /) -> bool:
        """
        Whether the order was cancelled.
        """
    @property
    def key(self, /) -> OrderKey:
        """
        What identifies the order.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def state(self, /) -> Cancelled | OrderError:
        """
        `Cancelled`, or the `OrderError` that says why not.
        """
    @property
    def strategy(self, /) -> StrategyId:
        """
        The key's strategy.
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
class OrderState:
    """
    State of an order.

    >>> from barter_execution import OrderState
    >>> OrderState.fully_filled()
    OrderState.Inactive(state=InactiveOrderState.FullyFilled())
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
    def _from_barter_wire(cls, /, data: Any) -> OrderState:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @staticmethod
    def active(state: ActiveOrderState | OpenInFlight | Open | CancelInFlight) -> OrderState:
        """
        The state of an order that is not done.
        """
    @property
    def error(self, /) -> OrderError | None:
        """
        Why the order could not be opened, if that is its state.
        """
    @staticmethod
    def expired() -> OrderState:
        """
        Its time ended.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> OrderState:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> OrderState:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @staticmethod
    def fully_filled() -> OrderState:
        """
        Filled whole.
        """
    @staticmethod
    def inactive(state: InactiveOrderState | Cancelled | OrderError) -> OrderState:
        """
        The state of an order that is done.
        """
    @property
    def is_active(self, /) -> bool:
        """
        Whether the order is not done.
        """
    @property
    def is_inactive(self, /) -> bool:
        """
        Whether the order is done.
        """
    @property
    def open_meta(self, /) -> Open | None:
        """
        The open state, where there is one: of an order that is open, or whose cancel is on its way.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def time_exchange(self, /) -> datetime | None:
        """
        When the exchange said so, an aware datetime in UTC; None for states without a time.
        """
    @property
    def time_exchange_ns(self, /) -> int | None:
        """
        When the exchange said so, nanoseconds since 1970 UTC; None for states without a time.
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
    class Active(OrderState):
        """
        Not done.
        """
        __match_args__: ClassVar[tuple[Literal['state']]]
        def __new__(cls, /, state: ActiveOrderState) -> OrderState.Active: ...
        @property
        def state(self, /) -> ActiveOrderState: ...
    @final
    class Inactive(OrderState):
        """
        Done.
        """
        __match_args__: ClassVar[tuple[Literal['state']]]
        def __new__(cls, /, state: InactiveOrderState) -> OrderState.Inactive: ...
        @property
        def state(self, /) -> InactiveOrderState: ...

@final
class RequestCancel:
    """
    What an order to cancel is: the exchange's identifier, or None where the client's identifier in the key is enough.
    """
    __match_args__: ClassVar[tuple[Literal['id']]]
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
    def __new__(cls, /, id: OrderId | str | None = None) -> RequestCancel: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> RequestCancel:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> RequestCancel:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> RequestCancel:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def id(self, /) -> OrderId | None:
        """
        The exchange's identifier of the order.
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
class RequestOpen:
    """
    What an order to open is.

    Args:
        side: `Side` or its text.
        price: limit price, above zero; for a market order the price seen when it was made, which may be 0.
        quantity: quantity in the instrument's unit, above zero.
        kind: `OrderKind` or its text.
        time_in_force: `TimeInForce`, or a text: gtc, post_only, day, fok, ioc.

    >>> from barter_execution import RequestOpen
    >>> RequestOpen("buy", "100.5", 2, "limit", "ioc").time_in_force
    TimeInForce.ImmediateOrCancel()
    """
    __match_args__: ClassVar[tuple[Literal['side'], Literal['price'], Literal['quantity'], Literal['kind'], Literal['time_in_force']]]
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
    def __new__(cls, /, side: Side | str, price: Decimal | int | str | float, quantity: Decimal | int | str | float, kind: OrderKind | str, time_in_force: TimeInForce | str) -> RequestOpen: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> RequestOpen:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> RequestOpen:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> RequestOpen:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def kind(self, /) -> OrderKind:
        """
        Market or limit.
        """
    @property
    def price(self, /) -> Decimal:
        """
        Limit price; for a market order the price seen when it was made.
        """
    @property
    def price_f64(self, /) -> float:
        """
        Price as a float.
        """
    @property
    def quantity(self, /) -> Decimal:
        """
        Quantity in the instrument's unit.
        """
    @property
    def quantity_f64(self, /) -> float:
        """
        Quantity as a float.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def side(self, /) -> Side:
        """
        Buy or sell.
        """
    @property
    def time_in_force(self, /) -> TimeInForce:
        """
        How long it stays.
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
class SimulatedExchange:
    """
    An exchange that is simulated: its own account, limit and market orders, queues, fees and latency, fed with the quotes and
    trades that the caller hands in. Nothing waits and no thread runs: time is what `advance`, `quote` and `trade` say.
    `SimulatedExecution` is the client that waits, by a simulated or by the wall clock.

    What barter's `MockExchange` lacks works here: cancels, limit orders that rest and fill, both legs of a trade in the balances,
    holds, rules of the instruments (tick, lot, smallest notional), and answers in a fixed order. The rules are those of backtests
    (docs/simulation.md).

    Args:
        instruments: `Instrument`s of one exchange in their named form: spot and linear perpetuals.
        balances: initial totals by the exchange's name of the asset (case does not matter); the others begin at 0.
        fees: fractions of the traded value in the quote asset: one number, `(maker, taker)`, or an object with `maker` and `taker`.
            Required, as there is no usual rate.
        latency: duration of each way between client and exchange, or `(entry, response)`; int nanoseconds, timedelta or text.
        matching: top_of_book (fills at the quote) or "last_trade" (optimistic: fills at the latest trade).
        size: unlimited, or "displayed": no more is filled at the touch than is shown.
        leverage: of perpetuals.
        max_quote_age: quotes that are older do not fill.
        time: where the clock begins, int nanoseconds UTC or an aware datetime.

    >>> from barter_execution import OrderKey, OrderRequestOpen, RequestOpen, SimulatedExchange
    >>> from barter_instrument import Instrument, Underlying
    >>> btc = Instrument.spot("binance_spot", "binance_spot-btc_usdt", "BTCUSDT", Underlying("BTC", "USDT"))
    >>> exchange = SimulatedExchange([btc], {"USDT": 1_000}, fees="0.001")
    >>> exchange.quote("BTCUSDT", bid=99, ask=101)
    >>> buy = OrderRequestOpen(OrderKey("binance_spot", "BTCUSDT", "s", "1"), RequestOpen("buy", 0, 2, "market", "ioc"))
    >>> ticket = exchange.send(buy)
    >>> exchange.advance(0)
    >>> exchange.answer(ticket).state
    OrderState.Inactive(state=InactiveOrderState.FullyFilled())
    >>> [(balance.asset, balance.balance.total) for balance in exchange.balances()]
    [(AssetNameExchange('BTC'), Decimal('2')), (AssetNameExchange('USDT'), Decimal('797.798'))]
    """
    def __new__(cls, /, instruments: Iterable[Instrument], balances: Mapping[str, Decimal | int | str | float], *, fees: Any, latency: timedelta | int | str | tuple[timedelta | int | str, timedelta | int | str] | None = None, matching: str = "top_of_book", size: str = "unlimited", cap_at_trade: bool = False, leverage: Decimal | int | str | float | None = None, maintenance_margin: Decimal | int | str | float | None = None, max_quote_age: timedelta | int | str | None = None, time: int | datetime | None = None) -> SimulatedExchange: ...
    def __repr__(self, /) -> str: ...
    def advance(self, /, time: int | datetime) -> None:
        """
        Moves the clock to a time; whatever is due until then happens. A time before `now_ns` is an error.
        """
    def answer(self, /, ticket: SupportsIndex) -> Any:
        """
        The answer to what was sent, once it was delivered, else None; it is given once. For an order to open: the `Order` as its
        request left it (open, filled, cancelled, expired, or failed with the error). For a cancel: `OrderResponseCancel`.
        """
    @property
    def assets(self, /) -> list[AssetNameExchange]:
        """
        Names of its assets.
        """
    def balances(self, /, assets: Iterable[str] | None = None) -> list[AssetBalance]:
        """
        Balances as the exchange has them now, without latency.
        """
    @property
    def exchange(self, /) -> ExchangeId:
        """
        The exchange whose instruments it lists.
        """
    def forget(self, /, ticket: SupportsIndex) -> None:
        """
        Drops the answer to what was sent, for which nobody waits any more; what was asked for stands.
        """
    @property
    def instruments(self, /) -> list[InstrumentNameExchange]:
        """
        Names of the instruments it lists.
        """
    @property
    def is_insolvent(self, /) -> bool:
        """
        Whether an account with perpetuals has less than its maintenance margin. Nothing is liquidated: what then happens is up to
        the caller (a backtest ends there).
        """
    @property
    def latency_ns(self, /) -> tuple[int, int]:
        """
        Entry and response latency, nanoseconds.
        """
    def next_event(self, /) -> AccountEvent | None:
        """
        The next account event that was delivered by now, else None.
        """
    def next_time_ns(self, /) -> int | None:
        """
        When something happens next (a request arrives, a day ends, an answer or event is delivered), nanoseconds; None if nothing will.
        """
    @property
    def now_ns(self, /) -> int:
        """
        Time of its clock, nanoseconds since 1970 UTC.
        """
    def open_orders(self, /, instruments: Iterable[str] | None = None) -> list[Order]:
        """
        Open orders as the exchange has them now, without latency.
        """
    def quote(self, /, instrument: InstrumentNameExchange | str, bid: Decimal | int | str | float | None = None, ask: Decimal | int | str | float | None = None, *, bid_quantity: Decimal | int | str | float | None = None, ask_quantity: Decimal | int | str | float | None = None, time: int | datetime | None = None) -> None:
        """
        A best bid and ask come to the market at `time` (default: now). A side that is None has no liquidity. The quantities shown are
        1 unless they are given: orders queue behind them, and with `size="displayed"` no more is filled.
        """
    def reconnecting(self, /) -> None:
        """
        The connection to market data was lost: nothing fills until the instrument's next quote.
        """
    def send(self, /, request: OrderRequestOpen | OrderRequestCancel) -> int:
        """
        Sends a request to open or to cancel an order, keyed by name; its answer is had by the number that is given back.
        """
    def send_balances(self, /, assets: Iterable[str] | None = None) -> int:
        """
        Asks for balances; None is all assets.
        """
    def send_open_orders(self, /, instruments: Iterable[str] | None = None) -> int:
        """
        Asks for open orders; None is all instruments.
        """
    def send_snapshot(self, /, assets: Iterable[str] | None = None, instruments: Iterable[str] | None = None) -> int:
        """
        Asks for an account snapshot; None is all assets, all instruments.
        """
    def send_trades(self, /, since: int | datetime) -> int:
        """
        Asks for own trades since a time.
        """
    def snapshot(self, /, assets: Iterable[str] | None = None, instruments: Iterable[str] | None = None) -> AccountSnapshot:
        """
        The account as the exchange has it now, without latency.
        """
    def trade(self, /, instrument: InstrumentNameExchange | str, price: Decimal | int | str | float, quantity: Decimal | int | str | float, side: Side | str | None = None, *, time: int | datetime | None = None) -> None:
        """
        A trade of others comes to the market at `time` (default: now); `side` is the aggressor's, if it is known.
        """
    def trades(self, /, since: int | datetime | None = None) -> list[Trade]:
        """
        Own trades since a time (default: all), without latency.
        """

@disjoint_base
class TimeInForce:
    """
    How long an order stays.

    >>> from barter_execution import TimeInForce
    >>> match TimeInForce.GoodUntilCancelled(post_only=True):
    ...     case TimeInForce.GoodUntilCancelled(post_only):
    ...         print(post_only)
    True
    >>> TimeInForce.from_text("ioc") == TimeInForce.ImmediateOrCancel()
    True
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
    def _from_barter_wire(cls, /, data: Any) -> TimeInForce:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> TimeInForce:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> TimeInForce:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @staticmethod
    def from_text(text: str) -> TimeInForce:
        """
        From a text: gtc, post_only, day, fok, ioc, or upstream's name in snake case.
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
    class FillOrKill(TimeInForce):
        """
        Filled whole at once, or cancelled.
        """
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls, /) -> TimeInForce.FillOrKill: ...
    @final
    class GoodUntilCancelled(TimeInForce):
        """
        Until it is cancelled. `post_only`: it is refused if it would take liquidity.
        """
        __match_args__: ClassVar[tuple[Literal['post_only']]]
        def __new__(cls, /, post_only: bool = ...) -> TimeInForce.GoodUntilCancelled: ...
        @property
        def post_only(self, /) -> bool: ...
    @final
    class GoodUntilEndOfDay(TimeInForce):
        """
        Until the end of the day in UTC.
        """
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls, /) -> TimeInForce.GoodUntilEndOfDay: ...
    @final
    class ImmediateOrCancel(TimeInForce):
        """
        Filled as far as possible at once, the rest is cancelled.
        """
        __match_args__: ClassVar[tuple[()]]
        def __new__(cls, /) -> TimeInForce.ImmediateOrCancel: ...

@final
class Trade:
    """
    A fill of an order, whole or partial.

    Args:
        id: the exchange's identifier of the trade.
        order_id: the exchange's identifier of the order.
        instrument: `InstrumentIndex` (or int), or `InstrumentNameExchange` (or str).
        strategy: identifier of the strategy.
        time_exchange: int nanoseconds UTC or an aware datetime.
        side: `Side` of the order.
        price: price in the quote asset, not negative.
        quantity: quantity in the instrument's unit, above zero.
        fees: `AssetFees`.
    """
    __match_args__: ClassVar[tuple[Literal['id'], Literal['order_id'], Literal['instrument'], Literal['strategy'], Literal['time_exchange'], Literal['side'], Literal['price'], Literal['quantity'], Literal['fees']]]
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
    def __new__(cls, /, id: TradeId | str, order_id: OrderId | str, instrument: InstrumentIndex | InstrumentNameExchange | int | str, strategy: StrategyId | str, time_exchange: int | datetime, side: Side | str, price: Decimal | int | str | float, quantity: Decimal | int | str | float, fees: AssetFees) -> Trade: ...
    def __reduce__(self, /) -> tuple[Any, ...]: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _from_barter_wire(cls, /, data: Any) -> Trade:
        """
        A value from barter's wire form. Raises DataError for anything else.
        """
    @property
    def fees(self, /) -> AssetFees:
        """
        Fees and the asset they are paid in.
        """
    @classmethod
    def from_dict(cls, /, data: Any) -> Trade:
        """
        A value from what `to_dict` gives; numbers may also be Decimal.
        """
    @classmethod
    def from_json(cls, /, text: str) -> Trade:
        """
        A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
        """
    @property
    def id(self, /) -> TradeId:
        """
        The exchange's identifier of the trade.
        """
    @property
    def instrument(self, /) -> Any:
        """
        The instrument.
        """
    @property
    def order_id(self, /) -> OrderId:
        """
        The exchange's identifier of the order.
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
    @property
    def quantity(self, /) -> Decimal:
        """
        Quantity in the instrument's unit.
        """
    @property
    def quantity_f64(self, /) -> float:
        """
        Quantity as a float.
        """
    def replace(self, /, **changes: Any) -> Self:
        """
        A copy with other values for some fields, checked as the constructor checks.
        """
    @property
    def side(self, /) -> Side:
        """
        Side of the order.
        """
    @property
    def strategy(self, /) -> StrategyId:
        """
        Identifier of the strategy.
        """
    @property
    def time_exchange(self, /) -> datetime:
        """
        When it happened, an aware datetime in UTC.
        """
    @property
    def time_exchange_ns(self, /) -> int:
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
    @property
    def value_quote(self, /) -> Decimal:
        """
        Price × quantity, as upstream has it: without the contract size.
        """

def generate_execution_instrument_map(instruments: IndexedInstruments, exchange: ExchangeId | str) -> ExecutionInstrumentMap:
    """
    The map of one exchange of a collection. Raises IndexError.ExchangeIndex if no instrument is of the exchange.
    """

def random_client_order_id() -> str:
    """
    A random identifier of 23 characters that are safe in URLs.
    """

__all__ = ["AccountEvent", "AccountEventKind", "AccountSnapshot", "InstrumentAccountSnapshot", "AssetBalance", "Balance", "MockConnection", "MockEvents", "MockExecutionConfig", "AccountState", "MockExchange", "SimulatedExchange", "AccountEventIndexer", "ExecutionInstrumentMap", "generate_execution_instrument_map", "Order", "OrderKey", "TimeInForce", "OrderEvent", "random_client_order_id", "OrderRequestCancel", "OrderRequestOpen", "OrderResponseCancel", "RequestCancel", "RequestOpen", "ActiveOrderState", "CancelInFlight", "Cancelled", "InactiveOrderState", "Open", "OpenInFlight", "OrderState", "AssetFees", "Trade", "__version__", "__barter_schemas__"]
__barter_schemas__: Final[dict[str, tuple[int, int]]]
__version__: Final[str]
