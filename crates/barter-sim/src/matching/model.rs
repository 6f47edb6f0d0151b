//! The models as one type: built-in ones are called directly, others through a pointer.

use super::{Action, Arrival, Candles, LastTrade, MatchingModel, TopOfBook};
use crate::{
    config::Matching,
    error::SimError,
    market::{Market, Print},
    orders::{Order, Working},
};
use barter_columns::{BookRow, CandleRow};
use rust_decimal::Decimal;

#[derive(Debug)]
pub(crate) enum Model {
    TopOfBook(TopOfBook),
    LastTrade(LastTrade),
    Candles(Candles),
    Custom(Box<dyn MatchingModel>),
}

impl Model {
    pub fn new(matching: &Matching) -> Self {
        match matching {
            Matching::TopOfBook { size, cap_at_trade } => Self::TopOfBook(TopOfBook::new(*size, *cap_at_trade)),
            Matching::LastTrade => Self::LastTrade(LastTrade),
            Matching::Candles => Self::Candles(Candles::default()),
            Matching::Custom(factory) => Self::Custom(factory()),
        }
    }
}

macro_rules! each {
    ($self:ident, $model:ident => $call:expr) => {
        match $self {
            Self::TopOfBook($model) => $call,
            Self::LastTrade($model) => $call,
            Self::Candles($model) => $call,
            Self::Custom($model) => $call,
        }
    };
}

impl MatchingModel for Model {
    fn arrive(&mut self, time: i64, market: &Market, order: &Order, working: &Working) -> Result<Arrival, SimError> {
        each!(self, model => model.arrive(time, market, order, working))
    }

    fn taken(&mut self, market: &Market, order: &Order, quantity: Decimal) -> Result<(), SimError> {
        each!(self, model => model.taken(market, order, quantity))
    }

    #[inline]
    fn on_quote(&mut self, time: i64, market: &Market, working: &mut Working, actions: &mut Vec<Action>) -> Result<(), SimError> {
        each!(self, model => model.on_quote(time, market, working, actions))
    }

    #[inline]
    fn on_trade(
        &mut self,
        time: i64,
        market: &Market,
        trade: &Print,
        working: &mut Working,
        actions: &mut Vec<Action>,
    ) -> Result<(), SimError> {
        each!(self, model => model.on_trade(time, market, trade, working, actions))
    }

    fn on_candle(
        &mut self,
        time: i64,
        market: &Market,
        candle: &CandleRow,
        working: &mut Working,
        actions: &mut Vec<Action>,
    ) -> Result<(), SimError> {
        each!(self, model => model.on_candle(time, market, candle, working, actions))
    }

    fn on_book(
        &mut self,
        time: i64,
        market: &Market,
        book: &BookRow,
        working: &mut Working,
        actions: &mut Vec<Action>,
    ) -> Result<(), SimError> {
        each!(self, model => model.on_book(time, market, book, working, actions))
    }

    fn on_reconnecting(&mut self) {
        each!(self, model => model.on_reconnecting());
    }

    fn watches(&self) -> bool {
        each!(self, model => model.watches())
    }
}
