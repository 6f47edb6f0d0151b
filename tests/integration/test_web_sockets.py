"""WebSockets against a local server that pings, splits messages, sends bytes, closes, drops, says nothing and floods."""

from __future__ import annotations

import asyncio
import base64
import copy
import hashlib
import pickle
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st
from integration.ws_server import Venue

from barter_instrument import BarterError, InvalidArgumentError, StateError, WrongTypeError
from barter_integration import (
    AdminWs,
    BarterStream,
    CloseFrame,
    DeBinaryError,
    ExchangeStream,
    Message,
    SocketError,
    StreamParser,
    StreamReader,
    TlsConfig,
    WebSocketProtobufParser,
    WebSocketRequest,
    WebSocketSerdeParser,
    WsError,
    WsMessage,
    WsParser,
    connect,
    connect_async,
    is_websocket_disconnected,
    process_binary,
    process_close_frame,
    process_frame,
    process_ping,
    process_pong,
    process_text,
)

MARKER = "s3cr3t-marker-7730"


def everything(reader: StreamReader) -> list[Any]:
    """Items and errors, in order, to the end."""
    got: list[Any] = []
    while True:
        try:
            got.append(reader.recv(10))
        except StateError as error:
            assert error.code == "closed"  # noqa: PT017
            return got
        except BarterError as error:
            got.append(error)


def test_messages_of_each_kind_are_sent_and_received(streams: Venue) -> None:
    with connect(f"{streams.address}/echo") as socket:
        reader = iter(socket)
        for sent, got in (
            ("text ü", WsMessage.Text("text ü")),
            (b"\x00\xff", WsMessage.Binary(b"\x00\xff")),
            (bytearray(b"x"), WsMessage.Binary(b"x")),
            (WsMessage.Text("own"), WsMessage.Text("own")),
            (WsMessage.Ping(b"?"), WsMessage.Pong(b"?")),
        ):
            socket.send(sent)
            assert reader.recv(5) == got
        assert pickle.loads(pickle.dumps(WsMessage.Ping(b"?"))) == WsMessage.Ping(b"?")


def test_the_same_in_asyncio(streams: Venue) -> None:
    async def main() -> None:
        async with await connect_async(f"{streams.address}/echo") as socket:
            reader = socket.__aiter__()
            await socket.send_async("hello")
            assert await asyncio.wait_for(anext(reader), 5) == WsMessage.Text("hello")
            await reader.aclose()

    asyncio.run(main())


def test_pings_are_answered(streams: Venue) -> None:
    reader = iter(connect(f"{streams.address}/ping"))
    assert reader.recv(5) == WsMessage.Ping(b"are you there")
    assert reader.recv(5) == WsMessage.Text("pong after True")
    reader.close()


def test_split_messages_are_put_together(streams: Venue) -> None:
    reader = ExchangeStream(connect(f"{streams.address}/split"), parser=WebSocketSerdeParser(raw=True)).start()
    assert [reader.recv(5), reader.recv(5)] == ['{"price":1.5}', b"\x01\x02\x03"]
    reader.close()


def test_a_closing_frame_is_an_error_that_says_why(streams: Venue) -> None:
    messages = everything(iter(connect(f"{streams.address}/close")))
    assert messages == [WsMessage.Text('{"n":1}'), WsMessage.Close(CloseFrame(1001, "going away"))]
    parsed = everything(ExchangeStream(connect(f"{streams.address}/close")).start())
    assert parsed == [{"n": 1}, SocketError.Terminated('CloseFrame(code=1001, reason="going away")')]
    sorted_ = everything(ExchangeStream(connect(f"{streams.address}/close"), parser=WsParser()).start())
    assert sorted_ == [Message.Payload(b'{"n":1}'), Message.Admin(AdminWs.Close(CloseFrame(1001, "going away")))]


def test_a_dropped_connection_is_an_error_and_the_end(streams: Venue) -> None:
    first, error = everything(ExchangeStream(connect(f"{streams.address}/drop")).start())
    assert first == {"n": 1}
    assert isinstance(error, SocketError.WebSocket)
    assert isinstance(error.error, WsError)
    assert isinstance(error, ConnectionError)


