"""Each deviation from barter's crates names a test that exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "deviations.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| the crate |")
]


def test_rows_are_read() -> None:
    assert len(ROWS) > 40
    assert {len(row) for row in ROWS} == {3}


def test_each_row_names_a_test_that_exists_or_says_that_it_is_open() -> None:
    wrong = []
    for crate, _, shown_by in ROWS:
        if shown_by == "*open*":
            continue
        named = re.fullmatch(r"`(tests/\S+\.py)::(test_\w+)`", shown_by)
        if named is None or not (ROOT / named[1]).is_file():
            wrong.append(f"{crate}: {shown_by}")
        elif not re.search(rf"^def {named[2]}\(", (ROOT / named[1]).read_text(encoding="utf-8"), re.MULTILINE):
            wrong.append(f"{crate}: no {named[2]} in {named[1]}")
    assert wrong == []
