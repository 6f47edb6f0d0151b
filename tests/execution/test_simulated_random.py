"""Random markets and requests: what a client is told is what the exchange has."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from execution.markets import cancel, limit, market, simulated
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barter_execution import AssetBalance, Balance, Order, SimulatedExchange, Trade

cents = st.integers(9_500, 10_500).map(lambda value: Decimal(value) / 100)
sizes = st.integers(1, 400).map(lambda value: Decimal(value) / 100)
sides = st.sampled_from(["buy", "sell"])
steps = st.one_of(
    st.tuples(st.just("quote"), cents, st.integers(1, 200)),
    st.tuples(st.just("trade"), cents, sizes, sides),
    st.tuples(st.just("limit"), sides, cents, sizes, st.sampled_from(["gtc", "post_only", "ioc", "fok", "day"])),
    st.tuples(st.just("market"), sides, sizes),
    st.tuples(st.just("cancel"), st.integers(1, 30)),
    st.tuples(st.just("advance"), st.integers(0, 20_000_000)),
    st.tuples(st.just("day"), st.just(0)),
)


class Account:
    """An account as a client keeps it: the first snapshot, and then nothing but events."""

    def __init__(self, exchange: SimulatedExchange) -> None:
        self.balances: dict[str, Balance] = {b.asset.name: b.balance for b in exchange.snapshot().balances}
        self.orders: dict[str, Order] = {}
        self.trades: list[Trade] = []

    def read(self, exchange: SimulatedExchange) -> None:
        while (event := exchange.next_event()) is not None:
            value = event.kind.value
            if isinstance(value, AssetBalance):
                self.balances[value.asset.name] = value.balance
            elif isinstance(value, Trade):
                self.trades.append(value)
            elif isinstance(value, Order) and value.is_active:
                self.orders[value.key.cid] = value
            elif isinstance(value, Order):
                self.orders.pop(value.key.cid, None)


def act(exchange: SimulatedExchange, step: tuple[Any, ...], number: int) -> int | None:
    match step:
        case ("quote", bid, spread):
            exchange.quote("BTCUSDT", bid=bid, ask=bid + Decimal(spread) / 100)
        case ("trade", price, size, side):
            exchange.trade("BTCUSDT", price, size, side)
        case ("limit", side, price, size, lasting):
            return exchange.send(limit(str(number), side, price, size, lasting))
        case ("market", side, size):
            return exchange.send(market(str(number), side, size))
        case ("cancel", which):
            return exchange.send(cancel(str(which)))
        case ("advance", nanos):
            exchange.advance(exchange.now_ns + nanos)
        case ("day", _):
            exchange.advance((exchange.now_ns // 86_400_000_000_000 + 1) * 86_400_000_000_000)
    return None


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, max_size=30), st.sampled_from([0, 3_000_000]))
def test_an_account_kept_by_events_is_that_of_the_exchange(script: list[tuple[Any, ...]], latency: int) -> None:
    exchange = simulated(latency=latency)
    account = Account(exchange)
    tickets = [ticket for number, step in enumerate(script, 1) if (ticket := act(exchange, step, number)) is not None]
    exchange.advance(exchange.now_ns + 10 * latency)
    account.read(exchange)

    found = exchange.snapshot()
    assert account.balances == {balance.asset.name: balance.balance for balance in found.balances}
    orders = {order.key.cid: order for part in found.instruments for order in part.orders}
    assert account.orders == orders
    assert account.trades == exchange.trades()
    # Every request was answered, once.
    for ticket in tickets:
        assert exchange.answer(ticket) is not None
        assert exchange.answer(ticket) is None

    # Money is neither made nor lost: what each fill says is what the balances moved by.
    base = sum((t.quantity if t.side.value == "Buy" else -t.quantity for t in account.trades), Decimal(0))
    value = sum((t.value_quote if t.side.value == "Buy" else -t.value_quote for t in account.trades), Decimal(0))
    fees = sum((t.fees.fees for t in account.trades), Decimal(0))
    assert account.balances["BTC"].total == 10 + base
    assert account.balances["USDT"].total == 1_000 - value - fees
    # What is held is what the open orders may cost.
    held = {"BTC": Decimal(0), "USDT": Decimal(0)}
    for order in orders.values():
        assert order.state.open_meta is not None
        rest = order.quantity - order.state.open_meta.filled_quantity
        if order.side.value == "Buy":
            held["USDT"] += order.price * rest * Decimal("1.001")
        else:
            held["BTC"] += rest
    assert {name: balance.used for name, balance in account.balances.items()} == held
    assert all(balance.free >= 0 for balance in account.balances.values())
