//! What a user of the driver implements.

use barter::engine::state::position::PositionExited;
use barter_columns::{CompactKind, MarketColumns};
use barter_execution::order::request::{OrderRequestCancel, OrderRequestOpen};
use barter_instrument::{Side, asset::QuoteAsset};
use barter_sim::OrderNumber;
use rust_decimal::Decimal;
use smol_str::SmolStr;

/// Which hooks exist: nothing is prepared for one that does not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wants {
    pub market_event: bool,
    pub trade: bool,
    pub order_book_l1: bool,
    pub order_book: bool,
    pub candle: bool,
    pub liquidation: bool,
    pub order: bool,
    pub reject: bool,
    pub fill: bool,
    pub position_exit: bool,
    pub disconnect: bool,
    pub reconnect: bool,
    pub trading_disabled: bool,
    pub risk: bool,
    /// barter's own `generate_algo_orders`, after the hooks of every delivered event.
    pub algo: bool,
}

impl Wants {
    pub fn kind(&self, kind: &CompactKind) -> bool {
        match kind {
            CompactKind::Trade(_) | CompactKind::WideTrade(_) => self.trade,
            CompactKind::OrderBookL1(_) | CompactKind::WideOrderBookL1(_) => self.order_book_l1,
            CompactKind::OrderBook(_) => self.order_book,
            CompactKind::Candle(_) => self.candle,
            CompactKind::Liquidation(_) => self.liquidation,
        }
    }

    /// No hook at all: a run needs no Python between its rows.
    pub fn none(&self) -> bool {
        *self == Self::default()
    }
}

/// A row as it reaches the strategy.
#[derive(Debug)]
pub struct MarketDelivery<'a> {
    pub instrument: usize,
    pub kind: &'a CompactKind,
    pub time_exchange: Option<i64>,
    pub time_received: i64,
    /// Its third time (last update, engine, liquidation), where the data have one.
    pub time_own: Option<i64>,
    /// The row itself, where more of it is wanted than `kind` holds.
    pub columns: &'a MarketColumns,
    pub source: u16,
    pub row: u32,
}

/// A fill as it reaches the strategy.
#[derive(Debug, Clone)]
pub struct DeliveredFill {
    pub number: OrderNumber,
    pub instrument: usize,
    pub trade_id: u64,
    pub order_id: u64,
    pub side: Side,
    pub price: Decimal,
    pub quantity: Decimal,
    pub fee: Decimal,
    pub maker: bool,
    pub time_exchange: i64,
    pub position_after: Decimal,
    pub realised_pnl: Decimal,
}

/// The answer of a risk manager. A request in neither list is an error of the risk manager: nothing disappears silently.
#[derive(Debug, Default)]
pub struct RiskDecision {
    pub cancels: Vec<OrderRequestCancel>,
    pub opens: Vec<OrderRequestOpen>,
    pub refused_cancels: Vec<(OrderRequestCancel, SmolStr)>,
    pub refused_opens: Vec<(OrderRequestOpen, SmolStr)>,
}

#[derive(Debug, Clone, Copy)]
pub struct Progress {
    pub rows_done: usize,
    pub rows: usize,
    pub now: i64,
}

/// User code. Every method runs while the engine is unlocked; what it asks for goes through [`crate::Core`]. One that is not
/// written does nothing: the risk check approves.
pub trait Hooks {
    type Error;

    /// Which of the methods are to be called.
    fn wants(&self) -> Wants {
        Wants::default()
    }
    fn start(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
    fn stop(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
    fn market_event(&mut self, _: &MarketDelivery<'_>) -> Result<(), Self::Error> {
        Ok(())
    }
    /// The hook of the event's own kind.
    fn market(&mut self, _: &MarketDelivery<'_>) -> Result<(), Self::Error> {
        Ok(())
    }
    fn order(&mut self, _: OrderNumber) -> Result<(), Self::Error> {
        Ok(())
    }
    fn reject(&mut self, _: OrderNumber) -> Result<(), Self::Error> {
        Ok(())
    }
    fn fill(&mut self, _: &DeliveredFill) -> Result<(), Self::Error> {
        Ok(())
    }
    fn position_exit(&mut self, _: &PositionExited<QuoteAsset>) -> Result<(), Self::Error> {
        Ok(())
    }
    fn timer(&mut self, _: u32) -> Result<(), Self::Error> {
        Ok(())
    }
    fn disconnect(&mut self, _: usize) -> Result<(), Self::Error> {
        Ok(())
    }
    fn reconnect(&mut self, _: usize) -> Result<(), Self::Error> {
        Ok(())
    }
    fn trading_disabled(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
    fn algo(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
    fn risk(&mut self, cancels: Vec<OrderRequestCancel>, opens: Vec<OrderRequestOpen>) -> Result<RiskDecision, Self::Error> {
        Ok(RiskDecision {
            cancels,
            opens,
            ..RiskDecision::default()
        })
    }
    /// Called every few thousand rows: signals, progress.
    fn poll(&mut self, _: Progress) -> Result<(), Self::Error> {
        Ok(())
    }
}

/// A replay without a strategy.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoHooks;

impl Hooks for NoHooks {
    type Error = std::convert::Infallible;
}
