"""Errors of orders: caught by kind, equal by value."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from cross.values import in_both_forms, order_errors
from hypothesis import given

from barter_execution import ApiError, ClientError, ConnectivityError, OrderError
from barter_instrument import BarterError, ExchangeId, InvalidArgumentError, NetworkError


@given(in_both_forms(order_errors))
def test_an_error_survives_copies_and_is_equal_by_value(error: Any) -> None:
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(other) is type(error)
        assert other == error
        assert hash(other) == hash(error)
        assert (str(other), repr(other), other.code) == (str(error), repr(error), error.code)
    with pytest.raises(OrderError):
        raise error


def test_errors_are_caught_by_kind() -> None:
    timeout = ConnectivityError.Timeout()
    for kind in (ConnectivityError.Timeout, ConnectivityError, OrderError, ClientError, NetworkError, BarterError):
        assert isinstance(timeout, kind)
    assert isinstance(timeout, TimeoutError)
    assert isinstance(timeout, ConnectionError)
    assert not isinstance(timeout, ApiError)
    rejected = ApiError.OrderRejected("closed")
    assert isinstance(rejected, ApiError)
    assert not isinstance(rejected, ConnectivityError)


def test_errors_that_differ_in_kind_or_value_are_unequal() -> None:
    errors = [
        ApiError.RateLimit(),
        ApiError.OrderAlreadyCancelled(),
        ApiError.OrderRejected("a"),
        ApiError.OrderRejected("b"),
        ApiError.AssetInvalid("usdt", "a"),
        ApiError.BalanceInsufficient("usdt", "a"),
        ConnectivityError.Socket("a"),
        ConnectivityError.ExchangeOffline("kraken"),
        ConnectivityError.ExchangeOffline("okx"),
    ]
    assert len(set(errors)) == len(errors)
    assert len({error.code for error in errors}) == 7
    assert ApiError.RateLimit() != "rate limit exceeded"


def test_an_error_has_what_it_is_about() -> None:
    assert ConnectivityError.ExchangeOffline("kraken").exchange is ExchangeId.KRAKEN
    error = ApiError.BalanceInsufficient("usdt", "needs 100")
    assert (error.asset, error.reason, str(error)) == (
        "usdt",
        "needs 100",
        "asset usdt balance insufficient: needs 100",
    )
    with pytest.raises(InvalidArgumentError):
        ConnectivityError.ExchangeOffline("nowhere")
