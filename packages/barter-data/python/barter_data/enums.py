"""Field-less enums of market data."""

from __future__ import annotations

from barter_instrument.enums import BarterEnum

__all__ = ["SubKind"]


class SubKind(BarterEnum):
    """Kind of market data that is subscribed to. barter has no exchange yet with `ORDER_BOOKS_L3` or `CANDLES`.

    >>> from barter_data import SubKind
    >>> SubKind("public_trades") is SubKind("PublicTrades") is SubKind.PUBLIC_TRADES
    True
    >>> str(SubKind.ORDER_BOOKS_L2)
    'OrderBooksL2'
    """

    PUBLIC_TRADES = "PublicTrades"
    ORDER_BOOKS_L1 = "OrderBooksL1"
    ORDER_BOOKS_L2 = "OrderBooksL2"
    ORDER_BOOKS_L3 = "OrderBooksL3"
    LIQUIDATIONS = "Liquidations"
    CANDLES = "Candles"

    def __str__(self) -> str:
        return str(self.value)
