"""What is left of a run: tables (D9), lines and fingerprint (D5), counters and the accounting of the whole."""

from decimal import Decimal

from .decimals import ONE, add, ratio, sub
from .equity import DRAWDOWN_DIGITS
from .fingerprint import fingerprint_of, lines_of
from .position_table import positions_of

AVERAGE_DIGITS = 18


class RefResult:
    def __init__(self, run):
        journal, equity = run.journal, run.equity
        self.tables = {
            "orders": order_rows(journal.orders.values()),
            "order_events": journal.order_events,
            "fills": journal.fills,
            "positions": positions_of(journal.fills),
            "equity": equity.rows,
            "balances": journal.balances,
            "funding": [],
            "records": run.context._notes,
        }
        self.lines = lines_of(self.tables)
        self.fingerprint = fingerprint_of(self.lines)
        self.status = run.status
        self.undelivered = run.undelivered
        self.time_start = run.time_start
        self.time_end = run.end
        self.rows = run.rows_done
        self.rows_skipped = len(run.rows) - run.rows_done
        self.crossed_quotes = sum(exchange.crossed_quotes for exchange in run.exchanges.values())
        self.dropped_trades = sum(exchange.dropped_trades for exchange in run.exchanges.values())
        self.inferred_times = sum(feed.inferred for feed in run.feeds)
        self.equity_rows_left_out = equity.rows_left_out
        depth = equity.drawdown_max
        self.max_drawdown = (
            None if depth is None else ratio(ONE, Decimal(depth.numerator), Decimal(depth.denominator), DRAWDOWN_DIGITS)
        )
        self.max_drawdown_duration = run.drawdown_duration
        self.max_gross_exposure = equity.gross_max
        self.mean_equity = equity.mean()
        self.traded_value = equity.traded
        self.mark_rules = {market.instrument.name: market.mark_from for market in run.markets}  # A7
        self.accounting = accounting_of(run)
        self.strategy = run.strategy

    def __getattr__(self, name):
        tables = self.__dict__.get("tables", {})
        if name in tables:
            return tables[name]
        raise AttributeError(name)


def order_rows(rows):
    """By sequence; orders that were neither sent nor refused last."""
    result = []
    for row in sorted(rows, key=lambda row: (row["sequence"] is None, row["sequence"], row["number"])):
        row = dict(row)
        value = row.pop("value")
        if row["filled_quantity"]:
            row["average_price"] = ratio(value, ONE, row["filled_quantity"], AVERAGE_DIGITS)
        result.append(row)
    return result


def accounting_of(run):
    """gross = realised + unrealised, net = gross − fees + rebates, in the report currency; None without a conversion."""
    equity = run.equity
    realised, fees, rebates, value = equity.realised, equity.paid, equity.rebates, equity.value()
    if realised is None or value is None:
        return None
    gross = add(realised, value.unrealised)
    started = [row["equity"] for row in run.equity.rows if row["reason"] == "start"]
    return {
        "pnl_gross": gross,
        "fees": fees,
        "rebates": rebates,
        "pnl_net": add(sub(gross, fees), rebates),
        "equity_start": started[0] if started else None,
        "equity_final": value.equity,
        "traded_value": equity.traded,
    }
