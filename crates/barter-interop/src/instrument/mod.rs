//! Wire layouts and canonical classes of the crate barter-instrument.

pub mod asset;
pub mod config;
pub mod contract;
pub mod exchange;
pub mod form;
pub mod indexed;
pub mod key;
pub mod market_data;
pub mod name;
pub mod rounding;
pub mod spec;
pub mod value;

pub use form::{Form, HasForm};
pub use indexed::{index_instruments, named_instruments};
pub use key::{AssetKey, ExchangeKey, InstrumentKey};
pub use rounding::{Rounding, neighbours, round_to_step};
