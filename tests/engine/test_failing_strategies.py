"""What user code does wrong while a run is under way: its own exception comes out, the run stops there, and `ctx` is dead."""

from __future__ import annotations

import gc
import threading
import traceback
import weakref

import pytest
from engine.small_market import (
    PERPETUAL,
    QUOTES,
    S,
    backtest,
    candle,
    every_kind,
    play,
    scripted,
)

from barter_data import MarketData
from barter_engine import Backtest, Fees, Strategy
from barter_engine.strategy import HOOKS
from barter_instrument import StateError, StrategyError

DATA = every_kind()


def busy(**hooks):
    """A strategy in which every hook runs, made of hooks of its own."""

    class Busy(Strategy):
        def on_start(self, ctx):
            ctx.every("1s")
            self.left = {2 * S: self.enter, 3 * S: self.leave, 7 * S: lambda ctx: ctx.set_trading_enabled(False)}

        def on_market_event(self, ctx, event):
            action = self.left.pop(event.time_received_ns, None)
            if action is not None:
                action(ctx)

        def enter(self, ctx):
            ctx.market_order("buy", 1)
            ctx.limit_order("buy", 1, 101, post_only=True)  # rejected

        def leave(self, ctx):
            ctx.close()

    methods = {
        name: (lambda self, ctx, *rest: None) for name in HOOKS if name not in ("on_start", "on_market_event", *hooks)
    }
    chained = {}
    for name, hook in hooks.items():
        base = Busy.__dict__.get(name)

        def both(self, *arguments, base=base, hook=hook):
            if base is not None:
                base(self, *arguments)
            return hook(self, *arguments)

        chained[name] = both
    return type("Busy", (Busy,), {**methods, **chained})


class Boom(Exception):
    """Whatever a strategy may raise."""


@pytest.mark.parametrize("name", HOOKS)
def test_an_exception_in_a_hook_comes_out_as_it_is_and_stops_the_run(name):
    boom, calls, kept = Boom(name), [], []

    def fail(self, ctx, *rest):
        calls.append(ctx.now_ns())
        kept.append(ctx)
        raise boom

    with pytest.raises(Boom) as caught:
        backtest(busy(**{name: fail}), DATA).run()
    assert caught.value is boom
    assert "in fail" in "".join(traceback.format_exception(caught.value))
    assert len(calls) == 1  # the run stopped there
    with pytest.raises(StateError) as dead:
        kept[0].now_ns()
    assert dead.value.code == "run_over"


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_that_returns_something_stops_the_run(name):
    with pytest.raises(StrategyError, match=f"{name} returned str 'buy'; a hook returns nothing") as caught:
        backtest(busy(**{name: lambda self, *rest: "buy"}), DATA).run()
    assert caught.value.code == "hook_returned"


def test_every_hook_runs_in_the_market_of_these_tests():
    seen = []
    hooks = {name: (lambda self, *rest, name=name: seen.append(name)) for name in HOOKS}
    assert backtest(busy(**hooks), DATA).run().status == "completed"
    assert set(seen) == set(HOOKS)


def test_a_function_of_a_timer_that_raises_or_returns_stops_the_run_too():
    boom = Boom()

    def fail(ctx):
        raise boom

    with pytest.raises(Boom) as caught:
        play({S: lambda ctx: ctx.every("1s", fail)})
    assert caught.value is boom
    with pytest.raises(StrategyError, match="the timer's function returned int 5"):
        play({S: lambda ctx: ctx.every("1s", lambda ctx: 5)})


def test_an_exception_in_generate_algo_orders_comes_out():
    boom = Boom()

    class Algo(Strategy):
        def generate_algo_orders(self, state):
            raise boom

    with pytest.raises(Boom) as caught:
        backtest(Algo, PERPETUAL.data(l1=QUOTES)).run()
    assert caught.value is boom


@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt, GeneratorExit])
def test_exceptions_that_are_no_errors_come_out_as_well(kind):
    def fail(ctx):
        raise kind

    with pytest.raises(kind):
        play({2 * S: fail})


