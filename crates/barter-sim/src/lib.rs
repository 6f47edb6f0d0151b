//! Simulated exchange: matching, queues, latency, fees, rules, accounts.
#![forbid(unsafe_code)]

pub mod packet;

pub use packet::{BalanceChange, Fill, OpenRequest, OrderEventKind, OrderNumber, Packet, Reason};
