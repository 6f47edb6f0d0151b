//! Exchanges that are simulated.

pub mod mock;
pub mod settings;
pub mod simulated;
