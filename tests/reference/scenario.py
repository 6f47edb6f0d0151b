"""Small markets and scripted strategies for the tests of the rules."""

from .conditions import Fees
from .run import run
from .strategy import Strategy
from .tables_in import from_table
from .top_of_book import TopOfBook
from .universe import Instrument

S = 10**9
MS = 10**6
VENUE, NAME = "binance_futures_usd", "binance_futures_usd-btcusdt"
FREE = Fees(maker=0, taker=0)


def perpetual(**rules):
    return Instrument(VENUE, NAME, "btc", "usdt", kind="perpetual", **rules)


def spot(exchange="binance_spot", name="binance_spot-btcusdt", base="btc", quote="usdt", **rules):
    return Instrument(exchange, name, base, quote, **rules)


def quote(time, bid, bid_quantity, ask, ask_quantity, exchange=None):
    return (exchange, time, bid, bid_quantity, ask, ask_quantity)


def trade(time, price, quantity, side=None, *more, exchange=None):
    return (exchange, time, price, quantity, side, *more)


def book(time, bid=100, ask=101, size=5):
    """A two-sided quote."""
    return quote(time, bid, size, ask, size)


def scripted(actions, hooks=None):
    """A strategy that logs its hooks and does `actions[t](ctx)` when the first row received at t is delivered.

    `actions["start"]` is done in on_start. `hooks`: {name: function(strategy, ctx, argument)} to run in other hooks.
    """

    class Scripted(Strategy):
        def __init__(self, **parameters):
            super().__init__(**parameters)
            self.log = []
            self.left = dict(actions)

        def on_start(self, ctx):
            self.do(ctx, "start")

        def on_market_event(self, ctx, event):
            self.log.append(("on_" + event.kind, ctx.now_ns()))
            self.do(ctx, event.time_received_ns)

        def on_order(self, ctx, order):
            self.log.append(("on_order", ctx.now_ns(), order.client_order_id, order.state))

        def on_fill(self, ctx, fill):
            self.log.append(("on_fill", ctx.now_ns(), fill.client_order_id))

        def on_reject(self, ctx, order):
            self.log.append(("on_reject", ctx.now_ns(), order.client_order_id, order.reject_reason))

        def do(self, ctx, key):
            action = self.left.pop(key, None)
            if action is not None:
                action(ctx)

    def wrap(name, extra):
        base = getattr(Scripted, name, None)

        def hook(self, ctx, *arguments):
            if base is not None:
                base(self, ctx, *arguments)
            extra(self, ctx, *arguments)

        setattr(Scripted, name, hook)

    for name, extra in (hooks or {}).items():
        wrap(name, extra)
    return Scripted


def play(
    actions=None, *, l1=None, trades=None, candles=None, reconnecting=None, instrument=None, hooks=None, **options
):
    """A run on one instrument; 100,000 usdt, no fees and no grid unless said otherwise."""
    instrument = instrument or perpetual()
    feed = from_table(
        instrument.exchange, instrument.name, trades=trades, l1=l1, candles=candles, reconnecting=reconnecting
    )
    options.setdefault("balances", {"usdt": 100_000})
    options.setdefault("fees", FREE)
    options.setdefault("equity_every", None)
    options.setdefault("matching", TopOfBook())
    return run(scripted(actions or {}, hooks), [feed], [instrument], **options)


def events(result, number=None):
    """(event, time, reason) of the order events."""
    rows = [row for row in result.order_events if number in (None, row["number"])]
    return [(row["event"], row["time_exchange"], row["reason"]) for row in rows]


def fills(result):
    """(number, time, side, price, quantity, liquidity) with plain numbers."""
    names = ("number", "time_exchange", "side", "price", "quantity", "liquidity")
    return [tuple(row[name] for name in names) for row in result.fills]


def outcome(result, number=1):
    """Status and reason of the order's last event."""
    last = [row for row in result.order_events if row["number"] == number][-1]
    return last["event"], last["reason"]
