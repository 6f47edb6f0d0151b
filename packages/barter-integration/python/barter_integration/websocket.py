"""WebSockets: connecting, messages, and how they are read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from barter_instrument import InvalidArgumentError, WrongTypeError

from ._integration import WebSocket, WebSocketRequest, web_socket_connect, web_socket_connect_async
from .de import DeJson, DeProtobuf, _made
from .errors import DeBinaryError, SocketError, WsError
from .message import Message
from .texts import sendable
from .variant import nest

if TYPE_CHECKING:
    from collections.abc import Coroutine

__all__ = [
    "AdminWs",
    "CloseFrame",
    "WebSocketProtobufParser",
    "WebSocketSerdeParser",
    "WsMessage",
    "WsParser",
    "connect",
    "connect_async",
    "is_websocket_disconnected",
    "process_binary",
    "process_close_frame",
    "process_frame",
    "process_ping",
    "process_pong",
    "process_text",
]


@dataclass(frozen=True, order=True, slots=True)
class CloseFrame:
    """Why a connection is closed: a code (1000 is "all is well") and a text.

    Example:
        >>> CloseFrame(1001, "going away")
        CloseFrame(code=1001, reason='going away')
    """

    code: int = 1000
    reason: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.code, bool) or not isinstance(self.code, int) or not 0 <= self.code < 65_536:
            raise InvalidArgumentError(f"code must be an int from 0 to 65535, got {self.code!r}", argument="code")
        if len(sendable(self.reason, "reason").encode()) > 123:
            raise InvalidArgumentError("reason must be a text of at most 123 bytes", argument="reason")


class WsMessage:
    """A message of a WebSocket: `Text`, `Binary`, `Ping`, `Pong`, `Close`, or a raw `Frame`.

    Example:
        >>> match WsMessage.Text("hello"):
        ...     case WsMessage.Text(payload):
        ...         print(payload)
        hello
    """

    __slots__ = ()
    Text: ClassVar[type[_Text]]
    Binary: ClassVar[type[_Binary]]
    Ping: ClassVar[type[_Ping]]
    Pong: ClassVar[type[_Pong]]
    Close: ClassVar[type[_Close]]
    Frame: ClassVar[type[_Frame]]

    def __new__(cls, *_: Any, **__: Any) -> Self:
        """Made by its kinds only."""
        if cls is WsMessage:
            raise TypeError("WsMessage is made as WsMessage.Text, .Binary, .Ping, .Pong or .Close")
        return super().__new__(cls)


@dataclass(frozen=True, slots=True)
class _Text(WsMessage):
    """A text."""

    payload: str

    def __post_init__(self) -> None:
        sendable(self.payload, "payload")


@dataclass(frozen=True, slots=True)
class _Bytes(WsMessage):
    payload: bytes = b""

    def __post_init__(self) -> None:
        if not isinstance(self.payload, bytes | bytearray):
            raise WrongTypeError(f"payload must be bytes, got {type(self.payload).__name__}", argument="payload")
        object.__setattr__(self, "payload", bytes(self.payload))


@dataclass(frozen=True, slots=True)
class _Binary(_Bytes):
    """Bytes."""


@dataclass(frozen=True, slots=True)
class _Ping(_Bytes):
    """A question whether the other side is there; it is answered without anybody asking for it."""


@dataclass(frozen=True, slots=True)
class _Pong(_Bytes):
    """The answer to a ping."""


@dataclass(frozen=True, slots=True)
class _Frame(_Bytes):
    """A raw frame; none comes from a connection."""


@dataclass(frozen=True, slots=True)
class _Close(WsMessage):
    """The end, with the reason if one was given."""

    frame: CloseFrame | None = None


nest(WsMessage, _Text, _Binary, _Ping, _Pong, _Close, _Frame)


class AdminWs:
    """What a WebSocket says about itself: `Ping`, `Pong`, `Close`, or `WsError` for what went wrong."""

    __slots__ = ()
    Ping: ClassVar[type[_AdminWsPing]]
    Pong: ClassVar[type[_AdminWsPong]]
    Close: ClassVar[type[_AdminWsClose]]
    WsError: ClassVar[type[_AdminWsWsError]]


@dataclass(frozen=True, slots=True)
class _AdminWsPing(AdminWs):
    """A ping came."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class _AdminWsPong(AdminWs):
    """A pong came."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class _AdminWsClose(AdminWs):
    """The other side closes."""

    frame: CloseFrame | None


@dataclass(frozen=True, slots=True)
class _AdminWsWsError(AdminWs):
    """The connection failed."""

    error: WsError


nest(AdminWs, _AdminWsPing, _AdminWsPong, _AdminWsClose, _AdminWsWsError)

Incoming = WsMessage | WsError


def _no_message(value: object) -> WrongTypeError:
    return WrongTypeError(f"message must be a WsMessage or a WsError, got {type(value).__name__}", argument="message")


class WsParser:
    """Sorts what comes over a WebSocket: payloads as bytes, everything else as `AdminWs`.

    Example:
        >>> WsParser().parse(WsMessage.Text("hi")), WsParser().parse(WsMessage.Ping(b"?"))
        (Message.Payload(payload=b'hi'), Message.Admin(admin=AdminWs.Ping(payload=b'?')))
    """

    @staticmethod
    def parse(message: Incoming) -> Message[AdminWs, bytes]:
        """The message, sorted."""
        match message:
            case WsMessage.Text(payload):
                return Message.Payload(payload.encode())
            case WsMessage.Binary(payload) | WsMessage.Frame(payload):
                return Message.Payload(payload)
            case WsMessage.Ping(payload):
                return Message.Admin(AdminWs.Ping(payload))
            case WsMessage.Pong(payload):
                return Message.Admin(AdminWs.Pong(payload))
            case WsMessage.Close(frame):
                return Message.Admin(AdminWs.Close(frame))
            case WsError():
                return Message.Admin(AdminWs.WsError(message))
            case _:
                raise _no_message(message)

    def __repr__(self) -> str:
        return "WsParser()"


def process_text(payload: str, output: Callable[[Any], Any] | None = None) -> Any:
    """What a text message says, as JSON.

    Raises:
        SocketError.Deserialise: it is no JSON, or `output` refuses it.
    """
    try:
        return DeJson.de_bytes(payload) if output is None else DeJson.de_bytes(payload, output)
    except DeBinaryError as error:
        raise SocketError.Deserialise(str(error.kind), payload) from error


def process_binary(payload: bytes, output: Callable[[Any], Any] | None = None) -> Any:
    """What a binary message says, as JSON in UTF-8.

    Raises:
        SocketError.DeserialiseBinary: it is no JSON, or `output` refuses it.
    """
    try:
        return DeJson.de_bytes(payload) if output is None else DeJson.de_bytes(payload, output)
    except DeBinaryError as error:
        raise SocketError.DeserialiseBinary(str(error.kind), payload) from error


def process_ping(payload: bytes) -> None:
    """A ping says nothing."""


def process_pong(payload: bytes) -> None:
    """A pong says nothing."""


def process_frame(payload: bytes) -> None:
    """A raw frame says nothing."""


def process_close_frame(frame: CloseFrame | None) -> SocketError:
    """The error that a closing frame is.

    Example:
        >>> process_close_frame(CloseFrame(1001, "going away")).reason
        'CloseFrame(code=1001, reason="going away")'
    """
    shown = "None" if frame is None else f"CloseFrame(code={frame.code}, reason={json.dumps(frame.reason)})"
    return SocketError.Terminated(shown)


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse)


class WebSocketSerdeParser:
    """Reads messages as JSON; pings and pongs say nothing, closing frames and failures are errors.

    Args:
        output: makes what is wanted of the JSON; None leaves it as it is.
        raw: whether texts and bytes are left as they are, unread: the fastest way where the transformer reads them itself.
        parse_float: makes a number of the text of one with a fraction; `Decimal` keeps it exactly.

    Example:
        >>> WebSocketSerdeParser().parse(WsMessage.Text('{"p":"1.5"}'))
        {'p': '1.5'}
    """

    def __init__(
        self,
        output: Callable[[Any], Any] | None = None,
        *,
        raw: bool = False,
        parse_float: Callable[[str], Any] | None = None,
    ) -> None:
        if output is not None and not callable(output):
            raise WrongTypeError(f"output must be a function, got {type(output).__name__}", argument="output")
        self.output = output
        self.raw = raw
        self._decoder = (
            _DECODER if parse_float is None else json.JSONDecoder(parse_float=parse_float, parse_constant=_refuse)
        )

    def _read(self, text: str) -> Any:
        try:
            value = self._decoder.decode(text)
        except RecursionError as error:
            raise ValueError(f"too deep: {error}") from error
        return value if self.output is None else _made(self.output, value)

    def _reader(self) -> tuple[str, Callable[[str], Any] | None]:
        """For the compiled pipeline: what reads a text."""
        return ("serde", None if self.raw else self._read)

    def parse(self, message: Incoming) -> Any:
        """What a message says; None for one that says nothing.

        Raises:
            SocketError: it cannot be read, closes the connection, or is a failure.
        """
        if not isinstance(message, WsMessage | WsError):
            raise _no_message(message)
        match message:
            case WsMessage.Text(payload):
                try:
                    return payload if self.raw else self._read(payload)
                except ValueError as error:
                    raise SocketError.Deserialise(str(error), payload) from error
            case WsMessage.Binary(payload):
                try:
                    return payload if self.raw else self._read(payload.decode())
                except ValueError as error:
                    raise SocketError.DeserialiseBinary(str(error), payload) from error
            case WsMessage.Close(frame):
                raise process_close_frame(frame)
            case WsError():
                raise SocketError.WebSocket(message)
            case _:
                return None

    def __repr__(self) -> str:
        return f"WebSocketSerdeParser(output={self.output!r}, raw={self.raw!r})"


class WebSocketProtobufParser:
    r"""Reads binary messages as protobuf; texts say nothing, as the answers of venues to subscriptions are texts.

    Args:
        output: as for `DeProtobuf.decode_bytes`: a class made by `protoc`, a function of `ProtobufFields`, or None for those.

    Example:
        >>> WebSocketProtobufParser().parse(WsMessage.Binary(b"\x08\x05")).uint64(1)
        5
    """

    def __init__(self, output: Any = None) -> None:
        self.output = output

    def _read(self, payload: bytes) -> Any:
        try:
            return (
                DeProtobuf.decode_bytes(payload)
                if self.output is None
                else DeProtobuf.decode_bytes(payload, self.output)
            )
        except DeBinaryError as error:
            raise SocketError.DeserialiseProtobuf(str(error.kind), payload) from error

    def _reader(self) -> tuple[str, Callable[[bytes], Any]]:
        """For the compiled pipeline: what reads bytes."""
        return ("protobuf", self._read)

    def parse(self, message: Incoming) -> Any:
        """What a message says; None for one that says nothing.

        Raises:
            SocketError: it cannot be read, closes the connection, or is a failure.
        """
        if not isinstance(message, WsMessage | WsError):
            raise _no_message(message)
        match message:
            case WsMessage.Binary(payload):
                return self._read(payload)
            case WsMessage.Close(frame):
                raise process_close_frame(frame)
            case WsError():
                raise SocketError.WebSocket(message)
            case _:
                return None

    def __repr__(self) -> str:
        return f"WebSocketProtobufParser(output={self.output!r})"


def connect(request: str | WebSocketRequest, *, timeout: float | timedelta | str = "10s") -> WebSocket:
    """Opens a WebSocket.

    Args:
        request: an address, or a `WebSocketRequest` with headers, trust and first messages.
        timeout: time that it may take: seconds, a `timedelta`, or text such as "500ms".

    Raises:
        SocketError.WebSocket: it could not be opened; `error` is the `WsError` that says why: nobody listens (`WsError.Refused`), too
            late (`WsError.Timeout`), a certificate that is not trusted (`WsError.Tls`), an answer that is no WebSocket's (`WsError.Http`).
        InvalidArgumentError, WrongTypeError: with the argument's name.
    """
    return web_socket_connect(request, timeout)


def connect_async(
    request: str | WebSocketRequest, *, timeout: float | timedelta | str = "10s"
) -> Coroutine[Any, Any, WebSocket]:
    """`connect` for asyncio; cancelling it gives the attempt up."""
    return web_socket_connect_async(request, timeout)


def is_websocket_disconnected(error: WsError) -> bool:
    """Whether an error means that the connection has ended.

    Example:
        >>> is_websocket_disconnected(WsError.AlreadyClosed()), is_websocket_disconnected(WsError.Utf8())
        (True, False)
    """
    if isinstance(error, WsError.ConnectionClosed | WsError.AlreadyClosed | WsError.Io | WsError.Timeout):
        return True
    return isinstance(error, WsError.Protocol) and error.rule == "SendAfterClosing"
