"""Memory of loaded market data, in bytes per event, with the data wheel and the engine wheel in one process.

    python benches/memory.py <tape folder>     prints JSON: a row for the tape, one for the recording

Resident memory is compared with that of the same process before the data are there, after a garbage collection and
after the allocator has given back what it only keeps (`malloc_trim`; without it the figure would hold what was freed).
`held`: the data alone, its input released; `after_run`: the same after a backtest with no hook, its result released, so a
copy made for the engine wheel would show; `peak`: the highest in between, the input tables of the tape included.
Each row is measured in a process of its own. Linux only.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PAGE = os.sysconf("SC_PAGE_SIZE")
_MALLOC_TRIM = getattr(ctypes.CDLL(None), "malloc_trim", None)


def resident() -> int:
    """Bytes of this process in memory, garbage and kept free memory given back."""
    gc.collect()
    if _MALLOC_TRIM is not None:
        _MALLOC_TRIM(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


def reset_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise SystemExit("this system does not tell the peak of resident memory (VmHWM in /proc/self/status)")


def measure(name: str, load: Callable[[], Any]) -> dict[str, Any]:
    from barter_engine import Backtest, Fees, Strategy

    class NoHook(Strategy):
        pass

    def run(data: Any) -> None:
        Backtest(NoHook, data, balances={"usdt": 1}, fees=Fees(maker=0, taker=0)).run()

    # What imports lazily and stays does so before the measurement.
    from barter_data import MarketData

    run(MarketData.synthetic(seed=1, events=1_000))
    before = resident()
    reset_peak()
    data = load()
    loading = peak()
    held = resident()
    run(data)
    after_run = resident()
    return {
        "data": name,
        "events": len(data),
        "held": held - before,
        "after_run": after_run - before,
        "peak": loading - before,
    }


def tape_row(folder: Path) -> dict[str, Any]:
    import tape as tapes
    import tape_barter

    return measure("tape", lambda: tape_barter.market_data(tapes.load(folder)))


def recording_row() -> dict[str, Any]:
    import tape as tapes

    from barter_data import MarketData

    path = tapes.recording_path()
    return measure(path.name, lambda: MarketData.read_binance_raw(path))


def main() -> None:
    if len(sys.argv) == 3:
        folder = Path(sys.argv[1])
        print(json.dumps(tape_row(folder) if sys.argv[2] == "tape" else recording_row()))
        return
    if not Path("/proc/self/clear_refs").exists():
        raise SystemExit("memory is measured on Linux only")
    rows = []
    for which in ("tape", "recording"):
        command = [sys.executable, __file__, sys.argv[1], which]
        rows.append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout))
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
