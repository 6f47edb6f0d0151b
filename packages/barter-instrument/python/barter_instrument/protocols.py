"""What an object of your own offers to take part in barter: each protocol is one method or two.

A class of yours becomes one of barter's in one of three ways; the first that applies is taken by ``barter.convert(obj, to)`` of the
meta-package:

* ``barter.register(YourClass, BarterClass, function)``, the registry: nothing is added to your class, and a converter of yours comes before
  what the object itself offers. A converter of a base class serves its subclasses.
* `SupportsBarter`: your class has ``__barter_as__(cls)`` and makes the value itself.
* `WireExportable`: it hands over the bytes of one of barter's classes, of the same release. This is how values cross between wheels.

Tables go the same way through Arrow (`ArrowStreamExportable`), whichever library made them.

>>> from barter_instrument import Instrument, Underlying
>>> class Market:
...     def __init__(self, symbol, base, quote):
...         self.symbol, self.base, self.quote = symbol, base, quote
...     def __barter_as__(self, cls):
...         if cls is not Instrument:
...             return NotImplemented
...         return Instrument.spot("kraken", f"kraken-{self.base}_{self.quote}", self.symbol, Underlying(self.base, self.quote))
>>> market = Market("XBT/USD", "XBT", "USD")
>>> isinstance(market, SupportsBarter)
True
>>> market.__barter_as__(Instrument).name_internal
InstrumentNameInternal('kraken-xbt_usd')

The meta-package re-exports these protocols.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Protocol, TypeVar, runtime_checkable

__all__ = [
    "ArrowSchemaExportable",
    "ArrowStreamExportable",
    "EventSource",
    "Recipe",
    "SupportsBarter",
    "WireExportable",
]

T = TypeVar("T")
E = TypeVar("E")


@runtime_checkable
class WireExportable(Protocol):
    """A value class of a barter wheel: it crosses to other wheels as bytes. Implemented by Instrument, Trade and so on.

    An object of yours may wrap such a value and lend its bytes; ``barter.convert(obj, Asset)`` then gives the value.

    >>> from barter_instrument import Asset
    >>> isinstance(Asset("btc", "XBT"), WireExportable)
    True
    >>> class Tagged:
    ...     def __init__(self, asset, tag):
    ...         self.asset, self.tag = asset, tag
    ...     def __barter_wire__(self):
    ...         return self.asset.__barter_wire__()
    >>> Asset._from_barter_wire(Tagged(Asset("btc", "XBT"), "cold").__barter_wire__())
    Asset(name_internal=AssetNameInternal('btc'), name_exchange=AssetNameExchange('XBT'))
    """

    def __barter_wire__(self) -> bytes:
        """The value's header and fields; bytes of another release are refused with a `DataError`."""
        ...


@runtime_checkable
class SupportsBarter(Protocol):
    """An object of yours that knows how to become a barter value.

    >>> from barter_instrument import Asset
    >>> class Coin:
    ...     def __barter_as__(self, cls):
    ...         return cls("btc", "XBT") if cls is Asset else NotImplemented
    >>> isinstance(Coin(), SupportsBarter)
    True
    """

    def __barter_as__(self, cls: type[T], /) -> T:
        """An instance of `cls`, or `NotImplemented` if the object has no such form."""
        ...


@runtime_checkable
class ArrowSchemaExportable(Protocol):
    """Anything with an Arrow schema (polars, pyarrow, arro3, ...).

    >>> class Columns:
    ...     def __arrow_c_schema__(self):
    ...         raise NotImplementedError
    >>> isinstance(Columns(), ArrowSchemaExportable)
    True
    """

    def __arrow_c_schema__(self) -> object:
        """A capsule `arrow_schema`."""
        ...


@runtime_checkable
class ArrowStreamExportable(Protocol):
    """Any table or stream of record batches (polars, pyarrow, pandas, duckdb, arro3, barter's MarketData, ...).

    A table of yours that is kept in another library's table hands its stream on:

    >>> class Trades:
    ...     def __init__(self, table):
    ...         self.table = table
    ...     def __arrow_c_stream__(self, requested_schema=None):
    ...         return self.table.__arrow_c_stream__(requested_schema)
    >>> isinstance(Trades(None), ArrowStreamExportable)
    True
    """

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """A capsule `arrow_array_stream`."""
        ...


@runtime_checkable
class EventSource(Protocol[E]):
    """A source of events, read from sync or async code, several at a time if they are there.

    >>> class Numbers:
    ...     def __init__(self):
    ...         self.waiting = [1, 2, 3]
    ...     def drain(self, max_events=2, /):
    ...         taken, self.waiting = self.waiting[:max_events], self.waiting[max_events:]
    ...         return taken
    ...     def __iter__(self):
    ...         while events := self.drain():
    ...             yield from events
    ...     async def __aiter__(self):
    ...         for event in self:
    ...             yield event
    ...     def close(self):
    ...         self.waiting = []
    >>> isinstance(Numbers(), EventSource), list(Numbers())
    (True, [1, 2, 3])
    """

    def drain(self, max_events: int = ..., /) -> list[E]:
        """The events that are there now, at most `max_events`; does not wait."""
        ...

    def __iter__(self) -> Iterator[E]: ...

    def __aiter__(self) -> AsyncIterator[E]: ...

    def close(self) -> None:
        """Ends the source; calling it again does nothing."""
        ...


@runtime_checkable
class Recipe(Protocol):
    """Something that runs and is rebuilt from its arguments instead of being shared (clients, streams): it is pickled and crosses
    between wheels as its arguments, and the receiver opens its own.

    >>> class Feed:
    ...     def __init__(self, url, *, depth=10):
    ...         self.url, self.depth = url, depth
    ...     def __getnewargs_ex__(self):
    ...         return (self.url,), {"depth": self.depth}
    >>> arguments, keywords = Feed("ws://localhost", depth=5).__getnewargs_ex__()
    >>> Feed(*arguments, **keywords).depth
    5
    """

    def __getnewargs_ex__(self) -> tuple[tuple[object, ...], dict[str, object]]:
        """Positional and keyword arguments that make an equal object."""
        ...
