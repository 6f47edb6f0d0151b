//! What goes into market streams and what comes out of them, as values.

pub mod batches;
pub mod reconnect;
