"""barter's backtest functions.

Order and errors of a batch: summaries come in the order asked, whatever ran first. The first run *in that order* that fails
ends the batch: runs before it are finished, runs after it are stopped or never begun, and its error is raised with a note
that names its id. So the same batch always fails in the same way. All strategies are made before the first run begins; one that
cannot be made is an error before it.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from barter_engine._engine import run_upstream
from barter_engine.backtests.args import BacktestArgsConstant, BacktestArgsDynamic
from barter_engine.backtests.summary import BacktestSummary, MultiBacktestSummary
from barter_engine.strategy import called_methods, copy_for_run
from barter_engine.summary import TradingSummary
from barter_instrument.errors import InvalidArgumentError, WrongTypeError

if TYPE_CHECKING:
    from barter_engine.backtesting import Backtest
    from barter_engine.strategy import Strategy

__all__ = ["backtest", "backtest_async", "run_backtests", "run_backtests_async"]

Engine = Literal["driver", "upstream"]
T = TypeVar("T")

_LOG: Final = logging.getLogger("barter_engine.backtest")


def backtest(
    args_constant: BacktestArgsConstant, args_dynamic: BacktestArgsDynamic, *, engine: Engine = "driver"
) -> BacktestSummary:
    """Runs one backtest.

    Parameters:
        args_constant: market, executions, interval.
        args_dynamic: id, strategy, risk.
        engine: ``"driver"``, or ``"upstream"``: barter's own backtest with its mock exchange, for comparison. It takes
            spot, `executions`, strategies without hooks and no risk manager; anything else is an error. It waits for its
            latency on the wall clock.

    Returns:
        summary with the `result` of the run (None from ``"upstream"``).

    Raises:
        BarterError: a subclass that names the argument.
        Exception: whatever a hook raises, with a note that names the id.

    Example:
        >>> from barter_data import MarketData
        >>> from barter_engine import BacktestArgsConstant, BacktestArgsDynamic, Daily, Fees, backtest
        >>> data = MarketData.synthetic(seed=1, events=1_000)
        >>> constant = BacktestArgsConstant(
        ...     market_data=data, summary_interval=Daily, balances={"usdt": 100}, fees=Fees(maker=0, taker=0)
        ... )
        >>> summary = backtest(constant, BacktestArgsDynamic(id="idle"))
        >>> summary.id, summary.result.status
        ('idle', 'completed')
    """
    return _batch(args_constant, [args_dynamic], engine, 1, _Stop()).summaries[0]


def run_backtests(
    args_constant: BacktestArgsConstant,
    args_dynamic_iter: Iterable[BacktestArgsDynamic],
    *,
    engine: Engine = "driver",
    threads: int | None = None,
) -> MultiBacktestSummary:
    """Runs several backtests over the same market, together.

    Runs without a hook and without a risk manager need no interpreter and share the processors; those with one take turns
    in the calling thread. Each result is that of the run made alone.

    Parameters:
        args_constant: market, executions, interval.
        args_dynamic_iter: one for each run.
        engine: see `backtest`.
        threads: most runs at a time; default: the processors that this process may use.

    Returns:
        summaries in the order asked, and how long all of them took.

    Raises:
        Exception: the error of the first run, in the order asked, that failed, with a note that names its id. Runs
            before it were finished, those after it stopped.

    Example:
        >>> from barter_data import MarketData
        >>> from barter_engine import BacktestArgsConstant, BacktestArgsDynamic, Daily, Fees, run_backtests
        >>> data = MarketData.synthetic(seed=1, events=1_000)
        >>> constant = BacktestArgsConstant(
        ...     market_data=data, summary_interval=Daily, balances={"usdt": 100}, fees=Fees(maker=0, taker=0)
        ... )
        >>> [summary.id for summary in run_backtests(constant, [BacktestArgsDynamic(id=name) for name in "ab"]).summaries]
        ['a', 'b']
    """
    return _batch(args_constant, args_dynamic_iter, engine, threads, _Stop())


async def backtest_async(
    args_constant: BacktestArgsConstant, args_dynamic: BacktestArgsDynamic, *, engine: Engine = "driver"
) -> BacktestSummary:
    """`backtest` in a thread of its own, so that the event loop goes on. Cancelling stops the run."""
    summary = await _in_thread(lambda stop: _batch(args_constant, [args_dynamic], engine, 1, stop))
    return summary.summaries[0]


async def run_backtests_async(
    args_constant: BacktestArgsConstant,
    args_dynamic_iter: Iterable[BacktestArgsDynamic],
    *,
    engine: Engine = "driver",
    threads: int | None = None,
) -> MultiBacktestSummary:
    """`run_backtests` in threads of its own, so that the event loop goes on. Cancelling stops the runs."""
    asked = list(args_dynamic_iter)
    return await _in_thread(lambda stop: _batch(args_constant, asked, engine, threads, stop))


class _StoppedError(Exception):
    """Ends a run that nobody waits for any more. Never leaves this module."""


class _Stop:
    """Runs from this place in the order on are stopped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._first: float = float("inf")

    def after(self, index: int) -> None:
        with self._lock:
            self._first = min(self._first, index + 1)

    def all(self) -> None:
        self.after(-1)

    def check(self, index: int) -> None:
        if index >= self._first:
            raise _StoppedError

    def poll(self, index: int) -> Callable[[int, int, int], None]:
        return lambda _done, _rows, _now: self.check(index)


