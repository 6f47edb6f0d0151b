"""`MarketData.read_binance_raw`: what becomes of a recording, and what is wrong with a bad one."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time

import pytest
from data.conftest import T0, lines, spot_ticker, spot_trade, ticker, trade, zipped

from barter_data import DataKind, MarketData
from barter_instrument import (
    BarterError,
    DataError,
    ExchangeId,
    Instrument,
    InvalidArgumentError,
    Side,
    Underlying,
    WrongTypeError,
)

PUBLIC = {
    "usdm_btcusdt_20240808.gz": ("binance_futures_usd-btcusdt", 21_313, 66_089, 6_551),
    "spot_btcusdt_20240808.gz": ("binance_spot-btcusdt", 9_757, 28_040, 3_451),
    "spot_ethusdt_20240808.gz": ("binance_spot-ethusdt", 6_106, 24_077, 3_434),
}


def counts(data: MarketData) -> dict[tuple[str, str], int]:
    """Quality by (check, detail)."""
    table = data.quality
    rows = zip(*(table[name].to_pylist() for name in ("check", "detail", "count")), strict=True)
    return {(check, detail): count for check, detail, count in rows}


def total(data: MarketData, check: str) -> int:
    return sum(count for (name, _), count in counts(data).items() if name == check)


@pytest.mark.parametrize("name", PUBLIC)
def test_public_recordings_have_their_rows(recordings, name: str) -> None:
    instrument, trades, quotes, depth = PUBLIC[name]
    data = MarketData.read_binance_raw(recordings / "binance" / name)
    assert {source.kind: source.rows for source in data.sources} == {"trade": trades, "order_book_l1": quotes}
    assert [i.name_internal for i in data.instruments] == [instrument]
    assert len(data) == trades + quotes
    assert (data.trades().num_rows, data.order_book_l1().num_rows) == (trades, quotes)
    assert counts(data)["not_loaded", "depthUpdate"] == depth
    assert (
        total(data, "unsorted")
        == total(data, "crossed_quotes")
        == total(data, "one_sided_quotes")
        == total(data, "gaps")
        == 0
    )
    assert data.nbytes <= 50 * len(data)


def test_the_public_futures_recording_says_what_a_plain_reader_finds(recordings) -> None:
    import gzip
    import json

    path = recordings / "binance" / "usdm_btcusdt_20240808.gz"
    data = MarketData.read_binance_raw(path)
    events = data.events()
    checked = 0
    with gzip.open(path) as file:
        for line in file:
            local, _, text = line.partition(b" ")
            message = json.loads(text)
            message = message.get("data", message)
            if message.get("e") not in {"trade", "bookTicker"}:
                continue
            event = next(events)
            checked += 1
            assert event.time_received_ns == int(local)
            assert event.time_exchange_ns == message["T"] * 10**6
            match event.kind:
                case DataKind.Trade(trade):
                    assert (trade.id, trade.price, trade.amount) == (
                        str(message["t"]),
                        float(message["p"]),
                        float(message["q"]),
                    )
                    assert trade.side is (Side.SELL if message["m"] else Side.BUY)
                case DataKind.OrderBookL1(quote):
                    assert (quote.best_bid.price_f64, quote.best_bid.amount_f64) == (
                        float(message["b"]),
                        float(message["B"]),
                    )
                    assert (quote.best_ask.price_f64, quote.best_ask.amount_f64) == (
                        float(message["a"]),
                        float(message["A"]),
                    )
                case other:
                    pytest.fail(f"{other}")
            if checked == 20_000:
                break
    assert checked == 20_000


def test_books_of_the_public_recording_begin_with_its_snapshot_and_have_no_gap(recordings) -> None:
    data = MarketData.read_binance_raw(recordings / "binance" / "usdm_btcusdt_20240808.gz", books=True)
    books = data.order_books()
    stale = counts(data).get(("not_loaded", "depthUpdate older than the snapshot before it"), 0)
    assert books.num_rows + stale == 6_551 + 1
    assert sum(books["snapshot"].to_pylist()) == 1
    assert ("not_loaded", "gap in the sequence of depth updates") not in counts(data)


def test_spot_and_futures_are_told_apart_by_their_messages(write) -> None:
    futures = MarketData.read_binance_raw(write(lines(trade(0), ticker(1), wrapped=True)))
    spot = MarketData.read_binance_raw(write(zipped(lines(spot_trade(0), spot_ticker(1)))))
    assert futures.instruments[0].exchange is ExchangeId.BINANCE_FUTURES_USD
    assert type(futures.instruments[0].kind).__name__.endswith("Perpetual")
    assert futures.instruments[0].kind.contract_size == 1
    assert futures.instruments[0].kind.settlement_asset.name_internal == "usdt"
    assert spot.instruments[0].exchange is ExchangeId.BINANCE_SPOT
    assert spot.instruments[0].name_internal == "binance_spot-btcusdt"
    assert spot.order_book_l1()["time_exchange"].to_pylist() == [None]
    assert futures.instruments[0].spec is spot.instruments[0].spec is None
    renamed = MarketData.read_binance_raw(write(lines(spot_trade(0))), exchange="binance_us")
    assert renamed.instruments[0].name_internal == "binance_us-btcusdt"


def test_prints_outside_the_book_are_kept_and_marked(write) -> None:
    data = MarketData.read_binance_raw(write(lines(trade(0), trade(1, X="INSURANCE_FUND"))))
    assert data.trades()["matched"].to_pylist() == [True, False]
    assert total(data, "not_matched") == 1


def test_a_given_instrument_is_used_and_selects_its_symbol(write) -> None:
    path = write(lines(spot_trade(0), spot_trade(1, symbol="ETHUSDT")))
    ours = Instrument.spot("binance_spot", "my-btc", "BTCUSDT", Underlying("xbt", "usdt"))
    data = MarketData.read_binance_raw(path, instrument=ours)
    assert data.instruments == [ours]
    assert len(data) == 1
    assert counts(data)["not_loaded", "other symbol ETHUSDT"] == 1
    absent = Instrument.spot("binance_spot", "ada", "ADAUSDT", Underlying("ada", "usdt"))
    with pytest.raises(InvalidArgumentError, match="no trades or book tickers of ADAUSDT") as error:
        MarketData.read_binance_raw(path, instrument=absent)
    assert error.value.argument == "path"
    with pytest.raises(InvalidArgumentError, match='instrument "my-btc" is of binance_spot') as error:
        MarketData.read_binance_raw(path, instrument=ours, exchange="kraken")
    assert error.value.argument == "exchange"


def test_a_gzip_member_that_is_cut_off_is_named(write) -> None:
    many = lines(*(trade(number, price=f"{60_000 + number * 7 % 999}.{number % 10}") for number in range(3_000)))
    whole = zipped(lines(trade(0))) + zipped(many)
    data = MarketData.read_binance_raw(write(whole))
    assert len(data) == 3_001
    with pytest.raises(
        DataError, match=r"cut off inside gzip member 2, after \d+ good lines.*nothing was loaded"
    ) as error:
        MarketData.read_binance_raw(write(whole[: len(whole) * 2 // 3]))
    assert error.value.argument == "path"


@pytest.mark.parametrize(
    "text, message",
    [
        (lines(trade(0), ticker(1))[:-40], "line 2: the JSON is cut off"),
        (lines(trade(0)) + "1723161255000000000 {'e': 1}\n", "line 2: the JSON is damaged"),
        ("price,quantity\n", "line 1: unknown format: expected `<local time, ns>"),
        ("1723161255000 {}\n", "line 1: local time 1723161255000 is not in ns"),
        (lines(trade(0, price="NaN")), 'line 1: field "p": "NaN" is not a number'),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_loaded(write, text: str, message: str) -> None:
    with pytest.raises(DataError) as error:
        MarketData.read_binance_raw(write(text))
    assert message in str(error.value) and "nothing was loaded" in str(error.value)
    assert error.value.argument == "path"


def test_recordings_without_rows_and_missing_files_are_errors(write, tmp_path) -> None:
    with pytest.raises(InvalidArgumentError, match="is empty"):
        MarketData.read_binance_raw(write(""))
    with pytest.raises(InvalidArgumentError, match=r"1 lines, found 1 × depthUpdate; depth updates.*books=True"):
        MarketData.read_binance_raw(write(lines({"e": "depthUpdate"})))
    with pytest.raises(InvalidArgumentError, match="names no recording"):
        MarketData.read_binance_raw([])
    missing = tmp_path / "missing.gz"
    with pytest.raises(FileNotFoundError) as error:
        MarketData.read_binance_raw(missing)
    assert error.value.filename == str(missing)
    with pytest.raises(WrongTypeError, match="path must be"):
        MarketData.read_binance_raw(5)
    with pytest.raises(WrongTypeError, match="instrument must be"):
        MarketData.read_binance_raw(missing, instrument="btcusdt")


@pytest.mark.parametrize(
    "rule, received",
    [
        (None, [T0, T0 + 10**6, T0 + 2 * 10**6]),
        (5, [T0 + 5, T0 + 10**6 + 5, T0 + 2 * 10**6 + 5]),
        ("-1ms", [T0 - 10**6, T0, T0 + 10**6]),
        # Exchange minus received is 7, 6 and 9 ms.
        ("min", [T0 + 9 * 10**6, T0 + 10 * 10**6, T0 + 11 * 10**6]),
        ("drift", [T0 + 9 * 10**6, T0 + 10 * 10**6, T0 + 11 * 10**6]),
    ],
)
def test_clock_offset_moves_the_received_times(write, rule, received: list[int]) -> None:
    path = write(lines(trade(7), trade(7), trade(11)))
    data = MarketData.read_binance_raw(path, clock_offset=rule)
    assert [event.time_received_ns for event in data] == received
    assert data.clock_offset == {None: "none", 5: "5 ns", "-1ms": "-1000000 ns", "min": "min: 9000000 ns"}.get(
        rule, "drift: 9000000 to 9000000 ns in 1 windows of 10 s"
    )


def test_missing_exchange_times_are_inferred_only_when_asked_for_and_counted(write) -> None:
    path = write(lines(spot_ticker(0), spot_trade(1), spot_ticker(2)))
    assert MarketData.read_binance_raw(path).inferred_times == 0
    data = MarketData.read_binance_raw(path, infer_exchange_time="previous")
    times = [time and int(time.timestamp() * 1000) for time in data.order_book_l1()["time_exchange"].to_pylist()]
    assert times == [None, T0 // 10**6 + 1]
    assert data.inferred_times == 1
    assert total(data, "inferred_exchange_time") == total(data, "no_exchange_time") == 1
    with pytest.raises(InvalidArgumentError, match="no row has an exchange time") as error:
        MarketData.read_binance_raw(write(lines(spot_ticker(0))), clock_offset="min")
    assert error.value.argument == "clock_offset"


@pytest.mark.parametrize(
    "arguments, argument",
    [
        ({"clock_offset": "max"}, "clock_offset"),
        ({"clock_offset": 1.5}, "clock_offset"),
        ({"infer_exchange_time": "next"}, "infer_exchange_time"),
        ({"infer_exchange_time": True}, "infer_exchange_time"),
        ({"exchange": "nowhere"}, "exchange"),
    ],
)
def test_impossible_arguments_are_named(write, arguments: dict, argument: str) -> None:
    with pytest.raises(BarterError) as error:
        MarketData.read_binance_raw(write(lines(trade(0))), **arguments)
    assert error.value.argument == argument


def test_several_files_are_merged_by_received_time(write) -> None:
    whole = lines(trade(0), ticker(1), trade(2), trade(3)).splitlines(keepends=True)
    data = MarketData.read_binance_raw([write(whole[1] + whole[3]), str(write(whole[0] + whole[2]))])
    assert [event.time_received_ns for event in data] == [T0 + at * 10**6 for at in range(4)]
    assert len(data.instruments) == 1


def test_other_threads_run_while_a_recording_is_read(recordings) -> None:
    ticks = 0
    done = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    before = ticks
    MarketData.read_binance_raw([recordings / "binance" / name for name in PUBLIC] * 2)
    after = ticks
    done.set()
    thread.join()
    assert after - before > 20


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_stops_reading(write) -> None:
    path = write(lines(*(trade(number) for number in range(20_000))))
    code = f"""
import sys
from barter_data import MarketData
print("ready", flush=True)
try:
    while True:
        MarketData.read_binance_raw([{str(path)!r}] * 50)
except KeyboardInterrupt:
    print("stopped")
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
    assert rest == "stopped\n"
    assert process.returncode == 0
