"""Functions of a Rust file, read without a compiler: enough to ask what stands in the body of a method that Python calls."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from architecture.tree import code_lines, shown

CALL = re.compile(r"\b(\w+)(?:::<[^()]*>)?\(")


@dataclass(frozen=True)
class Function:
    """One function with a body."""

    file: str
    line: int
    name: str
    body: str
    is_edge: bool  # Python calls it: `#[pyfunction]`, or a method of a `#[pymethods]` block

    @property
    def place(self) -> str:
        return f"{self.file}::{self.name}"

    @property
    def unguarded(self) -> str:
        """The body without what runs inside `guarded(..)`."""
        body = self.body
        while found := re.search(r"\bguarded\(", body):
            body = body[: found.start()] + "()" + body[closing(body, found.end() - 1) + 1 :]
        return body

    @property
    def calls(self) -> set[str]:
        return set(CALL.findall(self.unguarded))


def closing(text: str, at: int) -> int:
    """Where the bracket that opens at `at` closes."""
    opened, closed = text[at], {"(": ")", "{": "}", "[": "]"}[text[at]]
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == opened) - (text[place] == closed)
        if depth == 0:
            return place
    raise ValueError(f"unbalanced {opened} at {at}")


def body_start(text: str, at: int) -> int | None:
    """Where the body of the function whose name ends at `at` opens; None for a declaration."""
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] in "([") - (text[place] in ")]")
        if depth == 0 and text[place] in "{;":
            return place if text[place] == "{" else None
    return None


def functions(path: Path) -> list[Function]:
    """All functions above the file's tests."""
    text = "\n".join(line for _, line in code_lines(path)).partition("#[cfg(test)]")[0]
    openings = [found.end() for found in re.finditer(r"#\[pymethods\]\s*impl\b[^{]*", text)]
    blocks = [(opening, closing(text, opening)) for opening in openings]
    result = []
    for found in re.finditer(r"\bfn (\w+)", text):
        start = body_start(text, found.end())
        if start is None:
            continue
        is_method = any(first < found.start() < last for first, last in blocks)
        is_function = re.search(r"#\[pyfunction\][^{};]*$", text[: found.start()]) is not None
        line = text[: found.start()].count("\n") + 1
        body = text[start + 1 : closing(text, start)]
        result.append(Function(shown(path), line, found[1], body, is_method or is_function))
    return result
