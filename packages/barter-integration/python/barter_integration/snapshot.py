"""`Snapshot`, `SnapUpdates`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

__all__ = ["SnapUpdates", "Snapshot"]

T = TypeVar("T")
N = TypeVar("N")
S = TypeVar("S")
U = TypeVar("U")


@dataclass(frozen=True, order=True, slots=True)
class Snapshot(Generic[T]):
    """Marks a value as a whole, which replaces what was known before; an update is not marked.

    Example:
        >>> Snapshot(10).map(lambda value: value * 2)
        Snapshot(value=20)
    """

    value: T

    def map(self, operation: Callable[[T], N]) -> Snapshot[N]:
        """The snapshot of what `operation` makes of the value."""
        return Snapshot(operation(self.value))

    def replace(self, **changes: Any) -> Snapshot[Any]:
        """A copy with another value."""
        return dataclasses.replace(self, **changes)


@dataclass(frozen=True, order=True, slots=True)
class SnapUpdates(Generic[S, U]):
    """A snapshot and the updates that follow it.

    Example:
        >>> SnapUpdates(Snapshot(1), [2, 3]).updates
        [2, 3]
    """

    snapshot: S
    updates: U

    def replace(self, **changes: Any) -> SnapUpdates[Any, Any]:
        """A copy with other values for some fields."""
        return dataclasses.replace(self, **changes)
