"""A small market for clients: one instrument, a quote, an account."""

from __future__ import annotations

from typing import Any

from barter_execution import (
    AccountSnapshot,
    AssetBalance,
    Balance,
    MockExchange,
    MockExecutionConfig,
    OrderKey,
    OrderRequestCancel,
    OrderRequestOpen,
    RequestCancel,
    RequestOpen,
    SimulatedExchange,
)
from barter_execution.testing import CheckPlan
from barter_instrument import Instrument, Underlying

EXCHANGE = "binance_spot"
BTC = Instrument.spot(EXCHANGE, "binance_spot-btc_usdt", "BTCUSDT", Underlying("BTC", "USDT"))
PLAN = CheckPlan("BTCUSDT", base="BTC", quote="USDT", quantity="0.5", resting_price="90.10", market_price=101)


def simulated(**settings: Any) -> SimulatedExchange:
    """An exchange with 1,000 USDT and 10 BTC, quoted 99 to 101."""
    exchange = SimulatedExchange([BTC], {"USDT": 1_000, "BTC": 10}, **{"fees": "0.001", **settings})
    exchange.quote("BTCUSDT", bid=99, ask=101)
    return exchange


def upstreams(latency_ms: int = 0, **balances: Any) -> MockExchange:
    """barter's mock exchange with the same account."""
    totals = balances or {"USDT": 1_000, "BTC": 10}
    state = AccountSnapshot(
        EXCHANGE, [AssetBalance(asset, Balance(total, total), 0) for asset, total in totals.items()], []
    )
    return MockExchange(MockExecutionConfig(EXCHANGE, state, latency_ms, "0.001"), [BTC])


def key(cid: str, instrument: str = "BTCUSDT") -> OrderKey:
    return OrderKey(EXCHANGE, instrument, "s", cid)


def limit(
    cid: str, side: str = "buy", price: Any = 98, quantity: Any = 1, time_in_force: Any = "gtc"
) -> OrderRequestOpen:
    return OrderRequestOpen(key(cid), RequestOpen(side, price, quantity, "limit", time_in_force))


def market(cid: str, side: str = "buy", quantity: Any = 1, price: Any = 101) -> OrderRequestOpen:
    return OrderRequestOpen(key(cid), RequestOpen(side, price, quantity, "market", "ioc"))


def cancel(cid: str, order_id: str | None = None) -> OrderRequestCancel:
    return OrderRequestCancel(key(cid), RequestCancel(order_id))
