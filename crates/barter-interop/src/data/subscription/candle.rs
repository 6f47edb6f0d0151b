//! `Candle`.

use super::check_finite;
use crate::canonical;
use barter_data::subscription::candle::Candle;
use chrono::{DateTime, Utc};

canonical!(Candle => "barter_data", "Candle", 1, validate check_candle {
    close_time: DateTime<Utc>,
    open: f64,
    high: f64,
    low: f64,
    close: f64,
    volume: f64,
    trade_count: u64,
});

pub fn check_candle(candle: &Candle) -> Result<(), String> {
    let Candle {
        close_time: _,
        open,
        high,
        low,
        close,
        volume,
        trade_count: _,
    } = candle;
    for (name, value) in [("open", open), ("high", high), ("low", low), ("close", close), ("volume", volume)] {
        check_finite(name, *value)?;
    }
    if low > high {
        Err(format!("high must not be below low, got {high} and {low}"))
    } else {
        Ok(())
    }
}
