"""Hypothesis strategies for the value classes of the data wheel."""

from __future__ import annotations

from typing import Any

from cross.values import indices, market_data_kinds, names
from hypothesis import strategies as st

from barter_data import (
    Candle,
    DataKind,
    Level,
    Liquidation,
    MarketEvent,
    MarketInstrumentData,
    MarketStreamEvent,
    OrderBook,
    OrderBookEvent,
    OrderBookL1,
    PublicTrade,
    SubKind,
    Subscription,
    supported_subscriptions,
)
from barter_instrument import ExchangeId, InstrumentIndex, Keyed, MarketDataInstrument, MarketDataInstrumentKind, Side

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
keys = st.builds(InstrumentIndex, indices) | names
market_instruments = st.builds(MarketInstrumentData, keys, names, market_data_kinds)
stream_events = st.builds(MarketStreamEvent.Reconnecting, st.sampled_from(ExchangeId)) | st.builds(
    MarketStreamEvent.Item, events
)


def subscribed(kind: MarketDataInstrumentKind) -> st.SearchStrategy[Any]:
    """Every form of instrument that a subscription takes, of one kind."""
    plain = st.builds(MarketDataInstrument, names, names, st.just(kind))
    return plain | st.builds(Keyed, keys, plain) | st.builds(MarketInstrumentData, keys, names, st.just(kind))


def possible(kind: MarketDataInstrumentKind) -> list[tuple[ExchangeId, SubKind]]:
    """Exchanges and kinds of market data that barter has of such an instrument."""
    name = str(type(kind).__qualname__).rpartition("_")[2].rpartition(".")[2].lower()
    return [(exchange, sub) for exchange in ExchangeId for sub in supported_subscriptions(exchange).get(name, [])]


subscriptions = market_data_kinds.flatmap(
    lambda kind: st.builds(
        lambda pair, instrument: Subscription(pair[0], instrument, pair[1]),
        st.sampled_from(possible(kind)),
        subscribed(kind),
    )
)
values = (
    trades
    | levels
    | books
    | quotes
    | book_events
    | candles
    | liquidations
    | kinds
    | events
    | market_instruments
    | stream_events
    | subscriptions
)

#: One strategy for each value class.
DATA: dict[str, st.SearchStrategy[Any]] = {
    "Candle": candles,
    "DataKind": kinds,
    "Level": levels,
    "Liquidation": liquidations,
    "MarketEvent": events,
    "MarketInstrumentData": market_instruments,
    "MarketStreamEvent": stream_events,
    "OrderBook": books,
    "OrderBookEvent": book_events,
    "OrderBookL1": quotes,
    "OrderBookSide": books.map(lambda book: book.bids),
    "PublicTrade": trades,
    "Subscription": subscriptions,
}
