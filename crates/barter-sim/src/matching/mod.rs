//! Matching models: who is filled, at which price, how much. A model of a user's own implements [`MatchingModel`].

mod candles;
mod last_trade;
mod top_of_book;

pub use candles::Candles;
pub use last_trade::LastTrade;
pub use top_of_book::TopOfBook;

use crate::{
    config::Matching,
    error::SimError,
    floor::Floor,
    market::{Market, Touch},
    packet::OrderNumber,
};
use barter_columns::CompactKind;
use barter_instrument::Side;
use rust_decimal::Decimal;
use std::fmt;

/// Rows that give a model its prices: their age decides staleness (M14).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PricedBy {
    Quote,
    Trade,
    Candle,
}

impl PricedBy {
    /// When the market last had such a row.
    pub fn time(self, market: &Market) -> Option<i64> {
        match self {
            Self::Quote => market.quote_time,
            Self::Trade => market.trade_time,
            Self::Candle => market.candle_time,
        }
    }
}

/// An accepted order at its arrival.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    pub time: i64,
    pub instrument: usize,
    pub number: OrderNumber,
    /// There is no later row to wait for: the run closes a position at its end.
    pub closing: bool,
}

/// A model of matching. It reads markets and working orders from the [`Floor`] and answers with fills and ends there.
pub trait MatchingModel: fmt::Debug + Send {
    fn priced_by(&self) -> PricedBy;

    /// Price and quantity that an incoming order of `side` meets.
    fn touch(&self, market: &Market, side: Side) -> Option<Touch>;

    /// Whether a market or post-only order needs a touch (D6, 1).
    fn has_sides(&self) -> bool;

    /// What a market order of `side` is expected to pay: for the tests of balance and notional.
    fn expected_price(&self, market: &Market, side: Side) -> Option<Decimal>;

    /// D6, 7-10: an accepted order, already among the working ones.
    fn on_arrival(&mut self, floor: &mut Floor, arrival: Arrival) -> Result<(), SimError>;

    /// A row was applied to the market; called while an order works there, or always if [`Self::wants_every_row`].
    fn on_row(&mut self, floor: &mut Floor, time: i64, instrument: usize, row: &CompactKind) -> Result<(), SimError>;

    fn wants_every_row(&self) -> bool {
        false
    }
}

pub(crate) fn model(matching: &Matching) -> Box<dyn MatchingModel> {
    match matching {
        Matching::TopOfBook { size, cap_at_trade } => Box::new(TopOfBook { size: *size, cap_at_trade: *cap_at_trade }),
        Matching::LastTrade => Box::new(LastTrade),
        Matching::Candles => Box::new(Candles),
        Matching::Custom(make) => make(),
    }
}
