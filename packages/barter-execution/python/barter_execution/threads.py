"""Threads of this wheel: daemons, so that a client that hangs never keeps the interpreter from ending."""

from __future__ import annotations

import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    import concurrent.futures

__all__ = ["LoopThread", "in_thread"]


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
        self._thread = threading.Thread(target=self._run, args=(self.loop,), name=name, daemon=True)
        self._thread.start()

    @staticmethod
    def _run(loop: asyncio.AbstractEventLoop) -> None:
        import asyncio

        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
        finally:
            for task in asyncio.all_tasks(loop):
                task.cancel()
            # One turn for each task to see that it was cancelled; one that does not end is left.
            loop.call_later(0.2, loop.stop)
            loop.run_forever()
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    def is_here(self) -> bool:
        """Whether the caller runs on this thread."""
        return threading.current_thread() is self._thread

    def submit(self, coroutine: Coroutine[Any, Any, Any]) -> concurrent.futures.Future[Any]:
        """Starts a coroutine on the loop."""
        import asyncio

        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    def signal_stop(self) -> None:
        """Asks the loop to end; does not wait."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.loop.stop)

    def stop(self, timeout: float = 2.0) -> bool:
        """Ends the loop, cancelling what runs on it; whether it ended in time."""
        self.signal_stop()
        if not self.is_here():
            self._thread.join(timeout)
        return not self._thread.is_alive()
