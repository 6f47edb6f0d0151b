"""Signatures against the standard library, and secrets that stay secret."""

from __future__ import annotations

import base64
import copy
import hashlib
import hmac
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barter_instrument import BarterError, InvalidArgumentError, StateError, WrongTypeError
from barter_integration import Base64Encoder, HexEncoder, HmacSigner

MARKER = "s3cr3t-marker"


@given(st.binary(min_size=1, max_size=200), st.binary(max_size=300), st.sampled_from(["sha256", "sha384", "sha512"]))
def test_a_signature_is_that_of_the_standard_library(secret: bytes, message: bytes, digest: str) -> None:
    expected = hmac.new(secret, message, getattr(hashlib, digest)).digest()
    assert HmacSigner(secret, digest).sign(message) == expected.hex()
    assert HmacSigner(secret, digest, HexEncoder()).sign(message) == expected.hex()
    assert HmacSigner(secret, digest, Base64Encoder()).sign(bytearray(message)) == base64.b64encode(expected).decode()
    assert HmacSigner(secret, digest).digest(message) == expected


def test_a_text_is_signed_as_utf_8() -> None:
    assert HmacSigner("schlüssel").sign("größe") == HmacSigner("schlüssel".encode()).sign("größe".encode())


def test_a_signer_signs_again_as_before() -> None:
    signer = HmacSigner("key")
    assert signer.sign("a") == signer.sign("a") != signer.sign("b")


@given(st.binary(max_size=100))
def test_encoders_are_those_of_the_standard_library(data: bytes) -> None:
    assert HexEncoder().encode(data) == data.hex()
    assert Base64Encoder().encode(data) == base64.b64encode(data).decode()


def test_encoders_are_values() -> None:
    for kind in (HexEncoder, Base64Encoder):
        assert kind() == kind() == pickle.loads(pickle.dumps(kind())) == eval(repr(kind()))
        assert hash(kind()) == hash(copy.deepcopy(kind()))


def test_a_secret_is_in_no_repr_error_or_pickle() -> None:
    signer = HmacSigner(MARKER, "sha512")
    assert MARKER not in repr(signer) + str(signer)
    assert not hasattr(signer, "secret")
    for copied in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(StateError) as caught:
            copied(signer)  # type: ignore[operator]
        assert MARKER not in str(caught.value)
    for bad in ({"digest": "md5"}, {"encoder": 3}):
        with pytest.raises(BarterError) as refused:
            HmacSigner(MARKER, **bad)  # type: ignore[arg-type]
        assert MARKER not in str(refused.value)
    with pytest.raises(WrongTypeError, match="secret must be bytes or str, got list") as wrong:
        HmacSigner([MARKER])  # type: ignore[arg-type]
    assert MARKER not in str(wrong.value)


@pytest.mark.parametrize(
    "make, kind, argument",
    [
        (lambda: HmacSigner(""), InvalidArgumentError, "secret"),
        (lambda: HmacSigner("\ud800"), InvalidArgumentError, "secret"),
        (lambda: HmacSigner("a", "md5"), InvalidArgumentError, "digest"),
        (lambda: HmacSigner("a", encoder="hex"), WrongTypeError, "encoder"),
        (lambda: HmacSigner("a").sign(3), WrongTypeError, "message"),
        (lambda: HmacSigner("a").digest(None), WrongTypeError, "message"),
    ],
)
def test_a_bad_argument_is_named(make: Any, kind: type[BarterError], argument: str) -> None:
    with pytest.raises(kind, match=f"{argument} must") as caught:
        make()
    assert caught.value.argument == argument  # type: ignore[attr-defined]
