"""
Compiled part of `barter_integration`; import its names from there.
"""

from barter_instrument import Asset, Instrument
from collections.abc import Coroutine, Generator
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

__all__ = ["_asset_in", "_asset_out", "_instrument_in", "_instrument_out", "Base64Encoder", "HexEncoder", "HmacSigner", "_logs_dropped", "_operations_running", "_provoke_logs", "_provoke_operation", "_provoke_operation_async", "_provoke_stream", "_ProvokedStream", "Awaitable", "BoundedRx", "BoundedTx", "mpsc_bounded", "UnboundedRx", "UnboundedTx", "mpsc_unbounded", "__version__", "__barter_schemas__"]
__barter_schemas__: Final[dict[str, tuple[int, int]]]
__version__: Final[str]
