"""1,000 backtests and 100,000 crossings in one process: no growth of memory, blocks, threads or handles."""

from __future__ import annotations

import gc
import os
import sys
import threading
from pathlib import Path

import pytest
from engine.small_market import S, every_kind, orders, play

from barter_data import DataKind, MarketData, MarketEvent, PublicTrade
from barter_engine import Backtest, BacktestArgsConstant, BacktestArgsDynamic, Daily, Fees, Strategy, run_backtests
from barter_execution import AccountSnapshot, AssetBalance, Balance, OrderKey, OrderRequestOpen, RequestOpen
from barter_instrument import ExchangeId, Side

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads /proc for memory and handles"),
]

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0
MB = 2**20


def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def held():
    """Python's blocks, threads, open handles."""
    gc.collect()
    tasks, handles = (len(list(Path("/proc/self", name).iterdir())) for name in ("task", "fd"))
    return sys.getallocatedblocks(), threading.active_count(), tasks, handles


def soak(work, times, *, memory):
    """Does `work` often, and again as often: what the second half adds is growth."""
    for _ in range(times // 2):
        work()
    blocks, *before = held()
    bytes_before = resident()
    for _ in range(times - times // 2):
        work()
    blocks_after, *after = held()
    assert after == before, "threads, tasks of the system, handles"
    assert blocks_after - blocks < 200, "objects of Python, whatever the number of rounds"
    assert resident() - bytes_before < memory


def test_the_measure_sees_what_is_left():
    kept = []
    with pytest.raises(AssertionError, match="objects of Python"):
        soak(lambda: kept.append(object()), 1_000, memory=4 * MB)
    with pytest.raises(AssertionError):
        soak(lambda: kept.append(bytearray(MB)), 100, memory=4 * MB)
    with pytest.raises(AssertionError, match="handles"):
        soak(lambda: kept.append(os.open(os.devnull, os.O_RDONLY)), 10, memory=4 * MB)
    for handle in kept[-10:]:
        os.close(handle)


class Trades(Strategy):
    quantity: int = 1

    def on_start(self, ctx):
        ctx.every("3s", lambda ctx: ctx.cancel_all())

    def on_order_book_l1(self, ctx, quote):
        ctx.limit_order("buy", self.quantity, quote.bid_price - 1)
        ctx.target_position(self.quantity if ctx.position() <= 0 else 0)

    def on_fill(self, ctx, fill):
        ctx.record(price=fill.price)


class Fails(Strategy):
    def on_trade(self, ctx, trade):
        raise RuntimeError("as it should")


DATA = every_kind()
OPTIONS = {"balances": {"usdt": 100_000}, "fees": Fees(maker=0, taker="0.0005"), "latency": "10ms"}


def test_a_thousand_backtests_leave_nothing():
    quiet = MarketData.synthetic(seed=1, events=500)

    def one():
        result = Backtest(Trades, DATA, **OPTIONS, audit=True).run(quantity=2)
        assert result.fills.num_rows > 2 and result.stats.fills == result.fills.num_rows
        assert len(result.fingerprint) == 64 and result.summary.assets
        Backtest(type("Nothing", (Strategy,), {}), quiet, **OPTIONS).run()
        with pytest.raises(RuntimeError):
            Backtest(Fails, DATA, **OPTIONS).run()
        assert orders(play({S: lambda ctx: ctx.market_order("buy", 1)}))

    soak(one, 250, memory=4 * MB)


def test_batches_in_threads_leave_nothing():
    constant = BacktestArgsConstant(
        market_data=MarketData.synthetic(seed=1, events=500), summary_interval=Daily, **OPTIONS
    )
    asked = [BacktestArgsDynamic(id=str(number)) for number in range(8)]
    soak(lambda: run_backtests(constant, asked, threads=4), 125, memory=4 * MB)


def test_a_hundred_thousand_crossings_leave_nothing():
    """Values made by one wheel, read by another, handed back."""
    instrument = MarketData.synthetic(seed=1, events=10).instruments[0]
    rows = [MarketEvent(S, S, instrument.exchange, 0, DataKind.Trade(PublicTrade("1", 1.5, 1.0, Side.BUY)))]

    def ten():
        key = OrderKey(ExchangeId.OKX, instrument.name_exchange, "s", "1")
        request = OrderRequestOpen(key, RequestOpen(Side.SELL, "1.5", 1, "limit", "gtc"))
        assert request.side is Side.SELL and request.key.exchange is ExchangeId.OKX
        snapshot = AccountSnapshot("okx", [AssetBalance("USDT", Balance(1, 1), 0)], [])
        assert AccountSnapshot._from_barter_wire(snapshot.__barter_wire__()) == snapshot
        data = MarketData.from_events(rows, [instrument])
        assert data.instruments == [instrument] and next(iter(data)).exchange is instrument.exchange

    soak(ten, 10_000, memory=4 * MB)
