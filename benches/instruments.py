"""Collections of instruments: indexing them and looking them up, beside barter-instrument's own `IndexedInstruments`.

    python benches/instruments.py                  sizes 500, 1000, 2000, 5000; barter's own takes half a minute for the last
    python benches/instruments.py 250 500 --json

barter's builder looks each thing up linearly and formats the whole collection at every look-up, so its time grows with the square of
the size, and a look-up's with the size. Here both are hash maps. Ours is timed from Python, calls included; barter's in Rust, without
Python. The last two columns are the time over that at the smallest size: 1 is constant time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from pathlib import Path
from typing import Any

from barter_instrument import IndexedInstruments, Instrument, InstrumentIndex, Underlying

ROOT = Path(__file__).parents[1]
SIZES = (500, 1000, 2000, 5000)
ROUNDS = 5


def instruments(count: int) -> list[Instrument]:
    """The instruments that the Rust example makes."""
    return [
        Instrument.spot(
            "binance_spot",
            f"binance_spot-b{number}_q{number % 7}",
            f"B{number}Q{number % 7}",
            Underlying(f"B{number}", f"Q{number % 7}"),
        )
        for number in range(count)
    ]


def best(run: Any) -> float:
    """Shortest of a few runs, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def ours(count: int) -> dict[str, float]:
    given = instruments(count)
    collection = IndexedInstruments(given)
    picked = [given[number * 7_919 % count] for number in range(2_000)]
    named = [(one.exchange, one.name_internal) for one in picked]
    indices = [InstrumentIndex(number * 7_919 % count) for number in range(2_000)]

    def by_name() -> None:
        for exchange, name in named:
            collection.find_instrument_index(exchange, name)

    def by_index() -> None:
        for index in indices:
            collection.find_instrument(index)

    return {
        "count": count,
        "build_s": best(lambda: IndexedInstruments(given)),
        "by_name_ns": best(by_name) / len(named) * 1e9,
        "by_index_ns": best(by_index) / len(indices) * 1e9,
    }


def upstream(sizes: list[int]) -> list[dict[str, float]]:
    """What the Rust example prints; the engine's crate is named so that nothing compiles twice."""
    build = ["cargo", "build", "--release", "--locked", "-p", "barter-interop", "-p", "barter-engine-py"]
    example = ["--example", "upstream_instruments", "--message-format=json-render-diagnostics"]
    built = subprocess.run([*build, *example], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    (program,) = {
        message["executable"]
        for message in map(json.loads, built.splitlines())
        if message.get("executable") and message["target"]["name"] == "upstream_instruments"
    }
    ran = subprocess.run([program, *map(str, sizes)], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--json", action="store_true", help="print the measurements as JSON")
    arguments = parser.parse_args()
    sizes = list(arguments.sizes)
    mine, theirs = [ours(count) for count in sizes], upstream(sizes)
    if arguments.json:
        print(json.dumps({"ours": mine, "upstream": theirs}))
        return
    print(
        f"{'size':>6} {'operation':<10} {'ours':>12} {'barter':>12} {'ratio':>9} {'ours / smallest':>16} {'barter / smallest':>18}"
    )
    for our, their in zip(mine, theirs, strict=True):
        for key, name, factor, unit in (
            ("build_s", "build", 1e3, "ms"),
            ("by_name_ns", "by name", 1e-3, "µs"),
            ("by_index_ns", "by index", 1e-3, "µs"),
        ):
            a, b = our[key], their[key]
            print(
                f"{our['count']:>6} {name:<10} {a * factor:>9.2f} {unit} {b * factor:>9.2f} {unit} {b / a:>8.1f}x"
                f" {a / mine[0][key]:>16.2f} {b / theirs[0][key]:>18.2f}"
            )


if __name__ == "__main__":
    main()
