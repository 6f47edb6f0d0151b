"""The strategy's side: its orders as it knows them, and what its hooks ask for (D3, T7)."""

from .decimals import WIDE, ZERO, mul, multiples, neg, sub
from .errors import SimulationError

WORKING = ("pending", "waiting", "in_flight", "open")


class DeskOrder:
    """An order as delivered to the strategy."""

    def __init__(
        self, number, client_order_id, instrument, side, kind, time_in_force, post_only, price, quantity, state
    ):
        self.number = number
        self.client_order_id = client_order_id
        self.instrument = instrument
        self.side = side
        self.kind = kind
        self.time_in_force = time_in_force
        self.post_only = post_only
        self.price = price
        self.quantity = quantity
        self.filled = ZERO
        self.state = state
        self.reject_reason = None
        self.order_id = None
        self.cancelling = False  # a cancel is asked for or on its way
        self.replacement = None  # the order that waits for this one's cancel
        self.takes_remaining = False  # a replacement whose quantity is what is left
        self.at_end = False

    @property
    def remaining(self):
        return sub(self.quantity, self.filled)

    @property
    def is_working(self):
        return self.state in WORKING


class Desk:
    def __init__(self):
        self.orders = {}
        self.active = {}  # those that work, by number
        self.client_order_ids = {}
        self.opens = []  # asked for by the hook that runs
        self.cancels = []
        self.withdrawn = []  # cancelled before they were sent
        self.closed = False  # on_stop: requests are an error

    def working(self, instrument=None):
        """Working orders by number."""
        return [order for order in self.active.values() if instrument is None or order.instrument is instrument]

    def finish(self, order, state):
        order.state = state
        self.active.pop(order.number, None)

    def check_open(self):
        if self.closed:
            raise SimulationError("requests in on_stop are an error: the run has ended", "stopped", "ctx")

    def open(
        self, instrument, side, kind, time_in_force, post_only, price, quantity, client_order_id=None, state="pending"
    ):
        """Gives the order its number (refused ones too) and queues it until the hook returns."""
        self.check_open()
        check_rules(instrument, price, quantity)
        return self._add(instrument, side, kind, time_in_force, post_only, price, quantity, client_order_id, state)

    def _add(self, instrument, side, kind, time_in_force, post_only, price, quantity, client_order_id, state):
        number = len(self.orders) + 1
        identity = str(number) if client_order_id is None else client_order_id
        if identity in self.client_order_ids or identity == "":
            raise SimulationError(f"client_order_id {identity!r} is taken or empty", "duplicate", "client_order_id")
        self.client_order_ids[identity] = number
        order = DeskOrder(number, identity, instrument, side, kind, time_in_force, post_only, price, quantity, state)
        self.orders[number] = self.active[number] = order
        if state == "pending":
            self.opens.append(order)
        return order

    def cancel(self, order):
        """A no-op where the order is done or a cancel is on its way (D3)."""
        self.check_open()
        if order.state in ("pending", "waiting"):
            order.reject_reason = "cancelled_before_sent"
            self.finish(order, "refused")
            if order in self.opens:
                self.opens.remove(order)
            self.withdrawn.append(order)
        elif order.is_working and not order.cancelling:
            order.cancelling = True
            self.cancels.append(order)

    def cancel_all(self, instrument=None):
        self.check_open()
        for order in self.working(instrument):
            self.cancel(order)

    def replace(self, order, price, quantity, wait):
        """A cancel and a new order; with `wait` the new one is asked for when the cancel is confirmed (D3)."""
        if not order.is_working:
            raise SimulationError(
                f"order {order.client_order_id} is {order.state}: nothing to replace", "done", "order"
            )
        if order.replacement is not None:
            raise SimulationError(f"order {order.client_order_id} already waits to be replaced", "replaced", "order")
        if price is not None and order.kind == "market":
            raise SimulationError("a market order has no price to replace", "market_order", "price")
        waits = wait and order.state in ("in_flight", "open")  # what never left is withdrawn: no answer to wait for
        new = self.open(
            order.instrument,
            order.side,
            order.kind,
            order.time_in_force,
            order.post_only,
            order.price if price is None else price,
            order.remaining if quantity is None else quantity,
            state="waiting" if waits else "pending",
        )
        self.cancel(order)
        if waits:
            order.replacement = new
            new.takes_remaining = quantity is None
        return new

    def move_by(self, instrument, delta):
        """Market order of |delta| rounded toward zero to the lot; 0 is a no-op (D3)."""
        quantity = WIDE.abs(delta)
        if instrument.lot:
            quantity = multiples(quantity, instrument.lot)
        if quantity == 0:
            return None
        side = "buy" if delta > 0 else "sell"
        return self.open(instrument, side, "market", "immediate_or_cancel", False, None, quantity)

    def working_quantity(self, instrument):
        """Σ signed remaining quantity of working orders."""
        total = ZERO
        for order in self.working(instrument):
            total = WIDE.add(total, order.remaining if order.side == "buy" else neg(order.remaining))
        return total

    def open_unchecked(self, instrument, side, quantity):
        """What `close_at_end` asks for: the whole position, whatever the lot is."""
        return self._add(instrument, side, "market", "immediate_or_cancel", False, None, quantity, None, "pending")

    def take(self):
        """What the hook asked for: cancels in call order, opens (withdrawn ones among them) in call order."""
        cancels, opens = self.cancels, sorted(self.opens + self.withdrawn, key=lambda order: order.number)
        self.cancels, self.opens, self.withdrawn = [], [], []
        return cancels, opens


def check_rules(instrument, price, quantity):
    """The instrument's rules, before a request leaves the hook."""
    if quantity <= 0:
        raise SimulationError(f"quantity must be positive, not {quantity}", "not_positive", "quantity")
    if price is not None:
        if price <= 0:
            raise SimulationError(f"price must be positive, not {price}", "not_positive", "price")
        _check_step(price, instrument.tick, "price", "off_tick")
        if instrument.min_price is not None and price < instrument.min_price:
            raise SimulationError(f"price {price} is below {instrument.min_price}", "below_minimum", "price")
        if mul(price, quantity, instrument.contract_size) < instrument.min_notional:
            message = f"{quantity} at {price} is below the minimum notional {instrument.min_notional}"
            raise SimulationError(message, "below_minimum_notional", "quantity")
    _check_step(quantity, instrument.lot, "quantity", "off_lot")
    if instrument.min_quantity is not None and quantity < instrument.min_quantity:
        raise SimulationError(f"quantity {quantity} is below {instrument.min_quantity}", "below_minimum", "quantity")


def _check_step(value, step, argument, code):
    if step and WIDE.remainder(value, step) != 0:
        below = multiples(value, step)
        message = f"{argument} {value} is no multiple of {step}; its neighbours are {below} and {WIDE.add(below, step)}"
        raise SimulationError(message, code, argument)
