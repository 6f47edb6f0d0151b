"""Sockets that reconnect: back-off, decisions about errors, the life of a connection as events."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar, runtime_checkable

from barter_instrument import InvalidArgumentError, WrongTypeError

from ._integration import ReconnectingSocket, WebSocketRequest, WsSink, reconnecting_socket
from .protocols import ReconnectBackoff
from .variant import nest

__all__ = [
    "ConnectError",
    "ConnectErrorAction",
    "ConnectErrorHandler",
    "ConnectErrorKind",
    "DefaultBackoff",
    "SocketUpdate",
    "StreamErrorAction",
    "StreamErrorHandler",
    "init_reconnecting_socket",
]

S = TypeVar("S")
T = TypeVar("T")
U = TypeVar("U")

logger: logging.Logger = logging.getLogger(__name__)


class ConnectErrorAction(Enum):
    """What follows an attempt that failed."""

    RECONNECT = "Reconnect"
    """Another attempt, after the back-off."""
    TERMINATE = "Terminate"
    """The end of the stream."""


class StreamErrorAction(Enum):
    """What follows an error among the items of a connection."""

    CONTINUE = "Continue"
    """The error is handed on, the connection goes on."""
    RECONNECT = "Reconnect"
    """The connection is dropped, and another one made."""


class ConnectErrorKind:
    """Why an attempt failed: `Connect(error)` or `Timeout()`."""

    __slots__ = ()
    Connect: ClassVar[type[_Connect]]
    Timeout: ClassVar[type[_Timeout]]


@dataclass(frozen=True, slots=True)
class _Connect(ConnectErrorKind):
    """The attempt ended with an exception."""

    error: Exception


@dataclass(frozen=True, slots=True)
class _Timeout(ConnectErrorKind):
    """The attempt took too long."""


nest(ConnectErrorKind, _Connect, _Timeout)


@dataclass(frozen=True, slots=True)
class ConnectError:
    """An attempt that failed: its number since a connection worked, and why.

    Example:
        >>> ConnectError(2, ConnectErrorKind.Timeout())
        ConnectError(reconnection_attempt=2, kind=ConnectErrorKind.Timeout())
    """

    reconnection_attempt: int
    kind: ConnectErrorKind


@runtime_checkable
class ConnectErrorHandler(Protocol):
    """Decides about attempts that failed. A function with the same argument does as well."""

    def handle(self, error: ConnectError, /) -> ConnectErrorAction:
        """What follows."""
        ...


@runtime_checkable
class StreamErrorHandler(Protocol):
    """Decides about errors among the items of a connection. A function with the same argument does as well."""

    def handle(self, error: Exception, /) -> StreamErrorAction:
        """What follows."""
        ...


def log_and_reconnect(error: ConnectError) -> ConnectErrorAction:
    """What decides about failed attempts when nothing else does."""
    match error.kind:
        case ConnectErrorKind.Connect(cause):
            reason = str(cause)
        case _:
            reason = "it took too long"
    logger.warning("attempt %d to connect failed, another one follows: %s", error.reconnection_attempt, reason)
    return ConnectErrorAction.RECONNECT


@dataclass(frozen=True, slots=True)
class DefaultBackoff:
    """barter's back-off: no wait after a connection that worked, else 2^attempt + 10 milliseconds, at most 2^15 + 10.

    Example:
        >>> [DefaultBackoff().reconnect_backoff(n) // timedelta(milliseconds=1) for n in (0, 1, 2, 15, 16)]
        [0, 12, 14, 32778, 32778]
    """

    def reconnect_backoff(self, reconnection_attempt: int) -> timedelta:
        """The wait before the attempt."""
        if (
            isinstance(reconnection_attempt, bool)
            or not isinstance(reconnection_attempt, int)
            or reconnection_attempt < 0
        ):
            raise InvalidArgumentError(
                f"reconnection_attempt must be an int from 0, got {reconnection_attempt!r}",
                argument="reconnection_attempt",
            )
        if reconnection_attempt == 0:
            return timedelta(0)
        return timedelta(milliseconds=2 ** min(reconnection_attempt, 15) + 10)


class SocketUpdate(Generic[S, T]):
    """The life of a connection: `Connected(sink)`, `Item(item)`, `Reconnecting()`.

    Example:
        >>> SocketUpdate.Item(2).map(lambda item: item * 2), SocketUpdate.Reconnecting().map(str)
        (SocketUpdate.Item(item=4), SocketUpdate.Reconnecting())
    """

    __slots__ = ()
    Connected: ClassVar[type[_Connected[Any]]]
    Reconnecting: ClassVar[type[_Reconnecting]]
    Item: ClassVar[type[_Item[Any]]]

    def __new__(cls, *_: Any, **__: Any) -> Self:
        """Made by its kinds only."""
        if cls is SocketUpdate:
            raise TypeError("SocketUpdate is made as SocketUpdate.Connected, .Reconnecting or .Item")
        return super().__new__(cls)

    def map(self, operation: Callable[[T], U]) -> SocketUpdate[S, U]:
        """The update with what `operation` makes of the item."""
        return SocketUpdate.Item(operation(self.item)) if isinstance(self, _Item) else self  # type: ignore[return-value]

    def map_ok(self, operation: Callable[[T], U]) -> SocketUpdate[S, U]:
        """The update with what `operation` makes of an item that is no exception."""
        failed = isinstance(self, _Item) and isinstance(self.item, BaseException)
        return self if failed else self.map(operation)  # type: ignore[return-value]

    def map_err(self, operation: Callable[[Any], U]) -> SocketUpdate[S, T | U]:
        """The update with what `operation` makes of an item that is an exception."""
        failed = isinstance(self, _Item) and isinstance(self.item, BaseException)
        return self.map(operation) if failed else self  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class _Connected(SocketUpdate[S, Any]):
    """A connection is open; messages are sent through its sink."""

    sink: S


@dataclass(frozen=True, slots=True)
class _Reconnecting(SocketUpdate[Any, Any]):
    """The connection has ended; the next one is being made."""


@dataclass(frozen=True, slots=True)
class _Item(SocketUpdate[Any, T]):
    """What came over it; an error is an exception."""

    item: T


nest(SocketUpdate, _Connected, _Reconnecting, _Item)


def init_reconnecting_socket(
    connect: str | WebSocketRequest | Callable[[], str | WebSocketRequest],
    timeout_connect: float | timedelta | str = "10s",
    backoff: ReconnectBackoff | Callable[[int], timedelta | int] | None = None,
    *,
    stable_after: timedelta | int | str = "5s",
) -> ReconnectingSocket:
    """Connections one after the other: when one ends, or cannot be made, the next is tried after the back-off.

    Args:
        connect: an address or a `WebSocketRequest`; or a function that gives one, called before each attempt in a thread of its own, so
            that it may fetch a new token.
        timeout_connect: time that an attempt may take: seconds, a `timedelta`, or text such as "500ms".
        backoff: the wait before an attempt; None is `DefaultBackoff`.
        stable_after: a connection that lived shorter does not set the back-off back: a server that accepts and drops is not called
            without a pause. 0 is barter's own rule, which always sets it back.

    Raises:
        InvalidArgumentError, WrongTypeError: with the argument's name.

    Example:
        >>> import itertools
        >>> socket = init_reconnecting_socket("ws://127.0.0.1:1")
        >>> socket = socket.on_connect_err(lambda error: ConnectErrorAction.TERMINATE)
        >>> list(socket.into_stream())
        []
    """
    # Its messages are made in threads of the runtime, which should not be the first to load it (decision 19).
    from . import websocket  # noqa: F401  # pyright: ignore[reportUnusedImport]

    function: Callable[[int], timedelta | int] | None
    if backoff is None or isinstance(backoff, DefaultBackoff):
        function = None
    elif isinstance(backoff, ReconnectBackoff):
        function = backoff.reconnect_backoff
    elif callable(backoff):
        function = backoff
    else:
        raise WrongTypeError(
            f"backoff must be a function or have a method reconnect_backoff, got {type(backoff).__name__}",
            argument="backoff",
        )
    return reconnecting_socket(connect, timeout_connect, function, stable_after)  # pyright: ignore[reportArgumentType]


Update = SocketUpdate[WsSink, Any]
"""What `ReconnectingSocket.with_socket_updates` gives."""
