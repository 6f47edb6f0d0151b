"""Names are texts, indices are ints, enums are single objects."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
from cross.values import assets, in_both_forms, instruments, names
from hypothesis import given
from hypothesis import strategies as st

from barter_instrument import (
    Asset,
    AssetId,
    AssetIndex,
    AssetKind,
    AssetNameExchange,
    AssetNameInternal,
    BarterError,
    BaseAsset,
    DataError,
    ExchangeId,
    ExchangeIndex,
    IndexedInstruments,
    InstrumentId,
    InstrumentIndex,
    InstrumentKind,
    InstrumentNameExchange,
    InstrumentNameInternal,
    InstrumentQuoteAsset,
    InvalidArgumentError,
    Keyed,
    MarketDataFutureContract,
    MarketDataInstrumentKind,
    OptionExercise,
    OptionKind,
    PerpetualContract,
    QuoteAsset,
    Rounding,
    Side,
    SpecRule,
    WrongTypeError,
)

NAMES = (AssetNameInternal, AssetNameExchange, InstrumentNameInternal, InstrumentNameExchange)
INDICES = (ExchangeIndex, AssetIndex, InstrumentIndex)
ENUMS = (Side, ExchangeId, AssetKind, OptionKind, OptionExercise, InstrumentQuoteAsset, Rounding, SpecRule)


@pytest.mark.parametrize("kind", NAMES)
def test_a_name_is_a_text_and_survives_copies(kind: Any) -> None:
    name = kind("abc")
    assert name == "abc"
    assert {name: 1}["abc"] == 1
    for other in (pickle.loads(pickle.dumps(name)), copy.copy(name), copy.deepcopy(name), eval(repr(name))):
        assert type(other) is kind
        assert other == name
    assert type(name.name) is str


@pytest.mark.parametrize("kind", NAMES)
def test_a_blank_name_and_other_types_are_refused(kind: Any) -> None:
    for blank in ("", " ", "\t\n"):
        with pytest.raises(InvalidArgumentError, match="name must not be empty or blank"):
            kind(blank)
    for wrong in (None, 1, b"abc"):
        with pytest.raises(WrongTypeError, match="name must be a str"):
            kind(wrong)


def test_internal_names_are_lower_case_and_exchange_names_are_kept() -> None:
    assert AssetNameInternal("BTC") == "btc"
    assert InstrumentNameInternal("Kraken-XBT") == "kraken-xbt"
    assert AssetNameExchange("XBT") == "XBT"
    assert Asset("BTC", "XBT").name_internal == "btc"
    assert Asset.new_from_exchange("XBT") == Asset("xbt", "XBT")


def test_an_internal_name_is_derived_from_exchange_and_name() -> None:
    assert InstrumentNameInternal.new_from_exchange("binance_spot", "BTCUSDT") == "binance_spot-btcusdt"
    assert InstrumentNameInternal.new_from_exchange_underlying(ExchangeId.KRAKEN, "XBT", "USD") == "kraken-xbt_usd"
    with pytest.raises(InvalidArgumentError):
        InstrumentNameInternal.new_from_exchange("nowhere", "BTCUSDT")


def test_kinds_of_one_pair_have_names_of_their_own() -> None:
    perpetual = InstrumentKind.Perpetual(PerpetualContract(1, "USDT"))
    found = [
        InstrumentNameInternal.new_from_exchange_underlying("okx", "BTC", "USDT", kind)
        for kind in (
            None,
            InstrumentKind.Spot(),
            MarketDataInstrumentKind.Spot(),
            perpetual,
            MarketDataInstrumentKind.Future(MarketDataFutureContract(1_703_980_800_000_000_000)),
        )
    ]
    assert found == [
        *["okx-btc_usdt"] * 3,
        "okx-btc_usdt_perpetual",
        "okx-btc_usdt_future_2023-12-31-utc",
    ]
    assert {type(name) for name in found} == {InstrumentNameInternal}
    with pytest.raises(WrongTypeError, match="kind must be an InstrumentKind or a MarketDataInstrumentKind"):
        InstrumentNameInternal.new_from_exchange_underlying("okx", "BTC", "USDT", "spot")  # type: ignore[arg-type]


def test_one_kind_of_name_is_not_taken_for_another() -> None:
    with pytest.raises(
        WrongTypeError, match=r"name_internal must be a str or AssetNameInternal, got AssetNameExchange"
    ) as caught:
        Asset(AssetNameExchange("XBT"), "XBT")  # type: ignore[arg-type]
    assert caught.value.argument == "name_internal"


@pytest.mark.parametrize("kind", INDICES)
def test_an_index_is_an_int_and_survives_copies(kind: Any) -> None:
    index = kind(3)
    assert index == 3
    assert [10, 11, 12, 13][index] == 13
    assert index.index() == 3
    for other in (pickle.loads(pickle.dumps(index)), copy.copy(index), copy.deepcopy(index), eval(repr(index))):
        assert type(other) is kind
        assert other == index


@pytest.mark.parametrize("kind", [AssetId, InstrumentId])
def test_an_id_is_an_int_of_64_bits(kind: Any) -> None:
    number = kind(2**64 - 1)
    assert number == 2**64 - 1
    assert str(number) == f"{number}" == str(2**64 - 1)
    for other in (pickle.loads(pickle.dumps(number)), copy.deepcopy(number), eval(repr(number))):
        assert type(other) is kind
        assert other == number
    for impossible in (-1, 2**64):
        with pytest.raises(InvalidArgumentError, match="id must not be negative and must fit 64 bits"):
            kind(impossible)
    for wrong in (True, 1.0, "1", None, AssetIndex(1)):
        with pytest.raises(WrongTypeError, match="id must be"):
            kind(wrong)


@pytest.mark.parametrize("kind", INDICES)
def test_what_is_no_index_is_refused(kind: Any) -> None:
    for impossible in (-1, 2**63):
        with pytest.raises(InvalidArgumentError, match="index must not be negative and must fit 63 bits"):
            kind(impossible)
    for wrong in (True, 1.0, "1", None):
        with pytest.raises(WrongTypeError, match="index must be an int"):
            kind(wrong)
    other = next(index for index in INDICES if index is not kind)
    with pytest.raises(WrongTypeError, match=f"index must be a {kind.__name__} or a plain int"):
        kind(other(1))


def test_rust_refuses_another_kind_of_index_a_bool_and_a_negative_one() -> None:
    collection = IndexedInstruments([])
    for wrong in (AssetIndex(0), True, 1.5, "0", None):
        with pytest.raises(WrongTypeError, match="index must be a InstrumentIndex or a non-negative int"):
            collection.find_instrument(wrong)  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match="index must be a InstrumentIndex or a non-negative int, got int -1"):
        collection.find_instrument(-1)


@pytest.mark.parametrize("kind", ENUMS)
def test_a_member_is_one_object_found_by_value_and_name_in_any_case(kind: Any) -> None:
    for member in kind:
        assert kind(member.value) is member
        assert kind(member.value.upper()) is member
        assert kind(member.name.lower()) is member
        assert pickle.loads(pickle.dumps(member)) is member
        assert copy.deepcopy(member) is member
        assert eval(repr(member)) is member
    with pytest.raises(InvalidArgumentError, match="value must be one of") as caught:
        kind("no such thing")
    assert isinstance(caught.value, BarterError)
    assert isinstance(caught.value, ValueError)


def test_texts_that_barter_reads_are_read() -> None:
    assert Side("b") is Side.BUY
    assert Side("s") is Side.SELL
    assert ExchangeId("huobi") is ExchangeId.HTX
    assert str(ExchangeId.BINANCE_FUTURES_USD) == "binance_futures_usd"
    assert len(ExchangeId) == 42


def test_marker_assets_are_single_objects() -> None:
    for kind in (BaseAsset, QuoteAsset):
        assert kind() is kind()
        assert copy.deepcopy(kind()) is kind()
        assert pickle.loads(pickle.dumps(kind())) is kind()
    assert BaseAsset() != QuoteAsset()


def test_a_keyed_value_is_a_frozen_pair() -> None:
    keyed = Keyed(ExchangeIndex(1), ExchangeId.OKX)
    assert keyed == pickle.loads(pickle.dumps(keyed)) == eval(repr(keyed))
    assert hash(keyed) == hash(copy.deepcopy(keyed))
    assert keyed.replace(key=ExchangeIndex(2)).key == 2
    assert str(keyed) == "ExchangeIndex(1), okx"
    with pytest.raises(AttributeError):
        keyed.key = 2  # type: ignore[misc,assignment]


keys = st.builds(AssetIndex, st.integers(0, 2**63 - 1)) | st.builds(AssetNameExchange, names)
shapes = assets | st.sampled_from(ExchangeId) | in_both_forms(instruments)


@given(keys, shapes)
def test_a_keyed_value_survives_copies_bytes_json_and_dict(key: Any, value: Any) -> None:
    keyed = Keyed(key, value)
    for other in (
        pickle.loads(pickle.dumps(keyed)),
        copy.deepcopy(keyed),
        keyed.replace(),
        Keyed.from_json(keyed.to_json(), type(key), type(value)),
        Keyed.from_dict(keyed.to_dict(), type(key), type(value)),
    ):
        assert other == keyed
        assert (type(other.key), type(other.value)) == (type(key), type(value))
        assert hash(other) == hash(keyed)


@given(st.sampled_from(NAMES), names)
def test_any_name_survives_copies_bytes_and_json(kind: Any, text: str) -> None:
    name = kind(text)
    for other in (
        pickle.loads(pickle.dumps(name)),
        copy.deepcopy(name),
        eval(repr(name)),
        kind(json.loads(json.dumps(name))),
    ):
        assert type(other) is kind
        assert other == name and hash(other) == hash(name)


@given(st.sampled_from((*INDICES, AssetId, InstrumentId)), st.integers(0, 2**63 - 1))
def test_any_index_survives_copies_bytes_and_json(kind: Any, number: int) -> None:
    index = kind(number)
    for other in (
        pickle.loads(pickle.dumps(index)),
        copy.deepcopy(index),
        eval(repr(index)),
        kind(json.loads(json.dumps(index))),
    ):
        assert type(other) is kind
        assert other == number and hash(other) == hash(index)


@pytest.mark.parametrize("data", [None, [], {}, {"key": 1}, {"key": 1, "value": 2, "more": 3}, "x"])
def test_what_is_no_pair_is_refused(data: Any) -> None:
    with pytest.raises(DataError, match="data must be a mapping of key and value"):
        Keyed.from_dict(data, int, int)
    with pytest.raises(DataError, match="text must be JSON"):
        Keyed.from_json("{", int, int)
