//! Instruments from barter's configuration, each with an internal name of its own.

use barter::system::config::InstrumentConfig;
use barter_instrument::{
    asset::{Asset, name::AssetNameExchange},
    exchange::ExchangeId,
    instrument::{Instrument, market_data::kind::MarketDataInstrumentKind, name::InstrumentNameInternal},
};
use serde::{Deserialize, Serialize};

/// A list of instruments as barter's `SystemConfig` has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InstrumentConfigs(pub Vec<InstrumentConfig>);

/// The part of barter's `SystemConfig` that names instruments.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InstrumentsOfSystem {
    pub instruments: InstrumentConfigs,
}

/// `exchange-base_quote`, and behind it the kind of what is not spot. Upstream's constructor leaves the kind away, so that spot,
/// perpetual, future and option of one pair become one instrument, and writes the exchange as no other name does.
pub fn internal_name(
    exchange: ExchangeId,
    base: &AssetNameExchange,
    quote: &AssetNameExchange,
    kind: &MarketDataInstrumentKind,
) -> InstrumentNameInternal {
    let exchange = exchange.as_str();
    InstrumentNameInternal::new(match kind {
        MarketDataInstrumentKind::Spot => format!("{exchange}-{base}_{quote}"),
        kind => format!("{exchange}-{base}_{quote}_{kind}"),
    })
}

/// The instrument of a configuration, with [`internal_name`].
pub fn configured(config: InstrumentConfig) -> Instrument<ExchangeId, Asset> {
    let kind = MarketDataInstrumentKind::from(&config.kind);
    let name_internal = internal_name(config.exchange, &config.underlying.base, &config.underlying.quote, &kind);
    Instrument {
        name_internal,
        ..Instrument::from(config)
    }
}
