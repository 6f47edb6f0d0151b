"""What barter knows of exchanges and sends to them: equal to barter-data itself (`golden.json`), but where that is wrong."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import barter_data
from barter_data import (
    Connector,
    ExchangeSub,
    Identifier,
    InstrumentData,
    Map,
    MarketInstrumentData,
    Subscription,
    WebSocketSubMapper,
    channels,
    errors,
    supported_subscriptions,
)
from barter_instrument import (
    ExchangeId,
    InstrumentIndex,
    InvalidArgumentError,
    Keyed,
    MarketDataFutureContract,
    MarketDataInstrument,
    MarketDataInstrumentKind,
    MarketDataOptionContract,
    WrongTypeError,
)
from barter_integration import SocketError, SubscriptionId, WsMessage

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))
WIRE = GOLDEN["wire"]
SPOT = MarketDataInstrumentKind.Spot()
BTC_USDT = MarketDataInstrument("btc", "usdt", SPOT)


def corrected(exchange: str, text: str) -> str:
    """What upstream's text is here: Kraken's pairs in upper case, OKX's years those of the calendar."""
    if exchange == "kraken":
        return text.replace("xbt/usdt", "XBT/USDT")
    if exchange == "okx":
        return text.replace("-251230", "-241230").replace("-260101", "-270101")
    return text


@pytest.mark.parametrize("wire", WIRE, ids=[f"{wire['exchange']}-{wire['sub_kind']}" for wire in WIRE])
@pytest.mark.parametrize("form", ["plain", "keyed", "named"])
def test_what_is_sent_is_upstreams_for_each_form_of_instrument(wire: dict[str, Any], form: str) -> None:
    exchange = wire["exchange"]
    subscriptions = []
    for at, sub in enumerate(wire["subs"]):
        instrument: Any = MarketDataInstrument.from_dict(sub["instrument"])
        if form == "keyed":
            instrument = Keyed(InstrumentIndex(at), instrument)
        elif form == "named":
            instrument = MarketInstrumentData(at, corrected(exchange, sub["market"]), instrument.kind)
        subscriptions.append(Subscription(exchange, instrument, wire["sub_kind"]))
    connector = Connector(exchange)
    for subscription, sub in zip(subscriptions, wire["subs"], strict=True):
        found = ExchangeSub.new(subscription)
        assert (found.channel, found.market) == (sub["channel"], corrected(exchange, sub["market"]))
        assert isinstance(found.channel, connector.Channel) and isinstance(found.market, connector.Market)
        assert found.id() == corrected(exchange, sub["id"])
    meta = WebSocketSubMapper.map(subscriptions)
    assert payloads(meta.ws_subscriptions) == [corrected(exchange, json.dumps(one)) for one in wire["payloads"]]
    assert payloads(connector.requests(map(ExchangeSub.new, subscriptions))) == payloads(meta.ws_subscriptions)
    assert connector.expected_responses(meta.instrument_map) == wire["expected_responses"]
    keys = [InstrumentIndex(at) if form != "plain" else one.instrument for at, one in enumerate(subscriptions)]
    assert [meta.instrument_map.find(ExchangeSub.new(one).id()) for one in subscriptions] == keys
    assert len(meta.instrument_map) == len(subscriptions)


def payloads(messages: Any) -> list[str]:
    """Texts of messages in one form, without the time of day that Gate.io's have."""
    found = []
    for message in messages:
        payload = json.loads(message.payload)
        payload.pop("time", None)
        found.append(json.dumps(payload))
    return found


def test_every_supported_combination_is_in_the_wire_tests() -> None:
    tested = {(wire["exchange"], wire["sub_kind"]) for wire in WIRE}
    assert tested == {(exchange, sub) for exchange, _, sub in GOLDEN["support"]["combinations"]}


def test_krakens_pairs_are_written_as_its_messages_have_them() -> None:
    sub = ExchangeSub.new(Subscription("kraken", MarketDataInstrument("xbt", "usd", SPOT), "public_trades"))
    assert (sub.market, sub.id()) == ("XBT/USD", "trade|XBT/USD")
    upstream = [sub["market"] for wire in WIRE if wire["exchange"] == "kraken" for sub in wire["subs"]]
    assert set(upstream) == {"xbt/usdt"}


@pytest.mark.parametrize(
    "expiry_ns, date",
    [
        (1_735_545_600_000_000_000, "241230"),  # 2024-12-30, in the first week of 2025
        (1_798_790_400_000_000_000, "270101"),  # 2027-01-01, in the last week of 2026
        (1_727_424_000_000_000_000, "240927"),
    ],
)
def test_okx_names_have_the_year_of_the_expiry_not_of_its_week(expiry_ns: int, date: str) -> None:
    future = MarketDataInstrumentKind.Future(MarketDataFutureContract(expiry_ns))
    option = MarketDataInstrumentKind.Option(MarketDataOptionContract("put", "european", expiry_ns, "50000.5"))
    markets = [
        ExchangeSub.new(Subscription("okx", MarketDataInstrument("btc", "usd", kind), "public_trades")).market
        for kind in (future, option)
    ]
    assert markets == [f"BTC-USD-{date}", f"BTC-USD-{date}-50000.5-P"]
    upstream = {sub["market"] for wire in WIRE if wire["exchange"] == "okx" for sub in wire["subs"]}
    assert {"XBT-USDT-251230", "XBT-USDT-260101", "XBT-USDT-240927"} <= upstream


