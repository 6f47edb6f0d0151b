//! Names and indices of barter-instrument.

use barter_instrument::{
    asset::{
        AssetIndex,
        name::{AssetNameExchange, AssetNameInternal},
    },
    exchange::ExchangeIndex,
    instrument::{
        InstrumentIndex,
        name::{InstrumentNameExchange, InstrumentNameInternal},
    },
};

/// What `InstrumentNameInternal::new` gives: that makes lower case letter by letter whatever has a digit or a dash, which took a third of the time that an
/// instrument takes to cross.
fn internal(text: &str) -> InstrumentNameInternal {
    if text.is_ascii() && !text.bytes().any(|letter| letter.is_ascii_uppercase()) {
        InstrumentNameInternal(text.into())
    } else {
        InstrumentNameInternal::new(text)
    }
}

crate::canonical_name!(AssetNameInternal => "barter_instrument", "AssetNameInternal", |name| name.name().as_str());
crate::canonical_name!(InstrumentNameInternal => "barter_instrument", "InstrumentNameInternal", |name| name.name().as_str(), made by internal);
// Keys: their bytes are in `key.rs`.
crate::canonical_name!(AssetNameExchange => "barter_instrument", "AssetNameExchange", |name| name.name().as_str(), no wire);
crate::canonical_name!(InstrumentNameExchange => "barter_instrument", "InstrumentNameExchange", |name| name.name().as_str(), no wire);

crate::canonical_index!(ExchangeIndex => "barter_instrument", "ExchangeIndex");
crate::canonical_index!(AssetIndex => "barter_instrument", "AssetIndex");
crate::canonical_index!(InstrumentIndex => "barter_instrument", "InstrumentIndex");
