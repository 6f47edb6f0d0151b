"""Quotes both sides at the touch, post-only, and moves a quote when the touch moves. A synthetic market: runs anywhere."""

from barter_data import MarketData
from barter_engine import Backtest, Fees, Strategy


class Quoter(Strategy):
    quantity: str = "0.01"
    inventory: float = 0.05

    def on_start(self, ctx):
        self.quotes = {}

    def on_order_book_l1(self, ctx, quote):
        bid, ask = ctx.market().bid(), ctx.market().ask()
        if bid is None or ask is None:
            return
        position = ctx.position_f64()
        for side, price, wanted in (
            ("buy", bid, position < self.inventory),
            ("sell", ask, position > -self.inventory),
        ):
            order = self.quotes.get(side)
            if order is not None and order.is_working:
                if not wanted:
                    order.cancel()
                elif order.price != price and order.state == "open":
                    self.quotes[side] = order.replace(price=price)
            elif wanted:
                self.quotes[side] = ctx.limit_order(side, self.quantity, price, post_only=True)

    def on_fill(self, ctx, fill):
        ctx.record(position=ctx.position_f64())


data = MarketData.synthetic(seed=3)
fees = Fees(maker="-0.00005", taker="0.0005")
result = Backtest(Quoter, data, balances={"usdt": 10_000}, fees=fees, latency="5ms").run()
print(result)
print("maker share of fills:", result.stats.maker_ratio)
