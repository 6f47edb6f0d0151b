"""`IndexedInstruments`: the order of barter's builder, look-ups in both directions, defects of names refused."""

from __future__ import annotations

import copy
import json
import pickle
from decimal import Decimal

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
    OrderQuantityUnits,
    PerpetualContract,
    Underlying,
    WrongTypeError,
    errors,
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
    with pytest.raises(InvalidArgumentError, match="must be a ExchangeId here, got a"):
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


def test_each_kind_of_look_up_fails_with_its_own_error() -> None:
    for look_up, kind in (
        (lambda: COLLECTION.find_exchange_index("okx"), errors.IndexError.ExchangeIndex),
        (lambda: COLLECTION.find_exchange(2), errors.ExchangeIndexError),
        (lambda: COLLECTION.find_asset_index("kraken", "usdt"), errors.IndexError.AssetIndex),
        (lambda: COLLECTION.find_asset(9), errors.AssetIndexError),
        (lambda: COLLECTION.find_instrument_index("kraken", "nothing"), errors.IndexError.InstrumentIndex),
        (lambda: COLLECTION.find_instrument(3), errors.InstrumentIndexError),
        (lambda: COLLECTION["nothing"], errors.InstrumentIndexError),
    ):
        with pytest.raises(kind) as caught:
            look_up()
        assert type(caught.value) is kind
        assert caught.value.code == kind.default_code
        assert isinstance(caught.value, errors.IndexError | NotFoundError) and isinstance(caught.value, IndexError)


def test_filtering_gives_a_collection_with_indices_of_its_own() -> None:
    perpetual = BTC.replace(
        name_internal="binance_spot-btc_usdt_perpetual", kind=InstrumentKind.Perpetual(PerpetualContract(1, "USDT"))
    )
    collection = IndexedInstruments([BTC, ETH, XBT, perpetual])
    assert list(collection.filter(exchange="kraken")) == [XBT]
    assert collection.filter(exchange="kraken").find_instrument_index("kraken", XBT.name_internal) == 0
    assert len(collection.filter(exchange="kraken").assets) == 2
    assert list(collection.filter(exchange=[ExchangeId.KRAKEN, "okx"])) == [XBT]
    assert list(collection.filter(kind="spot", base="BTC")) == [BTC]
    assert list(collection.filter(kind=("perpetual", "future"))) == [perpetual]
    assert list(collection.filter(quote="usdt", base=["eth", "xbt"])) == [ETH]
    assert list(collection.filter(lambda instrument: instrument.name_exchange == "ETHUSDT")) == [ETH]
    assert collection.filter() == collection
    assert len(collection.filter(exchange="okx")) == 0
    with pytest.raises(ZeroDivisionError):
        collection.filter(lambda instrument: 1 / 0)
    with pytest.raises(InvalidArgumentError, match=r"kind\[1\] must be one of 'spot', .*got 'swap'") as caught:
        collection.filter(kind=["spot", "swap"])
    assert caught.value.argument == "kind[1]"
    with pytest.raises(WrongTypeError, match="kind must be one of 'spot'"):
        collection.filter(kind=3)  # type: ignore[arg-type]


def test_the_table_shows_each_instrument_and_cuts_long_collections() -> None:
    lines = str(COLLECTION).splitlines()
    assert (
        " ".join(lines[0].split()) == "index exchange name_internal name_exchange base quote kind tick lot min_notional"
    )
    assert " ".join(lines[1].split()) == "0 binance_spot binance_spot-btc_usdt BTCUSDT btc usdt spot - - -"
    assert lines[-1] == "3 instruments, 2 exchanges, 5 assets"
    assert str(IndexedInstruments()).splitlines()[-1] == "0 instruments, 0 exchanges, 0 assets"
    many = IndexedInstruments([spot("kraken", f"A<{number:02}>", "USD") for number in range(30)])
    shown = str(many).splitlines()
    assert (len(shown), shown[11]) == (23, "...")
    assert shown[1].startswith("0 ") and shown[-2].startswith("29 ")
    html = many._repr_html_()
    assert html.count("<tr>") == 22
    assert "a&lt;00&gt;" in html and "<00>" not in html


