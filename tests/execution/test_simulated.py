"""The simulated exchange and its client: X11, by either clock."""

from __future__ import annotations

import asyncio
import gc
import time
from decimal import Decimal
from typing import Any

import pytest
from execution.markets import BTC, EXCHANGE, cancel, key, limit, market, simulated

from barter_execution import (
    ApiError,
    Cancelled,
    InactiveOrderState,
    OrderRequestOpen,
    OrderState,
    RequestOpen,
    SimulatedExchange,
    SimulatedExecution,
    TimeInForce,
)
from barter_instrument import (
    BarterError,
    ExchangeId,
    Instrument,
    InstrumentKind,
    InvalidArgumentError,
    NotFoundError,
    PerpetualContract,
    StateError,
    Underlying,
    WrongTypeError,
)

CLOCKS = pytest.mark.parametrize("clock", ["simulated", "wall"])


def totals(client: SimulatedExecution) -> dict[str, tuple[Decimal, Decimal]]:
    return {balance.asset.name: (balance.balance.total, balance.balance.free) for balance in client.balances()}


@CLOCKS
def test_x11_a_mock_client_shows_its_account_and_answers(clock: Any) -> None:
    with SimulatedExecution(simulated(latency="2ms"), clock=clock) as client:
        snapshot = client.snapshot()
        assert snapshot.exchange is ExchangeId.BINANCE_SPOT
        assert {balance.asset: balance.balance.total for balance in snapshot.balances} == {"BTC": 10, "USDT": 1000}
        assert (client.open_orders(), client.trades()) == ([], [])
        filled = client.open(market("1"))
        assert filled.state == OrderState.fully_filled()
        resting = client.open(limit("2", time_in_force="post_only"))
        assert (resting.price, resting.quantity) == (98, 1)
        assert resting.time_in_force == TimeInForce.GoodUntilCancelled(post_only=True)
        assert [order.key.cid for order in client.open_orders()] == ["2"]
        assert [(trade.price, trade.quantity) for trade in client.trades()] == [(101, 1)]
        kinds = [event.kind.name for event in client.poll_all(0.05)]
        assert kinds[:2] == ["OrderSnapshot", "OrderSnapshot"]
        assert {"BalanceSnapshot", "Trade"} < set(kinds)
        assert client.poll(0.01) is None
    with pytest.raises(StateError, match="closed"):
        client.open(market("3"))


@pytest.mark.parametrize("field, value", [("price", 0), ("price", -1), ("quantity", 0), ("quantity", -1)])
def test_x11_a_price_or_quantity_that_is_not_above_zero_is_an_error(field: str, value: int) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        limit("1").state.replace(**{field: value})
    assert caught.value.argument == field


def test_both_legs_of_a_trade_move_and_a_sell_is_paid_in_base() -> None:
    with SimulatedExecution(simulated()) as client:
        client.open(market("1", "sell", 2))
        assert totals(client) == {"BTC": (8, 8), "USDT": (Decimal("1197.802"), Decimal("1197.802"))}
        client.open(market("2", "buy", 1))
        assert totals(client)["USDT"][0] == Decimal("1197.802") - Decimal("101.101")


@CLOCKS
def test_a_cancel_works_and_says_what_barter_says(clock: Any) -> None:
    with SimulatedExecution(simulated(), clock=clock) as client:
        order = client.open(limit("1"))
        order_id = order.state.open_meta.id
        response = client.cancel(cancel("1", order_id))
        assert isinstance(response.state, Cancelled)
        assert response.state.id == order_id
        assert totals(client)["USDT"] == (1000, 1000)
        assert client.cancel(cancel("1")).state == ApiError.OrderAlreadyCancelled()
        client.open(market("2"))
        assert client.cancel(cancel("2")).state == ApiError.OrderAlreadyFullyFilled()
        assert isinstance(client.cancel(cancel("9")).state, ApiError.OrderRejected)


