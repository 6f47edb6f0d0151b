"""What a result rests on, in words: the first thing that is printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from barter_engine.display import decimal_text, duration, time

__all__ = ["SYNTHETIC", "describe"]

SYNTHETIC: Final = "SYNTHETIC data: made by a random generator, no real market"

_CLOCKS: Final = {
    "received": "one axis: a row acts at the exchange when it was received",
    "two": "two axes: the exchange acts at exchange time, the strategy sees a row when it was received",
}
_MATCHING: Final = {
    "top_of_book": "top of book",
    "last_trade": "last trade (optimistic: no spread, no depth)",
    "candles": "candles (optimistic: any quantity, the path inside a candle is assumed)",
}
_SIZES: Final = {
    "unlimited": "takers fill whole at the touch (optimistic beyond the displayed quantity)",
    "displayed": "takers get what is displayed",
}
_QUEUES: Final = {
    "top_of_book": "behind the displayed quantity; trades and quotes at the price move it (M9)",
    "last_trade": "none: a resting order fills when a trade reaches its price (optimistic)",
    "candles": "none: a resting order fills when the path reaches its price (optimistic)",
}


def describe(settings: Mapping[str, Any], facts: Mapping[str, Any], fingerprint: str) -> dict[str, str]:
    """Name and text of each assumption, in the order in which they are printed.

    Parameters:
        settings: what `Backtest` was told, as it hands it to the result.
        facts: what the run says of itself.
        fingerprint: of the run.
    """
    lines: dict[str, str] = {}
    if settings.get("synthetic") or facts.get("synthetic"):
        lines["synthetic"] = SYNTHETIC
    lines["data"] = str(settings.get("data", "not stated"))
    clock = str(settings.get("clock", "not stated"))
    lines["clock"] = _CLOCKS.get(clock, clock)
    offset = settings.get("clock_offset")
    lines["clock_offset"] = "none" if offset is None else str(offset)
    if facts.get("inferred_times"):
        lines["inferred_times"] = f"{facts['inferred_times']:,} rows have an inferred exchange time"
    _per_exchange(lines, settings.get("exchanges") or {})
    lines["funding"] = "not modelled"
    if settings.get("start") is not None:
        lines["start"] = f"{time(settings['start'])}; before it orders are refused (warm-up)"
    if settings.get("end") is not None:
        lines["end"] = time(settings["end"])
    lines["at_end"] = "positions traded away" if settings.get("close_at_end") else "positions marked, not closed"
    lines["equity"] = _equity(settings, facts)
    lines["risk"] = str(settings.get("risk", "none"))
    lines["seed"] = str(settings.get("seed", "not stated"))
    lines["version"] = f"barter-engine {settings['version']}" if "version" in settings else "not stated"
    for name in ("data_fingerprint", "config_fingerprint"):
        lines[name] = str(settings.get(name, "not stated"))
    lines["fingerprint"] = fingerprint
    return lines


def _per_exchange(lines: dict[str, str], exchanges: Mapping[str, Mapping[str, Any]]) -> None:
    """One line for each setting, by exchange where they differ."""
    texts: dict[str, Callable[[Mapping[str, Any]], str]] = {
        "matching": _matching,
        "queue": lambda venue: _QUEUES.get(venue["matching"][0], str(venue["matching"][0])),
        "latency": lambda venue: _latency(venue["latency"]),
        "fees": _fees,
        "margin": lambda venue: f"leverage {venue['leverage']}, maintenance {venue['maintenance']}",
        "max_quote_age": _age,
    }
    for name, text in texts.items():
        by_exchange = {exchange: text(venue) for exchange, venue in exchanges.items()}
        distinct = list(dict.fromkeys(by_exchange.values()))
        if not distinct:
            lines[name] = "not stated"
        elif len(distinct) == 1:
            lines[name] = distinct[0]
        else:
            lines[name] = "; ".join(f"{exchange}: {own}" for exchange, own in by_exchange.items())


def _matching(venue: Mapping[str, Any]) -> str:
    name, size, cap_at_trade = venue["matching"]
    text = _MATCHING.get(name, str(name))
    if name == "top_of_book":
        text += f"; {_SIZES.get(size, size)}"
        if cap_at_trade:
            text += "; a trade through a resting order fills no more than its own quantity"
    return text


def _latency(latency: Any) -> str:
    entry, response, feed = latency
    text = f"entry {duration(entry)}, response {duration(response)}, feed {duration(feed)}"
    return text if entry and response else f"{text} (0 is optimistic)"


def _fees(venue: Mapping[str, Any]) -> str:
    return f"maker {_rate(venue['maker'])}, taker {_rate(venue['taker'])}, in the quote asset, unrounded"


def _rate(value: Any) -> str:
    return f"{decimal_text(Decimal(value) * 100)} %"


def _age(venue: Mapping[str, Any]) -> str:
    age = venue.get("max_quote_age")
    return "no limit" if age is None else duration(age)


def _equity(settings: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    currency = facts.get("report_currency", "")
    every = settings.get("equity_every")
    grid = "at each fill and at the end" if every is None else f"at each fill, every {duration(every)}, and at the end"
    text = f"in {currency}, at mid (else the last trade), {grid}"
    left_out = facts.get("equity_rows_left_out", 0)
    return f"{text}; TABLE FULL: {left_out:,} grid rows left out" if left_out else text
