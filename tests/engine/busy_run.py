"""A run with some of everything, for tests of what a run leaves behind."""

from decimal import Decimal
from functools import cache

import pyarrow as pa

from barter_data import MarketData
from barter_engine import Backtest, Fees, Strategy
from barter_engine.result import BacktestResult


class Busy(Strategy):
    """Random market orders, resting and crossing limits, cancels; notes what it draws."""

    every: int = 40
    size: int = 3000  # largest order, in lots

    def on_start(self, ctx):
        self.seen = 0

    def on_order_book_l1(self, ctx, quote):
        self.seen += 1
        if self.seen % self.every:
            return
        draw = ctx.rng.random()
        ctx.record(draw=draw)
        side = "buy" if ctx.rng.random() < 0.5 else "sell"
        quantity = Decimal(ctx.rng.randint(1, self.size)) / 1000
        market = ctx.market()
        bid, ask = market.bid(), market.ask()
        if bid is None or ask is None:
            return
        if draw < 0.3:
            ctx.market_order(side, quantity)
        elif draw < 0.7:
            name = f"mine-{self.seen}" if draw < 0.5 else None
            ctx.limit_order(side, quantity, bid if side == "buy" else ask, post_only=draw < 0.6, client_order_id=name)
        elif draw < 0.85:
            # Reaches the other touch; post-only is rejected there.
            ctx.limit_order(side, quantity, ask if side == "buy" else bid, post_only=draw < 0.75)
        else:
            ctx.cancel_all()


@cache
def busy_run(**options) -> BacktestResult:
    """The run; made once for each set of options."""
    data = MarketData.synthetic(seed=7, events=20_000)
    settings = {
        "balances": {"usdt": 1_000_000},
        "fees": Fees(maker="-0.0001", taker="0.0005"),
        "latency": "5ms",
        **options,
    }
    return Backtest(Busy, data, **settings).run()


def rows(table, *names):
    """Rows as tuples; times as int ns."""
    arrow = pa.table(table)
    columns = []
    for name in names or arrow.column_names:
        column = arrow[name]
        columns.append((column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column).to_pylist())
    return list(zip(*columns, strict=True))
