//! Net position of own fills and its cost basis (D8, A5, A6).

use crate::exact::{self, Inexact};
use barter_instrument::Side;
use rust_decimal::Decimal;

/// Digits of the cost that a partial close removes: the only rounding of an account.
const COST_DIGITS: u32 = 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NetPosition {
    /// Signed.
    pub quantity: Decimal,
    /// What the open quantity was entered for, in the quote asset; not negative.
    pub cost: Decimal,
}

impl NetPosition {
    /// Books a fill. Returns the realised result before fees.
    pub fn apply(&mut self, side: Side, price: Decimal, quantity: Decimal, contract_size: Decimal) -> Result<Decimal, Inexact> {
        let value = |quantity| exact::exact_mul(exact::exact_mul(price, quantity)?, contract_size);
        let signed = if side == Side::Buy { quantity } else { -quantity };
        let held = self.quantity;
        let after = exact::exact_add(held, signed)?.normalize();
        if held.is_zero() || held.is_sign_positive() == signed.is_sign_positive() {
            self.cost = exact::exact_add(self.cost, value(quantity)?)?;
            self.quantity = after;
            return Ok(Decimal::ZERO);
        }
        let size = held.abs();
        let closing = quantity.min(size);
        let removed = if closing == size { self.cost } else { exact::mul_div_half_even(self.cost, closing, size, COST_DIGITS)? };
        let proceeds = value(closing)?;
        let gain = exact::exact_sub(proceeds, removed)?;
        self.cost = if quantity > size {
            // A flip: a full close, then an opening.
            value(exact::exact_sub(quantity, size)?)?
        } else {
            exact::exact_sub(self.cost, removed)?
        };
        self.quantity = after;
        Ok(if held.is_sign_positive() { gain } else { -gain })
    }

    /// Cost with the sign of the position.
    pub fn signed_cost(&self) -> Decimal {
        if self.quantity.is_sign_negative() { -self.cost } else { self.cost }
    }

    /// Worth at `mark` less cost, without a division.
    pub fn unrealised(&self, mark: Decimal, contract_size: Decimal) -> Result<Decimal, Inexact> {
        let value = exact::exact_mul(exact::exact_mul(self.quantity, contract_size)?, mark)?;
        exact::exact_sub(value, self.signed_cost())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    fn book(net: &mut NetPosition, side: Side, price: &str, quantity: &str) -> Decimal {
        net.apply(side, d(price), d(quantity), Decimal::ONE).unwrap()
    }

    #[test]
    fn a5_partial_closes_remove_their_share_of_the_cost_and_a_flip_closes_first() {
        let mut net = NetPosition::default();
        assert_eq!(book(&mut net, Side::Buy, "100", "2"), Decimal::ZERO);
        assert_eq!(book(&mut net, Side::Buy, "103", "1"), Decimal::ZERO);
        assert_eq!(net.cost, d("303"));
        assert_eq!(book(&mut net, Side::Sell, "110", "1"), d("9"));
        assert_eq!(net.unrealised(d("110"), Decimal::ONE), Ok(d("18")));
        assert_eq!(book(&mut net, Side::Sell, "90", "5"), d("-22"));
        assert_eq!((net.quantity, net.cost, net.signed_cost()), (d("-3"), d("270"), d("-270")));
        assert_eq!(book(&mut net, Side::Buy, "80", "3"), d("30"));
        assert_eq!(net, NetPosition::default());
    }

    #[test]
    fn a5_the_removed_cost_is_rounded_half_even_to_ten_digits() {
        let mut net = NetPosition::default();
        book(&mut net, Side::Buy, "100", "3");
        book(&mut net, Side::Buy, "101", "4");
        // 704 × 1 / 7
        assert_eq!(book(&mut net, Side::Sell, "0.5", "1"), d("0.5") - d("100.5714285714"));
        assert_eq!(net.cost, d("603.4285714286"));
    }

    #[test]
    fn a6_contract_size_multiplies_value() {
        let mut net = NetPosition::default();
        net.apply(Side::Sell, d("100"), d("2"), d("0.1")).unwrap();
        assert_eq!(net.unrealised(d("90"), d("0.1")), Ok(d("2")));
    }
}
