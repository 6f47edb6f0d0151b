"""barter's configuration of a mock exchange, and what it means here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from barter_engine._engine import decimal_argument
from barter_engine.models import LATENCY_MAX, Fees, Latency
from barter_execution import AccountSnapshot
from barter_instrument import ExchangeId
from barter_instrument.errors import InvalidArgumentError, WrongTypeError

if TYPE_CHECKING:
    from barter_engine._engine import RunUniverse

__all__ = ["ExecutionConfig", "settings_of"]

LATENCY_MS_MAX = LATENCY_MAX // 10**6
FIELDS = ("mocked_exchange", "initial_state", "latency_ms", "fees_percent")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionConfig:
    """barter's `ExecutionConfig`: one mock exchange (`MockExecutionConfig`, its only variant).

    Parameters:
        mocked_exchange: `ExchangeId` or its text.
        initial_state: `barter_execution.AccountSnapshot` by names: the balances to begin with.
        latency_ms: there and back, ms: half to the exchange, half back.
        fees_percent: of the traded value. A *fraction*, in spite of barter's name for it: 0.0005 is 0.05 %.

    Raises:
        InvalidArgumentError: a negative latency or fee, or a state of another exchange.

    Example:
        >>> from barter_engine import ExecutionConfig
        >>> from barter_execution import AccountSnapshot, AssetBalance, Balance
        >>> state = AccountSnapshot("binance_spot", [AssetBalance("usdt", Balance(100, 100), 0)], [])
        >>> config = ExecutionConfig(
        ...     mocked_exchange="binance_spot", initial_state=state, latency_ms=10, fees_percent="0.0005"
        ... )
        >>> ExecutionConfig.from_json(config.to_json()) == config
        True
    """

    mocked_exchange: ExchangeId
    initial_state: AccountSnapshot
    latency_ms: int
    fees_percent: Decimal

    def __init__(
        self,
        *,
        mocked_exchange: ExchangeId | str = "mock",
        initial_state: AccountSnapshot | None = None,
        latency_ms: int = 0,
        fees_percent: Decimal | str | float = 0,
    ) -> None:
        try:
            exchange = ExchangeId(mocked_exchange)
        except ValueError as error:
            raise InvalidArgumentError(
                f"mocked_exchange must be an ExchangeId such as 'binance_spot', got {mocked_exchange!r}",
                argument="mocked_exchange",
            ) from error
        state = AccountSnapshot(exchange, [], []) if initial_state is None else initial_state
        if not isinstance(state, AccountSnapshot):
            raise WrongTypeError(
                f"initial_state must be a barter_execution.AccountSnapshot, got {type(state).__name__} {state!r}",
                argument="initial_state",
            )
        if state.exchange != exchange:
            raise InvalidArgumentError(
                f"initial_state is of {state.exchange}, but mocked_exchange is {exchange}; an index is no name here",
                argument="initial_state",
            )
        if not isinstance(latency_ms, int) or isinstance(latency_ms, bool) or not 0 <= latency_ms <= LATENCY_MS_MAX:
            raise InvalidArgumentError(
                f"latency_ms must be an int from 0 to {LATENCY_MS_MAX} (a day), got {latency_ms!r}",
                argument="latency_ms",
            )
        fees = decimal_argument(fees_percent, "fees_percent")
        if not 0 <= fees < 1:
            raise InvalidArgumentError(
                f"fees_percent is a fraction of the traded value, at least 0 and below 1, got {fees}; 0.05 % is '0.0005'",
                argument="fees_percent",
            )
        for name, value in zip(FIELDS, (exchange, state, latency_ms, fees), strict=True):
            object.__setattr__(self, name, value)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as barter's serde form has them."""
        return {
            "mocked_exchange": self.mocked_exchange.value,
            "initial_state": self.initial_state.to_dict(),
            "latency_ms": self.latency_ms,
            "fees_percent": str(self.fees_percent),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ExecutionConfig:
        """From what `to_dict` gives, or from barter's configuration files read with `parse_float=Decimal`.

        Raises:
            InvalidArgumentError: a missing or unknown field.
        """
        if not isinstance(data, Mapping) or set(data) != set(FIELDS):
            given = sorted(data) if isinstance(data, Mapping) else repr(data)
            raise InvalidArgumentError(f"an execution has the fields {', '.join(FIELDS)}, got {given}", argument="data")
        fields: dict[str, Any] = {**data, "initial_state": AccountSnapshot.from_dict(data["initial_state"])}
        return cls(**fields)

    def to_json(self) -> str:
        """What `from_json` and barter read."""
        return json.dumps(self.to_dict(), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> ExecutionConfig:
        """From barter's JSON.

        Raises:
            InvalidArgumentError: no JSON, or not of this form.
        """
        try:
            data = json.loads(text, parse_float=Decimal)
        except ValueError as error:
            raise InvalidArgumentError(f"text is not JSON: {error}", argument="text") from error
        return cls.from_dict(data)


def settings_of(executions: Iterable[ExecutionConfig], universe: RunUniverse) -> dict[str, Any]:
    """The arguments of `Backtest` that say the same, in a run of these instruments.

    Raises:
        InvalidArgumentError: what a simulated exchange here cannot begin with, two executions of one exchange, or an
            exchange of the run without one.
    """
    exchanges = universe.exchanges()
    named = {
        (exchange, name): internal
        for position, exchange in enumerate(exchanges)
        for name, internal in universe.asset_names(position)
    }
    by_exchange: dict[ExchangeId, ExecutionConfig] = {}
    for execution in executions:
        exchange = execution.mocked_exchange
        if exchange in by_exchange:
            raise InvalidArgumentError(
                f"executions has two for {exchange}; one exchange has one", argument="executions"
            )
        if exchange not in exchanges:
            raise InvalidArgumentError(
                f"executions has one for {exchange}, which no instrument trades on; they trade on {_listed(exchanges)}",
                argument="executions",
            )
        by_exchange[exchange] = execution
    if missing := set(exchanges) - set(by_exchange):
        raise InvalidArgumentError(
            f"executions has none for {_listed(missing)}; each exchange of the run needs one", argument="executions"
        )
    return {
        "balances": {exchange: _balances(execution, named) for exchange, execution in by_exchange.items()},
        "fees": {
            exchange: Fees(maker=execution.fees_percent, taker=execution.fees_percent)
            for exchange, execution in by_exchange.items()
        },
        "latency": {
            exchange: Latency(entry=execution.latency_ms * 500_000, response=execution.latency_ms * 500_000)
            for exchange, execution in by_exchange.items()
        },
    }


def _balances(execution: ExecutionConfig, named: Mapping[tuple[ExchangeId, str], str]) -> dict[str, Decimal]:
    exchange, state = execution.mocked_exchange, execution.initial_state
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
