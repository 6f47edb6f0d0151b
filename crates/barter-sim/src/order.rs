//! Orders that the exchange keeps.

use crate::packet::{OpenRequest, OrderNumber};
use barter_execution::order::{OrderKind, TimeInForce};
use barter_instrument::Side;
use rust_decimal::Decimal;

/// A working order.
#[derive(Debug, Clone)]
pub struct WorkingOrder {
    pub number: OrderNumber,
    pub order_id: u64,
    pub side: Side,
    /// `None` exactly for market orders.
    pub price: Option<Decimal>,
    pub time_in_force: TimeInForce,
    pub quantity: Decimal,
    pub filled: Decimal,
    pub arrived: i64,
    /// End of day (M17).
    pub expires: Option<i64>,
    /// What the spot account keeps back for it (A1).
    pub hold: Decimal,
    /// Quantity before it at its price, or unknown (D7).
    pub ahead: Option<Decimal>,
}

impl WorkingOrder {
    pub fn new(request: &OpenRequest, order_id: u64, arrived: i64) -> Self {
        Self {
            number: request.number,
            order_id,
            side: request.side,
            price: (request.kind == OrderKind::Limit).then_some(request.price),
            time_in_force: request.time_in_force,
            quantity: request.quantity,
            filled: Decimal::ZERO,
            arrived,
            expires: None,
            hold: Decimal::ZERO,
            ahead: None,
        }
    }

    pub fn remaining(&self) -> Decimal {
        self.quantity - self.filled
    }

    pub fn is_market(&self) -> bool {
        self.price.is_none()
    }

    pub fn is_post_only(&self) -> bool {
        matches!(self.time_in_force, TimeInForce::GoodUntilCancelled { post_only: true })
    }
}

/// What became of an order that is known to the exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Outcome {
    #[default]
    Unknown,
    Working,
    Filled,
    Cancelled,
    Expired,
    Rejected,
}

/// Whether an order of `side` at `price` (`None`: market) meets `touch` on the other side.
pub fn reaches(side: Side, price: Option<Decimal>, touch: Decimal) -> bool {
    price.is_none_or(|price| match side {
        Side::Buy => price >= touch,
        Side::Sell => price <= touch,
    })
}

/// Whether an order of `side` at `price` stands before one at `other`.
pub fn is_better(side: Side, price: Decimal, other: Decimal) -> bool {
    match side {
        Side::Buy => price > other,
        Side::Sell => price < other,
    }
}

pub fn opposite(side: Side) -> Side {
    match side {
        Side::Buy => Side::Sell,
        Side::Sell => Side::Buy,
    }
}
