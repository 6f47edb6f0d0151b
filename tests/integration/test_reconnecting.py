"""Sockets that reconnect: back-off, decisions about errors, the life of a connection as events."""

from __future__ import annotations

import asyncio
import gc
import logging
import pickle
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from integration.process_state import growth
from integration.ws_server import Venue

from barter_instrument import InvalidArgumentError, StateError, WrongTypeError
from barter_integration import (
    ConnectError,
    ConnectErrorAction,
    ConnectErrorHandler,
    ConnectErrorKind,
    DefaultBackoff,
    OnConnectErr,
    OnStreamErr,
    OnStreamErrFilter,
    ReconnectBackoff,
    SocketError,
    SocketUpdate,
    StreamErrorAction,
    StreamErrorHandler,
    WebSocketRequest,
    WsError,
    WsMessage,
    init_reconnecting_socket,
)

RECONNECT, TERMINATE = ConnectErrorAction.RECONNECT, ConnectErrorAction.TERMINATE


def taken(stream: Any, count: int) -> list[Any]:
    with stream.start() as reader:
        return [reader.recv(10) for _ in range(count)]


def test_connections_follow_each_other_and_their_lives_are_events(streams: Venue) -> None:
    socket = init_reconnecting_socket(f"{streams.address}/close", stable_after=0)
    updates = taken(socket.transform().with_socket_updates(), 8)
    assert [type(update) for update in updates] == [
        SocketUpdate.Connected,
        SocketUpdate.Item,
        SocketUpdate.Item,
        SocketUpdate.Reconnecting,
    ] * 2
    assert updates[1].item == {"n": 1}
    assert isinstance(updates[2].item, SocketError.Terminated)
    match updates[1]:
        case SocketUpdate.Item(item):
            assert item == {"n": 1}


def test_each_connection_has_a_sink(streams: Venue) -> None:
    socket = init_reconnecting_socket(f"{streams.address}/subscribed?count=1", stable_after=0)
    with socket.transform().with_socket_updates().start() as reader:
        connected = reader.recv(5)
        assert isinstance(connected, SocketUpdate.Connected)
        connected.sink.send("subscribe")
        assert reader.recv(5) == SocketUpdate.Item(["subscribe"])
        connected.sink.close()
        ended = [reader.recv(5)]
        while not isinstance(ended[-1], SocketUpdate.Reconnecting):
            ended.append(reader.recv(5))
        again = reader.recv(5)
        again.sink.send("again")
        assert reader.recv(5) == SocketUpdate.Item(["again"])


def test_the_items_of_all_connections_are_one_stream(streams: Venue) -> None:
    socket = init_reconnecting_socket(f"{streams.address}/trades?count=2", stable_after=0)
    filtered = socket.transform().on_stream_err_filter(lambda error: StreamErrorAction.CONTINUE)

    async def main() -> list[tuple[int, int]]:
        got = []
        async with filtered.into_stream().start() as reader:
            async for item in reader:
                got.append((item["connection"], item["n"]))
                if len(got) == 6:
                    break
        return got

    assert asyncio.run(main()) == [(connection, n) for connection in (1, 2, 3) for n in (0, 1)]


def test_a_transformer_begins_anew_with_each_connection(streams: Venue) -> None:
    class Count:
        def __init__(self) -> None:
            self.seen = 0

        def transform(self, input: Any) -> list[int]:
            self.seen += 1
            return [self.seen]

    socket = init_reconnecting_socket(f"{streams.address}/trades?count=2", stable_after=0)
    stream = socket.transform(Count).on_stream_err_filter(lambda error: StreamErrorAction.CONTINUE).into_stream()
    assert taken(stream, 5) == [1, 2, 1, 2, 1]


