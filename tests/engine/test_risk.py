"""A Python risk manager: approves, edits, refuses, reads state; what it does wrong stops the run."""

from __future__ import annotations

import pytest
from engine.small_market import (
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
    rows,
    scripted,
)

from barter_data import MarketData
from barter_engine import DefaultRiskManager, RiskApproved, RiskManager, RiskRefused, Strategy
from barter_execution import OrderKind, TimeInForce
from barter_instrument import BarterError, InvalidArgumentError, Side, StateError, StrategyError, WrongTypeError


class Checks:
    """A risk manager from a function."""

    def __init__(self, check):
        self.calls = 0
        self.function = check

    def check(self, state, cancels, opens):
        self.calls += 1
        return self.function(state, cancels, opens)


def run(check, actions=None, **options):
    if actions is None:
        actions = {S: lambda ctx: ctx.limit_order("buy", 2, 90)}
    return play(actions, risk=Checks(check), **options)


def test_the_default_risk_manager_changes_nothing():
    actions = {S: lambda ctx: ctx.limit_order("buy", 2, 90), 2 * S: lambda ctx: ctx.cancel_all()}
    assert isinstance(DefaultRiskManager(), RiskManager)
    with_risk = play(dict(actions), risk=DefaultRiskManager())
    assert with_risk.fingerprint == play(dict(actions)).fingerprint
    assert with_risk.settings["risk"] == "DefaultRiskManager"


def test_requests_come_as_upstreams_classes_in_call_order():
    seen = []

    def check(state, cancels, opens):
        seen.append(([c.key.cid for c in cancels], [(o.key.cid, o.side, o.price, o.quantity, o.kind) for o in opens]))
        return cancels, opens, [], []

    def act(ctx):
        ctx.cancel("1")
        ctx.market_order("sell", 3)
        ctx.limit_order("buy", 1, 91, client_order_id="mine")

    run(check, {S: lambda ctx: ctx.limit_order("buy", 2, 90), 2 * S: act})
    assert seen == [
        ([], [("1", Side.BUY, D(90), D(2), OrderKind.LIMIT)]),
        # A market order carries the touch that the strategy saw (M18).
        (["1"], [("2", Side.SELL, D(100), D(3), OrderKind.MARKET), ("mine", Side.BUY, D(91), D(1), OrderKind.LIMIT)]),
    ]


def test_nothing_is_asked_where_there_is_nothing_to_judge():
    risk = Checks(lambda state, cancels, opens: (cancels, opens, [], []))
    play({S: lambda ctx: ctx.limit_order("buy", 1, 90).cancel()}, risk=risk, start=0)
    play({S: lambda ctx: ctx.limit_order("buy", 1, 90)}, risk=risk, start=4 * S)  # warm-up
    assert risk.calls == 0


def test_a_refused_order_is_refused_with_the_reason_and_its_hooks_run():
    seen = []

    def on_reject(self, ctx, order):
        seen.append((order.client_order_id, order.state, order.reject_reason, order.is_working))

    result = run(
        lambda state, cancels, opens: (cancels, [], [], [RiskRefused(o, "too large") for o in opens]),
        hooks={"on_reject": on_reject},
    )
    assert orders(result) == [("1", "refused", "risk: too large")]
    assert seen == [("1", "refused", "risk: too large", False)]


def test_a_refused_cancel_leaves_the_order_working():
    seen = []

    def check(state, cancels, opens):
        return [], opens, [RiskRefused(c, "keep it") for c in cancels], []

    def on_reject(self, ctx, order):
        seen.append((order.state, order.reject_reason, order.is_working))

    actions = {S: lambda ctx: ctx.limit_order("buy", 2, 90), 2 * S: lambda ctx: ctx.cancel("1")}
    result = run(check, actions, hooks={"on_reject": on_reject})
    assert orders(result) == [("1", "open", None)]
    assert events(result)[-1] == ("1", "cancel_refused", "risk: keep it")
    assert seen == [("open", "risk: keep it", True)]


