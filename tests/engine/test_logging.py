"""`init_logging`, `init_json_logging`: filters, forms, the second time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from barter_engine import init_json_logging, init_logging
from barter_instrument.errors import InvalidArgumentError, WrongTypeError

LOG = """
from barter_integration._integration import _provoke_logs
_provoke_logs(1, 5)
"""


def ran(code: str, **environment: str) -> list[str]:
    variables = {name: value for name, value in os.environ.items() if name != "RUST_LOG"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=variables | environment,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def levels(lines: list[str]) -> list[str]:
    return [line.split()[1] for line in lines]


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        ("trace", ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"]),
        ("debug", ["DEBUG", "INFO", "WARN", "ERROR"]),
        ("INFO", ["INFO", "WARN", "ERROR"]),
        ("", ["INFO", "WARN", "ERROR"]),
        ("error", ["ERROR"]),
        ("off", []),
        ("off,barter_integration=warn", ["WARN", "ERROR"]),
        ("error, barter_integration::provoke=debug", ["DEBUG", "INFO", "WARN", "ERROR"]),
        ("off,barter_integration.provoke=warn", ["WARN", "ERROR"]),
        ("warn,barter_integration::channel=trace", ["WARN", "ERROR"]),
        ("off,barter_integration::provoke", ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"]),
    ],
)
def test_e22_the_filter_says_what_is_logged(filter, expected) -> None:
    assert levels(ran(f"from barter_engine import init_logging; init_logging({filter!r})" + LOG)) == expected


def test_e22_without_a_filter_the_environment_says_it_and_else_info() -> None:
    code = "from barter_engine import init_logging; init_logging()" + LOG
    assert levels(ran(code)) == ["INFO", "WARN", "ERROR"]
    assert levels(ran(code, RUST_LOG="error")) == ["ERROR"]


def test_a_line_has_time_level_target_message_and_fields() -> None:
    (line,) = ran("from barter_engine import init_logging; init_logging('error')" + LOG)
    assert re.fullmatch(
        r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z ERROR _integration::provoke: provoked number=0 record=4", line
    )


def test_e22_json_logging_writes_flat_objects() -> None:
    lines = ran("from barter_engine import init_json_logging; init_json_logging('warn')" + LOG)
    records = [json.loads(line) for line in lines]
    assert [record.pop("timestamp")[:2] for record in records] == ["20", "20"]
    common = {"message": "provoked", "number": 0, "target": "_integration::provoke"}
    assert records == [{"level": "WARN", "record": 3, **common}, {"level": "ERROR", "record": 4, **common}]


@pytest.mark.parametrize("first", ["init_logging", "init_json_logging"])
@pytest.mark.parametrize("second", ["init_logging", "init_json_logging"])
def test_e22_a_second_initialisation_reports_already_set(first, second) -> None:
    code = f"""
import barter_engine
barter_engine.{first}("off")
try:
    barter_engine.{second}("trace")
except RuntimeError as error:
    print(error.code, "already set" in str(error))
"""
    assert ran(code + LOG) == ["already_set True"]


@pytest.mark.parametrize(
    "filter", ["loud", "barter_data=loud", "=info", "a b=info", "barter_data[span]=info", "info;warn", "1"]
)
@pytest.mark.parametrize("init", [init_logging, init_json_logging])
def test_e22_an_invalid_filter_is_an_error_and_sets_nothing(init, filter) -> None:
    for _ in range(2):
        with pytest.raises(InvalidArgumentError, match="directive") as raised:
            init(filter)
        assert raised.value.argument == "filter"
    assert ("Spans" in str(raised.value)) == ("[" in filter)


def test_a_filter_is_text() -> None:
    with pytest.raises(WrongTypeError, match="filter"):
        init_logging(3)  # type: ignore[arg-type]
