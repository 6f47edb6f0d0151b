//! Bindings of `barter::statistic`.

pub mod algorithm;
pub mod dataset;
pub mod metric;
pub mod summary;
pub mod time;
mod value;
