//! Clients.

pub mod mock;
