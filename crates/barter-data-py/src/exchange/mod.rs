//! What barter knows of the exchanges whose market data it reads: addresses, names, and what it sends.

mod connectors;
pub mod facts;
mod names;

pub use facts::{_connector, _expected_responses, _map_subscriptions, _requests, _subscribed_as};
