"""Data that cannot be run: the error names the argument, says what was found, and no hook has run."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pyarrow as pa
import pytest
from engine.small_market import PERPETUAL, QUOTES, S, backtest, candle, quote, scripted, trade

from barter_data import MarketData
from barter_engine import Strategy
from barter_instrument import (
    Asset,
    BarterError,
    DataError,
    FutureContract,
    Instrument,
    InstrumentKind,
    InstrumentQuoteAsset,
    InvalidArgumentError,
    NotFoundError,
    PerpetualContract,
    Underlying,
    WrongTypeError,
)


def refused(kind, make) -> BarterError:
    """The error of something that must not work; a BarterError that names its argument and has a code."""
    with pytest.raises(kind) as caught:
        make()
    error = caught.value
    assert isinstance(error, BarterError)
    assert error.argument and error.code and str(error)
    return error


def test_an_instrument_of_the_data_that_is_not_among_instruments_is_named():
    other = replace(PERPETUAL, base="eth").instrument()
    error = refused(NotFoundError, lambda: backtest(scripted(), PERPETUAL.data(l1=QUOTES), instruments=[other]))
    assert error.argument == "instruments"
    assert "binance_futures_usd-btcusdt" in str(error) and "binance_futures_usd-ethusdt" in str(error)


@pytest.mark.parametrize(
    "given", [5, "binance_futures_usd-btcusdt", [5], []], ids=["int", "text", "wrong item", "empty"]
)
def test_instruments_that_are_no_list_of_instruments_are_refused(given):
    error = refused(
        (WrongTypeError, InvalidArgumentError),
        lambda: backtest(scripted(), PERPETUAL.data(l1=QUOTES), instruments=given),
    )
    assert error.argument == "instruments"


def test_two_different_instruments_of_one_name_are_refused():
    one, other = PERPETUAL.instrument(), replace(PERPETUAL, tick="0.1", lot="0.001").instrument()
    error = refused(
        InvalidArgumentError, lambda: backtest(scripted(), PERPETUAL.data(l1=QUOTES), instruments=[one, other])
    )
    assert error.argument == "instruments" and "two different instruments" in str(error)


def unmodelled(kind=None, quote_asset=InstrumentQuoteAsset.UNDERLYING_QUOTE):
    kind = kind or InstrumentKind.Spot()
    name = "binance_futures_usd-btcusdt"
    return Instrument("binance_futures_usd", name, "BTCUSDT", Underlying("btc", "usdt"), quote_asset, kind)


@pytest.mark.parametrize(
    "instrument, why",
    [
        (unmodelled(InstrumentKind.Perpetual(PerpetualContract(1, Asset("btc", "BTC")))), "it settles in btc"),
        (unmodelled(InstrumentKind.Future(FutureContract(1, Asset("usdt", "USDT"), 10**18))), "is a future"),
        (unmodelled(quote_asset=InstrumentQuoteAsset.UNDERLYING_BASE), "priced in its base asset"),
    ],
    ids=["inverse", "future", "priced in base"],
)
def test_an_instrument_whose_account_is_not_modelled_is_refused(instrument, why):
    error = refused(
        InvalidArgumentError, lambda: backtest(scripted(), PERPETUAL.data(l1=QUOTES), instruments=[instrument])
    )
    assert error.argument == "instruments" and why in str(error)


def test_data_of_another_kind_are_refused_with_what_is_expected():
    error = refused(WrongTypeError, lambda: backtest(scripted(), {"price": [1, 2]}))
    assert error.argument == "data" and "MarketData" in str(error) and "dict" in str(error)


def test_data_without_rows_are_refused():
    class Empty:
        """Rows of nothing, in the form in which market data cross."""

        def __barter_market__(self):
            metadata, sources, order = PERPETUAL.data(l1=QUOTES).__barter_market__()
            metadata = metadata.replace('"rows":5', '"rows":0')
            return (
                metadata,
                [pa.record_batch(source).slice(0, 0) for source in sources],
                pa.record_batch(order).slice(0, 0),
            )

    error = refused(DataError, lambda: backtest(scripted(), Empty()))
    assert error.argument == "data" and "no rows" in str(error)


@pytest.mark.parametrize("table", ["l1", "trades", "candles"])
def test_an_unsorted_table_names_its_first_bad_row(table):
    make = {"l1": quote, "trades": lambda time: trade(time, 100), "candles": lambda time: candle(time, 1, 1, 1, 1)}[
        table
    ]
    rows = [make(time * S) for time in (1, 3, 2, 1)]
    error = refused(DataError, lambda: PERPETUAL.data(**{table: rows}))
    assert error.argument == table
    assert "row 2" in str(error) and f"{2 * S}" in str(error) and f"{3 * S}" in str(error)


def test_an_empty_table_is_refused():
    empty = pa.table(
        {"time": pa.array([], pa.int64()), "price": pa.array([], pa.float64()), "quantity": pa.array([], pa.float64())}
    )
    error = refused(DataError, lambda: MarketData.from_table(trades=empty, instrument=PERPETUAL.instrument()))
    assert error.argument == "trades" and "no rows" in str(error)


def test_a_price_that_is_nan_names_its_row_and_column():
    table = pa.table({"time": [1, 2, 3], "price": [1.0, 2.0, float("nan")], "quantity": [1.0, 1.0, 1.0]})
    error = refused(DataError, lambda: MarketData.from_table(trades=table, instrument=PERPETUAL.instrument()))
    assert error.argument == "trades" and "row 2" in str(error) and '"price"' in str(error)


class Loud(Strategy):
    """Fails in the first hook: nothing of a strategy may run on data that are refused."""

    def on_start(self, ctx):
        raise AssertionError("on_start ran")


def test_two_clocks_refuse_a_row_received_before_it_happened():
    data = PERPETUAL.data(l1=[quote(S, exchange=S), quote(2 * S, exchange=3 * S), quote(4 * S, exchange=5 * S)])
    error = refused(DataError, lambda: backtest(Loud, data, clock="two").run())
    assert (error.argument, error.code) == ("data", "received_before_exchange")
    assert "2 rows" in str(error) and "row 1" in str(error) and "clock_offset" in str(error)


def test_two_clocks_refuse_a_row_without_exchange_time():
    error = refused(DataError, lambda: backtest(Loud, PERPETUAL.data(l1=QUOTES), clock="two").run())
    assert (error.argument, error.code) == ("data", "no_exchange_time")
    assert "5 rows" in str(error) and "row 0" in str(error) and "infer_exchange_time" in str(error)


def test_an_end_before_the_first_row_is_refused():
    error = refused(InvalidArgumentError, lambda: backtest(Loud, PERPETUAL.data(l1=QUOTES), end=S - 1).run())
    assert error.argument == "end" and f"{S}" in str(error)


MESSAGE = {
    "e": "trade",
    "T": 1_723_161_255_000,
    "s": "BTCUSDT",
    "t": 1,
    "p": "61800.30",
    "q": "0.006",
    "X": "MARKET",
    "m": False,
}


def recording(lines: int) -> bytes:
    messages = (json.dumps({**MESSAGE, "t": number, "T": MESSAGE["T"] + number}) for number in range(lines))
    return "".join(f"{MESSAGE['T'] * 10**6 + n * 10**6} {message}\n" for n, message in enumerate(messages)).encode()


def test_a_recording_truncated_inside_a_gzip_member_is_refused(tmp_path):
    path = tmp_path / "usdm_btcusdt.gz"
    path.write_bytes(gzip.compress(recording(1_000))[:-200])
    error = refused(DataError, lambda: MarketData.read_binance_raw(path, exchange="binance_futures_usd"))
    assert error.argument == "path" and "usdm_btcusdt.gz" in str(error) and "gzip" in str(error).lower()


def test_a_json_line_that_is_cut_off_is_named(tmp_path):
    path = tmp_path / "usdm_btcusdt"
    path.write_bytes(recording(3)[:-40])
    error = refused(DataError, lambda: MarketData.read_binance_raw(path, exchange="binance_futures_usd"))
    assert error.argument == "path" and "line 3" in str(error)
