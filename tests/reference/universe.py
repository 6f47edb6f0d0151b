"""Exchanges and instruments of a run in the order given; assets per exchange by internal name."""

from decimal import Decimal

from .decimals import number, number_or_none
from .errors import SimulationError


class Instrument:
    """`kind` is "spot" or "perpetual" (linear, settled in the quote asset). `None` for a rule means there is none."""

    def __init__(
        self,
        exchange,
        name,
        base,
        quote,
        *,
        kind="spot",
        contract_size=1,
        name_exchange=None,
        tick=None,
        lot=None,
        min_price=None,
        min_quantity=None,
        min_notional=0,
    ):
        if kind not in ("spot", "perpetual"):
            raise SimulationError(f"kind={kind!r}, expected spot or perpetual", "unknown", "kind")
        self.exchange = exchange
        self.name = name.lower()
        self.name_exchange = name_exchange
        self.base = base.lower()
        self.quote = quote.lower()
        self.is_spot = kind == "spot"
        self.contract_size = Decimal(1) if self.is_spot else number(contract_size, "contract_size")
        self.tick = number_or_none(tick, "tick")
        self.lot = number_or_none(lot, "lot")
        self.min_price = number_or_none(min_price, "min_price")
        self.min_quantity = number_or_none(min_quantity, "min_quantity")
        self.min_notional = number(min_notional, "min_notional")
        self.index = None  # position in the universe

    def __repr__(self):
        return f"Instrument({self.name})"


class Universe:
    def __init__(self, instruments):
        self.instruments = list(instruments)
        if not self.instruments:
            raise SimulationError("a run needs an instrument", "empty", "instruments")
        self.by_name = {}
        for index, instrument in enumerate(self.instruments):
            instrument.index = index
            if instrument.name in self.by_name:
                raise SimulationError(f"two instruments are called {instrument.name}", "duplicate", "instruments")
            self.by_name[instrument.name] = instrument
        self.exchanges = list(dict.fromkeys(instrument.exchange for instrument in self.instruments))

    def on(self, exchange):
        return [instrument for instrument in self.instruments if instrument.exchange == exchange]

    def assets(self, exchange):
        """Assets of an exchange, by internal name (D4)."""
        return sorted({asset for instrument in self.on(exchange) for asset in (instrument.base, instrument.quote)})

    def valuer(self, asset, report):
        """The first instrument, in index order, that has `asset` as base and the report currency as quote (D8)."""
        for instrument in self.instruments:
            if instrument.base == asset and instrument.quote == report:
                return instrument
        return None

    def find(self, key):
        """An instrument by itself, its internal or (where only one has it) its exchange name, or its index."""
        if isinstance(key, Instrument):
            return key
        if key is None:
            if len(self.instruments) == 1:
                return self.instruments[0]
            raise SimulationError("instrument= may be left out only when there is exactly one", "missing", "instrument")
        if isinstance(key, int):
            return self.instruments[key]
        if key in self.by_name:
            return self.by_name[key]
        named = [instrument for instrument in self.instruments if instrument.name_exchange == key]
        if len(named) == 1:
            return named[0]
        raise SimulationError(
            f"there is no instrument {key!r}; there are {sorted(self.by_name)}", "unknown", "instrument"
        )
