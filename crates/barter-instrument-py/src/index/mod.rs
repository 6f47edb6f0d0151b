//! `IndexedInstruments`.

pub mod builder;
mod config;
mod filter;
mod table;

use crate::{asset::PyExchangeAsset, instrument::PyInstrument};
use barter_instrument::{
    Keyed,
    asset::{
        Asset, AssetIndex, ExchangeAsset,
        name::{AssetNameExchange, AssetNameInternal},
    },
    exchange::{ExchangeId, ExchangeIndex},
    index::IndexedInstruments,
    instrument::{
        Instrument, InstrumentIndex,
        name::{InstrumentNameExchange, InstrumentNameInternal},
    },
};
use barter_interop::{
    Enum, Index, Wraps, canonical_methods, enum_arg,
    errors::{asset_index_error, exchange_index_error, instrument_index_error, invalid, wrong_type},
    foreign_arg, index_arg,
    instrument::{AssetKey, ExchangeKey, index_instruments, key::keyed_to_py, named_instruments},
    name_arg, value_methods,
};
use builder::PyIndexedInstrumentsBuilder;
use pyo3::{
    IntoPyObjectExt,
    prelude::*,
    types::{PyList, PyString},
};
use std::{collections::HashMap, hash::Hash, sync::Arc};

/// A collection of instruments with their exchanges and assets, each with an index; it does not change. Exchanges, assets and
/// instruments are sorted, repetitions removed, as barter's engine has them. Look-ups take constant time in both directions.
///
/// Args:
///     instruments: `Instrument`s in their named form, in any order.
///
/// Raises:
///     InvalidArgumentError: two different instruments have one internal name, or one asset has two exchange names on one
///         exchange (barter's engine would mix up what is behind them).
///
/// >>> from barter_instrument import IndexedInstruments, Instrument, InstrumentIndex, Underlying
/// >>> instruments = IndexedInstruments([Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))])
/// >>> instruments.find_instrument(InstrumentIndex(0)).name_exchange
/// InstrumentNameExchange('XBT/USD')
/// >>> "kraken-xbt_usd" in instruments
/// True
#[pyclass(frozen, eq, name = "IndexedInstruments", module = "barter_instrument")]
#[derive(Clone)]
pub struct PyIndexedInstruments {
    pub collection: Arc<IndexedInstruments>,
    named: Arc<Vec<Instrument<ExchangeId, Asset>>>,
    lookup: Arc<Lookup>,
}
canonical_methods!(PyIndexedInstruments);
value_methods!(PyIndexedInstruments { instruments });

/// From names to positions. A name that stands for several things is not in it.
struct Lookup {
    exchanges: HashMap<ExchangeId, usize>,
    assets: HashMap<(ExchangeId, AssetNameInternal), usize>,
    assets_exchange: HashMap<(ExchangeId, AssetNameExchange), usize>,
    instruments: HashMap<InstrumentNameInternal, usize>,
    instruments_exchange: HashMap<(ExchangeId, InstrumentNameExchange), usize>,
}

/// The map of what occurs once.
fn unique<K: Hash + Eq>(pairs: impl Iterator<Item = (K, usize)>) -> HashMap<K, usize> {
    let mut found: HashMap<K, Option<usize>> = HashMap::new();
    for (key, position) in pairs {
        found.entry(key).and_modify(|known| *known = None).or_insert(Some(position));
    }
    found.into_iter().filter_map(|(key, position)| Some((key, position?))).collect()
}

impl PartialEq for PyIndexedInstruments {
    fn eq(&self, other: &Self) -> bool {
        self.collection == other.collection
    }
}

impl Wraps for PyIndexedInstruments {
    type Value = IndexedInstruments;

    fn wrap(_: Python<'_>, value: IndexedInstruments) -> PyResult<Self> {
        Self::new_from(value)
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&IndexedInstruments) -> R) -> PyResult<R> {
        Ok(f(&self.collection))
    }
}

impl PyIndexedInstruments {
    /// Wraps a collection of unknown origin; JSON may hold an inconsistent one, so it is indexed afresh and compared.
    pub fn new_from(collection: IndexedInstruments) -> PyResult<Self> {
        let named = named_instruments(&collection).map_err(|error| invalid("instruments", error.to_string()))?;
        let again = index_instruments(named.iter().cloned()).map_err(|error| invalid("instruments", error.to_string()))?;
        if again != collection {
            return Err(invalid(
                "instruments",
                "the indices of the collection are not those of its sorted exchanges, assets and instruments",
            ));
        }
        Ok(Self::with_names(collection, named))
    }

