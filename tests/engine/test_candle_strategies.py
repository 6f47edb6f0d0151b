"""Strategies on OHLCV tables, against figures worked out by hand."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import polars as pl
from engine.small_market import D, S, backtest, candle, fills, orders, play, rows, trade

from barter_data import MarketData
from barter_engine import Backtest, Candles, Fees, Strategy

BARS = {
    "open": [100, 104, 103, 108, 112, 105],
    "high": [105, 106, 109, 113, 112, 107],
    "low": [99, 102, 101, 107, 104, 95],
    "close": [104, 103, 108, 112, 105, 96],
    "volume": [10, 20, 30, 40, 50, 60],
}


def hourly(library=pl) -> MarketData:
    """Six hours of candles, as a user has them: by open time."""
    opens = [dt.datetime(2024, 8, 8, hour, tzinfo=dt.UTC) for hour in range(6)]
    return MarketData.from_table(
        candles=library.DataFrame({"time": opens, **BARS}),
        instrument="btc_usdt",
        exchange="binance_spot",
        interval="1h",
    )


HOUR = 3600 * S
T0 = int(dt.datetime(2024, 8, 8, tzinfo=dt.UTC).timestamp()) * S


class Breakout(Strategy):
    """Long 2 after a close above the close before, out of the market after a lower one."""

    def on_start(self, ctx):
        self.last = None

    def on_candle(self, ctx, candle):
        if self.last is not None:
            ctx.target_position(2 if candle.close > self.last else 0)
        self.last = candle.close


def test_a_candle_strategy_equals_the_calculation_by_hand():
    """Market orders fill at the open of the candle after the one that was seen to close (M19).

    ========  =====  ==========================  ====================================
    close     seen   asks for                    fills
    ========  =====  ==========================  ====================================
    01:00     104    nothing (the first)
    02:00     103    target 0, is 0: nothing
    03:00     108    target 2: buy 2             candle that opens 03:00 at 108, when
                                                 it acts: at its close, 04:00
    04:00     112    target 2: nothing missing
    05:00     105    target 0: sell 2            candle that opens 05:00 at 105,
                                                 at 06:00
    06:00      96    target 0: nothing missing   the end
    ========  =====  ==========================  ====================================

    Fee 0.1 % of 216 and of 210: 0.216 and 0.21. Result (105 - 108) x 2 = -6, less 0.426: -6.426.
    """
    for library in (pl, pd):
        result = Backtest(
            Breakout,
            hourly(library),
            balances={"usdt": 1_000},
            fees=Fees(maker=0, taker="0.001"),
            matching=Candles(),
            equity_every=None,
        ).run()
        assert fills(result, "time_exchange", "side", "price", "quantity", "fee", "realised_pnl") == [
            (T0 + 4 * HOUR, "buy", 108, 2, D("0.216"), 0),
            (T0 + 6 * HOUR, "sell", 105, 2, D("0.21"), -6),
        ]
        # Marked at the close: 2 at 112 when bought at 108; nothing held when sold.
        assert rows(result.exact.equity, "time", "reason", "equity", "fees") == [
            (T0 + HOUR, "start", 1_000, 0),
            (T0 + 4 * HOUR, "fill", 1_000 - D("0.216") + 2 * (112 - 108), D("0.216")),
            (T0 + 6 * HOUR, "fill", D("993.574"), D("0.426")),
            (T0 + 6 * HOUR, "end", D("993.574"), D("0.426")),
        ]
        stats = result.stats
        assert (stats.pnl_gross, stats.fees, stats.pnl_net, stats.equity_final) == (
            -6,
            D("0.426"),
            D("-6.426"),
            D("993.574"),
        )
        assert (stats.round_trips, stats.win_rate) == (1, 0)
        # The peak is 1,007.784 at 04:00; the lowest point after it is the end.
        assert float(stats.max_drawdown) == float((D("1007.784") - D("993.574")) / D("1007.784"))


def test_a_limit_inside_the_range_fills_at_its_own_price_along_the_path():
    """Open 100, nearer extreme 99 (1 away; the high is 5 away), other extreme 105, close 104."""

    class Brackets(Strategy):
        def on_candle(self, ctx, candle):
            if ctx.now_ns() == S:
                ctx.limit_order("sell", 1, 104)  # reached on the way up
                ctx.limit_order("buy", 1, "99.5")  # reached first, on the way down
                ctx.limit_order("buy", 1, "98.9")  # not reached
                ctx.limit_order("buy", 1, 101)  # marketable at the open: a taker at 100

    result = play(
        Brackets, candles=[candle(S, 100, 100, 100, 100), candle(2 * S, 100, 105, 99, 104)], matching=Candles()
    )
    assert fills(result) == [
        ("4", 2 * S, "buy", 100, 1, "taker"),
        ("2", 2 * S, "buy", D("99.5"), 1, "maker"),
        ("1", 2 * S, "sell", 104, 1, "maker"),
    ]
    assert orders(result)[2] == ("3", "open", None)


def test_an_order_that_arrives_inside_a_candle_waits_for_the_next_open():
    class Once(Strategy):
        def on_candle(self, ctx, candle):
            if ctx.now_ns() == S:
                ctx.market_order("buy", 1)

    bars = [candle(n * S, 100 + n, 100 + n, 100 + n, 100 + n) for n in (1, 2, 3)]
    at_once = play(Once, candles=bars, matching=Candles())
    late = play(Once, candles=bars, matching=Candles(), latency="1ms")
    assert fills(at_once)[0][1:4:2] == (2 * S, 102)
    assert fills(late)[0][1:4:2] == (3 * S, 103)


def test_candles_alone_match_nothing_at_the_top_of_the_book():
    """The default matching needs quotes: orders are rejected, and the reason says so."""

    class Once(Strategy):
        def on_candle(self, ctx, candle):
            ctx.market_order("buy", 1)

    result = play(Once, candles=[candle(S, 1, 1, 1, 1)])
    assert orders(result) == [("1", "rejected", "no_market")]


def test_last_trade_matching_fills_whole_at_the_latest_price():
    from barter_engine import LastTrade

    class Once(Strategy):
        def on_trade(self, ctx, trade):
            if ctx.now_ns() == S:
                ctx.market_order("buy", 7)
                ctx.limit_order("buy", 1, 99)

    result = play(
        Once, trades=[trade(S, 100, 1), trade(2 * S, 99, "0.1", "buy"), trade(3 * S, 98, 1)], matching=LastTrade()
    )
    assert fills(result) == [("1", S, "buy", 100, 7, "taker"), ("2", 2 * S, "buy", 99, 1, "maker")]
    assert rows(result.exact.fills, "quantity_beyond_displayed") == [(6,), (0,)]


def test_the_clock_of_a_candle_strategy_stands_at_the_close():
    seen = []

    class Looks(Strategy):
        def on_candle(self, ctx, candle):
            seen.append((ctx.now_ns(), candle.time_close_ns, candle.time_received_ns, ctx.market().last()))

    backtest(Looks, hourly(), matching=Candles()).run()
    assert seen == [(T0 + n * HOUR,) * 3 + (None,) for n in range(1, 7)]
