"""
Compiled part of `barter_integration`; import its names from there.
"""

from barter_instrument import Asset, Instrument
from barter_integration.protocols import BuildStrategy, Encoder, Indexer, Signer, StreamParser, Transformer
from barter_integration.rest import RestRequest
from barter_integration.socket import ConnectError, ConnectErrorAction, ConnectErrorHandler, StreamErrorAction, StreamErrorHandler
from barter_integration.websocket import WsMessage
from collections.abc import Callable, Coroutine, Generator, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, Self, SupportsIndex, final

@final
class Awaitable:
    """
    A coroutine in Rust: `await` it once, or give it to `asyncio.create_task` or `asyncio.wait_for`.
    """
    def __await__(self, /) -> Generator[Any, Any, Any]: ...
    def __iter__(self, /) -> Generator[Any, Any, Any]: ...
    def __next__(self, /) -> Any: ...
    def close(self, /) -> None:
        """
        Ends the wait.
        """
    def send(self, value: Any, /) -> Any:
        """
        Runs to the next wait; asyncio calls it.
        """
    def throw(self, kind: Any, value: Any | None = None, traceback: Any | None = None, /) -> Any:
        """
        Ends the wait with an exception; asyncio calls it to cancel.
        """

@final
class BarterStream:
    """
    A stream that has not started: put it together with its methods, each of which takes it over, then read it.

    `for item in stream` and `async for item in stream` start it with the settings of `start()`.
    """
    def __aiter__(self, /) -> StreamReader: ...
    def __iter__(self, /) -> StreamReader: ...
    def __repr__(self, /) -> str: ...
    def forward_by(self, /, predicate: Callable[[Any], bool], forward: Callable[[Any], object]) -> BarterStream:
        """
        Sends some items elsewhere; the others stay.

        Args:
            predicate: function of an item; true means that it goes elsewhere.
            forward: function of such an item, such as `tx.send`. When its receiver is gone the stream ends.
        """
    def forward_clone_by(self, /, predicate: Callable[[Any], bool], forward: Callable[[Any], object]) -> BarterStream:
        """
        Sends some items elsewhere as well; all of them stay.

        Args:
            predicate: function of an item; true means that it goes elsewhere too.
            forward: function of such an item, such as `tx.send`. When its receiver is gone the stream ends.
        """
    @staticmethod
    def of(items: Iterable[Any]) -> BarterStream:
        """
        A stream of what an iterable gives: of what is there at once, or of what comes, read by a thread of Python's.

        Args:
            items: any iterable, also one that waits, such as a generator or the receiver of a channel. What it raises ends the stream
                and is raised to the reader.

        Example:
            >>> from barter_integration import BarterStream
            >>> list(BarterStream.of([1, 2]))
            [1, 2]
        """
    def start(self, /, *, capacity: SupportsIndex | None = ..., overflow: str = "wait") -> StreamReader:
        """
        Starts the stream.

        Args:
            capacity: most items that may wait for the reader; None for no bound.
            overflow: what happens when so many wait. "wait": nothing more is taken from the source, which slows the sender down, and a
                venue may close a connection that does not read. "drop_oldest": the oldest item is dropped and counted in `dropped`.

        Raises:
            StateError: code "taken".
        """
    def transform(self, /, transformer: Transformer[Any, Any] | Callable[[Any], Iterable[Any]] | None = None, parser: StreamParser[Any, Any] | None = None, buffer: Sequence[Any] = ...) -> BarterStream:
        """
        Reads and transforms messages, as `ExchangeStream` does.

        Args:
            transformer: an object with `transform(input)` or a function that gives any number of outputs for an input; None hands the
                inputs on. An exception among the outputs, or raised, is an error among the items.
            parser: reads messages: `WebSocketSerdeParser()` (the default), `WebSocketProtobufParser()`, `WsParser()`, or an object with
                `parse(message)`.
            buffer: outputs that come first.
        """
    def with_index(self, /, indexer: Indexer[Any, Any] | Callable[[Any], Any]) -> BarterStream:
        """
        Gives each item its key.

        Args:
            indexer: a function of an item that gives what is read instead, or an object with `index(item)`. What it raises is an error
                among the items.
        """
    def with_timeout(self, /, timeout: float | timedelta | str, on_timeout: Callable[[], object] | None = None) -> BarterStream:
        """
        Ends the stream when nothing comes for a while.

        Args:
            timeout: longest wait for the next item: seconds, a `timedelta`, or text such as "5ms". It starts when the stream is read.
            on_timeout: called without arguments before the stream ends.
        """

