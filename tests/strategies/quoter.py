"""Two-sided post-only quoter that follows the touch by `replace`."""

from decimal import Decimal


def make(base):
    class Quoter(base):
        quantity: str = "0.01"
        limit: str = "0.03"  # no more of a side is asked for beyond this position
        every: int = 20  # acts on each such top of book
        wait: bool = True  # replace after the cancel is confirmed, or cancel and open at once

        def on_start(self, ctx):
            self.seen = 0
            self.orders = {"buy": None, "sell": None}

        def on_order_book_l1(self, ctx, quote):
            self.seen += 1
            bid, ask = quote.bid_price, quote.ask_price
            if self.seen % self.every or bid is None or ask is None:
                return
            position, limit = ctx.position(), Decimal(self.limit)
            self.follow(ctx, "buy", bid, position < limit)
            self.follow(ctx, "sell", ask, position > -limit)

        def follow(self, ctx, side, price, wanted):
            order = self.orders[side]
            if order is None or not order.is_working:
                if wanted:
                    self.orders[side] = ctx.limit_order(side, self.quantity, price, post_only=True)
            elif order.state in ("in_flight", "open"):
                if not wanted:
                    order.cancel()
                elif order.price != price:
                    self.orders[side] = order.replace(price=price, wait=self.wait)

    return Quoter
