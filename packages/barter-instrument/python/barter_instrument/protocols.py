"""What an object of your own offers to take part in barter: each protocol is one method or two.

The meta-package ``barter`` re-exports them and converts with ``barter.convert(obj, to)``.
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

    >>> from barter_instrument import Asset
    >>> isinstance(Asset("btc", "XBT"), WireExportable)
    True
    """

    def __barter_wire__(self) -> bytes: ...


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

    def __barter_as__(self, cls: type[T], /) -> T: ...


@runtime_checkable
class ArrowSchemaExportable(Protocol):
    """Anything with an Arrow schema (polars, pyarrow, arro3, ...)."""

    def __arrow_c_schema__(self) -> object: ...


@runtime_checkable
class ArrowStreamExportable(Protocol):
    """Any table or stream of record batches (polars, pyarrow, pandas, duckdb, arro3, barter's MarketData, ...)."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


@runtime_checkable
class EventSource(Protocol[E]):
    """A source of events, read from sync or async code, several at a time if they are there."""

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
    """Something that runs and is rebuilt from its arguments instead of being shared (clients, streams)."""

    def __getnewargs_ex__(self) -> tuple[tuple[object, ...], dict[str, object]]: ...
