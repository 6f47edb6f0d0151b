"""Wire bytes that were damaged: refused with an error, or a value that is whole. Never a crash, never a value that disagrees with itself.

A quick spread runs always; `pytest -m exhaustive tests/cross/test_mutated_bytes.py` gives each class a million inputs.
"""

from __future__ import annotations

import contextlib
import copy
import pickle
import random
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from cross.market_values import DATA
from cross.system_values import ENGINE
from cross.values import EXECUTION, INSTRUMENT, instruments
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import barter_data
import barter_engine
import barter_execution
import barter_instrument
from barter_instrument import DataError, IndexedInstruments, WrongTypeError, test_utils

COLLECTIONS = st.lists(instruments("name"), max_size=3, unique_by=lambda one: one.name_internal).map(
    lambda given: IndexedInstruments([one for one in given if one.spec is None][:1])
) | st.just(
    IndexedInstruments([test_utils.instrument("okx", "BTC", "USDT"), test_utils.instrument("kraken", "XBT", "USD")])
)
CLASSES: list[tuple[ModuleType, str, st.SearchStrategy[Any]]] = [
    *((barter_instrument, name, strategy) for name, strategy in INSTRUMENT.items()),
    (barter_instrument, "IndexedInstruments", COLLECTIONS),
    *((barter_execution, name, strategy) for name, strategy in EXECUTION.items()),
    *((barter_data, name, strategy) for name, strategy in DATA.items()),
    *((barter_engine, name, strategy) for name, strategy in ENGINE.items()),
]
of_each_class = pytest.mark.parametrize(
    "module, name, strategy", CLASSES, ids=[f"{m.__name__}.{n}" for m, n, _ in CLASSES]
)


def samples(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """Values of a strategy, the same in every run."""
    found: list[Any] = []

    @settings(max_examples=count, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(strategy)
    def collect(value: Any) -> None:
        found.append(value)

    collect()
    return found


def damaged(wire: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """The bytes after one accident: bits, bytes or lengths changed, a piece cut, doubled, moved, or taken from another value."""
    body = bytearray(wire)
    accident = chance.randrange(8)
    at = chance.randrange(len(body))
    if accident == 0:
        body[at] ^= 1 << chance.randrange(8)
    elif accident == 1:
        for _ in range(chance.randint(1, 8)):
            body[chance.randrange(len(body))] = chance.randrange(256)
    elif accident == 2:
        del body[at:]
    elif accident == 3:
        del body[at : at + chance.randint(1, 8)]
    elif accident == 4:
        body[at:at] = body[at : at + chance.randint(1, 16)]
    elif accident == 5:
        body[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\1\0\0\0", b"\xff\xff\xff\x7f"))
    elif accident == 6:
        other = chance.choice(others)
        body[min(at, 12) :] = other[min(at, 12, len(other)) :]
    else:
        body += chance.randbytes(chance.randint(1, 16))
    return bytes(body)


def accidents(wires: list[bytes], count: int, seed: str) -> Iterator[bytes]:
    chance = random.Random(seed)
    for _ in range(count):
        yield damaged(chance.choice(wires), wires, chance)


def check_damaged(module: ModuleType, name: str, strategy: st.SearchStrategy[Any], count: int) -> None:
    owner = getattr(module, name)
    wires = [value.__barter_wire__() for value in samples(strategy, 40)]
    taken = 0
    for wire in accidents(wires, count, f"{module.__name__}.{name}"):
        try:
            value = owner._from_barter_wire(wire)
        except DataError:
            continue
        taken += 1
        assert isinstance(value, owner)
        again = value.__barter_wire__()
        other = owner._from_barter_wire(again)
        assert other == value
        assert hash(other) == hash(value) if owner.__hash__ is not None else True
        assert other.__barter_wire__() == again
        if taken % 16 == 0:
            assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == value
            assert repr(other) == repr(value)
            if hasattr(owner, "from_json"):  # a side of a book has none: barter's does not read what it writes
                with contextlib.suppress(DataError):  # a time that JSON cannot write
                    assert owner.from_json(value.to_json()) == value
    assert 0 < taken < count


@of_each_class
def test_damaged_bytes_are_refused_or_give_a_whole_value(
    module: ModuleType, name: str, strategy: st.SearchStrategy[Any]
) -> None:
    check_damaged(module, name, strategy, 1_500)


@pytest.mark.exhaustive
@of_each_class
def test_a_million_damaged_bytes_are_refused_or_give_a_whole_value(
    module: ModuleType, name: str, strategy: st.SearchStrategy[Any]
) -> None:
    check_damaged(module, name, strategy, 1_000_000)


@of_each_class
def test_bytes_of_every_other_class_and_no_bytes_are_refused(
    module: ModuleType, name: str, strategy: st.SearchStrategy[Any]
) -> None:
    owner = getattr(module, name)
    for other_module, other, _ in CLASSES:
        if (other_module, other) != (module, name):
            with pytest.raises(DataError, match="wire schema mismatch"):
                owner._from_barter_wire(FIRST[other_module.__name__, other])
    for wrong in (None, 3, "text", bytearray(b"BW"), memoryview(b"BW"), object()):
        with pytest.raises(WrongTypeError) as caught:
            owner._from_barter_wire(wrong)
        assert caught.value.argument == "data"
    for empty in (b"", b"B", b"BW", b"BW\1\0", b"\0" * 12, b"PK" + b"\0" * 30):
        with pytest.raises(DataError):
            owner._from_barter_wire(empty)


#: Bytes of one value of each class.
FIRST = {(module.__name__, name): samples(strategy, 1)[0].__barter_wire__() for module, name, strategy in CLASSES}


def test_every_class_with_a_wire_form_is_here() -> None:
    for module in (barter_instrument, barter_execution, barter_data):
        assert {name for owner, name, _ in CLASSES if owner is module} == set(module.__barter_schemas__)
