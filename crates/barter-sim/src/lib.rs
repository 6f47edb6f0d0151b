//! Simulated exchange: matching, queues, fees, rules, accounts (docs/simulation.md).
//!
//! [`SimulatedExchange`] is told of rows and requests as they arrive and answers with [`Packet`]s; when they arrive, and when
//! the answers are delivered, is the driver's business. A matching model of a user's own implements [`MatchingModel`].
#![forbid(unsafe_code)]

pub mod account;
pub mod config;
pub mod error;
pub mod exact;
pub mod exchange;
pub mod floor;
pub mod market;
pub mod matching;
pub mod order;
pub mod packet;
pub mod position;

pub use config::{AssetConfig, ExchangeConfig, Fees, InstrumentConfig, Margin, Matching, MatchingFactory, SizeRule};
pub use error::SimError;
pub use exchange::SimulatedExchange;
pub use matching::MatchingModel;
pub use packet::{BalanceChange, Fill, OpenRequest, OrderEventKind, OrderNumber, Packet, Reason};
pub use position::NetPosition;
