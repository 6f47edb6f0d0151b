"""Guides in docs/ are run as they are written, each block in a process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
#: Pages whose blocks are programs; those of the others are pieces.
GUIDES = ("own-classes.md",)
BLOCKS = [
    (page.name, number, block)
    for page in (DOCS / name for name in GUIDES)
    for number, block in enumerate(
        re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL), start=1
    )
]


def test_each_guide_has_programs() -> None:
    assert {page for page, _, _ in BLOCKS} == set(GUIDES)


@pytest.mark.parametrize("page, number, block", BLOCKS, ids=[f"{page}:{number}" for page, number, _ in BLOCKS])
def test_the_code_in_a_guide_runs(page: str, number: int, block: str, tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", block]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, ""), f"block {number} of {page}"
