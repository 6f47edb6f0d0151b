"""The peers' tape: EMA 12/26 gives 3,505 orders and the known net result, on the library as on the reference."""

from decimal import Decimal

import polars as pl
import pytest
import reference
from strategies import ema

import barter_engine
from barter_data import MarketData

from .sides import Case, assert_equal, rows_of, run_both


def tables_of(feed):
    """The rows of a feed as the two tables a user would have."""
    trades = [row for row in feed.rows if row.kind == "trade"]
    quotes = [row for row in feed.rows if row.kind == "order_book_l1"]
    text = [str(row.price) for row in trades]
    return {
        "trades": pl.DataFrame(
            {
                "time_received": [row.time_received for row in trades],
                "price": text,
                "quantity": [str(row.quantity) for row in trades],
                "side": [row.side for row in trades],
            }
        ),
        "l1": pl.DataFrame(
            {
                "time_received": [row.time_received for row in quotes],
                "bid_price": [str(row.bid) for row in quotes],
                "bid_quantity": [str(row.bid_quantity) for row in quotes],
                "ask_price": [str(row.ask) for row in quotes],
                "ask_quantity": [str(row.ask_quantity) for row in quotes],
            }
        ),
    }


def tape(both, tiles):
    feed, instruments, data = both("usdm_btcusdt", "received")
    tape = reference.peer_tape(feed, tiles)
    return tape, instruments, MarketData.from_table(**tables_of(tape), instrument=data.instruments[0])


def test_one_tile_equals_the_reference(both):
    feed, instruments, data = tape(both, 1)
    theirs, ours = run_both(Case(ema.make, {"usdt": 1_000_000}, maker="0"), feed, instruments, data)
    assert_equal(theirs, ours)
    assert len(theirs.orders) == 293


@pytest.mark.slow
def test_the_whole_tape_gives_the_known_result(both):
    feed, _, data = tape(both, 12)
    strategy = ema.make(barter_engine.Strategy)
    fees = barter_engine.Fees(maker=0, taker="0.0005")
    result = barter_engine.Backtest(strategy, data, balances={"usdt": 1_000_000}, fees=fees).run()
    assert len(data) == 1_048_824
    assert result.stats.orders == result.stats.orders_filled == 3_505
    assert result.stats.pnl_net == Decimal("-2046.84161050")
    last_trade = next(row.price for row in reversed(feed.rows) if row.kind == "trade")
    fills = rows_of(result.exact.fills)
    cash = sum((1 if fill["side"] == "sell" else -1) * fill["quote_value"] - fill["fee"] for fill in fills)
    assert cash + fills[-1]["position_after"] * last_trade == Decimal("-2046.84211050")
