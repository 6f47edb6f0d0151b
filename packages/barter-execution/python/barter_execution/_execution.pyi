"""
Compiled part of `barter_execution`; import its names from there.
"""

from barter_execution.enums import OrderKind
from barter_execution.errors import OrderError
from barter_execution.names import ClientOrderId, OrderId, StrategyId, TradeId
from barter_instrument.enums import ExchangeId, Side
from barter_instrument.keyed import QuoteAsset
from barter_instrument.names import AssetIndex, AssetNameExchange, ExchangeIndex, InstrumentIndex, InstrumentNameExchange
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Final, Literal, Self, final
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
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
        """
    def to_json(self, /) -> str:
        """
        The value as JSON text, in the form that barter's Rust crates read and write.
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
        The assets it has balances of.
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
    def to_dict(self, /) -> Any:
        """
        The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
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

def random_client_order_id() -> str:
    """
    A random identifier of 23 characters that are safe in URLs.
    """

__all__ = ["AccountEvent", "AccountEventKind", "AccountSnapshot", "InstrumentAccountSnapshot", "AssetBalance", "Balance", "Order", "OrderKey", "TimeInForce", "random_client_order_id", "OrderRequestCancel", "OrderRequestOpen", "OrderResponseCancel", "RequestCancel", "RequestOpen", "ActiveOrderState", "CancelInFlight", "Cancelled", "InactiveOrderState", "Open", "OpenInFlight", "OrderState", "AssetFees", "Trade", "__version__", "__barter_schemas__"]
__barter_schemas__: Final[dict[str, tuple[int, int]]]
__version__: Final[str]
