"""Market data of backtests, under barter's names."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from barter_instrument.errors import DataError, InvalidArgumentError

if TYPE_CHECKING:
    import os

    from barter_data import MarketData, MarketEvent
    from barter_instrument import Instrument

__all__ = ["BacktestMarketData", "MarketDataInMemory"]

EVENTS_AT_ONCE = 1024


@runtime_checkable
class BacktestMarketData(Protocol):
    """What a backtest reads: `barter_data.MarketData`, `MarketDataInMemory`, or your own class that hands over the
    columns of one of these.

    Example:
        >>> from barter_data import MarketData
        >>> from barter_engine import BacktestMarketData
        >>> isinstance(MarketData.synthetic(seed=1, events=10), BacktestMarketData)
        True
    """

    def __barter_market__(self) -> Any:
        """Columns of the events, as `barter_data.MarketData` has them."""
        ...


class MarketDataInMemory:
    """barter's `MarketDataInMemory`: events in the order in which they come, held once and read by any number of runs.

    Parameters:
        events: `MarketEvent`s, or a `MarketData`, which is not copied.
        instruments: what the events are about: named `Instrument`s. Events may name them by index (sorted as
            `IndexedInstruments` sorts) or by name. Left out with a `MarketData`, which knows its own.

    Raises:
        DataError: there are no events.
        InvalidArgumentError: an event of an instrument that is not listed.

    Example:
        >>> from barter_data import MarketData
        >>> from barter_engine import MarketDataInMemory
        >>> data = MarketDataInMemory(MarketData.synthetic(seed=1, events=10))
        >>> len(data), data.first_event.time_exchange_ns == data.time_first_event_ns
        (10, True)
    """

    __slots__ = ("_data",)

    def __init__(
        self, events: Iterable[MarketEvent] | MarketData, instruments: Iterable[Instrument] | None = None
    ) -> None:
        from barter_data import MarketData

        if isinstance(events, MarketData):
            if instruments is not None:
                raise InvalidArgumentError(
                    "instruments is for events; a MarketData knows its own: leave it out", argument="instruments"
                )
            data = events
        else:
            if instruments is None:
                raise InvalidArgumentError(
                    "events need instruments=, the barter_instrument.Instrument of each index or name in them",
                    argument="instruments",
                )
            data = MarketData.from_events(events, _by_index(instruments))
        if data.start_ns is None:
            raise DataError("events is empty; a backtest needs at least one", code="no_data", argument="events")
        self._data = data

    @classmethod
    def from_json(cls, path: str | os.PathLike[str], instruments: Iterable[Instrument]) -> MarketDataInMemory:
        """Reads barter's JSON of `MarketStreamEvent`s: one per line, or one list.

        Raises:
            DataError: a line that is no event, with its number; a `Reconnecting`, which has no time.
        """
        from pathlib import Path

        known = _by_index(instruments)
        try:
            with Path(path).open(encoding="utf-8-sig") as file:
                return cls(_events(file, str(path)), known)
        except UnicodeDecodeError as error:
            raise DataError(f"{path} is not UTF-8 text: {error}", code="json", argument="path") from error

    @property
    def data(self) -> MarketData:
        """The columns."""
        return self._data

    @property
    def instruments(self) -> list[Instrument]:
        """The instruments."""
        return self._data.instruments

    @property
    def first_event(self) -> MarketEvent:
        """The event that comes first."""
        return next(iter(self._data))

    @property
    def time_first_event_ns(self) -> int:
        """Exchange time of the first event, ns UTC."""
        return self.first_event.time_exchange_ns

    @property
    def time_first_event(self) -> datetime:
        """Exchange time of the first event."""
        return self.first_event.time_exchange

    def __len__(self) -> int:
        return len(self._data)

    def __iter__(self) -> Iterator[MarketEvent]:
        return iter(self._data)

    async def __aiter__(self) -> AsyncIterator[MarketEvent]:
        import asyncio

        for number, event in enumerate(self._data, 1):
            yield event
            if not number % EVENTS_AT_ONCE:
                await asyncio.sleep(0)

    def stream(self) -> AsyncIterator[MarketEvent]:
        """All events, from the first; each call begins anew."""
        return self.__aiter__()

    def __barter_market__(self) -> Any:
        return self._data.__barter_market__()

    def __repr__(self) -> str:
        return f"MarketDataInMemory({repr(self._data).splitlines()[0]})"


def _by_index(instruments: Iterable[Instrument]) -> list[Instrument]:
    """With names, in the order of their indices."""
    given = list(instruments)
    if any(type(instrument.exchange).__name__ == "Keyed" for instrument in given):
        raise InvalidArgumentError(
            "instruments must be the named form (`Instrument` with an ExchangeId), as they were before they were indexed",
            argument="instruments",
        )
    return sorted(set(given))


def _events(file: Iterable[str], name: str) -> Iterator[MarketEvent]:
    from barter_data import MarketEvent

    for place, item in _items(iter(file), name):
        match item:
            case {"Item": {"Ok": event}} | {"Item": event}:
                try:
                    yield MarketEvent.from_dict(event)
                except (DataError, InvalidArgumentError) as error:
                    raise DataError(f"{name}, {place}: {error}", code="json", argument="path") from error
            case {"Reconnecting": exchange}:
                raise DataError(
                    f"{name}, {place}: a reconnection of {exchange} without a time, which a simulation cannot place; "
                    "remove it, or read a recording whose reconnections have times (MarketData.from_table)",
                    code="reconnecting",
                    argument="path",
                )
            case _:
                raise DataError(
                    f'{name}, {place}: expected {{"Item": event}}, got {str(item)[:80]}', code="json", argument="path"
                )


def _items(lines: Iterator[str], name: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if line.lstrip().startswith("["):
            # One list: the rest of the file belongs to it.
            yield from ((f"item {place}", item) for place, item in enumerate(_parsed(line + "".join(lines), name), 1))
            return
        yield f"line {number}", _parsed(line, f"{name}, line {number}")


def _parsed(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{place}: not JSON: {error}", code="json", argument="path") from error
