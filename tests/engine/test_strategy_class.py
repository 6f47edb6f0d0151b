"""The checks of a strategy class: parameters, hooks, copies for a run."""

import copy
import dataclasses
import inspect
import pickle
import threading
import types
import typing

import pytest

from barter_engine.strategy import HOOKS, Strategy, copy_for_run, defined_hooks
from barter_instrument.errors import BarterError, StrategyError


class Ema(Strategy):
    fast: int = 12
    slow: int = 26
    kind: typing.ClassVar[str] = "trend"

    def on_trade(self, ctx, trade): ...


class Sized(Ema):
    quantity: float
    slow = 30  # a new default without the annotation


def test_parameters_have_defaults_and_are_inherited():
    strategy = Sized(quantity=0.5, fast=3)
    assert strategy.parameters() == {"fast": 3, "slow": 30, "quantity": 0.5}
    assert repr(strategy) == "Sized(fast=3, slow=30, quantity=0.5)"
    assert Ema().parameters() == {"fast": 12, "slow": 26}
    assert list(inspect.signature(Sized).parameters) == ["fast", "slow", "quantity"]


def test_replace_makes_a_new_instance():
    first = Sized(quantity=1)
    second = first.replace(fast=5)
    assert (first.fast, second.fast, second.quantity) == (12, 5, 1)
    with pytest.raises(StrategyError, match=r"no parameter `fsat`\. Did you mean `fast`"):
        first.replace(fsat=5)


def test_diamond_inheritance_takes_the_nearest_default():
    class Left(Ema):
        fast = 1

    class Right(Ema):
        slow: int = 2

    class Both(Left, Right):
        pass

    assert Both().parameters() == {"fast": Both.fast, "slow": Both.slow} == {"fast": 1, "slow": 2}


@pytest.mark.parametrize(
    ("arguments", "code", "argument", "text"),
    [
        ({"quantity": 1, "slwo": 3}, "unknown_parameter", "slwo", "Did you mean `slow`"),
        ({"quantity": 1, "zzz": 3}, "unknown_parameter", "zzz", "It has: fast, slow, quantity"),
        ({}, "missing_parameter", "quantity", "needs `quantity`"),
    ],
)
def test_wrong_parameters(arguments, code, argument, text):
    with pytest.raises(StrategyError, match=text) as caught:
        Sized(**arguments)
    assert (caught.value.code, caught.value.argument) == (code, argument)
    assert isinstance(caught.value, TypeError) and isinstance(caught.value, BarterError)


def test_positional_parameters_are_refused():
    with pytest.raises(StrategyError, match="by keyword"):
        Ema(3)


def test_mutable_defaults_need_a_factory():
    with pytest.raises(StrategyError, match="default_factory"):

        class Shared(Strategy):
            levels: list = []  # noqa: RUF012 - what the test is about

    class Own(Strategy):
        levels: list = dataclasses.field(default_factory=list)
        gap: int = dataclasses.field(default=4)
        name: str = dataclasses.field()

    first, second = Own(name="a"), Own(name="b")
    first.levels.append(1)
    assert second.levels == [] and first.gap == 4
    with pytest.raises(StrategyError, match="needs `name`"):
        Own()

    class Sub(Own):
        pass

    assert Sub(name="c").levels == []


def test_string_annotations_and_class_variables():
    def body(ns):
        ns["__annotations__"] = {"a": "int", "b": "typing.ClassVar[int]", "c": "ClassVar"}
        ns["a"], ns["b"], ns["c"] = 1, 2, 3

    made = types.new_class("Made", (Strategy,), {}, body)
    assert made().parameters() == {"a": 1}


@pytest.mark.parametrize("name", ["on_trade", "parameters", "replace", "generate_algo_orders"])
def test_reserved_parameter_names(name):
    with pytest.raises(StrategyError) as caught:
        type("Bad", (Strategy,), {"__annotations__": {name: int}})
    assert caught.value.argument == name


def test_post_init_checks_parameters():
    class Ordered(Ema):
        def __post_init__(self):
            if self.fast >= self.slow:
                raise ValueError("fast must be below slow")

    with pytest.raises(ValueError, match="below slow"):
        Ordered(fast=30)
    with pytest.raises(ValueError, match="below slow"):
        copy_for_run(Ordered(), {"fast": 30})


HOOK_NAMES = sorted(HOOKS)


@pytest.mark.parametrize("name", HOOK_NAMES)
def test_each_hook_takes_its_arguments(name):
    arguments = ", ".join(("self", *HOOKS[name]))
    namespace = {}
    exec(f"def {name}({arguments}): pass", namespace)
    made = type("Good", (Strategy,), {name: namespace[name]})
    assert defined_hooks(made) == defined_hooks(made()) == (name,)
    # the base's own signature is the table's
    assert tuple(inspect.signature(getattr(Strategy, name)).parameters)[1:] == HOOKS[name]


