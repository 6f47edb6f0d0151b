//! Linear derivatives: margin at arrival (A3) and insolvency (A4).

use super::Account;
use crate::{
    config::InstrumentConfig,
    exact::{Inexact, exact_add, exact_mul, exact_sub},
    market::Market,
    orders::{Order, Working},
    position::{NetPosition, value},
};
use barter_instrument::Side;
use rust_decimal::Decimal;

/// One instrument as margin sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exposure<'a> {
    pub config: &'a InstrumentConfig,
    pub market: &'a Market,
    pub working: &'a Working,
    pub net: &'a NetPosition,
}

impl Exposure<'_> {
    /// Without a mark a position is worth what it cost.
    fn unrealised(&self) -> Result<Decimal, Inexact> {
        match self.market.mark() {
            Some(mark) if !self.net.quantity.is_zero() => self.net.unrealised(mark, self.config.contract_size),
            _ => Ok(Decimal::ZERO),
        }
    }

    fn notional(&self) -> Result<Decimal, Inexact> {
        match self.market.mark() {
            Some(mark) => value(mark, self.net.quantity.abs(), self.config.contract_size),
            None => Ok(self.net.cost),
        }
    }

    /// The larger of what the position becomes if all buys fill and if all sells do, `new` among them, at the mark. `price`
    /// stands in for the mark of the new order's instrument.
    fn initial_notional(&self, new: Option<(&Order, Decimal)>) -> Result<Decimal, Inexact> {
        let of = |side| {
            let working = self.working.remaining(side)?;
            match new {
                Some((order, _)) if order.side == side => exact_add(working, order.remaining),
                _ => Ok(working),
            }
        };
        let long = exact_add(self.net.quantity, of(Side::Buy)?)?.abs();
        let short = exact_sub(self.net.quantity, of(Side::Sell)?)?.abs();
        let size = long.max(short);
        if size.is_zero() {
            return Ok(Decimal::ZERO);
        }
        let mark = self.market.mark().or(new.map(|(_, price)| price)).or_else(|| {
            let limits = self.working.side(Side::Buy).iter().chain(self.working.side(Side::Sell));
            limits.map(|order| order.price.decimal()).max()
        });
        match mark {
            Some(mark) => value(mark, size, self.config.contract_size),
            None => Ok(self.net.cost),
        }
    }
}

impl Account {
    /// Whether a new order on derivative `at` passes (A3). `price` is what it pays at most or is expected to pay.
    pub fn allows(&self, exposures: &[Exposure<'_>], at: usize, order: &Order, price: Decimal) -> Result<bool, Inexact> {
        let own = &exposures[at];
        let held = own.net.quantity;
        let opposite = match order.side {
            Side::Buy => held < Decimal::ZERO,
            Side::Sell => held > Decimal::ZERO,
        };
        if opposite && exact_add(own.working.remaining(order.side)?, order.remaining)? <= held.abs() {
            return Ok(true);
        }
        let settlement = own.config.quote;
        let mut equity = self.balance(settlement).total;
        let mut notional = Decimal::ZERO;
        for (position, exposure) in exposures.iter().enumerate() {
            if exposure.config.is_spot || exposure.config.quote != settlement {
                continue;
            }
            equity = exact_add(equity, exposure.unrealised()?)?;
            let new = (position == at).then_some((order, price));
            notional = exact_add(notional, exposure.initial_notional(new)?)?;
        }
        let most = exact_mul(equity, self.margin.leverage).map_err(|error| error.named("margin"))?;
        Ok(most >= notional)
    }

    /// A4, for each asset that derivatives settle in.
    pub fn is_insolvent(&self, exposures: &[Exposure<'_>]) -> Result<bool, Inexact> {
        for settlement in 0..self.balances.len() {
            let mut equity = self.balance(settlement).total;
            let mut notional = Decimal::ZERO;
            let mut exists = false;
            for exposure in exposures {
                if !exposure.config.is_spot && exposure.config.quote == settlement {
                    exists = true;
                    equity = exact_add(equity, exposure.unrealised()?)?;
                    notional = exact_add(notional, exposure.notional()?)?;
                }
            }
            let least = exact_mul(self.margin.maintenance, notional).map_err(|error| error.named("maintenance margin"))?;
            if exists && equity < least {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A linear derivative pays its realised result and fee in the asset it settles in.
    pub fn settle_derivative(&mut self, instrument: &InstrumentConfig, realised: Decimal, fee: Decimal) -> Result<(), Inexact> {
        self.add(instrument.quote, exact_sub(realised, fee)?)
    }
}
