"""`Snapshot`, `SnapUpdates`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from .json_form import JsonForm, form_of

__all__ = ["SnapUpdates", "Snapshot"]

T = TypeVar("T")
N = TypeVar("N")
S = TypeVar("S")
U = TypeVar("U")


@dataclass(frozen=True, order=True, slots=True)
class Snapshot(JsonForm, Generic[T]):
    """Marks a value as a whole, which replaces what was known before; an update is not marked.

    Example:
        >>> Snapshot(10).map(lambda value: value * 2)
        Snapshot(value=20)
    """

    value: T

    def map(self, operation: Callable[[T], N]) -> Snapshot[N]:
        """The snapshot of what `operation` makes of the value."""
        return Snapshot(operation(self.value))

    def to_dict(self) -> Any:
        """The form of the value: a snapshot adds nothing to it, as in upstream's serde form."""
        return form_of(self.value)

    @classmethod
    def from_dict(cls, form: Any) -> Self:
        """The snapshot of what JSON has; `map` makes something of it."""
        return cls(form)

    def replace(self, **changes: Any) -> Snapshot[Any]:
        """A copy with another value."""
        return dataclasses.replace(self, **changes)


@dataclass(frozen=True, order=True, slots=True)
class SnapUpdates(JsonForm, Generic[S, U]):
    """A snapshot and the updates that follow it.

    Example:
        >>> SnapUpdates(Snapshot(1), [2, 3]).updates
        [2, 3]
    """

    snapshot: S
    updates: U

    def to_dict(self) -> dict[str, Any]:
        """`{"snapshot": ..., "updates": ...}`."""
        return {"snapshot": form_of(self.snapshot), "updates": form_of(self.updates)}

    @classmethod
    def from_dict(cls, form: Any) -> Self:
        """The pair of that form; what is inside stays as JSON has it."""
        if not isinstance(form, dict) or set(form) != {"snapshot", "updates"}:
            raise cls._unfit(form, "a dict with the keys snapshot, updates")
        return cls(form["snapshot"], form["updates"])

    def replace(self, **changes: Any) -> SnapUpdates[Any, Any]:
        """A copy with other values for some fields."""
        return dataclasses.replace(self, **changes)
