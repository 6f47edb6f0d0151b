"""`Keyed`, and the marker assets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Generic, Self, TypeVar

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
