"""Recordings on both sides: the reference's feed and the library's data, with the same times."""

from functools import cache

import pytest
import reference

from barter_data import MarketData

EXCHANGES = {
    "usdm_btcusdt": ("binance_futures_usd", "btc", "perpetual"),
    "spot_btcusdt": ("binance_spot", "btc", "spot"),
    "spot_ethusdt": ("binance_spot", "eth", "spot"),
}


@cache
def _both(path, name, clock):
    exchange, base, kind = EXCHANGES[name]
    internal = f"{exchange}-{base}usdt"
    instrument = reference.Instrument(exchange, internal, base, "usdt", kind=kind, name_exchange=f"{base.upper()}USDT")
    feed = reference.read_binance(path, exchange, internal)
    if clock == "received":
        return feed, [instrument], MarketData.read_binance_raw(path)
    # The recorder's clock lags the exchange's, and spot book tickers have no exchange time (T4, D10).
    times = (
        {"clock_offset": "min"} if kind == "perpetual" else {"clock_offset": "min", "infer_exchange_time": "previous"}
    )
    feed, data = reference.with_times(feed, **times), MarketData.read_binance_raw(path, **times)
    if kind == "spot":
        # Book tickers before the first trade have no exchange time to take: two axes begin with that trade.
        start = next(row.time_received for row in feed.rows if row.time_exchange is not None)
        feed = reference.Feed(
            feed.sources, [row for row in feed.rows if row.time_received >= start], inferred=feed.inferred
        )
        data = data.slice(start=start)
    return feed, [instrument], data


@pytest.fixture
def both(recordings):
    """name, clock -> (feed, instruments, data)."""

    def load(name, clock):
        path = recordings / "binance" / f"{name}_20240808.gz"
        if not path.exists():
            pytest.skip(f"no recording at {path}")
        return _both(str(path), name, clock)

    return load
