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

from .enums import OrderKind
from .errors import ApiError, ClientError, ConnectivityError, OrderError
from .names import ClientOrderId, OrderId, StrategyId, TradeId

from ._execution import (  # isort: skip  (it imports the modules above)
    AccountEvent,
    AccountEventIndexer,
    AccountEventKind,
    AccountSnapshot,
    ActiveOrderState,
    AssetBalance,
    AssetFees,
    Balance,
    Cancelled,
    CancelInFlight,
    ExecutionInstrumentMap,
    InactiveOrderState,
    InstrumentAccountSnapshot,
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

__all__ = [
    "AccountEvent",
    "AccountEventKind",
    "AccountSnapshot",
    "ActiveOrderState",
    "ApiError",
    "AssetBalance",
    "AssetFees",
    "Balance",
    "CancelInFlight",
    "Cancelled",
    "ClientError",
    "ClientOrderId",
    "ConnectivityError",
    "InactiveOrderState",
    "InstrumentAccountSnapshot",
    "Open",
    "OpenInFlight",
    "Order",
    "OrderError",
    "OrderId",
    "OrderKey",
    "OrderKind",
    "OrderRequestCancel",
    "OrderRequestOpen",
    "OrderResponseCancel",
    "OrderState",
    "RequestCancel",
    "RequestOpen",
    "StrategyId",
    "TimeInForce",
    "Trade",
    "TradeId",
    "__barter_schemas__",
    "__version__",
]
