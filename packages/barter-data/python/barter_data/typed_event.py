"""`TypedMarketEvent`: a market event whose kind is a payload itself, or whatever a function made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from barter_instrument import ExchangeId, WrongTypeError

from ._data import Candle, DataKind, Liquidation, MarketEvent, OrderBookEvent, OrderBookL1, PublicTrade

if TYPE_CHECKING:
    from barter_instrument import InstrumentIndex, InstrumentNameExchange

__all__ = ["TypedMarketEvent"]

T = TypeVar("T")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KIND_OF: dict[type[Any], type[Any]] = {
    PublicTrade: DataKind.Trade,
    OrderBookL1: DataKind.OrderBookL1,
    OrderBookEvent: DataKind.OrderBook,
    Candle: DataKind.Candle,
    Liquidation: DataKind.Liquidation,
}


@dataclass(frozen=True, slots=True)
class TypedMarketEvent(Generic[T]):
    """What `MarketEvent.map_kind` and the views `as_public_trade`, `as_order_book_l1`, ... give.

    Attributes:
        time_exchange_ns: when it happened at the exchange, nanoseconds since 1970 UTC.
        time_received_ns: when it was received, nanoseconds since 1970 UTC.
        exchange: `ExchangeId`.
        instrument: `InstrumentIndex` or `InstrumentNameExchange`.
        kind: the payload.

    >>> from barter_data import DataKind, MarketEvent, PublicTrade
    >>> trade = DataKind.Trade(PublicTrade("1", 61800.3, 0.006, "buy"))
    >>> event = MarketEvent(1_700_000_000_000_000_000, 1_700_000_000_001_000_000, "kraken", 0, trade)
    >>> event.as_public_trade().kind.price, event.as_candle()
    (61800.3, None)
    >>> event.as_public_trade().into_event() == event
    True
    """

    time_exchange_ns: int
    time_received_ns: int
    exchange: ExchangeId
    instrument: InstrumentIndex | InstrumentNameExchange
    kind: T

    @property
    def time_exchange(self) -> datetime:
        """When it happened at the exchange, an aware datetime in UTC (microseconds)."""
        return _EPOCH + timedelta(microseconds=self.time_exchange_ns // 1000)

    @property
    def time_received(self) -> datetime:
        """When it was received, an aware datetime in UTC (microseconds)."""
        return _EPOCH + timedelta(microseconds=self.time_received_ns // 1000)

    def into_event(self) -> MarketEvent:
        """The event with its payload as a `DataKind`. Raises WrongTypeError where the payload is none of barter's."""
        kind: Any = self.kind
        if not isinstance(kind, DataKind):
            make = next((make for payload, make in _KIND_OF.items() if isinstance(kind, payload)), None)
            if make is None:
                known = ", ".join(payload.__name__ for payload in _KIND_OF)
                raise WrongTypeError(
                    f"kind must be a DataKind or one of {known} to be a MarketEvent, got {type(kind).__name__}",
                    argument="kind",
                )
            kind = make(kind)
        return MarketEvent(self.time_exchange_ns, self.time_received_ns, self.exchange, self.instrument, kind)
