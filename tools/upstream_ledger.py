"""The public items of barter's crates, from rustdoc: `python tools/upstream_ledger.py` prints them as `kind<TAB>path`.

Run it after an upgrade of the crates; `tools/upstream_map.py` then shows what is new. rustdoc's JSON is unstable, hence
RUSTC_BOOTSTRAP; with it dependencies are other artefacts, so they get a target directory of their own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CRATES = ("barter-macro", "barter-integration", "barter-instrument", "barter-execution", "barter-data", "barter")
TARGET = Path(os.environ.get("UPSTREAM_TARGET_DIR", ROOT / "target" / "upstream-docs"))

#: rustdoc's kinds of items -> those of the ledger. Impls, modules, imports and macros by example are no items of their own.
KINDS = {
    "struct": "struct",
    "union": "struct",
    "enum": "enum",
    "trait": "trait",
    "function": "function",
    "constant": "constant",
    "static": "constant",
    "type_alias": "type",
    "macro": "macro",
    "proc_macro": "derive",
}

Row = tuple[str, str]


def rustdoc(crate: str) -> dict[str, Any]:
    """rustdoc's JSON of a crate, made if it is not there."""
    file = TARGET / "doc" / f"{crate.replace('-', '_')}.json"
    command = ["cargo", "rustdoc", "--locked", "--package", crate, "--lib", "--target-dir", str(TARGET)]
    environment = {**os.environ, "RUSTC_BOOTSTRAP": "1"}
    options = ["--", "-Z", "unstable-options", "--output-format", "json"]
    subprocess.run([*command, *options], cwd=ROOT, env=environment, check=True)
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return document


class Crate:
    """Public items of one crate, each at the shortest public path."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.index: dict[str, Any] = document["index"]
        root = self.index[str(document["root"])]
        self.found: dict[str, Row] = {}
        self.seen: set[tuple[str, str]] = set()
        self._module(root, root["name"])

    def rows(self) -> list[Row]:
        """Kind and path of each item and member."""
        return list(dict.fromkeys(self.found.values()))

    def _item(self, number: int) -> dict[str, Any] | None:
        item: dict[str, Any] | None = self.index.get(str(number))
        return item if item is not None and item["crate_id"] == 0 else None

    def _add(self, item: dict[str, Any], kind: str, path: str) -> bool:
        key = f"{item['id']}:{kind}"
        if key in self.found and len(self.found[key][1]) <= len(path):
            return False
        self.found[key] = (kind, path)
        return True

    def _module(self, module: dict[str, Any], path: str) -> None:
        if (str(module["id"]), path) in self.seen:
            return
        self.seen.add((str(module["id"]), path))
        for number in module["inner"]["module"]["items"]:
            item = self._item(number)
            if item is None or item["visibility"] != "public":
                continue
            (kind, inner), *_ = item["inner"].items()
            if kind == "module":
                self._module(item, f"{path}::{item['name']}")
            elif kind == "use":
                self._use(inner, path)
            elif kind in KINDS:
                self._named(item, f"{path}::{item['name']}")

    def _use(self, inner: dict[str, Any], path: str) -> None:
        target = self._item(inner["id"]) if inner["id"] is not None else None
        if target is None:
            return
        if "module" in target["inner"]:
            self._module(target, path if inner["is_glob"] else f"{path}::{inner['name']}")
        elif not inner["is_glob"]:
            self._named(target, f"{path}::{inner['name']}")

    def _named(self, item: dict[str, Any], path: str) -> None:
        (kind, inner), *_ = item["inner"].items()
        # A derive is named by its trait and kept apart from the trait.
        if kind not in KINDS or not self._add(item, KINDS[kind], path):
            return
        members: Iterator[tuple[dict[str, Any], str, str]] = iter(())
        if kind in ("struct", "union"):
            members = self._struct(inner, path)
        elif kind == "enum":
            members = self._enum(inner, path)
        elif kind == "trait":
            members = self._trait(inner, path)
        for member, member_kind, member_path in members:
            self._add(member, member_kind, member_path)

    def _struct(self, inner: dict[str, Any], path: str) -> Iterator[tuple[dict[str, Any], str, str]]:
        shape = inner.get("kind", inner)
        fields: list[int | None] = []
        if isinstance(shape, dict):
            fields = shape.get("tuple") or shape.get("plain", {}).get("fields") or []
        for field in (self._item(number) for number in fields if number is not None):
            if field is not None and field["visibility"] == "public":
                yield field, "field", f"{path}::{field['name']}"
        yield from self._methods(inner["impls"], path)

    def _enum(self, inner: dict[str, Any], path: str) -> Iterator[tuple[dict[str, Any], str, str]]:
        for variant in (self._item(number) for number in inner["variants"]):
            if variant is not None:
                yield variant, "variant", f"{path}::{variant['name']}"
        yield from self._methods(inner["impls"], path)

    def _methods(self, impls: list[int], path: str) -> Iterator[tuple[dict[str, Any], str, str]]:
        """Methods and constants of inherent impls; what a trait asks for is counted at the trait."""
        for block in (self._item(number) for number in impls):
            if block is None or block["inner"]["impl"]["trait"] is not None:
                continue
            for item in (self._item(number) for number in block["inner"]["impl"]["items"]):
                if item is not None and item["visibility"] == "public":
                    kind = "method" if "function" in item["inner"] else "constant"
                    yield item, kind, f"{path}::{item['name']}"

    def _trait(self, inner: dict[str, Any], path: str) -> Iterator[tuple[dict[str, Any], str, str]]:
        for item in (self._item(number) for number in inner["items"]):
            if item is not None and "function" in item["inner"]:
                yield item, "trait-method", f"{path}::{item['name']}"


def ledger() -> list[Row]:
    """Kind and path of every public item of every crate of barter."""
    rows: list[Row] = []
    for crate in CRATES:
        rows += Crate(rustdoc(crate)).rows()
    return rows


if __name__ == "__main__":
    sys.stdout.writelines(f"{kind}\t{path}\n" for kind, path in ledger())
