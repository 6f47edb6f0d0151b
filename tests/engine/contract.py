"""The result tables as docs/simulation.md lists them, under "Result"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

CONTRACT = Path(__file__).parents[2] / "docs" / "simulation.md"
AMOUNT = "decimal128(38, 18)"
TIME = "timestamp[ns, tz=UTC]"
NAME = "dictionary<values=string, indices=int32, ordered=0>"
# A column is an amount unless it is named here, or is a time.
TYPES = {
    **dict.fromkeys(("exchange", "instrument", "strategy", "asset", "fee_asset", "source", "check", "name"), NAME),
    **dict.fromkeys(("side", "kind", "time_in_force", "status", "liquidity", "event", "reason", "reject_reason"), NAME),
    **dict.fromkeys(("client_order_id", "order_id", "trade_id", "detail"), "string"),
    **dict.fromkeys(("post_only", "is_open"), "bool"),
    **dict.fromkeys(("sequence", "count", "fills"), "uint64"),
    **dict.fromkeys(("number", "outputs", "errors"), "uint32"),
    "quote_age_ns": "int64",
    **dict.fromkeys(("value", "mid"), "double"),
}


@dataclass(frozen=True)
class Column:
    """A column of the contract; one that is not `in_reference` is computed by the library alone."""

    name: str
    nullable: bool
    in_reference: bool

    @property
    def type(self) -> str:
        is_time = self.name == "first_time" or re.match(r"time(?!_in_force)", self.name)
        return TYPES.get(self.name, TIME if is_time else AMOUNT)

    def __str__(self) -> str:
        return f"{self.name} {self.type}{'?' if self.nullable else ''}"


def tables() -> dict[str, list[Column]]:
    """Columns of each table, in order."""
    section = CONTRACT.read_text(encoding="utf-8").partition("\n## Result\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)`[^|]*\| (.*) \|$", section, re.MULTILINE)
    return {
        name: [Column(column.rstrip("?†"), "?" in column, "†" not in column) for column in columns.split(", ")]
        for name, columns in rows
    }
