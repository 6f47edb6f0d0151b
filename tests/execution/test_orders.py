"""Requests, orders and their states."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from barter_execution import (
    ActiveOrderState,
    ApiError,
    CancelInFlight,
    Cancelled,
    ClientOrderId,
    ConnectivityError,
    InactiveOrderState,
    Open,
    OpenInFlight,
    Order,
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
)
from barter_instrument import (
    AssetIndex,
    BarterError,
    ExchangeId,
    ExchangeIndex,
    InstrumentIndex,
    InstrumentNameExchange,
    InvalidArgumentError,
    Side,
    WrongTypeError,
)

KEY = OrderKey(0, 3, "ema", "7")
TERMS = RequestOpen("buy", "59000.1", "0.01", "limit", "post_only")
OPEN = Open("o1", 5, "0.004")
ORDER = Order(KEY, "sell", 100, 2, "limit", "gtc", OPEN)


def test_a_key_has_an_indexed_and_a_named_form_of_one_class() -> None:
    named = OrderKey("kraken", "XBT/USD", StrategyId.unknown(), ClientOrderId("c"))
    assert (KEY.exchange, KEY.instrument) == (ExchangeIndex(0), InstrumentIndex(3))
    assert (type(KEY.exchange), type(KEY.instrument)) == (ExchangeIndex, InstrumentIndex)
    assert (named.exchange, named.instrument) == (ExchangeId.KRAKEN, InstrumentNameExchange("XBT/USD"))
    assert type(KEY) is type(named)
    assert named != KEY


@pytest.mark.parametrize(
    "exchange, instrument", [(0, "XBT/USD"), ("kraken", 3), (ExchangeId.KRAKEN, InstrumentIndex(3))]
)
def test_a_mix_of_index_and_name_is_refused(exchange: Any, instrument: Any) -> None:
    with pytest.raises(
        InvalidArgumentError, match=r"instrument is given by .* but exchange by .*: use indices for all"
    ):
        OrderKey(exchange, instrument, "ema", "1")


def test_a_request_is_edited_by_replace_as_a_risk_manager_does() -> None:
    request = OrderRequestOpen(KEY, TERMS)
    smaller = request.replace(state=request.state.replace(quantity="0.005"))
    assert smaller.quantity == Decimal("0.005")
    assert request.quantity == Decimal("0.01")
    assert (smaller.side, smaller.price, smaller.kind) == (Side.BUY, Decimal("59000.1"), OrderKind.LIMIT)
    assert (smaller.exchange, smaller.instrument, smaller.strategy, smaller.cid) == (0, 3, "ema", "7")
    assert smaller.time_in_force == TimeInForce.GoodUntilCancelled(post_only=True)
    assert (smaller.price_f64, smaller.quantity_f64) == (59000.1, 0.005)
    assert smaller.key == KEY


def test_a_cancel_request_needs_no_exchange_id() -> None:
    assert OrderRequestCancel(KEY).state == RequestCancel()
    assert OrderRequestCancel(KEY).id is None
    assert OrderRequestCancel(KEY, RequestCancel("o1")).id == OrderId("o1")


@pytest.mark.parametrize(
    "changes, kind, argument",
    [
        ({"side": "up"}, InvalidArgumentError, "side"),
        ({"side": 1}, WrongTypeError, "side"),
        ({"price": 0}, InvalidArgumentError, "price"),
        ({"price": -1}, InvalidArgumentError, "price"),
        ({"price": float("nan")}, InvalidArgumentError, "price"),
        ({"price": None}, WrongTypeError, "price"),
        ({"quantity": 0}, InvalidArgumentError, "quantity"),
        ({"quantity": -1}, InvalidArgumentError, "quantity"),
        ({"quantity": True}, WrongTypeError, "quantity"),
        ({"kind": "stop"}, InvalidArgumentError, "kind"),
        ({"time_in_force": "forever"}, InvalidArgumentError, "time_in_force"),
        ({"time_in_force": OrderKind.LIMIT}, WrongTypeError, "time_in_force"),
        ({"post_only": True}, WrongTypeError, "post_only"),
    ],
)
def test_impossible_terms_are_refused_with_the_name_of_the_argument(
    changes: dict[str, Any], kind: type[BarterError], argument: str
) -> None:
    with pytest.raises(kind) as caught:
        TERMS.replace(**changes)
    assert caught.value.argument == argument  # type: ignore[attr-defined]
    assert argument in str(caught.value)


def test_a_market_order_may_carry_no_price() -> None:
    assert RequestOpen("buy", 0, 1, "market", "ioc").price == 0
    with pytest.raises(InvalidArgumentError, match="price must not be negative"):
        RequestOpen("buy", -1, 1, "market", "ioc")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("gtc", TimeInForce.GoodUntilCancelled()),
        ("good_until_cancelled", TimeInForce.GoodUntilCancelled(post_only=False)),
        ("POST_ONLY", TimeInForce.GoodUntilCancelled(True)),
        ("day", TimeInForce.GoodUntilEndOfDay()),
        ("fok", TimeInForce.FillOrKill()),
        ("IOC", TimeInForce.ImmediateOrCancel()),
    ],
)
def test_time_in_force_from_text(text: str, expected: TimeInForce) -> None:
    assert TimeInForce.from_text(text) == expected == TERMS.replace(time_in_force=text).time_in_force
    assert isinstance(expected, TimeInForce)


def test_post_only_is_a_flag_and_nothing_else() -> None:
    with pytest.raises(WrongTypeError, match="post_only must be True or False, got int 1"):
        TimeInForce.GoodUntilCancelled(1)  # type: ignore[arg-type]


def test_an_order_takes_any_state_and_gives_upstreams() -> None:
    error = ApiError.BalanceInsufficient(AssetIndex(1), "needs 100, has 3")
    states = {
        OpenInFlight(): OrderState.Active(ActiveOrderState.OpenInFlight()),
        OPEN: OrderState.Active(ActiveOrderState.Open(OPEN)),
        CancelInFlight(OPEN): OrderState.Active(ActiveOrderState.CancelInFlight(CancelInFlight(OPEN))),
        ActiveOrderState.Open(OPEN): OrderState.active(OPEN),
        Cancelled("o1", 9): OrderState.inactive(Cancelled("o1", 9)),
        InactiveOrderState.FullyFilled(): OrderState.fully_filled(),
        InactiveOrderState.Expired(): OrderState.expired(),
        error: OrderState.Inactive(InactiveOrderState.OpenFailed(error)),
    }
    for given, expected in states.items():
        order = ORDER.replace(state=given)
        assert order.state == expected
        assert order.is_active == expected.is_active
    with pytest.raises(WrongTypeError, match="state must be an OrderState, got str 'open'"):
        ORDER.replace(state="open")
    with pytest.raises(WrongTypeError, match="state must be a kind of ApiError or ConnectivityError"):
        ORDER.replace(state=ValueError("no"))


def test_states_say_when_and_what_remains() -> None:
    assert OPEN.quantity_remaining("0.01") == Decimal("0.006")
    assert OrderState.active(OPEN).time_exchange_ns == 5
    assert OrderState.active(CancelInFlight(OPEN)).time_exchange_ns == 5
    assert OrderState.active(CancelInFlight()).time_exchange_ns is None
    assert OrderState.active(OpenInFlight()).time_exchange is None
    assert OrderState.inactive(Cancelled("o1", 9)).time_exchange_ns == 9
    assert OrderState.fully_filled().time_exchange_ns is None
    assert ActiveOrderState.CancelInFlight(CancelInFlight(OPEN)).open_meta == OPEN
    assert ActiveOrderState.OpenInFlight().open_meta is None
    with pytest.raises(InvalidArgumentError, match="filled_quantity must not be negative"):
        Open("o1", 5, -1)


def test_the_request_that_cancels_an_order() -> None:
    assert ORDER.to_request_cancel() == OrderRequestCancel(KEY, RequestCancel("o1"))
    assert ORDER.replace(state=OpenInFlight()).to_request_cancel() == OrderRequestCancel(KEY)
    for done in (CancelInFlight(OPEN), Cancelled("o1", 9), InactiveOrderState.Expired()):
        assert ORDER.replace(state=done).to_request_cancel() is None


def test_an_error_by_name_in_an_order_by_index_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="error is given by name but instrument by index"):
        ORDER.replace(state=ApiError.AssetInvalid("usdt", "no such asset"))
    with pytest.raises(InvalidArgumentError, match="error is given by name but instrument by index"):
        OrderResponseCancel(KEY, ApiError.InstrumentInvalid("XBT/USD", "no such instrument"))


def test_an_answer_to_a_cancel_is_the_cancellation_or_the_error() -> None:
    done = OrderResponseCancel(KEY, Cancelled("o1", 9))
    failed = OrderResponseCancel(KEY, ConnectivityError.Timeout())
    assert (done.is_cancelled, done.state) == (True, Cancelled("o1", 9))
    assert (failed.is_cancelled, failed.state) == (False, ConnectivityError.Timeout())
    with pytest.raises(WrongTypeError, match="state must be a kind of"):
        OrderResponseCancel(KEY, None)  # type: ignore[arg-type]


def test_a_state_in_a_match_statement() -> None:
    match ORDER.replace(state=ApiError.OrderRejected("closed")).state:
        case OrderState.Inactive(InactiveOrderState.OpenFailed(ApiError.OrderRejected() as error)):
            assert error.reason == "closed"
        case other:
            pytest.fail(f"did not match: {other!r}")


def test_json_is_that_of_barters_rust_crates() -> None:
    assert json.loads(ORDER.to_json()) == {
        "key": {"exchange": 0, "instrument": 3, "strategy": "ema", "cid": "7"},
        "side": "Sell",
        "price": "100",
        "quantity": "2",
        "kind": "Limit",
        "time_in_force": {"GoodUntilCancelled": {"post_only": False}},
        "state": {
            "Active": {
                "Open": {"id": "o1", "time_exchange": "1970-01-01T00:00:00.000000005Z", "filled_quantity": "0.004"}
            }
        },
    }
    rejected = ORDER.replace(state=ApiError.RateLimit())
    assert json.loads(rejected.to_json())["state"] == {"Inactive": {"OpenFailed": {"Rejected": "RateLimit"}}}


def test_random_client_order_ids_differ() -> None:
    ids = {ClientOrderId.random() for _ in range(100)}
    assert len(ids) == 100
    assert {len(cid) for cid in ids} == {23}
    assert {type(cid) for cid in ids} == {ClientOrderId}


def test_one_kind_of_id_is_not_taken_for_another() -> None:
    with pytest.raises(WrongTypeError, match="cid must be a str or ClientOrderId, got OrderId"):
        OrderKey(0, 3, "ema", OrderId("o1"))  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match="strategy must not be empty or blank"):
        OrderKey(0, 3, " ", "1")
