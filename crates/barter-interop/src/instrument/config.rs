//! Instruments from barter's configuration, each with an internal name of its own.

use crate::{errors::data_error, json, system::check_instrument_config};
use barter::system::config::InstrumentConfig;
use barter_instrument::{
    asset::{Asset, name::AssetNameExchange},
    exchange::ExchangeId,
    instrument::{Instrument, market_data::kind::MarketDataInstrumentKind, name::InstrumentNameInternal},
};
use pyo3::{prelude::*, types::PyString};
use serde::{Deserialize, Serialize};

/// The part of barter's `SystemConfig` that names instruments.
#[derive(Serialize, Deserialize)]
struct System {
    instruments: Vec<InstrumentConfig>,
}

/// A file that holds a `SystemConfig` beside other settings, as those of barter's examples do.
#[derive(Serialize, Deserialize)]
struct WithSystem {
    system: System,
}

/// Whether the text is an object with a system inside it, under "system".
pub fn holds_system(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Probe {
        #[serde(rename = "system")]
        _system: serde::de::IgnoredAny,
    }
    text.trim_start().starts_with('{') && serde_json::from_str::<Probe>(text).is_ok()
}

/// The instruments of a configuration, given as JSON text or plain data: barter's `SystemConfig`, by itself or under "system", or the
/// list of its instruments.
pub fn configured_instruments(config: &Bound<'_, PyAny>) -> PyResult<Vec<Instrument<ExchangeId, Asset>>> {
    let text = match config.cast::<PyString>() {
        Ok(text) => text.to_str()?.to_owned(),
        Err(_) => json::py_to_json(config, "config")?,
    };
    let configs = if holds_system(&text) {
        json::from_json::<WithSystem>(&text, "configuration with \"system\"")?
            .system
            .instruments
    } else if text.trim_start().starts_with('{') {
        json::from_json::<System>(&text, "configuration with \"instruments\"")?.instruments
    } else {
        json::from_json(&text, "list of instruments")?
    };
    configs
        .into_iter()
        .enumerate()
        .map(|(position, config)| {
            check_instrument_config(&config).map_err(|message| data_error("config", format!("instruments[{position}].{message}")))?;
            Ok(configured(config))
        })
        .collect()
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
