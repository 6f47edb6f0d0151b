"""Who is measured, what is paired with what, and what each answer must show."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import peers
from reference import Expected
from tape import Tape

HERE = Path(__file__).resolve().parent
EXAMPLES = ("upstream_loop", "ema")


@dataclass(frozen=True)
class Side:
    """One workload of one contender."""

    contender: str
    workload: str

    def __str__(self) -> str:
        return f"{self.contender} {self.workload}"


@dataclass(frozen=True)
class Pair:
    """Ours beside a peer: in every round one runs right after the other. `target`: ratio of speeds asked of us, if any.
    `slow`: runs in fewer rounds."""

    title: str
    ours: Side
    peer: Side
    target: float | None = None
    slow: bool = False


PAIRS = (
    Pair("no hook ÷ upstream's loop", Side("barter", "no_hook"), Side("upstream", "event_time"), target=4.0),
    Pair("no hook ÷ upstream's loop, its own clock", Side("barter", "no_hook"), Side("upstream", "historical")),
    Pair("no hook ÷ upstream's engine alone", Side("barter", "no_hook"), Side("upstream", "bare")),
    Pair("no hook ÷ hftbacktest no-op (compiled)", Side("barter", "no_hook"), Side("hft", "no_op")),
    Pair("Python EMA ÷ hftbacktest EMA (compiled)", Side("barter", "ema"), Side("hft", "ema"), target=1.0),
    Pair("compiled EMA ÷ hftbacktest EMA (compiled)", Side("compiled", "ema"), Side("hft", "ema")),
    Pair("full audit ÷ upstream's loop", Side("barter", "audit"), Side("upstream", "event_time")),
    Pair("empty on_trade ÷ no hook", Side("barter", "empty_on_trade"), Side("barter", "no_hook")),
    Pair("Python EMA ÷ nautilus EMA (Python)", Side("barter", "ema"), Side("nautilus", "ema"), target=40.0, slow=True),
    Pair("no hook ÷ nautilus no-op (Python)", Side("barter", "no_hook"), Side("nautilus", "no_op"), slow=True),
)

NOOP_CALLS = Side("barter", "noop_calls")
"""A call from Rust of a Python function that does nothing, in the same process: the floor under an empty hook."""

DESIGN = {
    Side("barter", "no_hook"): 20.0,
    Side("barter", "empty_on_trade"): 10.0,
    Side("compiled", "ema"): 12.0,
    Side("barter", "audit"): 6.0,
}
"""Million events a second that the design asks for (on the machine of the prototypes)."""


def examples() -> dict[str, Path]:
    """The Rust contenders, built if they are not: same profile as the wheels."""
    command = ["cargo", "build", "--release", "--locked", "--message-format=json-render-diagnostics"]
    # The engine's crate is named so that cargo unites features as it does for the wheels: nothing compiles twice.
    command += ["-p", "barter-driver", "-p", "barter-engine-py"]
    for name in EXAMPLES:
        command += ["--example", name]
    built = subprocess.run(command, cwd=HERE.parent, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Path] = {}
    for line in built.stdout.splitlines():
        message = json.loads(line)
        if message.get("reason") == "compiler-artifact" and message.get("executable"):
            found[message["target"]["name"]] = Path(message["executable"])
    return found


def commands(tape: Path, wanted: set[str]) -> dict[str, list[str]]:
    """How each wanted contender's worker is started; environments and programs are made when missing."""
    how: dict[str, Callable[[], list[str]]] = {
        "barter": lambda: [sys.executable, str(HERE / "worker_barter.py"), str(tape)],
        "hft": lambda: [str(peers.ensure("hft")), str(HERE / "worker_hftbacktest.py"), str(tape)],
        "nautilus": lambda: [str(peers.ensure("nautilus")), str(HERE / "worker_nautilus.py"), str(tape)],
    }
    out = {name: make() for name, make in how.items() if name in wanted}
    programs = {"upstream": "upstream_loop", "compiled": "ema"}
    if wanted & programs.keys():
        built = examples()
        out |= {name: [str(built[program]), str(tape)] for name, program in programs.items() if name in wanted}
    return out


class Worker:
    """A contender's process; `run` is one timed run of a workload."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        environment = dict(os.environ)
        if name in peers.PEERS:
            # Ours must not reach into a peer's environment.
            environment.pop("PYTHONPATH", None)
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, bufsize=1
        )
        ready = self._line()
        if not ready.startswith("ready "):
            raise SystemExit(f"{name} said {ready!r} instead of `ready`")
        self.about: dict[str, Any] = json.loads(ready.removeprefix("ready "))

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended early (exit code {self._process.wait()}); its messages are above")
        return line

    def run(self, workload: str) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(workload + "\n")
        self._process.stdin.flush()
        return json.loads(self._line())

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def check(side: Side, answer: dict[str, Any], tape: Tape, expected: Expected) -> None:
    """Nobody is measured doing something else."""

    def demand(name: str, got: Any, wanted: Any) -> None:
        if got != wanted:
            raise SystemExit(f"{side}: {name} is {got}, must be {wanted}; its time means nothing")

    checks = answer["checks"]
    if side == NOOP_CALLS:
        return
    demand("events", answer["events"], expected.events)
    if side.contender == "upstream":
        for name, column in (("bid", "bid"), ("ask", "ask"), ("last", "trade_price")):
            demand(name, Decimal(checks[name]), Decimal(int(tape[column][-1])).scaleb(-tape.price_scale))
    elif side.workload == "ema":
        demand("orders", checks["orders"], expected.orders)
        demand("orders filled whole", checks["filled"], expected.orders)
        if side.contender in ("barter", "compiled"):
            demand("net result at mid", Decimal(checks["net_mid"]), expected.net_mid)
        elif side.contender == "hft":
            # Floats inside: to a millionth.
            demand("net result at the last trade", Decimal(checks["net_last"]), round(expected.net_last, 6))
        # nautilus: see worker_nautilus.py; its result differs by design.
    elif side.contender == "barter" and side.workload == "empty_on_trade":
        demand("hook calls", checks["calls"], expected.trades)
    elif side.contender == "barter" and side.workload == "audit":
        demand("audit ticks of market events", checks["market_ticks"], expected.events)