def test_a_limit_order_fills_at_prices_that_are_fed_in() -> None:
    with SimulatedExecution(simulated()) as client:
        client.open(limit("1", price=98, quantity=2))
        client.trade("BTCUSDT", 97, 5, "sell")
        assert [(trade.price, trade.quantity, trade.fees.fees) for trade in client.trades()] == [
            (98, 2, Decimal("0.196"))
        ]
        assert client.open_orders() == []
        client.open(limit("2", "sell", 103))
        client.quote("BTCUSDT", bid=103, ask=104)
        assert client.trades()[-1].price == 103


def test_simulated_latency_moves_the_clock_and_takes_no_time() -> None:
    exchange = simulated(latency=("3h", "1h"))
    with SimulatedExecution(exchange) as client:
        began = time.monotonic()
        order = client.open(limit("1"))
        assert exchange.now_ns == 4 * 3600 * 10**9
        assert order.state.time_exchange_ns == 3 * 3600 * 10**9
        assert time.monotonic() - began < 60
        assert client.poll(3600 * 10) is not None


def test_wall_clock_latency_is_waited_for() -> None:
    with SimulatedExecution(simulated(latency="30ms"), clock="wall") as client:
        began = time.monotonic()
        client.open(limit("1"))
        assert time.monotonic() - began >= 0.06


@CLOCKS
def test_clients_of_one_exchange_each_get_every_event(clock: Any) -> None:
    exchange = simulated()
    first = SimulatedExecution(exchange, clock=clock)
    first.open(limit("1"))
    second = SimulatedExecution(exchange, clock=clock)
    second.open(limit("2"))
    told = [[event.kind.name for event in client.poll_all(0.01)] for client in (second, first)]
    assert told == [["OrderSnapshot", "BalanceSnapshot"], ["OrderSnapshot", "BalanceSnapshot"] * 2]
    second.close()
    assert first.open(limit("3")).is_active
    assert first.poll(0.01) is not None


def test_a_stream_that_is_not_read_keeps_nothing() -> None:
    client = SimulatedExecution(simulated())

    async def open_and_close() -> None:
        for _ in range(20):
            stream = await client.account_stream()
            await stream.aclose()  # type: ignore[attr-defined]

    asyncio.run(open_and_close())
    gc.collect()
    assert len(client._feed._readers) == 1


def test_a_wait_is_any_number_of_seconds() -> None:
    client = SimulatedExecution(simulated())
    assert client.poll(-1) is None
    wrongs: list[Any] = [float("nan"), None, "1", True]
    for wrong in wrongs:
        with pytest.raises((InvalidArgumentError, WrongTypeError), match="timeout must be"):
            client.poll(wrong)
    assert client.poll(float("inf")) is None


def test_many_readers_each_get_every_event() -> None:
    async def scene() -> list[list[str]]:
        client = SimulatedExecution(simulated())
        streams = [await client.account_stream() for _ in range(2)]

        async def read(stream: Any) -> list[str]:
            found = []
            async for event in stream:
                found.append(event.kind.name)
                if event.kind.name == "Trade":
                    break
            await stream.aclose()
            return found

        tasks = [asyncio.create_task(read(stream)) for stream in streams]
        await client.open_order(market("1"))
        return list(await asyncio.gather(*tasks))

    first, second = asyncio.run(scene())
    assert first == second
    assert first[-1] == "Trade"


@pytest.mark.parametrize(
    "request_, kind",
    [
        (limit("1", quantity=11), ApiError.BalanceInsufficient),
        (limit("1", "sell", 110, 11), ApiError.BalanceInsufficient),
        (limit("1", price=101, time_in_force="post_only"), ApiError.OrderRejected),
        (OrderRequestOpen(key("1", "NOSUCH"), RequestOpen("buy", 1, 1, "limit", "gtc")), ApiError.InstrumentInvalid),
    ],
)
def test_what_is_refused_says_why_and_holds_nothing(request_: OrderRequestOpen, kind: type[ApiError]) -> None:
    with SimulatedExecution(simulated()) as client:
        order = client.open(request_)
        assert isinstance(order.state.error, kind)
        assert totals(client) == {"BTC": (10, 10), "USDT": (1000, 1000)}


def test_an_immediate_order_that_meets_nobody_is_cancelled() -> None:
    with SimulatedExecution(simulated()) as client:
        order = client.open(limit("1", time_in_force="ioc"))
        assert isinstance(order.state.state, InactiveOrderState.Cancelled)
        assert client.open_orders() == []


