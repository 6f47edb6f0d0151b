"""The tree under test: what is tracked, by kind."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
CRATES = ROOT / "crates"
PACKAGES = ROOT / "packages"
# Each wheel may import what stands before it on its line, and no more.
MAY_IMPORT = {
    "barter_instrument": frozenset(),
    "barter_integration": frozenset({"barter_instrument"}),
    "barter_macro": frozenset({"barter_instrument"}),
    "barter_data": frozenset({"barter_instrument", "barter_integration", "barter_macro"}),
    "barter_execution": frozenset({"barter_instrument", "barter_integration"}),
    "barter_engine": frozenset(
        {"barter_instrument", "barter_integration", "barter_macro", "barter_data", "barter_execution"}
    ),
}
MAY_IMPORT["barter"] = frozenset(MAY_IMPORT)
WHEELS = tuple(MAY_IMPORT)
BINDING_CRATES = tuple(f"{wheel.replace('_', '-')}-py" for wheel in WHEELS if wheel != "barter")
PLAIN_CRATES = ("barter-columns", "barter-driver", "barter-sim", "barter-stats")


@cache
def tracked_files() -> tuple[Path, ...]:
    """Files of the repository, and new ones that git does not ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(path for name in listing.split("\0") if name and (path := ROOT / name).is_file())


def files(*suffixes: str, under: str = "") -> list[Path]:
    """Tracked files with one of the suffixes, below a folder of the repository."""
    folder = ROOT / under
    return [path for path in tracked_files() if path.suffix in suffixes and path.is_relative_to(folder)]


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def manifest(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def code_lines(path: Path) -> list[tuple[int, str]]:
    """Lines of a Rust file without comments and the contents of string literals, numbered from 1."""
    text = path.read_text(encoding="utf-8")
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|r(#*)".*?"\1|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])\'', re.DOTALL)

    def blank(match: re.Match[str]) -> str:
        kept = '""' if match[0][0] in 'r"' else ""
        return kept + "\n" * match[0].count("\n")

    return list(enumerate(pattern.sub(blank, text).splitlines(), 1))