def test_an_exception_in_init_of_the_strategy_comes_out():
    class Fails(Strategy):
        def __post_init__(self):
            raise Boom

    with pytest.raises(Boom):
        backtest(Fails, PERPETUAL.data(l1=QUOTES)).run()


USES = {
    "now_ns": lambda ctx: ctx.now_ns(),
    "now": lambda ctx: ctx.now(),
    "is_warming_up": lambda ctx: ctx.is_warming_up(),
    "is_trading_enabled": lambda ctx: ctx.is_trading_enabled(),
    "set_trading_enabled": lambda ctx: ctx.set_trading_enabled(True),
    "instrument": lambda ctx: ctx.instrument(),
    "instruments": lambda ctx: ctx.instruments(),
    "market": lambda ctx: ctx.market().bid(),
    "position": lambda ctx: ctx.position(),
    "position_f64": lambda ctx: ctx.position_f64(),
    "position_detail": lambda ctx: ctx.position_detail(),
    "balance": lambda ctx: ctx.balance("usdt"),
    "orders": lambda ctx: ctx.orders(),
    "order": lambda ctx: ctx.order("1"),
    "equity": lambda ctx: ctx.equity(),
    "rng": lambda ctx: ctx.rng,
    "record": lambda ctx: ctx.record(a=1),
    "every": lambda ctx: ctx.every("1s", print),
    "market_order": lambda ctx: ctx.market_order("buy", 1),
    "limit_order": lambda ctx: ctx.limit_order("buy", 1, 100),
    "cancel": lambda ctx: ctx.cancel("1"),
    "cancel_all": lambda ctx: ctx.cancel_all(),
    "close": lambda ctx: ctx.close(),
    "target_position": lambda ctx: ctx.target_position(1),
}
HANDLE_USES = {
    "client_order_id": lambda order: order.client_order_id,
    "order_id": lambda order: order.order_id,
    "instrument": lambda order: order.instrument,
    "state": lambda order: order.state,
    "is_working": lambda order: order.is_working,
    "side": lambda order: order.side,
    "kind": lambda order: order.kind,
    "time_in_force": lambda order: order.time_in_force,
    "post_only": lambda order: order.post_only,
    "price": lambda order: order.price,
    "quantity": lambda order: order.quantity,
    "filled_quantity": lambda order: order.filled_quantity,
    "remaining_quantity": lambda order: order.remaining_quantity,
    "reject_reason": lambda order: order.reject_reason,
    "cancel": lambda order: order.cancel(),
    "replace": lambda order: order.replace(price=99),
}


@pytest.fixture(scope="module")
def after_the_run():
    """`ctx`, an order handle, a market view and a timer of a run that is over."""
    kept = {}

    def keep(ctx):
        kept.update(
            ctx=ctx, order=ctx.limit_order("buy", 1, 99), market=ctx.market(), timer=ctx.every("1s", lambda ctx: None)
        )

    play({S: keep})
    return kept


def test_the_uses_of_ctx_and_of_a_handle_are_all_that_there_are(after_the_run):
    for name, uses, plain in [("ctx", USES, set()), ("order", HANDLE_USES, {"number"})]:
        public = {attribute for attribute in dir(type(after_the_run[name])) if not attribute.startswith("_")}
        assert public == set(uses) | plain


@pytest.mark.parametrize("name", USES)
def test_ctx_is_dead_after_the_run(after_the_run, name):
    with pytest.raises(StateError, match="the run is over") as caught:
        USES[name](after_the_run["ctx"])
    assert caught.value.code == "run_over"


@pytest.mark.parametrize("name", HANDLE_USES)
def test_an_order_handle_is_dead_after_the_run(after_the_run, name):
    with pytest.raises(StateError, match="the run is over") as caught:
        HANDLE_USES[name](after_the_run["order"])
    assert caught.value.code == "run_over"


