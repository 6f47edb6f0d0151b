"""The class a strategy derives from: parameters, hooks, and the checks made when the class is made.

Nothing here runs per event. The engine asks once, before a run, which hooks exist (`defined_hooks`) and gets a
fresh instance (`copy_for_run`).
"""

from __future__ import annotations

import copy
import dataclasses
import functools
import inspect
import re
import sys
import types
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final, Self, dataclass_transform, get_origin

from barter_instrument.errors import StrategyError

__all__ = ["HOOKS", "TRAIT_METHODS", "DefaultStrategy", "Strategy", "called_methods", "copy_for_run", "defined_hooks"]

HOOKS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "on_start": ("ctx",),
        "on_trade": ("ctx", "trade"),
        "on_order_book_l1": ("ctx", "quote"),
        "on_order_book": ("ctx", "book"),
        "on_candle": ("ctx", "candle"),
        "on_liquidation": ("ctx", "liquidation"),
        "on_market_event": ("ctx", "event"),
        "on_order": ("ctx", "order"),
        "on_fill": ("ctx", "fill"),
        "on_position_exit": ("ctx", "position"),
        "on_reject": ("ctx", "order"),
        "on_timer": ("ctx", "timer"),
        "on_disconnect": ("ctx", "exchange"),
        "on_reconnect": ("ctx", "exchange"),
        "on_trading_disabled": ("ctx",),
        "on_stop": ("ctx",),
    }
)
"""Name of each hook and the arguments it gets after `self`."""

TRAIT_METHODS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "generate_algo_orders": ("state",),
        "close_positions_requests": ("state", "filter"),
    }
)
"""barter's own strategy traits, which a strategy may define as well (not defined on the base class)."""

_MISSING: Final = dataclasses.MISSING
_CLASS_VARIABLE: Final = object()
_CLASS_VAR: Final = re.compile(r"\s*(?:\w+\s*\.\s*)?ClassVar\b")


