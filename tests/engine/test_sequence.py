"""E21: the counter of an engine's events."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barter_engine import Sequence
from barter_instrument.errors import DataError, InvalidArgumentError, WrongTypeError


@given(st.integers(0, 2**64 - 2))
def test_e21_counting_on_gives_what_was_and_what_is(start: int) -> None:
    sequence = Sequence(start)
    assert (int(sequence), sequence.value, repr(sequence)) == (start, start, f"Sequence({start})")
    assert sequence.fetch_add() == Sequence(start)
    assert sequence == Sequence(start + 1)
    assert Sequence(start).increment() == sequence
    assert Sequence(start) < sequence <= Sequence(start + 1)
    for same in (Sequence.from_json(sequence.to_json()), pickle.loads(pickle.dumps(sequence)), copy.deepcopy(sequence)):
        assert same == sequence
        assert same is not sequence


def test_e21_a_counter_starts_at_nothing_and_ends_with_its_numbers() -> None:
    assert Sequence() == Sequence(0)
    assert Sequence(3) != 3
    last = Sequence(2**64 - 1)
    with pytest.raises(InvalidArgumentError, match="from 0 to 2"):
        last.fetch_add()
    assert last.value == 2**64 - 1


@pytest.mark.parametrize(
    ("value", "error"),
    [(-1, InvalidArgumentError), (2**64, InvalidArgumentError), (1.0, WrongTypeError), (True, WrongTypeError)],
)
def test_e21_what_is_no_number_of_events_is_refused(value, error) -> None:
    with pytest.raises(error) as raised:
        Sequence(value)
    assert raised.value.argument == "value"


def test_e21_a_text_that_is_no_number_is_refused() -> None:
    with pytest.raises(DataError):
        Sequence.from_json("five")
    with pytest.raises(TypeError):
        hash(Sequence(1))
