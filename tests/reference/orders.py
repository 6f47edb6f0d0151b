"""Orders as they travel: what is asked for, what the exchange keeps, what it answers."""

from .decimals import ZERO, sub


class Order:
    """An order at the exchange."""

    def __init__(self, number, market, side, kind, time_in_force, post_only, price, quantity, at_end=False):
        self.number = number
        self.market = market
        self.side = side
        self.kind = kind
        self.time_in_force = time_in_force
        self.post_only = post_only
        self.price = price  # None exactly for market orders
        self.quantity = quantity
        self.filled = ZERO
        self.order_id = None
        self.state = "new"  # then open, filled, cancelled, expired, rejected
        self.arrived = None
        self.expires = None  # end of day
        self.hold = ZERO
        self.ahead = None  # D7: unknown, or a quantity
        self.at_end = at_end  # made by close_at_end

    @property
    def remaining(self):
        return sub(self.quantity, self.filled)

    @property
    def is_market(self):
        return self.kind == "market"


class Packet:
    """One happening of one order at the exchange (D4)."""

    def __init__(self, time, order, event, reason, balances, balance_reason, fill=None):
        self.time = time
        self.order = order
        self.event = event
        self.reason = reason
        self.order_id = order.order_id
        self.filled = order.filled
        self.balances = balances  # [(asset, total, free)] that changed, by internal name
        self.balance_reason = balance_reason
        self.fill = fill


class Fill:
    def __init__(
        self, trade_id, order, price, quantity, value, fee, maker, position_after, realised, mid, quote_age, beyond
    ):
        self.trade_id = trade_id
        self.side = order.side
        self.price = price
        self.quantity = quantity
        self.value = value
        self.fee = fee
        self.maker = maker
        self.position_after = position_after
        self.realised = realised
        self.mid = mid
        self.quote_age = quote_age
        self.beyond = beyond
