"""Errors of market data: exceptions that are caught by kind and are equal by value.

`DataError` is upstream's enum, and each of its variants a class inside of it. It is not `barter_instrument.DataError`, which is for bytes,
texts and files that do not hold what they should; so it is importable from the top of the wheel, but not in its ``__all__``: no star
hides the other one.

>>> from barter_data import Subscription, errors
>>> from barter_instrument import MarketDataInstrument, MarketDataInstrumentKind
>>> btc_usd = MarketDataInstrument("btc", "usd", MarketDataInstrumentKind.Perpetual())
>>> try:
...     Subscription("coinbase", btc_usd, "public_trades")
... except errors.DataError.Unsupported as error:
...     print(error)
kind PublicTrades of perpetual instruments is not supported on coinbase: it has PublicTrades of spot
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

import barter_instrument.errors as tree
from barter_instrument import BarterError, ExchangeId, InvalidArgumentError, NetworkError

from .enums import SubKind

if TYPE_CHECKING:
    from barter_integration import SubscriptionId

__all__ = ["DataError"]


class DataError(BarterError):
    """Market data that cannot be subscribed to, or a stream of it that failed. Its kinds are upstream's variants.

    >>> from barter_data import DataError
    >>> DataError.InvalidSequence(10, 12).is_terminal()
    True
    """

    default_code = "market_data"
    _fields: ClassVar[tuple[str, ...]] = ()

    Index: ClassVar[type[_Index]]
    SubscriptionsEmpty: ClassVar[type[_SubscriptionsEmpty]]
    UnsupportedSubKind: ClassVar[type[_UnsupportedSubKind]]
    InitialSnapshotMissing: ClassVar[type[_InitialSnapshotMissing]]
    InitialSnapshotInvalid: ClassVar[type[_InitialSnapshotInvalid]]
    Socket: ClassVar[type[_Socket]]
    Unsupported: ClassVar[type[_Unsupported]]
    InvalidSequence: ClassVar[type[_InvalidSequence]]

    def is_terminal(self) -> bool:
        """Whether a stream has to start anew: where updates of a book are missing."""
        return isinstance(self, _InvalidSequence)

    def to_json(self) -> str:
        """The error as JSON text of barter's Rust crates.

        >>> DataError.Unsupported("okx", "candles").to_json()
        '{"Unsupported":{"exchange":"okx","sub_kind":"Candles"}}'
        """
        import json

        return json.dumps(_form(self), separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """An error from JSON text of barter's Rust crates. Raises `barter_instrument.DataError` for anything else.

        >>> DataError.from_json('{"Socket":"closed"}')
        DataError.Socket('closed')
        """
        import json

        try:
            error = _read(json.loads(text))
        except (BarterError, ValueError, TypeError) as cause:
            raise tree.DataError(f"this JSON is no {cls.__qualname__}: {text[:120]}", argument="text") from cause
        if not isinstance(error, cls):
            raise tree.DataError(f"this JSON is no {cls.__qualname__}: {text[:120]}", argument="text")
        return error

    def _value(self) -> tuple[object, ...]:
        return (type(self), *(getattr(self, name) for name in self._fields))

    def __eq__(self, other: object) -> bool:
        return self._value() == other._value() if isinstance(other, DataError) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._value())

    def __repr__(self) -> str:
        if type(self) is DataError:
            return f"DataError({str(self)!r})"
        return f"{type(self).__qualname__}({', '.join(repr(getattr(self, name)) for name in self._fields)})"


class _Index(DataError, tree.NotFoundError):
    """An instrument of a subscription is not in the collection; ``error`` is the `IndexError`."""

    default_code = "market_data.index"
    _fields = ("error",)

    def __init__(self, error: tree.IndexError) -> None:
        if not isinstance(error, tree.IndexError):
            raise tree.WrongTypeError(f"error must be an IndexError, got {type(error).__name__}", argument="error")
        self.error: tree.IndexError = error
        super().__init__(f"failed to index market data Subscriptions: {error}")


class _SubscriptionsEmpty(DataError, InvalidArgumentError):
    """There is nothing to subscribe to."""

    default_code = "market_data.subscriptions_empty"

    def __init__(self) -> None:
        super().__init__("subscriptions must not be empty: a stream needs at least one", argument="subscriptions")


class _UnsupportedSubKind(DataError, InvalidArgumentError):
    """No exchange has market data of this kind."""

    default_code = "market_data.unsupported_sub_kind"
    _fields = ("sub_kind",)

    def __init__(self, sub_kind: SubKind | str) -> None:
        self.sub_kind: SubKind = SubKind(sub_kind)
        super().__init__(f"unsupported DynamicStreams Subscription SubKind: {self.sub_kind}", argument="sub_kind")


class _InitialSnapshotMissing(DataError):
    """No snapshot came for the book of a subscription."""

    default_code = "market_data.initial_snapshot_missing"
    _fields = ("subscription_id",)

    def __init__(self, subscription_id: SubscriptionId | str) -> None:
        from barter_integration import SubscriptionId

        self.subscription_id: SubscriptionId = SubscriptionId(subscription_id)
        super().__init__(f"initial snapshot missing for: {subscription_id}")


class _InitialSnapshotInvalid(DataError, tree.DataError):
    """The snapshot of a book is not what it should be; ``reason`` says why."""

    default_code = "market_data.initial_snapshot_invalid"
    _fields = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason: str = str(reason)
        super().__init__(f"initial snapshot invalid: {reason}")


class _Socket(DataError, NetworkError):
    """The connection failed, or what came on it could not be read; ``reason`` says how."""

    default_code = "market_data.socket"
    _fields = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason: str = str(reason)
        super().__init__(f"SocketError: {reason}")


class _Unsupported(DataError, InvalidArgumentError):
    """barter has no such market data of the exchange; ``reason`` says what there is, where that is known."""

    default_code = "market_data.unsupported"
    _fields = ("exchange", "sub_kind")

    def __init__(
        self,
        exchange: ExchangeId | str,
        sub_kind: SubKind | str,
        reason: str | None = None,
        argument: str | None = None,
    ) -> None:
        self.exchange: ExchangeId = ExchangeId(exchange)
        self.sub_kind: SubKind = SubKind(sub_kind)
        self.reason: str = (
            f"unsupported dynamic Subscription for exchange: {self.exchange}, kind: {self.sub_kind}"
            if reason is None
            else str(reason)
        )
        super().__init__(self.reason, argument=argument)


class _InvalidSequence(DataError):
    """An update of a book does not follow the one before: some are missing, and the book has to be fetched anew."""

    default_code = "market_data.invalid_sequence"
    _fields = ("prev_last_update_id", "first_update_id")

    def __init__(self, prev_last_update_id: int, first_update_id: int) -> None:
        self.prev_last_update_id: int = prev_last_update_id
        self.first_update_id: int = first_update_id
        super().__init__(
            f"InvalidSequence: first_update_id {first_update_id} does not follow on from the "
            f"prev_last_update_id {prev_last_update_id}"
        )


_KINDS: dict[str, type[DataError]] = {}
_INDEX_KINDS: dict[str, type[tree.IndexError]] = {
    "ExchangeIndex": tree.ExchangeIndexError,
    "AssetIndex": tree.AssetIndexError,
    "InstrumentIndex": tree.InstrumentIndexError,
}


def _nest(*kinds: type[Any]) -> None:
    """Makes ``_Socket`` the class ``DataError.Socket``, under that name in reprs and pickles."""
    for kind in kinds:
        kind.__name__ = kind.__name__.removeprefix("_")
        kind.__qualname__ = f"DataError.{kind.__name__}"
        setattr(DataError, kind.__name__, kind)
        _KINDS[kind.__name__] = kind


_nest(
    _Index,
    _SubscriptionsEmpty,
    _UnsupportedSubKind,
    _InitialSnapshotMissing,
    _InitialSnapshotInvalid,
    _Socket,
    _Unsupported,
    _InvalidSequence,
)


def _form(error: DataError) -> Any:
    """As upstream's serde writes it."""
    name = type(error).__name__
    if isinstance(error, _Index):
        return {name: {type(error.error).__name__.removesuffix("Error"): str(error.error)}}
    details = {field: getattr(error, field) for field in error._fields}
    plain = {field: value.value if isinstance(value, SubKind) else value for field, value in details.items()}
    if not plain:
        return name
    return {name: plain if len(plain) > 1 else next(iter(plain.values()))}


def _read(form: Any) -> DataError:
    if form == "SubscriptionsEmpty":
        return _SubscriptionsEmpty()
    name, content = _single(form)
    kind = _KINDS.get(name)
    if kind is None:
        raise ValueError(f"there is no {name}")
    if kind is _Index:
        which, text = _single(content)
        if which not in _INDEX_KINDS or not isinstance(text, str):
            raise ValueError(f"Index holds one of {', '.join(_INDEX_KINDS)}")
        return _Index(_INDEX_KINDS[which](text))
    if isinstance(content, dict):
        if set(content) != set(kind._fields):
            raise ValueError(f"{name} has the fields {', '.join(kind._fields)}")
        return kind(**content)
    if not isinstance(content, str) or len(kind._fields) != 1:
        raise ValueError(f"{name} holds one text")
    return kind(content)


def _single(form: Any) -> tuple[str, Any]:
    """The one key of a dict, and its value."""
    if not isinstance(form, dict) or len(form) != 1:
        raise ValueError("a variant is a dict with one key")
    ((name, content),) = form.items()
    return name, content
