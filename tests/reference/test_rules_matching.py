"""M1-M8, M12-M19: what an order meets at the exchange."""

import pytest

from .conditions import Latency
from .last_trade import LastTrade
from .scenario import S, book, events, fills, outcome, perpetual, play, quote, trade
from .top_of_book import TopOfBook

DISPLAYED = TopOfBook("displayed")
GTC, DAY, IOC, FOK = "good_until_cancelled", "good_until_end_of_day", "immediate_or_cancel", "fill_or_kill"


def market(side="buy", quantity=1):
    return lambda ctx: ctx.market_order(side, quantity)


def limit(side, quantity, price, **more):
    return lambda ctx: ctx.limit_order(side, quantity, price, **more)


def test_m1_an_order_meets_the_state_at_its_arrival():
    rows = [book(S), book(2 * S, ask=102), book(3 * S, ask=103)]
    for entry, price in [(0, 101), (S, 102), (2 * S - 1, 102), (2 * S, 103)]:
        assert fills(play({S: market()}, l1=rows, latency=Latency(entry=entry)))[0][3] == price


def test_m2_unlimited_fills_whole_at_the_touch_and_says_how_much_was_beyond_it():
    result = play({S: market(quantity=8)}, l1=[book(S, size=5)])
    assert fills(result) == [(1, S, "buy", 101, 8, "taker")]
    assert result.fills[0]["quantity_beyond_displayed"] == 3


def test_m3_displayed_cancels_what_the_touch_does_not_hold_and_remembers_what_was_taken():
    def twice(ctx):
        ctx.market_order("buy", 3)
        ctx.market_order("buy", 3)
        ctx.market_order("sell", 1)  # the other side is untouched

    result = play({S: twice}, l1=[book(S, size=5)], matching=DISPLAYED)
    assert [row[0::4] for row in fills(result)] == [(1, 3), (2, 2), (3, 1)]
    assert outcome(result, 2) == ("cancelled", "no_liquidity")
    assert [row["quantity_beyond_displayed"] for row in result.fills] == [0, 0, 0]


@pytest.mark.parametrize(
    ("second", "filled"),
    [
        (book(2 * S), 0),
        (quote(2 * S, 90, 1, 101, 5), 0),
        (quote(2 * S, 100, 5, 101, 6), 6),
        (quote(2 * S, 100, 5, 102, 5), 5),
    ],
)
def test_m3_the_consumption_lasts_until_that_side_changes(second, filled):
    result = play({S: market(quantity=5), 2 * S: market(quantity=9)}, l1=[book(S), second], matching=DISPLAYED)
    assert result.orders[1]["filled_quantity"] == filled


def test_m3_fill_or_kill_tests_the_visible_size():
    many = limit("buy", 6, 101, time_in_force=FOK)
    assert outcome(play({S: many}, l1=[book(S)], matching=DISPLAYED)) == ("cancelled", "fill_or_kill")
    assert outcome(play({S: many}, l1=[book(S)])) == ("filled", None)


def test_m5_last_trade_fills_whole_at_its_price_and_a_limit_when_a_later_trade_touches_it():
    def act(ctx):
        ctx.market_order("buy", 7)
        ctx.limit_order("sell", 1, 99)  # marketable: the latest trade is at or above it
        ctx.limit_order("buy", 2, 95)

    trades = [trade(S, 100, 4), trade(2 * S, 96, 1), trade(3 * S, 95, 1), trade(4 * S, 90, 1)]
    result = play({S: act}, trades=trades, matching=LastTrade())
    assert fills(result) == [
        (1, S, "buy", 100, 7, "taker"),
        (2, S, "sell", 100, 1, "taker"),
        (3, 3 * S, "buy", 95, 2, "maker"),
    ]
    assert [row["quantity_beyond_displayed"] for row in result.fills] == [3, 0, 0]


def test_m5_last_trade_kills_what_cannot_fill_now_and_refuses_post_only_that_would_take():
    def act(ctx):
        ctx.limit_order("buy", 1, 99, time_in_force=IOC)
        ctx.limit_order("buy", 1, 99, time_in_force=FOK)
        ctx.limit_order("buy", 1, 100, post_only=True)

    result = play({S: act}, trades=[trade(S, 100, 4)], matching=LastTrade())
    ends = [outcome(result, number) for number in (1, 2, 3)]
    assert ends == [("cancelled", IOC), ("cancelled", FOK), ("rejected", "post_only_would_take")]


def test_m6_a_marketable_limit_takes_at_the_touch_and_the_rest_rests():
    result = play({S: limit("buy", 8, 103)}, l1=[book(S)], matching=DISPLAYED)
    assert fills(result) == [(1, S, "buy", 101, 5, "taker")]
    assert (result.orders[0]["status"], result.orders[0]["filled_quantity"]) == ("open", 5)


