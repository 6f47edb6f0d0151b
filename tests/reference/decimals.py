"""Exact decimal arithmetic (D1): a sum or product is exact or an error; only what a rule names is rounded.

The functions carry their own context, so the reference is independent of the context a strategy has set.
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from fractions import Fraction

from .errors import SimulationError

WIDE = Context(prec=60, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])
ZERO = Decimal(0)
ONE = Decimal(1)
HALF = Decimal("0.5")

DIGITS_MAX = 28  # significant digits, as in rust_decimal
FRACTION_MAX = 18  # fractional digits, as in the tables


def number(value, argument="value"):
    """Decimal, int, text or float (through its shortest text) as a Decimal."""
    if isinstance(value, bool):
        raise SimulationError(f"{argument} is a bool, expected a number", "wrong_type", argument)
    try:
        result = value if isinstance(value, Decimal) else Decimal(repr(value) if isinstance(value, float) else value)
    except (InvalidOperation, TypeError, ValueError):
        raise SimulationError(f"{argument}={value!r} is not a number", "not_a_number", argument) from None
    if not result.is_finite():
        raise SimulationError(f"{argument}={value!r} is not finite", "not_finite", argument)
    return exact(result, argument)


def number_or_none(value, argument="value"):
    return None if value is None else number(value, argument)


def exact(value, what="value"):
    """The value itself, or the error `inexact` where it needs more digits than D1 allows."""
    _, digits, exponent = WIDE.normalize(value).as_tuple()
    if len(digits) + max(exponent, 0) > DIGITS_MAX or -exponent > FRACTION_MAX:
        raise SimulationError(f"{what} = {value} does not fit 28 digits, 18 of them fractional", "inexact", what)
    return value


def add(a, b):
    return exact(WIDE.add(a, b), "sum")


def sub(a, b):
    return exact(WIDE.subtract(a, b), "difference")


def mul(a, b, *more):
    product = WIDE.multiply(a, b)
    for factor in more:
        product = WIDE.multiply(exact(product, "product"), factor)
    return exact(product, "product")


def neg(a):
    return WIDE.minus(a)


def magnitude(a):
    return WIDE.abs(a)


def ratio(a, b, c, digits):
    """`round_half_even(a × b / c, digits)`, rounded once, from the exact quotient."""
    quotient = Fraction(a) * Fraction(b) / Fraction(c)
    return exact(Decimal(round(quotient * 10**digits)).scaleb(-digits, WIDE), "quotient")


def multiples(value, step):
    """The largest multiple of `step` that is not above `value` (both positive)."""
    return mul(Decimal(Fraction(value) // Fraction(step)), step)


def text(value):
    """Normalised text (D1): no exponent, no trailing zeros, `0` for zero."""
    return "0" if value == 0 else format(WIDE.normalize(value), "f")
