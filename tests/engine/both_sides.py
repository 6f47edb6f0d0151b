"""One small market and one strategy source, run by the library and by the slow reference, which must agree in everything."""

from __future__ import annotations

import reference
from engine.small_market import reconnecting, rows
from parity.sides import assert_equal

from barter_data import MarketData
from barter_engine import Backtest, Candles, Fees, LastTrade, Latency, Strategy, TopOfBook

MATCHING = {
    "unlimited": (TopOfBook(), reference.TopOfBook()),
    "displayed": (TopOfBook("displayed"), reference.TopOfBook("displayed")),
    "capped": (TopOfBook(cap_at_trade=True), reference.TopOfBook(cap_at_trade=True)),
    "displayed, capped": (
        TopOfBook("displayed", cap_at_trade=True),
        reference.TopOfBook("displayed", cap_at_trade=True),
    ),
    "last_trade": (LastTrade(), reference.LastTrade()),
    "candles": (Candles(), reference.Candles()),
}


def per_exchange(value, of):
    """A value, or one per exchange, turned into what a side wants."""
    return {exchange: of(own) for exchange, own in value.items()} if isinstance(value, dict) else of(value)


def compared(
    make,
    market,
    *,
    lost=(),
    fees=("0.0002", "0.0005"),
    latency=(0, 0, 0),
    matching="unlimited",
    parameters=None,
    **options,
):
    """The library's result, equal to the reference's in every table and line.

    Parameters:
        make: gives the strategy class for a base class.
        market: pairs of a `Listing` and its rows, `{"l1": ..., "trades": ..., "candles": ...}`, in the order of the universe.
        lost: times of lost connections of the first listing's exchange; no other row has such a time.
        fees: (maker, taker); latency: (entry, response, feed); matching: a key of `MATCHING`. Each also per exchange.
    """
    options.setdefault("balances", {"usdt": 100_000})
    data = MarketData.merge(*(listing.data(**rows) for listing, rows in market))
    ours = Backtest(
        make(Strategy),
        reconnecting(data, lost) if lost else data,
        fees=per_exchange(fees, lambda own: Fees(maker=own[0], taker=own[1])),
        latency=per_exchange(latency, lambda own: Latency(entry=own[0], response=own[1], feed=own[2])),
        matching=per_exchange(matching, lambda own: MATCHING[own][0]),
        **options,
    ).run(**(parameters or {}))
    theirs = reference.run(
        make(reference.Strategy),
        [listing.feed(**rows, lost=() if number else lost) for number, (listing, rows) in enumerate(market)],
        [listing.plain() for listing, _ in market],
        fees=per_exchange(fees, lambda own: reference.Fees(maker=own[0], taker=own[1])),
        latency=per_exchange(latency, lambda own: reference.Latency(entry=own[0], response=own[1], feed=own[2])),
        matching=per_exchange(matching, lambda own: MATCHING[own][1]),
        parameters=parameters,
        **options,
    )
    assert_equal(theirs, ours)
    noted = [(note["time"], note["name"], note["value"]) for note in theirs.records]
    assert rows(ours.records, "time", "name", "value") == noted
    return ours
