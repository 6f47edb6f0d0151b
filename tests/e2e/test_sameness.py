"""One run, one result: again, elsewhere, beside others, inside others; with audit and without."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from engine.random_markets import LISTINGS, RESTLESS, a_long_market
from engine.small_market import S, backtest, fills, play
from strategies import random_requests

from barter_data import MarketData
from barter_engine import Fees, Strategy

TESTS = Path(__file__).parents[1]
Restless = random_requests.make(Strategy)


def several(seed=3, **options):
    """A backtest of four instruments on two exchanges, whose strategy asks for a bit of everything."""
    listings = [*LISTINGS["two perpetuals"], *LISTINGS["two spot pairs"]]
    pairs = a_long_market(listings[:2]) + a_long_market(listings[2:], rows_count=300)
    data = MarketData.merge(*(listing.data(**rows) for listing, rows in pairs))
    settings = {
        "balances": {"usdt": 20_000, "btc": 40, "eth": 20},
        "fees": Fees(maker="-0.0001", taker="0.0004"),
        "latency": "5ms",
        "leverage": 5,
        "seed": seed,
        **options,
    }
    return backtest(Restless, data, **settings)


def run(**options):
    return several(**options).run(**RESTLESS)


@pytest.fixture(scope="module")
def result():
    made = run()
    assert made.stats.fills > 50 and made.stats.orders_rejected and made.stats.orders_refused
    return made


def test_two_runs_of_one_backtest_are_equal_in_every_table(result):
    runs = several()
    first, second = runs.run(**RESTLESS), runs.run(**RESTLESS)
    assert first == second == result
    assert first.fingerprint == result.fingerprint
    for name in result.table_names:
        assert first.exact.table(name) == result.exact.table(name)


def test_another_seed_is_another_run(result):
    assert run(seed=4).fingerprint != result.fingerprint


def test_audit_leaves_the_fingerprint_as_it_is(result):
    audited = run(audit=True)
    assert audited.fingerprint == result.fingerprint
    assert audited.audit.num_rows > 700


@pytest.mark.parametrize("hash_seed", ["0", "77", "random"])
def test_other_processes_get_the_same_whatever_their_hash_seed(result, hash_seed):
    code = "from e2e.test_sameness import run; print(run().fingerprint)"
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == result.fingerprint


def test_the_twenty_lines_of_the_docs_give_the_fingerprint_of_several_exchanges(result):
    text = (TESTS.parent / "docs" / "fingerprint.md").read_text(encoding="utf-8")
    script, check = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    scope = {}
    exec(script, scope)
    exec(check, {**scope, "result": result})


def test_a_run_inside_a_hook_is_a_run_of_its_own(result):
    inner = []

    class Outer(Restless):
        def on_fill(self, ctx, fill):
            if not inner:
                before = ctx.now_ns(), ctx.position(fill.instrument), len(ctx.orders())
                inner.append(run())
                assert (ctx.now_ns(), ctx.position(fill.instrument), len(ctx.orders())) == before
            super().on_fill(ctx, fill)

    runs = several()
    outer = backtest(
        Outer,
        runs._data,
        balances={"usdt": 20_000, "btc": 40, "eth": 20},
        fees=Fees(maker="-0.0001", taker="0.0004"),
        latency="5ms",
        leverage=5,
        seed=3,
    )
    made = outer.run(**RESTLESS)
    assert made.fingerprint == inner[0].fingerprint == result.fingerprint


def test_ctx_of_an_outer_run_does_not_take_handles_of_an_inner_one():
    def outer(ctx):
        kept = []
        play({S: lambda inner: kept.append(inner.limit_order("buy", 1, 90))})
        with pytest.raises(ValueError, match="of another run"):
            ctx.cancel(kept[0])
        ctx.market_order("buy", 1)

    assert len(fills(play({S: outer}))) == 1


def test_backtests_in_threads_do_not_touch_one_another(result):
    seeds = [3, 4, 5, 6] * 2
    expected = {seed: run(seed=seed).fingerprint for seed in set(seeds)}
    barrier = threading.Barrier(4)

    def start(seed):
        runs = several(seed=seed)
        barrier.wait(timeout=20)
        return runs.run(**RESTLESS).fingerprint

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(start, seeds))
    assert found == [expected[seed] for seed in seeds]
    assert expected[3] == result.fingerprint


def test_one_backtest_runs_in_several_threads_at_once(result):
    runs = several()
    with ThreadPoolExecutor(4) as pool:
        found = {future.result().fingerprint for future in [pool.submit(runs.run, **RESTLESS) for _ in range(8)]}
    assert found == {result.fingerprint}


def test_a_failing_run_does_not_disturb_one_beside_it(result):
    class Fails(Restless):
        def on_fill(self, ctx, fill):
            raise ZeroDivisionError

    def fail():
        with pytest.raises(ZeroDivisionError):
            backtest(Fails, several()._data, balances={"usdt": 20_000}, leverage=5).run(**RESTLESS)

    with ThreadPoolExecutor(3) as pool:
        good = [pool.submit(run) for _ in range(4)]
        for future in [pool.submit(fail) for _ in range(4)]:
            future.result()
    assert {future.result().fingerprint for future in good} == {result.fingerprint}
