//! Market events as columns: fixed point inside, Arrow outside; to and from `MarketEvent`.
#![forbid(unsafe_code)]

pub mod binance;
pub mod build;
mod bytes;
pub mod clock;
pub mod columns;
pub mod convert;
pub mod error;
pub mod events;
pub mod export;
mod fingerprint;
mod import;
pub mod instrument;
pub mod kind;
pub mod merge;
pub mod number;
pub mod quality;
pub mod reader;
pub mod source;
pub mod synthetic;
pub mod table;
pub mod tables;

pub use clock::ClockOffset;
pub use columns::{MarketColumns, MarketInstrument};
pub use error::ColumnsError;
pub use export::Export;
pub use kind::{BookRow, CandleRow, CompactKind, Fixed, L1Row, TradeRow, WideL1, WideTrade};
pub use quality::QualityRow;
pub use reader::{Reader, ReaderRows};
pub use source::{Source, SourceKind};
