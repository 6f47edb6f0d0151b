"""Ctrl-C: while a recording is read, in a run without hooks, in one whose hooks do not run, in a batch in threads, in barter's
own engine, and inside a hook."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

TESTS = Path(__file__).parents[1]

# Measures the work once, then interrupts it in its first half: how long until KeyboardInterrupt is there?
MEASURE = """
import json, os, signal, sys, threading, time
{prepare}
begin = time.perf_counter()
work()
whole = time.perf_counter() - begin
sent = []

def interrupt():
    sent.append(time.perf_counter())
    os.kill(os.getpid(), signal.SIGINT)

timer = threading.Timer(whole / 5, interrupt)
timer.start()
try:
    work()
except KeyboardInterrupt:
    print(json.dumps({{"whole": whole, "waited": time.perf_counter() - sent[0]}}))
else:
    print(json.dumps({{"whole": whole, "waited": None}}))
timer.join()
"""

RUN = """
from barter_data import MarketData
from barter_engine import Backtest, Fees, Strategy

class Quiet(Strategy):
    {hooks}

data = MarketData.synthetic(seed=1, events=300_000)
work = Backtest(Quiet, data, balances={{"usdt": 1}}, fees=Fees(maker=0, taker=0), equity_every="1ms", progress=False).run
"""

WORK = {
    "a run without hooks": RUN.format(hooks="pass"),
    "a run whose hooks do not run": RUN.format(hooks="def on_fill(self, ctx, fill): pass"),
    "a batch of runs in other threads": """
from barter_data import MarketData
from barter_engine import BacktestArgsConstant, BacktestArgsDynamic, Daily, Fees, run_backtests

data = MarketData.synthetic(seed=1, events=300_000)
constant = BacktestArgsConstant(
    market_data=data, summary_interval=Daily, balances={"usdt": 1}, fees=Fees(maker=0, taker=0), equity_every="1ms"
)

def work():
    run_backtests(constant, [BacktestArgsDynamic(id=str(n)) for n in range(4)], threads=2)
""",
    "barter's own engine": """
from barter_data import MarketData
from barter_engine import BacktestArgsConstant, BacktestArgsDynamic, Daily, backtest
from barter_execution import MockExecutionConfig

data = MarketData.synthetic(seed=1, events=100, instrument="BTCUSDT", exchange="binance_spot")
execution = MockExecutionConfig("binance_spot", latency_ms=1_500)
constant = BacktestArgsConstant(market_data=data, summary_interval=Daily, executions=[execution])

def work():
    backtest(constant, BacktestArgsDynamic(id="idle"), engine="upstream")
""",
    "reading a recording": """
from barter_data import MarketData

line = '%d {"e":"trade","T":%d,"s":"BTCUSDT","t":%d,"p":"61800.30","q":"0.006","X":"MARKET","m":false}\\n'
with open(sys.argv[1], "w") as file:
    file.writelines(line % (10**18 + n, 10**12 + n, n) for n in range(20_000))

def work():
    MarketData.read_binance_raw([sys.argv[1]] * 30, exchange="binance_futures_usd")
""",
}


def python(code, *arguments, **options):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        **options,
    )


@pytest.mark.parametrize("name", WORK)
def test_ctrl_c_stops_work_that_runs_no_python(name, tmp_path):
    with python(MEASURE.format(prepare=WORK[name]), tmp_path / "recording") as process:
        printed, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    measured = json.loads(printed)
    assert measured["waited"] is not None, "the work ended as if nothing had happened"
    # Four fifths of the work were still to be done.
    assert measured["waited"] < measured["whole"] / 2


HOOK = """
import time
from engine.small_market import play, S

def forever(ctx):
    print("started", flush=True)
    while True:
        ctx.market_order("buy", 1)
        time.sleep(0.001)

play({2 * S: forever})
print("finished", flush=True)
"""


def test_ctrl_c_inside_a_hook_ends_the_program_with_the_hooks_traceback():
    with python(HOOK, stderr=subprocess.PIPE) as process:
        assert process.stdout.readline() == "started\n"
        process.send_signal(signal.SIGINT)
        printed, errors = process.communicate(timeout=20)
    assert printed == ""
    assert process.returncode == -signal.SIGINT  # as Python ends on Ctrl-C
    assert errors.rstrip().endswith("KeyboardInterrupt") and "in forever" in errors
    assert "panicked" not in errors


def test_after_ctrl_c_the_next_run_is_a_whole_one():
    code = """
import os, signal
from engine.small_market import play, orders, S

def stop(ctx):
    os.kill(os.getpid(), signal.SIGINT)

try:
    play({2 * S: stop})
except KeyboardInterrupt:
    print(len(orders(play({S: lambda ctx: ctx.market_order("buy", 1)}))))
"""
    with python(code) as process:
        printed, _ = process.communicate(timeout=20)
    assert (printed, process.returncode) == ("1\n", 0)