@dataclass_transform(kw_only_default=True, eq_default=False, field_specifiers=(dataclasses.field,))
class Strategy:
    """Base class of strategies. One class runs unchanged in backtest, paper and live.

    Parameters
        Every annotated class attribute is a parameter: keyword-only, inherited by subclasses, with its value as the
        default (none: it must be given). A default that has no hash (a list, an array) would be shared by all runs and is an
        error: it needs `dataclasses.field(default_factory=...)`;
        `typing.ClassVar` is no parameter. `__post_init__(self)`, if defined, runs after the parameters are set: the
        place to check one against another.

    Hooks
        Define those you need; a hook that does not exist costs nothing. Their names and arguments are in `HOOKS`. A hook
        returns nothing; requests are made through `ctx`. Keep state in attributes of `self`, set in `on_start`:
        every run has an instance of its own.

    Raises:
        StrategyError: when the class is made, for an unknown `on_*` method (the nearest hook is named), an
            `async def` or generator hook, a wrong number of arguments, a parameter whose name is taken; when an instance
            is made, for an unknown or missing parameter. (A `TypeError` too.)

    Example:
        >>> from barter_engine import Strategy
        >>> class EmaCross(Strategy):
        ...     fast: int = 12
        ...     slow: int = 26
        ...
        ...     def on_trade(self, ctx, trade):
        ...         pass
        >>> EmaCross(fast=8)
        EmaCross(fast=8, slow=26)
        >>> EmaCross(fast=8).replace(slow=40).parameters()
        {'fast': 8, 'slow': 40}
        >>> EmaCross(fats=8)
        Traceback (most recent call last):
        ...
        barter_instrument.errors.StrategyError: EmaCross has no parameter `fats`. Did you mean `fast`? It has: fast, slow
    """

    __barter_parameters__: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    __signature__: ClassVar[inspect.Signature]
    __barter_own_parameters__: ClassVar[Mapping[str, Any]] = MappingProxyType({})

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        _check_methods(cls)
        parameters = _collect_parameters(cls)
        cls.__barter_parameters__ = MappingProxyType(parameters)
        cls.__signature__ = _signature(cls, parameters)

    def __init__(self, *positional: Any, **parameters: Any) -> None:
        cls = type(self)
        if positional:
            raise StrategyError(
                f"{cls.__name__} takes its parameters by keyword, got {len(positional)} by position; "
                f"write {cls.__name__}({', '.join(f'{name}=...' for name in cls.__barter_parameters__)})",
                code="positional_parameter",
            )
        _check_names(cls, parameters)
        missing = []
        for name, default in cls.__barter_parameters__.items():
            if name in parameters:
                setattr(self, name, parameters[name])
            elif isinstance(default, _Factory):
                setattr(self, name, default.make())
            elif default is _MISSING:
                missing.append(name)
            else:
                setattr(self, name, default)
        if missing:
            raise StrategyError(
                f"{cls.__name__} needs {_listed(missing)}, which {'has' if len(missing) == 1 else 'have'} no default; "
                f"write {cls.__name__}({', '.join(f'{name}=...' for name in missing)})",
                code="missing_parameter",
                argument=missing[0],
            )
        post_init = getattr(self, "__post_init__", None)
        if post_init is not None:
            post_init()

    def parameters(self) -> dict[str, Any]:
        """Name and present value of each parameter, bases first, in order of definition."""
        return {name: getattr(self, name) for name in type(self).__barter_parameters__}

    def replace(self, **changes: Any) -> Self:
        """A new instance with the same parameters but for `changes`; other attributes are not taken along.

        Raises:
            StrategyError: for an unknown parameter.
        """
        _check_names(type(self), changes)
        return type(self)(**{**self.parameters(), **changes})

    __replace__ = replace

    def __repr__(self) -> str:
        values = ", ".join(
            f"{name}={getattr(self, name, '<unset>')!r}" for name in type(self).__barter_parameters__
        )
        return f"{type(self).__name__}({values})"

    # The hooks. They do nothing; those not overridden are never called.

    def on_start(self, ctx: Any) -> None:
        """Once, before the first event: set up state, timers, first orders."""

    def on_trade(self, ctx: Any, trade: Any) -> None:
        """A public trade was delivered."""

    def on_order_book_l1(self, ctx: Any, quote: Any) -> None:
        """The best bid and ask were delivered."""

    def on_order_book(self, ctx: Any, book: Any) -> None:
        """An order book snapshot or update was delivered."""

    def on_candle(self, ctx: Any, candle: Any) -> None:
        """A candle was delivered, at its close."""

    def on_liquidation(self, ctx: Any, liquidation: Any) -> None:
        """A public liquidation was delivered."""

    def on_market_event(self, ctx: Any, event: Any) -> None:
        """Any market event, before the hook of its kind."""

    def on_order(self, ctx: Any, order: Any) -> None:
        """The state of an own order changed."""

    def on_fill(self, ctx: Any, fill: Any) -> None:
        """An own order was filled, in whole or in part."""

    def on_position_exit(self, ctx: Any, position: Any) -> None:
        """A position was closed (also by a flip)."""

    def on_reject(self, ctx: Any, order: Any) -> None:
        """An order or a cancel was refused or rejected; the order carries the reason."""

    def on_timer(self, ctx: Any, timer: Any) -> None:
        """A timer made without a function of its own went off."""

    def on_disconnect(self, ctx: Any, exchange: Any) -> None:
        """The connection to an exchange was lost."""

    def on_reconnect(self, ctx: Any, exchange: Any) -> None:
        """The connection to an exchange is back."""

    def on_trading_disabled(self, ctx: Any) -> None:
        """Trading was switched off."""

    def on_stop(self, ctx: Any) -> None:
        """Once, after the last event. Requests made here are an error."""


