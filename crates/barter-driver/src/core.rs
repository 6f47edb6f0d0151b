//! What hooks may read and write while a run is under way: the engine and the strategy's desk, behind one lock that is
//! free whenever a hook runs.

use crate::{
    desk::{Ask, Desk, DeskError},
    engine::SimEngine,
    requests::{check_rules, rest},
    universe::{InstrumentMeta, Universe},
};
use barter::engine::state::{instrument::data::InstrumentDataState, position::Position};
use barter_execution::balance::Balance;
use barter_instrument::{
    Side,
    asset::{AssetIndex, QuoteAsset},
    instrument::InstrumentIndex,
};
use barter_sim::{
    NetPosition, OrderNumber,
    exact::{Inexact, exact_add, exact_mul, exact_sub},
};
use parking_lot::Mutex;
use rust_decimal::Decimal;
use std::sync::Arc;

/// The shared cell. Hooks take it with `try_lock`: it is never held while user code runs.
pub type Cell = Arc<Mutex<Core>>;

#[derive(Debug)]
pub struct Core {
    pub engine: SimEngine,
    pub desk: Desk,
    pub universe: Arc<Universe>,
    /// Net positions of the delivered fills, with their cost (D8).
    pub net: Vec<NetPosition>,
    /// `false` once the run is over.
    pub live: bool,
    pub start: Option<i64>,
    pub report_asset: AssetIndex,
}

impl Core {
    pub fn now(&self) -> i64 {
        self.engine.clock.now()
    }

    pub fn is_warming_up(&self) -> bool {
        self.start.is_some_and(|start| self.now() < start)
    }

    pub fn meta(&self, instrument: usize) -> &InstrumentMeta {
        &self.universe.instruments[instrument]
    }

    pub fn data(&self, instrument: usize) -> &crate::engine::TouchData {
        &self.engine.state.instruments.instrument_index(&InstrumentIndex(instrument)).data
    }

    pub fn position_detail(&self, instrument: usize) -> Option<&Position<QuoteAsset, InstrumentIndex>> {
        self.engine
            .state
            .instruments
            .instrument_index(&InstrumentIndex(instrument))
            .position
            .current
            .as_ref()
    }

    /// Signed; 0 when flat.
    pub fn position(&self, instrument: usize) -> Decimal {
        match self.position_detail(instrument) {
            None => Decimal::ZERO,
            Some(position) if position.side == Side::Buy => position.quantity_abs,
            Some(position) => -position.quantity_abs,
        }
    }

    pub fn balance(&self, asset: AssetIndex) -> Option<Balance> {
        self.engine
            .state
            .assets
            .asset_index(&asset)
            .balance
            .as_ref()
            .map(|timed| timed.value)
    }

    pub fn open(&mut self, ask: Ask) -> Result<OrderNumber, DeskError> {
        let meta = &self.universe.instruments[ask.instrument];
        self.desk.open(meta, ask)
    }

    pub fn replace(
        &mut self,
        number: OrderNumber,
        price: Option<Decimal>,
        quantity: Option<Decimal>,
        wait: bool,
    ) -> Result<OrderNumber, DeskError> {
        let meta = &self.universe.instruments[self.desk.order(number).instrument];
        self.desk.replace(meta, number, price, quantity, wait)
    }

    /// The market order that brings position plus working orders to `target`; `None` where nothing is missing (D3).
    pub fn target_position(&mut self, instrument: usize, target: Decimal) -> Result<Option<OrderNumber>, DeskError> {
        self.desk.check_open()?;
        if self.desk.working[instrument].is_empty() && self.position(instrument) == target {
            return Ok(None);
        }
        let delta = self
            .desk
            .working_quantity(instrument)
            .and_then(|working| exact_add(self.position(instrument), working))
            .and_then(|expected| exact_sub(target, expected))
            .map_err(|error| {
                DeskError::new(
                    "quantity",
                    "inexact",
                    format!("what is missing to {target} has no exact value: {error}"),
                )
            })?;
        self.move_by(instrument, delta).map(|ask| self.open(ask)).transpose()
    }

    /// Cancels the working orders of the instrument and trades its position away.
    pub fn close(&mut self, instrument: usize) -> Result<Option<OrderNumber>, DeskError> {
        self.desk.check_open()?;
        let ask = self.move_by(instrument, -self.position(instrument));
        // Before anything is cancelled, so that what is refused is refused whole.
        if let Some(ask) = &ask {
            check_rules(self.meta(instrument), None, ask.quantity)?;
        }
        self.desk.cancel_all(Some(instrument))?;
        ask.map(|ask| self.open(ask)).transpose()
    }

    /// The market order for `delta`, rounded toward zero to the lot.
    fn move_by(&self, instrument: usize, delta: Decimal) -> Option<Ask> {
        let lot = self
            .meta(instrument)
            .spec
            .as_ref()
            .map_or(Decimal::ZERO, |spec| spec.quantity.increment);
        let quantity = delta.abs() - rest(delta.abs(), lot);
        let signed = if delta.is_sign_positive() { quantity } else { -quantity };
        (!quantity.is_zero()).then(|| Ask::market(instrument, signed))
    }

    /// Value of `asset` in the report currency by delivered marks.
    fn rate(&self, asset: AssetIndex) -> Option<Decimal> {
        let name = |asset| self.universe.asset_name(asset);
        if name(asset) == name(self.report_asset) {
            return Some(Decimal::ONE);
        }
        let instrument = self
            .universe
            .instruments
            .iter()
            .find(|meta| name(meta.base) == name(asset) && name(meta.quote) == name(self.report_asset))?;
        self.data(instrument.index.index()).price()
    }

    /// Equity in the report currency by what was delivered; `None` while something held has no mark or no path to it.
    pub fn equity(&self) -> Result<Option<Decimal>, Inexact> {
        let mut equity = Decimal::ZERO;
        for (index, state) in self.engine.state.assets.0.values().enumerate() {
            let Some(balance) = &state.balance else { continue };
            if !balance.value.total.is_zero() {
                let Some(rate) = self.rate(AssetIndex(index)) else {
                    return Ok(None);
                };
                equity = exact_add(equity, exact_mul(balance.value.total, rate)?)?;
            }
        }
        for (meta, net) in self.universe.instruments.iter().zip(&self.net) {
            if net.quantity.is_zero() {
                continue;
            }
            // A spot position is in the balances already, but as in the equity table nothing has a value without its own mark.
            let (Some(mark), Some(rate)) = (self.data(meta.index.index()).price(), self.rate(meta.quote)) else {
                return Ok(None);
            };
            if !meta.is_spot {
                equity = exact_add(equity, exact_mul(net.unrealised(mark, meta.contract_size)?, rate)?)?;
            }
        }
        Ok(Some(equity))
    }
}
