"""Net position of own fills and its cost basis (D8, A5, A6)."""

from .decimals import ZERO, add, magnitude, mul, neg, ratio, sub

COST_DIGITS = 10


class NetPosition:
    """`quantity` is signed, `cost` ≥ 0 is what the open quantity was entered for, in the quote asset."""

    def __init__(self):
        self.quantity = ZERO
        self.cost = ZERO

    def apply(self, side, price, quantity, contract_size):
        """Books a fill; returns the realised result before fees."""
        signed = quantity if side == "buy" else neg(quantity)
        held = self.quantity
        if held == 0 or (held > 0) == (signed > 0):
            self.quantity = add(held, signed)
            self.cost = add(self.cost, mul(price, quantity, contract_size))
            return ZERO
        size = magnitude(held)
        closing = min(quantity, size)
        removed = self.cost if closing == size else ratio(self.cost, closing, size, COST_DIGITS)
        proceeds = mul(price, closing, contract_size)
        realised = sub(proceeds, removed) if held > 0 else sub(removed, proceeds)
        self.cost = sub(self.cost, removed)
        self.quantity = add(held, signed)
        if quantity > size:  # a flip: a full close, then an opening
            self.cost = mul(price, sub(quantity, size), contract_size)
        return realised

    def signed_cost(self):
        return neg(self.cost) if self.quantity < 0 else self.cost

    def unrealised(self, mark, contract_size):
        return sub(mul(self.quantity, contract_size, mark), self.signed_cost())
