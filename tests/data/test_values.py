"""Market events as values: constructors, equality, hash, order, JSON, pickle, match."""

from __future__ import annotations

import copy
import json
import pickle
from decimal import Decimal

import pytest
from cross.market_values import values
from hypothesis import given

import barter_data
import barter_instrument
from barter_data import (
    Candle,
    DataKind,
    Level,
    Liquidation,
    MarketEvent,
    OrderBook,
    OrderBookEvent,
    OrderBookL1,
    OrderBookSide,
    PublicTrade,
)
from barter_instrument import (
    BarterInternalError,
    DataError,
    ExchangeId,
    InstrumentIndex,
    InvalidArgumentError,
    Side,
    WrongTypeError,
)

T = 1_700_000_000_123_456_789


@given(values)
def test_values_survive_wire_pickle_copy_json_and_dict(value) -> None:
    again = [
        type(value)._from_barter_wire(value.__barter_wire__()),
        pickle.loads(pickle.dumps(value)),
        copy.deepcopy(value),
        type(value).from_json(value.to_json()),
        type(value).from_dict(value.to_dict()),
    ]
    for other in again:
        assert other == value
        assert hash(other) == hash(value)
        assert repr(other) == repr(value)
    assert json.loads(value.to_json()) == value.to_dict()


@given(values)
def test_the_repr_is_how_the_value_is_made(value) -> None:
    names = {**vars(barter_data), **vars(barter_instrument), "Decimal": Decimal}
    assert eval(repr(value), names) == value


