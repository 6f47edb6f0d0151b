"""Arguments that are seconds."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan
from numbers import Real
from typing import Any

from barter_instrument import InvalidArgumentError, WrongTypeError

from .raised import shown

__all__ = ["LONGEST", "seconds_of", "wait_of"]

#: The longest time that threads can wait for, about.
LONGEST = 1e9


def seconds_of(value: Any, argument: str, is_good: Callable[[float], bool], wanted: str) -> float:
    """Seconds that can be waited for."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise WrongTypeError(
            f"{argument} must be seconds, a number, got {type(value).__name__} {shown(value, 80)}", argument=argument
        )
    if not is_good(float(value)):
        raise InvalidArgumentError(f"{argument} must be {wanted} seconds, got {value}", argument=argument)
    return float(value)


def wait_of(value: Any, argument: str = "timeout") -> float:
    """Seconds to wait at most: any number; not above 0 is not at all, and for ever is very long."""
    return min(seconds_of(value, argument, lambda seconds: not isnan(seconds), "a number of"), LONGEST)
