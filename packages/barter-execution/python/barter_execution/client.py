"""`ExecutionClient`: what an exchange's account can be asked, written in Python."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Iterable
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar

from .raised import contained

if TYPE_CHECKING:
    from datetime import datetime

    from barter_instrument import AssetNameExchange, ExchangeId, InstrumentNameExchange

    from ._execution import (
        AccountEvent,
        AccountSnapshot,
        AssetBalance,
        Cancelled,
        Open,
        Order,
        OrderRequestCancel,
        OrderRequestOpen,
        OrderResponseCancel,
        Trade,
    )

__all__ = ["ExecutionClient"]

T = TypeVar("T")
#: Who is told of an answer to a request of a batch that comes when nobody waits for the batch any more.
LATE: ContextVar[Callable[[Any, Any], None] | None] = ContextVar("LATE", default=None)
#: What a method gives that may be `def` or `async def`.
Eventually: TypeAlias = "T | Awaitable[T]"
#: What a method gives that may be a sequence, an iterator, an async iterator, or an awaitable of one.
Several: TypeAlias = "Iterable[T] | AsyncIterable[T] | Awaitable[Iterable[T] | AsyncIterable[T]]"


class ExecutionClient(ABC):
    """An account at one exchange, as barter's engine and `ClientRunner` use it.

    Every method may be ``def`` or ``async def``; plain ones are called on a thread of their own, so they may block. Whatever
    comes in and goes out is keyed by name (`ExchangeId`, `InstrumentNameExchange`). How an answer is read:

    * ``open_order``: the `Order` as the exchange has it now, or its `Open` state alone; None if the account stream will tell.
    * ``cancel_order``: an `OrderResponseCancel`, or `Cancelled` alone; None if the account stream will tell.
    * An `OrderError` that is raised is what the order ends with. Any other exception becomes ``ConnectivityError.Socket``.
    * ``account_stream``: an iterator or async iterator of `AccountEvent`; where it ends, the runner reconnects.

    ``barter_execution.testing.check_client`` tests a client.
    """

    #: The exchange whose account it is.
    exchange: ExchangeId

    @classmethod
    def new(cls, config: Any) -> Self:
        """A client from its configuration, upstream's way to make one."""
        return cls(config)  # type: ignore[call-arg]

    @abstractmethod
    def account_snapshot(
        self, assets: list[AssetNameExchange], instruments: list[InstrumentNameExchange]
    ) -> Eventually[AccountSnapshot]:
        """Balances of the assets, and orders of the instruments."""

    @abstractmethod
    def account_stream(
        self, assets: list[AssetNameExchange], instruments: list[InstrumentNameExchange]
    ) -> Several[AccountEvent]:
        """Account events from now on."""

    @abstractmethod
    def open_order(self, request: OrderRequestOpen) -> Eventually[Order | Open | None]:
        """Opens an order."""

    @abstractmethod
    def cancel_order(self, request: OrderRequestCancel) -> Eventually[OrderResponseCancel | Cancelled | None]:
        """Cancels an order."""

    @abstractmethod
    def fetch_balances(self, assets: list[AssetNameExchange]) -> Eventually[Iterable[AssetBalance]]:
        """Balances of the assets."""

    @abstractmethod
    def fetch_open_orders(self, instruments: list[InstrumentNameExchange]) -> Eventually[Iterable[Order]]:
        """Open orders of the instruments."""

    @abstractmethod
    def fetch_trades(self, time_since: datetime) -> Eventually[Iterable[Trade]]:
        """Own trades since a time."""

    def open_orders(self, requests: Iterable[OrderRequestOpen]) -> Several[Order | None]:
        """Opens several orders; the answers come in any order, one for each request. Override it where the exchange has a
        request for several; as it is, `open_order` is called for each at once, and what it raises fails that order.
        """
        return _each(self.open_order, requests, _opened)

    def cancel_orders(self, requests: Iterable[OrderRequestCancel]) -> Several[OrderResponseCancel | None]:
        """Cancels several orders; as `open_orders`."""
        return _each(self.cancel_order, requests, _cancelled)


async def call(method: Callable[..., Any], *arguments: Any, late: Callable[[Any], None] | None = None) -> Any:
    """What a method gives that may be `def` or `async def`; a plain one runs on a daemon thread of its own, and gives what comes
    after the wait was cancelled to `late`.
    """
    with contained():
        if inspect.iscoroutinefunction(method):
            return await method(*arguments)
        if inspect.isasyncgenfunction(method):
            return method(*arguments)
        from .threads import in_thread

        found = await in_thread(method, *arguments, late=partial(_came_late, late))
        return await found if inspect.isawaitable(found) else found


def _came_late(late: Callable[[Any], None] | None, found: Any) -> None:
    """A plain method gave something that nobody waits for any more. An awaitable is no answer, and what it would do is not asked
    for any more.
    """
    if inspect.isawaitable(found):
        give_up: Any = getattr(found, "close", None) or getattr(found, "cancel", None)
        if give_up is not None:
            give_up()
    elif late is not None:
        late(found)


async def _each(
    method: Callable[[Any], Any], requests: Iterable[Any], answer: Callable[[Any, Any], Any]
) -> AsyncIterator[Any]:
    import asyncio

    from .answers import error_of

    async def one(request: Any) -> Any:
        late = LATE.get()
        try:
            told = None if late is None else partial(late, request)
            return answer(request, await call(method, request, late=told))
        except Exception as raised:  # noqa: BLE001  (a client may raise anything)
            return answer(request, error_of(raised))

    tasks = [asyncio.ensure_future(one(request)) for request in requests]
    try:
        for done in asyncio.as_completed(tasks):
            yield await done
    finally:
        for task in tasks:
            task.cancel()


def _opened(request: OrderRequestOpen, answer: Any) -> Any:
    from .answers import order_of

    return order_of(request, answer)


def _cancelled(request: OrderRequestCancel, answer: Any) -> Any:
    from .answers import response_of

    return response_of(request, answer)
