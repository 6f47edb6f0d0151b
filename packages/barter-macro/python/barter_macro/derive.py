"""Class decorators that give a Python class the text which barter's derives give a Rust type.

An exchange is written as its `ID`, a kind of subscription as its class's name in snake case.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from barter_instrument import DataError, ExchangeId, InvalidArgumentError, WrongTypeError

from ._macro import de_sub_kind_name, ser_sub_kind_name

__all__ = ["DeExchange", "DeSubKind", "SerExchange", "SerSubKind"]

C = TypeVar("C", bound=type)


def _class(cls: object, decorator: str) -> None:
    if not isinstance(cls, type):
        raise WrongTypeError(f"{decorator} decorates a class, got {cls!r}", argument="cls")


def _exchange_text(cls: type[Any], decorator: str) -> str:
    _class(cls, decorator)
    text = getattr(cls, "ID", None)
    if isinstance(text, ExchangeId):
        return text.value
    if not isinstance(text, str) or not text.strip():
        raise InvalidArgumentError(
            f"{cls.__name__} needs a class attribute ID, an ExchangeId or a text of its own, got {text!r}",
            argument="ID",
        )
    return text


def _add_ser(cls: C, text: str) -> C:
    def to_text(self: Any) -> str:
        return text

    def to_json(self: Any) -> str:
        return json.dumps(text)

    to_text.__doc__ = f"The text `{text}`."
    to_json.__doc__ = f"The text `{text}` as JSON."
    for method in (to_text, to_json):
        method.__qualname__ = f"{cls.__qualname__}.{method.__name__}"
        setattr(cls, method.__name__, method)
    return cls


def _add_de(cls: C, expected: str, reads: Callable[[str], bool]) -> C:
    def from_text(cls: Any, text: str) -> Any:
        if not isinstance(text, str):
            raise WrongTypeError(f"text must be a str, got {type(text).__name__} {text!r}", argument="text")
        if not reads(text):
            raise DataError(f"text must be {expected!r} for {cls.__name__}, got {text!r}", argument="text")
        return cls()

    def from_json(cls: Any, text: str) -> Any:
        try:
            value = json.loads(text)
        except ValueError as error:
            raise DataError(f"text must be JSON, got {text!r}: {error}", argument="text") from error
        return cls.from_text(value)

    from_text.__doc__ = f"An object from the text `{expected}`. Raises DataError for any other."
    from_json.__doc__ = f"An object from the text `{expected}` as JSON. Raises DataError for any other."
    for method in (from_text, from_json):
        method.__qualname__ = f"{cls.__qualname__}.{method.__name__}"
        setattr(cls, method.__name__, classmethod(method))
    return cls


def SerExchange(cls: C) -> C:  # noqa: N802 (upstream's name)
    """Adds `to_text` and `to_json`, which write the class attribute `ID`.

    Raises:
        InvalidArgumentError: the class has no `ID`, or a blank one.

    Example:
        >>> @SerExchange
        ... class MyVenue:
        ...     ID = "my_venue"
        >>> MyVenue().to_json()
        '"my_venue"'
    """
    return _add_ser(cls, _exchange_text(cls, "SerExchange"))


def DeExchange(cls: C) -> C:  # noqa: N802 (upstream's name)
    """Adds `from_text` and `from_json`, which read the class attribute `ID` and nothing else.

    Raises:
        InvalidArgumentError: the class has no `ID`, or a blank one.

    Example:
        >>> from barter_instrument import ExchangeId
        >>> @DeExchange
        ... class Kraken:
        ...     ID = ExchangeId.KRAKEN
        >>> isinstance(Kraken.from_text("kraken"), Kraken)
        True
    """
    text = _exchange_text(cls, "DeExchange")
    return _add_de(cls, text, lambda found: found == text)


def SerSubKind(cls: C) -> C:  # noqa: N802 (upstream's name)
    """Adds `to_text` and `to_json`, which write the class's name in snake case.

    barter's derive writes `order_books_l_1` for `OrderBooksL1` and then does not read it; this one writes `order_books_l1`,
    which barter reads. What barter writes is `ser_sub_kind_name(name)`.

    Example:
        >>> @SerSubKind
        ... class OrderBooksL1: ...
        >>> OrderBooksL1().to_text()
        'order_books_l1'
    """
    _class(cls, "SerSubKind")
    return _add_ser(cls, de_sub_kind_name(cls.__name__))


def DeSubKind(cls: C) -> C:  # noqa: N802 (upstream's name)
    """Adds `from_text` and `from_json`, which read the class's name in snake case, in either spelling of digits.

    Example:
        >>> @DeSubKind
        ... class OrderBooksL1: ...
        >>> all(isinstance(OrderBooksL1.from_text(text), OrderBooksL1) for text in ("order_books_l1", "order_books_l_1"))
        True
    """
    _class(cls, "DeSubKind")
    text, written_by_upstream = de_sub_kind_name(cls.__name__), ser_sub_kind_name(cls.__name__)
    return _add_de(cls, text, lambda found: found in (text, written_by_upstream))
