"""The stream combinators with functions of Python, fed by iterables and channels."""

from __future__ import annotations

import asyncio
import gc
import itertools
import pickle
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barter_instrument import InvalidArgumentError, StateError, WrongTypeError
from barter_integration import (
    BarterStream,
    DataArgs,
    ExchangeStream,
    Historical,
    Indexer,
    JsonRequest,
    RestClient,
    Transformer,
    merge,
    mpsc_bounded,
    mpsc_unbounded,
)
from barter_integration.stream import Live

NUMBERS = st.lists(st.integers(), max_size=30)


class AsTheyAre:
    def parse(self, message: Any) -> Any:
        return message


@given(NUMBERS)
def test_items_of_any_iterable_come_in_order(numbers: list[int]) -> None:
    assert list(BarterStream.of(numbers)) == list(BarterStream.of(iter(numbers))) == numbers
    tx, rx = mpsc_unbounded()
    for number in numbers:
        tx.send(number)
    tx.close()
    assert list(rx.into_stream()) == numbers


def test_a_stream_is_read_by_for_and_async_for_and_in_batches() -> None:
    async def main() -> list[int]:
        return [item async for item in BarterStream.of(range(100))]

    assert asyncio.run(main()) == list(range(100))
    reader = BarterStream.of(list(range(10))).start()
    taken: list[int] = []
    while batch := reader.batch(3, timeout=5):
        assert len(batch) <= 3
        taken += batch
    assert taken == list(range(10))


@given(NUMBERS, st.integers(2, 5))
def test_forward_by_sends_some_items_elsewhere(numbers: list[int], by: int) -> None:
    tx, rx = mpsc_unbounded()
    stayed = list(BarterStream.of(numbers).forward_by(lambda item: item % by == 0, tx.send))
    assert stayed == [number for number in numbers if number % by]
    assert rx.drain() == [number for number in numbers if number % by == 0]


@given(NUMBERS, st.integers(2, 5))
def test_forward_clone_by_sends_some_items_elsewhere_too(numbers: list[int], by: int) -> None:
    tx, rx = mpsc_unbounded()
    assert list(BarterStream.of(numbers).forward_clone_by(lambda item: item % by == 0, tx.send)) == numbers
    assert rx.drain() == [number for number in numbers if number % by == 0]


def test_forwarding_ends_the_stream_when_its_receiver_is_gone() -> None:
    for method in ("forward_by", "forward_clone_by"):
        tx, rx = mpsc_unbounded()
        rx.close()
        assert list(getattr(BarterStream.of([1, 2, 3]), method)(lambda item: item == 2, tx.send)) == [1]


@pytest.mark.parametrize("method", ["forward_by", "forward_clone_by"])
@pytest.mark.parametrize("where", ["predicate", "forward"])
def test_what_a_function_raises_ends_the_stream_behind_the_items_before(method: str, where: str) -> None:
    def failing(item: int) -> bool:
        if item == 3:
            raise ZeroDivisionError(where)
        return where == "forward" and method == "forward_clone_by"

    def predicate(item: int) -> bool:
        return failing(item) if where == "predicate" else item == 3 or method == "forward_clone_by"

    def forward(item: int) -> None:
        if where == "forward":
            failing(item)

    reader = getattr(BarterStream.of([1, 2, 3, 4]), method)(predicate, forward).start()
    assert [reader.recv(5), reader.recv(5)] == [1, 2]
    with pytest.raises(ZeroDivisionError, match=where):
        reader.recv(5)
    assert list(reader) == []


def test_with_index_gives_each_item_its_key() -> None:
    class Index:
        def index(self, item: str) -> tuple[int, str]:
            return {"btc": 0, "eth": 1}[item], item

    assert isinstance(Index(), Indexer)
    assert list(BarterStream.of(["btc", "eth"]).with_index(Index())) == [(0, "btc"), (1, "eth")]
    # An item without a key is an error among the items: the stream goes on.
    reader = BarterStream.of(["btc", "doge", "eth"]).with_index(Index()).start()
    assert reader.recv(5) == (0, "btc")
    with pytest.raises(KeyError, match="doge"):
        reader.recv(5)
    assert list(reader) == [(1, "eth")]


