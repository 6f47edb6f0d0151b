"""What hooks are given: market events, the market so far, fills, positions, instruments."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from engine.small_market import MS, PERPETUAL, QUOTES, D, S, backtest, candle, every_kind, play, quote, trade

from barter_data import DataKind, MarketEvent
from barter_engine import (
    BookEvent,
    CandleEvent,
    Context,
    Fees,
    Fill,
    InstrumentHandle,
    LiquidationEvent,
    OrderBookL1Event,
    OrderHandle,
    PositionExited,
    Strategy,
    TradeEvent,
)
from barter_execution import Trade
from barter_instrument import ExchangeId, InstrumentIndex, Side, WrongTypeError


def test_market_payloads_are_flat_and_exact():
    seen = {}

    class Looks(Strategy):
        def on_trade(self, ctx, trade):
            seen["trade"] = trade

        def on_order_book_l1(self, ctx, quote):
            seen["quote"] = quote

        def on_candle(self, ctx, candle):
            seen["candle"] = candle

    play(
        Looks,
        l1=[quote(S, "0.1", "0.3", 2, 3, exchange=S - MS)],
        trades=[trade(2 * S, "0.30000000000000000001", "1.5", "sell", exchange=2 * S - MS)],
        candles=[candle(3 * S, 1, 3, "0.5", 2, 10)],
    )
    t, q, c = seen["trade"], seen["quote"], seen["candle"]
    assert (type(t), type(q), type(c)) == (TradeEvent, OrderBookL1Event, CandleEvent)
    assert (t.price, t.quantity, t.side, t.time_exchange_ns, t.time_received_ns) == (
        D("0.30000000000000000001"),
        D("1.5"),
        Side.SELL,
        2 * S - MS,
        2 * S,
    )
    assert (t.price_f64, t.quantity_f64) == (0.3, 1.5)
    assert (q.bid_price, q.ask_price, q.bid_quantity, q.ask_quantity, q.mid) == (D("0.1"), D("0.3"), 2, 3, D("0.2"))
    assert (q.bid_price_f64, q.ask_price_f64, q.bid_quantity_f64, q.ask_quantity_f64, q.mid_f64) == (
        0.1,
        0.3,
        2.0,
        3.0,
        0.2,
    )
    assert (c.open, c.high, c.low, c.close, c.volume, c.time_close_ns) == (1, 3, D("0.5"), 2, 10, 3 * S)
    assert (c.open_f64, c.high_f64, c.low_f64, c.close_f64, c.volume_f64) == (1.0, 3.0, 0.5, 2.0, 10.0)
    assert (q.time_exchange.microsecond, q.time_received.second) == (999_000, 1)
    assert isinstance(t.instrument, InstrumentHandle) and str(t.instrument) == PERPETUAL.name
    for payload in (t, q, c):
        assert PERPETUAL.name in repr(payload)


def test_a_missing_side_is_none_in_payload_and_market():
    seen = []

    class Looks(Strategy):
        def on_order_book_l1(self, ctx, quote):
            market = ctx.market()
            seen.append((quote.bid_price, quote.bid_quantity, quote.bid_price_f64, quote.mid, quote.mid_f64))
            seen.append((market.bid(), market.bid_quantity(), market.bid_f64(), market.mid(), market.mid_f64()))
            assert (quote.ask_price, market.ask()) == (101, 101)

    play(Looks, l1=[(None, S, None, None, 101, 1)])
    assert seen == [(None,) * 5] * 2


def test_market_event_of_a_payload_is_the_canonical_object():
    seen = []

    class Looks(Strategy):
        def on_market_event(self, ctx, event):
            seen.append(event.market_event)

    data = PERPETUAL.data(
        l1=[quote(S, exchange=S - 1)],
        trades=[trade(2 * S, 100, 2, "buy", exchange=2 * S - 1)],
        candles=[candle(3 * S, 1, 3, 1, 2)],
    )
    backtest(Looks, data).run()
    assert seen == list(data.events(by="index"))
    assert {type(event) for event in seen} == {MarketEvent}
    assert [event.kind.kind_name() for event in seen] == ["l1", "public_trade", "candle"]
    assert seen[0].instrument == InstrumentIndex(0) and seen[0].exchange is ExchangeId.BINANCE_FUTURES_USD
    assert isinstance(seen[1].kind, DataKind.Trade)


def test_ctx_market_keeps_the_latest_of_each():
    seen = []

    def look(ctx):
        market = ctx.market()
        seen.append((market.bid(), market.ask(), market.mid(), market.last(), market.age_ns()))

    rows_ = {"l1": [quote(S, 100, 102), quote(3 * S, 104, 106)], "trades": [trade(2 * S, 101), trade(4 * S, 105)]}
    play({n * S: look for n in (1, 2, 3, 4)}, **rows_)
    assert seen == [(100, 102, 101, None, 0), (100, 102, 101, 101, 0), (104, 106, 105, 101, 0), (104, 106, 105, 105, 0)]


def test_the_age_of_a_market_is_the_time_since_its_latest_event():
    seen = []
    play({S: lambda ctx: ctx.every("300ms", lambda ctx: seen.append(ctx.market().age_ns()))}, l1=QUOTES[:2])
    assert seen == [300 * MS, 600 * MS, 900 * MS]


def test_fills_carry_the_order_the_trade_and_the_position():
    seen = []

    class Looks(Strategy):
        def on_order_book_l1(self, ctx, quote):
            if ctx.now_ns() == S:
                ctx.market_order("buy", 2, client_order_id="mine")

        def on_fill(self, ctx, fill):
            seen.append(fill)
            assert fill.order == ctx.order("mine") and fill.client_order_id == "mine"
            assert (fill.side, fill.price, fill.quantity, fill.fee, fill.fee_asset) == (
                Side.BUY,
                101,
                2,
                D("0.202"),
                "usdt",
            )
            assert (fill.liquidity, fill.position_after, fill.realised_pnl) == ("taker", 2, 0)
            assert (fill.price_f64, fill.quantity_f64, fill.fee_f64) == (101.0, 2.0, 0.202)
            assert (fill.trade_id, fill.order_id, fill.time_exchange_ns) == ("1", "1", S)
            assert str(fill.instrument) == PERPETUAL.name

    play(Looks, fees=Fees(maker=0, taker="0.001"))
    (fill,) = seen
    assert isinstance(fill, Fill) and isinstance(fill.trade, Trade)
    trade_ = fill.trade
    assert (trade_.price, trade_.quantity, trade_.side, trade_.fees.fees) == (101, 2, Side.BUY, D("0.202"))
    assert trade_.strategy == "Looks" and trade_.instrument == InstrumentIndex(0)


def test_a_position_exit_is_upstreams_object():
    seen = []
    actions = {S: lambda ctx: ctx.market_order("buy", 1), 2 * S: lambda ctx: ctx.market_order("sell", 1)}
    play(actions, hooks={"on_position_exit": lambda self, ctx, position: seen.append(position)})
    (position,) = seen
    assert isinstance(position, PositionExited)
    assert (position.side, position.quantity_abs_max, position.price_entry_average) == (Side.BUY, 1, 101)
    assert position.pnl_realised == -1


def test_position_detail_is_upstreams_position_and_none_when_flat():
    seen = []
    actions = {
        S: lambda ctx: seen.append(ctx.position_detail()) or ctx.market_order("sell", 2),
        2 * S: lambda ctx: seen.append(ctx.position_detail()) or seen.append((ctx.position(), ctx.position_f64())),
    }
    play(actions)
    flat, short, signed = seen
    assert flat is None
    assert (short.side, short.quantity_abs, short.price_entry_average) == (Side.SELL, 2, 100)
    assert signed == (D(-2), -2.0)


def test_ctx_says_the_time_as_int_and_as_datetime():
    seen = []
    play({2 * S: lambda ctx: seen.extend([ctx.now_ns(), ctx.now()])})
    assert seen[0] == 2 * S and seen[1].timestamp() == 2.0 and seen[1].tzinfo is not None


def test_instruments_are_found_by_name_index_handle_and_exchange_name():
    def act(ctx):
        handle = ctx.instrument()
        assert all(ctx.instrument(key) == handle for key in (0, PERPETUAL.name, "BTCUSDT", handle))
        assert ctx.instruments() == [handle] and len({handle, ctx.instrument(0)}) == 1
        assert (handle.index, handle.name, handle.name_exchange, handle.exchange) == (
            0,
            PERPETUAL.name,
            "BTCUSDT",
            ExchangeId.BINANCE_FUTURES_USD,
        )
        assert (handle.base, handle.quote, handle.is_spot, handle.contract_size) == ("btc", "usdt", False, 1)
        assert (handle.tick_size, handle.lot_size) == (None, None)
        assert handle.instrument == PERPETUAL.instrument()
        assert isinstance(ctx, Context) and isinstance(ctx.market_order("buy", 1, instrument=handle), OrderHandle)

    play({S: act})


def test_every_kind_of_event_reaches_its_hook_and_equals_the_canonical_one():
    seen = {}

    def keep(name):
        return lambda self, ctx, event: seen.setdefault(name, event) and None

    names = ("on_order_book", "on_candle", "on_liquidation", "on_trade", "on_order_book_l1")
    data = every_kind()
    backtest(type("Looks", (Strategy,), {name: keep(name) for name in names}), data).run()
    book, candle_, liquidation = (seen[name] for name in names[:3])
    assert (type(book), type(liquidation)) == (BookEvent, LiquidationEvent)
    assert (book.is_snapshot, book.sequence, book.bids, book.asks) == (True, 1, [(100, 1)], [(101, 1)])
    assert (candle_.open, candle_.trade_count) == (100, 3)
    assert (liquidation.price, liquidation.quantity, liquidation.side) == (100, 1, Side.BUY)
    assert (liquidation.price_f64, liquidation.quantity_f64) == (100.0, 1.0)
    canonical = list(data.events(by="index"))
    for event in seen.values():
        assert event.market_event in canonical
        assert PERPETUAL.name in repr(event)


@pytest.mark.parametrize("given", [1, "1", 1.0, D(1), D("1.000"), np.int64(1), np.float64(1.0), Fraction(1)], ids=repr)
def test_quantities_are_ints_text_floats_decimals_and_numpy_numbers(given):
    def act(ctx):
        if isinstance(given, Fraction):
            with pytest.raises(WrongTypeError):
                ctx.market_order("buy", given)
        else:
            assert ctx.limit_order(Side.BUY, given, given).quantity == 1
            assert ctx.target_position(given) is None

    play({S: act})


def test_a_float_is_taken_by_its_shortest_text():
    def act(ctx):
        assert ctx.limit_order("buy", 0.1 + 0.2, 0.1).quantity == D("0.30000000000000004")
        assert ctx.limit_order("buy", 0.3, 0.1).quantity == D("0.3")

    play({S: act})


def test_payloads_that_are_kept_stay_what_they_were():
    """Their memory is used again only when nothing holds them."""
    kept, dropped = [], []

    class Keeps(Strategy):
        def on_market_event(self, ctx, event):
            (kept if event.time_received_ns % (3 * S) == 0 else dropped).append(event)
            del dropped[:]

    quotes = [quote(n * S, 100 + n, 101 + n) for n in range(1, 60)]
    trades = [trade(n * S, 200 + n, n) for n in range(1, 60)]
    play(Keeps, l1=quotes, trades=trades)
    assert len(kept) == 2 * 19
    for event in kept:
        number = event.time_received_ns // S
        if isinstance(event, TradeEvent):
            assert (event.price, event.price_f64, event.quantity) == (200 + number, 200.0 + number, number)
        else:
            assert (event.bid_price, event.ask_price_f64) == (100 + number, 101.0 + number)
