"""barter's engine in Python: strategies, risk managers, simulated runs and their results."""

from barter_engine._engine import (
    Annual252,
    Annual365,
    BookEvent,
    CandleEvent,
    Context,
    Daily,
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
    TradingSummaryGenerator,
    __version__,
)
from barter_engine.backtesting import Backtest
from barter_engine.backtests.args import BacktestArgsConstant, BacktestArgsDynamic
from barter_engine.backtests.batch import backtest, backtest_async, run_backtests, run_backtests_async
from barter_engine.backtests.execution import ExecutionConfig
from barter_engine.backtests.market_data import BacktestMarketData, MarketDataInMemory
from barter_engine.backtests.summary import BacktestSummary, MultiBacktestSummary
from barter_engine.models import Candles, Fees, LastTrade, Latency, TopOfBook
from barter_engine.result import BacktestResult
from barter_engine.risk import DefaultRiskManager, RiskApproved, RiskManager, RiskRefused
from barter_engine.strategy import DefaultStrategy, Strategy
from barter_engine.summary import TradingSummary

__all__ = [
    "Annual252",
    "Annual365",
    "Backtest",
    "BacktestArgsConstant",
    "BacktestArgsDynamic",
    "BacktestMarketData",
    "BacktestResult",
    "BacktestSummary",
    "BookEvent",
    "CandleEvent",
    "Candles",
    "Context",
    "Daily",
    "DefaultRiskManager",
    "DefaultStrategy",
    "ExecutionConfig",
    "Fees",
    "Fill",
    "InstrumentHandle",
    "LastTrade",
    "Latency",
    "LiquidationEvent",
    "MarketDataInMemory",
    "MarketView",
    "MultiBacktestSummary",
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
    "TradingSummary",
    "TradingSummaryGenerator",
    "__version__",
    "backtest",
    "backtest_async",
    "run_backtests",
    "run_backtests_async",
]
