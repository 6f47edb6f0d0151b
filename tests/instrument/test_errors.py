"""One tree of errors: caught as barter's and as the builtin, with code and argument, through pickle too."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from barter_instrument import Asset, BarterError, errors

BUILTIN = {
    "InvalidArgumentError": ValueError,
    "WrongTypeError": TypeError,
    "NotFoundError": LookupError,
    "IndexError": IndexError,
    "DataError": ValueError,
    "StateError": RuntimeError,
    "StrategyError": TypeError,
    "NetworkError": ConnectionError,
    "TimedOutError": TimeoutError,
    "BarterInternalError": RuntimeError,
}


def test_every_error_is_in_the_tree() -> None:
    assert set(errors.__all__) == {*BUILTIN, "BarterError"}


@pytest.mark.parametrize("name", BUILTIN)
def test_an_error_is_barters_and_the_builtin_that_fits(name: str) -> None:
    kind: Any = getattr(errors, name)
    error = kind("what was given", code="some_code", argument="price")
    assert isinstance(error, BarterError)
    assert isinstance(error, BUILTIN[name])
    assert (str(error), error.code, error.argument) == ("what was given", "some_code", "price")
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(other) is kind
        assert (str(other), other.code, other.argument) == ("what was given", "some_code", "price")
    assert kind("x").code == kind.default_code
    assert len({getattr(errors, other).default_code for other in errors.__all__}) == len(errors.__all__)


def test_an_error_from_rust_is_of_the_class_in_python() -> None:
    with pytest.raises(errors.InvalidArgumentError) as caught:
        Asset("", "XBT")
    assert type(caught.value) is errors.InvalidArgumentError
    assert caught.value.code == "invalid_argument"
    assert caught.value.argument == "name_internal"
    assert "got ''" in str(caught.value)


def test_a_long_value_is_shortened_in_the_message() -> None:
    with pytest.raises(errors.WrongTypeError) as caught:
        Asset(["x" * 1000], "XBT")  # type: ignore[arg-type]
    assert len(str(caught.value)) < 200


class Unspeakable:
    def __repr__(self) -> str:
        raise RuntimeError("no repr")


def test_a_value_whose_repr_fails_does_not_hide_the_error() -> None:
    with pytest.raises(errors.WrongTypeError, match="got Unspeakable <Unspeakable>"):
        Asset(Unspeakable(), "XBT")  # type: ignore[arg-type]
