"""The meta-package gives every name of every wheel, and says where a name is taken twice."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

import barter


def test_every_public_name_of_every_wheel_is_reachable_and_the_same_object() -> None:
    taken_twice = {name for name, owners in barter._public_names().items() if len(owners) > 1}
    for wheel in barter.WHEELS:
        module = import_module(wheel)
        for name in set(module.__all__) - taken_twice:
            if not name.startswith("__"):
                assert getattr(barter, name) is getattr(module, name), f"{wheel}.{name}"
        assert getattr(barter, wheel.removeprefix("barter_")) is module


def test_no_wheel_has_a_name_of_the_meta_package_itself() -> None:
    own = {*barter.__all__, "WHEELS", "installation", "demo"}
    assert own.isdisjoint(barter._public_names())


def test_dir_lists_what_can_be_reached() -> None:
    for name in dir(barter):
        getattr(barter, name)
    assert {"Asset", "Side", "instrument", "engine", "convert"} <= set(dir(barter))


def test_an_unknown_name_is_an_attribute_error_that_names_the_wheels() -> None:
    with pytest.raises(AttributeError, match=r"no attribute 'Sidde'.*barter_instrument.*barter_engine"):
        barter.Sidde
    assert not hasattr(barter, "__wrapped__")


def test_a_name_that_two_wheels_define_is_refused_with_both_imports(monkeypatch: pytest.MonkeyPatch) -> None:
    instrument, macro = import_module("barter_instrument"), import_module("barter_macro")
    for module, value in ((instrument, 1), (macro, 2)):
        monkeypatch.setattr(module, "Twin", value, raising=False)
        monkeypatch.setattr(module, "__all__", [*module.__all__, "Twin"])
    monkeypatch.setattr(barter, "_owners", {})
    with pytest.raises(
        AttributeError, match=r"`from barter_instrument import Twin` or `from barter_macro import Twin`"
    ):
        barter.Twin
    assert "Twin" not in dir(barter)
    monkeypatch.setattr(macro, "Twin", 1)
    monkeypatch.setattr(barter, "_owners", {})
    assert barter.Twin == 1
    monkeypatch.delitem(vars(barter), "Twin")


def test_a_wheel_is_imported_when_a_name_of_it_is_used_and_not_before() -> None:
    code = (
        "import sys, barter; late = 'barter_engine'; assert late not in sys.modules; barter.instrument; "
        "assert late not in sys.modules; barter.Backtest; assert late in sys.modules"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
