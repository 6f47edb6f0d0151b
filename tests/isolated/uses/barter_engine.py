"""A backtest from a synthetic market to its tables, and back from the file it is saved in."""

import tempfile
from pathlib import Path

from barter_data import MarketData
from barter_engine import Backtest, BacktestResult, Fees, Strategy


class BuyOnce(Strategy):
    quantity: str = "0.01"

    def on_start(self, ctx):
        self.done = False

    def on_order_book_l1(self, ctx, quote):
        if not self.done:
            ctx.market_order("buy", self.quantity)
            self.done = True


data = MarketData.synthetic(seed=7, events=2_000)
result = Backtest(BuyOnce, data, balances={"usdt": 10_000}, fees=Fees(maker=0, taker="0.0005")).run()
assert result.fills.num_rows == 1
assert result.stats.fees > 0
with tempfile.TemporaryDirectory() as folder:
    assert BacktestResult.load(result.save(Path(folder, "run.zip"))) == result
print("barter_engine: ok")
