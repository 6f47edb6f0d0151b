//! Protocols: HTTP, and the signing of requests.

pub mod encoder;
pub mod http;
pub mod mac;
pub mod signer;
