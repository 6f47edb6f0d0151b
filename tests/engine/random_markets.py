"""Small random markets, drawn so that hypothesis can make them smaller."""

from __future__ import annotations

import random
from dataclasses import replace

from engine.small_market import MS, PERPETUAL, SPOT
from hypothesis import strategies as st

RULES = {"tick": "0.5", "lot": "0.1", "min_quantity": "0.1"}
ONE = replace(PERPETUAL, **RULES)
CONTRACTS = replace(PERPETUAL, **RULES, contract_size="0.01")
COINS = replace(SPOT, **RULES)
OTHER_COIN = replace(SPOT, **RULES, base="eth")
OTHER_CONTRACT = replace(PERPETUAL, **RULES, base="eth")
LARGE_CONTRACT = replace(PERPETUAL, **RULES, contract_size="10")
IN_BTC = replace(PERPETUAL, **RULES, base="eth", quote="btc", contract_size="0.1")
COINS_IN_BTC = replace(SPOT, **RULES, base="eth", quote="btc")

RESTLESS = {"every": 1, "tick": "0.5", "lot": "0.1", "size": 30, "far": 4, "orders_max": 7}
"""Parameters of `random_requests` that suit these markets."""

LISTINGS = {
    "perpetual": [ONE],
    "contracts of a hundredth": [CONTRACTS],
    "spot": [COINS],
    "two perpetuals": [ONE, OTHER_CONTRACT],
    "two spot pairs": [COINS, OTHER_COIN],
    "perpetual and spot": [ONE, COINS],
    "contracts of ten": [LARGE_CONTRACT],
    "perpetuals of two quotes": [ONE, IN_BTC],
    "spot pairs of two quotes": [COINS, COINS_IN_BTC],
}
"""In the order of a universe: by exchange, then by name."""

row = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["quote", "quote", "trade"]),
        "listing": st.integers(0, 1),
        "gap": st.sampled_from([0, 1, 3 * MS, 12 * MS, 400 * MS]),
        "lag": st.sampled_from([0, 1, 4 * MS, 25 * MS]),
        "move": st.integers(-3, 3),
        "spread": st.integers(-1, 4),
        "sizes": st.tuples(st.integers(0, 6), st.integers(1, 6)),
        "through": st.integers(-1, 2),
        "side": st.sampled_from(["buy", "sell", None]),
    }
)


def with_rows(rows, listings):
    """Pairs of a listing and its rows, from drawn ones: mids walk in half ticks, trades are near the touch."""
    time, mids = 10**15, [200] * len(listings)
    tables = [{"l1": [], "trades": []} for _ in listings]
    for drawn in rows:
        time += drawn["gap"]
        number = drawn["listing"] % len(listings)
        mids[number] = max(20, mids[number] + drawn["move"])
        bid = mids[number] - (drawn["spread"] + 1) // 2
        ask = bid + drawn["spread"]
        times = (time - drawn["lag"], time)
        if drawn["kind"] == "quote":
            sizes = drawn["sizes"]
            tables[number]["l1"].append((*times, bid / 2, sizes[0] / 2, ask / 2, sizes[1] / 2))
        else:
            price = bid - drawn["through"] if drawn["side"] == "sell" else ask + drawn["through"]
            tables[number]["trades"].append((*times, price / 2, drawn["sizes"][0] / 2, drawn["side"]))
    return [
        (listing, {name: table for name, table in own.items() if table})
        for listing, own in zip(listings, tables, strict=True)
        if any(own.values())
    ]


@st.composite
def markets(draw, names=tuple(LISTINGS)):
    """Pairs of a listing and its rows, and times at which the connection of the first is lost."""
    name = draw(st.sampled_from(names))
    rows = draw(st.lists(row, min_size=6, max_size=60))
    market = with_rows(rows, LISTINGS[name])
    times = sorted({row[1] for _, tables in market for table in tables.values() for row in table})
    free = [time + 1 for time in times if time + 1 not in times]
    lost = draw(st.lists(st.sampled_from(free), max_size=3, unique=True)) if free else []
    return market, sorted(lost)


LATENCIES = [(0, 0, 0), (5 * MS, 5 * MS, 0), (2 * MS, 3 * MS, 1 * MS), (0, 7 * MS, 0), (7 * MS, 0, 2 * MS)]
runs = st.fixed_dictionaries(
    {
        "eager": st.booleans(),
        "seed": st.integers(0, 2**64 - 1),
        "clock": st.sampled_from(["received", "two"]),
        "matching": st.sampled_from(["unlimited", "displayed", "capped", "displayed, capped", "last_trade"]),
        "latency": st.sampled_from(LATENCIES),
        "fees": st.sampled_from([("0", "0"), ("0.0002", "0.0005"), ("-0.0001", "0.0004"), ("0.001", "0.0007")]),
        "leverage": st.sampled_from([1, 5, 50]),
        "maintenance_margin": st.sampled_from(["0", "0.05", "0.5"]),
        "max_quote_age": st.sampled_from([None, "300ms"]),
        "close_at_end": st.booleans(),
        "equity_every": st.sampled_from([None, "100ms"]),
        "window": st.tuples(st.sampled_from([None, 0, 1, 5]), st.sampled_from([None, 0, 1, 4])),
        "report_currency": st.sampled_from([None, None, "btc"]),
        "balances": st.sampled_from([{"usdt": 200}, {"usdt": 5_000, "btc": 3}, {"usdt": "333.33", "btc": "0.7"}]),
    }
)


def a_long_market(listings, rows_count=400):
    """One market, always the same, in which everything happens."""
    rng = random.Random(4)
    drawn = [
        {
            "kind": rng.choice(["quote", "quote", "trade"]),
            "listing": rng.randrange(2),
            "gap": rng.choice([0, 1, 3_000_000, 12_000_000, 400_000_000]),
            "lag": rng.choice([0, 1, 4_000_000, 25_000_000]),
            "move": rng.randint(-3, 3),
            "spread": rng.choice([-1, 0, 1, 2, 2, 3, 4]),
            "sizes": (rng.choice([0, 2, 3, 4, 5, 6]), rng.randint(1, 6)),
            "through": rng.randint(-1, 2),
            "side": rng.choice(["buy", "sell", None]),
        }
        for _ in range(rows_count)
    ]
    return with_rows(drawn, listings)
