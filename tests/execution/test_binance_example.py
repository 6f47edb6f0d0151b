"""The worked example, a client for Binance spot, against a local server that speaks its protocol."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from execution.binance_server import KEY, SECRET, BinanceServer
from execution.markets import PLAN, cancel, limit

from barter_execution import (
    AccountEvent,
    AccountReconnecting,
    ApiError,
    ClientRunner,
    ConnectivityError,
    Order,
    OrderState,
    TimeInForce,
    Trade,
)
from barter_execution.testing import check_client

EXAMPLE = Path(__file__).parents[2] / "examples" / "binance_spot"
SYMBOLS = {"BTCUSDT": ("BTC", "USDT")}


CLIENTS: list[Any] = []


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(EXAMPLE))
    monkeypatch.setenv("BINANCE_API_KEY", KEY)
    monkeypatch.setenv("BINANCE_API_SECRET", SECRET.decode())
    yield
    while CLIENTS:
        CLIENTS.pop().close()


@pytest.fixture
def server() -> Iterator[BinanceServer]:
    with BinanceServer() as running:
        yield running


def client_of(server: BinanceServer, **settings: Any) -> Any:
    from client import BinanceSpot

    CLIENTS.append(BinanceSpot(SYMBOLS, rest=server.rest, stream=server.api, **settings))
    return CLIENTS[-1]


def runner_of(server: BinanceServer) -> ClientRunner:
    return ClientRunner(client_of(server), assets=["BTC", "USDT"], instruments=["BTCUSDT"], reconnect_pause=0.05)


def wait_for(runner: ClientRunner, wanted: type) -> Any:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        event = runner.poll(0.5)
        if isinstance(event, wanted):
            return event
        if isinstance(event, AccountEvent) and isinstance(event.kind.value, wanted):
            return event.kind.value
    raise AssertionError(f"no {wanted.__name__} came")


def test_the_client_meets_every_requirement(server: BinanceServer) -> None:
    report = check_client(client_of(server), dataclasses.replace(PLAN, clock_tolerance=5.0))
    report.raise_if_failed()


def test_a_clock_that_is_off_is_corrected() -> None:
    with BinanceServer(clock_offset_ms=3_600_000) as server:
        client = client_of(server)
        assert client.open_order(limit("1")).is_active
        # The venue's clock jumps: the request is refused and sent again with the new offset.
        server.clock_offset_ms = -3_600_000
        assert len(client.fetch_open_orders(["BTCUSDT"])) == 1


def test_a_wrong_secret_is_the_venues_error(server: BinanceServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BINANCE_API_SECRET", "another")
    with pytest.raises(ApiError.OrderRejected, match="Signature for this request is not valid"):
        client_of(server).fetch_balances(["USDT"])
    monkeypatch.delenv("BINANCE_API_SECRET")
    with pytest.raises(SystemExit, match="set BINANCE_API_SECRET in the environment"):
        client_of(server)


@pytest.mark.parametrize(
    "request_, kind",
    [
        (limit("1", quantity=100), ApiError.BalanceInsufficient),
        (limit("1", price=101, time_in_force="post_only"), ApiError.OrderRejected),
        (limit("1", time_in_force="day"), ApiError.OrderRejected),
    ],
)
def test_error_codes_become_barters_errors(server: BinanceServer, request_: Any, kind: type[ApiError]) -> None:
    with runner_of(server) as runner:
        order = runner.open_order(request_)
        assert order is not None
        assert isinstance(order.state.error, kind)


def test_terms_survive_the_venue(server: BinanceServer) -> None:
    client = client_of(server)
    for cid, lasting in (
        ("1", TimeInForce.GoodUntilCancelled(post_only=True)),
        ("2", TimeInForce.GoodUntilCancelled()),
    ):
        order = client.open_order(limit(cid, price="98.12", quantity="0.015", time_in_force=lasting))
        assert (str(order.price), str(order.quantity), order.time_in_force) == ("98.12", "0.015", lasting)
        assert order.key.strategy == "s"
    assert client.open_order(limit("3", time_in_force="ioc")).state == OrderState.expired()


def test_too_many_requests_pause_the_client() -> None:
    with BinanceServer(weight_limit=3) as server:
        client = client_of(server)
        client.fetch_balances(["USDT"])
        client.fetch_balances(["USDT"])
        with pytest.raises(ApiError.RateLimit):
            client.fetch_balances(["USDT"])
        asked = len(server.requests)
        with pytest.raises(ApiError.RateLimit):
            client.fetch_balances(["USDT"])
        assert len(server.requests) == asked, "it asked on while it was banned"
        server.weight = 0
        time.sleep(1.05)
        assert client.fetch_balances(["USDT"])


def test_what_happened_while_the_stream_was_down_is_told_when_it_is_back(server: BinanceServer) -> None:
    with runner_of(server) as runner:
        runner.start_stream()
        assert runner.poll(5).snapshot() is not None  # type: ignore[union-attr]
        for cid in ("1", "2"):
            runner.open_order(limit(cid, price=98))
        accept, server.listen_keys = server.listen_keys, set()
        server.drop_streams()
        assert isinstance(wait_for(runner, AccountReconnecting), AccountReconnecting)
        # Both fill, and nobody listens.
        server.quote(97, 98)
        server.listen_keys |= accept
        orders, trades = [], []
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and (len(orders) < 2 or len(trades) < 2):
            event = runner.poll(0.2)
            if isinstance(event, AccountEvent):
                value = event.kind.value
                orders += [value] if isinstance(value, Order) and value.state == OrderState.fully_filled() else []
                trades += [value] if isinstance(value, Trade) and value.price == 98 else []
        assert {order.key.cid for order in orders} == {"1", "2"}
        assert len({trade.id for trade in trades}) == 2
        assert runner.fetch_open_orders() == []


def test_a_venue_that_is_gone_is_a_connectivity_error(server: BinanceServer) -> None:
    client = client_of(server, timeout=0.5)
    assert client.open_order(limit("1")).is_active
    server.is_gone = True
    with ClientRunner(client, request_timeout=2.0) as runner:
        order = runner.open_order(limit("2"))
        assert order is not None
        assert isinstance(order.state.error, ConnectivityError)
        response = runner.cancel_order(cancel("1"))
        assert response is not None
        assert isinstance(response.state, ConnectivityError)


def test_the_program_prints_the_account(server: BinanceServer) -> None:
    arguments = ["BTC/USDT", "--rest", server.rest, "--stream", server.api, "--seconds", "1"]
    ran = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLE / "main.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "USDT: 1000.00000000 of which 1000.00000000 free" in ran.stdout
    assert KEY not in ran.stdout
