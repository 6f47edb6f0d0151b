"""`BacktestResult`: what a run left behind, with the assumptions it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from barter_engine.assumptions import describe
from barter_engine.display import number, short
from barter_engine.stats import Stats
from barter_engine.summary import TradingSummary
from barter_engine.tables import ExactTables, ResultSource, Tables
from barter_instrument.errors import StateError

if TYPE_CHECKING:
    import os
    from decimal import Decimal
    from pathlib import Path

    from barter_engine._engine import TradingSummaryGenerator

__all__ = ["BacktestResult"]

KEY_STATISTICS: Final = (
    "start",
    "duration",
    "events",
    "equity_start",
    "equity_final",
    "total_return",
    "pnl_gross",
    "fees",
    "rebates",
    "funding",
    "pnl_net",
    "max_drawdown",
    "max_drawdown_duration",
    "sharpe",
    "orders",
    "orders_refused",
    "orders_rejected",
    "fills",
    "maker_ratio",
    "turnover",
    "exposure_time",
    "round_trips",
    "open_positions",
    "win_rate",
    "profit_factor",
    "slippage_arrival",
    "mark_out_1s",
    "share_beyond_displayed",
    "buy_and_hold_return",
    "undelivered",
    "crossed_quotes",
)
"""Statistics that `print(result)` shows; `result.stats` has all of them."""


class BacktestResult(Tables):
    """A run: tables, statistics, fingerprint, and the assumptions they rest on.

    Tables are attributes (`orders`, `fills`, `equity`, ...) and are built when they are looked at; `exact` has the
    same with every digit. Made by `Backtest.run` or `BacktestResult.load`, not by hand.

    Two results are equal when their assumptions, fingerprints, statistics and exact tables are; how fast they ran
    does not count.

    Example:
        >>> from barter_data import MarketData
        >>> from barter_engine import Backtest, BacktestResult, Fees, Strategy
        >>> class BuyOnce(Strategy):
        ...     def on_start(self, ctx):
        ...         self.done = False
        ...     def on_order_book_l1(self, ctx, quote):
        ...         if not self.done:
        ...             ctx.market_order("buy", "0.01")
        ...             self.done = True
        >>> data = MarketData.synthetic(seed=1, events=2_000)
        >>> result = Backtest(BuyOnce, data, balances={"usdt": 10_000}, fees=Fees(maker=0, taker="0.0005")).run()
        >>> result.status, result.fills.num_rows, result.stats.fills
        ('completed', 1, 1)
        >>> result.assumptions["latency"]
        'entry 0 s, response 0 s, feed 0 s (0 is optimistic)'
    """

    def __init__(self, source: ResultSource, settings: Mapping[str, Any] | Callable[[], Mapping[str, Any]]) -> None:
        super().__init__(source)
        self._given_settings: Final = settings
        self._exact_tables: Final = ExactTables(source)
        self._facts: Final = source.facts()
        self._stats: Stats | None = None
        self._summary: TradingSummary | None = None
        self._fingerprint: str | None = None

    @property
    def exact(self) -> ExactTables:
        """The tables with amounts as `decimal128(38, 18)`."""
        return self._exact_tables

    @property
    def stats(self) -> Stats:
        """Statistics, by attribute and by key; see `Stats`.

        Raises:
            DataError: a sum needs more digits than a Decimal has.
        """
        if self._stats is None:
            self._stats = Stats(self._source.stats())
        return self._stats

    @property
    def summary(self) -> TradingSummary:
        """barter's own `TradingSummary`; its ratios are named `upstream_*` and are not corrected."""
        if self._summary is None:
            self._summary = TradingSummary.from_json(self._source.summary_json())
        return self._summary

    def trading_summary_generator(self, risk_free_return: Decimal | str | float = 0) -> TradingSummaryGenerator:
        """barter's generator of summaries, with every closed position booked: for other intervals, another risk-free
        return, and what happens after the run. Each call makes its own.

        Parameters:
            risk_free_return: a fraction per interval.

        Raises:
            StateError: the result was loaded; it keeps the summary, not what it was made from.
            DataError: barter cannot book the positions.
        """
        make = getattr(self._source, "trading_summary_generator", None)
        if make is None:
            raise StateError(
                "a loaded result keeps barter's summary but not its generator; run the backtest again for other intervals",
                code="loaded_result",
            )
        generator: TradingSummaryGenerator = make(risk_free_return)
        return generator

    @property
    def settings(self) -> Mapping[str, Any]:
        """What the run was told, as plain values; `assumptions` says the same in words."""
        return self._settings

    @cached_property
    def _settings(self) -> Mapping[str, Any]:
        # Made when asked for: the data's fingerprint reads all of the data.
        given = self._given_settings
        return MappingProxyType(dict(given() if callable(given) else given))

    @property
    def assumptions(self) -> Mapping[str, str]:
        """What the result rests on, in words and in the order of printing: data, clock, clock_offset, matching,
        queue, latency, fees, margin, funding, ..., seed, version, data_fingerprint, config_fingerprint, fingerprint.
        `synthetic` is the first where the data are made up.
        """
        return MappingProxyType(describe(self._settings, self._facts, self.fingerprint))

    @property
    def fingerprint(self) -> str:
        """sha256 over every request, refusal, order event, fill and balance change, as hex (docs: "Fingerprint").
        Equal runs have equal fingerprints, on any machine.
        """
        if self._fingerprint is None:
            self._fingerprint = self._source.fingerprint()
        return self._fingerprint

    def fingerprint_lines(self) -> list[str]:
        """The lines that the fingerprint is made of, to find where two runs part.

        Raises:
            StateError: the result was loaded; `docs/fingerprint.md` makes them from its tables.
        """
        lines = getattr(self._source, "fingerprint_lines", None)
        if lines is None:
            raise StateError(
                "a loaded result keeps the fingerprint but not its lines; make them from its tables as docs/fingerprint.md shows",
                code="loaded_result",
            )
        return list(lines())

    @property
    def status(self) -> str:
        """`completed`, or `insolvent`: stopped when the account could not cover its positions (rule A4)."""
        return str(self._facts["status"])

    @property
    def is_synthetic(self) -> bool:
        """Whether the market data came from a generator."""
        return bool(self._settings.get("synthetic") or self._facts.get("synthetic"))

    @property
    def strategy(self) -> str:
        """The strategy with its parameters."""
        return str(self._settings.get("strategy", self._facts["strategy"]))

    @property
    def report_currency(self) -> str:
        """Asset in which equity and money figures are counted."""
        return str(self._facts["report_currency"])

    @property
    def time_start_ns(self) -> int:
        """First instant of the run, ns since the epoch, UTC."""
        return int(self._facts["time_start"])

    @property
    def time_end_ns(self) -> int:
        """Last instant of the run, ns since the epoch, UTC."""
        return int(self._facts["time_end"])

    @property
    def undelivered(self) -> int:
        """Happenings later than the end, which were discarded."""
        return int(self._facts["undelivered"])

    @property
    def speed(self) -> float | None:
        """Market events per second of wall time, recording included; no part of equality."""
        seconds = self._facts.get("seconds")
        return self._facts["rows"] / seconds if seconds else None

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Writes everything to one file (a zip of Arrow tables and JSON); an existing file is replaced when all is
        written.

        Returns:
            the path.
        """
        from barter_engine.persistence import save

        return save(self, path)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> BacktestResult:
        """Reads what `save` wrote.

        Raises:
            DataError: no such result, damaged, or written by a later version. (A `ValueError` too.)
            FileNotFoundError: there is no such file.
        """
        from barter_engine.persistence import load

        return load(path)

    def report(self, path: str | os.PathLike[str]) -> Path:
        """Writes one HTML file that needs no network: equity, drawdown, price with fills, assumptions, statistics.

        Returns:
            the path.
        """
        from barter_engine.report import write_report

        return write_report(self, path)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BacktestResult):
            return NotImplemented
        return (
            self.fingerprint == other.fingerprint
            and self.assumptions == other.assumptions
            and self.stats == other.stats
            and self.table_names == other.table_names
            and all(self.exact.table(name) == other.exact.table(name) for name in self.table_names)
        )

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        return (
            f"<BacktestResult of {self.strategy}: {self.status}, {self.stats.text('pnl_net')} net, "
            f"{self.stats.fills:,} fills, fingerprint {short(self.fingerprint)}>"
        )

    def __str__(self) -> str:
        assumptions = self.assumptions
        shown = [name for name in KEY_STATISTICS if name in self.stats]
        width = max(len(name) for name in [*assumptions, *shown])
        lines = [f"{self.strategy}: {self.status}", "Assumptions"]
        lines += [f"  {name:<{width}}  {text}" for name, text in assumptions.items()]
        lines.append("Statistics")
        for name in shown:
            reason = self.stats.reason(name)
            lines.append(f"  {name:<{width}}  {self.stats.text(name)}{f'  ({reason})' if reason else ''}")
        if self.speed is not None:
            lines.append(f"  {'speed':<{width}}  {number(round(self.speed))} events/s")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from html import escape

        def rows(pairs: list[tuple[str, str, str]]) -> str:
            return "".join(
                f'<tr><th style="text-align:left" title="{escape(title)}">{escape(name)}</th>'
                f'<td style="text-align:left">{escape(text)}</td></tr>'
                for name, text, title in pairs
            )

        statistics = []
        for name in KEY_STATISTICS:
            if name in self.stats:
                reason = self.stats.reason(name)
                text = self.stats.text(name)
                statistics.append((name, f"{text} ({reason})" if reason else text, self.stats.definition(name)))
        assumptions = [(name, text, "") for name, text in self.assumptions.items()]
        return (
            f"<p><strong>{escape(self.strategy)}</strong>: {escape(self.status)}</p>"
            f"<table><caption>Assumptions</caption>{rows(assumptions)}</table>"
            f"<table><caption>Statistics</caption>{rows(statistics)}</table>"
        )
