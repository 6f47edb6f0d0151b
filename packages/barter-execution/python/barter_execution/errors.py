"""Errors of clients and orders: exceptions that can be caught by kind and are equal by value.

``ClientError`` is the base. ``OrderError`` is what an order can end with: a ``ConnectivityError`` (no answer) or an
``ApiError`` (the exchange said no); each kind is a class inside of it. ``KeyError`` is a failed look-up in an
``ExecutionInstrumentMap``.

>>> from barter_execution import ApiError, OrderError
>>> try:
...     raise ApiError.BalanceInsufficient("usdt", "needs 100, has 3")
... except OrderError as error:
...     print(error)
asset usdt balance insufficient: needs 100, has 3
>>> ApiError.RateLimit() == ApiError.RateLimit()
True
"""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any, ClassVar, Self

from barter_instrument import ExchangeId, NetworkError, NotFoundError, TimedOutError
from barter_instrument.errors import BarterError

if TYPE_CHECKING:
    from barter_instrument import AssetIndex, AssetNameExchange, InstrumentIndex, InstrumentNameExchange

__all__ = ["ApiError", "ClientError", "ConnectivityError", "KeyError", "OrderError"]


def text_of(value: object) -> str:
    """`str(value)`, without the surrogates that Rust's text cannot hold."""
    return str(value).encode("utf-8", "backslashreplace").decode()


class ClientError(BarterError):
    """An execution client could not do what it was asked.

    Kinds: `ConnectivityError` (also as ``ClientError.Connectivity``), `ApiError` (``ClientError.Api``),
    ``ClientError.AccountSnapshot`` and ``ClientError.AccountStream``.
    """

    default_code = "client"
    _fields: ClassVar[tuple[str, ...]] = ()

    Connectivity: ClassVar[type[ConnectivityError]]
    Api: ClassVar[type[ApiError]]
    AccountSnapshot: ClassVar[type[_AccountSnapshot]]
    AccountStream: ClassVar[type[_AccountStream]]

    def to_json(self, form: type[ClientError] | None = None) -> str:
        """The error as JSON text of barter's Rust crates: of its own enum, or of the enum `form` that holds it.

        >>> ApiError.RateLimit().to_json(), ApiError.RateLimit().to_json(OrderError)
        ('"RateLimit"', '{"Rejected": "RateLimit"}')
        """
        from .error_json import to_json

        return to_json(self, form)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """An error from the JSON text of the enum that this class stands for. Raises DataError for anything else.

        >>> OrderError.from_json('{"Connectivity": "Timeout"}')
        ConnectivityError.Timeout()
        """
        from .error_json import from_json

        error = from_json(cls, text)
        assert isinstance(error, cls)
        return error

    def _value(self) -> tuple[object, ...]:
        return (type(self), *(getattr(self, name, None) for name in self._fields), None if self._fields else self.args)

    def __eq__(self, other: object) -> bool:
        return self._value() == other._value() if isinstance(other, ClientError) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._value())

    def __repr__(self) -> str:
        if not self._fields and self.args:
            return f"{type(self).__qualname__}({self.args[0]!r})"
        return f"{type(self).__qualname__}({', '.join(repr(getattr(self, name)) for name in self._fields)})"


class OrderError(ClientError):
    """What opening or cancelling an order can end with: a `ConnectivityError` (also as ``OrderError.Connectivity``) or an
    `ApiError` (``OrderError.Rejected``).
    """

    default_code = "order"

    Rejected: ClassVar[type[ApiError]]


class ConnectivityError(OrderError, NetworkError):
    """No answer from the exchange. These errors come and go."""

    default_code = "connectivity"

    ExchangeOffline: ClassVar[type[_ExchangeOffline]]
    Timeout: ClassVar[type[_Timeout]]
    Socket: ClassVar[type[_Socket]]


class ApiError(OrderError):
    """The exchange refused a request."""

    default_code = "api"

    AssetInvalid: ClassVar[type[_AssetInvalid]]
    InstrumentInvalid: ClassVar[type[_InstrumentInvalid]]
    RateLimit: ClassVar[type[_RateLimit]]
    BalanceInsufficient: ClassVar[type[_BalanceInsufficient]]
    OrderRejected: ClassVar[type[_OrderRejected]]
    OrderAlreadyCancelled: ClassVar[type[_OrderAlreadyCancelled]]
    OrderAlreadyFullyFilled: ClassVar[type[_OrderAlreadyFullyFilled]]


class _ExchangeOffline(ConnectivityError):
    """The exchange is offline, likely for maintenance."""

    default_code = "exchange_offline"
    _fields = ("exchange",)

    def __init__(self, exchange: ExchangeId | str) -> None:
        self.exchange: ExchangeId = ExchangeId(exchange)
        super().__init__(f"exchange offline: {self.exchange.value}")


class _Timeout(ConnectivityError, TimedOutError):
    """No answer came in time."""

    default_code = "timeout"

    def __init__(self) -> None:
        super().__init__("execution request timed out")

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}()"


