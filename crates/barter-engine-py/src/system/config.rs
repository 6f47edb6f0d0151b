//! `SystemConfig`, `InstrumentConfig`, `ExecutionConfig`.

use barter::system::config::{ExecutionConfig, InstrumentConfig, SystemConfig};
use barter_execution::client::mock::MockExecutionConfig;
use barter_instrument::{
    Underlying,
    asset::{Asset, name::AssetNameExchange},
    exchange::ExchangeId,
    index::IndexedInstruments,
    instrument::{
        Instrument,
        kind::{InstrumentKind, future::FutureContract, option::OptionContract, perpetual::PerpetualContract},
        name::InstrumentNameExchange,
        quote::InstrumentQuoteAsset,
        spec::{InstrumentSpec, InstrumentSpecQuantity, OrderQuantityUnits},
    },
};
use barter_interop::{
    Enum, Foreign, Name, Wraps, canonical_methods, enum_arg,
    errors::{data_error, invalid, shown, type_name, wrong_type},
    foreign_arg,
    guard::guarded,
    instrument::{
        config::{configured, holds_system},
        index_instruments,
    },
    json, name_arg, own_from_py,
    system::{check_instrument_config, check_system_config},
    value::checked,
    value_methods,
};
use pyo3::{IntoPyObjectExt, exceptions::PyUnicodeDecodeError, prelude::*};
use serde::{Deserialize, Serialize};

/// An instrument as barter's configuration files have it: all assets by the exchange's names, and no internal name.
///
/// Args:
///     exchange: `ExchangeId` or its text.
///     name_exchange: the exchange's name of the instrument.
///     underlying: `Underlying` of `Asset`s whose internal names are the exchange's in lower case.
///     quote: which asset of the underlying it is priced in; default: the quote asset.
///     kind: `InstrumentKind`; default: spot.
///     spec: `InstrumentSpec` with tick, lot and minima, or None.
///
/// Raises:
///     WrongTypeError, InvalidArgumentError: with the argument's name.
///
/// >>> from barter_engine import InstrumentConfig
/// >>> from barter_instrument import Underlying
/// >>> config = InstrumentConfig("binance_spot", "BTCUSDT", Underlying("btc", "usdt"))
/// >>> config.instrument().name_internal
/// InstrumentNameInternal('binance_spot-btc_usdt')
/// >>> InstrumentConfig.from_json(config.to_json()) == config
/// True
#[pyclass(frozen, eq, ord, hash, name = "InstrumentConfig", module = "barter_engine")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyInstrumentConfig(pub InstrumentConfig);
canonical_methods!(PyInstrumentConfig(InstrumentConfig));
value_methods!(PyInstrumentConfig {
    exchange,
    name_exchange,
    underlying,
    quote,
    kind,
    spec
});
own_from_py!(PyInstrumentConfig as "instruments");

/// The exchange's name of an asset whose internal name follows from it: a configuration holds no other.
fn asset_name(asset: Asset, argument: &str) -> PyResult<AssetNameExchange> {
    let plain = Asset::new_from_exchange(asset.name_exchange.clone());
    if plain == asset {
        return Ok(asset.name_exchange);
    }
    Err(invalid(
        argument,
        format!(
            "{argument} is {} with the internal name {}: a configuration holds the exchange's name only, which stands for {}; use Asset.new_from_exchange({:?})",
            asset.name_exchange,
            asset.name_internal,
            plain.name_internal,
            asset.name_exchange.to_string(),
        ),
    ))
}

fn named_kind(kind: InstrumentKind<Asset>) -> PyResult<InstrumentKind<AssetNameExchange>> {
    let name = |asset| asset_name(asset, "kind.settlement_asset");
    Ok(match kind {
        InstrumentKind::Spot => InstrumentKind::Spot,
        InstrumentKind::Perpetual(PerpetualContract {
            contract_size,
            settlement_asset,
        }) => InstrumentKind::Perpetual(PerpetualContract {
            contract_size,
            settlement_asset: name(settlement_asset)?,
        }),
        InstrumentKind::Future(FutureContract {
            contract_size,
            settlement_asset,
            expiry,
        }) => InstrumentKind::Future(FutureContract {
            contract_size,
            settlement_asset: name(settlement_asset)?,
            expiry,
        }),
        InstrumentKind::Option(OptionContract {
            contract_size,
            settlement_asset,
            kind,
            exercise,
            expiry,
            strike,
        }) => InstrumentKind::Option(OptionContract {
            contract_size,
            settlement_asset: name(settlement_asset)?,
            kind,
            exercise,
            expiry,
            strike,
        }),
    })
}

