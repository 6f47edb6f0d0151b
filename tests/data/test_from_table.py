"""`MarketData.from_table`: tables of any library, and what is wrong with a bad one."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from barter_data import MarketData
from barter_instrument import DataError, Instrument, InvalidArgumentError, Underlying, WrongTypeError

SPOT = {"exchange": "binance_spot", "instrument": "btc_usdt"}
TRADES = {
    "time": [1_000, 2_000],
    "price": [61800.3, 61800.2],
    "quantity": [0.006, 1.5],
    "side": ["buy", "sell"],
    "id": [7, 8],
}
QUOTES = {
    "time": [1, 2],
    "bid_price": [1.5, 1.5],
    "bid_quantity": [3.0, 1.0],
    "ask_price": [1.75, 1.6],
    "ask_quantity": [2.0, 2.0],
}
CANDLES = {"open": [1.0, 1.5], "high": [2.0, 2.0], "low": [0.5, 1.0], "close": [1.5, 1.25], "volume": [10.0, 0.0]}


def trades(**changes) -> MarketData:
    return MarketData.from_table(trades=pl.DataFrame({**TRADES, **changes}), **SPOT)


def refusal(error: type[Exception], **arguments) -> Exception:
    with pytest.raises(error) as caught:
        MarketData.from_table(**{**SPOT, **arguments})
    return caught.value


def test_a_table_of_any_library_gives_the_same_data() -> None:
    plain = trades()
    stamps = np.array(TRADES["time"], "datetime64[ns]")
    tables = [
        pa.table(TRADES),
        pa.RecordBatch.from_pydict(TRADES),
        pd.DataFrame(TRADES),
        pd.DataFrame({**TRADES, "time": stamps}).set_index("time"),
        pd.DataFrame({**TRADES, "time": pd.DatetimeIndex(stamps, tz="UTC")}),
        pl.DataFrame({**TRADES, "time": stamps, "side": pl.Series(TRADES["side"], dtype=pl.Categorical)}),
        pl.DataFrame({**TRADES, "price": [Decimal("61800.30"), Decimal("61800.20")], "id": ["7", "8"]}),
        pa.table(
            {
                **TRADES,
                "price": ["61800.3", "6.18002e4"],
                "quantity": pa.array([Decimal("0.006"), Decimal("1.5")], pa.decimal256(40, 3)),
            }
        ),
        pa.table({**TRADES, "quantity": pa.array([0.006, 1.5], pa.float32()), "side": [1, -1]}),
        plain.trades(),
        plain.trades(exact=False),
    ]
    assert [MarketData.from_table(trades=table, **SPOT).fingerprint for table in tables] == [plain.fingerprint] * len(
        tables
    )


def test_numbers_stay_exact() -> None:
    price, quantity = "12345678901234.0000000000001", "0.0000000000000000000000000001"
    data = trades(price=[price, "1"], quantity=[quantity, "2"])
    table = data.trades()
    assert [str(value) for value in table["price"].to_pylist()] == [price, "1.0000000000000"]
    assert table["quantity"].to_pylist()[0] == Decimal(quantity)


def test_the_times_of_a_table() -> None:
    only_received = MarketData.from_table(trades=pl.DataFrame(TRADES).rename({"time": "time_received"}), **SPOT)
    assert only_received.trades()["time_exchange"].to_pylist() == [None, None]
    both = MarketData.from_table(trades=pl.DataFrame({**TRADES, "time_received": [5_000, 6_000]}), **SPOT)
    assert [(event.time_exchange_ns, event.time_received_ns) for event in both] == [(1_000, 5_000), (2_000, 6_000)]
    shifted = MarketData.from_table(
        trades=pl.DataFrame({**TRADES, "time_received": [500, 1_800]}), clock_offset="min", **SPOT
    )
    assert ([event.time_received_ns for event in shifted], shifted.clock_offset) == ([1_000, 2_300], "min: 500 ns")


def test_a_missing_side_of_a_quote_is_null() -> None:
    data = MarketData.from_table(
        l1=pl.DataFrame({**QUOTES, "bid_price": [None, 1.5], "ask_quantity": [2.0, 0.0]}), **SPOT
    )
    sides = [(event.kind.order_book_l1.best_bid, event.kind.order_book_l1.best_ask) for event in data]
    assert [bid is None for bid, _ in sides] == [True, False]
    assert [ask is None for _, ask in sides] == [False, True]
    assert data.order_book_l1()["bid_price"].to_pylist() == [None, Decimal("1.50")]


def test_trades_come_before_quotes_of_the_same_time() -> None:
    data = MarketData.from_table(trades=pl.DataFrame({**TRADES, "time": [1, 2]}), l1=pl.DataFrame(QUOTES), **SPOT)
    assert [event.kind.kind_name() for event in data] == ["public_trade", "l1", "public_trade", "l1"]


@pytest.mark.parametrize(
    "column, value",
    [("price", float("nan")), ("price", float("inf")), ("price", None), ("quantity", float("nan")), ("quantity", None)],
)
def test_a_number_that_is_none_is_named(column: str, value: float | None) -> None:
    error = refusal(DataError, trades=pl.DataFrame({**TRADES, column: [1.0, value]}))
    assert error.argument == "trades"
    assert "row 1" in str(error) and f'"{column}"' in str(error)


def test_a_nan_of_pandas_is_named() -> None:
    error = refusal(DataError, trades=pd.DataFrame({**TRADES, "price": [1.0, float("nan")]}))
    assert 'trades, row 1, column "price"' in str(error)
    error = refusal(DataError, l1=pl.DataFrame({**QUOTES, "ask_price": [float("nan"), 1.0]}))
    assert 'l1, row 0, column "ask_price"' in str(error) and error.argument == "l1"


def test_the_first_row_out_of_order_is_named() -> None:
    table = pl.DataFrame({"time": [1, 3, 3, 2, 1], "price": [1.0] * 5, "quantity": [1.0] * 5})
    chunked = pl.concat([table[:3], table[3:]], rechunk=False)
    for given_table in (table, chunked, table.to_arrow()):
        error = refusal(DataError, trades=given_table)
        assert error.argument == "trades"
        assert "row 3 has time 2 ns, before 3 ns" in str(error) and "Sort it" in str(error)


@pytest.mark.parametrize(
    "name, table", [("trades", TRADES), ("l1", QUOTES), ("candles", {**CANDLES, "close_time": [1, 2]})]
)
def test_an_empty_table_is_named(name: str, table: dict) -> None:
    error = refusal(DataError, **{name: pl.DataFrame(table)[:0]})
    assert (error.argument, str(error)) == (name, f"{name} has no rows")


def test_what_is_missing_or_of_the_wrong_type_is_said() -> None:
    assert "give at least one table" in str(refusal(InvalidArgumentError))
    error = refusal(WrongTypeError, trades=[1, 2])
    assert error.argument == "trades" and "polars" in str(error)
    error = refusal(DataError, trades=pl.DataFrame(TRADES).drop("price"))
    assert "needs a column price; its columns are time, quantity, side, id" in str(error)
    assert "needs a column time_exchange or time_received" in str(
        refusal(DataError, trades=pl.DataFrame(TRADES).drop("time"))
    )
    assert '"up" is no side' in str(refusal(DataError, trades=pl.DataFrame({**TRADES, "side": ["buy", "up"]})))
    assert "times are timestamps" in str(refusal(DataError, trades=pl.DataFrame({**TRADES, "time": [1.5, 2.5]})))
    assert "needs a column bid_quantity or bid_amount" in str(
        refusal(DataError, l1=pl.DataFrame(QUOTES).drop("bid_quantity"))
    )


def test_the_instrument_is_a_definition_or_a_symbol_with_its_exchange() -> None:
    table = pl.DataFrame(TRADES)
    ours = Instrument.spot("kraken", "mine", "XBT/USD", Underlying("xbt", "usd"))
    assert MarketData.from_table(trades=table, instrument=ours).instruments == [ours]
    perpetual = MarketData.from_table(trades=table, exchange="binance_futures_usd", instrument="ETHUSDT").instruments[0]
    assert (perpetual.name_internal, perpetual.kind.settlement_asset.name_internal) == (
        "binance_futures_usd-ethusdt",
        "usdt",
    )
    assert (
        MarketData.from_table(trades=table, exchange="kraken", instrument="eth_usd", kind="perpetual")
        .instruments[0]
        .kind.contract_size
        == 1
    )
    assert refusal(InvalidArgumentError, trades=table, exchange=None).argument == "exchange"
    assert refusal(InvalidArgumentError, trades=table, instrument=ours).argument == "exchange"
    assert "cannot tell base and quote" in str(refusal(InvalidArgumentError, trades=table, instrument="ABC"))
    assert refusal(InvalidArgumentError, trades=table, kind="swap").argument == "kind"
    with pytest.raises(WrongTypeError) as error:
        MarketData.from_table(trades=table, instrument=5)
    assert error.value.argument == "instrument"


def test_a_candle_is_delivered_when_it_closes() -> None:
    minute = 60 * 10**9
    closed = MarketData.from_table(
        candles=pl.DataFrame({**CANDLES, "close_time": [minute, 2 * minute], "trade_count": [3, 4]}), **SPOT
    )
    assert [event.time_received_ns for event in closed] == [minute, 2 * minute]
    candle = next(iter(closed)).kind.candle
    assert (candle.close_time_ns, candle.open, candle.high, candle.low, candle.close, candle.volume, candle.trade_count) == (
        minute, 1.0, 2.0, 0.5, 1.5, 10.0, 3,
    )  # fmt: skip
    opened = {**CANDLES, "Date": np.array([0, 60_000], "datetime64[ms]"), "trades": [3, 4]}
    for interval in ("1m", dt.timedelta(minutes=1), minute):
        assert MarketData.from_table(candles=pd.DataFrame(opened), interval=interval, **SPOT) == closed
    error = refusal(DataError, candles=pl.DataFrame(opened))
    assert error.argument == "candles" and "give interval=" in str(error)
    days = pl.DataFrame({**CANDLES, "date": [dt.date(2024, 1, 1), dt.date(2024, 1, 2)]})
    assert MarketData.from_table(candles=days, interval="1d", **SPOT).start_ns == 1_704_153_600 * 10**9
    assert "high 0.25 is below low 0.5" in str(
        refusal(DataError, candles=pl.DataFrame({**CANDLES, "close_time": [1, 2], "high": [0.25, 2.0]}))
    )
    early = pl.DataFrame({**CANDLES, "close_time": [5, 6], "time_received": [5, 5]})
    assert "before the candle closes" in str(refusal(DataError, candles=early))
    assert refusal(InvalidArgumentError, trades=pl.DataFrame(TRADES), interval="1m").argument == "interval"


numbers = st.decimals(min_value=0, max_value=10**9, places=8, allow_nan=False) | st.decimals(
    min_value=-(10**20), max_value=10**20, places=6, allow_nan=False
)
rows = st.lists(
    st.tuples(
        st.integers(0, 2**60),
        numbers,
        numbers,
        st.sampled_from(["buy", "sell", None]),
        st.none() | st.integers(0, 2**64 - 1).map(str) | st.text("ab0", min_size=1, max_size=5),
        st.booleans(),
    ),
    min_size=1,
    max_size=30,
)


@settings(deadline=None)
@given(rows)
def test_trades_survive_the_way_in_and_out(drawn: list) -> None:
    drawn.sort(key=lambda row: row[0])
    times, prices, quantities, sides, ids, matched = zip(*drawn, strict=True)
    table = pa.table(
        {
            "time_received": pa.array(times, pa.int64()),
            "price": pa.array(prices, pa.decimal128(38, 8)),
            "quantity": pa.array([str(quantity) for quantity in quantities]),
            "side": pa.array(sides, pa.string()),
            "id": pa.array(ids, pa.string()),
            "matched": matched,
        }
    )
    data = MarketData.from_table(trades=table, **SPOT)
    out = pa.table(data.trades())
    assert out["price"].to_pylist() == list(prices)
    assert out["quantity"].to_pylist() == list(quantities)
    assert out["side"].to_pylist() == list(sides)
    assert [None if value is None else str(value) for value in out["id"].to_pylist()] == list(ids)
    assert out["matched"].to_pylist() == list(matched)
    assert out["time_received"].cast(pa.int64()).to_pylist() == list(times)
    assert MarketData.from_table(trades=out, **SPOT) == data


floats = st.floats(min_value=1e-9, max_value=1e12, allow_subnormal=False)


@settings(deadline=None)
@given(st.lists(st.tuples(floats, floats, floats, floats), min_size=1, max_size=30))
@example([(1.0, 1.0, 1.0, 68719476736.95312)])
def test_floats_are_their_shortest_text_and_come_back(drawn: list) -> None:
    names = ("bid_price", "bid_quantity", "ask_price", "ask_quantity")
    columns = dict(zip(names, zip(*drawn, strict=True), strict=True))
    # More than 28 digits are refused, which is another test.
    if any(len(f"{value:.30f}".rstrip("0").replace(".", "").lstrip("0")) > 60 for row in drawn for value in row):
        return
    data = MarketData.from_table(l1=pl.DataFrame({"time": range(len(drawn)), **columns}), **SPOT)
    floats_out = data.order_book_l1(exact=False)
    exact = data.order_book_l1()
    for name in names:
        assert floats_out[name].to_pylist() == list(columns[name])
        for value, text in zip(columns[name], exact[name].to_pylist(), strict=True):
            # Of two equally short texts that are equally near, Rust may take the other one (68719476736.953125 lies in the middle).
            assert float(text) == value
            assert len(text.normalize().as_tuple().digits) == len(Decimal(repr(value)).normalize().as_tuple().digits)


def test_columns_of_nulls_and_dictionaries_of_any_type_are_what_they_hold() -> None:
    """A column without a type is what pandas and polars make of nothing but nulls; categories may be numbers or times."""
    quotes = pa.table(
        {
            "time_received": pa.array([5, 5, 7], pa.int64()).dictionary_encode(),
            "time_exchange": pa.nulls(3),
            "bid_price": pa.nulls(3),
            "bid_quantity": pa.nulls(3),
            "ask_price": pa.array([1.5, None, 1.25]).dictionary_encode(),
            "ask_quantity": pa.array([Decimal("2.50"), None, Decimal(1)], pa.decimal128(10, 2)).dictionary_encode(),
        }
    )
    table = pa.table(MarketData.from_table(l1=quotes, **SPOT).order_book_l1())
    shown = [table[name].to_pylist() for name in ("bid_price", "ask_price", "ask_quantity", "time_exchange")]
    assert shown == [[None] * 3, [Decimal("1.5"), None, Decimal("1.25")], [Decimal("2.5"), None, 1], [None] * 3]
    assert table["time_received"].cast(pa.int64()).to_pylist() == [5, 5, 7]

    categories = pd.DataFrame({**TRADES, "price": pd.Series(TRADES["price"]).astype("category")})
    assert MarketData.from_table(trades=categories, **SPOT) == trades()

    bad = pa.array([1.0, float("nan")]).dictionary_encode()
    error = refusal(DataError, trades=pa.table({**TRADES, "price": bad}))
    assert "row 1" in str(error)
    assert "null is no number" in str(refusal(DataError, trades=pa.table({**TRADES, "price": pa.nulls(2)})))


def test_decimals_of_any_scale_are_exact_as_long_as_their_digits_are_few() -> None:
    wide = pa.array([Decimal("61800.30"), Decimal("61800.2")], pa.decimal256(76, 60))
    assert MarketData.from_table(trades=pa.table({**TRADES, "price": wide}), **SPOT) == trades()
    fine = pa.array([Decimal("1E-30")] * 2, pa.decimal256(76, 60))
    assert "28 digits" in str(refusal(DataError, trades=pa.table({**TRADES, "price": fine})))