def test_attempts_that_fail_are_decided_about_and_counted(streams: Venue) -> None:
    seen: list[ConnectError] = []

    class Handler:
        def handle(self, error: ConnectError) -> ConnectErrorAction:
            seen.append(error)
            return RECONNECT if error.reconnection_attempt < 3 else TERMINATE

    assert isinstance(Handler(), ConnectErrorHandler)
    socket = init_reconnecting_socket("ws://127.0.0.1:1", "5s", lambda attempt: timedelta(milliseconds=attempt))
    assert list(socket.on_connect_err(Handler()).into_stream()) == []
    assert [error.reconnection_attempt for error in seen] == [1, 2, 3]
    for error in seen:
        assert isinstance(error.kind, ConnectErrorKind.Connect)
        assert isinstance(error.kind.error, SocketError.WebSocket)
        assert isinstance(error.kind.error.error, WsError.Refused)
    seen.clear()
    slow = init_reconnecting_socket(f"{streams.address}/slow", "50ms", lambda attempt: 0)
    assert list(slow.on_connect_err(Handler()).into_stream()) == []
    assert [error.kind for error in seen] == [ConnectErrorKind.Timeout()] * 3


def test_failed_attempts_are_logged_and_tried_again_when_nothing_is_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    reader = (
        init_reconnecting_socket("ws://127.0.0.1:1/?token=s3cr3t-marker", backoff=lambda n: 10**6).into_stream().start()
    )
    deadline = time.monotonic() + 5
    while len(caplog.records) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    reader.close()
    assert [record.args[0] for record in caplog.records[:3]] == [1, 2, 3]  # type: ignore[index]
    assert "efused" in caplog.text
    assert "s3cr3t-marker" not in caplog.text


def test_errors_among_the_items_are_decided_about(streams: Venue) -> None:
    seen: list[Exception] = []

    class Handler:
        def handle(self, error: Exception) -> StreamErrorAction:
            seen.append(error)
            return (
                StreamErrorAction.RECONNECT
                if isinstance(error, SocketError.DeserialiseBinary)
                else StreamErrorAction.CONTINUE
            )

    assert isinstance(Handler(), StreamErrorHandler)
    socket = init_reconnecting_socket(f"{streams.address}/malformed", stable_after=0)
    updates = taken(socket.transform().on_stream_err(Handler()).with_socket_updates(), 6)
    kinds = [type(update.item) if isinstance(update, SocketUpdate.Item) else type(update) for update in updates]
    assert kinds == [
        SocketUpdate.Connected,
        dict,
        SocketError.Deserialise,
        dict,
        SocketUpdate.Reconnecting,
        SocketUpdate.Connected,
    ]
    assert [type(error) for error in seen[:2]] == [SocketError.Deserialise, SocketError.DeserialiseBinary]
    filtered = init_reconnecting_socket(f"{streams.address}/malformed", stable_after=0).transform()
    stream = filtered.on_stream_err_filter(lambda error: StreamErrorAction.CONTINUE).into_stream()
    assert taken(stream, 5) == [{"n": 1}, {"n": 2}, {"n": 3}, {"n": 1}, {"n": 2}]


def test_the_adapters_of_the_crate_are_the_methods(streams: Venue) -> None:
    socket = OnConnectErr(
        init_reconnecting_socket(f"{streams.address}/malformed", stable_after=0), lambda error: TERMINATE
    )
    socket = OnStreamErr(socket.transform(), lambda error: StreamErrorAction.CONTINUE)
    stream = OnStreamErrFilter(socket, lambda error: StreamErrorAction.CONTINUE).into_stream()
    assert taken(stream, 4) == [{"n": 1}, {"n": 2}, {"n": 3}, {"n": 1}]


def test_a_silent_connection_is_replaced(streams: Venue) -> None:
    called = threading.Semaphore(0)
    socket = init_reconnecting_socket(f"{streams.address}/silent", stable_after=0)
    updates = taken(socket.transform().with_timeout("100ms", called.release).with_socket_updates(), 6)
    assert [type(update).__name__ for update in updates] == ["Connected", "Item", "Reconnecting"] * 2
    assert called.acquire(timeout=5)
    assert called.acquire(timeout=5)


