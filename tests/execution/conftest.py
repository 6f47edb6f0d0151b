"""The worked example, examples/binance_spot, as the tests of this folder use it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from execution.binance_server import KEY, SECRET, BinanceServer

EXAMPLE = Path(__file__).parents[2] / "examples" / "binance_spot"
#: Its modules, whose names are not unlike those of others.
MODULES = ("client", "convert", "errors", "orders", "rest", "stream")


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the example, importable, with secrets in the environment."""
    monkeypatch.syspath_prepend(str(EXAMPLE))
    monkeypatch.setenv("BINANCE_API_KEY", KEY)
    monkeypatch.setenv("BINANCE_API_SECRET", SECRET.decode())
    yield EXAMPLE
    for name in MODULES:
        sys.modules.pop(name, None)


@pytest.fixture
def binance(example: Path) -> Iterator[Callable[..., Any]]:
    """Makes clients of a server: ``binance(server, timeout=0.3)``."""
    clients: list[Any] = []

    def made(server: BinanceServer, **settings: Any) -> Any:
        from client import BinanceSpot

        given = {"rest": server.rest, "stream": server.api, **settings}
        clients.append(BinanceSpot({"BTCUSDT": ("BTC", "USDT")}, **given))
        return clients[-1]

    yield made
    for client in clients:
        client.close()


@pytest.fixture
def server() -> Iterator[BinanceServer]:
    """A running server."""
    with BinanceServer() as running:
        yield running
