"""One HTML file for a result: equity, drawdown, price with fills, assumptions, statistics. It needs no network."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from decimal import Decimal
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from arro3.core import DataType

from barter_engine._engine import keep_extremes
from barter_engine.assumptions import SYNTHETIC
from barter_engine.display import number, short, time

if TYPE_CHECKING:
    from arro3.core import Table

    from barter_engine.result import BacktestResult

__all__ = ["report_html", "write_report"]

POINTS: Final = 16_000
"""Points of one curve in the file at most; of more, the first, lowest, highest and last of each stretch of time are
kept."""
FILLS: Final = 6_000
"""Fills in the file at most."""


def write_report(result: BacktestResult, path: str | os.PathLike[str]) -> Path:
    """Writes `report_html(result)` to a file (UTF-8), and returns its path."""
    target = Path(path)
    target.write_text(report_html(result), encoding="utf-8")
    return target


def report_html(result: BacktestResult) -> str:
    """The page as text.

    Curves longer than 16,000 points are thinned so that every peak and trough stays, fills beyond 6,000 likewise, and
    the page says so: its size stays below about 2 MB.
    """
    payload = _payload(result)
    template = _asset("report.html")
    parts = {
        "title": escape(f"{result.strategy} · backtest"),
        "style": _asset("report.css"),
        "script": _asset("report.js"),
        "headline": escape(result.strategy),
        "subtitle": escape(_subtitle(result)),
        "warnings": "".join(f'<p class="warning" role="note">{escape(text)}</p>' for text in _warnings(result)),
        "tiles": "".join(_tile(result, name, label) for name, label in _TILES),
        "thinned": escape(_thinned(payload)),
        "assumptions": _assumption_rows(result),
        "statistics": _statistic_rows(result),
        "data": _embedded(payload),
    }
    pieces = template.split("{{")
    page = [pieces[0]]
    for piece in pieces[1:]:
        name, rest = piece.split("}}", 1)
        page += [parts[name], rest]
    return "".join(page)


_TILES: Final = (
    ("equity_final", "Final equity"),
    ("total_return", "Return"),
    ("pnl_net", "Net result"),
    ("fees", "Fees"),
    ("max_drawdown", "Largest drawdown"),
    ("fills", "Fills"),
    ("win_rate", "Winning round trips"),
    ("sharpe", "Sharpe"),
)


def _asset(name: str) -> str:
    return files("barter_engine").joinpath("report_assets", name).read_text(encoding="utf-8")


def _subtitle(result: BacktestResult) -> str:
    span = f"{time(result.time_start_ns)} to {time(result.time_end_ns)}"
    return f"{span} · {result.status} · run {short(result.fingerprint)}"


def _warnings(result: BacktestResult) -> list[str]:
    texts = []
    if result.is_synthetic:
        texts.append(f"{SYNTHETIC}. Nothing here says how the strategy would do.")
    if result.status != "completed":
        texts.append(f"The run stopped early: {result.status}. The account could not cover its positions.")
    if result.equity.num_rows and result.stats.get("equity_final") is None:
        texts.append("Something held had no value in the report currency, so equity is not known throughout.")
    return texts


def _tile(result: BacktestResult, name: str, label: str) -> str:
    stats = result.stats
    reason = stats.reason(name)
    value = stats[name]
    sign = ""
    if name in ("total_return", "pnl_net") and isinstance(value, Decimal) and value:
        sign = " gain" if value > 0 else " loss"
    note = f'<span class="reason">{escape(reason)}</span>' if reason else ""
    text = stats.text(name)
    shown = text
    if isinstance(value, Decimal) and stats.unit(name) == result.report_currency:
        shown = f"{number(value, 2)} {result.report_currency}"
    elif isinstance(value, Decimal) and stats.unit(name) == "fraction":
        shown = f"{value * 100:.2f} %"
    return (
        f'<div class="tile"><span class="label" title="{escape(stats.definition(name))}">{escape(label)}</span>'
        f'<span class="value{sign}" title="{escape(text)}">{escape(shown)}</span>{note}</div>'
    )


def _assumption_rows(result: BacktestResult) -> str:
    rows = []
    for name, text in result.assumptions.items():
        flagged = ' class="flag"' if name == "synthetic" or "optimistic" in text else ""
        rows.append(f"<tr{flagged}><th scope=row>{escape(name)}</th><td>{escape(text)}</td></tr>")
    return "".join(rows)


def _statistic_rows(result: BacktestResult) -> str:
    stats = result.stats
    rows = []
    for name in stats:
        reason = stats.reason(name)
        text = escape(stats.text(name))
        if reason:
            text += f' <span class="reason">{escape(reason)}</span>'
        rows.append(
            f"<tr><th scope=row>{escape(name)}</th><td>{text}</td><td class=definition>{escape(stats.definition(name))}</td></tr>"
        )
    return "".join(rows)


def _embedded(payload: dict[str, Any]) -> str:
    """JSON that no text in it can end or leave."""
    text = json.dumps(payload, separators=(",", ":"), allow_nan=False)
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def _payload(result: BacktestResult) -> dict[str, Any]:
    equity = result.equity
    times = _ints(equity, "time")
    series: dict[str, Any] = {
        "currency": result.report_currency,
        "start": str(result.time_start_ns),
        "end": str(result.time_end_ns),
        "equity": _curve(times, _values(equity, "equity"), result.time_start_ns),
        "drawdown": _curve(times, _values(equity, "drawdown"), result.time_start_ns),
    }
    prices = _by_instrument(result.prices, "mid")
    fills = _fills(result)
    names = list(dict.fromkeys([*prices, *fills]))
    budget = POINTS // max(1, len(names))
    series["instruments"] = [
        {
            "name": name,
            "price": _curve(*prices.get(name, ([], [])), result.time_start_ns, points=budget),
            "fills": _thin_fills(fills.get(name, []), result.time_start_ns, FILLS // max(1, len(names))),
        }
        for name in names
    ]
    return series


def _curve(times: list[int], values: list[float | None], start: int, points: int = POINTS) -> dict[str, Any]:
    """Times as steps of microseconds from the start of the run, values with ten digits."""
    known = [(at, value) for at, value in zip(times, values, strict=True) if value is not None]
    at = [pair[0] for pair in known]
    kept = keep_extremes(at, [pair[1] for pair in known], buckets=max(1, points // 4))
    return {"of": len(known), "t": _steps((at[row] for row in kept), start), "v": [_ten(known[row][1]) for row in kept]}


def _steps(times: Iterable[int], start: int) -> list[int]:
    steps, before = [], 0
    for at in times:
        offset = (at - start) // 1000
        steps.append(offset - before)
        before = offset
    return steps


def _ten(value: float) -> float | int:
    rounded = float(f"{value:.10g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def _fills(result: BacktestResult) -> dict[str, list[tuple[Any, ...]]]:
    table = result.fills
    columns = (
        _ints(table, "time_exchange"),
        _texts(table, "instrument"),
        _texts(table, "side"),
        _values(table, "price"),
        _values(table, "quantity"),
        _values(table, "fee"),
        _texts(table, "fee_asset"),
        _texts(table, "liquidity"),
    )
    by_instrument: dict[str, list[tuple[Any, ...]]] = {}
    for at, name, *rest in zip(*columns, strict=True):
        by_instrument.setdefault(name, []).append((at, *rest))
    return by_instrument


def _thin_fills(fills: list[tuple[Any, ...]], start: int, limit: int) -> dict[str, Any]:
    rows = keep_extremes([fill[0] for fill in fills], [fill[2] for fill in fills], buckets=max(1, limit // 4))
    kept = [fills[row] for row in rows]
    return {
        "of": len(fills),
        "t": _steps((fill[0] for fill in kept), start),
        "buy": [int(fill[1] == "buy") for fill in kept],
        "p": [_ten(fill[2]) for fill in kept],
        "q": [_ten(fill[3]) for fill in kept],
        "fee": [_ten(fill[4]) for fill in kept],
        "asset": kept[0][5] if kept else "",
        "maker": [int(fill[6] == "maker") for fill in kept],
    }


def _by_instrument(table: Table, column: str) -> dict[str, tuple[list[int], list[float | None]]]:
    curves: dict[str, tuple[list[int], list[float | None]]] = {}
    for at, name, value in zip(_ints(table, "time"), _texts(table, "instrument"), _values(table, column), strict=True):
        times, values = curves.setdefault(name, ([], []))
        times.append(at)
        values.append(value)
    return curves


def _ints(table: Table, column: str) -> list[int]:
    values: list[int] = list(table[column].cast(DataType.int64()).to_pylist())
    return values


def _texts(table: Table, column: str) -> list[str]:
    values: list[str] = list(table[column].cast(DataType.utf8()).to_pylist())
    return values


def _values(table: Table, column: str) -> list[float | None]:
    values: list[float | None] = list(table[column].to_pylist())
    return values


def _thinned(payload: dict[str, Any]) -> str:
    curves = {"equity": payload["equity"]}
    for instrument in payload["instruments"]:
        curves[f"price of {instrument['name']}"] = instrument["price"]
        curves[f"fills of {instrument['name']}"] = instrument["fills"]
    notes = [
        f"{name}: {number(len(curve['t']))} of {number(curve['of'])} points"
        for name, curve in curves.items()
        if len(curve["t"]) < curve["of"]
    ]
    return f"Thinned for this page, peaks and troughs kept: {'; '.join(notes)}." if notes else ""
