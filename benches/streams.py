"""Streams and crossings, as ratios: `python benches/streams.py`. Needs the wheels only; prints Markdown.

Streams: events that are ready, in each way of reading, beside `asyncio.Queue`, `queue.SimpleQueue` and a Rust future for each
event, which is what `future_into_py` does.

Crossings: a value of the instrument wheel handed to another wheel and handed out by it, beside the same inside its own wheel.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import queue
import statistics
import time
from collections.abc import Callable
from typing import Any

from barter_instrument import _instrument as own
from barter_integration import _integration as other
from barter_integration import mpsc_unbounded
from barter_integration._integration import _provoke_operation_async as operation

EVENTS = 100_000
TURNS = 2_000


def filled(count: int) -> Any:
    tx, rx = mpsc_unbounded()
    for number in range(count):
        tx.send(number)
    return rx


def timed(work: Callable[[], Any], expected: Any) -> float:
    gc.collect()
    begin = time.perf_counter()
    answer = work()
    seconds = time.perf_counter() - begin
    if answer != expected:
        raise SystemExit(f"{work} answered {answer!r}, not {expected!r}")
    return seconds


def timed_async(work: Callable[[], Any], expected: Any) -> float:
    async def main() -> float:
        gc.collect()
        begin = time.perf_counter()
        answer = await work()
        seconds = time.perf_counter() - begin
        if answer != expected:
            raise SystemExit(f"{work} answered {answer!r}, not {expected!r}")
        return seconds

    return asyncio.run(main())


def sync_for() -> float:
    rx = filled(EVENTS)

    def work() -> int:
        total = 0
        for _ in rx:
            total += 1
        return total

    return timed(work, EVENTS)


def sync_batch() -> float:
    rx = filled(EVENTS)

    def work() -> int:
        total = 0
        while batch := rx.batch(512):
            for _ in batch:
                total += 1
        return total

    return timed(work, EVENTS)


def async_for() -> float:
    rx = filled(EVENTS)

    async def work() -> int:
        total = 0
        async for _ in rx:
            total += 1
        return total

    return timed_async(work, EVENTS)


def async_batch() -> float:
    rx = filled(EVENTS)

    async def work() -> int:
        total = 0
        while batch := await rx.batch_async(512):
            for _ in batch:
                total += 1
        return total

    return timed_async(work, EVENTS)


def asyncio_queue() -> float:
    async def work() -> int:
        waiting: asyncio.Queue[int] = asyncio.Queue()
        for number in range(EVENTS):
            waiting.put_nowait(number)
        begin = time.perf_counter()
        for _ in range(EVENTS):
            await waiting.get()
        nonlocal seconds
        seconds = time.perf_counter() - begin
        return EVENTS

    seconds = 0.0
    timed_async(work, EVENTS)
    return seconds


def python_queue() -> float:
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(EVENTS):
        waiting.put(number)

    def work() -> int:
        for _ in range(EVENTS):
            waiting.get()
        return EVENTS

    return timed(work, EVENTS)


def future_per_event() -> float:
    """A Rust future for each event: spawned on the runtime, its result set in the loop."""

    async def work() -> int:
        total = 0
        for _ in range(TURNS):
            total += await operation("now")
        return total

    return timed_async(work, TURNS) * EVENTS / TURNS


STREAMS: dict[str, tuple[Callable[[], float], Callable[[], float]]] = {
    "`for` beside `queue.SimpleQueue`": (sync_for, python_queue),
    "`batch(512)` beside `queue.SimpleQueue`": (sync_batch, python_queue),
    "`async for` beside `asyncio.Queue`": (async_for, asyncio_queue),
    "`batch_async(512)` beside `asyncio.Queue`": (async_batch, asyncio_queue),
    "`async for` beside a future per event": (async_for, future_per_event),
}


def calls(function: Callable[..., Any], *arguments: Any) -> Callable[[], float]:
    def work() -> None:
        for _ in range(EVENTS):
            function(*arguments)

    return lambda: timed(work, None)


def crossings() -> dict[str, tuple[Callable[[], float], Callable[[], float]]]:
    """The same values, in their own wheel and in another one. The private functions do nothing else."""
    found = {}
    for value in ("asset", "instrument"):
        mine = getattr(own, f"_{value}_out")()
        if getattr(other, f"_{value}_out")() != mine:
            raise SystemExit(f"the two wheels make another {value}")
        found[f"`{type(mine).__name__}` in"] = (
            calls(getattr(own, f"_{value}_in"), mine),
            calls(getattr(other, f"_{value}_in"), mine),
        )
        found[f"`{type(mine).__name__}` out"] = (calls(getattr(own, f"_{value}_out")), calls(getattr(other, f"_{value}_out")))
    return found


def measured(
    pairs: dict[str, tuple[Callable[[], float], Callable[[], float]]], rounds: int
) -> dict[str, tuple[float, float, list[float]]]:
    """Median ns of both sides, and the ratio second ÷ first of each round; the order changes from round to round."""
    found = {}
    for name, (first, second) in pairs.items():
        times: tuple[list[float], list[float]] = ([], [])
        for number in range(rounds):
            for side in (0, 1) if number % 2 else (1, 0):
                times[side].append((first, second)[side]() / EVENTS * 1e9)
        ratios = [slow / quick for quick, slow in zip(*times, strict=True)]
        found[name] = (statistics.median(times[0]), statistics.median(times[1]), ratios)
    return found


def table(header: str, rows: dict[str, tuple[float, float, list[float]]]) -> None:
    print(header)
    print("|---|---:|---:|---:|---:|")
    for name, (first, second, ratios) in rows.items():
        print(f"| {name} | {first:.0f} | {second:.0f} | {statistics.median(ratios):.2f} | {min(ratios):.2f} - {max(ratios):.2f} |")
    print()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("-n", "--rounds", type=int, default=15, help="rounds of each pair (default 15)")
    rounds = options.parse_args().rounds
    table("| stream, ns/event | ours | peer | peer ÷ ours | rounds |", measured(STREAMS, rounds))
    table("| crossing, ns/call | own wheel | other wheel | other ÷ own | rounds |", measured(crossings(), rounds))


if __name__ == "__main__":
    main()
