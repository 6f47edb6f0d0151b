"""D3, D4: requests, replacements, warm-up, hooks, and the methods of `ctx`."""

from decimal import Decimal

import pytest

from .conditions import Latency
from .errors import SimulationError
from .scenario import S, book, events, fills, outcome, perpetual, play, quote, spot, trade

LATE = Latency(entry=S, response=S)


def limit(price, **more):
    return lambda ctx: ctx.limit_order("buy", 1, price, **more)


def replace(**how):
    return lambda ctx: ctx.orders()[0].replace(**how)


ROWS = [book(time * S) for time in range(1, 9)]


def test_d3_numbers_are_given_in_call_order_refused_ones_too():
    def act(ctx):
        ctx.limit_order("buy", 1, 99).cancel()
        ctx.limit_order("buy", 1, 98, client_order_id="mine")
        ctx.limit_order("buy", 1, 97)

    result = play({S: act}, l1=ROWS)
    assert [(row["number"], row["client_order_id"]) for row in result.orders] == [(1, "1"), (2, "mine"), (3, "3")]
    assert events(result, 1) == [("refused", S, "cancelled_before_sent")]


def test_d3_replace_without_waiting_is_a_cancel_and_an_open_at_once():
    result = play({S: limit(99), 3 * S: replace(price=98, quantity=2, wait=False)}, l1=ROWS, latency=LATE)
    assert events(result)[2:] == [
        ("cancel_sent", 3 * S, None),
        ("sent", 3 * S, None),
        ("cancelled", 4 * S, None),
        ("accepted", 4 * S, None),
    ]
    assert (result.orders[1]["price"], result.orders[1]["quantity"]) == (98, 2)


def test_d3_replace_sends_the_new_order_when_the_cancel_is_confirmed_with_what_then_remains():
    states = []

    def act(ctx):
        new = ctx.orders()[0].replace(price=98)
        states.append((new.state, new.quantity))
        hold.append(new)

    hold = []
    trades = [trade(int(3.5 * S), 99, "0.25", "sell")]
    l1 = [quote(time * S, 98, 1, 101, 1) for time in range(1, 9)]
    result = play({S: limit(99), 3 * S: act, 5 * S: lambda ctx: None}, l1=l1, trades=trades, latency=LATE)
    assert states == [("waiting", 1)]
    assert [event[:2] for event in events(result, 2)] == [("sent", 5 * S), ("accepted", 6 * S)]
    assert (hold[0].quantity, hold[0].state) == (Decimal("0.75"), "open")
    assert result.orders[1]["quantity"] == Decimal("0.75")


def test_d3_a_replacement_whose_order_was_filled_is_refused():
    l1 = [book(S), book(2 * S), book(3 * S), book(int(3.5 * S), bid=98, ask=99), *ROWS[3:]]
    result = play({S: limit(99), 3 * S: replace(price=98)}, l1=l1, latency=LATE)
    assert outcome(result, 1) == ("cancel_rejected", "order_already_fully_filled")
    assert events(result, 2) == [("refused", 5 * S, "replaced_order_done")]


def test_d3_a_replacement_that_waits_at_the_end_stays_pending_and_is_listed_last():
    result = play({S: limit(99), 3 * S: replace(price=98), 4 * S: limit(97)}, l1=ROWS[:4], latency=LATE)
    last = result.orders[-1]
    assert (last["number"], last["status"], last["sequence"], last["time_sent"]) == (2, "pending", None, None)


def test_d3_a_replacement_withdrawn_while_it_waits_or_in_the_hook_of_the_confirmation_is_refused_once():
    waiting = play({S: limit(99), 3 * S: replace(price=98), 4 * S: lambda ctx: ctx.cancel_all()}, l1=ROWS, latency=LATE)
    assert events(waiting, 2) == [("refused", 4 * S, "cancelled_before_sent")]
    in_hook = {"on_order": lambda self, ctx, order: ctx.cancel_all() if order.state == "cancelled" else None}
    at_turn = play({S: limit(99), 3 * S: replace(price=98)}, l1=ROWS, latency=LATE, hooks=in_hook)
    assert events(at_turn, 2) == [("refused", 5 * S, "cancelled_before_sent")]


