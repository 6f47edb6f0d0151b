"""A strategy for both sides that asks in every hook, and notes all that `ctx` and the hooks tell it."""

from __future__ import annotations

from strategies import random_requests


def make(base):
    class Eager(random_requests.make(base)):
        names: tuple = ()
        accounts: tuple = ()  # (exchange, asset)

        def on_start(self, ctx):
            super().on_start(ctx)
            self.note(ctx)
            self.beats = 0
            self.timer = ctx.every("9ms", self.beat)
            ctx.every("1s")
            for name in self.names:
                ctx.limit_order(self.any_side(ctx), "0.7", "100", instrument=name)
                ctx.market_order("buy", "0.3", instrument=name)

        def beat(self, ctx):
            self.note(ctx)
            self.beats += 1
            if self.beats == 12:
                self.timer.cancel()
                self.timer = ctx.every("70ms", self.beat)
            elif self.beats == 20:
                self.timer.cancel()

        def note(self, ctx):
            equity = ctx.equity()
            ctx.record(now=ctx.now_ns(), orders=len(ctx.orders()), warming_up=ctx.is_warming_up())
            if equity is not None:
                ctx.record(equity=equity)
            for name in self.names:
                market = ctx.market(name)
                seen = {"bid": market.bid(), "ask": market.ask(), "mid": market.mid(), "last": market.last()}
                ctx.record(
                    position=ctx.position(name), **{key: value for key, value in seen.items() if value is not None}
                )
            for exchange, asset in self.accounts:
                balance = ctx.balance(asset, exchange)
                ctx.record(total=balance.total, free=balance.free)

        def on_timer(self, ctx, timer):
            self.rings = getattr(self, "rings", 0) + 1
            if self.rings == 9:
                timer.cancel()
            self.note(ctx)
            if ctx.rng.random() < 0.4:
                ctx.target_position(self.any_quantity(ctx), ctx.rng.choice(self.names))

        def on_order(self, ctx, order):
            super().on_order(ctx, order)
            ctx.record(filled=order.filled_quantity, remaining=order.remaining_quantity, working=order.is_working)

        def on_fill(self, ctx, fill):
            super().on_fill(ctx, fill)
            ctx.record(
                price=fill.price,
                quantity=fill.quantity,
                fee=fill.fee,
                after=fill.position_after,
                realised=fill.realised_pnl,
            )
            self.note(ctx)
            if ctx.rng.random() < 0.2:
                ctx.market_order(self.any_side(ctx), self.any_quantity(ctx), instrument=fill.instrument)

        def on_reject(self, ctx, order):
            super().on_reject(ctx, order)
            if ctx.rng.random() < 0.3:
                ctx.limit_order(self.any_side(ctx), "0.4", "99.5", instrument=order.instrument, post_only=True)

        def on_position_exit(self, ctx, position):
            super().on_position_exit(ctx, position)
            if ctx.rng.random() < 0.3:
                ctx.close(ctx.rng.choice(self.names))

        def on_disconnect(self, ctx, exchange):
            ctx.record(lost=1)
            ctx.limit_order(self.any_side(ctx), "0.5", "101", instrument=self.names[0])
            ctx.market_order("buy", "0.1", instrument=self.names[0])

        def on_reconnect(self, ctx, exchange):
            ctx.record(back=1)
            ctx.market_order("sell", "0.2", instrument=self.names[0])

        def on_stop(self, ctx):
            self.note(ctx)

    return Eager
