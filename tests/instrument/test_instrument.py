"""Instruments: forms, kinds, specs, rounding."""

from __future__ import annotations

import copy
import datetime as dt
import json
import sys
from decimal import Decimal
from typing import Any

import pytest
from cross.values import positive, sides
from hypothesis import given
from hypothesis import strategies as st

from barter_instrument import (
    Asset,
    AssetIndex,
    BarterError,
    DataError,
    ExchangeId,
    ExchangeIndex,
    FutureContract,
    Instrument,
    InstrumentKind,
    InstrumentQuoteAsset,
    InstrumentSpec,
    InstrumentSpecNotional,
    InstrumentSpecPrice,
    InstrumentSpecQuantity,
    InvalidArgumentError,
    Keyed,
    OptionContract,
    OrderQuantityUnits,
    PerpetualContract,
    Rounding,
    Side,
    StateError,
    Underlying,
    WrongTypeError,
)

EXPIRY = 1_703_980_800_000_000_000
SPEC = InstrumentSpec(
    InstrumentSpecPrice("0.1", "0.1"),
    InstrumentSpecQuantity(OrderQuantityUnits.Contract(), "0.001", "0.001"),
    InstrumentSpecNotional(5),
)
PERPETUAL = Instrument(
    exchange="binance_futures_usd",
    name_internal="binance_futures_usd-btc_usdt_perpetual",
    name_exchange="BTCUSDT",
    underlying=Underlying("BTC", "USDT"),
    quote=InstrumentQuoteAsset.UNDERLYING_QUOTE,
    kind=InstrumentKind.Perpetual(PerpetualContract("0.01", "USDT")),
    spec=SPEC,
)


def test_fields_come_back_as_they_were_given() -> None:
    assert PERPETUAL.exchange is ExchangeId.BINANCE_FUTURES_USD
    assert PERPETUAL.exchange_id is ExchangeId.BINANCE_FUTURES_USD
    assert PERPETUAL.name_exchange == "BTCUSDT"
    assert PERPETUAL.underlying == Underlying(Asset("btc", "BTC"), Asset("usdt", "USDT"))
    assert PERPETUAL.quote is InstrumentQuoteAsset.UNDERLYING_QUOTE
    assert PERPETUAL.contract_size == Decimal("0.01")
    assert PERPETUAL.settlement_asset == Asset("usdt", "USDT")
    assert PERPETUAL.spec == SPEC


def test_spot_has_size_one_and_no_settlement_asset() -> None:
    spot = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))
    assert spot.kind == InstrumentKind.Spot()
    assert spot.contract_size == 1
    assert spot.settlement_asset is None
    assert spot.quote is InstrumentQuoteAsset.UNDERLYING_QUOTE


def test_kinds_match_and_hold_their_contracts() -> None:
    future = FutureContract(1, "usdt", dt.datetime(2023, 12, 31, tzinfo=dt.UTC))
    assert future.expiry_ns == EXPIRY
    assert future.expiry == dt.datetime(2023, 12, 31, tzinfo=dt.UTC)
    option = OptionContract(1, "usdt", "call", "european", EXPIRY, "50000.5")
    found = []
    for kind in (InstrumentKind.Spot(), PERPETUAL.kind, InstrumentKind.Future(future), InstrumentKind.Option(option)):
        match kind:
            case InstrumentKind.Spot():
                found.append(Decimal(0))
            case InstrumentKind.Perpetual(contract):
                found.append(contract.contract_size)
            case InstrumentKind.Future(contract=contract):
                found.append(Decimal(contract.expiry_ns))
            case InstrumentKind.Option(OptionContract(strike=strike)):
                found.append(strike)
        assert isinstance(kind, InstrumentKind)
    assert found == [0, Decimal("0.01"), EXPIRY, Decimal("50000.5")]


def test_the_indexed_form_is_the_same_class() -> None:
    indexed = Instrument.spot(Keyed(ExchangeIndex(0), ExchangeId.KRAKEN), "a", "A", Underlying(AssetIndex(1), 2))
    assert type(indexed) is Instrument
    assert indexed.exchange == Keyed(ExchangeIndex(0), ExchangeId.KRAKEN)
    assert indexed.exchange_id is ExchangeId.KRAKEN
    assert indexed.underlying.quote == AssetIndex(2)
    assert type(indexed.underlying.quote) is AssetIndex
    assert Instrument.spot(3, "a", "A", Underlying(1, 2)).exchange_id is None
    assert indexed.map_exchange_key(ExchangeIndex(7)).exchange == 7


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"exchange": ExchangeIndex(0)}, "underlying.base is given by name but exchange by index"),
        ({"underlying": Underlying(0, 1)}, "underlying.base is given by index but exchange by name"),
        (
            {"kind": InstrumentKind.Perpetual(PerpetualContract(1, 5))},
            "kind.settlement_asset is given by index but exchange by name",
        ),
        (
            {"spec": SPEC.replace(quantity=InstrumentSpecQuantity(OrderQuantityUnits.Asset(4), 0, 1))},
            "spec.quantity.unit is given by index but exchange by name",
        ),
    ],
)
def test_a_mix_of_indices_and_names_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidArgumentError, match=message):
        PERPETUAL.replace(**changes)


