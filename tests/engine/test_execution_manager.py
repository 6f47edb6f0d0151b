"""barter's execution manager over clients written in Python: each request ends in an account event, whatever the client does."""

from __future__ import annotations

import asyncio
import gc
import logging
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from execution.clients import Client as Replaceable
from execution.clients import raising
from execution.markets import BTC, simulated

from barter_engine import AccountStream, ExecutionManager
from barter_execution import (
    AccountEvent,
    AccountEventKind,
    AccountReconnecting,
    AccountSnapshot,
    ApiError,
    AssetBalance,
    AssetFees,
    Balance,
    Cancelled,
    ClientError,
    ConnectivityError,
    ExecutionClient,
    InactiveOrderState,
    InstrumentAccountSnapshot,
    Open,
    Order,
    OrderError,
    OrderKey,
    OrderRequestCancel,
    OrderRequestOpen,
    OrderResponseCancel,
    OrderState,
    RequestCancel,
    RequestOpen,
    SimulatedExecution,
    Trade,
)
from barter_instrument import (
    BarterError,
    IndexedInstruments,
    Instrument,
    InvalidArgumentError,
    QuoteAsset,
    Side,
    StateError,
    Underlying,
    WrongTypeError,
)

EXCHANGE = "binance_spot"
#: Kraken's come behind Binance's, so that indices of the exchange are not positions of its own.
KRAKEN = Instrument.spot("kraken", "kraken-eth_usd", "ETH/USD", Underlying("ETH", "USD"))
WAIT = 20.0


def limit(cid: str, price: Any = 98, quantity: Any = 1, side: str = "buy", time_in_force: str = "gtc") -> Any:
    return OrderRequestOpen(OrderKey(0, 0, "s", cid), RequestOpen(side, price, quantity, "limit", time_in_force))


def cancel(cid: str) -> OrderRequestCancel:
    return OrderRequestCancel(OrderKey(0, 0, "s", cid), RequestCancel(None))


def named(cid: str, state: Any) -> AccountEvent:
    """An account event of an order by name."""
    key = OrderKey(EXCHANGE, "BTCUSDT", "s", cid)
    request = OrderRequestOpen(key, RequestOpen("buy", 98, 1, "limit", "gtc"))
    return AccountEvent(EXCHANGE, AccountEventKind.OrderSnapshot(Order.from_request(request).replace(state=state)))


class Client(Replaceable):
    """Its account stream is what the test puts into `told`, until None."""

    def __init__(self, **methods: Callable[..., Any]) -> None:
        super().__init__(**methods)
        self.told: asyncio.Queue[AccountEvent | None] = asyncio.Queue()

    async def account_stream(self, assets: Any, instruments: Any) -> Any:
        if "account_stream" in self.methods:
            return self.methods["account_stream"](assets, instruments)

        async def events() -> Any:
            while (event := await self.told.get()) is not None:
                yield event

        return events()


def managed(client: ExecutionClient | None = None, **settings: Any) -> ExecutionManager:
    client = SimulatedExecution(simulated()) if client is None else client
    return ExecutionManager(client, [KRAKEN, BTC], **{"request_timeout": 5.0, "reconnect_pause": 0.01, **settings})


def next_order(manager: ExecutionManager) -> Order:
    """The next order that is told."""
    while True:
        event = manager.account_stream.recv(timeout=WAIT)
        if isinstance(event, AccountEvent) and isinstance(event.kind, AccountEventKind.OrderSnapshot):
            return event.kind.order


# The life of orders.


def test_the_account_begins_with_a_snapshot_by_index() -> None:
    with managed() as manager:
        assert type(manager.account_stream) is AccountStream
        first = manager.account_stream.recv(timeout=WAIT)
        assert isinstance(first, AccountEvent)
        assert first.exchange == 0
        snapshot = first.kind.value
        assert isinstance(snapshot, AccountSnapshot)
        assert [(balance.asset, balance.balance.total) for balance in snapshot.balances] == [(0, 10), (1, 1_000)]
        assert [instrument.instrument for instrument in snapshot.instruments] == [0]
        assert manager.instrument_map.find_asset_name_exchange(1) == "USDT"


