"""What importing a wheel brings along."""

from __future__ import annotations

import subprocess
import sys

import pytest

from architecture.tree import WHEELS

# Slow to import, or wanted by few: loaded when first needed, not with the wheel.
NOT_AT_IMPORT = ("asyncio", "numpy", "pandas", "polars", "pyarrow")


def loaded_by(wheel: str) -> set[str]:
    code = f"import sys; before = set(sys.modules); import {wheel}; print(*(set(sys.modules) - before))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    return set(ran.stdout.split())


@pytest.mark.parametrize("wheel", WHEELS)
def test_importing_a_wheel_loads_nothing_it_may_not_need(wheel: str) -> None:
    assert loaded_by(wheel).isdisjoint(NOT_AT_IMPORT)


@pytest.mark.parametrize("wheel", WHEELS)
def test_every_public_name_exists_and_is_named_once(wheel: str) -> None:
    code = (
        f"import {wheel} as w; missing = [n for n in w.__all__ if not hasattr(w, n)]; assert not missing, missing; "
        "assert len(set(w.__all__)) == len(w.__all__)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
