"""The reference on real recordings: the peers' tape, and strategies that make everything happen."""

import time
from collections import Counter
from decimal import Decimal

import pytest
from strategies import ema, quoter, random_requests

from .books import check_books
from .candles import Candles
from .clock_offset import with_times
from .conditions import Fees
from .errors import SimulationError
from .last_trade import LastTrade
from .peer_tape import peer_tape
from .run import run
from .strategy import Strategy
from .tables_in import from_table
from .top_of_book import TopOfBook

D = Decimal
FEES = Fees(maker="0.0002", taker="0.0005")
REBATE = Fees(maker="-0.0001", taker="0.0005")
WALLETS = {
    "usdm_btcusdt": {"usdt": 1_000_000},
    "spot_btcusdt": {"usdt": 400_000, "btc": 5},
    "spot_ethusdt": {"usdt": 400_000, "eth": 100},
}
SIZES = {
    "usdm_btcusdt": {},
    "spot_btcusdt": dict(tick="0.01", lot="0.00001", size=300_000),
    "spot_ethusdt": dict(tick="0.01", lot="0.0001", size=600_000),
}


def ema_on_tape(feed, instrument, tiles):
    tape = peer_tape(feed, tiles)
    options = dict(balances={"usdt": 1_000_000}, fees=Fees(maker=0, taker="0.0005"))
    result = run(ema.make(Strategy), [tape], [instrument], **options)
    last_trade = next(row.price for row in reversed(tape.rows) if row.kind == "trade")
    cash = sum(
        (row["quote_value"] if row["side"] == "sell" else -row["quote_value"]) - row["fee"] for row in result.fills
    )
    return result, cash + result.fills[-1]["position_after"] * last_trade


def test_the_recording_has_the_rows_its_readme_says(recording):
    counts = recording("usdm_btcusdt")[0].counts
    assert counts == {"lines": 93_954, "trade": 21_313, "book_ticker": 66_089, "depth": 6_551, "snapshot": 1}


def test_ema_on_one_tile_of_the_peers_tape(recording):
    result, at_last_trade = ema_on_tape(*recording("usdm_btcusdt"), tiles=1)
    assert len(result.orders) == len(result.fills) == 293
    assert sum(1 for row in result.fills if row["quantity_beyond_displayed"] > 0) == 37
    assert (result.accounting["pnl_net"], at_last_trade) == (D("-169.5631745"), D("-169.5636745"))


@pytest.mark.slow
def test_ema_on_the_peers_tape(recording):
    began = time.perf_counter()
    result, at_last_trade = ema_on_tape(*recording("usdm_btcusdt"), tiles=12)
    print(f"{result.rows} rows in {time.perf_counter() - began:.1f} s")
    assert (result.rows, len(result.orders)) == (1_048_824, 3_505)
    assert result.accounting["pnl_net"] == D("-2046.84161050")
    assert at_last_trade == D("-2046.84211050")


def test_ema_fills_differ_between_the_clocks(recording):
    feed, instrument = recording("usdm_btcusdt")
    shifted = with_times(feed, clock_offset="min")
    options = dict(balances={"usdt": 1_000_000}, fees=FEES)
    one, two = (
        run(ema.make(Strategy), [shifted], [instrument], clock=clock, **options) for clock in ("received", "two")
    )
    assert len(one.fills) == len(two.fills) == 293
    assert sum(1 for a, b in zip(one.fills, two.fills, strict=True) if a["price"] != b["price"]) == 160


def test_two_axes_refuse_the_recording_as_it_is(recording):
    feed, instrument = recording("usdm_btcusdt")
    with pytest.raises(SimulationError) as caught:
        run(Strategy, [feed], [instrument], balances={}, fees=FEES, clock="two")
    assert caught.value.code == "received_before_exchange"
    feed, instrument = recording("spot_btcusdt")
    with pytest.raises(SimulationError) as caught:
        run(Strategy, [with_times(feed, clock_offset="min")], [instrument], balances={}, fees=FEES, clock="two")
    assert caught.value.code == "no_exchange_time"


def random_runs(recording):
    """The recordings, clocks, latencies and rules of matching that the library is held against."""
    for name, wallet in WALLETS.items():
        feed, instrument = recording(name)
        shifted = with_times(feed, clock_offset="min", infer_exchange_time="previous")
        clocks = ["received", "two"] if instrument.is_spot is False else ["received"]
        for number, (clock, latency, matching) in enumerate(
            (clock, latency, matching)
            for clock in clocks
            for latency in (0, "5ms", "20ms")
            for matching in (TopOfBook("displayed"), TopOfBook("unlimited", cap_at_trade=True), LastTrade())
        ):
            options = dict(clock=clock, latency=latency, matching=matching, seed=number, parameters=SIZES[name])
            options.update(balances=wallet, fees=REBATE, leverage=5, start=shifted.rows[2000].time_received)
            yield run(random_requests.make(Strategy), [shifted], [instrument], **options)


