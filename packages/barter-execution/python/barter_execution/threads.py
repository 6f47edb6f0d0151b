"""Threads of this wheel: daemons, so that a client that hangs never keeps the interpreter from ending."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    import concurrent.futures

__all__ = ["LoopThread", "in_thread"]

#: How often what runs on a loop is cancelled before it is left, and seconds to wait for it each time.
LAST_TURNS = 3
LAST_TURN = 0.2


async def in_thread(function: Callable[..., Any], *arguments: Any, late: Callable[[Any], None] | None = None) -> Any:
    """What a function gives, called on a daemon thread of its own. Cancelling the wait does not stop the function; what it
    gives then goes to `late`.
    """
    import asyncio
    import contextvars

    loop = asyncio.get_running_loop()
    future: asyncio.Future[Any] = loop.create_future()
    context = contextvars.copy_context()

    def settle(value: Any, error: BaseException | None) -> None:
        if future.done():
            if late is not None and error is None:
                late(value)
            return
        if error is None:
            future.set_result(value)
        else:
            future.set_exception(error)

    def run() -> None:
        value: Any = None
        error: BaseException | None = None
        try:
            value = context.run(function, *arguments)
        except StopIteration as stop:
            # A future cannot hold it.
            error = RuntimeError(f"{function!r} raised StopIteration")
            error.__cause__ = stop
        except BaseException as raised:  # noqa: BLE001  (handed to whoever waits)
            error = raised
        try:
            loop.call_soon_threadsafe(settle, value, error)
        except RuntimeError:
            # The loop has ended, and with it everybody who waited.
            return

    threading.Thread(target=run, name="barter-client-call", daemon=True).start()
    return await future


class LoopThread:
    """An asyncio loop on a daemon thread of its own."""

    def __init__(self, name: str) -> None:
        import asyncio

        self.loop: asyncio.AbstractEventLoop = asyncio.new_event_loop()
        self._ended = threading.Event()
        #: What was submitted before the end is begun, and nothing after. What is collected meanwhile may come back here.
        self._gate = threading.RLock()
        self._process = os.getpid()
        self._thread = threading.Thread(target=self._run, args=(self.loop, self._ended), name=name, daemon=True)
        self._thread.start()

    @staticmethod
    def _run(loop: asyncio.AbstractEventLoop, ended: threading.Event) -> None:
        import asyncio

        asyncio.set_event_loop(loop)
        try:
            # A client may stop the loop that it runs on.
            while not ended.is_set():
                loop.run_forever()
        finally:
            # What a client leaves behind is its fault and no news for stderr.
            loop.set_exception_handler(_log_left_over)
            loop.run_until_complete(_finish(loop))
            loop.close()

    def is_here(self) -> bool:
        """Whether the caller runs on this thread."""
        return threading.current_thread() is self._thread

    def submit(
        self, function: Callable[..., Coroutine[Any, Any, Any]], *arguments: Any
    ) -> concurrent.futures.Future[Any] | None:
        """Starts a coroutine function on the loop; None if it has ended."""
        import asyncio

        with self._gate:
            if self._ended.is_set():
                return None
            return asyncio.run_coroutine_threadsafe(function(*arguments), self.loop)

    def call_soon(self, function: Callable[[], object]) -> None:
        """Calls a function on the loop, if it has not ended."""
        try:
            self.loop.call_soon_threadsafe(function)
        except RuntimeError:
            if not self.loop.is_closed():
                raise

    def signal_stop(self) -> None:
        """Asks the loop to end; does not wait."""
        if os.getpid() != self._process:
            # The thread is the parent's, and somebody there may have had the lock.
            return
        with self._gate:
            if not self._ended.is_set():
                self._ended.set()
                self.call_soon(self.loop.stop)

    def stop(self, timeout: float = 2.0) -> bool:
        """Ends the loop, cancelling what runs on it; whether it ended in time."""
        self.signal_stop()
        if not self.is_here():
            self._thread.join(timeout)
        return not self._thread.is_alive()


async def _finish(loop: asyncio.AbstractEventLoop) -> None:
    """Cancels what runs on the loop, and what that starts to clean up after itself, but waits for it only so long."""
    import asyncio

    for _ in range(LAST_TURNS):
        tasks = asyncio.all_tasks(loop) - {asyncio.current_task(loop)}
        if not tasks:
            break
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=LAST_TURN)
    closing = asyncio.ensure_future(loop.shutdown_asyncgens())
    await asyncio.wait({closing}, timeout=LAST_TURN)
    closing.cancel()


def _log_left_over(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    import logging

    from .raised import described

    raised = context.get("exception")
    reason = f": {described(raised)}" if isinstance(raised, BaseException) else ""
    logging.getLogger("barter_execution").warning(
        "a client did not end with its runner: %s%s", context["message"], reason
    )
