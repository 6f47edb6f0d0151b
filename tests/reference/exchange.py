"""The simulated exchange: arrival of requests (D6), cancels (M12), end of day (M17), booking of fills (A2, D8)."""

from .account import Account
from .decimals import ZERO, add, mul, sub
from .durations import DAY
from .market import Market, reaches
from .orders import Fill, Packet


class Exchange:
    def __init__(self, name, instruments, assets, balances, fees, margin, matching, max_quote_age, emit):
        self.name = name
        self.markets = {instrument.name: Market(instrument) for instrument in instruments}
        self.account = Account(assets, balances, fees, margin)
        self.fees = fees
        self.matching = matching
        self.max_quote_age = max_quote_age
        self.emit = emit  # called with each packet, at once
        self.orders = {}  # every order that arrived, by number
        self.order_ids = 0
        self.trade_ids = 0
        self.crossed_quotes = 0
        self.dropped_trades = 0

    # ---- market data

    def on_row(self, time, row, market):
        """A row acts. Returns whether it changed the mark."""
        if row.kind == "trade" and not row.matched:
            return False  # M16: data, but nothing at the exchange
        if row.kind == "order_book_l1":
            if row.bid is not None and row.ask is not None and row.bid > row.ask:
                self.crossed_quotes += 1  # M15
            forget_taken(market, row)
        if row.kind == self.matching.priced_by:
            market.disconnected = False  # M14: before anything is matched
        changed = market.update(row, time)
        self.matching.on_row(self, market, row, time)
        return changed

    def on_reconnecting(self):
        for market in self.markets.values():
            market.disconnected = True

    def is_stale(self, market, time):
        """M14: disconnected, or the latest price of the matching's own kind is too old."""
        seen = self.matching.price_time(market)
        too_old = self.max_quote_age is not None and seen is not None and time - seen > self.max_quote_age
        return market.disconnected or too_old

    # ---- requests

    def on_open(self, time, order):
        """D6, in its order."""
        market, matching = order.market, self.matching
        self.orders[order.number] = order
        order.arrived = time
        touch = matching.touch(market, order.side)
        refusal = self._refusal(time, order, touch)
        if refusal is not None:
            order.state = "rejected"
            self.emit(Packet(time, order, "rejected", refusal, [], None))
            return
        # 6
        self.order_ids += 1
        order.order_id = self.order_ids
        order.state = "open"
        if order.time_in_force == "good_until_end_of_day":
            order.expires = (time // DAY + 1) * DAY
        before = self.account.snapshot(market.instrument)
        self.account.set_hold(order, self.account.hold_of(order))
        self._emit_change(time, order, "accepted", None, before, "accepted")
        market.working.append(order)
        if self.is_stale(market, time):
            order.ahead = None  # rests unmatched
        else:
            matching.on_arrival(self, order, time)  # 7-10

    def _refusal(self, time, order, touch):
        market, matching = order.market, self.matching
        if not matching.has_seen(market):  # 1
            return "no_market"
        if matching.has_sides and touch is None and (order.is_market or order.post_only):
            return "no_market"
        now_or_never = (
            order.is_market or order.post_only or order.time_in_force in ("immediate_or_cancel", "fill_or_kill")
        )
        if self.is_stale(market, time) and now_or_never:  # 2
            return "stale_market"
        price = matching.expected_price(market, order.side)
        if order.post_only and touch is not None and reaches(order.side, order.price, touch[0]):  # 3
            return "post_only_would_take"
        instrument = market.instrument
        if order.is_market and mul(price, order.quantity, instrument.contract_size) < instrument.min_notional:  # 4
            return "below_minimum_notional"
        if instrument.is_spot:  # 5
            return None if self.account.affords(order, price) else "insufficient_balance"
        price = price if order.is_market else order.price
        return None if self.account.margin_allows(order, price, list(self.markets.values())) else "insufficient_margin"

    def on_cancel(self, time, asked):
        """M12: by number, so it works before the acknowledgement. An order that never arrived is unknown."""
        order = self.orders.get(asked.number, asked)
        if order.state == "open":
            self.end(time, order, "cancelled", None)
            return
        reasons = {"filled": "order_already_fully_filled", "cancelled": "order_already_cancelled"}
        self.emit(Packet(time, order, "cancel_rejected", reasons.get(order.state, "order_not_found"), [], None))

    def on_midnight(self, time):
        """M17: in order of acceptance."""
        due = [order for market in self.markets.values() for order in market.working if order.expires == time]
        for order in sorted(due, key=lambda order: order.order_id):
            self.end(time, order, "expired", "end_of_day")

    # ---- what happens to orders

    def end(self, time, order, state, reason):
        """Cancels or expires what is left of an order and releases its hold."""
        order.state = state
        order.market.working.remove(order)
        before = self.account.snapshot(order.market.instrument)
        self.account.set_hold(order, ZERO)
        self._emit_change(time, order, state, reason, before, "released")

    def fill(self, time, order, price, quantity, maker, displayed=None):
        """Books a fill. `displayed` is the quantity shown where a taker took."""
        market, instrument = order.market, order.market.instrument
        before = self.account.snapshot(instrument)
        value = mul(price, quantity, instrument.contract_size)
        fee = mul(value, self.fees.maker if maker else self.fees.taker)
        realised = market.net.apply(order.side, price, quantity, instrument.contract_size)
        self.account.settle(order, quantity, value, fee, realised)
        order.filled = add(order.filled, quantity)
        if order.remaining == 0:
            order.state = "filled"
            market.working.remove(order)
        self.account.set_hold(order, self.account.hold_of(order))
        self.trade_ids += 1
        beyond = ZERO if maker else max(ZERO, sub(quantity, displayed))
        age = None if market.quote_time is None else time - market.quote_time
        position = market.net.quantity
        fill = Fill(
            self.trade_ids, order, price, quantity, value, fee, maker, position, realised, market.mid, age, beyond
        )
        event = "filled" if order.state == "filled" else "partially_filled"
        self._emit_change(time, order, event, None, before, "fill", fill)

    def _emit_change(self, time, order, event, reason, before, balance_reason, fill=None):
        after = self.account.snapshot(order.market.instrument)
        changed = [new for old, new in zip(before, after, strict=True) if old != new]
        self.emit(Packet(time, order, event, reason, changed, balance_reason, fill))


def forget_taken(market, quote):
    """M3: own consumption is remembered until that side's price or quantity next changes."""
    old = market.quote
    if old is None or (old.ask, old.ask_quantity) != (quote.ask, quote.ask_quantity):
        market.taken["buy"] = ZERO
    if old is None or (old.bid, old.bid_quantity) != (quote.bid, quote.bid_quantity):
        market.taken["sell"] = ZERO
