"""`check`: which rule an order breaks, what was given, what would be allowed."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from cross.values import positive
from hypothesis import given

from barter_execution import OrderKey, OrderRequestOpen, RequestOpen
from barter_instrument import (
    Instrument,
    InstrumentKind,
    InstrumentSpec,
    InstrumentSpecNotional,
    InstrumentSpecPrice,
    InstrumentSpecQuantity,
    InvalidArgumentError,
    OrderQuantityUnits,
    PerpetualContract,
    Side,
    SpecRule,
    StateError,
    Underlying,
    WrongTypeError,
)

SPEC = InstrumentSpec(
    InstrumentSpecPrice("0.5", "0.1"),
    InstrumentSpecQuantity(OrderQuantityUnits.Contract(), "0.002", "0.001"),
    InstrumentSpecNotional(5),
)
PERPETUAL = Instrument(
    "okx",
    "okx-btc_usdt_perpetual",
    "BTC-USDT-SWAP",
    Underlying("BTC", "USDT"),
    "UnderlyingQuote",
    InstrumentKind.Perpetual(PerpetualContract("0.01", "USDT")),
    SPEC,
)


def test_i6_an_order_that_keeps_the_rules_is_fine() -> None:
    result = SPEC.check(quantity="0.003", price="59000.1")
    assert result and result.ok and len(result) == 0 and list(result) == []
    assert str(result) == "every rule is kept"


@pytest.mark.parametrize(
    "terms, rule, given_, limit, allowed",
    [
        ({"price": "59000.17"}, SpecRule.PRICE_TICK, "59000.17", "0.1", ["59000.1", "59000.2"]),
        ({"price": "59000.17", "side": "sell"}, SpecRule.PRICE_TICK, "59000.17", "0.1", ["59000.2", "59000.1"]),
        ({"price": "59000.17", "side": Side.BUY}, SpecRule.PRICE_TICK, "59000.17", "0.1", ["59000.1", "59000.2"]),
        ({"price": "0.4", "quantity": 100}, SpecRule.PRICE_MIN, "0.4", "0.5", ["0.5"]),
        ({"price": 0}, SpecRule.PRICE_POSITIVE, "0", "0", ["0.5"]),
        ({"price": -1}, SpecRule.PRICE_POSITIVE, "-1", "0", ["0.5"]),
        ({"quantity": "0.0035"}, SpecRule.QUANTITY_INCREMENT, "0.0035", "0.001", ["0.003", "0.004"]),
        ({"quantity": "0.001"}, SpecRule.QUANTITY_MIN, "0.001", "0.002", ["0.002"]),
        ({"quantity": 0}, SpecRule.QUANTITY_POSITIVE, "0", "0", ["0.002"]),
        ({"quantity": "-0.003"}, SpecRule.QUANTITY_POSITIVE, "-0.003", "0", ["0.002"]),
        ({"price": 100, "quantity": "0.003"}, SpecRule.NOTIONAL_MIN, "0.3", "5", ["0.05"]),
        ({"price": 100, "quantity": "0.05", "contract_size": "0.01"}, SpecRule.NOTIONAL_MIN, "0.05", "5", ["5"]),
    ],
)
def test_a_broken_rule_is_named_with_what_would_be_allowed(
    terms: dict[str, Any], rule: SpecRule, given_: str, limit: str, allowed: list[str]
) -> None:
    result = SPEC.check(**{"quantity": "0.003", "price": "59000.1", **terms})
    assert not result
    (violation,) = result.violations
    assert violation.rule is rule
    assert (violation.given, violation.limit) == (Decimal(given_), Decimal(limit))
    assert [str(number) for number in violation.allowed] == allowed
    for number in allowed:
        assert number in str(violation)
    for other in (pickle.loads(pickle.dumps(result)), copy.deepcopy(result)):
        assert other == result and hash(other) == hash(result)


def test_every_broken_rule_is_told() -> None:
    result = SPEC.check(quantity="0.0015", price="0.33")
    assert [violation.rule for violation in result] == [
        SpecRule.PRICE_MIN, SpecRule.PRICE_TICK, SpecRule.QUANTITY_MIN, SpecRule.QUANTITY_INCREMENT, SpecRule.NOTIONAL_MIN,
    ]  # fmt: skip
    # What is allowed keeps the minimum too.
    assert [violation.allowed for violation in result.violations[:4]] == [
        (Decimal("0.5"),), (Decimal("0.5"),), (Decimal("0.002"),), (Decimal("0.002"),),
    ]  # fmt: skip


def test_an_order_a_request_its_terms_or_an_object_of_ones_own_is_taken() -> None:
    terms = RequestOpen("sell", "59000.17", "0.003", "limit", "gtc")
    request = OrderRequestOpen(OrderKey("okx", "BTC-USDT-SWAP", "s", "1"), terms)
    own = SimpleNamespace(quantity=0.003, price=59000.17, side="sell")
    for order in (terms, request, own):
        (violation,) = SPEC.check(order).violations
        assert violation.rule is SpecRule.PRICE_TICK
        assert violation.allowed == (Decimal("59000.2"), Decimal("59000.1"))
    assert SPEC.check(request, price="59000.1")


def test_the_price_of_a_market_order_is_what_it_is_expected_to_pay() -> None:
    market = RequestOpen("buy", "59000.17", "0.003", "market", "ioc")
    assert SPEC.check(market)
    assert SPEC.check(quantity="0.003", kind="market")
    (violation,) = SPEC.check(quantity="0.003", price="1.23456", kind="MARKET").violations
    assert violation.rule is SpecRule.NOTIONAL_MIN


def test_an_instrument_counts_its_contract_size() -> None:
    assert SPEC.check(quantity="0.05", price=100)
    (violation,) = PERPETUAL.check(quantity="0.05", price=100).violations
    assert violation.rule is SpecRule.NOTIONAL_MIN
    assert violation.given == Decimal("0.05")
    with pytest.raises(StateError, match="has no spec: give it one"):
        PERPETUAL.replace(spec=None).check(quantity=1)


def test_what_cannot_be_checked_is_an_error() -> None:
    for call, kind, message in (
        (SPEC.check, InvalidArgumentError, "quantity must be given"),
        (lambda: SPEC.check(3), WrongTypeError, "order must have a quantity, itself or on its state, got int 3"),
        (lambda: SPEC.check(quantity="x"), InvalidArgumentError, "quantity must be a number"),
        (lambda: SPEC.check(quantity=1, price=float("nan")), InvalidArgumentError, "price must be a finite number"),
        (lambda: SPEC.check(quantity=1, side="up"), InvalidArgumentError, "side must be"),
        (lambda: SPEC.check(quantity=1, kind="stop"), InvalidArgumentError, "kind must be 'limit' or 'market'"),
        (lambda: SPEC.check(quantity=1, kind=3), WrongTypeError, "kind must be an OrderKind"),
        (lambda: SPEC.check(quantity=1, contract_size=0), InvalidArgumentError, "contract_size must be above zero"),
    ):
        with pytest.raises(kind, match=message):
            call()


def test_an_error_of_the_order_itself_is_passed_on() -> None:
    class Broken:
        @property
        def quantity(self) -> Decimal:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        SPEC.check(Broken())


@given(quantity=positive, price=positive, lot=positive, tick=positive, minimum=positive, value=positive)
def test_what_is_allowed_is_allowed(
    quantity: Decimal, price: Decimal, lot: Decimal, tick: Decimal, minimum: Decimal, value: Decimal
) -> None:
    spec = InstrumentSpec(
        InstrumentSpecPrice(minimum, tick),
        InstrumentSpecQuantity(OrderQuantityUnits.Quote(), minimum, lot),
        InstrumentSpecNotional(value),
    )
    for violation in spec.check(quantity=quantity, price=price):
        assert violation.allowed
        for number in violation.allowed:
            if violation.rule in (SpecRule.PRICE_MIN, SpecRule.PRICE_TICK):
                again = [one.rule for one in spec.check(quantity=quantity, price=str(number))]
                assert SpecRule.PRICE_MIN not in again and SpecRule.PRICE_TICK not in again
            else:
                again = [one.rule for one in spec.check(quantity=str(number), price=price)]
                assert SpecRule.QUANTITY_MIN not in again and SpecRule.QUANTITY_INCREMENT not in again
                if violation.rule is SpecRule.NOTIONAL_MIN:
                    assert SpecRule.NOTIONAL_MIN not in again
