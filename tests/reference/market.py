"""What is known of one instrument: quote, trade, candle, and the mark they give (A7, D8)."""

from .decimals import HALF, ZERO, add, mul
from .net_position import NetPosition


class Prices:
    """Latest data and the mark (D8): latest two-sided mid, before there was one the latest trade, else the close."""

    def __init__(self):
        self.quote = None
        self.trade = None
        self.candle = None
        self.quote_time = self.trade_time = self.candle_time = None
        self.mid = None  # of the present quote, None unless it has two sides
        self.mark = None
        self.mark_from = None  # "mid", "trade", "candle"

    def update(self, row, time):
        """Returns whether the mark changed."""
        before = self.mark
        if row.kind == "order_book_l1":
            self.quote, self.quote_time, self.mid = row, time, None
            if row.bid is not None and row.ask is not None:
                self.mid = mul(add(row.bid, row.ask), HALF)
                self.mark, self.mark_from = self.mid, "mid"
        elif row.kind == "trade":
            self.trade, self.trade_time = row, time
            if self.mark_from != "mid":
                self.mark, self.mark_from = row.price, "trade"
        elif row.kind == "candle":
            self.candle, self.candle_time = row, time
            if self.mark_from not in ("mid", "trade"):
                self.mark, self.mark_from = row.close, "candle"
        return self.mark != before


class Market(Prices):
    """An instrument as its exchange sees it."""

    def __init__(self, instrument):
        super().__init__()
        self.instrument = instrument
        self.net = NetPosition()
        self.working = []  # own orders, in order of acceptance
        self.disconnected = False  # M14
        self.taken = {"buy": ZERO, "sell": ZERO}  # M3: what own takers of a side took from the displayed quantity
        self.opened_at = None  # Candles: when the next candle opens

    def touch(self, side):
        """Price and displayed quantity that an incoming order of `side` meets; None where that side is missing."""
        quote = self.quote
        if quote is None:
            return None
        if side == "buy":
            return None if quote.ask is None else (quote.ask, quote.ask_quantity)
        return None if quote.bid is None else (quote.bid, quote.bid_quantity)

    def by_priority(self):
        """Limit orders (M11, D7): buys by price descending, then sells by price ascending; equal ones by acceptance."""
        buys = [order for order in self.working if order.side == "buy" and not order.is_market]
        sells = [order for order in self.working if order.side == "sell" and not order.is_market]
        return sorted(buys, key=lambda order: order.price, reverse=True) + sorted(sells, key=lambda order: order.price)


def opposite(side):
    return "sell" if side == "buy" else "buy"


def reaches(side, price, touch):
    """Whether an order of `side` at `price` (None: market) meets `touch` on the other side."""
    return price is None or (price >= touch if side == "buy" else price <= touch)


def better(side, price, other):
    """Whether an order of `side` at `price` stands before one at `other`."""
    return price > other if side == "buy" else price < other
