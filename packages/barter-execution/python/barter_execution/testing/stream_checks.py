"""Requirements of the account stream: what it told, after all of it, against what was answered and fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from barter_execution._execution import AccountEvent, AssetBalance, Order, Trade

from .session import Session, Skip, require

__all__ = ["STREAM_CHECKS"]


def _resting(session: Session) -> None:
    if session.resting is None:
        raise Skip("no limit order could be opened")


def _bought(session: Session) -> Order:
    if session.bought is None:
        raise Skip("nothing could be bought")
    return session.bought


def stream_tells_of_cancelling(session: Session) -> None:
    """the account stream tells that an order was cancelled"""
    order = session.cancelled
    if order is None:
        raise Skip("no order could be cancelled")
    require(session.told(lambda event: session._cancelled_of(event, order.key)), "nothing came")


def stream_tells_of_filling(session: Session) -> None:
    """the account stream tells that an order was filled"""
    order = _bought(session)
    told = session.told(
        lambda event: found if (found := session._order_of(event, order.key)) and not found.is_active else None
    )
    require(told, "no end of the order came")


def told_trades_are_fetched(session: Session) -> None:
    """each fetched trade is told once, as it is fetched"""
    _bought(session)
    for trade in session.trades:
        require(session.told(partial(_told, trade)), f"trade {trade.id} was not told")
    session.read_events(0.05)
    for trade in session.trades:
        told = [found for event in session.events if (found := _told(trade, event)) is not None]
        require(len(told) == 1, f"trade {trade.id} was told {len(told)} times")
        require(_terms(told[0]) == _terms(trade), f"told {told[0]!r:.200}, fetched {trade!r:.200}")
    fetched = {trade.id for trade in session.trades}
    others = [value for value in _values(session, Trade) if value.id not in fetched]
    require(not others, f"trades were told that are not fetched: {others!r:.200}")


def _told(trade: Trade, event: AccountEvent) -> Trade | None:
    value = event.kind.value
    return value if isinstance(value, Trade) and value.id == trade.id else None


def _terms(trade: Any) -> tuple[Any, ...]:
    return (trade.order_id, trade.instrument, trade.side, trade.price, trade.quantity)


def told_balances_are_fetched(session: Session) -> None:
    """the balances that were told last are those that are fetched"""
    _bought(session)
    for asset in (session.plan.base, session.plan.quote):
        fetched = session.balance(asset)
        # What is on its way may still come.
        session.told(lambda _, asset=asset, fetched=fetched: _last(session, asset) == fetched or None)  # type: ignore[misc]
        told = _last(session, asset)
        require(told == fetched, f"{asset}: told {told!r}, fetched {fetched!r}")


def _last(session: Session, asset: str) -> Any:
    return next((value.balance for value in reversed(_values(session, AssetBalance)) if value.asset == asset), None)


def orders_end_once(session: Session) -> None:
    """an order that was told to have ended is not told to be open again"""
    _resting(session)
    ended = set()
    for order in _values(session, Order):
        require(not (order.is_active and order.key in ended), f"{order.key.cid} was")
        if not order.is_active:
            ended.add(order.key)


def told_times_do_not_go_back(session: Session) -> None:
    """times of what is told of one asset, and of trades, do not go back"""
    balances = _values(session, AssetBalance)
    of_assets = [[value for value in balances if value.asset == asset] for asset in {value.asset for value in balances}]
    for told in (*of_assets, _values(session, Trade)):
        times = [value.time_exchange_ns for value in told]
        require(times == sorted(times), f"{type(told[0]).__name__}s: {times}" if told else "")


def _values(session: Session, kind: type[Any]) -> list[Any]:
    return [event.kind.value for event in session.events if isinstance(event.kind.value, kind)]


STREAM_CHECKS: Iterable[Callable[[Session], None]] = (
    stream_tells_of_cancelling,
    stream_tells_of_filling,
    told_trades_are_fetched,
    told_balances_are_fetched,
    orders_end_once,
    told_times_do_not_go_back,
)
