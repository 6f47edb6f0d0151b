//! What the simulated exchange is asked and what it answers.

use barter_execution::order::{OrderKind, TimeInForce};
use barter_instrument::Side;
use rust_decimal::Decimal;

/// Number of an order: strategy-local, 1, 2, 3, … in call order.
pub type OrderNumber = u32;

/// An open request as it arrives.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenRequest {
    pub number: OrderNumber,
    /// Position of the instrument in the exchange's own list.
    pub instrument: usize,
    pub side: Side,
    pub kind: OrderKind,
    pub time_in_force: TimeInForce,
    /// Ignored for market orders.
    pub price: Decimal,
    pub quantity: Decimal,
    /// Made by the end of the run to close a position: there is nothing later to wait for.
    pub closing: bool,
}

/// What happened to an order at the exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderEventKind {
    Accepted,
    Rejected,
    PartiallyFilled,
    Filled,
    Cancelled,
    CancelRejected,
    Expired,
}

/// Why; `as_str` gives the text of the tables and the fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    NoMarket,
    StaleMarket,
    PostOnlyWouldTake,
    BelowMinimumNotional,
    InsufficientBalance,
    InsufficientMargin,
    SelfTrade,
    FillOrKill,
    NoLiquidity,
    ImmediateOrCancel,
    EndOfDay,
    OrderAlreadyFullyFilled,
    OrderAlreadyCancelled,
    OrderNotFound,
}

impl Reason {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoMarket => "no_market",
            Self::StaleMarket => "stale_market",
            Self::PostOnlyWouldTake => "post_only_would_take",
            Self::BelowMinimumNotional => "below_minimum_notional",
            Self::InsufficientBalance => "insufficient_balance",
            Self::InsufficientMargin => "insufficient_margin",
            Self::SelfTrade => "self_trade",
            Self::FillOrKill => "fill_or_kill",
            Self::NoLiquidity => "no_liquidity",
            Self::ImmediateOrCancel => "immediate_or_cancel",
            Self::EndOfDay => "end_of_day",
            Self::OrderAlreadyFullyFilled => "order_already_fully_filled",
            Self::OrderAlreadyCancelled => "order_already_cancelled",
            Self::OrderNotFound => "order_not_found",
        }
    }
}

/// One happening of one order at the exchange (docs/simulation.md, D4): order event, changed balances, fill.
#[derive(Debug, Clone, PartialEq)]
pub struct Packet {
    pub time: i64,
    pub number: OrderNumber,
    pub instrument: usize,
    pub event: OrderEventKind,
    pub reason: Option<Reason>,
    /// Given at acceptance; `None` for an order that never was accepted.
    pub order_id: Option<u64>,
    /// Cumulative.
    pub filled_quantity: Decimal,
    /// Balances that changed, in the order of the assets' internal names (the exchange's own asset list is in that order).
    pub balances: Vec<BalanceChange>,
    pub fill: Option<Fill>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BalanceChange {
    /// Position in the exchange's own asset list.
    pub asset: usize,
    pub total: Decimal,
    pub free: Decimal,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Fill {
    pub trade_id: u64,
    pub side: Side,
    pub price: Decimal,
    pub quantity: Decimal,
    /// price × quantity × contract size.
    pub quote_value: Decimal,
    /// In the quote asset; negative for a rebate.
    pub fee: Decimal,
    pub maker: bool,
    /// Signed net position of own fills after this one.
    pub position_after: Decimal,
    /// Before fees (docs/simulation.md, D8).
    pub realised_pnl: Decimal,
    pub mid: Option<Decimal>,
    pub quote_age: Option<i64>,
    pub quantity_beyond_displayed: Decimal,
}