@final
class Base64Encoder:
    """
    Writes bytes as base64 text, with padding.

    Example:
        >>> from barter_integration import Base64Encoder
        >>> Base64Encoder().encode(b"\\x0a\\xff")
        'Cv8='
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> Base64Encoder: ...
    def __reduce__(self, /) -> tuple[Any, tuple[()]]: ...
    def __repr__(self, /) -> str: ...
    def encode(self, /, data: bytes) -> str:
        """
        The bytes as text.
        """

@final
class BoundedRx:
    """
    The receiving end of `mpsc_bounded()`: `for` and `async for`, `recv`, `batch`, `drain`.

    The stream ends when every sender is gone and all items were read. Items that are here when it is closed can still be read;
    dropping it drops them.
    """
    def __aenter__(self, /) -> Coroutine[Any, Any, Self]: ...
    def __aexit__(self, /, *exception: object) -> Coroutine[Any, Any, None]: ...
    def __aiter__(self, /) -> BoundedRx: ...
    def __anext__(self, /) -> Coroutine[Any, Any, Any]: ...
    def __enter__(self, /) -> BoundedRx: ...
    def __exit__(self, /, *exception: object) -> None: ...
    def __iter__(self, /) -> BoundedRx: ...
    def __next__(self, /) -> Any: ...
    def __repr__(self, /) -> str: ...
    def aclose(self, /) -> Coroutine[Any, Any, None]:
        """
        `close` for asyncio.
        """
    def batch(self, /, max: SupportsIndex = 1024, timeout: float | timedelta | str | None = None) -> list[Any]:
        """
        Waits for one event and returns it with those that are ready behind it.

        Args:
            max: most events to return.
            timeout: seconds, a `timedelta`, text such as "5ms", or None to wait as long as it takes.

        Returns:
            Events in order; an empty list when nothing came in time or the stream has ended (`is_closed` tells).
        """
    def batch_async(self, /, max: SupportsIndex = 1024, timeout: float | timedelta | str | None = None) -> Coroutine[Any, Any, list[Any]]:
        """
        `batch` for asyncio. Cancelling it loses no event.
        """
    @property
    def capacity(self, /) -> int | None:
        """
        Most events that may wait; None without a bound.
        """
    def close(self, /) -> None:
        """
        Ends the stream: nothing is added any more, what is here can still be read. May be called again.
        """
    def drain(self, /, max: SupportsIndex | None = None) -> list[Any]:
        """
        The events that are ready, without waiting; an empty list if there are none.
        """
    @property
    def dropped(self, /) -> int:
        """
        Events that were dropped because the stream was full and its overflow is "drop_oldest".
        """
    def into_stream(self, /) -> BarterStream:
        """
        The items as a `BarterStream`, which takes this receiver over.
        """
    @property
    def is_closed(self, /) -> bool:
        """
        Whether nothing is added any more: closed, or every producer has ended. Events may be left (`ready`).
        """
    @property
    def ready(self, /) -> int:
        """
        Events that can be read without waiting.
        """
    def recv(self, /, timeout: float | timedelta | str | None = None) -> Any:
        """
        Waits for the next event and returns it.

        Args:
            timeout: seconds, a `timedelta`, text such as "5ms", or None to wait as long as it takes.

        Raises:
            TimedOutError: nothing came in time; the stream is still open.
            StateError: code "closed", the stream has ended and everything was read.
        """
    def recv_async(self, /, timeout: float | timedelta | str | None = None) -> Coroutine[Any, Any, Any]:
        """
        `recv` for asyncio. Cancelling it loses no event.
        """

@final
class BoundedTx:
    """
    The sending end of `mpsc_bounded()`. Use it from any thread; the channel ends when its last sender is closed or collected.
    """
    def __enter__(self, /) -> BoundedTx: ...
    def __exit__(self, /, *exception: object) -> None: ...
    def __repr__(self, /) -> str: ...
    def clone(self, /) -> BoundedTx:
        """
        Another sender of the same channel.
        """
    def close(self, /) -> None:
        """
        Gives this sender up. May be called again.
        """
    @property
    def is_closed(self, /) -> bool:
        """
        Whether sending would fail: this sender was closed, or the receiver is gone.
        """
    def send(self, /, item: Any, timeout: float | timedelta | str | None = None) -> None:
        """
        Sends an item, waiting for room where the overflow is "wait".

        Args:
            item: any object.
            timeout: seconds, a `timedelta`, text such as "5ms", or None to wait as long as it takes.

        Raises:
            StateError: code "full", there was no room in time; code "receiver_dropped", the receiver was closed or dropped; code
                "closed", this sender was closed.
        """
    def send_async(self, /, item: Any) -> Coroutine[Any, Any, None]:
        """
        `send` for asyncio. Cancelled while it waits, it has sent nothing.
        """
    def try_send(self, /, item: Any) -> None:
        """
        Sends an item without waiting; `StateError` with code "full" if there is no room.
        """

@final
class HexEncoder:
    """
    Writes bytes as lower-case hexadecimal text.

    Example:
        >>> from barter_integration import HexEncoder
        >>> HexEncoder().encode(b"\\x0a\\xff")
        '0aff'
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> HexEncoder: ...
    def __reduce__(self, /) -> tuple[Any, tuple[()]]: ...
    def __repr__(self, /) -> str: ...
    def encode(self, /, data: bytes) -> str:
        """
        The bytes as text.
        """

