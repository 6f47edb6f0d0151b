//! What is subscribed to, and payloads of market events.

pub mod book;
pub mod candle;
pub mod liquidation;
pub mod request;
pub mod trade;

/// A field of upstream's type `f64` that must be a number.
pub(crate) fn check_finite(name: &str, value: f64) -> Result<(), String> {
    if value.is_finite() {
        Ok(())
    } else {
        Err(format!("{name} must be a finite number, got {value}"))
    }
}
