"""barter-instrument alone: what a venue says about its markets becomes a universe of instruments, in which orders are checked.

A venue's list of markets (here Binance's `exchangeInfo`, shortened) becomes `Instrument`s with tick, lot and minima; a class of your own
becomes an `Instrument` where one is wanted; the collection is indexed as barter's engine indexes it, filtered, and shown; a price and a
quantity that no venue would take are rounded, and a bad order is told what is wrong with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from barter_instrument import (
    IndexedInstruments,
    Instrument,
    InstrumentKind,
    InstrumentNameInternal,
    InstrumentSpec,
    InstrumentSpecNotional,
    InstrumentSpecPrice,
    InstrumentSpecQuantity,
    OrderQuantityUnits,
    PerpetualContract,
    Rounding,
    Underlying,
)

EXCHANGE_INFO = [
    {
        "symbol": symbol,
        "baseAsset": base,
        "quoteAsset": "USDT",
        "filters": [
            {"filterType": "PRICE_FILTER", "minPrice": tick, "tickSize": tick},
            {"filterType": "LOT_SIZE", "minQty": lot, "stepSize": lot},
            {"filterType": "NOTIONAL", "minNotional": "5"},
        ],
    }
    for symbol, base, tick, lot in (("BTCUSDT", "BTC", "0.01", "0.00001"), ("ETHUSDT", "ETH", "0.01", "0.0001"))
]


def spot(market) -> Instrument:
    """An instrument with the venue's rules."""
    rules = {rule["filterType"]: rule for rule in market["filters"]}
    price, lot, notional = rules["PRICE_FILTER"], rules["LOT_SIZE"], rules["NOTIONAL"]
    base, quote = market["baseAsset"], market["quoteAsset"]
    return Instrument.spot(
        "binance_spot",
        InstrumentNameInternal.new_from_exchange_underlying("binance_spot", base, quote),
        market["symbol"],
        Underlying(base, quote),
        InstrumentSpec(
            InstrumentSpecPrice(price["minPrice"], price["tickSize"]),
            InstrumentSpecQuantity(OrderQuantityUnits.Asset(base), lot["minQty"], lot["stepSize"]),
            InstrumentSpecNotional(notional["minNotional"]),
        ),
    )


@dataclass(frozen=True)
class Swap:
    """A class of your own: it says itself what it is in barter (`barter_instrument.protocols.SupportsBarter`)."""

    base: str
    multiplier: Decimal

    def __barter_as__(self, cls: type) -> Instrument:
        if cls is not Instrument:
            return NotImplemented
        kind = InstrumentKind.Perpetual(PerpetualContract(self.multiplier, "USDT"))
        name = InstrumentNameInternal.new_from_exchange_underlying("okx", self.base, "USDT", kind)
        underlying = Underlying(self.base, "USDT")
        return Instrument("okx", name, f"{self.base}-USDT-SWAP", underlying, "UnderlyingQuote", kind)


swap = Swap("BTC", Decimal("0.01")).__barter_as__(Instrument)
universe = IndexedInstruments([*map(spot, EXCHANGE_INFO), swap])
print(universe)

btc = universe["binance_spot-btc_usdt"]
index = universe.find_instrument_index("binance_spot", "BTCUSDT")
assert universe.find_instrument(index) == btc
assert [one.name_exchange for one in universe.filter(kind="perpetual", base="btc")] == ["BTC-USDT-SWAP"]
assert IndexedInstruments.from_json(universe.to_json()) == universe

order = {"price": "59000.1234", "quantity": "0.00001"}
print("\nas asked:", order)
print(btc.check(**order, side="buy"))
price = btc.round_price(order["price"], Rounding.PASSIVE, side="buy")
quantity = btc.check(quantity=order["quantity"], price=price).violations[0].allowed[0]
print(f"corrected: {quantity} at {price}: {btc.check(quantity=quantity, price=price)}")
