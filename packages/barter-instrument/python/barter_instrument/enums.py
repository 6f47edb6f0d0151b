"""Field-less enums. The value of a member is the text that barter's Rust crates write for it."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import Any

from .errors import InvalidArgumentError

__all__ = [
    "AssetKind",
    "ExchangeId",
    "InstrumentQuoteAsset",
    "OptionExercise",
    "OptionKind",
    "Rounding",
    "Side",
]


#: Texts that barter's Rust crates read besides value and name.
_ALIASES: dict[str, dict[str, str]] = {
    "Side": {"b": "BUY", "s": "SELL"},
    "ExchangeId": {"huobi": "HTX"},
}


def _find(cls: type[Enum], value: object, aliases: dict[str, str]) -> Any:
    """The member of a value or name in any case, or of an alias."""
    if isinstance(value, str):
        text = value.casefold()
        for member in cls:
            if text in (member.value.casefold(), member.name.casefold()):
                return member
        if text in aliases:
            return cls[aliases[text]]
    known = ", ".join(repr(member.value) for member in cls)
    raise InvalidArgumentError(f"value must be one of {known} for {cls.__name__}, got {value!r}", argument="value")


class BarterEnum(Enum):
    """Base of barter's enums: a member is found by its value or name in any case."""

    @classmethod
    def _missing_(cls, value: object) -> Any:
        return _find(cls, value, _ALIASES.get(cls.__name__, {}))

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    def __str__(self) -> str:
        return str(self.value).lower()


class Side(BarterEnum):
    """Side of a trade, order or position.

    >>> Side("buy") is Side.BUY
    True
    >>> str(Side.SELL), Side.SELL.value
    ('sell', 'Sell')
    """

    BUY = "Buy"
    SELL = "Sell"


class AssetKind(BarterEnum):
    """Kind of an asset."""

    CRYPTO = "crypto"
    FIAT = "fiat"


class OptionKind(BarterEnum):
    """Right of an option: to buy or to sell."""

    CALL = "call"
    PUT = "put"


class OptionExercise(BarterEnum):
    """When an option can be exercised."""

    AMERICAN = "american"
    BERMUDAN = "bermudan"
    EUROPEAN = "european"


class InstrumentQuoteAsset(BarterEnum):
    """Which asset of the underlying an instrument is priced in; every spot instrument in the quote asset."""

    UNDERLYING_BASE = "UnderlyingBase"
    UNDERLYING_QUOTE = "UnderlyingQuote"


class Rounding(BarterEnum):
    """Which of its two neighbours a price or quantity off the step becomes.

    ``PASSIVE`` moves away from the market (a buy down, a sell up), ``AGGRESSIVE`` towards it; both need a side.
    ``NEAREST`` takes the nearer one (half to the even multiple), ``DOWN`` goes towards zero, ``UP`` away from it.
    """

    PASSIVE = "passive"
    AGGRESSIVE = "aggressive"
    NEAREST = "nearest"
    DOWN = "down"
    UP = "up"


class ExchangeId(StrEnum):
    """Exchange, or one of its servers: Binance spot and Binance futures are two. A member is its text.

    >>> ExchangeId("binance_spot") is ExchangeId.BINANCE_SPOT
    True
    >>> ExchangeId.BINANCE_SPOT == "binance_spot"
    True
    >>> ExchangeId("huobi")
    ExchangeId.HTX
    """

    OTHER = "other"
    SIMULATED = "simulated"
    MOCK = "mock"
    BINANCE_FUTURES_COIN = "binance_futures_coin"
    BINANCE_FUTURES_USD = "binance_futures_usd"
    BINANCE_OPTIONS = "binance_options"
    BINANCE_PORTFOLIO_MARGIN = "binance_portfolio_margin"
    BINANCE_SPOT = "binance_spot"
    BINANCE_US = "binance_us"
    BITAZZA = "bitazza"
    BITFINEX = "bitfinex"
    BITFLYER = "bitflyer"
    BITGET = "bitget"
    BITMART = "bitmart"
    BITMART_FUTURES_USD = "bitmart_futures_usd"
    BITMEX = "bitmex"
    BITSO = "bitso"
    BITSTAMP = "bitstamp"
    BITVAVO = "bitvavo"
    BITHUMB = "bithumb"
    BYBIT_PERPETUALS_USD = "bybit_perpetuals_usd"
    BYBIT_SPOT = "bybit_spot"
    CEXIO = "cexio"
    COINBASE = "coinbase"
    COINBASE_INTERNATIONAL = "coinbase_international"
    CRYPTOCOM = "cryptocom"
    DERIBIT = "deribit"
    GATEIO_FUTURES_BTC = "gateio_futures_btc"
    GATEIO_FUTURES_USD = "gateio_futures_usd"
    GATEIO_OPTIONS = "gateio_options"
    GATEIO_PERPETUALS_BTC = "gateio_perpetuals_btc"
    GATEIO_PERPETUALS_USD = "gateio_perpetuals_usd"
    GATEIO_SPOT = "gateio_spot"
    GEMINI = "gemini"
    HITBTC = "hitbtc"
    HTX = "htx"
    KRAKEN = "kraken"
    KUCOIN = "kucoin"
    LIQUID = "liquid"
    MEXC = "mexc"
    OKX = "okx"
    POLONIEX = "poloniex"

    @classmethod
    def _missing_(cls, value: object) -> Any:
        return _find(cls, value, _ALIASES["ExchangeId"])

    def __repr__(self) -> str:
        return f"ExchangeId.{self.name}"

    def as_str(self) -> str:
        """The text as a plain ``str``."""
        return str.__str__(self)
