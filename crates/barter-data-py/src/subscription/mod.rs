//! Payloads of market events.

pub mod book;
pub mod candle;
pub mod liquidation;
pub mod request;
pub mod trade;

use std::hash::{Hash, Hasher};

/// Hashes finite floats so that equal ones hash equally: 0.0 and -0.0 are equal.
pub(crate) fn hash_floats<H: Hasher>(values: &[f64], state: &mut H) {
    values.iter().for_each(|value| (value + 0.0).to_bits().hash(state));
}