def test_a_refused_cancel_refuses_the_replacement_that_waits_for_it():
    def check(state, cancels, opens):
        return [], opens, [RiskRefused(c, "no") for c in cancels], []

    actions = {S: lambda ctx: ctx.limit_order("buy", 2, 90), 2 * S: lambda ctx: ctx.order("1").replace(price=91)}
    assert orders(run(check, actions)) == [("1", "open", None), ("2", "refused", "cancel_refused")]


def test_an_edit_is_what_is_sent_and_what_the_handle_says():
    seen = []

    def check(state, cancels, opens):
        edited = [
            o.replace(state=o.state.replace(price=89, quantity=1, time_in_force=TimeInForce.GoodUntilEndOfDay()))
            for o in opens
        ]
        return cancels, [RiskApproved(o) for o in edited], [], []

    def on_order(self, ctx, order):
        seen.append((order.state, order.price, order.quantity, order.time_in_force))

    result = run(check, hooks={"on_order": on_order})
    expected = (D(89), D(1), "good_until_end_of_day")
    assert rows(result.exact.orders, "price", "quantity", "time_in_force") == [expected]
    assert seen == [("open", *expected)]


def test_a_limit_order_may_be_edited_into_a_market_order():
    def check(state, cancels, opens):
        return cancels, [o.replace(state=o.state.replace(kind=OrderKind.MARKET)) for o in opens], [], []

    result = run(check)
    assert rows(result.exact.orders, "kind", "price", "status") == [("market", None, "filled")]


def test_answers_in_any_order_are_sent_in_call_order():
    def act(ctx):
        for price in (90, 91, 92):
            ctx.limit_order("buy", 1, price)

    def check(state, cancels, opens):
        kept = [o for o in opens if o.price != 91]
        return cancels, kept[::-1], [], [RiskRefused(o, "91") for o in opens if o.price == 91]

    result = run(check, {S: act})
    assert [(cid, event) for cid, event, _ in events(result)[:3]] == [("1", "sent"), ("2", "refused"), ("3", "sent")]


def test_the_state_is_read_as_in_a_hook():
    seen = []

    class NoMoreThan:
        """Refuses what would bring the position beyond a limit."""

        def check(self, state, cancels, opens):
            market = state.market()
            seen.append(
                (
                    state.now_ns(),
                    state.position(),
                    market.bid(),
                    state.balance("usdt").total,
                    len(state.orders()),
                    state.equity(),
                )
            )
            room = 2 - state.position()
            kept = [o for o in opens if o.side is Side.SELL or o.quantity <= room]
            return cancels, kept, [], [RiskRefused(o, "limit") for o in opens if o not in kept]

    def buy(ctx):
        ctx.market_order("buy", 1)

    result = play({n * S: buy for n in (1, 2, 3)}, risk=NoMoreThan())
    assert orders(result) == [("1", "filled", None), ("2", "filled", None), ("3", "refused", "risk: limit")]
    assert [row[:2] for row in seen] == [(S, 0), (2 * S, 1), (3 * S, 2)]
    assert [row[2:] for row in seen] == [(100, 100_000, 1, equity) for equity in (100_000, D("99999.5"), 99_999)]


@pytest.mark.parametrize(
    "request_",
    [
        lambda state: state.market_order("buy", 1),
        lambda state: state.cancel_all(),
        lambda state: state.close(),
        lambda state: state.every("1s", print),
        lambda state: state.set_trading_enabled(False),
        lambda state: state.orders()[0].cancel(),
        lambda state: state.orders()[0].replace(price=80),
    ],
    ids=["order", "cancel_all", "close", "timer", "trading", "cancel of a handle", "replace of a handle"],
)
def test_a_risk_check_makes_no_requests_of_its_own(request_):
    def check(state, cancels, opens):
        request_(state)
        return cancels, opens, [], []

    with pytest.raises(StateError, match="requests in a risk check are an error") as caught:
        run(check)
    assert (caught.value.argument, caught.value.code) == ("ctx", "in_risk_check")


