"""barter's statistics: S1 to S10 of the required behaviours, with the figures of upstream's own tests."""

from __future__ import annotations

import copy
import pickle
import statistics
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barter_engine import (
    Annual252,
    Annual365,
    CalmarRatio,
    Daily,
    DataSetSummary,
    Dispersion,
    Drawdown,
    DrawdownGenerator,
    MaxDrawdown,
    MaxDrawdownGenerator,
    MeanDrawdown,
    MeanDrawdownGenerator,
    ProfitFactor,
    Range,
    RateOfReturn,
    SharpeRatio,
    SortinoRatio,
    WinRate,
    calculate_mean,
    calculate_population_variance,
    calculate_recurrence_relation_m,
    calculate_sample_variance,
)
from barter_engine._engine import interval_argument
from barter_instrument.errors import BarterError, InvalidArgumentError, WrongTypeError

D = Decimal
LARGEST, SMALLEST = D(2**96 - 1), D(1 - 2**96)
S = 10**9
RATIOS = [SharpeRatio, SortinoRatio, CalmarRatio]
PER_INTERVAL = [*RATIOS, RateOfReturn]


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize(
    ("interval", "kept", "name"),
    [
        (Daily, Daily(), "Daily"),
        (Annual252(), Annual252(), "Annual(252)"),
        ("Annual(365)", Annual365(), "Annual(365)"),
        (timedelta(hours=4), timedelta(hours=4), "Duration 240 (minutes)"),
    ],
)
def test_s1_ratios_have_value_and_interval(ratio, interval, kept, name):
    made = ratio.calculate("0.0015", "0.0025", "0.02", interval)
    assert made == ratio("0.05", interval)
    assert (made.value, made.value_f64, made.interval) == (D("0.05"), 0.05, kept)
    assert interval_argument(interval, "interval")[0] == name


def test_s1_the_fall_that_calmar_divides_by_has_no_sign():
    assert CalmarRatio.calculate("0.001", "0.002", "-0.015", Daily).value == D("0.0666666666666666666666666667")
    assert SharpeRatio.calculate("0.001", "-0.002", "0.015", Daily).value == D("-0.2")


@pytest.mark.parametrize(("mean", "expected"), [("0.002", LARGEST), ("0.001", 0), ("-0.001", SMALLEST)])
def test_s2_without_deviation(mean, expected):
    assert SharpeRatio.calculate("0.001", mean, 0, Daily).value == LARGEST
    assert SortinoRatio.calculate("0.001", mean, 0, Daily).value == expected
    assert CalmarRatio.calculate("0.001", mean, 0, Daily).value == expected


@pytest.mark.parametrize("ratio", RATIOS)
def test_s2_a_quotient_that_no_decimal_holds_is_an_error_not_a_panic(ratio):
    with pytest.raises(InvalidArgumentError, match="too large for a Decimal"):
        ratio.calculate(0, 10, "1e-28", Daily)
    with pytest.raises(InvalidArgumentError, match="does not fit"):
        ratio.calculate(SMALLEST, LARGEST, 1, Daily)


@pytest.mark.parametrize(
    ("profits", "losses", "value"),
    [
        (10, 5, 2),
        (10, -5, 2),
        ("1e-20", "1e-20", 1),
        (1, 0, LARGEST),
        (0, 1, SMALLEST),
        ("10.5555", "5.2345", "2.016524978507975928933040405"),
    ],
)
def test_s3_profit_factor(profits, losses, value):
    assert ProfitFactor.calculate(profits, losses) == ProfitFactor(value)
    assert ProfitFactor.calculate(0, 0) is None


def test_s4_win_rate():
    assert WinRate.calculate(6, 10).value == D("0.6")
    assert WinRate.calculate(0, 10).value == 0
    assert WinRate.calculate(0, 0) is None


@pytest.mark.parametrize("bad", [-1, float("nan"), float("inf"), "x", None])
def test_s4_counts_that_are_none_are_errors(bad):
    for arguments in ((bad, 10), (1, bad)):
        with pytest.raises(BarterError) as caught:
            WinRate.calculate(*arguments)
        assert caught.value.argument == ("wins" if arguments[0] is bad else "total")


@pytest.mark.parametrize(
    ("interval", "target", "value"),
    [
        (Daily, Annual252, "2.52"),
        (Daily, Annual365, "3.65"),
        (Daily, Daily, "0.01"),
        ("2h", "8h", "0.04"),
        (Annual365, Daily, "0.0000273972602739726027397260"),
    ],
)
def test_s5_rates_scale_with_time(interval, target, value):
    rate = RateOfReturn.calculate("0.01", interval)
    assert rate.value == D("0.01")
    assert rate.scale(target).value == pytest.approx(D(value), abs=D("1e-25"))
    assert rate.scale(target) == RateOfReturn(rate.scale(target).value, target)


