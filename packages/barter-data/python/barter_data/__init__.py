"""Market data of barter: typed events, order books, and recordings or tables as columns.

>>> from barter_data import MarketData
>>> data = MarketData.synthetic(seed=7, events=1_000)
>>> len(data), data.trades().num_rows + data.order_book_l1().num_rows
(1000, 1000)
>>> MarketData.merge(data.slice(end=data.start_ns + 10**9), data.slice(start=data.start_ns + 10**9)).end_ns == data.end_ns
True
"""

from typing import TYPE_CHECKING

import barter_instrument  # noqa: F401  # pyright: ignore[reportUnusedImport]  (the compiled part takes its classes)

from .enums import SubKind

# Not in `__all__`: DataError, since `barter_instrument.DataError` is another class, and Candles, since `barter_engine.Candles` is.
from .errors import DataError as DataError

from ._data import (  # isort: skip  (it imports the modules above)
    BASE_URL_BITFINEX,
    BASE_URL_BITMEX,
    BASE_URL_COINBASE,
    BASE_URL_KRAKEN,
    BASE_URL_OKX,
    HTTP_BOOK_L2_SNAPSHOT_URL_BINANCE_FUTURES_USD,
    HTTP_BOOK_L2_SNAPSHOT_URL_BINANCE_SPOT,
    WEBSOCKET_BASE_URL_BINANCE_FUTURES_USD,
    WEBSOCKET_BASE_URL_BINANCE_SPOT,
    WEBSOCKET_BASE_URL_BYBIT_PERPETUALS_USD,
    WEBSOCKET_BASE_URL_BYBIT_SPOT,
    WEBSOCKET_BASE_URL_GATEIO_FUTURES_BTC,
    WEBSOCKET_BASE_URL_GATEIO_FUTURES_USD,
    WEBSOCKET_BASE_URL_GATEIO_OPTIONS_USD,
    WEBSOCKET_BASE_URL_GATEIO_PERPETUALS_BTC,
    WEBSOCKET_BASE_URL_GATEIO_PERPETUALS_USD,
    WEBSOCKET_BASE_URL_GATEIO_SPOT,
    Candle,
    DataKind,
    Level,
    Liquidation,
    MarketData,
    MarketEvent,
    MarketEvents,
    MarketInstrumentData,
    MarketStreamEvent,
    OrderBook,
    OrderBookEvent,
    OrderBookL1,
    OrderBookSide,
    PublicTrade,
    Subscription,
    __barter_schemas__,
    __version__,
    display_subscriptions_without_exchange,
    exchange_supports_instrument_kind,
    exchange_supports_instrument_kind_sub_kind,
    generate_indexed_market_data_subscription_batches,
    index_market_data_subscription_batches,
    supported_subscriptions,
    validate_batches,
    validate_subscriptions,
)
from .summary import MarketDataSummary, SourceSummary

if TYPE_CHECKING:
    from .channels import (
        BinanceChannel,
        BinanceMarket,
        BitfinexChannel,
        BitfinexMarket,
        BitmexChannel,
        BitmexMarket,
        BybitChannel,
        BybitMarket,
        CoinbaseChannel,
        CoinbaseMarket,
        GateioChannel,
        GateioMarket,
        KrakenChannel,
        KrakenMarket,
        OkxChannel,
        OkxMarket,
    )
    from .exchange import (
        DEFAULT_SUBSCRIPTION_TIMEOUT,
        PING_INTERVAL_OKX,
        Connector,
        ExchangeSub,
        Map,
        PingInterval,
        SubscriptionMeta,
        WebSocketSubMapper,
    )
    from .kinds import (
        Candles,  # noqa: F401  # pyright: ignore[reportUnusedImport]  (see above)
        Liquidations,
        OrderBooksL1,
        OrderBooksL2,
        OrderBooksL3,
        PublicTrades,
        SubscriptionKind,
    )
    from .protocols import (
        Identifier,
        InstrumentData,
    )
    from .typed_event import (
        TypedMarketEvent,
    )
