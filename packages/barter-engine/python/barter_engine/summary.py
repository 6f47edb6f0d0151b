"""barter's own `TradingSummary` of a run, readable from Python and never mixed with our statistics."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, ClassVar

from barter_engine._engine import Drawdown, MeanDrawdown
from barter_instrument.errors import DataError, NotFoundError

__all__ = ["AssetSummary", "InstrumentSummary", "TradingSummary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentSummary:
    """barter's tear sheet of one instrument. It counts **closed positions only**, and keeps barter's known defects.

    `upstream_win_rate` is the rate of *losses*; `upstream_profit_factor` is fed the net result; ratios take one
    return per position and scale it as if it were one period; `79228162514264337593543950335` stands for infinity;
    the result ignores contract sizes. For figures to rely on see `result.stats`.
    `interval` is barter's label of what the ratios and the return refer to.
    """

    interval: str
    upstream_pnl: Decimal
    upstream_pnl_return: Decimal
    upstream_sharpe_ratio: Decimal
    upstream_sortino_ratio: Decimal
    upstream_calmar_ratio: Decimal
    upstream_pnl_drawdown: Drawdown | None
    upstream_pnl_drawdown_mean: MeanDrawdown | None
    upstream_pnl_drawdown_max: Drawdown | None
    upstream_win_rate: Decimal | None
    upstream_profit_factor: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetSummary:
    """barter's tear sheet of one asset: last balance, and drawdowns of its total."""

    exchange: str
    asset: str
    balance_end_total: Decimal | None
    balance_end_free: Decimal | None
    drawdown: Drawdown | None
    drawdown_mean: MeanDrawdown | None
    drawdown_max: Drawdown | None


class _ByName(Mapping[Any, Any]):
    """A frozen mapping whose look-up error names what there is."""

    def __init__(self, kind: str, values: Mapping[Any, Any]) -> None:
        self._kind = kind
        self._values = MappingProxyType(dict(values))

    def __getitem__(self, name: Any) -> Any:
        try:
            return self._values[name]
        except KeyError:
            known = ", ".join(map(repr, self._values)) or "none"
            raise NotFoundError(
                f"the summary has no {self._kind} {name!r}; it has: {known}",
                code=f"unknown_{self._kind}",
                argument="name",
            ) from None

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def get(self, name: Any, default: Any = None) -> Any:
        return self._values.get(name, default)

    def __iter__(self) -> Any:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return repr(dict(self._values))


class TradingSummary:
    """barter's `TradingSummary`: tear sheets by instrument (internal name) and by (exchange, asset).

    Its ratios are upstream's and are named so (`upstream_*`); they are kept for comparison, uncorrected.

    Raises:
        DataError: the text is not a summary, or barter could not make one (some of its ratios fail on extreme figures).

    Example:
        >>> from barter_engine.summary import TradingSummary
        >>> summary = TradingSummary.from_json('''{"time_engine_start": "2024-08-08T00:00:00Z",
        ...     "time_engine_end": "2024-08-08T00:05:45Z", "instruments": {}, "assets": []}''')
        >>> summary.trading_duration_ns
        345000000000
    """

    __slots__ = ("_document", "assets", "instruments", "time_engine_end", "time_engine_start")

    time_engine_start: datetime
    time_engine_end: datetime
    instruments: Mapping[str, InstrumentSummary]
    assets: Mapping[tuple[str, str], AssetSummary]

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        if "failed" in document:
            raise DataError(
                f"barter could not make its summary of this run: {document['failed']}; result.stats has the figures to rely on",
                code="summary_failed",
                argument="document",
            )
        try:
            self.time_engine_start = _time(document["time_engine_start"])
            self.time_engine_end = _time(document["time_engine_end"])
            self.instruments = _ByName(
                "instrument", {name: _instrument(sheet) for name, sheet in document["instruments"].items()}
            )
            sheets = [_asset(key, sheet) for key, sheet in document["assets"]]
        except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
            raise DataError(
                f"not a trading summary of barter ({type(error).__name__}: {error})",
                code="summary",
                argument="document",
            ) from error
        self.assets = _ByName("asset", {(sheet.exchange, sheet.asset): sheet for sheet in sheets})

    @classmethod
    def from_json(cls, text: str) -> TradingSummary:
        """From the engine's JSON: upstream's serde form, with `assets` as a list of [key, tear sheet] (upstream's own
        map has keys that JSON cannot hold).
        """
        try:
            document = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DataError(f"the summary is not JSON: {error}", code="summary", argument="text") from error
        return cls(document)

    @property
    def trading_duration_ns(self) -> int:
        """From start to end of the engine, ns."""
        delta = self.time_engine_end - self.time_engine_start
        return ((delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds) * 1_000

    def to_dict(self) -> dict[str, Any]:
        """The same as plain values: keys as above, `assets` by "exchange:asset", Decimals and datetimes as they are."""
        return {
            "time_engine_start": self.time_engine_start,
            "time_engine_end": self.time_engine_end,
            "instruments": {name: _plain(sheet) for name, sheet in self.instruments.items()},
            "assets": {":".join(key): _plain(sheet) for key, sheet in self.assets.items()},
        }

    def to_json(self) -> str:
        """What `from_json` reads."""
        return json.dumps(self._document, separators=(",", ":"))

    def __eq__(self, other: object) -> bool:
        return self.to_dict() == other.to_dict() if isinstance(other, TradingSummary) else NotImplemented

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleVariableOverride]

    def __repr__(self) -> str:
        lines = [f"barter's TradingSummary, {self.time_engine_start} to {self.time_engine_end}"]
        for name, sheet in self.instruments.items():
            lines.append(f"  {name}")
            lines += [f"    {key:<27} {_shown(value)}" for key, value in _plain(sheet, deep=False).items()]
        for key, asset in self.assets.items():
            lines.append(f"  {':'.join(key)}")
            lines += [
                f"    {name:<27} {_shown(value)}"
                for name, value in _plain(asset, deep=False).items()
                if name not in ("exchange", "asset")
            ]
        return "\n".join(lines)