class _Socket(ConnectivityError):
    """The connection failed; ``reason`` says how."""

    default_code = "socket"
    _fields = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason: str = text_of(reason)
        super().__init__(self.reason)


class _AssetInvalid(ApiError):
    """The exchange does not know the asset."""

    default_code = "asset_invalid"
    _fields = ("asset", "reason")

    def __init__(self, asset: AssetIndex | AssetNameExchange | int | str, reason: str) -> None:
        self.asset: AssetIndex | AssetNameExchange | int | str = asset
        self.reason: str = text_of(reason)
        super().__init__(f"asset {asset} invalid: {self.reason}")


class _InstrumentInvalid(ApiError):
    """The exchange does not know the instrument."""

    default_code = "instrument_invalid"
    _fields = ("instrument", "reason")

    def __init__(self, instrument: InstrumentIndex | InstrumentNameExchange | int | str, reason: str) -> None:
        self.instrument: InstrumentIndex | InstrumentNameExchange | int | str = instrument
        self.reason: str = text_of(reason)
        super().__init__(f"instrument {instrument} invalid: {self.reason}")


class _RateLimit(ApiError):
    """Too many requests."""

    default_code = "rate_limit"

    def __init__(self) -> None:
        super().__init__("rate limit exceeded")

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}()"


class _BalanceInsufficient(ApiError):
    """The balance does not cover the order."""

    default_code = "balance_insufficient"
    _fields = ("asset", "reason")

    def __init__(self, asset: AssetIndex | AssetNameExchange | int | str, reason: str) -> None:
        self.asset: AssetIndex | AssetNameExchange | int | str = asset
        self.reason: str = text_of(reason)
        super().__init__(f"asset {asset} balance insufficient: {self.reason}")


class _OrderRejected(ApiError):
    """The exchange refused the order; ``reason`` says why."""

    default_code = "order_rejected"
    _fields = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason: str = text_of(reason)
        super().__init__(f"order rejected: {self.reason}")


class _OrderAlreadyCancelled(ApiError):
    """The order to cancel is cancelled already."""

    default_code = "order_already_cancelled"

    def __init__(self) -> None:
        super().__init__("order already cancelled")

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}()"


class _OrderAlreadyFullyFilled(ApiError):
    """The order to cancel is filled already."""

    default_code = "order_already_fully_filled"

    def __init__(self) -> None:
        super().__init__("order already fully filled")

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}()"


class _AccountSnapshot(ClientError):
    """The account snapshot could not be fetched; ``reason`` says why."""

    default_code = "account_snapshot"
    _fields = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason: str = text_of(reason)
        super().__init__(f"failed to fetch the account snapshot: {self.reason}")


class _AccountStream(ClientError):
    """The account stream could not be opened, or broke off; ``reason`` says why."""

    default_code = "account_stream"
    _fields = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason: str = text_of(reason)
        super().__init__(f"account stream failed: {self.reason}")


class KeyError(NotFoundError, builtins.KeyError):  # noqa: A001  (upstream's name)
    """A look-up in an `ExecutionInstrumentMap` by an index that it does not hold; its message names the index.

    Kinds: ``KeyError.ExchangeId``, ``KeyError.AssetKey``, ``KeyError.InstrumentKey``. A look-up by a name raises
    `barter_instrument.IndexError`.
    """

    default_code = "key"

    ExchangeId: ClassVar[type[_ExchangeIdUnknown]]
    AssetKey: ClassVar[type[_AssetKey]]
    InstrumentKey: ClassVar[type[_InstrumentKey]]

    def __eq__(self, other: object) -> bool:
        return (type(self), self.args) == (type(other), other.args) if isinstance(other, KeyError) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), self.args))


class _ExchangeIdUnknown(KeyError):
    """The map is not of this exchange."""

    default_code = "exchange_id"


class _AssetKey(KeyError):
    """The map's exchange has no asset of this index."""

    default_code = "asset_key"


class _InstrumentKey(KeyError):
    """The map's exchange has no instrument of this index."""

    default_code = "instrument_key"


def _nest(owner: type[Any], *kinds: type[Any]) -> None:
    """Makes ``_RateLimit`` the class ``ApiError.RateLimit``."""
    for kind in kinds:
        kind.__name__ = kind.__name__.removeprefix("_")
        kind.__qualname__ = f"{owner.__name__}.{kind.__name__}"
        setattr(owner, kind.__name__, kind)


_nest(ConnectivityError, _ExchangeOffline, _Timeout, _Socket)
_nest(
    ApiError,
    _AssetInvalid,
    _InstrumentInvalid,
    _RateLimit,
    _BalanceInsufficient,
    _OrderRejected,
    _OrderAlreadyCancelled,
    _OrderAlreadyFullyFilled,
)
_nest(ClientError, _AccountSnapshot, _AccountStream)
_ExchangeIdUnknown.__name__ = "_ExchangeId"
_nest(KeyError, _ExchangeIdUnknown, _AssetKey, _InstrumentKey)
ClientError.Connectivity = ConnectivityError
ClientError.Api = ApiError
OrderError.Rejected = ApiError
