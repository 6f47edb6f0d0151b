"""Memory of loaded market data, measured in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

MEASURE = """
import gc, sys
from barter_data import MarketData

def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))

MarketData.synthetic(seed=1, events=1_000).fingerprint
gc.collect()
before = resident()
data = {load}
gc.collect()
print((resident() - before) / len(data), data.nbytes / len(data))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux's /proc")
def test_a_million_rows_take_at_most_56_bytes_each() -> None:
    code = MEASURE.replace("{load}", "MarketData.synthetic(seed=1, events=1_000_000)")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    process, columns = map(float, ran.stdout.split())
    assert columns <= 50
    assert process <= 56
