//! Statistics of a run (docs/simulation.md, Result).
//!
//! Pure functions over plain numbers: exact [`Decimal`](rust_decimal::Decimal)s for money, `i64` nanoseconds UTC for times, `f64` for
//! annualised figures. A figure that has no value is [`Null`] with a reason, never 0 or infinity.
//! [`run_stats`] puts them together for one run; each part can be used by itself.
#![forbid(unsafe_code)]

pub mod exact;
pub mod execution;
pub mod exposure;
pub mod extremes;
pub mod figure;
pub mod input;
pub mod returns;
pub mod round_trips;
mod run;

pub use figure::{Figure, Null, Stat, StatValue, Unit};
pub use input::{
    Counters, DAY_NS, EquityRow, FillRow, MARK_OUT_SECONDS, OrderRow, OrderStatus, PeriodEnd, PositionRow, Reference, RunInput, Settings,
    Side,
};
pub use run::run_stats;
