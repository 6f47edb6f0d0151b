"""Decorators give the texts that barter's derives give; a Rust test holds `derived.json` against types derived at compile time."""

from __future__ import annotations

import json
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barter_instrument import BarterError, DataError, ExchangeId, InvalidArgumentError, WrongTypeError
from barter_macro import DeExchange, DeSubKind, SerExchange, SerSubKind, de_sub_kind_name, ser_sub_kind_name

GOLDEN = json.loads((Path(__file__).parent / "derived.json").read_text())
KINDS = pytest.mark.parametrize("row", GOLDEN["kinds"], ids=lambda row: row["name"])
EXCHANGES = pytest.mark.parametrize("row", GOLDEN["exchanges"], ids=lambda row: row["name"])
# Names as a Python user may give a class; the derives see the same characters.
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,20}", fullmatch=True)


def kind_of(name: str) -> Any:
    return DeSubKind(SerSubKind(type(name, (), {})))


def exchange_of(identifier: object) -> Any:
    return DeExchange(SerExchange(type("Venue", (), {"ID": identifier})))


@KINDS
def test_names_are_those_of_the_derives(row: dict[str, Any]) -> None:
    assert [de_sub_kind_name(row["name"])] == row["reads"]
    assert ser_sub_kind_name(row["name"]) == row["writes"]


@KINDS
def test_a_kind_writes_what_barter_reads_and_reads_what_barter_reads_and_writes(row: dict[str, Any]) -> None:
    kind = kind_of(row["name"])
    assert [kind().to_dict()] == row["reads"]
    assert kind().to_json() == json.dumps(*row["reads"])
    for text in (*row["reads"], row["writes"]):
        assert type(kind.from_dict(text)) is kind
        assert type(kind.from_json(json.dumps(text))) is kind


@EXCHANGES
def test_an_exchange_with_barters_id_writes_and_reads_what_the_derives_do(row: dict[str, Any]) -> None:
    venue = exchange_of(ExchangeId(row["writes"]))
    assert venue().to_dict() == row["writes"]
    assert venue().to_json() == json.dumps(row["writes"])
    others = [text for other in GOLDEN["exchanges"] for text in (other["writes"], other["name"])]
    read = []
    for text in others:
        try:
            assert type(venue.from_dict(text)) is venue
        except DataError:
            continue
        read.append(text)
    assert read == row["reads"]


def test_a_kind_and_an_exchange_defined_in_python_make_the_round_trip_inside_a_document() -> None:
    @DeExchange
    @SerExchange
    @dataclass(frozen=True)
    class MyVenue:
        ID: ClassVar[str] = "my_venue"

    @DeSubKind
    @SerSubKind
    @dataclass(frozen=True)
    class FundingRates8H: ...

    venue: Any = MyVenue
    kind: Any = FundingRates8H
    document = json.dumps({"exchange": venue().to_dict(), "kind": kind().to_dict()})
    assert document == '{"exchange": "my_venue", "kind": "funding_rates8_h"}'
    read = json.loads(document)
    assert venue.from_dict(read["exchange"]) == venue()
    assert kind.from_dict(read["kind"]) == kind()
    with pytest.raises(DataError, match="data must be 'my_venue' for MyVenue, got 'funding_rates8_h'"):
        venue.from_dict(read["kind"])
    with pytest.raises(DataError, match="data must be 'funding_rates8_h' for FundingRates8H, got 'my_venue'"):
        kind.from_dict(read["exchange"])


@given(NAMES)
def test_any_kind_makes_the_round_trip(name: str) -> None:
    kind = kind_of(name)
    assert type(kind.from_dict(kind().to_dict())) is kind
    assert type(kind.from_json(kind().to_json())) is kind
    assert type(kind.from_dict(ser_sub_kind_name(name))) is kind


@given(NAMES, st.text(max_size=20))
def test_a_kind_reads_no_other_text(name: str, text: str) -> None:
    kind = kind_of(name)
    if text in {de_sub_kind_name(name), ser_sub_kind_name(name)}:
        return
    for read, given_ in ((kind.from_dict, text), (kind.from_json, json.dumps(text))):
        with pytest.raises(DataError) as caught:
            read(given_)
        assert caught.value.argument == "data"