@pytest.mark.parametrize("ratio", RATIOS)
def test_s6_ratios_scale_with_the_square_root_of_time(ratio):
    assert ratio("0.05", Daily).scale(Annual252).value == pytest.approx(
        D("0.7937253933193771771504847261"), abs=D("1e-20")
    )
    assert ratio("0.05", "2h").scale("8h") == ratio("0.1", "8h")


@pytest.mark.parametrize("kind", PER_INTERVAL)
def test_s6_intervals_of_less_than_a_second_do_not_scale(kind):
    with pytest.raises(InvalidArgumentError, match="target is shorter than a second"):
        kind(1, Daily).scale("5ms")
    with pytest.raises(InvalidArgumentError, match="interval is shorter than a second"):
        kind(1, "5ms").scale(Daily)


def test_s7_a_drawdown_for_each_peak_that_was_passed_and_one_under_way():
    points = [(100, 0), (110, S), (99, 2 * S), (105, 3 * S), (120, 4 * S), (130, 5 * S), (91, 6 * S), (93, 7 * S)]
    expected = [Drawdown("0.1", S, 4 * S), Drawdown("0.3", 5 * S, 7 * S)]
    assert DrawdownGenerator.series(points) == expected
    # Step by step: the same, when they are over.
    generator = DrawdownGenerator.init(points[0])
    steps = [generator.update(point) for point in points[1:]]
    assert [step for step in steps if step is not None] == expected[:1]
    assert steps[3] == expected[0]
    assert (generator.generate(), generator.peak, generator.drawdown_max) == (expected[1], 130, D("0.3"))


def test_s7_to_the_last_digit():
    (drawdown,) = DrawdownGenerator.series([(3, 0), (2, S)])
    assert drawdown.value == D("0.3333333333333333333333333333")
    assert (drawdown.time_start_ns, drawdown.time_end_ns, drawdown.duration) == (0, S, timedelta(seconds=1))


@pytest.mark.parametrize("points", [[], [(1, 0)], [(1, 0), (2, 1), (2, 2), (3, 3)]])
def test_s7_nothing_without_a_fall(points):
    assert DrawdownGenerator.series(points) == []


@given(st.lists(st.integers(1, 1_000), min_size=2, max_size=40))
def test_s7_against_a_plain_calculation(values):
    expected, peak, start, low = [], values[0], 0, values[0]
    for time, value in enumerate(values):
        if value > peak:
            if low < peak:
                expected.append((start, time, D(peak - low) / peak))
            peak, start, low = value, time, value
        low = min(low, value)
    if low < peak:
        expected.append((start, len(values) - 1, D(peak - low) / peak))
    found = DrawdownGenerator.series((value, time) for time, value in enumerate(values))
    assert [(d.time_start_ns, d.time_end_ns) for d in found] == [(start, end) for start, end, _ in expected]
    for drawdown, (_, _, value) in zip(found, expected, strict=True):
        assert abs(drawdown.value - value) < D("1e-27")


def test_s8_largest_and_mean():
    drawdowns = [Drawdown("0.1", 0, 2 * S), Drawdown("-0.3", S, 2 * S), Drawdown("0.2", 0, 3 * S)]
    largest, mean = MaxDrawdownGenerator(), MeanDrawdownGenerator()
    assert largest.generate() is None and mean.generate() is None
    for drawdown in drawdowns:
        largest.update(drawdown)
    for drawdown in (drawdowns[0], drawdowns[2], Drawdown("0.3", S, 2 * S)):
        mean.update(drawdown)
    assert largest.generate() == MaxDrawdown(drawdowns[1])
    assert mean.generate() == MeanDrawdown("0.2", 2_000)
    assert MaxDrawdownGenerator.init(drawdowns[0]).generate().drawdown == drawdowns[0]
    assert MeanDrawdownGenerator.init(drawdowns[0]).generate() == MeanDrawdown("0.1", 2_000)


@pytest.mark.parametrize(
    ("points", "argument", "error"),
    [
        ([(1, 0), 5], "points[1]", WrongTypeError),
        ([(1, 0), (1, 2, 3)], "points[1]", WrongTypeError),
        ([(1, 0), (2, 1), (float("nan"), 2)], "points[2]", InvalidArgumentError),
        ([(float("inf"), 0)], "points[0]", InvalidArgumentError),
        ([(1, "yesterday")], "points[0]", BarterError),
    ],
)
def test_s9_points_that_are_none_are_named(points, argument, error):
    with pytest.raises(error) as caught:
        DrawdownGenerator.series(points)
    assert caught.value.argument == argument
    assert argument in str(caught.value)


