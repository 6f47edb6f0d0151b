"""Collections of none, one or many: `NoneOneOrMany`, `OneOrMany`.

Both are immutable sequences. A function that takes one or several things accepts them, hands over a list, and says in its
type that there may be none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, Self, TypeVar, overload

from barter_instrument import DataError, InvalidArgumentError

from .json_form import JsonForm, form_of
from .variant import nest

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
    _family: ClassVar[type[_Items[Any]]]

    @classmethod
    def _of(cls, items: tuple[Any, ...]) -> Any:
        """The collection of these items, in the class of its variant."""
        family = cls._family
        variant = getattr(family, ("Nothing", "One")[len(items)] if len(items) < 2 else "Many")
        made = object.__new__(variant)
        object.__setattr__(made, "_items", items)
        return made

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
        return self._items == other._items if isinstance(other, self._family) else NotImplemented

    def __hash__(self) -> int:
        return hash((self._family, self._items))

    def __repr__(self) -> str:
        return f"{self._family.__name__}({list(self._items)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (self._family, (list(self._items),))

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
            made: Self = cls._family(items)  # type: ignore[call-arg,assignment]
        except InvalidArgumentError as error:
            raise DataError(f"form of {cls.__name__} must hold an item, got {form!r}", argument="form") from error
        return made

    def extend(self, other: Iterable[T] | T | None) -> Self:
        """A collection with these items and then those."""
        made: Self = self._of((*self._items, *_items(other)))
        return made


class NoneOneOrMany(_Items[T]):
    """Nothing, one thing or several; an instance is of the class `NoneOneOrMany.Nothing`, `.One` or `.Many`, for `match`.

    Args:
        values: None, one thing, or an iterable of things; text and mappings count as one thing.

    Example:
        >>> NoneOneOrMany(), NoneOneOrMany("btc"), NoneOneOrMany(["btc", "eth"])
        (NoneOneOrMany([]), NoneOneOrMany(['btc']), NoneOneOrMany(['btc', 'eth']))
        >>> match NoneOneOrMany("btc"):
        ...     case NoneOneOrMany.One(item):
        ...         print(item)
        btc
    """

    __slots__ = ()
    Nothing: ClassVar[type[_NoneOneOrManyNothing[Any]]]
    One: ClassVar[type[_NoneOneOrManyOne[Any]]]
    Many: ClassVar[type[_NoneOneOrManyMany[Any]]]

    def __new__(cls, values: Iterable[T] | T | None = None) -> Self:
        """Of the class of its variant."""
        made: Self = cls._of(_items(values))
        return _fitting(made, cls)

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


class _NoneOneOrManyNothing(NoneOneOrMany[T]):
    """Nothing."""

    __slots__ = ()


class _NoneOneOrManyOne(NoneOneOrMany[T]):
    """One thing."""

    __slots__ = ()
    __match_args__ = ("item",)

    @property
    def item(self) -> T:
        """The thing."""
        return self._items[0]


class _NoneOneOrManyMany(NoneOneOrMany[T]):
    """Several things."""

    __slots__ = ()
    __match_args__ = ("items",)

    @property
    def items(self) -> tuple[T, ...]:
        """The things."""
        return self._items


class OneOrMany(_Items[T]):
    """One thing or several; an instance is of the class `OneOrMany.One` or `OneOrMany.Many`, for `match`.

    Args:
        values: one thing, or an iterable of at least one; text and mappings count as one thing.

    Raises:
        InvalidArgumentError: there is nothing. (barter's Rust crate panics.)

    Example:
        >>> OneOrMany("btc").is_one(), OneOrMany(["btc", "eth"]).map(str.upper)
        (True, OneOrMany(['BTC', 'ETH']))
    """

    __slots__ = ()
    One: ClassVar[type[_OneOrManyOne[Any]]]
    Many: ClassVar[type[_OneOrManyMany[Any]]]

    def __new__(cls, values: Iterable[T] | T) -> Self:
        """Of the class of its variant."""
        items = _items(values)
        if not items:
            raise InvalidArgumentError(
                f"values must hold at least one item, got {values!r}: use NoneOneOrMany where there may be none",
                argument="values",
            )
        made: Self = cls._of(items)
        return _fitting(made, cls)

    def map(self, operation: Callable[[T], U]) -> OneOrMany[U]:
        """What `operation` makes of each item."""
        return OneOrMany([operation(item) for item in self])


class _OneOrManyOne(OneOrMany[T]):
    """One thing."""

    __slots__ = ()
    __match_args__ = ("item",)

    @property
    def item(self) -> T:
        """The thing."""
        return self._items[0]


class _OneOrManyMany(OneOrMany[T]):
    """Several things."""

    __slots__ = ()
    __match_args__ = ("items",)

    @property
    def items(self) -> tuple[T, ...]:
        """The things."""
        return self._items


C = TypeVar("C", bound=_Items[Any])


def _fitting(made: C, asked: type[Any]) -> C:
    """A variant that was named has to be the variant that the items make."""
    if not isinstance(made, asked):
        raise InvalidArgumentError(
            f"values must be {(asked.__doc__ or '').rstrip('.').lower()} for {asked.__qualname__}, got {list(made)!r}",
            argument="values",
        )
    return made


setattr(NoneOneOrMany, "_family", NoneOneOrMany)  # noqa: B010  a class cannot name itself while it is made
setattr(OneOrMany, "_family", OneOrMany)  # noqa: B010
nest(NoneOneOrMany, _NoneOneOrManyNothing, _NoneOneOrManyOne, _NoneOneOrManyMany)
nest(OneOrMany, _OneOrManyOne, _OneOrManyMany)
