"""Names of channels by exchange, and names of markets, as types of their own.

>>> BinanceChannel.ORDER_BOOK_L2 == "@depth@100ms"
True
>>> KrakenMarket("XBT/USD")
KrakenMarket('XBT/USD')
"""

from __future__ import annotations

from enum import StrEnum

from barter_instrument.names import BarterName

__all__ = [
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
]


class BinanceChannel(StrEnum):
    """Channels of Binance."""

    TRADES = "@trade"
    ORDER_BOOK_L1 = "@bookTicker"
    ORDER_BOOK_L2 = "@depth@100ms"
    LIQUIDATIONS = "@forceOrder"


class BitfinexChannel(StrEnum):
    """Channels of Bitfinex."""

    TRADES = "trades"


class BitmexChannel(StrEnum):
    """Channels of BitMEX."""

    TRADES = "trade"


class BybitChannel(StrEnum):
    """Channels of Bybit."""

    TRADES = "publicTrade"
    ORDER_BOOK_L1 = "orderbook.1"
    ORDER_BOOK_L2 = "orderbook.50"


class CoinbaseChannel(StrEnum):
    """Channels of Coinbase."""

    TRADES = "matches"


class GateioChannel(StrEnum):
    """Channels of Gate.io."""

    SPOT_TRADES = "spot.trades"
    FUTURE_TRADES = "futures.trades"
    OPTION_TRADES = "options.trades"


class KrakenChannel(StrEnum):
    """Channels of Kraken."""

    TRADES = "trade"
    ORDER_BOOK_L1 = "spread"


class OkxChannel(StrEnum):
    """Channels of OKX."""

    TRADES = "trades"


class BinanceMarket(BarterName):
    """Binance's name of a market: `BTCUSDT`."""

    __slots__ = ()


class BitfinexMarket(BarterName):
    """Bitfinex's name of a market: `tBTCUSD`."""

    __slots__ = ()


class BitmexMarket(BarterName):
    """BitMEX's name of a market: `XBTUSD`."""

    __slots__ = ()


class BybitMarket(BarterName):
    """Bybit's name of a market: `BTCUSDT`."""

    __slots__ = ()


class CoinbaseMarket(BarterName):
    """Coinbase's name of a market: `BTC-USD`."""

    __slots__ = ()


class GateioMarket(BarterName):
    """Gate.io's name of a market: `BTC_USDT`."""

    __slots__ = ()


class KrakenMarket(BarterName):
    """Kraken's name of a market: `XBT/USD`."""

    __slots__ = ()


class OkxMarket(BarterName):
    """OKX's name of a market: `BTC-USDT`, `BTC-USDT-SWAP`, `BTC-USDT-241227`, `BTC-USD-241227-50000-C`."""

    __slots__ = ()
