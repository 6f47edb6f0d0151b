//! `MarketInstrumentData`, and the three forms of instrument that a subscription takes.

use crate::{
    canonical,
    instrument::{
        InstrumentKey,
        market_data::{check_instrument, check_kind},
    },
    wire_enum, wire_struct,
};
use barter_data::instrument::{InstrumentData, MarketInstrumentData};
use barter_instrument::{
    Keyed,
    instrument::{
        InstrumentIndex,
        market_data::{MarketDataInstrument, kind::MarketDataInstrumentKind},
        name::InstrumentNameExchange,
    },
};
use serde::{Deserialize, Serialize};
use std::fmt;

wire_struct!([K] MarketInstrumentData<K> {
    key: K,
    name_exchange: InstrumentNameExchange,
    kind: MarketDataInstrumentKind,
});
canonical!(
    MarketInstrumentData<InstrumentKey> | MarketInstrumentData<InstrumentIndex>
    => "barter_data", "MarketInstrumentData", 1, validate check_market_instrument
);

pub fn check_market_instrument<K>(instrument: &MarketInstrumentData<K>) -> Result<(), String> {
    check_kind(&instrument.kind).map_err(|message| format!("kind.{message}"))
}

/// Upstream's generic instrument of a subscription, as one type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SubscribedInstrument {
    /// Base, quote and kind.
    MarketData(MarketDataInstrument),
    /// The same with the key that events will carry.
    Keyed(Keyed<InstrumentKey, MarketDataInstrument>),
    /// Key, the exchange's name and kind.
    Named(#[serde(with = "NamedForm")] MarketInstrumentData<InstrumentKey>),
}

/// Upstream writes the kind of the instrument and the kind of the subscription under one name, and does not read what it wrote.
#[derive(Serialize, Deserialize)]
#[serde(remote = "MarketInstrumentData<InstrumentKey>")]
struct NamedForm {
    key: InstrumentKey,
    name_exchange: InstrumentNameExchange,
    #[serde(rename = "instrument_kind")]
    kind: MarketDataInstrumentKind,
}

wire_struct!(Keyed<InstrumentKey, MarketDataInstrument> {
    key: InstrumentKey,
    value: MarketDataInstrument,
});
wire_enum!(SubscribedInstrument {
    MarketData(MarketDataInstrument),
    Keyed(Keyed<InstrumentKey, MarketDataInstrument>),
    Named(MarketInstrumentData<InstrumentKey>),
});

/// The key is the whole instrument here: which part of it events carry depends on the form.
impl InstrumentData for SubscribedInstrument {
    type Key = Self;

    fn key(&self) -> &Self {
        self
    }

    fn kind(&self) -> &MarketDataInstrumentKind {
        match self {
            Self::MarketData(instrument) => &instrument.kind,
            Self::Keyed(keyed) => &keyed.value.kind,
            Self::Named(instrument) => &instrument.kind,
        }
    }
}

impl fmt::Display for SubscribedInstrument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MarketData(instrument) => instrument.fmt(f),
            Self::Keyed(keyed) => keyed.fmt(f),
            Self::Named(instrument) => instrument.fmt(f),
        }
    }
}

/// Whether a subscription can hold it.
pub fn check_subscribed(instrument: &SubscribedInstrument) -> Result<(), String> {
    match instrument {
        SubscribedInstrument::MarketData(instrument) => check_instrument(instrument),
        SubscribedInstrument::Keyed(keyed) => check_instrument(&keyed.value).map_err(|message| format!("value.{message}")),
        SubscribedInstrument::Named(instrument) => check_market_instrument(instrument),
    }
}
