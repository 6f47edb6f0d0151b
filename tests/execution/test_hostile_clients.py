"""Clients and callbacks that would take the runner down: it goes on, and each request ends once."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
from execution.markets import BTC, cancel, key, limit, simulated
from execution.test_processes import run

from barter_execution import (
    AccountEvent,
    AccountEventKind,
    AccountReconnecting,
    ApiError,
    ClientRunner,
    ConnectivityError,
    ExecutionClient,
    OrderError,
    PendingRequest,
    SimulatedExecution,
)
from barter_instrument import InvalidArgumentError, StateError, WrongTypeError

assert BTC


def runner_of(client: ExecutionClient, **settings: Any) -> ClientRunner:
    return ClientRunner(client, **{"request_timeout": 0.4, "instruments": ["BTCUSDT"], "assets": ["USDT"], **settings})


def until(condition: Any) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


class Unreadable(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no text")

    __repr__ = __str__


class OwnError(OrderError):
    """An error that barter has no form for."""


class OwnBase(BaseException):
    pass


class Raises(SimulatedExecution):
    """Raises once, from a plain or an asynchronous method, and then is as it should be."""

    def __init__(self, raised: BaseException, *, plain: bool) -> None:
        super().__init__(simulated())
        self.raised: BaseException | None = raised
        self.plain = plain

    def _raise(self) -> None:
        raised, self.raised = self.raised, None
        if raised is not None:
            raise raised

    def open_order(self, request: Any) -> Any:
        async def later() -> Any:
            if not self.plain:
                self._raise()
            return self.open(request)

        if self.plain:
            self._raise()
        return later()

    async def account_stream(self, assets: Any = None, instruments: Any = None) -> Any:
        async def events() -> Any:
            self._raise()
            async for event in await SimulatedExecution.account_stream(self):
                yield event

        return events()


RAISED = [
    (SystemExit(3), "SystemExit: 3"),
    (KeyboardInterrupt(), "KeyboardInterrupt"),
    (OwnBase("own"), "OwnBase: own"),
    (asyncio.CancelledError(), "cancelled itself"),
    (Unreadable(), "Unreadable, whose text raised RuntimeError"),
    (ValueError("\ud800"), "ValueError: \\ud800"),
    (OwnError("own"), "OwnError: own"),
]


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("raised, reason", RAISED)
def test_whatever_is_raised_fails_one_order_and_the_runner_goes_on(
    raised: BaseException, reason: str, plain: bool
) -> None:
    with runner_of(Raises(raised, plain=plain), request_timeout=30.0) as runner:
        pending = runner.submit(limit("1"))
        until(pending.done)
        error = pending.result().state.error
        assert isinstance(error, ConnectivityError.Socket)
        assert reason in error.reason
        second = runner.open_order(limit("2"))
        assert second is not None
        assert second.is_active


@pytest.mark.parametrize("raised, reason", [pair for pair in RAISED if not isinstance(pair[0], OwnError)])
def test_whatever_a_stream_raises_it_is_opened_again(raised: BaseException, reason: str) -> None:
    with runner_of(Raises(raised, plain=False), reconnect_pause=0.001) as runner:
        runner.start_stream()
        found = [runner.poll(10) for _ in range(3)]
    kinds = [one.kind.name if isinstance(one, AccountEvent) else type(one).__name__ for one in found]
    assert kinds == ["Snapshot", "AccountReconnecting", "Snapshot"]
    assert isinstance(found[1], AccountReconnecting)
    assert reason in found[1].reason


def test_an_answer_without_a_repr_is_nonsense_like_any_other() -> None:
    class Answer:
        def __repr__(self) -> str:
            raise RuntimeError("no repr")

    class Odd(SimulatedExecution):
        async def open_order(self, request: Any) -> Any:
            return Answer()

        async def account_stream(self, assets: Any = None, instruments: Any = None) -> Any:
            return iter([Answer()])

    with runner_of(Odd(simulated()), reconnect_pause=0.001) as runner:
        order = runner.open_order(limit("1"))
        assert order is not None
        assert "whose repr raised" in str(order.state.error)
        runner.start_stream()
        found = [runner.poll(10) for _ in range(4)]
    assert sum(isinstance(event, AccountReconnecting) for event in found) == 2


class Slow(SimulatedExecution):
    async def open_order(self, request: Any) -> Any:
        await asyncio.sleep(0.05)
        return self.open(request)


def test_a_callback_may_do_anything_with_the_request_and_the_runner() -> None:
    ends: list[Any] = []
    with runner_of(Slow(simulated()), request_timeout=5.0) as runner:

        def again(end: Any) -> None:
            pending.cancel()
            ends.append(pending.result())
            for wait in (
                lambda: runner.open_order(limit("never")),
                lambda: runner.cancel_order(cancel("1")),
                lambda: runner.open_orders([limit("never")]),
                runner.fetch_balances,
                runner.account_snapshot,
            ):
                with pytest.raises(StateError, match="own loop"):
                    wait()
            ends.append(runner.submit(limit("2")))

        pending: PendingRequest[Any] = runner.submit(limit("1"))
        pending.add_done_callback(again)
        until(lambda: len(ends) == 2)
        assert ends[0].is_active
        assert ends[1].result().is_active
        assert [order.key.cid for order in runner.fetch_open_orders()] == ["1", "2"], "what raised has sent nothing"


@pytest.mark.parametrize("raised", [SystemExit(), KeyboardInterrupt(), ValueError()])
def test_a_callback_that_raises_does_not_end_the_loop(raised: BaseException, caplog: pytest.LogCaptureFixture) -> None:
    def fails(_: Any) -> None:
        raise raised

    with runner_of(Slow(simulated()), on_event=fails) as runner:
        pending = runner.submit(limit("1"))
        pending.add_done_callback(fails)
        assert pending.result().is_active
        runner.start_stream()
        until(lambda: runner.violations)
        second = runner.open_order(limit("2"))
        assert second is not None
        assert second.is_active
    assert type(raised).__name__ in runner.violations[0]
    assert "calling callback" in caplog.text


def test_what_is_given_up_before_its_turn_is_never_sent() -> None:
    blocked, sent = threading.Event(), []

    class Blocks(SimulatedExecution):
        async def cancel_order(self, request: Any) -> Any:
            blocked.wait(10)

        async def open_order(self, request: Any) -> Any:
            sent.append(request.key.cid)
            return self.open(request)

    with runner_of(Blocks(simulated()), request_timeout=0.1) as runner:
        runner.submit(cancel("0"))
        late = runner.open_order(limit("late"))
        given_up = runner.submit(limit("given up"))
        given_up.cancel()
        unwatched = runner.submit(limit("unwatched"))
        time.sleep(0.4)
        blocked.set()
        until(unwatched.done)
        assert late is not None
        ends = [late, given_up.result(), unwatched.result()]
        assert [end.state.error for end in ends] == [ConnectivityError.Timeout()] * 3
        assert runner.open_order(limit("last")) is not None
    assert sent == ["last"]


def test_requests_that_race_the_end_of_the_runner_all_end() -> None:
    class Sends(SimulatedExecution):
        async def open_order(self, request: Any) -> Any:
            return self.open(request)

    for _ in range(30):
        runner = runner_of(Sends(simulated()), request_timeout=30.0)
        sent: list[Any] = []

        def send(runner: ClientRunner = runner, sent: list[Any] = sent) -> None:
            for number in count():
                try:
                    sent.append(runner.submit(limit(str(number))))
                except StateError as error:
                    assert error.code == "closed"  # noqa: PT017  (the other requests were taken)
                    return

        with ThreadPoolExecutor(2) as pool:
            senders = [pool.submit(send) for _ in range(2)]
            time.sleep(0.002)
            runner.close()
        assert [sender.result() for sender in senders] == [None, None]
        assert all(request.done() for request in sent)


@pytest.mark.parametrize("how", ["default", "own", "inherited"])
def test_late_answers_of_a_batch_are_events(how: str) -> None:
    released = threading.Event()

    class Late(SimulatedExecution):
        def open_order(self, request: Any) -> Any:
            released.wait(10)
            return self.open(request)

        def open_orders(self, requests: Any = None) -> Any:
            if how == "inherited":
                return ExecutionClient.open_orders(self, requests)
            return [self.open_order(request) for request in requests]

    client = Late(simulated())
    if how == "default":
        client.open_orders = ExecutionClient.open_orders.__get__(client)  # type: ignore[method-assign]
    with runner_of(client) as runner:
        orders = runner.open_orders([limit("1"), limit("2")])
        assert [order is not None and order.state.error for order in orders] == [ConnectivityError.Timeout()] * 2
        released.set()
        late = [runner.poll(10) for _ in range(2)]
        assert {event.kind.value.key.cid for event in late} == {"1", "2"}  # type: ignore[union-attr]
        assert runner.violations == []


def test_one_failure_of_the_default_batch_is_one_orders_whatever_is_raised() -> None:
    class Second(SimulatedExecution):
        async def open_order(self, request: Any) -> Any:
            if request.key.cid == "2":
                raise ValueError("broken")
            await asyncio.sleep(0.02)
            return self.open(request)

        open_orders = ExecutionClient.open_orders  # type: ignore[assignment]

    with runner_of(Second(simulated())) as runner:
        orders = runner.open_orders([limit("1"), limit("2"), limit("3")])
        assert [order is not None and order.is_active for order in orders] == [True, False, True]
        assert orders[1] is not None
        assert orders[1].state.error == ConnectivityError.Socket("ValueError: broken")


def endless(client: SimulatedExecution) -> Any:
    async def events() -> Any:
        balance = client.balances()[0]
        event = AccountEvent(client.exchange, AccountEventKind.BalanceSnapshot(balance))
        while True:
            yield event

    return events()


def test_a_stream_that_never_waits_leaves_others_their_turn() -> None:
    class Floods(SimulatedExecution):
        async def account_stream(self, assets: Any = None, instruments: Any = None) -> Any:
            return endless(self)

        async def fetch_trades(self, time_since: Any = 0) -> Any:
            async def trades() -> Any:
                while True:
                    yield 3

            return trades()

    runner = runner_of(Floods(simulated()), request_timeout=5.0, on_event=lambda _: None)
    runner.start_stream()
    order = runner.open_order(limit("1"))
    assert order is not None
    assert order.is_active
    runner.close()
    assert not runner._loop._thread.is_alive()


def test_an_awaitable_that_comes_too_late_is_not_run(recwarn: pytest.WarningsRecorder) -> None:
    released, ran = threading.Event(), []

    class Late(SimulatedExecution):
        def open_order(self, request: Any) -> Any:
            async def opened() -> Any:
                ran.append(request)

            released.wait(10)
            return opened()

    with runner_of(Late(simulated()), request_timeout=0.05) as runner:
        order = runner.open_order(limit("1"))
        assert order is not None
        assert order.state.error == ConnectivityError.Timeout()
        released.set()
        assert runner.poll(0.1) is None
        assert (runner.violations, ran) == ([], [])
    gc.collect()
    assert [str(warning.message) for warning in recwarn] == []


def test_a_stream_that_is_opened_too_late_is_closed() -> None:
    released, closed = threading.Event(), threading.Event()

    class Stream:
        def __iter__(self) -> Any:
            return iter(())

        def close(self) -> None:
            closed.set()

    class Late(SimulatedExecution):
        def account_stream(self, assets: Any = None, instruments: Any = None) -> Any:  # type: ignore[override]
            released.wait(10)
            return Stream()

    with runner_of(Late(simulated()), request_timeout=0.05, reconnect_pause=30.0) as runner:
        runner.start_stream()
        assert isinstance(runner.poll(10), AccountReconnecting)
        released.set()
        assert closed.wait(10)


@pytest.mark.parametrize("clean_up", ["await asyncio.sleep(10)", "while True: await asyncio.sleep(10)"])
def test_a_stream_that_takes_its_time_to_end_leaves_no_thread_and_prints_nothing(clean_up: str) -> None:
    ran = run(
        f"""
