"""barter's `TradingSummaryGenerator` of a run: B7 of the required behaviours."""

from __future__ import annotations

from decimal import Decimal

import pytest
from engine.batches import SETTINGS, EmaCross

from barter_data import MarketData
from barter_engine import (
    Annual365,
    Backtest,
    BacktestArgsConstant,
    BacktestArgsDynamic,
    BacktestResult,
    Daily,
    TradingSummaryGenerator,
    backtest,
)
from barter_execution import AssetBalance, Balance
from barter_instrument.errors import InvalidArgumentError, NotFoundError, StateError, WrongTypeError

S = 10**9


@pytest.fixture(scope="module")
def data():
    return MarketData.synthetic(seed=4, events=6_000)


@pytest.fixture(scope="module")
def constant(data):
    return BacktestArgsConstant(market_data=data, summary_interval=Daily, **SETTINGS)


def test_b7_a_generator_makes_the_summary_at_any_interval(constant):
    summary = backtest(constant, BacktestArgsDynamic(id="ema", risk_free_return="0.05", strategy=EmaCross))
    generator = summary.result.trading_summary_generator("0.05")
    assert generator.risk_free_return == summary.risk_free_return
    assert generator.generate(Daily) == summary.trading_summary
    assert generator.instruments == list(summary.trading_summary.instruments)
    assert generator.assets == list(summary.trading_summary.assets)
    (yearly,) = generator.generate(Annual365).instruments.values()
    (daily,) = summary.trading_summary.instruments.values()
    assert yearly.interval == "Annual(365)"
    assert yearly.upstream_pnl == daily.upstream_pnl != 0
    assert yearly.upstream_pnl_return == pytest.approx(daily.upstream_pnl_return * 365)
    with pytest.raises(InvalidArgumentError, match="interval must be Daily"):
        generator.generate("fortnight")


def test_b7_a_generator_takes_what_happens_later(constant):
    result = backtest(constant, BacktestArgsDynamic(id="idle")).result
    generator = result.trading_summary_generator()
    end = generator.time_engine_now_ns
    assert end == result.time_end_ns
    position = generator.assets.index(("binance_futures_usd", "usdt"))
    generator.update_from_balance(AssetBalance(position, Balance(9_000, 9_000), end + S))
    assert generator.time_engine_now_ns == end + S
    summary = generator.generate(Daily)
    assert summary.assets["binance_futures_usd", "usdt"].balance_end_total == 9_000
    assert summary.assets["binance_futures_usd", "usdt"].drawdown.value == Decimal("0.1")
    generator.update_time_now(end + 5 * S)
    assert generator.generate(Daily).trading_duration_ns // S == (end - generator.time_engine_start_ns) // S + 5
    assert result.trading_summary_generator().time_engine_now_ns == end, "each call makes its own"


def test_b7_a_generator_takes_positions_and_refuses_what_it_does_not_know(data, constant):
    closed = []

    class Notes(EmaCross):
        def on_position_exit(self, ctx, position):
            closed.append(position)

    Backtest(Notes, data, **SETTINGS).run()
    generator = backtest(constant, BacktestArgsDynamic(id="idle")).result.trading_summary_generator()
    for position in closed:
        generator.update_from_position(position)
    (sheet,) = generator.generate(Daily).instruments.values()
    assert closed and sheet.upstream_pnl == sum(position.pnl_realised for position in closed)
    with pytest.raises(NotFoundError, match="asset 7"):
        generator.update_from_balance(AssetBalance(7, Balance(1, 1), 0))
    with pytest.raises(InvalidArgumentError, match="AssetIndex"):
        generator.update_from_balance(AssetBalance("usdt", Balance(1, 1), 0))
    with pytest.raises(WrongTypeError):
        generator.update_from_position(None)
    with pytest.raises(TypeError):
        TradingSummaryGenerator()


def test_b7_a_loaded_result_has_no_generator(constant, tmp_path):
    result = backtest(constant, BacktestArgsDynamic(id="idle")).result
    loaded = BacktestResult.load(result.save(tmp_path / "run"))
    with pytest.raises(StateError, match="run the backtest again"):
        loaded.trading_summary_generator()
