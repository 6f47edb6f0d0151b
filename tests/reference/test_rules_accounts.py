"""A1-A7, A9, D8: holds, fees, margin, ruin, equity."""

from decimal import Decimal

import pytest

from .candles import Candles
from .conditions import Fees, Latency
from .errors import SimulationError
from .last_trade import LastTrade
from .run import run
from .scenario import FREE, S, book, outcome, perpetual, play, quote, scripted, spot, trade
from .tables_in import from_table
from .top_of_book import TopOfBook

D = Decimal
FEES = Fees(maker="0.001", taker="0.002")


def balances(result):
    """(asset, total, free, reason) after the initial ones."""
    names = ("asset", "total", "free", "reason")
    return [tuple(row[name] for name in names) for row in result.balances if row["reason"] != "initial"]


def on_spot(actions, **options):
    options.setdefault("balances", {"usdt": 1000, "btc": 3})
    options.setdefault("fees", FEES)
    options.setdefault("l1", [book(S), book(2 * S)])
    return play(actions, instrument=spot(), **options)


def test_a1_a_buy_holds_price_times_remaining_with_the_highest_fee_and_a_sell_holds_the_base():
    def act(ctx):
        ctx.limit_order("buy", 2, 99)
        ctx.limit_order("sell", 1, 105)

    result = on_spot({S: act, 2 * S: lambda ctx: ctx.cancel_all()})
    hold = 99 * 2 * D("1.002")
    assert balances(result) == [
        ("usdt", 1000, 1000 - hold, "accepted"),
        ("btc", 3, 2, "accepted"),
        ("usdt", 1000, 1000, "released"),
        ("btc", 3, 3, "released"),
    ]


def test_a1_holds_are_released_with_each_fill():
    trades = [trade(3 * S, 100, 6, "sell"), trade(4 * S, 99, 1, "sell")]
    result = on_spot({S: lambda ctx: ctx.limit_order("buy", 2, 100)}, trades=trades)
    rate = D("1.002")
    assert balances(result) == [
        ("usdt", 1000, 1000 - 200 * rate, "accepted"),
        ("btc", 4, 4, "fill"),
        ("usdt", 1000 - D("100.1"), 1000 - D("100.1") - 100 * rate, "fill"),
        ("btc", 5, 5, "fill"),
        ("usdt", 1000 - D("200.2"), 1000 - D("200.2"), "fill"),
    ]


REFUSED = ("rejected", "insufficient_balance")


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (lambda ctx: ctx.limit_order("buy", "9.9", 100), ("accepted", None)),  # 991.98
        (lambda ctx: ctx.limit_order("buy", 10, 100), REFUSED),  # 1002
        (lambda ctx: ctx.market_order("buy", "9.8"), ("filled", None)),  # 991.7796
        (lambda ctx: ctx.market_order("buy", "9.9"), REFUSED),
        (lambda ctx: ctx.limit_order("sell", 3, 105), ("accepted", None)),
        (lambda ctx: ctx.limit_order("sell", "3.1", 105), REFUSED),
        (lambda ctx: ctx.market_order("sell", 3), ("filled", None)),
        (lambda ctx: ctx.market_order("sell", "3.1"), REFUSED),
    ],
)
def test_a1_refused_whole_where_it_is_not_covered(ask, expected):
    result = on_spot({S: ask})
    assert outcome(result) == expected
    assert (balances(result) == []) is (expected == REFUSED)


def test_a1_a_market_buy_is_checked_against_what_it_will_cost():
    need = D("101") * 9 * D("1.002")
    nine = {S: lambda ctx: ctx.market_order("buy", 9)}
    assert outcome(on_spot(nine, balances={"usdt": need})) == ("filled", None)
    assert outcome(on_spot(nine, balances={"usdt": need - D("0.001")})) == ("rejected", "insufficient_balance")


def test_a1_candles_test_a_market_order_again_at_the_price_it_pays():
    candles = [(60 * S, None, 100, 100, 100, 100, 1), (120 * S, None, 200, 200, 200, 200, 1)]
    act = {60 * S: lambda ctx: ctx.market_order("buy", 8)}
    result = play(act, candles=candles, matching=Candles(), instrument=spot(), balances={"usdt": 1000})
    assert outcome(result) == ("cancelled", "insufficient_balance")