    /// The collection of instruments; `argument` is where they came from.
    pub fn of(instruments: impl IntoIterator<Item = Instrument<ExchangeId, Asset>>, argument: &str) -> PyResult<Self> {
        let collection = index_instruments(instruments).map_err(|error| invalid(argument, error.to_string()))?;
        let named = named_instruments(&collection).map_err(|error| invalid(argument, error.to_string()))?;
        Ok(Self::with_names(collection, named))
    }

    fn with_names(collection: IndexedInstruments, named: Vec<Instrument<ExchangeId, Asset>>) -> Self {
        let assets = || collection.assets().iter().enumerate();
        let lookup = Lookup {
            exchanges: collection
                .exchanges()
                .iter()
                .enumerate()
                .map(|(position, keyed)| (keyed.value, position))
                .collect(),
            assets: unique(assets().map(|(at, keyed)| ((keyed.value.exchange, keyed.value.asset.name_internal.clone()), at))),
            assets_exchange: unique(assets().map(|(at, keyed)| ((keyed.value.exchange, keyed.value.asset.name_exchange.clone()), at))),
            instruments: unique(
                named
                    .iter()
                    .enumerate()
                    .map(|(at, instrument)| (instrument.name_internal.clone(), at)),
            ),
            instruments_exchange: unique(
                named
                    .iter()
                    .enumerate()
                    .map(|(at, instrument)| ((instrument.exchange, instrument.name_exchange.clone()), at)),
            ),
        };
        Self {
            collection: Arc::new(collection),
            named: Arc::new(named),
            lookup: Arc::new(lookup),
        }
    }

    fn known(&self) -> String {
        let names: Vec<_> = self
            .named
            .iter()
            .take(8)
            .map(|instrument| instrument.name_internal.to_string())
            .collect();
        let more = if self.named.len() > names.len() { ", ..." } else { "" };
        format!("{}{more}", names.join(", "))
    }

    fn position(&self, exchange: ExchangeId, name: &Bound<'_, PyAny>) -> PyResult<usize> {
        let found = match name_arg::<InstrumentNameInternal>(name, "name") {
            Ok(internal) => {
                let at = self.lookup.instruments.get(&internal).copied();
                at.filter(|at| self.named.get(*at).is_some_and(|instrument| instrument.exchange == exchange))
            }
            Err(_) => None,
        };
        let found = match found {
            Some(at) => Some(at),
            None => match name_arg::<InstrumentNameExchange>(name, "name") {
                Ok(name) => self.lookup.instruments_exchange.get(&(exchange, name)).copied(),
                Err(error) if name.is_instance_of::<PyString>() && name_arg::<InstrumentNameInternal>(name, "name").is_ok() => {
                    drop(error);
                    None
                }
                Err(error) => return Err(error),
            },
        };
        found.ok_or_else(|| {
            instrument_index_error(
                "name",
                format!(
                    "no instrument {} on {}: the collection holds {}",
                    barter_interop::errors::shown(name),
                    exchange.as_str(),
                    self.known()
                ),
            )
        })
    }

    fn named_at(&self, at: usize) -> PyResult<PyInstrument> {
        let instrument = self.named.get(at).ok_or_else(|| {
            instrument_index_error(
                "index",
                format!(
                    "InstrumentIndex({at}) is not in the collection, which holds {} instruments",
                    self.named.len()
                ),
            )
        })?;
        Ok(PyInstrument(erase_named(instrument.clone())))
    }
}

/// The instrument with keys of any form.
fn erase_named(instrument: Instrument<ExchangeId, Asset>) -> Instrument<ExchangeKey, AssetKey> {
    let exchange = ExchangeKey::Id(instrument.exchange);
    erase(instrument.map_exchange_key(exchange), |asset: &Asset| {
        AssetKey::Asset(asset.clone())
    })
}

fn erase_indexed(instrument: Instrument<Keyed<ExchangeIndex, ExchangeId>, AssetIndex>) -> Instrument<ExchangeKey, AssetKey> {
    let exchange = ExchangeKey::Keyed(instrument.exchange);
    erase(instrument.map_exchange_key(exchange), |asset: &AssetIndex| AssetKey::Index(*asset))
}

fn erase<A>(instrument: Instrument<ExchangeKey, A>, key: impl Fn(&A) -> AssetKey) -> Instrument<ExchangeKey, AssetKey> {
    let mapped = instrument.map_asset_key_with_lookup(|asset| Ok::<_, std::convert::Infallible>(key(asset)));
    match mapped {
        Ok(instrument) => instrument,
        Err(never) => match never {},
    }
}

