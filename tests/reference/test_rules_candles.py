"""M19: matching against candles."""

import pytest

from .candles import Candles
from .conditions import Latency
from .scenario import MS, S, fills, outcome, play, trade

IOC, FOK = "immediate_or_cancel", "fill_or_kill"


def market(side="buy", quantity=1):
    return lambda ctx: ctx.market_order(side, quantity)


def candle(time, open, high, low, close, volume=10):
    return (time, None, open, high, low, close, volume)


def candles(actions, *rows, **options):
    return play(actions, candles=list(rows), matching=Candles(), **options)


def test_m19_market_orders_fill_at_the_next_open():
    rows = [candle(60 * S, 100, 105, 95, 101), candle(120 * S, 102, 110, 90, 103), candle(180 * S, 104, 104, 104, 104)]
    result = candles({60 * S: market()}, *rows)
    assert fills(result) == [(1, 120 * S, "buy", 102, 1, "taker")]
    # An order that arrives while a candle is under way waits for the next one.
    late = candles({60 * S: market()}, *rows, latency=Latency(entry=5 * MS))
    assert fills(late) == [(1, 180 * S, "buy", 104, 1, "taker")]


def test_m19_before_the_first_candle_there_is_no_market():
    result = candles({S: market()}, candle(60 * S, 1, 1, 1, 1), trades=[trade(S, 100, 1)])
    assert outcome(result) == ("rejected", "no_market")


@pytest.mark.parametrize(
    ("high", "low", "order"),
    [(103, 95, [2, 1]), (105, 98, [1, 2]), (105, 95, [1, 2])],  # nearer extreme first; a tie goes to the low
)
def test_m19_limits_fill_along_the_path_open_nearer_extreme_other_extreme_close(high, low, order):
    def act(ctx):
        ctx.limit_order("buy", 1, 98)
        ctx.limit_order("sell", 1, 103)

    result = candles({60 * S: act}, candle(60 * S, 100, 100, 100, 100), candle(120 * S, 100, high, low, 100))
    assert [row[0] for row in fills(result)] == order
    assert [row[3:] for row in sorted(fills(result))] == [(98, 1, "maker"), (103, 1, "maker")]


def test_m19_marketable_at_the_open_is_a_taker_and_post_only_is_a_maker_at_its_own_price():
    def act(ctx):
        ctx.limit_order("buy", 1, 99, post_only=True)
        ctx.limit_order("buy", 1, 99)
        ctx.limit_order("buy", 1, 90, time_in_force=IOC)
        ctx.limit_order("buy", 1, 90, time_in_force=FOK)
        ctx.limit_order("buy", 1, 97)

    result = candles({60 * S: act}, candle(60 * S, 100, 100, 100, 100), candle(120 * S, 98, 99, 96, 98))
    assert fills(result) == [
        (2, 120 * S, "buy", 98, 1, "taker"),
        (1, 120 * S, "buy", 99, 1, "maker"),
        (5, 120 * S, "buy", 97, 1, "maker"),
    ]
    assert [outcome(result, n) for n in (3, 4)] == [("cancelled", IOC), ("cancelled", FOK)]


def test_m19_orders_reached_at_one_point_fill_by_price_then_time():
    def act(ctx):
        for price in (97, 98, 97):
            ctx.limit_order("buy", 1, price)

    result = candles({60 * S: act}, candle(60 * S, 100, 100, 100, 100), candle(120 * S, 100, 101, 90, 95))
    assert [row[0] for row in fills(result)] == [2, 1, 3]


def test_m19_closing_at_the_end_is_at_the_latest_close():
    rows = [candle(60 * S, 100, 100, 100, 100), candle(120 * S, 102, 110, 90, 103)]
    result = candles({60 * S: market()}, *rows, close_at_end=True)
    assert fills(result)[-1] == (2, 120 * S, "sell", 103, 1, "taker")