else:
    from barter_instrument.lazy import loaded_when_used

    __getattr__, __dir__ = loaded_when_used(
        __name__,
        {
            "channels": (
                "BinanceChannel",
                "BinanceMarket",
                "BitfinexChannel",
                "BitfinexMarket",
                "BitmexChannel",
                "BitmexMarket",
                "BybitChannel",
                "BybitMarket",
                "CoinbaseChannel",
                "CoinbaseMarket",
                "GateioChannel",
                "GateioMarket",
                "KrakenChannel",
                "KrakenMarket",
                "OkxChannel",
                "OkxMarket",
            ),
            "exchange": (
                "DEFAULT_SUBSCRIPTION_TIMEOUT",
                "PING_INTERVAL_OKX",
                "Connector",
                "ExchangeSub",
                "Map",
                "PingInterval",
                "SubscriptionMeta",
                "WebSocketSubMapper",
            ),
            "kinds": (
                "Candles",
                "Liquidations",
                "OrderBooksL1",
                "OrderBooksL2",
                "OrderBooksL3",
                "PublicTrades",
                "SubscriptionKind",
            ),
            "protocols": ("Identifier", "InstrumentData"),
            "typed_event": ("TypedMarketEvent",),
        },
    )

__all__ = [
    "BASE_URL_BITFINEX",
    "BASE_URL_BITMEX",
    "BASE_URL_COINBASE",
    "BASE_URL_KRAKEN",
    "BASE_URL_OKX",
    "DEFAULT_SUBSCRIPTION_TIMEOUT",
    "HTTP_BOOK_L2_SNAPSHOT_URL_BINANCE_FUTURES_USD",
    "HTTP_BOOK_L2_SNAPSHOT_URL_BINANCE_SPOT",
    "PING_INTERVAL_OKX",
    "WEBSOCKET_BASE_URL_BINANCE_FUTURES_USD",
    "WEBSOCKET_BASE_URL_BINANCE_SPOT",
    "WEBSOCKET_BASE_URL_BYBIT_PERPETUALS_USD",
    "WEBSOCKET_BASE_URL_BYBIT_SPOT",
    "WEBSOCKET_BASE_URL_GATEIO_FUTURES_BTC",
    "WEBSOCKET_BASE_URL_GATEIO_FUTURES_USD",
    "WEBSOCKET_BASE_URL_GATEIO_OPTIONS_USD",
    "WEBSOCKET_BASE_URL_GATEIO_PERPETUALS_BTC",
    "WEBSOCKET_BASE_URL_GATEIO_PERPETUALS_USD",
    "WEBSOCKET_BASE_URL_GATEIO_SPOT",
    "BinanceChannel",
    "BinanceMarket",
    "BitfinexChannel",
    "BitfinexMarket",
    "BitmexChannel",
    "BitmexMarket",
    "BybitChannel",
    "BybitMarket",
    "Candle",
    "CoinbaseChannel",
    "CoinbaseMarket",
    "Connector",
    "DataKind",
    "ExchangeSub",
    "GateioChannel",
    "GateioMarket",
    "Identifier",
    "InstrumentData",
    "KrakenChannel",
    "KrakenMarket",
    "Level",
    "Liquidation",
    "Liquidations",
    "Map",
    "MarketData",
    "MarketDataSummary",
    "MarketEvent",
    "MarketEvents",
    "MarketInstrumentData",
    "MarketStreamEvent",
    "OkxChannel",
    "OkxMarket",
    "OrderBook",
    "OrderBookEvent",
    "OrderBookL1",
    "OrderBookSide",
    "OrderBooksL1",
    "OrderBooksL2",
    "OrderBooksL3",
    "PingInterval",
    "PublicTrade",
    "PublicTrades",
    "SourceSummary",
    "SubKind",
    "Subscription",
    "SubscriptionKind",
    "SubscriptionMeta",
    "TypedMarketEvent",
    "WebSocketSubMapper",
    "__barter_schemas__",
    "__version__",
    "display_subscriptions_without_exchange",
    "exchange_supports_instrument_kind",
    "exchange_supports_instrument_kind_sub_kind",
    "generate_indexed_market_data_subscription_batches",
    "index_market_data_subscription_batches",
    "supported_subscriptions",
    "validate_batches",
    "validate_subscriptions",
]
