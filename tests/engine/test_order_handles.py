"""An order's life as its handle tells it, and the requests that change it."""

from __future__ import annotations

import pytest
from engine.small_market import MS, PERPETUAL, QUOTES, RULED, D, S, events, fills, orders, play, quote, rows, trade

from barter_engine import Latency, Strategy, TopOfBook

SLOW = Latency(entry="100ms", response="200ms")


class Watched(Strategy):
    """Keeps handles in `kept` and logs (time in ms, state, filled, working) at every look."""

    def on_start(self, ctx):
        self.kept, self.log = {}, []

    def look(self, ctx, name="order"):
        order = self.kept[name]
        self.log.append((ctx.now_ns() // MS, order.state, order.filled_quantity, order.is_working))


def lived(actions, log, **options):
    """A run in which the order kept as "order" is looked at after every hook of every kind."""

    class Lives(Watched):
        def on_market_event(self, ctx, event):
            action = actions.get(event.time_received_ns)
            if action is not None:
                action(self, ctx)
                self.look(ctx)

        def on_order(self, ctx, order):
            self.look(ctx)

        def on_stop(self, ctx):
            self.look(ctx)
            log.extend(self.log)

    return play(Lives, **options)


def ask(*arguments, **keywords):
    def act(self, ctx):
        self.kept["order"] = ctx.limit_order(*arguments, **keywords)

    return act


def cancel(self, ctx):
    self.kept["order"].cancel()


def test_pending_in_flight_open_filled():
    log = []
    rows_ = {"l1": QUOTES, "trades": [trade(3 * S, 100, 6, "sell"), trade(4 * S, 100, 2, "sell")]}
    lived({S: ask("buy", 2, 100), 2 * S: lambda self, ctx: None}, log, latency=SLOW, **rows_)
    assert log == [
        (1000, "pending", 0, True),
        (1300, "open", 0, True),  # sent at once, arrived 100 ms later, heard of 200 ms after that
        (2000, "open", 0, True),
        (3200, "open", 1, True),  # 5 were ahead
        (4200, "filled", 2, False),
        (5000, "filled", 2, False),
    ]


def test_in_flight_is_what_is_sent_and_not_answered():
    log = []
    lived(
        {S: ask("buy", 2, 100), S + 50 * MS: lambda self, ctx: None},
        log,
        latency=SLOW,
        l1=[quote(S), quote(S + 50 * MS), quote(2 * S)],
    )
    assert log[1] == (1050, "in_flight", 0, True)


def test_cancel_in_flight_then_cancelled():
    log = []
    result = lived({S: ask("buy", 2, 99), 2 * S: cancel}, log, latency=SLOW)
    assert log == [
        (1000, "pending", 0, True),
        (1300, "open", 0, True),
        (2000, "cancel_in_flight", 0, True),
        (2300, "cancelled", 0, False),
        (5000, "cancelled", 0, False),
    ]
    assert [event for _, event, _ in events(result)] == ["sent", "accepted", "cancel_sent", "cancelled"]


def test_a_cancel_that_comes_too_late_is_rejected_and_the_order_is_filled():
    seen = []

    class Late(Strategy):
        def on_market_event(self, ctx, event):
            if ctx.now_ns() == S:
                self.order = ctx.limit_order("buy", 1, 100)
            elif ctx.now_ns() == 2 * S:
                self.order.cancel()
                self.order.cancel()  # a cancel is on its way: nothing to do

        def on_order(self, ctx, order):
            seen.append((order.state, order.reject_reason))

        def on_reject(self, ctx, order):
            seen.append("on_reject")

    # The fill at 2.05 s comes before the cancel that left at 2 s arrives.
    result = play(Late, l1=[quote(S), quote(2 * S), quote(2 * S + 50 * MS, 99, 100), quote(3 * S)], latency=SLOW)
    assert seen == [("open", None), ("filled", None), ("filled", "order_already_fully_filled"), "on_reject"]
    assert [event for _, event, _ in events(result)].count("cancel_sent") == 1
    assert orders(result) == [("1", "filled", None)]


def test_rejected_and_refused_orders_say_why():
    log = []
    lived({S: ask("buy", 1, 101, post_only=True)}, log)
    assert log[1:] == [(1000, "rejected", 0, False), (5000, "rejected", 0, False)]
    result = play({S: lambda ctx: ctx.limit_order("buy", 1, 101, post_only=True)})
    assert orders(result) == [("1", "rejected", "post_only_would_take")]


def test_an_order_expires_at_midnight():
    day = 86_400 * S
    log = []
    result = lived(
        {day - S: ask("buy", 1, 90, time_in_force="good_until_end_of_day")},
        log,
        l1=[quote(day - S), quote(day + S)],
        latency=SLOW,
    )
    assert [row[1] for row in log] == ["pending", "open", "expired", "expired"]
    assert events(result)[-1] == ("1", "expired", "end_of_day")


@pytest.mark.parametrize(
    "time_in_force, size, expected",
    [
        ("immediate_or_cancel", 1, [("1", "cancelled", None)]),
        ("fill_or_kill", 1, [("1", "cancelled", None)]),
        ("fill_or_kill", 2, [("1", "filled", None)]),
        ("good_until_cancelled", 1, [("1", "open", None)]),
    ],
)
def test_time_in_force_decides_what_becomes_of_the_rest(time_in_force, size, expected):
    result = play(
        {S: lambda ctx: ctx.limit_order("buy", 2, 101, time_in_force=time_in_force)},
        l1=[quote(S, size=size)],
        matching=TopOfBook("displayed"),
    )
    assert orders(result) == expected
    filled = {"immediate_or_cancel": 1, "good_until_cancelled": 1, "fill_or_kill": 0 if size == 1 else 2}
    assert rows(result.exact.orders, "filled_quantity") == [(filled[time_in_force],)]


def test_what_a_handle_says_of_its_order():
    def act(ctx):
        order = ctx.limit_order("sell", "1.5", 102, post_only=True, client_order_id="mine")
        assert (order.number, order.client_order_id, order.order_id) == (1, "mine", None)
        assert (order.side.name, order.kind, order.time_in_force, order.post_only) == (
            "SELL",
            "limit",
            "good_until_cancelled",
            True,
        )
        assert (order.price, order.quantity, order.filled_quantity, order.remaining_quantity) == (
            102,
            D("1.5"),
            0,
            D("1.5"),
        )
        assert order.instrument == ctx.instrument() and order.reject_reason is None
        assert order == ctx.order("mine") == ctx.orders()[0] and order != ctx.market_order("buy", 1)
        assert "client_order_id='mine', side=sell, kind=limit, price=102, quantity=1.5" in repr(order)
        assert ctx.order("2").price is None

    def later(ctx):
        assert ctx.order("mine").order_id == "1"

    play({S: act, 2 * S: later})


# Replace


def replacing(wait, act=None, latency=SLOW, **options):
    """A buy of 2 at 99, replaced at 2 s by one at 100."""
    states = []

    class Replaces(Strategy):
        def on_market_event(self, ctx, event):
            if ctx.now_ns() == S:
                self.old = ctx.limit_order("buy", 2, 99)
            elif ctx.now_ns() == 2 * S:
                self.new = self.old.replace(price=100, wait=wait)
                states.append((self.old.state, self.new.state, len(ctx.orders())))
            elif act is not None:
                act(self, ctx)

        def on_order(self, ctx, order):
            if ctx.now_ns() > 2 * S:
                states.append((ctx.now_ns() // MS, order.client_order_id, self.old.state, self.new.state))

    return play(Replaces, latency=latency, **options), states


def test_a_replacement_that_waits_is_sent_once_the_cancel_is_confirmed():
    result, states = replacing(wait=True)
    assert states == [
        ("cancel_in_flight", "waiting", 2),
        (2300, "1", "cancelled", "pending"),  # confirmed; sent right after the hooks of this delivery
        (2600, "2", "cancelled", "open"),
    ]
    assert [row[:2] for row in events(result)] == [
        ("1", "sent"),
        ("1", "accepted"),
        ("1", "cancel_sent"),
        ("1", "cancelled"),
        ("2", "sent"),
        ("2", "accepted"),
    ]
    assert rows(result.exact.orders, "client_order_id", "time_sent") == [("1", S), ("2", 2 * S + 300 * MS)]


def test_a_replacement_that_does_not_wait_is_sent_at_once():
    result, states = replacing(wait=False)
    assert states == [
        ("cancel_in_flight", "pending", 2),
        (2300, "1", "cancelled", "in_flight"),
        (2300, "2", "cancelled", "open"),
    ]
    assert rows(result.exact.orders, "client_order_id", "time_sent") == [("1", S), ("2", 2 * S)]


def test_a_replacement_takes_the_quantity_that_remains_when_the_cancel_is_confirmed():
    # 1 of the 2 is filled while the cancel is on its way: 6 sold at 99, with 5 ahead.
    market = {
        "l1": [quote(S, 99, 101), quote(2 * S, 99, 101), quote(4 * S, 99, 101)],
        "trades": [trade(2 * S + 50 * MS, 99, 6, "sell")],
    }
    result, _ = replacing(wait=True, **market)
    assert rows(result.exact.orders, "client_order_id", "quantity", "filled_quantity", "status") == [
        ("1", 2, 1, "cancelled"),
        ("2", 1, 0, "open"),
    ]
    at_once, _ = replacing(wait=False, **market)
    assert rows(at_once.exact.orders, "client_order_id", "quantity") == [("1", 2), ("2", 2)]


def test_a_replacement_of_an_order_that_filled_meanwhile_is_refused():
    result, states = replacing(wait=True, l1=[quote(S), quote(2 * S), quote(2 * S + 50 * MS, 98, 99), quote(4 * S)])
    assert orders(result) == [("1", "filled", None), ("2", "refused", "replaced_order_done")]
    assert states[-1][1:] == ("2", "filled", "refused")


def test_a_replacement_that_is_cancelled_while_it_waits_is_never_sent():
    def act(self, ctx):
        if ctx.now_ns() == 2 * S + 100 * MS:
            self.new.cancel()

    result, _ = replacing(wait=True, act=act, l1=[quote(S), quote(2 * S), quote(2 * S + 100 * MS), quote(3 * S)])
    assert orders(result) == [("1", "cancelled", None), ("2", "refused", "cancelled_before_sent")]


def test_a_replacement_of_what_never_left_withdraws_it():
    def act(ctx):
        order = ctx.limit_order("buy", 2, 99)
        new = order.replace(price=98)
        assert (order.state, new.state) == ("refused", "pending")

    assert orders(play({S: act})) == [("1", "refused", "cancelled_before_sent"), ("2", "open", None)]


def test_a_wait_that_never_ends_leaves_the_replacement_pending():
    result, _ = replacing(wait=True, end=2 * S + 200 * MS)
    assert orders(result) == [("1", "cancelled", None), ("2", "pending", None)]
    assert rows(result.exact.orders, "sequence", "time_sent")[1] == (None, None)


# Cancel all, close, target


def test_cancel_all_cancels_in_order_of_number_and_knows_instruments():
    def act(ctx):
        for price in (97, 99, 98):
            ctx.limit_order("buy", 1, price)

    result = play({S: act, 2 * S: lambda ctx: ctx.cancel_all(), 3 * S: lambda ctx: ctx.cancel_all()})
    assert [row[:2] for row in events(result) if row[1] == "cancel_sent"] == [(n, "cancel_sent") for n in "123"]
    assert {status for _, status, _ in orders(result)} == {"cancelled"}


def test_close_cancels_and_trades_the_position_away():
    def enter(ctx):
        ctx.market_order("buy", 3)
        ctx.limit_order("buy", 1, 90)

    def leave(ctx):
        order = ctx.close()
        assert (order.side.name, order.quantity, order.kind) == ("SELL", 3, "market")
        assert [(o.client_order_id, o.state) for o in ctx.orders()] == [("2", "cancel_in_flight"), ("3", "pending")]

    nothing = []
    result = play({S: enter, 2 * S: leave, 3 * S: lambda ctx: nothing.append(ctx.close())})
    assert orders(result) == [("1", "filled", None), ("2", "cancelled", None), ("3", "filled", None)]
    assert nothing == [None]  # flat: nothing to do


def test_a_target_is_met_by_what_is_missing():
    asked = []

    def to(target):
        def act(ctx):
            order = ctx.target_position(target)
            asked.append(None if order is None else (order.side.name, order.quantity))

        return act

    targets = {S: 2, 2 * S: 2, 3 * S: -1, 4 * S: 0, 5 * S: 0.0}
    result = play({time: to(target) for time, target in targets.items()})
    assert asked == [("BUY", 2), None, ("SELL", 3), ("BUY", 1), None]
    assert fills(result, "position_after") == [(2,), (-1,), (0,)]


def test_a_target_counts_what_is_pending_in_flight_and_open():
    asked = []

    def act(ctx):
        ctx.market_order("buy", 1)
        ctx.limit_order("buy", 2, 90)
        ctx.limit_order("sell", "0.5", 200)
        order = ctx.target_position(4)
        asked.append(order.quantity)
        assert ctx.target_position(4) is None

    def again(ctx):  # 1 and 1.5 are in flight
        asked.append(ctx.target_position(5).quantity)

    def later(ctx):  # the market orders are filled, the limits rest
        assert ctx.position() == D("3.5")
        asked.append(ctx.target_position(0).quantity)

    market = [quote(S), quote(S + 50 * MS), quote(3 * S), quote(4 * S)]
    play({S: act, S + 50 * MS: again, 3 * S: later}, l1=market, latency=SLOW)
    assert asked == [D("1.5"), 1, 5]


def test_a_cancelled_order_counts_for_the_target_until_the_cancel_is_confirmed():
    asked = []

    def act(ctx):
        ctx.cancel_all()
        asked.append(ctx.target_position(2))

    def later(ctx):
        asked.append(ctx.target_position(2).quantity)

    play({S: lambda ctx: ctx.limit_order("buy", 2, 90), 2 * S: act, 3 * S: later}, latency=SLOW)
    assert asked == [None, 2]


@pytest.mark.parametrize(
    "target, expected",
    [
        ("0.0125", ("BUY", D("0.012"))),
        ("-0.0129", ("SELL", D("0.012"))),
        ("0.0009", None),
        (0.1 + 0.2, ("BUY", D("0.300"))),
    ],
)
def test_a_target_is_rounded_toward_zero_to_the_lot(target, expected):
    asked = []

    def act(ctx):
        order = ctx.target_position(target)
        asked.append(None if order is None else (order.side.name, order.quantity))

    play({S: act}, listing=RULED)
    assert asked == [expected]


def test_the_difference_to_a_target_is_rounded_not_the_target():
    asked = []

    def act(ctx):
        ctx.limit_order("buy", "0.051", 100)
        for target in ("0.0545", "0.0519"):
            order = ctx.target_position(target)
            asked.append((order.side.name, order.quantity))

    play({S: act}, listing=RULED)
    assert asked == [("BUY", D("0.003")), ("SELL", D("0.002"))]  # of 0.0035 and, after it, of -0.0021


def test_orders_are_listed_by_number_and_per_instrument():
    def act(ctx):
        third = [ctx.limit_order("buy", 1, 90 + n) for n in range(3)][2]
        ctx.cancel(third)
        assert [order.client_order_id for order in ctx.orders()] == ["1", "2"]
        assert ctx.orders(PERPETUAL.name) == ctx.orders(0) == ctx.orders()

    play({S: act})
