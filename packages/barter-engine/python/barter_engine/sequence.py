"""`Sequence`: the counter of the events that an engine has processed."""

from __future__ import annotations

import json
from functools import total_ordering
from typing import ClassVar, Self

from barter_instrument.errors import DataError, InvalidArgumentError, WrongTypeError

__all__ = ["Sequence"]

_LAST = 2**64 - 1


@total_ordering
class Sequence:
    """A counter that only grows, from 0 to 2^64 - 1. Upstream's `Sequence(u64)`; it changes, so it has no hash.

    Args:
        value: where it starts.

    Raises:
        InvalidArgumentError: below 0, or above 2^64 - 1, also where counting on would pass that.
        WrongTypeError: not a whole number.

    >>> sequence = Sequence(5)
    >>> sequence.fetch_add(), sequence
    (Sequence(5), Sequence(6))
    >>> int(sequence.increment()), sequence > Sequence(6)
    (7, True)
    """

    __slots__ = ("_value",)
    __match_args__ = ("value",)
    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __init__(self, value: int = 0) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise WrongTypeError(f"value must be an int, got {type(value).__name__} {value!r:.80}", argument="value")
        if not 0 <= value <= _LAST:
            raise InvalidArgumentError(f"value must be from 0 to 2^64 - 1, got {value}", argument="value")
        self._value = value

    @property
    def value(self) -> int:
        """The present number."""
        return self._value

    def fetch_add(self) -> Sequence:
        """Counts on by one; gives what it was before."""
        before = Sequence(self._value)
        self._value = Sequence(self._value + 1)._value
        return before

    def increment(self) -> Self:
        """Counts on by one; gives itself, as it is then."""
        self.fetch_add()
        return self

    def to_json(self) -> str:
        """The number, as barter's Rust crates write it."""
        return str(self._value)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` writes.

        Raises:
            DataError: the text is no whole number.
        """
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DataError(f"a Sequence is a whole number, got {text!r:.80}", argument="text") from error
        return cls(value)

    def __int__(self) -> int:
        return self._value

    __index__ = __int__

    def __eq__(self, other: object) -> bool:
        return self._value == other._value if isinstance(other, Sequence) else NotImplemented

    def __lt__(self, other: Sequence) -> bool:
        return self._value < other._value if isinstance(other, Sequence) else NotImplemented

    def __repr__(self) -> str:
        return f"Sequence({self._value})"
