"""`IndexedInstruments`: the order of barter's builder, look-ups in both directions, defects of names refused."""

from __future__ import annotations

import copy
import pickle
import time

import pytest
from cross.checks import NAMES
from cross.values import instruments
from hypothesis import given, settings
from hypothesis import strategies as st

from barter_instrument import (
    Asset,
    AssetIndex,
    AssetNameExchange,
    AssetNameInternal,
    DataError,
    ExchangeAsset,
    ExchangeId,
    ExchangeIndex,
    IndexedInstruments,
    IndexedInstrumentsBuilder,
    Instrument,
    InstrumentIndex,
    InstrumentKind,
    InvalidArgumentError,
    Keyed,
    NotFoundError,
    PerpetualContract,
    Underlying,
    WrongTypeError,
)


def spot(exchange: str, base: str, quote: str) -> Instrument:
    name = f"{base}{quote}"
    return Instrument.spot(exchange, f"{exchange}-{base}_{quote}", name, Underlying(base, quote))


BTC, ETH, XBT = spot("binance_spot", "BTC", "USDT"), spot("binance_spot", "ETH", "USDT"), spot("kraken", "XBT", "USD")
COLLECTION = IndexedInstruments([XBT, ETH, BTC, ETH])


def test_exchanges_assets_and_instruments_are_sorted_and_indexed_once() -> None:
    assert COLLECTION.exchanges == [
        Keyed(ExchangeIndex(0), ExchangeId.BINANCE_SPOT),
        Keyed(ExchangeIndex(1), ExchangeId.KRAKEN),
    ]
    assert [keyed.value.asset.name_internal for keyed in COLLECTION.assets] == ["btc", "eth", "usdt", "usd", "xbt"]
    assert [keyed.key for keyed in COLLECTION.assets] == list(range(5))
    assert COLLECTION.instruments == [BTC, ETH, XBT] == list(COLLECTION)
    assert len(COLLECTION) == 3


def test_the_indexed_form_is_what_the_engine_holds() -> None:
    keyed = COLLECTION.indexed()[2]
    assert keyed.key == InstrumentIndex(2)
    assert keyed.value.exchange == Keyed(ExchangeIndex(1), ExchangeId.KRAKEN)
    assert keyed.value.underlying == Underlying(AssetIndex(4), AssetIndex(3))


def test_look_ups_work_in_both_directions() -> None:
    for position, instrument in enumerate(COLLECTION):
        exchange = instrument.exchange
        assert COLLECTION.find_instrument_index(exchange, instrument.name_internal) == InstrumentIndex(position)
        assert COLLECTION.find_instrument_index(exchange, instrument.name_exchange) == position
        assert COLLECTION.find_instrument(InstrumentIndex(position)) == instrument
        assert list(COLLECTION)[position] == COLLECTION[InstrumentIndex(position)] == instrument
        assert COLLECTION[instrument.name_internal] == instrument
        assert instrument in COLLECTION
        assert instrument.name_internal in COLLECTION
        assert exchange in COLLECTION
    for keyed in COLLECTION.assets:
        asset = keyed.value.asset
        assert COLLECTION.find_asset_index(keyed.value.exchange, asset.name_internal) == keyed.key
        assert COLLECTION.find_asset_index(keyed.value.exchange, asset.name_exchange) == keyed.key
        assert COLLECTION.find_asset(keyed.key) == keyed.value
    for keyed in COLLECTION.exchanges:
        assert COLLECTION.find_exchange_index(keyed.value) == keyed.key
        assert COLLECTION.find_exchange(keyed.key) is keyed.value


def test_what_is_not_in_it_is_a_look_up_error_that_says_what_is() -> None:
    with pytest.raises(
        NotFoundError, match=r"no instrument 'nothing' on kraken: the collection holds binance_spot-btc_usdt, "
    ):
        COLLECTION.find_instrument_index("kraken", "nothing")
    with pytest.raises(NotFoundError, match="no instrument"):
        COLLECTION.find_instrument_index("kraken", BTC.name_internal)
    with pytest.raises(NotFoundError, match="no instrument of okx in the collection: it holds binance_spot, kraken"):
        COLLECTION.find_exchange_index("okx")
    with pytest.raises(NotFoundError, match="no asset 'usdt' of kraken: the collection holds usd, xbt"):
        COLLECTION.find_asset_index("kraken", "usdt")
    with pytest.raises(
        NotFoundError, match=r"InstrumentIndex\(3\) is not in the collection, which holds 3 instruments"
    ):
        COLLECTION.find_instrument(3)
    with pytest.raises(NotFoundError, match=r"AssetIndex\(9\) is not in the collection, which holds 5 assets"):
        COLLECTION.find_asset(9)
    with pytest.raises(NotFoundError, match=r"ExchangeIndex\(2\)"):
        COLLECTION.find_exchange(2)
    with pytest.raises(LookupError):
        COLLECTION["nothing"]
    for absent in ("nothing", "", 3, None, ExchangeId.OKX, BTC.replace(name_exchange="other")):
        assert absent not in COLLECTION


