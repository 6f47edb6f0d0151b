"""Every value class of the instrument wheel, in both key forms."""

from __future__ import annotations

from typing import Any

import pytest
from cross import values
from cross.checks import check_bytes, check_is_frozen, check_other_types_are_refused, check_value
from hypothesis import given, settings
from hypothesis import strategies as st

import barter_instrument


@pytest.mark.parametrize("name", values.INSTRUMENT)
def test_copies_texts_and_bytes_of_a_value_are_the_value(name: str) -> None:
    @settings(max_examples=60, deadline=None)
    @given(value=values.INSTRUMENT[name])
    def check(value: Any) -> None:
        check_value(value, barter_instrument)
        check_is_frozen(value)

    check()


@pytest.mark.parametrize("name", values.INSTRUMENT)
def test_cut_changed_and_random_bytes_never_crash(name: str) -> None:
    @settings(max_examples=150, deadline=None)
    @given(value=values.INSTRUMENT[name], data=st.data())
    def check(value: Any, data: st.DataObject) -> None:
        check_bytes(value, data)

    check()
    check_other_types_are_refused(getattr(barter_instrument, name))


def test_every_class_that_crosses_is_tested_here() -> None:
    assert set(values.INSTRUMENT) == set(barter_instrument.__barter_schemas__) - {"IndexedInstruments"}


@settings(max_examples=200, deadline=None)
@given(value=values.in_both_forms(values.instruments), other=values.in_both_forms(values.instruments))
def test_order_is_total_and_agrees_with_equality(value: Any, other: Any) -> None:
    assert (value < other) + (value == other) + (value > other) == 1
    assert (value <= other) == (not value > other)
