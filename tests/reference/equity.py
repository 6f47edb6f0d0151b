"""Equity from cash flows (A5, D8), the equity table and the largest drawdown (D9)."""

from fractions import Fraction

from .decimals import ONE, ZERO, add, magnitude, mul, neg, ratio, sub

DRAWDOWN_DIGITS = 18


class Value:
    def __init__(self, cash, position_value, unrealised, gross):
        self.equity = add(cash, position_value)
        self.cash = cash
        self.position_value = position_value
        self.unrealised = unrealised
        self.gross = gross


def value_of(universe, report, totals, nets, marks):
    """What an account is worth in the report currency, or None while something held has no value (A9).

    `totals`: (asset, amount) of every exchange; `nets`, `marks`: by instrument.
    """
    cash = position_value = unrealised = gross = ZERO
    for asset, amount in totals:
        if amount == 0:
            continue
        rate = rate_of(universe, report, asset, marks)
        if rate is None:
            return None
        if asset == report:
            cash = add(cash, amount)
        else:
            position_value = add(position_value, mul(amount, rate))
    for instrument, net, mark in zip(universe.instruments, nets, marks, strict=True):
        if net.quantity == 0:
            continue
        rate = rate_of(universe, report, instrument.quote, marks)
        if mark is None or rate is None:
            return None
        value = mul(net.quantity, instrument.contract_size, mark, rate)
        cost = mul(net.signed_cost(), rate)
        unrealised = add(unrealised, sub(value, cost))
        gross = add(gross, magnitude(value))
        if not instrument.is_spot:  # a spot position is in the balances already
            position_value = add(position_value, value)
            cash = sub(cash, cost)
    return Value(cash, position_value, unrealised, gross)


def rate_of(universe, report, asset, marks):
    if asset == report:
        return ONE
    valuer = universe.valuer(asset, report)
    return None if valuer is None else marks[valuer.index]


class EquityBook:
    """Follows equity by the exchanges' truth and writes the rows of the table."""

    def __init__(self, universe, report, exchanges, markets, every, rows_max):
        self.universe = universe
        self.report = report
        self.exchanges = exchanges
        self.markets = markets  # by instrument index
        self.every = every
        self.rows_max = rows_max
        self.rows = []
        self.rows_left_out = 0
        self.started = False
        self.next_grid = None
        self.realised = ZERO  # None once something could not be converted (A9)
        self.fees = ZERO
        self.paid = self.rebates = self.traded = ZERO  # None like the others
        self.held = None  # (since when, equity)
        self.area = Fraction(0)  # equity × ns
        self.known = 0  # ns during which equity was known
        self.peak = None
        self.below_since = None
        self.under_water = False
        self.drawdown_max = None
        self.drawdown_duration_max = 0
        self.gross_max = None

    def value(self):
        totals = [item for exchange in self.exchanges for item in exchange.account.totals.items()]
        return value_of(self.universe, self.report, totals, [m.net for m in self.markets], self.marks())

    def marks(self):
        return [market.mark for market in self.markets]

    def book(self, instrument, fill):
        """Cumulative result, fees and traded value of a fill, in the report currency at its mark."""
        rate = rate_of(self.universe, self.report, instrument.quote, self.marks())
        if rate is None or self.realised is None:
            self.realised = self.fees = self.paid = self.rebates = self.traded = None
            return
        fee = mul(fill.fee, rate)
        self.realised = add(self.realised, mul(fill.realised, rate))
        self.fees = add(self.fees, fee)
        self.paid = add(self.paid, max(fee, ZERO))
        self.rebates = add(self.rebates, max(neg(fee), ZERO))
        self.traded = add(self.traded, mul(fill.price, fill.quantity, instrument.contract_size, rate))

    def changed(self, time):
        """After a row that changed a mark, and after each fill: start, peak, drawdown."""
        value = self.value()
        self.hold(time, value and value.equity)
        if value is None:
            return
        if not self.started:
            self.started = True
            if self.every is not None:
                self.next_grid = -(-time // self.every) * self.every  # the first multiple that is not before the start
            self.follow(time, value)
            self.write(time, "start", value)
        else:
            self.follow(time, value)

    def hold(self, time, equity):
        """Equity averaged over time: what was held until now counts as long as it was."""
        if self.held is not None:
            since, before = self.held
            self.area += Fraction(before) * (time - since)
            self.known += time - since
        self.held = None if equity is None else (time, equity)

    def mean(self):
        """At the end, after `hold(end, None)`."""
        return self.area / self.known if self.known else None

    def follow(self, time, value):
        equity = value.equity
        self.gross_max = value.gross if self.gross_max is None else max(self.gross_max, value.gross)
        if self.peak is None or equity >= self.peak:
            if self.under_water:
                self.drawdown_duration_max = max(self.drawdown_duration_max, time - self.below_since)
            self.peak, self.under_water = equity, False
        elif not self.under_water:
            self.below_since, self.under_water = time, True
        if self.peak > 0:
            depth = Fraction(sub(self.peak, equity)) / Fraction(self.peak) if equity < self.peak else Fraction(0)
            if self.drawdown_max is None or depth > self.drawdown_max:
                self.drawdown_max = depth

    def pass_time(self, time):
        """Grid points before `time`: the state before the first happening with a later time."""
        while self.next_grid is not None and self.next_grid < time:
            if self.rows_max is None or len(self.rows) < self.rows_max:
                self.write(self.next_grid, "grid", self.value())
            else:
                self.rows_left_out += 1
            self.next_grid += self.every

    def write(self, time, reason, value):
        row = {"time": time}
        names = ("equity", "cash", "position_value", "unrealised")
        equity, cash, position_value, unrealised = (getattr(value, n) if value else None for n in names)
        row.update(equity=equity, cash=cash, position_value=position_value, unrealised_pnl=unrealised)
        row.update(realised_pnl=self.realised, fees=self.fees, funding=None)
        row["drawdown"] = self.drawdown(equity)
        row["gross_exposure"] = value.gross if value else None
        row["reason"] = reason
        self.rows.append(row)

    def drawdown(self, equity):
        """(peak − equity)/peak, null while the peak is not positive."""
        if equity is None:
            return None
        peak = equity if self.peak is None else max(self.peak, equity)
        return ratio(sub(peak, equity), ONE, peak, DRAWDOWN_DIGITS) if peak > 0 else None
