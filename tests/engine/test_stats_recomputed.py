"""Every figure of a run, computed again in plain Python from its tables."""

import math
import statistics
from bisect import bisect_right
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from itertools import pairwise

import polars
import pytest
from engine.busy_run import busy_run, rows

from barter_data import MarketData
from barter_engine import Backtest, Candles, Fees, Strategy

WIDE = Context(prec=80, rounding=ROUND_HALF_EVEN)


def quotient(numerator, denominator):
    return WIDE.divide(Decimal(numerator), Decimal(denominator)).quantize(Decimal("1e-18"), context=WIDE)


@pytest.fixture(
    scope="module", params=[{}, {"latency": 0}, {"clock": "two"}], ids=["latency", "no latency", "two axes"]
)
def run(request):
    return busy_run(**request.param)


@pytest.fixture(scope="module")
def fills(run):
    names = (
        "client_order_id",
        "side",
        "price",
        "quantity",
        "quote_value",
        "fee",
        "liquidity",
        "time_exchange",
        "position_after",
    )
    names += ("quote_age_ns", "quantity_beyond_displayed", "mark_after_1s", "mark_after_10s", "mark_after_60s")
    return [dict(zip(names, row, strict=True)) for row in rows(run.exact.fills, *names)]


@pytest.fixture(scope="module")
def equity(run):
    return rows(run.exact.equity, "time", "equity", "realised_pnl", "unrealised_pnl", "drawdown", "gross_exposure")


def weighted(fills, figure):
    """Mean by traded value of what has a figure."""
    known = [(float(fill["quote_value"]), figure(fill)) for fill in fills]
    known = [(weight, value) for weight, value in known if value is not None]
    return sum(weight * value for weight, value in known) / sum(weight for weight, _ in known)


def sign(fill):
    return 1 if fill["side"] == "buy" else -1


def close(left, right):
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-15)


def test_every_statistic_is_either_computed_here_or_known_to_be_null(run):
    computed = set()
    for name, function in globals().items():
        if name.startswith("test_figures_"):
            computed |= set(function.figures)
    null = {name for name in run.stats if run.stats[name] is None}
    assert set(run.stats) - computed <= null | {"periods"}, set(run.stats) - computed - null


def figures(*names):
    def mark(function):
        function.figures = names
        return function

    return mark


@figures("start", "end", "duration", "events", "status", "undelivered")
def test_figures_of_the_span(run, equity):
    stats = run.stats
    assert (stats.start, stats.end) == (run.time_start_ns, run.time_end_ns)
    assert stats.duration == stats.end - stats.start
    assert equity[-1][0] == stats.end
    assert stats.events == 20_000
    assert (stats.status, stats.undelivered) == (run.status, run.undelivered)


@figures("equity_start", "equity_final", "total_return")
def test_figures_of_equity(run, equity):
    known = [row[1] for row in equity if row[1] is not None]
    assert (run.stats.equity_start, run.stats.equity_final) == (known[0], known[-1])
    assert run.stats.total_return == quotient(known[-1] - known[0], known[0])


@figures("pnl_gross", "fees", "rebates", "pnl_net", "inventory_pnl")
def test_figures_of_the_result(run, fills, equity):
    stats = run.stats
    gross = equity[-1][2] + equity[-1][3]
    fees = sum(fill["fee"] for fill in fills if fill["fee"] > 0)
    rebates = -sum(fill["fee"] for fill in fills if fill["fee"] < 0)
    assert rebates > 0
    assert (stats.pnl_gross, stats.fees, stats.rebates) == (gross, fees, rebates)
    assert stats.pnl_net == gross - fees + rebates
    # A derivative account holds nothing else, so its equity moves by exactly that.
    assert stats.inventory_pnl == 0
    assert stats.equity_final == stats.equity_start + stats.pnl_net
    assert stats.funding is None
    assert stats.reason("funding") == "not modelled"


