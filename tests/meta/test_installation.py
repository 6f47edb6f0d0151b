"""`barter.check_installation` and the command `barter`."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module, metadata
from pathlib import Path

import pytest

import barter
from barter.__main__ import main


def test_one_release_is_reported_wheel_by_wheel() -> None:
    found = barter.check_installation()
    assert found.version == barter.__version__
    assert [wheel.name.replace("-", "_") for wheel in found.wheels] == list(barter.WHEELS)
    assert {wheel.version for wheel in found.wheels} == {barter.__version__}
    instrument = found.wheels[0]
    assert instrument.value_classes == len(import_module("barter_instrument").__barter_schemas__) > 0
    assert f"barter {barter.__version__}" in str(found)
    assert all(wheel.name in str(found) for wheel in found.wheels)


def test_a_wheel_of_another_release_is_named_with_the_repair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("barter_macro"), "__version__", "0.0.9")
    with pytest.raises(ImportError) as caught:
        barter.check_installation()
    message = str(caught.value)
    assert "barter-macro is 0.0.9" in message
    assert "barter-data" not in message
    assert message.endswith(f"pip install 'barter=={barter.__version__}'")


def test_a_half_replaced_wheel_is_seen_by_what_the_installer_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "0.0.9" if name == "barter-data" else recorded(name))
    with pytest.raises(ImportError, match=rf"barter-data is {barter.__version__} \(recorded as 0\.0\.9\)"):
        barter.check_installation()


def test_a_missing_wheel_is_named_and_a_missing_module_inside_one_is_not_blamed_on_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "barter_macro", None)
    with pytest.raises(ImportError, match=r"barter-macro is not installed\. Install wheels of one release"):
        barter.check_installation()


def test_the_command_checks_and_fails_with_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out.startswith(f"barter {barter.__version__} on ")
    monkeypatch.setattr(import_module("barter_macro"), "__version__", "0.0.9")
    assert main(["check"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("barter check: barter ")
    assert captured.err.count("\n") == 1


def test_the_command_is_installed_and_runs_as_a_module() -> None:
    script = Path(sys.executable).with_name("barter")
    for command in ([str(script)], [sys.executable, "-m", "barter"]):
        ran = subprocess.run([*command, "--version"], capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"barter {barter.__version__}\n", "")


def test_a_recording_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["demo", "--data", str(tmp_path / "none.gz"), "--report", str(tmp_path / "r.html")]) == 1
    assert "none.gz" in capsys.readouterr().err
    assert not (tmp_path / "r.html").exists()
