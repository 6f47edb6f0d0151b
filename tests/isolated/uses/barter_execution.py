"""An order that rests, fills and is booked exactly on the simulated exchange; a client that meets the conformance kit."""

import copy
from decimal import Decimal

from barter_execution import OrderKey, OrderRequestOpen, RequestOpen, SimulatedExchange, SimulatedExecution
from barter_execution.testing import CheckPlan, check_client
from barter_instrument import BarterError, Instrument, Underlying

btc = Instrument.spot("binance_spot", "binance_spot-btc_usdt", "BTCUSDT", Underlying("BTC", "USDT"))
exchange = SimulatedExchange([btc], {"USDT": 100_000, "BTC": 10}, fees="0.001", latency="5ms")
terms = RequestOpen("buy", price="59000.1", quantity="0.01", kind="limit", time_in_force="gtc")
request = OrderRequestOpen(OrderKey("binance_spot", "BTCUSDT", "ema", "1"), terms)
assert copy.deepcopy(request) == request
assert hash(copy.deepcopy(request)) == hash(request)
with SimulatedExecution(exchange) as client:
    client.quote("BTCUSDT", bid="59001", ask="59002")
    assert client.open(request).is_active
    client.quote("BTCUSDT", bid="58999", ask="59000")
    assert [trade.value_quote for trade in client.trades()] == [Decimal("590.001")]
    usdt = next(balance.balance for balance in client.balances() if balance.asset == "USDT")
    assert usdt.total == 100_000 - Decimal("590.001") * Decimal("1.001")

    client.quote("BTCUSDT", bid=99, ask=101)
    plan = CheckPlan("BTCUSDT", base="BTC", quote="USDT", quantity="0.5", resting_price=90, market_price=101)
    report = check_client(client, plan)
    assert report.is_conformant, str(report)
try:
    RequestOpen("buy", price="nan", quantity="0.01", kind="limit", time_in_force="gtc")
except BarterError as error:
    assert error.argument == "price"
else:
    raise AssertionError("a price that is no number was taken")
print("barter_execution: ok")
