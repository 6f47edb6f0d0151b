"""`Keyed`, and the marker assets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, Self, TypeVar

from .errors import DataError

__all__ = ["BaseAsset", "Keyed", "QuoteAsset"]

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, order=True, slots=True)
class Keyed(Generic[K, V]):
    """A value and its key.

    >>> Keyed(0, "btc").value
    'btc'
    """

    key: K
    value: V

    def replace(self, **changes: Any) -> Keyed[K, V]:
        """A copy with other values for some fields."""
        return replace(self, **changes)

    def __str__(self) -> str:
        return f"{self.key}, {self.value}"

    def to_dict(self) -> dict[str, Any]:
        """The pair as plain data: `to_json` read by `json.loads`.

        >>> Keyed(3, "btc").to_dict()
        {'key': 3, 'value': 'btc'}
        """
        return {"key": _plain(self.key), "value": _plain(self.value)}

    def to_json(self) -> str:
        """The pair as JSON text, in the form that barter's Rust crates read and write."""
        import json

        return json.dumps(self.to_dict(), separators=(",", ":"), ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], key: Callable[[Any], K], value: Callable[[Any], V]) -> Keyed[K, V]:
        """A pair from what `to_dict` gives.

        Args:
            data: a mapping with `key` and `value`.
            key: class of the key, or a function that makes it.
            value: class of the value (its `from_dict` is called if it has one), or a function that makes it.

        Raises:
            DataError: `data` is not such a mapping.

        >>> from barter_instrument import AssetIndex
        >>> Keyed.from_dict({"key": 3, "value": "btc"}, AssetIndex, str)
        Keyed(key=AssetIndex(3), value='btc')
        """
        if not isinstance(data, Mapping) or set(data) != {"key", "value"}:
            raise DataError(f"data must be a mapping of key and value, got {data!r}", argument="data")
        return Keyed(_made(key, data["key"]), _made(value, data["value"]))

    @classmethod
    def from_json(cls, text: str, key: Callable[[Any], K], value: Callable[[Any], V]) -> Keyed[K, V]:
        """A pair from JSON text; see `from_dict`. Raises DataError for anything else.

        >>> from barter_instrument import ExchangeId, ExchangeIndex
        >>> Keyed.from_json('{"key":0,"value":"okx"}', ExchangeIndex, ExchangeId)
        Keyed(key=ExchangeIndex(0), value=ExchangeId.OKX)
        """
        import json

        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DataError(f"text must be JSON, got {text!r}: {error}", argument="text") from error
        return cls.from_dict(data, key, value)


def _plain(part: Any) -> Any:
    """A part of a pair as plain data."""
    if callable(to_dict := getattr(part, "to_dict", None)):
        return to_dict()
    if isinstance(part, Enum):
        return part.value
    return str(part) if isinstance(part, Decimal) else part


def _made(make: Callable[[Any], Any], data: Any) -> Any:
    """A part of a pair from plain data."""
    return getattr(make, "from_dict", make)(data)


class _Marker:
    """Base of marker assets: one object each."""

    __slots__ = ()
    _only: Any

    def __init_subclass__(cls) -> None:
        cls._only = object.__new__(cls)

    def __new__(cls) -> Self:
        only: Self = cls._only
        return only

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def __str__(self) -> str:
        return type(self).__name__

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), ())

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self


class BaseAsset(_Marker):
    """Stands for the base asset of an instrument, whatever it is. There is one object of it."""

    __slots__ = ()


class QuoteAsset(_Marker):
    """Stands for the quote asset of an instrument, whatever it is: the asset of fees in the engine.

    >>> QuoteAsset() is QuoteAsset()
    True
    """

    __slots__ = ()
