"""A table of candles from any Arrow library, a strategy with `on_candle`, and the same run twice: one fingerprint."""

import itertools
import math

import polars as pl

from barter_data import MarketData
from barter_engine import Backtest, Candles, Fees, Strategy
from barter_instrument import ExchangeId, Instrument, Underlying

MINUTE = 60 * 10**9


class Breakout(Strategy):
    length: int = 20

    def on_start(self, ctx):
        self.closes = []

    def on_candle(self, ctx, candle):
        if len(self.closes) == self.length:
            if candle.close_f64 > max(self.closes):
                ctx.target_position("0.1")
            elif candle.close_f64 < min(self.closes):
                ctx.target_position("0")
        self.closes = [*self.closes[-self.length + 1 :], candle.close_f64]


def candles(count):
    """A wave on a slope, one candle a minute."""
    closes = [round(60_000 + 3 * i + 400 * math.sin(i / 25), 1) for i in range(count + 1)]
    pairs = list(itertools.pairwise(closes))
    return pl.DataFrame(
        {
            "close_time": [1_723_075_200 * 10**9 + (i + 1) * MINUTE for i in range(count)],
            "open": [first for first, _ in pairs],
            "high": [max(pair) + 5 for pair in pairs],
            "low": [min(pair) - 5 for pair in pairs],
            "close": [last for _, last in pairs],
            "volume": [10.0] * count,
            "trade_count": [100] * count,
        }
    )


instrument = Instrument.spot(ExchangeId.BINANCE_SPOT, "binance_spot-btc_usdt", "BTCUSDT", Underlying("btc", "usdt"))
data = MarketData.from_table(candles=candles(1_000), instrument=instrument)
backtest = Backtest(
    Breakout, data, balances={"usdt": 10_000}, fees=Fees(maker="0.001", taker="0.001"), matching=Candles()
)
result = backtest.run(length=30)
assert result.fingerprint == backtest.run(length=30).fingerprint
print(result)
print(pl.DataFrame(result.fills).head())
