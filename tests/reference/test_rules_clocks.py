"""T0-T12: clocks and the order of happenings."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from .conditions import Latency
from .errors import SimulationError
from .run import run
from .scenario import FREE, MS, NAME, VENUE, S, book, events, fills, perpetual, play, quote, scripted, spot, trade
from .tables_in import from_table


def buy(ctx):
    ctx.market_order("buy", 1)


def test_t0_two_axes_act_at_exchange_time_and_one_axis_at_received_time():
    rows = [quote(10 * S, 100, 5, 101, 5, exchange=9 * S), quote(13 * S, 200, 5, 201, 5, exchange=10 * S)]
    one = play({10 * S: buy}, l1=rows)
    two = play({10 * S: buy}, l1=rows, clock="two")
    # On two axes the second quote has acted (phase 0) when the first one is delivered.
    assert [row[1:4] for row in fills(one)] == [(10 * S, "buy", 101)]
    assert [row[1:4] for row in fills(two)] == [(10 * S, "buy", 201)]


@pytest.mark.parametrize("clock", ["received", "two"])
def test_t0_feed_latency_delays_the_strategy_only(clock):
    rows = [quote(10 * S, 100, 5, 101, 5, exchange=10 * S), quote(11 * S, 100, 5, 102, 5, exchange=11 * S)]
    result = play({10 * S: buy}, l1=rows, clock=clock, latency=Latency(feed=1500 * MS))
    assert [row[1:4] for row in fills(result)] == [(11_500 * MS, "buy", 102)]


def test_t0_a_source_with_exchange_times_only_acts_at_them():
    result = play({}, l1=[(7 * S, None, 100, 1, 101, 1)], trades=[(8 * S, 9 * S, 100, 1, "buy")])
    assert (result.time_start, result.time_end) == (7 * S, 9 * S)


def test_t1_a_zero_latency_request_and_its_response_complete_before_the_next_row_of_the_same_time():
    result = play({S: buy}, l1=[book(S), book(S, ask=150)])
    assert [entry[0] for entry in result.strategy.log] == [
        "on_order_book_l1",
        "on_order",
        "on_order",
        "on_fill",
        "on_order_book_l1",
    ]
    assert fills(result)[0][3] == 101


def test_t1_what_has_latency_and_falls_on_a_time_comes_after_all_its_rows():
    rows = [book(S), book(2 * S, ask=110), book(2 * S, ask=120)]
    assert fills(play({S: buy}, l1=rows, latency=Latency(entry=S)))[0][3] == 120


def test_t1_account_events_of_a_row_are_delivered_before_the_row():
    def rest(ctx):
        ctx.limit_order("buy", 1, 100)

    result = play({S: rest}, l1=[book(S), book(2 * S, bid=99, ask=100)])
    assert [entry[0] for entry in result.strategy.log[2:]] == ["on_order", "on_fill", "on_order_book_l1"]


def test_t1_account_events_of_a_row_come_before_the_next_row_of_its_time_with_feed_latency_too():
    def rest(ctx):
        ctx.limit_order("buy", 1, 100)

    rows = [book(S), book(3 * S, bid=99, ask=100), book(3 * S, bid=98, ask=99)]
    acted = []
    hooks = {"on_fill": lambda self, ctx, fill: acted.append(ctx._run.rows_done)}
    play({S: rest}, l1=rows, latency=Latency(feed=S), hooks=hooks)
    assert acted == [2]  # the third row, at the same time, has not acted yet


def test_t2_a_zero_latency_request_of_a_delivery_is_next():
    rows = [quote(S, 100, 5, 101, 5, exchange=S), quote(S, 100, 5, 150, 5, exchange=S)]
    result = play({S: buy}, l1=rows, clock="two")
    # Both rows act first (phase 0), the request (phase 2) precedes the second delivery (phase 4).
    assert [entry[0] for entry in result.strategy.log] == [
        "on_order_book_l1",
        "on_order",
        "on_order",
        "on_fill",
        "on_order_book_l1",
    ]
    assert fills(result)[0][3] == 150


def test_t2_phases_at_one_time_are_row_schedule_arrival_account_delivery_timer():
    midnight = 86_400 * S
    rows = [
        quote(midnight - 2 * S, 100, 5, 101, 5, exchange=midnight - 2 * S),
        quote(midnight, 90, 5, 91, 5, exchange=midnight),
    ]

    def start(ctx):
        ctx.every(2 * S, lambda ctx: seen.append(("timer", ctx.now_ns())))
        ctx.limit_order("buy", 1, 50, time_in_force="good_until_end_of_day")
        ctx.limit_order("buy", 1, 95, time_in_force="good_until_end_of_day")

    seen = []
    result = play({midnight - 2 * S: start}, l1=rows, clock="two")
    at_midnight = [event for event in events(result) if event[1] == midnight]
    assert at_midnight == [("filled", midnight, None), ("expired", midnight, "end_of_day")]
    assert [entry[0] for entry in result.strategy.log[-4:]] == ["on_order", "on_fill", "on_order", "on_order_book_l1"]
    assert seen == [("timer", midnight)]


def test_t3_at_equal_exchange_time_trades_act_before_quotes():
    def rest(ctx):
        ctx.limit_order("buy", 1, 100)

    l1 = [quote(S, 100, 5, 101, 5, exchange=S), quote(2 * S, 99, 5, 100, 5, exchange=2 * S)]
    result = play({S: rest}, l1=l1, trades=[trade(2 * S, 100, 6, "sell", exchange=2 * S)], clock="two")
    assert fills(result)[0][1:5] == (2 * S, "buy", 100, 1)
    assert result.fills[0]["mid_at_fill"] == 100.5  # by the trade: the quote of that time had not acted


def test_t6_rows_of_one_exchange_do_not_overtake_each_other_and_exchanges_do_not_wait_for_another():
    instruments = [perpetual(), spot()]
    slow = from_table(
        VENUE, NAME, l1=[quote(S, 100, 1, 101, 1, exchange=S), quote(2 * S, 100, 1, 101, 1, exchange=2 * S)]
    )
    quick = from_table("binance_spot", instruments[1].name, l1=[quote(2 * S, 1, 1, 2, 1, exchange=2 * S)])
    latency = {VENUE: Latency(feed=10 * S), "binance_spot": Latency()}
    result = run(
        scripted({}), [slow, quick], instruments, balances={"usdt": 1}, fees=FREE, latency=latency, clock="two"
    )
    assert [time // S for _, time in result.strategy.log] == [2, 11, 12]


def test_t6_requests_of_one_time_arrive_in_the_order_they_were_sent():
    def both(ctx):
        ctx.market_order("buy", 1)
        ctx.market_order("sell", 2)

    result = play({S: both}, l1=[book(S), book(2 * S)], latency="5ms")
    assert [row[:3] for row in fills(result)] == [(1, S + 5 * MS, "buy"), (2, S + 5 * MS, "sell")]


def test_t7_cancels_go_first_then_opens_in_call_order():
    def first(ctx):
        ctx.limit_order("buy", 1, 90)

    def second(ctx):
        ctx.limit_order("buy", 1, 91)
        ctx.cancel_all()  # withdraws order 2, cancels order 1
        ctx.limit_order("buy", 1, 92)

    result = play({S: first, 2 * S: second}, l1=[book(S), book(2 * S)])
    assert [(row["event"], row["number"]) for row in result.order_events] == [
        ("sent", 1),
        ("accepted", 1),
        ("cancel_sent", 1),
        ("refused", 2),
        ("sent", 3),
        ("cancelled", 1),
        ("accepted", 3),
    ]


def test_t7_pending_orders_are_seen_and_counted_at_once():
    def act(ctx):
        ctx.limit_order("buy", 2, 90)
        assert [order.state for order in ctx.orders()] == ["pending"]
        assert ctx.target_position(2) is None
        assert ctx.target_position(3).quantity == 1
        assert [order.client_order_id for order in ctx.orders()] == ["1", "2"]

    play({S: act}, l1=[book(S)])


def test_t8_timers_fire_without_data_and_can_be_cancelled():
    seen = []

    def start(ctx):
        timers.append(ctx.every("1s", lambda ctx: seen.append(ctx.now_ns() // S)))
        ctx.every("2s")

    timers = []
    hooks = {"on_timer": lambda self, ctx, timer: timers[0].cancel() if ctx.now_ns() == 4 * S else None}
    result = play({"start": start}, l1=[book(0), book(10 * S)], hooks=hooks)
    assert seen == [1, 2, 3]  # at 4 s on_timer was asked for before the fourth tick
    assert result.undelivered == 0


def test_t9_fill_hook_order_fill_is_a_queue_and_10_000_happenings_at_one_time_are_an_error():
    def again(self, ctx, fill):
        if limit is None or int(fill.client_order_id) < limit:
            ctx.market_order("buy", "0.001")

    limit = 1500
    assert len(play({S: buy}, l1=[book(S)], hooks={"on_fill": again}, leverage=10).fills) == 1500
    limit = None
    with pytest.raises(SimulationError, match="more than 10000 happenings at 1000000000") as caught:
        play({S: buy}, l1=[book(S)], hooks={"on_fill": again}, leverage=10)
    assert caught.value.code == "recursion"


def test_t9_rows_do_not_count():
    play({}, l1=[book(S)] * 10_500)
    play({}, l1=[book(S)] * 10_500, latency=Latency(feed=S))


def test_t10_later_happenings_are_discarded_and_counted():
    result = play({S: buy, 2 * S: buy}, l1=[book(S), book(2 * S), book(3 * S)], latency=Latency(entry=S, response=S))
    assert (result.time_end, result.undelivered) == (3 * S, 2)  # both packets of the second order
    assert result.orders[1]["status"] == "filled" and result.fills[1]["time_delivered"] is None
    early = play({S: buy}, l1=[book(S), book(2 * S), book(3 * S)], latency=Latency(entry=5 * S), end=2 * S)
    assert (early.time_end, early.undelivered, early.rows, early.rows_skipped) == (2 * S, 1, 2, 1)
    assert early.orders[0]["status"] == "in_flight"


def test_t10_undelivered_rows_count_when_they_have_acted():
    rows = [
        quote(S, 100, 1, 101, 1, exchange=S),
        quote(9 * S, 100, 1, 101, 1, exchange=2 * S),
        quote(9 * S, 1, 1, 2, 1, exchange=8 * S),
    ]
    result = play({}, l1=rows, clock="two", end=5 * S)
    assert (result.undelivered, result.rows, result.rows_skipped) == (1, 2, 1)


def test_t10_positions_are_marked_at_the_end_or_closed_at_the_touch():
    rows = [book(S), book(2 * S, bid=110, ask=112)]
    marked = play({S: buy}, l1=rows)
    assert (marked.equity[-1]["equity"], marked.positions[-1]["is_open"]) == (100_010, True)
    closed = play({S: buy}, l1=rows, close_at_end=True, latency="5ms")
    assert fills(closed)[-1][1:4] == (2 * S, "sell", 110)
    assert (closed.equity[-1]["equity"], closed.positions[-1]["is_open"]) == (100_009, False)


def test_t10_closing_does_not_wait_for_a_request_that_was_on_its_way_past_the_end():
    def late(ctx):
        ctx.limit_order("buy", 1, 90)

    result = play(
        {S: buy, 3 * S: late}, l1=[book(S), book(2 * S), book(3 * S)], close_at_end=True, latency=Latency(entry=S)
    )
    assert fills(result)[-1][:3] == (3, 3 * S, "sell")
    assert result.orders[1]["status"] == "in_flight" and result.undelivered == 1


def test_t10_requests_in_on_stop_are_an_error():
    with pytest.raises(SimulationError, match="requests in on_stop are an error") as caught:
        play({}, l1=[book(S)], hooks={"on_stop": lambda self, ctx: ctx.market_order("buy", 1)})
    assert caught.value.code == "stopped"


def test_t11_the_strategys_numbers_are_those_of_python_for_the_seed():
    drawn = []
    play({S: lambda ctx: drawn.append(ctx.rng.random())}, l1=[book(S)], seed=7)
    assert drawn == [random.Random(7).random()]


PROGRAM = """
import sys
sys.path[:0] = [sys.argv[1]]
from reference.scenario import S, book, play
def act(ctx):
    for price in {99, 98, 97}:
        ctx.limit_order("buy", 1, price)
    ctx.cancel_all()
    ctx.target_position(1)
print(play({S: act}, l1=[book(S), book(2 * S)]).fingerprint)
"""


def test_t12_the_same_requests_give_the_same_result_whatever_the_hash_seed():
    folder = str(Path(__file__).parents[1])
    results = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, folder],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(results) == 1 and len(results.pop().strip()) == 64
