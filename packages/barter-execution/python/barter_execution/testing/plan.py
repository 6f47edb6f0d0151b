"""What a conformance run trades."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

__all__ = ["CheckPlan"]


@dataclass(frozen=True)
class CheckPlan:
    """What a conformance run trades. It buys and sells `quantity` at the market once each, and the rest of its orders are buys
    at `resting_price`, cancelled again, and one post-only buy at `market_price`, which must not fill.
    The account needs a few times the value in the quote asset, and nobody else trades on it meanwhile.
    """

    #: The exchange's name of the instrument.
    instrument: str
    #: The exchange's name of its base asset.
    base: str
    #: The exchange's name of its quote asset.
    quote: str
    #: Of every order; as the exchange's rules want it.
    quantity: Decimal | int | str | float
    #: A price of buy orders that no seller meets.
    resting_price: Decimal | int | str | float
    #: The price that market orders are thought to have; upstream's requests carry one.
    market_price: Decimal | int | str | float
    #: Seconds for each request.
    request_timeout: float = 5.0
    #: Seconds to wait for what the account stream has to tell.
    event_timeout: float = 2.0
    #: How far times of the exchange may be from each other and from the client's, seconds; None where the exchange's clock is not
    #: the machine's.
    clock_tolerance: float | None = None
    #: An instrument that the exchange does not have.
    unknown_instrument: str = "NOSUCHINSTRUMENT"

    def decimal(self, name: str) -> Decimal:
        """A number of the plan, exactly as it was written."""
        value: Any = getattr(self, name)
        return Decimal(str(value))
