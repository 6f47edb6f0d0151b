//! Bindings of `barter::strategy`.

pub mod close_positions;