@figures("max_drawdown", "max_drawdown_duration", "max_gross_exposure")
def test_figures_of_risk_bound_what_the_equity_rows_show(run, equity):
    stats = run.stats
    # They follow every change of a mark, the rows only a grid and the fills.
    in_rows = max(row[4] for row in equity)
    assert in_rows <= stats.max_drawdown <= in_rows + Decimal("0.001")
    exposure = max(row[5] for row in equity)
    assert exposure <= stats.max_gross_exposure <= exposure * Decimal("1.001")
    peak, since, longest = None, 0, 0
    for time, value, *_ in equity:
        if peak is None or value >= peak:
            peak, since = value, time
        longest = max(longest, time - since)
    assert abs(stats.max_drawdown_duration - longest) <= 2_000_000_000
    assert stats.max_drawdown_duration <= stats.duration


@figures(
    "orders",
    "orders_filled",
    "orders_refused",
    "orders_rejected",
    "orders_cancelled",
    "orders_expired",
    "orders_open",
    "fills",
    "fill_ratio",
)
def test_figures_of_orders(run, fills):
    stats = run.stats
    orders = rows(run.exact.orders, "status", "quantity", "filled_quantity")
    count = [status for status, *_ in orders].count
    assert stats.orders == len(orders)
    for status in ("filled", "refused", "rejected", "cancelled", "expired"):
        assert stats[f"orders_{status}"] == count(status)
    assert stats.orders_open == count("pending") + count("in_flight") + count("open")
    assert stats.fills == len(fills)
    shares = [filled / quantity for status, quantity, filled in orders if status not in ("pending", "refused")]
    assert close(stats.fill_ratio, float(sum(shares)) / len(shares))


@figures("traded_value", "maker_ratio", "turnover")
def test_figures_of_activity(run, fills, equity):
    stats = run.stats
    traded = sum(fill["quote_value"] for fill in fills)
    assert all(fill["quote_value"] == fill["price"] * fill["quantity"] for fill in fills)
    assert stats.traded_value == traded
    assert stats.maker_ratio == quotient(
        sum(fill["quote_value"] for fill in fills if fill["liquidity"] == "maker"), traded
    )
    area = sum(float(one[1]) * (two[0] - one[0]) for one, two in pairwise(equity))
    # Equity is followed on every change of a mark; tests/parity holds the figure against the reference.
    assert math.isclose(stats.turnover, float(traded) / (area / (equity[-1][0] - equity[0][0])), rel_tol=1e-4)


@figures("exposure_time")
def test_figures_of_exposure(run, fills):
    exposed, before, held = 0, run.time_start_ns, False
    for fill in fills:
        exposed += (fill["time_exchange"] - before) * held
        before, held = fill["time_exchange"], fill["position_after"] != 0
    exposed += (run.time_end_ns - before) * held
    assert close(run.stats.exposure_time, exposed / (run.time_end_ns - run.time_start_ns))


@figures("buy_and_hold_return")
def test_figures_of_buy_and_hold(run):
    mids = [row[0] for row in rows(run.prices, "mid")]
    if run.prices.num_rows < 20_000:  # nothing was left out
        assert (
            close(float(run.stats.buy_and_hold_return), mids[-1] / mids[0] - 1)
            or abs(float(run.stats.buy_and_hold_return) - (mids[-1] / mids[0] - 1)) < 1e-12
        )


@figures("round_trips", "open_positions", "win_rate", "profit_factor", "expectancy", "average_win", "average_loss")
def test_figures_of_round_trips(run):
    stats = run.stats
    positions = rows(run.exact.positions, "pnl_net", "is_open")
    results = [pnl for pnl, is_open in positions if not is_open]
    wins, losses = [pnl for pnl in results if pnl > 0], [pnl for pnl in results if pnl < 0]
    assert (stats.round_trips, stats.open_positions) == (len(results), len(positions) - len(results))
    assert stats.win_rate == quotient(len(wins), len(results))
    assert stats.expectancy == quotient(sum(results), len(results))
    assert stats.average_loss == quotient(sum(losses), len(losses))
    if wins:
        assert stats.average_win == quotient(sum(wins), len(wins))
    assert stats.profit_factor == quotient(sum(wins), -sum(losses))


