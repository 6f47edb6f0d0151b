//! WebSockets: connecting, sending, reconnecting.

pub mod connect;
pub mod duplex;
pub mod message;
pub mod reconnect;
pub mod request;
pub mod sink;