@given(values)
def test_every_cut_of_the_wire_form_is_an_error(value) -> None:
    wire = value.__barter_wire__()
    for cut in {0, 1, len(wire) // 2, len(wire) - 1}:
        with pytest.raises(DataError):
            type(value)._from_barter_wire(wire[:cut])


def test_json_is_upstreams() -> None:
    event = MarketEvent(T, T, "kraken", 3, DataKind.Trade(PublicTrade("1", 2.5, 0.1, "sell")))
    assert event.to_json() == (
        '{"time_exchange":"2023-11-14T22:13:20.123456789Z","time_received":"2023-11-14T22:13:20.123456789Z","exchange":"kraken",'
        '"instrument":3,"kind":{"Trade":{"id":"1","price":2.5,"amount":0.1,"side":"Sell"}}}'
    )
    book = DataKind.OrderBook(OrderBookEvent.Update(OrderBook(4, bids=[Level("1.5", 0)])))
    assert book.to_dict() == {
        "OrderBook": {
            "Update": {
                "sequence": 4,
                "time_engine": None,
                "bids": {"levels": [{"price": "1.5", "amount": "0"}]},
                "asks": {"levels": []},
            }
        }
    }
    with pytest.raises(DataError):
        PublicTrade.from_json("{}")


def test_events_match_by_kind() -> None:
    def describe(event: MarketEvent) -> object:
        match event.kind:
            case DataKind.Trade(trade):
                return trade.price
            case DataKind.OrderBookL1(quote):
                return quote.mid_price()
            case DataKind.OrderBook(OrderBookEvent.Snapshot(book)):
                return book.sequence
            case DataKind.OrderBook(OrderBookEvent.Update(book)):
                return -book.sequence
            case _:
                return None

    def event(kind: DataKind) -> MarketEvent:
        return MarketEvent(T, T, ExchangeId.BINANCE_SPOT, InstrumentIndex(0), kind)

    assert describe(event(DataKind.Trade(PublicTrade("", 1.5, 1, Side.BUY)))) == 1.5
    assert describe(event(DataKind.OrderBookL1(OrderBookL1(T, Level(1, 1), Level(2, 1))))) == Decimal("1.5")
    assert describe(event(DataKind.OrderBook(OrderBookEvent.Snapshot(OrderBook(7))))) == 7
    assert describe(event(DataKind.OrderBook(OrderBookEvent.Update(OrderBook(7))))) == -7
    assert describe(event(DataKind.Liquidation(Liquidation("buy", 1, 1, T)))) is None
    assert isinstance(DataKind.Trade(PublicTrade("", 1.5, 1, Side.BUY)), DataKind)


def test_a_book_sorts_its_levels_and_takes_updates() -> None:
    book = OrderBook(1, bids=[Level(1, 5), Level(3, 5)], asks=[Level(9, 1), Level(8, 2)])
    assert [level.price for level in book.bids] == [3, 1]
    assert [level.price for level in book.asks] == [8, 9]
    assert (book.bids.best(), len(book.asks), book.asks[-1]) == (Level(3, 5), 2, Level(9, 1))
    assert (book.mid_price(), book.snapshot(1).bids.levels()) == (Decimal("5.5"), [Level(3, 5)])
    updated = book.updated(OrderBookEvent.Update(OrderBook(2, bids=[Level(3, 0), Level(2, 1)])))
    assert ([level.price for level in updated.bids], updated.sequence) == ([2, 1], 2)
    assert [level.price for level in book.bids] == [3, 1], "the book itself stays as it is"
    assert OrderBookSide.bids([Level(1, 1)]) != OrderBookSide.asks([Level(1, 1)])
    assert pickle.loads(pickle.dumps(book.bids)) == book.bids
    with pytest.raises(IndexError):
        book.bids[2]
    # Upstream divides by the amounts, which panics where both are zero: an error here.
    with pytest.raises(BarterInternalError, match="defect"):
        OrderBook(1, bids=[Level(1, 0)], asks=[Level(2, 0)]).volume_weighed_mid_price()


def test_equal_floats_hash_equally_and_values_are_ordered() -> None:
    zero, minus = PublicTrade("", 0.0, 1.0, "buy"), PublicTrade("", -0.0, 1.0, "buy")
    assert zero == minus and hash(zero) == hash(minus)
    assert Level(1, 5) < Level(2, 1) and PublicTrade("a", 1, 1, "buy") < PublicTrade("b", 1, 1, "buy")
    assert PublicTrade("1", 1, 1, "buy").replace(price=2).price == 2.0


@pytest.mark.parametrize(
    "make, argument, error",
    [
        (lambda: PublicTrade("", float("nan"), 1, "buy"), "price", InvalidArgumentError),
        (lambda: PublicTrade("", 1, float("inf"), "buy"), "amount", InvalidArgumentError),
        (lambda: PublicTrade(1, 1, 1, "buy"), "id", WrongTypeError),
        (lambda: PublicTrade("", 1, 1, "up"), "side", InvalidArgumentError),
        (lambda: Level(-1, 1), "price", InvalidArgumentError),
        (lambda: Level(1, "x"), "amount", InvalidArgumentError),
        (lambda: OrderBookL1(T, best_bid=5), "best_bid", WrongTypeError),
        (lambda: OrderBook(-1), "sequence", InvalidArgumentError),
        (lambda: OrderBook(1, bids=5), "bids", WrongTypeError),
        (lambda: OrderBook(1, asks=[5]), "asks", WrongTypeError),
        (lambda: Candle(T, 1, 0.5, 2, 1, 1, 1), "high", InvalidArgumentError),
        (lambda: Candle(T, 1, 2, 1, 1, 1, -1), "trade_count", InvalidArgumentError),
        (lambda: Liquidation("buy", 1, float("nan"), T), "quantity", InvalidArgumentError),
        (lambda: MarketEvent(T, T, "nowhere", 0, None), "exchange", InvalidArgumentError),
        (lambda: MarketEvent(T, T, "kraken", 0, 5), "kind", WrongTypeError),
        (lambda: MarketEvent(1.5, T, "kraken", 0, None), "time_exchange", WrongTypeError),
        (lambda: DataKind.Trade(5), "trade", WrongTypeError),
    ],
)
def test_impossible_values_are_refused_by_name(make, argument: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        make()
    assert caught.value.argument == argument
