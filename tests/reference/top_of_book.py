"""Matching against the top of book: size rules (M2, M3, M6), queue of resting orders (M9-M11, D7), self-trade (M13)."""

from .decimals import ZERO, add, sub
from .errors import SimulationError
from .market import better, opposite, reaches


class TopOfBook:
    has_sides = True
    priced_by = "order_book_l1"

    def __init__(self, size="unlimited", cap_at_trade=False):
        if size not in ("unlimited", "displayed"):
            raise SimulationError(f"size={size!r}, expected unlimited or displayed", "unknown", "size")
        self.size = size
        self.cap_at_trade = cap_at_trade

    def has_seen(self, market):
        return market.quote is not None

    def price_time(self, market):
        return market.quote_time

    def touch(self, market, side):
        return market.touch(side)

    def expected_price(self, market, side):
        touch = market.touch(side)
        return None if touch is None else touch[0]

    # ---- arrival, D6 steps 7-10

    def on_arrival(self, exchange, order, time):
        market, touch = order.market, order.market.touch(order.side)
        if self.meets_own(order, touch):
            exchange.end(time, order, "expired", "self_trade")
            return
        available = ZERO
        if touch is not None and reaches(order.side, order.price, touch[0]):
            available = order.quantity
            if self.size == "displayed":
                available = min(available, sub(touch[1], market.taken[order.side]))
        if order.time_in_force == "fill_or_kill" and available < order.quantity:
            exchange.end(time, order, "cancelled", "fill_or_kill")
            return
        if available > 0:
            market.taken[order.side] = add(market.taken[order.side], available)
            exchange.fill(time, order, touch[0], available, maker=False, displayed=touch[1])
        if order.state == "filled":
            return
        if order.is_market:
            exchange.end(time, order, "cancelled", "no_liquidity")
        elif order.time_in_force == "immediate_or_cancel":
            exchange.end(time, order, "cancelled", "immediate_or_cancel")
        else:
            order.ahead = ahead_at_arrival(order)

    def meets_own(self, order, touch):
        """M13: an own resting order would be hit before anyone else's."""
        for other in order.market.working:
            if other.side == order.side or not reaches(order.side, order.price, other.price):
                continue
            if touch is None or better(other.side, other.price, touch[0]):
                return True
            if other.price == touch[0] and other.ahead is not None and other.ahead == 0:
                return True
        return False

    # ---- resting orders, D7

    def on_row(self, exchange, market, row, time):
        if not market.working or exchange.is_stale(market, time):
            return
        if row.kind == "order_book_l1":
            self.on_quote(exchange, market, time)
        elif row.kind == "trade":
            self.on_trade(exchange, market, row, time)

    def on_quote(self, exchange, market, time):
        for order in market.by_priority():
            touch = market.touch(order.side)
            if touch is not None and reaches(order.side, order.price, touch[0]):
                exchange.fill(time, order, order.price, order.remaining, maker=True)
                continue
            own = market.touch(opposite(order.side))
            if own is None or better(order.side, order.price, own[0]):
                order.ahead = ZERO
            elif order.price == own[0]:
                order.ahead = own[1] if order.ahead is None else min(order.ahead, own[1])

    def on_trade(self, exchange, market, trade, time):
        spent = ZERO
        for order in market.by_priority():
            left = sub(trade.quantity, spent)
            if better(order.side, order.price, trade.price):  # through the price, any aggressor (M10)
                quantity = min(order.remaining, left) if self.cap_at_trade else order.remaining
                if quantity > 0:
                    spent = min(trade.quantity, add(spent, quantity))
                    exchange.fill(time, order, order.price, quantity, maker=True)
            elif order.price == trade.price and trade.side != order.side and order.ahead is not None:  # M9, M11
                if order.ahead >= left:
                    order.ahead = sub(order.ahead, left)
                else:
                    quantity = min(order.remaining, sub(left, order.ahead))
                    order.ahead = ZERO
                    spent = add(spent, quantity)
                    exchange.fill(time, order, order.price, quantity, maker=True)


def ahead_at_arrival(order):
    """Queue ahead of what rests: nothing if better than the own touch, the displayed size at it, unknown behind it."""
    own = order.market.touch(opposite(order.side))
    if own is None or better(order.side, order.price, own[0]):
        return ZERO
    return own[1] if order.price == own[0] else None
