"""Prints the tables of a measurement as Markdown, for the README and the docs: `python benches/report.py results.json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import peers
from contenders import DESIGN, Side

WHAT = {
    ("barter", "no_hook"): "barter, no hook",
    ("barter", "empty_on_trade"): "barter, empty Python `on_trade`",
    ("barter", "ema"): "barter, Python EMA cross with orders",
    ("barter", "audit"): "barter, no hook, full audit",
    ("compiled", "ema"): "barter, compiled (Rust) EMA cross with orders",
    ("upstream", "event_time"): "upstream's `process_with_audit` loop, free clock",
    ("upstream", "historical"): "upstream's `process_with_audit` loop, `HistoricalClock`",
    ("upstream", "bare"): "upstream's `process_with_audit` loop, free clock, events moved in",
    ("hft", "no_op"): "hftbacktest, no-op (numba)",
    ("hft", "ema"): "hftbacktest, EMA cross with orders (numba)",
    ("nautilus", "no_op"): "nautilus_trader, no-op (Python)",
    ("nautilus", "ema"): "nautilus_trader, EMA cross with orders (Python)",
}


def _table(header: list[str], rows: list[list[str]]) -> str:
    right = ["---" if column == 0 else "---:" for column in range(len(header))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (header, right, *rows))


def _million(events: int, seconds: float) -> str:
    rate = events / seconds / 1e6
    return f"{rate:.1f}" if rate >= 1 else f"{rate:.3f}"


def speeds(results: dict[str, Any]) -> str:
    rows = []
    order = list(WHAT)
    for speed in sorted(results["speeds"], key=lambda speed: order.index((speed["contender"], speed["workload"]))):
        seconds, events = speed["seconds"], speed["events"]
        loop = speed["loop_seconds"]
        design = DESIGN.get(Side(speed["contender"], speed["workload"]))
        rows.append(
            [
                WHAT[speed["contender"], speed["workload"]],
                _million(events, seconds["median"]),
                f"{_million(events, seconds['max'])} - {_million(events, seconds['min'])}",
                "" if loop is None else _million(events, loop["median"]),
                "" if design is None else f"{design:g}",
                str(seconds["n"]),
            ]
        )
    return _table(["workload", "million events/s, median", "slowest - fastest", "loop alone", "design", "runs"], rows)


def pairs(results: dict[str, Any]) -> str:
    rows = [
        [
            pair["title"],
            f"**{pair['ratio']['median']:.2f}**",
            f"{pair['ratio']['min']:.2f} - {pair['ratio']['max']:.2f}",
            "" if pair["target"] is None else f"≥ {pair['target']:g}",
            str(pair["ratio"]["n"]),
        ]
        for pair in results["pairs"]
    ]
    return _table(["pair", "ratio, median", "smallest - largest", "asked", "rounds"], rows)


def hook(results: dict[str, Any]) -> str:
    cost, floor = results["hook"]["empty_on_trade_ns"], results["hook"]["noop_call_ns"]
    beside = "(its floor was not measured)."
    if floor is not None:
        beside = (
            f"beside {floor['median']:.0f} ns ({floor['min']:.0f} - {floor['max']:.0f}) for a call from Rust of a Python "
            "function that does nothing, in the same process."
        )
    return (
        f"An empty `on_trade` costs {cost['median']:.0f} ns ({cost['min']:.0f} - {cost['max']:.0f}) per trade, {beside}"
    )


def memory(results: dict[str, Any]) -> str:
    rows = [
        [
            row["data"],
            f"{row['events']:,}",
            f"**{row['held'] / row['events']:.1f}**",
            f"{row['after_run'] / row['events']:.1f}",
            f"{row['peak'] / row['events']:.1f}",
        ]
        for row in results["memory"]
    ]
    return _table(["data", "events", "bytes/event held", "after a run", "peak while loading"], rows)


def markdown(results: dict[str, Any]) -> str:
    tape, machine = results["tape"], results["machine"]
    versions = ", ".join(
        f"{about['framework']} {about['version']}" for about in results["workers"].values() if "framework" in about
    )
    about = (
        f"{tape['recording']} × {tape['tiles']}: {tape['events']:,} events, {tape['trades']:,} of them trades; "
        f"the EMA cross sends {tape['orders']:,} orders and nets {tape['net_mid']}. {versions}. "
        f"{machine['cpu']}, {machine['cores']} cores, {machine['system']}, CPython {machine['python']}, "
        f"load {machine['load_at_start']:.1f} before and {machine['load_at_end']:.1f} after, {results['date']}."
    )
    parts = [about, pairs(results), speeds(results)]
    if results["hook"]["empty_on_trade_ns"] is not None:
        parts.append(hook(results))
    if results.get("memory"):
        parts.append(memory(results))
    return "\n\n".join(parts)


if __name__ == "__main__":
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else peers.scratch() / "results.json"
    print(markdown(json.loads(path.read_text())))
