//! Python bindings of the crate barter-execution.
#![forbid(unsafe_code)]
