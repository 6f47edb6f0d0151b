"""One conformance run in progress: the client, its runner, and what was seen so far."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

from barter_execution._execution import (
    AccountEvent,
    AssetBalance,
    Balance,
    Cancelled,
    Open,
    Order,
    OrderKey,
    OrderRequestCancel,
    OrderRequestOpen,
    RequestCancel,
    RequestOpen,
    Trade,
)
from barter_execution.client import ExecutionClient
from barter_execution.names import ClientOrderId
from barter_execution.runner import AccountReconnecting, ClientRunner

from .plan import CheckPlan

__all__ = ["Session", "Skip", "require"]

T = TypeVar("T")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Skip(Exception):
    """What a check needs had failed before."""


def require(condition: object, message: str) -> None:
    """Fails the check unless the condition holds."""
    if not condition:
        raise AssertionError(message)


class Session:
    """What the checks share. Orders have random ids, so that a run can be repeated on one account."""

    def __init__(self, client: ExecutionClient, plan: CheckPlan) -> None:
        self.client: ExecutionClient = client
        self.plan: CheckPlan = plan
        self.runner: ClientRunner = self.new_runner(plan.request_timeout)
        self.run: str = ClientOrderId.random()[:12]
        self.count: int = 0
        self.events: list[AccountEvent] = []
        self.reconnects: list[AccountReconnecting] = []
        #: Exchange ids and times of everything that was answered.
        self.order_ids: list[str] = []
        self.times: list[int] = []
        #: Trades of the market orders, as they were fetched.
        self.trades: list[Trade] = []
        #: Set by the checks that others need.
        self.resting: Order | None = None
        self.cancelled: Order | None = None
        self.bought: Order | None = None

    def new_runner(self, timeout: float) -> ClientRunner:
        """Another runner of the client."""
        plan = self.plan
        return ClientRunner(
            self.client, request_timeout=timeout, assets=[plan.base, plan.quote], instruments=[plan.instrument]
        )

    def key(self, instrument: str | None = None) -> OrderKey:
        """The key of a new order."""
        self.count += 1
        name = self.plan.instrument if instrument is None else instrument
        return OrderKey(self.client.exchange, name, "conformance", f"{self.run}-{self.count}")

    def resting_request(self, time_in_force: str = "gtc") -> OrderRequestOpen:
        """A limit buy that nobody meets."""
        plan = self.plan
        return OrderRequestOpen(
            self.key(), RequestOpen("buy", plan.resting_price, plan.quantity, "limit", time_in_force)
        )

    def market_request(self, side: str) -> OrderRequestOpen:
        """A market order."""
        plan = self.plan
        return OrderRequestOpen(self.key(), RequestOpen(side, plan.market_price, plan.quantity, "market", "ioc"))

    def open(self, request: OrderRequestOpen) -> Order:
        """Opens an order; None is waited for on the account stream."""
        order = self.runner.open_order(request)
        if order is None:
            order = self.told(lambda event: self._order_of(event, request.key))
            require(order is not None, "open_order gave None, and the account stream told nothing of the order")
        assert order is not None
        asked = request.state
        for name in ("side", "quantity", "kind"):
            answered, wanted = getattr(order, name), getattr(asked, name)
            require(answered == wanted, f"the answer's {name} is {answered!r}, asked for {wanted!r}")
        self._saw(order)
        return order

    def cancel(self, order: Order, order_id: str | None = None) -> Any:
        """Cancels an order; gives `Cancelled` or the error."""
        response = self.runner.cancel_order(OrderRequestCancel(order.key, RequestCancel(order_id)))
        if response is None:
            found = self.told(lambda event: self._cancelled_of(event, order.key))
            require(found is not None, "cancel_order gave None, and the account stream told nothing of it")
            return found
        return response.state

    @staticmethod
    def _order_of(event: AccountEvent, key: OrderKey) -> Order | None:
        order = event.kind.value
        return order if isinstance(order, Order) and order.key == key else None

    @staticmethod
    def _cancelled_of(event: AccountEvent, key: OrderKey) -> Any:
        value: Any = event.kind.value
        if isinstance(value, Order) and value.key == key and not value.is_active:
            ended: Any = value.state
            return getattr(ended.state, "state", None)
        return value.state if event.kind.name == "OrderCancelled" and value.key == key else None

    def _saw(self, order: Order) -> None:
        state: Any = order.state
        found = getattr(state.state, "state", None)
        if isinstance(found, Open | Cancelled):
            self.order_ids.append(str(found.id))
            self.times.append(found.time_exchange_ns)

    def open_state(self, order: Order) -> Open:
        """The state of an order that has to be open."""
        require(order.is_active, f"the order is {order.state!r}")
        state = order.state.open_meta
        require(isinstance(state, Open), f"the order is {order.state!r}")
        assert isinstance(state, Open)
        return state

    def open_with(self, key: OrderKey) -> list[Order]:
        """Open orders of a key, as the client fetches them."""
        return [order for order in self.runner.fetch_open_orders() if order.key.cid == key.cid]

    def balance(self, asset: str) -> Balance:
        """The balance of an asset, as the client fetches it."""
        found = [balance for balance in self.runner.fetch_balances() if balance.asset == asset]
        require(found, f"fetch_balances has no {asset}")
        return found[0].balance

    def read_events(self, seconds: float) -> None:
        """Collects what the stream tells within a time."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            event = self.runner.poll(left)
            if isinstance(event, AccountEvent):
                self.events.append(event)
            elif event is not None:
                self.reconnects.append(event)

    def told(self, wanted: Callable[[AccountEvent], T | None]) -> T | None:
        """The first thing that is wanted of what the stream told or tells in time."""
        deadline = time.monotonic() + self.plan.event_timeout
        seen = 0
        while True:
            for event in self.events[seen:]:
                if (found := wanted(event)) is not None:
                    return found
            seen = len(self.events)
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            came = self.runner.poll(left)
            if isinstance(came, AccountEvent):
                self.events.append(came)
            elif came is not None:
                self.reconnects.append(came)

    def value(self) -> Decimal:
        """Value of an order that rests."""
        return self.plan.decimal("resting_price") * self.plan.decimal("quantity")

    def clean_up(self) -> None:
        """Cancels what this run left open, and ends the runner."""
        try:
            for order in self.runner.fetch_open_orders():
                if order.key.cid.startswith(self.run):
                    self.runner.cancel_order(OrderRequestCancel(order.key))
            left = [order for order in self.runner.fetch_open_orders() if order.key.cid.startswith(self.run)]
            require(not left, f"{len(left)} orders are left: {left!r:.200}")
        finally:
            self.runner.close()


def balance_of(balances: list[AssetBalance], asset: str) -> Balance | None:
    """The balance of an asset among others."""
    return next((balance.balance for balance in balances if balance.asset == asset), None)
