"""Orders, requests, trades, balances and account events of barter.

Each class has two forms: keyed by index (``ExchangeIndex``, ``InstrumentIndex``, as inside the engine) and keyed by name
(``ExchangeId``, ``InstrumentNameExchange``, as outside of it). A mix is refused.

>>> from barter_execution import OrderKey, OrderRequestOpen, RequestOpen
>>> request = OrderRequestOpen(
...     OrderKey(0, 0, "ema", "1"),
...     RequestOpen("buy", price="59000.1", quantity="0.01", kind="limit", time_in_force="gtc"),
... )
>>> request.replace(state=request.state.replace(quantity="0.005")).quantity
Decimal('0.005')
"""

from typing import TYPE_CHECKING

from . import errors
from .enums import OrderKind
from .errors import ApiError, ClientError, ConnectivityError, OrderError
from .names import ClientOrderId, OrderId, StrategyId, TradeId

from ._execution import (  # isort: skip  (it imports the modules above)
    AccountEvent,
    AccountEventIndexer,
    AccountEventKind,
    AccountSnapshot,
    AccountState,
    ActiveOrderState,
    AssetBalance,
    AssetFees,
    Balance,
    Cancelled,
    CancelInFlight,
    ExecutionInstrumentMap,
    InactiveOrderState,
    InstrumentAccountSnapshot,
    MockExchange,
    MockExecutionConfig,
    Open,
    OpenInFlight,
    Order,
    OrderEvent,
    OrderKey,
    OrderRequestCancel,
    OrderRequestOpen,
    OrderResponseCancel,
    OrderState,
    RequestCancel,
    RequestOpen,
    SimulatedExchange,
    TimeInForce,
    Trade,
    __barter_schemas__,
    __version__,
    generate_execution_instrument_map,
)

if TYPE_CHECKING:
    from .client import ExecutionClient
    from .indexed import IndexedAccountStream
    from .mock import (
        MockExchangeRequest,
        MockExchangeRequestKind,
        MockExecution,
        MockExecutionClientConfig,
        OpenOrderNotifications,
    )
    from .runner import AccountReconnecting, ClientRunner, PendingRequest
    from .simulated import SimulatedExecution
else:
    from barter_instrument.lazy import loaded_when_used

    __getattr__, __dir__ = loaded_when_used(
        __name__,
        {
            "answers": (),
            "client": ("ExecutionClient",),
            "indexed": ("IndexedAccountStream",),
            "mock": (
                "MockExchangeRequest",
                "MockExchangeRequestKind",
                "MockExecution",
                "MockExecutionClientConfig",
                "OpenOrderNotifications",
            ),
            "pump": (),
            "runner": ("AccountReconnecting", "ClientRunner", "PendingRequest"),
            "simulated": ("SimulatedExecution",),
            "threads": (),
        },
    )

KeyError = errors.KeyError  # noqa: A001  (upstream's name; not in __all__, as it would hide the builtin)

# Upstream's names of the forms keyed by name, and of generics with their states: the same classes.
UnindexedAccountEvent = AccountEvent
UnindexedAccountSnapshot = AccountSnapshot
UnindexedApiError = ApiError
UnindexedClientError = ClientError
UnindexedOrder = UnindexedOrderSnapshot = OrderSnapshot = Order
UnindexedOrderError = OrderError
UnindexedOrderKey = OrderKey
UnindexedOrderResponseCancel = OrderResponseCancel
UnindexedOrderState = OrderState

__all__ = [
    "AccountEvent",
    "AccountEventIndexer",
    "AccountEventKind",
    "AccountReconnecting",
    "AccountSnapshot",
    "AccountState",
    "ActiveOrderState",
    "ApiError",
    "AssetBalance",
    "AssetFees",
    "Balance",
    "CancelInFlight",
    "Cancelled",
    "ClientError",
    "ClientOrderId",
    "ClientRunner",
    "ConnectivityError",
    "ExecutionClient",
    "ExecutionInstrumentMap",
    "InactiveOrderState",
    "IndexedAccountStream",
    "InstrumentAccountSnapshot",
    "MockExchange",
    "MockExchangeRequest",
    "MockExchangeRequestKind",
    "MockExecution",
    "MockExecutionClientConfig",
    "MockExecutionConfig",
    "Open",
    "OpenInFlight",
    "OpenOrderNotifications",
    "Order",
    "OrderError",
    "OrderEvent",
    "OrderId",
    "OrderKey",
    "OrderKind",
    "OrderRequestCancel",
    "OrderRequestOpen",
    "OrderResponseCancel",
    "OrderSnapshot",
    "OrderState",
    "PendingRequest",
    "RequestCancel",
    "RequestOpen",
    "SimulatedExchange",
    "SimulatedExecution",
    "StrategyId",
    "TimeInForce",
    "Trade",
    "TradeId",
    "UnindexedAccountEvent",
    "UnindexedAccountSnapshot",
    "UnindexedApiError",
    "UnindexedClientError",
    "UnindexedOrder",
    "UnindexedOrderError",
    "UnindexedOrderKey",
    "UnindexedOrderResponseCancel",
    "UnindexedOrderSnapshot",
    "UnindexedOrderState",
    "__barter_schemas__",
    "__version__",
    "generate_execution_instrument_map",
]
