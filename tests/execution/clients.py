"""A client whose methods a test replaces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from execution.markets import simulated

from barter_execution import ExecutionClient, SimulatedExecution


class Client(ExecutionClient):
    """What a test puts in place of a method; the others answer as they should."""

    exchange: Any = simulated().exchange

    def __init__(self, **methods: Callable[..., Any]) -> None:
        self.inner = SimulatedExecution(simulated())
        self.methods = methods

    def _do(self, name: str, *arguments: Any) -> Any:
        return self.methods.get(name, getattr(self.inner, name))(*arguments)

    def account_snapshot(self, assets: Any, instruments: Any) -> Any:
        return self._do("account_snapshot", assets, instruments)

    def account_stream(self, assets: Any, instruments: Any) -> Any:
        return self._do("account_stream", assets, instruments)

    async def open_order(self, request: Any) -> Any:
        found = self._do("open_order", request)
        return await found if hasattr(found, "__await__") else found

    async def cancel_order(self, request: Any) -> Any:
        found = self._do("cancel_order", request)
        return await found if hasattr(found, "__await__") else found

    def fetch_balances(self, assets: Any) -> Any:
        return self._do("fetch_balances", assets)

    def fetch_open_orders(self, instruments: Any) -> Any:
        return self._do("fetch_open_orders", instruments)

    def fetch_trades(self, time_since: Any) -> Any:
        return self._do("fetch_trades", time_since)


def raising(error: BaseException) -> Callable[..., Any]:
    def method(*_: Any) -> Any:
        raise error

    return method