fn named_spec(spec: InstrumentSpec<Asset>) -> PyResult<InstrumentSpec<AssetNameExchange>> {
    let InstrumentSpec {
        price,
        quantity: InstrumentSpecQuantity { unit, min, increment },
        notional,
    } = spec;
    let unit = match unit {
        OrderQuantityUnits::Asset(asset) => OrderQuantityUnits::Asset(asset_name(asset, "spec.quantity.unit")?),
        OrderQuantityUnits::Contract => OrderQuantityUnits::Contract,
        OrderQuantityUnits::Quote => OrderQuantityUnits::Quote,
    };
    Ok(InstrumentSpec {
        price,
        quantity: InstrumentSpecQuantity { unit, min, increment },
        notional,
    })
}

impl PyInstrumentConfig {
    fn of(
        exchange: ExchangeId,
        name_exchange: InstrumentNameExchange,
        underlying: Underlying<Asset>,
        quote: InstrumentQuoteAsset,
        kind: InstrumentKind<Asset>,
        spec: Option<InstrumentSpec<Asset>>,
    ) -> PyResult<Self> {
        let config = InstrumentConfig {
            exchange,
            name_exchange,
            underlying: Underlying {
                base: asset_name(underlying.base, "underlying.base")?,
                quote: asset_name(underlying.quote, "underlying.quote")?,
            },
            quote,
            kind: named_kind(kind)?,
            spec: spec.map(named_spec).transpose()?,
        };
        checked(check_instrument_config(&config))?;
        Ok(Self(config))
    }

    /// Both names of each asset, as barter makes them.
    fn with_assets(&self) -> Instrument<ExchangeId, Asset> {
        Instrument::from(self.0.clone())
    }
}

#[pymethods]
impl PyInstrumentConfig {
    #[new]
    #[pyo3(signature = (
        exchange: "ExchangeId | str",
        name_exchange: "str",
        underlying: "Underlying",
        quote: "InstrumentQuoteAsset | str | None" = None,
        kind: "InstrumentKind | None" = None,
        spec: "InstrumentSpec | None" = None
    ))]
    fn new(
        exchange: &Bound<'_, PyAny>,
        name_exchange: &Bound<'_, PyAny>,
        underlying: &Bound<'_, PyAny>,
        quote: Option<&Bound<'_, PyAny>>,
        kind: Option<&Bound<'_, PyAny>>,
        spec: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        Self::of(
            enum_arg(exchange, "exchange")?,
            name_arg(name_exchange, "name_exchange")?,
            foreign_arg(underlying, "underlying")?,
            quote.map_or(Ok(InstrumentQuoteAsset::UnderlyingQuote), |quote| enum_arg(quote, "quote"))?,
            kind.map_or(Ok(InstrumentKind::Spot), |kind| foreign_arg(kind, "kind"))?,
            spec.map(|spec| foreign_arg(spec, "spec")).transpose()?,
        )
    }

    /// The configuration of an instrument; its internal name is not part of it.
    #[staticmethod]
    #[pyo3(signature = (instrument: "Instrument"))]
    fn from_instrument(instrument: &Bound<'_, PyAny>) -> PyResult<Self> {
        let Instrument {
            exchange,
            name_internal: _,
            name_exchange,
            underlying,
            quote,
            kind,
            spec,
        } = foreign_arg::<Instrument<ExchangeId, Asset>>(instrument, "instrument")?;
        Self::of(exchange, name_exchange, underlying, quote, kind, spec)
    }

    /// Exchange.
    #[getter]
    fn exchange(&self) -> Enum<ExchangeId> {
        Enum(self.0.exchange)
    }

    /// The exchange's name of the instrument.
    #[getter]
    fn name_exchange(&self) -> Name<InstrumentNameExchange> {
        Name(self.0.name_exchange.clone())
    }

    /// Base and quote asset.
    #[getter]
    fn underlying(&self) -> Foreign<Underlying<Asset>> {
        Foreign(self.with_assets().underlying)
    }

    /// Which asset of the underlying it is priced in.
    #[getter]
    fn quote(&self) -> Enum<InstrumentQuoteAsset> {
        Enum(self.0.quote)
    }

    /// Spot, or a contract.
    #[getter]
    fn kind(&self) -> Foreign<InstrumentKind<Asset>> {
        Foreign(self.with_assets().kind)
    }

    /// Tick, lot and minima, if given.
    #[getter]
    fn spec(&self) -> Option<Foreign<InstrumentSpec<Asset>>> {
        self.with_assets().spec.map(Foreign)
    }

    /// The instrument, with the internal name that `IndexedInstruments.from_config` gives: exchange, base, quote and, unless it is
    /// spot, kind. (barter gives spot, perpetual, future and option of one pair the same name.)
    fn instrument(&self) -> Foreign<Instrument<ExchangeId, Asset>> {
        Foreign(configured(self.0.clone()))
    }
}

