//! `MarketDataInstrumentKind` and its contracts.

use crate::instrument::kind::PyInstrumentKind;
use barter_instrument::instrument::{
    kind::option::{OptionExercise, OptionKind},
    market_data::kind::{MarketDataFutureContract, MarketDataInstrumentKind, MarketDataOptionContract},
};
use barter_interop::{
    Enum, Wraps, canonical_methods, enum_arg,
    guard::guarded,
    instrument::market_data::{check_future, check_option},
    money::{Exact, decimal_arg},
    own_from_py,
    time::{Moment, time_arg, time_ns},
    value::{checked, own_arg},
    value_methods,
};
use pyo3::prelude::*;

/// A future, as market data is subscribed to.
///
/// Args:
///     expiry: when it expires: int nanoseconds UTC or an aware datetime, whole milliseconds.
///
/// Raises:
///     InvalidArgumentError: `expiry` is finer than a millisecond, or naive.
///
/// >>> from barter_instrument import MarketDataFutureContract
/// >>> MarketDataFutureContract(1_703_980_800_000_000_000).expiry.isoformat()
/// '2023-12-31T00:00:00+00:00'
#[pyclass(frozen, eq, ord, hash, name = "MarketDataFutureContract", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyMarketDataFutureContract(pub MarketDataFutureContract);
canonical_methods!(PyMarketDataFutureContract(MarketDataFutureContract));
value_methods!(PyMarketDataFutureContract { expiry });
own_from_py!(PyMarketDataFutureContract as "contract");

#[pymethods]
impl PyMarketDataFutureContract {
    #[new]
    #[pyo3(signature = (expiry: "int | datetime"))]
    fn new(expiry: &Bound<'_, PyAny>) -> PyResult<Self> {
        let contract = MarketDataFutureContract {
            expiry: time_arg(expiry, "expiry")?,
        };
        checked(check_future(&contract))?;
        Ok(Self(contract))
    }

    /// When it expires, an aware datetime in UTC.
    #[getter]
    fn expiry(&self) -> Moment {
        Moment(self.0.expiry)
    }

    /// When it expires, nanoseconds since 1970 UTC.
    #[getter]
    fn expiry_ns(&self) -> PyResult<i64> {
        time_ns(self.0.expiry)
    }
}

/// An option, as market data is subscribed to.
///
/// Args:
///     kind: `OptionKind.CALL` or `OptionKind.PUT`.
///     exercise: `OptionExercise`.
///     expiry: when it expires: int nanoseconds UTC or an aware datetime, whole milliseconds.
///     strike: price of exercise, above zero.
///
/// Raises:
///     InvalidArgumentError, WrongTypeError: with the argument's name.
///
/// >>> from barter_instrument import MarketDataOptionContract
/// >>> MarketDataOptionContract("call", "european", 1_703_980_800_000_000_000, 50_000).kind
/// OptionKind.CALL
#[pyclass(frozen, eq, ord, hash, name = "MarketDataOptionContract", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyMarketDataOptionContract(pub MarketDataOptionContract);
canonical_methods!(PyMarketDataOptionContract(MarketDataOptionContract));
value_methods!(PyMarketDataOptionContract {
    kind,
    exercise,
    expiry,
    strike
});
own_from_py!(PyMarketDataOptionContract as "contract");

#[pymethods]
impl PyMarketDataOptionContract {
    #[new]
    #[pyo3(signature = (
        kind: "OptionKind | str",
        exercise: "OptionExercise | str",
        expiry: "int | datetime",
        strike: "Decimal | int | str | float"
    ))]
    fn new(kind: &Bound<'_, PyAny>, exercise: &Bound<'_, PyAny>, expiry: &Bound<'_, PyAny>, strike: &Bound<'_, PyAny>) -> PyResult<Self> {
        let contract = MarketDataOptionContract {
            kind: enum_arg(kind, "kind")?,
            exercise: enum_arg(exercise, "exercise")?,
            expiry: time_arg(expiry, "expiry")?,
            strike: decimal_arg(strike, "strike")?,
        };
        checked(check_option(&contract))?;
        Ok(Self(contract))
    }

    /// Call or put.
    #[getter]
    fn kind(&self) -> Enum<OptionKind> {
        Enum(self.0.kind)
    }

    /// When it can be exercised.
    #[getter]
    fn exercise(&self) -> Enum<OptionExercise> {
        Enum(self.0.exercise)
    }

    /// When it expires, an aware datetime in UTC.
    #[getter]
    fn expiry(&self) -> Moment {
        Moment(self.0.expiry)
    }

    /// When it expires, nanoseconds since 1970 UTC.
    #[getter]
    fn expiry_ns(&self) -> PyResult<i64> {
        time_ns(self.0.expiry)
    }

    /// Price of exercise.
    #[getter]
    fn strike(&self) -> Exact {
        Exact(self.0.strike)
    }
}

