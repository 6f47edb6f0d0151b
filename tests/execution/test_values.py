"""Every value class of the execution wheel, in both key forms."""

from __future__ import annotations

from typing import Any

import pytest
from cross import values
from cross.checks import check_bytes, check_is_frozen, check_other_types_are_refused, check_value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import barter_execution


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


def test_every_class_that_crosses_is_tested_here() -> None:
    assert set(values.EXECUTION) == set(barter_execution.__barter_schemas__)
