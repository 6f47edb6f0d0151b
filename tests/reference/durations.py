"""Durations: int nanoseconds, `timedelta`, or text such as "5ms", "1s"."""

import datetime
import re

from .errors import SimulationError

UNITS = {"ns": 1, "us": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9, "d": 86_400 * 10**9}
DAY = UNITS["d"]


def nanoseconds(value, argument="duration"):
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, datetime.timedelta):
        return (value.days * 86_400 + value.seconds) * 10**9 + value.microseconds * 1000
    match = re.fullmatch(r"(\d+)(ns|us|ms|s|m|h|d)", value) if isinstance(value, str) else None
    if match is None:
        raise SimulationError(
            f"{argument}={value!r} is no duration, write 5ms, 1s or an int of ns", "duration", argument
        )
    return int(match[1]) * UNITS[match[2]]
