"""The interpreter exits with connections, streams and requests open: code 0, nothing on stderr."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

import pytest
from integration.rest_server import serving as serving_venue
from integration.ws_server import Venue

ALIVE = """
    import asyncio, itertools, sys, threading, time
    from barter_integration import *
    streams, venue = sys.argv[1:]

    class Count:
        seen = 0
        def transform(self, input):
            self.seen += 1
            return [self.seen]

    flood = ExchangeStream(connect(streams + "/flood?count=1000000"), Count(), WebSocketSerdeParser()).start(capacity=10)
    silent = ExchangeStream(connect(streams + "/silent")).start()
    dropping = init_reconnecting_socket(streams + "/drop", backoff=lambda n: 0, stable_after=0).transform(Count)
    dropping = dropping.with_timeout("5s").with_socket_updates().start(capacity=100, overflow="drop_oldest")
    refused = init_reconnecting_socket("ws://127.0.0.1:1", backoff=lambda n: 1_000_000)
    refused = refused.on_connect_err(lambda error: ConnectErrorAction.RECONNECT).into_stream().start()
    endless = BarterStream.of(itertools.count()).with_index(lambda item: item).start(capacity=10)
    client = RestClient(venue)
    slow = JsonRequest("/api/slow?seconds=2", timeout="30s")
    open_socket = connect(streams + "/echo")

    async def main():
        tasks = [asyncio.create_task(client.execute_async(slow)) for _ in range(5)]
        tasks.append(asyncio.create_task(silent.recv_async()))
        await asyncio.sleep(30)

    def read(stream):
        for _ in stream:
            time.sleep(0.0005)

    for target in (lambda: asyncio.run(main()), lambda: client.execute(slow), lambda: read(flood), lambda: read(dropping),
                   lambda: read(silent)):
        threading.Thread(target=target, daemon=True).start()
    time.sleep(0.1)
"""


def outcome(streams: Venue, venue: str, end: str) -> tuple[int, str, str]:
    code = textwrap.dedent(ALIVE) + end
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, streams.address, venue],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return ran.returncode, ran.stdout, ran.stderr


@pytest.mark.parametrize("end", ["", "\nsys.exit(0)"], ids=["falls off the end", "sys.exit"])
def test_exit_with_everything_open_is_clean(streams: Venue, end: str) -> None:
    with serving_venue() as venue:
        assert outcome(streams, venue, end) == (0, "", "")


@pytest.mark.exhaustive
def test_exit_is_clean_50_of_50(streams: Venue) -> None:
    with serving_venue() as venue, ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda number: outcome(streams, venue, "\nsys.exit(0)" * (number % 2)), range(50)))
    assert outcomes == [(0, "", "")] * 50
