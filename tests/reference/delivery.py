"""What reaches the strategy, and what its hooks send back (D3, D4, T7)."""

from . import agenda as phase
from .decimals import ZERO
from .payloads import PAYLOADS, DeliveredFill, PositionExit


class Delivery:
    """Mixed into `Run`."""

    def call(self, hook, *arguments):
        """Calls a hook if it exists, then sends what it asked for."""
        method = getattr(self.strategy, hook, None)
        if method is not None:
            method(self.context, *arguments)
            self.flush()

    # ---- market data

    def deliver_row(self, row):
        """State update → on_market_event → the hook of the row's kind."""
        if row.is_dropped:
            return
        exchange, _, instrument = self.plans[row.source]
        if row.kind == "reconnecting":
            self.lost.add(exchange.name)
            self.call("on_disconnect", exchange.name)
            return
        self.context._prices[instrument.index].update(row, self.now)
        if exchange.name in self.lost:
            self.lost.discard(exchange.name)
            self.call("on_reconnect", exchange.name)
        hook = "on_" + row.kind
        for name in ("on_market_event", hook):
            if hasattr(self.strategy, name):
                self.call(name, PAYLOADS[row.kind](row, instrument))

    # ---- account events

    def deliver_packet(self, delivered):
        """All state first, then the hooks, then the replacement that waited for this answer (D3, D4)."""
        packet, order, rows = delivered
        for row in rows:
            row["time_delivered"] = self.now
        journal_row = self.journal.orders[order.number]
        if journal_row["time_acknowledged"] is None and packet.event != "cancel_rejected":
            journal_row["time_acknowledged"] = self.now
        replacement = self.update_order(packet, order)
        name = order.instrument.exchange
        for asset, total, free in packet.balances:
            self.context._balances[name, asset] = (total, free)
        exited = self.update_position(packet, order.instrument) if packet.fill else None

        handle = self.context._handle(order)
        self.call("on_order", handle)
        if packet.event in ("rejected", "cancel_rejected"):
            self.call("on_reject", handle)
        if packet.fill is not None:
            self.call("on_fill", DeliveredFill(packet, handle, order.instrument))
        if exited is not None:
            self.call("on_position_exit", exited)

        if replacement is not None and replacement.state in ("pending", "waiting"):  # a hook may have withdrawn it
            if replacement.state == "pending":
                self.desk.opens.append(replacement)
                self.flush()
            else:
                self.refuse(replacement, "replaced_order_done")

    def update_order(self, packet, order):
        """The order as the strategy now knows it. Returns the replacement whose turn it is."""
        order.filled = packet.filled
        order.order_id = packet.order_id or order.order_id
        if packet.event == "cancel_rejected":
            order.cancelling = False
            order.reject_reason = packet.reason
        elif packet.event in ("accepted", "partially_filled"):
            order.state = "open"
        else:
            if packet.event == "rejected":
                order.reject_reason = packet.reason
            self.desk.finish(order, packet.event)
        confirmed = packet.event == "cancelled" and packet.reason is None
        if not confirmed and packet.event != "cancel_rejected":
            return None  # only the answer to the cancel decides
        replacement, order.replacement = order.replacement, None
        if replacement is None or replacement.state != "waiting":
            return None  # withdrawn while it waited
        if confirmed:
            replacement.state = "pending"
            if replacement.takes_remaining:
                replacement.quantity = order.remaining
                self.journal.orders[replacement.number]["quantity"] = order.remaining
        return replacement

    def update_position(self, packet, instrument):
        """Returns what `on_position_exit` is told, where the position went flat or flipped."""
        fill, net = packet.fill, self.context._nets[instrument.index]
        before = net.quantity
        net.apply(fill.side, fill.price, fill.quantity, instrument.contract_size)
        if before == 0 or (net.quantity != 0 and (net.quantity > 0) == (before > 0)):
            return None
        return PositionExit(instrument, "buy" if before > ZERO else "sell", packet.time)

    def deliver_refusal(self, refused):
        """A refusal on the strategy's side (D4)."""
        order, row = refused
        row["time_delivered"] = self.now
        handle = self.context._handle(order)
        self.call("on_order", handle)
        self.call("on_reject", handle)

    # Timers: T8.

    def start_timer(self, timer):
        self.agenda.push(self.now + timer.interval, self.late, phase.TIMER, self.fire, timer)

    def fire(self, timer):
        if timer.cancelled:
            return
        self.start_timer(timer)
        if timer.call is None:
            self.call("on_timer", timer)
        else:
            timer.call(self.context)
            self.flush()

    # ---- what the hook asked for

    def flush(self):
        """Cancels in call order, then opens in call order; one record each (D3)."""
        cancels, opens = self.desk.take()
        for number in range(len(self.journal.orders) + 1, len(self.desk.orders) + 1):
            self.journal.add_order(self.desk.orders[number])
        for order in cancels:
            self.send_cancel(order)
        for order in opens:
            if order.state == "refused":
                self.refuse(order, order.reject_reason)
            elif self.is_warming_up():
                self.refuse(order, "warm_up")
            else:
                self.send_open(order)

    def refuse(self, order, reason):
        self.desk.finish(order, "refused")
        order.reject_reason = reason
        row = self.journal.refused(self.now, order, reason)
        self.agenda.push(self.now, self.stratum, phase.ACCOUNT, self.deliver_refusal, (order, row))