@pytest.mark.parametrize("name", HOOK_NAMES)
@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("async def {name}({arguments}): pass", "async_hook"),
        ("async def {name}({arguments}): yield", "async_hook"),
        ("def {name}({arguments}): yield", "generator_hook"),
        ("def {name}({arguments}, more): pass", "hook_arguments"),
        ("def {name}({arguments}, *, more): pass", "hook_arguments"),
        ("def {name}(self): pass", "hook_arguments"),
        ("def {name}(): pass", "hook_arguments"),
        ("{name} = 3", "hook_not_callable"),
    ],
)
def test_each_hook_of_wrong_form_is_refused(name, form, code):
    namespace = {}
    exec(form.format(name=name, arguments=", ".join(("self", *HOOKS[name]))), namespace)
    with pytest.raises(StrategyError) as caught:
        type("Bad", (Strategy,), {name: namespace[name]})
    assert (caught.value.code, caught.value.argument) == (code, name)


def test_hooks_may_use_other_names_defaults_and_varargs():
    class Free(Strategy):
        def on_trade(self, context, t, extra=None): ...

        def on_fill(self, *args): ...

        @staticmethod
        def on_stop(ctx): ...

        @classmethod
        def on_start(cls, ctx): ...

    assert defined_hooks(Free) == ("on_start", "on_trade", "on_fill", "on_stop")


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("on_trades", "on_trade"),
        ("on_quote", None),
        ("on_order_book_L1", "on_order_book_l1"),
        ("onFill", "on_fill"),
        ("ontrade", "on_trade"),
    ],
)
def test_unknown_hooks_name_the_nearest(name, nearest):
    with pytest.raises(StrategyError) as caught:
        type("Bad", (Strategy,), {name: lambda self, ctx, x: None})
    assert caught.value.code == "unknown_hook"
    if nearest:
        assert f"id you mean `{nearest}`" in str(caught.value)


def test_unknown_hook_of_a_mixin_is_found():
    class Mixin:
        def on_tick(self, ctx, tick): ...

    with pytest.raises(StrategyError, match="on_tick"):

        class Mixed(Mixin, Strategy): ...

    class GoodMixin:
        def on_fill(self, ctx, fill): ...

    class Fine(GoodMixin, Strategy): ...

    assert defined_hooks(Fine) == ("on_fill",)


def test_trait_methods_are_checked_too():
    with pytest.raises(StrategyError, match="async def"):

        class Bad(Strategy):
            async def generate_algo_orders(self, state): ...

    class Good(Strategy):
        def generate_algo_orders(self, state):
            return [], []

        def close_positions_requests(self, state, filter):
            return [], []

    assert defined_hooks(Good) == ()


def test_copy_for_run_of_a_class_and_a_factory():
    first, second = copy_for_run(Ema, {"fast": 2}), copy_for_run(Ema, {})
    assert first is not second and first.fast == 2 and second.fast == 12
    made = copy_for_run(lambda scale: Ema(fast=scale * 2), {"scale": 4})
    assert made.fast == 8


def test_copy_for_run_of_an_instance_is_deep():
    mine = Ema(fast=7)
    mine.seen = [1]
    run = copy_for_run(mine, {"slow": 50})
    run.seen.append(2)
    assert (run.fast, run.slow, mine.slow, mine.seen) == (7, 50, 26, [1])


def test_copy_for_run_refuses_what_it_cannot_run():
    for wrong in (3, "Ema", object, lambda: 3):
        with pytest.raises(StrategyError) as caught:
            copy_for_run(wrong, {})
        assert caught.value.code == "not_a_strategy" and caught.value.argument == "strategy"
    with_lock = Ema()
    with_lock.lock = threading.Lock()
    with pytest.raises(StrategyError, match="cannot be copied"):
        copy_for_run(with_lock, {})
    with pytest.raises(StrategyError, match="`fsat`"):
        copy_for_run(Ema(), {"fsat": 1})
    hooked = Ema()
    hooked.on_fill = lambda ctx, fill: None
    with pytest.raises(StrategyError, match="method of the class"):
        copy_for_run(hooked, {})


def test_own_init_is_allowed():
    class Own(Strategy):
        fast: int = 1

        def __init__(self, speed):
            self.fast = speed * 2

    assert copy_for_run(Own, {"speed": 3}).parameters() == {"fast": 6}
    assert list(inspect.signature(Own).parameters) == ["speed"]
    with pytest.raises(StrategyError, match="own __init__"):
        copy_for_run(Own(2), {"fast": 3})


def test_pickle_and_copy():
    strategy = Sized(quantity=2)
    strategy.state = {"a": 1}
    for other in (pickle.loads(pickle.dumps(strategy)), copy.deepcopy(strategy)):
        assert other.parameters() == strategy.parameters() and other.state == {"a": 1}
