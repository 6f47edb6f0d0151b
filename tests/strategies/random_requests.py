"""Random requests of every kind, driven by `ctx.rng` alone: the same seed asks for the same on either side."""

from decimal import Decimal

TIMES_IN_FORCE = ("good_until_cancelled", "good_until_end_of_day", "immediate_or_cancel", "fill_or_kill")


def make(base):
    class RandomRequests(base):
        every: int = 60  # acts on each such market event
        tick: str = "0.1"
        lot: str = "0.001"
        size: int = 2000  # largest order, in lots
        far: int = 30  # largest distance of a limit from the touch, in ticks
        orders_max: int = 12  # working orders of an instrument before all are cancelled

        def on_start(self, ctx):
            self.seen = 0
            self.fills = 0
            if ctx.rng.random() < 0.5:
                ctx.every("7s", self.watch)

        def watch(self, ctx):
            ctx.record(working=len(ctx.orders()), fills=self.fills)
            if ctx.rng.random() < 0.2:
                ctx.cancel_all()

        def on_trade(self, ctx, trade):
            self.step(ctx, trade.instrument)

        def on_order_book_l1(self, ctx, quote):
            self.step(ctx, quote.instrument)

        def on_candle(self, ctx, candle):
            self.step(ctx, candle.instrument, candle.close)

        def step(self, ctx, instrument, close=None):
            self.seen += 1
            if self.seen % self.every:
                return
            market = ctx.market(instrument)
            bid = market.bid() or market.last() or close
            ask = market.ask() or market.last() or close
            if bid is None or ask is None:
                return
            working = ctx.orders(instrument)
            if len(working) > self.orders_max:
                ctx.cancel_all(instrument)
                return
            draw = ctx.rng.random()
            if draw < 0.12:
                ctx.market_order(self.any_side(ctx), self.any_quantity(ctx), instrument=instrument)
            elif draw < 0.60:
                self.limit(ctx, instrument, bid, ask)
            elif draw < 0.70:
                self.cancel_one(ctx, working)
            elif draw < 0.84:
                self.replace_one(ctx, working)
            elif draw < 0.90:
                target = ctx.rng.randint(-self.size, self.size) * Decimal(self.lot)
                ctx.target_position(target, instrument)
            elif draw < 0.92:
                ctx.close(instrument)
            elif draw < 0.94:
                ctx.market_order(self.any_side(ctx), self.any_quantity(ctx) * 1_000_000, instrument=instrument)
            elif draw < 0.97:
                self.limit(ctx, instrument, bid, ask).cancel()
            else:
                self.limit(ctx, instrument, bid, ask).replace(quantity=self.any_quantity(ctx))

        def any_side(self, ctx):
            return "buy" if ctx.rng.random() < 0.5 else "sell"

        def any_quantity(self, ctx):
            return ctx.rng.randint(1, self.size) * Decimal(self.lot)

        def limit(self, ctx, instrument, bid, ask):
            """At the touch, behind it, inside the spread or through it."""
            side, distance = self.any_side(ctx), 0
            if ctx.rng.random() < 0.6:
                distance = ctx.rng.randint(-3, self.far)
            elif ctx.rng.random() < 0.2:
                distance = -self.far
            price = bid - distance * Decimal(self.tick) if side == "buy" else ask + distance * Decimal(self.tick)
            time_in_force = ctx.rng.choice(TIMES_IN_FORCE)
            post_only = time_in_force == "good_until_cancelled" and ctx.rng.random() < 0.5
            return ctx.limit_order(
                side,
                self.any_quantity(ctx),
                price,
                instrument=instrument,
                time_in_force=time_in_force,
                post_only=post_only,
            )

        def cancel_one(self, ctx, working):
            if working:
                ctx.cancel(ctx.rng.choice(working))

        def replace_one(self, ctx, working):
            replaceable = [
                order for order in working if order.state in ("in_flight", "open") and order.price is not None
            ]
            if not replaceable:
                return
            order = ctx.rng.choice(replaceable)
            price = order.price + ctx.rng.randint(-5, 5) * Decimal(self.tick)
            quantity = self.any_quantity(ctx) if ctx.rng.random() < 0.5 else None
            order.replace(price=price, quantity=quantity, wait=ctx.rng.random() < 0.5)

        def on_order(self, ctx, order):
            """Cancels into what may be filled already, or cancels a replacement that has just got its turn."""
            draw = ctx.rng.random()
            if draw < 0.05 and order.state == "open":
                order.cancel()
            elif draw < 0.10 and order.state == "cancelled":
                ctx.cancel_all(order.instrument)

        def on_fill(self, ctx, fill):
            self.fills += 1
            if ctx.rng.random() < 0.05:
                ctx.target_position(0, fill.instrument)

        def on_reject(self, ctx, order):
            ctx.record(rejected=1)

        def on_position_exit(self, ctx, position):
            ctx.record(exits=1)

    return RandomRequests