def test_an_order_rests_and_is_cancelled_under_its_own_key() -> None:
    with managed() as manager:
        manager.send(limit("1"))
        order = next_order(manager)
        assert (order.key, order.side, order.price, order.quantity) == (limit("1").key, Side.BUY, 98, 1)
        assert order.is_active
        assert manager.fetch_open_orders() == [order]
        manager.send(cancel("1"))
        while True:
            event = manager.account_stream.recv(timeout=WAIT)
            if isinstance(event, AccountEvent) and isinstance(event.kind, AccountEventKind.OrderCancelled):
                break
        assert event.kind.response.key == cancel("1").key
        assert event.kind.response.is_cancelled
        assert manager.fetch_open_orders() == []


def test_what_is_fetched_is_by_index() -> None:
    with managed() as manager:
        manager.send(limit("1", price=101))
        while not any(
            isinstance(event, AccountEvent) and isinstance(event.kind, AccountEventKind.Trade)
            for event in manager.account_stream.batch(timeout=WAIT)
        ):
            continue
        assert [(balance.asset, balance.balance.total) for balance in manager.fetch_balances()] == [
            (0, 11),
            (1, Decimal("898.899")),
        ]
        (trade,) = manager.fetch_trades(0)
        assert (trade.instrument, trade.price, trade.quantity, trade.fees.asset) == (0, 101, 1, QuoteAsset())


@pytest.mark.parametrize(
    "state",
    [
        OrderState.Inactive(InactiveOrderState.FullyFilled()),
        OrderState.Inactive(InactiveOrderState.Expired()),
        OrderState.Inactive(InactiveOrderState.Cancelled(Cancelled("x", 1))),
    ],
)
def test_an_end_that_barters_answer_has_no_room_for_arrives(state: OrderState) -> None:
    client = Client(open_order=lambda request: Order.from_request(request).replace(state=state))
    with managed(client) as manager:
        manager.send(limit("1"))
        assert next_order(manager).state == state


# Clients that misbehave.


async def for_ever(*_: Any) -> None:
    await asyncio.Event().wait()


async def gives_up(*_: Any) -> None:
    raise asyncio.CancelledError


def for_another_order(request: Any) -> Order:
    return Order.from_request(request.replace(key=request.key.replace(cid="another"))).replace(state=Open("x", 1, 0))


@pytest.mark.parametrize(
    ("method", "error"),
    [
        (raising(ApiError.RateLimit()), ApiError.RateLimit()),
        (raising(ApiError.BalanceInsufficient("USDT", "poor")), ApiError.BalanceInsufficient(1, "poor")),
        (
            raising(ApiError.BalanceInsufficient("BNB", "no BNB for fees")),
            ApiError.OrderRejected("order rejected: asset BNB balance insufficient: no BNB for fees"),
        ),
        (raising(ConnectivityError.ExchangeOffline("binance_spot")), ConnectivityError.ExchangeOffline("binance_spot")),
        (raising(ValueError("broken")), ConnectivityError.Socket("ValueError: broken")),
        (for_ever, ConnectivityError.Timeout()),
        (gives_up, ConnectivityError.Socket("CancelledError: the client cancelled itself")),
        (lambda *_: 3, "the client answered"),
        (for_another_order, "the client answered"),
    ],
    ids=["rate limit", "asset", "unknown asset", "offline", "raises", "hangs", "cancelled", "nonsense", "another"],
)
def test_whatever_a_client_does_the_order_ends_with_it(method: Any, error: Any) -> None:
    with managed(Client(open_order=method, cancel_order=method), request_timeout=0.2) as manager:
        manager.send(limit("1"))
        order = next_order(manager)
        assert order.key == limit("1").key
        found = order.state.error
        assert isinstance(found, OrderError)
        assert found == error or (isinstance(error, str) and error in str(found))
        manager.send(cancel("1"))
        event = manager.account_stream.recv(timeout=WAIT)
        assert isinstance(event, AccountEvent)
        assert isinstance(event.kind, AccountEventKind.OrderCancelled)
        assert isinstance(event.kind.response.state, OrderError)
        assert type(event.kind.response.state) is type(found)


def test_an_answer_after_the_time_out_is_one_more_event() -> None:
    def slow(request: Any) -> Any:
        time.sleep(0.4)
        return Open("late", 1, 0)

    class Slow(Client):
        def open_order(self, request: Any) -> Any:
            return slow(request)

    with managed(Slow(), request_timeout=0.1) as manager:
        manager.send(limit("1"))
        assert next_order(manager).state.error == ConnectivityError.Timeout()
        late = next_order(manager)
        assert late.key.cid == "1"
        assert late.is_active


