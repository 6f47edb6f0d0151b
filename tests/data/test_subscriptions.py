"""What can be subscribed to: behaviours D4 to D7 and D10, and equality with barter-data itself (`golden.json`)."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

import barter_data
from barter_data import (
    Candle,
    Candles,
    DataKind,
    Level,
    Liquidation,
    MarketEvent,
    MarketInstrumentData,
    MarketStreamEvent,
    OrderBook,
    OrderBookEvent,
    OrderBookL1,
    OrderBooksL1,
    PublicTrade,
    PublicTrades,
    SubKind,
    Subscription,
    SubscriptionKind,
    TypedMarketEvent,
    display_subscriptions_without_exchange,
    errors,
    exchange_supports_instrument_kind,
    exchange_supports_instrument_kind_sub_kind,
    generate_indexed_market_data_subscription_batches,
    index_market_data_subscription_batches,
    supported_subscriptions,
    validate_batches,
    validate_subscriptions,
)
from barter_instrument import (
    DataError,
    ExchangeId,
    IndexedInstruments,
    IndexError,  # noqa: A004 (upstream's name)
    Instrument,
    InstrumentIndex,
    InstrumentKind,
    InvalidArgumentError,
    Keyed,
    MarketDataFutureContract,
    MarketDataInstrument,
    MarketDataInstrumentKind,
    MarketDataOptionContract,
    PerpetualContract,
    Underlying,
    WrongTypeError,
    test_utils,
)

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))
T = 1_700_000_000_123_456_789
SPOT, PERPETUAL = MarketDataInstrumentKind.Spot(), MarketDataInstrumentKind.Perpetual()
EXPIRY = 1_727_424_000_000_000_000
FUTURE = MarketDataInstrumentKind.Future(MarketDataFutureContract(EXPIRY))
OPTION = MarketDataInstrumentKind.Option(MarketDataOptionContract("call", "european", EXPIRY, 50_000))
BTC_USDT = MarketDataInstrument("btc", "usdt", SPOT)
KINDS = {"spot": SPOT, "perpetual": PERPETUAL, "future": FUTURE, "option": OPTION}
PAYLOADS = {
    "public_trade": DataKind.Trade(PublicTrade("1", 2.5, 0.5, "buy")),
    "l1": DataKind.OrderBookL1(OrderBookL1(T, Level(1, 1), Level(2, 1))),
    "l2": DataKind.OrderBook(OrderBookEvent.Update(OrderBook(4))),
    "candle": DataKind.Candle(Candle(T, 1, 2, 1, 2, 5, 3)),
    "liquidation": DataKind.Liquidation(Liquidation("sell", 1, 2, T)),
}
VIEWS = {
    "public_trade": MarketEvent.as_public_trade,
    "l1": MarketEvent.as_order_book_l1,
    "l2": MarketEvent.as_order_book,
    "candle": MarketEvent.as_candle,
    "liquidation": MarketEvent.as_liquidation,
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_d4_a_data_kind_has_its_variant_its_payload_and_upstreams_name(name: str) -> None:
    kind = PAYLOADS[name]
    assert kind.kind_name() == name
    (field,) = kind.__match_args__
    assert type(kind)(getattr(kind, field)) == kind
    assert [one.kind_name() for one in PAYLOADS.values() if type(one) is type(kind)] == [name]


@pytest.mark.parametrize("name", PAYLOADS)
def test_d5_a_typed_view_is_the_event_where_its_kind_fits_and_none_elsewhere(name: str) -> None:
    event = MarketEvent(T, T + 5, "kraken", 3, PAYLOADS[name])
    for other, view in VIEWS.items():
        seen = view(event)
        if other != name:
            assert seen is None
            continue
        assert isinstance(seen, TypedMarketEvent)
        assert (seen.time_exchange_ns, seen.time_received_ns) == (T, T + 5)
        assert (seen.time_exchange, seen.time_received) == (event.time_exchange, event.time_received)
        assert (seen.exchange, seen.instrument) == (ExchangeId.KRAKEN, InstrumentIndex(3))
        assert seen.kind == getattr(event.kind, event.kind.__match_args__[0])
        assert seen.into_event() == event
        assert pickle.loads(pickle.dumps(seen)) == seen


def test_d5_the_kind_of_an_event_can_be_mapped_to_anything() -> None:
    event = MarketEvent(T, T, "kraken", "XBT/USD", PAYLOADS["public_trade"])
    notional = event.map_kind(lambda kind: kind.trade.price * kind.trade.amount)
    assert (notional.kind, notional.instrument, notional.exchange) == (1.25, "XBT/USD", ExchangeId.KRAKEN)
    assert event.map_kind(lambda kind: kind).into_event() == event
    with pytest.raises(WrongTypeError, match="got float") as caught:
        notional.into_event()
    assert caught.value.argument == "kind"
    with pytest.raises(WrongTypeError) as wrong:
        event.map_kind(3)  # type: ignore[arg-type]
    assert wrong.value.argument == "op"
    with pytest.raises(ZeroDivisionError):
        event.map_kind(lambda _: 1 / 0)


@pytest.mark.parametrize("text", GOLDEN["texts"], ids=[text["plain"] for text in GOLDEN["texts"]])
def test_d6_subscriptions_print_and_write_what_upstream_does(text: dict[str, Any]) -> None:
    instrument = MarketDataInstrument.from_dict(text["instrument"])
    plain = Subscription("okx", instrument, "public_trades")
    keyed = Subscription("okx", Keyed(InstrumentIndex(3), instrument), "PublicTrades")
    of_exchange = MarketInstrumentData(3, "XBT-USDT", instrument.kind)
    named = Subscription("okx", of_exchange, SubKind.PUBLIC_TRADES)
    assert (str(plain), str(keyed), str(named)) == (text["plain"], text["keyed"], text["named"])
    assert (plain.to_json(), keyed.to_json()) == (text["plain_json"], text["keyed_json"])
    assert of_exchange.to_json() == text["instrument_json"]
    assert display_subscriptions_without_exchange([plain, plain]) == text["without_exchange"]
    for one in (plain, keyed, named):
        again = Subscription.from_json(one.to_json())
        assert again == one and type(again.instrument) is type(one.instrument)
    assert len({plain, keyed, named}) == 3


def test_d6_equality_is_by_exchange_instrument_and_kind() -> None:
    one = Subscription("binance_spot", BTC_USDT, "public_trades")
    assert one == Subscription(ExchangeId.BINANCE_SPOT, BTC_USDT, SubKind.PUBLIC_TRADES)
    assert (one.exchange, one.instrument, one.kind) == (ExchangeId.BINANCE_SPOT, BTC_USDT, SubKind.PUBLIC_TRADES)
    others = [one.replace(exchange="bybit_spot"), one.replace(kind="order_books_l1")]
    others.append(one.replace(instrument=MarketDataInstrument("eth", "usdt", SPOT)))
    assert one not in others and len({one, *others}) == 4
    assert Subscription.from_json(one.to_json().replace('"kind"', '"type"')) == one, "upstream's alias"


def test_a_subscription_by_the_exchanges_name_survives_its_json() -> None:
    named = Subscription("okx", MarketInstrumentData(3, "XBT-USDT", SPOT), "public_trades")
    written = GOLDEN["texts"][0]["named_json"]
    assert written.count('"kind"') == 2
    assert json.loads(written) != named.to_dict(), "barter writes both kinds under one name, and does not read that"
    assert named.to_dict() == {
        "exchange": "okx",
        "key": 3,
        "name_exchange": "XBT-USDT",
        "instrument_kind": "spot",
        "kind": "PublicTrades",
    }
    assert Subscription.from_dict(named.to_dict()) == named


def test_d7_support_can_be_asked_by_exchange_and_by_subscription() -> None:
    assert exchange_supports_instrument_kind("binance_spot", SPOT)
    assert not exchange_supports_instrument_kind("binance_spot", FUTURE)
    assert Subscription("binance_spot", BTC_USDT, "public_trades").instrument.kind == SPOT
    with pytest.raises(errors.DataError.Unsupported) as caught:
        Subscription("binance_spot", BTC_USDT.replace(kind=FUTURE), "public_trades")
    assert (caught.value.exchange, caught.value.sub_kind) == (ExchangeId.BINANCE_SPOT, SubKind.PUBLIC_TRADES)
    assert caught.value.argument == "instrument"
    assert str(caught.value) == (
        "kind PublicTrades of future instruments is not supported on binance_spot: "
        "it has PublicTrades, OrderBooksL1, OrderBooksL2 of spot"
    )


def test_d7_the_table_of_support_is_upstreams_over_all_exchanges_kinds_and_sub_kinds() -> None:
    known = {tuple(combination) for combination in GOLDEN["support"]["combinations"]}
    for exchange in ExchangeId:
        table = supported_subscriptions(exchange)
        for name, kind in KINDS.items():
            found = {sub for sub in SubKind if (exchange.value, name, sub.value) in known}
            assert set(table.get(name, [])) == found
            assert exchange_supports_instrument_kind(exchange, name) == bool(found)
            assert exchange_supports_instrument_kind(exchange, kind) == bool(found)
            instrument = MarketDataInstrument("btc", "usdt", kind)
            for sub in SubKind:
                assert exchange_supports_instrument_kind_sub_kind(exchange, kind, sub) == (sub in found)
                if sub in found:
                    assert Subscription(exchange, instrument, sub).kind is sub
                    continue
                with pytest.raises(errors.DataError.Unsupported) as caught:
                    Subscription(exchange, instrument, sub)
                error = caught.value
                assert error.argument == ("exchange" if not table else "kind" if found else "instrument")
                assert all(str(one) in str(error) for subs in table.values() for one in subs)
                assert isinstance(error, InvalidArgumentError) and error.code == "market_data.unsupported"


def test_spot_is_not_said_to_be_supported_where_there_is_no_market_data() -> None:
    """barter's function says yes for 30 exchanges more, three of which have other market data."""
    pairs = {tuple(pair) for pair in GOLDEN["support"]["pairs"]}
    wrong = {pair for pair in pairs if not exchange_supports_instrument_kind(*pair)}
    assert {kind for _, kind in wrong} == {"spot"} and len(wrong) == 30
    assert {exchange for exchange, _ in wrong if supported_subscriptions(exchange)} == {
        "gateio_futures_btc",
        "gateio_futures_usd",
        "gateio_options",
    }
    missed = {
        (exchange.value, name)
        for exchange in ExchangeId
        for name in KINDS
        if exchange_supports_instrument_kind(exchange, name)
    }
    assert missed <= pairs


