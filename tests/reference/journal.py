"""What a run records, in order of happening (D4): order events, changed balances and fills share one `sequence`."""

from .decimals import ZERO, add, mul, sub

STATUS = {
    "accepted": "open",
    "partially_filled": "open",
    "filled": "filled",
    "cancelled": "cancelled",
    "expired": "expired",
    "rejected": "rejected",
}


class Journal:
    def __init__(self):
        self.sequence = 0
        self.orders = {}  # by number
        self.order_events = []
        self.fills = []
        self.balances = []

    def next(self):
        self.sequence += 1
        return self.sequence

    # ---- the strategy's side

    def add_order(self, order):
        """A row for each number, refused and never sent ones too (D9)."""
        instrument = order.instrument
        self.orders[order.number] = {
            "sequence": None,
            "number": order.number,
            "exchange": instrument.exchange,
            "instrument": instrument.name,
            "client_order_id": order.client_order_id,
            "order_id": None,
            "side": order.side,
            "kind": order.kind,
            "time_in_force": order.time_in_force,
            "post_only": order.post_only,
            "price": order.price,
            "quantity": order.quantity,
            "filled_quantity": ZERO,
            "average_price": None,
            "fee": ZERO,
            "fee_asset": None,
            "status": "pending",
            "reject_reason": None,
            "time_sent": None,
            "time_arrived": None,
            "time_acknowledged": None,
            "time_done": None,
            "value": ZERO,  # Σ price × quantity, for the average; not a column
        }

    def event(self, time, order, event, reason=None, filled=ZERO):
        row = {
            "sequence": self.next(),
            "time_exchange": time,
            "time_delivered": None,
            "exchange": order.instrument.exchange,
            "instrument": order.instrument.name,
            "number": order.number,
            "client_order_id": order.client_order_id,
            "event": event,
            "filled_quantity": filled,
            "reason": reason,
        }
        self.order_events.append(row)
        return row

    def sent(self, time, order):
        row = self.orders[order.number]
        row["sequence"] = self.event(time, order, "sent")["sequence"]
        row["status"], row["time_sent"], row["quantity"] = "in_flight", time, order.quantity

    def refused(self, time, order, reason):
        event = self.event(time, order, "refused", reason)
        row = self.orders[order.number]
        row["sequence"], row["status"], row["reject_reason"] = event["sequence"], "refused", reason
        row["time_done"] = time
        return event

    def cancel_sent(self, time, order):
        self.event(time, order, "cancel_sent", None, self.orders[order.number]["filled_quantity"])

    # ---- the exchange's side

    def initial(self, time, exchange, asset, total):
        self._balance(time, exchange, asset, total, total, "initial")

    def packet(self, exchange, order, packet):
        """Order event, changed balances, fill (D4). Returns the rows that learn when they were delivered."""
        event = self.event(packet.time, order, packet.event, packet.reason, packet.filled)
        for asset, total, free in packet.balances:
            self._balance(packet.time, exchange, asset, total, free, packet.balance_reason)
        row = self.orders[order.number]
        row["order_id"] = None if packet.order_id is None else str(packet.order_id)
        row["filled_quantity"] = packet.filled
        if packet.event in STATUS:
            row["status"] = STATUS[packet.event]
            if row["status"] != "open":
                row["time_done"] = packet.time
        if packet.event == "rejected":
            row["reject_reason"] = packet.reason
        if packet.fill is None:
            return [event]
        return [event, self._fill(packet, order, row)]

    def _balance(self, time, exchange, asset, total, free, reason):
        row = {"sequence": self.next(), "time": time, "exchange": exchange, "asset": asset}
        row.update(total=total, free=free, held=sub(total, free), reason=reason)
        self.balances.append(row)

    def _fill(self, packet, order, order_row):
        fill = packet.fill
        order_row["value"] = add(order_row["value"], mul(fill.price, fill.quantity))
        order_row["fee"] = add(order_row["fee"], fill.fee)
        order_row["fee_asset"] = order.instrument.quote
        row = {
            "sequence": self.next(),
            "trade_id": str(fill.trade_id),
            "exchange": order.instrument.exchange,
            "instrument": order.instrument.name,
            "number": order.number,
            "client_order_id": order.client_order_id,
            "order_id": str(packet.order_id),
            "side": fill.side,
            "price": fill.price,
            "quantity": fill.quantity,
            "quote_value": fill.value,
            "fee": fill.fee,
            "fee_asset": order.instrument.quote,
            "liquidity": "maker" if fill.maker else "taker",
            "time_exchange": packet.time,
            "time_delivered": None,
            "position_after": fill.position_after,
            "realised_pnl": fill.realised,
            "mid_at_fill": fill.mid,
            "quote_age_ns": fill.quote_age,
            "quantity_beyond_displayed": fill.beyond,
        }
        self.fills.append(row)
        return row