def test_the_back_off_is_asked_before_each_attempt(streams: Venue) -> None:
    asked: list[int] = []

    class Backoff:
        def reconnect_backoff(self, attempt: int) -> timedelta:
            asked.append(attempt)
            return timedelta(milliseconds=1)

    assert isinstance(Backoff(), ReconnectBackoff)
    socket = init_reconnecting_socket(f"{streams.address}/drop", backoff=Backoff(), stable_after=0)
    taken(socket.with_socket_updates(), 9)
    assert asked[:3] == [0, 0, 0]  # barter's rule: a connection that was made sets it back
    asked.clear()
    socket = init_reconnecting_socket(f"{streams.address}/drop", backoff=Backoff())
    taken(socket.with_socket_updates(), 9)
    assert asked[:3] == [0, 1, 2]  # a server that accepts and drops is not called without a pause


def test_a_request_may_be_made_anew_for_each_attempt(streams: Venue) -> None:
    numbers = iter(range(1000))

    def request() -> WebSocketRequest:
        return WebSocketRequest(f"{streams.address}/close?token={next(numbers)}")

    taken(init_reconnecting_socket(request, stable_after=0).with_socket_updates(), 8)
    assert streams.targets[:2] == ["/close?token=0", "/close?token=1"]

    def failing() -> WebSocketRequest:
        raise KeyError("no token")

    errors: list[ConnectError] = []

    def handler(error: ConnectError) -> ConnectErrorAction:
        errors.append(error)
        return TERMINATE

    assert list(init_reconnecting_socket(failing).on_connect_err(handler).into_stream()) == []
    assert isinstance(errors[0].kind, ConnectErrorKind.Connect)
    assert isinstance(errors[0].kind.error, KeyError)


@pytest.mark.parametrize(
    "where", ["connect handler", "wrong action", "stream handler", "back-off", "transformer", "idle"]
)
def test_what_a_function_raises_ends_the_stream(streams: Venue, where: str) -> None:
    def fails(*_: Any) -> Any:
        raise ZeroDivisionError(where)

    socket = init_reconnecting_socket(f"{streams.address}/close", stable_after=0)
    match where:
        case "connect handler":
            stream = init_reconnecting_socket("ws://127.0.0.1:1").on_connect_err(fails).into_stream()
        case "wrong action":
            stream = init_reconnecting_socket("ws://127.0.0.1:1").on_connect_err(lambda error: True).into_stream()  # type: ignore[arg-type,return-value]
        case "stream handler":
            stream = socket.transform().on_stream_err_filter(fails).into_stream()
        case "back-off":
            stream = init_reconnecting_socket(f"{streams.address}/close", backoff=fails).into_stream()
        case "transformer":
            stream = socket.transform(fails).into_stream()
        case _:
            idle = init_reconnecting_socket(f"{streams.address}/silent", stable_after=0)
            stream = idle.with_timeout("20ms", fails).into_stream()
    with pytest.raises(WrongTypeError if where == "wrong action" else ZeroDivisionError):
        list(stream.start())


def test_methods_take_over_and_have_an_order(streams: Venue) -> None:
    socket = init_reconnecting_socket(f"{streams.address}/close")
    transformed = socket.transform()
    for use in (socket.into_stream, socket.with_socket_updates, socket.transform):
        with pytest.raises(StateError, match="taken over"):
            use()
    with pytest.raises(StateError, match="must come before") as order:
        transformed.on_connect_err(lambda error: TERMINATE)
    assert order.value.code == "order"


