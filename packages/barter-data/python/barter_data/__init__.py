"""Market data of barter: typed events, order books, and recordings or tables as columns.

>>> from barter_data import MarketData
>>> data = MarketData.synthetic(seed=7, events=1_000)
>>> len(data), data.trades().num_rows + data.order_book_l1().num_rows
(1000, 1000)
>>> MarketData.merge(data.slice(end=data.start_ns + 10**9), data.slice(start=data.start_ns + 10**9)).end_ns == data.end_ns
True
"""

import barter_instrument  # noqa: F401  # pyright: ignore[reportUnusedImport]  (the compiled part takes its classes)

from ._data import (
    Candle,
    DataKind,
    Level,
    Liquidation,
    MarketData,
    MarketEvent,
    MarketEvents,
    OrderBook,
    OrderBookEvent,
    OrderBookL1,
    OrderBookSide,
    PublicTrade,
    __barter_schemas__,
    __version__,
)
from .summary import MarketDataSummary, SourceSummary

__all__ = [
    "Candle",
    "DataKind",
    "Level",
    "Liquidation",
    "MarketData",
    "MarketDataSummary",
    "MarketEvent",
    "MarketEvents",
    "OrderBook",
    "OrderBookEvent",
    "OrderBookL1",
    "OrderBookSide",
    "PublicTrade",
    "SourceSummary",
    "__barter_schemas__",
    "__version__",
]
