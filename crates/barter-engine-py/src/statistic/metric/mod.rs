//! Metrics: ratios per interval, shares, drawdowns.

pub mod drawdown;
pub mod ratio;
pub mod share;
