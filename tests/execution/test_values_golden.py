"""Values and results as the crate barter-execution has them: the file is written and held by a Rust test (barter-sim, golden)."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import barter_execution
from barter_execution import (
    AccountEvent,
    AccountEventIndexer,
    AssetFees,
    Balance,
    ClientError,
    ClientOrderId,
    ExecutionInstrumentMap,
    Open,
    StrategyId,
    Trade,
)
from barter_execution.errors import KeyError as ExecutionKeyError
from barter_instrument import Instrument, Underlying
from barter_instrument.errors import IndexError as InstrumentIndexError

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "golden.json").read_text())
VALUES: list[dict[str, Any]] = GOLDEN["values"]
INSTRUMENTS = [
    Instrument.spot("binance_spot", "binance_spot-btc_usdt", "BTCUSDT", Underlying("BTC", "USDT")),
    Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD")),
    Instrument.spot("kraken", "kraken-eth_usd", "ETH/USD", Underlying("ETH", "USD")),
]
KRAKEN = ExecutionInstrumentMap("kraken", INSTRUMENTS)


@pytest.mark.parametrize("entry", VALUES, ids=[f"{value['class']}-{value['form']}" for value in VALUES])
def test_a_value_of_the_crate_is_read_and_written_again_as_it_was(entry: dict[str, Any]) -> None:
    kind = getattr(barter_execution, entry["class"])
    text = json.dumps(entry["json"])
    value = kind.from_json(text)
    assert isinstance(value, kind)
    assert json.loads(value.to_json()) == entry["json"]
    assert value.to_dict() == entry["json"]
    assert kind.from_dict(entry["json"]) == value
    assert kind._from_barter_wire(value.__barter_wire__()) == value


def test_every_class_with_a_wire_form_has_golden_values() -> None:
    without = {"AssetFees", "InactiveOrderState"}  # inside of trades and of order states
    assert set(barter_execution.__barter_schemas__) - {value["class"] for value in VALUES} == without


@pytest.mark.parametrize("entry", GOLDEN["errors"], ids=str)
def test_an_error_of_the_crate_is_read_and_written_again_as_it_was(entry: dict[str, Any]) -> None:
    error = ClientError.from_json(json.dumps(entry["json"]))
    assert json.loads(error.to_json(ClientError)) == entry["json"]
    own = type(error).from_json(error.to_json())
    assert own == error
    # Our texts say what upstream's say; upstream puts the enum's name in front.
    assert entry["text"].rpartition(": ")[2].lower().replace("binancespot", "binance_spot") in str(
        error
    ).lower().replace("execution request", "executionrequest")


def test_functions_give_what_the_crates_give() -> None:
    expected = GOLDEN["functions"]
    trade = Trade("t", "o", 0, "unknown", 5, "sell", "100.5", "2.5", AssetFees.quote_fees(0))
    assert Balance("100.5", "99").used == Decimal(expected["used"])
    assert Open("o-1", 5, "0.4").quantity_remaining("1.0") == Decimal(expected["quantity_remaining"])
    assert trade.value_quote == Decimal(expected["value_quote"])
    assert StrategyId.unknown() == expected["unknown_strategy"]
    assert len(ClientOrderId.random()) == expected["random_id_length"]


def test_the_map_answers_as_upstreams() -> None:
    expected = GOLDEN["indexing"]
    assert KRAKEN.exchange.key == expected["exchange_index"]
    for index, name in enumerate(expected["asset_names"]):
        if name in ("XBT", "ETH", "USD"):
            assert KRAKEN.find_asset_name_exchange(index) == name
        else:
            # Upstream names assets of other exchanges too; ours refuses them.
            with pytest.raises(ExecutionKeyError.AssetKey):
                KRAKEN.find_asset_name_exchange(index)
    for name, index in zip(("XBT/USD", "ETH/USD", "BTCUSDT"), expected["instrument_indices"], strict=True):
        if index is None:
            with pytest.raises(InstrumentIndexError.InstrumentIndex, match=name):
                KRAKEN.find_instrument_index(name)
        else:
            assert KRAKEN.find_instrument_index(name) == index


@pytest.mark.parametrize("pair", GOLDEN["indexing"]["events"], ids=str)
def test_an_event_is_indexed_as_upstream_does_and_named_again(pair: dict[str, Any]) -> None:
    indexer = AccountEventIndexer(KRAKEN)
    named, indexed = AccountEvent.from_dict(pair["named"]), AccountEvent.from_dict(pair["indexed"])
    assert indexer.account_event(named) == indexer.index(named) == indexed
    assert indexer.name(indexed) == named
