"""Reader of raw Binance recordings: gzip, one line = `<local ns> <JSON of the combined stream>` (D10)."""

import gzip
import json
import zlib
from decimal import Decimal

from .errors import SimulationError
from .rows import Feed, QuoteRow, Source, TradeRow


def read_binance(path, exchange, instrument):
    """Trades and book tickers of a recording of one symbol. Depth lines and the REST snapshot are counted and skipped."""
    trades = Source(f"{instrument}.trade", "trade", exchange, instrument)
    quotes = Source(f"{instrument}.order_book_l1", "order_book_l1", exchange, instrument)
    counts = {"lines": 0, "trade": 0, "book_ticker": 0, "depth": 0, "snapshot": 0}
    rows = []
    symbol = None
    known = {}  # numbers repeat a lot: one Decimal for each text

    def decimal(text):
        value = known.get(text)
        if value is None:
            value = known[text] = Decimal(text)
        return value

    for received, message in _lines(path, counts):
        stream = message.get("stream")
        if stream is None:
            if "lastUpdateId" not in message:
                raise _bad(path, counts, "neither a stream nor a depth snapshot")
            counts["snapshot"] += 1
            continue
        name, _, channel = stream.partition("@")
        if symbol is None:
            symbol = name
        elif name != symbol:
            raise _bad(path, counts, f"symbol {name}, while the lines before have {symbol}")
        data = message["data"]
        if channel == "trade":
            counts["trade"] += 1
            side = "sell" if data["m"] else "buy"  # m: the buyer is the maker
            matched = data.get("X", "MARKET") == "MARKET"  # M16
            price, quantity = decimal(data["p"]), decimal(data["q"])
            rows.append(TradeRow(trades, data["T"] * 10**6, received, price, quantity, side, matched, data["t"]))
        elif channel == "bookTicker":
            counts["book_ticker"] += 1
            measured = data.get("T")  # spot has none
            time = None if measured is None else measured * 10**6
            bid, ask = decimal(data["b"]), decimal(data["a"])
            rows.append(QuoteRow(quotes, time, received, bid, decimal(data["B"]), ask, decimal(data["A"])))
        elif channel.startswith("depth"):
            counts["depth"] += 1
        else:
            raise _bad(path, counts, f"unknown stream {stream}")
    return Feed([trades, quotes], rows, counts=counts)


def _lines(path, counts):
    try:
        with gzip.open(path, "rb") as file:
            for line in file:
                counts["lines"] += 1
                received, _, text = line.partition(b" ")
                try:
                    yield int(received), json.loads(text)
                except ValueError:
                    raise _bad(path, counts, f"not `<ns> <JSON>`: {line[:60]!r}...") from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _bad(path, counts, f"the gzip stream breaks off: {error}") from None


def _bad(path, counts, why):
    return SimulationError(f"{path}, line {counts['lines']}: {why}", "recording", "path")
