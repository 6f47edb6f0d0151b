"""What the EMA workload must give on a tape: the strategy in a plain loop, money in integers.

EMA 12/26 of the trade price (`ema += 2/(n+1) * (price - ema)`, from the first price), acting from the 26th trade:
long 0.01 above, short 0.01 below, one market order at each change, filled whole at the opposite touch, taker fee 0.05 %.
Every contender's orders and result are compared with this, so that nobody is measured doing something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tape import Tape

FAST, SLOW = 12, 26
QUANTITY = Decimal("0.01")
TAKER_FEE = Decimal("0.0005")
BALANCE = 1_000_000

KNOWN = {
    # digest of the tape: orders, result at mid, at the last trade
    "853a1573647039c1a590b58d52c786890634b397764fcec51527d1807a54e241": (3505, "-2046.84161050", "-2046.84211050"),
}
"""What is known of the standard tape (the recording 12 times over) from elsewhere."""


@dataclass(frozen=True)
class Expected:
    """`net_mid`, `net_last`: result after fees with the open position marked at mid, at the last trade."""

    events: int
    trades: int
    orders: int
    net_mid: Decimal
    net_last: Decimal


def ema_cross(tape: Tape) -> Expected:
    fast_step, slow_step = 2 / (FAST + 1), 2 / (SLOW + 1)
    prices = tape.floats("trade_price").tolist()
    ticks, bids, asks = (tape[name].tolist() for name in ("trade_price", "bid", "ask"))
    trade = quote = -1
    fast = slow = 0.0
    side = orders = 0
    cash = turnover = 0  # price ticks × (multiples of QUANTITY)
    for is_trade in tape["is_trade"].tolist():
        if not is_trade:
            quote += 1
            continue
        trade += 1
        price = prices[trade]
        if trade == 0:
            fast = slow = price
        else:
            fast += fast_step * (price - fast)
            slow += slow_step * (price - slow)
        if trade + 1 < SLOW or fast == slow:
            continue
        wanted = 1 if fast > slow else -1
        if wanted == side:
            continue
        if quote < 0:
            raise SystemExit("the first order comes before the first quote")
        units = wanted - side
        fill = asks[quote] if units > 0 else bids[quote]
        cash -= units * fill
        turnover += abs(units) * fill
        side = wanted
        orders += 1
    tick = QUANTITY.scaleb(-tape.price_scale)
    settled = cash * tick - turnover * tick * TAKER_FEE
    expected = Expected(
        events=tape.events,
        trades=tape.trades,
        orders=orders,
        net_mid=settled + side * tick * (bids[quote] + asks[quote]) / 2,
        net_last=settled + side * tick * ticks[trade],
    )
    if tape.digest in KNOWN:
        known_orders, at_mid, at_last = KNOWN[tape.digest]
        if (expected.orders, expected.net_mid, expected.net_last) != (known_orders, Decimal(at_mid), Decimal(at_last)):
            raise SystemExit(f"the reference is wrong: {expected}, known are {KNOWN[tape.digest]}")
    return expected
