"""Behaviours E9-E15, X1-X10, C4, by their ids."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest

from barter_execution import (
    AccountEvent,
    AccountEventKind,
    AccountSnapshot,
    ApiError,
    AssetBalance,
    AssetFees,
    Balance,
    CancelInFlight,
    Cancelled,
    ClientOrderId,
    ConnectivityError,
    InactiveOrderState,
    InstrumentAccountSnapshot,
    MockExecutionConfig,
    Open,
    OpenInFlight,
    Order,
    OrderEvent,
    OrderId,
    OrderKey,
    OrderKind,
    OrderRequestCancel,
    OrderRequestOpen,
    OrderResponseCancel,
    OrderState,
    RequestCancel,
    RequestOpen,
    StrategyId,
    TimeInForce,
    Trade,
    TradeId,
)
from barter_instrument import (
    AssetIndex,
    BarterError,
    ExchangeId,
    ExchangeIndex,
    InstrumentIndex,
    InvalidArgumentError,
    QuoteAsset,
    Side,
)

NS = 1_700_000_000_123_456_789
KEY = OrderKey(0, 3, "ema", "7")
TERMS = RequestOpen("buy", "59000.1", "0.01", "limit", "post_only")
OPEN = Open("o1", NS, "0.004")
ORDER = Order(KEY, "sell", 100, 2, "limit", "gtc", OPEN)
BALANCE = AssetBalance(1, Balance("100.5", "99"), NS)
TRADE = Trade("t1", "o1", 3, "ema", NS, "buy", "100.5", "2", AssetFees.quote_fees("0.1"))


def test_e9_a_balance_event_carries_exchange_asset_amounts_and_time() -> None:
    event = AccountEvent(2, AccountEventKind.BalanceSnapshot(BALANCE))
    assert event.exchange == ExchangeIndex(2)
    balance = event.kind.value
    assert (balance.asset, balance.balance.total, balance.balance.free) == (AssetIndex(1), Decimal("100.5"), 99)
    assert balance.time_exchange_ns == NS


def test_e10_an_order_snapshot_from_a_request_is_in_flight_and_open_has_id_time_and_fill() -> None:
    request = OrderRequestOpen(KEY, TERMS)
    in_flight = Order.from_request(request)
    assert in_flight.state == OrderState.active(OpenInFlight())
    assert in_flight.state.time_exchange is None
    opened = in_flight.replace(state=OPEN)
    state = AccountEvent(0, AccountEventKind.OrderSnapshot(opened)).kind.value.state.open_meta
    assert (state.id, state.time_exchange_ns, state.filled_quantity) == ("o1", NS, Decimal("0.004"))
    for order in (in_flight, opened):
        assert order.time_in_force == TimeInForce.GoodUntilCancelled(post_only=True)


def test_e11_a_cancellation_event_carries_key_id_and_time() -> None:
    event = AccountEvent(0, AccountEventKind.OrderCancelled(OrderResponseCancel(KEY, Cancelled("o1", NS))))
    response = event.kind.value
    assert (response.key, response.state.id, response.state.time_exchange_ns) == (KEY, "o1", NS)


def test_e12_a_full_snapshot_carries_balances_and_orders_and_its_latest_time() -> None:
    orders = InstrumentAccountSnapshot(3, [ORDER])
    snapshot = AccountSnapshot(0, [BALANCE, AssetBalance(2, Balance(1, 1), NS + 5)], [orders])
    assert snapshot.time_most_recent_ns() == NS + 5
    later = InstrumentAccountSnapshot(3, [ORDER.replace(state=Open("o1", NS + 9, 0))])
    assert snapshot.replace(instruments=[later]).time_most_recent_ns() == NS + 9
    assert (snapshot.balances[0], snapshot.instruments[0].orders) == (BALANCE, [ORDER])
    assert AccountEvent(0, AccountEventKind.Snapshot(snapshot)).snapshot() == snapshot
    assert AccountEvent(0, AccountEventKind.BalanceSnapshot(BALANCE)).snapshot() is None


@pytest.mark.parametrize(
    "balance, text",
    [
        (Balance(1, "1.5"), "free 1.5 above total 1"),
        (Balance(-1, -2), "must not be negative"),
        (Balance(1, -1), "must not be negative"),
    ],
)
def test_e13_a_snapshot_refuses_impossible_balances(balance: Balance, text: str) -> None:
    with pytest.raises(InvalidArgumentError, match=text) as caught:
        AccountSnapshot(0, [BALANCE, AssetBalance(2, balance, 0)], [])
    assert "balances[1]" in str(caught.value)


@pytest.mark.parametrize("amount", [float("nan"), float("inf"), "-inf", Decimal("NaN")])
def test_e13_an_amount_that_is_no_number_is_refused(amount: Any) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        Balance(amount, 0)
    assert caught.value.argument == "total"


def test_e13_a_snapshot_refuses_orders_of_another_instrument_or_exchange() -> None:
    with pytest.raises(
        InvalidArgumentError, match=r"orders\[0\] is of instrument InstrumentIndex\(3\), the snapshot of"
    ):
        InstrumentAccountSnapshot(4, [ORDER])
    with pytest.raises(InvalidArgumentError, match=r"has an order of exchange ExchangeIndex\(0\)"):
        AccountSnapshot(1, [], [InstrumentAccountSnapshot(3, [ORDER])])


@pytest.mark.parametrize("kind", [OrderKind.LIMIT, "limit", "Limit", OrderKind.MARKET, "market"])
@pytest.mark.parametrize("time_in_force", ["gtc", "post_only", "day", "fok", "ioc", TimeInForce.FillOrKill()])
def test_e14_requests_accept_kinds_and_times_in_force(kind: Any, time_in_force: Any) -> None:
    request = OrderRequestOpen(KEY, RequestOpen("sell", 1, 1, kind, time_in_force))
    assert request.kind is OrderKind(kind)
    assert isinstance(request.time_in_force, TimeInForce)
    assert OrderRequestCancel(KEY).id is None
    assert OrderRequestCancel(KEY, RequestCancel("o1")).id == OrderId("o1")


def test_e15_keys_are_made_from_ints_or_typed_indices() -> None:
    typed = OrderKey(ExchangeIndex(0), InstrumentIndex(3), StrategyId("ema"), ClientOrderId("7"))
    assert typed == KEY
    assert (typed.exchange, typed.instrument, typed.strategy, typed.cid) == (0, 3, "ema", "7")


@pytest.mark.parametrize("kind", [ClientOrderId, OrderId, StrategyId, TradeId])
def test_x1_ids(kind: Any) -> None:
    one = kind("a")
    assert (one.name, one == kind("a"), one != kind("b"), hash(one)) == ("a", True, True, hash("a"))
    assert repr(one) == f"{kind.__name__}('a')"
    for empty in ("", "  "):
        with pytest.raises(InvalidArgumentError):
            kind(empty)


def test_x1_the_unknown_strategy_and_random_ids() -> None:
    assert StrategyId.unknown() == "unknown"
    assert ClientOrderId.random() != ClientOrderId.random()


def test_x2_kinds_and_times_in_force() -> None:
    assert [kind.value for kind in OrderKind] == ["Market", "Limit"]
    post_only = TimeInForce.GoodUntilCancelled(post_only=True)
    assert post_only != TimeInForce.GoodUntilCancelled()
    assert hash(post_only) == hash(TimeInForce.from_text("post_only"))
    with pytest.raises(TypeError):
        TimeInForce.ImmediateOrCancel(post_only=True)  # type: ignore[call-arg]
    for text, expected in {
        "gtc": TimeInForce.GoodUntilCancelled(),
        "day": TimeInForce.GoodUntilEndOfDay(),
        "fok": TimeInForce.FillOrKill(),
        "ioc": TimeInForce.ImmediateOrCancel(),
    }.items():
        assert TimeInForce.from_text(text) == expected


@pytest.mark.parametrize("total, free", [(Decimal("1.5"), 1), ("1.5", "1"), (1.5, 1.0)])
def test_x3_a_balance_has_total_free_and_used(total: Any, free: Any) -> None:
    balance = Balance(total, free)
    assert (balance.total, balance.free, balance.used) == (Decimal("1.5"), 1, Decimal("0.5"))
    assert (balance, hash(balance)) == (Balance("1.50", 1), hash(Balance("1.50", 1)))


def test_x3_an_asset_balance_has_asset_balance_and_time() -> None:
    for asset in (1, AssetIndex(1)):
        assert AssetBalance(asset, BALANCE.balance, dt.datetime(2024, 1, 1, tzinfo=dt.UTC)).asset == AssetIndex(1)


def test_x4_fees_and_trades() -> None:
    assert AssetFees.quote_fees("0.1").asset is QuoteAsset()
    assert AssetFees("BNB", "0.1").asset == "BNB"
    assert (TRADE.id, TRADE.order_id, TRADE.instrument, TRADE.strategy) == ("t1", "o1", 3, "ema")
    assert (TRADE.side, TRADE.price, TRADE.quantity, TRADE.value_quote) == (Side.BUY, Decimal("100.5"), 2, 201)
    assert (TRADE, hash(TRADE)) == (TRADE.replace(), hash(TRADE.replace()))


def test_x5_states_are_active_or_inactive_and_have_times_where_they_do() -> None:
    active = [OpenInFlight(), OPEN, CancelInFlight(), CancelInFlight(OPEN)]
    inactive = [
        Cancelled("o1", NS),
        InactiveOrderState.FullyFilled(),
        InactiveOrderState.Expired(),
        ApiError.RateLimit(),
    ]
    for state in active:
        order = ORDER.replace(state=state)
        assert (order.state.is_active, order.state.is_inactive, order.to_inactive()) == (True, False, None)
        assert order.to_active() == order
    for state in inactive:
        order = ORDER.replace(state=state)
        assert (order.state.is_active, order.state.is_inactive, order.to_active()) == (False, True, None)
        assert order.to_inactive() == order
    assert OPEN.quantity_remaining(2) == Decimal("1.996")
    assert ORDER.replace(state=CancelInFlight(OPEN)).state.time_exchange_ns == NS
    assert ORDER.replace(state=Cancelled("o1", NS)).state.time_exchange_ns == NS
    assert ORDER.replace(state=ApiError.RateLimit()).state.error == ApiError.RateLimit()
    assert ORDER.state.error is None


def test_x6_orders_compare_by_all_they_hold() -> None:
    assert ORDER.replace() == ORDER
    for change in ({"side": "buy"}, {"price": 101}, {"quantity": 3}, {"kind": "market"}, {"time_in_force": "ioc"}):
        assert ORDER.replace(**change) != ORDER
    assert (ORDER.key, ORDER.side, ORDER.kind) == (KEY, Side.SELL, OrderKind.LIMIT)


def test_x7_a_cancel_response_carries_key_and_either() -> None:
    for state in (Cancelled("o1", NS), ConnectivityError.Timeout()):
        response = OrderResponseCancel(KEY, state)
        assert (response.key, response.state) == (KEY, state)


def test_x8_snapshots_name_each_asset_and_instrument_once() -> None:
    other = ORDER.replace(key=KEY.replace(cid="8"))
    snapshot = AccountSnapshot(
        0, [BALANCE, BALANCE], [InstrumentAccountSnapshot(3, [ORDER]), InstrumentAccountSnapshot(3, [other])]
    )
    assert snapshot.assets() == [AssetIndex(1)]
    assert snapshot.instrument_keys() == [InstrumentIndex(3)]
    assert all(isinstance(order, Order) for part in snapshot.instruments for order in part.orders)
    assert all(isinstance(balance, AssetBalance) for balance in snapshot.balances)
    assert snapshot == snapshot.replace()
    assert snapshot != snapshot.replace(balances=[])


KINDS = {
    "Snapshot": AccountEventKind.Snapshot(AccountSnapshot(0, [BALANCE], [])),
    "BalanceSnapshot": AccountEventKind.BalanceSnapshot(BALANCE),
    "OrderSnapshot": AccountEventKind.OrderSnapshot(ORDER),
    "OrderCancelled": AccountEventKind.OrderCancelled(OrderResponseCancel(KEY, Cancelled("o1", NS))),
    "Trade": AccountEventKind.Trade(TRADE),
}


@pytest.mark.parametrize("name", KINDS)
def test_x9_event_kinds_have_a_name_and_a_typed_value(name: str) -> None:
    kind = KINDS[name]
    assert kind.name == name
    assert type(kind)(kind.value) == kind
    for exchange in (0, ExchangeIndex(0)):
        event = AccountEvent(exchange, kind)
        assert (event.exchange, event.kind) == (ExchangeIndex(0), kind)
        again = AccountEvent.from_json(event.to_json())
        assert (again, hash(again)) == (event, hash(event))


@pytest.mark.parametrize(
    "state, text",
    [
        (
            OPEN,
            {
                "Active": {
                    "Open": {"id": "o1", "time_exchange": "2023-11-14T22:13:20.123456789Z", "filled_quantity": "0.004"}
                }
            },
        ),
        (
            Cancelled("o1", NS),
            {"Inactive": {"Cancelled": {"id": "o1", "time_exchange": "2023-11-14T22:13:20.123456789Z"}}},
        ),
        (InactiveOrderState.FullyFilled(), {"Inactive": "FullyFilled"}),
        (ApiError.OrderRejected("no"), {"Inactive": {"OpenFailed": {"Rejected": {"OrderRejected": "no"}}}}),
    ],
)
def test_x10_order_events_are_exact_dicts(state: Any, text: dict[str, Any]) -> None:
    plain = {"key": {"exchange": 0, "instrument": 3, "strategy": "ema", "cid": "7"}, "state": text}
    event = OrderEvent.from_dict(plain)
    assert event == OrderEvent.from_json(json.dumps(plain)) == OrderEvent(KEY, state)
    assert (event.key, event.state) == (KEY, ORDER.replace(state=state).state)
    assert event.to_dict() == plain


def test_x10_an_order_event_of_mixed_forms_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="error is given by name but instrument by index"):
        OrderEvent(KEY, ApiError.AssetInvalid("usdt", "no"))


def test_c4_mock_configuration_has_defaults_and_keeps_what_it_is_given() -> None:
    default = MockExecutionConfig()
    assert (default.mocked_exchange, default.latency_ms, default.fees_percent) == (ExchangeId.MOCK, 0, 0)
    assert (default.initial_state.balances, default.initial_state.instruments) == ([], [])
    state = AccountSnapshot("okx", [AssetBalance("USDT", Balance(1, 1), 0)], [])
    config = MockExecutionConfig("okx", state, 100, "0.05")
    assert (config.mocked_exchange, config.initial_state, config.latency_ms) == (ExchangeId.OKX, state, 100)
    assert config.fees_percent == Decimal("0.05")
    assert MockExecutionConfig.from_json(config.to_json()) == config


@pytest.mark.parametrize(
    "arguments, argument",
    [
        ({"mocked_exchange": "nowhere"}, "mocked_exchange"),
        ({"fees_percent": "1"}, "fees_percent"),
        ({"fees_percent": "-0.1"}, "fees_percent"),
        ({"initial_state": AccountSnapshot(0, [], [])}, "initial_state"),
    ],
)
def test_c4_an_impossible_mock_configuration_is_refused(arguments: dict[str, Any], argument: str) -> None:
    with pytest.raises(BarterError) as caught:
        MockExecutionConfig(**arguments)
    assert caught.value.argument == argument
