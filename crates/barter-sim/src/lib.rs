//! Simulated exchange: matching, queues, fees, rules, accounts.
//!
//! [`SimulatedExchange`] takes market rows and requests in order of time and answers with [`Packet`]s. Everything is exact:
//! a number that does not fit is an error. The rules are those of `docs/simulation.md`, whose ids the code cites.
#![forbid(unsafe_code)]

mod account;
pub mod config;
pub mod error;
pub mod exact;
pub mod exchange;
pub mod fees;
mod mark;
pub mod market;
pub mod matching;
pub mod named;
pub mod number;
pub mod orders;
pub mod packet;
pub mod position;
mod wide;

pub use config::{AssetConfig, ExchangeConfig, InstrumentConfig, Margin, Matching, ModelFactory};
pub use error::SimError;
pub use exact::Inexact;
pub use exchange::SimulatedExchange;
pub use fees::Fees;
pub use mark::MarkSource;
pub use market::{Level, Market, Print};
pub use matching::{Action, Arrival, Candles, LastTrade, MatchingModel, Offer, SizeRule, Take, TopOfBook};
pub use named::{NamedConfig, NamedError, NamedExchange};
pub use number::{Amount, OwnPrice};
pub use orders::{Order, Working};
pub use packet::{BalanceChange, Fill, OpenRequest, OrderEventKind, OrderNumber, Packet, Reason};
pub use position::NetPosition;