@figures("slippage_decision", "slippage_arrival")
def test_figures_of_slippage(run, fills):
    orders = {
        client: (decision, arrival)
        for client, decision, arrival in rows(run.exact.orders, "client_order_id", "mid_at_decision", "mark_at_arrival")
    }
    for position, name in enumerate(("slippage_decision", "slippage_arrival")):

        def cost(fill, position=position):
            reference = orders[fill["client_order_id"]][position]
            return (
                None if reference is None else sign(fill) * (float(fill["price"]) - float(reference)) / float(reference)
            )

        assert close(run.stats[name], weighted(fills, cost))


@figures("mark_out_1s", "mark_out_10s", "mark_out_60s")
def test_figures_of_mark_outs(run, fills):
    for seconds in (1, 10, 60):

        def move(fill, seconds=seconds):
            later = fill[f"mark_after_{seconds}s"]
            return None if later is None else sign(fill) * (float(later) - float(fill["price"])) / float(fill["price"])

        assert close(run.stats[f"mark_out_{seconds}s"], weighted(fills, move))
        for fill in fills:
            due = fill["time_exchange"] + seconds * 1_000_000_000
            assert (fill[f"mark_after_{seconds}s"] is None) == (due > run.time_end_ns)


@figures(
    "share_beyond_displayed", "fills_beyond_displayed", "stale_fills", "gaps", "crossed_quotes", "share_inferred_times"
)
def test_figures_of_truth(run, fills):
    stats = run.stats
    beyond = weighted(fills, lambda fill: float(fill["quantity_beyond_displayed"]) / float(fill["quantity"]))
    assert close(stats.share_beyond_displayed, beyond)
    assert beyond > 0
    assert stats.fills_beyond_displayed == sum(fill["quantity_beyond_displayed"] > 0 for fill in fills)
    ages = [fill["quote_age_ns"] for fill in fills if fill["quote_age_ns"] is not None]
    assert stats.stale_fills == sum(age > 1_000_000_000 for age in ages)
    checks = {}
    for check, count in rows(run.data_quality, "check", "count"):
        checks[check] = checks.get(check, 0) + count
    assert (stats.gaps, stats.crossed_quotes) == (checks["gaps"], checks["crossed_quotes"])
    assert stats.share_inferred_times == 0


