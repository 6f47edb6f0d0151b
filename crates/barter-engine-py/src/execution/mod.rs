//! What stands between the engine and an exchange.

pub mod account_stream;
pub mod manager;
