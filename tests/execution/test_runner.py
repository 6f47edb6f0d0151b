"""Clients that misbehave: each request ends in one documented result, never in a hang or a lost order."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from typing import Any

import pytest
from execution.clients import Client, raising
from execution.markets import BTC, cancel, key, limit, simulated

from barter_execution import (
    AccountEvent,
    AccountReconnecting,
    ApiError,
    Cancelled,
    ClientError,
    ClientRunner,
    ConnectivityError,
    ExecutionClient,
    Open,
    Order,
    OrderState,
    SimulatedExecution,
)
from barter_instrument import InvalidArgumentError, StateError

assert BTC


def runner_of(client: ExecutionClient, **settings: Any) -> ClientRunner:
    return ClientRunner(client, **{"request_timeout": 0.3, "instruments": ["BTCUSDT"], "assets": ["USDT"], **settings})


def error_of_open(client: ExecutionClient, **settings: Any) -> Any:
    with runner_of(client, **settings) as runner:
        order = runner.open_order(limit("1"))
        assert order is not None
        assert order.key == key("1")
        return order.state.error


@pytest.mark.parametrize(
    "raised, ends_as",
    [
        (ApiError.RateLimit(), ApiError.RateLimit()),
        (ConnectivityError.ExchangeOffline("kraken"), ConnectivityError.ExchangeOffline("kraken")),
        (ValueError("broken"), ConnectivityError.Socket("ValueError: broken")),
        (ConnectionResetError("reset"), ConnectivityError.Socket("ConnectionResetError: reset")),
    ],
)
def test_a_client_that_raises_fails_the_order_with_it(raised: Exception, ends_as: Any) -> None:
    assert error_of_open(Client(open_order=raising(raised))) == ends_as
    with runner_of(Client(cancel_order=raising(raised))) as runner:
        response = runner.cancel_order(cancel("1"))
        assert response is not None
        assert response.state == ends_as


def test_a_client_that_cancels_itself_fails_the_order() -> None:
    error = error_of_open(Client(open_order=raising(asyncio.CancelledError())))
    assert isinstance(error, ConnectivityError.Socket)
    assert "cancelled itself" in error.reason


def test_a_client_that_hangs_times_out_and_its_coroutine_is_cancelled() -> None:
    ended: list[str] = []

    async def hang(_: Any) -> Any:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    with runner_of(Client(open_order=hang)) as runner:
        order = runner.open_order(limit("1"))
        assert order is not None
        assert order.state.error == ConnectivityError.Timeout()
        time.sleep(0.05)
        assert ended == ["cancelled"]
        assert runner.violations == []


def test_a_coroutine_that_refuses_to_be_cancelled_times_out_all_the_same() -> None:
    async def stubborn(_: Any) -> Any:
        while True:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                if threading.main_thread().is_alive():
                    continue
                raise

    client = Client()
    client.methods["open_order"] = lambda request: (
        stubborn(request) if request.cid == "1" else client.inner.open_order(request)
    )
    runner = runner_of(client)
    first, second = runner.open_order(limit("1")), runner.open_order(limit("2"))
    assert first is not None
    assert second is not None
    assert (first.state.error, second.is_active) == (ConnectivityError.Timeout(), True)
    began = time.monotonic()
    runner.close()
    assert time.monotonic() - began < 10


def test_a_coroutine_that_blocks_the_loop_times_out_too() -> None:
    released = threading.Event()

    async def block(_: Any) -> Any:
        released.wait(5)

    with runner_of(Client(open_order=block)) as runner:
        order = runner.open_order(limit("1"))
        assert order is not None
        assert order.state.error == ConnectivityError.Timeout()
        released.set()


def test_a_plain_method_that_blocks_times_out_and_its_late_answer_is_an_event() -> None:
    released = threading.Event()

    class Slow(SimulatedExecution):
        def open_order(self, request: Any) -> Any:  # type: ignore[override]
            released.wait(5)
            return self.open(request)

    with runner_of(Slow(simulated())) as runner:
        order = runner.open_order(limit("1"))
        assert order is not None
        assert order.state.error == ConnectivityError.Timeout()
        released.set()
        late = runner.poll(5)
        assert isinstance(late, AccountEvent)
        assert late.kind.value.key == key("1")  # type: ignore[union-attr]
        assert late.kind.value.is_active  # type: ignore[union-attr]
        assert runner.violations == []


def test_a_client_that_answers_for_another_order_fails_the_one_that_was_asked_for() -> None:
    with runner_of(
        Client(open_order=lambda request: Order.from_request(limit("other")).replace(state=Open("o", 1, 0)))
    ) as runner:
        order = runner.open_order(limit("1"))
        assert order is not None
        assert order.key == key("1")
        assert isinstance(order.state.error, ConnectivityError.Socket)
        assert "answered for order" in order.state.error.reason
        assert len(runner.violations) == 1


@pytest.mark.parametrize("nonsense", [3, "open", object(), {"id": "1"}, [Open("o", 1, 0)]])
def test_a_client_that_answers_with_nonsense_fails_the_order(nonsense: Any) -> None:
    with runner_of(Client(open_order=lambda _: nonsense, cancel_order=lambda _: nonsense)) as runner:
        order, response = runner.open_order(limit("1")), runner.cancel_order(cancel("1"))
        assert order is not None
        assert response is not None
        assert isinstance(order.state.error, ConnectivityError.Socket)
        assert isinstance(response.state, ConnectivityError.Socket)
        assert len(runner.violations) == 2


@pytest.mark.parametrize(
    "answer, state",
    [
        (lambda request: Open("o", 1, 0), OrderState.active(Open("o", 1, 0))),
        (lambda request: Open("o", 1, 1), OrderState.fully_filled()),
        (
            lambda request: Order.from_request(request).replace(state=Cancelled("o", 1)),
            OrderState.inactive(Cancelled("o", 1)),
        ),
        (lambda request: ApiError.RateLimit(), OrderState.inactive(ApiError.RateLimit())),
    ],
)
def test_answers_are_orders_or_their_states(answer: Any, state: OrderState) -> None:
    with runner_of(Client(open_order=answer)) as runner:
        order = runner.open_order(limit("1"))
        assert order is not None
        assert order.state == state


def test_none_means_that_the_account_stream_will_tell() -> None:
    with runner_of(Client(open_order=lambda _: None, cancel_order=lambda _: None)) as runner:
        assert runner.open_order(limit("1")) is None
        assert runner.cancel_order(cancel("1")) is None


def test_a_batch_has_one_answer_for_each_request_whatever_comes() -> None:
    class Batch(SimulatedExecution):
        def open_orders(self, requests: Any = None) -> Any:
            orders = [self.open(request) for request in requests]
            stranger = Order.from_request(limit("stranger")).replace(state=Open("x", 1, 0))
            return [orders[0], orders[0], stranger, orders[2]]

    with runner_of(Batch(simulated())) as runner:
        orders = runner.open_orders([limit("1"), limit("2"), limit("3")])
        assert [None if order is None else order.key.cid for order in orders] == ["1", None, "3"]
        assert ["a second answer" in runner.violations[0], "not asked for" in runner.violations[1]] == [True, True]
        second = runner.poll(1)
        assert isinstance(second, AccountEvent)
        assert second.kind.value.key.cid == "1"  # type: ignore[union-attr]


def test_a_batch_that_breaks_off_fails_what_is_left() -> None:
    class Breaks(SimulatedExecution):
        async def open_orders(self, requests: Any = None) -> Any:
            yield await self.open_order(next(iter(requests)))
            raise ConnectionResetError("gone")

    with runner_of(Breaks(simulated())) as runner:
        first, second = runner.open_orders([limit("1"), limit("2")])
        assert first is not None
        assert second is not None
        assert first.is_active
        assert second.state.error == ConnectivityError.Socket("ConnectionResetError: gone")


def test_the_default_batch_opens_each_at_once_and_one_failure_is_one_orders() -> None:
    def refuse_second(request: Any) -> Any:
        if request.cid == "2":
            raise ApiError.RateLimit
        return Open("o", 1, 0)

    with runner_of(Client(open_order=refuse_second)) as runner:
        orders = runner.open_orders([limit("1"), limit("2"), limit("3")])
        assert [order is not None and order.is_active for order in orders] == [True, False, True]


@pytest.mark.parametrize("plain", [True, False])
def test_the_stream_begins_with_a_snapshot_and_is_opened_again(plain: bool) -> None:
    client = Client()
    event = AccountEvent.from_json(
        '{"exchange":"binance_spot","kind":{"BalanceSnapshot":{"asset":"USDT","balance":{"total":"1","free":"1"},'
        '"time_exchange":"1970-01-01T00:00:00Z"}}}'
    )

    def plain_stream(*_: Any) -> Any:
        return iter([event])

    async def async_stream(*_: Any) -> Any:
        async def events() -> Any:
            yield event

        return events()

    client.methods["account_stream"] = plain_stream if plain else async_stream
    with runner_of(client, reconnect_pause=0.01) as runner:
        runner.start_stream()
        found = [runner.poll(5) for _ in range(6)]
    kinds = [one.kind.name if isinstance(one, AccountEvent) else type(one).__name__ for one in found]
    assert kinds == ["Snapshot", "BalanceSnapshot", "AccountReconnecting"] * 2


@pytest.mark.parametrize(
    "broken, reason",
    [
        ({"account_stream": raising(ValueError("no stream"))}, "no stream"),
        ({"account_snapshot": raising(ClientError.AccountSnapshot("no"))}, "failed to fetch the account snapshot: no"),
        ({"account_snapshot": lambda *_: 3}, "the client gave int 3"),
        ({"account_stream": lambda *_: iter([3])}, "the client gave int 3"),
        ({"account_stream": lambda *_: 3}, "not iterable"),
    ],
)
def test_a_stream_that_fails_says_why_and_is_opened_again(broken: dict[str, Any], reason: str) -> None:
    with runner_of(Client(**broken), reconnect_pause=0.01) as runner:
        runner.start_stream()
        reconnects = []
        while len(reconnects) < 2:
            event = runner.poll(5)
            assert event is not None
            if isinstance(event, AccountReconnecting):
                reconnects.append(event)
        assert reason in reconnects[0].reason
        may = reason.startswith("failed to fetch")
        assert any(reason in violation for violation in runner.violations) is not may, "a client error is no violation"


@pytest.mark.parametrize("failure", ["hangs", "raises"])
def test_a_stream_that_does_not_close_is_opened_again_all_the_same(failure: str) -> None:
    class Stream:
        def __aiter__(self) -> Any:
            return self

        async def __anext__(self) -> Any:
            raise StopAsyncIteration

        async def aclose(self) -> None:
            if failure == "raises":
                raise ValueError("not open")
            await asyncio.Event().wait()

    with runner_of(Client(account_stream=lambda *_: Stream()), reconnect_pause=0.01, request_timeout=0.1) as runner:
        runner.start_stream()
        found = [runner.poll(5) for _ in range(4)]
        kinds = [one.kind.name if isinstance(one, AccountEvent) else type(one).__name__ for one in found]
        assert kinds == ["Snapshot", "AccountReconnecting"] * 2
        assert "closing the account stream" in runner.violations[0]
        assert ("Timeout" if failure == "hangs" else "not open") in runner.violations[0]


@pytest.mark.parametrize("name", ["account_snapshot", "fetch_balances", "fetch_open_orders", "fetch_trades"])
def test_what_is_fetched_raises_client_errors_only(name: str) -> None:
    def fetch(runner: ClientRunner) -> Any:
        return runner.fetch_trades(simulated_epoch()) if name == "fetch_trades" else getattr(runner, name)()

    for method, expected in (
        (raising(ValueError("broken")), ConnectivityError.Socket),
        (raising(ApiError.RateLimit()), ApiError.RateLimit),
        (lambda *_: 3, ConnectivityError.Socket),
        (lambda *_: asyncio.sleep(3600), ConnectivityError.Timeout),
    ):
        with runner_of(Client(**{name: method})) as runner, pytest.raises(expected):
            fetch(runner)


def simulated_epoch() -> Any:
    import datetime as dt

    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def test_closing_ends_what_is_on_its_way() -> None:
    runner = runner_of(Client(open_order=lambda _: asyncio.sleep(3600)), request_timeout=60.0)
    pending = [runner.submit(limit(str(number))) for number in range(20)]
    runner.close()
    ends = {repr(request.result().state.error) for request in pending}
    assert ends == {"ConnectivityError.Socket('the runner was closed')"}
    with pytest.raises(StateError, match="closed"):
        runner.open_order(limit("1"))


@pytest.mark.parametrize("with_stream", [False, True])
def test_a_runner_that_is_dropped_ends_its_thread(with_stream: bool) -> None:
    runner = runner_of(Client())
    thread = runner._loop._thread
    if with_stream:
        runner.start_stream()
        assert runner.poll(5) is not None
    del runner
    gc.collect()
    thread.join(5)
    assert not thread.is_alive()


def test_what_is_given_up_ends_at_once_and_cancels_the_coroutine() -> None:
    ended = threading.Event()

    async def hang(_: Any) -> Any:
        try:
            await asyncio.sleep(3600)
        finally:
            ended.set()

    with runner_of(Client(open_order=hang), request_timeout=60.0) as runner:
        pending = runner.submit(limit("1"))
        time.sleep(0.05)
        pending.cancel()
        assert pending.result().state.error == ConnectivityError.Timeout()
        assert ended.wait(5)


def test_many_threads_each_get_their_own_answer() -> None:
    with runner_of(SimulatedExecution(simulated()), request_timeout=10.0) as runner:
        found: dict[str, Any] = {}

        def ask(cid: str) -> None:
            found[cid] = runner.open_order(limit(cid, quantity="0.01"))

        threads = [threading.Thread(target=ask, args=(str(number),)) for number in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {order.key.cid for order in found.values()} == set(found)
        assert len(runner.fetch_open_orders()) == 40


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(InvalidArgumentError, match="client must be an ExecutionClient"):
        ClientRunner(object())  # type: ignore[arg-type]
    nameless = Client()
    nameless.exchange = "binance"
    with pytest.raises(InvalidArgumentError, match=r"client\.exchange must be an ExchangeId, got 'binance'"):
        ClientRunner(nameless)
    with pytest.raises(InvalidArgumentError, match="request_timeout must be above 0"):
        ClientRunner(Client(), request_timeout=0)
    from barter_execution import OrderKey

    with runner_of(Client()) as runner:
        with pytest.raises(InvalidArgumentError, match="keyed by name"):
            runner.submit(limit("1").replace(key=OrderKey(0, 0, "s", "1")))
        with pytest.raises(InvalidArgumentError, match="request must be an OrderRequestOpen"):
            runner.submit(3)  # type: ignore[arg-type]
        with pytest.raises(InvalidArgumentError, match="got one twice"):
            runner.open_orders([limit("1"), limit("1")])
        with pytest.raises(
            InvalidArgumentError, match=r"requests\[1\] must be an OrderRequestOpen, got OrderRequestCancel"
        ):
            runner.open_orders([limit("1"), cancel("1")])  # type: ignore[list-item]
        with pytest.raises(InvalidArgumentError, match=r"requests\[0\] must be keyed by name"):
            runner.cancel_orders([cancel("1").replace(key=OrderKey(0, 0, "s", "1"))])


def test_requests_are_awaited_on_any_loop_and_events_iterated() -> None:
    async def scene() -> tuple[Any, list[str]]:
        with runner_of(SimulatedExecution(simulated()), request_timeout=10.0) as runner:
            runner.start_stream()
            orders = await asyncio.gather(*(runner.submit(limit(str(number))) for number in range(5)))
            kinds = []
            async for event in runner.events():
                kinds.append(event.kind.name if isinstance(event, AccountEvent) else "reconnecting")
                if kinds.count("OrderSnapshot") == 5 or len(kinds) > 20:
                    break
            return orders, kinds

    orders, kinds = asyncio.run(scene())
    assert all(order.is_active for order in orders)
    assert "Snapshot" in kinds


def test_cancelling_the_wait_or_leaving_a_block_gives_a_request_up() -> None:
    begun: list[str] = []
    ended: list[str] = []

    async def hang(_: Any) -> Any:
        begun.append("called")
        try:
            await asyncio.sleep(3600)
        finally:
            ended.append("cancelled")

    async def scene(runner: ClientRunner) -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(runner.submit(limit("1")), 0.05)
        assert await runner.submit(limit("2")) is not None

    with runner_of(Client(open_order=hang), request_timeout=0.5) as runner:
        asyncio.run(scene(runner))
        with runner.submit(limit("3")) as pending:
            deadline = time.monotonic() + 5
            while len(begun) < 3 and time.monotonic() < deadline:
                time.sleep(0.001)
        assert pending.result().state.error == ConnectivityError.Timeout()
        deadline = time.monotonic() + 5
        while len(ended) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert ended == ["cancelled"] * 3
