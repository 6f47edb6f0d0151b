"""`ClientRunner`: drives any `ExecutionClient`, whatever it does, on an asyncio loop of its own."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import aclosing, suppress
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from barter_instrument import ExchangeId, InvalidArgumentError, StateError, WrongTypeError

from ._execution import (
    AccountEvent,
    AccountSnapshot,
    AssetBalance,
    Order,
    OrderKey,
    OrderRequestCancel,
    OrderRequestOpen,
    OrderResponseCancel,
    Trade,
)
from .answers import error_of
from .client import LATE, ExecutionClient, call
from .errors import ClientError, ConnectivityError
from .pending import CANCEL, GRACE, OPEN, PendingRequest, Shape
from .pump import AccountReconnecting, iterate, pump, within
from .raised import described, shown
from .seconds import LONGEST, seconds_of, wait_of
from .threads import LoopThread

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ["AccountReconnecting", "ClientRunner", "PendingRequest"]

T = TypeVar("T")


class ClientRunner:
    """Drives an `ExecutionClient` from any thread: each request ends in exactly one result, never in a hang or a lost order.

    ==============================================  =================================================================
    the client                                      the request ends as
    ==============================================  =================================================================
    answers with the order, or its state            that order; `FullyFilled` if it is filled whole
    answers None                                    None: the account stream will tell
    raises an `OrderError`                          `OpenFailed` with it; the response's error for a cancel
    raises anything else, or is cancelled           the same with ``ConnectivityError.Socket``
    does not answer within `request_timeout`        the same with ``ConnectivityError.Timeout``; its coroutine is cancelled
    answers for another order, or with nonsense     the same with ``ConnectivityError.Socket``; see `violations`
    answers a second time                           the first answer; the second is an account event, and in `violations`
    answers after the timeout                       that answer is an account event: the order is not lost
    ==============================================  =================================================================

    The account stream begins with a full snapshot. Where it ends, raises, or yields something else than events of this
    exchange, an `AccountReconnecting` follows and the stream is opened again after a pause, with a snapshot.

    Args:
        client: the client.
        request_timeout: seconds for each request.
        assets: what the stream and snapshots are asked for; names of the exchange.
        instruments: the same.
        reconnect_pause: seconds before the stream is opened again; doubled up to 60 while it fails.
        on_event: is called with each account event in the runner's thread, in place of `poll` and `events`; it must not wait.
            What it raises is in `violations`.

    >>> from barter_execution import ClientRunner, OrderKey, OrderRequestOpen, RequestOpen, SimulatedExchange, SimulatedExecution
    >>> from barter_instrument import Instrument, Underlying
    >>> btc = Instrument.spot("binance_spot", "binance_spot-btc_usdt", "BTCUSDT", Underlying("BTC", "USDT"))
    >>> exchange = SimulatedExchange([btc], {"USDT": 1_000}, fees=0)
    >>> exchange.quote("BTCUSDT", bid=99, ask=101)
    >>> with ClientRunner(SimulatedExecution(exchange)) as runner:
    ...     key = OrderKey("binance_spot", "BTCUSDT", "s", "1")
    ...     runner.open_order(OrderRequestOpen(key, RequestOpen("buy", 0, 2, "market", "ioc"))).state.is_active
    False
    """

    def __init__(
        self,
        client: ExecutionClient,
        *,
        request_timeout: float = 5.0,
        assets: Iterable[str] = (),
        instruments: Iterable[str] = (),
        reconnect_pause: float = 0.2,
        on_event: Callable[[AccountEvent | AccountReconnecting], object] | None = None,
    ) -> None:
        if not isinstance(client, ExecutionClient):
            raise InvalidArgumentError(
                f"client must be an ExecutionClient, got {type(client).__name__}: derive it from that class",
                argument="client",
            )
        if not isinstance(getattr(client, "exchange", None), ExchangeId):
            raise InvalidArgumentError(
                f"client.exchange must be an ExchangeId, got {getattr(client, 'exchange', None)!r}: set it in {type(client).__name__}",
                argument="client",
            )
        self.client = client
        self.request_timeout: float = seconds_of(
            request_timeout, "request_timeout", lambda value: 0 < value <= LONGEST, f"above 0 and at most {LONGEST:.0e}"
        )
        self.assets: list[str] = _names(assets, "assets")
        self.instruments: list[str] = _names(instruments, "instruments")
        self.reconnect_pause: float = seconds_of(
            reconnect_pause, "reconnect_pause", lambda value: 0 <= value <= LONGEST, f"0 to {LONGEST:.0e}"
        )
        self._on_event = on_event
        #: What the client did against its contract, in order.
        self.violations: list[str] = []
        self._loop = LoopThread(f"barter-client-{client.exchange}")
        self._events: deque[AccountEvent | AccountReconnecting] = deque()
        self._told = threading.Condition()
        self._wakers: list[Callable[[], None]] = []
        self._pending: set[PendingRequest[Any]] = set()
        self._stream: Future[None] | None = None
        self._closed = False
        self._process = os.getpid()
        self._finalizer = weakref.finalize(self, LoopThread.signal_stop, self._loop)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Cancels what runs; requests that have not ended end as ``ConnectivityError.Socket("closed")``."""
        if os.getpid() != self._process:
            # Its thread is the parent's, and so are its locks.
            self._closed = True
            self._finalizer.detach()
            return
        if self._closed:
            return
        self._closed = True
        self._loop.signal_stop()
        for pending in list(self._pending):
            pending._given_up = True
            pending._settle(pending._failed(ConnectivityError.Socket("the runner was closed")))
        self._finalizer.detach()
        self._loop.stop()
        with self._told:
            self._told.notify_all()
            wakers = list(self._wakers)
        for wake in wakers:
            wake()

    # Requests.

    def submit(self, request: OrderRequestOpen | OrderRequestCancel) -> PendingRequest[Any]:
        """Sends a request without waiting for its end.

        Raises:
            InvalidArgumentError: it is no request by name.
            StateError: the runner is closed, or was made before a fork.
        """
        _check_request(request, (OrderRequestOpen, OrderRequestCancel), "request")
        if isinstance(request, OrderRequestOpen):
            pending: PendingRequest[Any] = PendingRequest(self, request, OPEN, self.request_timeout)
            method: Callable[..., Any] = self.client.open_order
        else:
            pending = PendingRequest(self, request, CANCEL, self.request_timeout)
            method = self.client.cancel_order
        self._start(self._carry_out, pending, method, pending=[pending])
        return pending

    def open_order(self, request: OrderRequestOpen) -> Order | None:
        """Opens an order and waits for its end; failed ones are orders too.

        Raises:
            StateError: as `submit`; or it is called on the runner's own loop, and nothing was sent.
        """
        self._check_may_wait()
        return self.submit(request).result()

    def cancel_order(self, request: OrderRequestCancel) -> OrderResponseCancel | None:
        """Cancels an order and waits for the response. Raises StateError as `open_order`."""
        self._check_may_wait()
        return self.submit(request).result()

    def open_orders(self, requests: Iterable[OrderRequestOpen]) -> list[Order | None]:
        """Opens several by the client's own batch method; exactly one answer for each request, in their order."""
        return self._batch(list(requests), OrderRequestOpen, self.client.open_orders, OPEN)

    def cancel_orders(self, requests: Iterable[OrderRequestCancel]) -> list[OrderResponseCancel | None]:
        """Cancels several by the client's own batch method; as `open_orders`."""
        return self._batch(list(requests), OrderRequestCancel, self.client.cancel_orders, CANCEL)

    def account_snapshot(self) -> AccountSnapshot:
        """A full snapshot. Raises ClientError."""
        return self._fetch(AccountSnapshot, self.client.account_snapshot, self.assets, self.instruments)

    def fetch_balances(self, assets: Iterable[str] | None = None) -> list[AssetBalance]:
        """Balances of the assets; default: the runner's. Raises ClientError."""
        return self._fetch_list(
            AssetBalance, self.client.fetch_balances, self.assets if assets is None else list(assets)
        )

    def fetch_open_orders(self, instruments: Iterable[str] | None = None) -> list[Order]:
        """Open orders of the instruments; default: the runner's. Raises ClientError."""
        return self._fetch_list(
            Order, self.client.fetch_open_orders, self.instruments if instruments is None else list(instruments)
        )

    def fetch_trades(self, time_since: datetime) -> list[Trade]:
        """Own trades since a time. Raises ClientError."""
        return self._fetch_list(Trade, self.client.fetch_trades, time_since)

    # The account stream.

    def start_stream(self) -> None:
        """Opens the account stream; its events are had by `poll`."""
        self._check_open()
        if self._stream is None:
            self._stream = self._start(pump, weakref.ref(self))

    def poll(self, timeout: float = 0.0) -> AccountEvent | AccountReconnecting | None:
        """The next account event; None if none comes within `timeout` seconds."""
        self._check_process()
        deadline = time.monotonic() + wait_of(timeout)
        with self._told:
            while not self._events:
                left = deadline - time.monotonic()
                if left <= 0 or self._closed:
                    return None
                self._told.wait(left)
            return self._events.popleft()

    async def events(self) -> AsyncIterator[AccountEvent | AccountReconnecting]:
        """What `poll` gives, on any loop, until the runner is closed."""
        import asyncio

        self._check_process()
        loop = asyncio.get_running_loop()
        woken = asyncio.Event()

        def wake() -> None:
            # A loop that has ended has nobody who waits.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(woken.set)

        with self._told:
            self._wakers.append(wake)
        try:
            while True:
                woken.clear()
                while (event := self._take()) is not None:
                    yield event
                if self._closed:
                    return
                await woken.wait()
        finally:
            with self._told:
                self._wakers.remove(wake)

    # Inside.

    def _check_process(self) -> None:
        if os.getpid() != self._process:
            raise StateError("the runner was made before this process was forked: make another one", code="forked")

    def _check_open(self) -> None:
        self._check_process()
        if self._closed:
            raise StateError("the runner is closed: make another one", code="closed")

    def _check_may_wait(self) -> None:
        if self._loop.is_here():
            raise StateError(
                "this waits for the runner and was called on the runner's own loop, so that it would never end: use submit, and "
                "await the result there",
                code="own_loop",
            )

    def _start(
        self, function: Callable[..., Any], *arguments: Any, pending: Collection[PendingRequest[Any]] = ()
    ) -> Future[Any]:
        """Starts a coroutine function on the loop, unless the runner is closed."""
        self._check_open()
        self._pending.update(pending)
        started = self._loop.submit(function, *arguments)
        if started is None:
            self._pending.difference_update(pending)
            raise StateError("the runner is closed: make another one", code="closed")
        return started

    def _take(self) -> AccountEvent | AccountReconnecting | None:
        """The next event, if there is one; other threads take them too."""
        try:
            return self._events.popleft()
        except IndexError:
            return None

    def _tell(self, event: AccountEvent | AccountReconnecting) -> None:
        if self._on_event is not None:
            try:
                self._on_event(event)
            except BaseException as raised:  # noqa: BLE001  (it is the user's, and would end the loop)
                self._violated(f"on_event raised {described(raised)} for {shown(event)}")
            return
        with self._told:
            self._events.append(event)
            self._told.notify_all()
            wakers = list(self._wakers)
        for wake in wakers:
            wake()

    def _violated(self, text: str) -> None:
        self.violations.append(text)

    async def _carry_out(self, pending: PendingRequest[T], method: Callable[..., Any]) -> None:
        import asyncio

        late = partial(self._answered, pending)

        async def ask() -> Any:
            if pending.done() or time.monotonic() > pending._deadline + GRACE:
                # Its turn comes too late: an order that was told to have failed must not be opened.
                raise ConnectivityError.Timeout
            return await call(method, pending.request, late=late)

        pending._task = task = asyncio.ensure_future(ask())
        task.add_done_callback(lambda task: self._came(pending, task))
        done, _ = await asyncio.wait({task}, timeout=max(pending._deadline - time.monotonic(), 0.0))
        if not done:
            task.cancel()
            pending._give_up()

    def _came(self, pending: PendingRequest[T], task: Any) -> None:
        """The client's method has ended, in time or not."""
        import asyncio

        self._pending.discard(pending)
        try:
            answer = task.result()
        except asyncio.CancelledError:
            # By the time-out or the caller, who have ended it, or by the end of the runner.
            pending._settle(pending._failed(ConnectivityError.Socket("the runner was closed")))
            return
        except BaseException as raised:  # noqa: BLE001  (a client may raise anything)
            pending._settle(pending._failed(raised))
            return
        self._answered(pending, answer)

    def _answered(self, pending: PendingRequest[T], answer: Any) -> None:
        try:
            end = pending._shape.read(pending.request, answer)
        except Exception as raised:  # noqa: BLE001  (an answer of a client's own class may do anything)
            self._violated(
                f"{pending.request.key!r}: the client answered with what cannot be read: {described(raised)}"
            )
            end = pending._failed(raised)
        self._note_nonsense(pending.request, answer, end)
        if not pending._settle(end):
            self._late(pending, end)

    def _late(self, pending: PendingRequest[T], end: T | None) -> None:
        """An answer to what has ended: told as an event, so that the order is not lost."""
        if not pending._given_up:
            self._violated(f"a second answer for {pending.request.key!r}: {shown(end)}")
        if end is not None:
            self._tell(AccountEvent(pending.request.key.exchange, pending._shape.late(end)))

    def _note_nonsense(self, request: Any, answer: Any, end: Any) -> None:
        error = end.state.error if isinstance(end, Order) else getattr(end, "state", None)
        if isinstance(error, ConnectivityError.Socket) and "the client answered" in error.reason:
            self._violated(f"{request.key!r}: {error.reason} ({shown(answer)})")

    def _cancel(self, pending: PendingRequest[Any]) -> None:
        if pending._task is not None and os.getpid() == self._process:
            self._loop.call_soon(pending._task.cancel)

    def _batch(
        self, requests: list[Any], kind: type[Any], method: Callable[..., Any], shape: Shape[T]
    ) -> list[T | None]:
        self._check_may_wait()
        for position, request in enumerate(requests):
            _check_request(request, (kind,), f"requests[{position}]")
        pending = {request.key: PendingRequest(self, request, shape, self.request_timeout) for request in requests}
        if len(pending) != len(requests):
            raise InvalidArgumentError("requests must have a key each, got one twice", argument="requests")
        self._start(self._carry_out_all, pending, method, requests, pending=pending.values())
        return [pending[request.key].result() for request in requests]

    async def _carry_out_all(
        self, pending: dict[Any, PendingRequest[T]], method: Callable[..., Any], requests: list[Any]
    ) -> None:
        def answered(answer: Any) -> None:
            key = getattr(answer, "key", None)
            if answer is None:
                return
            if isinstance(key, OrderKey) and key in pending:
                self._answered(pending[key], answer)
            else:
                self._violated(f"an answer for an order that was not asked for: {shown(answer)}")

        def late(found: Any) -> None:
            for answer in found if isinstance(found, list | tuple) else ():
                answered(answer)

        async def read() -> None:
            LATE.set(lambda request, answer: self._answered(pending[request.key], answer))
            found = method(requests) if _is_lazy(method) else await call(method, requests, late=late)
            async with aclosing(iterate(found)) as answers:
                async for answer in answers:
                    answered(answer)

        try:
            await within(read(), self.request_timeout)
            missing: BaseException | None = None
        except Exception as raised:  # noqa: BLE001  (a client may raise anything)
            missing = raised
        for entry in pending.values():
            entry._given_up |= isinstance(missing, ConnectivityError.Timeout)
            entry._settle(None if missing is None else entry._failed(missing))
            self._pending.discard(entry)

    def _fetch(self, kind: type[T], method: Callable[..., Any], *arguments: Any) -> T:
        self._check_may_wait()
        future = self._start(lambda: within(call(method, *arguments), self.request_timeout))
        try:
            found = future.result(self.request_timeout + GRACE)
        except TimeoutError:
            future.cancel()
            raise ConnectivityError.Timeout from None
        except ClientError:
            raise
        except Exception as raised:
            raise error_of(raised) from raised
        if not isinstance(found, kind):
            name = getattr(method, "__name__", "a method")
            raise ConnectivityError.Socket(f"the client answered {name} with {type(found).__name__} {shown(found, 80)}")
        return found

    def _fetch_list(self, kind: type[T], method: Callable[..., Any], *arguments: Any) -> list[T]:
        async def read(*arguments: Any) -> list[Any]:
            found = await call(method, *arguments)
            return [item async for item in iterate(found)]

        found = self._fetch(list, read, *arguments)
        for item in found:
            if not isinstance(item, kind):
                raise ConnectivityError.Socket(f"the client answered with {type(item).__name__} among {kind.__name__}s")
        return found


def _check_request(request: Any, kinds: tuple[type[Any], ...], argument: str) -> None:
    if not isinstance(request, kinds):
        wanted = " or ".join(kind.__name__ for kind in kinds)
        raise InvalidArgumentError(f"{argument} must be an {wanted}, got {shown(request, 80)}", argument=argument)
    if not isinstance(request.key.exchange, ExchangeId):
        raise InvalidArgumentError(
            f"{argument} must be keyed by name: AccountEventIndexer.order_request names it", argument=argument
        )


def _names(names: Any, argument: str) -> list[str]:
    """Names of the exchange."""
    found = None if isinstance(names, str) or not isinstance(names, Iterable) else list(names)
    if found is None or not all(isinstance(name, str) for name in found):
        raise WrongTypeError(
            f"{argument} must be a list of names, got {type(names).__name__} {shown(names, 80)}", argument=argument
        )
    return found


def _is_lazy(method: Callable[..., Any]) -> bool:
    """Whether calling it only makes an async iterator: `ExecutionClient.open_orders` as it is."""
    return getattr(method, "__func__", None) in (ExecutionClient.open_orders, ExecutionClient.cancel_orders)
