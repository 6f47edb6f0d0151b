"""The order in which rows act and are delivered (T0, T3-T5)."""

import heapq

from .errors import SimulationError
from .rows import RANK


def recorded_order(feeds):
    """Rows of all feeds by received time, then feed; inside a feed as recorded."""
    if len(feeds) == 1:
        return feeds[0].rows
    return list(heapq.merge(*(feed.rows for feed in feeds), key=lambda row: row.time_received))


def exchange_order(rows, sources):
    """Rows by exchange time; ties: trade, depth, top of book, candle; then source; then row (T3)."""
    check_causality(rows, sources)
    place = {source: number for number, source in enumerate(sources)}
    # The sort is stable and rows of one source are in order already.
    return sorted(rows, key=lambda row: (exchange_time(row), RANK[row.kind], place[row.source]))


def exchange_time(row):
    """A reconnecting row is the recorder's: it acts when it was seen."""
    return row.time_received if row.time_exchange is None else row.time_exchange


def check_causality(rows, sources):
    """T4: two axes need an exchange time, not later than the received time, in every row."""
    for source in sources:
        if source.kind == "reconnecting":
            continue
        own = [row for row in rows if row.source is source]
        missing = [place for place, row in enumerate(own) if row.time_exchange is None]
        if missing:
            message = f"{source.name}: {len(missing)} rows without exchange time, the first is row {missing[0]}"
            raise SimulationError(message, "no_exchange_time", source.name)
        early = [place for place, row in enumerate(own) if row.time_received < row.time_exchange]
        if early:
            message = (
                f"{source.name}: {len(early)} rows were received before they happened, the first is row {early[0]}"
            )
            raise SimulationError(message, "received_before_exchange", source.name)
