"""barter's engine in Python: strategies, risk managers, simulated runs and their results."""

from barter_engine._engine import (
    BookEvent,
    CandleEvent,
    Context,
    Fill,
    InstrumentHandle,
    LiquidationEvent,
    MarketView,
    OrderBookL1Event,
    OrderHandle,
    Position,
    PositionExited,
    Timer,
    TradeEvent,
    __version__,
)
from barter_engine.backtest import Backtest
from barter_engine.logging import init_json_logging, init_logging
from barter_engine.models import Candles, Fees, LastTrade, Latency, TopOfBook
from barter_engine.result import BacktestResult
from barter_engine.risk import DefaultRiskManager, RiskApproved, RiskManager, RiskRefused
from barter_engine.strategy import Strategy

__all__ = [
    "Backtest",
    "BacktestResult",
    "BookEvent",
    "CandleEvent",
    "Candles",
    "Context",
    "DefaultRiskManager",
    "Fees",
    "Fill",
    "InstrumentHandle",
    "LastTrade",
    "Latency",
    "LiquidationEvent",
    "MarketView",
    "OrderBookL1Event",
    "OrderHandle",
    "Position",
    "PositionExited",
    "RiskApproved",
    "RiskManager",
    "RiskRefused",
    "Strategy",
    "Timer",
    "TopOfBook",
    "TradeEvent",
    "__version__",
    "init_json_logging",
    "init_logging",
]
