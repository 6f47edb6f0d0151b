//! Market events as columns: fixed point inside, Arrow outside; to and from `MarketEvent`.
#![forbid(unsafe_code)]

pub mod kind;

pub use kind::{BookRow, CandleRow, CompactKind, Fixed, L1Row, TradeRow, WideL1, WideTrade};
