"""Makes the stub of a wheel's compiled module from what `maturin generate-stubs` wrote: stubs.py GENERATED.pyi PACKAGE MODULE [COMMITTED.pyi]

Prints it, or with COMMITTED compares the two: a difference is shown and is an error. `nox -s stubs` does this for every wheel.

PyO3 knows types, defaults and docstrings; this adds what it does not: names of the wheel's Python modules, unquoted hints,
`__match_args__` (so that `match` is checked), module constants, and hints of lists.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from difflib import unified_diff
from pathlib import Path
from types import ModuleType
from typing import Any

#: Hints that Rust cannot express: (class, member) -> what it gives or takes.
RETURNS = {
    ("IndexedInstruments", "exchanges"): "list[Keyed[ExchangeIndex, ExchangeId]]",
    ("IndexedInstruments", "assets"): "list[Keyed[AssetIndex, ExchangeAsset]]",
    ("IndexedInstruments", "indexed"): "list[Keyed[InstrumentIndex, Instrument]]",
    ("IndexedInstruments", "__iter__"): "Iterator[Instrument]",
    ("MarketData", "candles"): "Table",
    ("MarketData", "instruments"): "list[Instrument]",
    ("MarketData", "liquidations"): "Table",
    ("MarketData", "order_book_l1"): "Table",
    ("MarketData", "order_books"): "Table",
    ("MarketData", "quality"): "Table",
    ("MarketData", "sources"): "tuple[SourceSummary, ...]",
    ("MarketData", "summary"): "MarketDataSummary",
    ("MarketData", "trades"): "Table",
    ("MarketEvent", "instrument"): "InstrumentIndex | InstrumentNameExchange",
    ("OrderBookSide", "__iter__"): "Iterator[Level]",
    ("OrderResponseCancel", "state"): "Cancelled | OrderError",
    ("InstrumentSpec", "check"): "SpecCheck",
    ("Instrument", "check"): "SpecCheck",
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
    "price_entry_average pnl_unrealised pnl_realised fees_enter fees_exit round_price round_quantity decimal_argument "
    "risk_free_return",
    "datetime": "now time_exchange time_received time_enter time_exit time_exchange_update time_engine_start time_engine_now",
    "timedelta": "interval duration",
    "TradingSummary": "generate",
    "AssetNameInternal": "fee_asset base quote",
    "InstrumentNameInternal": "name",
    "InstrumentNameExchange": "name_exchange",
    "Random": "rng",
}
#: Texts of which only a few are taken: (package, hint of PyO3) -> hint.
CHOICES = {
    ("barter_data", "infer_exchange_time: str"): 'infer_exchange_time: Literal["previous"]',
    ("barter_data", "kind: str | None"): 'kind: Literal["spot", "perpetual"] | None',
    ("barter_data", "by: str | None"): 'by: Literal["name", "index"] | None',
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
    "barter_instrument.protocols": (
        "ArrowStreamExportable",
        "EventSource",
        "Recipe",
        "SupportsBarter",
        "WireExportable",
    ),
    "arro3.core": ("Table",),
    "collections.abc": ("Callable", "Coroutine", "Generator", "Iterable", "Iterator", "Mapping", "Sequence"),
    "datetime": ("datetime", "timedelta"),
    "decimal": ("Decimal",),
    "random": ("Random",),
    "barter_engine.intervals": ("TimeInterval",),
    "typing": ("Any", "ClassVar", "Final", "Literal", "Self", "SupportsFloat", "SupportsIndex", "final"),
    "_typeshed": ("Incomplete", "SupportsGetItem"),
    "typing_extensions": ("CapsuleType", "disjoint_base"),
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


def with_defaults(line: str, function: Any) -> str:
    """The signature of a stub's line with the defaults that the built function says; PyO3 knows those of Rust literals only."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # a descriptor or a slot without a signature
        return line
    for parameter in parameters:
        if parameter.default not in (None, inspect.Parameter.empty):
            given = rf"(?<=[( ])({parameter.name}: (?:[^,=\[]|\[[^=]*?\])+?)(?: \| None)? = None(?=[,)])"
            default = repr(parameter.default).replace("\\", r"\\")
            line = re.sub(given, rf"\1 = {default}", line)
    return line


def with_plain_hints(text: str, package: str) -> str:
    """The text without PyO3's imports, and with the hints that hold wherever they stand."""
    text = re.sub(r"^from .* import .*\n", "", text, flags=re.MULTILINE)
    # PyO3 imports a class of this very module under another name.
    text = re.sub(r"\b([A-Z]\w*?[a-z])2\b", r"\1", text)
    text = re.sub(r"^def __getattr__\(name: str\) -> Incomplete: \.\.\.\n?", "", text, flags=re.MULTILINE)
    text = re.sub(r': "([^"\n]+)" = None', lambda m: f": {m[1]}{'' if 'None' in m[1] else ' | None'} = None", text)
    text = re.sub(r': "([^"\n]+)"(?=[,)= ])', r": \1", text)
    text = re.sub(r'-> "([^"\n]+)"', r"-> \1", text)
    text = text.replace("**changes)", "**changes: Any)").replace("tuple[Any, tuple[bytes]]", "tuple[Any, ...]")
    text = re.sub(r"(def __reduce__\(.*\) -> )tuple\[.*, tuple\]:", r"\1tuple[Any, ...]:", text)
    text = re.sub(
        r"(def __(?:copy|deepcopy|replace)__\(self, /.*?\)|def replace\(self, /, \*\*changes: Any\)) -> \w+",
        r"\1 -> Self",
        text,
    )
    text = re.sub(
        r"\bKeyed\b(?!\[)(?=[^\n]*:( \.\.\.)?$)", "Keyed[ExchangeIndex, ExchangeId]", text, flags=re.MULTILINE
    )
    text = (
        text.replace("memo: Any", "memo: dict[int, Any]")
        .replace("**values)", "**values: Any)")
        .replace("*arguments)", "*arguments: Any)")
    )
    text = text.replace("*args, **kwargs)", "*args: Any, **kwargs: Any)").replace("-> dict:", "-> dict[str, Any]:")
    text = text.replace("list[dict]", "list[dict[str, Any]]")
    for (owner, hint), choice in CHOICES.items():
        text = text.replace(hint, choice) if owner == package else text
    # A `__richcmp__` written by hand answers `==` alone; PyO3 lists all six.
    ordering = r'^ *def __[lg][te]__\(self, other: object, /\) -> \w+:(?: \.\.\.|\n *"""(?s:.*?)""")\n'
    text = re.sub(ordering, "", text, flags=re.MULTILINE)
    text = re.sub(r"(def __(?:eq|ne)__\(.*\) -> )Any\b", r"\1bool", text)
    if package == "barter_engine":
        for hint, names in ENGINE.items():
            given = rf"( def (?:{'|'.join(names.split())})\(.*\) -> )Any\b"
            text = re.sub(given, rf"\1{hint}", text)
    return text