@pytest.mark.parametrize(
    ("side", "price", "event"), [("buy", 101, "rejected"), ("buy", 100.5, "accepted"), ("sell", 100, "rejected")]
)
def test_m7_post_only_is_judged_at_arrival_and_equality_counts(side, price, event):
    result = play({S: limit(side, 1, price, post_only=True)}, l1=[book(S)])
    assert outcome(result) == (event, "post_only_would_take" if event == "rejected" else None)
    late = play({S: limit("buy", 1, 101, post_only=True)}, l1=[book(S), book(2 * S, ask=102)], latency=Latency(entry=S))
    assert outcome(late)[0] == "accepted"


def test_m8_without_a_quote_everything_is_rejected_and_without_the_side_market_and_post_only():
    def act(ctx):
        ctx.market_order("buy", 1)
        ctx.limit_order("buy", 1, 99)
        ctx.limit_order("buy", 1, 99, post_only=True)
        ctx.market_order("sell", 1)

    none = play({S: act}, trades=[trade(S, 100, 1)], l1=[book(2 * S)])
    assert [outcome(none, number) for number in (1, 2, 3, 4)] == [("rejected", "no_market")] * 4
    one_sided = play({S: act}, l1=[quote(S, 100, 5, None, None)])
    ends = [outcome(one_sided, number) for number in (1, 2, 3, 4)]
    assert ends == [("rejected", "no_market"), ("accepted", None), ("rejected", "no_market"), ("filled", None)]


def test_m12_fills_before_the_cancel_stand_and_the_answers_are_upstreams():
    rows = [book(S), book(2 * S), book(4 * S, bid=98, ask=99), book(9 * S)]
    cancel = lambda ctx: ctx.orders()[0].cancel()  # noqa: E731
    result = play({S: limit("buy", 1, 99), 2 * S: cancel}, l1=rows, latency=Latency(entry=3 * S))
    assert events(result) == [
        ("sent", S, None),
        ("cancel_sent", 2 * S, None),  # by client id, before the acknowledgement
        ("accepted", 4 * S, None),
        ("filled", 4 * S, None),
        ("cancel_rejected", 5 * S, "order_already_fully_filled"),
    ]


def test_m12_cancelling_what_was_cancelled_rejected_or_expired():
    def act(ctx):
        ctx.limit_order("buy", 1, 99, time_in_force=IOC)
        ctx.limit_order("buy", 1, 101, post_only=True)

    result = play(
        {S: act, 2 * S: lambda ctx: ctx.cancel_all()},
        l1=[book(S), book(2 * S), book(9 * S)],
        latency=Latency(entry=3 * S),
    )
    ends = [outcome(result, number) for number in (1, 2)]
    assert ends == [("cancel_rejected", "order_already_cancelled"), ("cancel_rejected", "order_not_found")]


@pytest.mark.parametrize(
    ("resting", "incoming", "expires"),
    [
        (("sell", 100.5), ("buy", None), True),  # better than the touch
        (("sell", 101), ("buy", None), False),  # at it, behind others
        (("sell", 100.5), ("buy", 100.4), False),  # not reached
        (("buy", 100.5), ("sell", 100.5), True),
        (("sell", 102), ("buy", 103), False),  # behind the touch: the touch is taken first
    ],
)
def test_m13_the_incoming_order_expires_rather_than_meet_an_own_one(resting, incoming, expires):
    def act(ctx):
        ctx.limit_order(resting[0], 1, resting[1])
        if incoming[1] is None:
            ctx.market_order(incoming[0], 1)
        else:
            ctx.limit_order(incoming[0], 1, incoming[1])

    result = play({S: act}, l1=[book(S)])
    assert (outcome(result, 2) == ("expired", "self_trade")) is expires
    assert result.orders[0]["status"] == "open"


def test_m13_at_the_touch_with_nothing_ahead():
    # improving the touch makes the own order the touch; the next quote shows it alone
    rows = [book(S), quote(2 * S, 100, 5, 100.5, 1)]
    result = play({S: limit("sell", 1, 100.5), 2 * S: market()}, l1=rows)
    assert outcome(result, 2) == ("expired", "self_trade")


def test_m14_after_reconnecting_nothing_matches_until_the_next_quote():
    def act(ctx):
        ctx.market_order("buy", 1)
        ctx.limit_order("buy", 1, 102, time_in_force=IOC)
        ctx.limit_order("buy", 1, 99, post_only=True)
        ctx.limit_order("buy", 1, 102)

    rows = [book(S), book(5 * S, bid=99, ask=100)]
    trades = [trade(3 * S, 100, 1, "sell"), trade(4 * S, 90, 9, "sell")]
    result = play({3 * S: act}, l1=rows, trades=trades, reconnecting=[(None, 2 * S)])
    assert [outcome(result, number) for number in (1, 2, 3)] == [("rejected", "stale_market")] * 3
    assert fills(result) == [(4, 5 * S, "buy", 102, 1, "maker")]


