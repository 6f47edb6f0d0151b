"""Crossing of two exponential averages of the trade price, by market orders to ± a quantity."""


def make(base):
    class Ema(base):
        fast: int = 12
        slow: int = 26
        quantity: str = "0.01"

        def on_start(self, ctx):
            self.n = 0

        def on_trade(self, ctx, trade):
            price, self.n = trade.price_f64, self.n + 1
            if self.n == 1:
                self.f = self.s = price
            self.f += 2 / (self.fast + 1) * (price - self.f)
            self.s += 2 / (self.slow + 1) * (price - self.s)
            if self.n >= self.slow and self.f != self.s:
                ctx.target_position(self.quantity if self.f > self.s else "-" + self.quantity)

    return Ema
