"""`engine="upstream"`: barter's own backtest. Where it agrees with ours, where not (docs/deviations.md), what it refuses."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from barter_data import MarketData
from barter_engine import (
    Annual365,
    BacktestArgsConstant,
    BacktestArgsDynamic,
    DefaultRiskManager,
    DefaultStrategy,
    Fees,
    LastTrade,
    RiskApproved,
    Strategy,
    backtest,
    backtest_async,
    run_backtests,
)
from barter_execution import AccountSnapshot, AssetBalance, Balance, MockExecutionConfig
from barter_instrument import Asset, Instrument, Underlying
from barter_instrument.errors import BarterError, DataError, InvalidArgumentError

USDT = Decimal(10_000)


def state(exchange="binance_spot", **totals):
    balances = [AssetBalance(name, Balance(total, total), 0) for name, total in totals.items()]
    return AccountSnapshot(exchange, balances, [])


def execution(latency_ms=0, exchange="binance_spot", **totals):
    return MockExecutionConfig(
        mocked_exchange=exchange,
        initial_state=state(exchange, **(totals or {"USDT": USDT, "BTC": 1})),
        latency_ms=latency_ms,
        fees_percent="0.0005",
    )


@pytest.fixture(scope="module")
def data():
    return MarketData.synthetic(seed=4, events=2_000, instrument="BTCUSDT", exchange="binance_spot")


def constant(data, **changes):
    return BacktestArgsConstant(
        **{"market_data": data, "summary_interval": Annual365, "executions": [execution()], "clock": "two", **changes}
    )


def upstream(data, **changes):
    given = {"market_data": data, "summary_interval": Annual365, "executions": [execution()], **changes}
    return BacktestArgsConstant(**given)


IDLE = BacktestArgsDynamic(id="idle", risk_free_return="0.05")


def sheets(summary):
    return summary.trading_summary.instruments, summary.trading_summary.assets


def test_both_engines_agree_where_nothing_trades(data):
    theirs = backtest(upstream(data), IDLE, engine="upstream")
    ours = backtest(constant(data), IDLE)
    assert sheets(theirs) == sheets(ours)
    assert (theirs.id, theirs.risk_free_return) == (ours.id, ours.risk_free_return)
    assert theirs.trading_summary.assets["binance_spot", "usdt"].balance_end_total == USDT
    assert theirs.result is None


def test_both_engines_agree_over_several_instruments_and_exchanges():
    markets = [
        MarketData.synthetic(seed=seed, events=300, instrument=name, exchange=exchange)
        for seed, (name, exchange) in enumerate(
            [("BTCUSDT", "binance_spot"), ("ETHUSDT", "binance_spot"), ("BTCUSDT", "okx")]
        )
    ]
    data = MarketData.merge(*markets)
    executions = [execution(USDT=5, BTC=1, ETH=2), execution(exchange="okx", USDT=7, BTC=3)]
    theirs = backtest(upstream(data, executions=executions), IDLE, engine="upstream")
    ours = backtest(constant(data, executions=executions), IDLE)
    assert len(sheets(ours)[0]) == 3 and len(sheets(ours)[1]) == 5
    assert sheets(theirs) == sheets(ours)


def test_a_batch_of_barters_own_keeps_order_and_rates(data):
    asked = [
        BacktestArgsDynamic(id=name, risk_free_return=f"0.0{n}", risk=DefaultRiskManager())
        for n, name in enumerate("cab", 1)
    ]
    batch = run_backtests(upstream(data), asked, engine="upstream")
    assert [(s.id, s.risk_free_return) for s in batch.summaries] == [(args.id, args.risk_free_return) for args in asked]
    assert run_backtests(upstream(data), [], engine="upstream").summaries == ()


def test_the_event_loop_goes_on_and_nothing_is_left(data):
    before = set(threading.enumerate())
    summary = asyncio.run(backtest_async(upstream(data), IDLE, engine="upstream"))
    assert (summary.id, sheets(summary)) == ("idle", sheets(backtest(upstream(data), IDLE, engine="upstream")))
    assert set(threading.enumerate()) <= before


# What differs. Each test is a row of docs/deviations.md.


def microseconds(time):
    return (time - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)


def test_upstreams_start_and_end_have_the_wall_time_since_an_event_in_them_ours_do_not(data):
    first, last = (pick(event.time_exchange_ns for event in data) // 1000 for pick in (min, max))
    theirs = backtest(upstream(data), IDLE, engine="upstream").trading_summary
    assert microseconds(theirs.time_engine_start) >= first
    assert microseconds(theirs.time_engine_end) >= last
    ours = backtest(constant(data), IDLE)
    assert microseconds(ours.trading_summary.time_engine_start) == first
    assert ours.result.time_end_ns == data.end_ns, "the last delivery"
    assert backtest(constant(data), IDLE).trading_summary == ours.trading_summary


def test_upstream_knows_no_balance_that_was_not_configured_ours_is_zero(data):
    executions = [execution(USDT=USDT)]
    theirs = backtest(upstream(data, executions=executions), IDLE, engine="upstream").trading_summary
    ours = backtest(constant(data, executions=executions), IDLE).trading_summary
    assert theirs.assets["binance_spot", "btc"].balance_end_total is None
    assert ours.assets["binance_spot", "btc"].balance_end_total == 0


def test_upstream_waits_for_its_latency_on_the_wall_clock_ours_does_not(data):
    def duration(args, engine):
        return run_backtests(args, [IDLE], engine=engine).duration

    slow = [execution(latency_ms=300)]
    assert duration(upstream(data, executions=slow), "upstream") >= timedelta(milliseconds=300)
    assert duration(constant(data, executions=slow), "driver") < timedelta(milliseconds=300)


# What it refuses


class Looks(Strategy):
    def on_trade(self, ctx, trade):
        pass


class Approves:
    def check(self, state, cancels, opens):
        return cancels, [RiskApproved(request) for request in opens], [], []


@pytest.mark.parametrize(
    ("changes", "dynamic", "message"),
    [
        ({}, {"strategy": Looks}, "Looks has on_trade"),
        ({}, {"risk": Approves()}, "there is a risk manager"),
        ({"clock": "two"}, {}, "executions alone .* got clock"),
        ({"matching": LastTrade()}, {}, "got matching"),
        ({"executions": None, "balances": {"usdt": 1}, "fees": Fees(maker=0, taker=0)}, {}, "got balances, fees"),
    ],
)
def test_what_barters_own_cannot_do_is_a_clear_error(data, changes, dynamic, message):
    args = BacktestArgsDynamic(**{"id": "x", "strategy": DefaultStrategy, **dynamic})
    with pytest.raises(InvalidArgumentError, match=message) as caught:
        backtest(upstream(data, **changes), args, engine="upstream")
    assert caught.value.argument == "engine"


def test_derivatives_are_refused_not_a_panic():
    data = MarketData.synthetic(seed=1, events=100)
    args = upstream(data, executions=[execution(exchange="binance_futures_usd", USDT=1)])
    with pytest.raises(InvalidArgumentError, match="spot only; binance_futures_usd-btcusdt is a derivative"):
        backtest(args, IDLE, engine="upstream")


def test_rows_without_exchange_time_are_refused():
    assets = Underlying(Asset("btc", "BTC"), Asset("usdt", "USDT"))
    instrument = Instrument.spot("binance_spot", "binance_spot-btc_usdt", "BTCUSDT", assets)
    quotes = pa.table(
        {
            "time_received": pa.array([1_000, 2_000], pa.timestamp("ns", "UTC")),
            "bid_price": [1.0, 1.0],
            "bid_quantity": [1.0, 1.0],
            "ask_price": [2.0, 2.0],
            "ask_quantity": [1.0, 1.0],
        }
    )
    data = MarketData.from_table(l1=quotes, instrument=instrument)
    with pytest.raises(DataError, match="has no exchange time, which barter's events must have"):
        backtest(upstream(data), IDLE, engine="upstream")


def test_a_configuration_that_barter_would_choke_on_is_an_error(data):
    # Built around the checks of BacktestArgsConstant.
    args = upstream(data)
    good = execution()
    for bad in (MockExecutionConfig("okx"), execution(DOGE=1)):
        args._executions = (bad,)
        with pytest.raises(BarterError):
            backtest(args, IDLE, engine="upstream")
    args._executions = (good, good)
    with pytest.raises(InvalidArgumentError, match="duplicate"):
        backtest(args, IDLE, engine="upstream")