def test_what_is_dead_can_still_be_shown_and_compared(after_the_run):
    assert "the run is over" in repr(after_the_run["ctx"])
    assert repr(after_the_run["order"]).startswith("OrderHandle(number=1, ")
    assert "binance_futures_usd-btcusdt" in repr(after_the_run["market"])
    assert after_the_run["order"] == after_the_run["order"] and hash(after_the_run["order"]) == 1
    assert repr(after_the_run["timer"]) == "Timer(number=0, interval_ns=1000000000)"
    with pytest.raises(StateError):
        after_the_run["timer"].cancel()
    with pytest.raises(StateError):
        after_the_run["market"].mid()


def in_another_thread(call):
    """What the call raised there."""
    caught = []

    def run():
        try:
            call()
        except BaseException as error:  # noqa: BLE001
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return caught


def test_ctx_and_handles_are_refused_in_another_thread_while_the_run_goes_on():
    errors = []

    def act(ctx):
        order = ctx.limit_order("buy", 1, 99)
        for use in USES.values():
            errors.extend(in_another_thread(lambda use=use: use(ctx)))
        for use in HANDLE_USES.values():
            errors.extend(in_another_thread(lambda use=use: use(order)))

    result = play({S: act})
    assert len(errors) == len(USES) + len(HANDLE_USES)
    assert {(type(error), error.code) for error in errors} == {(StateError, "other_thread")}
    assert result.stats.orders == 1


def test_a_run_lets_go_of_the_strategy_that_keeps_its_ctx_and_timers():
    """A timer calls a method of the strategy that keeps the timer: a circle, cut when the run is over."""
    alive = []

    class Circular(Strategy):
        def on_start(self, ctx):
            self.ctx, self.timer = ctx, ctx.every("1s", self.tick)
            alive.append(weakref.ref(self))

        def tick(self, ctx): ...

    data = PERPETUAL.data(l1=QUOTES)
    result = backtest(Circular, data).run()
    gc.collect()
    assert [reference() for reference in alive] == [None]
    assert result.status == "completed"

    class Fails(Circular):
        def tick(self, ctx):
            raise Boom

    with pytest.raises(Boom):
        backtest(Fails, data).run()
    gc.collect()
    assert [reference() for reference in alive] == [None, None]


def test_a_hook_that_deletes_what_it_was_given_does_no_harm():
    class Forgets(Strategy):
        def on_order_book_l1(self, ctx, quote):
            order = ctx.limit_order("buy", 1, 99)
            del order, quote, ctx
            gc.collect()

    assert play(Forgets).stats.orders == 5


def test_other_threads_run_while_a_backtest_does():
    """Market events without a hook of their kind run no Python, yet the run lets other threads have their turn."""

    class Waits(Strategy):
        def on_fill(self, ctx, fill): ...

    data = MarketData.synthetic(seed=1, events=300_000)
    ticks, stop = [], threading.Event()

    def count():
        while not stop.is_set():
            ticks.append(None)
            stop.wait(0.0001)

    thread = threading.Thread(target=count)
    runs = Backtest(Waits, data, balances={"usdt": 1}, fees=Fees(maker=0, taker=0), equity_every="1ms")
    thread.start()
    try:
        before = len(ticks)
        runs.run()
        during = len(ticks) - before
    finally:
        stop.set()
        thread.join()
    assert during > 2


def test_candles_and_nothing_else_reach_a_strategy_of_candles():
    class Counts(Strategy):
        def on_start(self, ctx):
            self.seen = 0

        def on_candle(self, ctx, candle):
            self.seen += 1

        def on_stop(self, ctx):
            assert self.seen == 2

    assert play(Counts, candles=[candle(S, 1, 1, 1, 1), candle(2 * S, 1, 1, 1, 1)]).status == "completed"


def test_scripts_of_these_tests_do_what_they_say():
    done = []
    backtest(scripted({"start": lambda ctx: done.append("start"), 2 * S: lambda ctx: done.append(2)}), DATA).run()
    assert done == ["start", 2]