@dataclass(frozen=True, slots=True)
class _Run:
    index: int
    args: BacktestArgsDynamic
    backtest: Backtest
    strategy: Strategy

    @property
    def needs_python(self) -> bool:
        return bool(called_methods(self.strategy)) or not self.args.approving


class _Batch:
    """Runs under way, and what came of them."""

    def __init__(self, constant: BacktestArgsConstant, runs: list[_Run], stop: _Stop) -> None:
        self.constant = constant
        self.runs = runs
        self.stop = stop
        self.summaries: list[BacktestSummary | None] = [None] * len(runs)
        self.errors: dict[int, Exception] = {}

    def play(self, run: _Run) -> None:
        try:
            self.stop.check(run.index)
            begin = time.perf_counter()
            result = run.backtest._play(run.strategy, self.stop.poll(run.index))
            generator = result.trading_summary_generator(run.args.risk_free_return)
            summary = generator.generate(self.constant.summary_interval)
        except _StoppedError:
            return
        except Exception as error:  # noqa: BLE001  raised when its turn comes
            self.stop.after(run.index)
            self.errors[run.index] = error
            return
        self.summaries[run.index] = BacktestSummary(run.args.id, run.args.risk_free_return, summary, result)
        done = sum(summary is not None for summary in self.summaries)
        seconds = time.perf_counter() - begin
        _LOG.info("backtest %r: %s in %.3f s (%d of %d)", run.args.id, result.status, seconds, done, len(self.runs))

    def play_all(self, threads: int) -> None:
        if threads == 1 or len(self.runs) == 1:
            for run in self.runs:
                self.play(run)
            return
        from concurrent.futures import ThreadPoolExecutor

        quiet = [run for run in self.runs if not run.needs_python]
        with ThreadPoolExecutor(min(threads, max(len(quiet), 1)), "barter-backtest") as pool:
            try:
                futures = [pool.submit(self.play, run) for run in quiet]
                for run in self.runs:
                    if run.needs_python:
                        self.play(run)
                for future in futures:
                    future.result()
            except BaseException:
                # Ctrl-C: the pool's end waits for its threads, so none may go on.
                self.stop.all()
                raise

    def outcome(self) -> list[BacktestSummary]:
        if self.errors:
            index = min(self.errors)
            error = self.errors[index]
            error.add_note(_note(self.runs[index].args.id, index, len(self.runs)))
            raise error
        summaries = [summary for summary in self.summaries if summary is not None]
        if len(summaries) < len(self.runs):
            raise _StoppedError
        return summaries


