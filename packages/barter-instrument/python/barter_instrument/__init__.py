"""Instruments, assets and exchanges: the vocabulary of barter.

>>> from barter_instrument import ExchangeId, IndexedInstruments, Instrument, InstrumentIndex, Underlying
>>> btc = Instrument.spot(ExchangeId.BINANCE_SPOT, "binance_spot-btc_usdt", "BTCUSDT", Underlying("btc", "usdt"))
>>> instruments = IndexedInstruments([btc])
>>> instruments.find_instrument_index("binance_spot", "binance_spot-btc_usdt")
InstrumentIndex(0)
"""

from . import errors, protocols
from .enums import AssetKind, ExchangeId, InstrumentQuoteAsset, OptionExercise, OptionKind, Rounding, Side
from .errors import (
    BarterError,
    BarterInternalError,
    DataError,
    InvalidArgumentError,
    NetworkError,
    NotFoundError,
    StateError,
    StrategyError,
    TimedOutError,
    WrongTypeError,
)
from .keyed import BaseAsset, Keyed, QuoteAsset
from .names import (
    AssetId,
    AssetIndex,
    AssetNameExchange,
    AssetNameInternal,
    ExchangeIndex,
    InstrumentId,
    InstrumentIndex,
    InstrumentNameExchange,
    InstrumentNameInternal,
)
from .spec_check import SpecCheck, SpecRule, SpecViolation

from ._instrument import (  # isort: skip  (it imports the modules above)
    Asset,
    ExchangeAsset,
    FutureContract,
    IndexedInstruments,
    IndexedInstrumentsBuilder,
    Instrument,
    InstrumentKind,
    InstrumentSpec,
    InstrumentSpecNotional,
    InstrumentSpecPrice,
    InstrumentSpecQuantity,
    MarketDataFutureContract,
    MarketDataInstrument,
    MarketDataInstrumentKind,
    MarketDataOptionContract,
    OptionContract,
    OrderQuantityUnits,
    PerpetualContract,
    Underlying,
    __barter_schemas__,
    __version__,
)

IndexError = errors.IndexError  # noqa: A001 (upstream's name; not in __all__, as it would hide the builtin)

__all__ = [
    "Asset",
    "AssetId",
    "AssetIndex",
    "AssetKind",
    "AssetNameExchange",
    "AssetNameInternal",
    "BarterError",
    "BarterInternalError",
    "BaseAsset",
    "DataError",
    "ExchangeAsset",
    "ExchangeId",
    "ExchangeIndex",
    "FutureContract",
    "IndexedInstruments",
    "IndexedInstrumentsBuilder",
    "Instrument",
    "InstrumentId",
    "InstrumentIndex",
    "InstrumentKind",
    "InstrumentNameExchange",
    "InstrumentNameInternal",
    "InstrumentQuoteAsset",
    "InstrumentSpec",
    "InstrumentSpecNotional",
    "InstrumentSpecPrice",
    "InstrumentSpecQuantity",
    "InvalidArgumentError",
    "Keyed",
    "MarketDataFutureContract",
    "MarketDataInstrument",
    "MarketDataInstrumentKind",
    "MarketDataOptionContract",
    "NetworkError",
    "NotFoundError",
    "OptionContract",
    "OptionExercise",
    "OptionKind",
    "OrderQuantityUnits",
    "PerpetualContract",
    "QuoteAsset",
    "Rounding",
    "Side",
    "SpecCheck",
    "SpecRule",
    "SpecViolation",
    "StateError",
    "StrategyError",
    "TimedOutError",
    "Underlying",
    "WrongTypeError",
    "__barter_schemas__",
    "__version__",
    "errors",
    "protocols",
]
