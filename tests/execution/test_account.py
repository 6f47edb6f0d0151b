"""Balances, trades, snapshots and events of an account."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from barter_execution import (
    AccountEvent,
    AccountEventKind,
    AccountSnapshot,
    AssetBalance,
    AssetFees,
    Balance,
    Cancelled,
    InstrumentAccountSnapshot,
    Open,
    Order,
    OrderKey,
    OrderResponseCancel,
    Trade,
)
from barter_instrument import AssetIndex, DataError, InvalidArgumentError, QuoteAsset, Side, WrongTypeError

TRADE = Trade("t1", "o1", 3, "ema", 1_700_000_000_123_456_789, "buy", "100.5", "2", AssetFees.quote_fees("0.1"))
BALANCE = AssetBalance(1, Balance(100, "99.5"), 9)
ORDER = Order(OrderKey(0, 3, "ema", "7"), "sell", 100, 2, "limit", "gtc", Open("o1", 5, 0))
SNAPSHOT = AccountSnapshot(0, [BALANCE], [InstrumentAccountSnapshot(3, [ORDER])])


def test_what_orders_hold_of_a_balance() -> None:
    assert BALANCE.balance.used == Decimal("0.5")
    assert (BALANCE.balance.total_f64, BALANCE.balance.free_f64) == (100.0, 99.5)
    assert BALANCE.asset == AssetIndex(1)
    assert Balance(1, 3).used == -2
    with pytest.raises(InvalidArgumentError, match="free"):
        Balance("7.9e28", "-7.9e28")


def test_a_trade_has_exact_numbers_and_floats_beside_them() -> None:
    assert (TRADE.price, TRADE.quantity, TRADE.value_quote) == (Decimal("100.5"), 2, 201)
    assert (TRADE.price_f64, TRADE.quantity_f64, TRADE.fees.fees_f64) == (100.5, 2.0, 0.1)
    assert TRADE.side is Side.BUY
    assert TRADE.time_exchange == dt.datetime(2023, 11, 14, 22, 13, 20, 123_456, dt.UTC)
    assert TRADE.time_exchange_ns == 1_700_000_000_123_456_789
    assert TRADE.fees.asset is QuoteAsset()


@pytest.mark.parametrize("field, value", [("quantity", 0), ("quantity", -1), ("price", -1)])
def test_an_impossible_trade_is_refused(field: str, value: int) -> None:
    with pytest.raises(InvalidArgumentError, match=f"{field} must") as caught:
        TRADE.replace(**{field: value})
    assert caught.value.argument == field


def test_a_trade_whose_value_no_decimal_holds_is_refused_and_does_not_panic() -> None:
    with pytest.raises(InvalidArgumentError, match="price times quantity does not fit a decimal"):
        TRADE.replace(price="7e28", quantity="7e28")


def test_fees_are_in_the_quote_asset_or_a_named_one() -> None:
    assert AssetFees(QuoteAsset(), "0.1") == AssetFees.quote_fees("0.1")
    assert AssetFees("BNB", "-0.1").asset == "BNB"
    assert AssetFees(4, 0).asset == AssetIndex(4)
    with pytest.raises(WrongTypeError, match=r"asset must be QuoteAsset\(\), an AssetIndex or an AssetNameExchange"):
        AssetFees(QuoteAsset, 1)  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match=r"fees.asset is given by name but instrument by index"):
        TRADE.replace(fees=AssetFees("BNB", 1))


def test_a_snapshot_knows_its_latest_time_and_its_assets() -> None:
    assert SNAPSHOT.time_most_recent_ns() == 9
    assert SNAPSHOT.time_most_recent() == dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    assert SNAPSHOT.assets() == [AssetIndex(1)]
    assert SNAPSHOT.balances == [BALANCE]
    assert SNAPSHOT.instruments[0].orders == [ORDER]
    assert AccountSnapshot(0, [], []).time_most_recent() is None
    assert InstrumentAccountSnapshot(3).orders == []


def test_a_snapshot_of_mixed_forms_or_of_other_things_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match=r"balances.asset is given by index but exchange by name"):
        AccountSnapshot("kraken", [BALANCE], [])
    with pytest.raises(InvalidArgumentError, match=r"orders.key.instrument is given by index but instrument by name"):
        InstrumentAccountSnapshot("XBT/USD", [ORDER])
    with pytest.raises(WrongTypeError, match=r"balances\[1\] must be a AssetBalance, got str 'x'"):
        AccountSnapshot(0, [BALANCE, "x"], [])  # type: ignore[list-item]
    with pytest.raises(WrongTypeError, match="instruments must be an iterable"):
        AccountSnapshot(0, [], 3)  # type: ignore[arg-type]


def test_every_kind_of_event_is_matched_and_equal_by_value() -> None:
    kinds = [
        AccountEventKind.Snapshot(SNAPSHOT),
        AccountEventKind.BalanceSnapshot(BALANCE),
        AccountEventKind.OrderSnapshot(ORDER),
        AccountEventKind.OrderCancelled(OrderResponseCancel(ORDER.key, Cancelled("o1", 9))),
        AccountEventKind.Trade(TRADE),
    ]
    payloads = []
    for kind in kinds:
        event = AccountEvent(0, kind)
        assert event == AccountEvent(0, kind)
        assert hash(event) == hash(AccountEvent(0, kind))
        assert event.kind == kind
        match event.kind:
            case (
                AccountEventKind.Snapshot(payload)
                | AccountEventKind.BalanceSnapshot(payload)
                | AccountEventKind.OrderSnapshot(payload)
                | AccountEventKind.OrderCancelled(payload)
                | AccountEventKind.Trade(payload)
            ):
                payloads.append(payload)
    assert payloads[0] == SNAPSHOT
    assert payloads[4] == TRADE
    assert len(set(kinds)) == 5


def test_an_event_takes_quote_fees_and_one_form_only() -> None:
    with pytest.raises(InvalidArgumentError, match=r"trade.fees.asset must be QuoteAsset\(\) in an account event"):
        AccountEventKind.Trade(TRADE.replace(fees=AssetFees(0, 1)))
    with pytest.raises(WrongTypeError, match="trade must be a Trade, got int 3"):
        AccountEventKind.Trade(3)  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match="kind is given by index but exchange by name"):
        AccountEvent("kraken", AccountEventKind.Trade(TRADE))
    with pytest.raises(WrongTypeError, match="kind must be a AccountEventKind"):
        AccountEvent(0, TRADE)  # type: ignore[arg-type]


def test_a_mixed_event_in_json_is_refused() -> None:
    text = AccountEvent(0, AccountEventKind.BalanceSnapshot(BALANCE)).to_json()
    with pytest.raises(DataError, match="kind is given by index but exchange by name"):
        AccountEvent.from_json(text.replace('"exchange":0', '"exchange":"kraken"'))
