"""Class decorators that give a Python class what barter's derives give a Rust type: its text, written and read.

An exchange is written as its `ID`, a kind of subscription as its class's name in snake case. As the derives do, the decorators
name the type itself: a subclass is written as its own `ID` or name.
"""

from __future__ import annotations

import inspect
import json
from typing import Any, TypeVar

from barter_instrument import DataError, ExchangeId, InvalidArgumentError, WrongTypeError

from ._macro import de_sub_kind_name, ser_sub_kind_name

__all__ = ["DeExchange", "DeSubKind", "SerExchange", "SerSubKind"]

C = TypeVar("C", bound=type)


def _exchange_text(cls: type) -> str:
    """The text of the class's `ID`, as barter's `ExchangeId::as_str` gives it."""
    text = getattr(cls, "ID", None)
    if isinstance(text, ExchangeId):
        return text.value
    if not isinstance(text, str) or not text.strip():
        raise InvalidArgumentError(
            f"{cls.__name__} needs a class attribute ID, an ExchangeId or a text of its own, got {text!r}",
            argument="ID",
        )
    return text


def _exchange_texts(cls: type) -> tuple[str, ...]:
    return (_exchange_text(cls),)


def _kind_text(cls: type) -> str:
    """The text that barter reads; it writes another one where digits are, `order_books_l_1`, and does not read that back."""
    return de_sub_kind_name(cls.__name__)


def _kind_texts(cls: type) -> tuple[str, ...]:
    return (_kind_text(cls), ser_sub_kind_name(cls.__name__))


class _ExchangeWriter:
    """What `SerExchange` adds."""

    def to_dict(self) -> str:
        """The text of the exchange's `ID`."""
        return _exchange_text(type(self))

    def to_json(self) -> str:
        """The text of the exchange's `ID`, as JSON."""
        return json.dumps(_exchange_text(type(self)))


class _KindWriter:
    """What `SerSubKind` adds."""

    def to_dict(self) -> str:
        """The name of the kind in snake case, as barter reads it."""
        return _kind_text(type(self))

    def to_json(self) -> str:
        """The name of the kind in snake case, as barter reads it, as JSON."""
        return json.dumps(_kind_text(type(self)))


class _ExchangeReader:
    """What `DeExchange` adds."""

    @classmethod
    def from_dict(cls, data: str) -> Any:
        """An object of the class from the text of its `ID`. Raises DataError for any other text."""
        return _read(cls, data, _exchange_texts(cls))

    @classmethod
    def from_json(cls, text: str) -> Any:
        """An object of the class from the text of its `ID` as JSON. Raises DataError for anything else."""
        return _read(cls, _parsed(text), _exchange_texts(cls))


class _KindReader:
    """What `DeSubKind` adds."""

    @classmethod
    def from_dict(cls, data: str) -> Any:
        """An object of the class from its name in snake case, digits in either spelling. Raises DataError for any other text."""
        return _read(cls, data, _kind_texts(cls))

    @classmethod
    def from_json(cls, text: str) -> Any:
        """An object of the class from its name in snake case as JSON. Raises DataError for anything else."""
        return _read(cls, _parsed(text), _kind_texts(cls))


def _parsed(text: str) -> Any:
    if not isinstance(text, str):
        raise WrongTypeError(f"text must be a str, got {type(text).__name__} {text!r}", argument="text")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"text must be JSON, got {text!r}: {error}", argument="text") from error


def _read(cls: type, data: Any, texts: tuple[str, ...]) -> Any:
    if not isinstance(data, str):
        raise WrongTypeError(f"data must be a str, got {type(data).__name__} {data!r}", argument="data")
    if data not in texts:
        raise DataError(f"data must be {texts[0]!r} for {cls.__name__}, got {data!r}", argument="data")
    return cls()


def _class(cls: object, decorator: str) -> None:
    if not isinstance(cls, type):
        raise WrongTypeError(f"{decorator} decorates a class, got {cls!r}", argument="cls")


def _made_without_arguments(cls: type, decorator: str) -> None:
    """barter's derives make the value by `Default` or as a unit; a class does that by a call without arguments."""
    try:
        parameters = inspect.signature(cls).parameters.values()
    except (TypeError, ValueError):  # built-in bases do not say; the call will
        return
    required = [
        parameter.name
        for parameter in parameters
        if parameter.default is parameter.empty and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
    if required:
        raise InvalidArgumentError(
            f"{decorator} makes {cls.__name__}() from a text, which has no value for {', '.join(required)}: give defaults",
            argument="cls",
        )


def _added(cls: C, methods: type) -> C:
    for name, value in vars(methods).items():
        if not name.startswith("_"):
            setattr(cls, name, value)
    return cls


def SerExchange(cls: C) -> C:  # noqa: N802 (upstream's name)
    """Adds `to_dict` and `to_json`, which write the class attribute `ID`: an `ExchangeId`, or a text of its own.

    Raises:
        InvalidArgumentError: the class has no `ID`, or a blank one.

    Example:
        >>> @SerExchange
        ... class MyVenue:
        ...     ID = "my_venue"
        >>> MyVenue().to_json()
        '"my_venue"'
    """
    _class(cls, "SerExchange")
    _exchange_text(cls)
    return _added(cls, _ExchangeWriter)


def DeExchange(cls: C) -> C:  # noqa: N802 (upstream's name)
    """Adds `from_dict` and `from_json`, which read the class attribute `ID` and nothing else.

    Raises:
        InvalidArgumentError: the class has no `ID`, a blank one, or cannot be made without arguments.

    Example:
        >>> from barter_instrument import ExchangeId
        >>> @DeExchange
        ... class Kraken:
        ...     ID = ExchangeId.KRAKEN
        >>> isinstance(Kraken.from_dict("kraken"), Kraken)
        True
    """
    _class(cls, "DeExchange")
    _exchange_text(cls)
    _made_without_arguments(cls, "DeExchange")
    return _added(cls, _ExchangeReader)


def SerSubKind(cls: C) -> C:  # noqa: N802 (upstream's name)
    """Adds `to_dict` and `to_json`, which write the class's name in snake case.

    barter's derive writes `order_books_l_1` for `OrderBooksL1` and then does not read it; this one writes `order_books_l1`,
    which barter reads. What barter writes is `ser_sub_kind_name(name)`.

    Example:
        >>> @SerSubKind
        ... class OrderBooksL1: ...
        >>> OrderBooksL1().to_dict()
        'order_books_l1'
    """
    _class(cls, "SerSubKind")
    return _added(cls, _KindWriter)


def DeSubKind(cls: C) -> C:  # noqa: N802 (upstream's name)
    """Adds `from_dict` and `from_json`, which read the class's name in snake case, in either spelling of digits.

    Raises:
        InvalidArgumentError: the class cannot be made without arguments.

    Example:
        >>> @DeSubKind
        ... class OrderBooksL1: ...
        >>> all(isinstance(OrderBooksL1.from_dict(text), OrderBooksL1) for text in ("order_books_l1", "order_books_l_1"))
        True
    """
    _class(cls, "DeSubKind")
    _made_without_arguments(cls, "DeSubKind")
    return _added(cls, _KindReader)
