"""Market data from plain lists (T5): one table is one source, sorted by time."""

import heapq

from .decimals import number, number_or_none
from .errors import SimulationError
from .rows import CandleRow, Feed, QuoteRow, ReconnectingRow, Source, TradeRow


def from_table(exchange, instrument, *, trades=None, l1=None, candles=None, reconnecting=None):
    """Rows are tuples that begin with (time_exchange or None, time_received or None), then

    trades: price, quantity, side or None[, matched]; l1: bid, bid_quantity, ask, ask_quantity (None: missing);
    candles: open, high, low, close, volume (the times are the candle's close time); reconnecting: nothing more.
    """
    given = [("trade", trades, _trade), ("order_book_l1", l1, _quote), ("candle", candles, _candle)]
    given.append(("reconnecting", reconnecting, _reconnecting))
    sources, tables = [], []
    for kind, table, make in given:
        if table is None:
            continue
        source = Source(f"{instrument}.{kind}", kind, exchange, None if kind == "reconnecting" else instrument)
        sources.append(source)
        tables.append([make(source, *_times(source, place, row), *row[2:]) for place, row in enumerate(table)])
        _check_sorted(source, tables[-1])
    # D2: merged by (received time, source, row)
    return Feed(sources, list(heapq.merge(*tables, key=lambda row: row.time_received)))


def _times(source, place, row):
    exchange, received = row[0], row[1]
    if exchange is None and received is None:
        raise SimulationError(f"row {place} of {source.name} has no time", "no_time", source.name)
    return exchange, exchange if received is None else received  # T0


def _check_sorted(source, rows):
    for place in range(1, len(rows)):
        if rows[place].time_received < rows[place - 1].time_received:
            message = f"{source.name} is not sorted: row {place} is earlier than the row before it"
            raise SimulationError(message, "unsorted", source.name)


def _trade(source, exchange, received, price, quantity, side=None, matched=True):
    return TradeRow(source, exchange, received, number(price), number(quantity), side, matched)


def _quote(source, exchange, received, *numbers):
    return QuoteRow(source, exchange, received, *map(number_or_none, numbers))


def _candle(source, exchange, received, *numbers):
    return CandleRow(source, exchange, received, *map(number, numbers))


def _reconnecting(source, exchange, received):
    return ReconnectingRow(source, exchange, received)
