"""A mix of releases fails at import with the command that repairs it; layouts change only with their version."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

WHEELS = ("barter_instrument", "barter_data", "barter_execution")
SNAPSHOT = Path(__file__).parent / "wire-schemas.json"


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def current() -> dict[str, dict[str, str]]:
    return {
        wheel: {
            name: f"{version}:{hash_:016x}"
            for name, (version, hash_) in sorted(import_module(wheel).__barter_schemas__.items())
        }
        for wheel in WHEELS
    }


def test_no_layout_changed_without_its_version() -> None:
    recorded = json.loads(SNAPSHOT.read_text())
    for wheel, classes in current().items():
        for name, schema in classes.items():
            before = recorded[wheel].get(name)
            assert before is not None, f"{wheel}.{name} is new: add '{name}': '{schema}' to {SNAPSHOT.name}"
            same_version = before.split(":")[0] == schema.split(":")[0]
            assert before == schema or not same_version, (
                f"the layout of {wheel}.{name} changed ({before} to {schema}): raise its version in barter-interop"
            )
            assert before == schema, f"the version of {wheel}.{name} was raised: write '{schema}' to {SNAPSHOT.name}"
        assert set(recorded[wheel]) == set(classes), f"{wheel} lost a class"


@pytest.mark.parametrize("schemas", ["{'Asset': (2, 0x1234)}", "{}", "None", "{'Asset': 'x'}"])
def test_another_layout_of_a_foreign_class_fails_at_import(schemas: str) -> None:
    ran = run(
        f"import barter_instrument as b; b.__barter_schemas__ = {schemas}\n"
        "try:\n    import barter_execution\nexcept ImportError as error:\n    print(error)"
    )
    assert ran.returncode == 0, ran.stderr
    assert "barter_instrument.Asset: this wheel was built for schema 1:" in ran.stdout
    assert "pip install 'barter==" in ran.stdout


def test_a_missing_member_of_a_foreign_enum_fails_at_import() -> None:
    ran = run(
        "import enum, barter_instrument as b\n"
        "b.Side = enum.Enum('Side', {'BUY': 'Buy'})\n"
        "try:\n    import barter_execution\nexcept ImportError as error:\n    print(error)"
    )
    assert ran.returncode == 0, ran.stderr
    assert "barter_instrument.Side has no member SELL: wheels of different releases are mixed" in ran.stdout
    assert "pip install 'barter==" in ran.stdout


def test_no_wheel_imports_asyncio() -> None:
    ran = run(
        "import sys, barter_instrument, barter_integration, barter_macro, barter_execution; assert 'asyncio' not in sys.modules"
    )
    assert (ran.returncode, ran.stderr) == (0, "")
