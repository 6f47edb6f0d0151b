"""What market data hold, for people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._data import MarketData

__all__ = ["MarketDataSummary", "SourceSummary"]

# Checks that are shown only where they found something; the others are columns of their own.
_WARNINGS = {
    "unsorted": "received before the row before it",
    "received_before_exchange": "received before they happened at the exchange (the recorder's clock lags: clock_offset=)",
    "zero_quantities": "trades of price or quantity zero or less",
    "not_matched": "prints outside the book",
    "no_side": "trades without a side",
    "crossed_quotes": "crossed quotes",
    "one_sided_quotes": "one-sided quotes",
    "inconsistent_candles": "candles with open or close outside low to high",
}


@dataclass(frozen=True)
class SourceSummary:
    """Rows of one kind, of one instrument, from one recording or table.

    Attributes:
        name: instrument and kind.
        kind: "trade", "order_book_l1", "order_book", "candle", "liquidation" or "reconnecting".
        instrument: internal name of the instrument.
        rows: number of rows.
        start_ns, end_ns: first and last received time.
        gaps: pauses longer than 10 s (candles: one and a half times their usual distance).
        longest_gap_ns: the longest pause, whether it is a gap or not.
        clock_offset: exchange time minus received time, smallest, median and largest, ns; None without exchange times.
        warnings: what else is to be known, with counts.
    """

    name: str
    kind: str
    instrument: str
    rows: int
    start_ns: int
    end_ns: int
    gaps: int
    longest_gap_ns: int
    clock_offset: tuple[int, int, int] | None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class MarketDataSummary:
    """Result of `MarketData.summary()`: `print` and Jupyter show it as a table.

    >>> from barter_data import MarketData
    >>> summary = MarketData.synthetic(seed=7, events=1_000).summary()
    >>> summary.events, summary.is_synthetic, [source.kind for source in summary.sources]
    (1000, True, ['trade', 'order_book_l1'])
    """

    name: str
    is_synthetic: bool
    events: int
    start_ns: int
    end_ns: int
    clock_offset: str
    inferred_times: int
    nbytes: int
    sources: tuple[SourceSummary, ...] = field(repr=False)
    not_loaded: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: MarketData) -> MarketDataSummary:
        """The summary of market data."""
        rows = data.quality
        checks = list(zip(*(rows[name].to_pylist() for name in ("source", "check", "count", "detail")), strict=True))
        counts = {(name, check): count for name, check, count, _ in checks}
        sources = tuple(_source(about, counts) for about in data._sources())
        skipped = tuple(f"{count:,} × {detail}" for _, check, count, detail in checks if check == "not_loaded")
        return cls(
            name=data.name,
            is_synthetic=data.is_synthetic,
            events=len(data),
            start_ns=data.start_ns or 0,
            end_ns=data.end_ns or 0,
            clock_offset=data.clock_offset,
            inferred_times=data.inferred_times,
            nbytes=data.nbytes,
            sources=sources,
            not_loaded=skipped,
        )

    @property
    def duration(self) -> timedelta:
        """From the first to the last received time; microseconds."""
        return timedelta(microseconds=(self.end_ns - self.start_ns) // 1000)

    def _heading(self) -> str:
        kind = "SYNTHETIC market data" if self.is_synthetic else "market data"
        span = f"{_moment(self.start_ns)} to {_moment(self.end_ns)}, {_seconds(self.end_ns - self.start_ns)}"
        return f"MarketData {self.name!r}: {kind}, {self.events:,} events, {span}"

    def _table(self) -> list[tuple[str, ...]]:
        head = ("source", "rows", "gaps", "longest", "exchange - received (min, median, max)")
        body = [
            (
                s.name,
                f"{s.rows:,}",
                f"{s.gaps:,}",
                _seconds(s.longest_gap_ns),
                _offset(s.clock_offset) if s.clock_offset else "no exchange time",
            )
            for s in self.sources
        ]
        return [head, *body]

    def _notes(self) -> list[str]:
        notes = [f"clock offset applied: {self.clock_offset}"]
        if self.inferred_times:
            notes.append(f"{self.inferred_times:,} exchange times inferred")
        notes += [f"{source.name}: {warning}" for source in self.sources for warning in source.warnings]
        if self.not_loaded:
            notes.append("not loaded: " + ", ".join(self.not_loaded))
        return notes

    def __str__(self) -> str:
        table = self._table()
        widths = [max(len(row[at]) for row in table) for at in range(len(table[0]))]
        # Text to the left, numbers to the right.
        lines = [
            "  ".join(
                cell.rjust(width) if 0 < at < 4 else cell.ljust(width)
                for at, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            for row in table
        ]
        return "\n".join(
            [self._heading(), *(f"  {line.rstrip()}" for line in lines), *(f"  {note}" for note in self._notes())]
        )

    def _repr_html_(self) -> str:
        from html import escape

        head, *body = self._table()
        cells = "".join(f"<th>{escape(cell)}</th>" for cell in head)
        rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in body)
        notes = "".join(f"<li>{escape(note)}</li>" for note in self._notes())
        return f"<p>{escape(self._heading())}</p><table><tr>{cells}</tr>{rows}</table><ul>{notes}</ul>"


def _source(about: dict[str, Any], counts: dict[tuple[str, str], int]) -> SourceSummary:
    found = ((counts.get((about["name"], check), 0), text) for check, text in _WARNINGS.items())
    return SourceSummary(**about, warnings=tuple(f"{count:,} {text}" for count, text in found if count))


def _moment(nanoseconds: int) -> str:
    moment = datetime.fromtimestamp(nanoseconds // 10**9, UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{nanoseconds % 10**9 // 10**6:03d}Z"


def _seconds(nanoseconds: int) -> str:
    return f"{nanoseconds / 1e9:,.3f} s"


def _offset(offset: tuple[int, int, int]) -> str:
    return ", ".join(f"{nanoseconds / 1e6:,.3f}" for nanoseconds in offset) + " ms"