/// `MockExecutionConfig`, a class of barter_execution.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MockConfig(pub MockExecutionConfig);

impl<'py> FromPyObject<'_, 'py> for MockConfig {
    type Error = PyErr;
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = Foreign::<MockExecutionConfig>::INPUT_TYPE;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        foreign_arg(&object, "config").map(Self)
    }
}

impl<'py> IntoPyObject<'py> for MockConfig {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = Foreign::<MockExecutionConfig>::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        Foreign(self.0).into_bound_py_any(py)
    }
}

/// How orders on an exchange are executed: by a mock exchange, barter's only kind.
///
/// >>> from barter_engine import ExecutionConfig
/// >>> from barter_execution import MockExecutionConfig
/// >>> match ExecutionConfig.Mock(MockExecutionConfig("okx", latency_ms=20)):
/// ...     case ExecutionConfig.Mock(config):
/// ...         print(config.latency_ms)
/// 20
#[pyclass(frozen, eq, ord, hash, name = "ExecutionConfig", module = "barter_engine")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PyExecutionConfig {
    /// A mock exchange.
    #[pyo3(constructor = (config))]
    Mock { config: MockConfig },
}
canonical_methods!(PyExecutionConfig);
value_methods!(PyExecutionConfig);

impl Wraps for PyExecutionConfig {
    type Value = ExecutionConfig;

    fn wrap(_: Python<'_>, value: Self::Value) -> PyResult<Self> {
        let ExecutionConfig::Mock(config) = value;
        Ok(Self::Mock {
            config: MockConfig(config),
        })
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&Self::Value) -> R) -> PyResult<R> {
        Ok(f(&self.to_config()))
    }
}

impl PyExecutionConfig {
    fn to_config(&self) -> ExecutionConfig {
        let Self::Mock { config } = self;
        ExecutionConfig::Mock(config.0.clone())
    }
}

/// An execution, or the configuration of a mock exchange, which is barter's only kind of them.
fn execution_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<ExecutionConfig> {
    if let Ok(execution) = value.cast::<PyExecutionConfig>() {
        return Ok(execution.get().to_config());
    }
    foreign_arg(value, argument).map(ExecutionConfig::Mock).map_err(|_| {
        wrong_type(
            argument,
            format!(
                "{argument} must be a barter_engine.ExecutionConfig or a barter_execution.MockExecutionConfig, got {} {}",
                type_name(value),
                shown(value)
            ),
        )
    })
}

/// Executions, each with its place in the message if it is no execution.
pub fn executions_arg(values: &Bound<'_, PyAny>) -> PyResult<Vec<ExecutionConfig>> {
    let items = values.try_iter().map_err(|_| {
        wrong_type(
            "executions",
            format!(
                "executions must be an iterable of ExecutionConfig, got {} {}",
                type_name(values),
                shown(values)
            ),
        )
    })?;
    items
        .enumerate()
        .map(|(position, item)| execution_arg(&item?, &format!("executions[{position}]")))
        .collect()
}

/// barter's configuration of a system: its instruments, and how orders on each exchange are executed.
///
/// Args:
///     instruments: `InstrumentConfig`s.
///     executions: `ExecutionConfig`s or `MockExecutionConfig`s, at most one for each exchange.
///
/// Raises:
///     WrongTypeError, InvalidArgumentError: with the argument's name.
///
/// >>> from barter_engine import InstrumentConfig, SystemConfig
/// >>> from barter_execution import MockExecutionConfig
/// >>> from barter_instrument import Underlying
/// >>> btc = InstrumentConfig("binance_spot", "BTCUSDT", Underlying("btc", "usdt"))
/// >>> system = SystemConfig([btc]).with_execution(MockExecutionConfig("binance_spot", latency_ms=5))
/// >>> [execution.config.latency_ms for execution in system.executions]
/// [5]
/// >>> system.without_executions() == SystemConfig([btc])
/// True
/// >>> SystemConfig.from_json(system.to_json()) == system
/// True
#[pyclass(frozen, eq, ord, hash, name = "SystemConfig", module = "barter_engine")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PySystemConfig(pub SystemConfig);
canonical_methods!(PySystemConfig(SystemConfig));
value_methods!(PySystemConfig { instruments, executions });

