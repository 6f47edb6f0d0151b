"""Each wheel alone: installed from its built file into a clean environment, with what it declares and nothing else, and used there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from email.parser import HeaderParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DIST = Path(os.environ.get("BARTER_DIST", ROOT / "dist"))
USES = Path(__file__).parent / "uses"
EXAMPLES = ROOT / "examples"
#: Examples that need no wheel to the right of theirs.
EXAMPLE_OF = {
    "barter_instrument": "universe.py",
    "barter_integration": "venue_client.py",
    "barter_execution": "guarded_client.py",
}
WHEELS = (
    "barter_instrument",
    "barter_integration",
    "barter_macro",
    "barter_data",
    "barter_execution",
    "barter_engine",
    "barter",
)


def built(name: str) -> Path:
    found = sorted(DIST.glob(f"{name}-*.whl"))
    if not found:
        if "BARTER_DIST" in os.environ:
            pytest.fail(f"{DIST} has no wheel of {name}")
        pytest.skip(f"no built wheel of {name} in {DIST}: run `nox -s wheels` first")
    assert len(found) == 1, f"one wheel of {name} expected in {DIST}: {found}"
    return found[0]


def requirements(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        name = next(entry for entry in archive.namelist() if entry.endswith(".dist-info/METADATA"))
        return HeaderParser().parsestr(archive.read(name).decode()).get_all("Requires-Dist") or []


def closure(name: str) -> dict[str, Path]:
    """The wheel and the barter wheels it declares, directly or through others."""
    found = {name: built(name)}
    for requirement in requirements(found[name]):
        needed = re.split(r"[^A-Za-z0-9_-]", requirement)[0].replace("-", "_")
        if needed in WHEELS:
            found |= closure(needed)
    return found


@pytest.fixture(scope="module", params=WHEELS)
def alone(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, set[str]]:
    """Name of the wheel, interpreter of its environment, names of the barter wheels in it."""
    name: str = request.param
    wheels = closure(name)
    folder = tmp_path_factory.mktemp(name)
    python = folder / "bin" / "python"
    uv = shutil.which("uv")
    assert uv, "uv has to be on the path: pip install uv"
    # Files by path: the index is asked for other projects' packages only.
    for command in (
        [uv, "venv", "--quiet", "--python", sys.executable, str(folder), "--clear"],
        [uv, "pip", "install", "--quiet", "--python", str(python), *map(str, wheels.values())],
    ):
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
    return name, python, set(wheels)


def run(python: Path, *arguments: str) -> str:
    """Runs without the caller's paths and with warnings as errors; gives what was printed."""
    ran = subprocess.run(
        [str(python), "-I", "-W", "error", *arguments], capture_output=True, text=True, check=False, cwd=python.parent
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def test_it_imports_and_no_other_wheel_is_there(alone: tuple[str, Path, set[str]]) -> None:
    name, python, installed = alone
    code = f"import importlib.util as u; print(*(n for n in {WHEELS!r} if u.find_spec(n)))"
    assert set(run(python, "-c", code).split()) == installed
    version = run(python, "-c", f"import {name}; print({name}.__version__)").strip()
    assert built(name).name.split("-")[1] == version


def test_it_does_something_useful(alone: tuple[str, Path, set[str]]) -> None:
    name, python, _ = alone
    use = USES / f"{name}.py"
    assert run(python, str(use)).splitlines()[-1] == f"{name}: ok"


def test_its_example_runs_with_it_alone(alone: tuple[str, Path, set[str]]) -> None:
    name, python, _ = alone
    if name not in EXAMPLE_OF:
        pytest.skip(f"{name} has no example of its own: tests/docs runs those of the wheels together")
    assert run(python, str(EXAMPLES / EXAMPLE_OF[name]))
