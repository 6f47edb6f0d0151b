//! Account at one exchange: totals and holds (A1), margin of linear derivatives (A3), ruin (A4).

use crate::{
    config::{AssetConfig, Fees, InstrumentConfig, Margin},
    exact::{self, Inexact},
    market::Market,
    order::WorkingOrder,
};
use barter_instrument::Side;
use rust_decimal::Decimal;

#[derive(Debug, Clone)]
pub struct Account {
    totals: Vec<Decimal>,
    held: Vec<Decimal>,
    fees: Fees,
    margin: Margin,
}

/// An order that asks to be let in.
#[derive(Debug, Clone, Copy)]
pub struct Applicant {
    pub side: Side,
    /// `None`: market.
    pub price: Option<Decimal>,
    pub quantity: Decimal,
}

/// The asset that an order of `side` pays with.
pub fn paying_asset(instrument: &InstrumentConfig, side: Side) -> usize {
    match side {
        Side::Buy => instrument.quote,
        Side::Sell => instrument.base,
    }
}

impl Account {
    pub fn new(assets: &[AssetConfig], fees: Fees, margin: Margin) -> Self {
        Self {
            totals: assets.iter().map(|asset| asset.balance).collect(),
            held: vec![Decimal::ZERO; assets.len()],
            fees,
            margin,
        }
    }

    pub fn total(&self, asset: usize) -> Decimal {
        self.totals[asset]
    }

    pub fn free(&self, asset: usize) -> Decimal {
        self.totals[asset] - self.held[asset]
    }

    // ---- spot (A1, D8)

    /// What a working order keeps back. A market order keeps nothing: it fills at once or, on candles, is tested again.
    pub fn hold_of(&self, instrument: &InstrumentConfig, applicant: Applicant) -> Result<Decimal, Inexact> {
        match applicant {
            _ if !instrument.is_spot => Ok(Decimal::ZERO),
            Applicant { price: None, .. } => Ok(Decimal::ZERO),
            Applicant { side: Side::Sell, quantity, .. } => Ok(quantity),
            Applicant { price: Some(price), quantity, .. } => self.with_fee(price, quantity, instrument, self.fees.highest()),
        }
    }

    fn with_fee(&self, price: Decimal, quantity: Decimal, instrument: &InstrumentConfig, rate: Decimal) -> Result<Decimal, Inexact> {
        let value = exact::exact_mul(exact::exact_mul(price, quantity)?, instrument.contract_size)?;
        exact::exact_mul(value, exact::exact_add(Decimal::ONE, rate)?)
    }

    /// Spot test; `touch` is what a market order will pay.
    pub fn affords(&self, instrument: &InstrumentConfig, applicant: Applicant, touch: Decimal) -> Result<bool, Inexact> {
        let need = match applicant {
            Applicant { side: Side::Sell, quantity, .. } => quantity,
            Applicant { price: None, quantity, .. } => self.with_fee(touch, quantity, instrument, self.fees.taker.max(Decimal::ZERO))?,
            Applicant { .. } => self.hold_of(instrument, applicant)?,
        };
        Ok(self.free(paying_asset(instrument, applicant.side)) >= need)
    }

    /// Replaces the hold of an order.
    pub fn set_hold(&mut self, instrument: &InstrumentConfig, order: &mut WorkingOrder, hold: Decimal) -> Result<(), Inexact> {
        if hold != order.hold {
            let held = &mut self.held[paying_asset(instrument, order.side)];
            *held = exact::exact_add(exact::exact_sub(*held, order.hold)?, hold)?;
            order.hold = hold;
        }
        Ok(())
    }

