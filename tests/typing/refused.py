"""What the types refuse. Each line carries the error that mypy gives; an ignore that is not needed is an error of its own, for mypy
(`warn_unused_ignores`) and for basedpyright, so both have to refuse each line. The file is read, never run.
"""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

from decimal import Decimal

import barter
import barter_engine
import barter_execution
import barter_integration
from barter_data import DataKind, Level, MarketData, MarketEvent, PublicTrade, SubKind, Subscription, WebSocketSubMapper
from barter_engine import Backtest, Context, Fees, Strategy
from barter_execution import Balance, OrderKey, OrderRequestOpen, RequestOpen
from barter_instrument import Asset, ExchangeId, IndexedInstruments, InstrumentIndex, Side


class Quiet(Strategy):
    quantity: Decimal = Decimal(1)


def values_are_frozen(balance: Balance, level: Level) -> None:
    balance.total = Decimal(1)  # type: ignore[misc]
    level.price = Decimal(1)  # type: ignore[misc]


def names_that_do_not_exist(balance: Balance, ctx: Context) -> None:
    balance.totals  # type: ignore[attr-defined]
    ctx.markets()  # type: ignore[attr-defined]
    Side.HOLD  # type: ignore[attr-defined]
    ExchangeId.BINANCE_SPOTS  # type: ignore[attr-defined]
    barter.Backtset  # type: ignore[attr-defined]
    barter_engine.Backtset  # type: ignore[attr-defined]
    barter_execution.ExecutionClients  # type: ignore[attr-defined]
    barter_integration.DeJSON  # type: ignore[attr-defined]


def wrong_arguments(key: OrderKey, state: RequestOpen) -> None:
    Balance(total=100)  # type: ignore[call-arg]
    Balance(total=[100], free=1)  # type: ignore[arg-type]
    Balance(total=None, free=1)  # type: ignore[arg-type]
    OrderRequestOpen(state, key)  # type: ignore[arg-type]
    Level("1", "2", "3")  # type: ignore[call-arg]
    PublicTrade(1, 2.0, 3.0, "buy")  # type: ignore[arg-type]
    IndexedInstruments("BTCUSDT")  # type: ignore[arg-type]
    Asset(3, "XBT")  # type: ignore[arg-type]


def a_backtest_with_something_missing_or_wrong(data: MarketData) -> None:
    Backtest(Quiet, data, balances={"usdt": 1})  # type: ignore[call-arg]
    Backtest(Quiet, data, balances={"usdt": 1}, fees="0.1")  # type: ignore[arg-type]
    Backtest(Quiet, data, balances={"usdt": 1}, fees=Fees(maker=0, taker=0), clock="three")  # type: ignore[arg-type]
    Backtest(3, data, balances={"usdt": 1}, fees=Fees(maker=0, taker=0))  # type: ignore[arg-type]
    Fees(maker=0)  # type: ignore[call-arg]
    Fees(0, 0)  # type: ignore[call-arg]


def parameters_of_a_strategy() -> None:
    Quiet(quantities=1)  # type: ignore[call-arg]
    Quiet(Decimal(1))  # type: ignore[call-arg]
    Quiet(quantity=b"1")  # type: ignore[arg-type]


def payloads_do_not_mix(kind: DataKind, index: InstrumentIndex) -> None:
    DataKind.Trade(kind)  # type: ignore[arg-type]
    MarketData.synthetic(instrument=index)  # type: ignore[arg-type]
    data = MarketData.synthetic()
    data.events(by="number")  # type: ignore[arg-type]
    MarketData.read_binance_raw("x.gz", infer_exchange_time="next")  # type: ignore[arg-type]


def subscriptions_are_whole(event: MarketEvent, one: Subscription) -> None:
    Subscription("okx", "BTC-USDT", "public_trades")  # type: ignore[arg-type]
    one.kind = SubKind.CANDLES  # type: ignore[misc]
    SubKind.TRADES  # type: ignore[attr-defined]
    WebSocketSubMapper.map(one)  # type: ignore[arg-type]
    event.as_public_trade().kind  # type: ignore[union-attr]