def test_names_of_the_right_kind_are_found_only_by_it() -> None:
    collection = IndexedInstruments([Instrument.spot("kraken", "a", "B", Underlying(Asset("btc", "XBT"), "USD"))])
    assert collection.find_asset_index("kraken", AssetNameInternal("btc")) == collection.find_asset_index(
        "kraken", AssetNameExchange("XBT")
    )
    with pytest.raises(NotFoundError):
        collection.find_asset_index("kraken", AssetNameExchange("btc"))
    with pytest.raises(WrongTypeError, match="name must be a str"):
        collection.find_asset_index("kraken", 3)  # type: ignore[arg-type]
    with pytest.raises(WrongTypeError, match="name must be a str"):
        collection.find_instrument_index("kraken", 3)  # type: ignore[arg-type]


def test_an_empty_collection_is_allowed() -> None:
    for empty in (IndexedInstruments(), IndexedInstruments([]), IndexedInstruments.builder().build()):
        assert len(empty) == 0
        assert empty.exchanges == empty.assets == empty.instruments == []
        assert eval(repr(empty)) == empty


def test_a_builder_makes_the_same_collection() -> None:
    builder = IndexedInstrumentsBuilder()
    for instrument in (XBT, BTC, ETH):
        assert builder.add_instrument(instrument) is builder
    assert len(builder) == 3
    assert builder.build() == COLLECTION
    with pytest.raises(WrongTypeError, match=r"instrument must be a barter_instrument.Instrument, got str 'BTC'"):
        builder.add_instrument("BTC")  # type: ignore[arg-type]
    assert builder.build() == COLLECTION


def test_copies_texts_and_bytes_of_a_collection_are_the_collection() -> None:
    for other in (
        pickle.loads(pickle.dumps(COLLECTION)),
        copy.deepcopy(COLLECTION),
        IndexedInstruments.from_json(COLLECTION.to_json()),
        IndexedInstruments.from_dict(COLLECTION.to_dict()),
        IndexedInstruments._from_barter_wire(COLLECTION.__barter_wire__()),
        eval(repr(COLLECTION), dict(NAMES)),
        COLLECTION.replace(),
    ):
        assert type(other) is IndexedInstruments
        assert other == COLLECTION
        assert other != IndexedInstruments([BTC])
        assert other.find_instrument_index("kraken", XBT.name_internal) == 2


def test_two_instruments_of_one_name_are_refused_and_not_merged() -> None:
    contract = InstrumentKind.Perpetual(PerpetualContract(1, "USDT"))
    with pytest.raises(
        InvalidArgumentError, match="two different instruments have the internal name 'binance_spot-btc_usdt'"
    ) as caught:
        IndexedInstruments([BTC, BTC.replace(kind=contract)])
    assert caught.value.argument == "instruments"


def test_an_asset_with_two_exchange_names_is_refused() -> None:
    twin = BTC.replace(name_internal="twin", underlying=Underlying(Asset("btc", "XBT"), "USDT"))
    with pytest.raises(InvalidArgumentError, match="the asset 'btc' of binance_spot has two exchange names"):
        IndexedInstruments([BTC, twin])


def test_what_is_no_instrument_is_refused_with_its_position() -> None:
    with pytest.raises(WrongTypeError, match=r"instruments\[1\] must be a barter_instrument.Instrument, got str 'x'"):
        IndexedInstruments([BTC, "x"])  # type: ignore[list-item]
    with pytest.raises(WrongTypeError, match="instruments must be an iterable of Instrument"):
        IndexedInstruments(3)  # type: ignore[arg-type]
    with pytest.raises(DataError, match="must be a ExchangeId here, got a"):
        IndexedInstruments([COLLECTION.indexed()[0].value])


def test_an_inconsistent_collection_in_json_is_refused() -> None:
    data = COLLECTION.to_dict()
    data["instruments"][0]["value"]["underlying"]["base"] = 99
    with pytest.raises(InvalidArgumentError, match=r"AssetIndex\(99\) is not in the collection"):
        IndexedInstruments.from_dict(data)
    data = COLLECTION.to_dict()
    data["exchanges"].reverse()
    with pytest.raises(InvalidArgumentError, match="the indices of the collection are not those of its sorted"):
        IndexedInstruments.from_dict(data)


@settings(max_examples=40, deadline=None)
@given(st.lists(instruments("name"), max_size=4, unique_by=lambda instrument: instrument.name_internal))
def test_any_collection_is_indexed_in_order_or_refused(given_instruments: list[Instrument]) -> None:
    try:
        collection = IndexedInstruments(given_instruments)
    except InvalidArgumentError as error:
        assert "two exchange names" in str(error)  # noqa: PT017 (hypothesis may or may not meet it)
        return
    assert collection.instruments == sorted(given_instruments)
    assert IndexedInstruments._from_barter_wire(collection.__barter_wire__()) == collection
    for keyed, named in zip(collection.indexed(), collection, strict=True):
        exchange = collection.find_exchange(keyed.value.exchange.key)
        assert exchange is named.exchange
        assert collection.find_asset(keyed.value.underlying.base) == ExchangeAsset(exchange, named.underlying.base)


@pytest.mark.slow
def test_five_thousand_instruments_are_indexed_and_found_quickly() -> None:
    many = [spot("binance_spot", f"B{number}", f"Q{number}") for number in range(5_000)]
    start = time.perf_counter()
    collection = IndexedInstruments(many)
    assert time.perf_counter() - start < 5  # barter's own builder takes minutes: the bound only tells the two apart
    assert collection.find_instrument_index("binance_spot", many[4_321].name_internal) in range(5_000)
