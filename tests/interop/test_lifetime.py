"""Nothing is left behind: memory, threads, handles, cycles."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from pathlib import Path
from typing import Any

import pytest

from barter_instrument.errors import StateError
from barter_integration import mpsc_bounded, mpsc_unbounded
from barter_integration._integration import _provoke_operation, _provoke_operation_async, _provoke_stream

STATUS = Path("/proc/self/status")
needs_proc = pytest.mark.skipif(not STATUS.exists(), reason="no /proc on this platform")


class Item:
    """An object that can be watched."""


def status(name: str) -> int:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1])


def test_a_dropped_receiver_closes_the_channel_and_drops_its_items() -> None:
    tx, rx = mpsc_unbounded()
    item = Item()
    seen = weakref.ref(item)
    tx.send(item)
    del item
    assert seen() is not None
    del rx
    assert seen() is None
    assert tx.is_closed
    with pytest.raises(StateError, match="receiver is gone"):
        tx.send(1)


def test_the_last_sender_to_go_ends_the_channel() -> None:
    tx, rx = mpsc_unbounded()
    other = tx.clone()
    del tx
    assert not rx.is_closed
    other.send(1)
    del other
    assert rx.is_closed
    assert list(rx) == [1]


@pytest.mark.parametrize("bounded", [False, True])
def test_a_cycle_through_the_items_is_collected(bounded) -> None:
    tx, rx = mpsc_bounded(3) if bounded else mpsc_unbounded()
    item = Item()
    item.rx, item.tx = rx, tx  # type: ignore[attr-defined]
    seen = weakref.ref(item)
    tx.send(item)
    del item, rx, tx
    gc.collect()
    assert seen() is None


def test_items_that_somebody_can_still_read_are_not_collected() -> None:
    tx, rx = mpsc_unbounded()
    tx.send([rx.capacity])
    tx.send({"tx": tx})
    gc.collect()
    assert rx.recv() == [None]
    assert rx.recv() == {"tx": tx}


def test_a_waiting_task_of_a_closed_loop_is_collected() -> None:
    _tx, rx = mpsc_unbounded()
    watched: list[weakref.ref[Any]] = []

    def abandon() -> None:
        loop = asyncio.new_event_loop()

        async def waits() -> None:
            item = Item()
            watched.append(weakref.ref(item))
            await rx.recv_async()
            del item

        task = loop.create_task(waits())
        loop.run_until_complete(asyncio.sleep(0.001))
        # asyncio would report the task when it is collected.
        task._log_destroy_pending = False  # type: ignore[attr-defined]
        loop.close()

    abandon()
    gc.collect()
    assert [item() for item in watched] == [None]


@needs_proc
def test_streams_and_operations_leave_no_threads_and_no_handles() -> None:
    def some() -> None:
        for end in ("end", "error", "panic", "hang", "unreadable"):
            with _provoke_stream(3, end) as stream:
                assert stream.recv() == 0
        assert _provoke_operation("answer") == 1

        async def main() -> None:
            await _provoke_operation_async("answer")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(_provoke_operation_async("hang"), 0.001)
            async with _provoke_stream(10, "hang") as stream:
                assert len(await stream.batch_async()) > 0

        asyncio.run(main())

    some()
    gc.collect()
    threads, handles = status("Threads"), len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(30):
        some()
    gc.collect()
    assert status("Threads") <= threads
    assert len(list(Path("/proc/self/fd").iterdir())) <= handles


@needs_proc
def test_events_do_not_grow_the_memory() -> None:
    tx, rx = mpsc_unbounded()

    def some() -> None:
        for number in range(20_000):
            tx.send(number)
        for _ in range(10_000):
            rx.recv()

        async def main() -> None:
            for _ in range(5_000):
                await rx.recv_async()
            waits = [asyncio.create_task(rx.recv_async(timeout=0.5)) for _ in range(5_100)]
            for task in waits[::2]:
                task.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

        asyncio.run(main())
        rx.drain()

    some()
    some()
    before = status("VmRSS")
    for _ in range(10):
        some()
    gc.collect()
    assert status("VmRSS") - before < 4_000  # kB


def test_many_streams_at_once() -> None:
    streams = [_provoke_stream(50, "end") for _ in range(200)]

    async def main() -> list[int]:
        async def total(stream: Any) -> int:
            return sum([number async for number in stream])

        return await asyncio.gather(*(total(stream) for stream in streams))

    assert asyncio.run(main()) == [sum(range(50))] * 200
    assert threading.active_count() < 20