def test_with_timeout_ends_a_stream_on_which_nothing_comes() -> None:
    called = threading.Event()
    tx, rx = mpsc_unbounded()
    tx.send(1)
    stream = rx.into_stream().with_timeout("100ms", called.set)
    time.sleep(0.2)  # the clock starts when the stream is read
    assert not called.is_set()
    assert list(stream) == [1]
    assert called.is_set()
    del tx


def test_with_timeout_lets_a_busy_stream_go_on_and_raises_what_its_function_raises() -> None:
    def slowly() -> Iterator[int]:
        for number in range(5):
            time.sleep(0.02)
            yield number

    for timeout in ("5s", 1e19):
        assert list(BarterStream.of(slowly()).with_timeout(timeout)) == [0, 1, 2, 3, 4]
    tx, rx = mpsc_unbounded()
    with pytest.raises(ZeroDivisionError):
        list(rx.into_stream().with_timeout("10ms", lambda: 1 / 0))
    tx.close()


@given(st.lists(st.integers(), min_size=1, max_size=5), st.lists(st.integers(), min_size=1, max_size=5))
def test_merge_gives_both_and_ends_with_the_first_that_ends(left: list[int], right: list[int]) -> None:
    tagged = merge(
        BarterStream.of([("left", item) for item in left]), BarterStream.of([("right", item) for item in right])
    )
    got = list(tagged)
    lefts, rights = ([item for side, item in got if side == name] for name in ("left", "right"))
    assert lefts == left[: len(lefts)]
    assert rights == right[: len(rights)]
    assert lefts == left or rights == right


def test_merge_of_a_stream_that_waits_ends_with_the_other() -> None:
    tx, rx = mpsc_unbounded()
    assert list(merge(BarterStream.of([1, 2]), rx.into_stream())) == [1, 2]
    stream = BarterStream.of([1])
    with pytest.raises(StateError, match="taken over"):
        merge(stream, stream)
    tx.close()


def test_a_transformer_gives_any_number_of_outputs_and_keeps_state() -> None:
    class Cumulative:
        total = 0

        def transform(self, input: int) -> list[int]:
            self.total += input
            return [self.total] * input

    transformer = Cumulative()
    assert isinstance(transformer, Transformer)
    stream = ExchangeStream(BarterStream.of([1, 0, 2]), transformer, AsTheyAre(), buffer=["first"])
    assert list(stream) == ["first", 1, 3, 3]
    assert transformer.total == 3
    assert list(ExchangeStream(BarterStream.of([1, 2]), lambda item: (item, -item), AsTheyAre())) == [1, -1, 2, -2]
    assert list(ExchangeStream(BarterStream.of([1, 2]), None, AsTheyAre())) == [1, 2]


def test_an_error_among_the_outputs_is_raised_in_its_place_and_the_stream_goes_on() -> None:
    def transform(item: int) -> list[Any]:
        if item == 2:
            raise ZeroDivisionError
        return [item, ValueError("among")] if item == 3 else [item]

    class Parser:
        def parse(self, message: int) -> int | None:
            if message == 5:
                raise KeyError("unread")
            return None if message == 4 else message

    reader = ExchangeStream(BarterStream.of([1, 2, 3, 4, 5, 6]), transform, Parser()).start()
    got: list[Any] = []
    while True:
        try:
            got.append(reader.recv(5))
        except StateError:
            break
        except Exception as error:  # noqa: BLE001
            got.append(type(error))
    assert got == [1, ZeroDivisionError, 3, ValueError, KeyError, 6]


def test_what_an_iterable_raises_is_raised_to_the_reader() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    reader = BarterStream.of(failing()).start()
    assert reader.recv(5) == 1
    with pytest.raises(ZeroDivisionError):
        reader.recv(5)


def test_back_pressure_waits_or_drops_the_oldest_and_counts() -> None:
    produced = 0

    def numbers() -> Iterator[int]:
        nonlocal produced
        for number in range(10_000):
            produced = number
            yield number

    waits = BarterStream.of(numbers()).start(capacity=10)
    assert waits.recv(5) == 0
    time.sleep(0.2)
    assert produced < 2_000  # the reader's ten, those on the way, and no more
    assert list(waits) == list(range(1, 10_000))
    assert waits.dropped == 0

    drops = BarterStream.of(list(range(10_000))).start(capacity=10, overflow="drop_oldest")
    while not drops.is_closed:
        time.sleep(0.01)
    assert (drops.ready, drops.dropped) == (10, 9_990)
    assert list(drops) == list(range(9_990, 10_000))