def test_a_client_that_blocks_its_loop_delays_the_end_but_loses_no_order() -> None:
    async def blocks(_: Any) -> Any:
        time.sleep(2.5)  # noqa: ASYNC251  (that is the fault)
        return Open("x", 1, 0)

    with managed(Client(open_order=blocks), request_timeout=0.2) as manager:
        manager.send(limit("1"))
        orders = [next_order(manager)]
        while not orders[-1].is_active:
            orders.append(next_order(manager))
        assert {order.key.cid for order in orders} == {"1"}
        assert all(order.is_active or order.state.error == ConnectivityError.Timeout() for order in orders)


def test_none_means_that_the_account_stream_will_tell() -> None:
    client = Client()

    async def open_order(request: Any) -> None:
        await client.told.put(named(request.key.cid, Open("x", 1, 0)))

    client.methods["open_order"] = open_order
    with managed(client) as manager:
        manager.send(limit("1"))
        order = next_order(manager)
        assert order.is_active
        time.sleep(0.1)
        assert manager.account_stream.drain() == []


@pytest.mark.parametrize("end", ["filled", "cancelled"])
def test_an_answer_that_the_account_has_overtaken_does_not_bring_the_order_back(end: str) -> None:
    client = Client()

    async def open_order(request: Any) -> Any:
        if end == "filled":
            event = named(request.key.cid, OrderState.Inactive(InactiveOrderState.FullyFilled()))
        else:
            event = AccountEvent(
                EXCHANGE,
                AccountEventKind.OrderCancelled(OrderResponseCancel(request.key, Cancelled("x", 1))),
            )
        await client.told.put(event)
        await asyncio.sleep(0.1)
        return Open("x", 1, 0)

    client.methods["open_order"] = open_order
    with managed(client) as manager:
        manager.send(limit("1"))
        event = manager.account_stream.recv(timeout=WAIT)
        assert isinstance(event, AccountEvent)
        if isinstance(event.kind, AccountEventKind.Snapshot):
            event = manager.account_stream.recv(timeout=WAIT)
        assert isinstance(event, AccountEvent)
        told = event.kind
        assert isinstance(told, AccountEventKind.OrderSnapshot if end == "filled" else AccountEventKind.OrderCancelled)
        time.sleep(0.3)
        assert manager.account_stream.drain() == []
        # The same id may be used again, and is answered as any other.
        client.methods["open_order"] = lambda request: Open("y", 1, 0)
        manager.send(limit("1"))
        assert next_order(manager).is_active


