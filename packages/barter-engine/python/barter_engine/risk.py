"""Risk managers: what every request passes before it reaches an exchange."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

__all__ = ["DefaultRiskManager", "RiskApproved", "RiskManager", "RiskRefused"]

RequestT = TypeVar("RequestT")


@dataclass(frozen=True, slots=True)
class RiskApproved(Generic[RequestT]):
    """A request that may go on. `check` may also return approved requests bare."""

    item: RequestT


@dataclass(frozen=True, slots=True)
class RiskRefused(Generic[RequestT]):
    """A request that stops here, and why: the order is refused with the reason ``risk: <reason>``.

    Example:
        >>> from barter_engine import RiskRefused
        >>> RiskRefused("request", "too large").reason
        'too large'
    """

    item: RequestT
    reason: str


@runtime_checkable
class RiskManager(Protocol):
    """barter's `RiskManager`: any object with this method.

    Each request (`barter_execution.OrderRequestCancel`, `OrderRequestOpen`) must come back exactly once, approved or
    refused. An approved open may be edited with `replace` (price, quantity, side, kind, time in force); its key must
    stay and the instrument's rules hold. An exception stops the run: risk is never skipped because it failed.

    Example:
        >>> from barter_engine import RiskRefused
        >>> class NoShorts:
        ...     def check(self, state, cancels, opens):
        ...         refused = [RiskRefused(o, "no shorts") for o in opens if o.side.name == "SELL" and state.position() <= 0]
        ...         kept = [o for o in opens if not any(o is r.item for r in refused)]
        ...         return cancels, kept, [], refused
    """

    def check(
        self,
        state: Any,
        cancels: Sequence[Any],
        opens: Sequence[Any],
    ) -> tuple[Sequence[Any], Sequence[Any], Sequence[RiskRefused[Any]], Sequence[RiskRefused[Any]]]:
        """(approved cancels, approved opens, refused cancels, refused opens).

        Parameters:
            state: the run's `Context`, for reading.
            cancels: requests to cancel, in call order.
            opens: requests to open, in call order.
        """
        ...


class DefaultRiskManager:
    """Approves everything, as barter's own default does.

    Example:
        >>> from barter_engine import DefaultRiskManager
        >>> DefaultRiskManager().check(None, ["cancel"], ["open"])
        (['cancel'], ['open'], [], [])
    """

    def check(
        self,
        state: Any,  # noqa: ARG002 (upstream's signature)
        cancels: Sequence[Any],
        opens: Sequence[Any],
    ) -> tuple[Sequence[Any], Sequence[Any], Sequence[RiskRefused[Any]], Sequence[RiskRefused[Any]]]:
        """All requests, approved."""
        return cancels, opens, [], []
