"""The map of barter's crates: every name resolves to something that can do the work, every reason is known, nothing is left out."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import upstream_map  # noqa: E402 (a tool beside the packages, not one of them)
from upstream_map import Entry  # noqa: E402

ENTRIES = upstream_map.read()
#: Crates without open rows: 95 % and more of their items are bound.
FINISHED = ("barter_instrument", "barter_integration", "barter_macro", "barter_execution")


def test_the_map_is_read_and_each_item_has_one_row() -> None:
    assert len(ENTRIES) > 2000
    keys = [(entry.path, entry.kind) for entry in ENTRIES]
    assert len(set(keys)) == len(keys)
    assert {entry.crate for entry in ENTRIES} == set(upstream_map.WHEELS)
    assert upstream_map.update(ENTRIES, [(entry.kind, entry.path) for entry in ENTRIES]) == ENTRIES, (
        "run tools/upstream_map.py --keep: rows are out of order, or open ones have a name by now"
    )


def test_each_row_has_a_name_or_a_known_reason_with_its_alternative() -> None:
    wrong = []
    for entry in ENTRIES:
        if bool(entry.python) == bool(entry.reason):
            wrong.append(f"{entry.path}: either a name or a reason")
        elif entry.reason and entry.reason not in upstream_map.REASONS:
            wrong.append(f"{entry.path}: unknown reason {entry.reason}")
        elif entry.reason in ("rust-plumbing", "private-by-design") and not entry.instead:
            wrong.append(f"{entry.path}: {entry.reason} has to name what to use instead")
    assert wrong == []


def test_each_python_name_resolves_to_what_can_do_the_work() -> None:
    assert [wrong for entry in ENTRIES if entry.python and (wrong := upstream_map.misfit(entry))] == []


def test_each_name_in_an_alternative_resolves() -> None:
    names = {name for entry in ENTRIES for name in re.findall(r"\bbarter_[a-z]+(?:\.\w+)+", entry.instead)}
    for name in sorted(names):
        upstream_map.resolve(name)


@pytest.mark.parametrize("crate", FINISHED)
def test_a_finished_crate_has_no_open_row_and_the_goal_is_met(crate: str) -> None:
    assert [entry.path for entry in ENTRIES if entry.crate == crate and entry.reason == "open"] == []
    assert upstream_map.share(ENTRIES, crate) >= 0.95


def test_the_page_shows_the_table_of_the_map() -> None:
    print(upstream_map.table(ENTRIES))
    assert upstream_map.PAGE.read_text(encoding="utf-8") == upstream_map.page(ENTRIES), "run tools/upstream_map.py"


@pytest.mark.parametrize(
    "entry, message",
    [
        (Entry("barter_instrument::X", "struct", "barter_instrument.Missing"), "has no Missing"),
        (Entry("barter_instrument::X", "struct", "barter_nowhere.X"), "no module barter_nowhere"),
        (Entry("barter_instrument::X", "struct", "barter_instrument.errors"), "cannot stand for a struct"),
        (Entry("barter_instrument::X::y", "method", "barter_instrument.Side.BUY"), "cannot stand for a method"),
        (Entry("barter_instrument::X::Y", "variant", "barter_instrument.Side.as_str"), "has no as_str"),
        (Entry("barter_instrument::X::y", "field", "barter_instrument.Asset.to_json"), "cannot stand for a field"),
        (Entry("barter_instrument::X", "constant", "barter_instrument.Asset"), "cannot stand for a constant"),
    ],
)
def test_a_name_that_cannot_do_the_work_is_found(entry: Entry, message: str) -> None:
    assert message in (upstream_map.misfit(entry) or "")


@pytest.mark.parametrize(
    "entry, python",
    [
        (Entry("barter_instrument::Side::Buy", "variant"), "barter_instrument.Side.BUY"),
        (Entry("barter_instrument::asset::AssetIndex::new", "method"), "barter_instrument.AssetIndex"),
        (Entry("barter_instrument::test_utils::asset", "function"), "barter_instrument.test_utils.asset"),
        (
            Entry("barter_instrument::index::error::IndexError::AssetIndex", "variant"),
            "barter_instrument.IndexError.AssetIndex",
        ),
        (
            Entry("barter_instrument::instrument::kind::InstrumentKind::Spot", "variant"),
            "barter_instrument.InstrumentKind.Spot",
        ),
    ],
)
def test_names_are_proposed_by_the_rules(entry: Entry, python: str) -> None:
    assert upstream_map.propose(entry).python == python
    assert upstream_map.propose(Entry("barter_instrument::NoSuchThing", "struct")).reason == "open"


def test_a_new_item_gets_a_row_and_a_gone_one_loses_it() -> None:
    known = [
        Entry("barter_instrument::Side", "enum", "barter_instrument.Side"),
        Entry("barter_instrument::Gone", "enum", reason="open"),
    ]
    rows = [("enum", "barter_instrument::Side"), ("struct", "barter_instrument::Fresh")]
    assert upstream_map.update(known, rows) == [Entry("barter_instrument::Fresh", "struct", reason="open"), known[0]]


def test_an_upgrade_of_the_crates_is_not_forgotten() -> None:
    """The map was made from these versions: after an upgrade run tools/upstream_map.py, then write the new ones here."""
    locked = dict(
        re.findall(r'name = "(barter[a-z-]*)"\nversion = "([\d.]+)"\nsource', (ROOT / "Cargo.lock").read_text())
    )
    assert locked == {
        "barter": "0.14.0",
        "barter-data": "0.13.0",
        "barter-execution": "0.9.0",
        "barter-instrument": "0.3.3",
        "barter-integration": "0.12.0",
        "barter-macro": "0.2.1",
    }
