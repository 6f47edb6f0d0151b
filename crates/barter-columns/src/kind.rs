//! The compact market event kind: what one row says, as the engine, the simulated exchange and the hooks see it.
//!
//! Trades and tops of book are small `Copy` payloads that keep the numbers as recorded; whatever is big or unusual sits behind an `Arc`.

use barter_instrument::Side;
use rust_decimal::Decimal;
use std::sync::Arc;

/// A number as it was recorded: `mantissa × 10^-scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixed {
    pub mantissa: i64,
    pub scale: u8,
}

/// Kind of one market event.
#[derive(Debug, Clone, PartialEq)]
pub enum CompactKind {
    Trade(TradeRow),
    /// A trade whose numbers do not fit [`TradeRow`] or whose id is text that no `u64` reproduces.
    WideTrade(Arc<WideTrade>),
    OrderBookL1(L1Row),
    WideOrderBookL1(Arc<WideL1>),
    OrderBook(Arc<BookRow>),
    Candle(Arc<CandleRow>),
    Liquidation(TradeRow),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TradeRow {
    pub price: i64,
    pub quantity: i64,
    pub id: u64,
    pub price_scale: u8,
    pub quantity_scale: u8,
    /// Side of the aggressor; `None` where the source does not say.
    pub side: Option<Side>,
    /// `false` for prints that are data but were not matched in the book (Binance `X` other than `MARKET`).
    pub matched: bool,
}

/// Best bid and ask. A missing side has `has_bid`/`has_ask` false and zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct L1Row {
    pub bid: i64,
    pub bid_quantity: i64,
    pub ask: i64,
    pub ask_quantity: i64,
    pub price_scale: u8,
    pub quantity_scale: u8,
    pub has_bid: bool,
    pub has_ask: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct WideTrade {
    pub price: Decimal,
    pub quantity: Decimal,
    pub id: Box<str>,
    pub side: Option<Side>,
    pub matched: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct WideL1 {
    pub bid: Option<(Decimal, Decimal)>,
    pub ask: Option<(Decimal, Decimal)>,
}

/// One book message: `snapshot` replaces the book, else each level is set (quantity 0 removes it).
#[derive(Debug, Clone, PartialEq)]
pub struct BookRow {
    pub snapshot: bool,
    pub sequence: u64,
    pub bids: Box<[(Decimal, Decimal)]>,
    pub asks: Box<[(Decimal, Decimal)]>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CandleRow {
    /// End of the candle, ns.
    pub close_time: i64,
    pub open: Decimal,
    pub high: Decimal,
    pub low: Decimal,
    pub close: Decimal,
    pub volume: Decimal,
    pub trade_count: u64,
}