def test_random_clients_end_each_request() -> None:
    chance = random.Random(7)
    outcomes = ["open", "fill", "reject", "raise", "hang", "none", "late"]

    async def open_order(request: Any) -> Any:
        match chance.choice(outcomes):
            case "open":
                return Open("x", 1, 0)
            case "fill":
                return Order.from_request(request).replace(state=Open("x", 1, request.state.quantity))
            case "reject":
                raise ApiError.OrderRejected("no")
            case "raise":
                raise RuntimeError("broken")
            case "hang":
                await asyncio.Event().wait()
            case "none":
                await client.told.put(named(request.key.cid, Open("x", 1, 0)))
            case "late":
                await asyncio.sleep(0.45)
                return Open("x", 1, 0)
        return None

    client = Client(open_order=open_order)
    with managed(client, request_timeout=0.4) as manager:

        def send(first: int) -> None:
            for number in range(first, first + 50):
                manager.send(limit(str(number)))

        threads = [threading.Thread(target=send, args=(50 * part,)) for part in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        missing = {str(number) for number in range(200)}
        while missing:
            missing.discard(next_order(manager).key.cid)


# The account stream.


def test_a_stream_that_ends_is_opened_again_with_a_snapshot() -> None:
    client = Client()
    with managed(client) as manager:
        kinds = []
        for _ in range(2):
            event = manager.account_stream.recv(timeout=WAIT)
            assert isinstance(event, AccountEvent)
            kinds.append(event.kind.name)
            manager._runner._loop.loop.call_soon_threadsafe(client.told.put_nowait, None)
            lost = manager.account_stream.recv(timeout=WAIT)
            assert lost == AccountReconnecting(client.exchange, "the stream ended")
        assert kinds == ["Snapshot"] * 2


def test_a_stream_that_cannot_be_opened_again_is_tried_until_it_can() -> None:
    failures = iter([None, "down", "still down", None])

    def account_stream(*_: Any) -> Any:
        failure = next(failures, None)
        if failure is not None:
            raise ConnectionResetError(failure)
        return iter(())

    with managed(Client(account_stream=account_stream)) as manager:
        kinds = [type(manager.account_stream.recv(timeout=WAIT)).__name__ for _ in range(3)]
        assert kinds == ["AccountEvent", "AccountReconnecting", "AccountEvent"]


def test_a_snapshot_in_the_middle_of_a_stream_arrives_without_what_the_instruments_do_not_name() -> None:
    balances = [AssetBalance(asset, Balance(7, 7), 0) for asset in ("BNB", "BTC")]
    request = OrderRequestOpen(OrderKey(EXCHANGE, "BTCUSDT", "s", "1"), RequestOpen("buy", 1, 1, "limit", "gtc"))
    failed = Order.from_request(request).replace(state=ApiError.BalanceInsufficient("BNB", "no BNB for fees"))
    parts = [InstrumentAccountSnapshot("ETHUSDT", []), InstrumentAccountSnapshot("BTCUSDT", [failed])]
    client = Client()
    client.told.put_nowait(AccountEvent(EXCHANGE, AccountEventKind.Snapshot(AccountSnapshot(EXCHANGE, balances, parts))))
    with managed(client) as manager:
        account: Any = [manager.account_stream.recv(timeout=WAIT) for _ in range(2)][1].kind.value  # type: ignore[union-attr]
    assert [(balance.asset, balance.balance.total) for balance in account.balances] == [(0, 7)]
    assert ["no BNB for fees" in str(order.state.error) for part in account.instruments for order in part.orders] == [True]


def test_what_the_instruments_do_not_name_is_left_out_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    balances = [AssetBalance(asset, Balance(1, 1), 0) for asset in ("BNB", "BTC")]
    snapshot = AccountSnapshot(
        EXCHANGE, balances, [InstrumentAccountSnapshot(instrument, []) for instrument in ("ETHUSDT", "BTCUSDT")]
    )
    trades = [
        Trade("1", "1", instrument, "s", 0, "buy", 1, 1, AssetFees.quote_fees(0))
        for instrument in ("ETHUSDT", "BTCUSDT")
    ]
    client = Client(account_snapshot=lambda *_: snapshot)
    for trade in trades:
        client.told.put_nowait(AccountEvent(EXCHANGE, AccountEventKind.Trade(trade)))
    with caplog.at_level(logging.ERROR, logger="barter_engine"), managed(client) as manager:
        first, second = (manager.account_stream.recv(timeout=WAIT) for _ in range(2))
        assert isinstance(first, AccountEvent)
        account = first.kind.value
        assert isinstance(account, AccountSnapshot)
        assert [balance.asset for balance in account.balances] == [0]
        assert [instrument.instrument for instrument in account.instruments] == [0]
        assert isinstance(second, AccountEvent)
        assert isinstance(second.kind.value, Trade)
        deadline = time.monotonic() + WAIT
        while "ETHUSDT" not in caplog.text and time.monotonic() < deadline:
            time.sleep(0.02)
    assert "ETHUSDT" in caplog.text


def test_asyncio_reads_the_same_stream() -> None:
    async def scene() -> list[str]:
        manager = await ExecutionManager.init_async(SimulatedExecution(simulated()), [BTC])
        kinds = []
        with manager:
            manager.send(limit("1"))
            async for event in manager.account_stream:
                assert isinstance(event, AccountEvent)
                kinds.append(event.kind.name)
                if kinds[-1] == "OrderSnapshot":
                    break
        return kinds

    assert asyncio.run(scene()) == ["Snapshot", "OrderSnapshot"]


# Its own life.


@pytest.mark.parametrize(
    ("methods", "error"),
    [
        ({"account_stream": raising(ConnectionRefusedError("refused"))}, "ConnectionRefusedError: refused"),
        ({"account_snapshot": raising(ApiError.RateLimit())}, "rate limit"),
        ({"account_stream": for_ever}, "timed out"),
        ({"account_snapshot": for_ever}, "timed out"),
    ],
)
def test_a_client_that_cannot_connect_is_an_error_and_leaves_no_thread(methods: dict[str, Any], error: str) -> None:
    before = set(threading.enumerate())

    class Hangs(Client):
        async def account_stream(self, *arguments: Any) -> Any:
            found = self._do("account_stream", *arguments) if "account_stream" in self.methods else iter(())
            return await found if hasattr(found, "__await__") else found

    with pytest.raises(ClientError, match=error):
        managed(Hangs(**methods), request_timeout=0.2)
    deadline = time.monotonic() + WAIT
    while set(threading.enumerate()) - before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert set(threading.enumerate()) <= before


def test_a_client_that_blocks_its_loop_while_connecting_times_out() -> None:
    async def account_snapshot(*_: Any) -> Any:
        time.sleep(4)  # noqa: ASYNC251  (that is the fault)

    with pytest.raises(ConnectivityError.Timeout):
        managed(Client(account_snapshot=account_snapshot), request_timeout=0.2)


@pytest.mark.parametrize(
    "raised", [ApiError.BalanceInsufficient("BNB", "poor"), ConnectivityError.Timeout(), ApiError.RateLimit()]
)
def test_what_a_fetch_raises_is_the_clients_own_error(raised: ClientError) -> None:
    with managed(Client(**dict.fromkeys(("fetch_balances", "fetch_open_orders", "fetch_trades"), raising(raised)))) as m:
        for fetch in (m.fetch_balances, m.fetch_open_orders, lambda: m.fetch_trades(0)):
            with pytest.raises(type(raised)) as caught:
                fetch()
            assert caught.value == raised


def test_closing_gives_up_what_is_on_its_way_and_keeps_what_was_told() -> None:
    cancelled = threading.Event()

    async def hangs(_: Any) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    manager = managed(Client(open_order=hangs))
    manager.send(limit("1"))
    deadline = time.monotonic() + WAIT
    while not manager._runner._pending and time.monotonic() < deadline:
        time.sleep(0.01)
    manager.close()
    assert cancelled.wait(WAIT)
    first = manager.account_stream.recv(timeout=WAIT)
    assert isinstance(first, AccountEvent)
    assert first.kind.name == "Snapshot"
    assert list(manager.account_stream)[1:] == []
    with pytest.raises(StateError, match="closed"):
        manager.send(limit("2"))
    manager.close()


def test_a_manager_that_is_dropped_ends_its_thread() -> None:
    before = set(threading.enumerate())
    manager = managed()
    assert set(threading.enumerate()) - before
    del manager
    deadline = time.monotonic() + WAIT
    while set(threading.enumerate()) - before and time.monotonic() < deadline:
        gc.collect()
        time.sleep(0.02)
    assert set(threading.enumerate()) <= before


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(InvalidArgumentError, match="client must be an ExecutionClient"):
        ExecutionManager(object(), [BTC])  # type: ignore[arg-type]
    with pytest.raises(BarterError, match=r"BinanceSpot.* holds instruments of kraken"):
        ExecutionManager(SimulatedExecution(simulated()), [KRAKEN])
    with pytest.raises(InvalidArgumentError, match="request_timeout must be above 0"):
        managed(request_timeout=0)
    indexed = IndexedInstruments([KRAKEN, BTC])
    with ExecutionManager(SimulatedExecution(simulated()), indexed) as manager:
        for key in (OrderKey(0, 1, "s", "1"), OrderKey(1, 0, "s", "1"), OrderKey(0, 2**40, "s", "1")):
            with pytest.raises(InvalidArgumentError, match="not among the instruments of binance_spot"):
                manager.send(limit("1").replace(key=key))
            with pytest.raises(InvalidArgumentError, match="not among the instruments of binance_spot"):
                manager.send(cancel("1").replace(key=key))
        for wrong in (3, limit("1").replace(key=OrderKey(EXCHANGE, "BTCUSDT", "s", "1"))):
            with pytest.raises(WrongTypeError, match="keyed by index"):
                manager.send(wrong)
        assert repr(manager) == "<ExecutionManager of binance_spot: 1 instruments>"


SCRIPT = """
import asyncio, os, sys
sys.path.insert(0, {tests!r})
from engine.test_execution_manager import Client, for_ever, limit, managed

manager = managed(Client(open_order=for_ever))
for number in range(100):
    manager.send(limit(str(number)))
"""
FORK = """
child = os.fork()
if child == 0:
    try:
        manager.send(limit("x"))
    except Exception as error:
        manager.close()
        os._exit(0 if getattr(error, "code", "") == "forked" else 3)
    os._exit(4)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
manager.close()
"""


@pytest.mark.parametrize("end", ["", FORK], ids=["exit", "fork"])
def test_the_interpreter_exits_and_forks_with_requests_on_their_way(end: str) -> None:
    script = SCRIPT.format(tests=str(Path(__file__).parents[1])) + end
    # From 3.12 on every fork beside threads is warned of.
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", script]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (ran.returncode, ran.stderr) == (0, "")
