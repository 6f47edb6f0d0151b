//! HTTP: requests, how they are built and signed, and the client that sends them.

pub mod builder;
pub mod client;
pub mod send;
pub mod private;
pub mod public;
pub mod rest;
