"""What accounts hold: spot holds, margin, leverage, insolvency, the report currency; worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine.small_market import (
    FREE,
    MS,
    PERPETUAL,
    QUOTES,
    SPOT,
    D,
    S,
    backtest,
    orders,
    play,
    quote,
    rows,
    scripted,
    trade,
)

from barter_data import MarketData
from barter_engine import Fees, Strategy, TopOfBook

FEES = Fees(maker="0.001", taker="0.002")


def balances(result, asset=None):
    found = rows(result.exact.balances, "asset", "total", "free", "reason")
    return [row[1:] if asset else row for row in found if asset in (None, row[0])]


# Spot


def test_a_buy_holds_price_times_remaining_and_the_highest_fee_until_it_is_filled():
    actions = {S: lambda ctx: ctx.limit_order("buy", 2, 100)}
    result = play(
        actions,
        listing=SPOT,
        l1=QUOTES,
        trades=[trade(2 * S, 100, 6, "sell"), trade(3 * S, 100, 1, "sell")],
        fees=FEES,
        balances={"usdt": 1000},
    )
    assert balances(result, "usdt") == [
        (1000, 1000, "initial"),
        (1000, D("799.6"), "accepted"),  # 200 and 0.2 %
        (D("899.9"), D("799.7"), "fill"),  # 100 and 0.1 % paid; 100.2 still held
        (D("799.8"), D("799.8"), "fill"),
    ]
    assert balances(result, "btc") == [(0, 0, "initial"), (1, 1, "fill"), (2, 2, "fill")]


def test_a_hold_is_released_whole_by_a_cancel_and_by_expiry():
    def act(ctx):
        ctx.limit_order("buy", 2, 99)
        ctx.limit_order("sell", 1, 105, time_in_force="good_until_end_of_day")

    day = 86_400 * S
    actions = {day - 2 * S: act, day - S: lambda ctx: ctx.cancel("1")}
    market = [quote(day + n * S) for n in (-2, -1, 1)]
    result = play(actions, listing=SPOT, l1=market, fees=FEES, balances={"usdt": 1000, "btc": 3})
    assert balances(result)[2:] == [
        ("usdt", 1000, D("801.604"), "accepted"),
        ("btc", 3, 2, "accepted"),
        ("usdt", 1000, 1000, "released"),
        ("btc", 3, 3, "released"),
    ]
    assert [status for _, status, _ in orders(result)] == ["cancelled", "expired"]


def test_what_is_held_cannot_be_spent_twice():
    def act(ctx):
        ctx.limit_order("buy", 5, 100)
        ctx.limit_order("buy", 5, 99)
        ctx.market_order("buy", 1)
        ctx.market_order("buy", "0.5")

    result = play({S: act}, listing=SPOT, balances={"usdt": 600})
    # 500 held; 495 too much; 101 too much; 50.5 fits.
    assert orders(result) == [
        ("1", "open", None),
        ("2", "rejected", "insufficient_balance"),
        ("3", "rejected", "insufficient_balance"),
        ("4", "filled", None),
    ]


def test_a_spot_sale_needs_the_base_asset():
    result = play(
        {S: lambda ctx: (ctx.market_order("sell", 2), ctx.market_order("sell", 1))}, listing=SPOT, balances={"btc": 1}
    )
    assert orders(result) == [("1", "rejected", "insufficient_balance"), ("2", "filled", None)]
    assert balances(result)[2:] == [("btc", 0, 0, "fill"), ("usdt", 100, 100, "fill")]


def test_ctx_balance_tells_total_and_free():
    seen = []

    def look(ctx):
        usdt, btc = ctx.balance("usdt"), ctx.balance("btc", "binance_spot")
        seen.append((usdt.total, usdt.free, btc.total, btc.free))

    play({S: lambda ctx: ctx.limit_order("buy", 2, 99), 2 * S: look}, listing=SPOT, balances={"usdt": 1000, "btc": 1})
    assert seen == [(1000, 802, 1, 1)]


def test_a_rebate_is_paid_to_the_maker():
    result = play(
        {S: lambda ctx: ctx.limit_order("buy", 1, 100)},
        l1=QUOTES,
        trades=[trade(2 * S, 100, 6, "sell")],
        fees=Fees(maker="-0.001", taker="0.002"),
    )
    assert rows(result.exact.fills, "fee", "liquidity") == [(D("-0.1"), "maker")]
    assert (result.stats.fees, result.stats.rebates, result.stats.pnl_net) == (0, D("0.1"), D("0.6"))


# Derivatives


@pytest.mark.parametrize(
    "usdt, leverage, expected",
    [
        (100, 1, ("filled", None)),
        (99, 1, ("rejected", "insufficient_margin")),
        (50, 2, ("filled", None)),
        (10, 10, ("filled", None)),
        (9, "10.0", ("rejected", "insufficient_margin")),
    ],
)
def test_wallet_times_leverage_covers_the_notional_at_mark(usdt, leverage, expected):
    actions = {S: lambda ctx: ctx.market_order("buy", 1)}
    result = play(actions, l1=[quote(S, 99, 101)], balances={"usdt": usdt}, leverage=leverage)
    assert [row[1:] for row in orders(result)] == [expected]


def test_an_order_that_only_reduces_passes_whatever_the_wallet_is():
    actions = {
        S: lambda ctx: ctx.market_order("buy", 10),
        2 * S: lambda ctx: (ctx.market_order("buy", 1), ctx.market_order("sell", 10)),
    }
    result = play(actions, l1=[quote(S, 99, 101), quote(2 * S, 3, 4)], balances={"usdt": 1000})
    assert orders(result) == [("1", "filled", None), ("2", "rejected", "insufficient_margin"), ("3", "filled", None)]


def test_the_contract_size_counts_in_values_margin_and_result():
    listing = replace(PERPETUAL, contract_size="0.01")
    actions = {S: lambda ctx: ctx.market_order("buy", 100), 3 * S: lambda ctx: ctx.close()}
    result = play(
        actions,
        listing=listing,
        l1=[quote(S, 99, 101), quote(2 * S, 109, 111), quote(3 * S, 109, 111)],
        balances={"usdt": 100},
        fees=FREE,
    )
    assert rows(result.exact.fills, "quote_value", "realised_pnl") == [(101, 0), (109, 8)]
    assert rows(result.exact.equity, "equity")[-1] == (108,)


def insolvent(maintenance, **hooks):
    market = [quote(S, 99, 101), quote(2 * S, 59, 61), quote(3 * S, 54, 56), quote(4 * S, 99, 101)]
    actions = {S: lambda ctx: ctx.market_order("buy", 10)}
    return play(actions, l1=market, balances={"usdt": 600}, leverage=2, maintenance_margin=maintenance, hooks=hooks)


def test_a_breach_of_maintenance_margin_stops_the_run_as_insolvent():
    stopped, delivered = [], []
    hooks = {
        "on_stop": lambda self, ctx: stopped.append((ctx.now_ns(), ctx.position())),
        "on_order_book_l1": lambda self, ctx, quote: delivered.append(ctx.now_ns()),
    }
    # Equity 140 at mark 55, where a quarter of the notional is 137.5.
    assert insolvent("0.25").status == "completed"
    result = insolvent("0.26", **hooks)
    assert (result.status, result.time_end_ns) == ("insolvent", 3 * S)
    assert result.stats["status"] == "insolvent"
    assert stopped == [(3 * S, 10)]
    assert delivered == [S, 2 * S]  # the row that broke it is not delivered
    assert rows(result.exact.equity, "reason", "equity")[-1] == ("end", 140)
    assert "insolvent" in str(result)


def test_equity_is_what_was_delivered_for_ctx_and_the_truth_in_the_result():
    seen = []

    class Looks(Strategy):
        def on_market_event(self, ctx, event):
            if ctx.now_ns() == S:
                ctx.market_order("buy", 1)
            seen.append(ctx.equity())

    market = [quote(S, 99, 101), quote(2 * S, 109, 111), quote(3 * S, 119, 121)]
    result = backtest(Looks, PERPETUAL.data(l1=market), latency="1500ms").run()
    # The fill of 2.5 s is heard of at 4 s, after the end.
    assert seen == [100_000] * 3
    assert rows(result.exact.equity, "reason", "equity")[-1] == ("end", 100_009)


def test_equity_is_null_as_long_as_something_held_has_no_value():
    seen = []
    market = [(None, S, None, None, 101, 1), quote(2 * S, 99, 101)]
    result = play(
        {n * S: lambda ctx: seen.append(ctx.equity()) for n in (1, 2)}, listing=SPOT, l1=market, balances={"btc": 2}
    )
    assert seen == [None, 200]
    assert rows(result.exact.equity, "time", "reason", "equity") == [(2 * S, "start", 200), (2 * S, "end", 200)]


def test_the_report_currency_may_be_any_quote_asset_of_the_run():
    eth = replace(SPOT, base="eth", quote="btc")
    data = MarketData.merge(SPOT.data(l1=[quote(S, 99, 101)]), eth.data(l1=[quote(S, 2, 4), quote(2 * S, 2, 4)]))
    runs = {
        name: backtest(scripted(), data, balances={"usdt": 50, "btc": 1, "eth": 2}, report_currency=name).run()
        for name in (None, "usdt", "btc")
    }
    assert [run.report_currency for run in runs.values()] == ["usdt", "usdt", "btc"]
    # In usdt: eth has no way there. In btc: usdt has none.
    assert [rows(run.exact.equity, "equity")[-1:] for run in runs.values()] == [[(None,)]] * 3
    only = backtest(scripted(), data, balances={"btc": 1, "eth": 2}, report_currency="btc").run()
    assert rows(only.exact.equity, "equity")[-1] == (7,)


# Two exchanges


def test_exchanges_have_fees_latency_matching_and_leverage_of_their_own():
    def act(ctx):
        for name in (PERPETUAL.name, SPOT.name):
            ctx.market_order("buy", 8, instrument=name)

    data = MarketData.merge(PERPETUAL.data(l1=QUOTES), SPOT.data(l1=QUOTES))
    names = ("binance_futures_usd", "binance_spot")
    settings = {
        "balances": ({"usdt": 100}, {"usdt": 1000}),
        "fees": (Fees(maker=0, taker="0.001"), Fees(maker=0, taker="0.002")),
        "latency": ("10ms", "20ms"),
        "matching": (TopOfBook(), TopOfBook("displayed")),
        "leverage": (10, 1),
    }
    result = backtest(
        scripted({2 * S: act}), data, **{name: dict(zip(names, own, strict=True)) for name, own in settings.items()}
    ).run()
    assert rows(result.exact.fills, "exchange", "time_exchange", "quantity", "fee") == [
        (names[0], 2 * S + 10 * MS, 8, D("0.808")),
        (names[1], 2 * S + 20 * MS, 5, D("1.01")),
    ]
    assert rows(result.exact.orders, "exchange", "status") == [(names[0], "filled"), (names[1], "cancelled")]


def test_the_same_asset_on_two_exchanges_is_two_balances():
    seen = []
    data = MarketData.merge(PERPETUAL.data(l1=QUOTES), SPOT.data(l1=QUOTES))
    strategy = scripted(
        {
            S: lambda ctx: seen.extend(
                ctx.balance("usdt", name).total for name in ("binance_futures_usd", "binance_spot")
            )
        }
    )
    backtest(strategy, data, balances={"binance_futures_usd": {"usdt": 3}, "binance_spot": {"usdt": 4}}).run()
    assert seen == [3, 4]
    backtest(strategy, data, balances={"usdt": 5}).run()
    assert seen[2:] == [5, 5]


# The grid of the equity table


def test_a_fine_grid_over_a_long_time_is_capped_and_counted():
    result = play({}, l1=[quote(S), quote(1_000 * S)], equity_every="1us", matching=TopOfBook())
    assert result.equity.num_rows == 1_000_001  # and the end
    # 999,000,001 points, of which the table had room for 999,999 beside its start.
    assert "998,000,002 grid rows left out" in result.assumptions["equity"]
