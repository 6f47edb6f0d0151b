"""Recordings for the tests; where the data are absent the tests skip and say so."""

import os
from functools import cache
from pathlib import Path

import pytest

from .recording import read_binance
from .universe import Instrument

BINANCE = {
    "usdm_btcusdt": ("binance_futures_usd", "btc", dict(kind="perpetual", tick="0.1", lot="0.001")),
    "spot_btcusdt": ("binance_spot", "btc", dict(tick="0.01", lot="0.00001")),
    "spot_ethusdt": ("binance_spot", "eth", dict(tick="0.01", lot="0.0001")),
}


def folder():
    return Path(os.environ.get("BARTER_DATA_DIR") or Path(__file__).parents[3] / "shared" / "data")


@cache
def _read(name, path):
    exchange, base, rules = BINANCE[name]
    internal = f"{exchange}-{base}usdt"
    return read_binance(path, exchange, internal), Instrument(exchange, internal, base, "usdt", **rules)


@pytest.fixture
def recording():
    """name -> (feed, instrument)."""

    def load(name):
        path = folder() / "binance" / f"{name}_20240808.gz"
        if not path.exists():
            pytest.skip(f"no recording at {path}; set BARTER_DATA_DIR")
        return _read(name, str(path))

    return load
