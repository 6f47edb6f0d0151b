"""Statistics of a run: values with unit and definition, null with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NoReturn

from barter_engine.display import stat_value
from barter_instrument.errors import NotFoundError

if TYPE_CHECKING:
    from arro3.core import Table

    from barter_engine.tables import StatRow

__all__ = ["Stats"]

Value = Decimal | float | int | str | None

_READ: Final[Mapping[str, Any]] = {"decimal": Decimal, "float": float, "int": int, "text": str}


class Stats(Mapping[str, "Value"]):
    """The statistics of a run, by attribute or by key; frozen.

    Values are exact `Decimal`s for money, and for fractions made of money (quotients rounded half even to 18 digits);
    `float` for annualised and weighted figures; `int` for counts, times (ns since the epoch, UTC) and durations (ns).
    A figure that has no value is `None`, never 0 or infinity, and `reason(name)` says why. Fractions are fractions:
    0.01 is one percent. `stats.f64` is the same with every number a float.

    Raises:
        NotFoundError: an unknown name (a `LookupError` too); `AttributeError` by attribute. The nearest name is given.

    Example:
        >>> from barter_engine.stats import Stats
        >>> stats = Stats([
        ...     ("pnl_net", "decimal", "-1.50", "usdt", "pnl_gross − fees + rebates + funding", None),
        ...     ("sharpe", "null", None, "ratio", "...", "0 whole periods of 1 d; 30 are needed"),
        ... ])
        >>> stats.pnl_net, stats["sharpe"], stats.f64.pnl_net
        (Decimal('-1.50'), None, -1.5)
        >>> stats.reason("sharpe")
        '0 whole periods of 1 d; 30 are needed'
    """

    __slots__ = ("_rows", "_values")

    _rows: dict[str, StatRow]
    _values: dict[str, Value]

    def __init__(self, rows: list[StatRow]) -> None:
        object.__setattr__(self, "_rows", {row[0]: tuple(row) for row in rows})
        object.__setattr__(self, "_values", {row[0]: None if row[2] is None else _READ[row[1]](row[2]) for row in rows})

    def __getitem__(self, name: str) -> Value:
        try:
            return self._values[name]
        except KeyError:
            raise NotFoundError(self._unknown(name), code="unknown_statistic", argument="name") from None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(self._unknown(name), name=name, obj=self) from None

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"statistics are frozen; `{name}` cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"statistics are frozen; `{name}` cannot be deleted")

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def get(self, name: str, default: Any = None) -> Any:
        """The value, or `default` for an unknown name."""
        return self._values.get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._values]

    def __eq__(self, other: object) -> bool:
        return self._rows == other._rows if isinstance(other, Stats) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return (Stats, (self.rows(),))

    def _unknown(self, name: object) -> str:
        from difflib import get_close_matches

        near = get_close_matches(str(name), list(self._values), n=1, cutoff=0.5)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        return f"there is no statistic `{name}`.{hint} There are: {', '.join(self._values)}"

    def _row(self, name: str) -> StatRow:
        self[name]
        return self._rows[name]

    def unit(self, name: str) -> str:
        """The report currency for money, else `fraction`, `fraction/year`, `count`, `ratio`, `ns since epoch`, `ns`
        or `text`.
        """
        return self._row(name)[3]

    def definition(self, name: str) -> str:
        """How the figure is made."""
        return self._row(name)[4]

    def reason(self, name: str) -> str | None:
        """Why the figure has no value; `None` if it has one."""
        return self._row(name)[5]

    def text(self, name: str) -> str:
        """The figure for people: percent, thousands separators, unit."""
        return stat_value(self[name], self.unit(name))

    @property
    def f64(self) -> FloatStats:
        """The same figures with every number a `float`, ready for arithmetic with floats."""
        return FloatStats(self)

    def rows(self) -> list[StatRow]:
        """(name, kind, text, unit, definition, reason) of each: what a saved result keeps."""
        return list(self._rows.values())

    @property
    def table(self) -> Table:
        """`arro3.core.Table`: name, value? (float64; null for text and where there is none), text? (the exact value),
        unit, definition, reason_if_null?.
        """
        from arro3.core import Array, DataType, Field, Schema, Table

        rows = self.rows()
        numbers = [None if isinstance(value, str) or value is None else float(value) for value in self._values.values()]
        columns: dict[str, tuple[list[Any], DataType, bool]] = {
            "name": ([row[0] for row in rows], DataType.utf8(), False),
            "value": (numbers, DataType.float64(), True),
            "text": ([row[2] for row in rows], DataType.utf8(), True),
            "unit": ([row[3] for row in rows], DataType.utf8(), False),
            "definition": ([row[4] for row in rows], DataType.utf8(), False),
            "reason_if_null": ([row[5] for row in rows], DataType.utf8(), True),
        }
        fields = [Field(name, kind, nullable=nullable) for name, (_, kind, nullable) in columns.items()]
        arrays = [Array(values, kind) for values, kind, _ in columns.values()]
        return Table.from_arrays(arrays, schema=Schema(fields))

    def __repr__(self) -> str:
        width = max((len(name) for name in self), default=0)
        lines = []
        for name in self:
            reason = self.reason(name)
            lines.append(f"{name:<{width}}  {self.text(name)}{f'  ({reason})' if reason else ''}")
        return "\n".join(lines)


class FloatStats(Mapping[str, "float | str | None"]):
    """`Stats` with every number as the nearest `float`."""

    __slots__ = ("_stats",)

    def __init__(self, stats: Stats) -> None:
        self._stats = stats

    def __getitem__(self, name: str) -> float | str | None:
        value = self._stats[name]
        return value if value is None or isinstance(value, str) else float(value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        getattr(self._stats, name)
        return self[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stats)

    def __len__(self) -> int:
        return len(self._stats)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._stats]

    def __repr__(self) -> str:
        return repr(dict(self))