def test_a1_position_is_not_inventory():
    seen = []
    actions = {
        S: lambda ctx: ctx.target_position(-1),
        2 * S: lambda ctx: seen.append((ctx.position(), ctx.balance("btc").total)),
    }
    on_spot(actions)
    assert seen == [(-1, 2)]
    assert outcome(on_spot(actions, balances={"usdt": 1000})) == ("rejected", "insufficient_balance")


def test_a2_fees_are_in_quote_unrounded_and_a_negative_maker_rate_is_a_rebate():
    fees = Fees(maker="-0.00001234", taker="0.0000567")
    actions = {S: lambda ctx: ctx.market_order("buy", "0.00007"), 2 * S: lambda ctx: ctx.limit_order("sell", 1, 100.5)}
    l1 = [quote(S, "61800.1", 5, "61800.3", 5), book(2 * S), book(3 * S, bid=101, ask=102)]
    result = play(actions, l1=l1, fees=fees)
    taker, maker = (row["fee"] for row in result.fills)
    assert taker == D("61800.3") * D("0.00007") * D("0.0000567")
    assert maker == -D("100.5") * D("0.00001234")
    assert {row["fee_asset"] for row in result.fills} == {"usdt"}
    assert result.accounting["fees"] == taker and result.accounting["rebates"] == -maker
    with pytest.raises(SimulationError, match=r"taker=-0\.1 is negative"):
        Fees(maker=0, taker="-0.1")


def test_a5_a_partial_close_rounds_the_removed_cost_once_and_books_it_on_both_sides():
    actions = {S: lambda ctx: ctx.market_order("buy", 3), 2 * S: lambda ctx: ctx.market_order("buy", 4)}
    actions[3 * S] = lambda ctx: ctx.market_order("sell", 2)
    rows = [book(S, bid=99, ask=100), book(2 * S, bid=100, ask=101), book(3 * S, bid=110, ask=112)]
    result = play(actions, l1=rows)
    removed = D("201.1428571429")  # 704 × 2 / 7, 10 digits half even
    assert result.fills[2]["realised_pnl"] == 220 - removed
    assert result.accounting["pnl_gross"] == 220 - removed + 5 * 111 - (704 - removed)
    assert result.equity[-1]["equity"] == 100_000 - 704 + 220 + 555


def test_a5_equity_of_spot_is_balances_times_marks():
    result = on_spot({S: lambda ctx: ctx.market_order("buy", 1)}, l1=[book(S), book(2 * S, bid=200, ask=202)])
    last = result.equity[-1]
    cost = 101 * D("1.002")
    assert (last["cash"], last["position_value"]) == (1000 - cost, 4 * 201)
    assert last["equity"] == 1000 - cost + 804
    assert (last["unrealised_pnl"], last["gross_exposure"]) == (100, 201)  # of own fills


def test_a5_what_does_not_fit_is_the_error_inexact():
    with pytest.raises(SimulationError) as caught:
        play(
            {S: lambda ctx: ctx.market_order("buy", "0.0000000001")}, l1=[quote(S, 1, 1, "1.0000000001", 1)], fees=FREE
        )
    assert caught.value.code == "inexact"


def test_a6_the_contract_size_counts_everywhere():
    actions = {S: lambda ctx: ctx.market_order("buy", 2)}
    result = play(
        actions, l1=[book(S), book(2 * S, bid=110, ask=112)], instrument=perpetual(contract_size=10), fees=FEES
    )
    fill = result.fills[0]
    assert (fill["quote_value"], fill["fee"]) == (2020, D("4.04"))
    assert (result.equity[-1]["unrealised_pnl"], result.equity[-1]["gross_exposure"]) == (200, 2220)


