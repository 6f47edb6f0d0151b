"""Recordings written for one test."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

T0 = 1_723_161_255_000_000_000


def trade(
    number: int, *, price: str = "61800.30", quantity: str = "0.006", symbol: str = "BTCUSDT", **fields: Any
) -> dict:
    message = {
        "e": "trade",
        "E": 0,
        "T": T0 // 10**6 + number,
        "s": symbol,
        "t": 100 + number,
        "p": price,
        "q": quantity,
    }
    return {**message, "X": "MARKET", "m": False, **fields}


def ticker(
    number: int, *, bid: str = "61800.20", ask: str = "61800.30", symbol: str = "BTCUSDT", **fields: Any
) -> dict:
    message = {
        "e": "bookTicker",
        "u": number,
        "s": symbol,
        "b": bid,
        "B": "2.5",
        "a": ask,
        "A": "1.5",
        "T": T0 // 10**6 + number,
    }
    return {**message, "E": 0, **fields}


def spot_trade(number: int, **fields: Any) -> dict:
    message = {**trade(number, **fields), "M": True}
    del message["X"]
    return message


def spot_ticker(number: int) -> dict:
    return {"u": number, "s": "BTCUSDT", "b": "61800.20", "B": "2.5", "a": "61800.30", "A": "1.5"}


def lines(*messages: dict, wrapped: bool = False) -> str:
    """The messages as a recorder writes them, one every millisecond."""
    return "".join(
        f"{T0 + at * 10**6} {json.dumps({'stream': 'x@y', 'data': message} if wrapped else message)}\n"
        for at, message in enumerate(messages)
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Writes text (plain) or bytes as a file."""
    count = 0

    def write(content: str | bytes) -> Path:
        nonlocal count
        count += 1
        path = tmp_path / f"recording{count}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def zipped(text: str) -> bytes:
    return gzip.compress(text.encode())