@pytest.mark.parametrize(
    "changes, kind, argument",
    [
        ({"exchange": "nowhere"}, InvalidArgumentError, "exchange"),
        ({"exchange": 1.5}, WrongTypeError, "exchange"),
        ({"exchange": None}, WrongTypeError, "exchange"),
        ({"exchange": True}, WrongTypeError, "exchange"),
        ({"name_internal": " "}, InvalidArgumentError, "name_internal"),
        ({"name_exchange": 3}, WrongTypeError, "name_exchange"),
        ({"underlying": ("btc", "usdt")}, WrongTypeError, "underlying"),
        ({"quote": "usdt"}, InvalidArgumentError, "quote"),
        ({"kind": "spot"}, WrongTypeError, "kind"),
        ({"spec": 3}, WrongTypeError, "spec"),
        ({"tick": 3}, WrongTypeError, "tick"),
    ],
)
def test_a_bad_argument_is_named(changes: dict[str, Any], kind: type[BarterError], argument: str) -> None:
    with pytest.raises(kind, match=argument) as caught:
        PERPETUAL.replace(**changes)
    assert caught.value.argument == argument  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "make, argument",
    [
        (lambda: PerpetualContract(0, "usdt"), "contract_size"),
        (lambda: PerpetualContract(-1, "usdt"), "contract_size"),
        (lambda: FutureContract(1, "usdt", EXPIRY + 1), "expiry"),
        (lambda: OptionContract(1, "usdt", "call", "american", EXPIRY, 0), "strike"),
        (lambda: OptionContract(1, "usdt", "both", "american", EXPIRY, 1), "kind"),
        (lambda: OptionContract(1, "usdt", "call", "asian", EXPIRY, 1), "exercise"),
        (lambda: InstrumentSpecPrice(0, 0), "tick_size"),
        (lambda: InstrumentSpecPrice(-1, 1), "min"),
        (lambda: InstrumentSpecQuantity(OrderQuantityUnits.Contract(), 0, 0), "increment"),
        (lambda: InstrumentSpecNotional(-1), "min"),
    ],
)
def test_an_impossible_value_is_refused_by_the_constructor(make: Any, argument: str) -> None:
    with pytest.raises(InvalidArgumentError, match=f"^{argument} must ") as caught:
        make()
    assert caught.value.argument == argument


def test_an_impossible_value_is_refused_in_json_and_in_bytes_too() -> None:
    with pytest.raises(DataError, match="contract_size must be above zero, got 0"):
        PerpetualContract.from_json('{"contract_size":"0","settlement_asset":3}')
    good = PerpetualContract(7, 3)
    assert PerpetualContract.from_json('{"contract_size":7,"settlement_asset":3}') == good
    wire = good.__barter_wire__()
    at = wire.index(b"\x07")
    with pytest.raises(DataError, match="contract_size must be above zero, got 0"):
        PerpetualContract._from_barter_wire(wire[:at] + b"\0" + wire[at + 1 :])


def test_json_is_that_of_barters_rust_crates() -> None:
    assert json.loads(PERPETUAL.to_json()) == {
        "exchange": "binance_futures_usd",
        "name_internal": "binance_futures_usd-btc_usdt_perpetual",
        "name_exchange": "BTCUSDT",
        "underlying": {
            "base": {"name_internal": "btc", "name_exchange": "BTC"},
            "quote": {"name_internal": "usdt", "name_exchange": "USDT"},
        },
        "quote": "UnderlyingQuote",
        "kind": {
            "perpetual": {
                "contract_size": "0.01",
                "settlement_asset": {"name_internal": "usdt", "name_exchange": "USDT"},
            }
        },
        "spec": {
            "price": {"min": "0.1", "tick_size": "0.1"},
            "quantity": {"unit": "Contract", "min": "0.001", "increment": "0.001"},
            "notional": {"min": "5"},
        },
    }
    # Aliases and numbers that barter reads.
    text = PERPETUAL.to_json().replace('"kind"', '"instrument_kind"').replace('"0.01"', "0.01")
    assert Instrument.from_json(text.replace("UnderlyingQuote", "underlying_quote")) == PERPETUAL


