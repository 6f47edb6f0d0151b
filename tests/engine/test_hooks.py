"""When hooks run, in which order, and what they see then."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from engine.small_market import (
    PERPETUAL,
    QUOTES,
    SPOT,
    D,
    S,
    backtest,
    events,
    fills,
    orders,
    play,
    quote,
    reconnecting,
    rows,
    scripted,
)

from barter_data import MarketData
from barter_engine import Fees, Strategy
from barter_instrument import ExchangeId, Side

HOOKS = (
    "on_market_event",
    "on_trade",
    "on_order_book_l1",
    "on_candle",
    "on_order",
    "on_reject",
    "on_fill",
    "on_position_exit",
)


def logging(*extra, **hooks):
    """A strategy class whose instances log (hook, time) in `log`, and the log of the run that was made last."""
    log = []

    def logged(name, more=None):
        def hook(self, ctx, *rest):
            log.append((name, ctx.now_ns()))
            if more is not None:
                more(self, ctx, *rest)

        return hook

    names = {*HOOKS, *extra, *hooks}
    return type("Logging", (Strategy,), {name: logged(name, hooks.get(name)) for name in names}), log


def test_parameters_of_a_run_replace_the_defaults():
    seen = []

    class Takes(Strategy):
        fast: int = 12
        slow: int = 26

        def on_start(self, ctx):
            seen.append((self.fast, self.slow))

    runs = backtest(Takes, PERPETUAL.data(l1=QUOTES))
    first, second = runs.run(), runs.run(fast=3)
    backtest(Takes(slow=9), PERPETUAL.data(l1=QUOTES)).run(fast=1)
    backtest(lambda **parameters: Takes(**parameters, slow=7), PERPETUAL.data(l1=QUOTES)).run(fast=2)
    assert seen == [(12, 26), (3, 26), (1, 9), (2, 7)]
    assert (first.strategy, second.strategy) == ("Takes(fast=12, slow=26)", "Takes(fast=3, slow=26)")


def test_an_instance_given_is_copied_for_each_run():
    class Counts(Strategy):
        names: list = dataclasses.field(default_factory=list)

        def on_start(self, ctx):
            assert self.names == ["given"]
            self.names.append("run")

    given = Counts(names=["given"])
    runs = backtest(given, PERPETUAL.data(l1=QUOTES))
    runs.run()
    runs.run()
    assert given.names == ["given"]


def test_on_start_comes_first_and_on_stop_last_at_the_ends_of_the_run():
    strategy, log = logging("on_start", "on_stop")
    result = backtest(strategy, PERPETUAL.data(l1=QUOTES)).run()
    assert (log[0], log[-1]) == (("on_start", S), ("on_stop", 5 * S))
    assert (result.time_start_ns, result.time_end_ns) == (S, 5 * S)


def test_one_market_event_updates_the_state_then_runs_its_hooks_then_generate_algo_orders():
    seen = []

    class Ordered(Strategy):
        def on_market_event(self, ctx, event):
            seen.append(("on_market_event", ctx.market().bid(), event))

        def on_order_book_l1(self, ctx, quote):
            seen.append(("on_order_book_l1", ctx.market().bid(), quote))

        def generate_algo_orders(self, state):
            seen.append(("generate_algo_orders", state.market().bid(), None))
            return [], []

    play(Ordered, l1=[quote(S, 100, 101)])
    assert [row[:2] for row in seen] == [
        (name, 100) for name in ("on_market_event", "on_order_book_l1", "generate_algo_orders")
    ]
    assert seen[0][2] is seen[1][2]  # one payload for both


def test_what_each_hook_asks_for_is_sent_when_it_returns():
    class Both(Strategy):
        def on_market_event(self, ctx, event):
            ctx.market_order("buy", 1)
            assert [order.state for order in ctx.orders()] == ["pending"]

        def on_order_book_l1(self, ctx, quote):
            # The order of the hook before left, and has not been answered: the exchange's turn comes after the hooks.
            assert [order.state for order in ctx.orders()] == ["in_flight"]
            ctx.market_order("sell", 1)

    result = play(Both, l1=[quote(S)])
    assert fills(result, "client_order_id", "side") == [("1", "buy"), ("2", "sell")]


def test_one_packet_updates_order_balance_and_position_before_its_hooks():
    seen = []

    class Watches(Strategy):
        def on_order_book_l1(self, ctx, quote):
            if ctx.now_ns() == S:
                ctx.market_order("buy", 2)
            elif ctx.now_ns() == 2 * S:
                ctx.market_order("sell", 3)

        def note(self, ctx, name, what):
            seen.append((name, what, ctx.position(), ctx.balance("usdt").total))

        def on_order(self, ctx, order):
            self.note(ctx, "on_order", order.state)

        def on_fill(self, ctx, fill):
            self.note(ctx, "on_fill", fill.position_after)

        def on_position_exit(self, ctx, position):
            self.note(ctx, "on_position_exit", position.side)

    play(Watches, fees=Fees(maker=0, taker="0.01"), balances={"usdt": 1000})
    # 2 at 101 cost 2.02 in fees; the sale of 3 at 100 realises -2 and costs 3.
    one, two = D("997.98"), D("992.98")
    assert seen == [
        ("on_order", "open", 0, 1000),
        ("on_order", "filled", 2, one),
        ("on_fill", 2, 2, one),
        ("on_order", "open", 2, one),
        ("on_order", "filled", -1, two),
        ("on_fill", -1, -1, two),
        ("on_position_exit", Side.BUY, -1, two),
    ]


def test_account_hooks_run_in_order_and_a_rejection_has_on_reject():
    strategy, log = logging(on_order_book_l1=lambda self, ctx, quote: ctx.now_ns() == S and asks(ctx))

    def asks(ctx):
        ctx.limit_order("buy", 1, 101, post_only=True)

    backtest(strategy, PERPETUAL.data(l1=QUOTES[:2])).run()
    assert log == [
        ("on_market_event", S),
        ("on_order_book_l1", S),
        ("on_order", S),
        ("on_reject", S),
        ("on_market_event", 2 * S),
        ("on_order_book_l1", 2 * S),
    ]


def test_a_refusal_of_the_desk_runs_on_order_and_on_reject():
    strategy, log = logging(on_order_book_l1=lambda self, ctx, quote: ctx.limit_order("buy", 1, 90).cancel())
    result = backtest(strategy, PERPETUAL.data(l1=QUOTES[:1])).run()
    assert log[2:] == [("on_order", S), ("on_reject", S)]
    assert orders(result) == [("1", "refused", "cancelled_before_sent")]


def test_generate_algo_orders_runs_after_account_events_too():
    seen = []

    class Algo(Strategy):
        def on_order_book_l1(self, ctx, quote):
            if ctx.now_ns() == S:
                ctx.market_order("buy", 1)

        def on_fill(self, ctx, fill):
            seen.append("on_fill")

        def generate_algo_orders(self, state):
            seen.append(state.position())
            return [], []

    play(Algo, l1=[quote(S)])
    assert seen == [0, 0, "on_fill", 1]


# Trading state


def test_while_trading_is_disabled_requests_are_refused():
    told = []

    def disable(ctx):
        ctx.limit_order("buy", 1, 90)
        ctx.set_trading_enabled(False)
        assert ctx.is_trading_enabled()  # until the hook has returned

    def ask(ctx):
        assert not ctx.is_trading_enabled()
        ctx.market_order("buy", 1)
        ctx.cancel("1")

    def enable(ctx):
        ctx.set_trading_enabled(True)

    actions = {S: disable, 2 * S: ask, 3 * S: enable, 4 * S: lambda ctx: ctx.cancel("1")}
    result = play(actions, hooks={"on_trading_disabled": lambda self, ctx: told.append(ctx.now_ns())})
    assert told == [S]
    assert orders(result) == [("1", "cancelled", None), ("2", "refused", "trading_disabled")]
    assert ("1", "cancel_refused", "trading_disabled") in events(result)


# Connections


def test_a_lost_connection_runs_on_disconnect_and_the_next_event_on_reconnect():
    strategy, log = logging("on_disconnect", "on_reconnect")
    told = []

    class Told(strategy):
        def on_disconnect(self, ctx, exchange):
            super().on_disconnect(ctx, exchange)
            told.append(exchange)

    data = reconnecting(PERPETUAL.data(l1=QUOTES[:3]), [S + 1, 2 * S + 1, 2 * S + 2])
    backtest(Told, data).run()
    assert [row for row in log if row[0] != "on_market_event"] == [
        ("on_order_book_l1", S),
        ("on_disconnect", S + 1),
        ("on_reconnect", 2 * S),
        ("on_order_book_l1", 2 * S),
        ("on_disconnect", 2 * S + 1),
        ("on_disconnect", 2 * S + 2),
        ("on_reconnect", 3 * S),
        ("on_order_book_l1", 3 * S),
    ]
    assert set(told) == {ExchangeId.BINANCE_FUTURES_USD}


def test_while_the_connection_is_lost_a_market_order_is_rejected_as_stale():
    class Asks(Strategy):
        def on_disconnect(self, ctx, exchange):
            ctx.market_order("buy", 1)
            ctx.limit_order("buy", 1, 200)

    result = backtest(Asks, reconnecting(PERPETUAL.data(l1=QUOTES[:2]), [S + 1])).run()
    # The plain limit rests and matches with the next quote (M14).
    assert orders(result) == [("1", "rejected", "stale_market"), ("2", "filled", None)]
    assert fills(result)[0][1] == 2 * S


# Records and random numbers


def test_records_are_kept_with_their_time_one_row_for_each_name():
    actions = {
        S: lambda ctx: ctx.record(signal=1.5, n=2),
        2 * S: lambda ctx: ctx.record(signal=Decimal("0.25"), up=True),
    }
    assert rows(play(actions).records, "time", "name", "value") == [
        (S, "signal", 1.5),
        (S, "n", 2.0),
        (2 * S, "signal", 0.25),
        (2 * S, "up", 1.0),
    ]


def test_the_generator_is_seeded_per_run():
    import random

    def draws(seed):
        seen = []
        play({n * S: lambda ctx: seen.append(ctx.rng.random()) for n in (1, 2, 3)}, seed=seed)
        return seen

    def expected(seed):
        rng = random.Random(seed)
        return [rng.random() for _ in range(3)]

    assert draws(7) == draws(7) == expected(7)
    assert draws(8) == expected(8) != draws(7)
    assert draws(2**64 - 1) == expected(2**64 - 1)


# Audit


def test_audit_adds_a_table_of_ticks_and_changes_nothing_else():
    actions = {
        S: lambda ctx: ctx.market_order("buy", 1),
        2 * S: lambda ctx: ctx.limit_order("buy", 1, 90),
        3 * S: lambda ctx: ctx.close(),
    }
    plain, audited = play(dict(actions)), play(dict(actions), audit=True)
    assert plain.fingerprint == audited.fingerprint
    kinds = [event for (event,) in rows(audited.audit, "event")]
    assert kinds.count("market") == len(QUOTES)
    assert {"account", "market"} <= set(kinds)
    sequences = [sequence for (sequence,) in rows(audited.audit, "sequence")]
    assert sequences == sorted(set(sequences))
    assert "audit" not in plain.table_names


@pytest.mark.parametrize("name", ["binance_spot", "binance_futures_usd"])
def test_orders_of_one_exchange_alone_do_not_touch_the_other(name):
    listing = {"binance_spot": SPOT, "binance_futures_usd": PERPETUAL}[name]
    data = MarketData.merge(PERPETUAL.data(l1=QUOTES), SPOT.data(l1=QUOTES))
    strategy = scripted({2 * S: lambda ctx: ctx.market_order("buy", 1, instrument=listing.name)})
    result = backtest(strategy, data, fees=Fees(maker=0, taker="0.001")).run()
    assert {
        exchange for exchange, reason in rows(result.exact.balances, "exchange", "reason") if reason != "initial"
    } == {name}


def test_closing_at_the_end_runs_hooks_before_on_stop():
    strategy, log = logging("on_stop", on_order_book_l1=lambda self, ctx, quote: ctx.now_ns() == S and buy(ctx))

    def buy(ctx):
        ctx.market_order("buy", 1)

    backtest(strategy, PERPETUAL.data(l1=QUOTES[:2]), close_at_end=True).run()
    assert [name for name, _ in log[-5:]] == ["on_order", "on_order", "on_fill", "on_position_exit", "on_stop"]
