"""Exact numbers in and out, shown on the field of a value class that takes one."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barter_instrument import InstrumentSpecNotional, InvalidArgumentError, WrongTypeError


def exact(number: Any) -> Decimal:
    return InstrumentSpecNotional(number).min


@given(st.integers(0, 2**96 - 1), st.integers(0, 28))
def test_every_decimal_of_96_bits_and_28_places_is_held_exactly(mantissa: int, scale: int) -> None:
    with localcontext(prec=60):
        number = Decimal(mantissa).scaleb(-scale)
    for given_as in (number, str(number)):
        assert exact(given_as) == number
    assert exact(mantissa) == mantissa


@given(st.floats(min_value=1e-15, max_value=1e27))
def test_a_float_is_taken_by_its_shortest_text(number: float) -> None:
    text = Decimal(repr(number))
    if -text.as_tuple().exponent <= 28:
        assert exact(number) == text
        assert float(exact(number)) == number


@pytest.mark.parametrize(
    "given_as, number",
    [
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (1e22, "1E+22"),
        ("1e3", "1000"),
        ("1.5E-3", "0.0015"),
        ("+2.50", "2.50"),
        (".5", "0.5"),
        (Decimal("1E+5"), "100000"),
        ("1." + "0" * 40, "1"),
        ("0." + "0" * 40, "0"),
        (np.float64(0.1), "0.1"),
        (np.float32(0.1), "0.1"),
        (np.int64(7), "7"),
        (np.uint8(7), "7"),
        (-0.0, "0"),
        ("-0", "0"),
        (Decimal("-0.00"), "0"),
        (2**96 - 1, "79228162514264337593543950335"),
    ],
)
def test_forms_of_a_number(given_as: Any, number: str) -> None:
    found = exact(given_as)
    assert type(found) is Decimal
    assert found == Decimal(number)
    assert not found.is_signed()


def test_digits_behind_the_point_are_kept_as_they_came() -> None:
    assert str(exact("2.50")) == "2.50"
    assert str(exact(Decimal("3.000"))) == "3.000"


@pytest.mark.parametrize(
    "given_as",
    [
        float("nan"),
        float("inf"),
        -float("inf"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("Infinity"),
        "nan",
        "inf",
        np.float64("nan"),
    ],
)
def test_what_is_not_finite_is_refused(given_as: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="min must be a finite number") as caught:
        exact(given_as)
    assert caught.value.argument == "min"
    assert caught.value.code == "invalid_argument"


@pytest.mark.parametrize(
    "given_as",
    [
        2**96,
        10**40,
        "1" * 30,
        "0." + "1" * 29,
        "1.0000000000000000000000000000001",
        Decimal("1E-29"),
        Decimal("1E+29"),
        "1e-30",
        "1e999999999999999999",
        1e300,
        1e-300,
        5e-324,
        math.pi * 1e-20,
        Decimal(1) / Decimal(3) + Decimal("1e-28"),
    ],
)
def test_what_would_be_rounded_is_refused(given_as: Any) -> None:
    if isinstance(given_as, Decimal) and -given_as.as_tuple().exponent <= 28 and given_as < 7:
        assert exact(given_as) == given_as  # thirds with 28 digits fit: nothing to refuse
        return
    with pytest.raises(InvalidArgumentError, match=r"min must .*held exactly|min must be a number"):
        exact(given_as)


@pytest.mark.parametrize("given_as", ["", " ", "abc", "1,5", "1.2.3", "--1", "0x10", "1 000", " 1", "١", "\ud800"])
def test_a_text_that_is_no_number_is_refused(given_as: str) -> None:
    with pytest.raises(InvalidArgumentError, match=r"min must be a number such as '0.01'"):
        exact(given_as)


@pytest.mark.parametrize(
    "given_as",
    [
        None,
        True,
        False,
        np.bool_(True),
        b"1",
        [1],
        (1,),
        {},
        1j,
        Fraction(1, 2),
        np.array([1.5]),
        np.array(1),
        object(),
    ],
)
def test_other_types_are_refused(given_as: Any) -> None:
    with pytest.raises(WrongTypeError, match="min must be a Decimal, int, str or float") as caught:
        exact(given_as)
    assert isinstance(caught.value, TypeError)


class OwnFloat(float):
    pass


class OwnInt(int):
    pass


class OwnDecimal(Decimal):
    pass


class OwnText(str):
    pass


@pytest.mark.parametrize("given_as", [OwnFloat(1.5), OwnDecimal("1.5"), OwnText("1.5")])
def test_subclasses_are_taken_as_what_they_are(given_as: Any) -> None:
    assert exact(given_as) == Decimal("1.5")
    assert exact(OwnInt(3)) == 3


def test_a_negative_number_is_refused_where_it_makes_no_sense() -> None:
    with pytest.raises(InvalidArgumentError, match="min must not be negative, got -1"):
        exact(-1)


@given(st.floats(min_value=1e-10, max_value=1e20))
def test_a_number_in_json_is_taken_to_its_last_digit(number: float) -> None:
    text = repr(number)
    if -Decimal(text).as_tuple().exponent <= 28:
        assert InstrumentSpecNotional.from_json(f'{{"min": {text}}}').min == Decimal(text)
