"""What `barter demo` runs: the README's strategy on a recording, or on synthetic data where there is none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from barter_data import MarketData
from barter_engine import Backtest, Fees, Strategy

if TYPE_CHECKING:
    from barter_engine import BacktestResult, Context, TradeEvent

__all__ = ["EmaCross", "backtest", "load", "run"]

RECORDING: Final = Path("binance", "usdm_btcusdt_20240808.gz")
SYNTHETIC_SEED: Final = 1


class EmaCross(Strategy):
    """Long while the fast average of trade prices is above the slow one, short while it is below.

    Attributes:
        fast: length of the fast average, in trades.
        slow: length of the slow one, and the number of trades before the first order.
        quantity: size of the position, in the base asset.
    """

    fast: int = 12
    slow: int = 26
    quantity: float = 0.01

    def on_start(self, ctx: Context) -> None:
        """Nothing seen yet."""
        self.n = 0

    def on_trade(self, ctx: Context, trade: TradeEvent) -> None:
        """Moves both averages and takes the side they say."""
        price, self.n = trade.price_f64, self.n + 1
        if self.n == 1:
            self.f = self.s = price
        self.f += 2 / (self.fast + 1) * (price - self.f)
        self.s += 2 / (self.slow + 1) * (price - self.s)
        if self.n >= self.slow and self.f != self.s:
            ctx.target_position(self.quantity if self.f > self.s else -self.quantity)


def load(recording: str | os.PathLike[str] | None = None) -> tuple[MarketData, str]:
    """Market data for the demo and what they are, in words.

    Args:
        recording: a recording of Binance's raw streams. Default: `binance/usdm_btcusdt_20240808.gz` in the folder that the
            environment variable `BARTER_DATA_DIR` names; where that is missing, a synthetic market.

    Raises:
        DataError: the recording is damaged.
        FileNotFoundError: `recording` was given and is not there.
    """
    if recording is None:
        folder = os.environ.get("BARTER_DATA_DIR")
        found = Path(folder) / RECORDING if folder else None
        if found is None or not found.is_file():
            return MarketData.synthetic(
                seed=SYNTHETIC_SEED
            ), f"SYNTHETIC market (seed {SYNTHETIC_SEED}): not a recording"
        recording = found
    return MarketData.read_binance_raw(recording), f"recording {Path(recording).name}"


def backtest(data: Any) -> BacktestResult:
    """The README's run on any market data."""
    fees = Fees(maker="0.0002", taker="0.0005")
    return Backtest(EmaCross, data, balances={"usdt": 10_000}, fees=fees, latency="5ms").run(fast=8)


def run(report: str | os.PathLike[str], *, recording: str | os.PathLike[str] | None = None) -> str:
    """Backtests `EmaCross`, writes the report, and gives what there is to say: data, assumptions, statistics, fingerprint, speed.

    Args:
        report: path of the HTML report, replaced if it is there.
        recording: see `load`.
    """
    data, described = load(recording)
    result = backtest(data)
    written = result.report(report)
    lines = [
        f"data         {described}",
        str(data),
        "",
        str(result),
        "",
        f"report       {written}",
        f"fingerprint  {result.fingerprint}",
    ]
    if result.speed is not None:
        lines.append(f"speed        {result.speed:,.0f} events/s of the run, after loading")
    return "\n".join(lines)
