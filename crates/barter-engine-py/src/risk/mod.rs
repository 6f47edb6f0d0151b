//! Bindings of `barter::risk`.

pub mod check;
