"""Collections, snapshots and subscription ids."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barter_instrument import DataError, InvalidArgumentError
from barter_integration import NoneOneOrMany, OneOrMany, Snapshot, SnapUpdates, SubscriptionId

ITEMS = st.lists(st.integers(), max_size=4)


@given(ITEMS)
def test_g1_a_collection_is_the_sequence_of_its_items(items: list[int]) -> None:
    collection = NoneOneOrMany(items)
    assert list(collection) == collection.to_list() == items
    assert len(collection) == len(items)
    assert (collection.is_none(), collection.is_one(), collection.is_many()) == (
        len(items) == 0,
        len(items) == 1,
        len(items) > 1,
    )
    assert all(item in collection for item in items)
    assert collection == NoneOneOrMany(iter(items)) == eval(repr(collection)) == pickle.loads(pickle.dumps(collection))
    assert hash(collection) == hash(copy.deepcopy(collection))
    assert collection.map(lambda item: item + 1).to_list() == [item + 1 for item in items]
    option = collection.into_option()
    assert option == (OneOrMany(items) if items else None)


@given(ITEMS, ITEMS.filter(bool))
def test_g1_extending_appends(items: list[int], more: list[int]) -> None:
    assert NoneOneOrMany(items).extend(more).to_list() == items + more
    assert OneOrMany(more).extend(items).to_list() == more + items
    assert isinstance(OneOrMany(more).extend(items), OneOrMany)
    assert type(OneOrMany(more).extend(items)) is type(OneOrMany(more + items))
    assert OneOrMany(more).extend(None) == OneOrMany(more)


@pytest.mark.parametrize("one", ["text", b"bytes", {"a": 1}, 3, 1.5])
def test_g1_text_bytes_mappings_and_scalars_count_as_one(one: Any) -> None:
    assert NoneOneOrMany(one).to_list() == OneOrMany(one).to_list() == [one]


def test_g1_at_least_one_is_needed_where_the_name_says_so() -> None:
    for nothing in (None, [], (), iter([])):
        with pytest.raises(InvalidArgumentError, match="values must hold at least one item") as caught:
            OneOrMany(nothing)
        assert caught.value.argument == "values"
        assert NoneOneOrMany(nothing).is_none()
    assert NoneOneOrMany().is_empty()


def test_g1_a_collection_does_not_change_and_differs_by_kind() -> None:
    collection = OneOrMany([1, 2])
    with pytest.raises(AttributeError, match="does not change"):
        collection._items = ()
    with pytest.raises(AttributeError, match="does not change"):
        del collection._items
    assert OneOrMany([1]) != NoneOneOrMany([1])
    assert OneOrMany([1]) != [1]
    assert collection[0:1] == (1,)
    assert collection[-1] == 2


@given(st.integers())
def test_g2_a_snapshot_marks_a_value(value: int) -> None:
    snapshot = Snapshot(value)
    assert snapshot.value == value
    assert snapshot.map(str) == Snapshot(str(value))
    assert snapshot == pickle.loads(pickle.dumps(snapshot)) == eval(repr(snapshot)) == snapshot.replace()
    assert Snapshot(value) < Snapshot(value + 1)
    pair = SnapUpdates(snapshot, [1])
    assert pair.replace(updates=[2]) == SnapUpdates(Snapshot(value), [2])
    match pair:
        case SnapUpdates(Snapshot(found), updates):
            assert (found, updates) == (value, [1])
    with pytest.raises(AttributeError):
        snapshot.value = 3  # type: ignore[misc]


def test_g5_a_subscription_id_is_a_text() -> None:
    identifier = SubscriptionId("@trade|BTCUSDT")
    assert identifier == "@trade|BTCUSDT"
    assert type(pickle.loads(pickle.dumps(identifier))) is SubscriptionId
    assert eval(repr(identifier)) == identifier
    with pytest.raises(InvalidArgumentError):
        SubscriptionId("")


@given(ITEMS)
def test_g1_the_json_of_a_collection_is_upstreams(items: list[int]) -> None:
    collection = NoneOneOrMany(items)
    expected: Any = "None" if not items else {"One": items[0]} if len(items) == 1 else {"Many": items}
    assert collection.to_dict() == expected
    assert collection == NoneOneOrMany.from_json(collection.to_json())
    if items:
        assert OneOrMany(items).to_dict() == expected
        assert OneOrMany(items) == OneOrMany.from_json(OneOrMany(items).to_json())
    for form in ("Some", {"One": 1, "Many": []}, {"Many": 1}, 3):
        with pytest.raises(DataError, match="form of NoneOneOrMany must be 'None'"):
            NoneOneOrMany.from_dict(form)
    for nothing in ("None", {"Many": []}):
        with pytest.raises(DataError, match="form of OneOrMany must hold an item"):
            OneOrMany.from_dict(nothing)


@given(st.integers(), st.lists(st.integers(), max_size=3))
def test_g2_the_json_of_snapshots_is_upstreams(value: int, updates: list[int]) -> None:
    assert Snapshot(value).to_json() == str(value)
    assert Snapshot.from_json(str(value)) == Snapshot(value)
    pair = SnapUpdates(Snapshot(value), updates)
    assert pair.to_dict() == {"snapshot": value, "updates": updates}
    assert SnapUpdates.from_json(pair.to_json()) == SnapUpdates(value, updates)
    with pytest.raises(DataError, match="keys snapshot, updates"):
        SnapUpdates.from_dict({"snapshot": 1})


@given(ITEMS)
def test_g1_a_collection_is_of_the_class_of_its_variant(items: list[int]) -> None:
    match NoneOneOrMany(items):
        case NoneOneOrMany.Nothing():
            assert items == []
        case NoneOneOrMany.One(item):
            assert [item] == items
        case NoneOneOrMany.Many(many):
            assert len(items) > 1
            assert list(many) == items
        case _:
            raise AssertionError
    assert NoneOneOrMany.One(3) == NoneOneOrMany([3])
    assert OneOrMany.Many([1, 2]) == OneOrMany([1, 2])
    assert isinstance(OneOrMany.One(1).extend(2), OneOrMany.Many)
    for make in (lambda: OneOrMany.One([1, 2]), lambda: NoneOneOrMany.Nothing(1), lambda: NoneOneOrMany.Many([1])):
        with pytest.raises(InvalidArgumentError, match="values must be") as caught:
            make()  # type: ignore[no-untyped-call]
        assert caught.value.argument == "values"
