"""Results made by hand: a source of a few known rows, for what does not need a run."""

from decimal import Decimal
from typing import Any

import pyarrow as pa
from arro3.core import Table

from barter_engine._engine import to_float
from barter_engine.result import BacktestResult

START = 1_723_075_200_000_000_123
SECOND = 1_000_000_000

TIME = pa.timestamp("ns", "UTC")
AMOUNT = pa.decimal128(38, 18)
NAME = pa.dictionary(pa.int32(), pa.string())

SETTINGS = {
    "strategy": "Handmade(n=1)",
    "data": "MarketData(handmade)",
    "synthetic": False,
    "clock": "received",
    "clock_offset": None,
    "exchanges": {
        "binance_spot": {
            "latency": (5_000_000, 5_000_000, 0),
            "matching": ("top_of_book", "unlimited", False),
            "maker": "0.0002",
            "taker": "0.0005",
            "leverage": "1",
            "maintenance": "0",
            "max_quote_age": None,
        }
    },
    "equity_every": SECOND,
    "start": None,
    "end": None,
    "close_at_end": False,
    "risk": "none",
    "seed": 0,
    "version": "0.1.0",
    "data_fingerprint": "ab" * 32,
    "config_fingerprint": "cd" * 32,
}

SUMMARY = (
    '{"time_engine_start":"2024-08-08T00:00:00.123456789Z","time_engine_end":"2024-08-08T00:05:45Z","instruments":'
    '{"binance_spot-btc_usdt":{"pnl":"-1.5","pnl_return":{"value":"-0.1","interval":null},'
    '"sharpe_ratio":{"value":"-3.2","interval":null},'
    '"sortino_ratio":{"value":"-79228162514264337593543950335","interval":null},'
    '"calmar_ratio":{"value":"1.0","interval":null},'
    '"pnl_drawdown":{"value":"0.2","time_start":"2024-08-08T00:00:00Z","time_end":"2024-08-08T00:01:00Z"},'
    '"pnl_drawdown_mean":{"mean_drawdown":"0.1","mean_drawdown_ms":1000},'
    '"pnl_drawdown_max":{"value":"0.2","time_start":"2024-08-08T00:00:00Z","time_end":"2024-08-08T00:01:00Z"},'
    '"win_rate":{"value":"0.75"},"profit_factor":null}},'
    '"assets":[[{"exchange":"binance_spot","asset":"usdt"},{"balance_end":{"total":"9998.5","free":"9990"},'
    '"drawdown":null,"drawdown_mean":null,"drawdown_max":null}]]}'
)

STATS = [
    ("equity_final", "decimal", "9998.5", "usdt", "equity at the end, positions at mark", None),
    ("total_return", "decimal", "-0.00015", "fraction", "(equity_final − equity_start) / equity_start", None),
    ("pnl_net", "decimal", "-1.50", "usdt", "pnl_gross − fees + rebates + funding", None),
    ("fees", "decimal", "0.5", "usdt", "fees paid, without rebates", None),
    ("max_drawdown", "decimal", "0.01", "fraction", "largest (peak − equity) / peak", None),
    ("max_drawdown_duration", "int", "5000000000", "ns", "longest time under water", None),
    ("start", "int", str(START), "ns since epoch", "first instant of the run", None),
    ("fills", "int", "2", "count", "fills of own orders", None),
    ("win_rate", "null", None, "fraction", "wins / round trips", "no closed position"),
    ("sharpe", "null", None, "ratio", "mean / deviation", "0 whole periods of 1 d; 30 are needed"),
    ("turnover", "float", "0.1", "ratio", "traded value / equity", None),
    ("status", "text", "completed", "text", "how the run ended", None),
]


def made(**columns: tuple[pa.DataType, list[Any]]) -> Table:
    """A table from (type, values) per column."""
    fields = [pa.field(name, kind, nullable=None in values) for name, (kind, values) in columns.items()]
    return Table.from_arrow(
        pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()}, schema=pa.schema(fields))
    )


def amounts(*values: str | None) -> tuple[pa.DataType, list[Decimal | None]]:
    return AMOUNT, [None if value is None else Decimal(value) for value in values]


def equity(points: list[tuple[int, str | None]]) -> Table:
    """Equity rows; the drawdown is that of the rows."""
    peak, drawdowns = Decimal(0), []
    for _, value in points:
        if value is None:
            drawdowns.append(None)
            continue
        peak = max(peak, Decimal(value))
        drawdowns.append(str(round((peak - Decimal(value)) / peak, 18)))
    return made(
        time=(TIME, [time for time, _ in points]),
        equity=amounts(*(value for _, value in points)),
        drawdown=amounts(*drawdowns),
        reason=(NAME, ["grid"] * len(points)),
    )


def fills(rows: list[tuple[int, str, str]], instrument: str = "binance_spot-btc_usdt") -> Table:
    """(time, side, price), one fill each."""
    count = len(rows)
    return made(
        time_exchange=(TIME, [row[0] for row in rows]),
        instrument=(NAME, [instrument] * count),
        side=(NAME, [row[1] for row in rows]),
        price=amounts(*(row[2] for row in rows)),
        quantity=amounts(*["0.01"] * count),
        fee=amounts(*["0.3"] * count),
        fee_asset=(NAME, ["usdt"] * count),
        liquidity=(NAME, ["maker" if number % 2 else "taker" for number in range(count)]),
    )


def prices(rows: list[tuple[int, float]], instrument: str = "binance_spot-btc_usdt") -> Table:
    return made(
        time=(TIME, [row[0] for row in rows]),
        instrument=(NAME, [instrument] * len(rows)),
        mid=(pa.float64(), [row[1] for row in rows]),
    )


class HandmadeSource:
    """A `ResultSource` over given tables; counts what is asked of it."""

    def __init__(self, tables: dict[str, Table], stats: list[Any] | None = None, **facts: Any) -> None:
        self.tables = tables
        self.rows = STATS if stats is None else stats
        self.asked: list[tuple[str, bool]] = []
        self.given = {
            "status": "completed",
            "undelivered": 3,
            "rows": 1000,
            "rows_skipped": 0,
            "time_start": START,
            "time_end": START + 10 * SECOND,
            "equity_rows_left_out": 0,
            "report_currency": "usdt",
            "strategy": "Handmade",
            "seconds": 0.01,
            **facts,
        }

    def table_names(self) -> list[str]:
        return list(self.tables)

    def table(self, name: str, exact: bool) -> Table:
        self.asked.append((name, exact))
        return self.tables[name] if exact else to_float(self.tables[name])

    def stats(self) -> list[Any]:
        return list(self.rows)

    def fingerprint(self) -> str:
        return "ef" * 32

    def facts(self) -> dict[str, Any]:
        return dict(self.given)

    def summary_json(self) -> str:
        return SUMMARY


def source(*, fill_rows: int = 2, equity_rows: int = 11) -> HandmadeSource:
    """Ten seconds with a rise and a fall, two fills."""
    return HandmadeSource(
        {
            "equity": equity([(START + at * SECOND, str(10_000 + (at % 4))) for at in range(equity_rows)]),
            "fills": fills(
                [(START + at * SECOND, "buy" if at % 2 == 0 else "sell", "60000.5") for at in range(fill_rows)]
            ),
            "prices": prices([(START + at * SECOND, 60_000.0 + at) for at in range(10)]),
        }
    )


def result(**changes: Any) -> BacktestResult:
    """The handmade result; `changes` replace settings."""
    return BacktestResult(source(), {**SETTINGS, **changes})
