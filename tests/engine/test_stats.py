"""Stats: frozen, by attribute and by key, null with a reason."""

import pickle
from decimal import Decimal

import pytest
from engine.handmade_results import START, STATS

from barter_engine.display import duration, number, percent, stat_value
from barter_engine.stats import Stats
from barter_instrument.errors import NotFoundError


@pytest.fixture
def stats():
    return Stats(STATS)


def test_attribute_and_key_give_the_same(stats):
    assert stats.pnl_net == stats["pnl_net"] == Decimal("-1.50")
    assert isinstance(stats.pnl_net, Decimal)
    assert stats.fills == 2
    assert stats.turnover == 0.1
    assert stats.status == "completed"
    assert stats.start == START
    assert dict(stats)["fees"] == Decimal("0.5")


def test_every_number_is_a_float_in_f64(stats):
    assert stats.f64.pnl_net == stats.f64["pnl_net"] == -1.5
    assert isinstance(stats.f64.fills, float)
    assert stats.f64.sharpe is None
    assert stats.f64.status == "completed"


def test_null_has_a_reason_and_a_value_has_none(stats):
    assert stats.sharpe is None
    assert stats.reason("sharpe") == "0 whole periods of 1 d; 30 are needed"
    assert stats.reason("pnl_net") is None


def test_statistics_are_frozen(stats):
    with pytest.raises(AttributeError, match="frozen"):
        stats.pnl_net = 1
    with pytest.raises(AttributeError, match="frozen"):
        del stats.pnl_net
    with pytest.raises(TypeError):
        stats["pnl_net"] = 1


def test_an_unknown_name_gets_the_nearest(stats):
    with pytest.raises(NotFoundError, match="Did you mean `pnl_net`"):
        stats["pnl_nett"]
    with pytest.raises(AttributeError, match="Did you mean `sharpe`"):
        stats.sharp
    assert stats.get("nothing") is None
    assert "nothing" not in stats
    assert not hasattr(stats, "nothing")


def test_the_table_has_a_row_for_each_with_exact_text(stats):
    table = stats.table
    assert table.column_names == ["name", "value", "text", "unit", "definition", "reason_if_null"]
    rows = {row[0]: row[1:] for row in zip(*(table[name].to_pylist() for name in table.column_names), strict=True)}
    assert list(rows) == list(stats)
    assert rows["pnl_net"][:3] == (-1.5, "-1.50", "usdt")
    assert rows["start"][1] == str(START)
    assert rows["sharpe"][0] is None
    assert rows["sharpe"][4] == "0 whole periods of 1 d; 30 are needed"
    assert rows["status"][:2] == (None, "completed")


def test_it_survives_pickle_and_compares_by_content(stats):
    assert pickle.loads(pickle.dumps(stats)) == stats
    assert Stats(STATS[1:]) != stats


def test_percent_is_made_only_in_print(stats):
    assert stats.total_return == Decimal("-0.00015")
    assert stats.text("total_return") == "-0.015 %"
    assert "-0.015 %" in repr(stats)
    assert "—  (no closed position)" in repr(stats)


@pytest.mark.parametrize(
    ("ns", "text"),
    [
        (0, "0 s"),
        (999, "999 ns"),
        (1_500, "1.5 µs"),
        (5_000_000, "5 ms"),
        (61_000_000_000, "1 min 1 s"),
        (3_600_000_000_000, "1 h"),
        (90_061_000_000_000, "1 d 1 h"),
        (-5_000_000, "-5 ms"),
    ],
)
def test_durations_read_naturally(ns, text):
    assert duration(ns) == text


def test_numbers_are_shown_without_noise():
    assert number(Decimal("1234567.500000")) == "1,234,567.5"
    assert number(Decimal("0E-18")) == "0"
    assert number(1e-12) == "1e-12"
    assert number(Decimal(100)) == "100"
    assert percent(Decimal("0.00001234")) == "0.001234 %"
    assert stat_value(2.0, "ratio") == "2"
