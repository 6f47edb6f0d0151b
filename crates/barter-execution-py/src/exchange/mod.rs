//! Exchanges that are simulated.

pub mod settings;
pub mod simulated;
