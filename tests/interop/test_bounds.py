"""A bounded stream: the producer waits, or the oldest event makes room and is counted."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from barter_instrument.errors import InvalidArgumentError, StateError
from barter_integration import mpsc_bounded


def test_a_sender_waits_for_room_and_never_more_than_the_capacity_is_held() -> None:
    tx, rx = mpsc_bounded(3)
    most = 0

    def produce() -> None:
        with tx:
            for number in range(2_000):
                tx.send(number)

    thread = threading.Thread(target=produce)
    thread.start()
    seen: list[int] = []
    while not (rx.is_closed and rx.ready == 0):
        most = max(most, rx.ready)
        seen += rx.batch(2)
    thread.join()
    assert seen == list(range(2_000))
    assert most == 3
    assert rx.dropped == 0


def test_a_sender_without_room_waits_until_the_timeout() -> None:
    tx, rx = mpsc_bounded(1)
    tx.send(0)
    before = time.monotonic()
    with pytest.raises(StateError, match="full") as raised:
        tx.send(1, timeout=0.05)
    assert raised.value.code == "full"
    assert time.monotonic() - before >= 0.05
    with pytest.raises(StateError, match="full"):
        tx.try_send(1)
    assert rx.drain() == [0]
    tx.try_send(1)
    assert rx.drain() == [1]


def test_senders_in_one_loop_wait_for_the_reader_there() -> None:
    tx, rx = mpsc_bounded(2)

    async def produce(first: int) -> None:
        for number in range(first, 3_000, 3):
            await tx.send_async(number)

    async def main() -> list[int]:
        producers = [asyncio.create_task(produce(first)) for first in range(3)]
        seen = []
        async for number in rx:
            seen.append(number)
            assert rx.ready <= 2
            if len(seen) == 3_000:
                break
        await asyncio.gather(*producers)
        return seen

    assert sorted(asyncio.run(main())) == list(range(3_000))


def test_closing_the_reader_ends_senders_that_wait() -> None:
    tx, rx = mpsc_bounded(1)
    tx.send(0)
    codes: list[str] = []

    def send() -> None:
        try:
            tx.send(1)
        except StateError as error:
            codes.append(error.code)

    thread = threading.Thread(target=send)
    thread.start()

    async def main() -> None:
        waits = asyncio.create_task(tx.send_async(2))
        await asyncio.sleep(0.01)
        rx.close()
        with pytest.raises(StateError) as raised:
            await waits
        codes.append(raised.value.code)

    asyncio.run(main())
    thread.join()
    assert codes == ["receiver_dropped", "receiver_dropped"]
    assert rx.drain() == [0]


def test_the_oldest_makes_room_and_is_counted() -> None:
    tx, rx = mpsc_bounded(3, overflow="drop_oldest")
    for number in range(10):
        tx.send(number)
    assert rx.dropped == 7
    assert rx.drain() == [7, 8, 9]
    tx.send(10)
    assert rx.dropped == 7
    assert rx.recv() == 10


def test_what_is_read_and_what_is_dropped_are_all_that_was_sent() -> None:
    tx, rx = mpsc_bounded(16, overflow="drop_oldest")

    def produce() -> None:
        with tx:
            for number in range(20_000):
                tx.send(number)

    thread = threading.Thread(target=produce)
    thread.start()
    seen = [number for number in rx if number % 7 or time.sleep(0) is None]
    thread.join()
    assert len(seen) + rx.dropped == 20_000
    assert seen == sorted(seen)
    assert seen[-1] == 19_999


@pytest.mark.parametrize(
    ("arguments", "argument"), [({"capacity": 0}, "capacity"), ({"capacity": 1, "overflow": "block"}, "overflow")]
)
def test_an_impossible_bound_is_refused(arguments, argument) -> None:
    with pytest.raises(InvalidArgumentError, match=argument) as raised:
        mpsc_bounded(**arguments)
    assert raised.value.argument == argument
