"""Names of an exchange and indices of the engine: X12, and conversions of every class in both directions."""

from __future__ import annotations

import asyncio
import copy
import pickle
from typing import Any

import pytest
from cross import values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import barter_execution
from barter_execution import (
    AccountEvent,
    AccountEventIndexer,
    AccountEventKind,
    ApiError,
    AssetBalance,
    AssetFees,
    Balance,
    ClientError,
    ConnectivityError,
    ExecutionInstrumentMap,
    IndexedAccountStream,
    OrderKey,
    OrderRequestCancel,
    OrderRequestOpen,
    RequestOpen,
    Trade,
    generate_execution_instrument_map,
)
from barter_execution.errors import KeyError as ExecutionKeyError
from barter_instrument import (
    AssetIndex,
    BarterError,
    ExchangeId,
    ExchangeIndex,
    IndexedInstruments,
    Instrument,
    InstrumentIndex,
    InvalidArgumentError,
    Keyed,
    NotFoundError,
    Underlying,
    WrongTypeError,
)
from barter_instrument.errors import IndexError as InstrumentIndexError

KRAKEN, BINANCE = ExchangeId.KRAKEN, ExchangeId.BINANCE_SPOT
DEFINITIONS = [
    Instrument.spot(KRAKEN, "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD")),
    Instrument.spot(BINANCE, "binance_spot-btc_usdt", "BTCUSDT", Underlying("BTC", "USDT")),
    Instrument.spot(KRAKEN, "kraken-eth_usd", "ETH/USD", Underlying("ETH", "USD")),
]
COLLECTION = IndexedInstruments(DEFINITIONS)
MAP = ExecutionInstrumentMap(KRAKEN, COLLECTION)
INDEXER = AccountEventIndexer(MAP)


def test_x12_a_map_has_the_exchange_and_names_both_ways() -> None:
    assert MAP.exchange == Keyed(ExchangeIndex(1), KRAKEN)
    assert (MAP.find_exchange_id(1), MAP.find_exchange_index("kraken")) == (KRAKEN, ExchangeIndex(1))
    assert MAP.exchange_assets() == ["ETH", "USD", "XBT"]
    assert MAP.exchange_instruments() == ["ETH/USD", "XBT/USD"]
    for name, index in MAP.asset_names.items():
        assert MAP.find_asset_index(name) == index
        assert MAP.find_asset_name_exchange(index) == name
        assert COLLECTION.find_asset(index).asset.name_exchange == name
    for name, index in MAP.instrument_names.items():
        assert MAP.find_instrument_index(name) == index
        assert MAP.find_instrument_name_exchange(index) == name
        assert COLLECTION.find_instrument(index).name_exchange == name
    assert (len(MAP.assets), len(MAP.instruments)) == (5, 3)
    assert MAP.instruments == [keyed.value for keyed in COLLECTION.indexed()]
    assert MAP.indexed_instruments == COLLECTION


@pytest.mark.parametrize(
    "look_up, kind, named",
    [
        (lambda: MAP.find_asset_index("DOGE"), InstrumentIndexError.AssetIndex, "DOGE"),
        (lambda: MAP.find_asset_index("USDT"), InstrumentIndexError.AssetIndex, "USDT"),
        (lambda: MAP.find_instrument_index("BTCUSDT"), InstrumentIndexError.InstrumentIndex, "BTCUSDT"),
        (lambda: MAP.find_exchange_index(BINANCE), InstrumentIndexError.ExchangeIndex, "BinanceSpot"),
        (lambda: MAP.find_asset_name_exchange(99), ExecutionKeyError.AssetKey, r"AssetIndex\(99\)"),
        (lambda: MAP.find_asset_name_exchange(0), ExecutionKeyError.AssetKey, "AssetIndex.* is not an asset of kraken"),
        (lambda: MAP.find_instrument_name_exchange(99), ExecutionKeyError.InstrumentKey, r"InstrumentIndex\(99\)"),
        (
            lambda: MAP.find_instrument_name_exchange(0),
            ExecutionKeyError.InstrumentKey,
            "is not an instrument of kraken",
        ),
        (lambda: MAP.find_exchange_id(0), ExecutionKeyError.ExchangeId, r"ExchangeIndex\(0\)"),
        (lambda: ExecutionInstrumentMap("okx", COLLECTION), InstrumentIndexError.ExchangeIndex, "Okx"),
    ],
)
def test_x12_what_is_not_there_is_named_in_the_error(look_up: Any, kind: type[BarterError], named: str) -> None:
    with pytest.raises(kind, match=named) as caught:
        look_up()
    assert isinstance(caught.value, NotFoundError)
    assert isinstance(caught.value, LookupError)
    assert "holds" in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)) == caught.value


