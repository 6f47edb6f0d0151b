"""The requirements, in the order in which they are tested. The docstring of each is what it requires."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

from barter_execution._execution import (
    Cancelled,
    Order,
    OrderRequestCancel,
    OrderRequestOpen,
    OrderState,
    RequestCancel,
    RequestOpen,
    TimeInForce,
    Trade,
)
from barter_execution.errors import ApiError, ConnectivityError
from barter_instrument import Side

from .session import EPOCH, Session, Skip, balance_of, require
from .stream_checks import STREAM_CHECKS

__all__ = ["CHECKS"]


def snapshot(session: Session) -> None:
    """a snapshot has this exchange, and the balances that were asked for"""
    found = session.runner.account_snapshot()
    require(found.exchange == session.client.exchange, f"its exchange is {found.exchange!r}")
    for asset in (session.plan.base, session.plan.quote):
        require(balance_of(found.balances, asset) is not None, f"it has no balance of {asset}")


def balances(session: Session) -> None:
    """fetched balances are those of the snapshot, of the assets asked for and no others"""
    fetched = {str(balance.asset): balance.balance for balance in session.runner.fetch_balances()}
    wanted = {session.plan.base, session.plan.quote}
    require(set(fetched) == wanted, f"asked for {sorted(wanted)}, got {sorted(fetched)}")
    found = session.runner.account_snapshot()
    for asset, balance in fetched.items():
        require(balance_of(found.balances, asset) == balance, f"{asset}: {balance!r} is not the snapshot's")


def limit_order_rests(session: Session) -> None:
    """a limit order away from the market is open, unfilled, with an id of the exchange"""
    order = session.open(session.resting_request())
    state = session.open_state(order)
    require(state.filled_quantity == 0, f"filled {state.filled_quantity}")
    session.resting = order


def _resting(session: Session) -> Order:
    if session.resting is None:
        raise Skip("no limit order could be opened")
    return session.resting


def decimals(session: Session) -> None:
    """price and quantity come back as they were sent, to the last digit"""
    order = _resting(session)
    plan = session.plan
    require(order.price == plan.decimal("resting_price"), f"price {order.price}")
    require(order.quantity == plan.decimal("quantity"), f"quantity {order.quantity}")
    require(order.time_in_force == TimeInForce.GoodUntilCancelled(), f"time in force {order.time_in_force!r}")


def open_order_is_fetched(session: Session) -> None:
    """an open order is among the open orders, once, as it was answered"""
    order = _resting(session)
    found = session.open_with(order.key)
    require(len(found) == 1, f"{len(found)} open orders have its client order id")
    require(found[0].key == order.key, f"its key is {found[0].key!r}")
    require(session.open_state(found[0]).id == session.open_state(order).id, "its id differs")
    _require_same(found[0], order, session)


def _require_same(found: Order, answered: Order, session: Session) -> None:
    """As it was answered."""
    for name in ("side", "price", "quantity", "kind", "time_in_force"):
        is_now, was = getattr(found, name), getattr(answered, name)
        require(is_now == was, f"its {name} is {is_now!r}, and {was!r} was answered")
    filled = session.open_state(found).filled_quantity
    require(filled == session.open_state(answered).filled_quantity, f"its filled quantity is {filled}")


def no_instrument_has_no_orders(session: Session) -> None:
    """open orders are those of the instruments asked for, and of no others"""
    _resting(session)
    found = session.runner.fetch_open_orders([])
    require(found == [], f"asked for none, got {found!r:.200}")


def open_order_is_in_the_snapshot(session: Session) -> None:
    """an open order is in the account snapshot"""
    order = _resting(session)
    orders = [found for part in session.runner.account_snapshot().instruments for found in part.orders]
    found = [found for found in orders if found.key == order.key]
    require(len(found) == 1, f"it is there {len(found)} times")
    _require_same(found[0], order, session)


def open_order_holds_its_value(session: Session) -> None:
    """what an open buy may cost is not free"""
    _resting(session)
    plan = session.plan
    in_snapshot = balance_of(session.runner.account_snapshot().balances, plan.quote)
    for name, balance in (("fetched", session.balance(plan.quote)), ("in the snapshot", in_snapshot)):
        require(
            balance is not None and balance.used >= session.value(),
            f"{name}: {balance!r} holds less than the {session.value()} that the order is worth",
        )


def stream_tells_of_opening(session: Session) -> None:
    """the account stream tells of an order that opened"""
    order = _resting(session)
    require(session.told(lambda event: session._order_of(event, order.key)), "no order event came")


def duplicate_id_opens_one_order(session: Session) -> None:
    """a request that is sent twice opens one order"""
    order = _resting(session)
    request = OrderRequestOpen(
        order.key, RequestOpen(order.side, order.price, order.quantity, order.kind, order.time_in_force)
    )
    again = session.runner.open_order(request)
    require(
        again is None or not again.is_active or session.open_state(again).id == session.open_state(order).id,
        "the second is another order",
    )
    require(len(session.open_with(order.key)) == 1, "two orders are open")


def cancel(session: Session) -> None:
    """an open order can be cancelled, and is not open after"""
    order = _resting(session)
    answer = session.cancel(order, session.open_state(order).id)
    require(isinstance(answer, Cancelled), f"answered {answer!r}")
    session.times.append(answer.time_exchange_ns)
    require(answer.id == session.open_state(order).id, f"its id is {answer.id!r}")
    require(session.open_with(order.key) == [], "it is still open")
    session.cancelled = order


def cancel_releases_what_was_held(session: Session) -> None:
    """what a cancelled order held is free again"""
    if session.cancelled is None:
        raise Skip("no order could be cancelled")
    balance = session.balance(session.plan.quote)
    require(balance.used < session.value(), f"{balance.used} is held")


def cancel_twice_is_refused(session: Session) -> None:
    """cancelling a cancelled order is an ApiError"""
    if session.cancelled is None:
        raise Skip("no order could be cancelled")
    answer = session.cancel(session.cancelled, session.open_state(session.cancelled).id)
    require(isinstance(answer, ApiError), f"answered {answer!r}")


def cancel_of_unknown_order_is_refused(session: Session) -> None:
    """cancelling an order that never was is an ApiError"""
    response = session.runner.cancel_order(OrderRequestCancel(session.key(), RequestCancel("999999999")))
    answer = None if response is None else response.state
    require(isinstance(answer, ApiError), f"answered {answer!r}")


def cancel_by_client_id(session: Session) -> None:
    """an order can be cancelled without the exchange's id"""
    _resting(session)
    order = session.open(session.resting_request())
    session.open_state(order)
    answer = session.cancel(order)
    require(isinstance(answer, Cancelled), f"answered {answer!r}")
    require(session.open_with(order.key) == [], "it is still open")


