"""The READMEs of the wheels are run as they are written: they are what a package index shows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = Path(__file__).parents[2] / "packages"


@pytest.mark.parametrize("package", sorted(path.parent.name for path in PACKAGES.glob("*/pyproject.toml")))
def test_the_code_in_a_readme_runs(package: str, tmp_path: Path) -> None:
    blocks = re.findall(
        r"^```python\n(.*?)^```",
        (PACKAGES / package / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert blocks
    for block in blocks:
        command = [sys.executable, "-W", "error", "-c", block]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stderr) == (0, "")
