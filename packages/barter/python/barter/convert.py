"""One function from any object to a class of barter, and back: `convert`, and `register` to teach it more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from barter_instrument.errors import BarterError, InvalidArgumentError, WrongTypeError
from barter_instrument.protocols import ArrowStreamExportable, SupportsBarter, WireExportable

__all__ = ["convert", "register"]

T = TypeVar("T")
S = TypeVar("S")

_DECLINED: Final = object()
_converters: dict[tuple[type[Any], type[Any]], Callable[[Any], Any]] = {}


def convert(obj: object, to: type[T]) -> T:
    """Gives `obj` as an instance of `to`.

    The first of these that applies:

    1. `obj` is an instance already: it is returned as it is.
    2. A function given to `register` for its class, or for a base class of it, nearest first.
    3. `obj.__barter_as__(to)` (`SupportsBarter`), unless it returns `NotImplemented`.
    4. `obj.__barter_wire__()` (`WireExportable`), where `to` is a value class of a barter wheel and the layouts agree.
    5. `obj.__arrow_c_stream__()` (`ArrowStreamExportable`), where `to` is a table: a class with `from_arrow` (arro3, pandas),
       pyarrow's `Table` or `RecordBatchReader`, polars' `DataFrame`.

    Args:
        obj: anything.
        to: the class wanted.

    Returns:
        An instance of `to`; it is checked.

    Raises:
        WrongTypeError: no way leads from the one to the other (the message says what each would have needed), or a
            converter returned something else.

    Example:
        >>> from decimal import Decimal
        >>> import barter
        >>> from barter_instrument import Asset
        >>> class Coin:
        ...     def __barter_as__(self, cls):
        ...         return cls("btc", "XBT") if cls is Asset else NotImplemented
        >>> barter.convert(Coin(), Asset) == Asset("btc", "XBT")
        True
        >>> barter.convert(Coin(), Decimal)
        Traceback (most recent call last):
        ...
        barter_instrument.errors.WrongTypeError: cannot convert Coin to Decimal: ...
    """
    if not isinstance(to, type):
        raise WrongTypeError(f"`to` must be a class, got {to!r}", argument="to")
    if isinstance(obj, to):
        return obj  # pyright: ignore[reportReturnType]  (narrowing of `to` loses T)
    tried: list[str] = []
    for way in (_registered, _own, _wire, _arrow):
        value = way(obj, to, tried)
        if value is _DECLINED:
            continue
        if isinstance(value, to):
            return value
        raise WrongTypeError(
            f"the conversion of {type(obj).__name__} to {to.__name__} gave {type(value).__name__} ({value!r}); "
            f"it has to return an instance of {to.__name__}",
            argument="obj",
        )
    raise WrongTypeError(
        f"cannot convert {type(obj).__name__} to {to.__name__}: {'; '.join(tried)}. "
        f"Teach it with barter.register({type(obj).__name__}, {to.__name__}, function)",
        argument="obj",
    )


def register(src: type[S], to: type[T], fn: Callable[[S], T]) -> None:
    """Teaches `convert` a way from `src` (and its subclasses) to `to`.

    Args:
        src: class of the objects that `fn` takes.
        to: class of what it returns.
        fn: called with the object.

    Raises:
        WrongTypeError: `src` or `to` is no class, or `fn` cannot be called.
        InvalidArgumentError: there is another function for the pair. The same one again is fine.

    Example:
        >>> import barter
        >>> from barter_instrument import Asset
        >>> class Ticker(str): ...
        >>> barter.register(Ticker, Asset, lambda ticker: Asset(ticker.lower(), ticker))
        >>> barter.convert(Ticker("BTC"), Asset) == Asset("btc", "BTC")
        True
    """
    for argument, value in (("src", src), ("to", to)):
        if not isinstance(value, type):
            raise WrongTypeError(f"`{argument}` must be a class, got {value!r}", argument=argument)
    if not callable(fn):
        raise WrongTypeError(f"`fn` must be a function of one argument, got {fn!r}", argument="fn")
    if _converters.setdefault((src, to), fn) is not fn:
        raise InvalidArgumentError(
            f"there is a converter from {src.__name__} to {to.__name__} already: {_converters[src, to]!r}",
            code="registered_twice",
            argument="fn",
        )


def _registered(obj: object, to: type[Any], tried: list[str]) -> Any:
    for base in type(obj).__mro__:
        if fn := _converters.get((base, to)):
            return fn(obj)
    tried.append("no function is registered for the pair")
    return _DECLINED


def _own(obj: object, to: type[Any], tried: list[str]) -> Any:
    if not isinstance(obj, SupportsBarter):
        tried.append("it has no `__barter_as__`")
        return _DECLINED
    value = obj.__barter_as__(to)
    if value is NotImplemented:
        tried.append("its `__barter_as__` declined")
        return _DECLINED
    return value


def _wire(obj: object, to: type[Any], tried: list[str]) -> Any:
    decode = getattr(to, "_from_barter_wire", None)
    if decode is None or not isinstance(obj, WireExportable):
        tried.append("they are not two value classes of barter wheels")
        return _DECLINED
    try:
        return decode(obj.__barter_wire__())
    except (BarterError, ValueError) as error:
        tried.append(f"its bytes are not those of {to.__name__} ({error})")
        return _DECLINED


def _arrow(obj: object, to: type[Any], tried: list[str]) -> Any:
    if not isinstance(obj, ArrowStreamExportable):
        tried.append("it is no Arrow table (`__arrow_c_stream__`)")
        return _DECLINED
    library = to.__module__.partition(".")[0]
    if callable(from_arrow := getattr(to, "from_arrow", None)):
        return from_arrow(obj)
    if library == "pyarrow" and to.__name__ in ("Table", "RecordBatchReader"):
        import pyarrow

        reader = pyarrow.RecordBatchReader.from_stream(obj)
        return reader if to.__name__ == "RecordBatchReader" else reader.read_all()
    if library == "polars" and to.__name__ == "DataFrame":
        return to(obj)
    tried.append(f"{to.__name__} is no class of tables that barter knows")
    return _DECLINED