def post_only(session: Session) -> None:
    """a post-only order keeps its flag"""
    _resting(session)
    order = session.open(session.resting_request(time_in_force="post_only"))
    session.open_state(order)
    require(order.time_in_force == TimeInForce.GoodUntilCancelled(post_only=True), f"it has {order.time_in_force!r}")
    session.cancel(order)


def post_only_does_not_take(session: Session) -> None:
    """a post-only order at the price of the sellers is refused, or rests unfilled"""
    _resting(session)
    plan = session.plan
    request = session.resting_request(time_in_force="post_only")
    before = session.balance(plan.base).total
    order = session.runner.open_order(request.replace(state=request.state.replace(price=plan.market_price)))
    if order is not None and order.is_active:
        filled = session.open_state(order).filled_quantity
        require(filled == 0, f"it filled {filled}")
        session.cancel(order)
    elif order is not None:
        require(order.state != OrderState.fully_filled(), "it was filled")
    require(session.balance(plan.base).total == before, f"the {plan.base} balance changed")


def batch(session: Session) -> None:
    """several orders are opened and cancelled, one answer for each, and no others"""
    _resting(session)
    before = {order.key.cid for order in session.runner.fetch_open_orders()}
    requests = [session.resting_request() for _ in range(3)]
    opened = session.runner.open_orders(requests)
    require(all(order is not None and order.is_active for order in opened), f"answered {opened!r:.200}")
    found = {order.key.cid for order in session.runner.fetch_open_orders()} - before
    require(found == {request.key.cid for request in requests}, f"{len(found)} orders are open")
    responses = session.runner.cancel_orders([OrderRequestCancel(request.key) for request in requests])
    states = [None if response is None else response.state for response in responses]
    require(all(isinstance(state, Cancelled) for state in states), f"answered {states!r:.200}")
    found = {order.key.cid for order in session.runner.fetch_open_orders()} - before
    require(not found, f"{len(found)} are still open")


