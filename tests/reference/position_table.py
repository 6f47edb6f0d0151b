"""The `positions` table: flat to flat, a flip splits, the last may be open (D9)."""

from .decimals import ONE, WIDE, ZERO, add, magnitude, mul, neg, ratio, sub

PRICE_DIGITS = 10
FEE_DIGITS = 18


class _Open:
    def __init__(self, fill):
        self.exchange = fill["exchange"]
        self.instrument = fill["instrument"]
        self.side = fill["side"]
        self.sequence = fill["sequence"]
        self.time_enter = fill["time_exchange"]
        self.quantity = self.quantity_max = ZERO
        self.entered = self.entered_value = self.left = self.left_value = ZERO
        self.gross = self.fees = ZERO
        self.fills = 0

    def enter(self, price, quantity, fee):
        self.quantity = add(self.quantity, quantity)
        self.quantity_max = max(self.quantity_max, self.quantity)
        self.entered = add(self.entered, quantity)
        self.entered_value = add(self.entered_value, mul(price, quantity))
        self._count(fee)

    def leave(self, price, quantity, fee, realised):
        self.quantity = sub(self.quantity, quantity)
        self.left = add(self.left, quantity)
        self.left_value = add(self.left_value, mul(price, quantity))
        self.gross = add(self.gross, realised)
        self._count(fee)

    def _count(self, fee):
        self.fees = add(self.fees, fee)
        self.fills += 1

    def row(self, time_exit):
        return {
            "exchange": self.exchange,
            "instrument": self.instrument,
            "side": self.side,
            "time_enter": self.time_enter,
            "time_exit": time_exit,
            "quantity_max": self.quantity_max,
            "price_enter": ratio(self.entered_value, ONE, self.entered, PRICE_DIGITS),
            "price_exit": ratio(self.left_value, ONE, self.left, PRICE_DIGITS) if self.left else None,
            "pnl_gross": self.gross,
            "fees": self.fees,
            "funding": None,
            "pnl_net": sub(self.gross, self.fees),
            "fills": self.fills,
            "is_open": time_exit is None,
        }


def positions_of(fills):
    """Rows in the order in which the positions were opened."""
    done, held, current = [], {}, {}
    for fill in fills:
        name, quantity, price, fee = fill["instrument"], fill["quantity"], fill["price"], fill["fee"]
        before = held.get(name, ZERO)
        held[name] = fill["position_after"]
        signed = quantity if fill["side"] == "buy" else neg(quantity)
        if before == 0 or (before > 0) == (signed > 0):
            if before == 0:
                current[name] = _Open(fill)
            current[name].enter(price, quantity, fee)
            continue
        position, size = current[name], magnitude(before)
        closing = min(quantity, size)
        fee_leaving = fee if closing == quantity else ratio(fee, closing, quantity, FEE_DIGITS)
        position.leave(price, closing, fee_leaving, fill["realised_pnl"])
        if closing == size:
            done.append((position.sequence, position.row(fill["time_exchange"])))
            del current[name]
        if quantity > closing:  # a flip: the rest enters, with the rest of the fee
            current[name] = _Open(fill)
            current[name].enter(price, WIDE.subtract(quantity, closing), sub(fee, fee_leaving))
    done += [(position.sequence, position.row(None)) for position in current.values()]
    return [row for _, row in sorted(done, key=lambda item: item[0])]