@pytest.mark.slow
def test_random_requests_make_everything_happen_and_the_books_balance(recording):
    counts = Counter()
    for result in random_runs(recording):
        counts.update((row["event"], row["reason"]) for row in result.order_events)
        counts.update(row["kind"] for row in result.orders)
        counts.update(row["time_in_force"] for row in result.orders)
        counts.update(row["liquidity"] for row in result.fills)
        counts["partial"] += sum(1 for row in result.orders if 0 < row["filled_quantity"] < row["quantity"])
        flips = zip(result.fills, result.fills[1:], strict=False)
        counts["flip"] += sum(1 for a, b in flips if a["position_after"] * b["position_after"] < 0)
        check_books(result, REBATE)
    for what in EVERYTHING:
        assert counts[what] > 0, f"{what} never happened; {counts}"
    print(counts)


EVERYTHING = [
    "partial",
    "flip",
    "market",
    "limit",
    "maker",
    "taker",
    "good_until_cancelled",
    "good_until_end_of_day",
    "immediate_or_cancel",
    "fill_or_kill",
    ("refused", "warm_up"),
    ("refused", "cancelled_before_sent"),
    ("refused", "replaced_order_done"),
    ("rejected", "insufficient_balance"),
    ("rejected", "insufficient_margin"),
    ("rejected", "post_only_would_take"),
    ("cancel_rejected", "order_already_fully_filled"),
    ("cancel_rejected", "order_already_cancelled"),
    ("cancel_rejected", "order_not_found"),
    ("cancelled", None),
    ("cancelled", "immediate_or_cancel"),
    ("cancelled", "fill_or_kill"),
    ("cancelled", "no_liquidity"),
    ("expired", "end_of_day"),
    ("expired", "self_trade"),
]


@pytest.mark.parametrize("wait", [True, False])
@pytest.mark.parametrize("name", list(WALLETS))
def test_a_quoter_follows_the_touch_by_replace(recording, name, wait):
    feed, instrument = recording(name)
    parameters = dict(wait=wait)
    result = run(
        quoter.make(Strategy),
        [feed],
        [instrument],
        balances=WALLETS[name],
        fees=REBATE,
        latency="5ms",
        parameters=parameters,
    )
    counts = Counter((row["event"], row["reason"]) for row in result.order_events)
    assert counts[("cancelled", None)] > 0 and counts[("filled", None)] > 0
    assert {row["liquidity"] for row in result.fills} == {"maker"}
    assert (("refused", "replaced_order_done") in counts) is wait
    check_books(result, REBATE)


def test_two_instruments_on_two_exchanges_in_one_run(recording):
    (one, first), (two, second) = recording("usdm_btcusdt"), recording("spot_ethusdt")
    balances = {"binance_futures_usd": WALLETS["usdm_btcusdt"], "binance_spot": WALLETS["spot_ethusdt"]}
    latency = {"binance_futures_usd": "5ms", "binance_spot": 0}
    options = dict(balances=balances, fees=REBATE, latency=latency, parameters=dict(lot="0.01", size=100), leverage=5)
    result = run(random_requests.make(Strategy), [one, two], [first, second], **options)
    assert {row["exchange"] for row in result.fills} == set(balances)
    assert result.rows == len(one.rows) + len(two.rows)
    times = [row["time_exchange"] for row in result.order_events]
    assert times == sorted(times)


def candles_of(feed, length):
    """OHLCV rows of the trades, at the end of each interval that has any."""
    rows, end = [], None
    for row in feed.rows:
        if row.kind != "trade":
            continue
        close_time = (row.time_received // length + 1) * length
        if close_time != end:
            end = close_time
            rows.append([end, None, row.price, row.price, row.price, row.price, D(0)])
        candle = rows[-1]
        candle[3], candle[4], candle[5] = max(candle[3], row.price), min(candle[4], row.price), row.price
        candle[6] += row.quantity
    return rows


@pytest.mark.parametrize("clock", ["received", "two"])
@pytest.mark.parametrize("latency", [0, "5ms"])
def test_random_requests_on_candles(recording, clock, latency):
    feed, instrument = recording("spot_btcusdt")
    candles = from_table(instrument.exchange, instrument.name, candles=candles_of(feed, 10**9))
    parameters = dict(SIZES["spot_btcusdt"], every=1)
    options = dict(
        balances=WALLETS["spot_btcusdt"], fees=REBATE, latency=latency, clock=clock, matching=Candles(), seed=1
    )
    result = run(random_requests.make(Strategy), [candles], [instrument], parameters=parameters, **options)
    assert {row["liquidity"] for row in result.fills} == {"maker", "taker"}
    check_books(result, REBATE)
