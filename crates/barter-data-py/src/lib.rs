//! Python bindings of the crate barter-data.
#![forbid(unsafe_code)]
