"""What a hook reads and asks for: the library's `ctx`, by what was delivered."""

import random

from .decimals import WIDE, ZERO, neg, number
from .durations import nanoseconds
from .equity import value_of
from .errors import SimulationError
from .market import Prices
from .net_position import NetPosition
from .payloads import Balance, as_float

TIMES_IN_FORCE = ("good_until_cancelled", "good_until_end_of_day", "immediate_or_cancel", "fill_or_kill")


class MarketView:
    """Market data of one instrument as delivered."""

    def __init__(self, prices, run):
        self._prices = prices
        self._run = run

    def bid(self):
        return None if self._prices.quote is None else self._prices.quote.bid

    def ask(self):
        return None if self._prices.quote is None else self._prices.quote.ask

    def mid(self):
        """Of the present quote; None unless it has two sides."""
        return self._prices.mid

    def last(self):
        return None if self._prices.trade is None else self._prices.trade.price

    def bid_f64(self):
        return as_float(self.bid())

    def ask_f64(self):
        return as_float(self.ask())

    def mid_f64(self):
        return as_float(self.mid())

    def last_f64(self):
        return as_float(self.last())


class Handle:
    """An order as the strategy knows it."""

    __slots__ = ("_context", "_order")

    def __init__(self, order, context):
        self._order, self._context = order, context

    client_order_id = property(lambda self: self._order.client_order_id)
    instrument = property(lambda self: self._order.instrument)
    side = property(lambda self: self._order.side)
    is_working = property(lambda self: self._order.is_working)
    price = property(lambda self: self._order.price)
    quantity = property(lambda self: self._order.quantity)
    filled_quantity = property(lambda self: self._order.filled)
    remaining_quantity = property(lambda self: self._order.remaining)
    reject_reason = property(lambda self: self._order.reject_reason)

    @property
    def state(self):
        order = self._order
        return "cancel_in_flight" if order.cancelling and order.state in ("in_flight", "open") else order.state

    def cancel(self):
        self._context.check_live()
        self._context._desk.cancel(self._order)

    def replace(self, price=None, quantity=None, wait=True):
        self._context.check_live()
        price = None if price is None else number(price, "price")
        quantity = None if quantity is None else number(quantity, "quantity")
        return self._context._handle(self._context._desk.replace(self._order, price, quantity, wait))

    def __eq__(self, other):
        return isinstance(other, Handle) and self._order is other._order

    def __hash__(self):
        return hash(self._order.number)


class Timer:
    def __init__(self, interval, call):
        self.interval = interval
        self.call = call
        self.cancelled = False

    def cancel(self):
        self.cancelled = True


