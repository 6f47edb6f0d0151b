//! Python bindings of the crate barter-integration.
#![forbid(unsafe_code)]