def test_m14_hooks_of_a_lost_connection():
    seen = []
    hooks = {
        "on_disconnect": lambda self, ctx, exchange: seen.append((ctx.now_ns() // S, str(exchange))),
        "on_reconnect": lambda self, ctx, exchange: seen.append((ctx.now_ns() // S, str(exchange))),
    }
    play({}, l1=[book(S), book(5 * S), book(6 * S)], reconnecting=[(None, 2 * S)], hooks=hooks)
    assert seen == [(2, "binance_futures_usd"), (5, "binance_futures_usd")]


def test_m14_an_old_quote_is_stale_too_and_fills_carry_its_age():
    rows, trades = [book(S)], [trade(2 * S, 100, 1), trade(3 * S + 1, 100, 1)]
    both = {2 * S: market(), 3 * S + 1: market()}
    result = play(both, l1=rows, trades=trades, max_quote_age="2s")
    assert [outcome(result, number) for number in (1, 2)] == [("filled", None), ("rejected", "stale_market")]
    assert result.fills[0]["quote_age_ns"] == S


def test_m15_each_side_of_a_crossed_quote_is_used_as_it_is_and_counted():
    def act(ctx):
        ctx.market_order("buy", 1)
        ctx.market_order("sell", 1)

    result = play({S: act}, l1=[quote(S, 102, 5, 101, 5), quote(2 * S, 101, 1, 101, 1)])
    assert [row[3] for row in fills(result)] == [101, 102]
    assert result.crossed_quotes == 1  # bid = ask is locked, not crossed


def test_m15_a_side_without_price_or_quantity_is_missing():
    for side in [(None, 5), (0, 5), (101, None), (101, 0), (101, -1)]:
        assert outcome(play({S: market()}, l1=[quote(S, 100, 5, *side)])) == ("rejected", "no_market")


def test_m16_trades_without_price_or_quantity_are_dropped_and_counted():
    trades = [trade(S, 0, 1), trade(2 * S, 100, 0), trade(3 * S, 100, -1), trade(4 * S, 100, 1)]
    result = play({}, trades=trades)
    assert result.dropped_trades == 3
    assert result.strategy.log == [("on_trade", 4 * S)]


def test_m16_unmatched_prints_are_delivered_and_change_nothing_at_the_exchange():
    trades = [trade(2 * S, 90, 99, "sell", False)]
    result = play({S: limit("buy", 1, 100)}, l1=[book(S)], trades=trades)
    assert fills(result) == [] and ("on_trade", 2 * S) in result.strategy.log
    last = play({S: market()}, trades=[trade(S, 90, 1, None, False)], matching=LastTrade())
    assert outcome(last) == ("rejected", "no_market")


def test_m17_end_of_day_expires_at_the_first_utc_midnight_after_acceptance_in_order_of_acceptance():
    midnight = 86_400 * S

    def act(ctx):
        ctx.limit_order("buy", 1, 90, time_in_force=DAY)
        ctx.limit_order("sell", 1, 110, time_in_force=DAY)
        ctx.limit_order("buy", 1, 91)

    rows = [book(midnight - S), book(midnight, bid=99), book(midnight + S)]
    result = play({midnight - S: act}, l1=rows)
    expired = [
        (row["number"], row["time_exchange"], row["reason"]) for row in result.order_events if row["event"] == "expired"
    ]
    assert expired == [(1, midnight, "end_of_day"), (2, midnight, "end_of_day")]
    at_midnight = play({midnight: act}, l1=rows)
    assert [row["status"] for row in at_midnight.orders] == ["open"] * 3


def test_m17_immediate_or_cancel_and_fill_or_kill():
    def act(ctx):
        ctx.limit_order("buy", 7, 101, time_in_force=IOC)
        ctx.limit_order("buy", 1, 100, time_in_force=IOC)
        ctx.limit_order("sell", 6, 100, time_in_force=FOK)
        ctx.limit_order("sell", 5, 100, time_in_force=FOK)

    result = play({S: act}, l1=[book(S)], matching=DISPLAYED)
    assert [outcome(result, n) for n in (1, 2, 3, 4)] == [
        ("cancelled", IOC),
        ("cancelled", IOC),
        ("cancelled", FOK),
        ("filled", None),
    ]
    assert [row[0::4] for row in fills(result)] == [(1, 5), (4, 5)]


def test_m18_the_price_of_a_market_order_is_null():
    result = play({S: market()}, l1=[book(S)])
    assert result.orders[0]["price"] is None
    assert next(line for line in result.lines if line.startswith("sent")).split("|")[-2:] == ["-", "1"]


def test_d6_a_market_order_below_the_minimum_notional_is_rejected():
    instrument = perpetual(min_notional=102)
    assert outcome(play({S: market()}, l1=[book(S)], instrument=instrument)) == ("rejected", "below_minimum_notional")