def test_x12_a_map_is_made_of_definitions_of_a_collection_or_of_both_keys() -> None:
    made = [
        ExecutionInstrumentMap(KRAKEN, DEFINITIONS),
        ExecutionInstrumentMap("kraken", COLLECTION),
        ExecutionInstrumentMap(Keyed(ExchangeIndex(1), KRAKEN), COLLECTION),
        generate_execution_instrument_map(COLLECTION, KRAKEN),
        pickle.loads(pickle.dumps(MAP)),
        copy.deepcopy(MAP),
    ]
    assert all(one == MAP for one in made)
    assert ExecutionInstrumentMap(BINANCE, COLLECTION) != MAP
    with pytest.raises(InvalidArgumentError, match=r"kraken has ExchangeIndex\(1\) in the collection"):
        ExecutionInstrumentMap(Keyed(ExchangeIndex(0), KRAKEN), COLLECTION)
    with pytest.raises(WrongTypeError, match="instruments must be IndexedInstruments or an iterable"):
        ExecutionInstrumentMap(KRAKEN, 3)  # type: ignore[arg-type]


CONFIGURATION = """{
  "instruments": [
    {"exchange": "kraken", "name_exchange": "XBT/USD", "underlying": {"base": "XBT", "quote": "USD"},
     "quote": "underlying_quote", "kind": "spot"},
    {"exchange": "kraken", "name_exchange": "XBT/USD:PERP", "underlying": {"base": "XBT", "quote": "USD"},
     "quote": "underlying_quote", "kind": {"perpetual": {"contract_size": "1", "settlement_asset": "USD"}}}
  ],
  "executions": []
}"""


def test_x12_a_map_is_made_of_a_configuration() -> None:
    from_text = ExecutionInstrumentMap.from_config("kraken", CONFIGURATION)
    assert from_text.exchange_instruments() == ["XBT/USD", "XBT/USD:PERP"]
    import json

    assert ExecutionInstrumentMap.from_config("kraken", json.loads(CONFIGURATION)) == from_text
    with pytest.raises(BarterError, match="instruments"):
        ExecutionInstrumentMap.from_config("kraken", "{}")
    with pytest.raises(InstrumentIndexError.ExchangeIndex):
        ExecutionInstrumentMap.from_config("okx", CONFIGURATION)


def of_the_map(value: Any) -> Any:
    """A generated value by name, its keys replaced by ones that the map knows."""
    import json

    text = value.to_json()
    plain = json.loads(text)

    def known(node: Any, field: str = "") -> Any:
        if isinstance(node, dict):
            return {name: known(item, name) for name, item in node.items()}
        if isinstance(node, list):
            if field in ("AssetInvalid", "BalanceInsufficient"):
                return ["USD", node[1]]
            if field == "InstrumentInvalid":
                return ["XBT/USD", node[1]]
            return [known(item, field) for item in node]
        if field == "exchange":
            return "kraken"
        if field == "instrument":
            return "XBT/USD"
        if field == "asset" and isinstance(node, str):
            return "USD"
        return node

    kind = next(kind for kind in type(value).__mro__ if kind.__module__ == "barter_execution")
    return kind.from_json(json.dumps(known(plain)))


#: Every class that has keys.
KEYED: dict[str, Any] = {
    "OrderKey": values.order_keys,
    "AssetBalance": values.asset_balances,
    "OrderRequestOpen": values.order_requests_open,
    "OrderRequestCancel": values.order_requests_cancel,
    "OrderResponseCancel": values.responses_cancel,
    "OrderEvent": values.order_events,
    "Order": values.orders,
    "Trade": lambda form: values.trades(form, st.builds(AssetFees.quote_fees, values.decimals)),
    "InstrumentAccountSnapshot": values.instrument_snapshots,
    "AccountSnapshot": values.account_snapshots,
    "AccountEventKind": values.account_event_kinds,
    "AccountEvent": values.account_events,
    "OrderState": values.order_states,
    "InactiveOrderState": values.inactive_states,
    "AssetFees": values.fees,
}


@pytest.mark.parametrize("name", KEYED)
def test_every_class_goes_to_indices_and_back(name: str) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(value=KEYED[name]("name"))
    def check(value: Any) -> None:
        named = of_the_map(value)
        indexed = INDEXER.index(named)
        assert type(indexed) is type(named)
        assert INDEXER.name(indexed) == named
        assert '"kraken"' not in indexed.to_json()

    check()


