"""Matching against candles (M19, D6).

A candle opens when the candle before it closes, and only orders that had arrived by then take part in it: an order that
arrives while a candle is under way must not meet prices from before its arrival.
"""

from .decimals import sub
from .market import reaches


class Candles:
    has_sides = False
    priced_by = "candle"

    def has_seen(self, market):
        return market.candle is not None

    def price_time(self, market):
        return market.candle_time

    def touch(self, market, side):
        """Between candles there is no price to take."""
        return

    def expected_price(self, market, side):
        return market.candle.close

    def on_arrival(self, exchange, order, time):
        """Everything waits for the next open; only what `close_at_end` makes is closed at the latest close."""
        if order.at_end:
            candle = order.market.candle
            exchange.fill(time, order, candle.close, order.remaining, maker=False, displayed=candle.volume)

    def on_row(self, exchange, market, row, time):
        if row.kind != "candle":
            return
        opened, market.opened_at = market.opened_at, time
        if opened is None or exchange.is_stale(market, time):
            return
        taking_part = [order for order in market.working if order.arrived <= opened]
        for order in taking_part:
            self.at_open(exchange, order, row, time)
        self.along_the_path(exchange, taking_part, row, time)

    def at_open(self, exchange, order, candle, time):
        """Takers, in order of acceptance. A post-only order never takes: it fills as maker when the path reaches it."""
        if order.is_market and order.market.instrument.is_spot and not exchange.account.affords(order, candle.open):
            exchange.end(time, order, "cancelled", "insufficient_balance")
        elif not order.post_only and reaches(order.side, order.price, candle.open):
            exchange.fill(time, order, candle.open, order.remaining, maker=False, displayed=candle.volume)
        elif order.time_in_force in ("fill_or_kill", "immediate_or_cancel"):
            exchange.end(time, order, "cancelled", order.time_in_force)

    def along_the_path(self, exchange, orders, candle, time):
        """By the point of the path, then price, then time; makers at their own price."""
        waiting = {order.number for order in orders if order.state == "open"}
        for point in path(candle):
            for order in orders[0].market.by_priority() if orders else []:
                if order.number in waiting and reaches(order.side, order.price, point):
                    waiting.remove(order.number)
                    exchange.fill(time, order, order.price, order.remaining, maker=True)


def path(candle):
    """open → nearer extreme → other extreme → close; a tie goes to the low first."""
    low_first = sub(candle.open, candle.low) <= sub(candle.high, candle.open)
    extremes = [candle.low, candle.high] if low_first else [candle.high, candle.low]
    return [candle.open, *extremes, candle.close]
