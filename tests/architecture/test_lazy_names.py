"""Names whose module is loaded when they are first used: as any other name of a module to users and to type checkers."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from architecture.tree import PACKAGES, WHEELS

INIT = {wheel: PACKAGES / wheel.replace("_", "-") / "python" / wheel / "__init__.py" for wheel in WHEELS}
LAZY = [wheel for wheel, path in INIT.items() if "loaded_when_used(" in path.read_text(encoding="utf-8")]


def run(code: str) -> str:
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.strip()


def both_lists(path: Path, wheel: str) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """For each module its names, as type checkers read them and as they are loaded."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    (branch,) = (node for node in tree.body if isinstance(node, ast.If))
    assert ast.unparse(branch.test) == "TYPE_CHECKING"
    read = {}
    for node in branch.body:
        assert isinstance(node, ast.ImportFrom) and node.module, ast.unparse(node)
        assert all(alias.asname is None for alias in node.names)
        read[node.module.removeprefix(f"{wheel}.")] = {alias.name for alias in node.names}
    (call,) = (
        node
        for part in branch.orelse
        for node in ast.walk(part)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "loaded_when_used"
    )
    return read, {module: set(names) for module, names in ast.literal_eval(call.args[1]).items()}


def test_there_are_such_wheels() -> None:
    assert LAZY == ["barter_integration", "barter_data", "barter_execution", "barter_engine"]


@pytest.mark.parametrize("wheel", LAZY)
def test_type_checkers_read_the_names_that_are_loaded(wheel: str) -> None:
    read, loaded = both_lists(INIT[wheel], wheel)
    assert {module: names for module, names in loaded.items() if names} == read
    folder = INIT[wheel].parent
    modules = {module.partition(".")[0] for module in loaded}
    assert all((folder / f"{module.replace('.', '/')}.py").is_file() for module in loaded)
    assert modules.isdisjoint(name for names in loaded.values() for name in names), "a name hides a module"


@pytest.mark.parametrize("wheel", LAZY)
def test_all_names_are_listed_before_and_loaded_once(wheel: str) -> None:
    run(
        f"""
import {wheel} as w
listed = dir(w)
assert listed == sorted(set(listed)) and set(w.__all__) <= set(listed) and set(vars(w)) <= set(listed)
late = [name for name in listed if name not in vars(w)]
assert late
for name in late:
    value = getattr(w, name)
    assert vars(w)[name] is value, name
assert dir(w) == sorted(vars(w)) and set(listed) <= set(dir(w))
"""
    )


@pytest.mark.parametrize("wheel", LAZY)
def test_a_star_brings_every_public_name(wheel: str) -> None:
    run(f"from {wheel} import *\nimport {wheel} as w\nassert all(globals()[n] is getattr(w, n) for n in w.__all__)")


@pytest.mark.parametrize("wheel", LAZY)
def test_an_unknown_name_is_the_error_of_any_module(wheel: str) -> None:
    assert run(
        f"""
import types, {wheel} as w
plain = types.ModuleType({wheel!r})
said = []
for module in (w, plain):
    try:
        module.Backtset
    except AttributeError as error:
        said.append((type(error), str(error), error.name))
        assert error.obj is module
assert said[0] == said[1], said
assert not hasattr(w, "Backtset") and "Backtset" not in vars(w)
try:
    from {wheel} import Backtset
except ImportError as error:
    print(type(error).__name__, str(error).partition(" (")[0])
"""
    ) == (f"ImportError cannot import name 'Backtset' from '{wheel}'")


@pytest.mark.parametrize("wheel", LAZY)
def test_a_name_is_one_object_whichever_thread_asks_first(wheel: str) -> None:
    run(
        f"""
import threading, {wheel} as w
late = [name for name in dir(w) if name not in vars(w)]
start, found = threading.Barrier(4), [[] for _ in range(4)]
def ask(names, into):
    start.wait()
    into.extend(id(getattr(w, name)) for name in names)
threads = [threading.Thread(target=ask, args=(late, into)) for into in found]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert len(found[0]) == len(late) and found[0] == found[1] == found[2] == found[3]
"""
    )


def test_what_threads_of_the_runtime_make_is_loaded_by_the_call_that_starts_them() -> None:
    assert (
        run(
            """
import sys
def loaded():
    return [name for name in ("socket", "websocket") if f"barter_integration.{name}" in sys.modules]
from barter_integration import BarterStream, init_reconnecting_socket
before = loaded()
init_reconnecting_socket("ws://127.0.0.1:1")
print(before, loaded())
"""
        )
        == "['socket'] ['socket', 'websocket']"
    )
