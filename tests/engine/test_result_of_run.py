"""What a run leaves behind: schemas, exact and float forms, fingerprint, positions, saving, report."""

import inspect
import math
import re
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from arro3.core import DataType
from engine.busy_run import busy_run, rows
from engine.contract import AMOUNT, tables

from barter_engine.result import BacktestResult
from barter_engine.tables import Tables


def shown(table) -> list[str]:
    return [f"{field.name} {field.type}{'?' if field.nullable else ''}" for field in pa.table(table).schema]


@pytest.fixture(scope="module")
def run() -> BacktestResult:
    return busy_run(audit=True)


def test_the_run_has_some_of_everything(run):
    assert {row[0] for row in rows(run.fills, "liquidity")} == {"maker", "taker"}
    assert {"filled", "cancelled", "rejected"} <= {row[0] for row in rows(run.orders, "status")}
    assert len(rows(run.positions)) > 3
    assert run.records.num_rows > 100
    assert run.audit.num_rows > 20_000


def test_tables_are_those_of_the_contract(run):
    contract = tables()
    assert run.table_names == tuple(contract)
    for name, columns in contract.items():
        expected = [str(column) for column in columns]
        assert shown(run.exact.table(name)) == expected, name
        floats = [column.replace(AMOUNT, "double") for column in expected]
        assert shown(run.table(name)) == floats, name


def test_the_docstring_of_each_table_lists_its_columns():
    for name, columns in tables().items():
        text = re.sub(r"\([^)]*\)", "", inspect.getdoc(getattr(Tables, name)))
        listed = [column.name + "?" * column.nullable for column in columns]
        assert " ".join(re.findall(r"[\w?]+", text)).find(" ".join(listed)) >= 0, (name, listed)


def test_without_audit_there_is_no_audit_table():
    assert "audit" not in busy_run().table_names
    with pytest.raises(LookupError, match="no table `audit`"):
        busy_run().audit


def test_every_float_is_the_one_nearest_to_the_exact_amount(run):
    for name in run.table_names:
        exact, floats = pa.table(run.exact.table(name)), pa.table(run.table(name))
        assert exact.num_rows == floats.num_rows
        for field in exact.schema:
            left, right = exact[field.name].to_pylist(), floats[field.name].to_pylist()
            if pa.types.is_decimal(field.type):
                assert [None if value is None else float(value) for value in left] == right
            elif not pa.types.is_timestamp(field.type):
                assert left == right


def test_sequences_count_events_fills_and_balances_without_a_gap(run):
    tables = (run.exact.order_events, run.exact.fills, run.exact.balances)
    sequences = sorted(row[0] for table in tables for row in rows(table, "sequence"))
    assert sequences == list(range(1, len(sequences) + 1))


def test_the_fingerprint_is_recomputed_by_the_twenty_lines_of_the_docs(run, tmp_path):
    text = (Path(__file__).parents[2] / "docs" / "fingerprint.md").read_text(encoding="utf-8")
    script, check = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    scope = {}
    exec(script, scope)
    for result in (run, BacktestResult.load(run.save(tmp_path / "run.barter"))):
        exec(check, {**scope, "result": result})
    assert scope["fingerprint"](run) != scope["fingerprint"](busy_run(latency=0))
    body = script[script.index("def text") :]
    assert len([line for line in body.splitlines() if line.strip()]) <= 20


def test_the_lines_are_what_is_hashed(run):
    import hashlib

    joined = "barter-fp-v1\n" + "".join(line + "\n" for line in run.fingerprint_lines())
    assert hashlib.sha256(joined.encode()).hexdigest() == run.fingerprint


def test_audit_changes_nothing_but_the_audit_table(run):
    other = busy_run()
    assert other.fingerprint == run.fingerprint
    for name in other.table_names:
        assert other.exact.table(name) == run.exact.table(name)


def test_positions_are_flat_to_flat_and_a_flip_splits_its_fee(run):
    expected = plain_positions(
        rows(run.exact.fills, "time_exchange", "side", "price", "quantity", "fee", "realised_pnl")
    )
    columns = (
        "side",
        "time_enter",
        "time_exit",
        "quantity_max",
        "price_enter",
        "price_exit",
        "pnl_gross",
        "fees",
        "pnl_net",
        "fills",
        "is_open",
    )
    assert rows(run.exact.positions, *columns) == expected
    assert sum(row[7] for row in expected) == sum(row[0] for row in rows(run.exact.fills, "fee"))
    assert sum(row[6] for row in expected) == sum(row[0] for row in rows(run.exact.fills, "realised_pnl"))