def test_d3_replacing_a_pending_order_needs_no_confirmation():
    result = play({S: lambda ctx: ctx.limit_order("buy", 1, 99).replace(price=98)}, l1=ROWS)
    assert events(result) == [("refused", S, "cancelled_before_sent"), ("sent", S, None), ("accepted", S, None)]


def test_d3_cancelling_twice_or_what_is_done_is_a_no_op():
    def act(ctx):
        order = ctx.orders()[0]
        order.cancel()
        assert order.state == "cancel_in_flight" and order.is_working
        order.cancel()
        ctx.cancel_all()

    done = []
    result = play({S: limit(99), 2 * S: act, 3 * S: lambda ctx: done.append(ctx.orders())}, l1=ROWS)
    assert [event[0] for event in events(result)] == ["sent", "accepted", "cancel_sent", "cancelled"]
    assert done == [[]]
    with pytest.raises(SimulationError, match="nothing to replace"):
        play({S: limit(101), 2 * S: lambda ctx: saved[0].replace(price=1)}, l1=ROWS, hooks={"on_order": keep})


saved = []


def keep(self, ctx, order):
    saved[:] = [order]


def test_d3_warm_up_refuses_every_open_and_hooks_run():
    result = play({S: limit(99), 3 * S: limit(98)}, l1=ROWS, start=2 * S)
    assert events(result, 1) == [("refused", S, "warm_up")]
    assert result.strategy.log[1:3] == [("on_order", S, "1", "refused"), ("on_reject", S, "1", "warm_up")]
    assert outcome(result, 2) == ("accepted", None)
    seen = []
    check = lambda ctx: seen.append(ctx.is_warming_up())  # noqa: E731
    play({S: check, 2 * S: check}, l1=ROWS, start=2 * S)
    assert seen == [True, False]


def test_d3_target_position_counts_what_works_and_rounds_toward_zero_to_the_lot():
    def act(ctx):
        ctx.limit_order("sell", 2, 105)
        order = ctx.target_position("1.27")  # 1.27 + 2
        assert (order.side, order.quantity) == ("buy", Decimal("3.2"))
        assert ctx.target_position("1.2") is None
        assert ctx.target_position("1.11") is None  # 0.09 is less than a lot

    def later(ctx):
        assert ctx.position() == Decimal("3.2") and ctx.position_f64() == 3.2
        assert ctx.target_position(-1).quantity == Decimal("2.2")

    play({S: act, 2 * S: later}, l1=ROWS, instrument=perpetual(lot="0.1"))


def test_d3_an_order_withdrawn_in_its_hook_does_not_work_any_more():
    def act(ctx):
        order = ctx.limit_order("buy", 5, 99)
        order.cancel()
        assert (order.state, order.is_working, order.reject_reason) == ("refused", False, "cancelled_before_sent")
        assert ctx.orders() == [] and ctx.target_position(1).quantity == 1

    play({S: act}, l1=ROWS)


def test_d3_close_cancels_what_works_and_trades_the_position_away():
    def act(ctx):
        ctx.market_order("buy", 3)
        ctx.limit_order("sell", 2, 105)

    result = play({S: act, 2 * S: lambda ctx: ctx.close()}, l1=ROWS)
    assert [(row["event"], row["number"]) for row in result.order_events][-5:] == [
        ("cancel_sent", 2),
        ("sent", 3),
        ("cancelled", 2),
        ("accepted", 3),
        ("filled", 3),
    ]
    assert fills(result)[-1][2:5] == ("sell", 100, 3)


def test_d4_order_event_then_balances_by_name_then_fill_share_one_sequence():
    result = play({S: limit(101)}, l1=[book(S)], instrument=spot(), balances={"usdt": 1000})
    kinds = [(line.split("|")[0], line.split("|")[3]) for line in result.lines]
    assert kinds == [
        ("balance", "btc"),
        ("balance", "usdt"),
        ("sent", "binance_spot"),
        ("accepted", "0"),
        ("balance", "usdt"),
        ("filled", "1"),
        ("balance", "btc"),
        ("balance", "usdt"),
        ("fill", "buy"),
    ]
    sequences = [row["sequence"] for row in result.order_events + result.fills + result.balances]
    assert sorted(sequences) == list(range(1, 10))


