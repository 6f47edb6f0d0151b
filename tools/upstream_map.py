"""Which Python name each public item of barter's crates has: keeps docs/upstream-map.tsv and docs/upstream-map.md.

    python tools/upstream_map.py                       # afresh from rustdoc: new items get a row, gone ones lose theirs
    python tools/upstream_map.py --ledger ledger.tsv   # the same from a ledger that tools/upstream_ledger.py printed before
    python tools/upstream_map.py --keep                # no ledger: names for open rows, and the table

Rows are written by hand or proposed here, from the wheels that can be imported; a row that has a name or a reason is never changed by
the tool. A name is proposed where the wheel has it in the form that docs/upstream-map.md states, and a row that has none is `open`.
"""

from __future__ import annotations

import argparse
import csv
import dis
import importlib
import inspect
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from enum import Enum
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from upstream_ledger import Row, ledger

ROOT = Path(__file__).parents[1]
TSV = ROOT / "docs" / "upstream-map.tsv"
PAGE = ROOT / "docs" / "upstream-map.md"
COLUMNS = ("path", "kind", "python", "reason", "instead")
#: Crate -> the wheel that binds it. The crate `barter` is bound by barter-engine: the name `barter` is the meta-package's.
WHEELS = {
    "barter_instrument": "barter_instrument",
    "barter_integration": "barter_integration",
    "barter_macro": "barter_macro",
    "barter_execution": "barter_execution",
    "barter_data": "barter_data",
    "barter": "barter_engine",
}
REASONS = {
    "type-level": "has no meaning at run time",
    "rust-plumbing": "is replaced by the Python idiom that is named",
    "private-by-design": "is not offered; the alternative is named",
    "open": "is not bound yet",
}
#: What Rust spells as a method and Python as an operation or by another word.
IDIOMS = {
    "len": ("__len__",),
    "iter": ("__iter__",),
    "contains": ("__contains__",),
    "into_vec": ("to_list",),
    "into_stream": ("__aiter__",),
    "next": ("__next__",),
}
#: Kinds whose items count for the goal of 95 %; the others need a name or a reason too.
COUNTED = ("struct", "enum", "function", "constant", "field", "variant", "method", "derive")


#: Stands for an attribute that objects have and their class has not.
INSTANCE_ATTRIBUTE = property()


@dataclass(frozen=True)
class Entry:
    """One row: an upstream item and its Python name, or why it has none."""

    path: str
    kind: str
    python: str = ""
    reason: str = ""
    instead: str = ""

    @property
    def crate(self) -> str:
        return self.path.partition("::")[0]


def read(file: Path = TSV) -> list[Entry]:
    """The rows of the map."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        assert tuple(next(rows)) == COLUMNS, f"{file.name} has other columns than {COLUMNS}"
        return [Entry(*row) for row in rows]


def write(entries: Iterable[Entry], file: Path = TSV) -> None:
    lines = ["\t".join(COLUMNS)]
    lines += ["\t".join(astuple(entry)) for entry in entries]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


@cache
def _module(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None


def resolve(dotted: str) -> Any:
    """What a dotted name stands for: the longest module that can be imported, then attributes, without calling anything.

    Raises:
        LookupError: there is no such module or attribute.
    """
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        found: Any = _module(".".join(parts[:cut]))
        if found is None:
            continue
        for part in parts[cut:]:
            try:
                found = inspect.getattr_static(found, part) if isinstance(found, type) else getattr(found, part)
            except AttributeError:
                if not (isinstance(found, type) and _set_by_init(found, part)):
                    raise LookupError(f"{dotted}: {found!r} has no {part}") from None
                found = INSTANCE_ATTRIBUTE
        return found
    raise LookupError(f"{dotted}: no module {parts[0]}")


def _set_by_init(owner: type, name: str) -> bool:
    """Whether a class's `__init__`, or that of a base, sets an attribute on the object."""
    functions = (vars(base).get("__init__") for base in owner.__mro__)
    return any(
        step.opname == "STORE_ATTR" and step.argval == name
        for function in functions
        if isinstance(function, FunctionType)
        for step in dis.get_instructions(function)
    )