@final
class Hmac:
    """
    A keyed hash for `RequestSigner`: HMAC with SHA-256, SHA-384 or SHA-512.

    The secret cannot be read back, and is in no repr, error or pickle.

    Args:
        secret: key, as bytes or text (UTF-8), not empty.
        digest: sha256, "sha384" or "sha512".

    Raises:
        WrongTypeError, InvalidArgumentError: with the argument's name.

    Example:
        >>> from barter_integration import Hmac
        >>> Hmac("key", "sha512").digest(b"message").hex()[:16]
        'e477384d7ca229dd'
    """
    def __new__(cls, /, secret: bytes | bytearray | str, digest: str = "sha256") -> Hmac: ...
    def __reduce__(self, /) -> tuple[Any, tuple[()]]:
        """
        A secret is not written anywhere.
        """
    def __repr__(self, /) -> str: ...
    def digest(self, /, message: bytes | bytearray | str) -> bytes:
        """
        The hash of a message.
        """

@final
class HmacSigner:
    """
    Signs messages with a secret: HMAC with SHA-256, SHA-384 or SHA-512, written by an encoder.

    The secret cannot be read back, and is in no repr, error or pickle.

    Args:
        secret: key, as bytes or text (UTF-8), not empty.
        digest: sha256, "sha384" or "sha512".
        encoder: `HexEncoder()` (default) or `Base64Encoder()`.

    Raises:
        WrongTypeError, InvalidArgumentError: with the argument's name.

    Example:
        >>> from barter_integration import HmacSigner
        >>> HmacSigner("key").sign("The quick brown fox jumps over the lazy dog")
        'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8'
    """
    def __new__(cls, /, secret: bytes | bytearray | str, digest: str = "sha256", encoder: HexEncoder | Base64Encoder | None = None) -> HmacSigner: ...
    def __reduce__(self, /) -> tuple[Any, tuple[()]]:
        """
        A secret is not written anywhere.
        """
    def __repr__(self, /) -> str: ...
    def digest(self, /, message: bytes | bytearray | str) -> bytes:
        """
        The signature of a message, as bytes.
        """
    def sign(self, /, message: bytes | bytearray | str) -> str:
        """
        The signature of a message, as text.
        """

@final
class HttpRequest:
    """
    A request that is ready to be sent. Its repr has the names of headers and parameters, never their values.
    """
    def __repr__(self, /) -> str: ...
    @property
    def body(self, /) -> bytes:
        """
        Body as it is sent; empty if there is none.
        """
    @property
    def headers(self, /) -> dict[str, Any]:
        """
        Headers by lower-case name; one that is set twice has the last value.
        """
    @property
    def method(self, /) -> str:
        """
        Method, such as "GET".
        """
    @property
    def path(self, /) -> str:
        """
        Path of the address.
        """
    @property
    def query(self, /) -> list[tuple[str, str]]:
        """
        Parameters of the query, decoded, in order.
        """
    @property
    def query_string(self, /) -> str:
        """
        Query as it is sent, without the question mark; empty if there is none.
        """
    @property
    def timeout(self, /) -> Any | None:
        """
        Time the whole request may take.
        """
    @property
    def url(self, /) -> str:
        """
        Whole address, with the query: it may hold a signature or a key.
        """

@final
class Mac:
    """
    Takes what is to be signed: `update` as often as needed, in order.
    """
    def __repr__(self, /) -> str: ...
    def update(self, /, data: bytes | bytearray | str) -> None:
        """
        Adds bytes, or text as UTF-8.
        """

@final
class PublicNoHeaders:
    """
    Builds requests without signature and without headers of its own.

    Example:
        >>> from barter_integration import PublicNoHeaders
        >>> PublicNoHeaders()
        PublicNoHeaders()
    """
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(cls, /) -> PublicNoHeaders: ...
    def __reduce__(self, /) -> tuple[Any, tuple[()]]: ...
    def __repr__(self, /) -> str: ...
    def build(self, /, request: RestRequest[Any], builder: RequestBuilder) -> HttpRequest:
        """
        The request as it stands in the builder.
        """