impl PySystemConfig {
    fn of(config: SystemConfig) -> PyResult<Self> {
        checked(check_system_config(&config))?;
        Ok(Self(config))
    }
}

/// Python's own file, for errors as users know them.
fn file<'py>(path: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    path.py().import("pathlib")?.getattr("Path")?.call1((path,))
}

/// A system inside another configuration.
#[derive(Serialize, Deserialize)]
struct WithSystem {
    system: SystemConfig,
}

#[pymethods]
impl PySystemConfig {
    #[new]
    #[pyo3(signature = (
        instruments: "Iterable[InstrumentConfig]" = Vec::new(),
        executions: "Iterable[ExecutionConfig | MockExecutionConfig] | None" = None
    ))]
    fn new(instruments: Vec<PyInstrumentConfig>, executions: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        Self::of(SystemConfig {
            instruments: instruments.into_iter().map(|config| config.0).collect(),
            executions: executions.map_or(Ok(Vec::new()), executions_arg)?,
        })
    }

    /// Instruments of the system.
    #[getter]
    fn instruments(&self) -> Vec<PyInstrumentConfig> {
        self.0.instruments.iter().cloned().map(PyInstrumentConfig).collect()
    }

    /// Executions, in the order given.
    #[getter]
    fn executions(&self, py: Python<'_>) -> PyResult<Vec<PyExecutionConfig>> {
        let executions = self.0.executions.iter().cloned();
        executions.map(|execution| PyExecutionConfig::wrap(py, execution)).collect()
    }

    /// A copy with one execution more.
    ///
    /// Raises:
    ///     InvalidArgumentError: its exchange has one already.
    #[pyo3(signature = (execution: "ExecutionConfig | MockExecutionConfig"))]
    fn with_execution(&self, execution: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut config = self.0.clone();
        config.executions.push(execution_arg(execution, "execution")?);
        check_system_config(&config).map_err(|message| invalid("execution", message))?;
        Ok(Self(config))
    }

    /// A copy without executions.
    fn without_executions(&self) -> Self {
        Self(SystemConfig {
            instruments: self.0.instruments.clone(),
            executions: Vec::new(),
        })
    }

    /// The instruments with their indices; see `InstrumentConfig.instrument` for their internal names.
    ///
    /// Raises:
    ///     InvalidArgumentError: two different instruments get one internal name.
    fn indexed_instruments(&self) -> PyResult<Foreign<IndexedInstruments>> {
        guarded(|| {
            index_instruments(self.0.instruments.iter().cloned().map(configured))
                .map(Foreign)
                .map_err(|error| invalid("instruments", error.to_string()))
        })
    }

    /// Reads a file of barter's JSON: a system, or an object that holds one under "system", as the files of barter's examples do.
    ///
    /// Raises:
    ///     OSError: the file cannot be read.
    ///     DataError: it holds no such JSON; the text says where.
    #[staticmethod]
    #[pyo3(signature = (path: "str | os.PathLike[str]"))]
    fn load(path: &Bound<'_, PyAny>) -> PyResult<Self> {
        guarded(|| {
            let text: String = file(path)?
                .call_method1("read_text", ("utf-8-sig",))
                .map_err(|error| {
                    if error.is_instance_of::<PyUnicodeDecodeError>(path.py()) {
                        data_error("path", format!("{path} is not UTF-8 text: {error}"))
                    } else {
                        error
                    }
                })?
                .extract()?;
            let config = if holds_system(&text) {
                json::from_json::<WithSystem>(&text, "configuration with \"system\"")?.system
            } else {
                json::from_json(&text, "SystemConfig")?
            };
            Self::of(config)
        })
    }

    /// Writes the system as barter's JSON; an existing file is replaced.
    ///
    /// Raises:
    ///     OSError: the file cannot be written.
    #[pyo3(signature = (path: "str | os.PathLike[str]"))]
    fn save(&self, path: &Bound<'_, PyAny>) -> PyResult<()> {
        guarded(|| {
            let text = format!("{}\n", json::to_json(&self.0)?);
            file(path)?.call_method1("write_text", (text, "utf-8")).map(|_| ())
        })
    }
}
