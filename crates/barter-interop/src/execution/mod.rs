//! Wire layouts and canonical classes of the crate barter-execution.

pub mod account;
pub mod balance;
pub mod error;
pub mod id;
pub mod mock;
pub mod naming;
pub mod order;
pub mod state;
pub mod trade;
