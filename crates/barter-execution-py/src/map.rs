//! `ExecutionInstrumentMap`: names of one exchange and indices of the engine.

use crate::error::{index_error, key_error};
use barter_execution::map::{ExecutionInstrumentMap, generate_execution_instrument_map};
use barter_instrument::{
    asset::{Asset, AssetIndex, name::AssetNameExchange},
    exchange::{ExchangeId, ExchangeIndex},
    index::IndexedInstruments,
    instrument::{Instrument, InstrumentIndex, name::InstrumentNameExchange},
};
use barter_interop::{
    Enum, Foreign, Index, Name, enum_arg,
    errors::{invalid, shown, wrong_type},
    execution::naming::Namer,
    foreign_arg, index_arg,
    instrument::{config::configured_instruments, index_instruments, key::keyed_to_py},
    name_arg,
};
use pyo3::{
    IntoPyObjectExt,
    prelude::*,
    types::{PyDict, PyList},
};
use std::sync::Arc;

/// Which index of the engine a name of one exchange stands for, and back. All assets and instruments of the collection are in
/// it; only those of its exchange have names to look up.
///
/// Args:
///     exchange: `Keyed(ExchangeIndex, ExchangeId)`, or `ExchangeId` (or its text).
///     instruments: `IndexedInstruments`, or `Instrument`s to index.
///
/// Raises:
///     IndexError.ExchangeIndex: no instrument is of the exchange.
///
/// >>> from barter_execution import ExecutionInstrumentMap
/// >>> from barter_instrument import Instrument, Underlying
/// >>> btc = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))
/// >>> instruments = ExecutionInstrumentMap("kraken", [btc])
/// >>> instruments.find_instrument_index("XBT/USD"), instruments.find_asset_name_exchange(0)
/// (InstrumentIndex(0), AssetNameExchange('USD'))
#[pyclass(frozen, eq, name = "ExecutionInstrumentMap", module = "barter_execution")]
#[derive(Clone)]
pub struct PyExecutionInstrumentMap {
    pub map: Arc<ExecutionInstrumentMap>,
    instruments: Arc<IndexedInstruments>,
}

impl PartialEq for PyExecutionInstrumentMap {
    fn eq(&self, other: &Self) -> bool {
        self.map == other.map
    }
}

impl PyExecutionInstrumentMap {
    fn from_collection(py: Python<'_>, exchange: ExchangeId, instruments: IndexedInstruments) -> PyResult<Self> {
        let map = generate_execution_instrument_map(&instruments, exchange).map_err(|error| {
            let known: Vec<_> = instruments.exchanges().iter().map(|keyed| keyed.value.as_str()).collect();
            let held = if known.is_empty() {
                "no exchange".to_owned()
            } else {
                known.join(", ")
            };
            index_error(py, &error, &format!("The collection holds instruments of {held}"))
        })?;
        Ok(Self {
            map: Arc::new(map),
            instruments: Arc::new(instruments),
        })
    }

    /// What the map holds, for messages.
    pub fn known(&self) -> String {
        let listed = |mut names: Vec<String>| {
            names.sort_unstable();
            let more = if names.len() > 8 { ", ..." } else { "" };
            names.truncate(8);
            format!("{}{more}", names.join(", "))
        };
        format!(
            "The map of {} holds the instruments {} and the assets {}",
            self.map.exchange.value.as_str(),
            listed(self.map.exchange_instruments().map(ToString::to_string).collect()),
            listed(self.map.exchange_assets().map(ToString::to_string).collect()),
        )
    }
}

/// What pickle needs: the class, and exchange and collection to call it with.
type Reduced<'py> = (Bound<'py, PyAny>, (Bound<'py, PyAny>, Bound<'py, PyAny>));

/// A collection, or one made of an iterable of instruments.
fn collection_arg(instruments: &Bound<'_, PyAny>) -> PyResult<IndexedInstruments> {
    if let Ok(collection) = foreign_arg(instruments, "instruments") {
        return Ok(collection);
    }
    let items = instruments.try_iter().map_err(|_| {
        wrong_type(
            "instruments",
            format!(
                "instruments must be IndexedInstruments or an iterable of Instrument, got {}",
                shown(instruments)
            ),
        )
    })?;
    let named = items
        .enumerate()
        .map(|(position, item)| foreign_arg::<Instrument<ExchangeId, Asset>>(&item?, &format!("instruments[{position}]")))
        .collect::<PyResult<Vec<_>>>()?;
    index_instruments(named).map_err(|error| invalid("instruments", error.to_string()))
}

