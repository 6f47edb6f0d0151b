"""Slow, plain reference of the simulation rules (docs/simulation.md), in `Decimal`: no line of the library."""

from .candles import Candles
from .clock_offset import with_times
from .conditions import Fees, Latency
from .errors import SimulationError
from .last_trade import LastTrade
from .peer_tape import peer_tape
from .recording import read_binance
from .result import RefResult
from .rows import Feed
from .run import run
from .strategy import Strategy
from .tables_in import from_table
from .top_of_book import TopOfBook
from .universe import Instrument

__all__ = [
    "Candles",
    "Feed",
    "Fees",
    "Instrument",
    "LastTrade",
    "Latency",
    "RefResult",
    "SimulationError",
    "Strategy",
    "TopOfBook",
    "from_table",
    "peer_tape",
    "read_binance",
    "run",
    "with_times",
]
