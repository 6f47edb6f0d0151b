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

crate::canonical_name!(AssetNameInternal => "barter_instrument", "AssetNameInternal", |name| name.name().as_str());
crate::canonical_name!(InstrumentNameInternal => "barter_instrument", "InstrumentNameInternal", |name| name.name().as_str());
// Keys: their bytes are in `key.rs`.
crate::canonical_name!(AssetNameExchange => "barter_instrument", "AssetNameExchange", |name| name.name().as_str(), no wire);
crate::canonical_name!(InstrumentNameExchange => "barter_instrument", "InstrumentNameExchange", |name| name.name().as_str(), no wire);

crate::canonical_index!(ExchangeIndex => "barter_instrument", "ExchangeIndex");
crate::canonical_index!(AssetIndex => "barter_instrument", "AssetIndex");
crate::canonical_index!(InstrumentIndex => "barter_instrument", "InstrumentIndex");
