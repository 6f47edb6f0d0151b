//! Why a run stopped before its end.

use barter_sim::{SimError, exact::Inexact};
use rust_decimal::Decimal;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum RunError<HookError> {
    /// A hook failed: the run stops and hands its error over.
    #[error("a hook failed")]
    Hook(HookError),
    #[error(transparent)]
    Sim(#[from] SimError),
    #[error("barter's engine reported an unrecoverable error: {0}")]
    Engine(String),
    /// The risk manager's answer does not fit what it was asked.
    #[error("{0}")]
    Risk(String),
    /// T9.
    #[error(
        "more than {limit} happenings at one instant ({time} ns) without a market row between them: \
         the strategy answers each event with another request at zero latency without end"
    )]
    Recursion { time: i64, limit: u32 },
    /// T4.
    #[error(
        "two axes need an exchange time in every row, but {source_name} has {count} rows without one (first: row {row}); \
             give `infer_exchange_time=` when the data are read"
    )]
    NoExchangeTime { source_name: String, count: usize, row: usize },
    /// T4.
    #[error(
        "{source_name} has {count} rows that were received before they happened at the exchange (first: row {row}, received {received} ns, \
             exchange {exchange} ns); give `clock_offset=` (int ns, \"min\" or \"drift\") when the data are read, or use one axis"
    )]
    ReceivedBeforeExchange {
        source_name: String,
        count: usize,
        row: usize,
        received: i64,
        exchange: i64,
    },
    /// D1: the exact tables have 18 fractional digits.
    #[error("{what} = {value} needs more than 18 fractional digits or is too large, so it cannot be recorded exactly")]
    Inexact { what: &'static str, value: Decimal },
    #[error("the data hold no rows for this run{0}")]
    NoData(&'static str),
    #[error("end ({end} ns) is before the first event of the data ({first} ns); give a later end, or data of an earlier time")]
    EndsBeforeData { end: i64, first: i64 },
}

impl<HookError> From<Inexact> for RunError<HookError> {
    fn from(Inexact { what, value }: Inexact) -> Self {
        Self::Inexact { what, value }
    }
}