def test_what_cannot_be_read_is_an_error_in_its_place(streams: Venue) -> None:
    got = everything(ExchangeStream(connect(f"{streams.address}/malformed")).start())
    assert [item for item in got if isinstance(item, dict)] == [{"n": 1}, {"n": 2}, {"n": 3}]
    assert [type(item) for item in got] == [
        dict,
        SocketError.Deserialise,
        dict,
        SocketError.DeserialiseBinary,
        dict,
        SocketError.Deserialise,
        SocketError.Terminated,
    ]
    assert got[1].payload == "no json"
    assert got[3].payload == b"\xff\xfe"


def test_a_transformer_of_python_sees_what_the_parser_gives(streams: Venue) -> None:
    class VolumeSum:
        total = Decimal(0)

        def transform(self, input: Any) -> list[Decimal]:
            self.total += Decimal(input["q"])
            return [self.total]

    stream = ExchangeStream(connect(f"{streams.address}/trades?count=1000"), VolumeSum())
    totals = everything(stream.start())
    assert totals[:-1] == [Decimal("0.5") * n for n in range(1, 1001)]
    assert isinstance(totals[-1], SocketError.Terminated)
    exact = ExchangeStream(
        connect(f"{streams.address}/split"), parser=WebSocketSerdeParser(parse_float=Decimal)
    ).start()
    assert exact.recv(5) == {"price": Decimal("1.5")}
    exact.close()
    made = WebSocketSerdeParser(lambda value: value["n"])
    assert everything(ExchangeStream(connect(f"{streams.address}/trades?count=3"), parser=made).start())[:3] == [
        0,
        1,
        2,
    ]


def test_recorded_messages_run_through_the_same_pipeline() -> None:
    recorded = [
        '{"n":1}',
        b'{"n":2}',
        WsMessage.Text('{"n":3}'),
        WsMessage.Ping(b""),
        "no json",
        WsMessage.Close(),
        {"n": 4},
    ]
    got = everything(ExchangeStream(BarterStream.of(recorded)).start())
    assert [item for item in got if isinstance(item, dict)] == [{"n": 1}, {"n": 2}, {"n": 3}, {"n": 4}]
    assert [type(item) for item in got[3:5]] == [SocketError.Deserialise, SocketError.Terminated]
    fields = ExchangeStream(BarterStream.of([b"\x08\x05", "text"]), parser=WebSocketProtobufParser()).start()
    assert [message.uint64(1) for message in everything(fields)] == [5]


def test_protobuf_messages(streams: Venue) -> None:
    socket = connect(f"{streams.address}/echo")
    sink, messages = socket.split()
    reader = ExchangeStream(messages, parser=WebSocketProtobufParser(lambda fields: fields.string(1))).start()
    sink.send("an answer to a subscription")
    sink.send(b"\x0a\x03btc")
    sink.send(b"\x0a\x05btc")
    assert reader.recv(5) == "btc"
    with pytest.raises(SocketError.DeserialiseProtobuf) as caught:
        reader.recv(5)
    assert caught.value.payload == b"\x0a\x05btc"
    reader.close()
    socket.close()


def test_a_parser_of_python_sees_messages_and_failures(streams: Venue) -> None:
    class Parser:
        def parse(self, message: Any) -> Any:
            return None if isinstance(message, WsMessage.Ping) else type(message).__name__

    assert isinstance(Parser(), StreamParser)
    got = everything(ExchangeStream(connect(f"{streams.address}/drop"), parser=Parser()).start())
    assert got == ["Text", "Protocol"]


