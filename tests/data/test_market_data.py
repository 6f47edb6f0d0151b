"""`MarketData` as a value: slices, merges, crossings, tables, events, summary."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import subprocess
import sys

import arro3.core
import polars as pl
import pyarrow as pa
import pytest

from barter_data import DataKind, MarketData, MarketEvent, PublicTrade
from barter_instrument import DataError, Instrument, InvalidArgumentError, Underlying, WrongTypeError


@pytest.fixture(scope="module")
def data() -> MarketData:
    return MarketData.synthetic(seed=5, events=3_000, books=True)


@pytest.fixture(scope="module")
def ether() -> MarketData:
    return MarketData.synthetic(seed=6, events=1_000, instrument="eth_usdt", exchange="binance_spot", price=2_000)


def test_it_survives_pickle_bytes_copies_and_the_crossing(data: MarketData) -> None:
    again = [
        pickle.loads(pickle.dumps(data)),
        MarketData.from_bytes(data.to_bytes()),
        MarketData._from_barter_market(*data.__barter_market__()),
        copy.copy(data),
        copy.deepcopy(data),
    ]
    for other in again:
        assert other == data
        assert hash(other) == hash(data)
        assert str(other) == str(data)
        assert other.instruments == data.instruments
    assert again[3] is data and again[4] is data
    assert data != 5 and data != data.slice(start=data.start_ns + 1)


def test_the_fingerprint_is_that_of_another_process(data: MarketData) -> None:
    code = (
        "from barter_data import MarketData; print(MarketData.synthetic(seed=5, events=3_000, books=True).fingerprint)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == data.fingerprint


def test_the_crossing_shares_the_buffers(data: MarketData) -> None:
    def addresses(market: MarketData) -> list[int]:
        return [pa.record_batch(batch).column(0).buffers()[1].address for batch in market.__barter_market__()[1]]

    assert addresses(MarketData._from_barter_market(*data.__barter_market__())) == addresses(data)


def test_damaged_bytes_are_an_error(data: MarketData) -> None:
    small = data.slice(end=data.start_ns + 10**8).to_bytes()
    for damaged in (b"", small[:-1], small[:40], small[:60] + b"x" + small[61:], b"BW" + small):
        with pytest.raises(DataError) as error:
            MarketData.from_bytes(damaged)
        assert error.value.argument == "data"
    with pytest.raises(WrongTypeError):
        MarketData.from_bytes("text")
    metadata, sources, order = data.__barter_market__()
    with pytest.raises(DataError, match="version"):
        MarketData._from_barter_market(metadata.replace('"version":1', '"version":99'), sources, order)
    with pytest.raises(DataError, match="sources are described"):
        MarketData._from_barter_market(metadata, sources[:1], order)
    with pytest.raises(DataError, match=r"has no column|rows"):
        MarketData._from_barter_market(metadata, sources[::-1], order)


def test_a_slice_has_the_rows_from_start_and_before_end(data: MarketData) -> None:
    middle = (data.start_ns + data.end_ns) // 2
    early, late = data.slice(end=middle), data.slice(start=middle)
    assert len(early) + len(late) == len(data)
    assert early.end_ns < middle <= late.start_ns
    assert list(early) + list(late) == list(data)
    moment = dt.datetime.fromtimestamp(middle // 10**6 / 1000, dt.UTC)
    assert len(data.slice(moment)) >= len(late)
    assert data.slice() == data
    for arguments in ({"start": data.end_ns + 1}, {"start": middle, "end": middle}, {"end": data.start_ns}):
        with pytest.raises(InvalidArgumentError, match="no rows between"):
            data.slice(**arguments)
    with pytest.raises(InvalidArgumentError, match="time zone"):
        data.slice(start=dt.datetime(2024, 1, 1))  # noqa: DTZ001


def test_merging_two_instruments_orders_rows_by_received_time(data: MarketData, ether: MarketData) -> None:
    both = MarketData.merge(data, ether)
    assert len(both) == len(data) + len(ether)
    assert both.instruments == data.instruments + ether.instruments
    times = [event.time_received_ns for event in both]
    assert times == sorted(times)
    events = list(both.events(by="index"))
    assert [event for event in events if event.instrument == 0] == list(data.events(by="index"))
    assert MarketData.merge(data) == data
    renamed = Instrument.spot("kraken", ether.instruments[0].name_internal, "X", Underlying("a", "b"))
    with pytest.raises(InvalidArgumentError, match="two different instruments"):
        MarketData.merge(ether, MarketData.synthetic(events=10, instrument=renamed))
    with pytest.raises(InvalidArgumentError, match="at least one"):
        MarketData.merge()
    with pytest.raises(WrongTypeError):
        MarketData.merge(data, 5)


def test_events_are_made_one_by_one_and_make_the_data_again(data: MarketData, ether: MarketData) -> None:
    events = iter(data)
    assert next(events) == next(iter(data))
    assert events.__length_hint__() == len(data) - 1
    assert sum(1 for _ in events) == len(data) - 1
    both = MarketData.merge(data, ether)
    for by in ("name", "index"):
        again = MarketData.from_events(both.events(by=by), both.instruments)
        assert list(again) == list(both)
        assert [source.rows for source in again.sources if source.kind == "trade"] == [
            source.rows for source in both.sources if source.kind == "trade"
        ]
    with pytest.raises(InvalidArgumentError) as error:
        data.events(by="asset")
    assert error.value.argument == "by"


def test_from_events_names_what_it_refuses(data: MarketData) -> None:
    with pytest.raises(InvalidArgumentError, match="has no events"):
        MarketData.from_events([], data.instruments)
    with pytest.raises(
        InvalidArgumentError, match="event 0 is of binance_futures_usd BTCUSDT, which is not among instruments"
    ):
        MarketData.from_events(data, [])
    with pytest.raises(WrongTypeError, match="events must be a MarketEvent"):
        MarketData.from_events([5], data.instruments)
    fine = MarketEvent(1, 2, "binance_futures_usd", 0, DataKind.Trade(PublicTrade("", 1e300, 1.0, "buy")))
    with pytest.raises(DataError, match="event 0: price"):
        MarketData.from_events([fine], data.instruments)


def test_a_row_that_barters_types_cannot_hold_is_named() -> None:
    table = {"time": [1], "price": ["1.0000000000000000001"], "quantity": [1.0]}
    spot = {"exchange": "binance_spot", "instrument": "btc_usdt"}
    with pytest.raises(DataError, match=r"row 0: price = .* more digits than upstream's float holds"):
        list(MarketData.from_table(trades=pl.DataFrame({**table, "side": ["buy"]}), **spot))
    with pytest.raises(DataError, match="row 0: upstream's PublicTrade needs a side"):
        list(MarketData.from_table(trades=pl.DataFrame({**table, "price": [1.0]}), **spot))


def test_tables_are_arro3_tables_that_others_read(data: MarketData, ether: MarketData) -> None:
    both = MarketData.merge(data, ether)
    for method in (both.trades, both.order_book_l1, both.order_books, both.candles, both.liquidations):
        assert isinstance(method(), arro3.core.Table)
        assert isinstance(method(exact=False), arro3.core.Table)
    assert both.candles().num_rows == both.liquidations().num_rows == 0
    assert both.trades().num_rows + both.order_book_l1().num_rows + both.order_books().num_rows == len(both)
    trades = pl.DataFrame(both.trades(exact=False))
    assert trades.schema["price"] == pl.Float64
    assert set(trades["instrument"].unique()) == {"binance_futures_usd-btcusdt", "binance_spot-eth_usdt"}
    assert set(trades["side"].unique()) == {"buy", "sell"}
    frame = pl.DataFrame(both)
    assert frame.height == len(both)
    assert frame["time_received"].is_sorted()
    assert frame.filter(pl.col("kind") == "trade")["price"].null_count() == 0
    assert pa.table(both).num_rows == len(both)


def test_the_summary_shows_counts_span_gaps_and_clock_offset(data: MarketData) -> None:
    summary = data.summary()
    assert (summary.events, summary.start_ns, summary.end_ns) == (len(data), data.start_ns, data.end_ns)
    assert sum(source.rows for source in summary.sources) == len(data)
    assert summary.duration == dt.timedelta(microseconds=(data.end_ns - data.start_ns) // 1000)
    for source in summary.sources:
        smallest, median, largest = source.clock_offset
        assert -5_000_000 <= smallest <= median <= largest <= -1_000_000
        assert source.gaps == 0 and 0 < source.longest_gap_ns < 10**10
    text = str(summary)
    for part in ("events", "gaps", "longest", "exchange - received", "clock offset applied: none", f"{len(data):,}"):
        assert part in text
    assert repr(data) == text
    assert data._repr_html_().count("<tr>") == 1 + len(summary.sources)


def test_quality_counts_gaps_unsorted_rows_and_strange_rows() -> None:
    second = 10**9
    table = pl.DataFrame(
        {
            "time_received": [0, 1 * second, 30 * second],
            "price": ["1", "0", "2"],
            "quantity": ["1", "1", "-1"],
            "time_exchange": [5, 4, 3],
        }
    )
    quotes = pl.DataFrame(
        {
            "time": [0, 1, 2],
            "bid_price": [3, 1, 2],
            "bid_quantity": [1, 0, 1],
            "ask_price": [2, 2, 2],
            "ask_quantity": [1, 1, 1],
        }
    )
    found = MarketData.from_table(trades=table, l1=quotes, exchange="binance_spot", instrument="btc_usdt").quality
    checks = {}
    for source, check, count in zip(*(found[name].to_pylist() for name in ("source", "check", "count")), strict=True):
        checks[source.rsplit(" ", 1)[1], check] = count
    assert checks["trade", "gaps"] == 1
    assert checks["trade", "zero_quantities"] == 2
    assert checks["trade", "unsorted_exchange_time"] == 2
    assert checks["trade", "received_before_exchange"] == 1
    assert checks["trade", "no_side"] == 3
    assert checks["order_book_l1", "crossed_quotes"] == 1  # the last one is locked, not crossed (D12)
    assert checks["order_book_l1", "one_sided_quotes"] == 1
