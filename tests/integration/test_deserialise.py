"""Deserialisers and serialisers: JSON, protobuf, numbers and times as text."""

from __future__ import annotations

import io
import json
import struct
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barter_instrument import DataError, InvalidArgumentError, Side, WrongTypeError
from barter_integration import (
    DeBinaryError,
    DeBinaryErrorKind,
    DeJson,
    DeProtobuf,
    Deserialiser,
    SeError,
    SeJsonBytes,
    SeJsonString,
    Tag,
    datetime_utc_from_epoch_duration,
    de_str,
    de_str_f64_epoch_ms_as_datetime_utc,
    de_str_f64_epoch_s_as_datetime_utc,
    de_str_u64_epoch_ms_as_datetime_utc,
    de_u64_epoch_ms_as_datetime_utc,
    extract_next,
    se_element_to_vector,
)

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=6)
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
)


@given(JSON)
def test_json_survives_as_text_and_bytes(value: Any) -> None:
    text = SeJsonString.se_string(value)
    assert DeJson.de_bytes(text) == DeJson.de_bytes(SeJsonBytes.se_bytes(value)) == json.loads(text) == value
    assert SeJsonBytes.se_bytes(value) == text.encode()
    into = io.BytesIO()
    SeJsonBytes.se_bytes_writer(into, value)
    assert into.getvalue() == text.encode()


@given(st.binary(max_size=30))
def test_what_is_no_json_is_an_error_that_holds_the_payload(payload: bytes) -> None:
    try:
        expected: Any = json.loads(payload.decode(), parse_constant=lambda name: 1 / 0)
    except (ValueError, ZeroDivisionError):
        with pytest.raises(DeBinaryError) as caught:
            DeJson.de_bytes(payload)
        assert caught.value.payload == payload
        assert isinstance(caught.value.kind, DeBinaryErrorKind.Serde)
    else:
        assert DeJson.de_bytes(payload) == expected


def test_json_has_no_nan_no_infinity_and_a_limit_of_depth() -> None:
    for text in ("NaN", "[Infinity]", '{"a":-Infinity}', "[" * 100_000):
        with pytest.raises(DeBinaryError):
            DeJson.de_bytes(text)
    for value in (
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        {1: object()},
        {(1, 2): 3},
        "\ud800",
        datetime(2024, 1, 1),  # noqa: DTZ001
    ):
        with pytest.raises(SeError):
            SeJsonString.se_string(value)
    into = io.BytesIO()
    with pytest.raises(SeError.Serde):
        SeJsonBytes.se_bytes_writer(into, [1, float("nan")])
    assert into.getvalue() == b""
    with pytest.raises(WrongTypeError, match="payload must be bytes or str"):
        DeJson.de_bytes(3)  # type: ignore[call-overload]


def test_json_is_made_into_what_is_wanted() -> None:
    assert DeJson.de_bytes(b'{"key":"k","value":"v"}', Tag.from_dict) == Tag("k", "v")
    assert DeJson.de_bytes("0.10", parse_float=Decimal) == Decimal("0.10")
    with pytest.raises(DeBinaryError, match="KeyError: 'p'"):
        DeJson.de_bytes(b"{}", lambda form: form["p"])
    assert isinstance(DeJson(), Deserialiser)
    assert isinstance(DeProtobuf(), Deserialiser)
    assert DeJson().deserialise(b"[1]") == [1]


def test_values_of_barter_are_written_as_upstream_does() -> None:
    class Kind(Enum):
        TRADE = "trade"

    value = {
        "price": Decimal("0.10"),
        "side": Side.BUY,
        "kind": Kind.TRADE,
        "tag": Tag("k", "v"),
        "time": datetime(2024, 8, 8, tzinfo=UTC),
        "many": (1, 2),
    }
    assert SeJsonString.se_string(value) == (
        '{"price":"0.10","side":"buy","kind":"trade","tag":{"key":"k","value":"v"},"time":"2024-08-08T00:00:00Z","many":[1,2]}'.replace(
            '"buy"', json.dumps(Side.BUY.value)
        )
    )
    assert se_element_to_vector(42) == [42]


def varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def key(number: int, wire: int) -> bytes:
    return varint(number << 3 | wire)


@given(
    st.integers(1, 2**29 - 1),
    st.integers(0, 2**64 - 1),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(max_size=10),
)
def test_protobuf_fields_by_number(number: int, unsigned: int, signed: int, real: float, text: str) -> None:
    encoded = text.encode()
    message = key(number, 0) + varint(unsigned)
    assert DeProtobuf.decode_bytes(message).uint64(number) == unsigned
    assert DeProtobuf.decode_bytes(key(number, 0) + varint(signed % 2**64)).int64(number) == signed
    zigzag = (signed << 1) ^ (signed >> 63)
    assert DeProtobuf.decode_bytes(key(number, 0) + varint(zigzag % 2**64)).sint64(number) == signed
    assert DeProtobuf.decode_bytes(key(number, 1) + struct.pack("<d", real)).double(number) == real
    string = key(number, 2) + varint(len(encoded)) + encoded
    assert DeProtobuf.decode_bytes(string).string(number) == text
    assert DeProtobuf.decode_bytes(string + string).strings(number) == [text, text]
    assert DeProtobuf.decode_bytes(b"").string(number, "absent") == "absent"
    inner = key(1, 2) + varint(len(string)) + string
    nested = DeProtobuf.decode_bytes(inner).message(1)
    assert nested is not None
    assert nested.string(number) == text
    assert DeProtobuf.decode_bytes(inner, lambda fields: fields.messages(1)[0].raw(number)) == encoded


