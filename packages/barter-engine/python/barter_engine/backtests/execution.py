"""What barter's executions mean here: the arguments of `Backtest` that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from barter_engine._engine import ExecutionConfig
from barter_engine.models import LATENCY_MAX, Fees, Latency
from barter_instrument.errors import InvalidArgumentError

if TYPE_CHECKING:
    from barter_engine._engine import RunUniverse
    from barter_execution import MockExecutionConfig
    from barter_instrument import ExchangeId

__all__ = ["settings_of"]

LATENCY_MS_MAX = LATENCY_MAX // 10**6


def settings_of(executions: Iterable[ExecutionConfig], universe: RunUniverse) -> dict[str, Any]:
    """The arguments of `Backtest` that say the same, in a run of these instruments.

    Parameters:
        executions: of a system, at most one for each exchange.
        universe: of the run.

    Raises:
        InvalidArgumentError: what a simulated exchange here cannot begin with, an exchange that is not of the run, or one
            of the run without an execution.
    """
    exchanges = universe.exchanges()
    named = {
        (exchange, name): internal
        for position, exchange in enumerate(exchanges)
        for name, internal in universe.asset_names(position)
    }
    mocks: dict[ExchangeId, MockExecutionConfig] = {}
    for execution in executions:
        match execution:
            case ExecutionConfig.Mock(config):
                mocks[config.mocked_exchange] = config
    for exchange in mocks:
        if exchange not in exchanges:
            raise InvalidArgumentError(
                f"executions has one for {exchange}, which no instrument trades on; they trade on {_listed(exchanges)}",
                argument="executions",
            )
    if missing := set(exchanges) - set(mocks):
        raise InvalidArgumentError(
            f"executions has none for {_listed(missing)}; each exchange of the run needs one", argument="executions"
        )
    return {
        "balances": {exchange: _balances(mock, named) for exchange, mock in mocks.items()},
        "fees": {exchange: Fees(maker=mock.fees_percent, taker=mock.fees_percent) for exchange, mock in mocks.items()},
        "latency": {exchange: _latency(mock) for exchange, mock in mocks.items()},
    }


def _latency(mock: MockExecutionConfig) -> Latency:
    if mock.latency_ms > LATENCY_MS_MAX:
        raise InvalidArgumentError(
            f"latency_ms of {mock.mocked_exchange} must be at most {LATENCY_MS_MAX} (a day), got {mock.latency_ms}",
            argument="latency_ms",
        )
    return Latency(entry=mock.latency_ms * 500_000, response=mock.latency_ms * 500_000)


def _balances(mock: MockExecutionConfig, named: Mapping[tuple[ExchangeId, str], str]) -> dict[str, Decimal]:
    exchange, state = mock.mocked_exchange, mock.initial_state
    if any(instrument.orders for instrument in state.instruments):
        raise InvalidArgumentError(
            f"initial_state of {exchange} has orders; a simulated exchange begins without any", argument="initial_state"
        )
    balances = {}
    for position, balance in enumerate(state.balances):
        name, amount = str(balance.asset), balance.balance
        if amount.free != amount.total:
            raise InvalidArgumentError(
                f"initial_state.balances[{position}] of {exchange} ({name}): total {amount.total} and free {amount.free} differ; "
                "a simulated exchange begins without orders, so nothing is held",
                argument="initial_state",
            )
        internal = named.get((exchange, name))
        if internal is None:
            known = _listed(asset for place, asset in named if place == exchange)
            raise InvalidArgumentError(
                f"initial_state.balances[{position}] is of {name!r}, which no instrument of {exchange} uses; it has: {known}",
                argument="initial_state",
            )
        balances[internal] = amount.total
    return balances


def _listed(names: Iterable[Any]) -> str:
    return ", ".join(sorted(map(str, names)))
