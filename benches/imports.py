"""Import time and size of each wheel alone, as a ratio to modules of the standard library that every one of them needs.

    python benches/imports.py          median of 15 fresh interpreters each, in turns

The measure is `import decimal, datetime, enum, dataclasses` on the same interpreter; aim: at most 3 times that. The start of the
interpreter is not counted, nor is compiling to bytecode: a first round leaves it in a folder of its own, for the standard library
too, whatever the installer and the environment have done. A wheel may load a module when a name of it is first used
(docs/decisions/0019-import-time.md), so what a program pays that uses many names stands below the wheels: `*` loads all. Needs the
wheels installed, or their sources with built modules on PYTHONPATH.
"""

from __future__ import annotations

import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

FLOOR = "import decimal, datetime, enum, dataclasses"
WHEELS = (
    "barter_instrument",
    "barter_integration",
    "barter_macro",
    "barter_data",
    "barter_execution",
    "barter_engine",
    "barter",
)
USED = (
    "from barter_integration import *",
    "from barter_execution import *",
    "from barter_engine import *",
    "from barter_engine import Backtest, Fees, Strategy",
)
ROUNDS = 15
TIMED = "import time; s = time.perf_counter(); {}; print(time.perf_counter() - s)"


def once(what: str, bytecode: str) -> float:
    """Seconds that a statement takes in a fresh interpreter."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": bytecode, "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-c", TIMED.format(what)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return float(ran.stdout)


def size(wheel: str) -> int:
    """Bytes of the installed package."""
    spec = importlib.util.find_spec(wheel)
    assert spec is not None and spec.origin is not None, f"{wheel} is not installed"
    files = Path(spec.origin).parent.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file() and file.suffix != ".pyc")


def main() -> None:
    imports = {f"import {wheel}": size(wheel) for wheel in WHEELS}
    times: dict[str, list[float]] = {what: [] for what in (FLOOR, *imports, *USED)}
    with tempfile.TemporaryDirectory() as bytecode:
        for what in times:
            once(what, bytecode)
        for _ in range(ROUNDS):
            for what, seconds in times.items():
                seconds.append(once(what, bytecode))
    print(f"{'statement':<52} {'ms':>8} {'ratio':>7} {'MB':>7}")
    for what, seconds in times.items():
        ratio = statistics.median(one / other for one, other in zip(seconds, times[FLOOR], strict=True))
        megabytes = f"{imports[what] / 1e6:.1f}" if what in imports else ""
        print(f"{what:<52} {statistics.median(seconds) * 1e3:>8.2f} {ratio:>7.2f} {megabytes:>7}")


if __name__ == "__main__":
    main()
