"""Walls inside the Rust code."""

from __future__ import annotations

import re

import pytest

from architecture.tree import BINDING_CRATES, CRATES, PLAIN_CRATES, code_lines, files, shown


def found(pattern: str, *, under: str = "crates") -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{shown(path)}:{number}: {line.strip()}"
        for path in files(".rs", under=under)
        for number, line in code_lines(path)
        if wanted.search(line)
    ]


def test_the_search_sees_code_and_neither_comments_nor_text(tmp_path) -> None:
    source = tmp_path / "x.rs"
    source.write_text(
        '// unsafe\nlet a = "unsafe"; /* unsafe\n unsafe */ let b = r#"unsafe"#; let c = \'"\';\nlet d = unsafe { e };\n'
    )
    hits = [number for number, line in code_lines(source) if "unsafe" in line]
    assert hits == [4]


@pytest.mark.parametrize("crate", [*BINDING_CRATES, *PLAIN_CRATES, "barter-interop"])
def test_every_crate_forbids_unsafe_code(crate: str) -> None:
    assert "#![forbid(unsafe_code)]" in (CRATES / crate / "src" / "lib.rs").read_text(encoding="utf-8")


def test_there_is_no_unsafe_code() -> None:
    assert found(r"\bunsafe\b") == []


def test_python_classes_are_defined_in_binding_crates_only() -> None:
    elsewhere = [
        hit
        for hit in found(r"#\[(pyo3::)?pyclass|#\[(pyo3::)?pymodule|create_exception!")
        if not hit.split("/")[1].endswith("-py")
    ]
    assert elsewhere == []


def test_driver_traits_meet_python_in_the_bridge_only() -> None:
    traits = {
        name
        for crate in ("barter-driver", "barter-sim")
        for path in files(".rs", under=f"crates/{crate}/src")
        for _, line in code_lines(path)
        for name in re.findall(r"^pub trait (\w+)", line)
    }
    assert "Hooks" in traits
    implemented = [
        hit
        for crate in BINDING_CRATES
        for hit in found(rf"^impl(<.*>)? (\w+::)*({'|'.join(sorted(traits))})(<.*>)? for ", under=f"crates/{crate}/src")
    ]
    assert implemented
    assert [hit for hit in implemented if not hit.startswith("crates/barter-engine-py/src/bridge/")] == []


def test_exceptions_are_python_classes_of_the_root_wheel() -> None:
    assert found(r"\bcreate_exception!") == []


@pytest.mark.parametrize("crate", PLAIN_CRATES)
def test_no_python_in_crates_without_it(crate: str) -> None:
    assert found(r"\bpyo3|\bPython<|\bPy(Any|Result|Err)\b", under=f"crates/{crate}") == []


def test_nothing_is_left_unfinished() -> None:
    assert found(r"\b(todo|unimplemented)!") == []


def test_nothing_prints() -> None:
    printing = found(r"\b(print|println|eprint|eprintln|dbg)!", under="crates")
    assert [hit for hit in printing if not re.search(r"/(examples|benches|tests)/", hit)] == []


def test_no_panic_is_written_outside_tests() -> None:
    """`unwrap` and `expect` panic; only code under `#[cfg(test)]`, in tests/, examples/ and benches/ may."""
    hits = []
    for path in files(".rs", under="crates"):
        if {"tests", "examples", "benches"} & set(path.parts) or path.stem == "tests" or path.stem.endswith("_tests"):
            continue
        lines = code_lines(path)
        end = next((number for number, line in lines if line.strip().startswith("#[cfg(test)]")), len(lines) + 1)
        hits += [
            f"{shown(path)}:{number}: {line.strip()}"
            for number, line in lines
            if number < end and re.search(r"\.(unwrap|expect)\(", line)
        ]
    assert hits == []