@contextmanager
def deaf() -> Iterator[str]:
    """A server that opens a WebSocket, and from then on neither says nor reads anything."""
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:

        def accept() -> socket.socket:
            connection, _ = server.accept()
            asked = b""
            while not asked.endswith(b"\r\n\r\n"):
                asked += connection.recv(4096)
            (key,) = re.findall(rb"sec-websocket-key: (\S+)", asked, re.IGNORECASE)
            accepted = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
            lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"]
            lines.append(f"Sec-WebSocket-Accept: {accepted.decode()}")
            connection.sendall("".join(f"{line}\r\n" for line in [*lines, ""]).encode())
            return connection

        accepting = pool.submit(accept)
        yield f"ws://127.0.0.1:{server.getsockname()[1]}"
        accepting.result().close()


def test_closing_ends_a_reader_though_the_other_side_never_answers() -> None:
    async def scene(address: str) -> None:
        web_socket = await connect_async(address)
        reader = aiter(web_socket)
        waiting = asyncio.ensure_future(anext(reader))
        await asyncio.sleep(0.05)
        await web_socket.aclose()
        with pytest.raises(StopAsyncIteration):
            await asyncio.wait_for(waiting, 10)

    with deaf() as address:
        asyncio.run(scene(address))


def test_a_silent_connection_ends_by_a_time_out(streams: Venue) -> None:
    stream = ExchangeStream(connect(f"{streams.address}/silent")).into_stream().with_timeout("150ms")
    assert everything(stream.start()) == [{"n": 1}]


def test_first_messages_headers_and_query_reach_the_server(streams: Venue) -> None:
    request = WebSocketRequest(
        f"{streams.address}/subscribed?count=2&token={MARKER}",
        headers={"X-Api-Key": MARKER},
        on_connect=['{"op":"subscribe"}', WsMessage.Text("second")],
    )
    reader = ExchangeStream(connect(request)).start()
    assert reader.recv(5) == ['{"op":"subscribe"}', "second"]
    assert streams.headers[-1]["x-api-key"] == MARKER
    assert streams.targets[-1].endswith(MARKER)
    reader.close()


def test_a_flood_waits_for_the_reader_or_drops_the_oldest(streams: Venue) -> None:
    count = 20_000

    class Number:
        def parse(self, message: Any) -> Any:
            return int(message.payload) if isinstance(message, WsMessage.Text) else None

    reader = ExchangeStream(connect(f"{streams.address}/flood?count={count}"), parser=Number()).start(capacity=100)
    assert reader.recv(5) == 0
    time.sleep(0.3)
    assert streams.sent < count  # the server is slowed down
    assert everything(reader) == list(range(1, count))
    assert reader.dropped == 0

    flood = ExchangeStream(connect(f"{streams.address}/flood?count={count}"), parser=Number())
    reader = flood.start(capacity=100, overflow="drop_oldest")
    while not reader.is_closed:
        time.sleep(0.01)
    assert reader.dropped == count - 100
    assert everything(reader) == list(range(count - 100, count))


def test_an_own_certificate_authority(encrypted_streams: Venue, authority: trustme.CA) -> None:
    tls = TlsConfig([authority.cert_pem.bytes()], built_in_roots=False)
    with connect(WebSocketRequest(f"{encrypted_streams.address}/echo", tls=tls)) as socket:
        socket.send("x")
        assert iter(socket).recv(5) == WsMessage.Text("x")
    for request in (
        f"{encrypted_streams.address}/echo",
        WebSocketRequest(f"{encrypted_streams.address}/echo", tls=TlsConfig([trustme.CA().cert_pem.bytes()])),
    ):
        with pytest.raises(SocketError.WebSocket, match="certificate") as caught:
            connect(request)
        assert isinstance(caught.value.error, WsError.Tls)


PAYLOADS = st.binary(max_size=20)
VALUES = st.one_of(
    st.text(max_size=20).map(WsMessage.Text),
    PAYLOADS.map(WsMessage.Binary),
    PAYLOADS.map(WsMessage.Ping),
    PAYLOADS.map(WsMessage.Pong),
    PAYLOADS.map(WsMessage.Frame),
    st.none().map(WsMessage.Close),
    st.builds(CloseFrame, st.integers(0, 65_535), st.text(max_size=20)).map(WsMessage.Close),
    st.builds(CloseFrame, st.integers(0, 65_535), st.text(max_size=20)),
    PAYLOADS.map(AdminWs.Ping),
    PAYLOADS.map(AdminWs.Pong),
    st.just(AdminWs.Close(CloseFrame(1000, "bye"))),
)


