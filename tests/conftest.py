"""Fixtures of every folder of tests."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# A shell that starts the tests in the background makes them ignore Ctrl-C, and their children too: tests of Ctrl-C would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def recordings() -> Path:
    """Folder of real recordings: `BARTER_DATA_DIR`, else `../shared/data` beside the repository. Skips where both are missing."""
    named = os.environ.get("BARTER_DATA_DIR")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no recordings: {folder} is missing and BARTER_DATA_DIR does not name a folder")
    return folder
