"""The README is run as it is written."""

from __future__ import annotations

import inspect
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "examples" / "ema_cross.py"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_the_two_commands_name_sessions_that_exist_and_ci_runs_the_second() -> None:
    commands = [line for block in blocks("sh") for line in block.splitlines() if "nox" in line]
    assert commands == ["pip install nox uv && nox -s demo", "pip install nox uv && nox -s tests"]
    sessions = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    for name in ("demo", "tests"):
        assert f"def {name}(session: nox.Session)" in sessions
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_example_is_the_file_in_examples() -> None:
    assert blocks("python")[0] == EXAMPLE.read_text(encoding="utf-8")


def test_the_demo_runs_the_strategy_of_the_example() -> None:
    from barter.demo import EmaCross

    def statements(source: str) -> list[str]:
        body = re.sub(r'"""(.*?)"""', "", source, flags=re.DOTALL)
        body = re.sub(r": Context|: TradeEvent| -> None", "", body)
        return [line.strip() for line in body.splitlines() if line.strip()]

    written = re.search(
        r"^class EmaCross.*?(?=^\S(?!lass))", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert written
    assert statements(inspect.getsource(EmaCross)) == statements(written[0])


def test_the_example_runs(
    recordings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "usdm_btcusdt_20240808.gz").symlink_to(recordings / "binance" / "usdm_btcusdt_20240808.gz")
    monkeypatch.chdir(tmp_path)
    left = runpy.run_path(str(EXAMPLE))
    assert (tmp_path / "report.html").stat().st_size > 10_000
    assert left["result"].fingerprint in capsys.readouterr().out
    assert left["result"].fills.num_rows > 100
