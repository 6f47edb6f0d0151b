"""`DataError` of market data: upstream's variants as exceptions of the one tree."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

import barter_data
import barter_instrument
from barter_data.errors import DataError
from barter_instrument import BarterError, IndexError, WrongTypeError  # noqa: A004 (upstream's name)

GOLDEN: list[dict[str, Any]] = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))["errors"]
ERRORS = [
    DataError.Index(IndexError.AssetIndex("no xbt")),
    DataError.SubscriptionsEmpty(),
    DataError.UnsupportedSubKind("OrderBooksL3"),
    DataError.InitialSnapshotMissing("@depth@100ms|BTCUSDT"),
    DataError.InitialSnapshotInvalid("no book"),
    DataError.Socket("closed"),
    DataError.Unsupported("okx", "candles"),
    DataError.InvalidSequence(10, 12),
]
BUILTINS = [LookupError, ValueError, ValueError, Exception, ValueError, ConnectionError, ValueError, Exception]
#: Texts that say more than upstream's: what to do, the exchange as it is written elsewhere.
OWN_TEXTS = (DataError.Index, DataError.SubscriptionsEmpty, DataError.Unsupported)


@pytest.mark.parametrize("error, upstream, builtin", list(zip(ERRORS, GOLDEN, BUILTINS, strict=True)), ids=repr)
def test_each_kind_is_upstreams(error: DataError, upstream: dict[str, Any], builtin: type[Exception]) -> None:
    assert json.loads(error.to_json()) == json.loads(upstream["json"])
    assert error.is_terminal() == upstream["is_terminal"]
    assert (str(error) == upstream["text"]) == (not isinstance(error, OWN_TEXTS))
    again = DataError.from_json(upstream["json"])
    assert again == error and type(again) is type(error) and hash(again) == hash(error)
    assert pickle.loads(pickle.dumps(error)) == error
    assert isinstance(error, BarterError) and isinstance(error, builtin)
    assert repr(error).startswith(f"DataError.{type(error).__name__}(")
    assert error.code.startswith("market_data.")


def test_all_kinds_are_different_and_all_are_here() -> None:
    assert len(set(ERRORS)) == len({error.code for error in ERRORS}) == len(ERRORS)
    kinds = {name for name in vars(DataError) if isinstance(vars(DataError)[name], type)}
    assert kinds == {type(error).__name__ for error in ERRORS}
    assert DataError.Socket("a") != DataError.Socket("b") != DataError.InitialSnapshotInvalid("b")


def test_it_does_not_hide_the_data_error_of_bytes_and_files() -> None:
    assert barter_data.DataError is DataError
    assert "DataError" not in barter_data.__all__ and "DataError" in barter_instrument.__all__
    found: dict[str, Any] = {}
    exec("from barter_instrument import *; from barter_data import *", found)
    assert found["DataError"] is barter_instrument.DataError
    assert not issubclass(DataError, barter_instrument.DataError)
    assert issubclass(DataError.InitialSnapshotInvalid, barter_instrument.DataError)


@pytest.mark.parametrize(
    "text",
    ["", "{}", "3", '"Socket"', '{"Socket":3}', '{"Nothing":"x"}', '{"Unsupported":{"exchange":"okx"}}', "[]"]
    + ['{"Unsupported":{"exchange":"nowhere","sub_kind":"Candles"}}', '{"Index":{"Nothing":"x"}}', '{"Index":"x"}'],
)
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(barter_instrument.DataError) as caught:
        DataError.from_json(text)
    assert caught.value.argument == "text"


def test_json_of_another_kind_is_refused_by_a_kind() -> None:
    assert DataError.Socket.from_json('{"Socket":"x"}') == DataError.Socket("x")
    with pytest.raises(barter_instrument.DataError):
        DataError.Socket.from_json('"SubscriptionsEmpty"')


def test_an_index_error_is_needed_for_an_index() -> None:
    with pytest.raises(WrongTypeError):
        DataError.Index("no xbt")  # type: ignore[arg-type]
