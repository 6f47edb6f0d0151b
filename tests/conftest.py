"""Fixtures of every folder of tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def recordings() -> Path:
    """Folder of real recordings: `BARTER_DATA_DIR`, else `../shared/data` beside the repository. Skips where both are missing."""
    named = os.environ.get("BARTER_DATA_DIR")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no recordings: {folder} is missing and BARTER_DATA_DIR does not name a folder")
    return folder
