//! Bindings of `barter::statistic`.

pub mod summary;
pub mod time;
