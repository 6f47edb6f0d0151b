"""Numbers, times and durations as text for people. Nothing here is read back."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

__all__ = ["decimal_text", "duration", "number", "percent", "short", "stat_value", "time"]

_UNITS: Final = ((86_400_000_000_000, "d"), (3_600_000_000_000, "h"), (60_000_000_000, "min"))


def time(ns: int) -> str:
    """`2024-08-08 00:00:00.123456 UTC`: down to microseconds, whole seconds without a fraction.

    >>> time(1723075200123456789)
    '2024-08-08 00:00:00.123456 UTC'
    """
    seconds, rest = divmod(ns, 1_000_000_000)
    text = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
    return f"{text}.{rest // 1000:06d} UTC" if rest else f"{text} UTC"


def duration(ns: int) -> str:
    """The two largest units.

    >>> duration(345_678_000_000), duration(5_000_000), duration(90_061_000_000_000)
    ('5 min 45.678 s', '5 ms', '1 d 1 h')
    """
    if ns < 0:
        return f"-{duration(-ns)}"
    if ns < 1_000_000_000:
        for unit, name in ((1_000_000, "ms"), (1_000, "µs"), (1, "ns")):
            if ns >= unit:
                return f"{ns / unit:.6g} {name}"
        return "0 s"
    parts: list[str] = []
    for unit, name in _UNITS:
        count, ns = divmod(ns, unit)
        if count or parts:
            parts.append(f"{count} {name}")
        if len(parts) == 2:
            return " ".join(part for part in parts if not part.startswith("0 "))
    if ns:
        parts.append(f"{ns / 1e9:.6g} s")
    return " ".join(part for part in parts if not part.startswith("0 "))


def number(value: Decimal | float, digits: int = 8) -> str:
    """With thousands separators, at most `digits` after the point, no trailing zeros.

    >>> number(Decimal("-2046.84161050")), number(3505), number(1e-12)
    ('-2,046.8416105', '3,505', '1e-12')
    """
    if isinstance(value, int):
        return f"{value:,}"
    if value != 0 and abs(value) < 10**-digits:
        return f"{value:.6g}"
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimal_text(value: Decimal) -> str:
    """Every digit: no exponent, no zeros at the end (D1).

    >>> decimal_text(Decimal("1E+3")), decimal_text(Decimal("0.10")), decimal_text(Decimal("-0.0"))
    ('1000', '0.1', '0')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def percent(value: Decimal | float) -> str:
    """A fraction as percent with four significant digits at least.

    >>> percent(Decimal("0.01234567")), percent(-0.2046841)
    ('1.2346 %', '-20.4684 %')
    """
    hundredfold = float(value) * 100
    return f"{hundredfold:.4f} %" if hundredfold == 0 or abs(hundredfold) >= 0.1 else f"{hundredfold:.4g} %"


def short(text: str, length: int = 12) -> str:
    """The beginning of a hash."""
    return text if len(text) <= length else f"{text[:length]}…"


def stat_value(value: Decimal | float | str | None, unit: str) -> str:
    """A statistic with its unit; `—` where there is none.

    >>> stat_value(Decimal("0.5"), "fraction"), stat_value(None, "ratio"), stat_value(Decimal("1.50"), "usdt")
    ('50.0000 %', '—', '1.5 usdt')
    """
    if value is None:
        return "—"
    if isinstance(value, str):
        return value
    if unit == "ns since epoch":
        return time(int(value))
    if unit == "ns":
        return duration(int(value))
    if unit == "fraction":
        return percent(value)
    if unit == "fraction/year":
        return f"{percent(value)} a year"
    if unit == "count":
        return number(value)
    if unit == "ratio":
        return number(value, 4)
    return f"{number(value)} {unit}"