def test_after_the_check_requests_are_taken_again():
    result = run(
        lambda state, cancels, opens: (cancels, opens, [], []),
        {n * S: lambda ctx: ctx.market_order("buy", 1) for n in (1, 2)},
    )
    assert len(fills(result)) == 2


def changed_key(request, **changes):
    return request.replace(key=request.key.replace(**changes))


def changed_price(request, price):
    return request.replace(state=request.state.replace(price=price))


BAD = {
    "nothing": (lambda s, c, o: None, StrategyError, "approved_cancels, approved_opens"),
    "a number": (lambda s, c, o: 5, StrategyError, "got int 5"),
    "three lists": (lambda s, c, o: (c, o, []), StrategyError, "approved_cancels, approved_opens"),
    "a list of four": (lambda s, c, o: [c, o, [], []], StrategyError, "got list"),
    "lists that are none": (lambda s, c, o: (1, 2, 3, 4), StrategyError, "approved_cancels must be a list"),
    "something that is no request": (lambda s, c, o: (c, ["buy"], [], []), WrongTypeError, "approved_opens"),
    "opens among the cancels": (lambda s, c, o: (o, [], [], []), WrongTypeError, "approved_cancels"),
    "a bare refusal": (lambda s, c, o: (c, [], [], o), StrategyError, "RiskRefused(item, reason)"),
    "a request dropped": (lambda s, c, o: (c, [], [], []), StrategyError, "neither approved nor refused"),
    "a request twice": (lambda s, c, o: (c, [*o, *o], [], []), StrategyError, "or returned it twice"),
    "approved and refused": (lambda s, c, o: (c, o, [], [RiskRefused(o[0], "no")]), StrategyError, "or returned it twice"),
    "a request nobody asked for": (lambda s, c, o: (c, [changed_key(o[0], cid="b")], [], []), StrategyError, "not asked about"),
    "another strategy": (lambda s, c, o: (c, [changed_key(o[0], strategy="other")], [], []), StrategyError, "changed its key"),
    "another exchange": (lambda s, c, o: (c, [changed_key(o[0], exchange=1)], [], []), InvalidArgumentError, "exchange index 1"),
    "another instrument": (lambda s, c, o: (c, [changed_key(o[0], instrument=1)], [], []), InvalidArgumentError, "exchange index 0"),
    "an unknown instrument": (lambda s, c, o: (c, [changed_key(o[0], instrument=9)], [], []), InvalidArgumentError, "has 2"),
    "an edit against a rule": (lambda s, c, o: (c, [changed_price(o[0], "90.05")], [], []), StrategyError, "an edit that breaks a rule"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_an_answer_that_does_not_fit_stops_the_run(case):
    check, kind, text = BAD[case]
    data = MarketData.merge(RULED.data(l1=QUOTES), SPOT.data(l1=QUOTES))
    strategy = scripted({S: lambda ctx: ctx.limit_order("buy", 2, 90, instrument=0)})
    with pytest.raises(kind) as caught:
        backtest(strategy, data, risk=Checks(check)).run()
    assert isinstance(caught.value, BarterError) and caught.value.code
    assert text in str(caught.value)


def test_an_exception_of_the_check_comes_out_and_nothing_was_sent():
    class Boom(Exception):
        pass

    boom, kept = Boom(), []

    def check(state, cancels, opens):
        kept.append(state)
        raise boom

    with pytest.raises(Boom) as caught:
        run(check)
    assert caught.value is boom
    with pytest.raises(StateError, match="the run is over"):
        kept[0].position()


def test_a_risk_manager_without_a_strategys_hooks_is_never_asked():
    class Quiet(Strategy):
        pass

    risk = Checks(lambda *_: 1 / 0)
    assert backtest(Quiet, PERPETUAL.data(l1=QUOTES), risk=risk).run().status == "completed"
    assert risk.calls == 0
