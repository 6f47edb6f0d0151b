"""M9-M11, D7: the queue of resting orders at the top of book."""

import pytest

from .scenario import S, book, fills, outcome, play, quote, trade
from .top_of_book import TopOfBook


def rest(price, quantity=2, side="buy"):
    return lambda ctx: ctx.limit_order(side, quantity, price)


def filled(l1, trades, price=100, quantity=2, **options):
    """(time in s, quantity) of the fills of one resting buy."""
    result = play({S: rest(price, quantity)}, l1=l1, trades=trades, **options)
    assert all(row[5] == "maker" and row[3] == price for row in fills(result))
    return [(row[1] // S, row[4]) for row in fills(result)]


def test_m9_at_the_touch_the_displayed_size_is_ahead_and_the_excess_of_a_trade_fills():
    trades = [trade(2 * S, 100, 5, "sell"), trade(3 * S, 100, 1, "sell"), trade(4 * S, 100, 9, "sell")]
    assert filled([book(S)], trades) == [(3, 1), (4, 1)]


def test_m9_better_than_the_touch_there_is_nothing_ahead():
    assert filled([book(S)], [trade(2 * S, 100.5, 1, "sell")], price=100.5) == [(2, 1)]


def test_m9_behind_the_touch_the_queue_is_unknown_until_the_touch_reaches_the_price():
    trades = [trade(2 * S, 99, 9, "sell"), trade(4 * S, 99, 3, "sell"), trade(5 * S, 99, 1, "sell")]
    assert filled([book(S), quote(3 * S, 99, 3, 101, 5)], trades, price=99) == [(5, 1)]


def test_m9_when_the_touch_falls_below_the_price_nothing_is_ahead():
    trades = [trade(3 * S, 99, 1, "sell")]
    assert filled([book(S), quote(2 * S, 98, 3, 101, 5)], trades, price=99) == [(3, 1)]
    assert filled([book(S), quote(2 * S, None, None, 101, 5)], trades, price=99) == [(3, 1)]


def test_m9_a_quote_at_the_price_caps_what_is_ahead_and_never_subtracts():
    grown = [book(S), quote(2 * S, 100, 9, 101, 5)]
    assert filled(grown, [trade(3 * S, 100, 6, "sell")]) == [(3, 1)]
    shrunk = [book(S), quote(2 * S, 100, 1, 101, 5)]
    assert filled(shrunk, [trade(3 * S, 100, 2, "sell")]) == [(3, 1)]
    # trade and quote report one event: 2 traded, 3 left
    assert filled(
        [book(S), quote(3 * S, 100, 3, 101, 5)], [trade(2 * S, 100, 2, "sell"), trade(4 * S, 100, 4, "sell")]
    ) == [(4, 1)]


def test_m9_while_the_touch_is_better_the_queue_stays():
    assert filled([book(S), quote(2 * S, 100.5, 1, 101, 5)], [trade(3 * S, 100, 6, "sell")]) == [(3, 1)]


def test_m9_only_the_opposite_aggressor_counts_and_m11_an_unknown_one_for_both_sides():
    assert filled([book(S)], [trade(2 * S, 100, 9, "buy")]) == []
    assert filled([book(S)], [trade(2 * S, 100, 9, None)]) == [(2, 2)]


def test_m10_a_trade_through_the_price_by_any_aggressor_or_the_opposite_touch_fills_whole():
    assert filled([book(S)], [trade(2 * S, 99.9, 1, "buy")]) == [(2, 2)]
    assert filled([book(S), book(2 * S, bid=99, ask=100)], []) == [(2, 2)]


def test_m10_capped_at_the_trades_quantity():
    capped = TopOfBook(cap_at_trade=True)
    assert filled([book(S)], [trade(2 * S, 99, 0.5, "sell")], matching=capped) == [(2, 0.5)]


def two(price_first, price_second):
    def act(ctx):
        ctx.limit_order("buy", 1, price_first)
        ctx.limit_order("buy", 1, price_second)

    return act


@pytest.mark.parametrize(("prices", "order"), [((100, 100), [1, 2]), ((100, 100.5), [2, 1])])
def test_m11_price_then_time(prices, order):
    result = play({S: two(*prices)}, l1=[book(S)], trades=[trade(2 * S, 99, 1, "sell")])
    assert [row[0] for row in fills(result)] == order


def test_m11_the_volume_of_a_trade_is_spent_once():
    # 5 ahead of both: 6 fills the first, and what it got is not there for the second
    result = play(
        {S: two(100, 100)}, l1=[book(S)], trades=[trade(2 * S, 100, 6, "sell"), trade(3 * S, 100, 0.5, "sell")]
    )
    assert [(row[0], row[1] // S, row[4]) for row in fills(result)] == [(1, 2, 1), (2, 3, 0.5)]
    # through one price, at the other
    result = play({S: two(100.5, 100)}, l1=[book(S)], trades=[trade(2 * S, 100, 6, "sell")])
    assert [(row[0], row[4]) for row in fills(result)] == [(1, 1)]
    capped = TopOfBook(cap_at_trade=True)
    result = play({S: two(100, 99.5)}, l1=[book(S)], trades=[trade(2 * S, 99, 1.5, "sell")], matching=capped)
    assert [(row[0], row[4]) for row in fills(result)] == [(1, 1), (2, 0.5)]


def test_m9_sells_mirror_buys():
    trades = [trade(2 * S, 101, 6, "buy"), trade(3 * S, 101.1, 1, None)]
    result = play({S: rest(101, 2, "sell")}, l1=[book(S)], trades=trades)
    assert [(row[1] // S, row[2], row[3], row[4]) for row in fills(result)] == [
        (2, "sell", 101, 1),
        (3, "sell", 101, 1),
    ]


def test_m9_what_crosses_the_touch_after_taking_has_nothing_ahead_and_fills_at_the_next_quote():
    result = play({S: rest(101, 7)}, l1=[book(S), book(2 * S)], matching=TopOfBook("displayed"))
    assert [(row[1] // S, row[3], row[4], row[5]) for row in fills(result)] == [
        (1, 101, 5, "taker"),
        (2, 101, 2, "maker"),
    ]


def test_m14_an_order_that_arrives_while_stale_has_an_unknown_queue():
    l1 = [book(S), quote(4 * S, 100, 3, 101, 5)]
    trades = [trade(3 * S, 100, 9, "sell"), trade(5 * S, 100, 4, "sell")]
    result = play({3 * S: rest(100)}, l1=l1, trades=trades, reconnecting=[(None, 2 * S)])
    assert [(row[1] // S, row[4]) for row in fills(result)] == [(5, 1)]
    assert outcome(result) == ("partially_filled", None)
