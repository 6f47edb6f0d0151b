"""The command `barter`: `barter check`, `barter demo` and `barter backtest`."""

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
        match options.command:
            case "check":
                print(check_installation())
            case "demo":
                from barter.demo import run

                print(run(options.report, recording=options.data))
            case "backtest":
                print(_backtest(options))
    except Exception as error:
        # Only errors that say what to do: others keep their traceback.
        from barter_instrument.errors import BarterError, BarterInternalError

        if isinstance(error, BarterInternalError) or not isinstance(error, (BarterError, ImportError, OSError)):
            raise
        print(f"barter {options.command}: {error}", file=sys.stderr)
        return 1
    return 0


def _backtest(options: argparse.Namespace) -> str:
    from barter.backtest_command import run

    if options.report is not None and options.engine == "upstream":
        from barter_instrument.errors import InvalidArgumentError

        raise InvalidArgumentError(
            "barter's own engine records nothing to report: leave --report out", argument="report"
        )
    summary = run(
        options.config,
        options.data,
        strategy=options.strategy,
        settings=options.set,
        interval=options.interval,
        risk_free_return=options.risk_free_return,
        engine=options.engine,
    )
    if summary.result is not None and options.report is not None:
        summary.result.report(options.report)
    return summary.to_json()


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
    backtest = commands.add_parser(
        "backtest", help="run a strategy over barter's configuration and market data; print barter's summary as JSON"
    )
    backtest.add_argument("config", type=Path, help='JSON of instruments and executions, by itself or under "system"')
    backtest.add_argument(
        "data",
        type=Path,
        help="market events as barter's JSON (.json, .jsonl), or a recording of Binance's raw streams",
    )
    backtest.add_argument("--strategy", metavar="MODULE:CLASS", help="default: one that does nothing")
    backtest.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="a parameter of the strategy; may be repeated"
    )
    backtest.add_argument(
        "--interval",
        default="Daily",
        help="of the ratios: Daily, Annual(252), Annual(365), 8h, ... (default: %(default)s)",
    )
    backtest.add_argument(
        "--risk-free-return", metavar="RATE", help="per interval; default: the configuration's, else 0"
    )
    backtest.add_argument(
        "--engine", choices=("driver", "upstream"), default="driver", help="upstream: barter's own, for comparison"
    )
    backtest.add_argument("--report", type=Path, help="also write an HTML report; not with --engine upstream")
    return parser


if __name__ == "__main__":
    sys.exit(main())