def config(kind: object, **changes: object) -> dict[str, object]:
    return {
        "exchange": "binance_futures_usd",
        "name_exchange": "BTCUSDT",
        "underlying": {"base": "BTC", "quote": "USDT"},
        "quote": "underlying_quote",
        "kind": kind,
        "spec": None,
        **changes,
    }


def test_i7_the_json_configuration_of_barter_is_read() -> None:
    spec = {
        "price": {"min": "0.1", "tick_size": 0.1},
        "quantity": {"unit": {"Asset": "BTC"}, "min": "0.001", "increment": "0.001"},
        "notional": {"min": 5},
    }
    contract = {"perpetual": {"contract_size": "0.01", "settlement_asset": "USDT"}}
    data = [config("spot"), config(contract, spec=spec)]
    collection = IndexedInstruments.from_config(data)
    for other in (json.dumps(data), {"instruments": data}, json.dumps({"instruments": data, "executions": []})):
        assert IndexedInstruments.from_config(other) == collection
    assert [instrument.name_internal for instrument in collection] == [
        "binance_futures_usd-btc_usdt",
        "binance_futures_usd-btc_usdt_perpetual",
    ]
    rules = collection[1].spec
    assert rules is not None and rules.price.tick_size == Decimal("0.1")
    assert rules.quantity.unit == OrderQuantityUnits.Asset("BTC")


def test_kinds_of_one_pair_in_a_configuration_stay_different_instruments() -> None:
    kinds = [
        "spot",
        {"perpetual": {"contract_size": 1, "settlement_asset": "USDT"}},
        {"future": {"contract_size": 1, "settlement_asset": "USDT", "expiry": 1703980800000}},
        {
            "option": {
                "contract_size": 1, "settlement_asset": "USDT", "kind": "call", "exercise": "european",
                "expiry": 1703980800000, "strike": 50000,
            }
        },
    ]  # fmt: skip
    collection = IndexedInstruments.from_config([config(kind) for kind in kinds])
    assert [instrument.name_internal for instrument in collection] == [
        "binance_futures_usd-btc_usdt",
        "binance_futures_usd-btc_usdt_future_2023-12-31-utc",
        "binance_futures_usd-btc_usdt_option_call_european_2023-12-31-utc_50000",
        "binance_futures_usd-btc_usdt_perpetual",
    ]
    with pytest.raises(InvalidArgumentError, match="two different instruments have the internal name"):
        IndexedInstruments.from_config([config("spot"), config("spot", name_exchange="BTC-USDT")])


@pytest.mark.parametrize(
    "wrong",
    ["", "[", "3", "{}", '{"instruments": 3}', [3], {"instrument": []}, [config("swap")], '[{"exchange": "okx"}]'],
)
def test_a_configuration_that_is_none_is_refused(wrong: object) -> None:
    with pytest.raises(DataError, match="this JSON is not a"):
        IndexedInstruments.from_config(wrong)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(st.lists(instruments("name"), max_size=4, unique_by=lambda instrument: instrument.name_internal))
def test_any_collection_is_indexed_in_order_or_refused(given_instruments: list[Instrument]) -> None:
    try:
        collection = IndexedInstruments(given_instruments)
    except InvalidArgumentError as error:
        assert "two exchange names" in str(error)  # noqa: PT017 (hypothesis may or may not meet it)
        return
    assert collection.instruments == sorted(given_instruments)
    for other in (
        IndexedInstruments._from_barter_wire(collection.__barter_wire__()),
        pickle.loads(pickle.dumps(collection)),
        IndexedInstruments.from_json(collection.to_json()),
        IndexedInstruments.from_dict(collection.to_dict()),
        collection.filter(),
    ):
        assert other == collection
        assert other.instruments == collection.instruments
    for keyed, named in zip(collection.indexed(), collection, strict=True):
        exchange = collection.find_exchange(keyed.value.exchange.key)
        assert exchange is named.exchange
        assert collection.find_asset(keyed.value.underlying.base) == ExchangeAsset(exchange, named.underlying.base)


def test_five_thousand_instruments_are_indexed_and_found() -> None:
    """How long it takes is shown by benches/instruments.py, beside barter's own builder."""
    many = [spot("binance_spot", f"B{number}", f"Q{number}") for number in range(5_000)]
    collection = IndexedInstruments(many)
    assert len(collection) == 5_000
    for one in many[::7]:
        assert collection.find_instrument(collection.find_instrument_index("binance_spot", one.name_internal)) == one
