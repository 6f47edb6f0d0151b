//! Instruments of a run, indexed.

use crate::market::Market;
use barter_columns::MarketColumns;
use barter_driver::Universe;
use barter_instrument::{
    asset::Asset,
    exchange::ExchangeId,
    index::{IndexedInstruments, error::IndexError},
    instrument::{Instrument, InstrumentIndex, kind::InstrumentKind, quote::InstrumentQuoteAsset},
};
use barter_interop::{
    Canonical, Enum,
    errors::{internal, invalid, not_found, type_name},
    foreign_arg,
    guard::guarded,
    identifier::name_to_py,
};
use pyo3::prelude::*;
use std::sync::Arc;

/// Instruments of a run, indexed as barter indexes them: sorted by exchange, then by name.
#[pyclass(frozen, name = "RunUniverse", module = "barter_engine._engine")]
pub struct PyUniverse {
    pub universe: Arc<Universe>,
    /// Per instrument of the data: its index.
    pub positions: Vec<InstrumentIndex>,
}

/// The instrument with names and assets in place of indices.
pub fn named_instrument(universe: &Universe, position: usize) -> PyResult<Instrument<ExchangeId, Asset>> {
    let keyed = &universe.indexed.instruments()[position];
    let exchange = keyed.value.exchange.value;
    keyed
        .value
        .clone()
        .map_exchange_key(exchange)
        .map_asset_key_with_lookup(|index| {
            universe
                .indexed
                .assets()
                .get(index.index())
                .map(|keyed| keyed.value.asset.clone())
                .ok_or_else(|| IndexError::AssetIndex(format!("asset index {index}")))
        })
        .map_err(|error| internal(error.to_string()))
}

fn find(universe: &Universe, instrument: &Instrument<ExchangeId, Asset>) -> Option<InstrumentIndex> {
    let same =
        |meta: &&barter_driver::InstrumentMeta| meta.exchange_id == instrument.exchange && meta.name_internal == instrument.name_internal;
    universe.instruments.iter().find(same).map(|meta| meta.index)
}

/// Accounts are modelled for spot and for linear perpetuals; anything else would be booked wrongly without a word.
fn check_modelled(instrument: &Instrument<ExchangeId, Asset>) -> PyResult<()> {
    let quoted = instrument.quote == InstrumentQuoteAsset::UnderlyingQuote;
    let why = match &instrument.kind {
        InstrumentKind::Spot if quoted => return Ok(()),
        InstrumentKind::Perpetual(contract) if quoted && contract.settlement_asset == instrument.underlying.quote => return Ok(()),
        InstrumentKind::Spot => "is priced in its base asset".to_owned(),
        InstrumentKind::Perpetual(contract) => format!("is not linear: it settles in {}", contract.settlement_asset.name_internal),
        InstrumentKind::Future(_) => "is a future".to_owned(),
        InstrumentKind::Option(_) => "is an option".to_owned(),
    };
    Err(invalid(
        "instruments",
        format!(
            "{} {why}; simulated accounts know spot and perpetuals that are priced and settled in the quote asset",
            instrument.name_internal.name()
        ),
    ))
}

/// Named instruments: of an iterable, or of `IndexedInstruments`.
fn named_instruments(given: &Bound<'_, PyAny>) -> PyResult<Vec<Instrument<ExchangeId, Asset>>> {
    if type_name(given) == <IndexedInstruments as Canonical>::CLASS {
        let universe = Universe::new(foreign_arg(given, "instruments")?);
        return (0..universe.instruments.len())
            .map(|position| named_instrument(&universe, position))
            .collect();
    }
    given.try_iter()?.map(|item| foreign_arg(&item?, "instruments")).collect()
}

fn build(columns: &MarketColumns, given: Option<Vec<Instrument<ExchangeId, Asset>>>) -> PyResult<PyUniverse> {
    let instruments = given.unwrap_or_else(|| columns.instruments().to_vec());
    instruments.iter().try_for_each(check_modelled)?;
    for (position, instrument) in instruments.iter().enumerate() {
        let twice = |other: &&Instrument<ExchangeId, Asset>| other.name_internal == instrument.name_internal && *other != instrument;
        if let Some(other) = instruments[..position].iter().find(twice) {
            return Err(invalid(
                "instruments",
                format!(
                    "two different instruments have the internal name {}: {} '{}' and {} '{}'",
                    instrument.name_internal.name(),
                    other.exchange.as_str(),
                    other.name_exchange.name(),
                    instrument.exchange.as_str(),
                    instrument.name_exchange.name()
                ),
            ));
        }
    }
    let universe = Universe::new(IndexedInstruments::new(instruments));
    let positions = columns
        .instruments()
        .iter()
        .map(|instrument| {
            find(&universe, instrument).ok_or_else(|| {
                let known: Vec<_> = universe.instruments.iter().map(|meta| meta.name_internal.name().as_str()).collect();
                not_found(
                    "instruments",
                    format!(
                        "data holds {} ({}), which is not among instruments: {}",
                        instrument.name_internal.name(),
                        instrument.exchange.as_str(),
                        known.join(", ")
                    ),
                )
            })
        })
        .collect::<PyResult<_>>()?;
    Ok(PyUniverse {
        universe: Arc::new(universe),
        positions,
    })
}

#[pymethods]
impl PyUniverse {
    #[new]
    #[pyo3(signature = (market, instruments=None))]
    fn new(market: &Bound<'_, Market>, instruments: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guarded(|| build(&market.get().columns, instruments.map(named_instruments).transpose()?))
    }

    /// The exchanges, in index order.
    fn exchanges(&self) -> Vec<Enum<ExchangeId>> {
        self.universe.indexed.exchanges().iter().map(|keyed| Enum(keyed.value)).collect()
    }

    /// Internal names of an exchange's assets, in order.
    fn assets<'py>(&self, py: Python<'py>, exchange: usize) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let assets = self
            .universe
            .assets
            .get(exchange)
            .ok_or_else(|| not_found("exchange", format!("no exchange {exchange}")))?;
        assets
            .iter()
            .map(|asset| name_to_py(py, self.universe.asset_name(*asset)))
            .collect()
    }

    /// (name at the exchange, internal name) of an exchange's assets, in order.
    fn asset_names(&self, exchange: usize) -> PyResult<Vec<(String, String)>> {
        guarded(|| {
            let assets = self
                .universe
                .assets
                .get(exchange)
                .ok_or_else(|| not_found("exchange", format!("no exchange {exchange}")))?;
            Ok(assets
                .iter()
                .map(|index| {
                    let asset = &self.universe.indexed.assets()[index.index()].value.asset;
                    (asset.name_exchange.to_string(), asset.name_internal.to_string())
                })
                .collect())
        })
    }

    /// (internal name, everything that is known of it as JSON) of each instrument, in index order.
    fn described(&self) -> PyResult<Vec<(String, String)>> {
        guarded(|| {
            (0..self.universe.instruments.len())
                .map(|position| {
                    let instrument = named_instrument(&self.universe, position)?;
                    let text = serde_json::to_string(&instrument).map_err(|error| internal(error.to_string()))?;
                    Ok((instrument.name_internal.name().to_string(), text))
                })
                .collect()
        })
    }

    /// (internal name, exchange position, quote asset, is spot) of each instrument, in index order.
    fn instruments(&self) -> Vec<(String, usize, String, bool)> {
        self.universe
            .instruments
            .iter()
            .map(|meta| {
                (
                    meta.name_internal.name().to_string(),
                    meta.exchange.index(),
                    self.universe.asset_name(meta.quote).name().to_string(),
                    meta.is_spot,
                )
            })
            .collect()
    }
}
