"""Assets and instruments made from symbols, for tests and examples; the functions of barter's module of the same name.

>>> from barter_instrument.test_utils import instrument
>>> instrument("kraken", "XBT", "USD").name_internal
InstrumentNameInternal('kraken-xbt_usd')
"""

from __future__ import annotations

from . import _instrument as _rust
from .enums import ExchangeId
from .names import InstrumentNameInternal

__all__ = ["asset", "exchange_asset", "instrument"]


def asset(symbol: str) -> _rust.Asset:
    """An asset with the symbol as exchange's name and its lower case as internal name.

    >>> asset("XBT").name_internal
    AssetNameInternal('xbt')
    """
    return _rust.Asset.new_from_exchange(symbol)


def exchange_asset(exchange: ExchangeId | str, symbol: str) -> _rust.ExchangeAsset:
    """The `asset` of a symbol on an exchange.

    >>> exchange_asset("kraken", "XBT").exchange
    ExchangeId.KRAKEN
    """
    return _rust.ExchangeAsset(exchange, asset(symbol))


def instrument(exchange: ExchangeId | str, base: str, quote: str) -> _rust.Instrument:
    """A spot instrument named `BASE_QUOTE` on an exchange, without a spec.

    >>> instrument("kraken", "XBT", "USD").name_exchange
    InstrumentNameExchange('XBT_USD')
    """
    name_exchange = f"{base}_{quote}"
    name_internal = InstrumentNameInternal.new_from_exchange(exchange, name_exchange)
    return _rust.Instrument.spot(
        exchange, name_internal, name_exchange, _rust.Underlying(asset(base), asset(quote)), None
    )
