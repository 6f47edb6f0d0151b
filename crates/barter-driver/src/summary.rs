//! barter's own `TradingSummary` of the engine at the end, as JSON.

use crate::engine::SimEngine;
use barter::statistic::time::Annual365;
use rust_decimal::Decimal;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Upstream's serde form, but for `assets`: a list of `[key, tear sheet]`, because upstream's map has keys that JSON cannot
/// hold. Some of upstream's ratios panic on extreme figures: the result of the run must not go down with them, so such a
/// summary is `{"failed": reason}`.
pub fn summary_json(engine: &SimEngine) -> String {
    let document = catch_unwind(AssertUnwindSafe(|| {
        let summary = engine.trading_summary_generator(Decimal::ZERO).generate(Annual365);
        Ok::<_, serde_json::Error>(serde_json::json!({
            "time_engine_start": serde_json::to_value(summary.time_engine_start)?,
            "time_engine_end": serde_json::to_value(summary.time_engine_end)?,
            "instruments": serde_json::to_value(&summary.instruments)?,
            "assets": serde_json::to_value(summary.assets.iter().collect::<Vec<_>>())?,
        }))
    }));
    match document {
        Ok(Ok(document)) => document.to_string(),
        Ok(Err(error)) => serde_json::json!({ "failed": error.to_string() }).to_string(),
        Err(_) => serde_json::json!({ "failed": "barter's TradingSummary panicked on these figures" }).to_string(),
    }
}
