"""A server of WebSockets on loopback: it pings, splits messages, sends bytes, closes, drops, floods, and says nothing."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Request, Response, ServerConnection, serve


class Venue:
    """Counts what happened, for tests to look at."""

    def __init__(self) -> None:
        self.address = ""
        self.connections = 0
        self.headers: list[dict[str, str]] = []
        self.targets: list[str] = []
        self.sent = 0

    def refuse(self, connection: ServerConnection, request: Request) -> Response | None:
        self.targets.append(request.path)
        self.headers.append({name.lower(): value for name, value in request.headers.raw_items()})
        if request.path.startswith("/refuse"):
            return connection.respond(HTTPStatus.UNAUTHORIZED, f"unknown token {request.path}\n")
        return None

    async def slow(self, connection: ServerConnection, request: Request) -> Response | None:
        if request.path.startswith("/slow"):
            await asyncio.sleep(1)
        return self.refuse(connection, request)

    async def handle(self, connection: ServerConnection) -> None:
        self.connections += 1
        number = self.connections
        url = urlsplit(connection.request.path if connection.request else "")
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        match url.path:
            case "/echo":
                async for message in connection:
                    await connection.send(message)
            case "/ping":
                pong = await connection.ping(b"are you there")
                await connection.send(f"pong after {await pong >= 0}")
                await connection.wait_closed()
            case "/split":
                await connection.send(["{", '"price"', ":1", ".5}"])
                await connection.send([b"\x01", b"\x02", b"\x03"])
                await connection.wait_closed()
            case "/close":
                await connection.send('{"n":1}')
                await connection.close(1001, "going away")
            case "/drop":
                await connection.send(json.dumps({"n": number}))
                await asyncio.sleep(0.01)
                connection.transport.abort()
            case "/trades":
                for n in range(int(query["count"])):
                    await connection.send(json.dumps({"connection": number, "n": n, "q": "0.5"}))
                await connection.close()
            case "/malformed":
                for text in ('{"n":1}', "no json", '{"n":2}', b"\xff\xfe", b'{"n":3}', "NaN"):
                    await connection.send(text)
                await connection.close()
            case "/silent":
                await connection.send('{"n":1}')
                await connection.wait_closed()
            case "/flood":
                self.sent = 0
                for n in range(int(query["count"])):
                    await connection.send(f"{n:1000d}")  # more than the buffers of the system hold
                    self.sent += 1
                await connection.close()
            case "/subscribed":
                got = [await connection.recv() for _ in range(int(query["count"]))]
                await connection.send(json.dumps(got))
                await connection.wait_closed()
            case _:
                await connection.close(1008, "no such path")


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Venue]:
    """A running server, in a thread with a loop of its own."""
    venue = Venue()
    loop = asyncio.new_event_loop()
    started, stop = threading.Event(), asyncio.Event()

    async def main() -> None:
        options = {"ssl": context, "compression": None, "ping_interval": None, "close_timeout": 0.2}
        async with serve(venue.handle, "127.0.0.1", 0, process_request=venue.slow, **options) as server:  # type: ignore[arg-type]
            port = next(iter(server.sockets)).getsockname()[1]
            venue.address = f"{'ws' if context is None else 'wss'}://127.0.0.1:{port}"
            started.set()
            await stop.wait()

    def run() -> None:
        loop.run_until_complete(main())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(5)
    try:
        yield venue
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
