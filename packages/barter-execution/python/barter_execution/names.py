"""Identifiers of orders and trades. Each is a ``str``; where one is expected, another kind is refused."""

from __future__ import annotations

from typing import Self

from barter_instrument.names import BarterName

__all__ = ["ClientOrderId", "OrderId", "StrategyId", "TradeId"]


class ClientOrderId(BarterName):
    """Identifier that the client gives to an order."""

    __slots__ = ()

    @classmethod
    def random(cls) -> Self:
        """A random identifier of 23 characters that are safe in URLs.

        >>> len(ClientOrderId.random())
        23
        """
        from ._execution import random_client_order_id

        return cls(random_client_order_id())


class OrderId(BarterName):
    """Identifier that the exchange gives to an order."""

    __slots__ = ()


class StrategyId(BarterName):
    """Identifier of the strategy an order belongs to.

    >>> StrategyId.unknown()
    StrategyId('unknown')
    """

    __slots__ = ()

    @classmethod
    def unknown(cls) -> Self:
        """The identifier of orders whose strategy is not known."""
        return cls("unknown")


class TradeId(BarterName):
    """Identifier that the exchange gives to a trade."""

    __slots__ = ()