import gc, threading
class Lingers(SimulatedExecution):
    async def account_stream(self, assets=None, instruments=None):
        async def events():
            try:
                await asyncio.sleep(3600)
                yield
            finally:
                {clean_up}
        return events()
runner = ClientRunner(Lingers(simulated()))
runner.start_stream()
assert runner.poll(10).kind.name == "Snapshot"
runner.close()
print(threading.active_count())
del runner
gc.collect()
"""
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "1\n", "")


def test_a_client_that_stops_the_loop_stops_nothing() -> None:
    class Stops(SimulatedExecution):
        async def open_order(self, request: Any) -> Any:
            asyncio.get_running_loop().stop()
            return self.open(request)

    with runner_of(Stops(simulated())) as runner:
        for cid in ("1", "2"):
            order = runner.open_order(limit(cid))
            assert order is not None
            assert order.is_active


def test_events_are_read_by_threads_and_loops_at_once() -> None:
    class Floods(SimulatedExecution):
        async def account_stream(self, assets: Any = None, instruments: Any = None) -> Any:
            return endless(self)

    runner = runner_of(Floods(simulated()))

    async def read() -> None:
        seen = 0
        async for _ in runner.events():
            if (seen := seen + 1) == 20_000:
                return

    runner.start_stream()
    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(asyncio.run, read()) for _ in range(3)]
    runner.close()
    assert [reader.result() for reader in readers] == [None] * 3


@pytest.mark.parametrize("argument", ["request_timeout", "reconnect_pause"])
@pytest.mark.parametrize("value", [float("inf"), float("nan"), -1, 1e300, "5", None, True])
def test_times_that_cannot_be_waited_for_are_refused(argument: str, value: Any) -> None:
    with pytest.raises((InvalidArgumentError, WrongTypeError), match=f"{argument} must be"):
        runner_of(SimulatedExecution(simulated()), **{argument: value})


@pytest.mark.parametrize("names", ["BTC", [1], None, 3])
def test_names_are_a_list_of_texts(names: Any) -> None:
    for argument in ("assets", "instruments"):
        with pytest.raises(WrongTypeError, match=f"{argument} must be a list of names"):
            runner_of(SimulatedExecution(simulated()), **{argument: names})


def test_waiting_for_events_takes_any_number_of_seconds() -> None:
    with runner_of(SimulatedExecution(simulated())) as runner:
        assert runner.poll(-1) is None
        runner.start_stream()
        assert runner.poll(float("inf")) is not None
        wrongs: list[Any] = [float("nan"), None, "1"]
        for wrong in wrongs:
            with pytest.raises((InvalidArgumentError, WrongTypeError), match="timeout must be"):
                runner.poll(wrong)


def test_texts_of_errors_are_such_as_rust_can_hold() -> None:
    for error in (ApiError.OrderRejected("\ud800"), ConnectivityError.Socket("\ud800")):
        assert OrderError.from_json(error.to_json(OrderError)) == error
        assert str(error).isascii()
    assert logging.getLogger("barter_execution").handlers
    assert isinstance(key("1").cid, str)


def test_the_child_of_a_fork_can_close_and_leave() -> None:
    ran = run(
        """
import os, warnings
warnings.simplefilter("ignore", DeprecationWarning)
def all_of(runner):
    for use in (runner.poll, runner.fetch_balances, lambda: runner.submit(limit("2")), runner.start_stream):
        try:
            use()
        except BaseException as error:
            print(type(error).__name__, error.code)
    runner.close()
runner = ClientRunner(SimulatedExecution(simulated()), request_timeout=30.0)
runner.start_stream()
pending = runner.submit(limit("1"))
pending.result()
runner._told.acquire()
runner._loop._gate.acquire()
if os.fork() == 0:
    import threading
    # As if other threads had them.
    runner._told, runner._loop._gate = threading.Condition(), threading.RLock()
    for lock in (runner._told, runner._loop._gate):
        threading.Thread(target=lock.acquire).start()
    all_of(runner)
    sys.exit()
runner._loop._gate.release()
runner._told.release()
assert os.wait()[1] == 0
print(runner.open_order(limit("3")).is_active)
runner.close()
"""
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "StateError forked\n" * 4 + "True\n", "")
