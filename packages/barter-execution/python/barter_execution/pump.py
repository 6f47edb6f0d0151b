"""How a runner reads an account stream: with snapshots, and again after each end."""

from __future__ import annotations

import weakref
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from barter_instrument import ExchangeId

from ._execution import AccountEvent, AccountEventKind, AccountSnapshot
from .client import call
from .errors import ClientError, ConnectivityError, text_of
from .raised import contained, described, shown
from .threads import in_thread

if TYPE_CHECKING:
    from .runner import ClientRunner

__all__ = ["AccountReconnecting", "iterate", "pump", "within"]
LONGEST_PAUSE = 60.0
#: Items of a stream after which others have their turn.
TURN = 64
_END = object()
#: Loops hold their tasks weakly.
_CLOSING: set[Any] = set()


@dataclass(frozen=True)
class AccountReconnecting:
    """The account stream ended and is opened again; a snapshot follows."""

    exchange: ExchangeId
    #: Why it ended.
    reason: str


async def iterate(stream: Any) -> AsyncGenerator[Any, None]:
    """The items of an async iterator or of an iterator; a plain iterator is read on a thread, as it may block. Others have their
    turn, however many items are ready at once.
    """
    import asyncio

    if isinstance(stream, list | tuple):
        for item in stream:
            yield item
        return
    with contained():
        is_async = hasattr(stream, "__aiter__")
        iterator = aiter(stream) if is_async else iter(stream)
    count = 0
    while True:
        with contained():
            item = await (anext(iterator, _END) if is_async else in_thread(next, iterator, _END))
        if item is _END:
            return
        yield item
        count += 1
        if count % TURN == 0:
            await asyncio.sleep(0)


async def _close(stream: Any) -> None:
    with contained():
        if hasattr(stream, "aclose"):
            await stream.aclose()
        elif hasattr(stream, "close"):
            await in_thread(stream.close)


async def within(coroutine: Coroutine[Any, Any, Any], seconds: float) -> Any:
    """What the coroutine gives. One that is too slow is cancelled and not waited for: it may refuse to end."""
    import asyncio

    task = asyncio.ensure_future(coroutine)
    try:
        done, _ = await asyncio.wait({task}, timeout=seconds)
    except asyncio.CancelledError:
        task.cancel()
        raise
    if not done:
        task.cancel()
        raise ConnectivityError.Timeout
    return task.result()


class _Gone(Exception):
    """Nobody has the runner any more."""


def _live(runner: weakref.ref[ClientRunner]) -> ClientRunner:
    live = runner()
    if live is None:
        raise _Gone
    return live


def _nonsense(runner: ClientRunner, kind: Callable[[str], ClientError], given: str) -> ClientError:
    """The error for what a client must not give, noted as a violation."""
    error = kind(f"the client gave {given}")
    runner._violated(f"account stream: {error}")
    return error


async def _snapshot(runner: ClientRunner) -> AccountEvent:
    client = runner.client
    snapshot = await within(call(client.account_snapshot, runner.assets, runner.instruments), runner.request_timeout)
    if not isinstance(snapshot, AccountSnapshot):
        raise _nonsense(runner, ClientError.AccountSnapshot, f"{type(snapshot).__name__} {shown(snapshot, 80)}")
    return AccountEvent(client.exchange, AccountEventKind.Snapshot(snapshot))


async def _open(runner: ClientRunner) -> Any:
    method, seconds = runner.client.account_stream, runner.request_timeout
    return await within(call(method, runner.assets, runner.instruments, late=partial(_drop, seconds)), seconds)


def _drop(seconds: float, stream: Any) -> None:
    """Closes a stream that was opened too late to be read."""
    import asyncio

    async def close() -> None:
        with suppress(Exception):
            await within(_close(stream), seconds)

    _CLOSING.add(task := asyncio.ensure_future(close()))
    task.add_done_callback(_CLOSING.discard)


async def _connection(runner: weakref.ref[ClientRunner]) -> None:
    """One life of the stream, from its opening to its end."""
    seconds = _live(runner).request_timeout
    stream = await _open(_live(runner))
    try:
        event = await _snapshot(_live(runner))
        _live(runner)._tell(event)
        # The runner is not held while it waits here: who drops it ends it.
        async with aclosing(iterate(stream)) as events:
            async for event in events:
                exchange = _live(runner).client.exchange
                if not isinstance(event, AccountEvent):
                    raise _nonsense(
                        _live(runner), ClientError.AccountStream, f"{type(event).__name__} {shown(event, 80)}"
                    )
                if event.exchange != exchange:
                    raise _nonsense(_live(runner), ClientError.AccountStream, f"an event of {shown(event.exchange)}")
                _live(runner)._tell(event)
    finally:
        # Whatever it does then: the next one must be opened.
        try:
            await within(_close(stream), seconds)
        except Exception as raised:  # noqa: BLE001  (a client may raise anything)
            if (live := runner()) is not None:
                live._violated(f"closing the account stream: {described(raised)}")


def _ended(runner: ClientRunner, raised: Exception | None) -> None:
    """Tells that the stream is opened again, and why."""
    reason = "the stream ended"
    if raised is not None:
        reason = text_of(raised) if isinstance(raised, ClientError) else described(raised)
        # Client errors are what a client may raise, and lost connections come to all.
        if not isinstance(raised, ClientError | ConnectionError):
            runner._violated(f"account stream: {reason}")
    runner._tell(AccountReconnecting(runner.client.exchange, reason))


async def pump(runner: weakref.ref[ClientRunner]) -> None:
    """Reads the account stream until the runner is closed or dropped; this does not keep it alive."""
    import asyncio

    clock = asyncio.get_running_loop().time
    first = pause = _live(runner).reconnect_pause
    while True:
        began = clock()
        failure: Exception | None = None
        try:
            await _connection(runner)
        except _Gone:
            return
        except Exception as raised:  # noqa: BLE001  (a client may raise anything)
            failure = raised.with_traceback(None)
        live = runner()
        if live is None:
            return
        _ended(live, failure)
        del live, failure
        # A connection that lasted was a good one.
        if clock() - began > 2 * pause:
            pause = first
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
