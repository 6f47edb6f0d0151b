//! How values, errors, streams and logs cross between Rust and Python, and between wheels.
//!
//! Every wheel links its own copy of every Rust type, so a Python class has one owner wheel and a value crosses as
//! explicit bytes: see [`canonical`] and [`wire`].
#![forbid(unsafe_code)]

pub mod awaitable;
pub mod canonical;
pub mod data;
mod decimal_text;
pub mod errors;
pub mod execution;
pub mod guard;
pub mod identifier;
pub mod instrument;
pub mod json;
pub mod logs;
pub mod member;
pub mod money;
pub mod runtime;
pub mod stream;
pub mod system;
pub mod time;
pub mod value;
pub mod wheel;
pub mod wire;

pub use canonical::{Canonical, Foreign, Schema, Wraps, foreign_arg};
pub use identifier::{CanonicalIndex, CanonicalName, Index, Name, index_arg, name_arg};
pub use member::{CanonicalEnum, Enum, enum_arg};
pub use wire::{Decoder, Encoder, Wire, WireError};

#[doc(hidden)]
pub mod reexport {
    pub use pyo3;
}
