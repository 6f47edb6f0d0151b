"""nautilus_trader 1.221 `BacktestEngine`: `no_op` and `ema`, with a Python strategy subscribed to quotes and trades.

Margin account, netting, L1 book, portfolio, risk engine and order events are live as by default; logging is bypassed and
the statistics after the run (`run_analysis`) are off, both in nautilus's favour. Making the tick objects, adding
them to the engine, resetting it and adding the strategy are not timed: only `engine.run()` is.

At an L1 venue a trade tick also sets the simulated top of book, so market orders fill near the last trade's price and
one larger than that trade slips a tick: orders agree with the reference, the result does not (and is not compared).
"""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import nautilus_trader
from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
from nautilus_trader.config import LoggingConfig
from nautilus_trader.model.currencies import BTC, USDT
from nautilus_trader.model.data import QuoteTick, TradeTick
from nautilus_trader.model.enums import AccountType, AggressorSide, BookType, OmsType, OrderSide
from nautilus_trader.model.identifiers import InstrumentId, Symbol, TradeId, Venue
from nautilus_trader.model.instruments import CryptoPerpetual
from nautilus_trader.model.objects import Money, Price, Quantity
from nautilus_trader.trading.strategy import Strategy
from reference import BALANCE, FAST, QUANTITY, SLOW, TAKER_FEE
from tape import Tape, load
from worker import serve, timed

INSTRUMENT = InstrumentId.from_str("BTCUSDT-PERP.BINANCE")


def perpetual(tape: Tape) -> CryptoPerpetual:
    return CryptoPerpetual(
        instrument_id=INSTRUMENT,
        raw_symbol=Symbol("BTCUSDT"),
        base_currency=BTC,
        quote_currency=USDT,
        settlement_currency=USDT,
        is_inverse=False,
        price_precision=tape.price_scale,
        size_precision=tape.quantity_scale,
        price_increment=Price(10.0**-tape.price_scale, tape.price_scale),
        size_increment=Quantity(10.0**-tape.quantity_scale, tape.quantity_scale),
        margin_init=Decimal("0.05"),
        margin_maint=Decimal("0.025"),
        maker_fee=Decimal("0.0002"),
        taker_fee=TAKER_FEE,
        ts_event=0,
        ts_init=0,
    )


def trade_ticks(tape: Tape) -> list[TradeTick]:
    columns = (tape.floats("trade_price"), tape.floats("trade_quantity"), tape["trade_side"], tape["trade_id"])
    return [
        TradeTick(
            INSTRUMENT,
            Price(price, tape.price_scale),
            Quantity(quantity, tape.quantity_scale),
            AggressorSide.BUYER if side > 0 else AggressorSide.SELLER,
            TradeId(str(number)),
            time,
            time,
        )
        for price, quantity, side, number, time in zip(
            *(column.tolist() for column in (*columns, tape.trade_time)), strict=True
        )
    ]


def quote_ticks(tape: Tape) -> list[QuoteTick]:
    columns = (tape.floats(name) for name in ("bid", "ask", "bid_quantity", "ask_quantity"))
    return [
        QuoteTick(
            INSTRUMENT,
            Price(bid, tape.price_scale),
            Price(ask, tape.price_scale),
            Quantity(bid_quantity, tape.quantity_scale),
            Quantity(ask_quantity, tape.quantity_scale),
            time,
            time,
        )
        for bid, ask, bid_quantity, ask_quantity, time in zip(
            *(column.tolist() for column in (*columns, tape.quote_time)), strict=True
        )
    ]


class NoOp(Strategy):
    def on_start(self) -> None:
        self.subscribe_quote_ticks(INSTRUMENT)
        self.subscribe_trade_ticks(INSTRUMENT)

    def on_quote_tick(self, tick: QuoteTick) -> None:
        pass

    def on_trade_tick(self, tick: TradeTick) -> None:
        pass


class EmaCross(NoOp):
    def __init__(self, quantity_scale: int) -> None:
        super().__init__()
        self.fast = self.slow = 0.0
        self.fast_step, self.slow_step = 2 / (FAST + 1), 2 / (SLOW + 1)
        self.trades = self.side = self.sent = 0
        # An order whose quantity has another number of decimals than the instrument's is rejected.
        self.sizes = {units: Quantity(float(units * QUANTITY), quantity_scale) for units in (1, 2)}

    def on_trade_tick(self, tick: TradeTick) -> None:
        price = tick.price.as_double()
        self.trades += 1
        if self.trades == 1:
            self.fast = self.slow = price
        else:
            self.fast += self.fast_step * (price - self.fast)
            self.slow += self.slow_step * (price - self.slow)
        if self.trades < SLOW or self.fast == self.slow:
            return
        wanted = 1 if self.fast > self.slow else -1
        if wanted == self.side:
            return
        order_side = OrderSide.BUY if wanted > self.side else OrderSide.SELL
        self.submit_order(self.order_factory.market(INSTRUMENT, order_side, self.sizes[abs(wanted - self.side)]))
        self.side = wanted
        self.sent += 1


def main() -> None:
    tape = load(Path(sys.argv[1]))
    engine = BacktestEngine(
        BacktestEngineConfig(trader_id="BENCH-001", run_analysis=False, logging=LoggingConfig(bypass_logging=True))
    )
    engine.add_venue(
        venue=Venue("BINANCE"),
        oms_type=OmsType.NETTING,
        account_type=AccountType.MARGIN,
        book_type=BookType.L1_MBP,
        starting_balances=[Money(BALANCE, USDT)],
        base_currency=USDT,
    )
    engine.add_instrument(perpetual(tape))
    engine.add_data(trade_ticks(tape))
    engine.add_data(quote_ticks(tape))

    def run(strategy: Strategy) -> dict:
        engine.reset()
        engine.clear_strategies()
        engine.add_strategy(strategy)
        seconds, _ = timed(engine.run)
        checks: dict[str, int] = {}
        if isinstance(strategy, EmaCross):
            filled = sum(order.filled_qty == order.quantity for order in engine.cache.orders())
            checks = {"orders": strategy.sent, "filled": filled, "trades": strategy.trades}
        return {"seconds": seconds, "events": engine.iteration, "checks": checks}

    about = {"framework": "nautilus_trader", "version": nautilus_trader.__version__, "events": tape.events}
    serve({"no_op": lambda: run(NoOp()), "ema": lambda: run(EmaCross(tape.quantity_scale))}, about)


if __name__ == "__main__":
    main()
