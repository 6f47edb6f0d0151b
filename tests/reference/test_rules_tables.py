"""D1, D5, D9: numbers, fingerprint, tables."""

import hashlib
from decimal import Decimal

import pytest

from .conditions import Fees, Latency
from .decimals import exact, ratio, text
from .errors import SimulationError
from .scenario import NAME, S, book, play, quote, spot, trade
from .top_of_book import TopOfBook

D = Decimal


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1E+3", "1000"),
        ("1.500", "1.5"),
        ("-0.0", "0"),
        ("0E-9", "0"),
        ("-2.50", "-2.5"),
        ("1E-18", "0." + "0" * 17 + "1"),
    ],
)
def test_d1_normalised_text(value, expected):
    assert text(D(value)) == expected


@pytest.mark.parametrize("value", ["1" * 29, "1E+28", "1E-19", "12345678901.123456789012345678"])
def test_d1_more_than_28_digits_or_18_fractional_ones_are_inexact(value):
    with pytest.raises(SimulationError) as caught:
        exact(D(value))
    assert caught.value.code == "inexact"
    assert exact(D("1234567890.123456789012345678")) and exact(D("1E+27"))


@pytest.mark.parametrize(
    ("a", "b", "c", "expected"), [(1, 1, 8, "0.12"), (3, 1, 8, "0.38"), (-1, 1, 8, "-0.12"), (2, 1, 3, "0.67")]
)
def test_d1_round_half_even(a, b, c, expected):
    assert ratio(D(a), D(b), D(c), 2) == D(expected)


