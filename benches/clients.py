"""From a request to its end, through a Python client that answers at once: `python benches/clients.py`. Needs the wheels only.

Three ways: the client's coroutine alone on a loop, `ClientRunner`, and barter's `ExecutionManager` in front of it, which names the
request and indexes the event. One request at a time, so the figure is a latency. Prints medians, 99th percentiles and ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

from barter_engine import ExecutionManager
from barter_execution import (
    AccountEvent,
    AccountSnapshot,
    AssetBalance,
    Cancelled,
    ClientRunner,
    ExecutionClient,
    InstrumentAccountSnapshot,
    Open,
    Order,
    OrderKey,
    OrderRequestOpen,
    RequestOpen,
    Trade,
)
from barter_instrument import ExchangeId, Instrument, Underlying

BTC = Instrument.spot("binance_spot", "binance_spot-btc_usdt", "BTCUSDT", Underlying("BTC", "USDT"))
TERMS = RequestOpen("buy", 98, 1, "limit", "gtc")
OPEN = Open("1", 1, 0)


class Instant(ExecutionClient):
    """Answers at once."""

    exchange = ExchangeId.BINANCE_SPOT

    async def account_snapshot(self, assets: Any, instruments: Any) -> AccountSnapshot:
        return AccountSnapshot(self.exchange, [], [InstrumentAccountSnapshot(name, []) for name in instruments])

    async def account_stream(self, assets: Any, instruments: Any) -> AsyncIterator[AccountEvent]:
        async def silence() -> AsyncIterator[AccountEvent]:
            await asyncio.Event().wait()
            yield AccountEvent.from_json("")

        return silence()

    async def open_order(self, request: OrderRequestOpen) -> Open:
        return OPEN

    async def cancel_order(self, request: Any) -> Cancelled:
        return Cancelled("1", 1)

    async def fetch_balances(self, assets: Any) -> list[AssetBalance]:
        return []

    async def fetch_open_orders(self, instruments: Any) -> list[Order]:
        return []

    async def fetch_trades(self, time_since: datetime) -> list[Trade]:
        return []


def timed(count: int, one: Callable[[str], object]) -> list[float]:
    taken = []
    for number in range(count):
        begin = time.perf_counter_ns()
        one(str(number))
        taken.append((time.perf_counter_ns() - begin) / 1e3)
    return sorted(taken)


def alone(count: int) -> list[float]:
    client = Instant()

    async def run() -> list[float]:
        taken = []
        for number in range(count):
            begin = time.perf_counter_ns()
            request = OrderRequestOpen(OrderKey("binance_spot", "BTCUSDT", "s", str(number)), TERMS)
            await asyncio.ensure_future(client.open_order(request))
            taken.append((time.perf_counter_ns() - begin) / 1e3)
        return sorted(taken)

    return asyncio.run(run())


def runner(count: int) -> list[float]:
    with ClientRunner(Instant()) as running:
        return timed(
            count,
            lambda cid: running.open_order(OrderRequestOpen(OrderKey("binance_spot", "BTCUSDT", "s", cid), TERMS)),
        )


def manager(count: int) -> list[float]:
    with ExecutionManager(Instant(), [BTC]) as managed:
        stream = managed.account_stream
        stream.recv(timeout=5)

        def one(cid: str) -> None:
            managed.send(OrderRequestOpen(OrderKey(0, 0, "s", cid), TERMS))
            stream.recv(timeout=5)

        return timed(count, one)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=3_000)
    count = parser.parse_args().requests
    print(f"{'':<20} {'median us':>10} {'p99 us':>8} {'ratio':>6}")
    floor = 0.0
    for name, measure in (("coroutine alone", alone), ("ClientRunner", runner), ("ExecutionManager", manager)):
        taken = measure(count)
        median = taken[count // 2]
        floor = floor or median
        print(f"{name:<20} {median:>10.1f} {taken[count * 99 // 100]:>8.1f} {median / floor:>6.1f}")


if __name__ == "__main__":
    main()
