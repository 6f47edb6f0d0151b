"""barter's own mock exchange: what it does, and that none of its panics reaches a user."""

from __future__ import annotations

from decimal import Decimal

import pytest
from execution.markets import BTC, EXCHANGE, cancel, limit, market, upstreams

from barter_execution import (
    AccountSnapshot,
    AccountState,
    ApiError,
    AssetBalance,
    Balance,
    ConnectivityError,
    InstrumentAccountSnapshot,
    MockExchange,
    MockExchangeRequest,
    MockExecution,
    MockExecutionClientConfig,
    MockExecutionConfig,
    Open,
)
from barter_instrument import (
    Instrument,
    InstrumentKind,
    InvalidArgumentError,
    PerpetualContract,
    StateError,
    Underlying,
)


def totals(client: MockExecution) -> dict[str, Decimal]:
    return {balance.asset.name: balance.balance.total for balance in client.balances()}


def test_it_fills_at_the_price_in_the_request_and_credits_nothing() -> None:
    with MockExecution(upstreams()) as client:
        order = client.open(market("1", "buy", 2, price=7))
        state = order.state.open_meta
        assert isinstance(state, Open)
        assert state.filled_quantity == 2
        assert totals(client) == {"BTC": 10, "USDT": Decimal("985.986")}
        assert [trade.price for trade in client.trades()] == [7]
        # A sell takes base quantity from the quote balance.
        client.open(market("2", "sell", 1, price=7))
        assert totals(client) == {"BTC": 10, "USDT": Decimal("984.985")}


def test_limit_orders_are_rejected_and_cancels_are_not_answered() -> None:
    with MockExecution(upstreams()) as client:
        assert isinstance(client.open(limit("1")).state.error, ApiError.OrderRejected)
        assert client.cancel(cancel("1")).state == ConnectivityError.ExchangeOffline(EXCHANGE)


def test_events_are_polled_and_requests_sent_as_they_are() -> None:
    with MockExecution(upstreams(latency_ms=10)) as client:
        assert client.poll(0.01) is None
        client.open(market("1"))
        kinds = [event.kind.name for event in (client.poll(2), client.poll(2)) if event is not None]
        assert sorted(kinds) == ["BalanceSnapshot", "Trade"]
        assert client.send(MockExchangeRequest.fetch_balances(5, ["USDT"]))[0].time_exchange_ns == 5_000_005
        assert client.send(MockExchangeRequest.fetch_orders_open(5, ["BTCUSDT"])) == []
        assert len(client.send(MockExchangeRequest.fetch_trades(5, 0))) == 1
        assert client.send(MockExchangeRequest.fetch_account_snapshot(5)).exchange == EXCHANGE
        assert client.send(MockExchangeRequest.cancel_order(5, cancel("1"))).is_cancelled is False
        assert client.send(MockExchangeRequest.open_order(5, market("2"))).is_active


def test_the_clock_stamps_requests() -> None:
    with MockExecution(MockExecutionClientConfig(upstreams(), lambda: 1_000)) as client:
        assert client.time_request() == 1_000
        assert client.snapshot().balances[0].time_exchange_ns == 1_000


def test_a_closed_exchange_is_offline() -> None:
    client = MockExecution(upstreams())
    client.close()
    assert client.open(market("1")).state.error == ConnectivityError.ExchangeOffline(EXCHANGE)
    with pytest.raises(ConnectivityError.ExchangeOffline):
        client.snapshot()


def test_its_methods_can_be_called_directly_until_it_runs() -> None:
    exchange = upstreams()
    order, told = exchange.open_order(market("1", "buy", 1, price=10))
    assert order.is_active
    assert told is not None
    assert (told.balance.balance.total, told.trade.price) == (Decimal("989.99"), 10)
    order, told = exchange.open_order(limit("2"))
    assert (told, isinstance(order.state.error, ApiError.OrderRejected)) == (None, True)
    assert (exchange.order_sequence, exchange.time_exchange_latest_ns) == (1, 0)
    assert exchange.account.balances()[1].balance.total == Decimal("989.99")
    assert exchange.account_snapshot().exchange == exchange.exchange == EXCHANGE
    assert exchange.find_instrument_data("BTCUSDT") == exchange.instruments["BTCUSDT"] == BTC
    exchange.validate_order_kind_supported("market")
    with pytest.raises(ApiError.OrderRejected):
        exchange.validate_order_kind_supported("limit")
    with pytest.raises(ApiError.InstrumentInvalid, match="NOSUCH"):
        exchange.find_instrument_data("NOSUCH")
    exchange.run()
    assert exchange.is_running
    for use in (exchange.account_snapshot, exchange.account.balances, exchange.run):
        with pytest.raises(StateError, match="runs, or has run"):
            use()
    exchange.close()


def test_its_cancel_is_an_error_and_not_a_panic() -> None:
    with pytest.raises(StateError, match="cannot cancel"):
        upstreams().cancel_order(cancel("1"))


def test_what_would_panic_at_the_first_order_is_refused_before() -> None:
    def made(*balances: AssetBalance) -> MockExchange:
        return MockExchange(MockExecutionConfig(EXCHANGE, AccountSnapshot(EXCHANGE, list(balances), [])), [BTC])

    with pytest.raises(InvalidArgumentError, match="needs a balance of USDT"):
        made(AssetBalance("BTC", Balance(1, 1), 0))
    with pytest.raises(InvalidArgumentError, match="USDT has 1 of 2"):
        made(AssetBalance("USDT", Balance(2, 1), 0))
    contract = InstrumentKind.Perpetual(PerpetualContract(1, "USDT"))
    perpetual = Instrument(EXCHANGE, "p", "P", Underlying("BTC", "USDT"), "UnderlyingQuote", contract)
    with pytest.raises(InvalidArgumentError, match="must be spot"):
        MockExchange(MockExecutionConfig(EXCHANGE), [perpetual])


def test_numbers_that_overflow_are_refused_before() -> None:
    exchange = upstreams()
    with pytest.raises(InvalidArgumentError, match="does not fit a decimal"):
        exchange.open_order(market("1", quantity="7e28", price=2))
    with MockExecution(exchange) as client, pytest.raises(InvalidArgumentError, match="does not fit a decimal"):
        client.open(market("1", quantity="7e28", price=2))


def test_an_account_state_is_made_of_a_snapshot() -> None:
    opened = limit("1")
    from barter_execution import AssetFees, Cancelled, Order, Trade

    orders = [
        Order.from_request(opened).replace(state=Open("o1", 1, 0)),
        Order.from_request(limit("2")).replace(state=Cancelled("o2", 2)),
        Order.from_request(limit("3")),
    ]
    snapshot = AccountSnapshot(
        EXCHANGE, [AssetBalance("USDT", Balance(1, 1), 0)], [InstrumentAccountSnapshot("BTCUSDT", orders)]
    )
    account = AccountState(snapshot)
    assert [order.key.cid for order in account.orders_open()] == ["1"]
    assert [order.key.cid for order in account.orders_cancelled()] == ["2"]
    account.update_time_exchange(99)
    assert (account.balances()[0].time_exchange_ns, account.orders_open()[0].state.time_exchange_ns) == (99, 99)
    trade = Trade("t", "o1", "BTCUSDT", "s", 5, "buy", 1, 1, AssetFees.quote_fees(0))
    account.ack_trade(trade)
    assert (account.trades(0), account.trades(6)) == ([trade], [])
