"""Small random markets and a strategy of random requests: books that balance to the last digit, and the slow reference's result."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from engine import eager
from engine.both_sides import compared
from engine.random_markets import CONTRACTS, LISTINGS, RESTLESS, a_long_market, markets, runs
from engine.small_market import MS, D, rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import random_requests

from barter_engine import BacktestResult

SLOW_CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large]


def played(market, options, lost=()) -> BacktestResult:
    """A run of random requests on both sides; equal in every table, line, record and statistic that both have."""
    options = dict(options)
    known = {asset for listing, _ in market for asset in (listing.base, listing.quote)}
    options["balances"] = {asset: total for asset, total in options["balances"].items() if asset in known}
    options |= within(market, options.pop("window", (None, None)))
    if options.get("report_currency") not in {listing.quote for listing, _ in market}:
        options["report_currency"] = None
    parameters, make = dict(RESTLESS), random_requests.make
    if options.pop("eager"):
        make = eager.make
        accounts = {(listing.exchange, asset) for listing, _ in market for asset in (listing.base, listing.quote)}
        parameters |= {"names": tuple(listing.name for listing, _ in market), "accounts": tuple(sorted(accounts))}
    return compared(make, market, parameters=parameters, lost=lost, **options)


def within(market, window) -> dict:
    """`start` and `end` so many sixths of the rows after the first and before the last."""
    times = sorted(row[1] for _, tables in market for table in tables.values() for row in table if row[1] is not None)
    start, end = window
    options = {}
    if times and start is not None:
        options["start"] = times[len(times) * start // 6]
    if times and end is not None:
        options["end"] = times[len(times) - 1 - len(times) * end // 6]
    if options.get("start", 0) > options.get("end", 2**63):
        del options["start"]
    return options


@settings(max_examples=120, deadline=None, suppress_health_check=SLOW_CHECKS)
@given(markets(), runs)
def test_library_equals_the_reference_and_its_books_balance(drawn, options):
    market, lost = drawn
    result = played(market, options, lost)
    listings = {listing.name: listing for listing, _ in market}
    check_result_is_gross_less_fees_and_rebates(result, listings)
    check_equity_is_cash_and_positions(result, listings)
    check_balances(result, listings, options)
    check_positions_are_sums_of_fills(result)
    check_orders_agree_with_fills(result)


def has_one_currency(listings) -> bool:
    return len({listing.quote for listing in listings.values()}) == 1


def check_result_is_gross_less_fees_and_rebates(result, listings):
    stats = result.stats
    if has_one_currency(listings):
        fees = [fee for (fee,) in rows(result.exact.fills, "fee")]
        assert stats.fees == sum(fee for fee in fees if fee > 0)
        assert stats.rebates == -sum(fee for fee in fees if fee < 0)
    if stats.pnl_gross is not None:
        assert stats.pnl_net == stats.pnl_gross - stats.fees + stats.rebates


def check_equity_is_cash_and_positions(result, listings):
    table = rows(
        result.exact.equity, "reason", "equity", "cash", "position_value", "unrealised_pnl", "realised_pnl", "fees"
    )
    contracts_only = has_one_currency(listings) and all(listing.kind == "perpetual" for listing in listings.values()) and {
        total for asset, total in rows(result.exact.balances, "asset", "total") if asset != "usdt"
    } <= {0}
    start = None
    for _, equity, cash, value, unrealised, realised, fees in table:
        if equity is None:
            continue
        assert equity == cash + value
        start = equity if start is None else start
        if contracts_only:  # an inventory's value moves without being a result
            assert equity == start + realised + unrealised - fees
    if contracts_only and table:
        signed = {name: D(0) for name in listings}
        paid = D(0)
        for name, side, value, quantity, fee in rows(
            result.exact.fills, "instrument", "side", "quote_value", "quantity", "fee"
        ):
            sign = 1 if side == "buy" else -1
            signed[name] += sign * quantity
            paid += sign * value + fee
        if not any(signed.values()):
            initial = sum(
                total for total, reason in rows(result.exact.balances, "total", "reason") if reason == "initial"
            )
            assert table[-1][1] == initial - paid  # what came in and went out, nothing else


def check_balances(result, listings, options):
    spot = {listing.exchange for listing in listings.values() if listing.kind == "spot"}
    last = {}
    for exchange, asset, total, free, held in rows(result.exact.balances, "exchange", "asset", "total", "free", "held"):
        assert held == total - free
        if exchange in spot:
            assert min(total, free, held) >= 0
        else:
            assert held == 0  # margin is a test, not a hold
        last[exchange, asset] = (total, held)
    holds, worth = Counter(), Counter()
    rate = 1 + max(*map(Decimal, options["fees"]), Decimal(0))
    columns = ("exchange", "instrument", "side", "price", "quantity", "filled_quantity", "status")
    for exchange, name, side, price, quantity, filled, status in rows(result.exact.orders, *columns):
        if status != "open" or exchange not in spot:
            continue
        base, quote = listings[name].base, listings[name].quote
        holds[exchange, base if side == "sell" else quote] += (quantity - filled) * (
            1 if side == "sell" else price * rate
        )
    for key, (_, held) in last.items():
        assert held == holds[key]  # released to the last digit where nothing rests
    # Spot totals are the first ones and what fills moved.
    for exchange, asset, total, reason in rows(result.exact.balances, "exchange", "asset", "total", "reason"):
        if reason == "initial":
            worth[exchange, asset] = total
    columns = ("exchange", "instrument", "side", "quote_value", "quantity", "fee")
    for exchange, name, side, value, quantity, fee in rows(result.exact.fills, *columns):
        sign = 1 if side == "buy" else -1
        if exchange in spot:
            worth[exchange, listings[name].base] += sign * quantity
            worth[exchange, listings[name].quote] -= sign * value + fee
    for key, (total, _) in last.items():
        if key[0] in spot:
            assert total == worth[key]


def check_positions_are_sums_of_fills(result):
    position = Counter()
    for name, side, quantity, after in rows(result.exact.fills, "instrument", "side", "quantity", "position_after"):
        position[name] += quantity if side == "buy" else -quantity
        assert after == position[name]
    still_open = {name for name, is_open in rows(result.exact.positions, "instrument", "is_open") if is_open}
    assert still_open == {name for name, quantity in position.items() if quantity}
    trips = rows(result.exact.positions, "pnl_gross", "fees", "pnl_net", "fills")
    assert all(net == gross - fees for gross, fees, net, _ in trips)
    assert sum(gross for gross, *_ in trips) == sum(
        realised for (realised,) in rows(result.exact.fills, "realised_pnl")
    )
    assert sum(fees for _, fees, *_ in trips) == sum(fee for (fee,) in rows(result.exact.fills, "fee"))


def check_orders_agree_with_fills(result):
    filled = Counter()
    for client_order_id, quantity in rows(result.exact.fills, "client_order_id", "quantity"):
        filled[client_order_id] += quantity
    for client_order_id, quantity, done, status in rows(
        result.exact.orders, "client_order_id", "quantity", "filled_quantity", "status"
    ):
        assert done == filled[client_order_id] <= quantity
        assert (status == "filled") == (done == quantity)


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW_CHECKS)
@given(markets(("perpetual", "spot", "two perpetuals", "perpetual and spot")), runs, st.data())
def test_candles_beside_quotes_and_trades_equal_the_reference(drawn, options, data):
    """Whatever is matched against: marks come from the best kind of data that there is."""
    market, lost = drawn
    times = [row[1] for tables in market[0][1].values() for row in tables]
    bars = data.draw(st.lists(st.tuples(*[st.integers(-4, 4)] * 4), min_size=1, max_size=12))
    step = max(1, (max(times) - min(times)) // len(bars))
    closes = sorted({min(times) + number * step for number in range(len(bars))} - set(lost))
    own = candles(bars, closes)
    listing, tables = market[0]
    mixed = [(listing, {**tables, "candles": own}), *market[1:]]
    matching = data.draw(st.sampled_from([options["matching"], "candles"]))
    played(mixed, {**options, "matching": matching, "clock": "received"}, lost)


def candles(bars, closes):
    """Candles from steps, that close at these times."""
    price, table = 100, []
    for time, (open_, high, low, close) in zip(closes, bars, strict=False):
        points = (price + open_ / 2, price + close / 2)
        extremes = (max(points) + abs(high) / 2, min(points) - abs(low) / 2)
        table.append((time, None, points[0], *extremes, points[1], 7))
        price = points[1]
    return table


@settings(max_examples=30, deadline=None, suppress_health_check=SLOW_CHECKS)
@given(st.data())
def test_candles_equal_the_reference_too(data):
    bars = data.draw(st.lists(st.tuples(*[st.integers(-4, 4)] * 4), min_size=3, max_size=25))
    table = candles(bars, [number * 60 * 10**9 for number in range(1, len(bars) + 1)])
    options = data.draw(runs)
    listing = data.draw(st.sampled_from([LISTINGS["perpetual"][0], LISTINGS["spot"][0], CONTRACTS]))
    played([(listing, {"candles": table})], {**options, "matching": "candles", "clock": "received"})


@pytest.mark.parametrize("clock", ["received", "two"])
@pytest.mark.parametrize("name", LISTINGS)
def test_two_exchanges_or_one_equal_the_reference_over_a_longer_run(name, clock):
    market = a_long_market(LISTINGS[name])
    options = {
        "seed": 3,
        "clock": clock,
        "balances": {"usdt": 20_000, **({"btc": 40} if "spot" in name or "quotes" in name else {})},
        "leverage": 5,
        "equity_every": "1s",
    }
    if name == "perpetual and spot":
        exchanges = ("binance_futures_usd", "binance_spot")
        own = {
            "fees": [("-0.0001", "0.0004"), ("0.001", "0.001")],
            "latency": [(5_000_000, 2_000_000, 0), (1_000_000, 9_000_000, 500_000)],
            "matching": ["displayed", "unlimited"],
            "leverage": [10, 1],
            "balances": [{"usdt": 5_000}, {"usdt": 20_000, "btc": 40}],
        }
        options |= {setting: dict(zip(exchanges, values, strict=True)) for setting, values in own.items()}
    else:
        options |= {"latency": (5_000_000, 2_000_000, 1_000_000), "matching": "displayed"}
    result = compared(random_requests.make, market, parameters=RESTLESS, **options)
    assert {exchange for (exchange,) in rows(result.exact.fills, "exchange")} == {
        listing.exchange for listing, _ in market
    }
    assert len({instrument for (instrument,) in rows(result.exact.fills, "instrument")}) == len(market)
    seen = {event for (event,) in rows(result.exact.order_events, "event")}
    assert {"accepted", "cancelled", "cancel_rejected", "filled", "partially_filled", "refused", "rejected"} <= seen


def test_closing_that_ends_in_ruin_leaves_nothing_more_undelivered():
    """`undelivered` is taken before `close_at_end` acts (D12); found by the test above."""
    start = 10**15
    level, one_sided = (100.0, 0.5, 100.0, 0.5), (100.0, 0.0, 100.0, 0.5)
    gaps = [(0, one_sided), (0, one_sided), *[(0, level)] * 3, (3 * MS, level), (6 * MS, one_sided)]
    coins = [(start + gap, start + gap, *sides) for gap, sides in gaps]
    market = list(zip(LISTINGS["perpetuals of two quotes"], ({"l1": coins}, {"l1": [(start, start, 99.5, 0.5, 99.5, 0.5)]}), strict=True))
    options = {
        "eager": True,
        "seed": 1,
        "latency": (2 * MS, 3 * MS, MS),
        "fees": ("0", "0"),
        "leverage": 5,
        "maintenance_margin": "0.5",
        "close_at_end": True,
        "end": start + 6 * MS,
        "equity_every": None,
        "balances": {"usdt": 5000, "btc": 3},
    }
    result = played(market, options)
    assert (result.status, result.undelivered) == ("insolvent", 4)
