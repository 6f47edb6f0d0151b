"""The worked example when the answer to an order or a cancel is lost: the order is asked for before the client answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from execution.binance_server import BinanceServer, Fault, Refused, refusal
from execution.markets import cancel, limit, market

from barter_execution import (
    AccountEvent,
    ApiError,
    Cancelled,
    ClientRunner,
    ConnectivityError,
    Order,
    OrderState,
)

Make = Callable[..., Any]
PLACE, CANCEL, ASK = "POST /api/v3/order", "DELETE /api/v3/order", "GET /api/v3/order"

#: Ways in which a request is carried out and its answer is lost.
LOST = [
    pytest.param(Fault(carried_out=True), id="connection closed"),
    pytest.param(Fault(carried_out=True, hangs=True), id="time-out"),
    pytest.param(Fault(carried_out=True, status=502, body=b"<html>bad gateway</html>"), id="bad gateway"),
    pytest.param(Fault(carried_out=True, status=200, body=b'{"orderId": '), id="half an answer"),
    pytest.param(Fault(carried_out=True, status=200, body=b"{}"), id="an answer that says nothing"),
    pytest.param(Fault(carried_out=True, status=200, body=b"[1]"), id="another answer"),
    pytest.param(Fault(carried_out=True, status=200), id="an empty answer"),
    pytest.param(
        Fault(carried_out=True, status=400, body=b'{"code":-1007,"msg":"Timeout waiting for response."}'), id="-1007"
    ),
]


@pytest.fixture
def client(server: BinanceServer, binance: Make) -> Any:
    """A client that waits shortly, and knows the time already."""
    made = binance(server, timeout=0.4, receive_window=0.6)
    made.fetch_balances(["USDT"])
    return made


@pytest.mark.parametrize("fault", LOST)
def test_an_order_whose_answer_was_lost_is_found(server: BinanceServer, client: Any, fault: Fault) -> None:
    server.faults[PLACE] = [fault]
    order = client.open_order(limit("1", price="98.5"))
    assert order.is_active
    assert order.key == limit("1").key
    assert str(order.state.open_meta.id) == server.orders["1"].id
    assert len(client.fetch_open_orders(["BTCUSDT"])) == 1
    assert not server.faults[PLACE], "it was sent twice or never"


@pytest.mark.parametrize("fault", LOST)
def test_an_order_that_filled_behind_a_lost_answer_is_filled(server: BinanceServer, client: Any, fault: Fault) -> None:
    server.faults[PLACE] = [fault]
    order = client.open_order(market("1"))
    assert order.state == OrderState.fully_filled()
    assert order.price == 101
    assert len(server.trades) == 1


@pytest.mark.parametrize(
    "fault, kind",
    [
        (Fault(), ConnectivityError.Socket),
        (Fault(hangs=True), ConnectivityError.Timeout),
        (Fault(status=503, body=b"<html>unavailable</html>"), ConnectivityError.Socket),
        (refusal(-1006, "An unexpected response was received from the message bus."), ConnectivityError.Socket),
    ],
)
def test_an_order_that_never_arrived_fails_once_it_cannot_arrive_any_more(
    server: BinanceServer, client: Any, fault: Fault, kind: type[ConnectivityError]
) -> None:
    server.faults[PLACE] = [fault]
    began = time.monotonic()
    with pytest.raises(kind, match=r"^(?!.*unknown of order)"):
        client.open_order(limit("1"))
    assert time.monotonic() - began >= 0.6, "it may still have been on its way"
    assert client.fetch_open_orders(["BTCUSDT"]) == []
    # It is forgotten: the id may be used.
    assert client.open_order(limit("1")).is_active


def test_a_refusal_is_an_answer_and_nothing_is_asked(server: BinanceServer, client: Any) -> None:
    server.faults[PLACE] = [refusal(-2010, "Market is closed.")]
    with pytest.raises(ApiError.OrderRejected, match="Market is closed"):
        client.open_order(limit("1"))
    assert ASK not in server.requests


def test_an_order_that_arrives_late_is_found(server: BinanceServer, client: Any) -> None:
    # The client has given up and asked, in vain, before the venue takes it.
    client._rest.clock.receive_window = 5.0
    server.faults[PLACE] = [Fault(carried_out=True, delay=0.5)]
    order = client.open_order(limit("1"))
    assert order.is_active
    assert server.requests.count(ASK) > 1


def test_an_order_that_arrives_too_late_is_refused_by_the_venue(server: BinanceServer, client: Any) -> None:
    server.faults[PLACE] = [Fault(carried_out=True, delay=0.7)]
    with pytest.raises(ConnectivityError.Timeout):
        client.open_order(limit("1"))
    deadline = time.monotonic() + 5
    while "POST /api/v3/order" not in server.requests and time.monotonic() < deadline:
        time.sleep(0.01)
    assert client.fetch_open_orders(["BTCUSDT"]) == []


def test_a_question_that_fails_is_asked_again(server: BinanceServer, client: Any) -> None:
    server.faults[PLACE] = [Fault(carried_out=True)]
    server.faults[ASK] = [Fault(), Fault(status=502), refusal(-1003, "Too many requests.", 429, **{"Retry-After": "0"})]
    assert client.open_order(limit("1")).is_active
    assert not server.faults[ASK]


def test_what_cannot_be_found_out_is_said_to_be_unknown_and_told_when_it_is_known(
    server: BinanceServer, client: Any
) -> None:
    with ClientRunner(client, assets=["USDT"], instruments=["BTCUSDT"], reconnect_pause=0.05) as runner:
        runner.start_stream()
        assert runner.poll(5).snapshot() is not None  # type: ignore[union-attr]
        server.drop_streams()
        server.refuses_subscriptions = Refused(-1008, "Server is currently overloaded.", 503)
        server.faults[PLACE] = [Fault(carried_out=True)]
        server.faults[ASK] = [Fault()] * 100
        order = runner.open_order(limit("1"))
        assert order is not None
        error = order.state.error
        assert isinstance(error, ConnectivityError.Socket)
        assert "state unknown of order '1'" in error.reason
        # The venue is back.
        server.faults.clear()
        server.refuses_subscriptions = None
        deadline = time.monotonic() + 10
        told = None
        while told is None and time.monotonic() < deadline:
            event = runner.poll(0.5)
            value = event.kind.value if isinstance(event, AccountEvent) else None
            told = value if isinstance(value, Order) and value.key.cid == "1" else None
        assert told is not None
        assert told.is_active


def test_an_order_on_its_way_is_not_forgotten_when_a_stream_opens_meanwhile(server: BinanceServer, client: Any) -> None:
    def what_a_stream_tells_at_first() -> list[Any]:
        return [event.kind.value for event in client._missed({})]

    for cid in ("1", "2"):
        server.faults.update({PLACE: [Fault()], ASK: [Fault()] * 1000})
        with pytest.raises(ConnectivityError.Socket, match=f"state unknown of order '{cid}'"):
            client.open_order(limit(cid))
    server.faults.clear()
    # The first may still arrive and does; the second cannot any more.
    client._orders._valid_until["1"] += 60
    assert what_a_stream_tells_at_first() == []
    assert set(client._orders.undone) == {"1"}
    server.buy("1", "0.1")
    (order,) = what_a_stream_tells_at_first()
    assert (order.key.cid, order.state) == ("1", OrderState.fully_filled())
    assert client._orders.undone == {}


def test_a_caller_that_gave_up_is_told_of_the_order_by_an_event(server: BinanceServer, client: Any) -> None:
    server.faults[PLACE] = [Fault(carried_out=True, hangs=True)]
    with ClientRunner(client, request_timeout=0.1) as runner:
        order = runner.open_order(limit("1"))
        assert order is not None
        assert isinstance(order.state.error, ConnectivityError.Timeout)
        event = runner.poll(5)
        assert isinstance(event, AccountEvent)
        assert event.kind.value.key.cid == "1"
        assert event.kind.value.is_active


@pytest.mark.parametrize("fault", LOST)
def test_a_cancel_whose_answer_was_lost_is_found_to_be_done(server: BinanceServer, client: Any, fault: Fault) -> None:
    client.open_order(limit("1"))
    server.faults[CANCEL] = [fault]
    response = client.cancel_order(cancel("1"))
    assert isinstance(response.state, Cancelled)
    assert response.state.id == server.orders["1"].id
    assert client.fetch_open_orders(["BTCUSDT"]) == []


def test_a_cancel_that_never_arrived_fails_and_the_order_stands(server: BinanceServer, client: Any) -> None:
    client.open_order(limit("1"))
    server.faults[CANCEL] = [Fault()]
    with pytest.raises(ConnectivityError.Socket):
        client.cancel_order(cancel("1"))
    assert len(client.fetch_open_orders(["BTCUSDT"])) == 1


def test_a_lost_cancel_of_an_order_that_filled_says_so(server: BinanceServer, client: Any) -> None:
    client.open_order(limit("1"))
    server.on_request[CANCEL] = lambda: server.quote(97, 98)
    server.faults[CANCEL] = [Fault()]
    with pytest.raises(ApiError.OrderAlreadyFullyFilled):
        client.cancel_order(cancel("1"))


def test_a_lost_cancel_of_an_unknown_order_is_refused(server: BinanceServer, client: Any) -> None:
    server.faults[CANCEL] = [Fault()]
    with pytest.raises(ApiError.OrderRejected, match="no such order"):
        client.cancel_order(cancel("1", "12345"))


@pytest.mark.parametrize(
    "ends, kind",
    [
        (lambda server, client: server.quote(97, 98), ApiError.OrderAlreadyFullyFilled),
        (lambda server, client: client.cancel_order(cancel("1")), ApiError.OrderAlreadyCancelled),
    ],
)
def test_a_cancel_of_a_done_order_says_how_it_ended(
    server: BinanceServer, client: Any, ends: Callable[..., Any], kind: type[ApiError]
) -> None:
    order = client.open_order(limit("1"))
    ends(server, client)
    for request in (cancel("1"), cancel("1", order.state.open_meta.id)):
        with pytest.raises(kind):
            client.cancel_order(request)


def test_a_refused_cancel_stays_a_refusal_if_the_order_cannot_be_asked_for(server: BinanceServer, client: Any) -> None:
    server.faults[ASK] = [Fault()]
    with pytest.raises(ApiError.OrderRejected, match="Unknown order sent"):
        client.cancel_order(cancel("1"))


def test_many_orders_at_once_are_each_found(server: BinanceServer, client: Any) -> None:
    server.faults[PLACE] = [Fault(carried_out=True), Fault(carried_out=True, status=500), Fault(carried_out=True)]
    with ClientRunner(client) as runner:
        orders = runner.open_orders([limit(str(cid), price=90, quantity="0.5") for cid in range(6)])
    assert [order is not None and order.is_active for order in orders] == [True] * 6
    assert len(client.fetch_open_orders(["BTCUSDT"])) == 6


def test_a_venue_that_is_not_there_is_told_at_once(server: BinanceServer, binance: Make) -> None:
    client = binance(server, rest="http://127.0.0.1:1")
    client._rest.clock.offset = 0
    asked: list[Any] = []
    client._orders._find = asked.append
    with pytest.raises(ConnectivityError.Socket, match="HttpRefused"):
        client.open_order(limit("1"))
    assert asked == [], "nothing was sent, and yet it was asked for"
