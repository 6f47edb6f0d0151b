//! HTTP: requests, how they are built and signed, and the client that sends them.

pub mod builder;
pub mod client;
pub mod private;
pub mod public;
pub mod rest;
pub mod send;
