"""One stream, read in every way: order, ends, errors, timeouts, several readers and loops."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest

from barter_instrument.errors import BarterError, InvalidArgumentError, StateError, TimedOutError, WrongTypeError
from barter_integration import UnboundedRx, UnboundedTx, mpsc_bounded, mpsc_unbounded
from barter_integration._integration import _provoke_stream


def filled(count: int) -> UnboundedRx:
    """A closed channel with the numbers from 0."""
    tx, rx = mpsc_unbounded()
    for number in range(count):
        tx.send(number)
    return rx


async def each(rx: Any) -> list[Any]:
    return [item async for item in rx]


async def by_recv(rx: Any) -> list[Any]:
    items = []
    while True:
        try:
            items.append(await rx.recv_async())
        except StateError as end:
            assert end.code == "closed"  # noqa: PT017 - the end of the loop
            return items


async def by_batch(rx: Any) -> list[Any]:
    items = []
    while batch := await rx.batch_async(7):
        assert 1 <= len(batch) <= 7
        items += batch
    return items


def recv_all(rx: Any) -> list[Any]:
    items = []
    while True:
        try:
            items.append(rx.recv())
        except StateError as end:
            assert end.code == "closed"  # noqa: PT017 - the end of the loop
            return items


def batch_all(rx: Any) -> list[Any]:
    items = []
    while batch := rx.batch(7):
        assert 1 <= len(batch) <= 7
        items += batch
    return items


READERS: dict[str, Callable[[Any], list[Any]]] = {
    "for": list,
    "recv": recv_all,
    "batch": batch_all,
    "async for": lambda rx: asyncio.run(each(rx)),
    "recv_async": lambda rx: asyncio.run(by_recv(rx)),
    "batch_async": lambda rx: asyncio.run(by_batch(rx)),
}


@pytest.fixture(params=READERS)
def read(request: pytest.FixtureRequest) -> Callable[[Any], list[Any]]:
    return READERS[request.param]


def test_what_is_ready_comes_in_order_and_then_the_end(read) -> None:
    rx = filled(100)
    assert rx.ready == 100
    assert rx.is_closed
    assert read(rx) == list(range(100))
    assert rx.ready == 0
    assert read(rx) == []


def test_what_comes_later_is_waited_for(read) -> None:
    tx, rx = mpsc_unbounded()

    def produce() -> None:
        with tx:
            for number in range(300):
                if number % 50 == 0:
                    time.sleep(0.002)
                tx.send(number)

    thread = threading.Thread(target=produce)
    thread.start()
    assert read(rx) == list(range(300))
    thread.join()


def test_events_of_a_producer_in_rust(read) -> None:
    assert read(_provoke_stream(5_000, "end")) == list(range(5_000))


def test_an_error_of_the_producer_comes_behind_its_events_once_and_then_the_end(read) -> None:
    stream = _provoke_stream(3, "error")
    seen: list[Any] = []

    def keep(batch: Any) -> None:
        seen.extend(batch if isinstance(batch, list) else [batch])

    async def gather() -> None:
        while True:
            keep(await stream.recv_async())

    with pytest.raises(InvalidArgumentError, match="provoked"):
        asyncio.run(gather())
    assert seen == [0, 1, 2]
    assert read(stream) == []
    assert stream.is_closed


def test_an_error_is_raised_by_every_way_of_reading(read) -> None:
    with pytest.raises(InvalidArgumentError, match="provoked"):
        read(_provoke_stream(3, "error"))


def test_an_event_that_cannot_be_converted_costs_no_other_event() -> None:
    stream = _provoke_stream(3, "unreadable")
    seen: list[int] = []
    errors = 0
    while not (stream.is_closed and stream.ready == 0 and errors):
        try:
            seen += stream.batch(10, timeout=1)
        except InvalidArgumentError:
            errors += 1
    assert (seen, errors) == ([0, 1, 2, 3], 1)


def test_drain_takes_what_is_there_and_does_not_wait() -> None:
    tx, rx = mpsc_unbounded()
    assert rx.drain() == []
    for number in range(5):
        tx.send(number)
    assert rx.drain(2) == [0, 1]
    assert rx.drain() == [2, 3, 4]
    assert rx.drain() == []


def test_items_are_the_very_objects_even_none_and_exceptions() -> None:
    tx, rx = mpsc_unbounded()
    items = [None, StopIteration(), (1, 2), object(), [], ValueError("x")]
    for item in [*items, *items]:
        tx.send(item)
    received = [rx.recv() for _ in items]

    async def rest() -> list[Any]:
        return [await rx.recv_async() for _ in items]

    received += asyncio.run(rest())
    assert all(one is other for one, other in zip(received, [*items, *items], strict=True))


@pytest.mark.parametrize("timeout", [0, 0.01, timedelta(milliseconds=10), "10ms"])
def test_a_timeout_is_an_error_for_one_event_and_an_empty_batch(timeout) -> None:
    tx, rx = mpsc_unbounded()
    with pytest.raises(TimedOutError, match="still open"):
        rx.recv(timeout)
    assert rx.batch(timeout=timeout) == []

    async def main() -> None:
        with pytest.raises(TimedOutError, match="still open"):
            await rx.recv_async(timeout)
        assert await rx.batch_async(timeout=timeout) == []
        tx.send(1)
        assert await rx.recv_async(timeout) == 1

    asyncio.run(main())
    assert not rx.is_closed


@pytest.mark.parametrize(
    ("timeout", "error"),
    [
        (-1, InvalidArgumentError),
        (float("nan"), InvalidArgumentError),
        (timedelta(seconds=-1), InvalidArgumentError),
        ("soon", InvalidArgumentError),
        (True, WrongTypeError),
        ([], WrongTypeError),
    ],
)
def test_an_impossible_timeout_names_the_argument(timeout, error) -> None:
    _tx, rx = mpsc_unbounded()
    for call in (rx.recv, rx.recv_async):
        with pytest.raises(error, match="timeout") as raised:
            call(timeout)
        assert raised.value.argument == "timeout"


@pytest.mark.parametrize("call", ["batch", "batch_async", "drain"])
def test_a_batch_of_none_is_refused(call) -> None:
    _tx, rx = mpsc_unbounded()
    with pytest.raises(InvalidArgumentError, match="max must be at least 1"):
        getattr(rx, call)(0)


def test_a_reader_that_waits_does_not_spin() -> None:
    _tx, rx = mpsc_unbounded()
    before = time.thread_time()
    assert rx.batch(timeout=0.5) == []
    # Processor time, not time of the clock.
    assert time.thread_time() - before < 0.1


def test_close_keeps_what_is_there_and_refuses_more() -> None:
    tx, rx = mpsc_unbounded()
    tx.send(1)
    rx.close()
    rx.close()
    assert rx.is_closed
    assert tx.is_closed
    with pytest.raises(StateError) as raised:
        tx.send(2)
    assert raised.value.code == "receiver_dropped"
    assert list(rx) == [1]


def test_with_closes(read) -> None:
    tx, rx = mpsc_unbounded()
    with rx as same:
        assert same is rx
        tx.send(1)
    assert tx.is_closed

    async def main() -> None:
        tx, rx = mpsc_unbounded()
        async with rx as same:
            assert same is rx
            tx.send(1)
        assert tx.is_closed
        await rx.aclose()

    asyncio.run(main())
    assert read(rx) == [1]


def test_closing_a_stream_ends_its_producer() -> None:
    stream = _provoke_stream(1, "hang")
    assert stream.recv() == 0
    stream.close()
    assert list(stream) == []

    async def main() -> None:
        async with _provoke_stream(1, "hang") as stream:
            assert await anext(stream) == 0
        assert await each(stream) == []

    asyncio.run(main())


def test_closing_ends_those_who_wait() -> None:
    _tx, rx = mpsc_unbounded()
    ended: list[object] = []
    thread = threading.Thread(target=lambda: ended.append(list(rx)))
    thread.start()

    async def main() -> None:
        waits = asyncio.create_task(each(rx))
        await asyncio.sleep(0.01)
        await rx.aclose()
        ended.append(await waits)

    asyncio.run(main())
    thread.join()
    assert ended == [[], []]


def test_a_stream_is_read_in_one_loop_after_the_other() -> None:
    tx, rx = mpsc_unbounded()

    async def some() -> list[int]:
        asyncio.get_running_loop().call_later(0.005, tx.send, 1)
        return [await rx.recv_async(), *await rx.batch_async(timeout=0.01)]

    for _ in range(3):
        assert asyncio.run(some()) == [1]
    tx.send(2)
    assert rx.recv() == 2


def test_a_task_that_waits_on_a_closed_loop_takes_nothing() -> None:
    tx, rx = mpsc_unbounded()
    loop = asyncio.new_event_loop()
    task = loop.create_task(each(rx))
    loop.run_until_complete(asyncio.sleep(0.001))
    loop.close()
    for number in range(10):
        tx.send(number)
    tx.close()
    assert asyncio.run(each(rx)) == list(range(10))
    # asyncio would report the pending task when it is collected.
    task._log_destroy_pending = False  # type: ignore[attr-defined]


def test_every_event_reaches_exactly_one_of_many_readers() -> None:
    tx, rx = mpsc_unbounded()
    count = 30_000
    seen: list[list[int]] = []

    def with_for() -> None:
        seen.append(list(rx))

    def with_loop(read: Callable[[UnboundedRx], Coroutine[Any, Any, list[int]]]) -> None:
        async def main() -> None:
            seen.extend(await asyncio.gather(read(rx), read(rx)))

        asyncio.run(main())

    readers = [
        threading.Thread(target=with_for),
        threading.Thread(target=with_for),
        threading.Thread(target=with_loop, args=(each,)),
        threading.Thread(target=with_loop, args=(by_batch,)),
    ]

    def send(tx: UnboundedTx, first: int) -> None:
        with tx:
            for number in range(first, count, 3):
                tx.send(number)
                if number % 1000 < 3:
                    time.sleep(0)

    senders = [threading.Thread(target=send, args=(tx.clone(), first)) for first in range(3)]
    tx.close()
    for thread in (*readers, *senders):
        thread.start()
    for thread in (*readers, *senders):
        thread.join()
    assert sorted(number for items in seen for number in items) == list(range(count))
    # The events of one sender are in order for each reader.
    for items in seen:
        for first in range(3):
            own = [number for number in items if number % 3 == first]
            assert own == sorted(own)


def test_an_awaitable_is_a_coroutine_and_is_awaited_once() -> None:
    tx, rx = mpsc_unbounded()
    tx.send(1)
    tx.send(2)

    async def main() -> None:
        receive = rx.recv_async()
        assert asyncio.iscoroutine(receive)
        assert await asyncio.create_task(receive) == 1
        with pytest.raises(RuntimeError, match="cannot reuse"):
            await receive
        unused = rx.recv_async()
        unused.close()
        assert await rx.recv_async() == 2

    asyncio.run(main())


def test_one_awaitable_has_one_task() -> None:
    _tx, rx = mpsc_unbounded()

    async def main() -> None:
        receive = rx.recv_async(0.05)

        async def wait() -> Any:
            return await receive

        first, second = asyncio.create_task(wait()), asyncio.create_task(wait())
        outcomes = await asyncio.gather(first, second, return_exceptions=True)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["RuntimeError", "TimedOutError"]

    asyncio.run(main())


def test_outside_of_a_loop_the_wait_says_so() -> None:
    _tx, rx = mpsc_unbounded()
    with pytest.raises(RuntimeError, match="no running event loop"):
        rx.recv_async().send(None)


def test_a_reader_says_what_it_is() -> None:
    tx, rx = mpsc_unbounded()
    bounded_tx, bounded_rx = mpsc_bounded(3)
    tx.send(1)
    bounded_tx.send(1)
    assert repr(rx) == "<UnboundedRx open, 1 ready>"
    assert repr(bounded_rx) == "<BoundedRx open, 1 of 3 ready>"
    assert (rx.capacity, bounded_rx.capacity) == (None, 3)
    rx.close()
    assert repr(rx) == "<UnboundedRx closed, 1 ready>"
    assert repr(tx) == "<UnboundedTx closed>"


def test_errors_are_of_the_one_tree() -> None:
    _tx, rx = mpsc_unbounded()
    with pytest.raises(BarterError):
        rx.recv(0)
    with pytest.raises(TimeoutError):
        rx.recv(0)
