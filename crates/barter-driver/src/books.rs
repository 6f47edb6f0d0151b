//! Accounts by the exchanges' truth, as the packets recorded so far leave them. One row may fill several orders: the
//! exchange is then already at the end of the row, while the equity table has a row after each fill.

use crate::{universe::Universe, venue::Venue};
use barter_sim::{
    NetPosition, Packet,
    exact::{self, Inexact},
};
use rust_decimal::Decimal;

#[derive(Debug)]
pub struct Books {
    /// Per exchange, in the order of its assets.
    totals: Vec<Vec<Decimal>>,
    /// Per instrument of the universe.
    net: Vec<NetPosition>,
}

impl Books {
    pub fn new(universe: &Universe, venues: &[Venue]) -> Self {
        Self {
            totals: venues
                .iter()
                .zip(&universe.assets)
                .map(|(venue, assets)| (0..assets.len()).map(|asset| venue.sim.balance(asset).0).collect())
                .collect(),
            net: vec![NetPosition::default(); universe.instruments.len()],
        }
    }

    pub fn apply(&mut self, universe: &Universe, exchange: usize, packet: &Packet) -> Result<(), Inexact> {
        for change in &packet.balances {
            self.totals[exchange][change.asset] = change.total;
        }
        if let Some(fill) = &packet.fill {
            let meta = universe.instrument(exchange, packet.instrument);
            self.net[meta.index.index()].apply(fill.side, fill.price, fill.quantity, meta.contract_size)?;
        }
        Ok(())
    }

    /// A4, D8: for some settlement asset of the exchange, wallet + unrealised < maintenance × notional.
    pub fn is_insolvent(&self, universe: &Universe, venue: &Venue, exchange: usize, maintenance: Decimal) -> Result<bool, Inexact> {
        for (asset, total) in self.totals[exchange].iter().enumerate() {
            let (mut equity, mut notional, mut any) = (*total, Decimal::ZERO, false);
            for index in &universe.locals[exchange] {
                let meta = &universe.instruments[index.index()];
                if meta.is_spot || universe.asset_local[meta.quote.index()] != asset {
                    continue;
                }
                any = true;
                let net = &self.net[index.index()];
                if net.quantity.is_zero() {
                    continue;
                }
                // Without a mark a position is worth what it cost.
                let value = match venue.sim.mark(meta.local) {
                    Some(mark) => {
                        equity = exact::exact_add(equity, net.unrealised(mark, meta.contract_size)?)?;
                        exact::exact_mul(exact::exact_mul(net.quantity.abs(), meta.contract_size)?, mark)?
                    }
                    None => net.cost,
                };
                notional = exact::exact_add(notional, value)?;
            }
            if any && equity < exact::exact_mul(maintenance, notional)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub fn total(&self, exchange: usize, asset: usize) -> Decimal {
        self.totals[exchange][asset]
    }

    pub fn net(&self, instrument: usize) -> &NetPosition {
        &self.net[instrument]
    }
}
