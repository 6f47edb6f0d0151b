"""Result tables as attributes: the main form (float64) and the exact form (decimal128).

Nothing is built before it is looked at; a table looked at twice is built once.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from arro3.core import Table

__all__ = ["ExactTables", "ResultSource", "Tables"]

StatRow = tuple[str, str, str | None, str, str, str | None]
"""(name, kind of the value, its text, unit, definition, reason why there is none)."""


class ResultSource(Protocol):
    """Where a result reads from: the run itself (`_engine.RawResult`) or a saved file."""

    def table_names(self) -> list[str]:
        """Names of the tables of the run."""
        ...

    def table(self, name: str, exact: bool) -> Table:  # noqa: FBT001 (as the compiled source has it)
        """A table, with exact amounts or with floats."""
        ...

    def stats(self) -> list[StatRow]:
        """The rows of `Stats`."""
        ...

    def fingerprint(self) -> str:
        """sha256 of D5 as hex."""
        ...

    def facts(self) -> dict[str, Any]:
        """Plain facts: status, undelivered, rows, time_start, time_end, report_currency, strategy, seconds, ..."""
        ...

    def summary_json(self) -> str:
        """What `TradingSummary.from_json` reads."""
        ...


class Tables:
    """The tables of a run, each an `arro3.core.Table` (anything that takes Arrow takes it:
    `polars.DataFrame(result.fills)`).

    Times are `timestamp[ns, UTC]`, names are dictionaries. Amounts are float64 here and `decimal128(38, 18)` in
    `result.exact`, row for row; money is in the quote asset of the instrument, in `equity` in the report currency.
    """

    _exact: bool = False

    def __init__(self, source: ResultSource) -> None:
        self._source: Final = source
        self._made: Final[dict[str, Table]] = {}
        self._making: Final = threading.Lock()

    def table(self, name: str) -> Table:
        """The table called `name`; `table_names` lists them.

        Raises:
            NotFoundError: this run has no such table. (A `LookupError` too.)
        """
        with self._making:
            made = self._made.get(name)
            if made is None:
                made = self._made[name] = self._source.table(name, self._exact)
        return made

    @property
    def table_names(self) -> tuple[str, ...]:
        """Names of the tables of this run."""
        return tuple(self._source.table_names())

    @property
    def orders(self) -> Table:
        """One row for each order asked for, refused ones too, by the exchange's truth at the end.

        sequence?, number (1, 2, 3, ... in call order), exchange, instrument, strategy, client_order_id, order_id?,
        side, kind, time_in_force, post_only, price? (null for market orders), quantity, filled_quantity,
        average_price?, fee, fee_asset?, status, reject_reason?, time_sent?, time_arrived?, time_acknowledged?,
        time_done?, mid_at_decision? (mid the strategy saw), mark_at_arrival? (mark at the exchange). In order of
        `sequence`.
        """
        return self.table("orders")

    @property
    def order_events(self) -> Table:
        """What happened to orders: sequence, time_exchange, time_delivered?, exchange, instrument, strategy,
        client_order_id, event, filled_quantity (cumulative), reason?.
        """
        return self.table("order_events")

    @property
    def fills(self) -> Table:
        """Executions of own orders.

        sequence, trade_id, exchange, instrument, strategy, client_order_id, order_id, side, price, quantity,
        quote_value (price × quantity × contract size), fee (negative: rebate), fee_asset, liquidity, time_exchange,
        time_delivered?, position_after (signed), realised_pnl (before fees), mid_at_fill?, quote_age_ns?,
        quantity_beyond_displayed, mark_after_1s?, mark_after_10s?, mark_after_60s? (null where the run ended before).
        """
        return self.table("fills")

    @property
    def positions(self) -> Table:
        """Positions from flat to flat; a flip splits; the last of an instrument may be open.

        exchange, instrument, strategy, side, time_enter, time_exit?, quantity_max, price_enter, price_exit? (volume
        weighted, 10 digits), pnl_gross (realised, before fees), fees, funding? (null: not modelled), pnl_net, fills,
        is_open. In order of their first fill.
        """
        return self.table("positions")

    @property
    def equity(self) -> Table:
        """The account in the report currency: time, equity?, cash?, position_value?, unrealised_pnl?, realised_pnl?, fees?
        (net of rebates, cumulative), funding? (null: not modelled), drawdown? (fraction of the peak), gross_exposure?,
        reason (`start`, `fill`, `grid`, `end`). Null while something held, or once a fill, has no value in the report
        currency.
        """
        return self.table("equity")

    @property
    def balances(self) -> Table:
        """Every change of a balance: sequence, time, exchange, asset, total, free, held, reason."""
        return self.table("balances")

    @property
    def funding(self) -> Table:
        """Funding payments: time, exchange, instrument, strategy, position, mark, rate, payment. Not modelled yet: no
        rows.
        """
        return self.table("funding")

    @property
    def records(self) -> Table:
        """What the strategy noted by `ctx.record(name=value)`: time, strategy, name, value (float64 in both forms)."""
        return self.table("records")

    @property
    def data_quality(self) -> Table:
        """What reading the data found: source, check, count, first_time?, detail."""
        return self.table("data_quality")

    @property
    def prices(self) -> Table:
        """Mids for pictures: time, exchange, instrument, mid (float64 in both forms). Thinned so that extremes stay;
        may be empty. Not meant for computing.
        """
        return self.table("prices")

    @property
    def audit(self) -> Table:
        """barter's audit ticks: sequence, time, event, outputs, errors. Only of a run with `audit=True`.

        Raises:
            NotFoundError: the run was made without audit.
        """
        return self.table("audit")


class ExactTables(Tables):
    """The same tables with every amount as `decimal128(38, 18)`: no digit is lost."""

    _exact = True

    def __repr__(self) -> str:
        return f"<exact tables: {', '.join(self.table_names)}>"
