//! What a run is told.

use crate::latency::Latency;
use barter_execution::order::id::StrategyId;
use barter_instrument::asset::AssetIndex;
use barter_sim::ExchangeConfig;

/// Which axis of time the run follows (T0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// One axis: a row acts at the exchange at the time it was received.
    Received,
    /// Two axes: the exchange acts at exchange time, the strategy sees the row at its received time.
    Two,
}

/// One simulated exchange and the way to it.
#[derive(Debug, Clone)]
pub struct VenueConfig {
    pub exchange: ExchangeConfig,
    pub latency: Latency,
}

/// A run. `venues` are in the order of the universe's exchanges.
#[derive(Debug, Clone)]
pub struct RunConfig {
    pub venues: Vec<VenueConfig>,
    pub clock: Clock,
    /// Before it hooks run, but opens are refused with reason `warm_up`.
    pub start: Option<i64>,
    /// Happenings later than this are counted, not processed; default: the last market delivery.
    pub end: Option<i64>,
    /// Grid of the equity table, ns.
    pub equity_every: Option<i64>,
    /// Rows of the grid at most; the rest is left out and counted.
    pub equity_rows_max: usize,
    /// Length of a return period, ns: the record has equity at each multiple of it since the epoch.
    pub return_period: i64,
    pub close_at_end: bool,
    pub strategy: StrategyId,
    /// Asset that equity is counted in, on the exchange of the first instrument that has it as quote.
    pub report_asset: AssetIndex,
    /// Make barter's audit tick for every event and record it.
    pub audit: bool,
}
