"""The tape as `barter_data.MarketData`: a table of trades and one of quotes, received times only (one axis)."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from arro3.core import Array, Table
from tape import Tape

from barter_data import MarketData
from barter_instrument import (
    Asset,
    Instrument,
    InstrumentKind,
    InstrumentQuoteAsset,
    InstrumentSpec,
    InstrumentSpecNotional,
    InstrumentSpecPrice,
    InstrumentSpecQuantity,
    OrderQuantityUnits,
    PerpetualContract,
    Underlying,
)


def perpetual(tape: Tape) -> Instrument:
    tick, lot = Decimal(1).scaleb(-tape.price_scale), Decimal(1).scaleb(-tape.quantity_scale)
    return Instrument(
        "binance_futures_usd",
        "binance_futures_usd-btcusdt",
        "BTCUSDT",
        Underlying(Asset.new_from_exchange("BTC"), Asset.new_from_exchange("USDT")),
        InstrumentQuoteAsset.UNDERLYING_QUOTE,
        InstrumentKind.Perpetual(PerpetualContract(1, Asset.new_from_exchange("USDT"))),
        InstrumentSpec(
            InstrumentSpecPrice(tick, tick),
            InstrumentSpecQuantity(OrderQuantityUnits.Contract(), lot, lot),
            InstrumentSpecNotional(0),
        ),
    )


def _table(**columns: np.ndarray) -> Table:
    return Table.from_pydict({name: Array.from_numpy(values) for name, values in columns.items()})


def trades_table(tape: Tape) -> Table:
    return _table(
        time_received=tape.trade_time,
        price=tape.floats("trade_price"),
        quantity=tape.floats("trade_quantity"),
        side=tape["trade_side"],
        id=tape["trade_id"],
    )


def quotes_table(tape: Tape) -> Table:
    return _table(
        time_received=tape.quote_time,
        bid_price=tape.floats("bid"),
        bid_quantity=tape.floats("bid_quantity"),
        ask_price=tape.floats("ask"),
        ask_quantity=tape.floats("ask_quantity"),
    )


def market_data(tape: Tape) -> MarketData:
    return MarketData.from_table(trades=trades_table(tape), l1=quotes_table(tape), instrument=perpetual(tape))