def test_support_is_asked_by_any_form_of_a_kind() -> None:
    perpetual = InstrumentKind.Perpetual(PerpetualContract(1, "usdt"))
    for kind in (perpetual, PERPETUAL, "perpetual", "PERPETUAL"):
        assert exchange_supports_instrument_kind_sub_kind("bitmex", kind, PublicTrades())
    with pytest.raises(InvalidArgumentError, match="spot, perpetual, future, option") as caught:
        exchange_supports_instrument_kind("bitmex", "swap")
    assert caught.value.argument == "instrument_kind"
    with pytest.raises(WrongTypeError) as wrong:
        exchange_supports_instrument_kind("bitmex", 3)  # type: ignore[arg-type]
    assert wrong.value.argument == "instrument_kind"
    with pytest.raises(InvalidArgumentError) as sub:
        exchange_supports_instrument_kind_sub_kind("bitmex", "spot", "trades")
    assert sub.value.argument == "sub_kind"


def test_d10_all_kinds_of_subscription_are_there_with_upstreams_names() -> None:
    members = dict(GOLDEN["sub_kinds"]["members"])
    assert {str(kind): f'"{kind.value}"' for kind in SubKind} == members
    for kind in GOLDEN["sub_kinds"]["types"]:
        found = getattr(barter_data, kind["name"])()
        assert isinstance(found, SubscriptionKind)
        assert (found.as_str(), str(found), found.sub_kind.value) == (kind["as_str"], kind["text"], kind["name"])
        assert type(found).from_json(found.to_json()) == found
    assert len(GOLDEN["sub_kinds"]["types"]) == len(SubKind) == 6
    assert Candles.Event is Candle and PublicTrades.Event is PublicTrade


