"""Tutorial and how-to pages of the docs run as they are written, and print what they say they print.

The `python` blocks of a page run one after the other in one namespace. A `text` block that follows is what the block before it prints
(`...` stands for anything).
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted([*DOCS.glob("tutorial/*.md"), *DOCS.glob("howto/*.md")])
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def blocks(page: Path) -> list[tuple[int, str, str]]:
    """Line, language and text of each fenced block."""
    text = page.read_text(encoding="utf-8")
    found = re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [(text[: match.start()].count("\n") + 2, match[1], match[2]) for match in found]


def test_pages_are_found() -> None:
    assert len(PAGES) > 5


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_a_page_does_what_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if page.stem == "index":
        assert [language for _, language, _ in blocks(page)] == []
        return
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, object] = {"__name__": f"page_{page.stem}"}
    printed, ran = "", 0
    for line, language, text in blocks(page):
        if language == "python":
            assert printed == "", f"{page.name}:{line} the block before prints {printed!r}, and the page does not show it"
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile("\n" * (line - 1) + text, str(page), "exec"), namespace)
            printed, ran = out.getvalue(), ran + 1
        elif language == "text":
            assert doctest.OutputChecker().check_output(text, printed, FLAGS), f"{page.name}:{line} it prints {printed}"
            printed = ""
    assert printed == ""
    assert ran > 0
