"""Decorators give the texts that barter's derives give; `derived.json` is checked against the derives by a Rust test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barter_instrument import BarterError, DataError, ExchangeId, InvalidArgumentError, WrongTypeError
from barter_macro import DeExchange, DeSubKind, SerExchange, SerSubKind, de_sub_kind_name, ser_sub_kind_name

GOLDEN = json.loads((Path(__file__).parent / "derived.json").read_text())


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["name"])
def test_names_are_those_of_the_derives(row: dict[str, str]) -> None:
    assert de_sub_kind_name(row["name"]) == row["reads"]
    assert ser_sub_kind_name(row["name"]) == row["writes"]


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["name"])
def test_a_kind_writes_what_barter_reads_and_reads_what_barter_writes(row: dict[str, str]) -> None:
    kind: Any = DeSubKind(SerSubKind(type(row["name"], (), {})))
    assert kind().to_text() == row["reads"]
    assert kind().to_json() == json.dumps(row["reads"])
    for text in (row["reads"], row["writes"]):
        assert type(kind.from_text(text)) is kind
        assert type(kind.from_json(json.dumps(text))) is kind
    with pytest.raises(DataError, match=f"text must be '{row['reads']}' for {row['name']}, got 'other'"):
        kind.from_text("other")


@pytest.mark.parametrize("identifier", [ExchangeId.KRAKEN, "kraken", "my_venue"])
def test_an_exchange_is_written_and_read_as_its_id(identifier: str) -> None:
    @DeExchange
    @SerExchange
    class Venue:
        ID = identifier

    assert Venue().to_text() == str(identifier)  # type: ignore[attr-defined]
    assert type(Venue.from_json(Venue().to_json())) is Venue  # type: ignore[attr-defined]
    with pytest.raises(DataError, match="text must be"):
        Venue.from_text("okx")  # type: ignore[attr-defined]


def test_methods_are_named_after_the_class_and_documented() -> None:
    @DeSubKind
    @SerSubKind
    class Candles: ...

    for name in ("to_text", "to_json", "from_text", "from_json"):
        method = getattr(Candles, name)
        assert method.__qualname__.endswith(f"Candles.{name}")
        assert "candles" in method.__doc__


@pytest.mark.parametrize("identifier", [None, "", " ", 3])
@pytest.mark.parametrize("decorator", [SerExchange, DeExchange])
def test_an_exchange_without_an_id_is_refused_when_it_is_decorated(decorator: Any, identifier: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="Venue needs a class attribute ID") as caught:
        decorator(type("Venue", (), {"ID": identifier}))
    assert caught.value.argument == "ID"


@pytest.mark.parametrize("decorator", [SerExchange, DeExchange, SerSubKind, DeSubKind])
def test_only_a_class_is_decorated(decorator: Any) -> None:
    with pytest.raises(WrongTypeError, match=f"{decorator.__name__} decorates a class"):
        decorator("Candles")


def test_bad_texts_are_refused() -> None:
    @DeSubKind
    class Candles: ...

    reader: Any = Candles
    for wrong in ("{", "", "3", '["candles"]', "null"):
        with pytest.raises(BarterError) as caught:
            reader.from_json(wrong)
        assert caught.value.argument == "text"
    with pytest.raises(WrongTypeError, match="text must be a str, got int 3"):
        reader.from_text(3)


@given(st.text(max_size=30))
def test_any_name_has_a_text(name: str) -> None:
    assert isinstance(de_sub_kind_name(name), str)
    assert isinstance(ser_sub_kind_name(name), str)
