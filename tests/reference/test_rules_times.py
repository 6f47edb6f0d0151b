"""T4, T5, D10: times of recordings and the order of input."""

import gzip

import pytest

from .clock_offset import with_times
from .errors import SimulationError
from .recording import read_binance
from .scenario import NAME, VENUE, S, book, play, quote, trade
from .tables_in import from_table


def test_t4_two_axes_refuse_rows_received_before_they_happened_and_rows_without_exchange_time():
    with pytest.raises(
        SimulationError, match="1 rows were received before they happened, the first is row 1"
    ) as caught:
        play({}, l1=[quote(S, 100, 1, 101, 1, exchange=S), quote(2 * S, 100, 1, 101, 1, exchange=3 * S)], clock="two")
    assert caught.value.code == "received_before_exchange"
    with pytest.raises(SimulationError, match="1 rows without exchange time, the first is row 0") as caught:
        play({}, l1=[book(S)], clock="two")
    assert caught.value.code == "no_exchange_time"


def offsets(times, **options):
    """(exchange, received) before and after."""
    feed = from_table(
        VENUE, NAME, l1=[quote(received, 100, 1, 101, 1, exchange=exchange) for exchange, received in times]
    )
    for row, (exchange, _) in zip(feed.rows, times, strict=True):
        row.time_exchange = exchange
    return [(row.time_exchange, row.time_received) for row in with_times(feed, **options).rows]


def test_t4_a_clock_offset_is_added_to_the_received_times():
    times = [(15 * S, 10 * S), (17 * S, 13 * S), (None, 14 * S)]
    assert offsets(times, clock_offset=3) == [(15 * S, 10 * S + 3), (17 * S, 13 * S + 3), (None, 14 * S + 3)]
    assert offsets(times, clock_offset="min") == [(15 * S, 15 * S), (17 * S, 18 * S), (None, 19 * S)]
    with pytest.raises(SimulationError, match="expected int ns, min or drift"):
        offsets(times, clock_offset="max")


def test_t4_drift_is_the_lower_envelope_per_window_of_10_s_and_never_goes_back():
    # windows 0, 1, 2, 3; window 0 and 2 have no measured row
    times = [(None, 0), (15 * S, 10 * S), (18 * S, 14 * S), (None, 25 * S), (31 * S, 30 * S)]
    expected = [5, 15, 19, 30, 31]
    assert [received for _, received in offsets(times, clock_offset="drift")] == [time * S for time in expected]
    back = [(15 * S, 10 * S), (19 * S + 1, 19 * S), (20 * S, 20 * S)]
    assert [received for _, received in offsets(back, clock_offset="drift")] == [15 * S, 24 * S, 24 * S]


def test_t4_inferred_exchange_times_are_the_largest_before_and_count():
    times = [(None, 1), (5, 2), (3, 3), (None, 4)]
    assert [exchange for exchange, _ in offsets(times, infer_exchange_time="previous")] == [None, 5, 3, 5]
    feed = from_table(VENUE, NAME, l1=[quote(9, 100, 1, 101, 1, exchange=5), quote(9, 100, 1, 101, 1)])
    assert with_times(feed, infer_exchange_time="previous").inferred == 1


def test_t5_an_unsorted_table_is_an_error_with_the_first_offending_row():
    with pytest.raises(SimulationError, match=r"is not sorted: row 2 is earlier") as caught:
        from_table(VENUE, NAME, l1=[book(S), book(3 * S), book(2 * S), book(S)])
    assert caught.value.code == "unsorted"


def test_t5_sources_are_merged_by_time_then_source():
    feed = from_table(VENUE, NAME, trades=[trade(2 * S, 1, 1), trade(3 * S, 1, 1)], l1=[book(S), book(2 * S)])
    assert [(row.kind, row.time_received // S) for row in feed.rows] == [
        ("order_book_l1", 1),
        ("trade", 2),
        ("order_book_l1", 2),
        ("trade", 3),
    ]


@pytest.mark.parametrize("cut", ["gzip", "json"])
def test_t5_a_broken_recording_is_an_error_that_names_the_line(tmp_path, cut):
    lines = [
        f'{time} {{"stream":"x@bookTicker","data":{{"b":"1","B":"1","a":"2","A":"{time}"}}}}\n' for time in range(1000)
    ]
    path = tmp_path / "recording.gz"
    if cut == "json":
        path.write_bytes(gzip.compress("".join(lines)[:-5].encode()))
    else:
        path.write_bytes(gzip.compress("".join(lines).encode())[:-200])
    with pytest.raises(SimulationError, match=r"recording\.gz, line \d+") as caught:
        read_binance(path, VENUE, NAME)
    assert caught.value.code == "recording"