def stream_hints(text: str) -> dict[tuple[str, str], str]:
    """PyO3 takes no hint for the magic methods of a stream: they give what `recv` and `recv_async` give."""
    hints: dict[tuple[str, str], str] = {}
    for block in re.finditer(r"^class (\w+):\n((?:(?:    .*)?\n)*)", text, flags=re.MULTILINE):
        for magic, method in (("__next__", "recv"), ("__anext__", "recv_async")):
            if found := re.search(rf"^    def {method}\(.*\) -> (.*?):", block[2], flags=re.MULTILINE):
                hints[block[1], magic] = found[1]
    return hints


def with_members(text: str, module: ModuleType) -> str:
    """What depends on the class around a line: match arguments, hints of lists and streams, defaults."""
    text = re.sub(r"(def (?:__await__|__iter__)\(self, /\) -> )Awaitable:", r"\1Generator[Any, Any, Any]:", text)
    streams = stream_hints(text)
    lines: list[str] = []
    classes: list[str] = []
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if found := re.match(r" *class (\w+)", line):
            classes = [*classes[: indent // 4], found[1]]
        elif line.strip() and indent == 0 and not line.startswith(("@", '"""')):
            classes = []
        owner: Any = module
        for name in classes[: indent // 4]:
            owner = getattr(owner, name)
        if "__match_args__: Final" in line and classes:
            names = owner.__match_args__
            hint = "tuple[()]" if not names else f"tuple[{', '.join(f'Literal[{name!r}]' for name in names)}]"
            line = f"{' ' * indent}__match_args__: ClassVar[{hint}]"
        if found := re.match(r" *def (\w+)\(.*\) -> (.*?):", line):
            place = (classes[-1] if classes else "", found[1])
            hint = RETURNS.get(place) or streams.get(place) or found[2]
            line = line.replace(f"-> {found[2]}:", f"-> {hint}:")
            line = with_defaults(line, getattr(owner, found[1], None))
        lines.append(line)
    return "\n".join(lines) + "\n"


def imports(body: str, package: str) -> str:
    """Imports of the names that the text uses. Only public names of Python modules are imported; what the module defines is its own."""
    used = set(re.findall(r"(?<![.\w])(?<!class )[A-Za-z_]\w*", re.sub(r'"""(?s:.*?)"""', "", body)))
    defined = set(re.findall(r"^class (\w+)", body, flags=re.MULTILINE))
    wanted = {home: [name for name in names if name in used] for home, names in MODULES.items()}
    for name, home in owners(package).items():
        if name in used and name not in defined:
            wanted.setdefault(home, []).append(name)
    whole = "import os\n" if "os.PathLike" in body else ""
    return whole + "\n".join(
        f"from {home} import {', '.join(sorted(names))}" for home, names in sorted(wanted.items()) if names
    )


def polish(text: str, package: str, compiled: str) -> str:
    """The stub."""
    module = importlib.import_module(f"{package}.{compiled}")
    text = with_members(with_plain_hints(text, package), module)
    listed = ", ".join(f'"{name}"' for name in module.__all__)
    text = text.rstrip("\n") + f"\n\n__all__ = [{listed}]" + "\n"
    constants = {"__barter_schemas__": "dict[str, tuple[int, int]]", "__version__": "str"}
    text += "".join(f"{name}: Final[{hint}]\n" for name, hint in constants.items() if hasattr(module, name))
    has_docs = text.startswith('"""')
    docs = (
        '"""' + text.split('"""')[1] + '"""'
        if has_docs
        else f'"""Compiled part of `{package}`; import its names from there."""'
    )
    body = text.removeprefix(docs).strip("\n") if has_docs else text.strip("\n")
    # References to the own public package are references to this module.
    body = re.sub(rf"\b{package}\.(?=[A-Z])", "", body)
    return f"{docs}\n\n{imports(body, package)}\n\n{body}\n"


if __name__ == "__main__":
    generated, package, compiled, *committed = sys.argv[1:]
    made = polish(Path(generated).read_text(encoding="utf-8"), package, compiled)
    if committed:
        stub = Path(committed[0])
        before = stub.read_text(encoding="utf-8").splitlines(keepends=True)
        sys.stdout.writelines(
            unified_diff(before, made.splitlines(keepends=True), str(stub), "made from the built module")
        )
        sys.exit(before != made.splitlines(keepends=True))
    sys.stdout.write(made)
