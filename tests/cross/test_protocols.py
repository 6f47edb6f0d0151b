"""Protocols hold for what they describe and not for other things."""

from __future__ import annotations

import polars as pl

from barter_instrument import Asset
from barter_instrument.protocols import (
    ArrowSchemaExportable,
    ArrowStreamExportable,
    EventSource,
    Recipe,
    SupportsBarter,
    WireExportable,
)


class Source:
    def drain(self, max_events: int = 1, /) -> list[int]:
        return []

    def __iter__(self):
        return iter([])

    def __aiter__(self):
        raise NotImplementedError

    def close(self) -> None:
        pass


class Coin:
    def __barter_as__(self, cls, /):
        return cls("btc", "XBT")

    def __getnewargs_ex__(self):
        return (), {}


def test_each_protocol_is_met_by_what_it_describes() -> None:
    table = pl.DataFrame({"a": [1]})
    met = {
        WireExportable: Asset("btc", "XBT"),
        ArrowStreamExportable: table,
        EventSource: Source(),
        SupportsBarter: Coin(),
        Recipe: Coin(),
    }
    for protocol, thing in met.items():
        assert isinstance(thing, protocol)
        assert not isinstance(object(), protocol)
    assert not isinstance(table, WireExportable)
    assert not isinstance(Asset("btc", "XBT"), ArrowSchemaExportable)
