"""What objects have to have to be used where barter's traits are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:
    from barter_instrument import MarketDataInstrumentKind

__all__ = ["Identifier", "InstrumentData"]

T_co = TypeVar("T_co", covariant=True)


@runtime_checkable
class Identifier(Protocol[T_co]):
    """Something with an id, such as `ExchangeSub`.

    >>> from barter_data import ExchangeSub, Identifier
    >>> isinstance(ExchangeSub("trade", "XBT/USD"), Identifier)
    True
    """

    def id(self) -> T_co:
        """The id."""
        ...


@runtime_checkable
class InstrumentData(Protocol):
    """What a subscription has to know of its instrument: the key that events carry, and the kind; such as `MarketInstrumentData`.

    >>> from barter_data import InstrumentData, MarketInstrumentData
    >>> from barter_instrument import MarketDataInstrumentKind
    >>> isinstance(MarketInstrumentData(0, "BTCUSDT", MarketDataInstrumentKind.Spot()), InstrumentData)
    True
    """

    @property
    def key(self) -> Any:
        """What the events carry."""
        ...

    @property
    def kind(self) -> MarketDataInstrumentKind:
        """Kind of the instrument."""
        ...
