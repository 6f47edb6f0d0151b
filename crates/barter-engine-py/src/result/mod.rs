//! What is left of a run, for Python: tables, statistics, fingerprint (docs/simulation.md, "Result", D5, D9).
//!
//! The engine hands over an [`Output`](barter_driver::Output); nothing is made of it before it is asked for.

mod column;
mod currency;
mod extremes;
mod float;
mod info;
mod ipc;
mod prices;
mod raw;
mod stats;
mod tables;

pub use extremes::keep_extremes;
pub use float::to_float;
pub use ipc::{read_ipc, write_ipc};
pub use raw::RawResult;
