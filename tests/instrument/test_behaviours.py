"""Required behaviours of the instrument wheel, one by one; details are in the files beside this one."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal
from typing import Any

import pytest

from barter_instrument import (
    Asset,
    AssetIndex,
    AssetNameExchange,
    AssetNameInternal,
    ExchangeAsset,
    ExchangeId,
    ExchangeIndex,
    FutureContract,
    IndexedInstruments,
    Instrument,
    InstrumentKind,
    InstrumentNameInternal,
    InstrumentQuoteAsset,
    InstrumentSpec,
    InstrumentSpecNotional,
    InstrumentSpecPrice,
    InstrumentSpecQuantity,
    InvalidArgumentError,
    Keyed,
    NotFoundError,
    OptionContract,
    OptionExercise,
    OptionKind,
    OrderQuantityUnits,
    PerpetualContract,
    Side,
    Underlying,
)
from barter_instrument.test_utils import asset, exchange_asset, instrument

EXPIRY = 1_703_980_800_000_000_000
KINDS = (
    InstrumentKind.Spot(),
    InstrumentKind.Perpetual(PerpetualContract("0.01", "USDT")),
    InstrumentKind.Future(FutureContract(10, "USDT", EXPIRY)),
    InstrumentKind.Option(OptionContract("0.1", "BTC", "put", "european", EXPIRY, 50_000)),
)


def test_i1_side_and_exchange_id_have_wire_names() -> None:
    assert [side.value for side in Side] == ["Buy", "Sell"]
    assert len(ExchangeId) > 40
    for exchange in ExchangeId:
        assert exchange.value == exchange.as_str() == exchange.name.lower()
        assert ExchangeId(exchange.value) is exchange


def test_i2_internal_names_are_lower_case_and_can_be_derived() -> None:
    assert InstrumentNameInternal("Binance_Spot-BTCUSDT") == "binance_spot-btcusdt"
    assert AssetNameInternal("XBT") == "xbt"
    assert AssetNameExchange("XBT") == "XBT"
    assert InstrumentNameInternal.new_from_exchange("binance_spot", "BTCUSDT") == "binance_spot-btcusdt"


def test_i3_assets_underlyings_and_keyed_pairs_are_values() -> None:
    assert Asset("btc", "XBT") != Asset.new_from_exchange("XBT") == Asset("xbt", "XBT") == asset("XBT")
    assert Underlying("XBT", "USD") == Underlying(asset("XBT"), asset("USD"))
    assert exchange_asset("kraken", "XBT") == ExchangeAsset(ExchangeId.KRAKEN, asset("XBT"))
    assert Keyed(AssetIndex(0), asset("XBT")) == Keyed(key=AssetIndex(0), value=Asset("xbt", "XBT"))
    values: list[Any] = [asset("XBT"), Underlying("XBT", "USD"), exchange_asset("okx", "XBT"), Keyed(0, asset("XBT"))]
    for value in values:
        assert len({value, copy.deepcopy(value), pickle.loads(pickle.dumps(value))}) == 1


def test_i4_every_kind_has_its_contract() -> None:
    assert [kind.contract_size for kind in KINDS] == [1, Decimal("0.01"), 10, Decimal("0.1")]
    assert [kind.settlement_asset for kind in KINDS] == [None, asset("USDT"), asset("USDT"), asset("BTC")]
    future, option = KINDS[2], KINDS[3]
    assert isinstance(future, InstrumentKind.Future) and future.contract.expiry_ns == EXPIRY
    assert isinstance(option, InstrumentKind.Option)
    contract = option.contract
    assert (contract.kind, contract.exercise) == (OptionKind.PUT, OptionExercise.EUROPEAN)
    assert (contract.expiry_ns, contract.strike) == (EXPIRY, 50_000)


@pytest.mark.parametrize("kind", KINDS)
def test_i5_an_instrument_is_rebuilt_and_keyed_anew(kind: InstrumentKind) -> None:
    full = Instrument("okx", "okx-btc_usdt", "BTC-USDT", Underlying("BTC", "USDT"), "UnderlyingQuote", kind, None)
    assert full.replace(kind=InstrumentKind.Spot()) == Instrument.spot(
        "okx", "okx-btc_usdt", "BTC-USDT", Underlying("BTC", "USDT")
    )
    moved = full.map_exchange_key(ExchangeId.KRAKEN)
    assert moved != full and moved.exchange is ExchangeId.KRAKEN
    assert moved.map_exchange_key("okx") == full
    assert full.quote is InstrumentQuoteAsset.UNDERLYING_QUOTE
    positions = {"btc": AssetIndex(0), "usdt": AssetIndex(1)}
    indexed = full.map_asset_key_with_lookup(lambda one: positions[one.name_internal], ExchangeIndex(0))
    assert indexed.underlying == Underlying(0, 1)
    assert indexed.settlement_asset == (
        None if full.settlement_asset is None else positions[full.settlement_asset.name_internal]
    )
    names = {index: name.upper() for name, index in positions.items()}
    assert indexed.map_asset_key_with_lookup(lambda index: names[index], "okx") == full
    with pytest.raises(InvalidArgumentError, match=r"underlying.base is given by index but exchange by name"):
        full.map_asset_key_with_lookup(lambda one: positions[one.name_internal])
    with pytest.raises(KeyError):
        full.map_asset_key_with_lookup(lambda one: {}[one])


def test_i6_specs_keep_their_decimals_and_refuse_what_is_impossible() -> None:
    spec = InstrumentSpec(
        InstrumentSpecPrice("0.10", "0.010"),
        InstrumentSpecQuantity(OrderQuantityUnits.Asset("BTC"), "0.00100", "0.001"),
        InstrumentSpecNotional("5.0"),
    )
    assert [str(one) for one in (spec.price.min, spec.price.tick_size, spec.quantity.min, spec.notional.min)] == [
        "0.10", "0.010", "0.00100", "5.0",
    ]  # fmt: skip
    units = (OrderQuantityUnits.Asset("BTC"), OrderQuantityUnits.Contract(), OrderQuantityUnits.Quote())
    assert [spec.quantity.replace(unit=unit).unit for unit in units] == list(units)
    for make in (
        lambda: InstrumentSpecPrice(-1, 1),
        lambda: InstrumentSpecPrice(1, 0),
        lambda: InstrumentSpecQuantity(units[1], -1, 1),
        lambda: InstrumentSpecQuantity(units[1], 1, 0),
        lambda: InstrumentSpecNotional("-0.1"),
    ):
        with pytest.raises(InvalidArgumentError, match=r"must not be negative|must be above zero"):
            make()


def test_i7_a_collection_is_indexed_and_looked_up_both_ways() -> None:
    assert len(IndexedInstruments()) == 0
    members = [instrument("kraken", "XBT", "USD"), instrument("kraken", "ETH", "USD"), instrument("okx", "ETH", "USD")]
    collection = IndexedInstruments(members)
    assert (len(collection.exchanges), len(collection.assets), len(collection.instruments)) == (2, 5, 3)
    for one in members:
        index = collection.find_instrument_index(one.exchange, one.name_internal)
        assert collection.find_instrument_index(one.exchange, one.name_exchange) == index
        assert collection.find_instrument(index) == one
        base = collection.find_asset_index(one.exchange, one.underlying.base.name_internal)
        assert collection.find_asset(base) == ExchangeAsset(one.exchange, one.underlying.base)
        assert collection.find_exchange(collection.find_exchange_index(one.exchange)) is one.exchange
    builder = IndexedInstruments.builder()
    for one in reversed(members):
        builder.add_instrument(one)
    assert builder.build() == collection
    with pytest.raises(NotFoundError):
        collection.find_instrument_index("kraken", "nothing")
