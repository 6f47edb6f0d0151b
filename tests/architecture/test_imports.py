"""What importing a wheel brings along. Nothing here is timed: benches/imports.py does that (docs/decisions/0019-import-time.md)."""

from __future__ import annotations

import subprocess
import sys

import pytest

from architecture.tree import WHEELS

# Slow to import, or wanted by few: loaded when first needed, not with the wheel.
NOT_AT_IMPORT = ("asyncio", "numpy", "pandas", "polars", "pyarrow")

# What every wheel may load of the standard library, with all that these load themselves on this interpreter.
FLOOR = ("__future__", "datetime", "decimal", "dataclasses", "enum", "typing")
LOGS = ("logging",)  # the logs of the compiled module go there
# What a wheel may load beside: who adds to it says what the module is for, and what it costs (`python -X importtime`).
BESIDE = {
    "barter_instrument": (),
    "barter_integration": LOGS,
    "barter_macro": ("json",),
    "barter_data": LOGS,
    "barter_execution": LOGS,
    "barter_engine": LOGS,
    "barter": (),
}
# Modules of its own that a wheel with names loaded when used loads at once, beside its `__init__`.
AT_ONCE = {
    "barter_integration": {"_integration", "errors", "names", "variant"},
    "barter_data": {"_data", "enums", "errors", "summary"},
    "barter_execution": {"_execution", "enums", "errors", "names"},
    "barter_engine": {"_engine"},
}


def run(code: str) -> str:
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    return ran.stdout


def loaded_by(modules: str) -> set[str]:
    return set(
        run(f"import sys; before = set(sys.modules); import {modules}; print(*(set(sys.modules) - before))").split()
    )


@pytest.mark.parametrize("wheel", WHEELS)
def test_importing_a_wheel_loads_nothing_it_may_not_need(wheel: str) -> None:
    assert loaded_by(wheel).isdisjoint(NOT_AT_IMPORT)


@pytest.mark.parametrize("wheel", WHEELS)
def test_importing_a_wheel_loads_no_further_module_of_the_standard_library(wheel: str) -> None:
    loaded = {name for name in loaded_by(wheel) if name.partition(".")[0] in sys.stdlib_module_names}
    further = loaded - loaded_by(", ".join((*FLOOR, *BESIDE[wheel])))
    assert not further, f"{wheel} loads {sorted(further)}: import it in the function that needs it"


@pytest.mark.parametrize("wheel", AT_ONCE)
def test_importing_a_wheel_loads_only_those_of_its_modules_that_are_needed_at_once(wheel: str) -> None:
    own = {name.removeprefix(f"{wheel}.") for name in loaded_by(wheel) if name.startswith(f"{wheel}.")}
    assert own == AT_ONCE[wheel]


@pytest.mark.parametrize("wheel", WHEELS)
def test_every_public_name_exists_and_is_named_once(wheel: str) -> None:
    run(
        f"import {wheel} as w; missing = [n for n in w.__all__ if not hasattr(w, n)]; assert not missing, missing; "
        "assert len(set(w.__all__)) == len(w.__all__)"
    )
