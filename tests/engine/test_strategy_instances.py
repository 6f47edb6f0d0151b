"""What a strategy instance carries into a run, and what a result says it was run with."""

from __future__ import annotations

import collections
import functools

import numpy as np
import pytest
from engine.small_market import FREE, PERPETUAL, QUOTES, D, backtest, rows

from barter_engine import Backtest, RiskRefused, Strategy
from barter_engine.strategy import copy_for_run
from barter_instrument.errors import StrategyError


def data():
    return PERPETUAL.data(l1=QUOTES)


class Table(Strategy):
    """Goes through a table of its own methods, and notes in the end what it counted."""

    def __post_init__(self):
        self.count = 0
        self.table = {"quote": self.tick}
        self.me = self

    def tick(self):
        self.count += 1

    def on_order_book_l1(self, ctx, quote):
        self.table["quote"]()

    def on_stop(self, ctx):
        ctx.record(count=self.count, own=self.me is self)


def test_an_instance_runs_as_its_class_does_though_it_holds_its_own_methods():
    given = Table()
    told = [backtest(strategy, data()).run() for strategy in (Table, given, given)]
    assert [rows(result.records, "name", "value") for result in told] == [[("count", 5), ("own", 1)]] * 3
    assert given.count == 0


def test_slots_are_parameters_without_a_default_and_are_copied():
    class Slotted(Strategy):
        __slots__ = ("quantity", "seen")
        quantity: int

        def __post_init__(self):
            self.seen = [1]

    given = Slotted(quantity=3)
    copied = copy_for_run(given, {})
    assert (copied.quantity, copied.seen) == (3, [1])
    assert copied.seen is not given.seen
    with pytest.raises(StrategyError, match="needs `quantity`"):
        Slotted()


@pytest.mark.parametrize("decorator", [property, functools.cached_property])
def test_a_property_in_place_of_a_parameter_is_an_error_of_the_class(decorator):
    class Base(Strategy):
        fast: int = 1

    with pytest.raises(StrategyError, match="`fast` is a parameter") as error:
        type("Derived", (Base,), {"fast": decorator(lambda self: 7)})
    assert error.value.argument == "fast"


@pytest.mark.parametrize(
    "value", [collections.deque(), np.zeros(2), collections.defaultdict(list), {1}, collections.Counter()]
)
def test_whatever_may_change_is_no_default(value):
    """It would be shared by the runs, and the second would begin where the first ended."""
    with pytest.raises(StrategyError, match="all instances would share"):
        type("Shared", (Strategy,), {"__annotations__": {"values": object}, "values": value})


def test_hooks_may_be_static_of_the_class_or_partial():
    class Kinds(Strategy):
        @staticmethod
        def on_order_book_l1(ctx, quote):
            ctx.record(static=1)

        @classmethod
        def on_start(cls, ctx):
            ctx.record(of_class=1)

        def note(self, name, ctx):
            ctx.record(**{name: 1})

        on_stop = functools.partialmethod(note, "partial")

    names = [name for (name,) in rows(backtest(Kinds, data()).run().records, "name")]
    assert names == ["of_class", *["static"] * 5, "partial"]

    class OnInstance(Strategy):
        def on_stop(self, ctx): ...

    given = OnInstance()
    given.on_stop = lambda ctx: None
    with pytest.raises(StrategyError, match="instance has an attribute `on_stop`"):
        backtest(given, data()).run()


def test_a_result_names_the_parameters_its_run_began_with():
    class Trailing(Strategy):
        stop: float = 1.0

        def on_order_book_l1(self, ctx, quote):
            self.stop += 1

    result = backtest(Trailing, data()).run(stop=3.0)
    assert result.strategy == "Trailing(stop=3.0)"
    assert result.strategy in str(result)


def fingerprint(strategy, *, instruments=None, risk=None, **parameters):
    run = Backtest(strategy, data(), balances={"usdt": 1_000}, fees=FREE, instruments=instruments, risk=risk).run(**parameters)
    return run.assumptions["config_fingerprint"]


def test_the_config_fingerprint_knows_all_that_the_run_was_told():
    class Own(Strategy):
        def __init__(self, size):
            super().__init__()
            self.size = size

    def factory(size):
        return Own(size)

    for strategy in (Own, factory):
        assert fingerprint(strategy, size=1) == fingerprint(strategy, size=1)
        assert fingerprint(strategy, size=1) != fingerprint(strategy, size=2)

    class Plain(Strategy):
        size: int = 1

    assert fingerprint(Plain) == fingerprint(Plain, size=1) != fingerprint(Plain, size=2)

    from dataclasses import dataclass, replace

    ruled = [replace(PERPETUAL, contract_size=size, tick="0.5", lot="1").instrument() for size in ("1", "1", "10")]
    same, again, other = (fingerprint(Plain, instruments=[instrument]) for instrument in ruled)
    assert same == again != other
    assert same != fingerprint(Plain)

    @dataclass
    class AtMost:
        limit: D

        def check(self, state, cancels, opens):
            return cancels, [], [], [RiskRefused(request, "no") for request in opens]

    assert fingerprint(Plain, risk=AtMost(D(1))) == fingerprint(Plain, risk=AtMost(D(1)))
    assert fingerprint(Plain, risk=AtMost(D(1))) != fingerprint(Plain, risk=AtMost(D(2)))


def test_a_stop_iteration_of_a_hook_reaches_the_caller_unchanged():
    class Ends(Strategy):
        def on_order_book_l1(self, ctx, quote):
            next(iter(()))

    with pytest.raises(StopIteration) as error:
        backtest(Ends, data()).run()
    assert error.traceback[-1].name == "on_order_book_l1"