@pytest.mark.parametrize("golden", GOLDEN["connectors"], ids=[one["exchange"] for one in GOLDEN["connectors"]])
def test_what_is_known_of_an_exchange_is_upstreams(golden: dict[str, Any]) -> None:
    connector = Connector(golden["exchange"])
    assert (connector.id, connector.url) == (ExchangeId(golden["exchange"]), golden["url"])
    assert connector.subscription_timeout() == timedelta(milliseconds=golden["timeout_ms"])
    ping = connector.ping_interval()
    if golden["ping"] is None:
        assert ping is None
    else:
        assert ping is not None
        assert (ping.interval, ping.ping) == (
            timedelta(milliseconds=golden["ping"][0]),
            WsMessage.Text(golden["ping"][1]),
        )
    assert connector.subscriptions == supported_subscriptions(connector.id)
    url = golden["url"].rstrip("/")
    assert url in {str(getattr(barter_data, name)).rstrip("/") for name in barter_data.__all__ if "BASE_URL" in name}


def test_all_exchanges_with_market_data_have_a_connector() -> None:
    assert {connector.id for connector in Connector.all()} == {one["exchange"] for one in GOLDEN["connectors"]}
    for exchange in set(ExchangeId) - {connector.id for connector in Connector.all()}:
        with pytest.raises(InvalidArgumentError, match="one of binance_futures_usd, ") as caught:
            Connector(exchange)
        assert caught.value.argument == "id"


def test_constants_are_upstreams() -> None:
    constants = GOLDEN["constants"]
    for name, members in constants["channels"].items():
        assert {member.name: member.value for member in getattr(channels, name)} == members
    assert timedelta(milliseconds=constants["default_subscription_timeout_ms"]) == (
        barter_data.DEFAULT_SUBSCRIPTION_TIMEOUT
    )
    assert timedelta(milliseconds=constants["ping_interval_okx_ms"]) == barter_data.PING_INTERVAL_OKX
    assert barter_data.HTTP_BOOK_L2_SNAPSHOT_URL_BINANCE_SPOT == "https://api.binance.com/api/v3/depth"
    assert len({name for name in barter_data.__all__ if "URL" in name}) == 17


def test_a_list_that_one_connection_cannot_have_is_refused() -> None:
    trades = Subscription("okx", BTC_USDT, "public_trades")
    with pytest.raises(errors.DataError.SubscriptionsEmpty):
        WebSocketSubMapper.map([])
    for other in (
        Subscription("kraken", BTC_USDT, "public_trades"),
        Subscription("binance_spot", BTC_USDT, "order_books_l1"),
    ):
        with pytest.raises(InvalidArgumentError, match="one exchange and kind"):
            WebSocketSubMapper.map([trades, other])
    with pytest.raises(WrongTypeError) as wrong:
        WebSocketSubMapper.map([trades, BTC_USDT])  # type: ignore[list-item]
    assert wrong.value.argument == "subscriptions[1]"


def test_one_market_twice_is_refused() -> None:
    """barter keeps the last of them, and the events of both get its key."""
    first, second = (Subscription("okx", Keyed(at, BTC_USDT), "public_trades") for at in (0, 1))
    with pytest.raises(InvalidArgumentError, match=r"trades\|BTC-USDT twice"):
        WebSocketSubMapper.map([first, second])


def test_a_channel_that_the_exchange_has_not_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="kraken has trade, spread") as caught:
        Connector("kraken").requests([ExchangeSub("book", "XBT/USD")])
    assert caught.value.argument == "exchange_subs"
    with pytest.raises(WrongTypeError):
        Connector("kraken").requests([("trade", "XBT/USD")])  # type: ignore[list-item]
    with pytest.raises(WrongTypeError) as blank:
        ExchangeSub("trade", " ")
    assert blank.value.argument == "market"


def test_a_map_finds_instruments_by_the_ids_of_messages() -> None:
    found: Map[int] = Map({"trade|XBT/USD": 0, SubscriptionId("trade|ETH/USD"): 1})
    assert (found.find("trade|ETH/USD"), found["trade|XBT/USD"], len(found)) == (1, 0, 2)
    assert all(type(name) is SubscriptionId for name in found)
    assert found == Map(found) and "trade|XBT/USD" in found
    with pytest.raises(SocketError.Unidentifiable):
        found.find("book|XBT/USD")
    with pytest.raises(KeyError):
        found["book|XBT/USD"]


def test_what_upstreams_traits_ask_for_can_be_asked_of_an_object() -> None:
    assert isinstance(ExchangeSub("trade", "XBT/USD"), Identifier)
    assert isinstance(MarketInstrumentData(0, "XBT/USD", SPOT), InstrumentData)
    assert not isinstance(BTC_USDT, Identifier)
