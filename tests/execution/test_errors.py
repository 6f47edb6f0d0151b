"""Errors of orders: caught by kind, equal by value."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from cross.values import in_both_forms, order_errors
from hypothesis import given

from barter_execution import ApiError, ClientError, ConnectivityError, OrderError
from barter_instrument import BarterError, DataError, ExchangeId, InvalidArgumentError, NetworkError


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


@given(in_both_forms(order_errors))
def test_an_error_survives_its_json_in_every_form(error: Any) -> None:
    kind = ApiError if isinstance(error, ApiError) else ConnectivityError
    assert kind.from_json(error.to_json()) == type(error).from_json(error.to_json(type(error))) == error
    for form in (OrderError, ClientError):
        assert form.from_json(error.to_json(form)) == error


@pytest.mark.parametrize(
    "form, text",
    [
        (ApiError, "{"),
        (ApiError, '"Timeout"'),
        (ApiError, '{"AssetInvalid": ["usdt"]}'),
        (ApiError, '{"AssetInvalid": [true, "x"]}'),
        (ConnectivityError, '"RateLimit"'),
        (OrderError, '"RateLimit"'),
        (OrderError, '{"Api": "RateLimit"}'),
        (ClientError, '{"Rejected": "RateLimit"}'),
        (ClientError, '{"AccountStream": 3}'),
        (ApiError.RateLimit, '"OrderAlreadyCancelled"'),
        (ClientError, "[]"),
    ],
)
def test_json_of_another_form_is_refused(form: type[ClientError], text: str) -> None:
    with pytest.raises(DataError) as caught:
        form.from_json(text)
    assert caught.value.argument == "text"


def test_an_error_has_no_form_that_does_not_hold_it() -> None:
    with pytest.raises(InvalidArgumentError, match="form"):
        ApiError.RateLimit().to_json(ConnectivityError)
    assert ClientError.AccountStream("a").to_json(ClientError) == '{"AccountStream": "a"}'


def test_kinds_are_reached_by_upstreams_names() -> None:
    assert OrderError.Rejected is ClientError.Api is ApiError
    assert OrderError.Connectivity is ClientError.Connectivity is ConnectivityError
    for error in (ClientError.AccountSnapshot("a"), ClientError.AccountStream("a")):
        assert isinstance(error, ClientError)
        assert not isinstance(error, OrderError)
        assert (pickle.loads(pickle.dumps(error)), error.reason) == (error, "a")
