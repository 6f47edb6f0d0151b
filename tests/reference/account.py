"""Account at one exchange: spot totals and holds (A1), margin of linear derivatives (A3), ruin (A4)."""

from .decimals import ONE, ZERO, add, magnitude, mul, neg, sub


class Account:
    def __init__(self, assets, balances, fees, margin):
        self.assets = assets
        self.totals = {asset: balances.get(asset, ZERO) for asset in assets}
        self.held = dict.fromkeys(assets, ZERO)
        self.fees = fees
        self.margin = margin

    def free(self, asset):
        return sub(self.totals[asset], self.held[asset])

    def snapshot(self, instrument):
        """(asset, total, free) of what a fill of the instrument can change, by internal name."""
        return [(a, self.totals[a], self.free(a)) for a in sorted({instrument.base, instrument.quote})]

    # Spot: A1, D8.

    def hold_asset(self, order):
        instrument = order.market.instrument
        return instrument.quote if order.side == "buy" else instrument.base

    def hold_of(self, order):
        """What a working order keeps back. A market order keeps nothing: it fills at once or is tested again (candles)."""
        if not order.market.instrument.is_spot or order.is_market:
            return ZERO
        if order.side == "sell":
            return order.remaining
        return mul(order.price, order.remaining, add(ONE, self.fees.highest()))

    def set_hold(self, order, amount):
        if amount != order.hold:
            asset = self.hold_asset(order)
            self.held[asset] = add(self.held[asset], sub(amount, order.hold))
            order.hold = amount

    def affords(self, order, price):
        """Spot test at arrival; `price` is what a market order will pay."""
        if order.is_market and order.side == "buy":
            need = mul(price, order.remaining, add(ONE, max(self.fees.taker, ZERO)))
        elif order.is_market:
            need = order.remaining
        else:
            need = self.hold_of(order)
        return self.free(self.hold_asset(order)) >= need

    def settle(self, order, quantity, value, fee, realised):
        """Spot exchanges value and quantity, a derivative settles its result; the fee is in quote (A2)."""
        instrument = order.market.instrument
        if instrument.is_spot:
            paid = value if order.side == "buy" else neg(value)
            got = quantity if order.side == "buy" else neg(quantity)
            self.totals[instrument.quote] = sub(sub(self.totals[instrument.quote], paid), fee)
            self.totals[instrument.base] = add(self.totals[instrument.base], got)
        else:
            self.totals[instrument.quote] = sub(add(self.totals[instrument.quote], realised), fee)

    # Linear derivatives: A3, A4.

    def margin_allows(self, order, price, markets):
        """A3, D8. `markets` are those of the exchange; `price` stands in where the order's instrument has no mark."""
        held = order.market.net.quantity
        same_side = sum_of(other.remaining for other in order.market.working if other.side == order.side)
        reduces = held < 0 if order.side == "buy" else held > 0
        if reduces and add(order.remaining, same_side) <= magnitude(held):
            return True
        settlement = order.market.instrument.quote
        equity, need = self.totals[settlement], ZERO
        for market in derivatives(markets, settlement):
            equity = add(equity, unrealised(market))
            orders = [*market.working, order] if market is order.market else market.working
            buys = sum_of(other.remaining for other in orders if other.side == "buy")
            sells = sum_of(other.remaining for other in orders if other.side == "sell")
            size = max(magnitude(add(market.net.quantity, buys)), magnitude(sub(market.net.quantity, sells)))
            if size:
                mark = market.mark
                if mark is None:
                    mark = price if market is order.market else max((other.price for other in orders), default=None)
                value = market.net.cost if mark is None else mul(size, market.instrument.contract_size, mark)
                need = add(need, value)
        return mul(equity, self.margin.leverage) >= need

    def is_insolvent(self, markets):
        """A4, D8: for each settlement asset, wallet + unrealised < maintenance × notional."""
        for settlement in sorted({market.instrument.quote for market in markets if not market.instrument.is_spot}):
            equity, notional = self.totals[settlement], ZERO
            for market in derivatives(markets, settlement):
                equity = add(equity, unrealised(market))
                notional = add(notional, notional_of(market))
            if equity < mul(self.margin.maintenance, notional):
                return True
        return False


def sum_of(values):
    total = ZERO
    for value in values:
        total = add(total, value)
    return total


def derivatives(markets, settlement):
    return [market for market in markets if not market.instrument.is_spot and market.instrument.quote == settlement]


def unrealised(market):
    """Without a mark a position is worth what it cost."""
    if market.mark is None or market.net.quantity == 0:
        return ZERO
    return market.net.unrealised(market.mark, market.instrument.contract_size)


def notional_of(market):
    if market.mark is None:
        return market.net.cost
    return mul(magnitude(market.net.quantity), market.instrument.contract_size, market.mark)