def test_every_class_with_keys_is_converted_here() -> None:
    without = {
        "ActiveOrderState", "Balance", "CancelInFlight", "Cancelled", "MockExecutionConfig", "Open", "OpenInFlight",
        "RequestCancel", "RequestOpen", "TimeInForce",
    }  # fmt: skip
    assert set(barter_execution.__barter_schemas__) - set(KEYED) == without


def test_a_trade_with_fees_in_a_named_asset_is_converted_too() -> None:
    named = Trade("t", "o", "XBT/USD", "s", 5, "buy", 1, 1, AssetFees("ETH", "0.1"))
    indexed = INDEXER.index(named)
    assert (indexed.fees.asset, indexed.instrument) == (
        MAP.find_asset_index("ETH"),
        MAP.find_instrument_index("XBT/USD"),
    )
    assert INDEXER.name(indexed) == named


@pytest.mark.parametrize(
    "error",
    [
        ApiError.AssetInvalid("USD", "a"),
        ApiError.InstrumentInvalid("XBT/USD", "a"),
        ApiError.BalanceInsufficient("USD", "a"),
        ApiError.RateLimit(),
        ConnectivityError.Socket("a"),
        ClientError.AccountStream("a"),
        ClientError.AccountSnapshot("a"),
    ],
)
def test_errors_are_converted(error: ClientError) -> None:
    indexed = INDEXER.index(error)
    assert type(indexed) is type(error)
    assert INDEXER.name(indexed) == error
    assert INDEXER.client_error(error) == indexed
    if isinstance(error, ApiError):
        assert INDEXER.api_error(error) == INDEXER.order_error(error) == indexed
        assert (indexed == error) == (error.code == "rate_limit")


def test_an_unknown_item_is_named_whatever_holds_it() -> None:
    key = OrderKey(KRAKEN, "NOSUCH", "s", "1")
    request = OrderRequestOpen(key, RequestOpen("buy", 1, 1, "limit", "gtc"))
    event = AccountEvent(KRAKEN, AccountEventKind.BalanceSnapshot(AssetBalance("DOGE", Balance(1, 1), 0)))
    for value, name in (
        (key, "NOSUCH"),
        (request, "NOSUCH"),
        (event, "DOGE"),
        (ApiError.AssetInvalid("DOGE", ""), "DOGE"),
    ):
        with pytest.raises(InstrumentIndexError, match=name):
            INDEXER.index(value)
    with pytest.raises(ExecutionKeyError.InstrumentKey, match=r"InstrumentIndex\(77\)"):
        INDEXER.order_request(OrderRequestCancel(OrderKey(1, 77, "s", "1")))
    with pytest.raises(ExecutionKeyError.ExchangeId, match=r"ExchangeIndex\(0\)"):
        INDEXER.order_request(OrderRequestCancel(OrderKey(0, 0, "s", "1")))


def test_values_of_the_other_form_and_other_things_are_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="keys of the other form"):
        INDEXER.index(OrderKey(1, 1, "s", "1"))
    with pytest.raises(InvalidArgumentError, match="keys of the other form"):
        INDEXER.name(OrderKey(KRAKEN, "XBT/USD", "s", "1"))
    with pytest.raises(WrongTypeError, match="value must be of a class with keys"):
        INDEXER.index(3)
    with pytest.raises(WrongTypeError, match="error must be a ClientError"):
        INDEXER.index(ValueError("x"))
    with pytest.raises(WrongTypeError, match="order must be an OrderRequestOpen or OrderRequestCancel"):
        INDEXER.order_request(OrderKey(1, 1, "s", "1"))
    with pytest.raises(WrongTypeError, match="map must be a ExecutionInstrumentMap"):
        AccountEventIndexer(3)  # type: ignore[arg-type]
    assert pickle.loads(pickle.dumps(INDEXER)) == INDEXER


def test_a_stream_is_indexed_event_by_event() -> None:
    def balance(asset: str) -> AccountEvent:
        return AccountEvent(KRAKEN, AccountEventKind.BalanceSnapshot(AssetBalance(asset, Balance(1, 1), 0)))

    events = [balance("USD"), balance("DOGE"), balance("ETH")]
    stream = IndexedAccountStream(events, INDEXER)
    assert next(stream).kind.value.asset == MAP.find_asset_index("USD")
    with pytest.raises(InstrumentIndexError.AssetIndex, match="DOGE"):
        next(stream)
    assert next(stream).kind.value.asset == MAP.find_asset_index("ETH")

    async def read() -> list[Any]:
        async def source() -> Any:
            yield events[0]

        return [event.exchange async for event in IndexedAccountStream(source(), INDEXER)]

    assert asyncio.run(read()) == [ExchangeIndex(1)]
    assert isinstance(AssetIndex(0), int)
    assert isinstance(InstrumentIndex(0), int)
