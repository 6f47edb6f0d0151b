"""Errors of connections: kinds, details, what they are caught as."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barter_instrument import BarterError, DataError, NetworkError, TimedOutError
from barter_integration import DeBinaryError, DeBinaryErrorKind, SeError, SocketError, SubscriptionId, WsError

EACH: list[BarterError] = [
    SocketError.Sink(),
    SocketError.Deserialise("expected value", "oops"),
    SocketError.DeserialiseBinary("expected value", b"\x00\xff"),
    SocketError.DeserialiseProtobuf("invalid tag", b"\x00"),
    SocketError.Serialise("NaN"),
    SocketError.QueryParams("a map"),
    SocketError.UrlEncoded("a map"),
    SocketError.UrlParse("relative"),
    SocketError.Subscribe("refused"),
    SocketError.Terminated("1001"),
    SocketError.Unsupported("okx", "candles"),
    SocketError.WebSocket(WsError.Io("reset")),
    SocketError.Http("body"),
    SocketError.HttpConnect("no route"),
    SocketError.HttpRefused("refused"),
    SocketError.HttpTimeout("5 s"),
    SocketError.HttpResponse(429, "slow down"),
    SocketError.Unidentifiable("trade|X"),
    SocketError.Exchange("-1021"),
    WsError.ConnectionClosed(),
    WsError.AlreadyClosed(),
    WsError.Io("reset"),
    WsError.Tls("unknown issuer"),
    WsError.Capacity("too long"),
    WsError.Protocol("SendAfterClosing", "sending after closing"),
    WsError.WriteBufferFull("full"),
    WsError.Utf8("bad"),
    WsError.AttackAttempt(),
    WsError.Url("no host"),
    WsError.Http(401, "who are you"),
    WsError.HttpFormat("bad header"),
    WsError.Refused("refused"),
    WsError.Timeout("1 s"),
    DeBinaryErrorKind.Serde("eof"),
    DeBinaryErrorKind.Proto("eof"),
    DeBinaryError(b"\x00", DeBinaryErrorKind.Proto("eof")),
    SeError.Serde("NaN"),
]


@pytest.mark.parametrize("error", EACH, ids=lambda error: type(error).__qualname__)
def test_g4_each_error_is_caught_by_its_class_and_survives_pickle_and_copy(error: BarterError) -> None:
    with pytest.raises(type(error)) as caught:
        raise error
    assert caught.value is error
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert again == error
        assert type(again) is type(error)
        assert (str(again), again.code, hash(again)) == (str(error), error.code, hash(error))
    assert type(error).__name__ in repr(error)
    if isinstance(error, SocketError | WsError):
        assert error.kind == type(error).__name__
        assert isinstance(error, NetworkError | ConnectionError)
        assert error.code.startswith(("socket.", "web_socket."))


def test_g4_codes_are_distinct() -> None:
    codes = [error.code for error in EACH if isinstance(error, SocketError | WsError)]
    assert len(set(codes)) == len(codes)


@given(st.binary(max_size=40))
def test_g4_a_binary_payload_is_there_as_bytes(payload: bytes) -> None:
    for error in (
        SocketError.DeserialiseBinary("why", payload),
        SocketError.DeserialiseProtobuf("why", payload),
        DeBinaryError(payload, DeBinaryErrorKind.Serde("why")),
    ):
        assert error.payload == payload
        assert type(error.payload) is bytes
        assert f"{len(payload)} bytes" in str(error)


def test_g4_details_of_each_kind() -> None:
    assert SocketError.HttpResponse(429, "slow down").status == 429
    assert SocketError.Unidentifiable("trade|X").subscription_id == SubscriptionId("trade|X")
    assert (SocketError.Unsupported("okx", "candles").entity, SocketError.Unsupported("okx", "candles").item) == (
        "okx",
        "candles",
    )
    assert SocketError.WebSocket(WsError.Io("reset")).error == WsError.Io("reset")
    assert DeBinaryError(b"", DeBinaryErrorKind.Proto("eof")).kind == DeBinaryErrorKind.Proto("eof")
    assert SocketError.HttpResponse(429, "a") != SocketError.HttpResponse(429, "b")
    assert SocketError.Subscribe("a") != SocketError.Exchange("a")


def test_g4_errors_are_also_what_python_calls_them() -> None:
    for error, builtin in [
        (SocketError.HttpTimeout(), TimeoutError),
        (SocketError.HttpTimeout(), TimedOutError),
        (SocketError.HttpRefused("x"), ConnectionRefusedError),
        (SocketError.HttpRefused("x"), SocketError.HttpConnect),
        (SocketError.HttpConnect("x"), SocketError.Http),
        (SocketError.Deserialise("x", "y"), ValueError),
        (SocketError.DeserialiseBinary("x", b"y"), DataError),
        (SocketError.UrlParse("x"), ValueError),
        (WsError.Refused("x"), ConnectionRefusedError),
        (WsError.Refused("x"), WsError.Io),
        (WsError.Timeout("x"), TimeoutError),
    ]:
        assert isinstance(error, builtin)
        assert isinstance(error, ConnectionError)


def test_g4_a_message_hides_what_it_is_told_to() -> None:
    error = SocketError.HttpResponse(401, "key s3cr3t-marker unknown, s3cr3t-marker-2 neither")
    error.hide(["s3cr3t-marker", "s3cr3t-marker-2"])
    assert "s3cr3t" not in str(error) + repr(error)
    assert str(error).endswith("key <hidden> unknown, <hidden> neither")
    assert "s3cr3t-marker" in error.body
