"""Environments of the frameworks we are compared with, outside the repository and never mixed with ours.

Each `peers/<name>.txt` is a complete list of pinned packages; its environment is `BENCH_VENVS/<name>`, CPython 3.11, made
when it is missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PYTHON = (3, 11)
HERE = Path(__file__).resolve().parent
PEERS = tuple(sorted(path.stem for path in (HERE / "peers").glob("*.txt")))


def scratch() -> Path:
    """Where tape and results are kept: `BENCH_SCRATCH`, else a folder in the user's cache."""
    given = os.environ.get("BENCH_SCRATCH")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(given) if given else cache / "barter-benches"


def environments() -> Path:
    """Where the environments are: `BENCH_VENVS`, else `venvs` in the scratch folder."""
    given = os.environ.get("BENCH_VENVS")
    return Path(given) if given else scratch() / "venvs"


def python_of(peer: str) -> Path:
    folder = environments() / peer
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def base_python() -> str:
    """A CPython 3.11: `BENCH_PYTHON`, this one, or `python3.11` on the path."""
    if given := os.environ.get("BENCH_PYTHON"):
        return given
    if sys.version_info[:2] == PYTHON:
        return sys.executable
    if found := shutil.which("python{}.{}".format(*PYTHON)):
        return found
    raise SystemExit("the peers need CPython {}.{}: put it on the path or set BENCH_PYTHON to it".format(*PYTHON))


def ensure(peer: str) -> Path:
    """The interpreter of a peer's environment, which is made if it is missing and kept only if it is complete."""
    python = python_of(peer)
    done = environments() / peer / "complete.txt"
    wanted = (HERE / "peers" / f"{peer}.txt").read_text()
    if done.is_file() and done.read_text() == wanted:
        return python
    subprocess.run([base_python(), "-m", "venv", "--clear", str(environments() / peer)], check=True)
    subprocess.run(
        [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
            str(HERE / "peers" / f"{peer}.txt"),
        ],
        check=True,
    )
    done.write_text(wanted)
    return python


if __name__ == "__main__":
    for name in sys.argv[1:] or PEERS:
        print(name, ensure(name))