def _batch(
    constant: BacktestArgsConstant,
    dynamic: Iterable[BacktestArgsDynamic],
    engine: Engine,
    threads: int | None,
    stop: _Stop,
) -> MultiBacktestSummary:
    asked = _checked(constant, dynamic)
    if threads is None:
        threads = _processors()
    elif not isinstance(threads, int) or isinstance(threads, bool) or threads < 1:
        raise InvalidArgumentError(f"threads must be an int of at least 1, got {threads!r}", argument="threads")
    begin = time.perf_counter()
    if engine == "upstream":
        summaries = _upstream(constant, asked, stop)
    elif engine == "driver":
        batch = _Batch(constant, [_run(constant, args, index, len(asked)) for index, args in enumerate(asked)], stop)
        batch.play_all(threads)
        summaries = batch.outcome()
    else:
        raise InvalidArgumentError(f"engine must be 'driver' or 'upstream', got {engine!r}", argument="engine")
    duration = timedelta(seconds=time.perf_counter() - begin)
    _LOG.info("%d backtests in %s", len(summaries), duration)
    return MultiBacktestSummary(duration, summaries)


def _checked(constant: Any, dynamic: Any) -> list[BacktestArgsDynamic]:
    if not isinstance(constant, BacktestArgsConstant):
        raise WrongTypeError(
            f"args_constant must be a BacktestArgsConstant, got {type(constant).__name__}", argument="args_constant"
        )
    asked = list(dynamic)
    for args in asked:
        if not isinstance(args, BacktestArgsDynamic):
            raise WrongTypeError(
                f"args_dynamic must be a BacktestArgsDynamic, got {type(args).__name__} {args!r}",
                argument="args_dynamic",
            )
    return asked


def _processors() -> int:
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable is not None else os.cpu_count() or 1


def _note(name: str, index: int, count: int) -> str:
    return f"in backtest {name!r} ({index + 1} of {count})"


def _run(constant: BacktestArgsConstant, args: BacktestArgsDynamic, index: int, count: int) -> _Run:
    try:
        one = constant._backtest._with(args.strategy, None if args.approving else args.risk)
        return _Run(index, args, one, copy_for_run(args.strategy, {}))
    except Exception as error:
        error.add_note(_note(args.id, index, count))
        raise


def _upstream(constant: BacktestArgsConstant, asked: list[BacktestArgsDynamic], stop: _Stop) -> list[BacktestSummary]:
    executions = constant.executions
    if executions is None or constant.settings:
        given = ", ".join(constant.settings) or "nothing"
        raise InvalidArgumentError(
            f"engine='upstream' is told by executions alone (ExecutionConfig), got {given}: barter's own mock exchange has no "
            "other settings",
            argument="engine",
        )
    for args in asked:
        strategy = copy_for_run(args.strategy, {})
        hooks = called_methods(strategy)
        if hooks or not args.approving:
            what = f"{type(strategy).__name__} has {', '.join(hooks)}" if hooks else "there is a risk manager"
            raise InvalidArgumentError(
                f"engine='upstream' runs no Python, but in backtest {args.id!r} {what}; use engine='driver'",
                argument="engine",
            )
    if not asked:
        return []
    texts = run_upstream(
        constant._backtest._market,
        constant._backtest._universe,
        list(executions),
        constant.summary_interval,
        [(args.id, args.risk_free_return) for args in asked],
        lambda: stop.check(0),
    )
    return [
        BacktestSummary(args.id, args.risk_free_return, TradingSummary.from_json(text))
        for args, text in zip(asked, texts, strict=True)
    ]


async def _in_thread(work: Callable[[_Stop], T]) -> T:
    import asyncio
    import contextvars

    stop = _Stop()
    context = contextvars.copy_context()
    future: Awaitable[T] = asyncio.get_running_loop().run_in_executor(None, lambda: context.run(work, stop))
    task = asyncio.ensure_future(future)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        stop.all()
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # taken, so that nobody complains that it was not
        raise
