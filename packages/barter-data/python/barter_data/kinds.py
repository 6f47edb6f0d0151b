"""Kinds of subscriptions as types, as upstream has them beside `SubKind`: each knows what its events are."""

from __future__ import annotations

import json
from typing import Any, ClassVar, Self

from barter_instrument import DataError, WrongTypeError
from barter_macro import de_sub_kind_name, ser_sub_kind_name

from ._data import Candle, Liquidation, OrderBookEvent, OrderBookL1, PublicTrade
from .enums import SubKind

__all__ = [
    "Candles",
    "Liquidations",
    "OrderBooksL1",
    "OrderBooksL2",
    "OrderBooksL3",
    "PublicTrades",
    "SubscriptionKind",
]


class SubscriptionKind:
    """Base of the kinds. An object of one is taken wherever a `SubKind` is.

    >>> from barter_data import PublicTrades, Subscription
    >>> from barter_instrument import MarketDataInstrument, MarketDataInstrumentKind
    >>> btc_usdt = MarketDataInstrument("btc", "usdt", MarketDataInstrumentKind.Spot())
    >>> Subscription("okx", btc_usdt, PublicTrades()).kind
    SubKind.PUBLIC_TRADES
    """

    __slots__ = ()
    #: The same as a member of the enum.
    sub_kind: ClassVar[SubKind]
    #: Class of what such a subscription gives.
    Event: ClassVar[type[Any]]
    _text: ClassVar[str]

    def as_str(self) -> str:
        """Upstream's short text, such as "public_trades" or "l1"."""
        return self._text

    def to_dict(self) -> str:
        """The name of the kind in snake case, as barter reads it."""
        return de_sub_kind_name(type(self).__name__)

    def to_json(self) -> str:
        """The name of the kind in snake case, as barter reads it, as JSON."""
        return json.dumps(self.to_dict())

    @classmethod
    def from_dict(cls, data: str) -> Self:
        """The kind from its name in snake case, also in the form that barter writes. Raises DataError for another one."""
        if not isinstance(data, str):
            raise WrongTypeError(f"data must be a str, got {type(data).__name__} {data!r}", argument="data")
        name = cls.__name__
        if data not in (de_sub_kind_name(name), ser_sub_kind_name(name)):
            raise DataError(f"data must be {de_sub_kind_name(name)!r} for {name}, got {data!r}", argument="data")
        return cls()

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The kind from JSON text; see `from_dict`."""
        try:
            return cls.from_dict(json.loads(text))
        except (ValueError, WrongTypeError) as error:
            raise DataError(f"this JSON is no {cls.__name__}: {text[:120]}", argument="text") from error

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) if isinstance(other, SubscriptionKind) else NotImplemented

    def __hash__(self) -> int:
        return hash(type(self).__name__)


class PublicTrades(SubscriptionKind):
    """Trades between others.

    >>> from barter_data import PublicTrades
    >>> PublicTrades().as_str(), PublicTrades.Event.__name__, PublicTrades().to_json()
    ('public_trades', 'PublicTrade', '"public_trades"')
    """

    sub_kind = SubKind.PUBLIC_TRADES
    Event = PublicTrade
    _text = "public_trades"


class OrderBooksL1(SubscriptionKind):
    """Best bid and ask."""

    sub_kind = SubKind.ORDER_BOOKS_L1
    Event = OrderBookL1
    _text = "l1"


class OrderBooksL2(SubscriptionKind):
    """Books by price."""

    sub_kind = SubKind.ORDER_BOOKS_L2
    Event = OrderBookEvent
    _text = "l2"


class OrderBooksL3(SubscriptionKind):
    """Books by order."""

    sub_kind = SubKind.ORDER_BOOKS_L3
    Event = OrderBookEvent
    _text = "l3"


class Liquidations(SubscriptionKind):
    """Positions closed by force."""

    sub_kind = SubKind.LIQUIDATIONS
    Event = Liquidation
    _text = "liquidations"


class Candles(SubscriptionKind):
    """Candles."""

    sub_kind = SubKind.CANDLES
    Event = Candle
    _text = "candles"
