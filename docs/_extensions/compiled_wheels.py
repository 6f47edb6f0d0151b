"""What autodoc needs for wheels compiled from Rust: signatures from their stubs, and code spans as Rust's docstrings write them."""

from __future__ import annotations

import ast
import importlib.util
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _is_marked(function: ast.FunctionDef, decorator: str) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == decorator for mark in function.decorator_list)


def _signature(function: ast.FunctionDef, *, is_method: bool) -> tuple[str, str]:
    arguments = function.args
    if is_method and not _is_marked(function, "staticmethod"):
        first = arguments.posonlyargs or arguments.args
        del first[:1]
    returns = "" if function.returns is None or function.name == "__new__" else ast.unparse(function.returns)
    return f"({ast.unparse(arguments)})", returns


def _collect(body: list[ast.stmt], prefix: str, found: dict[str, tuple[str, str]]) -> None:
    for node in body:
        if isinstance(node, ast.ClassDef):
            _collect(node.body, f"{prefix}{node.name}.", found)
        elif isinstance(node, ast.FunctionDef) and not _is_marked(node, "property"):
            name = prefix.removesuffix(".") if node.name == "__new__" else prefix + node.name
            found[name] = _signature(node, is_method=bool(prefix))


@cache
def signatures(wheel: str) -> dict[str, tuple[str, str]]:
    """Qualified name below the wheel -> (arguments, what is returned)."""
    spec = importlib.util.find_spec(wheel)
    if spec is None or spec.origin is None:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for stub in Path(spec.origin).parent.glob("_*.pyi"):
        _collect(ast.parse(stub.read_text(encoding="utf-8")).body, "", found)
    return found


def from_stub(
    app: Sphinx, what: str, name: str, obj: Any, options: Any, arguments: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    """Handler of `autodoc-process-signature`; without a stub, what autodoc found stays."""
    wheel, _, qualified = name.partition(".")
    return signatures(wheel).get(qualified, (arguments, returns))


def code_spans(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Handler of `autodoc-process-docstring`: `code` with single backticks, also before a letter (`Instrument`s); |x| is a magnitude."""
    for at, line in enumerate(lines):
        if not line.lstrip().startswith((">>>", "...", "..")):
            lines[at] = re.sub(r"(?<![`:])`([^`]+)`(?!`)(\w?)", r"``\1``\\ \2", line)
            lines[at] = re.sub(r"\|(?=\S)([^|`]*\S)\|", r"\\|\1\\|", lines[at])


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    app.connect("autodoc-process-signature", from_stub)
    app.connect("autodoc-process-docstring", code_spans)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
