//! Spot: holds (A1) and what a fill moves.

use super::Account;
use crate::{
    config::InstrumentConfig,
    exact::{Inexact, exact_mul, exact_sub},
    orders::Order,
};
use barter_instrument::Side;
use rust_decimal::Decimal;

/// The asset an order of `side` is paid with.
fn paid_with(instrument: &InstrumentConfig, side: Side) -> usize {
    match side {
        Side::Buy => instrument.quote,
        Side::Sell => instrument.base,
    }
}

impl Account {
    /// What a working order holds. Market orders hold nothing: they are done at once or, where they wait for a price, asked
    /// again when there is one.
    fn hold_of(&self, instrument: &InstrumentConfig, order: &Order) -> Result<Decimal, Inexact> {
        if !instrument.is_spot || order.is_market() {
            return Ok(Decimal::ZERO);
        }
        match order.side {
            Side::Buy => exact_mul(exact_mul(order.price.decimal(), order.remaining)?, self.hold_rate).map_err(|error| error.named("hold")),
            Side::Sell => Ok(order.remaining),
        }
    }

    /// Brings the hold of an order in line with what is left of it; `works` is false once it is done.
    pub fn adjust_hold(&mut self, instrument: &InstrumentConfig, order: &mut Order, works: bool) -> Result<(), Inexact> {
        let hold = if works { self.hold_of(instrument, order)? } else { Decimal::ZERO };
        if hold != order.hold {
            self.hold(paid_with(instrument, order.side), order.hold, hold)?;
            order.hold = hold;
        }
        Ok(())
    }

    /// A1. `price` is what a market order pays.
    pub fn affords(&self, instrument: &InstrumentConfig, order: &Order, price: Decimal) -> Result<bool, Inexact> {
        let needed = match (order.is_market(), order.side) {
            (true, Side::Buy) => exact_mul(exact_mul(price, order.remaining)?, self.taker_rate)?,
            (true, Side::Sell) => order.remaining,
            (false, _) => self.hold_of(instrument, order)?,
        };
        Ok(self.balance(paid_with(instrument, order.side)).free >= needed)
    }

    /// Moves what a spot fill of `value` moves.
    pub fn settle_spot(
        &mut self,
        instrument: &InstrumentConfig,
        side: Side,
        quantity: Decimal,
        value: Decimal,
        fee: Decimal,
    ) -> Result<(), Inexact> {
        let (base, quote) = match side {
            Side::Buy => (quantity, -value),
            Side::Sell => (-quantity, value),
        };
        self.add(instrument.base, base)?;
        self.add(instrument.quote, exact_sub(quote, fee)?)
    }
}
