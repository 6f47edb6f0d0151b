"""A mix of releases fails at import with the command that repairs it; layouts change only with their version."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import barter_data
import barter_execution
import barter_instrument

WHEELS = ("barter_instrument", "barter_data", "barter_execution", "barter_engine")
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


REPAIR = f"wheels of different releases are mixed. Install wheels of one release: pip install 'barter=={barter_instrument.__version__}'"


def import_with_owner(tmp_path: Path, changed: str, wheel: str, owner: ModuleType = barter_instrument) -> str:
    """Imports a wheel beside an owner of its classes that was changed, and gives the text of the ImportError."""
    source = Path(str(owner.__file__)).parent
    copy = shutil.copytree(source, tmp_path / source.name, ignore=shutil.ignore_patterns("__pycache__"))
    with (copy / "__init__.py").open("a", encoding="utf-8") as module:
        module.write(f"\n{changed}\n")
    ran = run(
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        f"import {source.name} as owner; assert owner.__file__.startswith({str(tmp_path)!r})\n"
        f"try:\n    import {wheel}\nexcept ImportError as error:\n    print(type(error).__name__, error)"
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    kind, _, text = ran.stdout.strip().partition(" ")
    assert kind == "ImportError"
    return text


@pytest.mark.parametrize(
    "schema, found",
    [("(2, 0x1234)", "2:0000000000001234"), ("(1, 0)", "1:0000000000000000"), ("'x'", "none"), ("None", "none")],
)
@pytest.mark.parametrize(
    "wheel, owner, name",
    [
        ("barter_execution", barter_instrument, "Asset"),
        ("barter_data", barter_instrument, "Instrument"),
        ("barter_engine", barter_execution, "Trade"),
        ("barter_engine", barter_data, "MarketEvent"),
    ],
)
def test_a_wheel_beside_an_owner_with_another_layout_names_both_and_the_repair(
    wheel: str, owner: ModuleType, name: str, schema: str, found: str, tmp_path: Path
) -> None:
    layout, hash_ = owner.__barter_schemas__[name]
    changed = f"__barter_schemas__[{name!r}] = {schema}; __version__ = '9.9.9'"
    version, owners = barter_instrument.__version__, owner.__name__
    assert import_with_owner(tmp_path, changed, wheel, owner) == (
        f"{wheel} {version} was built for layout {layout}:{hash_:016x} of {owners}.{name}, "
        f"but the installed {owners} 9.9.9 has {found}: {REPAIR}"
    )


@pytest.mark.parametrize(
    "changed, missing",
    [
        ("import enum; Side = enum.Enum('Side', {'BUY': 'Buy'})", "barter_instrument.Side has no SELL"),
        ("del Side", "barter_instrument has no Side"),
        ("del Asset", "barter_instrument has no Asset"),
        ("del errors.StateError", "barter_instrument.errors has no StateError"),
    ],
    ids=["member", "enum", "class", "error"],
)
def test_a_wheel_beside_an_older_owner_says_what_it_lacks(changed: str, missing: str, tmp_path: Path) -> None:
    version = barter_instrument.__version__
    text = import_with_owner(tmp_path, f"__version__ = '0.0.9'; {changed}", "barter_execution")
    assert text == f"{missing}, which barter_execution {version} needs (barter_instrument 0.0.9 is installed): {REPAIR}"


@pytest.mark.parametrize(
    "wheel", ["barter_integration", "barter_macro", "barter_data", "barter_execution", "barter_engine"]
)
def test_every_wheel_finds_a_missing_error_when_it_is_imported(wheel: str, tmp_path: Path) -> None:
    text = import_with_owner(tmp_path, "del errors.TimedOutError", wheel)
    assert text.startswith("barter_instrument.errors has no TimedOutError, which barter_")
    assert text.endswith(REPAIR)


def test_an_owner_whose_python_part_is_older_than_its_module_fails_too(tmp_path: Path) -> None:
    owner = Path(barter_instrument.__file__).parent
    copy = shutil.copytree(owner, tmp_path / owner.name, ignore=shutil.ignore_patterns("__pycache__"))
    enums = copy / "enums.py"
    enums.write_text(enums.read_text(encoding="utf-8").replace('    OKX = "okx"\n', ""), encoding="utf-8")
    ran = run(
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "try:\n    import barter_instrument\nexcept ImportError as error:\n    print(error)"
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("barter_instrument.ExchangeId has no OKX, which barter_instrument ")


def test_no_wheel_imports_asyncio() -> None:
    ran = run(
        "import sys, barter_instrument, barter_integration, barter_macro, barter_execution; assert 'asyncio' not in sys.modules"
    )
    assert (ran.returncode, ran.stderr) == (0, "")