@final
class ReconnectingSocket:
    """
    Connections one after the other: when one ends, or cannot be made, the next is tried after the back-off.

    Put it together with its methods, each of which takes it over. `into_stream()` gives the items of all connections,
    `with_socket_updates()` also says when one begins, with its sink, and when one has ended.
    """
    def __repr__(self, /) -> str: ...
    def into_stream(self, /) -> BarterStream:
        """
        A stream of the items of all connections.
        """
    def on_connect_err(self, /, handler: ConnectErrorHandler | Callable[[ConnectError], ConnectErrorAction]) -> ReconnectingSocket:
        """
        Decides about attempts that failed: to try again after the back-off, or to end.

        Args:
            handler: a function of a `ConnectError` that returns a `ConnectErrorAction`, or an object with `handle(error)`. What it raises
                ends the stream. Without one, failed attempts are logged as warnings and tried again for ever.
        """
    def on_stream_err(self, /, handler: StreamErrorHandler | Callable[[Exception], StreamErrorAction]) -> ReconnectingSocket:
        """
        Decides about errors among the items: to hand them on, or to drop the connection and make another one.

        Args:
            handler: a function of the exception that returns a `StreamErrorAction`, or an object with `handle(error)`.
        """
    def on_stream_err_filter(self, /, handler: StreamErrorHandler | Callable[[Exception], StreamErrorAction]) -> ReconnectingSocket:
        """
        As `on_stream_err`, and no error is handed on.
        """
    def transform(self, /, transformer: Callable[[], Transformer[Any, Any] | Callable[[Any], Iterable[Any]]] | None = None, parser: StreamParser[Any, Any] | None = None) -> ReconnectingSocket:
        """
        Reads and transforms the messages of each connection, as `ExchangeStream` does.

        Args:
            transformer: a class or function without arguments that makes a transformer (see `BarterStream.transform`) for each
                connection: its state begins anew with it. None hands the inputs on.
            parser: reads messages, as for `BarterStream.transform`.
        """
    def with_socket_updates(self, /) -> BarterStream:
        """
        A stream of `SocketUpdate`: `Connected(sink)` when a connection begins, `Item(item)` for what comes (errors too, as exceptions in
        `item`), `Reconnecting()` when it has ended.
        """
    def with_timeout(self, /, timeout: float | timedelta | str, on_timeout: Callable[[], object] | None = None) -> ReconnectingSocket:
        """
        Drops a connection on which nothing comes for a while, and makes another one: half-open connections say nothing for ever.

        Args:
            timeout: longest wait for the next item: seconds, a `timedelta`, or text such as "30s".
            on_timeout: called without arguments before the connection is dropped.
        """

@final
class RequestBuilder:
    """
    A request while it is built: each method gives a further builder, this one stays as it is.

    `method`, `path`, `query_string` and `body_bytes` are exactly what will be sent: sign those.
    """
    def __repr__(self, /) -> str: ...
    def body(self, /, data: bytes | bytearray | str, content_type: str | None = None) -> RequestBuilder:
        """
        With another body, bytes or text; `content_type` sets that header.
        """
    @property
    def body_bytes(self, /) -> bytes:
        """
        Body as it is sent; empty if there is none.
        """
    def build(self, /) -> HttpRequest:
        """
        The request, ready to be sent.

        Raises:
            SocketError: parts of it are invalid.
        """
    def header(self, /, name: str, value: str) -> RequestBuilder:
        """
        With one more header.
        """
    @property
    def method(self, /) -> str:
        """
        Method, such as "GET".
        """
    @property
    def path(self, /) -> str:
        """
        Path of the address, with that of the base address in front.
        """
    def query(self, /, parameters: Sequence[tuple[str, str]]) -> RequestBuilder:
        """
        With more parameters behind those of the query, in the order given.
        """
    @property
    def query_string(self, /) -> str:
        """
        Query as it is sent, without the question mark; empty if there is none.
        """
    def timeout(self, /, timeout: timedelta | int | str) -> RequestBuilder:
        """
        With another time that the whole request may take.
        """

@final
class RequestSigner:
    """
    Signs requests: the signer says what is signed and where the signature goes, the mac hashes it with the secret, the encoder
    writes it.

    Args:
        signer: an object with the methods of `Signer`.
        mac: an `Hmac`, which holds the secret.
        encoder: `HexEncoder()`, `Base64Encoder()` or an object with `encode(bytes) -> str`.

    Raises:
        WrongTypeError: an argument without the methods that are needed.
    """
    def __new__(cls, /, signer: Signer[Any], mac: Hmac, encoder: Encoder) -> RequestSigner: ...
    def __reduce__(self, /) -> tuple[Any, tuple[()]]:
        """
        A secret is not written anywhere.
        """
    def __repr__(self, /) -> str: ...
    def build(self, /, request: RestRequest[Any], builder: RequestBuilder) -> HttpRequest:
        """
        The signed request.
        """

@final
class RestTransport:
    """
    Compiled part of `RestClient`.
    """
    def __new__(cls, /, base_url: str, tls: TlsConfig | None = None, connect_timeout: timedelta | int | str | None = None) -> RestTransport: ...
    def __repr__(self, /) -> str: ...
    @property
    def base_url(self, /) -> str: ...
    def build(self, /, strategy: BuildStrategy, request: RestRequest[Any], method: str, path: str, query: list[tuple[str, str]], headers: list[tuple[str, str]], body: bytes | None, timeout: timedelta | int | str) -> HttpRequest:
        """
        Builds and signs a request.
        """
    def send(self, /, request: HttpRequest) -> Coroutine[Any, Any, tuple[int, list[tuple[str, str]], bytes, tuple[str, int, list[tuple[str, str]], list[tuple[str, int]]]]]:
        """
        `send_and_wait` for asyncio; a request that is cancelled is given up.
        """
    def send_and_wait(self, /, request: HttpRequest) -> tuple[int, list[tuple[str, str]], bytes, tuple[str, int, list[tuple[str, str]], list[tuple[str, int]]]]:
        """
        Sends a request and waits for the answer: status, headers, payload, parts of the metric.
        """