@pytest.mark.parametrize(
    "number",
    ["0.12345678901234567890123456789012", '"0.12345678901234567890123456789012"', "0.12345678901234567", "1" * 31],
)
def test_a_number_in_json_that_would_be_rounded_is_refused(number: str) -> None:
    with pytest.raises(DataError, match=r"digits|not a InstrumentSpecNotional"):
        InstrumentSpecNotional.from_json(f'{{"min": {number}}}')


def test_a_name_that_looks_like_a_long_number_is_a_name() -> None:
    asset = Asset("1" * 35, "1" * 35)
    assert Asset.from_json(asset.to_json()) == asset


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"name_internal": 1}', '{"name_internal": "a"}', "\0"])
def test_json_that_is_not_the_value_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="this JSON is not a Asset") as caught:
        Asset.from_json(text)
    assert caught.value.argument == "text"


def test_a_dict_may_hold_decimals_and_nothing_that_is_not_plain() -> None:
    spec = InstrumentSpecNotional.from_dict({"min": Decimal("0.30")})
    assert spec == InstrumentSpecNotional("0.3")
    for wrong in ({"min": object()}, {"min": dt.date(2024, 1, 1)}, {"min": {1, 2}}):
        with pytest.raises(WrongTypeError, match="data must hold dicts, lists, texts and numbers only"):
            InstrumentSpecNotional.from_dict(wrong)
    with pytest.raises(BarterError, match="data is not plain data"):
        InstrumentSpecNotional.from_dict({"min": float("nan")})


def test_replace_is_what_copy_replace_calls() -> None:
    changed = PERPETUAL.__replace__(name_exchange="BTCUSDC")
    assert changed.name_exchange == "BTCUSDC"
    assert changed.replace(name_exchange="BTCUSDT") == PERPETUAL
    if sys.version_info >= (3, 13):
        assert copy.replace(PERPETUAL, name_exchange="BTCUSDC") == changed


@pytest.mark.parametrize(
    "rounding, side, rounded",
    [
        (Rounding.PASSIVE, Side.BUY, "59000.1"),
        (Rounding.PASSIVE, Side.SELL, "59000.2"),
        (Rounding.AGGRESSIVE, "buy", "59000.2"),
        (Rounding.AGGRESSIVE, "sell", "59000.1"),
        (Rounding.NEAREST, None, "59000.2"),
        (Rounding.DOWN, None, "59000.1"),
        ("up", None, "59000.2"),
    ],
)
def test_a_price_is_rounded_to_the_tick_as_asked(rounding: Rounding, side: Side | None, rounded: str) -> None:
    assert PERPETUAL.round_price("59000.17", rounding, side=side) == Decimal(rounded)
    assert PERPETUAL.round_price(rounded, rounding, side=side) == Decimal(rounded)


def test_a_quantity_is_rounded_towards_zero() -> None:
    assert PERPETUAL.round_quantity("0.0119") == Decimal("0.011")
    assert PERPETUAL.round_quantity("-0.0119") == Decimal("-0.011")
    assert PERPETUAL.round_quantity("0.0119", Rounding.UP) == Decimal("0.012")


def test_half_goes_to_the_even_tick() -> None:
    assert [SPEC.round_price(price, "nearest") for price in ("0.15", "0.25", "0.35")] == [
        Decimal("0.2"),
        Decimal("0.2"),
        Decimal("0.4"),
    ]


def test_rounding_without_side_or_spec_says_what_is_missing() -> None:
    with pytest.raises(InvalidArgumentError, match=r"side must be given for Rounding.PASSIVE"):
        PERPETUAL.round_price(1, Rounding.PASSIVE)
    with pytest.raises(StateError, match="has no spec: give it one"):
        PERPETUAL.replace(spec=None).round_price(1, Rounding.DOWN)


@given(price=positive, tick=positive, side=sides, rounding=st.sampled_from(Rounding))
def test_a_rounded_price_is_a_neighbouring_multiple_on_the_right_side(
    price: Decimal, tick: Decimal, side: Side, rounding: Rounding
) -> None:
    spec = SPEC.replace(price=InstrumentSpecPrice(0, tick))
    rounded = spec.round_price(price, rounding, side=side)
    assert rounded % tick == 0
    assert abs(rounded - price) < tick
    if rounding is Rounding.PASSIVE:
        assert rounded <= price if side is Side.BUY else rounded >= price
    if rounding is Rounding.NEAREST:
        assert abs(rounded - price) * 2 <= tick
