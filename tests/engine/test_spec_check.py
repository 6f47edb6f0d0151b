"""`Instrument.check` and the engine judge by the same rules: what the one lets pass, the other sends, and the first reason is the same."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from engine.small_market import RULED, Listing, S, play

from barter_instrument import BarterError, SpecRule

#: Code of the engine's error for each rule that `check` knows.
CODES = {
    "not_positive": {SpecRule.PRICE_POSITIVE, SpecRule.QUANTITY_POSITIVE},
    "off_tick": {SpecRule.PRICE_TICK},
    "off_lot": {SpecRule.QUANTITY_INCREMENT},
    "below_minimum": {SpecRule.PRICE_MIN, SpecRule.QUANTITY_MIN},
    "below_minimum_notional": {SpecRule.NOTIONAL_MIN},
}
PRICES = ("-1", "0", "0.05", "0.1", "49.9", "50", "50.05", "99.9", "100.1", "5000")
QUANTITIES = ("-0.1", "0", "0.001", "0.002", "0.0025", "0.049", "0.05", "0.051", "0.0999", "0.1", "1", "1.0005")
#: A contract of a hundredth, so that the value of an order is not price × quantity.
SMALL = Listing(tick="0.1", lot="0.001", min_quantity="0.002", min_notional="0.5", contract_size="0.01")


def judged(listing: Listing) -> dict[tuple[str, str], str | None]:
    """Code of the engine's refusal of each limit order, None where it is sent."""
    found: dict[tuple[str, str], str | None] = {}

    def act(ctx):
        for price, quantity in product(PRICES, QUANTITIES):
            try:
                ctx.limit_order("buy", quantity, price).cancel()
                found[price, quantity] = None
            except BarterError as error:
                found[price, quantity] = error.code

    play({S: act}, listing=listing)
    return found


def test_an_order_that_the_engine_sends_is_one_that_check_lets_pass() -> None:
    for listing in (RULED, SMALL):
        instrument = listing.instrument()
        found = judged(listing)
        assert len(set(found.values())) > 4
        for (price, quantity), code in found.items():
            result = instrument.check(price=price, quantity=quantity, side="buy")
            broken = {violation.rule for violation in result}
            assert bool(result) is (code is None), (price, quantity, code, str(result))
            if code is not None:
                assert broken & CODES[code], (price, quantity, code, str(result))


def test_what_check_calls_allowed_is_sent() -> None:
    instrument = RULED.instrument()
    price = instrument.check(price="100.05", quantity=1, side="buy").violations[0].allowed[0]
    quantity = instrument.check(price=price, quantity="0.0421").violations[0].allowed[1]
    enough = instrument.check(price=price, quantity=quantity).violations[0].allowed[0]
    assert (price, quantity, enough) == (Decimal(100), Decimal("0.043"), Decimal("0.05"))
    sent = []
    play({S: lambda ctx: sent.append(ctx.limit_order("buy", enough, price))}, listing=RULED)
    assert len(sent) == 1
