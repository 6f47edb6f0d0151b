//! How long things travel between a strategy and one exchange (D2, T6, T11).

use std::{fmt, sync::Arc};

/// A latency model of one exchange. All times and answers are ns; a negative answer counts as 0.
///
/// What a model may rely on: requests, answers and rows are numbered from 0, requests and answers per exchange as they set out,
/// rows by their place in the recorded order of all rows. What it must do: answer the same for the same arguments, however often
/// it is asked. So it holds a seed and tables, but no state: draws are keyed by number (T11), and what happens on one way does
/// not shift those of another. What it need not do: keep the order. Nothing overtakes what was on the same way before it (T6);
/// the venue sees to that.
pub trait LatencyModel: fmt::Debug + Send + Sync {
    /// Request → exchange.
    fn entry(&self, sent: i64, request: u64) -> i64;

    /// Exchange → strategy, for account events.
    fn response(&self, happened: i64, answer: u64) -> i64;

    /// Exchange → strategy, for market rows; added to the recorded delay.
    fn feed(&self, received: i64, row: u64) -> i64;
}

/// The same for everything on one way, ns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ConstantLatency {
    /// Request → exchange.
    pub entry: i64,
    /// Exchange → strategy, for account events.
    pub response: i64,
    /// Exchange → strategy, for market rows; added to the recorded delay.
    pub feed: i64,
}

/// Latency of one exchange. With a model everything travels: what it lets arrive at once comes after the step in which it was
/// made (stratum 1 of D2), as anything with a latency does.
#[derive(Debug, Clone)]
pub enum Latency {
    Constant(ConstantLatency),
    /// Any other model.
    Custom(Arc<dyn LatencyModel>),
}

impl Latency {
    pub const NONE: Self = Self::Constant(ConstantLatency {
        entry: 0,
        response: 0,
        feed: 0,
    });

    #[inline]
    pub fn entry(&self, sent: i64, request: u64) -> i64 {
        match self {
            Self::Constant(latency) => latency.entry,
            Self::Custom(model) => model.entry(sent, request).max(0),
        }
    }

    #[inline]
    pub fn response(&self, happened: i64, answer: u64) -> i64 {
        match self {
            Self::Constant(latency) => latency.response,
            Self::Custom(model) => model.response(happened, answer).max(0),
        }
    }

    #[inline]
    pub fn feed(&self, received: i64, row: u64) -> i64 {
        match self {
            Self::Constant(latency) => latency.feed,
            Self::Custom(model) => model.feed(received, row).max(0),
        }
    }

    /// Whether rows are delivered in the step in which they act.
    pub const fn feeds_at_once(&self) -> bool {
        matches!(self, Self::Constant(ConstantLatency { feed: 0, .. }))
    }

    pub const fn is_constant(&self) -> bool {
        matches!(self, Self::Constant(_))
    }
}

impl Default for Latency {
    fn default() -> Self {
        Self::NONE
    }
}

impl From<ConstantLatency> for Latency {
    fn from(latency: ConstantLatency) -> Self {
        Self::Constant(latency)
    }
}