@given(st.text(min_size=1, max_size=30).filter(str.strip))
def test_any_text_of_its_own_names_an_exchange(identifier: str) -> None:
    venue = exchange_of(identifier)
    assert venue().to_dict() == identifier
    assert type(venue.from_json(venue().to_json())) is venue
    with pytest.raises(DataError):
        venue.from_dict(identifier + "_")


@given(st.sampled_from(list(ExchangeId)), st.sampled_from(list(ExchangeId)))
def test_an_exchange_of_barters_reads_its_own_id_alone(own: ExchangeId, other: ExchangeId) -> None:
    venue = exchange_of(own)
    if own is other:
        assert type(venue.from_dict(other.value)) is venue
    else:
        with pytest.raises(DataError):
            venue.from_dict(other.value)


def test_a_subclass_is_written_as_itself() -> None:
    class Spot(exchange_of("venue_spot")):  # type: ignore[misc]
        ID = "venue_margin"

    class OrderBooksL2(kind_of("OrderBooksL1")): ...  # type: ignore[misc]

    assert Spot().to_dict() == "venue_margin"
    assert type(Spot.from_dict("venue_margin")) is Spot
    assert OrderBooksL2().to_dict() == "order_books_l2"
    assert type(OrderBooksL2.from_dict("order_books_l_2")) is OrderBooksL2


@pytest.mark.parametrize("slots", [False, True])
def test_a_dataclass_may_be_made_before_or_after(slots: bool) -> None:
    @dataclass(frozen=True, slots=slots)
    @DeSubKind
    @SerSubKind
    class Candles:
        interval: str = "1m"

    kind: Any = Candles
    assert kind.from_json(kind().to_json()) == Candles("1m")
    assert Candles("5m") != Candles("1m")


@DeExchange
@SerExchange
@dataclass(frozen=True)
class Pickled:
    """Importable, so that pickle finds it."""

    ID: ClassVar[ExchangeId] = ExchangeId.OTHER


def test_decorated_classes_stay_what_they_were() -> None:
    sys.modules.setdefault(Pickled.__module__, sys.modules[__name__])
    assert pickle.loads(pickle.dumps(Pickled())) == Pickled()
    assert Pickled.ID is ExchangeId.OTHER
    assert Pickled.__doc__ == "Importable, so that pickle finds it."


@pytest.mark.parametrize("identifier", [None, "", " ", 3])
@pytest.mark.parametrize("decorator", [SerExchange, DeExchange])
def test_an_exchange_without_an_id_is_refused_when_it_is_decorated(decorator: Any, identifier: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="Venue needs a class attribute ID") as caught:
        decorator(type("Venue", (), {"ID": identifier}))
    assert caught.value.argument == "ID"


@pytest.mark.parametrize("decorator", [DeExchange, DeSubKind])
def test_a_class_that_cannot_be_made_from_its_text_is_refused(decorator: Any) -> None:
    class Venue:
        ID = "venue"

        def __init__(self, server: str, depth: int = 5) -> None: ...

    with pytest.raises(InvalidArgumentError, match=r"has no value for server: give defaults") as caught:
        decorator(Venue)
    assert caught.value.argument == "cls"


@pytest.mark.parametrize("decorator", [SerExchange, DeExchange, SerSubKind, DeSubKind])
def test_only_a_class_is_decorated(decorator: Any) -> None:
    with pytest.raises(WrongTypeError, match=f"{decorator.__name__} decorates a class"):
        decorator("Candles")


def test_what_is_no_text_is_refused() -> None:
    kind = kind_of("Candles")
    for wrong in ("{", "", "3", '["candles"]', "null", "true"):
        with pytest.raises(BarterError):
            kind.from_json(wrong)
    for wrong in (3, None, ["candles"], b"candles"):
        with pytest.raises(WrongTypeError, match="data must be a str") as caught:
            kind.from_dict(wrong)
        assert caught.value.argument == "data"
        with pytest.raises(WrongTypeError, match="text must be a str"):
            kind.from_json(wrong)


@given(st.text(max_size=30))
def test_any_name_has_both_texts(name: str) -> None:
    assert isinstance(de_sub_kind_name(name), str)
    assert isinstance(ser_sub_kind_name(name), str)