def test_protobuf_that_is_none_is_an_error_with_its_payload() -> None:
    for payload in (b"\x00", b"\x0a\x05ab", b"\x08", b"\x0f", b"\xff" * 11):
        with pytest.raises(DeBinaryError, match="protobuf deserialisation") as caught:
            DeProtobuf.decode_bytes(payload)
        assert caught.value.payload == payload
        assert isinstance(caught.value.kind, DeBinaryErrorKind.Proto)
    with pytest.raises(DataError, match="field 1 came as varint"):
        DeProtobuf.decode_bytes(b"\x08\x01").string(1)
    with pytest.raises(DataError, match="not UTF-8"):
        DeProtobuf.decode_bytes(b"\x0a\x01\xff").string(1)
    with pytest.raises(WrongTypeError):
        DeProtobuf.decode_bytes("text")  # type: ignore[call-overload]


def test_protobuf_classes_of_protoc_read_themselves() -> None:
    class Made:
        @staticmethod
        def FromString(data: bytes) -> str:
            if data != b"\x08\x01":
                raise RuntimeError("truncated")
            return "made"

    assert DeProtobuf.decode_bytes(b"\x08\x01", Made) == "made"
    with pytest.raises(DeBinaryError, match="Made refuses it: RuntimeError: truncated"):
        DeProtobuf.decode_bytes(b"\x08", Made)


MICROS = st.integers(0, 2**63 // 1000 - 1)


@given(MICROS)
def test_times_are_exact_to_the_microsecond(micros: int) -> None:
    expected = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    assert datetime_utc_from_epoch_duration(micros * 1000) == expected
    assert datetime_utc_from_epoch_duration(timedelta(microseconds=micros)) == expected
    assert de_str_f64_epoch_s_as_datetime_utc(format(Decimal(micros) / 10**6, "f")) == expected
    assert de_str_f64_epoch_ms_as_datetime_utc(format(Decimal(micros) / 10**3, "f")) == expected
    whole = expected.replace(microsecond=expected.microsecond // 1000 * 1000)
    assert de_u64_epoch_ms_as_datetime_utc(micros // 1000) == whole
    assert de_str_u64_epoch_ms_as_datetime_utc(str(micros // 1000)) == whole


@pytest.mark.parametrize("text", ["", "x", "-1", "nan", "inf", "1e400", "1e18", "1e999999999", "1_0", "١"])
def test_times_out_of_range_are_errors_and_no_panics(text: str) -> None:
    for read in (
        de_str_u64_epoch_ms_as_datetime_utc,
        de_str_f64_epoch_ms_as_datetime_utc,
        de_str_f64_epoch_s_as_datetime_utc,
    ):
        if text in {"1_0", "١"} and read is not de_str_u64_epoch_ms_as_datetime_utc:
            continue  # Decimal takes both
        with pytest.raises(DataError):
            read(text)
    for bad in (-1, 2**64, "1", True, 1.5):
        with pytest.raises(DataError):
            de_u64_epoch_ms_as_datetime_utc(bad)  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match="from 1970 to the year 9999"):
        datetime_utc_from_epoch_duration(-1)
    with pytest.raises(InvalidArgumentError):
        datetime_utc_from_epoch_duration(2**80)
    with pytest.raises(WrongTypeError):
        datetime_utc_from_epoch_duration(1.5)  # type: ignore[arg-type]


def test_text_with_escapes_is_read_where_the_crate_fails() -> None:
    (text,) = DeJson.de_bytes(rb'["\u0031.5"]')
    assert de_str(text, Decimal) == Decimal("1.5")
    with pytest.raises(DataError, match="Decimal refuses it"):
        de_str("x", Decimal)
    with pytest.raises(DataError, match="data must be a text, got int 3"):
        de_str(3, Decimal)  # type: ignore[arg-type]


def test_elements_by_position() -> None:
    elements = iter(["20180.30000", "x"])
    assert extract_next(elements, "price", Decimal) == Decimal("20180.30000")
    with pytest.raises(DataError, match="amount: Decimal refuses it") as caught:
        extract_next(elements, "amount", Decimal)
    assert caught.value.argument == "amount"
    with pytest.raises(DataError, match="missing field `time`"):
        extract_next(elements, "time")
