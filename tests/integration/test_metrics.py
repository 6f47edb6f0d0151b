"""Metrics, tags, fields and values."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barter_instrument import DataError, InvalidArgumentError, WrongTypeError
from barter_integration import Field, Metric, Tag, Value

TEXT = st.text(max_size=8)
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(Value.Float),
    st.integers(-(2**63), 2**63 - 1).map(Value.Int),
    st.integers(0, 2**64 - 1).map(Value.UInt),
    st.booleans().map(Value.Bool),
    TEXT.map(Value.String),
)
TAGS = st.builds(Tag, TEXT, TEXT)
FIELDS = st.builds(Field, TEXT, VALUES)
METRICS = st.builds(Metric, TEXT, st.integers(0, 2**64 - 1), st.lists(TAGS, max_size=3), st.lists(FIELDS, max_size=3))


@given(st.one_of(VALUES, TAGS, FIELDS, METRICS))
def test_g3_values_survive_pickle_copy_json_and_dict(value: Any) -> None:
    kind = Value if isinstance(value, Value) else type(value)
    assert value == pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == eval(repr(value))
    assert value == kind.from_json(value.to_json()) == kind.from_dict(value.to_dict())
    assert hash(value) == hash(pickle.loads(pickle.dumps(value)))
    assert type(kind.from_json(value.to_json())) is type(value)


@given(VALUES, VALUES)
def test_g3_values_are_equal_by_kind_and_content_and_have_an_order(left: Value, right: Value) -> None:
    assert (left == right) == ((left.kind, left.value) == (right.kind, right.value))
    assert (left < right) + (left == right) + (left > right) == 1


ACCESS = {"Float": "as_float", "Int": "as_int", "UInt": "as_uint", "Bool": "as_bool", "String": "as_str"}


@given(VALUES)
def test_g3_access_by_another_kind_is_a_type_error(value: Value) -> None:
    for kind, access in ACCESS.items():
        if kind == value.kind:
            assert getattr(value, access)() == value.value
        else:
            with pytest.raises(TypeError, match=f"value is a {value.kind}, not an? {kind}: use {ACCESS[value.kind]}"):
                getattr(value, access)()


def test_g3_plain_values_become_the_value_of_their_kind() -> None:
    assert [Value.of(plain) for plain in (1.5, 3, 2**63, True, "x")] == [
        Value.Float(1.5),
        Value.Int(3),
        Value.UInt(2**63),
        Value.Bool(True),
        Value.String("x"),
    ]
    assert Value.Int(1) != Value.UInt(1)
    match Field("duration", 12):
        case Field(key, Value.Int(millis)):
            assert (key, millis) == ("duration", 12)
    assert isinstance(Value.Bool(True), Value)


def test_g3_tags_are_ordered_by_key_then_value() -> None:
    assert sorted([Tag("b", "1"), Tag("a", "2"), Tag("a", "1")]) == [Tag("a", "1"), Tag("a", "2"), Tag("b", "1")]


def test_g3_the_json_is_upstreams() -> None:
    metric = Metric("m", 7, [Tag("k", "v")], [Field("f", 1.5), Field("u", Value.UInt(3))])
    assert metric.to_json() == (
        '{"name":"m","time":7,"tags":[{"key":"k","value":"v"}],'
        '"fields":[{"key":"f","value":{"Float":1.5}},{"key":"u","value":{"UInt":3}}]}'
    )
    assert (metric.time_ns, metric.datetime.isoformat()) == (7_000_000, "1970-01-01T00:00:00.007000+00:00")


@pytest.mark.parametrize(
    "make, kind, argument",
    [
        (lambda: Value.Float(float("nan")), InvalidArgumentError, "value"),
        (lambda: Value.Float(1), WrongTypeError, "value"),
        (lambda: Value.Int(True), WrongTypeError, "value"),
        (lambda: Value.Int(2**63), InvalidArgumentError, "value"),
        (lambda: Value.UInt(-1), InvalidArgumentError, "value"),
        (lambda: Value.Bool(1), WrongTypeError, "value"),
        (lambda: Value.String(b"x"), WrongTypeError, "value"),
        (lambda: Value.of(None), WrongTypeError, "value"),
        (lambda: Value.of(2**64), InvalidArgumentError, "value"),
        (lambda: Value(3), WrongTypeError, "value"),
        (lambda: Tag(1, "v"), WrongTypeError, "key"),
        (lambda: Field(1, 2), WrongTypeError, "key"),
        (lambda: Metric("m", -1), InvalidArgumentError, "time"),
        (lambda: Metric("m", 1, [Field("a", 1)]), WrongTypeError, "tags"),
        (lambda: Metric("m", 1, [], [Tag("a", "1")]), WrongTypeError, "fields"),
        (lambda: Tag.from_json("nonsense"), DataError, "text"),
        (lambda: Metric.from_json('{"name": NaN}'), DataError, "text"),
        (lambda: Tag.from_dict({"key": "k"}), DataError, "form"),
        (lambda: Value.from_dict({"Complex": 1}), DataError, "form"),
        (lambda: Metric.from_dict({"name": "m", "time": 1, "tags": {}, "fields": []}), DataError, "form"),
    ],
)
def test_a_bad_argument_is_named(make: Any, kind: type[Exception], argument: str) -> None:
    with pytest.raises(kind, match=argument) as caught:
        make()
    assert caught.value.argument == argument  # type: ignore[attr-defined]


def test_values_do_not_change() -> None:
    value = Value.Int(3)
    with pytest.raises(AttributeError, match="does not change"):
        value.value = 4
    with pytest.raises(AttributeError, match="does not change"):
        del value.value