def misfit(entry: Entry) -> str | None:
    """What is wrong with the Python name of a row; None if it resolves to something that can do the item's work."""
    try:
        found = resolve(entry.python)
    except LookupError as error:
        return str(error)
    if isinstance(found, staticmethod | classmethod):
        found = found.__func__
    kind = entry.kind
    if kind in ("struct", "enum", "trait"):
        fits = isinstance(found, type) or (kind == "trait" and callable(found))
    elif kind == "variant":
        fits = isinstance(found, Enum | type)
    elif kind == "field":
        owner = resolve(entry.python.rpartition(".")[0])
        itself = (
            isinstance(owner, type) and issubclass(owner, int | str) and entry.python.endswith(("__int__", "__str__"))
        )
        fits = inspect.isdatadescriptor(found) or itself or _annotated(owner, entry.python.rpartition(".")[2])
    elif kind in ("method", "trait-method", "function", "derive"):
        fits = callable(found) or inspect.isdatadescriptor(found)
        if kind == "method" and isinstance(found, type) and not issubclass(found, Enum):
            fits = _constructible(found)
    elif kind == "constant":
        fits = not callable(found) and not isinstance(found, ModuleType)
    else:
        fits = not isinstance(found, ModuleType)
    return None if fits else f"{entry.python} is {found!r}, which cannot stand for a {kind}"


def _annotated(owner: Any, name: str) -> bool:
    """Whether a class annotates an attribute (what `__init__` sets has no descriptor)."""
    return isinstance(owner, type) and any(name in vars(base).get("__annotations__", {}) for base in owner.__mro__)


def _constructible(kind: type) -> bool:
    """Whether a class has a constructor of its own or of a base: Python's functions, or PyO3's `#[new]`, which has a signature."""
    for base in kind.__mro__[:-1]:
        if base.__text_signature__ is not None:
            return True
        if any(isinstance(vars(base).get(name), FunctionType | staticmethod) for name in ("__init__", "__new__")):
            return True
    return False


def upper_snake(name: str) -> str:
    """`BinanceFuturesUsd` -> `BINANCE_FUTURES_USD`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


def candidates(path: str, kind: str) -> list[str]:
    """Python names that an item would have by the rules, best first."""
    crate, *parts = path.split("::")
    wheel = WHEELS[crate]
    if kind in ("field", "variant", "method", "trait-method") or (
        kind == "constant" and parts[-2:-1] and parts[-2][0].isupper()
    ):
        *_, owner, name = parts
        owners = [f"{wheel}.{owner}", f"{wheel}.errors.{owner}"]
        owners += [
            ".".join((wheel, *parts[start:end], owner)) for end in range(1, len(parts) - 1) for start in range(end)
        ]
        if kind == "variant":
            return [f"{one}.{text}" for one in owners for text in (upper_snake(name), name, f"{name}_")]
        if kind == "method" and name == "new":
            return owners
        if kind == "field" and name == "0":
            return [f"{one}.{text}" for one in owners for text in ("value", "name", "item", "__int__", "__str__")]
        return [f"{one}.{text}" for one in owners for text in (name, f"{name}_", *IDIOMS.get(name, ()))]
    modules = [".".join((wheel, *parts[start:end])) for end in range(len(parts)) for start in range(end + 1)]
    return list(dict.fromkeys(f"{module}.{parts[-1]}" for module in (wheel, f"{wheel}.errors", *reversed(modules))))


def propose(entry: Entry) -> Entry:
    """The row with a name, if one of its candidates fits."""
    for name in candidates(entry.path, entry.kind):
        named = replace(entry, python=name, reason="", instead="")
        if misfit(named) is None:
            return named
    return replace(entry, python="", reason="open", instead="")


def update(known: Iterable[Entry], rows: Iterable[Row] | None) -> list[Entry]:
    """The map over a ledger: what has a name or reason stays, the rest is proposed; sorted by path."""
    before = {(entry.path, entry.kind): entry for entry in known}
    keys = before if rows is None else [(path, kind) for kind, path in rows]
    found = []
    for path, kind in keys:
        entry = before.get((path, kind), Entry(path, kind, reason="open"))
        found.append(propose(entry) if entry.reason == "open" else entry)
    return sorted(found, key=lambda entry: (list(WHEELS).index(entry.crate), entry.path, entry.kind))


def table(entries: Iterable[Entry]) -> str:
    """crate × kind × bound, excluded and open, as Markdown."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for entry in entries:
        state = "bound" if entry.python else "open" if entry.reason == "open" else "excluded"
        for kind in (entry.kind, "counted" if entry.kind in COUNTED else ""):
            counts[entry.crate, kind, state] += 1
    lines = ["| crate | kind | items | bound | excluded | open | bound % |", "|---|---|---|---|---|---|---|"]
    for crate in WHEELS:
        kinds = dict.fromkeys(kind for at, kind, _ in counts if at == crate and kind)
        for kind in sorted(kinds, key=lambda kind: (kind == "counted", (*COUNTED, kind).index(kind))):
            bound, excluded, unbound = (counts[crate, kind, state] for state in ("bound", "excluded", "open"))
            items = bound + excluded + unbound
            name = "**counted for the goal**" if kind == "counted" else kind
            lines.append(
                f"| {crate} | {name} | {items} | {bound} | {excluded} | {unbound} | {100 * bound / items:.1f} |"
            )
    return "\n".join(lines)