@final
class StreamReader:
    """
    A stream that runs: `for` and `async for`, `recv`, `batch`, `drain`.

    An error among the items is raised in its place; the stream goes on behind it, with the next read.
    """
    def __aenter__(self, /) -> Coroutine[Any, Any, Self]: ...
    def __aexit__(self, /, *exception: object) -> Coroutine[Any, Any, None]: ...
    def __aiter__(self, /) -> StreamReader: ...
    def __anext__(self, /) -> Coroutine[Any, Any, Any]: ...
    def __enter__(self, /) -> StreamReader: ...
    def __exit__(self, /, *exception: object) -> None: ...
    def __iter__(self, /) -> StreamReader: ...
    def __next__(self, /) -> Any: ...
    def __repr__(self, /) -> str: ...
    def aclose(self, /) -> Coroutine[Any, Any, None]:
        """
        `close` for asyncio.
        """
    def batch(self, /, max: SupportsIndex = 1024, timeout: float | timedelta | str | None = None) -> list[Any]:
        """
        Waits for one event and returns it with those that are ready behind it.

        Args:
            max: most events to return.
            timeout: seconds, a `timedelta`, text such as "5ms", or None to wait as long as it takes.

        Returns:
            Events in order; an empty list when nothing came in time or the stream has ended (`is_closed` tells).
        """
    def batch_async(self, /, max: SupportsIndex = 1024, timeout: float | timedelta | str | None = None) -> Coroutine[Any, Any, list[Any]]:
        """
        `batch` for asyncio. Cancelling it loses no event.
        """
    @property
    def capacity(self, /) -> int | None:
        """
        Most events that may wait; None without a bound.
        """
    def close(self, /) -> None:
        """
        Ends the stream: nothing is added any more, what is here can still be read. May be called again.
        """
    def drain(self, /, max: SupportsIndex | None = None) -> list[Any]:
        """
        The events that are ready, without waiting; an empty list if there are none.
        """
    @property
    def dropped(self, /) -> int:
        """
        Events that were dropped because the stream was full and its overflow is "drop_oldest".
        """
    @property
    def is_closed(self, /) -> bool:
        """
        Whether nothing is added any more: closed, or every producer has ended. Events may be left (`ready`).
        """
    @property
    def ready(self, /) -> int:
        """
        Events that can be read without waiting.
        """
    def recv(self, /, timeout: float | timedelta | str | None = None) -> Any:
        """
        Waits for the next event and returns it.

        Args:
            timeout: seconds, a `timedelta`, text such as "5ms", or None to wait as long as it takes.

        Raises:
            TimedOutError: nothing came in time; the stream is still open.
            StateError: code "closed", the stream has ended and everything was read.
        """
    def recv_async(self, /, timeout: float | timedelta | str | None = None) -> Coroutine[Any, Any, Any]:
        """
        `recv` for asyncio. Cancelling it loses no event.
        """

@final
class StreamTx:
    """
    Sends into a stream of `BarterStream`s.
    """
    def __enter__(self, /) -> StreamTx: ...
    def __exit__(self, /, *exception: object) -> None: ...
    def close(self, /) -> None:
        """
        Ends the stream behind what was sent.
        """
    def fail(self, /, error: BaseException) -> None:
        """
        Ends the stream with an exception behind what was sent.
        """
    def send(self, /, item: Any) -> None:
        """
        Sends an item, waiting for room; `StateError` with code "receiver_dropped" when nobody reads any more.
        """

@final
class TlsConfig:
    """
    Whom a connection trusts: the certificate authorities of the public web, others, or both.

    Args:
        ca_certificates: certificates of authorities, as PEM (text or bytes, several in one are taken) or DER (bytes).
        built_in_roots: whether the authorities of the public web (Mozilla's list) are trusted as well.

    Raises:
        InvalidArgumentError: a certificate cannot be read, or nobody would be trusted.

    Example:
        >>> from barter_integration import TlsConfig
        >>> TlsConfig()
        TlsConfig(ca_certificates=0, built_in_roots=True)
    """
    def __new__(cls, /, ca_certificates: Sequence[str | bytes] | str | bytes | None = None, *, built_in_roots: bool = True) -> TlsConfig: ...
    def __repr__(self, /) -> str: ...

