"""The worked example, a client for Binance spot, against a local server that speaks its protocol: orders, errors, limits, secrets."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from execution.binance_server import KEY, LISTEN_KEY, SECRET, BinanceServer, Fault, Refused, refusal
from execution.markets import PLAN, limit, market

from barter_execution import (
    AccountEvent,
    ApiError,
    ClientRunner,
    ConnectivityError,
    OrderError,
    OrderState,
    TimeInForce,
    Trade,
)
from barter_execution.testing import check_client
from barter_instrument import StateError

Make = Callable[..., Any]
ORDER = "POST /api/v3/order"
ACCOUNT = "GET /api/v3/account"


@pytest.mark.parametrize("entry", ["subscription", "listen key"])
def test_the_client_meets_every_requirement(server: BinanceServer, binance: Make, entry: str) -> None:
    client = binance(server, listen_key_stream=server.stream if entry == "listen key" else None)
    report = check_client(client, dataclasses.replace(PLAN, clock_tolerance=5.0))
    report.raise_if_failed()
    assert [check.outcome for check in report.checks] == ["passed"] * 39


def test_a_clock_that_is_off_is_corrected(binance: Make) -> None:
    with BinanceServer(clock_offset_ms=3_600_000) as server:
        client = binance(server)
        assert client.open_order(limit("1")).is_active
        # The venue's clock jumps: the request is refused and sent again with the new offset.
        server.clock_offset_ms = -3_600_000
        assert len(client.fetch_open_orders(["BTCUSDT"])) == 1
        server.clock_offset_ms = 0
        assert client.open_order(limit("2")).is_active
        # A clock that is refused twice is the venue's error.
        server.faults[ACCOUNT] = [refusal(-1021, "Timestamp for this request is outside of the recvWindow.")] * 2
        with pytest.raises(ApiError.OrderRejected, match="outside of the recvWindow"):
            client.fetch_balances(["USDT"])


def test_a_wrong_secret_is_the_venues_error(
    server: BinanceServer, binance: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BINANCE_API_SECRET", "another")
    with pytest.raises(ApiError.OrderRejected, match="Signature for this request is not valid"):
        binance(server).fetch_balances(["USDT"])
    monkeypatch.delenv("BINANCE_API_SECRET")
    with pytest.raises(SystemExit, match="set BINANCE_API_SECRET in the environment"):
        binance(server)


@pytest.mark.parametrize(
    "request_, kind",
    [
        (limit("1", quantity=100), ApiError.BalanceInsufficient("USDT", "")),
        (limit("1", side="sell", price=200, quantity=100), ApiError.BalanceInsufficient("BTC", "")),
        (limit("1", price=101, time_in_force="post_only"), ApiError.OrderRejected("")),
        (limit("1", time_in_force="day"), ApiError.OrderRejected("")),
    ],
)
def test_refused_orders_fail_with_barters_errors(
    server: BinanceServer, binance: Make, request_: Any, kind: OrderError
) -> None:
    with ClientRunner(binance(server)) as runner:
        order = runner.open_order(request_)
    assert order is not None
    error = order.state.error
    assert type(error) is type(kind)
    assert getattr(error, "asset", None) == getattr(kind, "asset", None)
    assert error.reason


CODES: list[tuple[int, int, str, type[OrderError]]] = [
    (400, -1000, "An unknown error occurred while processing the request.", ConnectivityError.Socket),
    (400, -1001, "Internal error; unable to process your request. Please try again.", ConnectivityError.Socket),
    (401, -1002, "You are not authorized to execute this request.", ApiError.OrderRejected),
    (
        429,
        -1003,
        "Too much request weight used; current limit is 6000 request weight per 1 MINUTE.",
        ApiError.RateLimit,
    ),
    (418, -1003, "Way too much request weight used; IP banned until 1.", ApiError.RateLimit),
    (400, -1006, "An unexpected response was received from the message bus.", ConnectivityError.Socket),
    (400, -1007, "Timeout waiting for response from backend server.", ConnectivityError.Timeout),
    (503, -1008, "Server is currently overloaded with other requests.", ConnectivityError.Socket),
    (400, -1013, "Filter failure: LOT_SIZE", ApiError.OrderRejected),
    (400, -1015, "Too many new orders; current limit is 10 orders per 1 SECOND.", ApiError.RateLimit),
    (400, -1016, "This service is no longer available.", ConnectivityError.ExchangeOffline),
    (400, -1022, "Signature for this request is not valid.", ApiError.OrderRejected),
    (400, -1034, "Too many concurrent connections; current limit is '5'.", ApiError.RateLimit),
    (400, -1102, "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.", ApiError.OrderRejected),
    (400, -1121, "Invalid symbol.", ApiError.InstrumentInvalid),
    (400, -2010, "Account has insufficient balance for requested action.", ApiError.BalanceInsufficient),
    (400, -2010, "This symbol is not permitted for this account.", ApiError.InstrumentInvalid),
    (400, -2010, "Duplicate order sent.", ApiError.OrderRejected),
    (400, -2010, "Market is closed.", ApiError.OrderRejected),
    (400, -2014, "API-key format invalid.", ApiError.OrderRejected),
    (401, -2015, "Invalid API-key, IP, or permissions for action.", ApiError.OrderRejected),
]


@pytest.mark.parametrize("status, code, message, kind", CODES)
def test_each_code_of_the_venue_has_its_error(
    server: BinanceServer, binance: Make, status: int, code: int, message: str, kind: type[OrderError]
) -> None:
    client = binance(server)
    server.faults[ACCOUNT] = [refusal(code, message, status)]
    with pytest.raises(OrderError) as caught:
        client.fetch_balances(["USDT"])
    assert type(caught.value) is kind
    if hasattr(caught.value, "reason"):
        assert f"{message} (code {code}, HTTP {status})" in caught.value.reason


@pytest.mark.parametrize(
    "fault, kind",
    [
        (Fault(status=502, body=b"<html>bad gateway</html>"), ConnectivityError.Socket),
        (Fault(status=403, body=b"<html>blocked</html>"), ApiError.OrderRejected),
        (Fault(status=200, body=b'{"balances": ['), ConnectivityError.Socket),
        (Fault(status=200, body=b"[]"), ConnectivityError.Socket),
        (Fault(status=200, body=b'{"balances": [{"asset": "USDT"}], "updateTime": 1}'), ConnectivityError.Socket),
        (Fault(), ConnectivityError.Socket),
        (Fault(hangs=True), ConnectivityError.Timeout),
    ],
)
def test_what_is_no_answer_of_the_venue_has_its_error(
    server: BinanceServer, binance: Make, fault: Fault, kind: type[OrderError]
) -> None:
    client = binance(server, timeout=0.3)
    server.faults[ACCOUNT] = [fault]
    with pytest.raises(OrderError) as caught:
        client.fetch_balances(["USDT"])
    assert type(caught.value) is kind


def test_a_venue_that_hangs_at_everything_ends_each_call_in_an_error(server: BinanceServer, binance: Make) -> None:
    client = binance(server, timeout=0.2, receive_window=0.2)
    assert client.fetch_balances(["USDT"])
    server.faults["*"] = [Fault(hangs=True)] * 50
    for call in (
        lambda: client.fetch_balances(["USDT"]),
        lambda: client.fetch_open_orders(["BTCUSDT"]),
        lambda: client.fetch_trades(0),
        lambda: client.account_snapshot(["USDT"], ["BTCUSDT"]),
        lambda: asyncio.run(client.account_stream([], [])),
    ):
        with pytest.raises(ConnectivityError.Timeout):
            call()
    with pytest.raises(ConnectivityError.Socket, match="state unknown of order '1'"):
        client.open_order(limit("1"))


def test_terms_survive_the_venue(server: BinanceServer, binance: Make) -> None:
    client = binance(server)
    for cid, lasting in (
        ("1", TimeInForce.GoodUntilCancelled(post_only=True)),
        ("2", TimeInForce.GoodUntilCancelled()),
    ):
        order = client.open_order(limit(cid, price="98.12", quantity="0.015", time_in_force=lasting))
        assert (str(order.price), str(order.quantity), order.time_in_force) == ("98.12", "0.015", lasting)
        assert order.key.strategy == "s"
    assert client.open_order(limit("3", time_in_force="ioc")).state == OrderState.expired()


def test_trades_are_fetched_page_by_page(server: BinanceServer, binance: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    client = binance(server)
    monkeypatch.setattr("client.PAGE", 2)
    for cid in range(5):
        client.open_order(market(str(cid), quantity="0.1"))
    trades = client.fetch_trades(0)
    assert [int(trade.id) for trade in trades] == [row["id"] for row in server.trades]
    assert len(trades) == 5
    assert server.requests.count("GET /api/v3/myTrades") == 3


@pytest.mark.parametrize("status", [429, 418])
def test_too_many_requests_pause_the_client_as_long_as_the_venue_says(
    server: BinanceServer, binance: Make, status: int
) -> None:
    client = binance(server)
    client.fetch_balances(["USDT"])
    assert client.used == {"x-mbx-used-weight-1m": server.weight}
    server.faults[ACCOUNT] = [refusal(-1003, "Too many requests.", status, **{"Retry-After": "1"})]
    with pytest.raises(ApiError.RateLimit):
        client.fetch_balances(["USDT"])
    asked = len(server.requests)
    for call in (lambda: client.fetch_balances(["USDT"]), lambda: client.open_order(limit("1"))):
        with pytest.raises(ApiError.RateLimit):
            call()
    assert len(server.requests) == asked, "it asked on while it was banned"
    time.sleep(1.05)
    assert client.fetch_balances(["USDT"])


def test_a_limit_without_a_time_pauses_all_the_same(server: BinanceServer, binance: Make) -> None:
    client = binance(server)
    server.faults[ACCOUNT] = [refusal(-1003, "Too many requests.", 429, **{"Retry-After": "soon"})]
    for _ in range(2):
        with pytest.raises(ApiError.RateLimit):
            client.fetch_balances(["USDT"])
    assert server.requests.count(ACCOUNT) == 0


def test_how_long_requests_took_is_told(server: BinanceServer, binance: Make) -> None:
    metrics: list[Any] = []
    binance(server, on_metric=metrics.append).fetch_balances(["USDT"])
    paths = [next(tag.value for tag in metric.tags if tag.key == "path") for metric in metrics]
    assert paths == ["/api/v3/time", "/api/v3/account"]
    assert all(metric.name == "http_request_duration" for metric in metrics)


def test_a_failure_to_take_a_measurement_loses_no_order(
    server: BinanceServer, binance: Make, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(metric: Any) -> None:
        raise ZeroDivisionError(metric.name)

    assert binance(server, on_metric=fails).open_order(limit("1")).is_active
    assert "ZeroDivisionError: http_request_duration" in caplog.text


@pytest.mark.parametrize("entry", ["subscription", "listen key"])
def test_secrets_are_shown_nowhere(
    server: BinanceServer, binance: Make, caplog: pytest.LogCaptureFixture, entry: str
) -> None:
    caplog.set_level(logging.DEBUG)
    listen_key_stream = server.stream if entry == "listen key" else None
    client = binance(server, timeout=0.5, receive_window=0.5, listen_key_stream=listen_key_stream)
    shown = [repr(client)]

    def fails(call: Callable[[], Any]) -> None:
        with pytest.raises(OrderError) as caught:
            call()
        error: BaseException | None = caught.value
        while error is not None:
            shown.extend([str(error), repr(error)])
            error = error.__cause__ or error.__context__

    client.open_order(limit("1"))
    echo = f"unknown key {KEY}"
    for fault in (
        refusal(-2014, echo),
        Fault(status=502, body=echo.encode()),
        Fault(status=200, body=echo.encode()),
        Fault(),
        Fault(hangs=True),
    ):
        server.faults[ACCOUNT] = [fault]
        fails(lambda: client.fetch_balances(["USDT"]))
    server.faults[ORDER] = [Fault(), Fault(status=500, body=echo.encode())]
    fails(lambda: client.open_order(limit("2")))
    fails(lambda: client.open_order(limit("3")))
    with ClientRunner(client, assets=["USDT"], instruments=["BTCUSDT"], reconnect_pause=0.05) as runner:
        runner.start_stream()
        shown.append(repr(runner.poll(5)))
        server.listen_keys.clear()
        server.refuses_subscriptions = Refused(-2015, f"Invalid API-key {KEY}.", 401)
        server.drop_streams()
        shown.extend(repr(runner.poll(1)) for _ in range(3))
        shown.extend(runner.violations)
    from rest import Credentials

    shown.append(repr(Credentials()))
    with pytest.raises(StateError, match="holds a secret"):
        pickle.dumps(Credentials().mac)
    # The server's own records are not the client's.
    ours = [record for record in caplog.records if not record.name.startswith("websockets")]
    assert any(record.name.startswith("barter_integration") for record in ours)
    shown.extend(record.getMessage() for record in ours)
    text = "\n".join(shown)
    assert "hidden" in text
    for secret in (KEY, SECRET.decode(), LISTEN_KEY, "signature="):
        assert secret not in text


def test_it_is_used_in_asyncio_without_a_runner(server: BinanceServer, binance: Make) -> None:
    client = binance(server)

    async def main() -> tuple[Any, list[AccountEvent]]:
        stream = await client.account_stream(["BTC", "USDT"], ["BTCUSDT"])
        events = []
        try:
            snapshot = await asyncio.to_thread(client.account_snapshot, ["BTC", "USDT"], ["BTCUSDT"])
            bought = asyncio.create_task(asyncio.to_thread(client.open_order, market("1")))
            async for event in stream:
                events.append(event)
                if isinstance(event.kind.value, Trade):
                    break
            assert (await bought).state == OrderState.fully_filled()
        finally:
            await stream.aclose()
            await stream.aclose()
        return snapshot, events

    snapshot, events = asyncio.run(main())
    assert {balance.asset.name for balance in snapshot.balances} == {"BTC", "USDT"}
    trade = events[-1].kind.value
    assert (trade.price, trade.quantity, trade.fees.fees) == (Decimal(101), Decimal(1), Decimal("0.101"))


@pytest.mark.parametrize("entry", ["--stream", "--listen-key-stream"])
def test_the_program_prints_the_account_and_needs_no_other_library(
    server: BinanceServer, example: Path, entry: str
) -> None:
    address = server.api if entry == "--stream" else server.stream
    arguments = ["BTC/USDT", "--rest", server.rest, entry, address, "--seconds", "1"]
    script = (
        "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__');"
        "assert not {'websockets', 'http.client', 'requests', 'aiohttp'} & set(sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, str(example / "main.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=example,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "USDT: 1000.00000000 of which 1000.00000000 free" in ran.stdout
    assert KEY not in ran.stdout
