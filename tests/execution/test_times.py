"""Times in and out, shown on the time of a state."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barter_execution import Cancelled
from barter_instrument import InvalidArgumentError, WrongTypeError

NS = 1_700_000_000_123_456_789
MICROSECONDS = NS // 1_000 * 1_000
AWARE = dt.datetime(2023, 11, 14, 22, 13, 20, 123_456, dt.UTC)


def nanoseconds(time: Any) -> int:
    return Cancelled("1", time).time_exchange_ns


@pytest.mark.parametrize(
    "given_as, expected",
    [
        (NS, NS),
        (0, 0),
        (-1, -1),
        (2**63 - 1, 2**63 - 1),
        (-(2**63), -(2**63)),
        (np.int64(NS), NS),
        (AWARE, MICROSECONDS),
        (AWARE.astimezone(ZoneInfo("Asia/Tokyo")), MICROSECONDS),
        (AWARE.astimezone(dt.timezone(dt.timedelta(hours=-3, minutes=-30))), MICROSECONDS),
        (np.datetime64(NS, "ns"), NS),
        (np.datetime64("2023-11-14T22:13:20"), 1_700_000_000_000_000_000),
        (np.datetime64("2023-11-14", "D"), 1_699_920_000_000_000_000),
        (np.datetime64(-1, "us"), -1_000),
        (pd.Timestamp(NS, unit="ns", tz="UTC"), NS),
        (pd.Timestamp(NS, unit="ns", tz="UTC").tz_convert("America/New_York"), NS),
        (pd.Timestamp("2023-11-14T22:13:20Z").as_unit("s"), 1_700_000_000_000_000_000),
    ],
)
def test_forms_of_a_time(given_as: Any, expected: int) -> None:
    assert nanoseconds(given_as) == expected


def test_a_datetime_comes_out_aware_and_in_utc() -> None:
    state = Cancelled("1", NS)
    assert state.time_exchange == AWARE
    assert state.time_exchange.tzinfo is dt.UTC
    assert state.time_exchange_ns == NS
    assert state.replace(id="2").time_exchange_ns == NS
    assert Cancelled("1", -1).time_exchange == dt.datetime(1969, 12, 31, 23, 59, 59, 999_999, dt.UTC)


@given(st.datetimes(dt.datetime(1678, 1, 1), dt.datetime(2262, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_any_aware_datetime_survives(time: dt.datetime) -> None:
    assert Cancelled("1", time).time_exchange == time.astimezone(dt.UTC)


@pytest.mark.parametrize("naive", [dt.datetime(2024, 1, 1), pd.Timestamp("2024-01-01")])  # noqa: DTZ001
def test_a_naive_time_is_refused(naive: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="time_exchange must have a time zone, got the naive") as caught:
        nanoseconds(naive)
    assert caught.value.argument == "time_exchange"


@pytest.mark.parametrize("nothing", [pd.NaT, np.datetime64("NaT")])
def test_no_time_is_refused(nothing: Any) -> None:
    with pytest.raises((InvalidArgumentError, WrongTypeError), match="time_exchange must be a"):
        nanoseconds(nothing)


@pytest.mark.parametrize(
    "far",
    [
        2**63,
        -(2**63) - 1,
        dt.datetime(1600, 1, 1, tzinfo=dt.UTC),
        dt.datetime.max.replace(tzinfo=dt.UTC),
        np.datetime64("3000-01-01"),
        np.datetime64("0001-01-01"),
        np.datetime64(2**62, "s"),
    ],
)
def test_a_time_beyond_64_bits_is_refused(far: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="time_exchange must lie between the years 1678 and 2262"):
        nanoseconds(far)


def test_a_time_finer_than_nanoseconds_is_refused() -> None:
    assert nanoseconds(np.datetime64(1_000, "ps")) == 1
    with pytest.raises(InvalidArgumentError, match="time_exchange must be whole nanoseconds"):
        nanoseconds(np.datetime64(1_001, "ps"))


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        True,
        1.5,
        "2024-01-01T00:00:00Z",
        dt.date(2024, 1, 1),
        dt.timedelta(1),
        np.timedelta64(1, "s"),
        np.float64(1),
        [],
    ],
)
def test_other_types_are_refused(wrong: Any) -> None:
    with pytest.raises(WrongTypeError, match="time_exchange must be int nanoseconds since 1970 UTC") as caught:
        nanoseconds(wrong)
    assert caught.value.argument == "time_exchange"


@pytest.mark.parametrize(
    "text, year, shown",
    [
        ("9999-12-31T00:00:00Z", 9999, "datetime.datetime(9999, 12, 31"),
        ("1000-01-01T00:00:00Z", 1000, "datetime.datetime(1000, 1, 1"),
        ("+200000-01-01T00:00:00Z", None, "<out of range>"),
    ],
)
def test_a_time_that_only_rust_holds_is_an_error_when_read_and_never_a_crash(
    text: str, year: int | None, shown: str
) -> None:
    state = Cancelled.from_json(f'{{"id": "1", "time_exchange": "{text}"}}')
    assert shown in repr(state)
    assert Cancelled._from_barter_wire(state.__barter_wire__()) == state
    assert Cancelled.from_json(state.to_json()) == state
    with pytest.raises(InvalidArgumentError, match="does not fit 64-bit nanoseconds"):
        state.time_exchange_ns
    if year is None:
        with pytest.raises(InvalidArgumentError, match="does not fit a datetime"):
            state.time_exchange
    else:
        assert state.time_exchange.year == year
