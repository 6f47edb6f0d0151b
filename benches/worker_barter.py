"""barter: the whole `Backtest(...).run()`, everything recorded, on a `MarketData` that is loaded once.

`no_hook`, `empty_on_trade`, `ema` (the README's strategy, its factors computed once as the
peers' do), `audit` (no hook, barter's audit tick for every event), and
`noop_calls` (calls from Rust of a Python function that does nothing, as many as the tape has trades).
"""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

from reference import BALANCE, FAST, QUANTITY, SLOW, TAKER_FEE
from tape import load
from tape_barter import market_data
from worker import serve, timed

import barter_engine
from barter_engine import Backtest, BacktestResult, Fees, Strategy, _engine


class NoHook(Strategy):
    pass


class EmptyOnTrade(Strategy):
    def on_trade(self, ctx, trade):
        pass


class Counted(Strategy):
    """How often the hook is called, outside the timing."""

    calls = 0

    def on_trade(self, ctx, trade):
        Counted.calls += 1


class EmaCross(Strategy):
    fast: int = FAST
    slow: int = SLOW
    quantity: float = float(QUANTITY)

    def on_start(self, ctx):
        self.n = 0
        self.fast_step, self.slow_step = 2 / (self.fast + 1), 2 / (self.slow + 1)  # once, as in the peers' versions

    def on_trade(self, ctx, trade):
        price, self.n = trade.price_f64, self.n + 1
        if self.n == 1:
            self.f = self.s = price
        self.f += self.fast_step * (price - self.f)
        self.s += self.slow_step * (price - self.s)
        if self.n >= self.slow and self.f != self.s:
            ctx.target_position(self.quantity if self.f > self.s else -self.quantity)


def nothing(ctx, trade):
    pass


def main() -> None:
    tape = load(Path(sys.argv[1]))
    data = market_data(tape)
    trades = tape.trades

    def backtest(strategy: type[Strategy], audit: bool = False) -> Backtest:
        return Backtest(
            strategy, data, balances={"usdt": BALANCE}, fees=Fees(maker="0.0002", taker=str(TAKER_FEE)), audit=audit
        )

    def measured(strategy: type[Strategy], audit: bool = False) -> tuple[dict, BacktestResult]:
        seconds, result = timed(lambda: backtest(strategy, audit).run())
        events = result.stats.events
        return {"seconds": seconds, "loop_seconds": events / result.speed, "events": events, "checks": {}}, result

    def no_hook() -> dict:
        return measured(NoHook)[0]

    def empty_on_trade() -> dict:
        answer, _ = measured(EmptyOnTrade)
        return {**answer, "checks": {"calls": Counted.calls}}

    def ema() -> dict:
        answer, result = measured(EmaCross)
        equity = result.exact.equity["equity"]
        net = Decimal(equity[-1].as_py()) - BALANCE
        filled = sum(status.as_py() == "filled" for status in result.orders["status"])
        return {**answer, "checks": {"orders": result.orders.num_rows, "filled": filled, "net_mid": str(net)}}

    def audit() -> dict:
        answer, result = measured(NoHook, audit=True)
        market_ticks = sum(event.as_py() == "market" for event in result.audit["event"])
        return {**answer, "checks": {"market_ticks": market_ticks}}

    def noop_calls() -> dict:
        seconds = _engine.time_calls(nothing, trades, None, None)
        return {"seconds": seconds, "events": trades, "checks": {"hook_calls": trades}}

    backtest(Counted).run()
    workloads = {"no_hook": no_hook, "empty_on_trade": empty_on_trade, "ema": ema, "audit": audit, "noop_calls": noop_calls}
    serve(workloads, {"framework": "barter", "version": barter_engine.__version__, "events": tape.events})


if __name__ == "__main__":
    main()
