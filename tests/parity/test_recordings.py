"""The library equals the slow reference to the last digit, in every table and line, on real recordings."""

import itertools
from collections import Counter

import pytest
from strategies import ema, quoter, random_requests

from .sides import Case, assert_equal, run_both

WALLETS = {
    "usdm_btcusdt": {"usdt": 1_000_000},
    "spot_btcusdt": {"usdt": 400_000, "btc": 5},
    "spot_ethusdt": {"usdt": 400_000, "eth": 100},
}
SIZES = {
    "usdm_btcusdt": {},
    "spot_btcusdt": {"tick": "0.01", "lot": "0.00001", "size": 300_000},
    "spot_ethusdt": {"tick": "0.01", "lot": "0.0001", "size": 600_000},
}
STRATEGIES = {
    "ema": (ema.make, {}),
    "quoter": (quoter.make, {}),
    "quoter_at_once": (quoter.make, {"wait": False}),
    "random": (random_requests.make, None),
}
LATENCIES = {
    "0": 0,
    "5ms": 5_000_000,
    "20ms": 20_000_000,
    "mixed": {"entry": 3_000_000, "response": 2_000_000, "feed": 1_000_000},
}
ALL = list(
    itertools.product(
        WALLETS, STRATEGIES, LATENCIES, ("received", "two"), ("unlimited", "displayed", "capped", "last_trade")
    )
)


def case_of(recording, strategy, latency, clock, matching):
    make, parameters = STRATEGIES[strategy]
    maker = "-0.0001" if matching == "displayed" else "0.0002"  # one of the rules with a rebate
    options = {"clock": clock, "seed": 7}
    return Case(
        make,
        WALLETS[recording],
        matching,
        maker=maker,
        latency=LATENCIES[latency],
        options=options,
        parameters=SIZES[recording] if parameters is None else parameters,
    )


def check(both, recording, strategy, latency, clock, matching, **options):
    case = case_of(recording, strategy, latency, clock, matching)
    case.options.update(options)
    theirs, ours = run_both(case, *both(recording, clock))
    assert theirs.fills, "a run without fills shows little"
    assert_equal(theirs, ours)
    return theirs


def spread(cases, step):
    """Every `step`-th of the shuffled-by-index cases: each value of each setting is among them."""
    return [case for index, case in enumerate(cases) if (index * 37) % step == 0]


@pytest.mark.parametrize("recording, strategy, latency, clock, matching", spread(ALL, 11))
def test_library_equals_the_reference(both, recording, strategy, latency, clock, matching):
    check(both, recording, strategy, latency, clock, matching)


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "recording, strategy, latency, clock, matching", [case for case in ALL if case not in spread(ALL, 11)]
)
def test_library_equals_the_reference_in_every_other_combination(both, recording, strategy, latency, clock, matching):
    check(both, recording, strategy, latency, clock, matching)


def test_random_requests_make_everything_happen(both):
    """Partial fills, flips, refusals, races, post-only rejects and kills: counted over a few runs, none of them zero."""
    seen = Counter()
    for recording, latency, clock, matching in [
        ("usdm_btcusdt", "20ms", "two", "displayed"),
        ("usdm_btcusdt", "5ms", "two", "capped"),
        ("usdm_btcusdt", "0", "received", "unlimited"),
        ("usdm_btcusdt", "0", "two", "unlimited"),
        ("usdm_btcusdt", "mixed", "two", "last_trade"),
        ("spot_btcusdt", "5ms", "received", "displayed"),
        ("spot_ethusdt", "mixed", "received", "last_trade"),
    ]:
        start = both(recording, clock)[0].rows[2_000].time_received
        result = check(both, recording, "random", latency, clock, matching, start=start)
        for row in result.orders:
            seen[f"time in force {row['time_in_force']}"] += row["status"] != "refused"
            seen[f"kind {row['kind']}"] += 1
            seen["partially filled"] += 0 < row["filled_quantity"] < row["quantity"]
            seen[row["reject_reason"]] += 1
        for row in result.order_events:
            seen[row["event"]] += 1
            seen[row["reason"]] += 1
        position = {}
        for row in result.fills:
            before, after = position.get(row["instrument"], 0), row["position_after"]
            seen["flip"] += before * after < 0
            seen[row["liquidity"]] += 1
            position[row["instrument"]] = after
    expected = [
        "warm_up", "insufficient_balance", "insufficient_margin", "post_only_would_take", "fill_or_kill", "immediate_or_cancel",
        "no_liquidity", "end_of_day", "self_trade", "cancelled_before_sent", "replaced_order_done", "order_already_fully_filled",
        "order_already_cancelled", "partially filled", "flip", "maker", "taker", "cancel_sent", "cancelled", "cancel_rejected", "expired",
        "rejected", "refused", "kind market", "kind limit", "time in force good_until_cancelled", "time in force good_until_end_of_day",
        "time in force immediate_or_cancel", "time in force fill_or_kill",
    ]  # fmt: skip
    print({name: seen[name] for name in expected})
    assert [name for name in expected if not seen[name]] == []
