//! What joins the driver's traits to Python objects.

pub mod access;
pub mod client;
pub mod context;
pub mod fill;
pub mod hooks;
pub mod instrument;
pub mod market_view;
pub mod order;
pub mod payload;
pub mod requests;
pub mod risk;
pub mod timer;
