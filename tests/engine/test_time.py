"""Timers, warm-up and the end of a run."""

from __future__ import annotations

from engine.small_market import MS, PERPETUAL, QUOTES, S, backtest, fills, orders, play, quote, rows, scripted

from barter_data import MarketData
from barter_engine import Latency, Strategy

# Timers


def test_a_timer_fires_with_and_without_data_until_the_end():
    fired = []

    def start(ctx):
        ctx.every("400ms", lambda ctx: fired.append(ctx.now_ns()))

    play({"start": start}, l1=[quote(S), quote(3 * S)])
    assert fired == [S + n * 400 * MS for n in range(1, 6)]


def test_a_timer_fires_after_the_rows_of_its_time():
    seen = []

    class Timed(Strategy):
        def on_start(self, ctx):
            ctx.every("1s", lambda ctx: seen.append(("timer", ctx.now_ns(), ctx.market().bid())))

        def on_order_book_l1(self, ctx, quote):
            seen.append(("quote", ctx.now_ns(), quote.bid_price))

    play(Timed, l1=[quote(S, 100), quote(2 * S, 99)])
    assert seen == [("quote", S, 100), ("quote", 2 * S, 99), ("timer", 2 * S, 99)]


def test_a_cancelled_timer_does_not_fire_again():
    fired = []

    class Thrice(Strategy):
        def on_start(self, ctx):
            self.timer = ctx.every("100ms", self.tick)
            assert self.timer.interval_ns == 100 * MS

        def tick(self, ctx):
            fired.append(ctx.now_ns())
            if len(fired) == 3:
                self.timer.cancel()

    play(Thrice)
    assert fired == [S + n * 100 * MS for n in (1, 2, 3)]


def test_a_timer_without_a_function_calls_on_timer_with_itself():
    seen = []

    class Timed(Strategy):
        def on_start(self, ctx):
            self.slow, self.fast = ctx.every("2s"), ctx.every("1500ms")

        def on_timer(self, ctx, timer):
            seen.append((ctx.now_ns(), timer is self.slow, timer is self.fast))

    play(Timed, l1=[quote(S), quote(4 * S)])
    assert seen == [(S + 1500 * MS, False, True), (3 * S, True, False), (4 * S, False, True)]


def test_timers_of_one_time_fire_in_the_order_in_which_they_were_set():
    fired = []
    play(
        {S: lambda ctx: [ctx.every("1s", lambda ctx, n=n: fired.append((n, ctx.now_ns()))) for n in range(3)] and None},
        l1=QUOTES[:2],
    )
    assert fired == [(n, 2 * S) for n in range(3)]


def test_requests_of_a_timer_are_sent_at_its_time():
    result = play({S: lambda ctx: ctx.every("500ms", lambda ctx: ctx.market_order("buy", 1) and None)}, l1=QUOTES[:2])
    assert fills(result, "time_exchange") == [(S + 500 * MS,), (2 * S,)]


def test_an_interval_beyond_the_end_of_time_never_fires():
    fired = []
    play({S: lambda ctx: ctx.every(2**63 - 1, lambda ctx: fired.append(ctx.now_ns()))})
    assert fired == []


# Start, end


def test_before_start_hooks_run_and_orders_are_refused_as_warm_up():
    seen = []

    def buy(ctx):
        seen.append(ctx.is_warming_up())
        ctx.market_order("buy", 1)

    result = play({n * S: buy for n in (1, 2, 3)}, start=3 * S)
    assert seen == [True, True, False]
    assert orders(result) == [("1", "refused", "warm_up"), ("2", "refused", "warm_up"), ("3", "filled", None)]
    assert result.stats.orders_refused == 2


def test_the_end_cuts_off_what_is_on_its_way_and_counts_it():
    latency = Latency(entry="600ms", response="600ms")
    result = play({2 * S: lambda ctx: ctx.market_order("buy", 1)}, end=3 * S, latency=latency)
    # It arrived and filled (accepted, filled: two packets on their way back).
    assert orders(result) == [("1", "filled", None)]
    assert rows(result.exact.order_events, "event", "time_delivered")[1:] == [("accepted", None), ("filled", None)]
    assert result.undelivered == result.stats.undelivered == 2
    assert result.time_end_ns == 3 * S
    never = play({3 * S: lambda ctx: ctx.market_order("buy", 1)}, end=3 * S, latency=latency)
    assert (orders(never), never.undelivered) == ([("1", "in_flight", None)], 1)


def test_an_end_after_the_data_lets_timers_run_on():
    fired = []
    result = play({S: lambda ctx: ctx.every("1s", lambda ctx: fired.append(ctx.now_ns()))}, l1=[quote(S)], end=4 * S)
    assert fired == [2 * S, 3 * S, 4 * S]
    assert result.time_end_ns == 4 * S


def test_positions_are_marked_at_the_end_or_closed_where_that_is_asked_for():
    def act(ctx):
        ctx.market_order("buy", 2)
        ctx.limit_order("buy", 1, 90)

    marked = play({S: act})
    assert orders(marked) == [("1", "filled", None), ("2", "open", None)]
    assert marked.stats.open_positions == 1
    assert rows(marked.exact.equity, "reason", "equity")[-1] == ("end", 99_999)
    closed = play({S: act}, close_at_end=True, latency="1s")
    assert orders(closed) == [("1", "filled", None), ("2", "cancelled", None), ("3", "filled", None)]
    assert fills(closed)[-1] == ("3", 5 * S, "sell", 100, 2, "taker")
    assert closed.stats.open_positions == 0
    assert rows(closed.exact.equity, "reason", "equity")[-1] == ("end", 99_998)


def test_a_recording_whose_clock_was_set_back_runs_to_its_last_row():
    """`end` defaults to the largest delivery time, wherever in the recording that is."""
    data = PERPETUAL.data(l1=[quote(second * S) for second in range(1, 9)])
    rows_in_order = list(data)
    recorded = [rows_in_order[place] for place in (2, 0, 1, 5, 3, 4, 7, 6)]
    result = backtest(scripted(), MarketData.from_events(recorded, data.instruments)).run()
    assert (result.stats.events, result.undelivered) == (8, 0)
    assert (result.time_start_ns, result.time_end_ns) == (S, 8 * S)


def test_rows_that_acted_but_came_too_late_for_the_strategy_are_events_and_undelivered():
    seen = []

    class Sees(Strategy):
        def on_order_book_l1(self, ctx, quote):
            seen.append(quote.time_received_ns)

    result = play(Sees, l1=[quote(S), quote(2 * S), quote(3 * S)], latency=Latency(feed="1500ms"), end=3 * S)
    assert seen == [S]
    assert (result.stats.events, result.undelivered) == (3, 2)
    assert "acted" in result.stats.definition("events")
