"""BacktestResult: lazy tables, assumptions first, equality, printing."""

import polars
import pytest
from engine.handmade_results import SETTINGS, result, source

from barter_engine.result import BacktestResult
from barter_instrument.errors import NotFoundError, StateError


def test_tables_are_made_when_looked_at_and_only_once():
    made = source()
    run = BacktestResult(made, SETTINGS)
    assert made.asked == []
    assert run.fills is run.fills
    assert run.exact.fills is run.exact.fills
    assert made.asked == [("fills", False), ("fills", True)]


def test_main_tables_hold_floats_and_exact_tables_hold_every_digit():
    run = result()
    assert run.fills["price"].to_pylist() == [60000.5, 60000.5]
    assert [str(price) for price in run.exact.fills["price"].to_pylist()] == ["60000.500000000000000000"] * 2
    assert run.fills["side"].to_pylist() == run.exact.fills["side"].to_pylist()


def test_tables_go_into_polars_with_utc_times_and_categories():
    frame = polars.DataFrame(result().fills)
    assert frame["time_exchange"].dtype == polars.Datetime("ns", "UTC")
    assert frame["side"].to_list() == ["buy", "sell"]
    assert frame["price"].dtype == polars.Float64


def test_an_unknown_table_names_those_there_are():
    run = result()
    with pytest.raises(KeyError):
        run.table("orders")  # the handmade source is a dict
    with pytest.raises(AttributeError):
        run.trades


def test_assumptions_come_in_order_and_flag_what_is_optimistic():
    assumptions = result().assumptions
    assert list(assumptions) == [
        "data",
        "clock",
        "clock_offset",
        "matching",
        "queue",
        "latency",
        "fees",
        "margin",
        "max_quote_age",
        "funding",
        "at_end",
        "equity",
        "risk",
        "seed",
        "version",
        "data_fingerprint",
        "config_fingerprint",
        "fingerprint",
    ]
    assert assumptions["latency"] == "entry 5 ms, response 5 ms, feed 0 s"
    assert assumptions["funding"] == "not modelled"
    assert assumptions["fees"] == "maker 0.02 %, taker 0.05 %, in the quote asset, unrounded"
    assert assumptions["fingerprint"] == "ef" * 32


@pytest.mark.parametrize("latency", [(0, 0, 0), (5, 0, 0), (0, 5, 0)])
def test_zero_latency_is_called_optimistic(latency):
    venue = {**SETTINGS["exchanges"]["binance_spot"], "latency": latency}
    assert "(0 is optimistic)" in result(exchanges={"binance_spot": venue}).assumptions["latency"]


def test_settings_that_differ_by_exchange_are_told_by_exchange():
    first = SETTINGS["exchanges"]["binance_spot"]
    second = {**first, "maker": "-0.0001", "matching": ("last_trade", "unlimited", False)}
    assumptions = result(exchanges={"binance_spot": first, "okx": second}).assumptions
    assert assumptions["fees"].startswith("binance_spot: maker 0.02 %")
    assert "okx: maker -0.01 %" in assumptions["fees"]
    assert "okx: last trade (optimistic" in assumptions["matching"]
    assert assumptions["latency"] == "entry 5 ms, response 5 ms, feed 0 s"


def test_synthetic_data_are_named_first():
    run = result(synthetic=True)
    assert run.is_synthetic
    assert next(iter(run.assumptions)) == "synthetic"
    assert "SYNTHETIC" in str(run).splitlines()[2]


def test_equity_rows_left_out_are_told():
    made = source()
    made.given["equity_rows_left_out"] = 1234
    assert "TABLE FULL: 1,234 grid rows left out" in BacktestResult(made, SETTINGS).assumptions["equity"]


def test_the_printed_result_starts_with_its_assumptions():
    lines = str(result()).splitlines()
    assert lines[0] == "Handmade(n=1): completed"
    assert lines[1] == "Assumptions"
    assert lines[2].split() == ["data", "MarketData(handmade)"]
    statistics = lines[lines.index("Statistics") + 1 :]
    assert any(line.split() == ["total_return", "-0.015", "%"] for line in statistics)
    assert any("sharpe" in line and "— " in line and "30 are needed" in line for line in statistics)
    assert statistics[-1].split() == ["speed", "100,000", "events/s"]


def test_repr_html_escapes_what_users_wrote():
    html = result(strategy="Evil(name='<script>alert(1)</script>')")._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_facts_are_attributes():
    run = result()
    assert (run.status, run.undelivered, run.report_currency, run.strategy) == ("completed", 3, "usdt", "Handmade(n=1)")
    assert run.time_end_ns - run.time_start_ns == 10_000_000_000
    assert run.speed == 100_000.0


def test_equality_is_by_content_and_speed_does_not_count():
    slow = source()
    slow.given["seconds"] = 100.0
    assert result() == BacktestResult(slow, SETTINGS)
    assert hash(result()) == hash(BacktestResult(slow, SETTINGS))
    assert result() != result(seed=1)
    fewer = source(fill_rows=1)
    assert result() != BacktestResult(fewer, SETTINGS)
    assert result() != "a result"


def test_a_source_without_lines_says_where_to_get_them():
    with pytest.raises(StateError, match=r"docs/fingerprint\.md"):
        result().fingerprint_lines()


def test_summary_keeps_upstream_ratios_under_their_own_names():
    summary = result().summary
    sheet = summary.instruments["binance_spot-btc_usdt"]
    assert str(sheet.upstream_win_rate) == "0.75"
    assert sheet.upstream_profit_factor is None
    assert str(sheet.upstream_sortino_ratio) == "-79228162514264337593543950335"
    assert not hasattr(sheet, "win_rate")
    asset = summary.assets["binance_spot", "usdt"]
    assert (str(asset.balance_end_total), str(asset.balance_end_free)) == ("9998.5", "9990")
    plain = summary.to_dict()
    assert (
        plain["instruments"]["binance_spot-btc_usdt"]["upstream_pnl_drawdown"]["value"]
        == sheet.upstream_pnl_drawdown.value
    )
    assert type(summary).from_json(summary.to_json()) == summary
    assert "upstream_win_rate           0.75" in repr(summary)
    with pytest.raises(NotFoundError, match="binance_spot-btc_usdt"):
        summary.instruments["btc"]
