"""No event is lost when a task is cancelled, a wait times out, or Ctrl-C arrives; checked with many random cancellations."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import threading
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from barter_instrument.errors import StateError
from barter_integration import UnboundedTx, mpsc_bounded, mpsc_unbounded
from barter_integration._integration import _operations_running, _provoke_operation, _provoke_operation_async

COUNT = 5_000


def send_in_bursts(tx: UnboundedTx, seed: int) -> threading.Thread:
    chance = random.Random(seed)

    def run() -> None:
        with tx:
            for number in range(COUNT):
                tx.send(number)
                if chance.random() < 0.02:
                    time.sleep(chance.random() * 0.004)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("way", ["anext", "recv", "batch"])
def test_wait_for_with_random_timeouts_loses_nothing(way, seed) -> None:
    tx, rx = mpsc_unbounded()
    chance = random.Random(seed)
    timeouts = 0

    async def main() -> list[int]:
        nonlocal timeouts
        seen: list[int] = []
        while True:
            try:
                limit = chance.random() * 0.0006
                if way == "anext":
                    seen.append(await asyncio.wait_for(rx.__anext__(), limit))
                elif way == "recv":
                    seen.append(await asyncio.wait_for(rx.recv_async(), limit))
                else:
                    batch = await asyncio.wait_for(rx.batch_async(3), limit)
                    if not batch:
                        return seen
                    seen += batch
            except TimeoutError:
                timeouts += 1
            except (StopAsyncIteration, StateError):
                return seen

    thread = send_in_bursts(tx, seed)
    seen = asyncio.run(main())
    thread.join()
    assert seen == list(range(COUNT))
    assert timeouts > 10


@pytest.mark.parametrize("seed", range(4))
def test_tasks_cancelled_at_random_lose_nothing(seed) -> None:
    tx, rx = mpsc_unbounded()
    chance = random.Random(seed)
    cancelled = 0

    async def main() -> list[int]:
        nonlocal cancelled
        seen: list[int] = []

        async def reader() -> None:
            # No await stands between the wait and the list: what a task took is seen.
            async for number in rx:
                seen.append(number)  # noqa: PERF401 - a comprehension would lose what it had when it is cancelled

        while not (rx.is_closed and rx.ready == 0):
            tasks = [asyncio.create_task(reader()) for _ in range(3)]
            for _ in range(chance.randrange(4)):
                await asyncio.sleep(chance.choice((0, 0, 0.0003)))
            for task in tasks:
                cancelled += task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return seen

    thread = send_in_bursts(tx, seed)
    seen = asyncio.run(main())
    thread.join()
    assert sorted(seen) == list(range(COUNT))
    assert cancelled > 10


def test_a_wake_up_and_a_cancellation_at_once_lose_nothing() -> None:
    tx, rx = mpsc_unbounded()

    async def main() -> None:
        for number in range(200):
            waits = asyncio.create_task(rx.recv_async())
            await asyncio.sleep(0)
            # Both happen before the task runs again.
            tx.send(number)
            waits.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waits
            assert rx.ready == 1
            assert rx.drain() == [number]

    asyncio.run(main())


def test_a_cancelled_reader_leaves_the_event_to_the_next() -> None:
    tx, rx = mpsc_unbounded()

    async def main() -> None:
        first = asyncio.create_task(rx.recv_async())
        second = asyncio.create_task(rx.recv_async())
        await asyncio.sleep(0)
        tx.send("event")
        first.cancel()
        assert await asyncio.wait_for(second, 5) == "event"

    asyncio.run(main())


def test_cancelled_senders_send_nothing() -> None:
    tx, rx = mpsc_bounded(1)
    tx.send("first")

    async def main() -> None:
        sends = [asyncio.create_task(tx.send_async(number)) for number in range(50)]
        await asyncio.sleep(0)
        for task in sends[::2]:
            task.cancel()
        await asyncio.gather(*sends[::2], return_exceptions=True)
        seen = [await rx.recv_async() for _ in range(26)]
        assert seen[0] == "first"
        assert sorted(seen[1:]) == list(range(1, 50, 2))
        await asyncio.gather(*sends[1::2])
        assert rx.ready == 0

    asyncio.run(main())


async def until_running(count: int) -> None:
    while _operations_running() != count:  # noqa: ASYNC110 - counted in Rust
        await asyncio.sleep(0.001)


def test_a_cancelled_operation_is_dropped() -> None:
    async def main() -> None:
        # Like an `async def`: nothing runs before the first await.
        idle = _provoke_operation_async("hang")
        await asyncio.sleep(0.01)
        assert _operations_running() == 0
        idle.close()
        task = asyncio.create_task(_provoke_operation_async("hang"))
        await until_running(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until_running(0)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(_provoke_operation_async("hang"), 0.01)
        await until_running(0)
        assert await asyncio.gather(*(_provoke_operation_async("answer") for _ in range(100))) == [1] * 100

    asyncio.run(asyncio.wait_for(main(), 30))


@pytest.mark.parametrize("waits", ["recv", "for", "send", "operation"])
def test_ctrl_c_ends_a_wait_and_loses_nothing(waits) -> None:
    tx, rx = mpsc_bounded(1)
    if waits == "send":
        tx.send(0)

    def wait() -> Any:
        match waits:
            case "recv":
                return rx.recv()
            case "for":
                return list(rx)
            case "send":
                return tx.send("never sent")
            case _:
                return _provoke_operation("hang")

    timer = threading.Timer(0.15, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        wait()
    timer.join()
    if waits != "send":
        tx.send(0)
    assert rx.recv(1) == 0
    assert rx.ready == 0
    assert _operations_running() == 0


class Channel(RuleBasedStateMachine):
    """A bounded channel beside a list, driven by sends, reads, timeouts and cancellations in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.capacity = 4
        self.tx, self.rx = mpsc_bounded(self.capacity)
        self.model: list[int] = []
        self.number = 0
        self.loop = asyncio.new_event_loop()
        self.closed = False

    def teardown(self) -> None:
        self.loop.close()

    @precondition(lambda self: not self.closed)
    @rule()
    def send(self) -> None:
        self.number += 1
        if len(self.model) < self.capacity:
            self.tx.send(self.number)
            self.model.append(self.number)
        else:
            for send in (lambda: self.tx.try_send(self.number), lambda: self.tx.send(self.number, timeout=0)):
                with pytest.raises(StateError) as raised:
                    send()
                assert raised.value.code == "full"

    @precondition(lambda self: not self.closed)
    @rule(cancel=st.booleans())
    def send_async(self, cancel: bool) -> None:
        self.number += 1
        number = self.number

        async def main() -> None:
            task = asyncio.ensure_future(self.tx.send_async(number))
            await asyncio.sleep(0)
            if len(self.model) < self.capacity:
                await task
                self.model.append(number)
                return
            assert not task.done()
            if cancel:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
                return
            assert await self.rx.recv_async() == self.model.pop(0)
            await task
            self.model.append(number)

        self.loop.run_until_complete(main())

    @rule(limit=st.integers(1, 6), sync=st.booleans())
    def batch(self, limit: int, sync: bool) -> None:
        expected, self.model = self.model[:limit], self.model[limit:]
        if sync:
            assert self.rx.batch(limit, timeout=0) == expected
        else:
            assert self.loop.run_until_complete(self.rx.batch_async(limit, timeout=0)) == expected

    @rule(limit=st.none() | st.integers(1, 6))
    def drain(self, limit: int | None) -> None:
        count = len(self.model) if limit is None else limit
        expected, self.model = self.model[:count], self.model[count:]
        assert self.rx.drain(limit) == expected

    @rule(steps=st.integers(0, 3))
    def cancelled_read(self, steps: int) -> None:
        async def main() -> None:
            task = asyncio.ensure_future(self.rx.recv_async())
            for _ in range(steps):
                await asyncio.sleep(0)
            task.cancel()
            outcome = (await asyncio.gather(task, return_exceptions=True))[0]
            if isinstance(outcome, int):
                assert outcome == self.model.pop(0)
            else:
                assert isinstance(outcome, asyncio.CancelledError | StateError)

        self.loop.run_until_complete(main())

    @rule()
    def other_loop(self) -> None:
        self.loop.close()
        self.loop = asyncio.new_event_loop()

    @rule()
    def close(self) -> None:
        self.rx.close()
        self.closed = True

    @invariant()
    def the_same_events_wait(self) -> None:
        assert self.rx.ready == len(self.model)
        assert self.rx.is_closed == self.closed


TestChannel = Channel.TestCase
TestChannel.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
