"""Makes the stub of a wheel's compiled module from what `maturin generate-stubs` wrote: stubs.py GENERATED.pyi PACKAGE MODULE > _X.pyi

PyO3 knows types, defaults and docstrings; this adds what it does not: names of the wheel's Python modules, unquoted hints,
`__match_args__` (so that `match` is checked), module constants, and hints of lists.
"""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

#: Hints that Rust cannot express: (class, member) -> what it gives or takes.
RETURNS = {
    ("IndexedInstruments", "exchanges"): "list[Keyed[ExchangeIndex, ExchangeId]]",
    ("IndexedInstruments", "assets"): "list[Keyed[AssetIndex, ExchangeAsset]]",
    ("IndexedInstruments", "indexed"): "list[Keyed[InstrumentIndex, Instrument]]",
    ("IndexedInstruments", "__iter__"): "Iterator[Instrument]",
    ("OrderResponseCancel", "state"): "Cancelled | OrderError",
    ("AccountEventKind", "name"): "str",
    ("AccountEventKind", "value"): "Any",  # `Trade` is a variant in that class
    ("ExecutionInstrumentMap", "exchange"): "Keyed[ExchangeIndex, ExchangeId]",
    ("ExecutionInstrumentMap", "assets"): "list[ExchangeAsset]",
    ("ExecutionInstrumentMap", "instruments"): "list[Instrument]",
    ("ExecutionInstrumentMap", "indexed_instruments"): "IndexedInstruments",
    ("ExecutionInstrumentMap", "asset_names"): "dict[AssetNameExchange, AssetIndex]",
    ("ExecutionInstrumentMap", "instrument_names"): "dict[InstrumentNameExchange, InstrumentIndex]",
    ("ExecutionInstrumentMap", "exchange_assets"): "list[AssetNameExchange]",
    ("ExecutionInstrumentMap", "exchange_instruments"): "list[InstrumentNameExchange]",
    ("MockExchange", "instruments"): "dict[InstrumentNameExchange, Instrument]",
    ("MockExchange", "find_instrument_data"): "Instrument",
}
#: What the engine's properties and methods give where Rust hands over an object made in Python.
ENGINE = {
    "Decimal": "close high low open volume equity position fee position_after price quantity realised_pnl contract_size lot_size tick_size ask "
    "ask_quantity bid bid_quantity last mid ask_price bid_price filled_quantity remaining_quantity quantity_abs quantity_abs_max "
    "price_entry_average pnl_unrealised pnl_realised fees_enter fees_exit round_price round_quantity decimal_argument",
    "datetime": "now time_exchange time_received time_enter time_exit time_exchange_update",
    "AssetNameInternal": "fee_asset base quote",
    "InstrumentNameInternal": "name",
    "InstrumentNameExchange": "name_exchange",
    "Random": "rng",
    "bool": "__eq__ __ne__ __lt__ __le__ __gt__ __ge__",
}
NEEDS = {
    "barter_instrument": (),
    "barter_integration": ("barter_instrument",),
    "barter_macro": ("barter_instrument",),
    "barter_data": ("barter_instrument",),
    "barter_execution": ("barter_instrument",),
    "barter_engine": ("barter_instrument", "barter_data", "barter_execution"),
}
MODULES = {
    "collections.abc": ("Callable", "Coroutine", "Generator", "Iterable", "Iterator", "Mapping", "Sequence"),
    "datetime": ("datetime", "timedelta"),
    "decimal": ("Decimal",),
    "random": ("Random",),
    "typing": ("Any", "Final", "Self", "SupportsFloat", "SupportsIndex", "final"),
    "_typeshed": ("Incomplete", "SupportsGetItem"),
    "typing_extensions": ("disjoint_base",),
}


def owners(package: str) -> dict[str, str]:
    """Public class -> the module to import it from, for all wheels to the left and this one's own Python modules."""
    found: dict[str, str] = {}
    for wheel in (*NEEDS[package], package):
        module = importlib.import_module(wheel)
        for name in module.__all__:
            value = getattr(module, name)
            if not isinstance(value, type):
                continue
            home = value.__module__
            found.setdefault(name, home if home.startswith(f"{wheel}.") else wheel)
    return found


