"""What Python calls cannot panic: where it could, it runs inside `barter_interop::guard::guarded`, or a reason says why it cannot.

Looked at is every method of a `#[pymethods]` block and every `#[pyfunction]`, and what they call in their own crate. Arithmetic
counts, since that of `Decimal` panics on overflow; so do indexing, run-time borrows, and functions of barter's that panic.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from architecture.rust_functions import Function, functions
from architecture.tree import BINDING_CRATES, files

RISKS = re.compile(
    r"[\w)\]]\[(?!\.\.\])"  # an index or a range of a slice
    r"|\b(?:panic|assert|assert_eq|assert_ne|unreachable)!"
    r"|\.(?:unwrap|expect|borrow|borrow_mut|split_at|split_off|copy_from_slice|swap_remove|remove|insert|drain|swap)\("
    r"|\.(?:chunks|chunks_exact|windows|step_by)\((?![1-9])"
    r"| [+\-*/%]=? (?!=)(?<![/%] (?=[1-9]))"
    r"|\bDuration::from_secs_f(?:32|64)\("
    # barter: divisions by an amount of zero, unknown keys, empty lists
    r"|\b(?:mid_price|volume_weighed_mid_price|volume_weighted_mid_price|print_summary|datetime_utc_from_epoch_duration)\("
    r"|\.(?:instrument_index|instrument_index_mut|asset_index|asset_index_mut|connectivity_index|connectivity_mut)\("
    r"|\bOneOrMany::from\("
)
# The run's own positions: made by the universe of the run, of whose length all these lists are.
OWN_POSITION = "a position that the run's own universe gave out, within the list it indexes"
SAFE = {
    "crates/barter-data-py/src/books.rs::__getitem__": "whole numbers; the result is looked up with `get`",
    "crates/barter-data-py/src/market_data/iterate.rs::__length_hint__": "whole numbers, the position is never past the end",
    "crates/barter-data-py/src/market_data/mod.rs::_sources": "a source's instrument is a position in the same columns' list",
    "crates/barter-data-py/src/market_data/mod.rs::__hash__": "15 of the 64 digits of a hash",
    "crates/barter-engine-py/src/bridge/context.rs::instrument": OWN_POSITION,
    "crates/barter-engine-py/src/bridge/context.rs::orders": OWN_POSITION,
    "crates/barter-engine-py/src/bridge/fill.rs::instrument": OWN_POSITION,
    "crates/barter-engine-py/src/bridge/fill.rs::fee_asset": OWN_POSITION,
    "crates/barter-engine-py/src/bridge/instrument.rs::meta": OWN_POSITION,
    "crates/barter-engine-py/src/bridge/instrument.rs::resolve_given": OWN_POSITION,
    "crates/barter-engine-py/src/bridge/market_view.rs::age_ns": "whole numbers, both times of this run",
    "crates/barter-engine-py/src/bridge/market_view.rs::__repr__": OWN_POSITION,
    "crates/barter-engine-py/src/bridge/order.rs::instrument": OWN_POSITION,
    "crates/barter-engine-py/src/bridge/payload.rs::mid_f64": "floats",
    "crates/barter-engine-py/src/result/tables/mod.rs::meta": OWN_POSITION,
    "crates/barter-integration-py/src/provoke.rs::operation": "panics on purpose in a task, which the runtime watches",
    "crates/barter-engine-py/src/bridge/timer.rs::cancel": "a timer's number is that of its interval, and intervals are never removed",
}


def crate_functions(crate: str) -> list[Function]:
    return [found for path in files(".rs", under=f"crates/{crate}/src") for found in functions(path)]


def risky_calls(found: list[Function]) -> dict[str, set[str]]:
    """Place of each function -> the functions of its crate it calls unguarded that can panic, by themselves or by what they call.

    A name means the function of the same file where there is one.
    """
    inner = [one for one in found if not one.is_edge]
    by_name: dict[str, list[Function]] = {}
    for one in inner:
        by_name.setdefault(one.name, []).append(one)

    def called(one: Function) -> set[str]:
        places = set()
        for name in one.calls & set(by_name):
            candidates = by_name[name]
            near = [candidate for candidate in candidates if candidate.file == one.file]
            places |= {candidate.place for candidate in near or candidates}
        return places

    calls = {one.place: called(one) for one in found}
    risky = {one.place for one in inner if RISKS.search(one.unguarded)} - set(SAFE)
    while more := {one.place for one in inner if calls[one.place] & risky} - risky - set(SAFE):
        risky |= more
    return {place: places & risky for place, places in calls.items()}


@pytest.mark.parametrize("crate", BINDING_CRATES)
def test_what_python_calls_is_guarded_or_cannot_panic(crate: str) -> None:
    found = crate_functions(crate)
    assert any(one.is_edge for one in found)
    risky = risky_calls(found)
    open_edges = []
    for one in found:
        if not one.is_edge or one.place in SAFE:
            continue
        risk = RISKS.search(one.unguarded)
        called = sorted(risky[one.place])
        if risk or called:
            open_edges.append(f"{one.file}:{one.line} {one.name}: {risk[0].strip() if risk else ', '.join(called)}")
    assert open_edges == [], "wrap it in `guarded(|| ..)`, or give the reason in SAFE why it cannot panic"


def test_reasons_are_still_needed() -> None:
    found = {one.place: one for crate in BINDING_CRATES for one in crate_functions(crate)}
    assert [place for place in SAFE if place not in found] == []
    assert [place for place in SAFE if not RISKS.search(found[place].unguarded)] == []


@pytest.mark.parametrize("crate", BINDING_CRATES)
def test_every_module_silences_panics_when_it_is_imported(crate: str) -> None:
    source = (Path(__file__).parents[2] / "crates" / crate / "src" / "lib.rs").read_text(encoding="utf-8")
    assert re.search(r"\bguard::install_silent_panic_hook\(\);|\bwheel::begin\(", source)


def test_the_search_finds_what_is_not_guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "x.rs"
    source.write_text(
        "#[pymethods]\nimpl Book {\n"
        "    fn first(&self) -> PyResult<i64> { Ok(self.levels[0]) }\n"
        "    fn second(&self) -> PyResult<i64> { guarded(|| Ok(self.levels[(1)])) }\n"
        "    fn third(&self) -> i64 { inner(self) }\n"
        "    fn fourth(&self) -> PyResult<i64> { guarded(|| Ok(inner(self))) }\n"
        '    fn fifth(&self) -> &str { "a + b" }\n'
        "}\n"
        "fn inner(book: &Book) -> i64 { deeper(book) }\n"
        "fn deeper(book: &Book) -> i64 { book.a + book.b }\n"
        "#[pyfunction]\n#[pyo3(signature = (a))]\npub fn sixth(a: Decimal) -> Decimal { a * a }\n"
    )
    monkeypatch.setattr("architecture.rust_functions.shown", str)
    found = functions(source)
    assert [one.name for one in found if one.is_edge] == ["first", "second", "third", "fourth", "fifth", "sixth"]
    risky = risky_calls(found)
    hit = [one.name for one in found if one.is_edge and (RISKS.search(one.unguarded) or risky[one.place])]
    assert hit == ["first", "third", "sixth"]