@given(VALUES)
def test_messages_are_values(value: Any) -> None:
    assert value == pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == eval(repr(value))
    assert hash(value) == hash(copy.copy(value))
    with pytest.raises(AttributeError):
        setattr(value, value.__match_args__[0], None)


def failure(request: str | WebSocketRequest, timeout: str = "5s") -> WsError:
    with pytest.raises(SocketError.WebSocket) as caught:
        connect(request, timeout=timeout)
    with pytest.raises(SocketError.WebSocket) as caught_async:
        asyncio.run(_opened(request, timeout))
    assert type(caught.value.error) is type(caught_async.value.error)
    return caught.value.error


async def _opened(request: str | WebSocketRequest, within: str) -> object:
    return await connect_async(request, timeout=within)


def test_connections_that_cannot_be_made_say_why(streams: Venue) -> None:
    refused = failure("ws://127.0.0.1:1/")
    assert isinstance(refused, WsError.Refused)
    assert isinstance(refused, ConnectionRefusedError)
    answered = failure(f"{streams.address}/refuse")
    assert isinstance(answered, WsError.Http)
    assert (answered.status, answered.body) == (401, "unknown token /refuse\n")
    late = failure(f"{streams.address}/slow", "100ms")
    assert isinstance(late, WsError.Timeout)
    assert isinstance(late, TimeoutError)


def test_nothing_is_sent_over_a_connection_that_has_ended(streams: Venue) -> None:
    socket = connect(f"{streams.address}/close")
    everything(iter(socket))
    with pytest.raises(SocketError.WebSocket) as ended:
        socket.send("x")
    assert is_websocket_disconnected(ended.value.error)
    socket.close()
    socket.close()
    with pytest.raises(SocketError.Sink):
        socket.send("x")
    with pytest.raises(StateError, match="taken before, or it was closed"):
        socket.into_stream()


@pytest.mark.parametrize(
    "make, kind, argument",
    [
        (lambda: connect("http://x"), InvalidArgumentError, "url"),
        (lambda: connect("nonsense"), InvalidArgumentError, "url"),
        (lambda: connect(3), WrongTypeError, "request"),
        (lambda: connect("ws://\ud800"), InvalidArgumentError, "url"),
        (lambda: connect("ws://x/\r\ny"), InvalidArgumentError, "url"),
        (lambda: WebSocketRequest(3), WrongTypeError, "url"),
        (lambda: WebSocketRequest("ws://x", headers=3), WrongTypeError, "headers"),
        (lambda: WebSocketRequest("ws://x", headers="ab"), WrongTypeError, "headers"),
        (lambda: WebSocketRequest("ws://x", headers={"a": 3}), WrongTypeError, "value"),
        (lambda: WebSocketRequest("ws://x", headers={3: "a"}), WrongTypeError, "name"),
        (lambda: WebSocketRequest("ws://x", headers={"a": "\ud800"}), InvalidArgumentError, "value"),
        (lambda: WsMessage.Text(3), WrongTypeError, "payload"),
        (lambda: WsMessage.Text("\ud800"), InvalidArgumentError, "payload"),
        (lambda: CloseFrame(1000, "\ud800"), InvalidArgumentError, "reason"),
        (lambda: connect("ws://x", timeout=-1), InvalidArgumentError, "timeout"),
        (lambda: connect("ws://x", timeout=None), WrongTypeError, "timeout"),
        (lambda: WebSocketRequest(f"ws://u:{MARKER}@x"), InvalidArgumentError, "url"),
        (lambda: WebSocketRequest("ws://x", headers={"a b": "c"}), InvalidArgumentError, "name"),
        (lambda: WebSocketRequest("ws://x", on_connect=[3]), WrongTypeError, "message"),
        (lambda: CloseFrame(-1), InvalidArgumentError, "code"),
        (lambda: CloseFrame(1000, "x" * 124), InvalidArgumentError, "reason"),
        (lambda: WsMessage.Ping("text"), WrongTypeError, "payload"),
        (lambda: WsParser.parse(3), WrongTypeError, "message"),
        (lambda: WebSocketSerdeParser().parse(3), WrongTypeError, "message"),
        (lambda: WebSocketProtobufParser().parse(3), WrongTypeError, "message"),
        (lambda: WebSocketSerdeParser(3), WrongTypeError, "output"),
    ],
)
def test_a_bad_argument_is_named(make: Any, kind: type[Exception], argument: str) -> None:
    with pytest.raises(kind, match=argument) as caught:
        make()
    assert caught.value.argument == argument  # type: ignore[attr-defined]
    assert MARKER not in str(caught.value)


