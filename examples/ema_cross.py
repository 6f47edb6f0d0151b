from barter_engine import Backtest, Fees, Strategy
from barter_data import MarketData

class EmaCross(Strategy):
    fast: int = 12
    slow: int = 26
    quantity: float = 0.01

    def on_start(self, ctx):
        self.n = 0

    def on_trade(self, ctx, trade):
        price, self.n = trade.price_f64, self.n + 1
        if self.n == 1:
            self.f = self.s = price
        self.f += 2 / (self.fast + 1) * (price - self.f)
        self.s += 2 / (self.slow + 1) * (price - self.s)
        if self.n >= self.slow and self.f != self.s:
            ctx.target_position(self.quantity if self.f > self.s else -self.quantity)

data = MarketData.read_binance_raw("usdm_btcusdt_20240808.gz")
result = Backtest(EmaCross, data, balances={"usdt": 10_000}, fees=Fees(maker="0.0002", taker="0.0005"), latency="5ms").run(fast=8)
print(result); result.fills; result.equity; result.report("report.html")
