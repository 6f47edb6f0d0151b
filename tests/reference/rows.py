"""Rows of market data. Rows are never changed after they are made: several runs read the same ones."""

from .errors import SimulationError

RANK = {"trade": 0, "order_book": 1, "order_book_l1": 2, "candle": 3, "reconnecting": 4}  # T3


class Source:
    """Rows of one kind of one instrument (by internal name; None for `reconnecting`, which is of an exchange)."""

    def __init__(self, name, kind, exchange, instrument=None):
        self.name = name
        self.kind = kind
        self.exchange = exchange
        self.instrument = instrument.lower() if instrument else None


class Row:
    __slots__ = ("source", "time_exchange", "time_received")
    FIELDS = ()
    is_dropped = False

    def at(self, time_exchange, time_received):
        """The same row at other times."""
        row = object.__new__(type(self))
        for name in self.FIELDS:
            setattr(row, name, getattr(self, name))
        row.source, row.time_exchange, row.time_received = self.source, time_exchange, time_received
        return row


class TradeRow(Row):
    __slots__ = FIELDS = ("price", "quantity", "side", "matched", "id")
    kind = "trade"

    def __init__(self, source, time_exchange, time_received, price, quantity, side=None, matched=True, id=None):
        self.source, self.time_exchange, self.time_received = source, time_exchange, time_received
        self.price, self.quantity = price, quantity
        self.side = side  # of the aggressor
        self.matched = matched  # False: a print that was not matched in the book (M16)
        self.id = id

    @property
    def is_dropped(self):
        """M16: neither acts nor is delivered."""
        return self.price <= 0 or self.quantity <= 0


class QuoteRow(Row):
    """A side is None where it is missing: price or quantity null or ≤ 0 (D6)."""

    __slots__ = FIELDS = ("bid", "bid_quantity", "ask", "ask_quantity")
    kind = "order_book_l1"

    def __init__(self, source, time_exchange, time_received, bid, bid_quantity, ask, ask_quantity):
        self.source, self.time_exchange, self.time_received = source, time_exchange, time_received
        if bid is None or bid_quantity is None or bid <= 0 or bid_quantity <= 0:
            bid = bid_quantity = None
        if ask is None or ask_quantity is None or ask <= 0 or ask_quantity <= 0:
            ask = ask_quantity = None
        self.bid, self.bid_quantity, self.ask, self.ask_quantity = bid, bid_quantity, ask, ask_quantity


class CandleRow(Row):
    """Acts at, and is delivered at, its close time (M19)."""

    __slots__ = FIELDS = ("open", "high", "low", "close", "volume", "trade_count")
    kind = "candle"

    def __init__(self, source, time_exchange, time_received, open, high, low, close, volume, trade_count=0):
        self.source, self.time_exchange, self.time_received = source, time_exchange, time_received
        if not (low <= open <= high and low <= close <= high):
            raise SimulationError(f"the candle at {time_received} is not within its low and high", "candle", "candles")
        self.open, self.high, self.low, self.close, self.volume = open, high, low, close, volume
        self.trade_count = trade_count


class ReconnectingRow(Row):
    __slots__ = FIELDS = ()
    kind = "reconnecting"

    def __init__(self, source, time_exchange, time_received):
        self.source, self.time_exchange, self.time_received = source, time_exchange, time_received


class Feed:
    """One recording, or several tables merged into one: its sources, and its rows in recorded order."""

    def __init__(self, sources, rows, *, counts=None, clock_offset=None, inferred=0):
        self.sources = list(sources)
        self.rows = rows
        self.counts = counts or {}
        self.clock_offset = clock_offset
        self.inferred = inferred