@pytest.mark.parametrize(
    "make, kind, argument",
    [
        (lambda: init_reconnecting_socket("http://x"), InvalidArgumentError, "url"),
        (lambda: init_reconnecting_socket(3), WrongTypeError, "request"),
        (lambda: init_reconnecting_socket("ws://x", -1), InvalidArgumentError, "timeout"),
        (lambda: init_reconnecting_socket("ws://x", backoff=3), WrongTypeError, "backoff"),
        (lambda: init_reconnecting_socket("ws://x", stable_after=-1), InvalidArgumentError, "stable_after"),
        (lambda: init_reconnecting_socket("ws://x").on_connect_err(3), WrongTypeError, "handler"),
        (lambda: init_reconnecting_socket("ws://x").on_stream_err(3), WrongTypeError, "handler"),
        (lambda: init_reconnecting_socket("ws://x").transform(3), WrongTypeError, "transformer"),
        (lambda: init_reconnecting_socket("ws://x").with_timeout(None), WrongTypeError, "timeout"),
        (lambda: DefaultBackoff().reconnect_backoff(-1), InvalidArgumentError, "reconnection_attempt"),
    ],
)
def test_a_bad_argument_is_named(make: Any, kind: type[Exception], argument: str) -> None:
    with pytest.raises(kind, match=argument) as caught:
        make()
    assert caught.value.argument == argument  # type: ignore[attr-defined]


ITEMS: st.SearchStrategy[Any] = st.one_of(st.integers(), st.just(ValueError("x")))


@given(ITEMS)
def test_updates_are_values_and_are_mapped(item: Any) -> None:
    update: SocketUpdate[Any, Any] = SocketUpdate.Item(item)
    failed = isinstance(item, Exception)
    assert update.map(str) == SocketUpdate.Item(str(item))
    assert update.map_ok(str) == (update if failed else SocketUpdate.Item(str(item)))
    assert update.map_err(str) == (SocketUpdate.Item(str(item)) if failed else update)
    for other in (SocketUpdate.Connected("sink"), SocketUpdate.Reconnecting()):
        assert other.map(str) == other.map_ok(str) == other.map_err(str) == other
        assert pickle.loads(pickle.dumps(other)) == other == eval(repr(other))
    with pytest.raises(TypeError, match="SocketUpdate is made as"):
        SocketUpdate()


@given(st.integers(0, 2**32 - 1))
def test_errors_and_back_offs_are_values(attempt: int) -> None:
    error = ConnectError(attempt, ConnectErrorKind.Timeout())
    assert pickle.loads(pickle.dumps(error)) == error == eval(repr(error))
    wait = DefaultBackoff().reconnect_backoff(attempt)
    assert wait == (timedelta(0) if attempt == 0 else timedelta(milliseconds=2 ** min(attempt, 15) + 10))
    assert DefaultBackoff() == pickle.loads(pickle.dumps(DefaultBackoff()))


def soak(streams: Venue, count: int) -> None:
    socket = init_reconnecting_socket(f"{streams.address}/close", backoff=lambda attempt: 0, stable_after=0)
    reader = socket.transform(lambda: lambda item: [item]).with_socket_updates().start()
    connected = 0
    for update in reader:
        if isinstance(update, SocketUpdate.Connected):
            connected += 1
            if connected == count:
                break
    reader.close()
    assert connected == count


def test_reconnects_leave_nothing_behind(streams: Venue) -> None:
    soak(streams, 50)
    with growth() as grown:
        soak(streams, 300)
        gc.collect()
    assert grown.threads <= 0
    assert grown.handles <= 2  # the last connection may still be closing
    assert grown.memory_mb < 20


@pytest.mark.exhaustive
def test_a_hundred_thousand_reconnects_leave_nothing_behind(streams: Venue) -> None:
    soak(streams, 2_000)
    streams.targets.clear()
    streams.headers.clear()
    with growth() as grown:
        for _ in range(100):
            soak(streams, 1_000)
            streams.targets.clear()
            streams.headers.clear()
        gc.collect()
    assert grown.threads <= 0
    assert grown.handles <= 2
    assert grown.memory_mb < 20


def test_raw_messages_of_a_reconnecting_socket(streams: Venue) -> None:
    stream = init_reconnecting_socket(f"{streams.address}/close", stable_after=0).into_stream()
    first, second, third = taken(stream, 3)
    assert first == third == WsMessage.Text('{"n":1}')
    assert isinstance(second, WsMessage.Close)
