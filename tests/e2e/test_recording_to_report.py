"""Once through the house: a recording is read, a strategy runs over it, its result is saved, loaded and reported."""

from __future__ import annotations

import gzip
import itertools
import json
import math
from decimal import Decimal

import pytest
from engine.small_market import rows

from barter_data import MarketData
from barter_engine import Backtest, BacktestResult, Fees, RiskRefused, Strategy
from barter_instrument import Side

T0 = 1_723_161_255_000  # ms


def write_recording(path, events=4_000):
    """Trades and book tickers of a wave, as a recorder of Binance futures writes them."""
    with gzip.open(path, "wt") as file:
        for number in range(events):
            mid = 60_000 + round(300 * math.sin(number / 150)) + number % 3
            time = T0 + 20 * number
            if number % 4 == 3:
                side = number % 8 == 3
                price = mid - 1 if side else mid + 1
                message = {
                    "e": "trade",
                    "E": time,
                    "T": time,
                    "s": "BTCUSDT",
                    "t": number,
                    "p": f"{price}.10",
                    "q": "0.250",
                    "X": "MARKET",
                    "m": side,
                }
            else:
                message = {
                    "e": "bookTicker",
                    "u": number,
                    "s": "BTCUSDT",
                    "b": f"{mid - 1}.10",
                    "B": "2.5",
                    "a": f"{mid + 1}.10",
                    "A": "1.5",
                    "T": time,
                    "E": time,
                }
            file.write(f"{(time + 4) * 10**6} {json.dumps(message)}\n")
    return path


class EmaCross(Strategy):
    fast: int = 12
    slow: int = 26
    quantity: float = 0.01

    def on_start(self, ctx):
        self.n = 0

    def on_trade(self, ctx, trade):
        price, self.n = trade.price_f64, self.n + 1
        if self.n == 1:
            self.f = self.s = price
        self.f += 2 / (self.fast + 1) * (price - self.f)
        self.s += 2 / (self.slow + 1) * (price - self.s)
        ctx.record(fast=self.f, slow=self.s)
        if self.n >= self.slow and self.f != self.s:
            ctx.target_position(self.quantity if self.f > self.s else -self.quantity)


class NoShorts:
    """Sells no more than is held."""

    def check(self, state, cancels, opens):
        kept, refused = [], []
        for request in opens:
            held = state.position()
            if request.side is Side.BUY:
                kept.append(request)
            elif held > 0:
                kept.append(request.replace(state=request.state.replace(quantity=min(held, request.quantity))))
            else:
                refused.append(RiskRefused(request, "no shorts"))
        return cancels, kept, [], refused


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return MarketData.read_binance_raw(write_recording(tmp_path_factory.mktemp("recording") / "usdm_btcusdt.gz"))


def made(data, **options):
    settings = {"balances": {"usdt": 10_000}, "fees": Fees(maker="0.0002", taker="0.0005"), "latency": "5ms"}
    return Backtest(EmaCross, data, **{**settings, **options})


@pytest.fixture(scope="module")
def result(data):
    return made(data).run(fast=8)


def test_the_run_says_what_it_rests_on_and_how_it_went(result, data):
    assert result.status == "completed" and result.strategy == "EmaCross(fast=8, slow=26, quantity=0.01)"
    assert result.assumptions["data_fingerprint"] == data.fingerprint
    text = str(result)
    for words in ("entry 5 ms", "taker 0.05 %", "pnl_net", result.fingerprint):
        assert words in text
    assert result.stats.round_trips > 3 and result.records.num_rows == 2 * 1_000


def test_crossings_follow_the_wave_and_the_books_balance(result):
    sides = [side for (side,) in rows(result.exact.fills, "side")]
    assert len(sides) > 5 and all(one != other for one, other in itertools.pairwise(sides))
    stats = result.stats
    assert stats.pnl_net == stats.pnl_gross - stats.fees + stats.rebates
    assert stats.equity_final == Decimal(10_000) + stats.pnl_net


def test_a_sweep_gives_one_result_for_each_parameter(data):
    runs = made(data)
    results = {fast: runs.run(fast=fast) for fast in (4, 8, 12)}
    assert len({result.fingerprint for result in results.values()}) == 3
    assert len({result.assumptions["config_fingerprint"] for result in results.values()}) == 3
    assert results[8].strategy == "EmaCross(fast=8, slow=26, quantity=0.01)"


def test_both_clocks_and_a_risk_manager_change_the_run(result, data):
    two = made(data, clock="two").run(fast=8)
    assert two.fingerprint != result.fingerprint and two.stats.fills > 0
    careful = made(data, risk=NoShorts()).run(fast=8)
    assert min(after for (after,) in rows(careful.exact.fills, "position_after")) == 0
    assert careful.stats.orders_refused > 0
    assert {reason for reason in careful.orders["reject_reason"].to_pylist() if reason} == {"risk: no shorts"}


def test_a_result_is_saved_loaded_and_reported(result, tmp_path):
    loaded = BacktestResult.load(result.save(tmp_path / "run.barter"))
    assert loaded == result and str(loaded) == str(result)
    page = loaded.report(tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>") and result.fingerprint in page
    assert "http://" not in page.replace("http://www.w3.org", "") and "https://" not in page  # works offline


def test_tables_go_into_polars_and_pandas(result):
    import pandas as pd
    import polars as pl

    frame = pl.DataFrame(result.fills)
    assert frame.height == result.stats.fills and frame["price"].dtype == pl.Float64
    assert pl.DataFrame(result.exact.fills)["price"].dtype == pl.Decimal(38, 18)
    equity = pd.DataFrame.from_records(rows(result.equity, "time", "equity"), columns=["time", "equity"])
    assert equity["time"].is_monotonic_increasing