def plain_positions(fills):
    """The same from fills of one instrument, by a list of lots."""
    from decimal import ROUND_HALF_EVEN, Context

    wide = Context(prec=60, rounding=ROUND_HALF_EVEN)

    def rounded(value, digits):
        return value.quantize(Decimal(1).scaleb(-digits), context=wide)

    def weighted(legs):
        if not legs:
            return None
        value = sum(wide.multiply(price, quantity) for price, quantity in legs)
        return rounded(wide.divide(value, sum(quantity for _, quantity in legs)), 10)

    trips, open_trip = [], None
    for time, side, price, quantity, fee, realised in fills:
        rest, rest_fee = quantity, fee
        if open_trip and open_trip["side"] != side:
            leaving = min(rest, open_trip["held"])
            leaving_fee = (
                fee if leaving == quantity else rounded(wide.divide(wide.multiply(fee, leaving), quantity), 18)
            )
            open_trip["out"].append((price, leaving))
            open_trip["held"] -= leaving
            open_trip["gross"] += realised
            open_trip["fees"] += leaving_fee
            open_trip["fills"] += 1
            rest, rest_fee = rest - leaving, fee - leaving_fee
            if open_trip["held"] == 0:
                open_trip["exit"] = time
                open_trip = None
        if rest:
            if open_trip is None:
                open_trip = {"side": side, "enter": time, "exit": None, "in": [], "out": [], "held": 0, "max": 0}
                open_trip |= {"gross": Decimal(0), "fees": Decimal(0), "fills": 0}
                trips.append(open_trip)
            open_trip["in"].append((price, rest))
            open_trip["held"] += rest
            open_trip["max"] = max(open_trip["max"], open_trip["held"])
            open_trip["fees"] += rest_fee
            open_trip["fills"] += 1
    return [
        (
            trip["side"],
            trip["enter"],
            trip["exit"],
            trip["max"],
            weighted(trip["in"]),
            weighted(trip["out"]),
            trip["gross"],
            trip["fees"],
            trip["gross"] - trip["fees"],
            trip["fills"],
            trip["exit"] is None,
        )
        for trip in trips
    ]


def test_equity_is_cash_plus_positions_and_moves_by_results_less_fees(run):
    start = None
    for equity, cash, value, unrealised, realised, fees in rows(
        run.exact.equity, "equity", "cash", "position_value", "unrealised_pnl", "realised_pnl", "fees"
    ):
        assert equity == cash + value
        start = equity if start is None else start
        assert equity == start + realised + unrealised - fees


def test_held_is_total_less_free_and_nothing_is_negative(run):
    for total, free, held in rows(run.exact.balances, "total", "free", "held"):
        assert held == total - free
        assert min(total, free, held) >= 0


def test_the_price_line_is_thinned_mids_in_order(run):
    times = [row[0] for row in rows(run.prices, "time")]
    mids = [row[0] for row in rows(run.prices, "mid")]
    assert 0 < len(times) <= 20_000
    assert times == sorted(times)
    fills = [row[0] for row in rows(run.exact.fills, "price")]
    assert min(mids) - 5 < min(fills) <= max(fills) < max(mids) + 5


def test_a_synthetic_market_is_named_everywhere(run, tmp_path):
    assert run.is_synthetic
    assert next(iter(run.assumptions)) == "synthetic"
    assert "SYNTHETIC" in str(run)
    assert "SYNTHETIC" in run.report(tmp_path / "report.html").read_text(encoding="utf-8")
    assert "synthetic" in {row[0] for row in rows(run.data_quality, "check")}


def test_a_saved_run_is_the_same_run(run, tmp_path):
    loaded = BacktestResult.load(run.save(tmp_path / "run.barter"))
    assert loaded == run
    assert str(loaded) == str(run)
    assert loaded.table_names == run.table_names
    for name in run.table_names:
        assert loaded.table(name) == run.table(name)
        assert loaded.exact.table(name).schema == run.exact.table(name).schema
    assert loaded.summary == run.summary


def test_summary_is_upstreams_over_closed_positions(run):
    (sheet,) = run.summary.instruments.values()
    wins, losses, total = 0, 0, Decimal(0)
    assert sheet.upstream_win_rate is not None
    # Upstream's "win rate" is its loss rate; ours is its complement where no result is 0.
    trips = [row[0] for row in rows(run.exact.positions, "pnl_net", "is_open") if not row[1]]
    for pnl in trips:
        wins, losses, total = wins + (pnl > 0), losses + (pnl < 0), total + pnl
    assert math.isclose(float(sheet.upstream_win_rate), losses / (wins + losses), rel_tol=1e-12)
    balances = {asset: sheet for (_, asset), sheet in run.summary.assets.items()}
    last = {asset: (total, free) for asset, total, free in rows(run.exact.balances, "asset", "total", "free")}
    usdt = balances["usdt"]
    assert (usdt.balance_end_total, usdt.balance_end_free) == last["usdt"]


def test_an_order_table_agrees_with_fills_and_events(run):
    by_order: dict[str, list] = {}
    for client, price, quantity, fee in rows(run.exact.fills, "client_order_id", "price", "quantity", "fee"):
        by_order.setdefault(client, []).append((price, quantity, fee))
    last_event = {
        client: event
        for client, event in rows(run.exact.order_events, "client_order_id", "event")
        if event != "cancel_rejected"
    }
    for client, filled, average, fee, status in rows(
        run.exact.orders, "client_order_id", "filled_quantity", "average_price", "fee", "status"
    ):
        legs = by_order.get(client, [])
        assert filled == sum(quantity for _, quantity, _ in legs)
        assert fee == sum(cost for _, _, cost in legs)
        if legs:
            value = sum(price * quantity for price, quantity, _ in legs)
            assert abs(average - value / filled) <= Decimal("1e-17")
        else:
            assert average is None
        if status in ("filled", "cancelled", "expired", "rejected", "refused"):
            assert last_event[client] == status


def test_times_keep_every_nanosecond(run):
    column = run.fills["time_exchange"].cast(DataType.int64()).to_pylist()
    assert any(time % 1000 for time in column)
