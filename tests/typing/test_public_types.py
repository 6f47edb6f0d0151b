"""The public types as a user meets them: mypy --strict and basedpyright read this file, and pytest runs it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, assert_type

import pytest
from arro3.core import Table

import barter
from barter_data import DataKind, MarketData, MarketEvent, OrderBookL1, PublicTrade
from barter_engine import Backtest, BacktestResult, Context, Fees, Fill, OrderHandle, Strategy, TradeEvent
from barter_execution import Balance, OrderKey, OrderKind, OrderRequestOpen, RequestOpen, TimeInForce
from barter_instrument import (
    Asset,
    AssetIndex,
    BarterError,
    ExchangeAsset,
    ExchangeId,
    IndexedInstruments,
    Instrument,
    InstrumentIndex,
    InstrumentNameExchange,
    Keyed,
    Side,
    Underlying,
)


class Twice(Strategy):
    quantity: Decimal = Decimal("0.01")
    trades: int = 0

    def on_trade(self, ctx: Context, trade: TradeEvent) -> None:
        assert_type(trade.price_f64, float)
        assert_type(trade.price, Decimal)
        assert_type(trade.time_exchange, datetime | None)
        if self.trades < 2:
            self.trades += 1
            order = ctx.market_order(Side.BUY, self.quantity)
            assert_type(order, OrderHandle)
            assert_type(order.is_working, bool)
            assert_type(ctx.equity(), Decimal | None)
            assert_type(ctx.position(), Decimal)

    def on_fill(self, ctx: Context, fill: Fill) -> None:
        assert_type(fill.quantity, Decimal)
        ctx.record(quantity=fill.quantity)


def test_a_backtest_is_typed_from_data_to_tables() -> None:
    data = MarketData.synthetic(seed=3, events=2_000)
    assert_type(data, MarketData)
    assert_type(data.trades(), Table)
    assert_type(data.start_ns, int | None)
    fees = Fees(maker=0, taker="0.0005")
    result = Backtest(Twice, data, balances={"usdt": 10_000}, fees=fees, latency=timedelta(milliseconds=5)).run()
    assert_type(result, BacktestResult)
    assert_type(result.fills, Table)
    assert_type(result.fingerprint, str)
    assert result.fills.num_rows == 2


def test_parameters_of_a_strategy_are_keyword_arguments() -> None:
    strategy = Twice(quantity=Decimal("0.02"))
    assert_type(strategy.quantity, Decimal)
    assert_type(strategy.replace(trades=1), Twice)
    assert strategy.parameters() == {"quantity": Decimal("0.02"), "trades": 0}


def test_instruments_and_names_are_typed() -> None:
    instrument = Instrument.spot("binance_spot", "binance-btc_usdt", "BTCUSDT", Underlying("btc", "usdt"))
    assert_type(instrument.contract_size, Decimal)
    collection = IndexedInstruments([instrument])
    assert_type(collection.instruments, list[Instrument])
    assert_type(collection.assets, list[Keyed[AssetIndex, ExchangeAsset]])
    found = collection.find_instrument_index(ExchangeId.BINANCE_SPOT, InstrumentNameExchange("BTCUSDT"))
    assert_type(found, InstrumentIndex)
    assert found == 0
    assert_type(Asset("btc", "XBT").name_exchange.upper(), str)


def test_variants_are_matched() -> None:
    trade = DataKind.Trade(PublicTrade("1", 61_800.5, 0.01, "buy"))
    event = MarketEvent(1_700_000_000_000_000_000, 1_700_000_000_001_000_000, "binance_spot", "BTCUSDT", trade)
    match event.kind:
        case DataKind.Trade(public):
            assert_type(public, PublicTrade)
            price = public.price
        case DataKind.OrderBookL1(top):
            assert_type(top, OrderBookL1)
            price = 0.0
        case _:
            price = -1.0
    assert_type(price, float)
    assert price == 61_800.5


def test_orders_take_exact_numbers_and_members() -> None:
    key = OrderKey(ExchangeId.BINANCE_SPOT, InstrumentNameExchange("BTCUSDT"), "ema", "1")
    state = RequestOpen(Side.BUY, "100.5", 2, OrderKind.LIMIT, TimeInForce.GoodUntilCancelled(post_only=True))
    request = OrderRequestOpen(key, state)
    assert_type(request.state, RequestOpen)
    assert_type(request.state.price, Decimal)
    assert_type(Balance(total=100, free="99.5").used, Decimal)
    assert request.replace(state=state) == request


def test_conversion_keeps_the_type_asked_for() -> None:
    class Coin:
        def __barter_as__(self, kind: type[object]) -> object:
            return kind("btc", "XBT") if kind is Asset else NotImplemented

    assert_type(barter.convert(Coin(), Asset), Asset)
    assert_type(barter.Side.BUY.value, Literal["Buy"])


def test_errors_carry_what_a_handler_needs() -> None:
    with pytest.raises(BarterError) as caught:
        Balance(total="much", free=2)
    assert_type(caught.value.code, str)
    assert_type(caught.value.argument, str | None)
    assert caught.value.argument == "total"