def _time(text: str) -> datetime:
    # chrono writes up to nine digits, datetime holds six.
    return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text))


def _ratio(value: Mapping[str, Any] | None) -> Any:
    return None if value is None else Decimal(value["value"])


def _drawdown(value: Mapping[str, Any] | None) -> Drawdown | None:
    if value is None:
        return None
    return Drawdown(
        value=Decimal(value["value"]), time_start=_time(value["time_start"]), time_end=_time(value["time_end"])
    )


def _mean(value: Mapping[str, Any] | None) -> MeanDrawdown | None:
    if value is None:
        return None
    return MeanDrawdown(mean_drawdown=Decimal(value["mean_drawdown"]), mean_drawdown_ms=int(value["mean_drawdown_ms"]))


def _instrument(sheet: Mapping[str, Any]) -> InstrumentSummary:
    return InstrumentSummary(
        # barter writes nothing where the interval is its Annual365.
        interval="Annual(365)" if sheet["sharpe_ratio"]["interval"] is None else str(sheet["sharpe_ratio"]["interval"]),
        upstream_pnl=Decimal(sheet["pnl"]),
        upstream_pnl_return=_ratio(sheet["pnl_return"]),
        upstream_sharpe_ratio=_ratio(sheet["sharpe_ratio"]),
        upstream_sortino_ratio=_ratio(sheet["sortino_ratio"]),
        upstream_calmar_ratio=_ratio(sheet["calmar_ratio"]),
        upstream_pnl_drawdown=_drawdown(sheet["pnl_drawdown"]),
        upstream_pnl_drawdown_mean=_mean(sheet["pnl_drawdown_mean"]),
        upstream_pnl_drawdown_max=_drawdown(sheet["pnl_drawdown_max"]),
        upstream_win_rate=_ratio(sheet["win_rate"]),
        upstream_profit_factor=_ratio(sheet["profit_factor"]),
    )


def _asset(key: Mapping[str, Any], sheet: Mapping[str, Any]) -> AssetSummary:
    balance = sheet["balance_end"]
    return AssetSummary(
        exchange=str(key["exchange"]),
        asset=str(key["asset"]),
        balance_end_total=None if balance is None else Decimal(balance["total"]),
        balance_end_free=None if balance is None else Decimal(balance["free"]),
        drawdown=_drawdown(sheet["drawdown"]),
        drawdown_mean=_mean(sheet["drawdown_mean"]),
        drawdown_max=_drawdown(sheet["drawdown_max"]),
    )


def _plain(sheet: Any, *, deep: bool = True) -> dict[str, Any]:
    plain = {field.name: getattr(sheet, field.name) for field in fields(sheet)}
    if deep:
        return {
            name: {part: getattr(value, part) for part in value.__match_args__}
            if isinstance(value, (Drawdown, MeanDrawdown))
            else value
            for name, value in plain.items()
        }
    return plain


def _shown(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, Drawdown):
        return f"{_digits(value.value)} ({value.time_start} to {value.time_end})"
    if isinstance(value, MeanDrawdown):
        return f"{_digits(value.mean_drawdown)} ({value.mean_drawdown_ms} ms)"
    if isinstance(value, Decimal):
        return _digits(value)
    return str(value)


def _digits(value: Decimal) -> str:
    # Not normalize(), which rounds to the context's 28 digits.
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
