//! Fees (A2): a share of the traded value, in the quote asset, unrounded.

use crate::{
    error::SimError,
    exact::{Inexact, exact_add, exact_mul},
};
use rust_decimal::Decimal;

/// Rates as fractions: 0.0005 is five basis points. A negative maker rate is a rebate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fees {
    pub maker: Decimal,
    pub taker: Decimal,
}

impl Fees {
    pub(crate) fn check(&self) -> Result<(), SimError> {
        if self.taker < Decimal::ZERO {
            return Err(SimError::config(
                "fees.taker",
                format!("the taker rate must not be negative, not {}; only makers get rebates", self.taker),
            ));
        }
        for (argument, rate) in [("fees.maker", self.maker), ("fees.taker", self.taker)] {
            if rate.abs() >= Decimal::ONE {
                return Err(SimError::config(
                    argument,
                    format!("rates are fractions of the traded value, between -1 and 1 (0.0005 is 5 basis points), not {rate}"),
                ));
            }
        }
        Ok(())
    }

    /// Fee of a fill worth `value`; negative for a rebate.
    pub fn of(&self, value: Decimal, maker: bool) -> Result<Decimal, Inexact> {
        exact_mul(value, if maker { self.maker } else { self.taker }).map_err(|error| error.named("fee"))
    }

    /// What a working buy holds per unit of value: 1 + max(maker, taker, 0).
    pub(crate) fn hold_rate(&self) -> Result<Decimal, Inexact> {
        exact_add(Decimal::ONE, self.maker.max(self.taker).max(Decimal::ZERO))
    }

    /// What a market buy pays per unit of value: 1 + max(taker, 0).
    pub(crate) fn taker_rate(&self) -> Result<Decimal, Inexact> {
        exact_add(Decimal::ONE, self.taker.max(Decimal::ZERO))
    }
}
