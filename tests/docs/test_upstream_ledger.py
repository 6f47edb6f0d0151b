"""The ledger of a crate, from a small document in rustdoc's form: public items at their shortest public path, with their members."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from upstream_ledger import Crate


class Document:
    """Items numbered as they are made, as rustdoc numbers them."""

    def __init__(self) -> None:
        self.index: dict[str, dict[str, Any]] = {}

    def add(self, name: str | None, kind: str, inner: Any, visibility: str = "public", crate: int = 0) -> int:
        number = len(self.index)
        self.index[str(number)] = {
            "id": number,
            "crate_id": crate,
            "name": name,
            "visibility": visibility,
            "inner": {kind: inner},
        }
        return number

    def rows(self, items: list[int]) -> list[tuple[str, str]]:
        root = self.add("demo", "module", {"items": items})
        return Crate({"index": self.index, "root": root}).rows()


def test_items_and_members_are_listed_and_private_ones_are_not() -> None:
    made = Document()
    method = made.add("total", "function", {})
    hidden = made.add("secret", "function", {}, "crate")
    limit = made.add("LIMIT", "assoc_const", {})
    own = made.add(None, "impl", {"trait": None, "items": [method, hidden, limit]}, "default")
    derived = made.add("clone", "function", {}, "default")
    of_trait = made.add(None, "impl", {"trait": {"path": "Clone"}, "items": [derived]}, "default")
    price, inside = made.add("price", "struct_field", {}), made.add("inside", "struct_field", {}, "default")
    order = made.add("Order", "struct", {"kind": {"plain": {"fields": [price, inside]}}, "impls": [own, of_trait]})
    first = made.add("0", "struct_field", {})
    index = made.add("Index", "struct", {"kind": {"tuple": [first, None]}, "impls": []})
    unit = made.add("Unit", "struct", {"kind": "unit", "impls": []})
    buy = made.add("Buy", "variant", {}, "default")
    side = made.add("Side", "enum", {"variants": [buy], "impls": []})
    parse = made.add("parse", "function", {}, "default")
    output = made.add("Output", "assoc_type", {}, "default")
    parser = made.add("Parser", "trait", {"items": [parse, output]})
    private = made.add("Hidden", "struct", {"kind": "unit", "impls": []}, "crate")
    function, constant = made.add("connect", "function", {}), made.add("URL", "constant", {})
    alias, derive = made.add("Orders", "type_alias", {}), made.add("DeSide", "proc_macro", {})
    orders = made.add("order", "module", {"items": [order, index, unit, private]})
    assert set(made.rows([orders, side, parser, function, constant, alias, derive])) == {
        ("struct", "demo::order::Order"),
        ("field", "demo::order::Order::price"),
        ("method", "demo::order::Order::total"),
        ("constant", "demo::order::Order::LIMIT"),
        ("struct", "demo::order::Index"),
        ("field", "demo::order::Index::0"),
        ("struct", "demo::order::Unit"),
        ("enum", "demo::Side"),
        ("variant", "demo::Side::Buy"),
        ("trait", "demo::Parser"),
        ("trait-method", "demo::Parser::parse"),
        ("function", "demo::connect"),
        ("constant", "demo::URL"),
        ("type", "demo::Orders"),
        ("derive", "demo::DeSide"),
    }


def test_a_re_exported_item_has_one_row_at_its_shortest_path() -> None:
    made = Document()
    buy = made.add("Buy", "variant", {}, "default")
    side = made.add("Side", "enum", {"variants": [buy], "impls": []})
    deep = made.add("deep", "module", {"items": [side]})
    short = made.add(None, "use", {"name": "Side", "id": side, "is_glob": False})
    other = made.add("Vec", "struct", {"kind": "unit", "impls": []}, crate=7)
    foreign = made.add(None, "use", {"name": "Vec", "id": other, "is_glob": False})
    gone = made.add(None, "use", {"name": "Gone", "id": None, "is_glob": False})
    assert made.rows([deep, short, foreign, gone]) == [("enum", "demo::Side"), ("variant", "demo::Side::Buy")]


def test_what_a_private_module_gives_away_by_a_star_is_public() -> None:
    made = Document()
    function = made.add("merge", "function", {})
    inside = made.add("inside", "module", {"items": [function]}, "crate")
    star = made.add(None, "use", {"name": "inside", "id": inside, "is_glob": True})
    assert made.rows([inside, star]) == [("function", "demo::merge")]
