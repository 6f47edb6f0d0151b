"""What the tests of barter's backtest functions run."""

from __future__ import annotations

from barter_engine import Fees, Strategy

SETTINGS = {"balances": {"usdt": 10_000}, "fees": Fees(maker=0, taker="0.0005"), "latency": "2ms"}


class EmaCross(Strategy):
    fast: int = 12
    slow: int = 26

    def on_start(self, ctx):
        self.n = 0

    def on_trade(self, ctx, trade):
        price, self.n = trade.price_f64, self.n + 1
        if self.n == 1:
            self.f = self.s = price
        self.f += 2 / (self.fast + 1) * (price - self.f)
        self.s += 2 / (self.slow + 1) * (price - self.s)
        if self.n >= self.slow and self.f != self.s:
            ctx.target_position("0.01" if self.f > self.s else "-0.01")