def polish(text: str, package: str, compiled: str) -> str:
    module = importlib.import_module(f"{package}.{compiled}")
    # Imports are made afresh.
    text = re.sub(r"^from .* import .*\n", "", text, flags=re.MULTILINE)
    # PyO3 imports a class of this very module under another name.
    text = re.sub(r"\b([A-Z]\w*?[a-z])2\b", r"\1", text)
    text = re.sub(r"^def __getattr__\(name: str\) -> Incomplete: \.\.\.\n?", "", text, flags=re.MULTILINE)
    text = re.sub(r': "([^"\n]+)" = None', lambda m: f": {m[1]}{'' if 'None' in m[1] else ' | None'} = None", text)
    text = re.sub(r': "([^"\n]+)"(?=[,)= ])', r": \1", text)
    text = re.sub(r'-> "([^"\n]+)"', r"-> \1", text)
    text = text.replace("**changes)", "**changes: Any)").replace("tuple[Any, tuple[bytes]]", "tuple[Any, ...]")
    text = re.sub(r"(def __(?:copy|deepcopy|replace)__\(self, /.*?\)|def replace\(self, /, \*\*changes: Any\)) -> \w+", r"\1 -> Self", text)
    text = re.sub(r"\bKeyed\b(?!\[)(?=[^\n]*:( \.\.\.)?$)", "Keyed[ExchangeIndex, ExchangeId]", text, flags=re.MULTILINE)
    text = text.replace("memo: Any", "memo: dict[int, Any]").replace("**values)", "**values: Any)").replace("*arguments)", "*arguments: Any)")
    text = text.replace("*args, **kwargs)", "*args: Any, **kwargs: Any)").replace("-> dict:", "-> dict[str, Any]:")
    if package == "barter_engine":
        for hint, names in ENGINE.items():
            given = rf"( def (?:{'|'.join(names.split())})\(.*\) -> )Any\b"
            text = re.sub(given, rf"\1{hint}", text)
        text = re.sub(r"^( *)def (__l[te]__|__g[te]__)\(self, other: object, /\) -> bool: \.\.\.\n", "", text, flags=re.MULTILINE)

    text = re.sub(r"(def (?:__await__|__iter__)\(self, /\) -> )Awaitable:", r"\1Generator[Any, Any, Any]:", text)
    lines, classes = [], []
    # PyO3 takes no hint for the magic methods of a stream: they give what `recv` and `recv_async` give.
    streams: dict[tuple[str, str], str] = {}
    for block in re.finditer(r"^class (\w+):\n((?:(?:    .*)?\n)*)", text, flags=re.MULTILINE):
        for magic, method in (("__next__", "recv"), ("__anext__", "recv_async")):
            if found := re.search(rf"^    def {method}\(.*\) -> (.*?):", block[2], flags=re.MULTILINE):
                streams[block[1], magic] = found[1]
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if found := re.match(r" *class (\w+)", line):
            classes = [*classes[: indent // 4], found[1]]
        elif line.strip() and indent == 0 and not line.startswith(("@", '"""')):
            classes = []
        if "__match_args__: Final" in line and classes:
            kind = module
            for name in classes[: indent // 4]:
                kind = getattr(kind, name)
            names = kind.__match_args__
            hint = "tuple[()]" if not names else f"tuple[{', '.join(f'Literal[{name!r}]' for name in names)}]"
            line = f"{' ' * indent}__match_args__: ClassVar[{hint}]"
        if found := re.match(r" *def (\w+)\(.*\) -> (.*?):", line):
            place = (classes[-1] if classes else "", found[1])
            hint = RETURNS.get(place) or streams.get(place)
            if hint:
                line = line.replace(f"-> {found[2]}:", f"-> {hint}:")
        lines.append(line)
    text = "\n".join(lines) + "\n"

    listed = ", ".join(f'"{name}"' for name in module.__all__)
    text = text.rstrip("\n") + f"\n\n__all__ = [{listed}]" + "\n__barter_schemas__: Final[dict[str, tuple[int, int]]]\n__version__: Final[str]\n"
    has_docs = text.startswith('"""')
    docs = '"""' + text.split('"""')[1] + '"""' if has_docs else f'"""Compiled part of `{package}`; import its names from there."""'
    body = text.removeprefix(docs).strip("\n") if has_docs else text.strip("\n")
    used = set(re.findall(r"\b[A-Za-z_]\w*\b", re.sub(r'"""(?s:.*?)"""', "", body)))
    defined = set(re.findall(r"^class (\w+)", body, flags=re.MULTILINE))
    # Only public names of Python modules are imported; names that the module defines are its own.
    wanted: dict[str, list[str]] = {}
    modules = dict(MODULES) | {"typing": (*MODULES["typing"], "ClassVar", "Literal")}
    for home, names in modules.items():
        wanted[home] = [name for name in names if name in used]
    for name, home in owners(package).items():
        if name in used and name not in defined:
            wanted.setdefault(home, []).append(name)
    imports = "\n".join(f"from {home} import {', '.join(sorted(names))}" for home, names in sorted(wanted.items()) if names)
    # References to the own public package are references to this module.
    body = re.sub(rf"\b{package}\.(?=[A-Z])", "", body)
    return f"{docs}\n\n{imports}\n\n{body}\n"


if __name__ == "__main__":
    generated, package, compiled = sys.argv[1:]
    sys.stdout.write(polish(Path(generated).read_text(), package, compiled))
