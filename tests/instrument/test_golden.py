"""Values of this wheel against what barter-instrument itself says of them: golden.json, which a Rust test of barter-interop holds."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import barter_instrument
from barter_instrument import (
    Asset,
    AssetId,
    AssetIndex,
    AssetNameExchange,
    AssetNameInternal,
    ExchangeId,
    ExchangeIndex,
    FutureContract,
    IndexedInstruments,
    Instrument,
    InstrumentId,
    InstrumentIndex,
    InstrumentKind,
    InstrumentNameExchange,
    InstrumentNameInternal,
    InstrumentSpec,
    InstrumentSpecNotional,
    InstrumentSpecPrice,
    InstrumentSpecQuantity,
    Keyed,
    MarketDataFutureContract,
    MarketDataInstrument,
    MarketDataInstrumentKind,
    MarketDataOptionContract,
    OptionContract,
    OrderQuantityUnits,
    PerpetualContract,
    Side,
    Underlying,
    test_utils,
)

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))
EXPIRY = 1_703_980_800_000_000_000
DAY = 86_400_000_000_000

USDT = Asset("usdt", "USDT")
SPEC = InstrumentSpec(
    InstrumentSpecPrice("0.10", "0.1"),
    InstrumentSpecQuantity(OrderQuantityUnits.Asset(Asset("btc", "XBT")), "0.001", "0.0005"),
    InstrumentSpecNotional(5),
)
KINDS = {
    "spot": InstrumentKind.Spot(),
    "perpetual": InstrumentKind.Perpetual(PerpetualContract("0.01", USDT)),
    "future": InstrumentKind.Future(FutureContract(1, USDT, EXPIRY)),
    "call": InstrumentKind.Option(OptionContract("0.1", USDT, "call", "european", EXPIRY, "50000.50")),
    "put": InstrumentKind.Option(OptionContract("0.1", USDT, "put", "european", EXPIRY, "50000.50")),
}
MARKET_DATA_KINDS = {
    **{name: MarketDataInstrumentKind.from_instrument_kind(kind) for name, kind in KINDS.items()},
    "later_future": MarketDataInstrumentKind.Future(MarketDataFutureContract(EXPIRY + DAY)),
    "other_call": MarketDataInstrumentKind.Option(MarketDataOptionContract("call", "american", EXPIRY, "50000.50")),
}
INSTRUMENTS = {
    f"{exchange}:{name}": Instrument(
        exchange,
        f"{exchange}-BTC_USDT_{name}",
        f"BTC-USDT-{name}",
        Underlying(Asset("btc", "XBT"), USDT),
        "UnderlyingQuote",
        kind,
        SPEC if name == "perpetual" else None,
    )
    for exchange in ("okx", "binance_futures_usd")
    for name, kind in KINDS.items()
}
COLLECTION = IndexedInstruments(INSTRUMENTS.values())
VALUES: dict[str, Any] = {
    "asset": Asset("BTC", "XBT"),
    "exchange_asset": test_utils.exchange_asset("kraken", "XBT"),
    "underlying": Underlying(Asset("btc", "XBT"), USDT),
    "underlying_indexed": Underlying(3, 4),
    "spec": SPEC,
    "unit:asset": OrderQuantityUnits.Asset(USDT),
    "unit:contract": OrderQuantityUnits.Contract(),
    "unit:quote": OrderQuantityUnits.Quote(),
    **{f"kind:{name}": kind for name, kind in KINDS.items()},
    **{f"market_data_kind:{name}": kind for name, kind in MARKET_DATA_KINDS.items()},
    **{f"market_data:{name}": MarketDataInstrument("BTC", "USDT", kind) for name, kind in MARKET_DATA_KINDS.items()},
    **{f"instrument:{name}": instrument for name, instrument in INSTRUMENTS.items()},
    "instrument_indexed": COLLECTION.indexed()[1].value,
    "collection": COLLECTION,
    "test_utils:instrument": test_utils.instrument("kraken", "XBT", "USD"),
}


def test_every_golden_value_is_compared() -> None:
    assert set(GOLDEN["values"]) == {*VALUES, "keyed"}


def test_the_json_of_a_keyed_pair_is_barters() -> None:
    keyed = Keyed(InstrumentIndex(2), ExchangeId.OKX)
    assert keyed.to_json() == GOLDEN["values"]["keyed"]
    assert Keyed.from_json(GOLDEN["values"]["keyed"], InstrumentIndex, ExchangeId) == keyed


@pytest.mark.parametrize("name", VALUES)
def test_the_json_of_a_value_is_barters_to_the_letter_and_is_read_back(name: str) -> None:
    value, text = VALUES[name], GOLDEN["values"][name]
    assert value.to_json() == text
    owner = next(kind for kind in type(value).__mro__ if kind.__name__ in barter_instrument.__barter_schemas__)
    assert owner.from_json(text) == value
    assert owner.from_dict(json.loads(text)) == value


def test_i1_exchanges_and_enums_have_barters_texts() -> None:
    assert {member.as_str() for member in ExchangeId} == set(GOLDEN["exchanges"])
    for text, said in GOLDEN["exchanges"].items():
        member = ExchangeId(text)
        assert member.as_str() == member.value == str(member) == said["as_str"] == json.loads(said["json"])
        # barter's Display of an exchange is its Rust name, without underscores in other texts; ours is the text everywhere.
        assert member.name.replace("_", "").lower() == said["display"].lower() == said["debug"].lower()
    for name, members in GOLDEN["enums"].items():
        kind = getattr(barter_instrument, name)
        assert len(kind) == len(members)
        for member, (variant, value, shown) in zip(kind, members, strict=True):
            assert member.name.replace("_", "").lower() == variant.lower()
            assert member.value == value
            if shown is not None:
                assert str(member) == shown.lower()


def test_texts_of_indices_names_and_market_data_are_barters() -> None:
    shown = GOLDEN["display"]
    for kind in (AssetIndex, InstrumentIndex, ExchangeIndex, AssetId, InstrumentId):
        assert str(kind(3)) == shown[kind.__name__]
    assert str(Keyed(InstrumentIndex(2), Side.BUY)) == shown["Keyed"]
    for kind, name in (
        (AssetNameInternal, "BTC"),
        (AssetNameExchange, "XBT"),
        (InstrumentNameInternal, "Kraken-XBT"),
        (InstrumentNameExchange, "XBT/USD"),
    ):
        assert str(kind(name)) == shown[kind.__name__]
    for name, kind_of_data in MARKET_DATA_KINDS.items():
        assert str(kind_of_data) == shown["market_data_kind"][name]
        assert str(MarketDataInstrument("BTC", "USDT", kind_of_data)) == shown["market_data"][name]


def test_i4_contract_sizes_and_settlement_assets_are_barters() -> None:
    for name, kind in KINDS.items():
        size, asset = GOLDEN["contract"][name]
        assert kind.contract_size == Decimal(size)
        assert kind.settlement_asset == (None if asset is None else Asset(**asset))


def test_kinds_of_market_data_equal_those_barter_says() -> None:
    for name, kind in KINDS.items():
        equal = [one for one, other in MARKET_DATA_KINDS.items() if kind.eq_market_data_instrument_kind(other)]
        assert equal == GOLDEN["eq_market_data_instrument_kind"][name]


def test_the_order_of_instruments_is_barters() -> None:
    names = {instrument: name for name, instrument in INSTRUMENTS.items()}
    assert [names[instrument] for instrument in sorted(INSTRUMENTS.values())] == GOLDEN["sorted"]


def test_names_are_barters_and_the_defect_of_one_constructor_is_not_kept() -> None:
    for exchange, said in GOLDEN["names"].items():
        assert InstrumentNameInternal.new_from_exchange(exchange, "BTC-USDT") == said["new_from_exchange"]
        ours = InstrumentNameInternal.new_from_exchange_underlying(exchange, "BTC", "USDT")
        assert ours == f"{exchange}-btc_usdt"
        assert said["new_from_exchange_underlying"] == f"{exchange.replace('_', '')}-btc_usdt"
