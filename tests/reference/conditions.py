"""What a run is told about each exchange: fees (A2), latencies (D2), margin (A3, A4)."""

from decimal import Decimal

from .decimals import number
from .durations import nanoseconds
from .errors import SimulationError


class Fees:
    """Rates on quote value; a negative maker rate is a rebate, a negative taker rate an error (A2)."""

    def __init__(self, *, maker, taker):
        self.maker = number(maker, "maker")
        self.taker = number(taker, "taker")
        if self.taker < 0:
            raise SimulationError(
                f"taker={taker} is negative; only the maker rate may be a rebate", "negative", "taker"
            )

    def highest(self):
        """Rate that a hold is taken with (D8): max(maker, taker, 0)."""
        return max(self.maker, self.taker, Decimal(0))


class Latency:
    """entry: request → exchange; response: exchange → strategy; feed: row → strategy; ns each (D2)."""

    def __init__(self, *, entry=0, response=0, feed=0):
        self.entry = nanoseconds(entry, "entry")
        self.response = nanoseconds(response, "response")
        self.feed = nanoseconds(feed, "feed")
        if min(self.entry, self.response, self.feed) < 0:
            raise SimulationError("a latency is negative", "negative", "latency")

    @classmethod
    def of(cls, value):
        """One number means entry = response, feed = 0 (D2)."""
        return value if isinstance(value, cls) else cls(entry=value, response=value)


class Margin:
    def __init__(self, leverage=1, maintenance=0):
        self.leverage = number(leverage, "leverage")
        self.maintenance = number(maintenance, "maintenance_margin")
        if self.leverage <= 0:
            raise SimulationError(f"leverage={leverage} must be positive", "not_positive", "leverage")
        if self.maintenance < 0:
            raise SimulationError(f"maintenance_margin={maintenance} is negative", "negative", "maintenance_margin")


def per_exchange(value, exchanges, argument):
    """`value`, or the entry of `{exchange: value}`, for each exchange."""
    if isinstance(value, dict):
        for name in value:
            if name not in exchanges:
                raise SimulationError(
                    f"{argument} names the exchange {name!r}, which has no instrument", "unknown", argument
                )
        missing = [name for name in exchanges if name not in value]
        if missing:
            raise SimulationError(f"{argument} has no entry for {missing[0]!r}", "missing", argument)
        return [value[name] for name in exchanges]
    return [value for _ in exchanges]