def defined_hooks(strategy: Strategy | type[Strategy]) -> tuple[str, ...]:
    """Names of the hooks that the strategy overrides, in the order of `HOOKS`.

    Example:
        >>> from barter_engine import Strategy
        >>> from barter_engine.strategy import defined_hooks
        >>> class Quiet(Strategy):
        ...     def on_stop(self, ctx): ...
        >>> defined_hooks(Quiet)
        ('on_stop',)
    """
    cls = strategy if isinstance(strategy, type) else type(strategy)
    return tuple(name for name in HOOKS if getattr(cls, name) is not getattr(Strategy, name))


def called_methods(strategy: Strategy) -> list[str]:
    """Names of everything of a strategy that a run calls: hooks and barter's own traits. None: a run needs no Python."""
    return [*defined_hooks(strategy), *(name for name in TRAIT_METHODS if hasattr(strategy, name))]


def copy_for_run(
    strategy: type[Strategy] | Callable[..., Strategy] | Strategy, parameters: Mapping[str, Any]
) -> Strategy:
    """The instance for one run: made by the class or factory, or a deep copy of the instance given.

    Parameters:
        strategy: a class or a factory, called with `parameters` as keywords; or an instance, which is never run itself.
            The parameters given replace those of the instance's copy.
        parameters: parameters of this run.

    Raises:
        StrategyError: if it is none of these, for unknown parameters, or if the instance cannot be copied.
    """
    if isinstance(strategy, type):
        if not issubclass(strategy, Strategy):
            raise StrategyError(
                f"{strategy.__name__} does not derive from barter_engine.Strategy; write class {strategy.__name__}(Strategy): ...",
                code="not_a_strategy",
                argument="strategy",
            )
        made: Any = strategy(**parameters)
    elif isinstance(strategy, Strategy):
        made = _copy_instance(strategy, parameters)
    elif callable(strategy):
        made = strategy(**parameters)
        if not isinstance(made, Strategy):
            raise StrategyError(
                f"the factory {getattr(strategy, '__name__', strategy)!r} returned {type(made).__name__}; "
                "it must return an instance of a class that derives from barter_engine.Strategy",
                code="not_a_strategy",
                argument="strategy",
            )
    else:
        raise StrategyError(
            f"strategy is {type(strategy).__name__}; expected a class that derives from barter_engine.Strategy, "
            "a function that makes one, or an instance",
            code="not_a_strategy",
            argument="strategy",
        )
    _check_instance_attributes(made)
    return made  # type: ignore[no-any-return]


class _Factory:
    """A default made anew for each instance (`dataclasses.field(default_factory=...)`)."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make

    def __repr__(self) -> str:
        return "<factory>"


def _copy_instance(strategy: Strategy, parameters: Mapping[str, Any]) -> Strategy:
    cls = type(strategy)
    _check_names(cls, parameters)
    if parameters and cls.__init__ is not Strategy.__init__:
        raise StrategyError(
            f"parameters of a {cls.__name__} instance cannot be changed because its class has its own __init__; "
            f"pass the class: Backtest({cls.__name__}, ...)",
            code="instance_parameters",
            argument=next(iter(parameters)),
        )
    copied = cls.__new__(cls)
    try:
        # What the instance holds of itself (bound methods, a way back from its parts) is of the copy then, not of a third one.
        attributes = copy.deepcopy(_attributes(strategy), {id(strategy): copied})
    except Exception as error:
        raise StrategyError(
            f"the {cls.__name__} instance cannot be copied for the run ({type(error).__name__}: {error}); "
            f"pass the class, Backtest({cls.__name__}, ...), and make such attributes in on_start",
            code="strategy_not_copyable",
            argument="strategy",
        ) from error
    # Attributes set one by one on a fresh instance stay quick to access; those of a deep copy do not.
    for name, value in {**attributes, **parameters}.items():
        setattr(copied, name, value)
    if parameters:
        post_init = getattr(copied, "__post_init__", None)
        if post_init is not None:
            post_init()
    return copied


def _attributes(strategy: Strategy) -> dict[str, Any]:
    """Name and value of each attribute, those in slots too."""
    state: Any = object.__getstate__(strategy)
    parts = state if isinstance(state, tuple) else (state,)
    return {name: value for part in parts if part is not None for name, value in part.items()}


def _check_instance_attributes(strategy: Strategy) -> None:
    # Hooks are looked up on the class once; one put on the instance would never run. The instance's `__dict__` is not
    # touched: that would make every attribute access of the hooks slower.
    cls = type(strategy)
    for name in HOOKS:
        value = getattr(strategy, name)
        # What a descriptor of the class makes anew each time (`partialmethod`) is not on the instance either.
        if value != _of_class(cls, name, strategy) and value is getattr(strategy, name):
            raise StrategyError(
                f"{cls.__name__} instance has an attribute `{name}`; define the hook as a method of the class",
                code="hook_on_instance",
                argument=name,
            )


def _of_class(cls: type, name: str, instance: object) -> Any:
    """What the instance's attribute is if the class alone decides: bound, static or of the class."""
    value = next(vars(base)[name] for base in cls.__mro__ if name in vars(base))
    get = getattr(type(value), "__get__", None)
    return value if get is None else get(value, instance, cls)


