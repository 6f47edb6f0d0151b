"""Exit and fork with clients at work: nothing hangs, nothing is printed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SETUP = """
import asyncio, os, sys, time
sys.path.insert(0, {tests!r})
from execution.markets import *
from barter_execution import *
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    setup = SETUP.format(tests=str(Path(__file__).parents[1]))
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", setup + code], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    "left_open",
    [
        # A stream that is read, and a request that never ends.
        """
class Hangs(SimulatedExecution):
    async def open_order(self, request):
        await asyncio.sleep(3600)
runner = ClientRunner(Hangs(simulated()), request_timeout=60.0)
runner.start_stream()
runner.poll(1)
pending = runner.submit(limit("1"))
""",
        # A plain method that blocks for ever.
        """
class Blocks(SimulatedExecution):
    def open_order(self, request):
        time.sleep(3600)
runner = ClientRunner(Blocks(simulated()), request_timeout=0.1)
print(runner.open_order(limit("1")).state.error)
""",
        # barter's own mock exchange, with an answer on its way.
        """
client = MockExecution(upstreams(latency_ms=60_000))
import threading
threading.Thread(target=lambda: client.open(market("1")), daemon=True).start()
time.sleep(0.1)
""",
    ],
)
def test_a_process_ends_with_clients_at_work(left_open: str) -> None:
    ran = run(left_open)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    "made, use",
    [
        ("ClientRunner(SimulatedExecution(simulated()))", "made.open_order(limit('1'))"),
        ("MockExecution(upstreams())", "made.open(market('1'))"),
    ],
)
def test_use_after_fork_is_an_error_and_the_parent_goes_on(made: str, use: str) -> None:
    ran = run(
        f"""
import warnings
warnings.simplefilter("ignore", DeprecationWarning)
made = {made}
{use}
child = os.fork()
if child == 0:
    try:
        {use.replace("'1'", "'2'")}
    except Exception as error:
        print(type(error).__name__, "fork" in str(error), flush=True)
    os._exit(0)
os.waitpid(child, 0)
{use.replace("'1'", "'3'")}
made.close()
print("parent")
"""
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.split() == ["StateError", "True", "parent"]


def test_an_interrupt_ends_a_wait_for_the_mock_exchange() -> None:
    ran = run(
        """
import _thread, threading
client = MockExecution(upstreams(latency_ms=60_000))
threading.Timer(0.3, _thread.interrupt_main).start()
try:
    client.open(market("1"))
except KeyboardInterrupt:
    print("interrupted")
client.close()
"""
    )
    assert (ran.returncode, ran.stderr, ran.stdout) == (0, "", "interrupted\n")
