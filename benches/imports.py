"""Import time and size of each wheel alone, as a ratio to modules of the standard library that every one of them needs.

    python benches/imports.py          median of 15 fresh interpreters each, in turns

The measure is `import decimal, datetime, enum, dataclasses` on the same interpreter; aim: at most 3 times that. The start of the
interpreter is not counted. Needs the wheels installed, or their sources with built modules on PYTHONPATH.
"""

from __future__ import annotations

import importlib.util
import statistics
import subprocess
import sys
from pathlib import Path

FLOOR = "decimal, datetime, enum, dataclasses"
WHEELS = (
    "barter_instrument",
    "barter_integration",
    "barter_macro",
    "barter_data",
    "barter_execution",
    "barter_engine",
    "barter",
)
ROUNDS = 15
TIMED = "import time; s = time.perf_counter(); import {}; print(time.perf_counter() - s)"


def once(what: str) -> float:
    """Seconds that an import takes in a fresh interpreter."""
    ran = subprocess.run([sys.executable, "-c", TIMED.format(what)], capture_output=True, text=True, check=True)
    return float(ran.stdout)


def size(wheel: str) -> int:
    """Bytes of the installed package."""
    spec = importlib.util.find_spec(wheel)
    assert spec is not None and spec.origin is not None, f"{wheel} is not installed"
    files = Path(spec.origin).parent.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file() and file.suffix != ".pyc")


def main() -> None:
    times: dict[str, list[float]] = {what: [] for what in (FLOOR, *WHEELS)}
    for _ in range(ROUNDS):
        for what, seconds in times.items():
            seconds.append(once(what))
    floor = statistics.median(times[FLOOR])
    print(f"{'import':<42} {'ms':>8} {'ratio':>7} {'MB':>7}")
    print(f"{FLOOR:<42} {floor * 1e3:>8.2f} {1:>7.2f}")
    for wheel in WHEELS:
        ratios = [one / other for one, other in zip(times[wheel], times[FLOOR], strict=True)]
        print(
            f"{wheel:<42} {statistics.median(times[wheel]) * 1e3:>8.2f} {statistics.median(ratios):>7.2f}"
            f" {size(wheel) / 1e6:>7.1f}"
        )


if __name__ == "__main__":
    main()
