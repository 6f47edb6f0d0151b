"""A panic of Rust, wherever it happens, is `BarterInternalError`, prints nothing, and ends a run as any error does.

Provoked in barter's own code: its drawdown subtracts without a check, and a book without quantities has no weighted price.
"""

from __future__ import annotations

import threading

import pytest
from engine.small_market import S, backtest, every_kind, orders, play

from barter_data import Level, OrderBook
from barter_engine import Backtest, DefaultStrategy, Fees, Strategy
from barter_execution import AssetBalance, Balance
from barter_instrument import BarterInternalError, StateError

DATA = every_kind()
LARGEST = 2**96 - 1
QUIET = Backtest(DefaultStrategy, DATA, balances={"usdt": 1}, fees=Fees(maker=0, taker=0)).run()


def panic_in_the_engine_wheel():
    generator = QUIET.trading_summary_generator()
    before = generator.generate("1d")
    time = generator.time_engine_now_ns
    generator.update_from_balance(AssetBalance(0, Balance(LARGEST, LARGEST), time))
    try:
        generator.update_from_balance(AssetBalance(0, Balance(-LARGEST, -LARGEST), time))
    finally:
        assert generator.generate("1d").instruments == before.instruments, "it goes on as before"


def panic_in_the_data_wheel():
    OrderBook(1, bids=[Level(1, 0)], asks=[Level(2, 0)]).volume_weighed_mid_price()


PANICS = [panic_in_the_engine_wheel, panic_in_the_data_wheel]


@pytest.fixture(autouse=True)
def nothing_on_stderr(capfd):
    yield
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("panic", PANICS)
def test_in_a_call(panic):
    with pytest.raises(BarterInternalError, match=r"internal error: .*\(\w+\.rs:\d+\). This is a defect of barter"):
        panic()


@pytest.mark.parametrize("panic", PANICS)
def test_in_a_background_thread(panic):
    caught = []

    def work():
        try:
            panic()
        except BarterInternalError as error:
            caught.append(type(error))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert caught == [BarterInternalError] * 8


@pytest.mark.parametrize("panic", PANICS)
@pytest.mark.parametrize("hook", ["on_start", "on_trade", "on_market_event", "on_stop", "generate_algo_orders"])
def test_in_a_hook_it_ends_the_run_and_the_next_one_is_whole(hook, panic):
    kept = []

    def fail(self, ctx, *rest):
        kept.append(ctx)
        panic()

    strategy = type("Panics", (Strategy,), {hook: fail})
    with pytest.raises(BarterInternalError, match="defect"):
        backtest(strategy, DATA).run()
    with pytest.raises(StateError):
        kept[0].now_ns()
    assert len(kept) == 1, "nothing ran after it"
    assert len(orders(play({S: lambda ctx: ctx.market_order("buy", 1)}))) == 1


@pytest.mark.parametrize("panic", PANICS)
def test_in_a_risk_check_nothing_passes(panic):
    class Panics:
        def check(self, state, cancels, opens):
            panic()

    class Buys(Strategy):
        def on_trade(self, ctx, trade):
            ctx.market_order("buy", 1)

    with pytest.raises(BarterInternalError, match="defect"):
        backtest(Buys, DATA, risk=Panics()).run()


@pytest.mark.parametrize("panic", PANICS)
def test_in_a_timers_function(panic):
    class Panics(Strategy):
        def on_start(self, ctx):
            ctx.every("1s", lambda ctx: panic())

    with pytest.raises(BarterInternalError, match="defect"):
        backtest(Panics, DATA).run()
