"""How a runner reads an account stream: with snapshots, and again after each end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from barter_instrument import ExchangeId

from ._execution import AccountEvent, AccountEventKind, AccountSnapshot
from .client import call
from .errors import ClientError
from .threads import in_thread

if TYPE_CHECKING:
    from .runner import ClientRunner

__all__ = ["AccountReconnecting", "iterate", "pump"]

LONGEST_PAUSE = 60.0
_END = object()


@dataclass(frozen=True)
class AccountReconnecting:
    """The account stream ended and is opened again; a snapshot follows."""

    exchange: ExchangeId
    #: Why it ended.
    reason: str


async def iterate(stream: Any) -> AsyncIterator[Any]:
    """The items of an async iterator or of an iterator; a plain iterator is read on a thread, as it may block."""
    if hasattr(stream, "__aiter__"):
        async for item in stream:
            yield item
        return
    if isinstance(stream, list | tuple):
        for item in stream:
            yield item
        return
    iterator = iter(stream)
    while (item := await in_thread(next, iterator, _END)) is not _END:
        yield item


async def _close(stream: Any) -> None:
    if hasattr(stream, "aclose"):
        await stream.aclose()
    elif hasattr(stream, "close"):
        await in_thread(stream.close)


async def _connection(runner: ClientRunner) -> None:
    """One life of the stream, from its opening to its end."""
    client = runner.client
    stream = await runner._within(
        call(client.account_stream, runner.assets, runner.instruments), runner.request_timeout
    )
    try:
        snapshot = await runner._within(
            call(client.account_snapshot, runner.assets, runner.instruments), runner.request_timeout
        )
        if not isinstance(snapshot, AccountSnapshot):
            raise ClientError.AccountSnapshot(f"the client gave {type(snapshot).__name__} {snapshot!r:.80}")
        runner._tell(AccountEvent(client.exchange, AccountEventKind.Snapshot(snapshot)))
        async for event in iterate(stream):
            if not isinstance(event, AccountEvent):
                raise ClientError.AccountStream(f"the client gave {type(event).__name__} {event!r:.80}")
            if event.exchange != client.exchange:
                raise ClientError.AccountStream(f"the client gave an event of {event.exchange!r}")
            runner._tell(event)
    finally:
        await _closed(runner, stream)


async def _closed(runner: ClientRunner, stream: Any) -> None:
    """Closes the stream, whatever it does then: the next one must be opened."""
    try:
        await runner._within(_close(stream), runner.request_timeout)
    except Exception as raised:  # noqa: BLE001  (a client may raise anything)
        runner._violated(f"closing the account stream: {type(raised).__name__}: {raised}")


async def pump(runner: ClientRunner) -> None:
    """Reads the account stream until the runner is closed."""
    import asyncio

    pause = runner.reconnect_pause
    while True:
        began = asyncio.get_running_loop().time()
        try:
            await _connection(runner)
            reason = "the stream ended"
        except Exception as raised:  # noqa: BLE001  (a client may raise anything)
            reason = str(raised) if isinstance(raised, ClientError) else f"{type(raised).__name__}: {raised}"
            if not isinstance(raised, ConnectionError):
                runner._violated(f"account stream: {reason}")
        runner._tell(AccountReconnecting(runner.client.exchange, reason))
        # A connection that lasted was a good one.
        if asyncio.get_running_loop().time() - began > 2 * pause:
            pause = runner.reconnect_pause
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
