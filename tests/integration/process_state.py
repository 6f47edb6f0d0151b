"""What a process holds: threads, handles, memory."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

STATUS = Path("/proc/self/status")


@dataclass
class Growth:
    """How much more there is than before."""

    threads: int = 0
    handles: int = 0
    memory_mb: float = 0.0


def _now() -> tuple[int, int, float]:
    fields = dict(line.split(":", 1) for line in STATUS.read_text().splitlines() if ":" in line)
    return int(fields["Threads"]), len(list(Path("/proc/self/fd").iterdir())), int(fields["VmRSS"].split()[0]) / 1024


@contextmanager
def growth() -> Iterator[Growth]:
    """Measures what a block leaves behind; waits up to five seconds for what is on its way out."""
    grown = Growth()
    gc.collect()
    threads, handles, memory = _now()
    yield grown
    deadline = time.monotonic() + 5
    while True:
        after = _now()
        grown.threads, grown.handles, grown.memory_mb = after[0] - threads, after[1] - handles, after[2] - memory
        if (grown.threads <= 0 and grown.handles <= 2) or time.monotonic() > deadline:
            return
        time.sleep(0.05)