def _own_annotations(cls: type) -> dict[str, Any]:
    if sys.version_info >= (3, 14):
        import annotationlib

        return annotationlib.get_annotations(cls, format=annotationlib.Format.FORWARDREF)
    return inspect.get_annotations(cls)


def _collect_parameters(cls: type[Strategy]) -> dict[str, Any]:
    """Parameters along the method resolution order, the nearest class's default first."""
    parameters: dict[str, Any] = {}
    for base in reversed(cls.__mro__[1:]):
        parameters.update(base.__dict__.get("__barter_own_parameters__", {}))
    own = _own_parameters(cls, inherited=parameters)
    cls.__barter_own_parameters__ = MappingProxyType(own)
    parameters.update(own)
    return {name: default for name, default in parameters.items() if default is not _CLASS_VARIABLE}


def _own_parameters(cls: type[Strategy], inherited: Mapping[str, Any]) -> dict[str, Any]:
    # A subclass may set a new default without repeating the annotation.
    own = {name: _default(cls, name) for name in inherited if name in cls.__dict__}
    for name, annotation in _own_annotations(cls).items():
        if name in Strategy.__dict__ or name in TRAIT_METHODS:
            raise StrategyError(
                f"{cls.__name__}: the parameter `{name}` has the name of a hook or method of Strategy; choose another name",
                code="reserved_name",
                argument=name,
            )
        own[name] = _CLASS_VARIABLE if _is_class_variable(annotation) else _default(cls, name)
    return own


def _default(cls: type[Strategy], name: str) -> Any:
    value = cls.__dict__.get(name, _MISSING)
    if isinstance(value, types.MemberDescriptorType):
        return _MISSING  # a name in `__slots__`, which cannot have a default
    if isinstance(value, (property, functools.cached_property)):
        raise StrategyError(
            f"{cls.__name__}: `{name}` is a parameter, and a {type(value).__name__} cannot be one: a run sets its value; "
            f"give it a default, or give the {type(value).__name__} another name",
            code="property_parameter",
            argument=name,
        )
    if isinstance(value, dataclasses.Field):
        if value.default_factory is not _MISSING:
            delattr(cls, name)
            return _Factory(value.default_factory)
        value = value.default
        if value is _MISSING:
            delattr(cls, name)
            return _MISSING
        setattr(cls, name, value)
    # As for a dataclass: what has no hash may change. (An array, a deque, a dictionary of any kind.)
    if type(value).__hash__ is None:
        raise StrategyError(
            f"{cls.__name__}: the default of `{name}` is a {type(value).__name__}, which all instances would share; "
            f"write {name}: ... = dataclasses.field(default_factory=lambda: {value!r})",
            code="mutable_default",
            argument=name,
        )
    return value


def _is_class_variable(annotation: Any) -> bool:
    if isinstance(annotation, str):
        return _CLASS_VAR.match(annotation) is not None
    return annotation is ClassVar or get_origin(annotation) is ClassVar