def test_annualised_figures_of_daily_candles_follow_from_the_equity_table():
    run = daily_run()
    stats, day = run.stats, 86_400_000_000_000
    known = rows(run.exact.equity, "time", "equity")
    at, value, samples = 0, None, []
    for midnight in range(-(-known[0][0] // day) * day, known[-1][0] + 1, day):
        while at < len(known) and known[at][0] <= midnight:
            value = known[at][1]
            at += 1
        samples.append(float(value))
    returns = [two / one - 1 for one, two in pairwise(samples)]
    assert stats.periods == len(returns) >= 30
    deviation = statistics.stdev(returns)
    downside = math.sqrt(sum(min(one, 0) ** 2 for one in returns) / len(returns))
    year = math.sqrt(365)
    assert close(stats.volatility, deviation * year)
    assert close(stats.sharpe, statistics.fmean(returns) / deviation * year)
    assert close(stats.sortino, statistics.fmean(returns) / downside * year)
    years = (known[-1][0] - known[0][0]) / (365 * day)
    cagr = float(known[-1][1] / known[0][1]) ** (1 / years) - 1
    assert close(stats.cagr, cagr)
    assert close(stats.calmar, cagr / float(stats.max_drawdown))


def daily_run():
    """Sixty daily candles, a position that turns."""

    class Alternate(Strategy):
        def on_start(self, ctx):
            self.seen = 0

        def on_candle(self, ctx, candle):
            self.seen += 1
            ctx.target_position(10 if self.seen % 3 else -10)

    day = 86_400_000_000_000
    closes = [round(100 + 5 * math.sin(index / 3) + index * 0.1, 4) for index in range(60)]
    opens = [100.0, *closes[:-1]]
    table = polars.DataFrame(
        {
            "close_time": [1_700_006_400_000_000_000 + index * day for index in range(60)],
            "open": opens,
            "high": [max(pair) + 1 for pair in zip(opens, closes, strict=True)],
            "low": [min(pair) - 1 for pair in zip(opens, closes, strict=True)],
            "close": closes,
            "volume": [10.0] * 60,
        }
    )
    data = MarketData.from_table(candles=table, exchange="binance_futures_usd", instrument="btc_usdt")
    backtest = Backtest(
        Alternate,
        data,
        balances={"usdt": 10_000},
        fees=Fees(maker=0, taker="0.0005"),
        matching=Candles(),
        equity_every="1h",
    )
    return backtest.run()


def test_two_quote_assets_are_counted_in_the_report_currency():
    run = cross_run()
    stats = run.stats
    mids = [row[:2] for row in rows(run.prices, "time", "mid", "instrument") if row[2].endswith("btc_usdt")]
    moments = [time for time, _ in mids]

    def rate(time, instrument):
        """usdt per quote asset, at the latest mid; the line has every quote while it is short."""
        return 1.0 if instrument.endswith("usdt") else mids[bisect_right(moments, time) - 1][1]

    assert len(mids) < 20_000
    traded = fees = rebates = realised = 0.0
    names = set()
    for time, instrument, value, fee, pnl in rows(
        run.exact.fills, "time_exchange", "instrument", "quote_value", "fee", "realised_pnl"
    ):
        names.add(instrument)
        at = rate(time, instrument)
        traded += float(value) * at
        realised += float(pnl) * at
        fees += max(float(fee), 0) * at
        rebates -= min(float(fee), 0) * at
    assert len(names) == 2
    assert close(float(stats.traded_value), traded)
    assert close(float(stats.fees), fees)
    assert close(float(stats.rebates), rebates)
    last = rows(run.exact.equity, "realised_pnl", "unrealised_pnl", "fees", "equity")[-1]
    assert close(float(last[0]), realised)
    assert stats.pnl_gross == last[0] + last[1]
    assert stats.pnl_net == stats.pnl_gross - last[2] == stats.pnl_gross - stats.fees + stats.rebates
    assert stats.inventory_pnl == last[3] - stats.equity_start - stats.pnl_net
    assert stats.round_trips > 0
    assert stats.expectancy is not None


def test_without_a_path_to_the_report_currency_figures_are_null_and_never_zero():
    run = cross_run(report_currency="btc")
    stats = run.stats
    for name in ("equity_start", "equity_final", "fees", "pnl_net", "traded_value", "win_rate"):
        assert stats[name] is None, name
        assert stats.reason(name)
    assert stats.fills == cross_run().stats.fills


@cache
def cross_run(**options):
    """btc_usdt and eth_btc on one exchange: the second is settled in btc."""

    class Both(Strategy):
        def on_start(self, ctx):
            self.seen = 0

        def on_order_book_l1(self, ctx, quote):
            self.seen += 1
            if self.seen % 50:
                return
            side = "buy" if ctx.rng.random() < 0.5 else "sell"
            market = ctx.market(quote.instrument)
            if ctx.rng.random() < 0.5:
                ctx.market_order(side, "0.5", instrument=quote.instrument)
            else:
                ctx.limit_order(
                    side, "0.5", market.bid() if side == "buy" else market.ask(), instrument=quote.instrument
                )

    place = {"exchange": "binance_futures_usd", "events": 4_000}
    data = MarketData.merge(
        MarketData.synthetic(1, instrument="btc_usdt", **place),
        MarketData.synthetic(2, instrument="eth_btc", price="0.05", tick_size="0.00001", **place),
    )
    settings = {"report_currency": "usdt", **options}
    balances = {"usdt": 1_000_000, "btc": 1_000}
    return Backtest(Both, data, balances=balances, fees=Fees(maker="-0.0001", taker="0.0005"), **settings).run()
