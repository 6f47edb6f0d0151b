//! Drives barter's `Engine` through simulated time.
//!
//! The driver owns the loop: it lets each row act at the simulated exchange, delivers market and account events to
//! `Engine`, calls the hooks that exist, passes what they asked for through risk and `GenerateAlgoOrders`, and records
//! everything that happens. The order of happenings is the contract of `docs/simulation.md` (T0-T12, D2-D4).
//! It is generic over [`Hooks`], so a Rust user can drive a strategy of their own; the Python bindings implement it for
//! Python objects.
#![forbid(unsafe_code)]

pub mod audit;
pub mod axis;
pub mod books;
mod calendar;
pub mod config;
pub mod core;
pub mod deliver;
pub mod desk;
pub mod engine;
pub mod equity;
pub mod error;
pub mod fingerprint;
pub mod happening;
pub mod hooks;
pub mod latency;
pub mod mark_out;
pub mod mean;
pub mod positions;
pub mod record;
pub mod requests;
mod rows;
pub mod run;
mod schedule;
pub mod summary;
mod truth;
pub mod universe;
pub mod venue;

pub use config::{Clock, RunConfig, VenueConfig};
pub use core::{Cell, Core};
pub use desk::{DeskError, DeskOrder, DeskState};
pub use error::RunError;
pub use hooks::{DeliveredFill, Hooks, MarketDelivery, NoHooks, Progress, RiskDecision, Wants};
pub use latency::{ConstantLatency, Latency, LatencyModel};
pub use record::{Output, Record, Status};
pub use run::Run;
pub use universe::{InstrumentMeta, Universe};
