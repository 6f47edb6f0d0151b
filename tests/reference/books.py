"""What must hold after every run, whatever happened in it."""

from collections import Counter


def check_books(result, fees):
    """Net = gross − fees + rebates; no balance negative; holds released exactly; positions add up to the fills."""
    account = result.accounting
    assert account["pnl_net"] == account["pnl_gross"] - account["fees"] + account["rebates"]
    assert all(row["total"] >= 0 and row["free"] >= 0 for row in result.balances)
    assert all(row["held"] == row["total"] - row["free"] for row in result.balances)
    last = {row["asset"]: row for row in result.balances}
    held = Counter()
    for row in result.orders:
        if row["status"] != "open" or row["kind"] == "market" or not row["exchange"].endswith("spot"):
            continue
        left = row["quantity"] - row["filled_quantity"]
        if row["side"] == "buy":
            held["usdt"] += row["price"] * left * (1 + fees.highest())
        else:
            held[row["instrument"].rpartition("-")[2].removesuffix("usdt")] += left
    assert {asset: row["held"] for asset, row in last.items() if row["held"]} == dict(held)
    assert sum(row["pnl_gross"] for row in result.positions) == sum(row["realised_pnl"] for row in result.fills)
    assert sum(row["fees"] for row in result.positions) == sum(row["fee"] for row in result.fills)
    assert [row["sequence"] for row in result.orders if row["sequence"]] == sorted(
        row["sequence"] for row in result.order_events if row["event"] in ("sent", "refused")
    )
    for row in result.equity:
        assert row["equity"] is None or row["equity"] == row["cash"] + row["position_value"]
