"""Wheels depend in one direction; crates without Python stay without it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from architecture.tree import BINDING_CRATES, CRATES, MAY_IMPORT, PACKAGES, PLAIN_CRATES, WHEELS, files, manifest, shown

PYTHON_CRATES = ("pyo3", "pyo3-arrow", "pyo3-async-runtimes", "pythonize", "numpy", "barter-interop")
REPOSITORY_VERSION = manifest(CRATES.parent / "Cargo.toml")["workspace"]["package"]["version"]  # type: ignore[index]


def crate_dependencies(crate: str) -> set[str]:
    content = manifest(CRATES / crate / "Cargo.toml")
    names: set[str] = set()
    tables = [content, *content.get("target", {}).values()]  # type: ignore[attr-defined]
    for table in tables:
        for kind in ("dependencies", "dev-dependencies", "build-dependencies"):
            names |= set(table.get(kind, {}))
    return names


def imported_packages(path: Path) -> set[str]:
    """Top packages of every import in the file, inside functions and under TYPE_CHECKING too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.partition(".")[0])
    return found


def package_of(wheel: str) -> Path:
    return PACKAGES / wheel.replace("_", "-")


def declared_dependencies(wheel: str) -> list[str]:
    return manifest(package_of(wheel) / "pyproject.toml")["project"]["dependencies"]  # type: ignore[index,no-any-return]


def test_every_crate_has_its_place_in_the_house() -> None:
    crates = {path.parent.name for path in CRATES.glob("*/Cargo.toml")}
    assert crates == {*BINDING_CRATES, *PLAIN_CRATES, "barter-interop"}


@pytest.mark.parametrize("crate", PLAIN_CRATES)
def test_crates_without_python_depend_on_none_that_has_it(crate: str) -> None:
    assert crate_dependencies(crate).isdisjoint({*PYTHON_CRATES, *BINDING_CRATES})


@pytest.mark.parametrize("crate", [*BINDING_CRATES, *PLAIN_CRATES, "barter-interop"])
def test_no_crate_depends_on_a_binding_crate(crate: str) -> None:
    assert crate_dependencies(crate).isdisjoint(BINDING_CRATES)


@pytest.mark.parametrize("crate", [*BINDING_CRATES, *PLAIN_CRATES])
def test_interop_is_used_by_binding_crates_only(crate: str) -> None:
    assert ("barter-interop" in crate_dependencies(crate)) == (crate in BINDING_CRATES)


@pytest.mark.parametrize("crate", [*BINDING_CRATES, *PLAIN_CRATES, "barter-interop"])
def test_versions_and_features_are_fixed_once_in_the_workspace(crate: str) -> None:
    content = manifest(CRATES / crate / "Cargo.toml")
    for kind in ("dependencies", "dev-dependencies", "build-dependencies"):
        for name, value in content.get(kind, {}).items():  # type: ignore[attr-defined]
            assert isinstance(value, dict), f"{name} of {crate}"
            assert set(value) <= {"workspace"}, f"{name} of {crate}: say version and features in the root Cargo.toml"


@pytest.mark.parametrize("wheel", WHEELS)
def test_wheels_import_only_what_they_may(wheel: str) -> None:
    folder = f"packages/{wheel.replace('_', '-')}/python/{wheel}"
    sources = files(".py", ".pyi", under=folder)
    assert sources, f"no Python source of {wheel}"
    for path in sources:
        foreign = (imported_packages(path) & set(WHEELS)) - {wheel}
        assert foreign <= MAY_IMPORT[wheel], shown(path)


@pytest.mark.parametrize("wheel", WHEELS)
def test_wheels_declare_the_wheels_they_import_and_none_they_may_not(wheel: str) -> None:
    declared = {re.split(r"[<>=!~ ]", entry)[0].replace("-", "_") for entry in declared_dependencies(wheel)}
    imported: set[str] = set()
    for path in files(".py", under=f"packages/{wheel.replace('_', '-')}/python/{wheel}"):
        imported |= (imported_packages(path) & set(WHEELS)) - {wheel}
    assert imported <= declared
    assert declared & set(WHEELS) <= MAY_IMPORT[wheel]


@pytest.mark.parametrize("wheel", WHEELS)
def test_wheels_pin_the_wheels_of_their_own_release(wheel: str) -> None:
    for entry in declared_dependencies(wheel):
        if entry.startswith("barter"):
            assert entry.endswith(f"=={REPOSITORY_VERSION}"), entry


def test_the_meta_package_has_the_version_of_the_workspace_and_pins_every_wheel() -> None:
    project = manifest(package_of("barter") / "pyproject.toml")["project"]
    assert project["version"] == REPOSITORY_VERSION  # type: ignore[index]
    source = (package_of("barter") / "python" / "barter" / "__init__.py").read_text(encoding="utf-8")
    assert f'__version__ = "{REPOSITORY_VERSION}"' in source
    pinned = {entry.partition("==")[0].replace("-", "_") for entry in declared_dependencies("barter")}
    assert pinned == set(WHEELS) - {"barter"}


@pytest.mark.parametrize("wheel", [wheel for wheel in WHEELS if wheel != "barter"])
def test_each_wheel_is_built_from_its_binding_crate(wheel: str) -> None:
    maturin = manifest(package_of(wheel) / "pyproject.toml")["tool"]["maturin"]  # type: ignore[index]
    short = wheel.removeprefix("barter_")
    assert maturin["module-name"] == f"{wheel}._{short}"
    assert maturin["manifest-path"] == f"../../crates/barter-{short}-py/Cargo.toml"
    assert "locked" not in maturin, "an sdist has no workspace lock: nox passes --locked"
    library = manifest(CRATES / f"barter-{short}-py" / "Cargo.toml")["lib"]
    assert library == {"name": f"_{short}", "crate-type": ["cdylib"], "test": False, "doctest": False}
