//! barter's own `TradingSummary` of a run.

use crate::engine::SimEngine;
use barter::{
    engine::state::position::PositionExited,
    statistic::{
        summary::{TradingSummary, TradingSummaryGenerator},
        time::{Annual365, TimeInterval},
    },
};
use barter_instrument::asset::QuoteAsset;
use rust_decimal::Decimal;
use serde::Serialize;
use std::panic::{AssertUnwindSafe, catch_unwind};

const PANICKED: &str = "barter's TradingSummary panicked on these figures";

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

    /// The generator with every closed position booked. The error is the reason: some of upstream's figures panic on extremes.
    pub fn generator(&self, risk_free_return: Decimal) -> Result<TradingSummaryGenerator, &'static str> {
        catch_unwind(AssertUnwindSafe(|| {
            let mut generator = self.generator.clone();
            generator.risk_free_return = risk_free_return;
            self.exits.iter().for_each(|exit| generator.update_from_position(exit));
            generator
        }))
        .map_err(|_| PANICKED)
    }

    /// [`json`] of the summary per year of 365 days, without a risk-free return.
    pub fn json(&self) -> String {
        match self.generator(Decimal::ZERO) {
            Ok(mut generator) => json(&mut generator, Annual365),
            Err(reason) => failed(reason),
        }
    }
}

/// The generator's summary in upstream's serde form, but for `assets`: a list of `[key, tear sheet]`, because upstream's map has
/// keys that JSON cannot hold. Some of upstream's ratios panic on extreme figures: such a summary is `{"failed": reason}`, never
/// the end of a run.
pub fn json<Interval: TimeInterval + Serialize>(generator: &mut TradingSummaryGenerator, interval: Interval) -> String {
    match catch_unwind(AssertUnwindSafe(|| document(&generator.generate(interval)))) {
        Ok(text) => text,
        Err(_) => failed(PANICKED),
    }
}

/// See [`json`].
pub fn document<Interval: Serialize>(summary: &TradingSummary<Interval>) -> String {
    let document = || {
        Ok::<_, serde_json::Error>(serde_json::json!({
            "time_engine_start": serde_json::to_value(summary.time_engine_start)?,
            "time_engine_end": serde_json::to_value(summary.time_engine_end)?,
            "instruments": serde_json::to_value(&summary.instruments)?,
            "assets": serde_json::to_value(summary.assets.iter().collect::<Vec<_>>())?,
        }))
    };
    match document() {
        Ok(document) => document.to_string(),
        Err(error) => failed(&error.to_string()),
    }
}

fn failed(reason: &str) -> String {
    serde_json::json!({ "failed": reason }).to_string()
}
