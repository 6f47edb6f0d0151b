"""`ClientRunner`: drives any `ExecutionClient`, whatever it does, on an asyncio loop of its own."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections import deque
from collections.abc import AsyncIterator, Callable, Generator, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from barter_instrument import ExchangeId, InvalidArgumentError, StateError

from ._execution import (
    AccountEvent,
    AccountEventKind,
    AccountSnapshot,
    AssetBalance,
    Order,
    OrderRequestCancel,
    OrderRequestOpen,
    OrderResponseCancel,
    Trade,
)
from .answers import error_of, failed_open, order_of, response_of
from .client import ExecutionClient, call
from .errors import ClientError, ConnectivityError, OrderError
from .pump import AccountReconnecting, pump, within
from .threads import LoopThread

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ["AccountReconnecting", "ClientRunner", "PendingRequest"]

T = TypeVar("T")
#: What a caller waits beyond the timeout, for a loop that the client blocks.
GRACE = 0.25


@dataclass(frozen=True)
class _Shape(Generic[T]):
    """How a request of one kind ends."""

    read: Callable[[Any, Any], T | None]
    failed: Callable[[Any, OrderError], T]
    late: Callable[[T], AccountEventKind]


_OPEN: _Shape[Order] = _Shape(order_of, failed_open, AccountEventKind.OrderSnapshot)
_CANCEL: _Shape[OrderResponseCancel] = _Shape(
    response_of, lambda request, error: OrderResponseCancel(request.key, error), AccountEventKind.OrderCancelled
)


class PendingRequest(Generic[T]):
    """A request on its way. It ends exactly once: with the client's answer, or with the error that says why there is none.

    Wait by `result()`, or ``await`` it on any loop. `cancel` gives it up, as leaving a ``with`` block before its end or
    cancelling the wait does; dropping it lets the request go on.
    """

    def __init__(self, runner: ClientRunner, request: Any, shape: _Shape[T], timeout: float) -> None:
        from concurrent.futures import Future

        self.request = request
        self._runner, self._shape = runner, shape
        self._deadline = time.monotonic() + timeout
        self._future: Future[T | None] = Future()
        self._lock = threading.Lock()
        self._task: Any = None
        #: Its caller does not wait any more, or its time is over: an answer may still come.
        self._given_up = False

    def add_done_callback(self, callback: Callable[[T | None], object]) -> None:
        """Calls `callback` with the end of it, once: in the thread that ends it, or now if it has ended. What the callback
        raises is logged by `concurrent.futures`.
        """
        self._future.add_done_callback(lambda future: callback(future.result()))

    def _give_up(self) -> bool:
        """Ends it as timed out, if nothing has ended it yet."""
        self._given_up = True
        return self._settle(self._shape.failed(self.request, ConnectivityError.Timeout()))

    def _settle(self, value: T | None) -> bool:
        """Ends it, if nothing has yet."""
        with self._lock:
            if self._future.done():
                return False
            self._future.set_result(value)
            return True

    def done(self) -> bool:
        """Whether it has ended."""
        return self._future.done()

    def result(self) -> T | None:
        """The end of it, waited for: an order or response, failed ones too; None where the account stream will tell."""
        if self._runner._loop.is_here():
            raise StateError(
                "result() waits and was called on the runner's own loop, which would never end: await it there"
            )
        try:
            return self._future.result(max(self._deadline - time.monotonic(), 0.0) + GRACE)
        except TimeoutError:
            # The client blocks the loop, so that no timer fires there.
            self._give_up()
            return self._future.result()

    def __await__(self) -> Generator[Any, None, T | None]:
        """The end of it, awaited on any loop. Cancelling the wait gives the request up."""
        return self._wait().__await__()

    async def _wait(self) -> T | None:
        import asyncio

        waiting = asyncio.shield(asyncio.wrap_future(self._future))
        try:
            return await asyncio.wait_for(waiting, max(self._deadline - time.monotonic(), 0.0) + GRACE)
        except TimeoutError:
            self._give_up()
            return self._future.result()
        except asyncio.CancelledError:
            self.cancel()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Gives it up if it has not ended."""
        if not self.done():
            self.cancel()

    def cancel(self) -> None:
        """Gives it up: the client's coroutine is cancelled, and the request ends as timed out. What reached the exchange stands."""
        if self._give_up():
            self._runner._cancel(self)


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
        if not request_timeout > 0:
            raise InvalidArgumentError(
                f"request_timeout must be above 0 seconds, got {request_timeout}", argument="request_timeout"
            )
        self.client = client
        self.request_timeout = request_timeout
        self.assets: list[str] = list(assets)
        self.instruments: list[str] = list(instruments)
        self.reconnect_pause = reconnect_pause
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
        if self._closed:
            return
        self._closed = True
        for pending in list(self._pending):
            pending._settle(pending._shape.failed(pending.request, ConnectivityError.Socket("the runner was closed")))
        self._finalizer.detach()
        self._loop.stop()
        with self._told:
            self._told.notify_all()
            wakers = list(self._wakers)
        for wake in wakers:
            wake()

    # Requests.

    def submit(self, request: OrderRequestOpen | OrderRequestCancel) -> PendingRequest[Any]:
        """Sends a request without waiting for its end."""
        self._check_open()
        _check_request(request, (OrderRequestOpen, OrderRequestCancel), "request")
        if isinstance(request, OrderRequestOpen):
            pending: PendingRequest[Any] = PendingRequest(self, request, _OPEN, self.request_timeout)
            method: Callable[..., Any] = self.client.open_order
        else:
            pending = PendingRequest(self, request, _CANCEL, self.request_timeout)
            method = self.client.cancel_order
        self._pending.add(pending)
        self._loop.submit(self._carry_out(pending, method))
        return pending

    def open_order(self, request: OrderRequestOpen) -> Order | None:
        """Opens an order and waits for its end; failed ones are orders too."""
        return self.submit(request).result()

    def cancel_order(self, request: OrderRequestCancel) -> OrderResponseCancel | None:
        """Cancels an order and waits for the response."""
        return self.submit(request).result()

    def open_orders(self, requests: Iterable[OrderRequestOpen]) -> list[Order | None]:
        """Opens several by the client's own batch method; exactly one answer for each request, in their order."""
        return self._batch(list(requests), OrderRequestOpen, self.client.open_orders, _OPEN)

    def cancel_orders(self, requests: Iterable[OrderRequestCancel]) -> list[OrderResponseCancel | None]:
        """Cancels several by the client's own batch method; as `open_orders`."""
        return self._batch(list(requests), OrderRequestCancel, self.client.cancel_orders, _CANCEL)

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
            self._stream = self._loop.submit(pump(weakref.ref(self)))

    def poll(self, timeout: float = 0.0) -> AccountEvent | AccountReconnecting | None:
        """The next account event; None if none comes within `timeout` seconds."""
        deadline = time.monotonic() + timeout
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

        loop = asyncio.get_running_loop()
        woken = asyncio.Event()

        def wake() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(woken.set)

        with self._told:
            self._wakers.append(wake)
        try:
            while True:
                woken.clear()
                while self._events:
                    yield self._events.popleft()
                if self._closed:
                    return
                await woken.wait()
        finally:
            with self._told:
                self._wakers.remove(wake)

    # Inside.

    def _check_open(self) -> None:
        if os.getpid() != self._process:
            raise StateError("the runner was made before this process was forked: make another one", code="forked")
        if self._closed:
            raise StateError("the runner is closed: make another one", code="closed")

    def _tell(self, event: AccountEvent | AccountReconnecting) -> None:
        if self._on_event is not None:
            try:
                self._on_event(event)
            except Exception as raised:  # noqa: BLE001  (it is the user's)
                self._violated(f"on_event raised {raised!r:.160} for {event!r:.160}")
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
        pending._task = task = asyncio.ensure_future(call(method, pending.request, late=late))
        task.add_done_callback(lambda task: self._came(pending, task))
        done, _ = await asyncio.wait({task}, timeout=max(pending._deadline - time.monotonic(), 0.0))
        if not done:
            task.cancel()
            pending._give_up()

    def _came(self, pending: PendingRequest[T], task: Any) -> None:
        """The client's method has ended, in time or not."""
        import asyncio

        self._pending.discard(pending)
        shape, request = pending._shape, pending.request
        try:
            answer = task.result()
        except asyncio.CancelledError:
            pending._settle(
                shape.failed(request, ConnectivityError.Socket("CancelledError: the client cancelled itself"))
            )
            return
        except Exception as raised:  # noqa: BLE001  (a client may raise anything)
            pending._settle(shape.failed(request, error_of(raised)))
            return
        self._answered(pending, answer)

    def _answered(self, pending: PendingRequest[T], answer: Any) -> None:
        try:
            end = pending._shape.read(pending.request, answer)
        except Exception as raised:  # noqa: BLE001  (an answer of a client's own class may do anything)
            self._violated(f"{pending.request.key!r}: the client answered with what cannot be read: {raised!r:.160}")
            end = pending._shape.failed(pending.request, error_of(raised))
        self._note_nonsense(pending.request, answer, end)
        if not pending._settle(end):
            self._late(pending, end)

    def _late(self, pending: PendingRequest[T], end: T | None) -> None:
        """An answer to what has ended: told as an event, so that the order is not lost."""
        if not pending._given_up:
            self._violated(f"a second answer for {pending.request.key!r}: {end!r:.160}")
        if end is not None:
            self._tell(AccountEvent(pending.request.key.exchange, pending._shape.late(end)))

    def _note_nonsense(self, request: Any, answer: Any, end: Any) -> None:
        error = end.state.error if isinstance(end, Order) else getattr(end, "state", None)
        if isinstance(error, ConnectivityError.Socket) and "the client answered" in error.reason:
            self._violated(f"{request.key!r}: {error.reason} ({answer!r:.160})")

    def _cancel(self, pending: PendingRequest[Any]) -> None:
        if pending._task is not None and not self._loop.loop.is_closed():
            self._loop.loop.call_soon_threadsafe(pending._task.cancel)

    def _batch(
        self, requests: list[Any], kind: type[Any], method: Callable[..., Any], shape: _Shape[T]
    ) -> list[T | None]:
        self._check_open()
        for position, request in enumerate(requests):
            _check_request(request, (kind,), f"requests[{position}]")
        pending = {request.key: PendingRequest(self, request, shape, self.request_timeout) for request in requests}
        if len(pending) != len(requests):
            raise InvalidArgumentError("requests must have a key each, got one twice", argument="requests")
        self._pending.update(pending.values())
        self._loop.submit(self._carry_out_all(pending, method, requests))
        return [pending[request.key].result() for request in requests]

    async def _carry_out_all(
        self, pending: dict[Any, PendingRequest[T]], method: Callable[..., Any], requests: list[Any]
    ) -> None:
        from .pump import iterate

        async def read() -> None:
            found = await call(method, requests) if not _is_lazy(method) else method(requests)
            async for answer in iterate(found):
                if answer is None:
                    continue
                key = getattr(answer, "key", None)
                if key in pending:
                    self._answered(pending[key], answer)
                else:
                    self._violated(f"an answer for an order that was not asked for: {answer!r:.160}")

        try:
            await within(read(), self.request_timeout)
            missing: OrderError | None = None
        except Exception as raised:  # noqa: BLE001  (a client may raise anything)
            missing = error_of(raised)
        for entry in pending.values():
            entry._given_up = isinstance(missing, ConnectivityError.Timeout)
            entry._settle(None if missing is None else shape_failed(entry, missing))
            self._pending.discard(entry)

    def _fetch(self, kind: type[T], method: Callable[..., Any], *arguments: Any) -> T:
        self._check_open()
        future = self._loop.submit(within(call(method, *arguments), self.request_timeout))
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
            raise ConnectivityError.Socket(f"the client answered {name} with {type(found).__name__} {found!r:.80}")
        return found

    def _fetch_list(self, kind: type[T], method: Callable[..., Any], *arguments: Any) -> list[T]:
        async def read(*arguments: Any) -> list[Any]:
            return list(await call(method, *arguments))

        found = self._fetch(list, read, *arguments)
        for item in found:
            if not isinstance(item, kind):
                raise ConnectivityError.Socket(f"the client answered with {type(item).__name__} among {kind.__name__}s")
        return found


def _check_request(request: Any, kinds: tuple[type[Any], ...], argument: str) -> None:
    if not isinstance(request, kinds):
        wanted = " or ".join(kind.__name__ for kind in kinds)
        raise InvalidArgumentError(f"{argument} must be an {wanted}, got {request!r:.80}", argument=argument)
    if not isinstance(request.key.exchange, ExchangeId):
        raise InvalidArgumentError(
            f"{argument} must be keyed by name: AccountEventIndexer.order_request names it", argument=argument
        )


def shape_failed(pending: PendingRequest[T], error: OrderError) -> T:
    """The end of a request that an error left without an answer."""
    return pending._shape.failed(pending.request, error)


def _is_lazy(method: Callable[..., Any]) -> bool:
    """Whether calling it only makes an async iterator: `ExecutionClient.open_orders` as it is."""
    return getattr(method, "__func__", None) in (ExecutionClient.open_orders, ExecutionClient.cancel_orders)
