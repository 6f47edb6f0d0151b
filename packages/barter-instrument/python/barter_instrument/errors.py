"""The one tree of errors of all barter wheels.

Each class also derives from the builtin that fits, so ``except ValueError`` works as well as ``except BarterError``.

>>> from barter_instrument import Side, BarterError
>>> try:
...     Side("up")
... except ValueError as error:
...     print(isinstance(error, BarterError), error.code, error.argument)
True invalid_argument value
"""

from __future__ import annotations

import builtins
from typing import Any, ClassVar

__all__ = [
    "AssetIndexError",
    "BarterError",
    "BarterInternalError",
    "DataError",
    "ExchangeIndexError",
    "IndexError",
    "InstrumentIndexError",
    "InvalidArgumentError",
    "NetworkError",
    "NotFoundError",
    "StateError",
    "StrategyError",
    "TimedOutError",
    "WrongTypeError",
]


class BarterError(Exception):
    """Base of every error that barter raises.

    ``code`` is a stable short text for programs, ``argument`` the name of the argument at fault, if there is one. The
    message says what was given, what was expected and what to do.
    """

    #: Code of errors that are made without one.
    default_code = "barter"

    def __init__(self, message: str = "", *, code: str | None = None, argument: str | None = None) -> None:
        super().__init__(message)
        self.code: str = self.default_code if code is None else code
        self.argument: str | None = argument

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""

    def __reduce__(self) -> tuple[Any, ...]:
        state = {name: value for name, value in self.__dict__.items() if name != "__notes__"}
        return (_rebuild, (type(self), self.args, state))


def _rebuild(kind: type[BarterError], args: tuple[Any, ...], state: dict[str, Any]) -> BarterError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class InvalidArgumentError(BarterError, ValueError):
    """The right type, an impossible value."""

    default_code = "invalid_argument"


class WrongTypeError(BarterError, TypeError):
    """A value of a type that is not accepted."""

    default_code = "wrong_type"


class NotFoundError(BarterError, LookupError):
    """A look-up without a result."""

    default_code = "not_found"


class IndexError(NotFoundError, builtins.IndexError):  # noqa: A001 (upstream's name)
    """Something that is not in an `IndexedInstruments`.

    Its three kinds are upstream's variants: `IndexError.ExchangeIndex`, `IndexError.AssetIndex`, `IndexError.InstrumentIndex`. It is
    importable from the top of the wheel but not in its ``__all__``, so that no star takes Python's own away.

    >>> from barter_instrument import IndexedInstruments, errors
    >>> try:
    ...     IndexedInstruments().find_exchange_index("kraken")
    ... except errors.IndexError.ExchangeIndex as error:
    ...     print(error.code, isinstance(error, LookupError))
    exchange_index True
    """

    default_code = "index"
    #: An exchange that is not there.
    ExchangeIndex: ClassVar[type[ExchangeIndexError]]
    #: An asset that is not there.
    AssetIndex: ClassVar[type[AssetIndexError]]
    #: An instrument that is not there.
    InstrumentIndex: ClassVar[type[InstrumentIndexError]]

    def __eq__(self, other: object) -> bool:
        return (type(self), self.args) == (type(other), other.args) if isinstance(other, IndexError) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), self.args))


class ExchangeIndexError(IndexError):
    """An exchange, or an `ExchangeIndex`, that is not in the collection: `IndexError.ExchangeIndex`."""

    default_code = "exchange_index"


class AssetIndexError(IndexError):
    """An asset, or an `AssetIndex`, that is not in the collection: `IndexError.AssetIndex`."""

    default_code = "asset_index"


class InstrumentIndexError(IndexError):
    """An instrument, or an `InstrumentIndex`, that is not in the collection: `IndexError.InstrumentIndex`."""

    default_code = "instrument_index"


IndexError.ExchangeIndex = ExchangeIndexError
IndexError.AssetIndex = AssetIndexError
IndexError.InstrumentIndex = InstrumentIndexError


class DataError(BarterError, ValueError):
    """Bytes, text, a table or a file that does not hold what it should."""

    default_code = "data"


class StateError(BarterError, RuntimeError):
    """The object cannot do this now."""

    default_code = "state"


class StrategyError(BarterError, TypeError):
    """A class of the user that breaks the contract of a strategy or risk manager."""

    default_code = "strategy"


class NetworkError(BarterError, ConnectionError):
    """A connection that failed."""

    default_code = "network"


class TimedOutError(BarterError, TimeoutError):
    """An answer that did not come in time."""

    default_code = "timed_out"


class BarterInternalError(BarterError, RuntimeError):
    """A defect of barter or of a crate below it. Please report it with its text."""

    default_code = "internal"
