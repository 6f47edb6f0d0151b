"""The command `barter`: `barter check` and `barter demo`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from barter import __version__, check_installation

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; gives the exit code: 0, or 1 with the reason on the error output."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "check":
            print(check_installation())
        else:
            from barter.demo import run

            print(run(options.report, recording=options.data))
    except Exception as error:
        # Only errors that say what to do: others keep their traceback.
        from barter_instrument.errors import BarterError, BarterInternalError

        if isinstance(error, BarterInternalError) or not isinstance(error, (BarterError, ImportError, OSError)):
            raise
        print(f"barter {options.command}: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="barter", description="barter for Python")
    parser.add_argument("--version", action="version", version=f"barter {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="say which wheels are installed; fail if they are of different releases")
    demo = commands.add_parser(
        "demo", help="backtest an EMA cross; print assumptions, statistics, fingerprint and speed"
    )
    demo.add_argument(
        "--report", type=Path, default=Path("barter-demo.html"), help="where the report goes (default: %(default)s)"
    )
    demo.add_argument(
        "--data",
        type=Path,
        help="a recording of Binance's raw streams; default: the one in BARTER_DATA_DIR, else synthetic data",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