class Context:
    def __init__(self, run, universe, report, desk, seed):
        self._run = run
        self._universe = universe
        self._report = report
        self._desk = desk
        self._live = True
        self._handles = {}
        self._prices = [Prices() for _ in universe.instruments]
        self._views = [MarketView(prices, run) for prices in self._prices]
        self._nets = [NetPosition() for _ in universe.instruments]
        self._balances = {}  # (exchange, asset) -> (total, free)
        self._notes = []  # ctx.record
        self.rng = random.Random(seed)  # D11

    def check_live(self):
        if not self._live:
            raise SimulationError("ctx is used after the run", "not_running", "ctx")

    def _handle(self, order):
        if order is None:
            return None
        if order.number not in self._handles:
            self._handles[order.number] = Handle(order, self)
        return self._handles[order.number]

    # ---- reading

    def now_ns(self):
        self.check_live()
        return self._run.now

    def instrument(self, name):
        return self._universe.find(name)

    def market(self, instrument=None):
        self.check_live()
        return self._views[self._universe.find(instrument).index]

    def position(self, instrument=None):
        """Signed net position of the delivered fills."""
        return self._nets[self._universe.find(instrument).index].quantity

    def position_f64(self, instrument=None):
        return float(self.position(instrument))

    def balance(self, asset, exchange=None):
        found = [key for key in self._balances if key[1] == asset and exchange in (None, key[0])]
        if len(found) != 1:
            raise SimulationError(f"{len(found)} exchanges of the run have the asset {asset!r}", "unknown", "asset")
        return Balance(*self._balances[found[0]])

    def orders(self, instrument=None):
        """Handles of the working orders, by number."""
        own = None if instrument is None else self._universe.find(instrument)
        return [self._handle(order) for order in self._desk.working(own)]

    def equity(self):
        """D8, by what was delivered; None while something held has no value."""
        totals = [(asset, total) for (_, asset), (total, _) in self._balances.items()]
        marks = [prices.mark for prices in self._prices]
        value = value_of(self._universe, self._report, totals, self._nets, marks)
        return None if value is None else value.equity

    def is_warming_up(self):
        return self._run.is_warming_up()

    # ---- asking

    def record(self, **values):
        self.check_live()
        for name, value in values.items():
            self._notes.append({"time": self._run.now, "name": name, "value": float(value)})

    def every(self, interval, call=None):
        """First fires one interval from now, as `call(ctx)`, or as the hook `on_timer(ctx, timer)`."""
        self.check_live()
        self._desk.check_open()
        length = nanoseconds(interval, "interval")
        if length <= 0:
            raise SimulationError(
                f"a timer's interval must be longer than 0 ns, not {length}", "not_positive", "interval"
            )
        timer = Timer(length, call)
        self._run.start_timer(timer)
        return timer

    def market_order(
        self, side, quantity, *, instrument=None, time_in_force="immediate_or_cancel", client_order_id=None
    ):
        quantity = number(quantity, "quantity")
        return self._open(instrument, side, "market", time_in_force, False, None, quantity, client_order_id)

    def limit_order(
        self, side, quantity, price, *, instrument=None, time_in_force=None, post_only=False, client_order_id=None
    ):
        time_in_force = "good_until_cancelled" if time_in_force is None else time_in_force
        if post_only and time_in_force != "good_until_cancelled":
            raise SimulationError("post_only needs good_until_cancelled", "post_only", "post_only")
        quantity, price = number(quantity, "quantity"), number(price, "price")
        return self._open(instrument, side, "limit", time_in_force, bool(post_only), price, quantity, client_order_id)

    def _open(self, instrument, side, kind, time_in_force, post_only, price, quantity, client_order_id):
        self.check_live()
        if side not in ("buy", "sell"):
            raise SimulationError(f"side={side!r}, expected buy or sell", "unknown", "side")
        if time_in_force not in TIMES_IN_FORCE:
            raise SimulationError(
                f"time_in_force={time_in_force!r}, expected one of {TIMES_IN_FORCE}", "unknown", "time_in_force"
            )
        instrument = self._universe.find(instrument)
        order = self._desk.open(instrument, side, kind, time_in_force, post_only, price, quantity, client_order_id)
        return self._handle(order)

    def cancel(self, order):
        order.cancel()

    def cancel_all(self, instrument=None):
        self.check_live()
        self._desk.cancel_all(None if instrument is None else self._universe.find(instrument))

    def close(self, instrument=None):
        """Cancels the working orders of the instrument and trades its position away (D3)."""
        self.check_live()
        instrument = self._universe.find(instrument)
        self._desk.cancel_all(instrument)
        return self._handle(self._desk.move_by(instrument, neg(self.position(instrument))))

    def target_position(self, quantity, instrument=None):
        """Counts what is pending, waiting, in flight and open (D3)."""
        self.check_live()
        self._desk.check_open()
        instrument = self._universe.find(instrument)
        target = number(quantity, "quantity")
        expected = WIDE.add(self.position(instrument), self._desk.working_quantity(instrument) or ZERO)
        return self._handle(self._desk.move_by(instrument, WIDE.subtract(target, expected)))