@pytest.mark.parametrize("kind", PER_INTERVAL)
@pytest.mark.parametrize("interval", ["weekly", 0, None, 1.5])
def test_s9_unknown_intervals_are_named(kind, interval):
    for make in (lambda: kind(1, interval), lambda: kind(1, Daily).scale(interval)):
        with pytest.raises(BarterError) as caught:
            make()
        assert caught.value.argument in ("interval", "target")


def test_s10_mean_as_in_upstreams_vectors():
    mean = D(0)
    for count, value in enumerate(["0.1", "-0.2", "-0.05", "0.2", "0.15", "-0.17"], 1):
        mean = calculate_mean(mean, value, count)
    assert mean == D("0.005")
    with pytest.raises(InvalidArgumentError, match="at least 1"):
        calculate_mean(0, 1, 0)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("0", "0", "10", "10"), "0"),
        (("0", "10", "100", "55"), "4050"),
        (("4050", "55", "-10", "33.333333333333333333"), "6866.6666666666666666450"),
        (("1012.5", "-27.5", "-1000", "-351.666666666666666667"), "631516.6666666666666663425"),
    ],
)
def test_s10_recurrence_relation_as_in_upstreams_vectors(arguments, expected):
    assert calculate_recurrence_relation_m(*arguments) == D(expected)


@pytest.mark.parametrize(
    ("m", "count", "sample", "population"),
    [
        (0, 1, "0", "0"),
        (1050, 5, "262.5", "210"),
        ("1012.5", 123223, "0.0082168768564055120027267858", "0.0082168101734254157097295148"),
        (16200000000, 3, "8100000000", "5400000000"),
        ("99999.9999", 23232, "4.3045929964271878093926219276", "4.3044077091942148760330578512"),
        (7, 1, "0", "7"),
        (7, 0, "0", "0"),
    ],
)
def test_s10_variances_as_in_upstreams_vectors(m, count, sample, population):
    assert (calculate_sample_variance(m, count), calculate_population_variance(m, count)) == (D(sample), D(population))


@given(st.lists(st.integers(-1_000, 1_000), min_size=1, max_size=40))
def test_s10_a_summary_takes_value_by_value(values):
    summary = DataSetSummary()
    assert (summary.count, summary.dispersion.range) == (0, Range(False, 0, 0))
    for value in values:
        summary.update(value)
    assert (summary.count, summary.sum, summary.dispersion.range) == (
        len(values),
        sum(values),
        Range(True, max(values), min(values)),
    )
    assert float(summary.mean) == pytest.approx(statistics.fmean(values), abs=1e-9)
    assert float(summary.dispersion.variance) == pytest.approx(statistics.pvariance(values), abs=1e-6)
    assert float(summary.dispersion.std_dev) == pytest.approx(statistics.pstdev(values), abs=1e-6)
    assert summary.dispersion.range.range() == max(values) - min(values)


def test_summaries_of_the_same_values_are_equal_and_a_bad_value_changes_nothing():
    one, two = DataSetSummary(), DataSetSummary()
    for summary in (one, two):
        summary.update(3)
    assert one == two
    with pytest.raises(InvalidArgumentError):
        one.update(float("nan"))
    assert one == two
    two.update(1)
    assert one != two


VALUES = [
    *(kind("1.50", interval) for kind in PER_INTERVAL for interval in (Daily, Annual252, Annual365, "8h")),
    ProfitFactor("1.5"),
    WinRate("0.5"),
    Drawdown("0.1", 1, 2**62),
    MaxDrawdown(Drawdown("0.1", 1, 2)),
    MeanDrawdown("0.1", 7),
    Range(True, 3, "-1.5"),
    Dispersion(Range(True, 3, "-1.5"), 4, 2, "1.4"),
    Daily(),
    Annual252(),
    Annual365(),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_copy_pickle_compare_and_print_as_they_are_made(value):
    import datetime

    import barter_engine

    names = {**vars(barter_engine), "Decimal": Decimal, "datetime": datetime}
    for same in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value)), eval(repr(value), names)):
        assert (same, type(same), hash(same)) == (value, type(value), hash(value))
    assert [other for other in VALUES if other == value] == [value]
    assert value != 1
    with pytest.raises(AttributeError):
        value.value = 3


def test_equal_numbers_are_equal_figures_and_fields_can_be_replaced():
    assert SharpeRatio("1.50", Daily) == SharpeRatio("1.5", Daily())
    assert hash(SharpeRatio("1.50", Daily)) == hash(SharpeRatio("1.5", Daily()))
    assert SharpeRatio(1, Daily).replace(interval="8h") == SharpeRatio(1, "8h")
    assert Drawdown("0.1", 1, 2).replace(value="0.2") == Drawdown("0.2", 1, 2)
    match SharpeRatio(1, Daily):
        case SharpeRatio(value, Daily()):
            assert value == 1
