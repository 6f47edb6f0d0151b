"""`barter backtest`: barter's configuration and market data in, barter's summary as JSON out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from barter.__main__ import main
from barter.backtest_command import parameters
from barter_data import MarketData
from barter_engine import InstrumentConfig, SystemConfig
from barter_execution import AccountSnapshot, AssetBalance, Balance, MockExecutionConfig
from barter_instrument import Underlying

BTC = InstrumentConfig("binance_spot", "BTCUSDT", Underlying("btc", "usdt"))
ACCOUNT = AccountSnapshot("binance_spot", [AssetBalance("usdt", Balance(10_000, 10_000), 0)], [])
SYSTEM = SystemConfig([BTC], [MockExecutionConfig("binance_spot", ACCOUNT, 0, "0.001")])
STRATEGY = """
from decimal import Decimal
from barter_engine import Strategy


class Buys(Strategy):
    quantity: Decimal = Decimal("0.01")

    def on_start(self, ctx):
        self.left = 1

    def on_trade(self, ctx, trade):
        if self.left:
            self.left -= 1
            ctx.market_order("buy", self.quantity)


no_strategy = 3
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration, market data and a strategy, where one works."""
    (tmp_path / "config.json").write_text(json.dumps({"risk_free_return": 0.05, "system": SYSTEM.to_dict()}))
    market = MarketData.synthetic(seed=1, events=400, instrument=BTC.instrument(), exchange="binance_spot")
    with (tmp_path / "data.json").open("w") as file:
        file.writelines(json.dumps({"Item": event.to_dict()}) + "\n" for event in market.events(by="index"))
    (tmp_path / "mine_for_the_command.py").write_text(STRATEGY)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, "mine_for_the_command", raising=False)
    monkeypatch.setattr(sys, "path", list(sys.path))
    return tmp_path


def summary(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What the command prints, as JSON."""
    assert main(["backtest", *arguments]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return json.loads(printed.out)


def totals(found: Any) -> dict[str, str]:
    sheets = found["trading_summary"]["assets"]
    return {asset["asset"]: sheet["balance_end"]["total"] for asset, sheet in sheets if sheet["balance_end"]}


@pytest.mark.parametrize("engine", ["driver", "upstream"])
def test_b9_it_prints_the_summary_with_instruments_and_assets(
    folder: Path, capsys: pytest.CaptureFixture[str], engine: str
) -> None:
    found = summary(capsys, "config.json", "data.json", "--engine", engine)
    assert (found["id"], found["risk_free_return"]) == ("config", "0.05")
    assert set(found["trading_summary"]["instruments"]) == {"binance_spot-btc_usdt"}
    assert totals(found)["usdt"] == "10000", "nothing was traded"


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ("Daily", "Daily"),
        ("Annual(252)", "Annual(252)"),
        ("Annual(365)", "Annual(365)"),
        ("8h", "Duration 480 (minutes)"),
    ],
)
def test_b9_it_honours_the_interval(folder: Path, capsys: pytest.CaptureFixture[str], given: str, label: str) -> None:
    found = summary(capsys, "config.json", "data.json", "--interval", given)
    sheet = found["trading_summary"]["instruments"]["binance_spot-btc_usdt"]
    assert sheet["sharpe_ratio"]["interval"] == sheet["pnl_return"]["interval"] == label