def test_a7_the_mark_is_mid_else_last_trade_else_close_and_which_is_recorded():
    held = {"usdt": 0, "btc": 1}
    candles = [(S, None, 7, 7, 7, 7, 1), (9 * S, None, 8, 8, 8, 8, 1)]
    trades = [trade(2 * S, 50, 1), trade(4 * S, 60, 1)]
    l1 = [book(3 * S), quote(5 * S, 200, 1, None, None)]
    options = dict(instrument=spot(), balances=held, equity_every="1s")
    result = play({}, candles=candles, trades=trades, l1=l1, **options)
    # one side of the quote missing: the latest mid stays
    assert [row["equity"] for row in result.equity if row["reason"] == "grid"] == [7, 50] + [D("100.5")] * 7
    assert result.mark_rules == {"binance_spot-btcusdt": "mid"}
    assert play({}, trades=trades, **options).mark_rules == {"binance_spot-btcusdt": "trade"}


def test_a7_the_contexts_equity_is_what_was_delivered():
    seen = []
    rows = [book(S), book(2 * S, bid=200, ask=202)]
    actions = {S: lambda ctx: ctx.market_order("buy", 1), 2 * S: lambda ctx: seen.append(ctx.equity())}
    result = play(actions, l1=rows, latency=Latency(response=2 * S))
    assert seen == [100_000] and result.equity[-1]["equity"] == 100_100


def cross_rates(**options):
    """Spot eth/btc and btc/usdt on two exchanges, counted in usdt."""
    instruments = [spot("kraken", "kraken-ethbtc", "eth", "btc"), spot()]
    feeds = [
        from_table("kraken", "kraken-ethbtc", l1=[quote(S, "0.05", 9, "0.05", 9), quote(3 * S, "0.06", 9, "0.06", 9)]),
        from_table("binance_spot", instruments[1].name, l1=[book(2 * S, 100, 100)]),
    ]
    held = {"kraken": {"btc": 1}, "binance_spot": {"usdt": 1}}
    options = dict(balances=held, report_currency="usdt", equity_every=None, fees=FREE) | options
    strategy = scripted({3 * S: lambda ctx: ctx.market_order("buy", 2, instrument="kraken-ethbtc")})
    return run(strategy, feeds, instruments, **options)


def test_a9_equity_starts_when_everything_held_is_valued_and_is_null_without_a_path():
    result = cross_rates()
    shown = [(row["time"] // S, row["reason"], row["equity"]) for row in result.equity]
    assert shown == [(2, "start", 101), (3, "fill", None), (3, "end", None)]
    assert result.equity[-1]["drawdown"] is None and result.accounting is None


def test_a9_results_in_another_quote_asset_are_converted_at_the_mark():
    def act(ctx):
        ctx.market_order("buy", 2, instrument="kraken-ethbtc")
        ctx.market_order("sell", 2, instrument="kraken-ethbtc")

    instruments = [spot("kraken", "kraken-ethbtc", "eth", "btc"), spot()]
    feeds = [
        from_table("kraken", "kraken-ethbtc", l1=[quote(3 * S, "0.05", 9, "0.06", 9)]),
        from_table("binance_spot", instruments[1].name, l1=[book(2 * S, 100, 100)]),
    ]
    held = {"kraken": {"btc": 1}, "binance_spot": {}}
    result = run(scripted({3 * S: act}), feeds, instruments, balances=held, report_currency="usdt", fees=FREE)
    assert result.equity[-1]["realised_pnl"] == D("-2.00")


def test_balances_of_an_unknown_asset_are_an_error():
    with pytest.raises(SimulationError, match="has no asset 'eur'"):
        play({}, l1=[book(S)], balances={"eur": 1})


@pytest.mark.parametrize("matching", [TopOfBook(), TopOfBook("displayed", cap_at_trade=True), LastTrade()])
def test_accounting_net_is_gross_less_fees_plus_rebates_and_moves_equity(matching):
    def act(ctx):
        ctx.market_order("buy", 3)
        ctx.limit_order("sell", 7, 102)
        ctx.limit_order("buy", 2, 100)

    trades = [trade(S, 100, 1), trade(4 * S, 103, 4, "buy"), trade(5 * S, 99, 3, "sell")]
    result = play(
        {2 * S: act},
        l1=[book(S), book(2 * S)],
        trades=trades,
        fees=Fees(maker="-0.001", taker="0.002"),
        matching=matching,
    )
    account = result.accounting
    assert account["pnl_net"] == account["pnl_gross"] - account["fees"] + account["rebates"]
    assert account["equity_final"] - account["equity_start"] == account["pnl_net"]
    assert len(result.fills) == 3 and account["rebates"] > 0
