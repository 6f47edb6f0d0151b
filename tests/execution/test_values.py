"""Every value class of the execution wheel, in both key forms."""

from __future__ import annotations

from typing import Any

import pytest
from cross import values
from cross.checks import check_bytes, check_is_frozen, check_other_types_are_refused, check_value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import barter_execution
from barter_execution import ApiError, ClientError, ConnectivityError, OrderError
from barter_instrument import DataError, InvalidArgumentError, WrongTypeError


@pytest.mark.parametrize("name", values.EXECUTION)
def test_copies_texts_and_bytes_of_a_value_are_the_value(name: str) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(value=values.EXECUTION[name])
    def check(value: Any) -> None:
        check_value(value, barter_execution)
        check_is_frozen(value)

    check()


@pytest.mark.parametrize("name", values.EXECUTION)
def test_cut_changed_and_random_bytes_never_crash(name: str) -> None:
    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(value=values.EXECUTION[name], data=st.data())
    def check(value: Any, data: st.DataObject) -> None:
        check_bytes(value, data)

    check()
    check_other_types_are_refused(getattr(barter_execution, name))


@pytest.mark.parametrize("name", values.EXECUTION)
def test_texts_and_dicts_that_are_no_values_are_errors_and_end_nothing(name: str) -> None:
    own = getattr(barter_execution, name)
    within: dict[str, Any] = {}
    within["total"] = within["exchange"] = within
    lists: Any = []
    for _ in range(100_000):
        lists = [lists]
    for data in (within, {"total": lists}):
        with pytest.raises(InvalidArgumentError, match="nested deeper than 128 levels"):
            own.from_dict(data)
    for text in (None, 3, b"{}"):
        with pytest.raises(WrongTypeError, match="text must be a str"):
            own.from_json(text)
    for text in ("\ud800", "[" * 100_000, '{"a":' * 100_000):
        with pytest.raises(DataError):
            own.from_json(text)


@pytest.mark.parametrize("own", [ClientError, OrderError, ApiError, ConnectivityError])
def test_texts_that_are_no_errors_are_data_errors(own: Any) -> None:
    for text in ("[" * 100_000, '{"OrderRejected":' * 100_000, "3", ""):
        with pytest.raises(DataError):
            own.from_json(text)
    with pytest.raises(WrongTypeError):
        own.from_json(3)


def test_text_that_is_no_unicode_is_no_exchange() -> None:
    with pytest.raises(InvalidArgumentError, match="exchange must be"):
        barter_execution.OrderKey("\ud800", "BTCUSDT", "s", "1")


def test_every_class_that_crosses_is_tested_here() -> None:
    assert set(values.EXECUTION) == set(barter_execution.__barter_schemas__)
