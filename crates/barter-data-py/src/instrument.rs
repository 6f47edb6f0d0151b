//! `MarketInstrumentData`, and the instrument of a subscription in its three forms.

use barter_data::instrument::MarketInstrumentData;
use barter_instrument::{
    Keyed,
    instrument::{
        Instrument,
        kind::InstrumentKind,
        market_data::{MarketDataInstrument, kind::MarketDataInstrumentKind},
        name::InstrumentNameExchange,
    },
};
use barter_interop::{
    Foreign, Name, canonical_methods,
    data::{
        SubscribedInstrument,
        instrument::check_market_instrument,
        support::{kind_name, kinds},
    },
    errors::{invalid, shown, type_name, wrong_type},
    foreign_arg,
    guard::guarded,
    instrument::{
        AssetKey, ExchangeKey, InstrumentKey,
        key::{keyed_from_py, keyed_to_py},
    },
    name_arg,
    value::checked,
    value_methods,
};
use pyo3::{prelude::*, types::PyString};

/// An instrument as barter's engine subscribes to it: by its key, the exchange's name, and its kind.
///
/// Args:
///     key: `InstrumentIndex` (or int), or `InstrumentNameExchange` (or str): what the events carry.
///     name_exchange: the exchange's name, spelled as in its messages ("BTCUSDT", "XBT/USD").
///     kind: `MarketDataInstrumentKind`, or an `InstrumentKind`.
///
/// Raises:
///     WrongTypeError, InvalidArgumentError: with the argument's name.
///
/// >>> from barter_data import MarketInstrumentData
/// >>> from barter_instrument import MarketDataInstrumentKind
/// >>> str(MarketInstrumentData(0, "BTCUSDT", MarketDataInstrumentKind.Spot()))
/// 'InstrumentIndex(0)_BTCUSDT_spot'
#[pyclass(frozen, eq, ord, hash, name = "MarketInstrumentData", module = "barter_data")]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyMarketInstrumentData(pub MarketInstrumentData<InstrumentKey>);
canonical_methods!(PyMarketInstrumentData(MarketInstrumentData<InstrumentKey>));
value_methods!(PyMarketInstrumentData { key, name_exchange, kind });

/// A kind for market data, or the kind of an instrument without its contract.
pub fn kind_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<MarketDataInstrumentKind> {
    let found: PyResult<MarketDataInstrumentKind> = foreign_arg(value, argument);
    found
        .or_else(|_| foreign_arg::<InstrumentKind<AssetKey>>(value, argument).map(|kind| (&kind).into()))
        .map_err(|_| {
            wrong_type(
                argument,
                format!(
                    "{argument} must be a MarketDataInstrumentKind or an InstrumentKind, got {} {}",
                    type_name(value),
                    shown(value)
                ),
            )
        })
}

/// A kind, or its name as text, where the contract does not matter.
pub fn kind_or_name_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<MarketDataInstrumentKind> {
    let Ok(text) = value.cast::<PyString>() else {
        return kind_arg(value, argument);
    };
    let text = text.to_str()?;
    kinds()
        .into_iter()
        .find(|kind| text.eq_ignore_ascii_case(kind_name(kind)))
        .ok_or_else(|| {
            invalid(
                argument,
                format!(
                    "{argument} must be a MarketDataInstrumentKind or one of spot, perpetual, future, option, got {}",
                    shown(value)
                ),
            )
        })
}

#[pymethods]
impl PyMarketInstrumentData {
    #[new]
    #[pyo3(signature = (
        key: "InstrumentIndex | InstrumentNameExchange | int | str",
        name_exchange: "str",
        kind: "MarketDataInstrumentKind | InstrumentKind"
    ))]
    fn new(key: &Bound<'_, PyAny>, name_exchange: &Bound<'_, PyAny>, kind: &Bound<'_, PyAny>) -> PyResult<Self> {
        let instrument = MarketInstrumentData {
            key: InstrumentKey::from_py(key, "key")?,
            name_exchange: name_arg(name_exchange, "name_exchange")?,
            kind: kind_arg(kind, "kind")?,
        };
        checked(check_market_instrument(&instrument))?;
        Ok(Self(instrument))
    }

    /// What an instrument is subscribed to by.
    ///
    /// Args:
    ///     key: as in the constructor; the engine's is the place in `IndexedInstruments.instruments`.
    ///     instrument: `Instrument`.
    ///
    /// >>> from barter_data import MarketInstrumentData
    /// >>> from barter_instrument import test_utils
    /// >>> str(MarketInstrumentData.from_instrument(0, test_utils.instrument("okx", "BTC", "USDT")))
    /// 'InstrumentIndex(0)_BTC_USDT_spot'
    #[staticmethod]
    #[pyo3(signature = (key: "InstrumentIndex | InstrumentNameExchange | int | str", instrument: "Instrument"))]
    fn from_instrument(key: &Bound<'_, PyAny>, instrument: &Bound<'_, PyAny>) -> PyResult<Self> {
        let keyed = Keyed::new(
            InstrumentKey::from_py(key, "key")?,
            foreign_arg::<Instrument<ExchangeKey, AssetKey>>(instrument, "instrument")?,
        );
        Ok(Self((&keyed).into()))
    }

    /// What the events carry.
    #[getter]
    fn key(&self) -> InstrumentKey {
        self.0.key.clone()
    }

    /// The exchange's name.
    #[getter]
    fn name_exchange(&self) -> Name<InstrumentNameExchange> {
        Name(self.0.name_exchange.clone())
    }

    /// Kind of the instrument.
    #[getter]
    fn kind(&self) -> Foreign<MarketDataInstrumentKind> {
        Foreign(self.0.kind.clone())
    }

    /// Upstream's text: `InstrumentIndex(0)_BTCUSDT_spot`.
    fn __str__(&self) -> PyResult<String> {
        guarded(|| Ok(self.0.to_string()))
    }
}

/// The instrument of a subscription, from any of its forms.
pub fn subscribed_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<SubscribedInstrument> {
    if let Ok(named) = value.cast::<PyMarketInstrumentData>() {
        return Ok(SubscribedInstrument::Named(named.get().0.clone()));
    }
    if let Some((key, value)) = keyed_from_py(value)? {
        let key = InstrumentKey::from_py(&key, &format!("{argument}.key"))?;
        let value: MarketDataInstrument = foreign_arg(&value, &format!("{argument}.value"))?;
        return Ok(SubscribedInstrument::Keyed(Keyed::new(key, value)));
    }
    if type_name(value) != "MarketDataInstrument" {
        return Err(wrong_type(
            argument,
            format!(
                "{argument} must be a MarketDataInstrument, Keyed(InstrumentIndex, MarketDataInstrument) or a MarketInstrumentData, \
                 got {} {}: MarketDataInstrument.from_instrument makes one of an Instrument",
                type_name(value),
                shown(value)
            ),
        ));
    }
    foreign_arg(value, argument).map(SubscribedInstrument::MarketData)
}

/// The instrument as an object of the class that its form has.
pub fn subscribed_to_py<'py>(py: Python<'py>, instrument: &SubscribedInstrument) -> PyResult<Bound<'py, PyAny>> {
    match instrument {
        SubscribedInstrument::MarketData(instrument) => Foreign(instrument.clone()).into_pyobject(py),
        SubscribedInstrument::Keyed(keyed) => keyed_to_py(py, keyed.key.to_py(py)?, Foreign(keyed.value.clone()).into_pyobject(py)?),
        SubscribedInstrument::Named(instrument) => Ok(PyMarketInstrumentData(instrument.clone()).into_pyobject(py)?.into_any()),
    }
}
