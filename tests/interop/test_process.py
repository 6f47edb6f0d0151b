"""Exit and fork with streams, tasks and threads alive."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

ALIVE = """
    import asyncio, logging, threading, time
    from barter_integration import mpsc_bounded, mpsc_unbounded
    from barter_integration._integration import (
        _provoke_logs, _provoke_operation, _provoke_operation_async, _provoke_stream)

    logging.basicConfig(level=1, filename=os.devnull)
    quiet = _provoke_stream(1, "hang")
    busy = [_provoke_stream(1_000_000, "end") for _ in range(2)]
    tx, rx = mpsc_unbounded()
    full_tx, full_rx = mpsc_bounded(1)
    full_tx.send(0)

    def loop():
        async def main():
            tasks = [asyncio.create_task(_provoke_operation_async("hang")) for _ in range(20)]
            tasks += [asyncio.create_task(rx.recv_async()) for _ in range(3)]
            async for _ in busy[0]:
                await asyncio.sleep(0.0005)
        asyncio.run(main())

    def reader():
        for _ in busy[1]:
            time.sleep(0.0005)

    def sender():
        for number in range(10_000_000):
            tx.send(number)
            time.sleep(0.0005)

    targets = [loop, sender, reader, lambda: list(quiet), lambda: full_tx.send(1),
               lambda: _provoke_operation("hang"), lambda: [rx.recv() for _ in range(10_000_000)],
               lambda: _provoke_logs(2, 1_000_000)]
    for target in targets:
        threading.Thread(target=target, daemon=True).start()
    time.sleep(0.05)
"""
ENDS = {
    "falls off the end": "",
    "sys.exit": "sys.exit(0)",
    "in a running loop": """
        async def main():
            async for _ in _provoke_stream(10, "end"):
                pass
            task = asyncio.create_task(quiet.recv_async())
            await asyncio.sleep(0.01)
            sys.exit(0)
        asyncio.run(main())
    """,
}


def start(*parts: str) -> subprocess.Popen[str]:
    code = "import os, sys\n" + "\n".join(textwrap.dedent(part) for part in parts)
    return subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def outcome(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.mark.parametrize("end", ENDS)
def test_exit_with_everything_alive_is_clean(end) -> None:
    assert outcome(start(ALIVE, ENDS[end])) == (0, "", "")


@pytest.mark.slow
def test_exit_with_everything_alive_is_clean_fifty_times() -> None:
    ends = [*ENDS.values()] * 17
    outcomes = []
    # Two at a time, so that they get in each other's way.
    for first, second in zip(ends[:50:2], ends[1:50:2], strict=True):
        pair = start(ALIVE, first), start(ALIVE, second)
        outcomes += [outcome(process) for process in pair]
    assert outcomes == [(0, "", "")] * 50


def test_an_error_still_ends_the_process_with_its_traceback() -> None:
    code, out, err = outcome(start(ALIVE, "raise ValueError('the reason')"))
    assert (code, out) == (1, "")
    assert err.count("Traceback") == 1
    assert err.endswith("ValueError: the reason\n")


def test_streams_still_work_in_exit_hooks_of_the_user_and_later_end() -> None:
    code = """
        import atexit
        # Registered before the wheel is imported: it runs after the wheel has stopped.
        @atexit.register
        def late():
            print(rx.drain(), list(stream)[:1])
            try:
                rx.recv()
            except BarterError as error:
                print(error.code)
            try:
                _provoke_stream(1, "end")
            except BarterError as error:
                print(error.code)
        from barter_instrument import BarterError
        from barter_integration import mpsc_unbounded
        from barter_integration._integration import _provoke_stream
        tx, rx = mpsc_unbounded()
        stream = _provoke_stream(1, "hang")
        while not stream.ready:
            pass
        tx.send(1)
        @atexit.register
        def early():
            print(rx.recv())
            tx.send(2)
    """
    assert outcome(start(code)) == (0, "1\n[2] [0]\nexiting\nexiting\n", "")


FORK = """
    import threading, time, warnings
    # Python's own, from 3.12 on, of any process with threads.
    warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
    from barter_instrument import BarterError
    from barter_integration import mpsc_unbounded
    from barter_integration._integration import _provoke_operation, _provoke_stream

    tx, rx = mpsc_unbounded()
    stream = _provoke_stream(5, "hang")
    threading.Thread(target=lambda: _provoke_operation("hang"), daemon=True).start()
    assert stream.recv() == 0
    time.sleep(0.01)
    child = os.fork()
    if child == 0:
        def told(call):
            try:
                return call()
            except BarterError as error:
                assert "created before fork" in str(error), error
                return error.code
        calls = [lambda: rx.recv(), lambda: rx.drain(), lambda: next(stream), lambda: tx.send(1), lambda: rx.ready,
                 lambda: stream.close(), lambda: rx.recv_async(), lambda: _provoke_operation("answer"),
                 lambda: _provoke_stream(1, "end")]
        codes = [told(call) for call in calls]
        assert codes == ["forked"] * len(calls), codes
        # What needs no thread works, when it is made here.
        here, there = mpsc_unbounded()
        here.send("child")
        assert there.recv() == "child"
        del rx, tx, stream
        sys.exit(7)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 7
    assert [stream.recv(5) for _ in range(4)] == [1, 2, 3, 4]
    tx.send("parent")
    assert rx.recv() == "parent"
    assert _provoke_operation("answer") == 1
    print("parent works")
"""


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="no fork on this platform")
def test_after_fork_the_child_gets_the_documented_error_and_the_parent_is_not_affected() -> None:
    for _ in range(5):
        assert outcome(start(FORK)) == (0, "parent works\n", "")


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_processes_started_afresh_use_streams(method) -> None:
    code = f"""
        import multiprocessing
        from barter_integration._integration import _provoke_operation
        assert _provoke_operation("answer") == 1
        with multiprocessing.get_context("{method}").Pool(1) as pool:
            print(pool.apply(_provoke_operation, ("answer",)))
    """
    assert outcome(start(code)) == (0, "1\n", "")


def test_nothing_is_started_by_the_import() -> None:
    code = """
        import threading
        before = len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 0
        import barter_integration
        tx, rx = barter_integration.mpsc_unbounded()
        tx.send(1); rx.recv()
        after = len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 0
        print(after - before)
    """
    assert outcome(start(code)) == (0, "0\n", "")
