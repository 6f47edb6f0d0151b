"""Settings as they may be given, and what they do."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from engine.small_market import (
    FREE,
    PERPETUAL,
    QUOTES,
    RULED,
    SPOT,
    D,
    S,
    backtest,
    fills,
    orders,
    play,
    rows,
    scripted,
)

import barter_engine.progress
from barter_data import MarketData
from barter_engine import Backtest, Fees, Latency, Strategy, TopOfBook
from barter_instrument import ExchangeId, InvalidArgumentError

BOTH = MarketData.merge(PERPETUAL.data(l1=QUOTES), SPOT.data(l1=QUOTES))


def buy(ctx):
    for handle in ctx.instruments():
        ctx.market_order("buy", 1, instrument=handle)


def test_exchanges_are_named_by_text_or_member():
    by_text = {"binance_futures_usd": Fees(maker=0, taker="0.001"), "binance_spot": Fees(maker=0, taker="0.002")}
    by_member = {ExchangeId(name): fees for name, fees in by_text.items()}
    results = [backtest(scripted({2 * S: buy}), BOTH, fees=fees).run() for fees in (by_text, by_member)]
    assert [fills(result, "fee") for result in results] == [[(D("0.101"),), (D("0.202"),)]] * 2


def test_instruments_bring_rules_that_the_data_do_not_have():
    def act(ctx):
        with pytest.raises(InvalidArgumentError, match="tick"):
            ctx.limit_order("buy", 1, "99.95")
        assert ctx.instrument().tick_size == D("0.1") and ctx.instrument().lot_size == D("0.001")

    backtest(scripted({S: act}), PERPETUAL.data(l1=QUOTES), instruments=[RULED.instrument()]).run()


def test_an_instrument_without_data_has_no_market():
    eth = replace(PERPETUAL, base="eth")

    def act(ctx):
        assert [str(handle) for handle in ctx.instruments()] == [PERPETUAL.name, eth.name]
        assert ctx.market(eth.name).mid() is None
        ctx.market_order("buy", 1, instrument=eth.name)

    instruments = [eth.instrument(), PERPETUAL.instrument()]
    result = backtest(scripted({S: act}), PERPETUAL.data(l1=QUOTES), instruments=instruments).run()
    assert orders(result) == [("1", "rejected", "no_market")]


def test_an_instrument_given_twice_is_one():
    one = PERPETUAL.instrument()
    backtest(
        scripted({S: lambda ctx: ctx.market_order("buy", 1)}), PERPETUAL.data(l1=QUOTES), instruments=[one, one]
    ).run()


@pytest.mark.parametrize(
    "start",
    [
        3 * S,
        dt.datetime(1970, 1, 1, 0, 0, 3, tzinfo=dt.UTC),
        pd.Timestamp("1970-01-01 00:00:03Z"),
        np.datetime64("1970-01-01T00:00:03"),
    ],
    ids=["int", "datetime", "pandas", "numpy"],
)
def test_times_are_ints_datetimes_pandas_or_numpy(start):
    result = play({n * S: lambda ctx: ctx.market_order("buy", 1) for n in (2, 3)}, start=start, end=start)
    assert orders(result) == [("1", "refused", "warm_up"), ("2", "filled", None)]
    assert result.time_end_ns == 3 * S


@pytest.mark.parametrize(
    "latency", ["5ms", 5_000_000, dt.timedelta(milliseconds=5), Latency(entry="5ms", response="5ms")], ids=repr
)
def test_one_latency_is_that_of_the_way_there_and_of_the_way_back(latency):
    result = play({S: lambda ctx: ctx.market_order("buy", 1)}, latency=latency)
    assert rows(result.exact.orders, "time_sent", "time_arrived", "time_acknowledged") == [
        (S, S + 5_000_000, S + 10_000_000)
    ]


def test_feed_latency_delays_what_the_strategy_sees():
    seen = []

    class Looks(Strategy):
        def on_order_book_l1(self, ctx, quote):
            seen.append((ctx.now_ns(), quote.time_received_ns))

    result = play(Looks, latency=Latency(feed="250ms"), l1=QUOTES[:2])
    assert seen == [(S + S // 4, S), (2 * S + S // 4, 2 * S)]
    assert result.time_end_ns == 2 * S + S // 4


def test_a_run_of_many_exchanges_reports_each_in_its_assumptions():
    text = str(
        backtest(
            scripted(), BOTH, matching={"binance_futures_usd": TopOfBook("displayed"), "binance_spot": TopOfBook()}
        ).run()
    )
    assert "displayed" in text and "binance_spot" in text


def test_a_backtest_shows_what_it_is():
    assert repr(backtest(Strategy, PERPETUAL.data(l1=QUOTES), clock="two")).startswith(
        "Backtest(Strategy, MarketData 'small'"
    )


def test_the_base_class_itself_is_a_strategy_that_does_nothing():
    result = Backtest(Strategy, PERPETUAL.data(l1=QUOTES), balances={"usdt": 1}, fees=FREE).run()
    assert (result.status, result.stats.events, result.stats.orders) == ("completed", 5, 0)


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("hooks", [True, False], ids=["with hooks", "without hooks"])
def test_a_progress_line_is_written_on_long_runs_and_wiped_at_their_end(monkeypatch, hooks):
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(barter_engine.progress, "_AFTER_SECONDS", 0)
    monkeypatch.setattr(barter_engine.progress, "_EVERY_SECONDS", 0)

    class Looks(Strategy):
        def on_fill(self, ctx, fill): ...

    data = MarketData.synthetic(seed=1, events=20_000)
    backtest(Looks if hooks else Strategy, data, progress=None).run()
    written = screen.getvalue()
    assert "20% " in written and "4,096/20,000 events" in written
    assert written.endswith("\r") and written.rsplit("\r", 2)[1].strip() == ""


@pytest.mark.parametrize("progress, terminal", [(False, True), (None, False)])
def test_no_progress_line_where_none_is_wanted(monkeypatch, progress, terminal):
    screen = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(barter_engine.progress, "_AFTER_SECONDS", 0)
    backtest(Strategy, MarketData.synthetic(seed=1, events=10_000), progress=progress).run()
    assert screen.getvalue() == ""


def test_after_a_failure_on_stop_does_not_run_and_the_progress_line_is_wiped(monkeypatch):
    screen, stopped = Terminal(), []
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(barter_engine.progress, "_AFTER_SECONDS", 0)

    class Fails(Strategy):
        def on_start(self, ctx):
            self.seen = 0

        def on_market_event(self, ctx, event):
            self.seen += 1
            if self.seen == 6_000:
                raise ZeroDivisionError

        def on_stop(self, ctx):
            stopped.append(ctx)

    with pytest.raises(ZeroDivisionError):
        backtest(Fails, MarketData.synthetic(seed=1, events=10_000), progress=True).run()
    assert stopped == []
    assert screen.getvalue().endswith("\r")
