//! Python bindings of the crate barter-macro.
#![forbid(unsafe_code)]
