"""What barter's backtest functions return."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta
    from decimal import Decimal

    from barter_engine.result import BacktestResult
    from barter_engine.summary import TradingSummary

__all__ = ["BacktestSummary", "MultiBacktestSummary"]


@dataclass(frozen=True, slots=True)
class BacktestSummary:
    """One backtest: barter's summary, and the whole result behind it.

    Attributes:
        id: of the `BacktestArgsDynamic`.
        risk_free_return: fraction per interval that the ratios were measured against.
        trading_summary: barter's own figures, at the interval asked for. They keep barter's known defects.
        result: tables, statistics, fingerprint; None from ``engine="upstream"``, which records nothing. No part of
            equality.
    """

    id: str
    risk_free_return: Decimal
    trading_summary: TradingSummary
    result: BacktestResult | None = field(default=None, compare=False, repr=False)

    def to_json(self) -> str:
        """`id`, `risk_free_return` (text) and `trading_summary` (barter's serde form, `assets` as a list of pairs)."""
        summary = self.trading_summary.to_json()
        return (
            f'{{"id":{json.dumps(self.id)},"risk_free_return":"{self.risk_free_return}","trading_summary":{summary}}}'
        )


@dataclass(frozen=True, slots=True)
class MultiBacktestSummary:
    """Backtests that were run together.

    Attributes:
        duration: wall time of all of them; no part of equality.
        summaries: in the order asked.
    """

    duration: timedelta = field(compare=False)
    summaries: tuple[BacktestSummary, ...]

    def __init__(self, duration: timedelta, summaries: Iterable[BacktestSummary]) -> None:
        object.__setattr__(self, "duration", duration)
        object.__setattr__(self, "summaries", tuple(summaries))

    @property
    def num_backtests(self) -> int:
        """How many were run."""
        return len(self.summaries)

    def __len__(self) -> int:
        return len(self.summaries)
