"""Matching against the latest trade, unlimited (M5, D6). Optimistic: it needs no queue and no spread."""

from .market import reaches


class LastTrade:
    has_sides = False
    priced_by = "trade"

    def has_seen(self, market):
        return market.trade is not None

    def price_time(self, market):
        return market.trade_time

    def touch(self, market, side):
        """The latest trade stands on both sides."""
        return None if market.trade is None else (market.trade.price, market.trade.quantity)

    def expected_price(self, market, side):
        return market.trade.price

    def on_arrival(self, exchange, order, time):
        price, displayed = self.touch(order.market, order.side)
        if reaches(order.side, order.price, price):
            exchange.fill(time, order, price, order.remaining, maker=False, displayed=displayed)
        elif order.time_in_force in ("fill_or_kill", "immediate_or_cancel"):
            exchange.end(time, order, "cancelled", order.time_in_force)

    def on_row(self, exchange, market, row, time):
        if row.kind != "trade" or not market.working or exchange.is_stale(market, time):
            return
        for order in market.by_priority():
            if reaches(order.side, order.price, row.price):
                exchange.fill(time, order, order.price, order.remaining, maker=True)
