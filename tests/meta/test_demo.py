"""What `barter demo` shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from barter import demo
from barter.__main__ import main


def test_without_a_recording_the_market_is_synthetic_and_said_so_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("BARTER_DATA_DIR", raising=False)
    report = tmp_path / "report.html"
    assert main(["demo", "--report", str(report)]) == 0
    printed = capsys.readouterr().out
    assert "SYNTHETIC market (seed 1)" in printed
    assert re.search(r"^fingerprint  [0-9a-f]{64}$", printed, re.MULTILINE)
    assert re.search(r"^speed        [\d,]+ events/s of the run, after loading$", printed, re.MULTILINE)
    assert f"report       {report}" in printed
    page = report.read_text(encoding="utf-8")
    assert "synthetic" in page.lower()
    assert not re.search(r"""(src|href)=["']?https?:""", page), "the report has to work offline"


def test_the_folder_of_recordings_is_taken_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BARTER_DATA_DIR", str(tmp_path))
    data, described = demo.load()
    assert "SYNTHETIC" in described
    again, _ = demo.load()
    assert demo.backtest(data).fingerprint == demo.backtest(again).fingerprint


def test_the_recording_gives_orders_and_is_not_called_synthetic(recordings: Path) -> None:
    data, described = demo.load(recordings / demo.RECORDING)
    result = demo.backtest(data)
    assert described == f"recording {demo.RECORDING.name}"
    assert not result.is_synthetic
    assert result.stats.fills > 100
