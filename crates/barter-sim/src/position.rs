//! Net position of own fills and its cost basis (D8).

use crate::exact::{Inexact, exact_add, exact_mul, exact_sub, mul_div_half_even};
use barter_instrument::Side;
use rust_decimal::Decimal;

/// Fractional digits of the cost that a partial close removes.
pub const COST_DIGITS: u32 = 10;

/// Net of own fills of one instrument, spot and derivative alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NetPosition {
    /// Signed: positive is long.
    pub quantity: Decimal,
    /// C ≥ 0, quote: what the position was opened for. The same number is booked on both sides of a partial close, so
    /// rounding it moves profit between realised and unrealised but never creates any.
    pub cost: Decimal,
}

impl NetPosition {
    /// Books a fill. Returns the realised result in quote, before fees.
    pub fn apply(&mut self, side: Side, price: Decimal, quantity: Decimal, contract_size: Decimal) -> Result<Decimal, Inexact> {
        let signed = match side {
            Side::Buy => quantity,
            Side::Sell => -quantity,
        };
        let held = self.quantity.abs();
        let after = exact_add(self.quantity, signed).map_err(|error| error.named("position"))?;
        let increases = held.is_zero() || self.quantity.is_sign_negative() == signed.is_sign_negative();
        if increases {
            self.cost = exact_add(self.cost, value(price, quantity, contract_size)?).map_err(|error| error.named("cost basis"))?;
            self.quantity = after;
            return Ok(Decimal::ZERO);
        }
        let closed = quantity.min(held);
        let removed = if closed == held {
            self.cost
        } else {
            mul_div_half_even(self.cost, closed, held, COST_DIGITS)?
        };
        let proceeds = value(price, closed, contract_size)?;
        let realised = if self.quantity.is_sign_negative() {
            exact_sub(removed, proceeds)
        } else {
            exact_sub(proceeds, removed)
        }
        .map_err(|error| error.named("realised result"))?;
        // A flip is a full close, then an opening with what is left.
        let opened = exact_sub(quantity, closed)?;
        self.cost = exact_add(exact_sub(self.cost, removed)?, value(price, opened, contract_size)?)?;
        self.quantity = after;
        Ok(realised)
    }

    /// position × contract size × mark − sign × C.
    pub fn unrealised(&self, mark: Decimal, contract_size: Decimal) -> Result<Decimal, Inexact> {
        let worth = value(mark, self.quantity, contract_size)?;
        exact_sub(worth, self.signed_cost()).map_err(|error| error.named("unrealised result"))
    }

    /// sign × C: negative for a short position.
    pub fn signed_cost(&self) -> Decimal {
        if self.quantity.is_sign_negative() { -self.cost } else { self.cost }
    }
}

/// price × quantity × contract size.
pub(crate) fn value(price: Decimal, quantity: Decimal, contract_size: Decimal) -> Result<Decimal, Inexact> {
    exact_mul(price, quantity)
        .and_then(|value| {
            if contract_size == Decimal::ONE {
                Ok(value)
            } else {
                exact_mul(value, contract_size)
            }
        })
        .map_err(|error| error.named("price × quantity × contract size"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn d8_partial_close_removes_a_rounded_share_of_the_cost() {
        let mut net = NetPosition::default();
        assert_eq!(net.apply(Side::Buy, d("10"), d("1"), d("1")), Ok(d("0")));
        assert_eq!(net.apply(Side::Buy, d("11"), d("2"), d("1")), Ok(d("0")));
        assert_eq!(net.cost, d("32"));
        // 32 / 3 = 10.66666666666…
        assert_eq!(net.apply(Side::Sell, d("12"), d("1"), d("1")), Ok(d("1.3333333333")));
        assert_eq!(net.cost, d("21.3333333333"));
        assert_eq!(net.unrealised(d("12"), d("1")), Ok(d("2.6666666667")));
        // The close takes what is left: nothing was lost to rounding.
        assert_eq!(net.apply(Side::Sell, d("12"), d("2"), d("1")), Ok(d("2.6666666667")));
        assert_eq!(net, NetPosition::default());
    }

    #[test]
    fn d8_flip_is_a_full_close_then_an_opening() {
        let mut net = NetPosition::default();
        net.apply(Side::Sell, d("100"), d("2"), d("0.1")).unwrap();
        assert_eq!((net.quantity, net.cost, net.signed_cost()), (d("-2"), d("20"), d("-20")));
        assert_eq!(net.unrealised(d("110"), d("0.1")), Ok(d("-2")));
        assert_eq!(net.apply(Side::Buy, d("90"), d("5"), d("0.1")), Ok(d("2")));
        assert_eq!((net.quantity, net.cost), (d("3"), d("27")));
    }
}