def test_kinds_as_types_write_one_word_that_is_read_again() -> None:
    """barter writes `order_books_l_1`, which it does not read, and `null` for candles and liquidations."""
    upstream = {kind["name"]: kind["json"] for kind in GOLDEN["sub_kinds"]["types"]}
    ours = {name: getattr(barter_data, name)().to_json() for name in upstream}
    assert {name for name in ours if ours[name] != upstream[name]} == set(upstream) - {"PublicTrades"}
    assert ours["OrderBooksL1"] == '"order_books_l1"' and ours["Candles"] == '"candles"'
    assert {SubKind(json.loads(text)) for text in ours.values()} == set(SubKind)
    assert OrderBooksL1.from_json(upstream["OrderBooksL1"]) == OrderBooksL1()
    for text in ("null", '"l1"', '"public_trades"', "x", "3"):
        with pytest.raises(DataError) as caught:
            OrderBooksL1.from_json(text)
        assert caught.value.argument == "text"


def test_d10_every_exchange_id_of_upstream_can_be_asked_for() -> None:
    pairs = {exchange for exchange, _ in GOLDEN["support"]["pairs"]}
    assert pairs == {exchange.value for exchange in ExchangeId}


@pytest.mark.parametrize(
    "make, argument, error",
    [
        (lambda: Subscription("nowhere", BTC_USDT, "candles"), "exchange", InvalidArgumentError),
        (lambda: Subscription("okx", "BTC-USDT", "public_trades"), "instrument", WrongTypeError),
        (lambda: Subscription("okx", Keyed(0, "btc"), "public_trades"), "instrument.value", WrongTypeError),
        (lambda: Subscription("okx", Keyed(1.5, BTC_USDT), "public_trades"), "instrument.key", WrongTypeError),
        (lambda: Subscription("okx", BTC_USDT, "trades"), "kind", InvalidArgumentError),
        (lambda: Subscription("okx", BTC_USDT, 1), "kind", WrongTypeError),
        (lambda: Subscription("okx", BTC_USDT, Candles()), "kind", errors.DataError.Unsupported),
        (lambda: MarketInstrumentData(-1, "BTCUSDT", SPOT), "key", InvalidArgumentError),
        (lambda: MarketInstrumentData(0, " ", SPOT), "name_exchange", InvalidArgumentError),
        (lambda: MarketInstrumentData(0, "BTCUSDT", "spot"), "kind", WrongTypeError),
        (lambda: MarketInstrumentData.from_instrument(0, BTC_USDT), "instrument", WrongTypeError),
        (lambda: MarketStreamEvent.Reconnecting("nowhere"), "origin", InvalidArgumentError),
        (lambda: MarketStreamEvent.Item(3), "item", WrongTypeError),
        (lambda: display_subscriptions_without_exchange([BTC_USDT]), "subscriptions[0]", WrongTypeError),
        (lambda: validate_subscriptions(3), "batch", WrongTypeError),
        (lambda: validate_batches([3]), "batches[0]", WrongTypeError),
        (
            lambda: generate_indexed_market_data_subscription_batches(INSTRUMENTS, "public_trades"),
            "sub_kinds",
            WrongTypeError,
        ),
        (lambda: generate_indexed_market_data_subscription_batches(INSTRUMENTS, 3), "sub_kinds", WrongTypeError),
        (
            lambda: generate_indexed_market_data_subscription_batches(INSTRUMENTS, ["trades"]),
            "sub_kinds",
            InvalidArgumentError,
        ),
        (lambda: generate_indexed_market_data_subscription_batches([], []), "instruments", WrongTypeError),
    ],
)
def test_what_cannot_be_subscribed_to_is_refused_by_name(make: Any, argument: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        make()
    assert caught.value.argument == argument  # type: ignore[attr-defined]


def test_a_subscription_that_is_not_supported_is_refused_from_json_and_bytes_too() -> None:
    trades = Subscription("okx", BTC_USDT, "public_trades")
    with pytest.raises(DataError, match="kind Candles of spot instruments is not supported on okx"):
        Subscription.from_json(trades.to_json().replace("PublicTrades", "Candles"))
    wire = trades.__barter_wire__()
    with pytest.raises(DataError, match="is not supported on okx"):
        Subscription._from_barter_wire(wire[:-1] + bytes([5]))


def test_an_iterator_that_fails_gives_its_own_error() -> None:
    def broken() -> Any:
        yield Subscription("okx", BTC_USDT, "public_trades")
        raise KeyError("gone")

    with pytest.raises(KeyError, match="gone"):
        validate_subscriptions(broken())


def test_subscriptions_are_sorted_and_each_is_there_once() -> None:
    eth = MarketDataInstrument("eth", "usdt", SPOT)
    trades, quotes = (Subscription("bybit_spot", BTC_USDT, kind) for kind in ("public_trades", "order_books_l1"))
    other = Subscription("binance_spot", eth, "public_trades")
    assert validate_subscriptions(iter([quotes, trades, other, trades])) == [other, trades, quotes]
    assert validate_batches([[quotes, trades, quotes], []]) == [[trades, quotes], []]
    assert sorted([quotes, trades, other]) == [other, trades, quotes]


INSTRUMENTS = IndexedInstruments(
    [
        test_utils.instrument("kraken", "XBT", "USD"),
        test_utils.instrument("okx", "BTC", "USDT"),
        Instrument(
            "okx",
            "okx-btc_usdt_swap",
            "BTC-USDT-SWAP",
            Underlying("BTC", "USDT"),
            "UnderlyingQuote",
            InstrumentKind.Perpetual(PerpetualContract("0.01", "USDT")),
            None,
        ),
    ]
)


def test_a_collection_gives_a_batch_for_each_exchange() -> None:
    batches = generate_indexed_market_data_subscription_batches(INSTRUMENTS, [SubKind.PUBLIC_TRADES])
    assert [[one.exchange for one in batch] for batch in batches] == [["kraken"], ["okx", "okx"]]
    for subscription in (one for batch in batches for one in batch):
        data = subscription.instrument
        assert data == MarketInstrumentData.from_instrument(data.key, INSTRUMENTS.instruments[data.key])
        assert data.name_exchange == INSTRUMENTS.instruments[data.key].name_exchange
    with pytest.raises(errors.DataError.Unsupported, match="okx"):
        generate_indexed_market_data_subscription_batches(INSTRUMENTS, ["order_books_l1"])


def test_subscriptions_get_the_indices_of_a_collection() -> None:
    swap = Subscription("okx", BTC_USDT.replace(kind=PERPETUAL), "public_trades")
    xbt = Subscription("kraken", MarketDataInstrument("xbt", "usd", SPOT), "order_books_l1")
    ((one,), (two,)) = index_market_data_subscription_batches(INSTRUMENTS, [[swap], [xbt]])
    for plain, keyed in ((swap, one), (xbt, two)):
        assert keyed == plain.replace(instrument=Keyed(keyed.instrument.key, plain.instrument))
        indexed = INSTRUMENTS.instruments[keyed.instrument.key]
        assert (indexed.exchange.value, MarketDataInstrumentKind.from_instrument_kind is not None) == (
            plain.exchange,
            True,
        )
    assert one.instrument.key != two.instrument.key
    missing = Subscription("okx", MarketDataInstrument("eth", "usdt", SPOT), "public_trades")
    with pytest.raises(errors.DataError.Index, match=r"eth\) is not in the collection of instruments$") as caught:
        index_market_data_subscription_batches(INSTRUMENTS, [[missing]])
    assert isinstance(caught.value.error, IndexError.AssetIndex) and isinstance(caught.value, LookupError)
    spot = Subscription("okx", BTC_USDT.replace(kind=OPTION), "public_trades")
    with pytest.raises(errors.DataError.Index, match=r"is not in the collection of instruments$") as caught:
        index_market_data_subscription_batches(INSTRUMENTS, [[spot]])
    assert isinstance(caught.value.error, IndexError.InstrumentIndex)
    with pytest.raises(InvalidArgumentError, match="no key yet"):
        index_market_data_subscription_batches(INSTRUMENTS, [[one]])


def test_stream_events_are_upstreams_and_compare_by_content() -> None:
    lost = MarketStreamEvent.Reconnecting("binance_spot")
    trade = DataKind.Trade(PublicTrade("7", 1.5, 2.0, "buy"))
    item = MarketStreamEvent.Item(MarketEvent(0, 0, "kraken", 1, trade))
    assert [lost.to_json(), item.to_json()] == GOLDEN["stream_events"]
    assert lost.origin is ExchangeId.BINANCE_SPOT
    assert {lost, MarketStreamEvent.Reconnecting("binance_spot"), item} == {lost, item}
    assert lost != MarketStreamEvent.Reconnecting("okx")
    match item:
        case MarketStreamEvent.Item(MarketEvent(kind=DataKind.Trade(found))):
            assert found.price == 1.5
        case _:
            raise AssertionError(item)