    /// Moves what a fill moves: spot exchanges value and quantity, a derivative settles its result; the fee is in quote.
    pub fn settle(&mut self, instrument: &InstrumentConfig, side: Side, quantity: Decimal, value: Decimal, fee: Decimal, realised: Decimal) -> Result<(), Inexact> {
        let paid = match (instrument.is_spot, side) {
            (true, Side::Buy) => value,
            (true, Side::Sell) => -value,
            (false, _) => -realised,
        };
        let quote = &mut self.totals[instrument.quote];
        *quote = exact::exact_sub(exact::exact_sub(*quote, paid)?, fee)?;
        if instrument.is_spot {
            let base = &mut self.totals[instrument.base];
            *base = exact::exact_add(*base, if side == Side::Buy { quantity } else { -quantity })?;
        }
        Ok(())
    }

    // ---- linear derivatives

    /// A3, D8: whether the exchange lets `applicant` in on `markets[instrument]`; `touch` stands in for a market order's price
    /// where the instrument has no mark.
    pub fn margin_allows(&self, markets: &[Market], instrument: usize, applicant: Applicant, touch: Option<Decimal>) -> Result<bool, Inexact> {
        let own = &markets[instrument];
        let held = own.net.quantity;
        let reduces = !held.is_zero() && held.is_sign_negative() == (applicant.side == Side::Buy);
        let same_side = working(own, applicant.side)?;
        if reduces && exact::exact_add(applicant.quantity, same_side)? <= held.abs() {
            return Ok(true);
        }
        let settlement = own.config.quote;
        let (mut equity, mut need) = (self.totals[settlement], Decimal::ZERO);
        for (position, market) in markets.iter().enumerate().filter(|(_, market)| settles_in(market, settlement)) {
            equity = exact::exact_add(equity, unrealised(market)?)?;
            let (mut buys, mut sells) = (working(market, Side::Buy)?, working(market, Side::Sell)?);
            if position == instrument {
                let side = if applicant.side == Side::Buy { &mut buys } else { &mut sells };
                *side = exact::exact_add(*side, applicant.quantity)?;
            }
            let long = exact::exact_add(market.net.quantity, buys)?.abs();
            let short = exact::exact_sub(market.net.quantity, sells)?.abs();
            let size = long.max(short);
            if size.is_zero() {
                continue;
            }
            let price = if position == instrument {
                market.mark().or(applicant.price).or(touch)
            } else {
                market.mark().or_else(|| market.working.iter().filter_map(|order| order.price).max())
            };
            if let Some(price) = price {
                need = exact::exact_add(need, exact::exact_mul(exact::exact_mul(size, market.config.contract_size)?, price)?)?;
            }
        }
        Ok(exact::exact_mul(equity, self.margin.leverage)? >= need)
    }

    /// A4, D8: for some settlement asset, wallet + unrealised < maintenance × notional.
    pub fn is_insolvent(&self, markets: &[Market]) -> Result<bool, Inexact> {
        for (settlement, total) in self.totals.iter().enumerate() {
            let (mut equity, mut notional, mut any) = (*total, Decimal::ZERO, false);
            for market in markets.iter().filter(|market| settles_in(market, settlement)) {
                any = true;
                equity = exact::exact_add(equity, unrealised(market)?)?;
                let value = match market.mark() {
                    Some(mark) => exact::exact_mul(exact::exact_mul(market.net.quantity.abs(), market.config.contract_size)?, mark)?,
                    None => market.net.cost,
                };
                notional = exact::exact_add(notional, value)?;
            }
            if any && equity < exact::exact_mul(self.margin.maintenance, notional)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn settles_in(market: &Market, asset: usize) -> bool {
    !market.config.is_spot && market.config.quote == asset
}

fn working(market: &Market, side: Side) -> Result<Decimal, Inexact> {
    market
        .working
        .iter()
        .filter(|order| order.side == side)
        .try_fold(Decimal::ZERO, |sum, order| exact::exact_add(sum, order.remaining()))
}

/// Without a mark a position is worth what it cost.
fn unrealised(market: &Market) -> Result<Decimal, Inexact> {
    match market.mark() {
        Some(mark) if !market.net.quantity.is_zero() => market.net.unrealised(mark, market.config.contract_size),
        _ => Ok(Decimal::ZERO),
    }
}
