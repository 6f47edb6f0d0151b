"""Figures that follow equity through the run: no row of a table decides them, and no kind of mark or quote asset is left out."""

from __future__ import annotations

import math
import random
import statistics
from itertools import pairwise

import pytest
from engine.small_market import FREE, PERPETUAL, SPOT, D, Listing, S, backtest, play, quote, rows

from barter_data import MarketData
from barter_engine import Backtest, Fees, Strategy

HOUR = 3600 * S
DAY = 24 * HOUR


class Hold(Strategy):
    """Buys one with the first quote of its instrument."""

    instrument: str = PERPETUAL.name
    side: str = "buy"
    quantity: str = "1"
    after: int = 1

    def on_start(self, ctx):
        self.seen = 0

    def on_order_book_l1(self, ctx, quote):
        self.seen += quote.instrument.name == self.instrument
        if self.seen == self.after:
            self.seen += 1
            ctx.market_order(self.side, self.quantity, instrument=self.instrument)


def mids_of_days(days):
    rng = random.Random(5)
    mids, mid = [], 1000.0
    for _ in range(days * 24):
        mid = round(mid * math.exp(rng.gauss(0, 0.004)), 1)
        mids.append(mid)
    return mids


@pytest.mark.parametrize("every", ["1s", "7min", "1h", "1d", None])
def test_returns_and_turnover_do_not_depend_on_the_grid_of_the_equity_table(every):
    """45 days: a grid of seconds is cut off after 11 days, and none at all has only the fill and the end."""
    mids = mids_of_days(45)
    quotes = [quote(hour * HOUR, D(str(mid)) - 1, D(str(mid)) + 1) for hour, mid in enumerate(mids, 1)]
    result = backtest(Hold, PERPETUAL.data(l1=quotes), balances={"usdt": 3_000}, equity_every=every).run()
    stats = result.stats
    cut_off = "TABLE FULL" in result.assumptions["equity"]
    assert cut_off == (every == "1s")

    equity = [3_000 - (mids[0] + 1) + mid for mid in mids]  # from hour to hour
    samples = equity[23::24]  # midnights
    returns = [two / one - 1 for one, two in pairwise(samples)]
    year = math.sqrt(365)
    assert stats.periods == len(returns) == 44
    assert math.isclose(stats.volatility, statistics.stdev(returns) * year, rel_tol=1e-9)
    assert math.isclose(stats.sharpe, statistics.fmean(returns) / statistics.stdev(returns) * year, rel_tol=1e-9)
    downside = math.sqrt(sum(min(one, 0) ** 2 for one in returns) / len(returns))
    assert math.isclose(stats.sortino, statistics.fmean(returns) / downside * year, rel_tol=1e-9)
    assert math.isclose(stats.turnover, (mids[0] + 1) / statistics.fmean(equity[:-1]), rel_tol=1e-9)


def test_a_return_is_null_where_equity_was_not_known_at_the_end_of_a_period():
    """An asset without a way to the report currency is bought for ten days: nobody knows what it was worth meanwhile."""
    pair = Listing(exchange="binance_spot", base="eth", quote="btc", kind="spot")
    coins = [quote(day * DAY + 1, 50_000 + day, 50_001 + day) for day in range(40)]
    pairs = [quote(day * DAY + 2, D("0.05"), D("0.05")) for day in range(40)]
    data = MarketData.merge(SPOT.data(l1=coins), pair.data(l1=pairs))

    class Detour(Strategy):
        def on_start(self, ctx):
            self.seen = 0

        def on_order_book_l1(self, ctx, quote):
            self.seen += 1
            if self.seen in (10, 30):
                ctx.market_order("buy" if self.seen == 10 else "sell", 1, instrument=pair.name)

    result = backtest(Detour, data, balances={"usdt": 1_000, "btc": 1}).run()
    assert result.stats.sharpe is None
    assert result.stats.reason("sharpe") == "equity is not known at the end of a period"


def test_turnover_by_hand():
    quotes = [quote(0, 100, 100), quote(4 * S, 110, 110), quote(10 * S, 90, 90), quote(20 * S, 95, 95)]
    result = play({4 * S: lambda ctx: ctx.market_order("buy", 2)}, l1=quotes, balances={"usdt": 500})
    mean = (4 * 500 + 6 * 500 + 10 * 460) / 20
    assert math.isclose(result.stats.turnover, 220 / mean, rel_tol=1e-12)


