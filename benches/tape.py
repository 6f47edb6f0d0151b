"""The tape that every contender replays: a recording of Binance's websocket, several times over with shifted times.

Made once, kept as plain `.npy` files that each contender reads in its own way (Python through numpy, Rust directly):

    time                                    int64   ns; strictly increasing over trades and quotes together
    is_trade                                uint8   1: the row is the next trade, 0: the next quote
    trade_price, trade_quantity             int64   multiples of 10^-price_scale, 10^-quantity_scale
    trade_side                              int8    +1 the aggressor bought, -1 sold
    trade_id                                int64
    bid, bid_quantity, ask, ask_quantity    int64
    tape.json                               scales, counts, name and digest of the recording

Numbers are kept as the recorded text says them, so a price is the same decimal for all, and the same float
(`mantissa / 10**scale` is the float nearest to the text).

Only numpy and the standard library are imported: the peers' environments have nothing else of ours.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RECORDING = "usdm_btcusdt_20240808.gz"
TILES = 12
COLUMNS = {
    "time": np.int64,
    "is_trade": np.uint8,
    "trade_price": np.int64,
    "trade_quantity": np.int64,
    "trade_side": np.int8,
    "trade_id": np.int64,
    "bid": np.int64,
    "bid_quantity": np.int64,
    "ask": np.int64,
    "ask_quantity": np.int64,
}
FORMAT = 1


@dataclass(frozen=True)
class Tape:
    """Columns by name, and what `tape.json` says."""

    columns: dict[str, np.ndarray]
    price_scale: int
    quantity_scale: int
    tiles: int
    recording: str
    digest: str

    def __getitem__(self, name: str) -> np.ndarray:
        return self.columns[name]

    @property
    def events(self) -> int:
        return len(self.columns["time"])

    @property
    def trades(self) -> int:
        return len(self.columns["trade_price"])

    @property
    def trade_time(self) -> np.ndarray:
        return self.columns["time"][self.columns["is_trade"] == 1]

    @property
    def quote_time(self) -> np.ndarray:
        return self.columns["time"][self.columns["is_trade"] == 0]

    def floats(self, name: str) -> np.ndarray:
        """A price or quantity column as float64."""
        scale = self.quantity_scale if name.endswith("quantity") else self.price_scale
        return self.columns[name] / 10.0**scale


def recording_path(name: str = RECORDING) -> Path:
    """Where the recording is: `BARTER_DATA_DIR/binance`, else `../shared/data/binance` beside the repository."""
    given = os.environ.get("BARTER_DATA_DIR")
    root = Path(given) if given else Path(__file__).resolve().parents[2] / "shared" / "data"
    path = root / "binance" / name
    if not path.is_file():
        raise SystemExit(f"no recording at {path}: set BARTER_DATA_DIR to the folder that has binance/{name}")
    return path


def _mantissa(text: str, scale: int) -> int:
    """`text` in units of 10^-scale; more digits than that are an error."""
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) > scale:
        raise SystemExit(f"recorded number {text} has more than {scale} decimals")
    return int(whole + fraction.ljust(scale, "0"))


def read_recording(path: Path, price_scale: int, quantity_scale: int) -> dict[str, list[int]]:
    """Trades and book tickers of one combined-stream recording, in recorded order (other streams are left out)."""
    out: dict[str, list[int]] = {name: [] for name in COLUMNS}
    with gzip.open(path, "rt") as lines:
        for line in lines:
            received, _, text = line.partition(" ")
            head = text[:48]
            if "@trade" not in head and "@bookTicker" not in head:
                continue
            data = json.loads(text)["data"]
            out["time"].append(int(received))
            is_trade = "@trade" in head
            out["is_trade"].append(int(is_trade))
            if is_trade:
                out["trade_price"].append(_mantissa(data["p"], price_scale))
                out["trade_quantity"].append(_mantissa(data["q"], quantity_scale))
                # `m`: the buyer was the maker, so the aggressor sold.
                out["trade_side"].append(-1 if data["m"] else 1)
                out["trade_id"].append(data["t"])
            else:
                out["bid"].append(_mantissa(data["b"], price_scale))
                out["bid_quantity"].append(_mantissa(data["B"], quantity_scale))
                out["ask"].append(_mantissa(data["a"], price_scale))
                out["ask_quantity"].append(_mantissa(data["A"], quantity_scale))
    return out


def tile(once: dict[str, list[int]], tiles: int) -> dict[str, np.ndarray]:
    """The recording `tiles` times. Each copy is shifted by the span plus a second, rounded up to whole seconds; ids go
    on; times are moved forward by the few ns that make them unique, so every framework keeps the recorded order."""
    one = {name: np.array(values, dtype=COLUMNS[name]) for name, values in once.items()}
    time = one["time"]
    if not (np.diff(time) >= 0).all():
        raise SystemExit("the recording's received times go back")
    shift = (int(time[-1] - time[0]) // 10**9 + 2) * 10**9
    ids = int(one["trade_id"].max() - one["trade_id"].min()) + 1
    columns = {name: np.tile(values, tiles) for name, values in one.items()}
    columns["trade_id"] = np.concatenate([one["trade_id"] + copy * ids for copy in range(tiles)])
    time = np.concatenate([time + copy * shift for copy in range(tiles)])
    position = np.arange(len(time), dtype=np.int64)
    columns["time"] = np.maximum.accumulate(time - position) + position
    return columns


def write(folder: Path, tiles: int = TILES, price_scale: int = 1, quantity_scale: int = 3) -> None:
    """Makes the tape in `folder`, whole or not at all. The defaults are BTCUSDT's price and quantity steps."""
    path = recording_path()
    columns = tile(read_recording(path, price_scale, quantity_scale), tiles)
    digest = hashlib.sha256()
    for values in columns.values():
        digest.update(values.tobytes())
    about = {
        "format": FORMAT,
        "recording": path.name,
        "tiles": tiles,
        "price_scale": price_scale,
        "quantity_scale": quantity_scale,
        "events": len(columns["time"]),
        "trades": len(columns["trade_price"]),
        "digest": digest.hexdigest(),
    }
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        new = Path(name) / "tape"
        new.mkdir()
        for column, values in columns.items():
            np.save(new / f"{column}.npy", values)
        (new / "tape.json").write_text(json.dumps(about, indent=1) + "\n")
        new.rename(folder)


def load(folder: Path) -> Tape:
    about = json.loads((folder / "tape.json").read_text())
    columns = {name: np.load(folder / f"{name}.npy") for name in COLUMNS}
    return Tape(
        columns,
        about["price_scale"],
        about["quantity_scale"],
        about["tiles"],
        about["recording"],
        about["digest"],
    )


def ensure(scratch: Path, tiles: int = TILES) -> Path:
    """Folder of the tape under `scratch`, made if it is not there yet."""
    folder = scratch / f"tape-v{FORMAT}-{Path(RECORDING).stem}-x{tiles}"
    if not (folder / "tape.json").is_file():
        write(folder, tiles)
    return folder


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Makes the tape and says what is in it.")
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--tiles", type=int, default=TILES)
    arguments = parser.parse_args()
    made = ensure(arguments.scratch, arguments.tiles)
    print((made / "tape.json").read_text(), end="")
    print(made)