def _market(session: Session, side: str) -> Order:
    plan = session.plan
    before = {asset: session.balance(asset).total for asset in (plan.base, plan.quote)}
    known = {trade.id for trade in session.runner.fetch_trades(EPOCH)}
    order = session.open(session.market_request(side))
    require(not order.is_active, f"the order is {order.state!r}")
    require(order.state.error is None, f"it failed: {order.state.error!r}")
    trades = [trade for trade in session.runner.fetch_trades(EPOCH) if trade.id not in known]
    require(sum(trade.quantity for trade in trades) == plan.decimal("quantity"), f"its trades are {trades!r:.200}")
    require({trade.side for trade in trades} == {order.side}, "a trade has another side")
    session.times += [trade.time_exchange_ns for trade in trades]
    session.trades += trades
    require({trade.instrument for trade in trades} == {plan.instrument}, "a trade has another instrument")
    ids = {trade.order_id for trade in trades}
    require(len(ids) == 1, f"its trades have {len(ids)} order ids")
    require(
        not ids & {trade.order_id for trade in session.trades[: -len(trades)]}, "its trades have another order's id"
    )
    after = {asset: session.balance(asset).total for asset in (plan.base, plan.quote)}
    _require_legs(session, trades, {asset: after[asset] - before[asset] for asset in after})
    return order


def _require_legs(session: Session, trades: list[Trade], changes: dict[str, Decimal]) -> None:
    """Both balances changed by what the trades say. Fees may be taken from either of the two, or from another asset."""
    plan = session.plan
    signed = 1 if trades[0].side is Side.BUY else -1
    quantity, fees = plan.decimal("quantity"), sum((trade.fees.fees for trade in trades), Decimal(0))
    value = sum((trade.price * trade.quantity for trade in trades), Decimal(0))
    base, quote = changes[plan.base], changes[plan.quote]
    none = Decimal(0)
    where = [(none, fees), (fees * quantity / value, none), (none, none)]
    require(
        any(
            _is_near(base, signed * quantity - of_base, changes[plan.base], len(trades))
            and _is_near(quote, -signed * value - of_quote, changes[plan.quote], len(trades))
            for of_base, of_quote in where
        ),
        f"{plan.base} changed by {base} and {plan.quote} by {quote}; the trades are worth {value}, their fees {fees}",
    )


def _is_near(change: Decimal, expected: Decimal, written: Decimal, trades: int) -> bool:
    """Up to the last digit of each trade, and what turning a fee from one asset into another costs."""
    exponent = written.as_tuple().exponent
    digit = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
    return abs(change - expected) <= max(abs(expected) / 100_000, min(digit * trades, abs(expected) / 1_000))


def market_buy_moves_both_legs(session: Session) -> None:
    """a market buy fills, is among the trades, and moves both balances"""
    session.bought = _market(session, "buy")


def stream_tells_of_fills(session: Session) -> None:
    """the account stream tells of a trade and of both balances"""
    if session.bought is None:
        raise Skip("nothing could be bought")
    require(session.told(lambda event: event if isinstance(event.kind.value, Trade) else None), "no trade came")
    for asset in (session.plan.base, session.plan.quote):
        told = session.told(
            lambda event, asset=asset: event if getattr(event.kind.value, "asset", None) == asset else None  # type: ignore[misc]
        )
        require(told, f"no balance of {asset} came")


def cancel_of_filled_order_is_refused(session: Session) -> None:
    """cancelling a filled order is an ApiError"""
    if session.bought is None:
        raise Skip("nothing could be bought")
    answer = session.cancel(session.bought)
    require(isinstance(answer, ApiError), f"answered {answer!r}")


def market_sell_moves_both_legs(session: Session) -> None:
    """a market sell fills, is among the trades, and moves both balances"""
    _market(session, "sell")