def test_the_time_before_a_drawdown_does_not_count_as_drawdown():
    """Flat for an hour, then the spread is paid; the last quote gives it back."""
    quotes = [quote(0, 100, 101), quote(HOUR, 100, 101), quote(HOUR + 5 * S, 101, 102), quote(HOUR + 60 * S, 101, 102)]
    result = play({HOUR: lambda ctx: ctx.market_order("buy", 1)}, l1=quotes)
    assert result.stats.max_drawdown_duration == 5 * S
    assert result.stats.max_drawdown == D("0.5") / 100_000


@pytest.mark.parametrize("fees", [FREE, Fees(maker="-0.0001", taker="0.001")])
def test_a_spot_pair_with_another_quote_is_counted_in_the_report_currency(fees):
    """eth is bought for btc; the report is in usdt."""
    pair = Listing(exchange="binance_spot", base="eth", quote="btc", kind="spot")
    dollars = Listing(exchange="binance_spot", base="eth", quote="usdt", kind="spot")
    data = MarketData.merge(
        SPOT.data(l1=[quote(n * S, 49_999, 50_001) for n in range(1, 9)]),
        pair.data(l1=[quote(n * S + 1, D("0.05") + D("0.01") * (n == 6), D("0.0502") + D("0.01") * (n == 6)) for n in range(1, 9)]),
        dollars.data(l1=[quote(n * S + 2, 2_500, 2_502) for n in range(1, 9)]),
    )
    strategy = Hold(instrument=pair.name, quantity="10", after=2)
    result = backtest(strategy, data, balances={"usdt": 1_000, "btc": 2}, fees=fees, report_currency="usdt").run()
    stats = result.stats
    # 10 eth × 0.0601 btc at the sixth quote × 50,000 usdt.
    assert stats.max_gross_exposure == 10 * D("0.0601") * 50_000
    assert stats.traded_value == 10 * D("0.0502") * 50_000
    assert stats.fees == fees.taker * stats.traded_value
    assert stats.pnl_net == 10 * (D("0.0501") - D("0.0502")) * 50_000 - stats.fees
    assert stats.turnover is not None


def test_marks_of_many_digits_are_followed_and_end_an_account_that_is_ruined():
    """Twice such a price does not fit 64 bits."""
    price = D("10000000000.000000001")
    quotes = [quote(n * S, price * (1 + 4 * (n > 4)), price * (1 + 4 * (n > 4))) for n in range(1, 9)]
    short = play({S: lambda ctx: ctx.market_order("sell", 1)}, l1=quotes, balances={"usdt": 2 * 10**10})
    assert (short.status, short.time_end_ns) == ("insolvent", 5 * S)
    rich = play({S: lambda ctx: ctx.market_order("sell", 1)}, l1=quotes, balances={"usdt": 10**11})
    assert rich.stats.max_gross_exposure == 5 * price
    assert rich.stats.max_drawdown == rows(rich.exact.equity, "drawdown")[-1][0] > D("0.3")


def test_a_large_quantity_at_a_round_price_is_exact():
    quotes = [quote(n * S, 100, 102 + n) for n in range(1, 5)]
    result = play({S: lambda ctx: ctx.market_order("buy", 10**9)}, l1=quotes, balances={"usdt": 10**12})
    assert result.stats.equity_final == 10**12 + 10**9 * (D("103") - D("103"))
    assert result.stats.max_gross_exposure == 10**9 * D("103")


def test_times_as_far_apart_as_can_be():
    ends = (-(2**63), 2**63 - 1)
    result = play({ends[0]: lambda ctx: ctx.market_order("buy", 1)}, l1=[quote(ends[0]), quote(0), quote(ends[1])])
    stats = result.stats
    assert (stats.duration, stats.reason("duration")) == (None, "too large")
    assert stats.exposure_time == 1
    assert math.isclose(stats.turnover, 101 / 99_999.5)
    # Nobody saw a mark after the end of time.
    late = play({2**63 - 9: lambda ctx: ctx.market_order("buy", 1)}, l1=[quote(2**63 - 9), quote(2**63 - 2)])
    assert rows(late.fills, "mark_after_1s", "mark_after_60s") == [(None, None)]


def test_a_balance_that_no_table_holds_is_an_error_that_names_it():
    from barter_instrument.errors import InvalidArgumentError

    for amount in ("1.1234567890123456789", 10**20):
        with pytest.raises(InvalidArgumentError, match="18 fractional digits") as error:
            Backtest(Hold, PERPETUAL.data(l1=[quote(S)]), balances={"usdt": amount}, fees=FREE)
        assert error.value.argument == "balances"
