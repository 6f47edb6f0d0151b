"""Requests that break a rule: an error at the call, which names the argument; nothing is sent, and the run may go on."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from engine.small_market import (
    FREE,
    PERPETUAL,
    QUOTES,
    RULED,
    SPOT,
    D,
    S,
    backtest,
    events,
    fills,
    orders,
    play,
    quote,
    rows,
    scripted,
)

from barter_data import MarketData
from barter_engine import Strategy, TopOfBook
from barter_execution import (
    OrderKey,
    OrderKind,
    OrderRequestCancel,
    OrderRequestOpen,
    RequestCancel,
    RequestOpen,
    TimeInForce,
)
from barter_instrument import BarterError, InvalidArgumentError, NotFoundError, Side, StateError, WrongTypeError

BIGGEST = "79228162514264337593543950335"  # that a Decimal of barter holds
LARGEST = "99999999999999999999"  # that a table holds without a fraction


def limit(ctx, time_in_force, post_only=False):
    return ctx.limit_order("buy", 1, 100, time_in_force=time_in_force, post_only=post_only)


BAD = {
    "quantity zero": (lambda ctx: ctx.market_order("buy", 0), "quantity", "not_positive", ["positive", "0"]),
    "quantity negative": (lambda ctx: ctx.market_order("buy", -1), "quantity", "not_positive", ["-1", "the side says"]),
    "quantity nan": (lambda ctx: ctx.market_order("buy", float("nan")), "quantity", "invalid_argument", ["finite"]),
    "quantity that is text": (lambda ctx: ctx.market_order("buy", "much"), "quantity", "invalid_argument", ["'much'"]),
    "quantity that is none": (lambda ctx: ctx.market_order("buy", None), "quantity", "wrong_type", ["None"]),
    "quantity off lot": (lambda ctx: ctx.market_order("buy", "1.0005"), "quantity", "off_lot", ["lot 0.001", "1.000 and 1.001"]),
    "quantity below the minimum": (lambda ctx: ctx.market_order("buy", "0.001"), "quantity", "below_minimum", ["0.002"]),
    "quantity too fine": (lambda ctx: ctx.market_order("buy", "1e-19"), "quantity", "too_fine", ["18"]),
    "quantity too large": (lambda ctx: ctx.market_order("buy", BIGGEST), "quantity", "too_large", ["20 digits"]),
    "price too large": (lambda ctx: ctx.limit_order("buy", 1, BIGGEST), "price", "too_large", ["20 digits"]),
    "value too large": (lambda ctx: ctx.limit_order("buy", LARGEST, LARGEST), "quantity", "inexact", ["exact"]),
    "target too far": (lambda ctx: ctx.target_position("-" + BIGGEST), "quantity", "too_large", ["20 digits"]),
    "notional below the minimum": (lambda ctx: ctx.limit_order("buy", "0.002", 100), "quantity", "below_minimum_notional", ["0.2", "5"]),
    "price zero": (lambda ctx: ctx.limit_order("buy", 1, 0), "price", "not_positive", ["positive"]),
    "price negative": (lambda ctx: ctx.limit_order("buy", 1, "-0.1"), "price", "not_positive", ["-0.1"]),
    "price off tick": (lambda ctx: ctx.limit_order("buy", 1, "99.96"), "price", "off_tick", ["99.96", "tick 0.1", "99.9 and 100.0"]),
    "price infinite": (lambda ctx: ctx.limit_order("buy", 1, float("inf")), "price", "invalid_argument", ["finite"]),
    "unknown side": (lambda ctx: ctx.market_order("up", 1), "side", "invalid_argument", ["'up'"]),
    "side of a wrong type": (lambda ctx: ctx.market_order(1, 1), "side", "wrong_type", ["1"]),
    "unknown instrument": (lambda ctx: ctx.market_order("buy", 1, instrument="ETHUSDT"), "instrument", "not_found", ["ETHUSDT", "btcusdt"]),
    "instrument index out of range": (lambda ctx: ctx.market_order("buy", 1, instrument=7), "instrument", "not_found", ["7"]),
    "instrument of a wrong type": (lambda ctx: ctx.market_order("buy", 1, instrument=1.5), "instrument", "wrong_type", ["1.5"]),
    "unknown time in force": (lambda ctx: limit(ctx, "gtc"), "time_in_force", "invalid_argument", ["good_until_cancelled", "'gtc'"]),
    "time in force of a wrong type": (lambda ctx: limit(ctx, 5), "time_in_force", "wrong_type", ["TimeInForce", "5"]),
    "post only at once": (lambda ctx: limit(ctx, "immediate_or_cancel", True), "post_only", "invalid_argument", ["immediate_or_cancel"]),
    "post only or kill": (lambda ctx: limit(ctx, TimeInForce.FillOrKill(), True), "post_only", "invalid_argument", ["fill_or_kill"]),
    "client order id that is a number": (lambda ctx: ctx.market_order("buy", 1, client_order_id=5), "client_order_id", "wrong_type", ["5"]),
    "empty client order id": (lambda ctx: ctx.market_order("buy", 1, client_order_id=""), "client_order_id", "empty", ["leave it out"]),
    "cancel of an unknown order": (lambda ctx: ctx.cancel("nobody"), "order", "not_found", ["'nobody'"]),
    "cancel of no order": (lambda ctx: ctx.cancel(5), "order", "wrong_type", ["5"]),
    "look-up of an unknown order": (lambda ctx: ctx.order("nobody"), "client_order_id", "not_found", ["'nobody'"]),
    "target that is nan": (lambda ctx: ctx.target_position(float("nan")), "quantity", "invalid_argument", ["finite"]),
    "timer of zero": (lambda ctx: ctx.every(0, print), "interval", "invalid_argument", ["above zero"]),
    "timer that calls nothing": (lambda ctx: ctx.every("1s", 5), "function", "wrong_type", ["callable"]),
    "timer without a function and on_timer": (lambda ctx: ctx.every("1s"), "function", "invalid_argument", ["on_timer"]),
    "record of text": (lambda ctx: ctx.record(signal="up"), "signal", "wrong_type", ["number"]),
    "balance of an unknown asset": (lambda ctx: ctx.balance("eur"), "asset", "not_found", ["'eur'", "usdt"]),
    "balance of an unknown exchange": (lambda ctx: ctx.balance("usdt", "kraken"), "asset", "not_found", ["usdt"]),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_request_that_breaks_a_rule_is_refused_at_the_call_and_leaves_nothing(case):
    request, argument, code, texts = BAD[case]
    seen = []

    def act(ctx):
        with pytest.raises(BarterError) as caught:
            request(ctx)
        seen.append(caught.value)
        assert ctx.orders() == []
        ctx.market_order("buy", 1)

    result = play({S: act}, listing=RULED)
    (error,) = seen
    assert (error.argument, error.code) == (argument, code)
    for text in texts:
        assert text in str(error)
    # The refused request took no number, and the next one went its way.
    assert orders(result) == [("1", "filled", None)]


def test_an_error_of_a_request_that_is_not_caught_stops_the_run_and_comes_out():
    with pytest.raises(InvalidArgumentError) as caught:
        play({S: lambda ctx: ctx.market_order("buy", 0)})
    assert caught.value.argument == "quantity"


def test_a_client_order_id_is_given_once():
    def act(ctx):
        ctx.limit_order("buy", 1, 90, client_order_id="mine")
        with pytest.raises(InvalidArgumentError) as caught:
            ctx.limit_order("buy", 1, 91, client_order_id="mine")
        assert (caught.value.argument, caught.value.code) == ("client_order_id", "duplicate")
        ctx.limit_order("buy", 1, 91, client_order_id="3")
        # The name that the third order would get is taken.
        with pytest.raises(InvalidArgumentError) as caught:
            ctx.market_order("buy", 1)
        assert caught.value.code == "duplicate"

    assert orders(play({S: act})) == [("mine", "open", None), ("3", "open", None)]


def test_requests_in_on_stop_are_an_error():
    requests = [
        lambda ctx: ctx.market_order("buy", 1),
        lambda ctx: ctx.limit_order("buy", 1, 1),
        lambda ctx: ctx.target_position(1),
        lambda ctx: ctx.close(),
        lambda ctx: ctx.cancel_all(),
        lambda ctx: ctx.every("1s", print),
        lambda ctx: ctx.set_trading_enabled(False),
    ]
    codes = []

    def on_stop(self, ctx):
        for request in requests:
            with pytest.raises(StateError, match="on_stop") as caught:
                request(ctx)
            codes.append((caught.value.argument, caught.value.code))
        assert ctx.position() == 0  # reading is fine

    result = play(hooks={"on_stop": on_stop})
    assert codes == [("ctx", "stopped")] * len(requests)
    assert orders(result) == []


def test_a_request_in_on_stop_that_is_not_caught_comes_out():
    with pytest.raises(StateError, match="requests in on_stop"):
        play(hooks={"on_stop": lambda self, ctx: ctx.close() or ctx.market_order("buy", 1)})


def test_an_order_that_is_done_is_not_replaced_and_one_that_waits_to_be_is_not_replaced_twice():
    def act(ctx):
        handles["done"] = ctx.market_order("buy", 1)
        handles["open"] = ctx.limit_order("buy", 1, 90)

    def later(ctx):
        with pytest.raises(StateError, match="is filled and cannot be replaced") as caught:
            handles["done"].replace(quantity=2)
        assert (caught.value.argument, caught.value.code) == ("order", "done")
        handles["open"].replace(price=91)
        with pytest.raises(StateError) as caught:
            handles["open"].replace(price=92)
        assert (caught.value.argument, caught.value.code) == ("order", "replaced")

    handles = {}
    result = play({S: act, 2 * S: later})
    assert orders(result) == [("1", "filled", None), ("2", "cancelled", None), ("3", "open", None)]


def test_a_market_order_has_no_price_to_replace():
    def act(ctx):
        order = ctx.market_order("buy", 1)
        with pytest.raises(InvalidArgumentError) as caught:
            order.replace(price=100)
        assert (caught.value.argument, caught.value.code) == ("price", "market_order")

    play({S: act})


def test_a_replacement_that_breaks_a_rule_leaves_the_old_order_as_it_was():
    def act(ctx):
        order = ctx.limit_order("buy", 1, 90)
        for arguments, argument in [({"price": "90.05"}, "price"), ({"quantity": 0}, "quantity")]:
            with pytest.raises(InvalidArgumentError) as caught:
                order.replace(**arguments)
            assert caught.value.argument == argument
        assert order.state == "pending" and ctx.orders() == [order]

    assert orders(play({S: act}, listing=RULED)) == [("1", "open", None)]


def test_a_close_that_breaks_a_rule_cancels_nothing():
    """The position is below the smallest order, so it cannot be traded away; the working order stays."""

    def close(ctx):
        assert ctx.position() == D("0.001")
        with pytest.raises(InvalidArgumentError) as caught:
            ctx.close()
        assert (caught.value.argument, caught.value.code) == ("quantity", "below_minimum")
        (order,) = ctx.orders()
        assert order.state == "open"

    # One lot of the two is displayed.
    actions = {S: lambda ctx: (ctx.market_order("buy", "0.002"), ctx.limit_order("buy", 1, 90)), 2 * S: close}
    tiny = [quote(second * S, size="0.001") for second in (1, 2, 3)]
    result = play(actions, l1=tiny, listing=replace(RULED, min_notional="0"), matching=TopOfBook("displayed"))
    assert orders(result) == [("1", "cancelled", None), ("2", "open", None)]


def test_an_order_beyond_the_balance_is_refused_by_the_exchange_with_its_reason():
    actions = {S: lambda ctx: (ctx.market_order("buy", 1), ctx.limit_order("sell", 1, 200))}
    result = play(actions, listing=SPOT, balances={"usdt": "100.99"})
    assert orders(result) == [("1", "rejected", "insufficient_balance"), ("2", "rejected", "insufficient_balance")]
    assert [row[1:] for row in events(result)] == [("sent", None)] * 2 + [("rejected", "insufficient_balance")] * 2


def test_an_order_beyond_the_margin_is_refused_by_the_exchange_with_its_reason():
    result = play({S: lambda ctx: ctx.market_order("buy", 1)}, balances={"usdt": "100.4"})
    assert orders(result) == [("1", "rejected", "insufficient_margin")]


def test_a_product_that_no_decimal_holds_is_an_error_and_no_rounding():
    with pytest.raises(BarterError, match="cannot be represented exactly") as caught:
        play({S: lambda ctx: ctx.limit_order("buy", LARGEST, LARGEST)}, listing=SPOT)
    assert caught.value.code == "inexact"


def test_a_target_that_cannot_be_reached_exactly_is_refused():
    def act(ctx):
        # 8 x 10^10 and 10^-18 do not go into one Decimal.
        ctx.limit_order("buy", "40000000000", "1")
        ctx.limit_order("buy", "40000000000", "1")
        with pytest.raises(InvalidArgumentError) as caught:
            ctx.target_position("0.000000000000000001")
        assert (caught.value.argument, caught.value.code) == ("quantity", "inexact")
        ctx.cancel_all()

    assert orders(play({S: act})) == [(number, "refused", "cancelled_before_sent") for number in "12"]


def test_a_value_that_no_table_holds_stops_the_run():
    with pytest.raises(BarterError, match="cannot be recorded exactly") as caught:
        play({S: lambda ctx: ctx.market_order("buy", LARGEST)}, balances={"usdt": LARGEST}, leverage=1_000_000)
    assert caught.value.code == "inexact"


def test_more_than_ten_thousand_happenings_at_one_instant_are_an_error_that_says_so():
    class Answers(Strategy):
        def on_order_book_l1(self, ctx, quote):
            ctx.market_order("buy", 1)

        def on_fill(self, ctx, fill):
            ctx.market_order("sell" if fill.side is Side.BUY else "buy", 1)

    with pytest.raises(StateError, match="10000 happenings at one instant") as caught:
        play(Answers)
    assert caught.value.code == "recursion" and "zero latency" in str(caught.value)
    # A little latency makes a queue of it.
    assert play(Answers, latency="1s").status == "completed"


def two_exchanges():
    return MarketData.merge(PERPETUAL.data(l1=QUOTES), SPOT.data(l1=QUOTES))


def request(exchange, instrument, cid="a", quantity=1):
    state = RequestOpen(Side.BUY, 90, quantity, OrderKind.LIMIT, TimeInForce.GoodUntilCancelled(post_only=False))
    return OrderRequestOpen(OrderKey(exchange, instrument, "Algo", cid), state)


def algo(*answers):
    """A strategy whose generate_algo_orders gives these answers, one for each event, then nothing."""

    class Algo(Strategy):
        def on_start(self, ctx):
            self.left = list(answers)

        def generate_algo_orders(self, state):
            return self.left.pop(0) if self.left else ([], [])

    return Algo


def test_an_instrument_must_be_named_where_there_are_several():
    def act(ctx):
        with pytest.raises(InvalidArgumentError) as caught:
            ctx.market_order("buy", 1)
        assert caught.value.argument == "instrument"
        assert "binance_futures_usd-btcusdt, binance_spot-btcusdt" in str(caught.value)
        with pytest.raises(InvalidArgumentError, match="several instruments"):
            ctx.position("BTCUSDT")
        with pytest.raises(InvalidArgumentError, match="several exchanges have usdt") as caught:
            ctx.balance("usdt")
        assert caught.value.argument == "exchange"

    backtest(scripted({S: act}), two_exchanges()).run()


def test_generate_algo_orders_sends_what_it_returns():
    cancel = OrderRequestCancel(OrderKey(0, 0, "Algo", "a"), RequestCancel(None))
    opens = [request(0, 0), request(1, 1, "b")]
    result = backtest(algo(([], []), ([], opens), ([cancel], [])), two_exchanges()).run()
    assert orders(result) == [("a", "cancelled", None), ("b", "open", None)]


CANCEL = OrderRequestCancel(OrderKey(0, 0, "Algo", "a"), RequestCancel(None))
BAD_ALGO = {
    "an order for another exchange": (([], [request(1, 0)]), InvalidArgumentError, "exchange", "trades on exchange index 0"),
    "an order for an unknown instrument": (([], [request(0, 9)]), InvalidArgumentError, "instrument", "has 2"),
    "an order that breaks a rule": (([], [request(0, 0, quantity="1e-19")]), InvalidArgumentError, "quantity", "18"),
    "a cancel of an unknown order": (([CANCEL], []), InvalidArgumentError, "cancels", "'a'"),
    "nothing": (None, BarterError, None, "(cancels, opens)"),
    "a list": ([], BarterError, None, "(cancels, opens)"),
    "lists that are none": ((5, []), BarterError, "cancels", "list of requests"),
    "something that is no request": (([], ["buy"]), WrongTypeError, "opens", "OrderRequestOpen"),
    "a cancel among the opens": (([], [CANCEL]), WrongTypeError, "opens", "OrderRequestOpen"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_ALGO)
def test_generate_algo_orders_that_returns_what_cannot_be_sent_stops_the_run(case):
    answer, kind, argument, text = BAD_ALGO[case]
    with pytest.raises(kind) as caught:
        backtest(algo(answer), two_exchanges()).run()
    assert caught.value.argument == argument and text in str(caught.value)


def test_a_cancel_that_names_another_instrument_than_its_order_is_refused():
    cancel = OrderRequestCancel(OrderKey(1, 1, "Algo", "a"), RequestCancel(None))
    with pytest.raises(InvalidArgumentError, match="binance_futures_usd-btcusdt") as caught:
        backtest(algo(([], [request(0, 0)]), ([cancel], [])), two_exchanges()).run()
    assert caught.value.argument == "instrument"


def test_a_handle_of_another_run_is_refused():
    kept = {}
    play({S: lambda ctx: kept.update(order=ctx.market_order("buy", 1), instrument=ctx.instrument())})

    def act(ctx):
        for call, argument in [
            (lambda: ctx.cancel(kept["order"]), "order"),
            (lambda: ctx.position(kept["instrument"]), "instrument"),
        ]:
            with pytest.raises(InvalidArgumentError, match="of another run") as caught:
                call()
            assert caught.value.argument == argument

    play({S: act})


def test_below_the_minimum_notional_a_market_order_is_rejected_at_the_touch():
    result = play({S: lambda ctx: ctx.market_order("buy", "0.01")}, listing=RULED)
    assert orders(result) == [("1", "rejected", "below_minimum_notional")]


def test_off_tick_is_said_with_both_neighbours_and_round_price_gives_them():
    def act(ctx):
        instrument = ctx.instrument()
        assert instrument.round_price("99.96", "passive", side="buy") == Decimal("99.9")
        assert instrument.round_price("99.96", "aggressive", side="buy") == Decimal("100.0")
        assert instrument.round_quantity("1.0005") == Decimal("1.000")
        ctx.limit_order(
            "buy", instrument.round_quantity("1.0005"), instrument.round_price("99.96", "passive", side="buy")
        )

    assert rows(play({S: act}, listing=RULED).exact.orders, "price", "quantity") == [(D("99.9"), D(1))]


def test_nothing_is_left_of_a_run_that_failed():
    """A run that fails gives no result; the next one of the same backtest is a whole one."""
    fail = [True]

    class Fails(Strategy):
        def on_order_book_l1(self, ctx, quote):
            ctx.market_order("buy", 0 if fail[0] and ctx.now_ns() == 3 * S else 1)

    runs = backtest(Fails, PERPETUAL.data(l1=QUOTES), fees=FREE)
    with pytest.raises(InvalidArgumentError):
        runs.run()
    fail[0] = False
    again = runs.run()
    assert again == backtest(Fails, PERPETUAL.data(l1=QUOTES), fees=FREE).run()
    assert len(fills(again)) == 5


def test_an_unknown_look_up_is_a_lookup_error_too():
    assert issubclass(NotFoundError, LookupError) and issubclass(InvalidArgumentError, ValueError)
    with pytest.raises(LookupError):
        play({S: lambda ctx: ctx.instrument("ETHUSDT")}, listing=replace(RULED, tick=None))
