"""Field-less enums of orders."""

from __future__ import annotations

from barter_instrument.enums import BarterEnum

__all__ = ["OrderKind"]


class OrderKind(BarterEnum):
    """Kind of an order.

    >>> OrderKind("market") is OrderKind.MARKET
    True
    """

    MARKET = "Market"
    LIMIT = "Limit"
