"""A panic anywhere is `BarterInternalError` where the user waits for the result; nothing is printed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from barter_instrument.errors import BarterInternalError
from barter_integration._integration import _provoke_operation, _provoke_operation_async, _provoke_stream


async def reads(stream: Any) -> list[int]:
    return [number async for number in stream]


def a_getter() -> None:
    _ = _provoke_stream(0, "end").panics


PANICS: dict[str, tuple[Callable[[], Any], str]] = {
    "getter": (a_getter, "provoked in a getter"),
    "producer, read by for": (lambda: list(_provoke_stream(3, "panic")), "provoked in a producer"),
    "producer, read by async for": (lambda: asyncio.run(reads(_provoke_stream(3, "panic"))), "provoked in a producer"),
    "conversion, read by for": (lambda: list(_provoke_stream(3, "unreadable_panic")), "provoked in a conversion"),
    "conversion, read by async for": (
        lambda: asyncio.run(reads(_provoke_stream(3, "unreadable_panic"))),
        "provoked in a conversion",
    ),
    "operation, waited for": (lambda: _provoke_operation("panic"), "provoked in an operation"),
    "operation, awaited": (lambda: asyncio.run(awaited()), "provoked in an operation"),
}


async def awaited() -> None:
    await _provoke_operation_async("panic")


@pytest.mark.parametrize("where", PANICS)
def test_a_panic_is_an_internal_error_that_says_where_and_what_to_do(where, capfd) -> None:
    provoke, text = PANICS[where]
    with pytest.raises(BarterInternalError) as raised:
        provoke()
    assert text in str(raised.value)
    assert "provoke.rs:" in str(raised.value)
    assert "please report" in str(raised.value)
    assert raised.value.code == "internal"
    assert capfd.readouterr() == ("", "")


def test_events_before_and_behind_a_panic_are_read() -> None:
    stream = _provoke_stream(3, "panic")
    assert [stream.recv() for _ in range(3)] == [0, 1, 2]
    with pytest.raises(BarterInternalError, match="provoked in a producer"):
        stream.recv()
    assert list(stream) == []

    stream = _provoke_stream(2, "unreadable_panic")
    assert [stream.recv() for _ in range(2)] == [0, 1]
    with pytest.raises(BarterInternalError, match="provoked in a conversion"):
        stream.recv()
    assert list(stream) == [2]


def test_the_wheel_works_on_after_panics() -> None:
    for _ in range(20):
        with pytest.raises(BarterInternalError):
            list(_provoke_stream(1, "panic"))
        with pytest.raises(BarterInternalError):
            _provoke_operation("panic")
    assert list(_provoke_stream(100, "end")) == list(range(100))
    assert _provoke_operation("answer") == 1
