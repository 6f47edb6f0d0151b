"""What `MarketData.synthetic` promises."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from barter_data import DataKind, MarketData
from barter_instrument import ExchangeId, InvalidArgumentError, Side


def test_the_same_arguments_give_the_same_data_everywhere() -> None:
    data = MarketData.synthetic(seed=7, events=1_000)
    assert data.fingerprint == "83647228f6ccb9e0bf1c10a3c412d625bb3c5b7f8c8e716c0969cfb706783680"
    assert data == MarketData.synthetic(7, events=1_000)
    assert data != MarketData.synthetic(8, events=1_000)
    assert len(MarketData.synthetic()) == 100_000


def test_it_is_named_synthetic_wherever_it_is_shown() -> None:
    data = MarketData.synthetic(seed=7, events=500)
    assert data.is_synthetic
    merged = MarketData.merge(
        data, MarketData.synthetic(seed=8, events=500, instrument="eth_usdt", exchange="binance_spot")
    )
    for shown in (
        data.name,
        repr(data),
        str(data.summary()),
        data._repr_html_(),
        repr(merged),
        repr(data.slice(start=data.start_ns + 10**9)),
    ):
        assert "synthetic" in shown.lower()
    assert all(source.name.startswith("synthetic ") for source in data.sources)
    assert "synthetic" in data.quality["check"].to_pylist()


def test_deltas_rebuild_the_top_of_book_and_trades_are_at_the_touch() -> None:
    data = MarketData.synthetic(seed=3, events=5_000, books=True)
    book: dict[str, dict[Decimal, Decimal]] = {"bids": {}, "asks": {}}
    seen = dict.fromkeys(("public_trade", "l1", "l2"), 0)
    for event in data:
        seen[event.kind.kind_name()] += 1
        assert event.time_received_ns >= event.time_exchange_ns
        match event.kind:
            case DataKind.OrderBook(update):
                for name, side in book.items():
                    for level in getattr(update.order_book, name):
                        if level.amount:
                            side[level.price] = level.amount
                        else:
                            side.pop(level.price, None)
                assert max(book["bids"]) < min(book["asks"])
            case DataKind.OrderBookL1(quote):
                bid, ask = max(book["bids"]), min(book["asks"])
                assert (quote.best_bid.price, quote.best_bid.amount) == (bid, book["bids"][bid])
                assert (quote.best_ask.price, quote.best_ask.amount) == (ask, book["asks"][ask])
            case DataKind.Trade(trade):
                touch = min(book["asks"]) if trade.side is Side.BUY else max(book["bids"])
                assert Decimal(repr(trade.price)) == touch
                assert Decimal(repr(trade.amount)) <= book["asks" if trade.side is Side.BUY else "bids"][touch]
    assert seen["public_trade"] + seen["l1"] == 5_000
    assert min(seen.values()) > 1_000


def test_books_do_not_change_the_other_rows() -> None:
    plain, books = (MarketData.synthetic(seed=3, events=2_000, books=books) for books in (False, True))
    assert plain.trades() == books.trades()
    assert plain.order_book_l1() == books.order_book_l1()


def test_its_instrument_price_and_grid_can_be_chosen() -> None:
    data = MarketData.synthetic(
        seed=1, events=200, instrument="eth_usdt", exchange="binance_spot", price=2_000, tick_size="0.01", lot_size=0.5,
        start=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    assert data.instruments[0].exchange is ExchangeId.BINANCE_SPOT
    quotes = data.order_book_l1()
    assert all(price % Decimal("0.01") == 0 and 1_900 < price < 2_100 for price in quotes["bid_price"].to_pylist())
    assert all(quantity % Decimal("0.5") == 0 for quantity in quotes["ask_quantity"].to_pylist())
    assert next(iter(data)).time_exchange == dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    spec = MarketData.synthetic(events=1).instruments[0].spec
    assert (spec.price.tick_size, spec.quantity.increment) == (Decimal("0.1"), Decimal("0.001"))


@pytest.mark.parametrize(
    "arguments, argument",
    [
        ({"seed": -1}, "seed"),
        ({"seed": 2**64}, "seed"),
        ({"seed": "x"}, "seed"),
        ({"events": 0}, "events"),
        ({"events": 1.5}, "events"),
        ({"price": 0}, "price"),
        ({"price": "60000.05"}, "price"),
        ({"tick_size": "-0.1"}, "tick_size"),
        ({"lot_size": "0.00000000000001"}, "lot_size"),
        ({"exchange": "binance_spot"}, "exchange"),
        ({"instrument": "eth_usdt"}, "exchange"),
    ],
)
def test_impossible_arguments_are_named(arguments: dict, argument: str) -> None:
    with pytest.raises(InvalidArgumentError) as error:
        MarketData.synthetic(**arguments)
    assert error.value.argument == argument
