"""The loop of a run: happenings in order, on one axis (T1) or two (T2)."""

from functools import partial

from . import agenda as phase
from .agenda import Agenda
from .axes import exchange_order, exchange_time, recorded_order
from .conditions import Latency, Margin, per_exchange
from .context import Context
from .decimals import number
from .delivery import Delivery
from .desk import Desk
from .durations import nanoseconds
from .equity import EquityBook
from .errors import SimulationError
from .exchange import Exchange
from .journal import Journal
from .requests import Requests
from .result import RefResult
from .top_of_book import TopOfBook
from .universe import Universe

HAPPENINGS_AT_ONE_TIME = 10_000  # T9
CLOCKS = ("received", "two")


def run(strategy, feeds, instruments, **options):
    """One run; see `Run.__init__` for the options. `strategy` is a class or a factory."""
    return Run(strategy, feeds, instruments, **options).execute()


class Run(Delivery, Requests):
    def __init__(
        self,
        strategy,
        feeds,
        instruments,
        *,
        balances,
        fees,
        latency=0,
        matching=None,
        clock="received",
        start=None,
        end=None,
        leverage=1,
        maintenance_margin=0,
        equity_every="1s",
        equity_rows_max=None,
        close_at_end=False,
        report_currency=None,
        seed=0,
        max_quote_age=None,
        parameters=None,
    ):
        if clock not in CLOCKS:
            raise SimulationError(f"clock={clock!r}, expected one of {CLOCKS}", "unknown", "clock")
        self.universe = Universe(instruments)
        self.feeds = list(feeds)
        self.two_axes = clock == "two"
        self.start, self.close_at_end = start, close_at_end
        self.report = self.universe.instruments[0].quote if report_currency is None else report_currency
        names = self.universe.exchanges
        self.latencies = dict(zip(names, map(Latency.of, per_exchange(latency, names, "latency")), strict=True))
        self._make_exchanges(
            names, balances, fees, matching or TopOfBook(), leverage, maintenance_margin, max_quote_age
        )
        self._plan_rows()

        self.journal = Journal()
        self.agenda = Agenda()
        self.desk = Desk()
        self.strategy = strategy(**(parameters or {}))
        self.context = Context(self, self.universe, self.report, self.desk, seed)
        every = None if equity_every is None else nanoseconds(equity_every, "equity_every")
        self.equity = EquityBook(
            self.universe, self.report, list(self.exchanges.values()), self.markets, every, equity_rows_max
        )
        self.last_arrival = dict.fromkeys(names, 0)
        self.last_delivery = dict.fromkeys(names, 0)
        self.schedules = set()  # (exchange, midnight) on the agenda
        self.lost = set()  # exchanges whose feed is disconnected, as delivered
        self.status = "completed"
        self.rows_done = 0
        self.stratum = self.late
        self.crowd = (None, 0)  # T9: time, and happenings at it since the last row

        self.rows = recorded_order(self.feeds)
        if not self.rows:
            raise SimulationError("the data hold no rows", "no_data", "data")
        # Market deliveries of one exchange never overtake each other, so the latest is the largest of these.
        last = max(row.time_received + self.latencies[row.source.exchange].feed for row in self.rows)
        first = min(row.time_received for row in self.rows)
        if self.two_axes:
            self.acting = exchange_order(self.rows, [source for feed in self.feeds for source in feed.sources])
            first = min(first, exchange_time(self.acting[0]))
        self.time_start = self.now = first
        self.end = last if end is None else end
        if self.end < first:
            raise SimulationError(f"end={end} is before the first row at {first}", "no_data", "end")

    def _make_exchanges(self, names, balances, fees, matching, leverage, maintenance, max_quote_age):
        nested = bool(balances) and all(isinstance(value, dict) for value in balances.values())
        balances = per_exchange(balances, names, "balances") if nested else [balances for _ in names]
        fees, matching = per_exchange(fees, names, "fees"), per_exchange(matching, names, "matching")
        leverage = per_exchange(leverage, names, "leverage")
        maintenance = per_exchange(maintenance, names, "maintenance_margin")
        age = None if max_quote_age is None else nanoseconds(max_quote_age, "max_quote_age")
        self.exchanges = {}
        for place, name in enumerate(names):
            assets = self.universe.assets(name)
            held = {asset.lower(): number(amount, "balances") for asset, amount in balances[place].items()}
            for asset, amount in held.items():
                if asset not in assets:
                    raise SimulationError(f"{name} has no asset {asset!r}; it has {assets}", "unknown", "balances")
                if amount < 0:
                    raise SimulationError(f"the balance of {asset} is negative", "negative", "balances")
            margin = Margin(leverage[place], maintenance[place])
            instruments = self.universe.on(name)
            emit = partial(self.on_packet, name)
            self.exchanges[name] = Exchange(
                name, instruments, assets, held, fees[place], margin, matching[place], age, emit
            )
        self.markets = [self.exchanges[i.exchange].markets[i.name] for i in self.universe.instruments]

    def _plan_rows(self):
        """Where the rows of each source go: (exchange, market, instrument)."""
        self.plans = {}
        for source in (source for feed in self.feeds for source in feed.sources):
            exchange = self.exchanges.get(source.exchange)
            market = exchange.markets.get(source.instrument) if exchange else None
            if exchange is None or (market is None and source.kind != "reconnecting"):
                raise SimulationError(
                    f"{source.name} is of no instrument of the run", "unknown_instrument", "instruments"
                )
            self.plans[source] = (exchange, market, market and market.instrument)

    @property
    def late(self):
        """Stratum of what is never part of a row's step (D2)."""
        return 0 if self.two_axes else 1

    def is_warming_up(self):
        return self.start is not None and self.now < self.start

    # ---- the run

    def execute(self):
        self.open_accounts()
        self.equity.changed(self.time_start)
        self.call("on_start")
        if self.two_axes:
            self.plan_two_axes()
        else:
            self.one_axis()
        self.happenings(lambda entry: entry[0] <= self.end)
        if self.status == "insolvent":
            self.end = self.now
        self.undelivered = self.agenda.undelivered()
        if self.close_at_end and self.status == "completed":
            self.close_all()
        self.equity.pass_time(self.end + 1)
        self.now = self.end
        self.equity.write(self.end, "end", self.equity.value())
        self.equity.hold(self.end, None)
        self.drawdown_duration = self.equity.drawdown_duration_max
        if self.equity.under_water:
            self.drawdown_duration = max(self.drawdown_duration, self.end - self.equity.below_since)
        self.desk.closed = True
        self.call("on_stop")
        self.context._live = False
        return RefResult(self)

    def open_accounts(self):
        """The first records (D4)."""
        for name, exchange in self.exchanges.items():
            for asset in exchange.account.assets:
                total = exchange.account.totals[asset]
                self.journal.initial(self.time_start, name, asset, total)
                self.context._balances[name, asset] = (total, total)

    def one_axis(self):
        for row in self.rows:
            time = row.time_received
            if time > self.end or self.status != "completed":
                return
            self.happenings(lambda entry, time=time: entry[0] < time)  # (1)
            if self.status != "completed":
                return
            self.equity.pass_time(time)
            self.now, self.stratum = time, 0
            self.act(row)  # (2)
            if self.status != "completed":
                return
            feed = self.latencies[row.source.exchange].feed
            self.agenda.push(time + feed, 0 if feed == 0 else 1, phase.MARKET, self.deliver_row, row)  # (3)
            self.happenings(lambda entry, time=time: entry[0] < time or (entry[0] == time and entry[1] == 0))  # (4)

    def plan_two_axes(self):
        """Every row acts at its exchange time and is delivered no earlier than the row before it on that exchange (D2).

        Made first, so that market happenings come before others of the same time and phase.
        """
        for row in self.acting:
            self.agenda.push(exchange_time(row), 0, phase.ROW, self.act, row)
        last = {}
        for row in self.rows:
            exchange = row.source.exchange
            time = row.time_received + self.latencies[exchange].feed
            last[exchange] = max(time, last.get(exchange, time))
            self.agenda.push(last[exchange], 0, phase.MARKET, self.deliver_row, row)

    def happenings(self, wanted):
        """Processes happenings, smallest key first, while the next one is wanted."""
        heap = self.agenda.heap
        while heap and self.status == "completed" and wanted(heap[0]):
            time, stratum, kind, _, action, argument = self.agenda.pop()
            self.equity.pass_time(time)
            self.now, self.stratum = time, stratum
            self.count_recursion(time, kind)
            action(argument)

    def count_recursion(self, time, kind):
        if kind in (phase.ROW, phase.MARKET):
            self.crowd = (time, 0)
            return
        self.crowd = (time, self.crowd[1] + 1 if time == self.crowd[0] else 1)
        if self.crowd[1] > HAPPENINGS_AT_ONE_TIME:
            message = f"more than {HAPPENINGS_AT_ONE_TIME} happenings at {time} without a market row between them"
            raise SimulationError(message, "recursion", "strategy")

    # ---- at the exchange

    def act(self, row):
        """A row acts at the exchange."""
        self.rows_done += 1
        self.crowd = (self.now, 0)
        exchange, market, _ = self.plans[row.source]
        if row.kind == "reconnecting":
            exchange.on_reconnecting()
        elif row.is_dropped:
            exchange.dropped_trades += 1
        elif exchange.on_row(self.now, row, market):
            self.equity.changed(self.now)
            self.check_solvency(exchange)

    def check_solvency(self, exchange):
        """A4: the happening at the exchange completes, then the run stops."""
        if exchange.account.is_insolvent(list(exchange.markets.values())):
            self.status = "insolvent"

    def arrive_open(self, order):
        name = order.market.instrument.exchange
        self.journal.orders[order.number]["time_arrived"] = self.now
        self.exchanges[name].on_open(self.now, order)
        if order.expires is not None and order.state == "open" and (name, order.expires) not in self.schedules:
            self.schedules.add((name, order.expires))
            self.agenda.push(order.expires, self.late, phase.SCHEDULE, self.exchanges[name].on_midnight, order.expires)

    def arrive_cancel(self, order):
        self.exchanges[order.instrument.exchange].on_cancel(self.now, self.request_of(order))

    def on_packet(self, name, packet):
        """Records what happened and puts it on its way to the strategy (D4)."""
        order = self.desk.orders[packet.order.number]
        rows = self.journal.packet(name, order, packet)
        if packet.fill is not None:
            self.equity.book(order.instrument, packet.fill)
            self.equity.changed(packet.time)
            self.equity.write(packet.time, "fill", self.equity.value())
            self.check_solvency(self.exchanges[name])
        time = max(self.now + self.latencies[name].response, self.last_delivery[name])
        self.last_delivery[name] = time
        self.agenda.push(time, self.stratum_at(time), phase.ACCOUNT, self.deliver_packet, (packet, order, rows))

    def stratum_at(self, time):
        """Of a happening made now: without latency that of the happening that makes it."""
        return self.stratum if time == self.now else self.late
