"""Equality with barter-integration itself: `golden.json` is what a Rust test of the crate computes (crates/barter-integration-py/tests)."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import barter_integration as integration
from barter_integration import (
    Admin,
    Base64Encoder,
    DataArgs,
    DeBinaryError,
    DefaultBackoff,
    DeJson,
    FeedEnded,
    Field,
    HexEncoder,
    Historical,
    HmacSigner,
    Message,
    Metric,
    NoneOneOrMany,
    OneOrMany,
    SeJsonString,
    Snapshot,
    SnapUpdates,
    SubscriptionId,
    Tag,
    Value,
    WsError,
    is_websocket_disconnected,
)
from barter_integration.stream import Live

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))


def test_metrics_are_written_as_the_crate_does() -> None:
    metric = Metric(
        "http_request_duration",
        1_723_075_200_123,
        [Tag("http_method", "GET"), Tag("path", "/ü")],
        [
            Field("float", 1.5),
            Field("int", -3),
            Field("uint", Value.UInt(2**64 - 1)),
            Field("bool", True),
            Field("string", "x"),
        ],
    )
    assert metric.to_json() == GOLDEN["metric"]["json"]
    assert Metric.from_json(GOLDEN["metric"]["json"]) == metric


def test_values_have_the_order_of_the_crate() -> None:
    values = [Value.from_json(text) for text in GOLDEN["order"]["values"]]
    assert [value.to_json() for value in values] == GOLDEN["order"]["values"]
    assert [[left < right for right in values] for left in values] == GOLDEN["order"]["below"]


def test_collections_and_messages_are_written_as_the_crate_does() -> None:
    assert {
        "none": NoneOneOrMany().to_json(),
        "one": NoneOneOrMany([1]).to_json(),
        "many": NoneOneOrMany([1, 2]).to_json(),
        "one_of_one_or_many": OneOrMany([1]).to_json(),
        "many_of_one_or_many": OneOrMany([1, 2]).to_json(),
        "snapshot": Snapshot(3).to_json(),
        "snap_updates": SnapUpdates(Snapshot(3), [4]).to_json(),
        "subscription_id": SeJsonString.se_string(SubscriptionId("trade|btc")),
    } == GOLDEN["collections"]
    assert {
        "payload": Message.Payload(1).to_json(),
        "protocol": Message.Admin(Admin.Protocol(2)).to_json(),
        "application": Admin.Application(3).to_json(),
        "feed_ended": FeedEnded().to_json(),
    } == GOLDEN["messages"]


def test_modes_are_written_as_the_crate_does() -> None:
    historical = Historical(datetime(2024, 8, 8, tzinfo=UTC))
    assert {
        "live": Live().to_json(),
        "historical": historical.to_json(),
        "arguments": DataArgs.historical(historical, ["a"], "c").to_json(),
    } == GOLDEN["modes"]


def test_signatures_are_those_of_the_crate() -> None:
    golden = GOLDEN["signatures"]
    for digest, hexadecimal, base64 in golden["rows"]:
        assert HmacSigner(golden["secret"], digest, HexEncoder()).sign(golden["message"]) == hexadecimal
        assert HmacSigner(golden["secret"], digest, Base64Encoder()).sign(golden["message"]) == base64


def test_the_back_off_is_that_of_the_crate() -> None:
    for attempt, millis in GOLDEN["backoff"]:
        assert DefaultBackoff().reconnect_backoff(attempt) == timedelta(milliseconds=millis)


def read(name: str, text: str) -> datetime | None:
    try:
        time: datetime = getattr(integration, name)(json.loads(text))
    except ValueError:
        return None
    return time


def test_times_are_those_of_the_crate_to_the_microsecond() -> None:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    for name, text, nanos in GOLDEN["times"]:
        time = read(name, text)
        if nanos is None:
            assert time is None, (name, text)
        else:
            assert time is not None, (name, text)
            # The crate reads seconds as a float, which is off by some hundred nanoseconds; here they are exact.
            exact = timedelta(microseconds=round(nanos / 1000))
            assert time == epoch + exact, (name, text)


def test_what_is_json_is_what_the_crate_takes_for_it() -> None:
    for text, written in GOLDEN["json"]:
        try:
            value = DeJson.de_bytes(text)
        except DeBinaryError:
            assert written is None, text
        else:
            assert written is not None, text
            assert SeJsonString.se_string(value) == written


def test_an_error_ends_a_connection_as_in_the_crate() -> None:
    for name, ends in GOLDEN["disconnected"].items():
        kind, _, rule = name.partition(".")
        error = getattr(WsError, kind)(rule) if rule else getattr(WsError, kind)()
        assert is_websocket_disconnected(error) == ends, name
