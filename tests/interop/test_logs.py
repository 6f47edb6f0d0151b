"""Rust's `tracing` arrives in Python's `logging`, under the wheel's name, as the loggers' levels say."""

from __future__ import annotations

import logging
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator

import pytest

from barter_integration import mpsc_unbounded
from barter_integration._integration import _logs_dropped, _provoke_logs

NAME = "barter_integration.provoke"
LEVELS = (5, logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR)


class Kept(logging.Handler):
    """Keeps records; its lock is held while it does, as every handler's."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def wait_for(self, count: int, seconds: float = 60) -> list[logging.LogRecord]:
        deadline = time.monotonic() + seconds
        while len(self.records) < count and time.monotonic() < deadline:
            time.sleep(0.001)
        return self.records


@pytest.fixture
def wheel() -> Iterator[logging.Logger]:
    logger = logging.getLogger("barter_integration")
    yield logger
    logger.setLevel(logging.NOTSET)
    logging.getLogger(NAME).setLevel(logging.NOTSET)
    logging.disable(logging.NOTSET)
    levels_are_read_again()


@pytest.fixture
def kept(wheel) -> Iterator[Kept]:
    handler = Kept()
    wheel.addHandler(handler)
    yield handler
    wheel.removeHandler(handler)


def levels_are_read_again() -> None:
    """A wait reads them when they are older than 200 ms."""
    time.sleep(0.25)
    _tx, rx = mpsc_unbounded()
    rx.batch(timeout=0.001)


def set_level(logger: logging.Logger, level: int) -> None:
    logger.setLevel(level)
    levels_are_read_again()


@pytest.mark.parametrize("least", LEVELS)
def test_levels_of_the_wheels_logger_are_honoured(wheel, kept, least) -> None:
    set_level(wheel, least)
    _provoke_logs(1, 50)
    expected = [level for level in LEVELS if level >= least] * 10
    assert [record.levelno for record in kept.wait_for(len(expected))] == expected
    time.sleep(0.02)
    assert len(kept.records) == len(expected)
    assert {record.name for record in kept.records} == {NAME}


def test_a_module_has_its_own_level(wheel, kept) -> None:
    wheel.setLevel(logging.ERROR)
    set_level(logging.getLogger(NAME), logging.DEBUG)
    _provoke_logs(1, 5)
    assert [record.levelno for record in kept.wait_for(4)] == [10, 20, 30, 40]
    kept.records.clear()
    wheel.setLevel(logging.DEBUG)
    set_level(logging.getLogger(NAME), logging.ERROR)
    _provoke_logs(1, 10)
    assert [record.levelno for record in kept.wait_for(2)] == [40, 40]


def test_a_higher_level_takes_effect_at_once(wheel, kept) -> None:
    set_level(wheel, 5)
    _provoke_logs(1, 5)
    kept.wait_for(5)
    wheel.setLevel(logging.ERROR)
    _provoke_logs(1, 5)
    assert [record.levelno for record in kept.wait_for(6)[5:]] == [40]


def test_disable_is_honoured(wheel, kept) -> None:
    set_level(wheel, 5)
    logging.disable(logging.WARNING)
    _provoke_logs(1, 10)
    assert [record.levelno for record in kept.wait_for(2)] == [40, 40]


def test_a_record_says_what_a_python_record_says(wheel, kept) -> None:
    set_level(wheel, logging.ERROR)
    before = time.time()
    thread = threading.Thread(target=_provoke_logs, args=(1, 5))
    thread.start()
    thread.join()
    after = time.time()
    (record,) = kept.wait_for(1)
    assert record.getMessage() == "provoked number=0 record=4"
    assert record.fields == {"number": 0, "record": 4}  # type: ignore[attr-defined]
    assert record.event == "provoked"  # type: ignore[attr-defined]
    assert record.target == "_integration::provoke"  # type: ignore[attr-defined]
    assert record.pathname.endswith("provoke.rs")
    assert record.filename == "provoke.rs"
    assert record.lineno > 0
    assert before - 0.001 <= record.created <= after + 0.001
    assert 0 <= record.msecs < 1000
    assert logging.Formatter("%(levelname)s %(name)s %(message)s").format(record) == f"ERROR {NAME} {record.message}"


def test_records_of_one_thread_stay_in_order(wheel, kept) -> None:
    set_level(wheel, 5)
    _provoke_logs(3, 2_000)
    records = kept.wait_for(6_000)
    assert len(records) == 6_000
    for number in range(3):
        own = [record.fields["record"] for record in records if record.fields["number"] == number]  # type: ignore[attr-defined]
        assert own == list(range(2_000))


def test_no_deadlock_while_four_rust_threads_and_python_log(wheel, kept) -> None:
    """50,000 records from Rust; Python logs through the same handlers, whose locks the logging thread takes too."""
    set_level(wheel, 5)
    stop = threading.Event()
    own = 0

    def python() -> None:
        nonlocal own
        while not stop.is_set():
            wheel.info("from Python")
            own += 1
            time.sleep(0)

    thread = threading.Thread(target=python)
    dropped_before = _logs_dropped()
    thread.start()
    _provoke_logs(4, 12_500)
    stop.set()
    thread.join(60)
    assert not thread.is_alive()

    def rust() -> int:
        return sum(record.name == NAME for record in kept.records)

    deadline = time.monotonic() + 60
    while rust() + _logs_dropped() - dropped_before < 50_000 and time.monotonic() < deadline:
        time.sleep(0.01)
    dropped = _logs_dropped() - dropped_before
    assert rust() + dropped == 50_000
    assert sum(record.getMessage() == "from Python" for record in kept.records) == own
    if dropped:
        deadline = time.monotonic() + 60
        while not told(kept) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert told(kept) == dropped


def told(kept: Kept) -> int:
    """Dropped records, as the log itself says."""
    return sum(
        int(record.getMessage().split()[0]) for record in kept.records if "log records were dropped" in record.getMessage()
    )


def test_what_is_too_much_is_dropped_counted_and_logged(wheel, kept) -> None:
    set_level(wheel, 5)
    before = _logs_dropped()
    kept.acquire()
    try:
        # The logging thread waits for the handler's lock; nobody else does.
        _provoke_logs(2, 20_000)
    finally:
        kept.release()
    dropped = _logs_dropped() - before
    assert dropped > 0
    deadline = time.monotonic() + 60
    while not told(kept) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert told(kept) == dropped
    assert sum(record.name == NAME for record in kept.records) == 40_000 - dropped
    assert next(record for record in kept.records if "dropped" in record.getMessage()).levelno == logging.WARNING


def test_an_error_in_a_handler_is_reported_and_stops_neither_the_program_nor_the_log(wheel, kept, monkeypatch) -> None:
    class Broken(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise ValueError(record.getMessage())

    reported: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: reported.append(str(unraisable.exc_value)))
    broken = Broken()
    wheel.addHandler(broken)
    try:
        set_level(wheel, logging.ERROR)
        _provoke_logs(1, 20)
        assert len(kept.wait_for(4)) == 4
        deadline = time.monotonic() + 60
        while len(reported) < 4 and time.monotonic() < deadline:
            time.sleep(0.001)
    finally:
        wheel.removeHandler(broken)
    assert reported == [f"provoked number=0 record={record}" for record in (4, 9, 14, 19)]


def ran(code: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_without_any_handler_nothing_is_printed_and_nothing_is_kept() -> None:
    code = """
        from barter_integration._integration import _logs_dropped, _provoke_logs
        _provoke_logs(2, 100_000)
        print(_logs_dropped())
    """
    assert ran(code) == (0, "0\n", "")


def test_what_was_logged_before_the_exit_is_written_and_nothing_after() -> None:
    early = """
        import atexit, logging, sys
        logging.basicConfig(level=logging.ERROR, stream=sys.stdout, format="%(name)s %(levelname)s")
        from barter_integration._integration import _provoke_logs
        # Registered after the wheel's own hook, so it runs before it.
        atexit.register(_provoke_logs, 1, 10)
        print("start", flush=True)
    """
    assert ran(early) == (0, "start\n" + f"{NAME} ERROR\n" * 2, "")
    late = """
        import atexit, logging, sys
        logging.basicConfig(level=logging.ERROR, stream=sys.stdout, format="%(name)s %(levelname)s")
        # Runs after the wheel's hook: the wheel has stopped logging.
        atexit.register(lambda: _provoke_logs(1, 10))
        from barter_integration._integration import _provoke_logs
        print("start", flush=True)
    """
    assert ran(late) == (0, "start\n", "")
