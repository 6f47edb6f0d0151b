"""Errors of connections: exceptions that are caught by kind and carry the details of their kind.

``SocketError`` is the base; each kind of upstream's enum is a class inside of it. They derive from the builtin that fits as
well: a time-out is a `TimeoutError`, a refused connection a `ConnectionRefusedError`, a text that does not parse a `ValueError`.
Payloads are in the details, and messages say their size. The message of a refused request has the start of the answer, without
what the client sent as headers or signature, should the server repeat it.

>>> from barter_integration import SocketError
>>> try:
...     raise SocketError.HttpResponse(429, "slow down")
... except SocketError.HttpResponse as error:
...     print(error.kind, error.status, error.body)
HttpResponse 429 slow down
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from barter_instrument import BarterError, DataError, InvalidArgumentError, NetworkError, TimedOutError

from .names import SubscriptionId
from .variant import nest

__all__ = ["DeBinaryError", "DeBinaryErrorKind", "SeError", "SocketError", "WsError"]


class _Detailed(BarterError):
    """An error that is its kind and its details: equal, hashed and shown by them."""

    _fields: ClassVar[tuple[str, ...]] = ()

    def _value(self) -> tuple[object, ...]:
        return (type(self), *(getattr(self, name) for name in self._fields))

    def __eq__(self, other: object) -> bool:
        return self._value() == other._value() if isinstance(other, _Detailed) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), str(self)))

    def hide(self, secrets: Iterable[str]) -> None:
        """Takes texts out of the message, such as a key that the server repeats. The details stay as they came."""
        text = str(self)
        for secret in sorted(set(secrets), key=len, reverse=True):
            text = text.replace(secret, "<hidden>")
        self.args: tuple[Any, ...] = (text,)

    def __repr__(self) -> str:
        details = (f"{name}={_shown(getattr(self, name))}" for name in self._fields)
        return f"{type(self).__qualname__}({', '.join(details)})"


def _shown(value: object) -> str:
    """The repr of a detail; of a longer payload its size only."""
    if isinstance(value, bytes | bytearray):
        return f"<{len(value)} bytes>"
    if isinstance(value, str) and len(value) > 200:
        return f"<{len(value)} characters>"
    return repr(value)


class SocketError(_Detailed, NetworkError):
    """A connection that failed, or something on it that could not be understood."""

    default_code = "socket"

    @property
    def kind(self) -> str:
        """Name of the kind, as upstream has it."""
        return type(self).__name__

    Sink: ClassVar[type[_Sink]]
    Deserialise: ClassVar[type[_Deserialise]]
    DeserialiseBinary: ClassVar[type[_DeserialiseBinary]]
    DeserialiseProtobuf: ClassVar[type[_DeserialiseProtobuf]]
    Serialise: ClassVar[type[_Serialise]]
    QueryParams: ClassVar[type[_QueryParams]]
    UrlEncoded: ClassVar[type[_UrlEncoded]]
    UrlParse: ClassVar[type[_UrlParse]]
    Subscribe: ClassVar[type[_Subscribe]]
    Terminated: ClassVar[type[_Terminated]]
    Unsupported: ClassVar[type[_Unsupported]]
    WebSocket: ClassVar[type[_WebSocket]]
    Http: ClassVar[type[_Http]]
    HttpConnect: ClassVar[type[_HttpConnect]]
    HttpRefused: ClassVar[type[_HttpRefused]]
    HttpTimeout: ClassVar[type[_HttpTimeout]]
    HttpResponse: ClassVar[type[_HttpResponse]]
    Unidentifiable: ClassVar[type[_Unidentifiable]]
    Exchange: ClassVar[type[_Exchange]]


class _Sink(SocketError):
    """Nothing can be sent any more."""

    default_code = "socket.sink"

    def __init__(self) -> None:
        super().__init__("nothing can be sent any more: the connection is closed")


class _Deserialise(SocketError, DataError):
    """A text that is not what it should be; ``error`` says why, ``payload`` is the text."""

    default_code = "socket.deserialise"
    _fields = ("error", "payload")

    def __init__(self, error: str, payload: str) -> None:
        self.error: str = str(error)
        self.payload: str = payload
        super().__init__(f"text of {len(payload)} characters does not parse: {self.error}; it is in .payload")

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}(error={self.error!r}, payload=<{len(self.payload)} characters>)"


class _Binary(SocketError, DataError):
    """Bytes that are not what they should be."""

    _fields = ("error", "payload")
    _what: ClassVar[str]

    def __init__(self, error: str, payload: bytes) -> None:
        self.error: str = str(error)
        self.payload: bytes = bytes(payload)
        super().__init__(f"{self._what} of {len(self.payload)} bytes does not parse: {self.error}; it is in .payload")


class _DeserialiseBinary(_Binary):
    """Bytes that are not the JSON they should be; ``error`` says why, ``payload`` are the bytes."""

    default_code = "socket.deserialise_binary"
    _what = "JSON"


class _DeserialiseProtobuf(_Binary):
    """Bytes that are not the protobuf message they should be; ``error`` says why, ``payload`` are the bytes."""

    default_code = "socket.deserialise_protobuf"
    _what = "protobuf message"


class _Reasoned(SocketError):
    """A kind whose detail is one text."""

    _fields = ("reason",)
    _what: ClassVar[str]

    def __init__(self, reason: str) -> None:
        self.reason: str = str(reason)
        super().__init__(f"{self._what}: {self.reason}")


class _Serialise(_Reasoned, DataError):
    """A value that has no JSON form."""

    default_code = "socket.serialise"
    _what = "a value has no JSON form"


class _QueryParams(_Reasoned, DataError):
    """Parameters that have no form in a query."""

    default_code = "socket.query_params"
    _what = "parameters have no form in a query"


class _UrlEncoded(_Reasoned, DataError):
    """Values that have no URL-encoded form."""

    default_code = "socket.url_encoded"
    _what = "values have no URL-encoded form"


class _UrlParse(_Reasoned, InvalidArgumentError):
    """A text that is no URL."""

    default_code = "socket.url_parse"
    _what = "this is no URL"


class _Subscribe(_Reasoned):
    """A subscription that was refused, or whose answer did not come."""

    default_code = "socket.subscribe"
    _what = "error subscribing to resources over the socket"


class _Terminated(_Reasoned):
    """The server closed the connection; the detail is its closing frame."""

    default_code = "socket.terminated"
    _what = "the server closed the connection"


class _Unsupported(SocketError):
    """``entity`` does not support ``item``."""

    default_code = "socket.unsupported"
    _fields = ("entity", "item")

    def __init__(self, entity: str, item: str) -> None:
        self.entity: str = str(entity)
        self.item: str = str(item)
        super().__init__(f"{self.entity} does not support: {self.item}")


class _WebSocket(SocketError):
    """The WebSocket failed; ``error`` is the `WsError`."""

    default_code = "socket.web_socket"
    _fields = ("error",)

    def __init__(self, error: WsError) -> None:
        self.error: WsError = error
        super().__init__(f"WebSocket error: {error}")


class _Http(SocketError):
    """A request that failed on its way; ``reason`` says where and how."""

    default_code = "socket.http"
    _fields = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason: str = str(reason)
        super().__init__(f"HTTP error: {self.reason}")


class _HttpConnect(_Http):
    """No connection could be made: name, address or certificate are at fault, or the server is not there."""

    default_code = "socket.http_connect"


class _HttpRefused(_HttpConnect, ConnectionRefusedError):
    """Nobody listens at the address."""

    default_code = "socket.http_refused"


class _HttpTimeout(SocketError, TimedOutError):
    """The answer did not come within the time of the request."""

    default_code = "socket.http_timeout"
    _fields = ("reason",)

    def __init__(self, reason: str = "") -> None:
        self.reason: str = str(reason)
        super().__init__("HTTP request timed out" + (f": {self.reason}" if self.reason else ""))


class _HttpResponse(SocketError):
    """An answer that says no: its ``status`` and its ``body`` as text."""

    default_code = "socket.http_response"
    _fields = ("status", "body")

    def __init__(self, status: int, body: str) -> None:
        self.status: int = int(status)
        self.body: str = str(body)
        shown = self.body if len(self.body) <= 200 else self.body[:197] + "..."
        super().__init__(f"HTTP response (status={self.status}) error: {shown or '(no text)'}")

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}(status={self.status!r}, body=<{len(self.body)} characters>)"


class _Unidentifiable(SocketError):
    """A message of a subscription that was not made."""

    default_code = "socket.unidentifiable"
    _fields = ("subscription_id",)

    def __init__(self, subscription_id: SubscriptionId | str) -> None:
        self.subscription_id: SubscriptionId = SubscriptionId(subscription_id)
        super().__init__(f"message of no subscription of this connection: {self.subscription_id}")


class _Exchange(_Reasoned):
    """An error that the venue sent."""

    default_code = "socket.exchange"
    _what = "error message from the venue"


nest(
    SocketError,
    _Sink,
    _Deserialise,
    _DeserialiseBinary,
    _DeserialiseProtobuf,
    _Serialise,
    _QueryParams,
    _UrlEncoded,
    _UrlParse,
    _Subscribe,
    _Terminated,
    _Unsupported,
    _WebSocket,
    _Http,
    _HttpConnect,
    _HttpRefused,
    _HttpTimeout,
    _HttpResponse,
    _Unidentifiable,
    _Exchange,
)


class WsError(_Detailed, NetworkError):
    """What went wrong in a WebSocket: a class for each kind of the library below (tungstenite).

    ``reason`` is a text; ``Protocol`` also has ``rule``, the name of the broken rule, and ``Http`` the ``status`` and ``body``
    of an answer that was no WebSocket's.
    """

    default_code = "web_socket"

    @property
    def kind(self) -> str:
        """Name of the kind, as upstream has it."""
        return type(self).__name__

    ConnectionClosed: ClassVar[type[_ConnectionClosed]]
    AlreadyClosed: ClassVar[type[_AlreadyClosed]]
    Io: ClassVar[type[_Io]]
    Tls: ClassVar[type[_Tls]]
    Capacity: ClassVar[type[_Capacity]]
    Protocol: ClassVar[type[_Protocol]]
    WriteBufferFull: ClassVar[type[_WriteBufferFull]]
    Utf8: ClassVar[type[_Utf8]]
    AttackAttempt: ClassVar[type[_AttackAttempt]]
    Url: ClassVar[type[_Url]]
    Http: ClassVar[type[_WsErrorHttp]]
    HttpFormat: ClassVar[type[_HttpFormat]]
    Refused: ClassVar[type[_Refused]]
    Timeout: ClassVar[type[_Timeout]]


class _WsReason(WsError):
    """A kind whose detail is one text."""

    _fields = ("reason",)

    def __init__(self, reason: str = "") -> None:
        self.reason: str = str(reason)
        super().__init__(self.reason or (type(self).__doc__ or "").partition(".")[0].lower())


class _ConnectionClosed(_WsReason):
    """The connection was closed as agreed."""

    default_code = "web_socket.connection_closed"


class _AlreadyClosed(_WsReason):
    """The connection was closed before."""

    default_code = "web_socket.already_closed"


class _Io(_WsReason):
    """The transport failed."""

    default_code = "web_socket.io"


class _Refused(_Io, ConnectionRefusedError):
    """Nobody listens at the address."""

    default_code = "web_socket.refused"


class _Timeout(_WsReason, TimedOutError):
    """No connection within the time."""

    default_code = "web_socket.timeout"


class _Tls(_WsReason):
    """The encryption failed, often because a certificate is not trusted."""

    default_code = "web_socket.tls"


class _Capacity(_WsReason):
    """A message or frame is larger than allowed."""

    default_code = "web_socket.capacity"


class _Protocol(WsError):
    """The other side broke a rule of the protocol."""

    default_code = "web_socket.protocol"
    _fields = ("rule", "reason")

    def __init__(self, rule: str, reason: str = "") -> None:
        self.rule: str = str(rule)
        self.reason: str = str(reason)
        super().__init__(f"WebSocket protocol broken ({self.rule}): {self.reason}")


class _WriteBufferFull(_WsReason):
    """More was sent than the other side takes."""

    default_code = "web_socket.write_buffer_full"


class _Utf8(_WsReason):
    """A text message that is not UTF-8."""

    default_code = "web_socket.utf8"


class _AttackAttempt(_WsReason):
    """The other side looks like an attack."""

    default_code = "web_socket.attack_attempt"


class _Url(_WsReason, InvalidArgumentError):
    """The address is no URL of a WebSocket."""

    default_code = "web_socket.url"


class _WsErrorHttp(WsError):
    """The server answered, but not as a WebSocket: ``status`` and ``body``."""

    default_code = "web_socket.http"
    _fields = ("status", "body")

    def __init__(self, status: int, body: str = "") -> None:
        self.status: int = int(status)
        self.body: str = str(body)
        super().__init__(
            f"the server answered the WebSocket request with HTTP status {self.status}; its text is in .body"
        )

    def __repr__(self) -> str:
        return f"{type(self).__qualname__}(status={self.status!r}, body=<{len(self.body)} characters>)"


class _HttpFormat(_WsReason):
    """The request or the answer of the handshake is malformed."""

    default_code = "web_socket.http_format"


nest(
    WsError,
    _ConnectionClosed,
    _AlreadyClosed,
    _Io,
    _Tls,
    _Capacity,
    _Protocol,
    _WriteBufferFull,
    _Utf8,
    _AttackAttempt,
    _Url,
    _HttpFormat,
    _Refused,
    _Timeout,
)
_WsErrorHttp.__name__ = "_Http"
nest(WsError, _WsErrorHttp)


class DeBinaryErrorKind(_Detailed, DataError):
    """Why bytes could not be read: ``Serde`` (JSON) or ``Proto`` (protobuf)."""

    default_code = "deserialise"
    _fields = ("reason",)

    Serde: ClassVar[type[_Serde]]
    Proto: ClassVar[type[_Proto]]

    def __init__(self, reason: str) -> None:
        self.reason: str = str(reason)
        super().__init__(self.reason)


class _Serde(DeBinaryErrorKind):
    """Not the JSON that was expected."""

    default_code = "deserialise.serde"


class _Proto(DeBinaryErrorKind):
    """Not the protobuf message that was expected."""

    default_code = "deserialise.proto"


nest(DeBinaryErrorKind, _Serde, _Proto)


class DeBinaryError(_Detailed, DataError):
    """Bytes that could not be read: the ``payload`` itself, and the ``kind`` that says why, a `DeBinaryErrorKind`."""

    default_code = "deserialise"
    _fields = ("payload", "kind")

    def __init__(self, payload: bytes, kind: DeBinaryErrorKind) -> None:
        self._payload: bytes = bytes(payload)
        self._kind: DeBinaryErrorKind = kind
        super().__init__(f"failed to deserialise binary payload ({len(self._payload)} bytes): {kind}")

    @property
    def payload(self) -> bytes:
        """The bytes."""
        return self._payload

    @property
    def kind(self) -> DeBinaryErrorKind:
        """Why they could not be read."""
        return self._kind


class SeError(_Detailed, DataError):
    """A value that could not be written; ``SeError.Serde`` is the one kind."""

    default_code = "serialise"
    _fields = ("reason",)

    Serde: ClassVar[type[_SeErrorSerde]]

    def __init__(self, reason: str) -> None:
        self.reason: str = str(reason)
        super().__init__(self.reason)


class _SeErrorSerde(SeError):
    """The value has no JSON form."""

    default_code = "serialise.serde"


nest(SeError, _SeErrorSerde)