def test_a_transformer_that_waits_is_told_so() -> None:
    """It runs in a thread of the runtime, which must not wait for the runtime."""
    client = RestClient("http://127.0.0.1:1")
    reader = ExchangeStream(BarterStream.of(["1"]), lambda item: [client.execute(JsonRequest("/"))]).start()
    with pytest.raises(StateError, match="must not wait"):
        reader.recv(5)


def test_a_stream_is_taken_over_once() -> None:
    stream = BarterStream.of([1])
    other = stream.with_timeout("1s")
    assert "taken over" in repr(stream)
    for use in (stream.start, lambda: iter(stream), lambda: stream.with_index(str), stream.transform):
        with pytest.raises(StateError, match="was taken over") as caught:
            use()
        assert caught.value.code == "taken"
    assert list(other) == [1]


@pytest.mark.parametrize(
    "make, kind, argument",
    [
        (lambda: BarterStream.of(3), WrongTypeError, "items"),
        (lambda: BarterStream.of([]).start(capacity=0), InvalidArgumentError, "capacity"),
        (lambda: BarterStream.of([]).start(overflow="no"), InvalidArgumentError, "overflow"),
        (lambda: BarterStream.of([]).with_timeout(-1), InvalidArgumentError, "timeout"),
        (lambda: BarterStream.of([]).with_index(3), WrongTypeError, "indexer"),
        (lambda: BarterStream.of([]).forward_by(3, print), WrongTypeError, "predicate"),
        (lambda: BarterStream.of([]).forward_by(bool, 3), WrongTypeError, "forward"),
        (lambda: BarterStream.of([]).transform(3), WrongTypeError, "transformer"),
        (lambda: BarterStream.of([]).transform(None, 3), WrongTypeError, "parser"),
        (lambda: ExchangeStream(3), WrongTypeError, "stream"),
        (lambda: Historical(datetime(2024, 1, 1)), InvalidArgumentError, "start"),  # noqa: DTZ001
        (lambda: Historical(None), WrongTypeError, "start"),
        (
            lambda: Historical(datetime(2024, 1, 2, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)),
            InvalidArgumentError,
            "end",
        ),
    ],
)
def test_a_bad_argument_is_named(make: Any, kind: type[Exception], argument: str) -> None:
    with pytest.raises(kind, match=argument) as caught:
        make()
    assert caught.value.argument == argument  # type: ignore[attr-defined]


def test_a_long_chain_and_many_streams_leave_nothing_behind() -> None:
    tx, rx = mpsc_bounded(10)
    stream = BarterStream.of(range(1_000))
    for _ in range(20):
        stream = stream.with_timeout("10s").with_index(lambda item: item)
    assert list(stream.forward_by(lambda item: item < 0, tx.send)) == list(range(1_000))
    readers = [BarterStream.of(itertools.count()).start(capacity=4) for _ in range(20)]
    for reader in readers:
        assert reader.recv(5) == 0
        reader.close()
    del readers, stream
    gc.collect()
    deadline = time.monotonic() + 5
    while pumping() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert pumping() == 0
    rx.close()


def pumping() -> int:
    """Threads that read iterables."""
    return sum(thread.name == "barter-stream" for thread in threading.enumerate())


@given(st.datetimes(timezones=st.just(UTC)), st.none() | st.timedeltas(min_value=timedelta(0)))
def test_modes_of_data_sources_survive_json(start: datetime, length: Any) -> None:
    try:
        end = None if length is None else start + length
    except OverflowError:
        end = None
    historical = Historical(start, end)
    assert historical == Historical.from_json(historical.to_json()) == pickle.loads(pickle.dumps(historical))
    assert Live() == Live.from_json(Live().to_json())
    arguments = DataArgs.historical(historical, ["sub"], "config")
    assert (arguments.mode, arguments.subscriptions, arguments.config) == (historical, ["sub"], "config")
    assert arguments == DataArgs.from_json(arguments.to_json()) == pickle.loads(pickle.dumps(arguments))
    assert DataArgs.live(["sub"], "config") == DataArgs.from_dict(DataArgs.live(["sub"], "config").to_dict())
    assert DataArgs.live(["sub"], "config") == DataArgs(Live(), ["sub"], "config")
