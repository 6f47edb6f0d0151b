"""What holds for every value class, whichever wheel owns it."""

from __future__ import annotations

import contextlib
import copy
import pickle
from types import ModuleType
from typing import Any

import pytest
from hypothesis import strategies as st

import barter_engine
import barter_execution
import barter_instrument
from barter_instrument import DataError, WrongTypeError

#: What a repr needs to be read back.
NAMES: dict[str, Any] = {
    **{name: getattr(barter_instrument, name) for name in barter_instrument.__all__},
    **{name: getattr(barter_execution, name) for name in barter_execution.__all__},
    **{name: getattr(barter_engine, name) for name in barter_engine.__all__},
    "Decimal": __import__("decimal").Decimal,
}


def check_value(value: Any, module: ModuleType) -> None:
    """Copies, texts and bytes of a value are the value, of the same class and with the same hash."""
    owner = next(kind for kind in type(value).__mro__ if kind.__module__ == module.__name__)
    for protocol in (2, pickle.HIGHEST_PROTOCOL):
        same(value, pickle.loads(pickle.dumps(value, protocol)))
    same(value, copy.copy(value))
    same(value, copy.deepcopy(value))
    same(value, owner._from_barter_wire(value.__barter_wire__()))
    same(value, owner.from_json(value.to_json()))
    same(value, owner.from_dict(value.to_dict()))
    same(value, value.replace())
    same(value, eval(repr(value), dict(NAMES)))
    assert value != object()
    assert (value == "something else") is False


def same(value: Any, other: Any) -> None:
    assert type(other) is type(value)
    assert other == value
    assert (other != value) is False
    assert hash(other) == hash(value)
    assert repr(other) == repr(value)


def check_bytes(value: Any, data: st.DataObject) -> None:
    """Bytes that were cut are refused, bytes that were changed give a value that survives again, or are refused."""
    wire = value.__barter_wire__()
    with pytest.raises(DataError):
        type(value)._from_barter_wire(wire[: data.draw(st.integers(0, len(wire) - 1), label="cut")])
    with pytest.raises(DataError):
        type(value)._from_barter_wire(wire + b"\0")
    changed = bytearray(wire)
    for _ in range(data.draw(st.integers(1, 4), label="changes")):
        changed[data.draw(st.integers(0, len(wire) - 1), label="at")] = data.draw(st.integers(0, 255), label="byte")
    with contextlib.suppress(DataError):
        found = type(value)._from_barter_wire(bytes(changed))
        assert type(found)._from_barter_wire(found.__barter_wire__()) == found
    with pytest.raises(DataError):
        type(value)._from_barter_wire(data.draw(st.binary(max_size=40), label="noise"))


def check_is_frozen(value: Any) -> None:
    for field in (*value.__match_args__, "made_up"):
        with pytest.raises((AttributeError, TypeError)):
            setattr(value, field, 1)


def check_other_types_are_refused(kind: Any) -> None:
    for wrong in (None, 3, "text", bytearray(b"BW"), object()):
        with pytest.raises(WrongTypeError) as caught:
            kind._from_barter_wire(wrong)
        assert caught.value.argument == "data"
