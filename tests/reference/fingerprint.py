"""Lines and fingerprint of a result, from its tables alone (D5)."""

import hashlib

from .decimals import text

HEADER = "barter-fp-v1\n"


def lines_of(tables):
    """One line per record, in order of `sequence`."""
    orders = {row["number"]: row for row in tables["orders"]}
    lines = [(row["sequence"], _event(row, orders[row["number"]])) for row in tables["order_events"]]
    lines += [(row["sequence"], _fill(row)) for row in tables["fills"]]
    lines += [(row["sequence"], _balance(row)) for row in tables["balances"]]
    return [line for _, line in sorted(lines)]


def fingerprint_of(lines):
    return hashlib.sha256((HEADER + "".join(line + "\n" for line in lines)).encode()).hexdigest()


def _event(row, order):
    fields = [row["event"], str(row["time_exchange"]), str(row["number"])]
    reason = row["reason"] or "-"
    if row["event"] not in ("sent", "refused"):
        return "|".join([*fields, text(row["filled_quantity"]), reason])
    fields += [order[name] for name in ("exchange", "instrument", "side", "kind", "time_in_force")]
    fields += ["1" if order["post_only"] else "0"]
    fields += ["-" if order["price"] is None else text(order["price"]), text(order["quantity"])]
    return "|".join([*fields, reason] if row["event"] == "refused" else fields)


def _fill(row):
    numbers = [text(row[name]) for name in ("price", "quantity", "fee")]
    fields = ["fill", str(row["time_exchange"]), str(row["number"]), row["side"], *numbers]
    return "|".join([*fields, row["fee_asset"], row["liquidity"]])


def _balance(row):
    fields = ["balance", str(row["time"]), row["exchange"], row["asset"], text(row["total"]), text(row["free"])]
    return "|".join(fields)
