"""What hooks are given: flat, read-only views with the names of the library."""


def as_float(value):
    return None if value is None else float(value)


class Trade:
    __slots__ = ("_row", "instrument")
    kind = "trade"

    def __init__(self, row, instrument):
        self._row, self.instrument = row, instrument

    price = property(lambda self: self._row.price)
    price_f64 = property(lambda self: float(self._row.price))
    quantity = property(lambda self: self._row.quantity)
    quantity_f64 = property(lambda self: float(self._row.quantity))
    side = property(lambda self: self._row.side)
    id = property(lambda self: self._row.id)
    time_exchange_ns = property(lambda self: self._row.time_exchange)
    time_received_ns = property(lambda self: self._row.time_received)


class Quote:
    __slots__ = ("_row", "instrument")
    kind = "order_book_l1"

    def __init__(self, row, instrument):
        self._row, self.instrument = row, instrument

    bid_price = property(lambda self: self._row.bid)
    bid_quantity = property(lambda self: self._row.bid_quantity)
    ask_price = property(lambda self: self._row.ask)
    ask_quantity = property(lambda self: self._row.ask_quantity)
    bid_price_f64 = property(lambda self: as_float(self._row.bid))
    bid_quantity_f64 = property(lambda self: as_float(self._row.bid_quantity))
    ask_price_f64 = property(lambda self: as_float(self._row.ask))
    ask_quantity_f64 = property(lambda self: as_float(self._row.ask_quantity))
    time_exchange_ns = property(lambda self: self._row.time_exchange)
    time_received_ns = property(lambda self: self._row.time_received)


class Candle:
    __slots__ = ("_row", "instrument")
    kind = "candle"

    def __init__(self, row, instrument):
        self._row, self.instrument = row, instrument

    open = property(lambda self: self._row.open)
    high = property(lambda self: self._row.high)
    low = property(lambda self: self._row.low)
    close = property(lambda self: self._row.close)
    volume = property(lambda self: self._row.volume)
    open_f64 = property(lambda self: float(self._row.open))
    high_f64 = property(lambda self: float(self._row.high))
    low_f64 = property(lambda self: float(self._row.low))
    close_f64 = property(lambda self: float(self._row.close))
    volume_f64 = property(lambda self: float(self._row.volume))
    trade_count = property(lambda self: self._row.trade_count)
    time_exchange_ns = property(lambda self: self._row.time_exchange)
    time_received_ns = property(lambda self: self._row.time_received)


PAYLOADS = {"trade": Trade, "order_book_l1": Quote, "candle": Candle}


class DeliveredFill:
    """`on_fill`: position_after is by the fills delivered so far, which is the exchange's, as fills come in order."""

    def __init__(self, packet, order, instrument):
        fill = packet.fill
        self.order = order
        self.client_order_id = order.client_order_id
        self.instrument = instrument
        self.trade_id = str(fill.trade_id)
        self.order_id = str(packet.order_id)
        self.side = fill.side
        self.price = fill.price
        self.quantity = fill.quantity
        self.fee = fill.fee
        self.fee_asset = instrument.quote
        self.liquidity = "maker" if fill.maker else "taker"
        self.position_after = fill.position_after
        self.realised_pnl = fill.realised
        self.time_exchange_ns = packet.time


class PositionExit:
    """`on_position_exit`: the delivered position went flat or flipped."""

    def __init__(self, instrument, side, time_exchange_ns):
        self.instrument = instrument
        self.side = side
        self.time_exchange_ns = time_exchange_ns


class Balance:
    __slots__ = ("free", "total")

    def __init__(self, total, free):
        self.total, self.free = total, free
