"""Sizes and names of files, and what no tracked file may contain."""

from __future__ import annotations

import re
from pathlib import Path

from architecture.tree import ROOT, files, manifest, shown, tracked_files

LINES_MAX = 600
# Longer files, each with the reason why it is one topic that does not split.
LONGER: dict[str, str] = {}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}
# Built from pieces, so that this file does not contain what it looks for.
INDEX_ADDRESSES = re.compile(
    "|".join(
        (
            "index" + r"-url\s*=?\s*\S",
            r"pypi\." + "org",
            r"pythonhosted\." + "org",
            r"crates\." + "io/api",
            "registry" + r'\s*=\s*"https?:',
        )
    )
)
MACHINE_PATHS = re.compile(r"(?<![\w.<])/" + r"(work|root|home/\w+|Users/\w+)/")


def read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def test_files_stay_small() -> None:
    long = {}
    for path in files(".rs", ".py", under=""):
        count = len(path.read_text(encoding="utf-8").splitlines())
        if count > LINES_MAX and shown(path) not in LONGER:
            long[shown(path)] = count
    assert long == {}


def test_reasons_for_long_files_are_still_needed() -> None:
    for name, reason in LONGER.items():
        assert reason
        assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) > LINES_MAX, f"{name} is short again"


def test_no_module_has_a_vague_name() -> None:
    vague = [
        shown(path)
        for path in files(".rs", ".py", ".pyi")
        if {path.stem, *path.relative_to(ROOT).parent.parts} & VAGUE_NAMES
    ]
    assert vague == []


def test_no_tracked_file_names_an_index() -> None:
    # Cargo.lock names the registry by cargo's own fixed identifier; nothing else may.
    hits = [
        shown(path)
        for path in tracked_files()
        if path.name != "Cargo.lock" and (text := read(path)) and INDEX_ADDRESSES.search(text)
    ]
    assert hits == []


def test_no_tracked_file_names_a_path_of_a_machine() -> None:
    hits = [
        f"{shown(path)}: {match[0]}"
        for path in tracked_files()
        if (text := read(path)) and (match := MACHINE_PATHS.search(text))
    ]
    assert hits == []


def test_locks_that_name_an_index_are_not_tracked() -> None:
    assert not [shown(path) for path in tracked_files() if path.name in {"uv.lock", "poetry.lock", "Pipfile.lock"}]


def test_every_tool_of_a_session_is_pinned() -> None:
    groups = manifest(ROOT / "pyproject.toml")["dependency-groups"]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []
    pinned = {re.sub(r"[-_.]+", "-", pin.partition("==")[0]).lower() for pin in pins}
    assert sorted({name for group in groups.values() for name in group} - pinned) == []  # type: ignore[attr-defined]


def test_every_wheel_ships_its_papers() -> None:
    for package in sorted((ROOT / "packages").iterdir()):
        if (package / "pyproject.toml").is_file():
            name = package.name.replace("-", "_")
            assert (package / "README.md").is_file(), package.name
            assert (package / "python" / name / "py.typed").is_file(), package.name
            assert (package / "python" / name / "__init__.py").is_file(), package.name
