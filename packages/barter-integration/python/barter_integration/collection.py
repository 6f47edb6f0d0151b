"""Collections of none, one or many: `NoneOneOrMany`, `OneOrMany`.

Both are immutable sequences. A function that takes one or several things accepts them, hands over a list, and says in its
type that there may be none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, Self, TypeVar, overload

from barter_instrument import DataError, InvalidArgumentError

from .collection_kind import ManyOf, NoneOf, OneOf, Variant
from .json_form import JsonForm, form_of

__all__ = ["NoneOneOrMany", "OneOrMany"]

T = TypeVar("T")
U = TypeVar("U")


def _items(values: Any) -> tuple[Any, ...]:
    """None is nothing; text, bytes, a mapping and whatever cannot be iterated are one thing; else each item."""
    if values is None:
        return ()
    if isinstance(values, str | bytes | bytearray | Mapping) or not isinstance(values, Iterable):
        return (values,)
    return tuple(values)


class _Items(Sequence[T], JsonForm, Generic[T]):
    """What the two have in common."""

    __slots__ = ("_items",)
    _items: tuple[T, ...]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} does not change: make another one")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} does not change: make another one")

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def __contains__(self, item: object) -> bool:
        return item in self._items

    def __eq__(self, other: object) -> bool:
        return self._items == other._items if isinstance(other, type(self)) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), self._items))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self._items)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (list(self._items),))

    @property
    def _one(self) -> T:
        """The item, for patterns of the variant `One`."""
        return self._items[0]

    def is_one(self) -> bool:
        """Whether there is exactly one item."""
        return len(self._items) == 1

    def is_many(self) -> bool:
        """Whether there are two items or more."""
        return len(self._items) > 1

    def to_list(self) -> list[T]:
        """The items."""
        return list(self._items)

    def to_dict(self) -> Any:
        """Upstream's serde form: ``"None"``, ``{"One": item}`` or ``{"Many": [items]}``."""
        if not self._items:
            return "None"
        items = form_of(self._items)
        return {"Many": items} if len(items) > 1 else {"One": items[0]}

    @classmethod
    def from_dict(cls, form: Any) -> Self:
        """The collection of that form; its items stay as JSON has them, `map` makes something of them."""
        match form:
            case "None":
                items: list[Any] = []
            case {"One": item} if len(form) == 1:
                items = [item]
            case {"Many": [*items]} if len(form) == 1:
                pass
            case _:
                raise cls._unfit(form, """'None', {"One": item} or {"Many": [items]}""")
        try:
            return cls(items)  # type: ignore[call-arg]
        except InvalidArgumentError as error:
            raise DataError(f"form of {cls.__name__} must hold an item, got {form!r}", argument="form") from error

    def extend(self, other: Iterable[T] | T | None) -> Self:
        """A collection with these items and then those."""
        return type(self)([*self._items, *_items(other)])  # type: ignore[call-arg]


class NoneOneOrMany(_Items[T]):
    """Nothing, one thing or several.

    Args:
        values: None, one thing, or an iterable of things; text and mappings count as one thing.

    Example:
        >>> NoneOneOrMany(), NoneOneOrMany("btc"), NoneOneOrMany(["btc", "eth"])
        (NoneOneOrMany([]), NoneOneOrMany(['btc']), NoneOneOrMany(['btc', 'eth']))
    """

    __slots__ = ()
    #: Nothing.
    None_: ClassVar[Variant]
    #: One item; ``case NoneOneOrMany.One(item)``.
    One: ClassVar[Variant]
    #: Two items or more; ``case NoneOneOrMany.Many(items)``.
    Many: ClassVar[Variant]

    def __init__(self, values: Iterable[T] | T | None = None) -> None:
        object.__setattr__(self, "_items", _items(values))

    def map(self, operation: Callable[[T], U]) -> NoneOneOrMany[U]:
        """What `operation` makes of each item."""
        return NoneOneOrMany([operation(item) for item in self])

    def is_none(self) -> bool:
        """Whether there is nothing."""
        return not self._items

    is_empty = is_none

    def into_option(self) -> OneOrMany[T] | None:
        """The items as `OneOrMany`, or None if there are none."""
        return OneOrMany(self._items) if self._items else None


class OneOrMany(_Items[T]):
    """One thing or several.

    Args:
        values: one thing, or an iterable of at least one; text and mappings count as one thing.

    Raises:
        InvalidArgumentError: there is nothing. (barter's Rust crate panics.)

    Example:
        >>> OneOrMany("btc").is_one(), OneOrMany(["btc", "eth"]).map(str.upper)
        (True, OneOrMany(['BTC', 'ETH']))
        >>> match OneOrMany(["btc", "eth"]):
        ...     case OneOrMany.One(item):
        ...         print("one", item)
        ...     case OneOrMany.Many(items):
        ...         print("many", items)
        many ('btc', 'eth')
    """

    __slots__ = ()
    #: One item; ``case OneOrMany.One(item)``.
    One: ClassVar[Variant]
    #: Two items or more; ``case OneOrMany.Many(items)``.
    Many: ClassVar[Variant]

    def __init__(self, values: Iterable[T] | T) -> None:
        items = _items(values)
        if not items:
            raise InvalidArgumentError(
                f"values must hold at least one item, got {values!r}: use NoneOneOrMany where there may be none",
                argument="values",
            )
        object.__setattr__(self, "_items", items)

    def map(self, operation: Callable[[T], U]) -> OneOrMany[U]:
        """What `operation` makes of each item."""
        return OneOrMany([operation(item) for item in self])


def _variants() -> None:
    """Gives each collection its variants."""
    for owner, kinds in (
        (NoneOneOrMany, {"None_": NoneOf, "One": OneOf, "Many": ManyOf}),
        (OneOrMany, {"One": OneOf, "Many": ManyOf}),
    ):
        for name, kind in kinds.items():
            body = {
                "owner": owner,
                "__doc__": kind.__doc__,
                "__module__": owner.__module__,
                "__qualname__": f"{owner.__name__}.{name}",
            }
            setattr(owner, name, Variant(name, (kind,), body))


_variants()
