"""Accounting holds on random markets: exact, to the last digit."""

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import random_requests

from .books import check_books
from .conditions import Fees
from .last_trade import LastTrade
from .run import run
from .scenario import MS, perpetual, quote, spot, trade
from .strategy import Strategy
from .tables_in import from_table
from .top_of_book import TopOfBook

FEES = Fees(maker="-0.00013", taker="0.00057")
MATCHING = [TopOfBook(), TopOfBook("displayed"), TopOfBook("displayed", cap_at_trade=True), LastTrade()]


def random_market(seed, rows=400):
    """Quotes and trades of a price that wanders by ticks of 0.01."""
    draw = random.Random(seed)
    time, price, l1, trades = 0, 100_00, [], []
    for _ in range(rows):
        time += draw.randint(0, 20) * MS
        price = max(90_00, price + draw.randint(-3, 3))
        bid, ask = Decimal(price) / 100, Decimal(price + draw.randint(1, 3)) / 100
        if draw.random() < 0.6:
            l1.append(quote(time, bid, draw.randint(1, 50), ask, draw.randint(1, 50)))
        else:
            trades.append(trade(time, draw.choice((bid, ask)), draw.randint(1, 60), draw.choice(("buy", "sell", None))))
    return l1, trades


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10**6),
    matching=st.sampled_from(MATCHING),
    latency=st.sampled_from([0, "5ms", "30ms"]),
    is_spot=st.booleans(),
)
def test_books_balance_on_random_markets(seed, matching, latency, is_spot):
    instrument = spot(tick="0.01", lot="0.1") if is_spot else perpetual(tick="0.01", lot="0.1", contract_size="0.5")
    l1, trades = random_market(seed)
    feed = from_table(instrument.exchange, instrument.name, l1=l1, trades=trades)
    balances = {"usdt": 20_000, "btc": 100} if is_spot else {"usdt": 20_000}
    parameters = dict(every=3, tick="0.01", lot="0.1", size=400, far=8)
    options = dict(balances=balances, fees=FEES, latency=latency, matching=matching, seed=seed, equity_every="100ms")
    result = run(random_requests.make(Strategy), [feed], [instrument], parameters=parameters, **options)
    check_books(result, FEES)
    account = result.accounting
    if not is_spot:
        assert account["equity_final"] - account["equity_start"] == account["pnl_net"]


@pytest.mark.parametrize("is_spot", [True, False])
def test_closing_at_the_end_leaves_no_position(is_spot):
    instrument = spot(lot="0.1") if is_spot else perpetual(lot="0.1")
    l1, trades = random_market(3)
    feed = from_table(instrument.exchange, instrument.name, l1=l1, trades=trades)
    balances = {"usdt": 20_000, "btc": 100} if is_spot else {"usdt": 20_000}
    for seed in range(10):
        options = dict(balances=balances, fees=FEES, latency="5ms", seed=seed, close_at_end=True)
        parameters = dict(every=3, tick="0.01", lot="0.1", size=400, far=8)
        strategy = type("NoHooks", (random_requests.make(Strategy),), {"on_order": None, "on_fill": None})
        result = run(strategy, [feed], [instrument], parameters=parameters, **options)
        assert result.fills[-1]["position_after"] == 0
        assert not any(row["is_open"] for row in result.positions)
        check_books(result, FEES)
