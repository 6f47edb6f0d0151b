"""barter's wrappers, figures and requests around risk: R1 to R4 of the required behaviours."""

from __future__ import annotations

from decimal import Decimal

import pytest
from engine.small_market import S, play

from barter_engine import (
    DefaultRiskManager,
    RiskApproved,
    RiskRefused,
    build_ioc_market_order_to_close_position,
    calculate_abs_percent_difference,
    calculate_delta,
    calculate_quote_notional,
)
from barter_execution import (
    OrderKey,
    OrderKind,
    OrderRequestCancel,
    OrderRequestOpen,
    RequestCancel,
    RequestOpen,
    TimeInForce,
)
from barter_instrument import ExchangeIndex, InstrumentIndex, Side, StrategyError
from barter_instrument.errors import InvalidArgumentError, WrongTypeError

LARGEST = Decimal(2**96 - 1)


def request():
    return OrderRequestOpen(OrderKey(0, 0, "s", "1"), RequestOpen("buy", 1, 1, "limit", "gtc"))


def test_r1_wrappers_hold_the_request_and_compare_by_value():
    approved, refused = RiskApproved(request()), RiskRefused(request(), "too large")
    assert approved.item == refused.item == request()
    assert refused.reason == "too large"
    assert approved == RiskApproved(request())
    assert refused == RiskRefused(request(), "too large")
    assert refused != RiskRefused(request(), "too small")
    assert approved != refused


def test_r2_the_default_approves_everything():
    cancel = OrderRequestCancel(OrderKey(0, 0, "s", "1"), RequestCancel(None))
    assert DefaultRiskManager().check(None, [cancel], [request()]) == ([cancel], [request()], [], [])


@pytest.mark.parametrize(
    ("swap", "error"),
    [
        (lambda c, o: (c + o, [], [], []), WrongTypeError),
        (lambda c, o: (o, c, [], []), WrongTypeError),
        (lambda c, o: (c, o + o, [], []), StrategyError),
        (lambda c, o: (c, [], [], []), StrategyError),
    ],
)
def test_r2_a_request_in_the_wrong_list_or_number_is_an_error(swap, error):
    class Swaps:
        def check(self, state, cancels, opens):
            return swap(list(cancels), list(opens))

    with pytest.raises(error, match=r"approved_cancels must be|request"):
        play({S: lambda ctx: ctx.market_order("buy", 1)}, risk=Swaps())


def test_r3_quote_notional():
    assert calculate_quote_notional("2", "50.5", 10) == 1010
    assert calculate_quote_notional(-2, 50, 1) == -100
    assert calculate_quote_notional(LARGEST, 2, 1) is None
    assert calculate_quote_notional(LARGEST, 1, 2) is None


def test_r3_absolute_difference_in_percent():
    assert calculate_abs_percent_difference(105, 100) == calculate_abs_percent_difference(95, 100) == Decimal("0.05")
    assert calculate_abs_percent_difference(1, 0) is None


def test_r3_delta_has_the_sign_of_the_side():
    assert calculate_delta(1, 10, Side.BUY, 2) == 20
    assert calculate_delta("-0.5", 10, "sell", 2) == 10
    with pytest.raises(InvalidArgumentError, match="does not fit"):
        calculate_delta(1, LARGEST, "buy", 2)


def positions(quantity):
    seen = []

    def look(ctx):
        seen.append(ctx.position_detail())

    play({S: lambda ctx: ctx.market_order("buy" if quantity > 0 else "sell", abs(quantity)), 3 * S: look})
    return seen[0]


@pytest.mark.parametrize(("quantity", "side"), [(2, Side.SELL), (-3, Side.BUY)])
def test_r4_a_position_is_closed_by_an_immediate_order_of_the_other_side(quantity, side):
    position = positions(quantity)
    request = build_ioc_market_order_to_close_position(0, position, "closer", "101.5", client_order_id="c1")
    assert request.key == OrderKey(ExchangeIndex(0), InstrumentIndex(0), "closer", "c1")
    expected = RequestOpen(side, "101.5", abs(quantity), OrderKind.MARKET, TimeInForce.ImmediateOrCancel())
    assert request.state == expected
    made = {build_ioc_market_order_to_close_position(0, position, "closer", 1).key.cid for _ in range(3)}
    assert len(made) == 3, "barter's random ids"


def test_r4_what_is_missing_or_not_positive_is_an_error():
    position = positions(1)
    with pytest.raises(InvalidArgumentError, match="price"):
        build_ioc_market_order_to_close_position(0, position, "closer", 0)
    with pytest.raises(TypeError, match="price"):
        build_ioc_market_order_to_close_position(0, position, "closer")
    with pytest.raises(WrongTypeError, match="position"):
        build_ioc_market_order_to_close_position(0, None, "closer", 1)