def insufficient_balance_is_refused(session: Session) -> None:
    """an order beyond the balance fails with an ApiError, and holds nothing"""
    plan = session.plan
    before = session.balance(plan.quote)
    wanted = (before.total / plan.decimal("market_price") // plan.decimal("quantity") + 2) * plan.decimal("quantity")
    request = session.market_request("buy")
    order = session.runner.open_order(request.replace(state=request.state.replace(quantity=wanted)))
    require(
        order is not None and isinstance(order.state.error, ApiError.BalanceInsufficient), f"answered {order!r:.200}"
    )
    require(session.balance(plan.quote) == before, "the balance changed")


def unknown_instrument_is_refused(session: Session) -> None:
    """an order of an unknown instrument fails with an ApiError"""
    request = OrderRequestOpen(
        session.key(session.plan.unknown_instrument),
        RequestOpen("buy", session.plan.market_price, session.plan.quantity, "market", "ioc"),
    )
    order = session.runner.open_order(request)
    require(order is not None and isinstance(order.state.error, ApiError), f"answered {order!r:.200}")


def trades_since(session: Session) -> None:
    """trades are fetched since a time, in order of time"""
    trades = session.runner.fetch_trades(EPOCH)
    if len(trades) < 2:
        raise Skip("the account has fewer than two trades")
    times = [trade.time_exchange_ns for trade in trades]
    require(times == sorted(times), "they are not in order of time")
    # A datetime has microseconds: the last trade is at or after its own time cut to them.
    later = session.runner.fetch_trades(trades[-1].time_exchange)
    require(trades[-1].id in [trade.id for trade in later], "the latest one is not since its own time")
    require(all(trade.time_exchange >= trades[-1].time_exchange for trade in later), "some are of before")
    require(len({trade.id for trade in trades}) == len(trades), "two have one id")


def ids(session: Session) -> None:
    """each order has an id of its own"""
    found = session.order_ids
    if len(found) < 2:
        raise Skip("fewer than two orders were opened")
    require(len(set(found)) == len(found), f"ids are {found}")


def times(session: Session) -> None:
    """times of the exchange do not go back, and are near the machine's where they should be"""
    found = session.times
    if not found:
        raise Skip("no time was seen")
    require(found == sorted(found), "a later answer has an earlier time")
    tolerance = session.plan.clock_tolerance
    if tolerance is not None:
        off = max(abs(moment / 1e9 - datetime.now(UTC).timestamp()) for moment in found[-1:])
        require(off <= tolerance, f"it is {off:.3f} s from the machine's")


def timeout(session: Session) -> None:
    """a request that is given too little time ends as timed out or answered, and its order is found and can be cancelled"""
    hasty = session.new_runner(1e-6)
    try:
        request = session.resting_request()
        began = time.monotonic()
        order = hasty.open_order(request)
        require(time.monotonic() - began < 2.0, "it took longer than two seconds")
        error = None if order is None else order.state.error
        require(error is None or isinstance(error, ConnectivityError.Timeout), f"it ended as {error!r}")
        if error is not None:
            # The request may still be on its way.
            hasty.poll(min(0.5, session.plan.event_timeout))
    finally:
        hasty.close()
    if error is None and order is not None and order.is_active:
        require(len(session.open_with(request.key)) == 1, "an order that was answered as open is not")
    deadline = time.monotonic() + session.plan.event_timeout
    while session.open_with(request.key):
        session.runner.cancel_order(OrderRequestCancel(request.key))
        require(time.monotonic() < deadline, "its order stays open")
    session.runner.account_snapshot()


def cancelled_request(session: Session) -> None:
    """a request that its caller gives up leaves the client usable, and its order is found and can be cancelled"""
    request = session.resting_request()
    pending = session.runner.submit(request)
    pending.cancel()
    require(pending.done(), "it has not ended")
    session.runner.account_snapshot()
    for order in session.open_with(request.key):
        answer = session.cancel(order)
        require(isinstance(answer, Cancelled), f"its order could not be cancelled: {answer!r}")


def stream_restarts(session: Session) -> None:
    """a stream that was dropped can be opened again: a snapshot, then events"""
    _resting(session)
    second = session.new_runner(session.plan.request_timeout)
    try:
        second.start_stream()
        first = second.poll(session.plan.event_timeout)
        kind = getattr(getattr(first, "kind", None), "name", first)
        require(kind == "Snapshot", f"it begins with {kind!r}")
        order = session.open(session.resting_request())
        session.open_state(order)
        deadline = time.monotonic() + session.plan.event_timeout
        while time.monotonic() < deadline:
            event = second.poll(0.1)
            if getattr(getattr(event, "kind", None), "name", "") == "OrderSnapshot":
                break
        else:
            raise AssertionError("no order event came on the second stream")
        session.cancel(order)
    finally:
        second.close()


def stream_stays(session: Session) -> None:
    """the account stream did not break off, and told of this exchange only"""
    session.read_events(0.05)
    require(session.reconnects == [], f"it reconnected: {session.reconnects!r:.200}")


def contract(session: Session) -> None:
    """no answer was for another order, came twice, or was of a wrong type"""
    require(session.runner.violations == [], f"{session.runner.violations!r:.300}")


CHECKS: tuple[Callable[[Session], None], ...] = (
    snapshot,
    balances,
    limit_order_rests,
    decimals,
    open_order_is_fetched,
    no_instrument_has_no_orders,
    open_order_is_in_the_snapshot,
    open_order_holds_its_value,
    stream_tells_of_opening,
    duplicate_id_opens_one_order,
    cancel,
    cancel_releases_what_was_held,
    cancel_twice_is_refused,
    cancel_of_unknown_order_is_refused,
    cancel_by_client_id,
    post_only,
    post_only_does_not_take,
    batch,
    market_buy_moves_both_legs,
    stream_tells_of_fills,
    cancel_of_filled_order_is_refused,
    market_sell_moves_both_legs,
    insufficient_balance_is_refused,
    unknown_instrument_is_refused,
    trades_since,
    ids,
    times,
    timeout,
    cancelled_request,
    stream_restarts,
    *STREAM_CHECKS,
    stream_stays,
    contract,
)