def test_d4_hooks_follow_all_state_updates_in_order_and_send_what_they_ask_for_at_once():
    seen = []

    def on_order(self, ctx, order):
        seen.append(("order", order.state, ctx.position(), ctx.balance("usdt").total))
        if order.state == "filled" and order.client_order_id == "1":
            ctx.limit_order("buy", 1, 90)

    hooks = {
        "on_order": on_order,
        "on_fill": lambda self, ctx, fill: seen.append(("fill", fill.position_after, len(ctx.orders()))),
        "on_position_exit": lambda self, ctx, position: seen.append(("exit", position.side)),
    }
    sell = lambda ctx: ctx.market_order("sell", 2)  # noqa: E731
    play({S: limit(101), 2 * S: sell}, l1=ROWS[:2], hooks=hooks)
    assert seen == [
        ("order", "open", 0, 100_000),
        ("order", "filled", 1, 100_000),
        ("fill", 1, 1),
        ("order", "open", 1, 100_000),
        ("order", "open", 1, 100_000),
        ("order", "filled", -1, 99_999),
        ("fill", -1, 1),
        ("exit", "buy"),
    ]


def test_d4_a_cancel_that_is_refused_by_the_exchange_is_a_reject():
    l1 = [book(S), book(2 * S), book(int(2.5 * S), bid=98, ask=99), *ROWS[2:]]
    result = play({S: limit(99), 2 * S: lambda ctx: ctx.cancel_all()}, l1=l1, latency=LATE)
    assert ("on_reject", 4 * S, "1", "order_already_fully_filled") in result.strategy.log


@pytest.mark.parametrize(
    ("rules", "ask", "code", "argument"),
    [
        ({}, lambda ctx: ctx.market_order("buy", 0), "not_positive", "quantity"),
        ({}, lambda ctx: ctx.limit_order("buy", 1, 0), "not_positive", "price"),
        ({}, lambda ctx: ctx.market_order("buy", float("nan")), "not_finite", "quantity"),
        ({}, lambda ctx: ctx.market_order("up", 1), "unknown", "side"),
        ({"tick": "0.5"}, lambda ctx: ctx.limit_order("buy", 1, "99.7"), "off_tick", "price"),
        ({"lot": "0.5"}, lambda ctx: ctx.market_order("buy", "0.7"), "off_lot", "quantity"),
        ({"min_price": 50}, lambda ctx: ctx.limit_order("buy", 1, 49), "below_minimum", "price"),
        ({"min_quantity": 2}, lambda ctx: ctx.market_order("buy", 1), "below_minimum", "quantity"),
        ({"min_notional": 100}, lambda ctx: ctx.limit_order("buy", 1, 99), "below_minimum_notional", "quantity"),
        (
            {},
            lambda ctx: [ctx.limit_order("buy", 1, 9, client_order_id="a") for _ in "ab"],
            "duplicate",
            "client_order_id",
        ),
        ({}, lambda ctx: ctx.instrument("doge"), "unknown", "instrument"),
        ({}, lambda ctx: ctx.every(0), "not_positive", "interval"),
    ],
)
def test_requests_that_break_a_rule_raise_in_the_hook(rules, ask, code, argument):
    with pytest.raises(SimulationError) as caught:
        play({S: ask}, l1=ROWS, instrument=perpetual(**rules))
    assert (caught.value.code, caught.value.argument) == (code, argument)


def test_numbers_may_be_decimal_int_text_or_float_through_its_shortest_text():
    def act(ctx):
        for quantity in (Decimal("0.1"), "0.1", 0.1):
            assert ctx.limit_order("buy", quantity, 99).quantity == Decimal("0.1")

    play({S: act}, l1=ROWS)


def test_ctx_market_reads_what_was_delivered():
    def act(ctx):
        market = ctx.market()
        assert (market.bid(), market.ask(), market.mid(), market.last()) == (100, 101, Decimal("100.5"), 90)
        assert (market.bid_f64(), market.ask_f64(), market.mid_f64(), market.last_f64()) == (100.0, 101.0, 100.5, 90.0)
        assert ctx.now_ns() == 2 * S and ctx.instrument("binance_futures_usd-btcusdt").name.endswith("btcusdt")
        ctx.record(mid=market.mid_f64())

    result = play({2 * S: act}, l1=[book(2 * S)], trades=[trade(S, 90, 1)])
    assert result.records == [{"time": 2 * S, "name": "mid", "value": 100.5}]
