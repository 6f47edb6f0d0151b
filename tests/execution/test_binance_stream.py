"""The account stream of the worked example: what is told after a break, each trade once, and how a stream that is dead is noticed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from execution.binance_server import BinanceServer, Fault, Refused, refusal
from execution.markets import cancel, limit, market

from barter_execution import (
    AccountEvent,
    AccountReconnecting,
    ApiError,
    ClientError,
    ClientRunner,
    ConnectivityError,
    Order,
    OrderError,
    OrderState,
    Trade,
)

Make = Callable[..., Any]
ENTRIES = pytest.mark.parametrize("entry", ["subscription", "listen key"])
MY_TRADES = "GET /api/v3/myTrades"


def client_of(server: BinanceServer, binance: Make, entry: str, **settings: Any) -> Any:
    return binance(server, listen_key_stream=server.stream if entry == "listen key" else None, **settings)


def runner_of(client: Any) -> ClientRunner:
    runner = ClientRunner(client, assets=["BTC", "USDT"], instruments=["BTCUSDT"], reconnect_pause=0.02)
    runner.start_stream()
    return runner


def admit(server: BinanceServer, admitted: bool) -> None:
    """Whether streams are let in."""
    server.refuses_subscriptions = None if admitted else Refused(-1008, "Server is currently overloaded.", 503)
    if not admitted:
        server.listen_keys.clear()
    server.faults["POST /api/v3/userDataStream"] = [] if admitted else [Fault()] * 1000


def read_until(runner: ClientRunner, is_last: Callable[[Any], bool]) -> list[Any]:
    """What the stream tells, up to what is waited for."""
    seen: list[Any] = []
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        event = runner.poll(0.5)
        if event is not None:
            seen.append(event)
            if is_last(event):
                return seen
    raise AssertionError(f"it did not come; what came: {seen!r:.800}")


def trade_ids(events: list[Any]) -> list[int]:
    values = [event.kind.value for event in events if isinstance(event, AccountEvent)]
    return [int(value.id) for value in values if isinstance(value, Trade)]


def is_trade(number: int) -> Callable[[Any], bool]:
    return lambda event: trade_ids([event]) == [number]


def is_snapshot(event: Any) -> bool:
    return isinstance(event, AccountEvent) and event.snapshot() is not None


@ENTRIES
def test_after_a_break_a_snapshot_comes_first_and_then_what_was_missed_once(
    server: BinanceServer, binance: Make, entry: str
) -> None:
    client = client_of(server, binance, entry)
    # Traded before the first stream: not news.
    client.open_order(market("0"))
    with runner_of(client) as runner:
        read_until(runner, is_snapshot)
        for cid in ("1", "2", "3"):
            runner.open_order(limit(cid, price=98))
        runner.open_order(market("4"))
        before = read_until(runner, is_trade(server.trades[-1]["id"]))
        admit(server, False)
        server.drop_streams()
        broken = read_until(runner, lambda event: isinstance(event, AccountReconnecting))
        # Two fill, one is cancelled, and nobody listens.
        client.cancel_order(cancel("3"))
        server.quote(97, 98)
        admit(server, True)
        missed = read_until(runner, is_trade(server.trades[-1]["id"]))
        server.quote(99, 101)
        runner.open_order(market("5"))
        after = read_until(runner, is_trade(server.trades[-1]["id"]))
    told = trade_ids(before + broken + missed + after)
    assert told == [row["id"] for row in server.trades[1:]]
    first = next(event for event in missed if isinstance(event, AccountEvent))
    assert is_snapshot(first)
    ended = {
        event.kind.value.key.cid: event.kind.value.state
        for event in missed
        if isinstance(event, AccountEvent) and isinstance(event.kind.value, Order)
    }
    assert ended == {"1": OrderState.fully_filled(), "2": OrderState.fully_filled()}
    assert runner.violations == []


@ENTRIES
def test_a_trade_between_the_opening_of_the_stream_and_the_question_is_told_once(
    server: BinanceServer, binance: Make, entry: str
) -> None:
    client = client_of(server, binance, entry)
    with runner_of(client) as runner:
        read_until(runner, is_snapshot)
        runner.open_order(market("1"))
        events = read_until(runner, is_trade(server.trades[-1]["id"]))
        first = server.trades[0]["id"]
        for number in range(3):
            # While the client asks for trades one happens: it comes over the open socket as well as in the answer.
            server.on_request[MY_TRADES] = lambda number=number: server.buy(f"during-{number}", "0.1")
            server.drop_streams()
            events += read_until(runner, is_snapshot)
            events += read_until(runner, is_trade(first + 1 + number))
        server.on_request.clear()
        runner.open_order(market("2"))
        events += read_until(runner, is_trade(server.trades[-1]["id"]))
    assert trade_ids(events) == [row["id"] for row in server.trades]
    assert len(server.trades) == 5


def test_trades_between_the_first_question_and_the_first_stream_are_told(server: BinanceServer, binance: Make) -> None:
    client = binance(server)
    original = client._entry.open

    async def slow_open() -> Any:
        await asyncio.to_thread(client.open_order, market("1"))
        return await original()

    client._entry.open = slow_open
    with runner_of(client) as runner:
        events = read_until(runner, is_trade(server.trades[-1]["id"] if server.trades else 1))
    assert trade_ids(events) == [row["id"] for row in server.trades]


def test_two_streams_of_one_client_are_each_told_everything(server: BinanceServer, binance: Make) -> None:
    client = binance(server)
    with runner_of(client) as first, runner_of(client) as second:
        for runner in (first, second):
            read_until(runner, is_snapshot)
        first.open_order(market("1"))
        wanted = [row["id"] for row in server.trades]
        for runner in (first, second):
            assert trade_ids(read_until(runner, is_trade(wanted[-1]))) == wanted


@ENTRIES
def test_a_stream_that_cannot_be_opened_is_tried_again_and_loses_nothing(
    server: BinanceServer, binance: Make, entry: str
) -> None:
    client = client_of(server, binance, entry, timeout=0.3)
    with runner_of(client) as runner:
        read_until(runner, is_snapshot)
        runner.open_order(limit("1", price=98))
        admit(server, False)
        server.drop_streams()
        for _ in range(3):
            read_until(runner, lambda event: isinstance(event, AccountReconnecting))
        server.quote(97, 98)
        admit(server, True)
        # The trades can not be asked for at first.
        server.faults[MY_TRADES] = [Fault(), Fault(status=502), Fault(hangs=True)]
        events = read_until(runner, is_trade(server.trades[-1]["id"]))
    assert trade_ids(events) == [row["id"] for row in server.trades]


def test_a_stream_whose_snapshot_fails_is_closed(server: BinanceServer, binance: Make) -> None:
    client = binance(server)
    server.faults["GET /api/v3/account"] = [Fault()] * 3
    with runner_of(client) as runner:
        for _ in range(3):
            read_until(runner, lambda event: isinstance(event, AccountReconnecting))
        read_until(runner, is_snapshot)
        deadline = time.monotonic() + 5
        while len(server.sockets) > 1 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert len(server.sockets) == 1


def test_a_subscription_that_is_refused_is_the_venues_error(server: BinanceServer, binance: Make) -> None:
    client = binance(server)
    server.refuses_subscriptions = Refused(-2015, "Invalid API-key, IP, or permissions for action.", 401)
    with pytest.raises(ApiError.OrderRejected, match="Invalid API-key"):
        asyncio.run(client.account_stream([], []))
    deadline = time.monotonic() + 5
    while server.sockets and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not server.sockets


def test_an_unknown_address_of_streams_is_a_connectivity_error(server: BinanceServer, binance: Make) -> None:
    for settings in ({"stream": "ws://127.0.0.1:1"}, {"listen_key_stream": "ws://127.0.0.1:1"}):
        with pytest.raises(ConnectivityError.Socket, match="efused"):
            asyncio.run(binance(server, **settings).account_stream([], []))
    # Something that listens and says nothing.
    with pytest.raises(OrderError):
        asyncio.run(binance(server, stream=server.rest.replace("http", "ws"), timeout=0.3).account_stream([], []))


@ENTRIES
def test_a_dead_connection_is_given_up_and_a_quiet_one_is_not(binance: Make, entry: str) -> None:
    with BinanceServer(ping_interval=None) as dead:
        client = client_of(dead, binance, entry, silence=0.3)
        with runner_of(client) as runner:
            read_until(runner, is_snapshot)
            (ended,) = read_until(runner, lambda event: isinstance(event, AccountReconnecting))
            assert "fell silent" in ended.reason
            read_until(runner, is_snapshot)
    with BinanceServer(ping_interval=0.05) as quiet:
        client = client_of(quiet, binance, entry, silence=0.5)
        with runner_of(client) as runner:
            read_until(runner, is_snapshot)
            assert runner.poll(1.2) is None, "pings came, and yet it was given up"


@pytest.mark.parametrize("kind", ["listenKeyExpired", "eventStreamTerminated"])
@ENTRIES
def test_a_stream_that_the_venue_ends_is_opened_again(
    server: BinanceServer, binance: Make, entry: str, kind: str
) -> None:
    with runner_of(client_of(server, binance, entry)) as runner:
        read_until(runner, is_snapshot)
        server.tell({"e": kind, "E": server.now()})
        (ended,) = read_until(runner, lambda event: isinstance(event, AccountReconnecting))
        assert kind in ended.reason
        read_until(runner, is_snapshot)
        assert runner.violations == []


def test_the_listen_key_is_kept_alive_and_replaced_when_it_is_gone(server: BinanceServer, binance: Make) -> None:
    client = client_of(server, binance, "listen key", keep_alive=0.05)
    with runner_of(client) as runner:
        read_until(runner, is_snapshot)
        deadline = time.monotonic() + 5
        while server.requests.count("PUT /api/v3/userDataStream") < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert server.requests.count("PUT /api/v3/userDataStream") >= 3
        assert runner.poll() is None
        # Without a word the venue forgets it.
        server.listen_keys.clear()
        (ended,) = read_until(runner, lambda event: isinstance(event, AccountReconnecting))
        assert "could not be kept alive" in ended.reason
        assert "-1125" in ended.reason
        read_until(runner, is_snapshot)
        assert server.listen_keys_made == 2
        runner.open_order(market("1"))
        read_until(runner, is_trade(server.trades[-1]["id"]))


def test_a_subscription_whose_time_is_refused_asks_for_the_time(server: BinanceServer, binance: Make) -> None:
    client = binance(server)
    with runner_of(client) as runner:
        read_until(runner, is_snapshot)
        # Told live: what the opening of the stream asks for has been asked.
        runner.open_order(market("1"))
        read_until(runner, is_trade(server.trades[-1]["id"]))
        server.clock_offset_ms = 3_600_000
        server.drop_streams()
        read_until(runner, is_snapshot)
        assert server.requests.count("GET /api/v3/time") == 2


@ENTRIES
def test_a_stream_that_is_closed_is_a_connectivity_error_to_who_reads_it(
    server: BinanceServer, binance: Make, entry: str
) -> None:
    client = client_of(server, binance, entry)

    async def main() -> None:
        stream = await client.account_stream([], [])
        try:
            asyncio.get_running_loop().call_later(0.2, server.drop_streams)
            async for _ in stream:
                pass
        finally:
            await stream.aclose()

    with pytest.raises(ConnectivityError.Socket):
        asyncio.run(main())


def test_a_subscription_that_is_never_answered_is_a_time_out(server: BinanceServer, binance: Make) -> None:
    # A stream by listen key lets one in, and says nothing of subscriptions.
    server.listen_keys.add("any")
    client = binance(server, stream=f"{server.stream}/ws/any", timeout=0.3)
    with pytest.raises(ConnectivityError.Timeout):
        asyncio.run(client.account_stream([], []))
    client = binance(server, stream=f"{server.stream}/ws/none", timeout=0.3)
    with pytest.raises(ConnectivityError.Socket):
        asyncio.run(client.account_stream([], []))


def test_messages_that_concern_nobody_are_passed_over(server: BinanceServer, binance: Make) -> None:
    with runner_of(binance(server)) as runner:
        read_until(runner, is_snapshot)
        server.tell({"e": "balanceUpdate", "E": 1, "a": "BTC", "d": "1.0", "T": 1})
        server.tell({"e": "listStatus", "E": 1, "s": "BTCUSDT"})
        server.tell({"e": "executionReport", "s": "ETHBTC"})
        runner.open_order(market("1"))
        read_until(runner, is_trade(server.trades[-1]["id"]))


def test_an_order_that_the_venue_has_forgotten_ends(server: BinanceServer, binance: Make) -> None:
    client = binance(server)
    with runner_of(client) as runner:
        read_until(runner, is_snapshot)
        runner.open_order(limit("1"))
        server.orders.pop("1")
        server.drop_streams()
        events = read_until(
            runner,
            lambda event: (
                isinstance(event, AccountEvent)
                and isinstance(event.kind.value, Order)
                and not event.kind.value.is_active
            ),
        )
        assert "does not know this order" in str(events[-1].kind.value.state.error)


def test_fees_in_a_third_asset_need_its_price(server: BinanceServer, binance: Make) -> None:
    convert = binance(server, rates={("BNB", "USDT"): 600})._convert
    assert convert.fees("BTCUSDT", "0.01", "BNB", "100").fees == 6
    with pytest.raises(ClientError.AccountStream, match="give its price"):
        binance(server)._convert.fees("BTCUSDT", "0.01", "BNB", "100")


def test_a_refused_listen_key_is_the_venues_error(server: BinanceServer, binance: Make) -> None:
    server.faults["POST /api/v3/userDataStream"] = [refusal(-2015, "Invalid API-key.", 401)]
    with pytest.raises(ApiError.OrderRejected, match="Invalid API-key"):
        asyncio.run(client_of(server, binance, "listen key").account_stream([], []))
