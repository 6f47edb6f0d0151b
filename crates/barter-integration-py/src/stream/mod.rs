//! Streams that are put together before they run, by barter's combinators, and read by Python afterwards.

pub mod channel;
pub mod event;
pub mod exchange;
pub mod ext;
pub mod reader;
