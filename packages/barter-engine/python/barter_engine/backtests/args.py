"""Arguments of barter's backtest functions."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from barter_engine._engine import Market, RunUniverse, SystemConfig, decimal_argument, interval_argument
from barter_engine.backtesting import Backtest
from barter_engine.backtests.execution import settings_of
from barter_engine.risk import DefaultRiskManager
from barter_engine.strategy import DefaultStrategy, copy_for_run
from barter_instrument import IndexedInstruments
from barter_instrument.errors import InvalidArgumentError, WrongTypeError

if TYPE_CHECKING:
    from datetime import timedelta

    from barter_engine._engine import ExecutionConfig
    from barter_engine.backtests.market_data import BacktestMarketData
    from barter_engine.intervals import TimeInterval
    from barter_engine.risk import RiskManager
    from barter_engine.strategy import Strategy
    from barter_execution import MockExecutionConfig
    from barter_instrument import Instrument

__all__ = ["BacktestArgsConstant", "BacktestArgsDynamic"]

OWN = ("self", "strategy", "data", "instruments", "risk", "progress")
EXECUTIONS = ("balances", "fees", "latency")


class BacktestArgsConstant:
    """What all backtests of a batch share. Market data are held once, whatever the number of runs.

    Parameters:
        market_data: a `barter_data.MarketData` or a `MarketDataInMemory`.
        summary_interval: of the ratios in barter's summary: `Daily`, `Annual252`, `Annual365` (class, instance or
            barter's name for it) or a positive duration (`timedelta`, int ns, ``"8h"``).
        executions: `ExecutionConfig`s or `MockExecutionConfig`s, one for each exchange: balances, latency and fees in
            barter's terms. Those of a `SystemConfig` are `system.executions`.
        instruments: of the runs, or `IndexedInstruments`; default: those of the data.
        settings: further arguments of `Backtest` (`clock`, `matching`, `leverage`, `start`, ...). Instead of
            `executions`, also `balances`, `fees` and `latency`.

    barter's `engine_state` has no place here: each run begins with a state of its own.

    Raises:
        BarterError: a subclass that names the argument, for whatever does not fit together.

    Example:
        >>> from barter_data import MarketData
        >>> from barter_engine import BacktestArgsConstant, Daily, Fees
        >>> data = MarketData.synthetic(seed=1, events=1_000)
        >>> BacktestArgsConstant(
        ...     market_data=data, summary_interval=Daily, balances={"usdt": 100}, fees=Fees(maker=0, taker=0)
        ... )
        <BacktestArgsConstant: 1,000 events, 1 instrument, interval Daily>
    """

    def __init__(
        self,
        *,
        market_data: BacktestMarketData,
        summary_interval: TimeInterval,
        executions: Iterable[ExecutionConfig | MockExecutionConfig] | None = None,
        instruments: IndexedInstruments | Iterable[Instrument] | None = None,
        **settings: Any,
    ) -> None:
        _check_settings(settings, with_executions=executions is not None)
        self._interval_name, self._interval = interval_argument(summary_interval, "summary_interval")
        self._given_interval = summary_interval
        self._market_data = market_data
        self._settings = settings
        self._executions = None if executions is None else tuple(SystemConfig(executions=executions).executions)
        given = instruments if instruments is None or isinstance(instruments, IndexedInstruments) else list(instruments)
        shared = settings
        if self._executions is not None:
            universe = RunUniverse(Market(market_data), given)
            shared = {**settings_of(self._executions, universe), **settings}
        self._backtest = Backtest(DefaultStrategy, market_data, instruments=given, **shared)

    @property
    def market_data(self) -> BacktestMarketData:
        """The very object given."""
        return self._market_data

    @property
    def summary_interval(self) -> TimeInterval:
        """The interval as given."""
        return self._given_interval

    @property
    def summary_interval_name(self) -> str:
        """What barter calls the interval: the label of the ratios."""
        return str(self._interval_name)

    @property
    def summary_interval_duration(self) -> timedelta:
        """Length of the interval."""
        duration: timedelta = self._interval
        return duration

    @property
    def executions(self) -> tuple[ExecutionConfig, ...] | None:
        """The executions given; None if settings stand in their place."""
        return self._executions

    @property
    def instruments(self) -> tuple[str, ...]:
        """Internal names of the instruments, in index order."""
        return tuple(name for name, *_ in self._backtest._universe.instruments())

    @property
    def settings(self) -> dict[str, Any]:
        """The further arguments of `Backtest`."""
        return dict(self._settings)

    def __repr__(self) -> str:
        count = len(self.instruments)
        return (
            f"<BacktestArgsConstant: {len(self._backtest._market):,} events, {count} instrument{'s' * (count != 1)}, "
            f"interval {self._interval_name}>"
        )


class BacktestArgsDynamic:
    """What one backtest of a batch has for itself; frozen.

    Parameters:
        id: names the run in summaries, logs and errors; not blank.
        risk_free_return: a fraction per interval that ratios are measured against, exact.
        strategy: class derived from `Strategy`, a function that makes an instance, or an instance with its parameters
            (copied for the run).
        risk: an object with `check(state, cancels, opens)`; default, as barter's: everything is approved.

    Raises:
        InvalidArgumentError: a blank id, a rate that is no number.
        StrategyError: no strategy.

    Example:
        >>> from barter_engine import BacktestArgsDynamic, DefaultStrategy
        >>> BacktestArgsDynamic(id="a", risk_free_return="0.05", strategy=DefaultStrategy()).risk_free_return
        Decimal('0.05')
    """

    __slots__ = ("id", "risk", "risk_free_return", "strategy")

    id: str
    risk_free_return: Decimal
    strategy: type[Strategy] | Callable[..., Strategy] | Strategy
    risk: RiskManager | None

    def __init__(
        self,
        *,
        id: str,
        risk_free_return: Decimal | str | float = 0,
        strategy: type[Strategy] | Callable[..., Strategy] | Strategy = DefaultStrategy,
        risk: RiskManager | None = None,
    ) -> None:
        if not isinstance(id, str):
            raise WrongTypeError(f"id must be a text, got {type(id).__name__} {id!r}", argument="id")
        if not id.strip():
            raise InvalidArgumentError(f"id must not be blank, got {id!r}; it names the run", argument="id")
        if isinstance(strategy, type) or not callable(strategy):
            copy_for_run(strategy, {})
        rate = decimal_argument(risk_free_return, "risk_free_return")
        for name, value in (("id", id), ("risk_free_return", rate), ("strategy", strategy), ("risk", risk)):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"BacktestArgsDynamic is frozen; make another one to change {name}")

    @property
    def approving(self) -> bool:
        """Whether risk approves everything, so that nobody needs to be asked."""
        return self.risk is None or type(self.risk) is DefaultRiskManager

    def __repr__(self) -> str:
        strategy = self.strategy.__name__ if isinstance(self.strategy, type) else repr(self.strategy)
        return f"<BacktestArgsDynamic {self.id!r}: {strategy}, risk-free return {self.risk_free_return}>"


def _check_settings(settings: dict[str, Any], *, with_executions: bool) -> None:
    known = [name for name in inspect.signature(Backtest.__init__).parameters if name not in OWN]
    for name in settings:
        if name not in known:
            from difflib import get_close_matches

            near = get_close_matches(name, known, n=1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            raise InvalidArgumentError(
                f"BacktestArgsConstant has no setting `{name}`.{hint} It takes those of Backtest: {', '.join(known)}",
                argument=name,
            )
        if with_executions and name in EXECUTIONS:
            raise InvalidArgumentError(
                f"{name} is said by executions already; give executions, or {', '.join(EXECUTIONS)}", argument=name
            )
    if not with_executions and not {"balances", "fees"} <= set(settings):
        raise InvalidArgumentError(
            "executions is missing: one ExecutionConfig for each exchange, or balances= and fees= as of Backtest",
            argument="executions",
        )
