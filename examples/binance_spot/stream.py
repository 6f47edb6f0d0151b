"""The user-data stream: two ways to be let in, and one life of a stream, from what was missed before it to its end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from errors import CLOCK_IS_OFF, order_error
from rest import Rest

from barter_execution import AccountEvent, ConnectivityError, Trade
from barter_instrument import StateError, TimedOutError
from barter_integration import SocketError, StreamReader, WebSocket, connect_async

#: The venue pings every 20 seconds; a connection on which not even that comes is dead.
SILENCE = 60.0
#: A listen key lives for 60 minutes.
KEEP_ALIVE = 30 * 60.0


@dataclass
class Connection:
    """An open socket, its messages as JSON, and the task that keeps it open, if it needs one."""

    socket: WebSocket
    messages: StreamReader
    keeper: asyncio.Task[None] | None = None

    async def aclose(self) -> None:
        if self.keeper is not None:
            self.keeper.cancel()
        self.messages.close()
        await self.socket.aclose()

    def failure(self) -> BaseException | None:
        """What the keeper failed with."""
        if self.keeper is None or not self.keeper.done() or self.keeper.cancelled():
            return None
        return self.keeper.exception()


async def _connected(url: str, within: float, silence: float) -> Connection:
    socket = await connect_async(url, timeout=within)
    # Pings are messages here, so that only a dead connection is silent; the JSON is read behind that.
    return Connection(socket, socket.into_stream().with_timeout(silence).transform().start())


class Entry(Protocol):
    """How one gets to the account's messages."""

    async def open(self) -> Connection:
        """A connection on which they come. Raises a `Failure`, or a ConnectivityError."""
        ...


class SubscriptionEntry:
    """The way since 2026: a signed subscription over the WebSocket API. It needs no key that is kept alive."""

    def __init__(self, url: str, rest: Rest, silence: float = SILENCE) -> None:
        self._url, self._rest, self._silence = url, rest, silence

    async def open(self) -> Connection:
        connection = await _connected(self._url, self._rest.timeout, self._silence)
        try:
            parameters = await asyncio.to_thread(self._rest.signed_parameters)
            request = {"id": "1", "method": "userDataStream.subscribe.signature", "params": parameters}
            await connection.socket.send_async(json.dumps(request))
            self._check(await connection.messages.recv_async(self._rest.timeout))
        except TimedOutError as error:
            await connection.aclose()
            raise ConnectivityError.Timeout from error
        except StateError as error:
            await connection.aclose()
            raise ConnectivityError.Socket("the connection was closed before the subscription was answered") from error
        except BaseException:
            await connection.aclose()
            raise
        return connection

    def _check(self, answer: Mapping[str, Any]) -> None:
        if answer["status"] == 200:
            return
        code, text = self._rest.limits.api_error(answer["error"])
        if code == CLOCK_IS_OFF:
            # The next attempt asks for the time.
            self._rest.clock.offset = None
        raise self._rest.limits.parse_api_error(answer["status"], (code, text))


class ListenKeyEntry:
    """The older way, which other venues that speak this protocol still have: a listen key in the address."""

    def __init__(self, url: str, rest: Rest, silence: float = SILENCE, keep_alive: float = KEEP_ALIVE) -> None:
        self._url, self._rest, self._silence, self._keep_alive = url.rstrip("/"), rest, silence, keep_alive

    async def open(self) -> Connection:
        # Asked for again it is the same key, for another 60 minutes: another stream of this account may use it, so it is not deleted.
        key = (await asyncio.to_thread(self._rest.keyed, "POST", "/api/v3/userDataStream", {}))["listenKey"]
        connection = await _connected(f"{self._url}/ws/{key}", self._rest.timeout, self._silence)
        connection.keeper = asyncio.create_task(self._keep(key, connection.messages))
        return connection

    async def _keep(self, key: str, messages: StreamReader) -> None:
        try:
            while True:
                await asyncio.sleep(self._keep_alive)
                await asyncio.to_thread(self._rest.keyed, "PUT", "/api/v3/userDataStream", {"listenKey": key})
        finally:
            # A key that cannot be kept alive would end in silence: the stream ends instead, and is opened again.
            messages.close()


class AccountStream:
    """One life of the account stream: what was missed before it, then what comes. It ends with an error, never silently.

    Each trade is told once: trades have numbers that rise within a symbol, and `told` has the last of each.
    """

    def __init__(
        self,
        connection: Connection,
        told: dict[str, int],
        missed: Callable[[dict[str, int]], list[AccountEvent]],
        events_of: Callable[[Mapping[str, Any]], list[AccountEvent]],
        on_close: Callable[[dict[str, int]], object],
    ) -> None:
        self._connection, self._told = connection, told
        self._missed, self._events_of, self._on_close = missed, events_of, on_close
        self._closed = False

    def __aiter__(self) -> AsyncIterator[AccountEvent]:
        return self._events()

    async def aclose(self) -> None:
        if not self._closed:
            self._closed = True
            self._on_close(self._told)
            await self._connection.aclose()
            self._connection.failure()  # it is looked at here, else asyncio complains of it

    async def _events(self) -> AsyncIterator[AccountEvent]:
        for event in await asyncio.to_thread(self._missed, dict(self._told)):
            if self._is_news(event):
                yield event
        # The socket was open before that was asked for: what happened meanwhile waits here, and nothing is lost in between.
        try:
            async for message in self._connection.messages:
                for event in self._events_of(message):
                    if self._is_news(event):
                        yield event
        except SocketError as error:
            raise order_error(error) from error
        failed = self._connection.failure()
        reason = f": the listen key could not be kept alive: {failed}" if failed else ", or fell silent"
        raise ConnectivityError.Socket(f"the user-data stream ended{reason}") from failed

    def _is_news(self, event: AccountEvent) -> bool:
        trade = event.kind.value
        if not isinstance(trade, Trade):
            return True
        symbol, number = str(trade.instrument), int(trade.id)
        if number <= self._told.get(symbol, -1):
            return False
        self._told[symbol] = number
        return True