@final
class UnboundedRx:
    """
    The receiving end of `mpsc_unbounded()`: `for` and `async for`, `recv`, `batch`, `drain`.

    The stream ends when every sender is gone and all items were read. Items that are here when it is closed can still be read;
    dropping it drops them.

    Example:
        >>> import asyncio
        >>> from barter_integration import mpsc_unbounded
        >>> tx, rx = mpsc_unbounded()
        >>> async def main():
        ...     asyncio.get_running_loop().call_later(0.01, tx.send, 1)
        ...     return await rx.recv_async()
        >>> asyncio.run(main())
        1
    """
    def __aenter__(self, /) -> Coroutine[Any, Any, Self]: ...
    def __aexit__(self, /, *exception: object) -> Coroutine[Any, Any, None]: ...
    def __aiter__(self, /) -> UnboundedRx: ...
    def __anext__(self, /) -> Coroutine[Any, Any, Any]: ...
    def __enter__(self, /) -> UnboundedRx: ...
    def __exit__(self, /, *exception: object) -> None: ...
    def __iter__(self, /) -> UnboundedRx: ...
    def __next__(self, /) -> Any: ...
    def __repr__(self, /) -> str: ...
    def aclose(self, /) -> Coroutine[Any, Any, None]:
        """
        `close` for asyncio.
        """
    def batch(self, /, max: SupportsIndex = 1024, timeout: float | timedelta | str | None = None) -> list[Any]:
        """
        Waits for one event and returns it with those that are ready behind it.

        Args:
            max: most events to return.
            timeout: seconds, a `timedelta`, text such as "5ms", or None to wait as long as it takes.

        Returns:
            Events in order; an empty list when nothing came in time or the stream has ended (`is_closed` tells).
        """
    def batch_async(self, /, max: SupportsIndex = 1024, timeout: float | timedelta | str | None = None) -> Coroutine[Any, Any, list[Any]]:
        """
        `batch` for asyncio. Cancelling it loses no event.
        """
    @property
    def capacity(self, /) -> int | None:
        """
        Most events that may wait; None without a bound.
        """
    def close(self, /) -> None:
        """
        Ends the stream: nothing is added any more, what is here can still be read. May be called again.
        """
    def drain(self, /, max: SupportsIndex | None = None) -> list[Any]:
        """
        The events that are ready, without waiting; an empty list if there are none.
        """
    @property
    def dropped(self, /) -> int:
        """
        Events that were dropped because the stream was full and its overflow is "drop_oldest".
        """
    def into_stream(self, /) -> BarterStream:
        """
        The items as a `BarterStream`, which takes this receiver over.
        """
    @property
    def is_closed(self, /) -> bool:
        """
        Whether nothing is added any more: closed, or every producer has ended. Events may be left (`ready`).
        """
    @property
    def ready(self, /) -> int:
        """
        Events that can be read without waiting.
        """
    def recv(self, /, timeout: float | timedelta | str | None = None) -> Any:
        """
        Waits for the next event and returns it.

        Args:
            timeout: seconds, a `timedelta`, text such as "5ms", or None to wait as long as it takes.

        Raises:
            TimedOutError: nothing came in time; the stream is still open.
            StateError: code "closed", the stream has ended and everything was read.
        """
    def recv_async(self, /, timeout: float | timedelta | str | None = None) -> Coroutine[Any, Any, Any]:
        """
        `recv` for asyncio. Cancelling it loses no event.
        """

@final
class UnboundedTx:
    """
    The sending end of `mpsc_unbounded()`. Use it from any thread; the channel ends when its last sender is closed or collected.
    """
    def __enter__(self, /) -> UnboundedTx: ...
    def __exit__(self, /, *exception: object) -> None: ...
    def __repr__(self, /) -> str: ...
    def clone(self, /) -> UnboundedTx:
        """
        Another sender of the same channel.
        """
    def close(self, /) -> None:
        """
        Gives this sender up. May be called again.
        """
    @property
    def is_closed(self, /) -> bool:
        """
        Whether sending would fail: this sender was closed, or the receiver is gone.
        """
    def send(self, /, item: Any) -> None:
        """
        Sends an item; does not wait.

        Raises:
            StateError: code "receiver_dropped", the receiver was closed or dropped; code "closed", this sender was closed.
        """

@final
class WebSocket:
    """
    An open WebSocket: `send`, and the stream of its messages, which can be taken once.

    Pings are answered while the stream is read.
    """
    def __aenter__(self, /) -> Coroutine[Any, Any, Self]: ...
    def __aexit__(self, /, *exception: object) -> Coroutine[Any, Any, None]: ...
    def __aiter__(self, /) -> StreamReader: ...
    def __enter__(self, /) -> WebSocket: ...
    def __exit__(self, /, *exception: object) -> None: ...
    def __iter__(self, /) -> StreamReader: ...
    def __repr__(self, /) -> str: ...
    def aclose(self, /) -> Coroutine[Any, Any, None]:
        """
        `close` for asyncio.
        """
    def close(self, /) -> None:
        """
        Sends the closing frame and lets the connection go; what the other side still has to say can be read for two seconds more. May be
        called again.
        """
    def into_stream(self, /) -> BarterStream:
        """
        The messages, as a stream that has not started; it can be taken once.

        Raises:
            StateError: code "taken".
        """
    def send(self, /, message: str | bytes | bytearray | WsMessage) -> None:
        """
        Sends a message: text, bytes, or a `WsMessage`.

        Raises:
            SocketError: the connection has ended.
        """
    def send_async(self, /, message: str | bytes | bytearray | WsMessage) -> Coroutine[Any, Any, None]:
        """
        `send` for asyncio.
        """
    @property
    def sink(self, /) -> WsSink:
        """
        The sending half.
        """
    def split(self, /) -> tuple[WsSink, BarterStream]:
        """
        Both halves.
        """

