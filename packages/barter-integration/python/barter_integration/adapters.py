"""barter's adapters in the form of a constructor: `ForwardBy(stream, ...)` is `stream.forward_by(...)`, under the name that the crate gives
to what that makes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ._integration import BarterStream, ReconnectingSocket

if TYPE_CHECKING:
    from .protocols import Indexer
    from .socket import (
        ConnectError,
        ConnectErrorAction,
        ConnectErrorHandler,
        StreamErrorAction,
        StreamErrorHandler,
    )

__all__ = ["ForwardBy", "ForwardCloneBy", "IndexedStream", "OnConnectErr", "OnStreamErr", "OnStreamErrFilter"]


class ForwardBy:
    """A stream whose items go elsewhere where a predicate says so: see `BarterStream.forward_by`.

    Example:
        >>> from barter_integration import BarterStream, mpsc_unbounded
        >>> tx, rx = mpsc_unbounded()
        >>> list(ForwardBy(BarterStream.of([1, 2, 3]), lambda item: item % 2 == 0, tx.send)), rx.drain()
        ([1, 3], [2])
    """

    def __new__(  # type: ignore[misc]
        cls, stream: BarterStream, predicate: Callable[[Any], bool], forward: Callable[[Any], object]
    ) -> BarterStream:
        """The stream of the items that stay."""
        return stream.forward_by(predicate, forward)


class ForwardCloneBy:
    """A stream whose items go elsewhere as well where a predicate says so: see `BarterStream.forward_clone_by`.

    Example:
        >>> from barter_integration import BarterStream, mpsc_unbounded
        >>> tx, rx = mpsc_unbounded()
        >>> list(ForwardCloneBy(BarterStream.of([1, 2, 3]), lambda item: item % 2 == 0, tx.send)), rx.drain()
        ([1, 2, 3], [2])
    """

    def __new__(  # type: ignore[misc]
        cls, stream: BarterStream, predicate: Callable[[Any], bool], forward: Callable[[Any], object]
    ) -> BarterStream:
        """The stream of all items."""
        return stream.forward_clone_by(predicate, forward)


class IndexedStream:
    """A stream whose items have their key: see `BarterStream.with_index`.

    Example:
        >>> from barter_integration import BarterStream
        >>> list(IndexedStream(BarterStream.of(["btc", "eth"]), {"btc": 0, "eth": 1}.__getitem__))
        [0, 1]
    """

    def __new__(cls, stream: BarterStream, indexer: Indexer[Any, Any] | Callable[[Any], Any]) -> BarterStream:  # type: ignore[misc]
        """The stream of the items with their key."""
        return stream.with_index(indexer)


class OnConnectErr:
    """Connections with a decision about attempts that failed: see `ReconnectingSocket.on_connect_err`.

    Example:
        >>> from barter_integration import ConnectErrorAction, init_reconnecting_socket
        >>> socket = init_reconnecting_socket("ws://127.0.0.1:1")
        >>> list(OnConnectErr(socket, lambda error: ConnectErrorAction.TERMINATE).into_stream())
        []
    """

    def __new__(  # type: ignore[misc]
        cls, socket: ReconnectingSocket, on_err: ConnectErrorHandler | Callable[[ConnectError], ConnectErrorAction]
    ) -> ReconnectingSocket:
        """The connections that were made."""
        return socket.on_connect_err(on_err)


class OnStreamErr:
    """Connections with a decision about errors among their items: see `ReconnectingSocket.on_stream_err`."""

    def __new__(  # type: ignore[misc]
        cls, socket: ReconnectingSocket, on_err: StreamErrorHandler | Callable[[Exception], StreamErrorAction]
    ) -> ReconnectingSocket:
        """The connections."""
        return socket.on_stream_err(on_err)


class OnStreamErrFilter:
    """Connections with a decision about errors among their items, none of which is handed on: see
    `ReconnectingSocket.on_stream_err_filter`.
    """

    def __new__(  # type: ignore[misc]
        cls, socket: ReconnectingSocket, on_err: StreamErrorHandler | Callable[[Exception], StreamErrorAction]
    ) -> ReconnectingSocket:
        """The connections."""
        return socket.on_stream_err_filter(on_err)
