//! Python bindings of the crate barter.
#![forbid(unsafe_code)]
