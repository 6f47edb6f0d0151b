"""What market data is subscribed to by, and how it follows from an instrument."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from barter_instrument import (
    DataError,
    Instrument,
    InstrumentKind,
    InvalidArgumentError,
    MarketDataFutureContract,
    MarketDataInstrument,
    MarketDataInstrumentKind,
    MarketDataOptionContract,
    OptionExercise,
    OptionKind,
    PerpetualContract,
    Underlying,
    WrongTypeError,
)

EXPIRY = 1_703_980_800_000_000_000
FUTURE = MarketDataFutureContract(dt.datetime(2023, 12, 31, tzinfo=dt.UTC))
OPTION = MarketDataOptionContract("call", "american", EXPIRY, 50_000)


def test_kinds_match_and_hold_their_contracts() -> None:
    kind = MarketDataInstrumentKind
    found: list[Any] = []
    for one in (kind.Spot(), kind.Perpetual(), kind.Future(FUTURE), kind.Option(OPTION)):
        match one:
            case MarketDataInstrumentKind.Spot() | MarketDataInstrumentKind.Perpetual():
                found.append(str(one))
            case MarketDataInstrumentKind.Future(contract):
                found.append(contract.expiry_ns)
            case MarketDataInstrumentKind.Option(
                MarketDataOptionContract(kind=right, exercise=exercise, strike=strike)
            ):
                found.append((right, exercise, strike))
    assert found == ["spot", "perpetual", EXPIRY, (OptionKind.CALL, OptionExercise.AMERICAN, 50_000)]
    assert FUTURE.expiry == OPTION.expiry == dt.datetime(2023, 12, 31, tzinfo=dt.UTC)
    assert OPTION.expiry_ns == EXPIRY


# Cases of upstream's own test, `barter_instrument::instrument::market_data::tests::test_de_instrument`.
@pytest.mark.parametrize(
    "kind, expected",
    [
        ('"spot"', MarketDataInstrumentKind.Spot()),
        ('{"future": {"expiry": 1703980800000}}', MarketDataInstrumentKind.Future(FUTURE)),
        ('"perpetual"', MarketDataInstrumentKind.Perpetual()),
        (
            '{"option": {"kind": "CALL", "exercise": "American", "expiry": 1703980800000, "strike": 50000}}',
            MarketDataInstrumentKind.Option(OPTION),
        ),
        (
            '{"option": {"kind": "Put", "exercise": "BERMUDAN", "expiry": 1703980800000, "strike": 50000}}',
            MarketDataInstrumentKind.Option(MarketDataOptionContract("put", "bermudan", EXPIRY, "50000.0")),
        ),
    ],
)
def test_upstreams_test_de_instrument(kind: str, expected: MarketDataInstrumentKind) -> None:
    text = f'{{"base": "btc", "quote": "usd", "instrument_kind": {kind}}}'
    found = MarketDataInstrument.from_json(text)
    assert found == MarketDataInstrument("btc", "usd", expected)
    assert MarketDataInstrumentKind.from_json(kind) == expected
    assert json.loads(found.to_json()).keys() == {"base", "quote", "instrument_kind"}


def test_it_follows_from_an_instrument_in_its_named_form() -> None:
    contract = InstrumentKind.Perpetual(PerpetualContract("0.01", "USDT"))
    instrument = Instrument(
        "okx", "okx-xbt_usdt", "XBT-USDT-SWAP", Underlying("XBT", "USDT"), "UnderlyingQuote", contract
    )
    found = MarketDataInstrument.from_instrument(instrument)
    assert found == MarketDataInstrument("xbt", "usdt", MarketDataInstrumentKind.Perpetual())
    assert found == MarketDataInstrument("XBT", "USDT", contract)
    assert MarketDataInstrumentKind.from_instrument_kind(contract) == MarketDataInstrumentKind.Perpetual()
    assert contract.eq_market_data_instrument_kind(found.kind)
    assert not contract.eq_market_data_instrument_kind(MarketDataInstrumentKind.Spot())
    with pytest.raises(InvalidArgumentError, match="must be a ExchangeId here, got a ExchangeIndex"):
        MarketDataInstrument.from_instrument(Instrument.spot(0, "a", "A", Underlying(0, 1)))


def test_what_is_no_such_thing_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="expiry must be whole milliseconds"):
        MarketDataFutureContract(EXPIRY + 1)
    with pytest.raises(InvalidArgumentError, match="strike must be above zero, got 0"):
        OPTION.replace(strike=0)
    with pytest.raises(WrongTypeError, match="kind must be a MarketDataInstrumentKind, got str 'spot'") as caught:
        MarketDataInstrument("btc", "usdt", "spot")  # type: ignore[arg-type]
    assert caught.value.argument == "kind"
    with pytest.raises(InvalidArgumentError, match="base must not be empty"):
        MarketDataInstrument(" ", "usdt", MarketDataInstrumentKind.Spot())
    with pytest.raises(WrongTypeError, match="contract must be a MarketDataFutureContract"):
        MarketDataInstrumentKind.Future(OPTION)  # type: ignore[arg-type]
    with pytest.raises(WrongTypeError, match="other must be a MarketDataInstrumentKind"):
        InstrumentKind.Spot().eq_market_data_instrument_kind(InstrumentKind.Spot())  # type: ignore[arg-type]
    with pytest.raises(DataError, match=r"kind.strike must be above zero"):
        MarketDataInstrument.from_json(
            '{"base": "btc", "quote": "usd", "instrument_kind":'
            ' {"option": {"kind": "call", "exercise": "american", "expiry": 0, "strike": 0}}}'
        )
