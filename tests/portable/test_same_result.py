"""One run, one fingerprint: in this process and in others, whatever the hash seed, on every CPython, with audit and without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from barter import demo
from barter_data import MarketData
from barter_engine import Backtest, BacktestResult, Fees, Strategy

pytestmark = pytest.mark.portable

# Written once, compared on every interpreter and machine. A change of rules that changes them is a change of results: it belongs
# into CHANGELOG.md, with the new values here.
FILE = Path(__file__).with_name("fingerprints.json")
EXPECTED = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}


class Restless(Strategy):
    """Random requests of every kind, from the run's own generator."""

    def on_order_book_l1(self, ctx, quote):
        rng = ctx.rng
        bid, ask = ctx.market().bid(), ctx.market().ask()
        if bid is None or ask is None or rng.random() > 0.2:
            return
        side = rng.choice(["buy", "sell"])
        working = [order for order in ctx.orders() if order.state == "open"]
        what = rng.randrange(6)
        if what == 0:
            ctx.market_order(side, "0.01")
        elif what == 1:
            ctx.limit_order(side, "0.02", bid if side == "buy" else ask, post_only=True)
        elif what == 2:
            time_in_force = rng.choice(["immediate_or_cancel", "fill_or_kill", "good_until_end_of_day"])
            ctx.limit_order(side, "0.01", ask if side == "buy" else bid, time_in_force=time_in_force)
        elif what == 3 and working:
            rng.choice(working).cancel()
        elif what == 4 and working:
            order = rng.choice(working)
            order.replace(price=bid if order.side.value == "buy" else ask, wait=rng.random() < 0.5)
        else:
            ctx.target_position(rng.choice(["-0.05", "0", "0.05"]))


def market() -> MarketData:
    return MarketData.synthetic(seed=11, events=20_000)


def restless(**settings: object) -> BacktestResult:
    fees = Fees(maker="-0.0001", taker="0.0005")
    return Backtest(Restless, market(), balances={"usdt": 10_000}, fees=fees, seed=5, **settings).run()


RUNS = {
    "data": lambda: market().fingerprint,
    "ema": lambda: demo.backtest(market()).fingerprint,
    "restless": lambda: restless(latency="5ms").fingerprint,
    "restless, no latency": lambda: restless().fingerprint,
    "restless, two clocks": lambda: restless(clock="two", latency="20ms").fingerprint,
}


def test_every_run_has_an_expected_fingerprint() -> None:
    assert set(EXPECTED) == set(RUNS)


@pytest.mark.parametrize("name", RUNS)
def test_a_run_has_the_fingerprint_it_has_everywhere(name: str) -> None:
    assert RUNS[name]() == EXPECTED[name]


def test_the_random_strategy_reaches_what_it_is_meant_to() -> None:
    stats = restless(latency="5ms").stats
    for figure in ("orders", "fills", "orders_rejected"):
        assert stats[figure] > 0, figure


def test_audit_changes_nothing() -> None:
    assert restless(latency="5ms", audit=True).fingerprint == EXPECTED["restless"]


@pytest.mark.parametrize("hash_seed", ["0", "1", "4294967295"])
def test_another_process_with_another_hash_seed_gives_the_same(hash_seed: str) -> None:
    code = (
        "import json; from portable.test_same_result import RUNS; print(json.dumps({n: f() for n, f in RUNS.items()}))"
    )
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(Path(__file__).parents[1])}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == EXPECTED
