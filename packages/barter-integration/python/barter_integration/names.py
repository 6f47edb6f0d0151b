"""`SubscriptionId`."""

from __future__ import annotations

from barter_instrument.names import BarterName

__all__ = ["SubscriptionId"]


class SubscriptionId(BarterName):
    """Identifier of a subscription as a venue's messages carry it, often channel and market.

    Example:
        >>> SubscriptionId("@trade|BTCUSDT")
        SubscriptionId('@trade|BTCUSDT')
    """

    __slots__ = ()
