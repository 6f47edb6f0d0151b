"""A value that one wheel makes of another wheel's class is of that class: the same type, equal, with the same hash."""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any

import pytest

import barter_data
import barter_execution
import barter_instrument
from barter_execution import (
    AccountEvent,
    AccountEventKind,
    AssetBalance,
    AssetFees,
    Balance,
    OrderKey,
    RequestOpen,
    TimeInForce,
    Trade,
)
from barter_instrument import (
    Asset,
    AssetIndex,
    AssetNameExchange,
    ExchangeId,
    ExchangeIndex,
    InstrumentIndex,
    InstrumentNameExchange,
    QuoteAsset,
    Side,
    WrongTypeError,
)


def test_members_of_enums_are_the_same_objects_across_wheels() -> None:
    for side in Side:
        assert RequestOpen(side, 1, 1, "limit", "gtc").side is side
        assert RequestOpen.from_json(RequestOpen(side, 1, 1, "limit", "gtc").to_json()).side is side
    for exchange in ExchangeId:
        assert OrderKey(exchange, "a", "b", "c").exchange is exchange
        assert pickle.loads(pickle.dumps(OrderKey(exchange, "a", "b", "c"))).exchange is exchange


def test_names_and_indices_of_another_wheel_are_of_its_classes() -> None:
    indexed, named = OrderKey(1, 2, "b", "c"), OrderKey("okx", "A", "b", "c")
    assert (type(indexed.exchange), type(indexed.instrument)) == (ExchangeIndex, InstrumentIndex)
    assert (type(named.exchange), type(named.instrument)) == (ExchangeId, InstrumentNameExchange)
    assert type(AssetBalance(1, Balance(1, 1), 0).asset) is AssetIndex
    assert type(AssetBalance("XBT", Balance(1, 1), 0).asset) is AssetNameExchange
    assert AssetFees.quote_fees(1).asset is QuoteAsset()


def test_errors_of_every_wheel_are_of_one_tree() -> None:
    with pytest.raises(WrongTypeError) as caught:
        OrderKey(1.5, 2, "b", "c")  # type: ignore[arg-type]
    assert type(caught.value) is barter_instrument.errors.WrongTypeError


@pytest.mark.parametrize("module", [barter_instrument, barter_data, barter_execution])
def test_public_names_are_importable_from_the_top_and_point_there(module: Any) -> None:
    assert sorted(module.__all__) == sorted(set(module.__all__))
    for name in module.__all__:
        found = getattr(module, name)
        if isinstance(found, type) and name in module.__barter_schemas__:
            assert (found.__module__, found.__qualname__) == (module.__name__, name)
        if isinstance(found, type):
            assert found.__doc__, f"{module.__name__}.{name} has no docstring"
    assert set(module.__barter_schemas__) <= set(module.__all__)


class OwnAsset:
    """Looks like an asset and is none."""

    def __barter_wire__(self) -> bytes:
        return Asset("btc", "XBT").__barter_wire__()


def test_an_object_that_only_looks_like_a_value_is_refused() -> None:
    with pytest.raises(WrongTypeError, match=r"base must be a barter_instrument.Asset, got OwnAsset"):
        barter_instrument.Underlying(OwnAsset(), "usdt")  # type: ignore[arg-type]
    with pytest.raises(WrongTypeError, match=r"time_in_force must be a barter_execution.TimeInForce, got Asset"):
        RequestOpen("buy", 1, 1, "limit", Asset("a", "b"))  # type: ignore[arg-type]


def test_bytes_of_another_class_are_refused_even_where_they_would_fit() -> None:
    with pytest.raises(barter_instrument.DataError, match="wire schema mismatch: expected 1:"):
        barter_instrument.InstrumentSpecNotional._from_barter_wire(TimeInForce.FillOrKill().__barter_wire__())


def test_a_pickle_is_read_in_another_process() -> None:
    trade = Trade("t", "o", 1, "s", 5, "buy", "1.5", 2, AssetFees.quote_fees(0))
    event = AccountEvent(0, AccountEventKind.Trade(trade))
    code = "import pickle, sys; e = pickle.load(sys.stdin.buffer); print(type(e).__module__, hash(e.kind.trade.price), e.kind.trade.side)"
    ran = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(event), capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode().split() == ["barter_execution", str(hash(trade.price)), "buy"]


def test_hashes_of_values_do_not_depend_on_the_process() -> None:
    code = "from barter_execution import OrderKey; print(hash(OrderKey(0, 1, 'a', 'b')))"
    found = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=env_with_seed(seed)).stdout
        for seed in ("1", "2")
    }
    assert found == {f"{hash(OrderKey(0, 1, 'a', 'b'))}\n".encode()}


def env_with_seed(seed: str) -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONHASHSEED": seed}
