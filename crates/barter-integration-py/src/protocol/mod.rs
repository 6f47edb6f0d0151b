//! Signing of requests.

pub mod encoder;
pub mod signer;
