"""Hypothesis strategies for the value classes of the data wheel."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from barter_data import (
    Candle,
    DataKind,
    Level,
    Liquidation,
    MarketEvent,
    OrderBook,
    OrderBookEvent,
    OrderBookL1,
    PublicTrade,
)
from barter_instrument import ExchangeId, Side

finite = st.floats(allow_nan=False, allow_infinity=False)
times = st.integers(-(2**62), 2**62)
amounts = st.decimals(min_value=0, max_value=10**12, places=8, allow_nan=False, allow_infinity=False)
sides = st.sampled_from(Side)
levels = st.builds(Level, amounts, amounts)
books = st.builds(
    OrderBook,
    st.integers(0, 2**64 - 1),
    st.none() | times,
    st.lists(levels, max_size=4, unique_by=lambda level: level.price),
    st.lists(levels, max_size=4, unique_by=lambda level: level.price),
)
trades = st.builds(PublicTrade, st.text(max_size=8), finite, finite, sides)
quotes = st.builds(OrderBookL1, times, st.none() | levels, st.none() | levels)
candles = st.builds(
    lambda time, low_to_high, volume, count: Candle(
        time, low_to_high[1], low_to_high[3], low_to_high[0], low_to_high[2], volume, count
    ),
    times,
    st.tuples(*[finite] * 4).map(sorted),
    finite,
    st.integers(0, 2**64 - 1),
)
liquidations = st.builds(Liquidation, sides, finite, finite, times)
book_events = st.builds(OrderBookEvent.Snapshot, books) | st.builds(OrderBookEvent.Update, books)
kinds = (
    st.builds(DataKind.Trade, trades)
    | st.builds(DataKind.OrderBookL1, quotes)
    | st.builds(DataKind.OrderBook, book_events)
    | st.builds(DataKind.Candle, candles)
    | st.builds(DataKind.Liquidation, liquidations)
)
events = st.builds(
    MarketEvent,
    times,
    times,
    st.sampled_from(ExchangeId),
    st.integers(0, 99) | st.text("ABC", min_size=1, max_size=6),
    kinds,
)
values = trades | levels | books | quotes | book_events | candles | liquidations | kinds | events

#: One strategy for each value class.
DATA: dict[str, st.SearchStrategy[Any]] = {
    "Candle": candles,
    "DataKind": kinds,
    "Level": levels,
    "Liquidation": liquidations,
    "MarketEvent": events,
    "OrderBook": books,
    "OrderBookEvent": book_events,
    "OrderBookL1": quotes,
    "OrderBookSide": books.map(lambda book: book.bids),
    "PublicTrade": trades,
}
