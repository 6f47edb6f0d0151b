//! Python bindings of the crate barter-instrument.
#![forbid(unsafe_code)]