def test_a_strategy_is_found_where_one_works_and_takes_its_parameters(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["config.json", "data.json", "--strategy", "mine_for_the_command:Buys"]
    one = totals(summary(capsys, *arguments))
    two = totals(summary(capsys, *arguments, "--set", "quantity=0.02", "--report", "report.html"))
    assert (one["btc"], two["btc"]) == ("0.01", "0.02")
    assert float(one["usdt"]) > float(two["usdt"])
    assert "<html" in (folder / "report.html").read_text()


def test_the_rate_is_the_configurations_or_the_one_given(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert summary(capsys, "config.json", "data.json", "--risk-free-return", "0.01")["risk_free_return"] == "0.01"
    SYSTEM.save(folder / "plain.json")
    assert summary(capsys, "plain.json", "data.json")["risk_free_return"] == "0"


def test_a_recording_of_the_one_instrument_is_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trade = {"e": "trade", "T": 10**12, "s": "BTCUSDT", "t": 1, "p": "61800.30", "q": "0.006", "m": False}
    quote = {"u": 1, "s": "BTCUSDT", "b": "61800.20", "B": "1", "a": "61800.30", "A": "1"}
    lines = [f"{10**18} {json.dumps(quote)}", *(f"{10**18 + n} {json.dumps({**trade, 't': n})}" for n in range(1, 20))]
    (folder / "recording.txt").write_text("\n".join(lines) + "\n")
    found = summary(capsys, "config.json", "recording.txt", "--strategy", "mine_for_the_command:Buys")
    assert totals(found)["btc"] == "0.01"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.json", "data.json"], "No such file or directory: 'nowhere.json'"),
        (["config.json", "nowhere.json"], "No such file or directory: 'nowhere.json'"),
        (["data.json", "data.json"], "not a SystemConfig"),
        (["config.json", "config.json"], "line 1"),
        (["config.json", "data.json", "--interval", "weekly"], "summary_interval must be Daily"),
        (["config.json", "data.json", "--risk-free-return", "much"], "risk_free_return"),
        (["config.json", "data.json", "--strategy", "Buys"], "must be module:Class, got 'Buys'"),
        (["config.json", "data.json", "--strategy", "nowhere_to_be_found:Buys"], "no module 'nowhere_to_be_found'"),
        (["config.json", "data.json", "--strategy", "mine_for_the_command:Sells"], "the module has no 'Sells'"),
        (
            ["config.json", "data.json", "--strategy", "mine_for_the_command:no_strategy"],
            "derived from Strategy, got 3",
        ),
        (["config.json", "data.json", "--set", "fast=8"], "fast cannot be set without a strategy"),
        (
            ["config.json", "data.json", "--strategy", "mine_for_the_command:Buys", "--set", "quantities=1"],
            "quantities",
        ),
        (["config.json", "data.json", "--set", "fast"], "a parameter is name=value, got 'fast'"),
        (["config.json", "data.json", "--set", "a=1", "--set", "a=2"], "a is set twice"),
        (
            ["config.json", "data.json", "--engine", "upstream", "--strategy", "mine_for_the_command:Buys"],
            "runs no Python",
        ),
        (["config.json", "data.json", "--engine", "upstream", "--report", "r.html"], "nothing to report"),
    ],
)
def test_e20_what_is_wrong_is_said_and_the_exit_code_is_1(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(["backtest", *arguments]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("barter backtest: ")
    assert message in printed.err


def test_what_fails_inside_a_strategys_module_is_said_as_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module = folder / "broken_for_the_command.py"
    arguments = ["backtest", "config.json", "data.json", "--strategy", "broken_for_the_command:Buys"]
    module.write_text("import collections\ncollections.nowhere")
    with pytest.raises(AttributeError, match="nowhere"):
        main(arguments)
    # Names that the module's own name begins with.
    for missing in ("broken_for", "broken_for_the_command.part"):
        module.write_text(f"import {missing}")
        assert main(arguments) == 1
        assert f"No module named '{missing}'" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["..x:Buys", ":Buys", "x:", "x:Buys.y", "x y:Buys", "x.:Buys"])
def test_a_name_that_can_be_no_strategys_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["backtest", "config.json", "data.json", "--strategy", name]) == 1
    assert "strategy must be module:Class" in capsys.readouterr().err


def test_a_parameter_that_is_no_json_is_a_text() -> None:
    assert parameters(["a=NaN", "b=-Infinity", "c=" + "[" * 100_000]) == {
        "a": "NaN",
        "b": "-Infinity",
        "c": "[" * 100_000,
    }


def test_files_are_utf_8_with_or_without_a_mark(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("config.json", "data.json"):
        (folder / f"marked_{name}").write_bytes(b"\xef\xbb\xbf" + (folder / name).read_bytes())
        (folder / f"wrong_{name}").write_bytes(b"\xff\xfe" + (folder / name).read_bytes())
    marked, plain = (summary(capsys, f"{mark}config.json", f"{mark}data.json") for mark in ("marked_", ""))
    assert marked["trading_summary"]["assets"] == plain["trading_summary"]["assets"]
    for arguments in (["wrong_config.json", "data.json"], ["config.json", "wrong_data.json"]):
        assert main(["backtest", *arguments]) == 1
        assert "is not UTF-8 text" in capsys.readouterr().err


def test_a_number_that_is_none_is_named_with_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (folder / "data.json").read_text().splitlines()
    event = json.loads(lines[1])
    event["Item"]["time_received"] = float("nan")
    (folder / "nan.json").write_text("\n".join([lines[0], json.dumps(event)]))
    assert main(["backtest", "config.json", "nan.json"]) == 1
    assert "nan.json, line 2" in capsys.readouterr().err


def test_a_recording_needs_one_instrument(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    eth = InstrumentConfig("binance_spot", "ETHUSDT", Underlying("eth", "usdt"))
    SYSTEM.replace(instruments=[BTC, eth]).save(folder / "two.json")
    (folder / "recording.txt").write_text("")
    assert main(["backtest", "two.json", "recording.txt"]) == 1
    assert "a recording is of one instrument, but the configuration has 2" in capsys.readouterr().err


def test_an_error_of_the_strategy_keeps_its_traceback(folder: Path) -> None:
    (folder / "raises_for_the_command.py").write_text(
        "from barter_engine import Strategy\n\nclass Raises(Strategy):\n    def on_trade(self, ctx, trade):\n        1 / 0\n"
    )
    command = [sys.executable, "-m", "barter", "backtest", "config.json", "data.json"]
    ran = subprocess.run(
        [*command, "--strategy", "raises_for_the_command:Raises"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "ZeroDivisionError" in ran.stderr
    assert "raises_for_the_command.py" in ran.stderr
