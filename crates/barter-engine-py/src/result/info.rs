//! What a result needs to know of its run besides the record.

use barter_columns::{MarketColumns, SourceKind};
use barter_driver::{Clock, RunConfig, Universe};
use barter_instrument::instrument::InstrumentIndex;
use std::time::Duration;

/// Fills on an older quote count as stale, ns.
pub const STALE_QUOTE_NS: i64 = 1_000_000_000;

/// Facts of a run that its record does not hold.
pub struct RunInfo {
    /// The market, shared with the data it came from.
    pub columns: MarketColumns,
    /// Instrument of the universe for each of the columns.
    pub positions: Vec<InstrumentIndex>,
    pub clock: Clock,
    /// Name of the strategy, as in the column `strategy`.
    pub strategy: String,
    /// Internal name of the asset in which money figures are counted.
    pub report_currency: String,
    /// Wall time of the run after loading.
    pub elapsed: Duration,
}

impl RunInfo {
    pub fn new(
        columns: MarketColumns,
        positions: Vec<InstrumentIndex>,
        config: &RunConfig,
        universe: &Universe,
        elapsed: Duration,
    ) -> Self {
        Self {
            columns,
            positions,
            clock: config.clock,
            strategy: config.strategy.0.to_string(),
            report_currency: universe.asset_name(config.report_asset).name().to_string(),
            elapsed,
        }
    }

    /// Reconnecting events, and pauses that reading the data found.
    pub fn gaps(&self) -> u64 {
        let reconnecting = self
            .columns
            .sources()
            .iter()
            .filter(|source| source.kind() == SourceKind::Reconnecting);
        let pauses = self.columns.quality().iter().filter(|row| row.check == "gaps");
        reconnecting.map(|source| source.len() as u64).sum::<u64>() + pauses.map(|row| row.count).sum::<u64>()
    }
}
