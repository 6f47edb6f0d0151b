"""How a worker talks with the driver: one process per contender, alive for the whole session.

The worker loads its tape and warms up (compiles), prints `ready {json}`, then answers each line `<workload>` on standard
input with one line of JSON: `{"seconds": s, "events": n, "checks": {...}}`. It ends when its input ends.
`crates/barter-driver/examples/upstream_loop.rs` and `ema.rs` speak the same.

Standard library only.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

Workload = Callable[[], dict[str, Any]]


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of `run()`, after a garbage collection, and what it returned."""
    gc.collect()
    began = time.perf_counter()
    result = run()
    return time.perf_counter() - began, result


def serve(workloads: dict[str, Workload], about: dict[str, Any]) -> None:
    """Answers until the input ends. What the frameworks print goes to standard error, not between the answers."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def say(text: str) -> None:
        print(text, file=answers, flush=True)

    say("ready " + json.dumps({**about, "workloads": list(workloads)}))
    for line in sys.stdin:
        name = line.strip()
        if name not in workloads:
            raise SystemExit(f"no workload {name!r}; there are {', '.join(workloads)}")
        say(json.dumps(workloads[name]()))