@final
class WebSocketRequest:
    """
    Where and how a WebSocket is opened. Its repr has no query and no value of a header: they may be secrets.

    Args:
        url: address, starting with "wss://" or "ws://"; no user and password in it.
        headers: headers of the request.
        tls: whom to trust; None trusts the authorities of the public web.
        on_connect: messages that are sent as soon as the connection is open, such as subscriptions.

    Raises:
        InvalidArgumentError, WrongTypeError: with the argument's name.

    Example:
        >>> from barter_integration import WebSocketRequest
        >>> WebSocketRequest("wss://stream.example.com/ws?listenKey=abc", on_connect=['{"op":"subscribe"}'])
        WebSocketRequest(url='wss://stream.example.com/ws', headers=[], on_connect=<1 messages>)
    """
    def __new__(cls, /, url: str, *, headers: Mapping[str, str] | None = None, tls: TlsConfig | None = None, on_connect: Sequence[str | bytes | WsMessage] = ...) -> WebSocketRequest: ...
    def __repr__(self, /) -> str: ...

@final
class WsSink:
    """
    Sends messages over a connection, from any thread. After the connection has ended it raises `SocketError`; a new connection has a
    sink of its own.
    """
    def __repr__(self, /) -> str: ...
    def aclose(self, /) -> Coroutine[Any, Any, None]:
        """
        `close` for asyncio.
        """
    def close(self, /) -> None:
        """
        Sends the closing frame and lets the connection go; what the other side still has to say can be read for two seconds more. May be
        called again.
        """
    def send(self, /, message: str | bytes | bytearray | WsMessage) -> None:
        """
        Sends a message: text, bytes, or a `WsMessage`.

        Raises:
            SocketError.WebSocket: the connection has ended; its `error` says how.
            SocketError.Sink: it was closed from here.
        """
    def send_async(self, /, message: str | bytes | bytearray | WsMessage) -> Coroutine[Any, Any, None]:
        """
        `send` for asyncio.
        """

@final
class _ProvokedStream:
    """
    A stream of numbers that goes wrong.
    """
    def __aenter__(self, /) -> Coroutine[Any, Any, Self]: ...
    def __aexit__(self, /, *exception: object) -> Coroutine[Any, Any, None]: ...
    def __aiter__(self, /) -> _ProvokedStream: ...
    def __anext__(self, /) -> Coroutine[Any, Any, int]: ...
    def __enter__(self, /) -> _ProvokedStream: ...
    def __exit__(self, /, *exception: object) -> None: ...
    def __iter__(self, /) -> _ProvokedStream: ...
    def __next__(self, /) -> int: ...
    def aclose(self, /) -> Coroutine[Any, Any, None]:
        """
        `close` for asyncio.
        """
    def batch(self, /, max: SupportsIndex = 1024, timeout: float | timedelta | str | None = None) -> list[int]:
        """
        Waits for one event and returns it with those that are ready behind it.

        Args:
            max: most events to return.
            timeout: seconds, a `timedelta`, text such as "5ms", or None to wait as long as it takes.

        Returns:
            Events in order; an empty list when nothing came in time or the stream has ended (`is_closed` tells).
        """
    def batch_async(self, /, max: SupportsIndex = 1024, timeout: float | timedelta | str | None = None) -> Coroutine[Any, Any, list[int]]:
        """
        `batch` for asyncio. Cancelling it loses no event.
        """
    @property
    def capacity(self, /) -> int | None:
        """
        Most events that may wait; None without a bound.
        """
    def close(self, /) -> None:
        """
        Ends the stream: nothing is added any more, what is here can still be read. May be called again.
        """
    def drain(self, /, max: SupportsIndex | None = None) -> list[int]:
        """
        The events that are ready, without waiting; an empty list if there are none.
        """
    @property
    def dropped(self, /) -> int:
        """
        Events that were dropped because the stream was full and its overflow is "drop_oldest".
        """
    @property
    def is_closed(self, /) -> bool:
        """
        Whether nothing is added any more: closed, or every producer has ended. Events may be left (`ready`).
        """
    @property
    def panics(self, /) -> int: ...
    @property
    def ready(self, /) -> int:
        """
        Events that can be read without waiting.
        """
    def recv(self, /, timeout: float | timedelta | str | None = None) -> int:
        """
        Waits for the next event and returns it.

        Args:
            timeout: seconds, a `timedelta`, text such as "5ms", or None to wait as long as it takes.

        Raises:
            TimedOutError: nothing came in time; the stream is still open.
            StateError: code "closed", the stream has ended and everything was read.
        """
    def recv_async(self, /, timeout: float | timedelta | str | None = None) -> Coroutine[Any, Any, int]:
        """
        `recv` for asyncio. Cancelling it loses no event.
        """

def _asset_in(value: Asset) -> None:
    """
    Takes a value of another wheel, as methods do.
    """

def _asset_out() -> Asset:
    """
    Gives a value of another wheel.
    """

def _instrument_in(value: Instrument) -> None:
    """
    The same for a large value.
    """

