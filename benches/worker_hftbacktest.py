"""hftbacktest 2.4: `no_op` (a compiled strategy that is woken by every event and does nothing) and `ema` (the EMA cross).

A quote has no event of its own that hftbacktest's book applies, so it becomes one row per side plus one that clears the
price a side has left; rows of one quote share its time and wake the strategy once. "Events" are trades and quotes, not rows.
Latency is 0, a market order fills whole at the touch, taker fee 0.05 %. Converting the tape and compiling are not timed;
building the backtest from the converted array and running it are.
"""

from __future__ import annotations

import sys
from pathlib import Path

import hftbacktest
import numpy as np
from hftbacktest import (
    BUY_EVENT,
    DEPTH_EVENT,
    EXCH_EVENT,
    GTC,
    LOCAL_EVENT,
    MARKET,
    SELL_EVENT,
    TRADE_EVENT,
    BacktestAsset,
    HashMapMarketDepthBacktest,
)
from hftbacktest.binding import event_dtype
from numba import njit
from reference import FAST, QUANTITY, SLOW, TAKER_FEE
from tape import Tape, load
from worker import serve, timed

FOREVER = 10**18  # ns: wait for the next event however far it is
NEXT_EVENT = 2


def rows(tape: Tape) -> np.ndarray:
    """The tape as hftbacktest's array of events."""
    seen = EXCH_EVENT | LOCAL_EVENT
    is_trade = tape["is_trade"] == 1
    position = np.arange(tape.events) * 4  # room for four rows an event keeps their order
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []

    def add(where: np.ndarray, time: np.ndarray, event: np.ndarray | int, price: np.ndarray, size: np.ndarray) -> None:
        parts.append((where, time, np.broadcast_to(np.uint64(event), where.shape), price, size))

    aggressor = np.where(tape["trade_side"] > 0, BUY_EVENT, SELL_EVENT)
    add(
        position[is_trade],
        tape.trade_time,
        (seen | TRADE_EVENT | aggressor).astype(np.uint64),
        tape.floats("trade_price"),
        tape.floats("trade_quantity"),
    )
    quotes, time = position[~is_trade], tape.quote_time
    for offset, (side, name) in enumerate(((BUY_EVENT, "bid"), (SELL_EVENT, "ask"))):
        price, event = tape.floats(name), seen | DEPTH_EVENT | side
        left = np.flatnonzero(np.diff(price)) + 1
        add(quotes[left] + offset, time[left], event, price[left - 1], np.zeros(len(left)))
        add(quotes + 2 + offset, time, event, price, tape.floats(f"{name}_quantity"))
    where, time, event, price, size = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(where, kind="stable")
    out = np.zeros(len(where), event_dtype)
    out["ev"], out["px"], out["qty"] = event[order], price[order], size[order]
    out["exch_ts"] = out["local_ts"] = time[order]
    return out


def backtest(data: np.ndarray) -> HashMapMarketDepthBacktest:
    asset = (
        BacktestAsset()
        .data(data)
        .linear_asset(1.0)
        .constant_order_latency(0, 0)
        .risk_adverse_queue_model()
        .no_partial_fill_exchange()
        .trading_value_fee_model(float(TAKER_FEE), float(TAKER_FEE))
        .tick_size(0.1)
        .lot_size(0.001)
        .last_trades_capacity(64)
    )
    return HashMapMarketDepthBacktest([asset])


@njit
def no_op(hbt):
    woken = 0
    while hbt.wait_next_feed(False, FOREVER) == NEXT_EVENT:
        woken += 1
    return woken


@njit
def ema_cross(hbt, fast_step, slow_step, warm_up, quantity):
    woken = trades = side = orders = 0
    fast = slow = 0.0
    while hbt.wait_next_feed(False, FOREVER) == NEXT_EVENT:
        woken += 1
        latest = hbt.last_trades(0)
        for i in range(len(latest)):
            price = latest[i]["px"]
            trades += 1
            if trades == 1:
                fast = slow = price
            else:
                fast += fast_step * (price - fast)
                slow += slow_step * (price - slow)
            if trades < warm_up or fast == slow:
                continue
            wanted = 1 if fast > slow else -1
            if wanted == side:
                continue
            orders += 1
            size = abs(wanted - side) * quantity
            if wanted > side:
                hbt.submit_buy_order(0, orders, price, size, GTC, MARKET, False)
            else:
                hbt.submit_sell_order(0, orders, price, size, GTC, MARKET, False)
            side = wanted
            hbt.clear_inactive_orders(0)
        if len(latest):
            hbt.clear_last_trades(0)
    return woken, orders


def main() -> None:
    tape = load(Path(sys.argv[1]))
    data, last = rows(tape), float(tape.floats("trade_price")[-1])

    def every_event(woken: int) -> int:
        """The book takes the first quote before the strategy can be woken by it."""
        if woken < tape.events - 1:
            raise SystemExit(f"the strategy saw {woken} of {tape.events} events")
        return tape.events

    def run_no_op() -> dict:
        def run() -> int:
            hbt = backtest(data)
            woken = no_op(hbt)
            hbt.close()
            return woken

        seconds, woken = timed(run)
        return {"seconds": seconds, "events": every_event(woken), "checks": {}}

    def run_ema() -> dict:
        def run():
            hbt = backtest(data)
            woken, orders = ema_cross(hbt, 2 / (FAST + 1), 2 / (SLOW + 1), SLOW, float(QUANTITY))
            state = hbt.state_values(0)
            net = state.balance + state.position * last - state.fee
            fills = int(state.num_trades)
            hbt.close()
            return woken, orders, fills, net

        seconds, (woken, orders, fills, net) = timed(run)
        return {
            "seconds": seconds,
            "events": every_event(woken),
            "checks": {"orders": orders, "filled": fills, "net_last": f"{net:.6f}"},
        }

    run_no_op()
    run_ema()
    about = {"framework": "hftbacktest", "version": hftbacktest.__version__, "events": tape.events, "rows": len(data)}
    serve({"no_op": run_no_op, "ema": run_ema}, about)


if __name__ == "__main__":
    main()
