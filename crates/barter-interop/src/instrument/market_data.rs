//! What market data is subscribed to by: base, quote and kind, without contract size or settlement asset.

use super::contract::{above_zero, whole_milliseconds};
use crate::{canonical, wire_enum};
use barter_instrument::{
    asset::name::AssetNameInternal,
    instrument::{
        kind::option::{OptionExercise, OptionKind},
        market_data::{
            MarketDataInstrument,
            kind::{MarketDataFutureContract, MarketDataInstrumentKind, MarketDataOptionContract},
        },
    },
};
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

canonical!(MarketDataFutureContract => "barter_instrument", "MarketDataFutureContract", 1, validate check_future {
    expiry: DateTime<Utc>,
});
canonical!(MarketDataOptionContract => "barter_instrument", "MarketDataOptionContract", 1, validate check_option {
    kind: OptionKind,
    exercise: OptionExercise,
    expiry: DateTime<Utc>,
    strike: Decimal,
});

wire_enum!(MarketDataInstrumentKind {
    Spot,
    Perpetual,
    Future(MarketDataFutureContract),
    Option(MarketDataOptionContract),
});
canonical!(MarketDataInstrumentKind => "barter_instrument", "MarketDataInstrumentKind", 1, validate check_kind);

canonical!(MarketDataInstrument => "barter_instrument", "MarketDataInstrument", 1, validate check_instrument {
    base: AssetNameInternal,
    quote: AssetNameInternal,
    kind: MarketDataInstrumentKind,
});

pub fn check_future(contract: &MarketDataFutureContract) -> Result<(), String> {
    whole_milliseconds(contract.expiry)
}

pub fn check_option(contract: &MarketDataOptionContract) -> Result<(), String> {
    above_zero("strike", contract.strike)?;
    whole_milliseconds(contract.expiry)
}

pub fn check_kind(kind: &MarketDataInstrumentKind) -> Result<(), String> {
    match kind {
        MarketDataInstrumentKind::Spot | MarketDataInstrumentKind::Perpetual => Ok(()),
        MarketDataInstrumentKind::Future(contract) => check_future(contract),
        MarketDataInstrumentKind::Option(contract) => check_option(contract),
    }
}

pub fn check_instrument(instrument: &MarketDataInstrument) -> Result<(), String> {
    check_kind(&instrument.kind).map_err(|message| format!("kind.{message}"))
}