def _signature(cls: type[Strategy], parameters: Mapping[str, Any]) -> inspect.Signature:
    if cls.__init__ is not Strategy.__init__:
        own = list(inspect.signature(cls.__init__).parameters.values())
        return inspect.Signature(own[1:])
    keyword = inspect.Parameter.KEYWORD_ONLY
    return inspect.Signature(
        [
            inspect.Parameter(name, keyword, default=inspect.Parameter.empty if default is _MISSING else default)
            for name, default in parameters.items()
        ]
    )


def _check_names(cls: type[Strategy], given: Iterable[str]) -> None:
    known = cls.__barter_parameters__
    for name in given:
        if name in known:
            continue
        if known:
            hint = f"{_did_you_mean(name, known)} It has: {', '.join(known)}"
        else:
            hint = f" It has none; annotate a class attribute to make one: {name}: float = 0.0"
        raise StrategyError(f"{cls.__name__} has no parameter `{name}`.{hint}", code="unknown_parameter", argument=name)


def _check_methods(cls: type[Strategy]) -> None:
    spelling = {hook.replace("_", ""): hook for hook in HOOKS}
    seen: set[str] = set()
    for base in cls.__mro__:
        if base is Strategy:
            continue
        for name, value in vars(base).items():
            if name in seen:
                continue
            seen.add(name)
            if name in HOOKS or name in TRAIT_METHODS:
                _check_hook(cls, name, value)
            elif name.startswith("on_"):
                raise StrategyError(
                    f"{cls.__name__} defines `{name}`, which is no hook.{_did_you_mean(name, HOOKS)} "
                    f"Hooks are: {', '.join(HOOKS)}. Give a method of your own a name without `on_`",
                    code="unknown_hook",
                    argument=name,
                )
            elif _is_method(value) and name.lower().replace("_", "") in spelling:
                hook = spelling[name.lower().replace("_", "")]
                raise StrategyError(
                    f"{cls.__name__} defines `{name}`, which would never be called; did you mean `{hook}`?",
                    code="unknown_hook",
                    argument=name,
                )


def _check_hook(cls: type[Strategy], name: str, value: Any) -> None:
    arguments = HOOKS.get(name) or TRAIT_METHODS[name]
    call = f"def {name}(self, {', '.join(arguments)})"
    function = getattr(cls, name)
    if not callable(function):
        raise StrategyError(
            f"{cls.__name__}.{name} is {type(function).__name__}; a hook is a method: {call}", code="hook_not_callable", argument=name
        )
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        raise StrategyError(
            f"{cls.__name__}.{name} is `async def`; hooks run inside the engine and cannot be awaited: write {call}",
            code="async_hook",
            argument=name,
        )
    if inspect.isgeneratorfunction(function):
        raise StrategyError(
            f"{cls.__name__}.{name} contains `yield`, so a call would run nothing; hooks return nothing: write {call}",
            code="generator_hook",
            argument=name,
        )
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return  # a callable without a readable signature; the first call tells
    takes_self = hasattr(type(value), "__get__") and not isinstance(value, (staticmethod, classmethod))
    count = len(arguments) + takes_self
    try:
        signature.bind(*range(count))
    except TypeError:
        raise StrategyError(
            f"{cls.__name__}.{name}{signature} cannot take the arguments it gets: {', '.join(arguments)}; write {call}",
            code="hook_arguments",
            argument=name,
        ) from None


def _is_method(value: Any) -> bool:
    return inspect.isfunction(value) or isinstance(value, (staticmethod, classmethod))


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    nearest = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" Did you mean `{nearest[0]}`?" if nearest else ""


def _listed(names: list[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


class DefaultStrategy(Strategy):
    """barter's `DefaultStrategy`: opens nothing, and does nothing when a connection is lost or trading is disabled.

    Example:
        >>> from barter_engine import DefaultStrategy
        >>> DefaultStrategy()
        DefaultStrategy()
    """