def share(entries: Iterable[Entry], crate: str) -> float:
    """Share of a crate's counted items that have a Python name."""
    counted = [entry for entry in entries if entry.crate == crate and entry.kind in COUNTED]
    return sum(bool(entry.python) for entry in counted) / len(counted)


def page(entries: list[Entry]) -> str:
    """docs/upstream-map.md."""
    reasons = "\n".join(f"* `{name}`: {meaning}." for name, meaning in REASONS.items())
    return f"""# Map of barter's crates

[upstream-map.tsv](upstream-map.tsv) has a row for every public item of barter's crates: its path, its kind, its Python name, or why it has
none, and what to use instead. The ledger of items is rustdoc's (`tools/upstream_ledger.py`); `tools/upstream_map.py` keeps the map and this
page. `tests/docs/test_upstream_map.py` resolves every name, checks that it is something that can do the item's work, and refuses rows without
name or reason in crates that are finished.

How names correspond:

* A struct, enum or trait is the class of the same name, importable from the top of its wheel; `T::new` is the call of the class.
* A variant is a member `UPPER_SNAKE` of a Python enum, or a class `CamelCase` on it where it has data.
* A method or field has its own name. The field `0` of a newtype is what the class is in Python: the `int` or `str` itself, or its `value`.
* What Rust spells as a method and Python as an operation is that operation: `len` is `__len__`, `iter` is `__iter__`, `contains` is `__contains__`.
* What upstream calls an error is an exception.

Reasons:

{reasons}

{table(entries)}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", type=Path, help="a ledger printed by tools/upstream_ledger.py")
    parser.add_argument("--keep", action="store_true", help="keep the items of the map as they are")
    arguments = parser.parse_args()
    rows: list[Row] | None = None
    if arguments.ledger:
        lines = arguments.ledger.read_text(encoding="utf-8").splitlines()
        rows = [(kind, path) for kind, path in (line.split("\t") for line in lines) if kind != "kind"]
    elif not arguments.keep:
        rows = ledger()
    before = read()
    entries = update(before, rows)
    known, now = ({(entry.path, entry.kind) for entry in some} for some in (before, entries))
    for sign, keys in (("+", now - known), ("-", known - now)):
        for path, kind in sorted(keys) if before else ():
            print(f"{sign} {kind} {path}")
    for entry in entries:
        if entry.python and (wrong := misfit(entry)):
            print(f"! {entry.path}: {wrong}")
    write(entries)
    PAGE.write_text(page(entries), encoding="utf-8")
    print(table(entries))


if __name__ == "__main__":
    main()
