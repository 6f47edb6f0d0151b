"""Small markets from plain rows, and strategies written as actions at times: what the tests of runs are made of.

Rows are those of `reference.from_table`: (time_exchange or None, time_received or None, ...), so one market serves both sides.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa
import reference

from barter_data import Candle, DataKind, Level, Liquidation, MarketData, MarketEvent, OrderBook, OrderBookEvent
from barter_engine import Backtest, Fees, Strategy
from barter_instrument import (
    Asset,
    Instrument,
    InstrumentKind,
    InstrumentQuoteAsset,
    InstrumentSpec,
    InstrumentSpecNotional,
    InstrumentSpecPrice,
    InstrumentSpecQuantity,
    OrderQuantityUnits,
    PerpetualContract,
    Underlying,
)

S = 10**9
MS = 10**6
FREE = Fees(maker=0, taker=0)
D = Decimal


@dataclass(frozen=True)
class Listing:
    """One instrument, as either side wants it."""

    exchange: str = "binance_futures_usd"
    base: str = "btc"
    quote: str = "usdt"
    kind: str = "perpetual"
    tick: str | None = None
    lot: str | None = None
    min_quantity: str | None = None
    min_notional: str = "0"
    contract_size: str = "1"

    @property
    def name(self) -> str:
        return f"{self.exchange}-{self.base}{self.quote}"

    @property
    def name_exchange(self) -> str:
        return f"{self.base}{self.quote}".upper()

    def instrument(self) -> Instrument:
        kind = InstrumentKind.Spot()
        if self.kind == "perpetual":
            kind = InstrumentKind.Perpetual(PerpetualContract(self.contract_size, Asset(self.quote, self.quote)))
        spec = None
        if self.tick is not None:
            quantity = InstrumentSpecQuantity(OrderQuantityUnits.Asset(self.base), self.min_quantity or 0, self.lot)
            spec = InstrumentSpec(
                InstrumentSpecPrice(0, self.tick), quantity, InstrumentSpecNotional(self.min_notional)
            )
        underlying = Underlying(self.base, self.quote)
        asset = InstrumentQuoteAsset.UNDERLYING_QUOTE
        return Instrument(self.exchange, self.name, self.name_exchange, underlying, asset, kind, spec)

    def plain(self) -> reference.Instrument:
        return reference.Instrument(
            self.exchange,
            self.name,
            self.base,
            self.quote,
            kind=self.kind,
            contract_size=self.contract_size,
            name_exchange=self.name_exchange,
            tick=self.tick,
            lot=self.lot,
            min_quantity=self.min_quantity,
            min_notional=self.min_notional,
        )

    def data(self, *, l1=None, trades=None, candles=None) -> MarketData:
        tables = {"l1": _quotes(l1), "trades": _trades(trades), "candles": _candles(candles)}
        given = {name: table for name, table in tables.items() if table is not None}
        return MarketData.from_table(**given, instrument=self.instrument(), name="small")

    def feed(self, *, l1=None, trades=None, candles=None, lost=None) -> reference.Feed:
        lost = lost and [(None, time) for time in lost]
        tables = {"l1": l1, "trades": trades, "candles": candles, "reconnecting": lost}
        return reference.from_table(self.exchange, self.name, **tables)


PERPETUAL = Listing()
SPOT = Listing(exchange="binance_spot", kind="spot")
RULED = Listing(tick="0.1", lot="0.001", min_quantity="0.002", min_notional="5")
"""A perpetual with rules for its orders."""


def quote(time, bid=100, ask=101, size=5, ask_size=None, *, exchange=None):
    """A two-sided quote; a side is None where it is missing."""
    return (exchange, time, bid, size, ask, size if ask_size is None else ask_size)


def trade(time, price, quantity=1, side=None, *, exchange=None):
    return (exchange, time, price, quantity, side)


def candle(time, open, high, low, close, volume=10):
    """`time` is that of the close."""
    return (time, None, open, high, low, close, volume)


def reconnecting(data, times):
    """The same data with reconnecting events of the first instrument's exchange at these times, after rows of the same time.

    No reader makes them yet, so this goes through the form in which market data cross from wheel to wheel.
    """
    metadata, sources, order = data.__barter_market__()
    described, batches = json.loads(metadata), [pa.record_batch(source) for source in sources]
    rows = [iter(batch["time_received"].cast(pa.int64()).to_pylist()) for batch in batches]
    recorded = [(next(rows[source]), source) for source in pa.record_batch(order)["source"].to_pylist()]
    described["sources"].append(
        {"name": "reconnecting", "kind": "reconnecting", "instrument": 0, "rows": len(times), "inferred_times": 0}
    )
    schema = pa.schema([pa.field("time_received", pa.timestamp("ns", "UTC"), nullable=False)])
    batches.append(pa.record_batch([pa.array(times, schema.field(0).type)], schema=schema))
    merged = sorted(recorded + [(time, len(sources)) for time in times], key=lambda row: row[0])
    schema = pa.record_batch(order).schema
    order = pa.record_batch([pa.array([source for _, source in merged], pa.uint16())], schema=schema)
    return MarketData._from_barter_market(json.dumps(described), batches, order)


def every_kind() -> MarketData:
    """One event of each kind, then a lost connection that comes back."""
    instrument = PERPETUAL.instrument()
    book = OrderBook(1, S, [Level(100, 1)], [Level(101, 1)])
    kinds = [
        DataKind.OrderBook(OrderBookEvent.Snapshot(book)),
        DataKind.Candle(Candle(S, 100.0, 101.0, 99.0, 100.0, 5.0, 3)),
        DataKind.Liquidation(Liquidation("buy", 100.0, 1.0, S)),
    ]
    name = instrument.name_exchange
    events = [MarketEvent(n * S, n * S, instrument.exchange, name, kind) for n, kind in enumerate(kinds, 1)]
    tables = PERPETUAL.data(l1=[quote(n * S) for n in range(1, 9)], trades=[trade(n * S, 100, 1, "buy") for n in range(1, 9)])
    return reconnecting(MarketData.merge(tables, MarketData.from_events(events, [instrument])), [4 * S])


def _text(values):
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def _table(rows, columns, close="time_exchange"):
    exchange, received, *numbers = zip(*rows, strict=True)
    table = {}
    if any(time is not None for time in exchange):
        table[close] = pa.array(exchange, pa.int64())
    if any(time is not None for time in received):
        table["time_received"] = pa.array(received, pa.int64())
    table.update({name: _text(values) for name, values in zip(columns, numbers, strict=True)})
    return pa.table(table)


def _quotes(rows):
    return rows and _table(rows, ("bid_price", "bid_quantity", "ask_price", "ask_quantity"))


def _trades(rows):
    return rows and _table(rows, ("price", "quantity", "side"))


def _candles(rows):
    return rows and _table(rows, ("open", "high", "low", "close", "volume"), close="close_time")


QUOTES = [quote(second * S) for second in range(1, 6)]
"""Five quotes 100 to 101, one a second from 1 s on."""


def scripted(actions=None, **hooks):
    """A strategy class that logs its hooks in `log` and does `actions[time](ctx)` with the first row received at that time.

    `hooks` are further methods. `actions["start"]` is done in on_start.
    """
    actions = actions or {}

    class Scripted(Strategy):
        log: list = None

        def on_start(self, ctx):
            self.left = dict(actions)
            self.do(ctx, "start")

        def on_market_event(self, ctx, event):
            self.do(ctx, event.time_received_ns)

        def do(self, ctx, key):
            action = self.left.pop(key, None)
            if action is not None:
                action(ctx)

    return type("Scripted", (Scripted,), dict(hooks)) if hooks else Scripted


def play(actions=None, *, l1=None, trades=None, candles=None, listing=PERPETUAL, hooks=None, **options):
    """A run on one instrument: 100,000 usdt, no fees and no grid unless said otherwise."""
    rows = {"l1": l1, "trades": trades, "candles": candles}
    if not any(rows.values()):
        rows["l1"] = QUOTES
    strategy = actions if isinstance(actions, type) else scripted(actions, **(hooks or {}))
    return backtest(strategy, listing.data(**rows), **options).run()


def backtest(strategy, data, **options) -> Backtest:
    options.setdefault("balances", {"usdt": 100_000})
    options.setdefault("fees", FREE)
    options.setdefault("equity_every", None)
    return Backtest(strategy, data, **options)


def rows(table, *names):
    """Rows as tuples of plain values: times as int ns, amounts as normalised Decimals."""
    arrow = pa.table(table)
    columns = []
    for name in names or arrow.column_names:
        column = arrow[name]
        values = (column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column).to_pylist()
        columns.append([value.normalize() + 0 if isinstance(value, Decimal) else value for value in values])
    return list(zip(*columns, strict=True))


def orders(result, *names):
    return rows(result.exact.orders, *(names or ("client_order_id", "status", "reject_reason")))


def fills(result, *names):
    names = names or ("client_order_id", "time_exchange", "side", "price", "quantity", "liquidity")
    return rows(result.exact.fills, *names)


def events(result, *names):
    return rows(result.exact.order_events, *(names or ("client_order_id", "event", "reason")))