def test_parsers_read_the_same_without_a_connection() -> None:
    parser = WebSocketSerdeParser()
    assert parser.parse(WsMessage.Binary(b"[1]")) == parser.parse(WsMessage.Text("[1]")) == [1]
    for silent in (WsMessage.Ping(b""), WsMessage.Pong(b""), WsMessage.Frame(b"")):
        assert parser.parse(silent) is None
        assert WebSocketProtobufParser().parse(silent) is None
    for read in (parser, WebSocketProtobufParser()):
        with pytest.raises(SocketError.Terminated, match="None"):
            read.parse(WsMessage.Close())
        with pytest.raises(SocketError.WebSocket):
            read.parse(WsError.Utf8("x"))
    with pytest.raises(SocketError.Deserialise):
        parser.parse(WsMessage.Text("["))
    with pytest.raises(SocketError.DeserialiseBinary):
        parser.parse(WsMessage.Binary(b"["))
    assert WsParser.parse(WsError.Utf8("x")) == Message.Admin(AdminWs.WsError(WsError.Utf8("x")))
    assert WsParser.parse(WsMessage.Frame(b"x")) == Message.Payload(b"x")
    assert process_text("[1]") == process_binary(b"[1]") == [1]
    assert (process_ping(b""), process_pong(b""), process_frame(b"")) == (None, None, None)
    assert process_close_frame(CloseFrame(1000)) == SocketError.Terminated('CloseFrame(code=1000, reason="")')
    for process, payload, kind in (
        (process_text, "x", SocketError.Deserialise),
        (process_binary, b"x", SocketError.DeserialiseBinary),
    ):
        with pytest.raises(kind) as caught:
            process(payload)  # type: ignore[operator]
        assert caught.value.payload == payload
        assert isinstance(caught.value.__cause__, DeBinaryError)
    with pytest.raises(TypeError, match="WsMessage is made as"):
        WsMessage()


def test_secrets_are_in_no_repr_error_or_log(
    streams: Venue, encrypted_streams: Venue, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)

    def request(url: str) -> WebSocketRequest:
        return WebSocketRequest(f"{url}?token={MARKER}", headers={"X-Key": MARKER}, on_connect=[MARKER])

    texts = [repr(request("ws://127.0.0.1:1/x")), str(request("wss://h/x"))]
    assert texts[0] == "WebSocketRequest(url='ws://127.0.0.1:1/x', headers=['x-key'], on_connect=<1 messages>)"
    for url, timeout in (
        ("ws://127.0.0.1:1/x", "5s"),
        (f"{streams.address}/refuse", "5s"),
        (f"{streams.address}/slow", "50ms"),
        (f"{encrypted_streams.address}/echo", "5s"),
    ):
        with pytest.raises(SocketError) as caught:
            connect(request(url), timeout=timeout)
        texts += [str(caught.value), repr(caught.value), repr(caught.value.__cause__)]
    socket = connect(request(f"{streams.address}/echo"))
    texts += [
        repr(socket),
        repr(socket.sink),
        *map(repr, everything(iter(connect(request(f"{streams.address}/close"))))),
    ]
    socket.close()
    # The server's own log is on the other side of the connection.
    texts += [record.getMessage() for record in caplog.records if not record.name.startswith("websockets")]
    assert MARKER not in "\n".join(texts)