#[pymethods]
impl PyExecutionInstrumentMap {
    #[new]
    #[pyo3(signature = (
        exchange: "ExchangeId | str | Keyed[ExchangeIndex, ExchangeId]",
        instruments: "IndexedInstruments | Iterable[Instrument]"
    ))]
    fn new(exchange: &Bound<'_, PyAny>, instruments: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = exchange.py();
        let id = match exchange.getattr("value").ok().filter(|_| exchange.hasattr("key").unwrap_or(false)) {
            Some(value) => enum_arg(&value, "exchange.value")?,
            None => enum_arg(exchange, "exchange")?,
        };
        let made = Self::from_collection(py, id, collection_arg(instruments)?)?;
        if let Ok(key) = exchange.getattr("key") {
            let key: ExchangeIndex = index_arg(&key, "exchange.key")?;
            if key != made.map.exchange.key {
                return Err(invalid(
                    "exchange",
                    format!("{} has {} in the collection, not {key}", id.as_str(), made.map.exchange.key),
                ));
            }
        }
        Ok(made)
    }

    /// The map of an exchange of a configuration.
    ///
    /// Args:
    ///     exchange: `ExchangeId` or its text.
    ///     config: barter's `SystemConfig` as JSON text or plain data (a mapping with `instruments`, by itself or under `system`),
    ///         or the list of its `instruments`. Indices and internal names are those of `IndexedInstruments.from_config`.
    #[staticmethod]
    #[pyo3(signature = (exchange: "ExchangeId | str", config: "str | Mapping[str, Any] | Sequence[Mapping[str, Any]]"))]
    fn from_config(exchange: &Bound<'_, PyAny>, config: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = exchange.py();
        let id = enum_arg(exchange, "exchange")?;
        let instruments = index_instruments(configured_instruments(config)?).map_err(|error| invalid("config", error.to_string()))?;
        Self::from_collection(py, id, instruments)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let exchange = Enum(self.map.exchange.value).into_bound_py_any(py)?;
        let instruments = barter_interop::canonical::to_foreign(py, &*self.instruments)?;
        Ok((py.get_type::<Self>().into_any(), (exchange, instruments)))
    }

    fn __repr__(&self) -> String {
        format!(
            "<ExecutionInstrumentMap of {}: {} instruments, {} assets>",
            self.map.exchange.value.as_str(),
            self.map.instrument_names.len(),
            self.map.asset_names.len()
        )
    }

    /// Index and id of the exchange.
    #[getter]
    fn exchange<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let exchange = &self.map.exchange;
        keyed_to_py(
            py,
            Index(exchange.key).into_bound_py_any(py)?,
            Enum(exchange.value).into_bound_py_any(py)?,
        )
    }

    /// Every asset of the collection in order of index, those of other exchanges too.
    #[getter]
    fn assets<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let assets = self.map.assets.iter().map(|asset| Foreign(asset.clone()).into_bound_py_any(py));
        PyList::new(py, assets.collect::<PyResult<Vec<_>>>()?)
    }

    /// Every instrument of the collection in order of index, keyed by index.
    #[getter]
    fn instruments<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let instruments = self.map.instruments.iter();
        let instruments = instruments.map(|instrument| Foreign(instrument.clone()).into_bound_py_any(py));
        PyList::new(py, instruments.collect::<PyResult<Vec<_>>>()?)
    }

    /// The collection it was made from.
    #[getter]
    fn indexed_instruments<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        barter_interop::canonical::to_foreign(py, &*self.instruments)
    }

    /// Index of each asset of the exchange, by the exchange's name, in order of index.
    #[getter]
    fn asset_names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let mut pairs: Vec<_> = self.map.asset_names.iter().collect();
        pairs.sort_by_key(|(_, index)| **index);
        let names = PyDict::new(py);
        for (name, index) in pairs {
            names.set_item(Name(name.clone()), Index(*index))?;
        }
        Ok(names)
    }

    /// Index of each instrument of the exchange, by the exchange's name, in order of index.
    #[getter]
    fn instrument_names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let mut pairs: Vec<_> = self.map.instrument_names.iter().collect();
        pairs.sort_by_key(|(_, index)| **index);
        let names = PyDict::new(py);
        for (name, index) in pairs {
            names.set_item(Name(name.clone()), Index(*index))?;
        }
        Ok(names)
    }

    /// Names of the exchange's assets, in order of index.
    #[pyo3(signature = () -> "list[AssetNameExchange]")]
    fn exchange_assets<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        Ok(self.asset_names(py)?.keys())
    }

    /// Names of the exchange's instruments, in order of index.
    #[pyo3(signature = () -> "list[InstrumentNameExchange]")]
    fn exchange_instruments<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        Ok(self.instrument_names(py)?.keys())
    }

    /// Id of the exchange of an index. Raises KeyError.ExchangeId for another exchange.
    #[pyo3(signature = (exchange: "ExchangeIndex | int"))]
    fn find_exchange_id(&self, exchange: &Bound<'_, PyAny>) -> PyResult<Enum<ExchangeId>> {
        let found = self.map.find_exchange_id(index_arg(exchange, "exchange")?);
        found.map(Enum).map_err(|error| key_error(exchange.py(), &error, &self.known()))
    }

    /// Index of an exchange. Raises IndexError.ExchangeIndex for another exchange.
    #[pyo3(signature = (exchange: "ExchangeId | str"))]
    fn find_exchange_index(&self, exchange: &Bound<'_, PyAny>) -> PyResult<Index<ExchangeIndex>> {
        let found = self.map.find_exchange_index(enum_arg(exchange, "exchange")?);
        found.map(Index).map_err(|error| index_error(exchange.py(), &error, &self.known()))
    }

    /// The exchange's name of an asset. Raises KeyError.AssetKey, also for assets of other exchanges.
    #[pyo3(signature = (asset: "AssetIndex | int"))]
    fn find_asset_name_exchange(&self, asset: &Bound<'_, PyAny>) -> PyResult<Name<AssetNameExchange>> {
        let found = Namer(&self.map).asset(index_arg(asset, "asset")?);
        found.map(Name).map_err(|error| key_error(asset.py(), &error, &self.known()))
    }

    /// Index of an asset, by the exchange's name. Raises IndexError.AssetIndex.
    #[pyo3(signature = (asset: "AssetNameExchange | str"))]
    fn find_asset_index(&self, asset: &Bound<'_, PyAny>) -> PyResult<Index<AssetIndex>> {
        let found = self.map.find_asset_index(&name_arg(asset, "asset")?);
        found.map(Index).map_err(|error| index_error(asset.py(), &error, &self.known()))
    }

    /// The exchange's name of an instrument. Raises KeyError.InstrumentKey, also for instruments of other exchanges.
    #[pyo3(signature = (instrument: "InstrumentIndex | int"))]
    fn find_instrument_name_exchange(&self, instrument: &Bound<'_, PyAny>) -> PyResult<Name<InstrumentNameExchange>> {
        let found = Namer(&self.map).instrument(index_arg(instrument, "instrument")?);
        found.map(Name).map_err(|error| key_error(instrument.py(), &error, &self.known()))
    }

    /// Index of an instrument, by the exchange's name. Raises IndexError.InstrumentIndex.
    #[pyo3(signature = (instrument: "InstrumentNameExchange | str"))]
    fn find_instrument_index(&self, instrument: &Bound<'_, PyAny>) -> PyResult<Index<InstrumentIndex>> {
        let found = self.map.find_instrument_index(&name_arg(instrument, "instrument")?);
        found
            .map(Index)
            .map_err(|error| index_error(instrument.py(), &error, &self.known()))
    }
}

/// The map of one exchange of a collection. Raises IndexError.ExchangeIndex if no instrument is of the exchange.
#[pyfunction(name = "generate_execution_instrument_map")]
#[pyo3(signature = (instruments: "IndexedInstruments", exchange: "ExchangeId | str"))]
pub fn py_generate_execution_instrument_map(
    instruments: &Bound<'_, PyAny>,
    exchange: &Bound<'_, PyAny>,
) -> PyResult<PyExecutionInstrumentMap> {
    let collection = foreign_arg(instruments, "instruments")?;
    PyExecutionInstrumentMap::from_collection(exchange.py(), enum_arg(exchange, "exchange")?, collection)
}
