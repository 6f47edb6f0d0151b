"""Each example runs by itself, in a folder of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
# Needs a recording beside it: test_readme.py runs it.
ELSEWHERE = {"ema_cross.py"}
# What an example shows that is no backtest; tests/isolated runs those of one wheel with that wheel alone.
SHOWS = {
    "guarded_client.py": "conformance: 39 of 39 checks passed",
    "universe.py": "every rule is kept",
    "venue_client.py": "above one: [('BTCUSDT', Decimal('2.00'))]",
}


@pytest.mark.parametrize("example", sorted({path.name for path in EXAMPLES.glob("*.py")} - ELSEWHERE))
def test_an_example_runs_without_warnings_and_shows_a_result(example: str, tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", str(EXAMPLES / example)]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert SHOWS.get(example, "fingerprint") in ran.stdout
