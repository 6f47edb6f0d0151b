//! barter's own `TradingSummary` of a run.

use crate::engine::SimEngine;
use barter::{
    engine::state::position::PositionExited,
    statistic::{summary::TradingSummaryGenerator, time::Annual365},
};
use barter_instrument::asset::QuoteAsset;
use rust_decimal::Decimal;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What the summary is made from, when somebody asks for it: upstream's tear sheet of one closed position takes as long as some
/// hundred market events, so the closed positions are kept and booked then, in their order.
#[derive(Debug)]
pub struct Summary {
    generator: TradingSummaryGenerator,
    exits: Vec<PositionExited<QuoteAsset>>,
}

impl Summary {
    pub(crate) fn new(engine: &SimEngine, exits: Vec<PositionExited<QuoteAsset>>) -> Self {
        Self {
            generator: engine.trading_summary_generator(Decimal::ZERO),
            exits,
        }
    }

    /// Upstream's serde form, but for `assets`: a list of `[key, tear sheet]`, because upstream's map has keys that JSON cannot
    /// hold. Some of upstream's ratios panic on extreme figures: such a summary is `{"failed": reason}`, never the end of a run.
    pub fn json(&self) -> String {
        let document = catch_unwind(AssertUnwindSafe(|| {
            let mut generator = self.generator.clone();
            self.exits.iter().for_each(|exit| generator.update_from_position(exit));
            let summary = generator.generate(Annual365);
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
}
