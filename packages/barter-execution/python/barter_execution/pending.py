"""`PendingRequest`: a request on its way, and the one end that it has."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from ._execution import AccountEventKind, Order, OrderResponseCancel
from .answers import error_of, failed_open, order_of, response_of
from .errors import ConnectivityError, OrderError
from .raised import contained, described

if TYPE_CHECKING:
    from concurrent.futures import Future

    from .runner import ClientRunner

__all__ = ["CANCEL", "GRACE", "OPEN", "PendingRequest", "Shape"]

T = TypeVar("T")
#: What a caller waits beyond the timeout, for a loop that the client blocks.
GRACE = 0.25


@dataclass(frozen=True)
class Shape(Generic[T]):
    """How a request of one kind ends."""

    read: Callable[[Any, Any], T | None]
    failed: Callable[[Any, OrderError], T]
    late: Callable[[T], AccountEventKind]


OPEN: Shape[Order] = Shape(order_of, failed_open, AccountEventKind.OrderSnapshot)
CANCEL: Shape[OrderResponseCancel] = Shape(
    response_of, lambda request, error: OrderResponseCancel(request.key, error), AccountEventKind.OrderCancelled
)


class PendingRequest(Generic[T]):
    """A request on its way. It ends exactly once: with the client's answer, or with the error that says why there is none.

    Wait by `result()`, or ``await`` it on any loop. `cancel` gives it up, as leaving a ``with`` block before its end or
    cancelling the wait does; dropping it lets the request go on.
    """

    def __init__(self, runner: ClientRunner, request: Any, shape: Shape[T], timeout: float) -> None:
        from concurrent.futures import Future

        self.request = request
        self._runner, self._shape = runner, shape
        self._deadline = time.monotonic() + timeout
        self._future: Future[T | None] = Future()
        self._task: Any = None
        #: Its caller does not wait any more, or its time is over: an answer may still come.
        self._given_up = False

    def add_done_callback(self, callback: Callable[[T | None], object]) -> None:
        """Calls `callback` with the end of it, once: in the thread that ends it, or now if it has ended. What the callback
        raises is logged by `concurrent.futures`.
        """

        def ended(future: Future[T | None]) -> None:
            if not self._runner._loop.is_here():
                callback(future.result())
                return
            with contained():
                callback(future.result())

        self._future.add_done_callback(ended)

    def _give_up(self) -> bool:
        """Ends it as timed out, if nothing has ended it yet."""
        self._given_up = True
        return self._settle(self._shape.failed(self.request, ConnectivityError.Timeout()))

    def _settle(self, value: T | None) -> bool:
        """Ends it, if nothing has yet. Callbacks run here, and may do anything with it."""
        from concurrent.futures import InvalidStateError

        try:
            self._future.set_result(value)
        except InvalidStateError:
            return False
        return True

    def _failed(self, raised: BaseException) -> T:
        """The end that an exception of the client stands for."""
        try:
            return self._shape.failed(self.request, error_of(raised))
        except Exception as broken:  # noqa: BLE001  (an error of a client's own class may be anything)
            text = f"{described(raised)} ({described(broken)})"
            return self._shape.failed(self.request, ConnectivityError.Socket(text))

    def done(self) -> bool:
        """Whether it has ended."""
        return self._future.done()

    def result(self) -> T | None:
        """The end of it, waited for: an order or response, failed ones too; None where the account stream will tell.

        Raises:
            StateError: it has not ended, and waiting for it on the runner's own loop would never end.
        """
        if self.done():
            return self._future.result()
        self._runner._check_may_wait()
        try:
            return self._future.result(max(self._deadline - time.monotonic(), 0.0) + GRACE)
        except TimeoutError:
            # The client blocks the loop, so that no timer fires there.
            self._give_up()
            return self._future.result()

    def __await__(self) -> Generator[Any, None, T | None]:
        """The end of it, awaited on any loop. Cancelling the wait gives the request up."""
        return self._wait().__await__()

    async def _wait(self) -> T | None:
        import asyncio

        waiting = asyncio.shield(asyncio.wrap_future(self._future))
        try:
            return await asyncio.wait_for(waiting, max(self._deadline - time.monotonic(), 0.0) + GRACE)
        except TimeoutError:
            self._give_up()
            return self._future.result()
        except asyncio.CancelledError:
            self.cancel()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Gives it up if it has not ended."""
        if not self.done():
            self.cancel()

    def cancel(self) -> None:
        """Gives it up: the request ends as timed out, and the client's coroutine is cancelled, or never called if it was not yet.
        What reached the exchange stands.
        """
        if self._give_up():
            self._runner._cancel(self)
