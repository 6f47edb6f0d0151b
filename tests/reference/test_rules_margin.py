"""A3, A4: margin of linear perpetuals, and ruin."""

from decimal import Decimal

import pytest

from .scenario import S, book, fills, outcome, perpetual, play, quote

D = Decimal


def on_margin(quantities, *, usdt, leverage=1, **options):
    """Outcome of the last of several orders (side, quantity[, price])."""

    def act(ctx):
        for side, quantity, *price in quantities:
            if price:
                ctx.limit_order(side, quantity, *price)
            else:
                ctx.market_order(side, quantity)

    options.setdefault("l1", [book(S, bid=99, ask=101)])  # mark 100
    result = play({S: act}, balances={"usdt": usdt}, leverage=leverage, **options)
    return outcome(result, len(quantities))


FILLED, OPEN, POOR = ("filled", None), ("accepted", None), ("rejected", "insufficient_margin")


@pytest.mark.parametrize(
    ("orders", "usdt", "leverage", "expected"),
    [
        ([("buy", 10)], 1000, 1, FILLED),
        ([("buy", 10)], D("999.9"), 1, POOR),
        ([("buy", 10)], 500, 2, FILLED),
        ([("buy", 6, 99), ("buy", 5, 98)], 1000, 1, POOR),  # working orders count
        ([("buy", 6, 99), ("sell", 9, 102)], 1000, 1, OPEN),  # the larger side
        ([("buy", 5), ("sell", 5)], 505, 1, FILLED),  # a reducing order passes untested
        ([("buy", 5), ("sell", 16)], 1000, 1, POOR),  # a flip is checked on its result: 11
        ([("buy", 5), ("sell", 14)], 1000, 1, FILLED),
        ([("buy", 5), ("sell", 3, 102), ("sell", 3)], 500, 1, POOR),  # with the working sells it does not only reduce
    ],
)
def test_a3_wallet_and_unrealised_cover_the_initial_margin_of_the_larger_side(orders, usdt, leverage, expected):
    assert on_margin(orders, usdt=usdt, leverage=leverage) == expected


def test_a3_reducing_passes_even_when_the_wallet_is_gone():
    actions = {S: lambda ctx: ctx.market_order("buy", 10), 2 * S: lambda ctx: ctx.market_order("sell", 10)}
    result = play(actions, l1=[book(S, bid=99, ask=101), book(2 * S, bid=3, ask=4)], balances={"usdt": 1000})
    assert fills(result)[-1][3:5] == (3, 10)


def test_a3_without_a_mark_the_orders_price_stands_in():
    assert on_margin([("buy", 10, 90)], usdt=900, l1=[quote(S, None, None, 95, 1)]) == OPEN
    assert on_margin([("buy", 10, 90)], usdt=899, l1=[quote(S, None, None, 95, 1)]) == POOR


def test_a4_a_breach_of_maintenance_margin_stops_the_run():
    stopped = []
    actions = {S: lambda ctx: ctx.market_order("buy", 10)}
    rows = [book(S, bid=99, ask=101), book(2 * S, bid=59, ask=61), book(3 * S, bid=54, ask=56), book(4 * S)]
    result = play(
        actions,
        l1=rows,
        balances={"usdt": 600},
        leverage=2,
        maintenance_margin="0.25",
        hooks={"on_stop": lambda self, ctx: stopped.append(ctx.now_ns())},
    )
    # equity 190 ≥ 150 at mark 60, 140 ≥ 137.5 at 55
    assert result.status == "completed"
    result = play(
        actions,
        l1=rows,
        balances={"usdt": 600},
        leverage=2,
        maintenance_margin="0.26",
        hooks={"on_stop": lambda self, ctx: stopped.append(ctx.now_ns())},
    )
    assert (result.status, result.time_end, stopped[-1]) == ("insolvent", 3 * S, 3 * S)
    assert ("on_order_book_l1", 3 * S) not in result.strategy.log
    assert result.equity[-1]["reason"] == "end" and result.equity[-1]["equity"] == 140


def test_a4_a_flat_account_below_zero_is_insolvent_too_after_the_fill():
    actions = {S: lambda ctx: ctx.market_order("buy", 10), 2 * S: lambda ctx: ctx.market_order("sell", 10)}
    rows = [book(S, bid=99, ask=101), quote(2 * S, 80, 9, 122, 9), book(3 * S)]
    # mark 101 at 2 s; sold at 80: 200 - 210 < 0
    result = play(actions, l1=rows, balances={"usdt": 200}, leverage=10)
    assert (result.status, result.time_end) == ("insolvent", 2 * S)
    assert result.undelivered == 2 and len(result.fills) == 2


def test_a6_the_contract_size_counts_in_the_margin():
    assert on_margin([("buy", 1)], usdt=999, instrument=perpetual(contract_size=10)) == POOR
    assert on_margin([("buy", 1)], usdt=1000, instrument=perpetual(contract_size=10)) == FILLED
