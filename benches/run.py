"""Measures every pair of `contenders.PAIRS`, interleaved, and prints speeds and ratios.

    python benches/run.py                      all pairs, 15 rounds (nautilus 5), and memory
    python benches/run.py --tiles 1 -n 2       a quick look whether it works
    python benches/run.py --only hft,barter    pairs among these contenders

In each round, each pair's two sides run one after the other, the order changing from round to round; the ratio of a pair
is the median of its rounds' ratios. Nothing here fails because something is slow; it fails when a contender's answer
(events, orders, result) is not that of the reference.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import contenders
import peers
import report
import tape as tapes
from contenders import NOOP_CALLS, PAIRS, Pair, Side, Worker
from reference import ema_cross

Judge = Callable[[Side, dict[str, Any]], None]
EMPTY_HOOK = Side("barter", "empty_on_trade")
NO_HOOK = Side("barter", "no_hook")


def spread(values: list[float]) -> dict[str, float]:
    return {"min": min(values), "median": statistics.median(values), "max": max(values), "n": len(values)}


def machine() -> dict[str, Any]:
    model = platform.processor()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        names = [
            line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else model
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "load_at_start": os.getloadavg()[0],
    }


def measure(
    pairs: list[Pair], rounds: int, slow_rounds: int, workers: dict[str, Worker], trades: int, judge: Judge
) -> dict[str, Any]:
    seconds: dict[Side, list[float]] = defaultdict(list)
    loops: dict[Side, list[float]] = defaultdict(list)
    ratios: dict[Pair, list[float]] = defaultdict(list)
    events: dict[Side, int] = {}
    hook_ns: list[float] = []
    call_ns: list[float] = []

    def run(side: Side, keep: bool = True) -> float:
        answer = workers[side.contender].run(side.workload)
        judge(side, answer)
        events[side] = answer["events"]
        if keep:
            seconds[side].append(answer["seconds"])
            if "loop_seconds" in answer:
                loops[side].append(answer["loop_seconds"])
        return answer["seconds"]

    sides = {side: None for pair in pairs for side in (pair.ours, pair.peer)}
    for side in sides:
        run(side, keep=False)
    hook = EMPTY_HOOK in sides
    floor = hook and NOOP_CALLS.workload in workers[NOOP_CALLS.contender].about["workloads"]
    for number in range(rounds):
        for pair in pairs:
            if pair.slow and number >= slow_rounds:
                continue
            order = (pair.ours, pair.peer) if number % 2 == 0 else (pair.peer, pair.ours)
            took = {side: run(side) for side in order}
            rate = {side: events[side] / took[side] for side in order}
            ratios[pair].append(rate[pair.ours] / rate[pair.peer])
        if hook:
            hook_ns.append((seconds[EMPTY_HOOK][-1] - seconds[NO_HOOK][-1]) / trades * 1e9)
        if floor:
            answer = workers[NOOP_CALLS.contender].run(NOOP_CALLS.workload)
            call_ns.append(answer["seconds"] / answer["events"] * 1e9)
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    return {
        "speeds": [
            {
                "contender": side.contender,
                "workload": side.workload,
                "events": events[side],
                "seconds": spread(values),
                "loop_seconds": spread(loops[side]) if side in loops else None,
            }
            for side, values in seconds.items()
        ],
        "pairs": [
            {
                "title": pair.title,
                "ours": str(pair.ours),
                "peer": str(pair.peer),
                "target": pair.target,
                "ratio": spread(values),
            }
            for pair, values in ratios.items()
        ],
        "hook": {
            "empty_on_trade_ns": spread(hook_ns) if hook else None,
            "noop_call_ns": spread(call_ns) if floor else None,
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", "--rounds", type=int, default=15)
    parser.add_argument("--slow-rounds", type=int, default=5, help="rounds of the pairs with nautilus")
    parser.add_argument("--tiles", type=int, default=tapes.TILES, help="how often the recording is repeated")
    parser.add_argument("--only", help="contenders, comma-separated: pairs among these")
    parser.add_argument("--no-memory", action="store_true")
    parser.add_argument("--out", type=Path, help="where the JSON goes (default: results.json in the scratch folder)")
    arguments = parser.parse_args()

    pairs = list(PAIRS)
    if arguments.only:
        among = set(arguments.only.split(","))
        pairs = [pair for pair in pairs if {pair.ours.contender, pair.peer.contender} <= among]
    if not pairs:
        raise SystemExit("no pair is among these contenders")

    folder = tapes.ensure(peers.scratch(), arguments.tiles)
    tape = tapes.load(folder)
    expected = ema_cross(tape)
    about = machine()
    wanted = {side.contender for pair in pairs for side in (pair.ours, pair.peer)}
    workers: dict[str, Worker] = {}
    try:
        for name, command in contenders.commands(folder, wanted).items():
            workers[name] = Worker(name, command)
        results = measure(
            pairs,
            arguments.rounds,
            arguments.slow_rounds,
            workers,
            tape.trades,
            lambda side, answer: contenders.check(side, answer, tape, expected),
        )
        results["workers"] = {name: worker.about for name, worker in workers.items()}
    finally:
        for worker in workers.values():
            worker.close()
    about["load_at_end"] = os.getloadavg()[0]
    results |= {
        "machine": about,
        "date": time.strftime("%Y-%m-%d"),
        "tape": {
            "recording": tape.recording,
            "tiles": tape.tiles,
            "events": tape.events,
            "trades": tape.trades,
            "orders": expected.orders,
            "net_mid": str(expected.net_mid),
        },
    }
    if "barter" in wanted and not arguments.no_memory:
        script = Path(__file__).with_name("memory.py")
        measured = subprocess.run(
            [sys.executable, str(script), str(folder)], check=True, stdout=subprocess.PIPE, text=True
        )
        results["memory"] = json.loads(measured.stdout)
    out = arguments.out or peers.scratch() / "results.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(results, indent=1) + "\n")
    print(report.markdown(results))
    print(f"({out})", file=sys.stderr)


if __name__ == "__main__":
    main()
