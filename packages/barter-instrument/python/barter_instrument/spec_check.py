"""What `InstrumentSpec.check` and `Instrument.check` answer: which rules an order breaks, by how much, and what would be allowed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from .enums import BarterEnum, Side

if TYPE_CHECKING:
    from ._instrument import InstrumentSpec

__all__ = ["SpecCheck", "SpecRule", "SpecViolation", "check_order"]

#: Products of numbers of 28 digits are exact in it.
_EXACT = Context(prec=120)


class SpecRule(BarterEnum):
    """A rule of `InstrumentSpec`.

    >>> SpecRule("price_tick") is SpecRule.PRICE_TICK
    True
    """

    PRICE_POSITIVE = "price_positive"
    PRICE_MIN = "price_min"
    PRICE_TICK = "price_tick"
    QUANTITY_POSITIVE = "quantity_positive"
    QUANTITY_MIN = "quantity_min"
    QUANTITY_INCREMENT = "quantity_increment"
    NOTIONAL_MIN = "notional_min"


@dataclass(frozen=True, slots=True)
class SpecViolation:
    """One rule that an order breaks.

    Args:
        rule: the rule.
        given: the number that breaks it: price, quantity, or value (price × quantity × contract size).
        limit: what the rule says: minimum, tick or increment.
        allowed: the nearest numbers that keep it: a price or quantity off its step has two neighbours (the one on the passive side
            first, where a side is known), what is too small has one. For the value they are quantities.
    """

    rule: SpecRule
    given: Decimal
    limit: Decimal
    allowed: tuple[Decimal, ...]

    def __str__(self) -> str:
        numbers = " and ".join(f"{number:f}" for number in self.allowed)
        what, _, broken = self.rule.value.partition("_")
        if broken in ("tick", "increment"):
            are = "are" if len(self.allowed) > 1 else "is"
            return f"{what} {self.given:f} is not a multiple of the {broken} {self.limit:f}: allowed {are} {numbers}"
        if self.rule is SpecRule.NOTIONAL_MIN:
            return f"the value {self.given:f} is below the minimum {self.limit:f}: the smallest quantity allowed is {numbers}"
        if broken == "positive":
            return f"{what} {self.given:f} is not above zero: the smallest allowed is {numbers}"
        return f"{what} {self.given:f} is below the minimum {self.limit:f}: the smallest allowed is {numbers}"


@dataclass(frozen=True, slots=True)
class SpecCheck:
    """Whether an order keeps the rules: true if it does.

    >>> from decimal import Decimal
    >>> broken = SpecViolation(SpecRule.PRICE_MIN, Decimal("0.1"), Decimal("1"), (Decimal("1"),))
    >>> bool(SpecCheck(())), bool(SpecCheck((broken,)))
    (True, False)
    """

    violations: tuple[SpecViolation, ...]

    @property
    def ok(self) -> bool:
        """Whether no rule is broken."""
        return not self.violations

    def __bool__(self) -> bool:
        return self.ok

    def __iter__(self) -> Iterator[SpecViolation]:
        return iter(self.violations)

    def __len__(self) -> int:
        return len(self.violations)

    def __str__(self) -> str:
        return "\n".join(map(str, self.violations)) if self.violations else "every rule is kept"


def _plain(number: Decimal) -> Decimal:
    """The number without zeros at its end and without an exponent."""
    return Decimal(format(number.normalize(_EXACT), "f"))


def _least(minimum: Decimal, step: Decimal) -> Decimal:
    """The smallest multiple of `step` above zero that is not below `minimum`."""
    count = max(_EXACT.divide_int(minimum, step), Decimal(0))
    while _EXACT.multiply(count, step) < minimum or count == 0:
        count += 1
    return _plain(_EXACT.multiply(count, step))


def _on_step(number: Decimal, minimum: Decimal, step: Decimal, *, upper_first: bool) -> tuple[Decimal, ...]:
    """The multiples of `step` around `number` that are not below `minimum`."""
    least = _least(minimum, step)
    lower = _plain(_EXACT.multiply(_EXACT.divide_int(number, step), step))
    found = [neighbour for neighbour in (lower, _plain(_EXACT.add(lower, step))) if neighbour >= least]
    return tuple(reversed(found) if upper_first else found) or (least,)


def check_order(
    spec: InstrumentSpec,
    contract_size: Decimal,
    quantity: Decimal,
    price: Decimal | None,
    side: Side | None,
    market: bool,
) -> SpecCheck:
    """Judges the terms of an order; `InstrumentSpec.check` and `Instrument.check` call it.

    Args:
        spec: the rules.
        contract_size: how much of the base asset a quantity of 1 stands for.
        quantity: quantity of the order.
        price: its price; of a market order, what it is expected to pay, if that is known.
        side: its side, if that is known.
        market: whether it is a market order: the rules of prices do not bind it.
    """
    found: list[SpecViolation] = []

    def broken(rule: SpecRule, given: Decimal, limit: Decimal, *allowed: Decimal) -> None:
        found.append(SpecViolation(rule, given, limit, allowed))

    rules, lots = spec.price, spec.quantity
    if price is not None and not market:
        if price <= 0:
            broken(SpecRule.PRICE_POSITIVE, price, Decimal(0), _least(rules.min, rules.tick_size))
        else:
            if price < rules.min:
                broken(SpecRule.PRICE_MIN, price, rules.min, _least(rules.min, rules.tick_size))
            if _EXACT.remainder(price, rules.tick_size) != 0:
                neighbours = _on_step(price, rules.min, rules.tick_size, upper_first=side is Side.SELL)
                broken(SpecRule.PRICE_TICK, price, rules.tick_size, *neighbours)
    if quantity <= 0:
        broken(SpecRule.QUANTITY_POSITIVE, quantity, Decimal(0), _least(lots.min, lots.increment))
        return SpecCheck(tuple(found))
    if quantity < lots.min:
        broken(SpecRule.QUANTITY_MIN, quantity, lots.min, _least(lots.min, lots.increment))
    if _EXACT.remainder(quantity, lots.increment) != 0:
        neighbours = _on_step(quantity, lots.min, lots.increment, upper_first=False)
        broken(SpecRule.QUANTITY_INCREMENT, quantity, lots.increment, *neighbours)
    if price is not None and price > 0:
        unit = _EXACT.multiply(price, contract_size)
        value, least = _plain(_EXACT.multiply(unit, quantity)), spec.notional.min
        if value < least:
            enough = _EXACT.divide(least, unit)
            count = _EXACT.divide_int(enough, lots.increment)
            while _EXACT.multiply(_EXACT.multiply(count, lots.increment), unit) < least:
                count += 1
            smallest = max(_EXACT.multiply(count, lots.increment), _least(lots.min, lots.increment))
            broken(SpecRule.NOTIONAL_MIN, value, least, _plain(smallest))
    return SpecCheck(tuple(found))