/// Kind of an instrument that market data is subscribed to: an `InstrumentKind` without contract size and settlement asset.
///
/// >>> from barter_instrument import MarketDataFutureContract, MarketDataInstrumentKind
/// >>> str(MarketDataInstrumentKind.Future(MarketDataFutureContract(1_703_980_800_000_000_000)))
/// 'future_2023-12-31-UTC'
#[pyclass(frozen, eq, ord, hash, name = "MarketDataInstrumentKind", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PyMarketDataInstrumentKind {
    /// Exchange of one asset for another.
    #[pyo3(constructor = ())]
    Spot {},
    /// A future that does not expire.
    #[pyo3(constructor = ())]
    Perpetual {},
    /// A future that expires.
    #[pyo3(constructor = (contract))]
    Future { contract: PyMarketDataFutureContract },
    /// An option.
    #[pyo3(constructor = (contract))]
    Option { contract: PyMarketDataOptionContract },
}
canonical_methods!(PyMarketDataInstrumentKind);
value_methods!(PyMarketDataInstrumentKind);

impl Wraps for PyMarketDataInstrumentKind {
    type Value = MarketDataInstrumentKind;

    fn wrap(_: Python<'_>, value: Self::Value) -> PyResult<Self> {
        Ok(value.into())
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&Self::Value) -> R) -> PyResult<R> {
        Ok(f(&self.to_kind()))
    }
}

impl From<MarketDataInstrumentKind> for PyMarketDataInstrumentKind {
    fn from(kind: MarketDataInstrumentKind) -> Self {
        match kind {
            MarketDataInstrumentKind::Spot => Self::Spot {},
            MarketDataInstrumentKind::Perpetual => Self::Perpetual {},
            MarketDataInstrumentKind::Future(contract) => Self::Future {
                contract: PyMarketDataFutureContract(contract),
            },
            MarketDataInstrumentKind::Option(contract) => Self::Option {
                contract: PyMarketDataOptionContract(contract),
            },
        }
    }
}

impl PyMarketDataInstrumentKind {
    pub fn to_kind(&self) -> MarketDataInstrumentKind {
        match self {
            Self::Spot {} => MarketDataInstrumentKind::Spot,
            Self::Perpetual {} => MarketDataInstrumentKind::Perpetual,
            Self::Future { contract } => MarketDataInstrumentKind::Future(contract.0.clone()),
            Self::Option { contract } => MarketDataInstrumentKind::Option(contract.0.clone()),
        }
    }

    /// From a kind for market data, or from the kind of an instrument.
    pub fn from_any(kind: &Bound<'_, PyAny>, argument: &str) -> PyResult<MarketDataInstrumentKind> {
        match kind.cast::<PyInstrumentKind>() {
            Ok(kind) => Ok((&kind.get().to_kind()).into()),
            Err(_) => own_arg::<Self>(kind, argument).map(|kind| kind.get().to_kind()),
        }
    }
}

#[pymethods]
impl PyMarketDataInstrumentKind {
    /// The kind of an instrument without its contract size and settlement asset.
    ///
    /// >>> from barter_instrument import InstrumentKind, MarketDataInstrumentKind, PerpetualContract
    /// >>> MarketDataInstrumentKind.from_instrument_kind(InstrumentKind.Perpetual(PerpetualContract(1, "usdt")))
    /// MarketDataInstrumentKind.Perpetual()
    #[staticmethod]
    #[pyo3(signature = (kind: "InstrumentKind"))]
    fn from_instrument_kind(kind: &Bound<'_, PyAny>) -> PyResult<Self> {
        let kind = own_arg::<PyInstrumentKind>(kind, "kind")?.get().to_kind();
        Ok(MarketDataInstrumentKind::from(kind).into())
    }

    /// The text that barter writes into labels: `future_2023-12-31-UTC`.
    fn __str__(&self) -> PyResult<String> {
        guarded(|| Ok(self.to_kind().to_string()))
    }
}