#[pymethods]
impl PyIndexedInstruments {
    #[new]
    #[pyo3(signature = (instruments: "Iterable[Instrument]" = None))]
    fn new(instruments: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let mut named: Vec<Instrument<ExchangeId, Asset>> = Vec::new();
        if let Some(instruments) = instruments {
            let items = instruments.try_iter().map_err(|_| {
                wrong_type(
                    "instruments",
                    format!(
                        "instruments must be an iterable of Instrument, got {}",
                        barter_interop::errors::shown(instruments)
                    ),
                )
            })?;
            for (position, instrument) in items.enumerate() {
                named.push(foreign_arg(&instrument?, &format!("instruments[{position}]"))?);
            }
        }
        Self::of(named, "instruments")
    }

    /// A builder, to add instruments one by one.
    #[staticmethod]
    fn builder() -> PyIndexedInstrumentsBuilder {
        PyIndexedInstrumentsBuilder::default()
    }

    /// The exchanges in order of index.
    #[getter]
    fn exchanges<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let items = self.collection.exchanges().iter().map(|keyed| {
            keyed_to_py(
                py,
                Index(keyed.key).into_bound_py_any(py)?,
                Enum(keyed.value).into_bound_py_any(py)?,
            )
        });
        PyList::new(py, items.collect::<PyResult<Vec<_>>>()?)
    }

    /// The assets in order of index.
    #[getter]
    fn assets<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let items = self.collection.assets().iter().map(|keyed| {
            keyed_to_py(
                py,
                Index(keyed.key).into_bound_py_any(py)?,
                exchange_asset(&keyed.value).into_bound_py_any(py)?,
            )
        });
        PyList::new(py, items.collect::<PyResult<Vec<_>>>()?)
    }

    /// The instruments in their named form, in order of index. `indexed()` gives the form that the engine holds.
    #[getter]
    fn instruments(&self) -> Vec<PyInstrument> {
        self.named
            .iter()
            .map(|instrument| PyInstrument(erase_named(instrument.clone())))
            .collect()
    }

    /// The instruments as barter's engine holds them: keyed by index, their own keys indices too.
    #[pyo3(signature = () -> "list[Keyed[InstrumentIndex, Instrument]]")]
    fn indexed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let items = self.collection.instruments().iter().map(|keyed| {
            keyed_to_py(
                py,
                Index(keyed.key).into_bound_py_any(py)?,
                PyInstrument(erase_indexed(keyed.value.clone())).into_bound_py_any(py)?,
            )
        });
        PyList::new(py, items.collect::<PyResult<Vec<_>>>()?)
    }

    /// Index of an exchange. Raises NotFoundError.
    #[pyo3(signature = (exchange: "ExchangeId | str"))]
    fn find_exchange_index(&self, exchange: &Bound<'_, PyAny>) -> PyResult<Index<ExchangeIndex>> {
        let id: ExchangeId = enum_arg(exchange, "exchange")?;
        self.lookup.exchanges.get(&id).map(|at| Index(ExchangeIndex(*at))).ok_or_else(|| {
            let known: Vec<_> = self.collection.exchanges().iter().map(|keyed| keyed.value.as_str()).collect();
            exchange_index_error(
                "exchange",
                format!("no instrument of {} in the collection: it holds {}", id.as_str(), known.join(", ")),
            )
        })
    }

    /// Exchange of an index. Raises NotFoundError.
    #[pyo3(signature = (index: "ExchangeIndex | int"))]
    fn find_exchange(&self, index: &Bound<'_, PyAny>) -> PyResult<Enum<ExchangeId>> {
        let index: ExchangeIndex = index_arg(index, "index")?;
        self.collection
            .exchanges()
            .get(index.0)
            .map(|keyed| Enum(keyed.value))
            .ok_or_else(|| {
                exchange_index_error(
                    "index",
                    format!(
                        "{index} is not in the collection, which holds {} exchanges",
                        self.collection.exchanges().len()
                    ),
                )
            })
    }

    /// Index of an asset of an exchange, by barter's or the exchange's name. Raises NotFoundError.
    #[pyo3(signature = (exchange: "ExchangeId | str", name: "AssetNameInternal | AssetNameExchange | str"))]
    fn find_asset_index(&self, exchange: &Bound<'_, PyAny>, name: &Bound<'_, PyAny>) -> PyResult<Index<AssetIndex>> {
        let id: ExchangeId = enum_arg(exchange, "exchange")?;
        let internal = name_arg::<AssetNameInternal>(name, "name");
        let by_exchange = name_arg::<AssetNameExchange>(name, "name");
        if let (Err(error), Err(_)) = (&internal, &by_exchange) {
            return Err(error.clone_ref(name.py()));
        }
        let found = internal.ok().and_then(|internal| self.lookup.assets.get(&(id, internal)));
        let found = found.or_else(|| {
            by_exchange
                .ok()
                .and_then(|by_exchange| self.lookup.assets_exchange.get(&(id, by_exchange)))
        });
        found.map(|at| Index(AssetIndex(*at))).ok_or_else(|| {
            let of_exchange = self.collection.assets().iter().filter(|keyed| keyed.value.exchange == id);
            let known: Vec<_> = of_exchange
                .take(8)
                .map(|keyed| keyed.value.asset.name_internal.to_string())
                .collect();
            asset_index_error(
                "name",
                format!(
                    "no asset {} of {}: the collection holds {}",
                    barter_interop::errors::shown(name),
                    id.as_str(),
                    known.join(", ")
                ),
            )
        })
    }

    /// Asset of an index. Raises NotFoundError.
    #[pyo3(signature = (index: "AssetIndex | int"))]
    fn find_asset(&self, index: &Bound<'_, PyAny>) -> PyResult<PyExchangeAsset> {
        let index: AssetIndex = index_arg(index, "index")?;
        self.collection
            .assets()
            .get(index.0)
            .map(|keyed| exchange_asset(&keyed.value))
            .ok_or_else(|| {
                asset_index_error(
                    "index",
                    format!(
                        "{index} is not in the collection, which holds {} assets",
                        self.collection.assets().len()
                    ),
                )
            })
    }

    /// Index of an instrument of an exchange, by barter's or the exchange's name. Raises NotFoundError.
    #[pyo3(signature = (exchange: "ExchangeId | str", name: "InstrumentNameInternal | InstrumentNameExchange | str"))]
    fn find_instrument_index(&self, exchange: &Bound<'_, PyAny>, name: &Bound<'_, PyAny>) -> PyResult<Index<InstrumentIndex>> {
        let id: ExchangeId = enum_arg(exchange, "exchange")?;
        self.position(id, name).map(|at| Index(InstrumentIndex(at)))
    }

    /// Instrument of an index, in its named form. Raises NotFoundError.
    #[pyo3(signature = (index: "InstrumentIndex | int"))]
    fn find_instrument(&self, index: &Bound<'_, PyAny>) -> PyResult<PyInstrument> {
        let index: InstrumentIndex = index_arg(index, "index")?;
        self.named_at(index.0)
    }

    fn __len__(&self) -> usize {
        self.named.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.instruments().into_bound_py_any(py)?.try_iter().map(Bound::into_any)
    }

    /// By index, or by internal name.
    fn __getitem__(&self, key: &Bound<'_, PyAny>) -> PyResult<PyInstrument> {
        if key.is_instance_of::<PyString>() {
            let name: InstrumentNameInternal = name_arg(key, "key")?;
            let at = self.lookup.instruments.get(&name).copied();
            return at.map_or_else(
                || {
                    Err(instrument_index_error(
                        "key",
                        format!("no instrument '{name}': the collection holds {}", self.known()),
                    ))
                },
                |at| self.named_at(at),
            );
        }
        let index: InstrumentIndex = index_arg(key, "key")?;
        self.named_at(index.0)
    }

    /// Whether an instrument (named form), an internal name, or an exchange is in the collection.
    fn __contains__(&self, item: &Bound<'_, PyAny>) -> PyResult<bool> {
        if let Ok(instrument) = item.cast::<PyInstrument>() {
            let name = &instrument.get().0.name_internal;
            let at = self.lookup.instruments.get(name).and_then(|at| self.named.get(*at));
            return Ok(at.is_some_and(|found| erase_named(found.clone()) == instrument.get().0));
        }
        if item
            .get_type()
            .is(<ExchangeId as barter_interop::CanonicalEnum>::require(item.py())?.class(item.py()))
        {
            return Ok(self.lookup.exchanges.contains_key(&enum_arg(item, "item")?));
        }
        Ok(name_arg::<InstrumentNameInternal>(item, "item").is_ok_and(|name| self.lookup.instruments.contains_key(&name)))
    }
}

fn exchange_asset(asset: &ExchangeAsset<Asset>) -> PyExchangeAsset {
    PyExchangeAsset(ExchangeAsset {
        exchange: asset.exchange,
        asset: AssetKey::Asset(asset.asset.clone()),
    })
}