@pytest.mark.parametrize(
    "arguments, argument",
    [
        ({"balances": {"ETH": 1}}, "balances"),
        ({"balances": {"USDT": -1}}, "balances"),
        ({"balances": 3}, "balances"),
        ({"balances": {"usdt": 1, "USDT": 2}}, "balances"),
        ({"fees": "2"}, "fees"),
        ({"fees": (0, 0, 0)}, "fees"),
        ({"latency": "-1s"}, "latency"),
        ({"matching": "magic"}, "matching"),
        ({"size": "some"}, "size"),
        ({"leverage": 0}, "leverage"),
        ({"instruments": []}, "instruments"),
        ({"instruments": [BTC, BTC]}, "instruments"),
        ({"instruments": [BTC, Instrument.spot("kraken", "k", "XBT/USD", Underlying("XBT", "USD"))]}, "instruments"),
    ],
)
def test_settings_that_make_no_exchange_are_refused(arguments: dict[str, Any], argument: str) -> None:
    settings = {"instruments": [BTC], "balances": {}, "fees": 0, **arguments}
    with pytest.raises(BarterError) as caught:
        SimulatedExchange(settings.pop("instruments"), settings.pop("balances"), **settings)
    assert (caught.value.argument or "").startswith(argument)


def perpetual(**settings: Any) -> SimulatedExchange:
    contract = InstrumentKind.Perpetual(PerpetualContract("0.1", "USDT"))
    instrument = Instrument(EXCHANGE, "perp", "BTCUSDT", Underlying("BTC", "USDT"), "UnderlyingQuote", contract)
    exchange = SimulatedExchange([instrument], {"USDT": 100}, **{"fees": 0, **settings})
    exchange.quote("BTCUSDT", bid=100, ask=100)
    return exchange


def test_a_linear_perpetual_is_settled_in_the_quote_asset_and_needs_margin() -> None:
    with SimulatedExecution(perpetual(leverage=2)) as client:
        refused = client.open(market("1", "buy", 21))
        assert isinstance(refused.state.error, ApiError.BalanceInsufficient)
        client.open(market("2", "buy", 20))
        assert totals(client) == {"BTC": (0, 0), "USDT": (100, 100)}
        client.quote("BTCUSDT", bid=110, ask=110)
        client.open(market("3", "sell", 20))
        assert totals(client)["USDT"][0] == 120


def test_a_perpetual_account_can_be_ruined() -> None:
    with SimulatedExecution(perpetual(leverage=10, maintenance_margin="0.01")) as client:
        client.open(market("1", "buy", 100))
        assert client.simulated_exchange.is_insolvent is False
        client.quote("BTCUSDT", bid=90, ask=90)
        assert client.simulated_exchange.is_insolvent is True


def test_time_does_not_go_back_and_unknown_instruments_are_named() -> None:
    exchange = simulated(time=100)
    with pytest.raises(InvalidArgumentError, match="time does not go back"):
        exchange.advance(99)
    with pytest.raises(NotFoundError, match="no instrument X on binance_spot: it lists BTCUSDT"):
        exchange.quote("X", 1, 2)
    with pytest.raises(InvalidArgumentError, match="bid must be above zero"):
        exchange.quote("BTCUSDT", 0, 2)
    assert (exchange.instruments, exchange.assets, exchange.exchange) == (["BTCUSDT"], ["BTC", "USDT"], EXCHANGE)


def test_a_request_by_index_is_refused_with_the_way_to_name_it() -> None:
    from barter_execution import OrderKey

    with pytest.raises(InvalidArgumentError, match="AccountEventIndexer changes names to indices"):
        simulated().send(limit("1").replace(key=OrderKey(0, 0, "s", "1")))


def test_numbers_that_no_decimal_holds_are_an_error_and_no_panic() -> None:
    with SimulatedExecution(simulated()) as client, pytest.raises(InvalidArgumentError, match="cannot be represented"):
        client.open(limit("1", price="7e28", quantity="7e-28"))
