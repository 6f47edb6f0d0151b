"""The variants of `NoneOneOrMany` and `OneOrMany`, for those who write them as barter does: ``OneOrMany.One(item)``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from barter_instrument import InvalidArgumentError

__all__ = ["ManyOf", "NoneOf", "OneOf", "Variant"]


class Variant(type):
    """A variant is no class of its own: called, it makes the collection; `isinstance` asks how many items there are."""

    owner: type[Any]
    fits: Callable[[int], bool]
    make: Callable[..., list[Any]]

    def __call__(cls, *arguments: Any) -> Any:
        """The collection of the variant."""
        return cls.owner(cls.make(*arguments))

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls.owner) and cls.fits(len(instance))

    def __repr__(cls) -> str:
        return f"<variant {cls.owner.__name__}.{cls.__name__}>"


class NoneOf(metaclass=Variant):
    """Nothing: ``NoneOneOrMany.None_()``."""

    __match_args__: ClassVar[tuple[str, ...]] = ()

    @staticmethod
    def fits(count: int) -> bool:
        """Whether so many items are this variant."""
        return count == 0

    @staticmethod
    def make() -> list[Any]:
        """Its items."""
        return []


class OneOf(metaclass=Variant):
    """One item, whatever it is: ``OneOrMany.One(item)``; in a pattern, ``case OneOrMany.One(item)``."""

    __match_args__: ClassVar[tuple[str, ...]] = ("_one",)

    @staticmethod
    def fits(count: int) -> bool:
        """Whether so many items are this variant."""
        return count == 1

    @staticmethod
    def make(item: Any) -> list[Any]:
        """Its items."""
        return [item]


class ManyOf(metaclass=Variant):
    """Two items or more: ``OneOrMany.Many(items)``; in a pattern, ``case OneOrMany.Many(items)``."""

    __match_args__: ClassVar[tuple[str, ...]] = ("_items",)

    @staticmethod
    def fits(count: int) -> bool:
        """Whether so many items are this variant."""
        return count > 1

    @staticmethod
    def make(items: Iterable[Any]) -> list[Any]:
        """Its items."""
        found = list(items)
        if len(found) < 2:
            raise InvalidArgumentError(
                f"items must be two or more for the variant Many, got {found!r}: give them to the collection itself",
                argument="items",
            )
        return found
