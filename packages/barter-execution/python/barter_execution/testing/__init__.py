"""Conformance kit for execution clients.

`check_client` runs a client through the life of orders, against an account that may be traded on (a test account, a sandbox,
a simulated exchange), and reports what holds of it and what does not.

>>> from decimal import Decimal
>>> from barter_execution import SimulatedExchange, SimulatedExecution
>>> from barter_execution.testing import CheckPlan, check_client
>>> from barter_instrument import Instrument, Underlying
>>> btc = Instrument.spot("binance_spot", "binance_spot-btc_usdt", "BTCUSDT", Underlying("BTC", "USDT"))
>>> exchange = SimulatedExchange([btc], {"USDT": 10_000, "BTC": 10}, fees="0.001")
>>> exchange.quote("BTCUSDT", bid=99, ask=101)
>>> plan = CheckPlan("BTCUSDT", base="BTC", quote="USDT", quantity="0.5", resting_price=90, market_price=101)
>>> check_client(SimulatedExecution(exchange), plan).failed
[]
"""

from .kit import check_client
from .plan import CheckPlan
from .report import Check, Report

__all__ = ["Check", "CheckPlan", "Report", "check_client"]