def busy(**options):
    """Some of everything, with latency."""

    def first(ctx):
        ctx.market_order("buy", 3)
        ctx.limit_order("sell", 8, 102, client_order_id="exit")
        ctx.limit_order("buy", 1, 101, post_only=True)

    rows = [book(S), book(2 * S), book(3 * S, bid=102, ask=103), book(4 * S, bid=103, ask=104)]
    options = dict(fees=Fees(maker="-0.001", taker="0.002"), latency=Latency(entry=S // 2, response=S // 4)) | options
    return play({S: first, 3 * S: lambda ctx: ctx.limit_order("buy", 2, 99)}, l1=rows, **options)


def test_d5_the_fingerprint_is_the_hash_of_the_lines_and_follows_from_the_tables():
    result = busy()
    joined = "barter-fp-v1\n" + "".join(line + "\n" for line in result.lines)
    assert result.fingerprint == hashlib.sha256(joined.encode()).hexdigest()
    assert result.lines == [
        "balance|1000000000|binance_futures_usd|btc|0|0",
        "balance|1000000000|binance_futures_usd|usdt|100000|100000",
        f"sent|1000000000|1|binance_futures_usd|{NAME}|buy|market|immediate_or_cancel|0|-|3",
        f"sent|1000000000|2|binance_futures_usd|{NAME}|sell|limit|good_until_cancelled|0|102|8",
        f"sent|1000000000|3|binance_futures_usd|{NAME}|buy|limit|good_until_cancelled|1|101|1",
        "accepted|1500000000|1|0|-",
        "filled|1500000000|1|3|-",
        "balance|1500000000|binance_futures_usd|usdt|99999.394|99999.394",
        "fill|1500000000|1|buy|101|3|0.606|usdt|taker",
        "accepted|1500000000|2|0|-",
        "rejected|1500000000|3|0|post_only_would_take",
        "filled|3000000000|2|8|-",
        "balance|3000000000|binance_futures_usd|usdt|100003.21|100003.21",
        "fill|3000000000|2|sell|102|8|-0.816|usdt|maker",
        f"sent|3000000000|4|binance_futures_usd|{NAME}|buy|limit|good_until_cancelled|0|99|2",
        "accepted|3500000000|4|0|-",
    ]


def test_d9_orders():
    first, exit_, third, fourth = busy().orders
    assert (first["average_price"], first["fee"], first["fee_asset"], first["status"]) == (
        101,
        D("0.606"),
        "usdt",
        "filled",
    )
    times = ("time_sent", "time_arrived", "time_acknowledged", "time_done")
    assert [first[name] for name in times] == [S, 3 * S // 2, 7 * S // 4, 3 * S // 2]
    assert (exit_["client_order_id"], exit_["order_id"], exit_["average_price"]) == ("exit", "2", 102)
    assert (third["status"], third["reject_reason"], third["order_id"], third["fee_asset"]) == (
        "rejected",
        "post_only_would_take",
        None,
        None,
    )
    assert (fourth["status"], fourth["time_done"], fourth["filled_quantity"]) == ("open", None, 0)


def test_d9_fills():
    first, second = busy().fills
    assert (first["trade_id"], first["order_id"], first["liquidity"], first["quote_value"]) == ("1", "1", "taker", 303)
    assert (first["mid_at_fill"], first["quote_age_ns"], first["time_delivered"]) == (D("100.5"), S // 2, 7 * S // 4)
    assert (second["position_after"], second["realised_pnl"], second["mid_at_fill"]) == (-5, 3, D("102.5"))
    assert [row["sequence"] for row in busy().fills] == [9, 14]
    one_sided = play({S: lambda ctx: ctx.market_order("sell", 1)}, l1=[quote(S, 100, 1, None, None)]).fills[0]
    assert (one_sided["mid_at_fill"], one_sided["quote_age_ns"]) == (None, 0)


def test_d9_positions_run_from_flat_to_flat_and_a_flip_splits_its_fee():
    first, second = busy().positions
    assert (first["side"], first["quantity_max"], first["price_enter"], first["price_exit"]) == ("buy", 3, 101, 102)
    assert (first["time_enter"], first["time_exit"], first["is_open"], first["fills"]) == (3 * S // 2, 3 * S, False, 2)
    assert (first["pnl_gross"], first["fees"], first["pnl_net"]) == (3, D("0.606") - D("0.306"), 3 - D("0.3"))
    assert (second["side"], second["quantity_max"], second["fees"], second["time_exit"]) == (
        "sell",
        5,
        D("-0.51"),
        None,
    )
    assert (second["price_exit"], second["is_open"], second["fills"], second["funding"]) == (None, True, 1, None)


def test_d9_a_split_fee_is_rounded_half_even_to_18_digits_and_nothing_is_lost():
    actions = {S: lambda ctx: ctx.market_order("buy", 1), 2 * S: lambda ctx: ctx.market_order("sell", 3)}
    result = play(actions, l1=[book(S), book(2 * S)], fees=Fees(maker=0, taker="0.001"))
    fee = result.fills[1]["fee"]
    assert result.positions[0]["fees"] == D("0.101") + D("0.100000000000000000")
    assert sum(row["fees"] for row in result.positions) == D("0.101") + fee


def test_d9_equity_rows_start_fill_grid_end_in_order_of_happening():
    result = play(
        {S + 5: lambda ctx: ctx.market_order("buy", 1)},
        l1=[book(S + 5), book(3 * S, bid=90, ask=91)],
        equity_every="1s",
    )
    shown = [(row["time"], row["reason"], row["equity"]) for row in result.equity]
    assert shown == [
        (S + 5, "start", 100_000),
        (S + 5, "fill", D("99999.5")),
        (2 * S, "grid", D("99999.5")),
        (3 * S, "grid", D("99989.5")),
        (3 * S, "end", D("99989.5")),
    ]
    assert result.equity[-1]["drawdown"] == D("0.000105")
    assert (result.max_drawdown, result.max_drawdown_duration) == (D("0.000105"), 2 * S - 5)


def test_d9_a_grid_point_at_the_start_shows_the_state_after_all_that_happened_then():
    result = play({S: lambda ctx: ctx.market_order("buy", 1)}, l1=[book(S), book(2 * S)], equity_every="1s")
    reasons = [(row["time"] // S, row["reason"]) for row in result.equity]
    assert reasons == [(1, "start"), (1, "fill"), (1, "grid"), (2, "grid"), (2, "end")]
    assert result.equity[2]["equity"] == D("99999.5")


def test_d9_each_fill_of_one_row_has_the_equity_after_it():
    def act(ctx):
        ctx.limit_order("buy", 1, 100)
        ctx.limit_order("buy", 2, 99)

    result = play({S: act}, l1=[book(S), quote(2 * S, 97, 5, 99, 5)])
    rows = [row for row in result.equity if row["reason"] == "fill"]
    assert [(row["gross_exposure"], row["unrealised_pnl"]) for row in rows] == [(98, -2), (294, -4)]


def test_d9_the_peak_is_followed_on_every_mark_and_drawdown_is_null_while_it_is_not_positive():
    actions = {S: lambda ctx: ctx.market_order("buy", 1)}
    rows = [book(S, bid=100, ask=100), book(2 * S, bid=150, ask=150), book(3 * S, bid=120, ask=120)]
    result = play(actions, l1=rows, balances={"usdt": 100})
    assert result.equity[-1]["drawdown"] == result.max_drawdown == D("0.2")
    nothing = play({}, l1=rows, balances={"usdt": 0})
    assert [row["drawdown"] for row in nothing.equity] == [None, None] and nothing.max_drawdown is None


def test_d9_the_grid_may_be_capped_and_says_so():
    result = play({}, l1=[book(S), book(9 * S)], equity_every="1s", equity_rows_max=4)
    assert (len(result.equity), result.equity_rows_left_out) == (5, 6)


def test_d9_balances_hold_what_orders_keep_back():
    result = play(
        {S: lambda ctx: ctx.limit_order("buy", 1, 99)}, l1=[book(S)], instrument=spot(), balances={"usdt": 100}
    )
    last = result.balances[-1]
    assert (last["asset"], last["total"], last["free"], last["held"], last["reason"]) == (
        "usdt",
        100,
        1,
        99,
        "accepted",
    )
    assert result.funding == []


def test_d9_displayed_sizes_never_go_beyond_what_is_displayed():
    result = busy(matching=TopOfBook("displayed"), trades=[trade(2 * S, 101, 1, "buy")])
    assert all(row["quantity_beyond_displayed"] == 0 for row in result.fills)
