"""One run on both sides: the slow reference and the library, with the same strategy source and the same settings."""

import math
from dataclasses import dataclass, field
from fractions import Fraction

import pyarrow as pa
import reference
from engine.contract import tables

import barter_engine
from barter_data import MarketData

TABLES = ("orders", "order_events", "fills", "positions", "equity", "balances")
ONLY_LIBRARY = {name: {column.name for column in columns if not column.in_reference} for name, columns in tables().items()}

MATCHING = {
    "unlimited": (reference.TopOfBook(), barter_engine.TopOfBook()),
    "displayed": (reference.TopOfBook("displayed"), barter_engine.TopOfBook("displayed")),
    "capped": (
        reference.TopOfBook("displayed", cap_at_trade=True),
        barter_engine.TopOfBook("displayed", cap_at_trade=True),
    ),
    "last_trade": (reference.LastTrade(), barter_engine.LastTrade()),
    "candles": (reference.Candles(), barter_engine.Candles()),
}


@dataclass(frozen=True)
class Case:
    """What a run is told, for both sides."""

    strategy: object  # make(Base)
    balances: dict
    matching: str = "unlimited"
    maker: str = "0.0002"
    taker: str = "0.0005"
    latency: object = 0
    options: dict = field(default_factory=dict)
    parameters: dict = field(default_factory=dict)


def run_both(case, feed, instruments, data, universe=None):
    """(reference result, library result) of a case."""
    matching = MATCHING[case.matching]
    latency = case.latency
    theirs = reference.run(
        case.strategy(reference.Strategy),
        feed if isinstance(feed, list) else [feed],
        instruments,
        balances=case.balances,
        fees=reference.Fees(maker=case.maker, taker=case.taker),
        latency=reference.Latency(**latency) if isinstance(latency, dict) else latency,
        matching=matching[0],
        parameters=case.parameters,
        **case.options,
    )
    ours = barter_engine.Backtest(
        case.strategy(barter_engine.Strategy),
        data,
        balances=case.balances,
        fees=barter_engine.Fees(maker=case.maker, taker=case.taker),
        latency=barter_engine.Latency(**latency) if isinstance(latency, dict) else latency,
        matching=matching[1],
        instruments=universe,
        **case.options,
    ).run(**case.parameters)
    return theirs, ours


def rows_of(table):
    """Rows of an exact table as plain values: times in ns, names as text, numbers as normalised Decimals."""
    table = pa.table(table)
    columns = {}
    for name in table.column_names:
        column = table[name]
        if pa.types.is_timestamp(column.type):
            column = column.cast(pa.int64())
        columns[name] = [plain(value) for value in column.to_pylist()]
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def plain(value):
    return value.normalize() + 0 if hasattr(value, "normalize") else value


def assert_equal(theirs, ours):
    """Every table, every column, every digit; and the lines of the fingerprint."""
    lines = ours.fingerprint_lines()
    for number, (want, got) in enumerate(zip(theirs.lines, lines, strict=False)):
        assert got == want, f"line {number}: reference {want}, library {got}"
    assert len(lines) == len(theirs.lines)
    assert ours.fingerprint == theirs.fingerprint
    for name in TABLES:
        assert_same_table(name, getattr(theirs, name), rows_of(getattr(ours.exact, name)))
    assert ours.status == theirs.status
    assert ours.undelivered == theirs.undelivered
    assert_same_statistics(theirs, ours)


def assert_same_table(name, want, got):
    assert len(got) == len(want), f"{name}: reference has {len(want)} rows, library {len(got)}"
    if not want:
        return
    # Only `orders` says the order's number; events and fills name it by client order id.
    known = set(want[0]) - ({"number"} - set(got[0]))
    shared = set(got[0]) - ONLY_LIBRARY[name]
    assert shared == known, f"{name}: columns differ: {shared ^ known}"
    for number, (ref, lib) in enumerate(zip(want, got, strict=True)):
        for column in known:
            assert lib[column] == plain(ref[column]), (
                f"{name} row {number} column {column}: reference {ref[column]}, library {lib[column]}\n{ref}\n{lib}"
            )


def assert_same_statistics(theirs, ours):
    stats = ours.stats
    account = theirs.accounting
    names = ("pnl_gross", "fees", "rebates", "pnl_net", "equity_start", "equity_final", "traded_value")
    if account is None:  # something that was held has no value
        assert stats.pnl_net is None
        names = ()
    for name in names:
        assert stats[name] == plain(account[name]), f"{name}: reference {account[name]}, library {stats[name]}"
    assert stats.max_drawdown == plain(theirs.max_drawdown)
    assert stats.max_gross_exposure == plain(theirs.max_gross_exposure)
    if theirs.max_gross_exposure is not None:  # equity was known
        assert stats.max_drawdown_duration == theirs.max_drawdown_duration
    mean, traded = theirs.mean_equity, theirs.traded_value
    if mean is not None and mean > 0 and traded is not None:
        assert math.isclose(stats.turnover, Fraction(traded) / mean, rel_tol=1e-9)
    assert stats.crossed_quotes == theirs.crossed_quotes


def market(path, **times):
    """The library's reading of a recording."""
    return MarketData.read_binance_raw(path, **times)
