//! How orders meet the market. A model decides; the exchange keeps accounts and books what the model decided.

mod candles;
mod last_trade;
mod model;
mod top_of_book;

pub use candles::Candles;
pub use last_trade::LastTrade;
pub(crate) use model::Model;
pub use top_of_book::{SizeRule, TopOfBook};

use crate::{
    error::SimError,
    market::{Market, Print},
    orders::{Order, Working},
    packet::{OrderNumber, Reason},
};
use barter_columns::{BookRow, CandleRow};
use rust_decimal::Decimal;
use std::fmt;

/// A matching model of one instrument. The market is already at the row that is told about, or at the arrival.
///
/// What a model may rely on: calls come in order of time; orders in [`Working`] are unfilled and stand in the order in which
/// they are served; what it answers is booked, in the order given, before it is called again.
pub trait MatchingModel: fmt::Debug + Send {
    /// What an arriving order meets (D6, steps 1-3 and 7-10).
    fn arrive(&mut self, time: i64, market: &Market, order: &Order, working: &Working) -> Result<Arrival, SimError>;

    /// `quantity` was taken from the displayed size by an own order that had just arrived.
    fn taken(&mut self, _market: &Market, _order: &Order, _quantity: Decimal) -> Result<(), SimError> {
        Ok(())
    }

    /// A new top of book.
    fn on_quote(&mut self, _time: i64, _market: &Market, _working: &mut Working, _actions: &mut Vec<Action>) -> Result<(), SimError> {
        Ok(())
    }

    /// A trade of others: positive, and matched against the book.
    fn on_trade(
        &mut self,
        _time: i64,
        _market: &Market,
        _trade: &Print,
        _working: &mut Working,
        _actions: &mut Vec<Action>,
    ) -> Result<(), SimError> {
        Ok(())
    }

    /// A candle that closed.
    fn on_candle(
        &mut self,
        _time: i64,
        _market: &Market,
        _candle: &CandleRow,
        _working: &mut Working,
        _actions: &mut Vec<Action>,
    ) -> Result<(), SimError> {
        Ok(())
    }

    /// A book message. The exchange itself keeps no book of several levels.
    fn on_book(
        &mut self,
        _time: i64,
        _market: &Market,
        _book: &BookRow,
        _working: &mut Working,
        _actions: &mut Vec<Action>,
    ) -> Result<(), SimError> {
        Ok(())
    }

    /// The connection was lost (M14). Market data know it too.
    fn on_reconnecting(&mut self) {}

    /// Whether the model must see quotes and trades although no order works (candles and book messages it always sees). Read
    /// after each call.
    fn watches(&self) -> bool {
        true
    }
}

/// A model's verdict on an arriving order.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrival {
    Rejected(Reason),
    Met(Offer),
}

/// What an arriving order meets, if the account allows it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Offer {
    /// What a market order is expected to pay: smallest notional, balance and margin are judged on it. Mandatory for market
    /// orders, ignored for others.
    pub price: Option<Decimal>,
    /// It would trade with an own order (M13).
    pub self_trade: bool,
    /// What it takes at once, in order.
    pub takes: Vec<Take>,
    /// Whether market, immediate-or-cancel and fill-or-kill orders wait for the next row instead of being cancelled. The model
    /// then must fill or cancel them.
    pub waits: bool,
    /// [`Order::ahead`] of what rests.
    pub ahead: Option<Decimal>,
}

/// A fill of an arriving order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Take {
    pub price: Decimal,
    pub quantity: Decimal,
    /// Quantity shown at that price.
    pub displayed: Decimal,
}

/// What becomes of a working order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Action {
    Fill {
        number: OrderNumber,
        price: Decimal,
        quantity: Decimal,
        /// `Some` for a taker: the quantity shown.
        taker: Option<Decimal>,
    },
    Cancel {
        number: OrderNumber,
        reason: Reason,
    },
}

impl Action {
    /// The whole rest at the own price, as maker.
    pub fn fill_resting(order: &Order) -> Self {
        Self::Fill {
            number: order.number,
            price: order.price.decimal(),
            quantity: order.remaining,
            taker: None,
        }
    }
}

/// D6, steps 1 and 2, as far as they do not depend on sides: nothing seen, or nothing seen lately.
pub(crate) fn refusal(seen: bool, stale: bool, order: &Order) -> Option<Reason> {
    if !seen {
        Some(Reason::NoMarket)
    } else if stale && (order.is_immediate() || order.is_post_only()) {
        Some(Reason::StaleMarket)
    } else {
        None
    }
}