def _instrument_out() -> Instrument:
    """
    The same for a large value.
    """

def _logs_dropped() -> int:
    """
    Log records that were dropped so far.
    """

def _operations_running() -> int:
    """
    Provoked operations that were started and neither ended nor dropped.
    """

def _provoke_logs(threads: SupportsIndex, records: SupportsIndex) -> None:
    """
    Logs `records` records on each of `threads` threads, at the levels TRACE to ERROR in turn; waits for them without the interpreter.
    """

def _provoke_operation(how: str) -> int:
    """
    The same, waited for here.
    """

def _provoke_operation_async(how: str) -> Awaitable:
    """
    An operation that panics ("panic"), never ends ("hang"), or gives 1, at once ("now") or after 10 ms.
    """

def _provoke_stream(events: SupportsIndex, end: str) -> _ProvokedStream:
    """
    A stream whose background producer sends `events` numbers and then ends as `end` says: end, "error", "panic", "hang" (never),
    "unreadable" or "unreadable_panic" (an event that cannot be converted, then one more number).
    """

def merge(left: BarterStream, right: BarterStream) -> BarterStream:
    """
    Two streams as one, which ends when one of them does.

    Example:
        >>> from barter_integration import BarterStream, merge
        >>> merged = merge(BarterStream.of([1, 2]), BarterStream.of([3, 4]))
        >>> next(iter(merged)) in (1, 3)
        True
    """

def mpsc_bounded(capacity: SupportsIndex, *, overflow: str = "wait") -> tuple[BoundedTx, BoundedRx]:
    """
    A channel that holds a limited number of items: many senders, one receiver.

    Args:
        capacity: most items that may wait, at least 1.
        overflow: what happens when it is full. "wait": the sender waits for the receiver; "drop_oldest": the oldest item is dropped
            and counted in `BoundedRx.dropped`.

    Returns:
        `(tx, rx)`: a `BoundedTx` and a `BoundedRx`. They carry any Python object.

    Raises:
        InvalidArgumentError: with the argument's name.

    Example:
        >>> from barter_integration import mpsc_bounded
        >>> tx, rx = mpsc_bounded(2, overflow="drop_oldest")
        >>> for price in (1, 2, 3):
        ...     tx.send(price)
        >>> rx.drain(), rx.dropped
        ([2, 3], 1)
    """

def mpsc_unbounded() -> tuple[UnboundedTx, UnboundedRx]:
    """
    A channel without a bound: many senders, one receiver. Sending never waits.

    Returns:
        `(tx, rx)`: an `UnboundedTx` and an `UnboundedRx`. They carry any Python object.

    Example:
        >>> from barter_integration import mpsc_unbounded
        >>> tx, rx = mpsc_unbounded()
        >>> tx.send("trade")
        >>> tx.send("candle")
        >>> tx.close()
        >>> list(rx)
        ['trade', 'candle']
    """

def protobuf_fields(data: bytes) -> dict[int, list[tuple[str, int | bytes]]]:
    """
    Fields of a protobuf message: number to a list of (wire type, value) in the order they came.
    """

def reconnecting_socket(connect: str | WebSocketRequest | Callable[[], str | WebSocketRequest], timeout: float | timedelta | str, backoff: Callable[[int], timedelta | int] | None, stable_after: timedelta | int | str) -> ReconnectingSocket:
    """
    Compiled part of `init_reconnecting_socket`.
    """

def stream_channel(capacity: SupportsIndex) -> tuple[StreamTx, BarterStream]:
    """
    A stream of what is sent into it, and its sender.
    """

def stream_of(items: list[Any]) -> BarterStream:
    """
    A stream that holds what is there already.
    """

def web_socket_connect(request: str | WebSocketRequest, timeout: float | timedelta | str) -> WebSocket:
    """
    Compiled part of `connect`.
    """

def web_socket_connect_async(request: str | WebSocketRequest, timeout: float | timedelta | str) -> Coroutine[Any, Any, WebSocket]:
    """
    Compiled part of `connect_async`.
    """

__all__ = ["_asset_in", "_asset_out", "_instrument_in", "_instrument_out", "_logs_dropped", "_operations_running", "_provoke_logs", "_provoke_operation", "_provoke_operation_async", "_provoke_stream", "_ProvokedStream", "Awaitable", "BoundedRx", "BoundedTx", "mpsc_bounded", "UnboundedRx", "UnboundedTx", "mpsc_unbounded", "Base64Encoder", "HexEncoder", "HttpRequest", "RequestBuilder", "RestTransport", "Mac", "RequestSigner", "PublicNoHeaders", "Hmac", "HmacSigner", "protobuf_fields", "WebSocket", "web_socket_connect", "web_socket_connect_async", "ReconnectingSocket", "reconnecting_socket", "WebSocketRequest", "WsSink", "StreamTx", "stream_channel", "merge", "stream_of", "BarterStream", "StreamReader", "TlsConfig", "__version__", "__barter_schemas__"]
__barter_schemas__: Final[dict[str, tuple[int, int]]]
__version__: Final[str]
