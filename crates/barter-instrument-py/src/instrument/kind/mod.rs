//! `InstrumentKind`.

pub mod future;
pub mod option;
pub mod perpetual;

use super::market_data::kind::PyMarketDataInstrumentKind;
use barter_instrument::instrument::kind::InstrumentKind;
use barter_interop::{Wraps, canonical_methods, instrument::AssetKey, money::Exact, value::own_arg, value_methods};
use future::PyFutureContract;
use option::PyOptionContract;
use perpetual::PyPerpetualContract;
use pyo3::prelude::*;

/// Spot, or a contract.
///
/// >>> from barter_instrument import InstrumentKind, PerpetualContract
/// >>> match InstrumentKind.Perpetual(PerpetualContract(1, "usdt")):
/// ...     case InstrumentKind.Spot():
/// ...         print("spot")
/// ...     case InstrumentKind.Perpetual(contract):
/// ...         print(contract.contract_size)
/// 1
#[pyclass(frozen, eq, ord, hash, name = "InstrumentKind", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PyInstrumentKind {
    /// Exchange of one asset for another.
    #[pyo3(constructor = ())]
    Spot {},
    /// A future that does not expire.
    #[pyo3(constructor = (contract))]
    Perpetual { contract: PyPerpetualContract },
    /// A future that expires.
    #[pyo3(constructor = (contract))]
    Future { contract: PyFutureContract },
    /// An option.
    #[pyo3(constructor = (contract))]
    Option { contract: PyOptionContract },
}
canonical_methods!(PyInstrumentKind);
value_methods!(PyInstrumentKind);

impl Wraps for PyInstrumentKind {
    type Value = InstrumentKind<AssetKey>;

    fn wrap(_: Python<'_>, value: Self::Value) -> PyResult<Self> {
        Ok(value.into())
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&Self::Value) -> R) -> PyResult<R> {
        Ok(f(&self.to_kind()))
    }
}

impl From<InstrumentKind<AssetKey>> for PyInstrumentKind {
    fn from(kind: InstrumentKind<AssetKey>) -> Self {
        match kind {
            InstrumentKind::Spot => Self::Spot {},
            InstrumentKind::Perpetual(contract) => Self::Perpetual {
                contract: PyPerpetualContract(contract),
            },
            InstrumentKind::Future(contract) => Self::Future {
                contract: PyFutureContract(contract),
            },
            InstrumentKind::Option(contract) => Self::Option {
                contract: PyOptionContract(contract),
            },
        }
    }
}

impl PyInstrumentKind {
    pub fn to_kind(&self) -> InstrumentKind<AssetKey> {
        match self {
            Self::Spot {} => InstrumentKind::Spot,
            Self::Perpetual { contract } => InstrumentKind::Perpetual(contract.0.clone()),
            Self::Future { contract } => InstrumentKind::Future(contract.0.clone()),
            Self::Option { contract } => InstrumentKind::Option(contract.0.clone()),
        }
    }
}

#[pymethods]
impl PyInstrumentKind {
    /// How much of the base asset one contract stands for; 1 for spot.
    #[getter]
    fn contract_size(&self) -> Exact {
        Exact(self.to_kind().contract_size())
    }

    /// Asset the contract settles in; None for spot.
    #[getter]
    fn settlement_asset(&self) -> Option<AssetKey> {
        self.to_kind().settlement_asset().cloned()
    }

    /// Whether market data of that kind are this instrument's: the same kind, expiry, right, exercise and strike. Contract size
    /// and settlement asset are not compared.
    ///
    /// >>> from barter_instrument import InstrumentKind, MarketDataInstrumentKind, PerpetualContract
    /// >>> kind = InstrumentKind.Perpetual(PerpetualContract("0.01", "usdt"))
    /// >>> kind.eq_market_data_instrument_kind(MarketDataInstrumentKind.Perpetual())
    /// True
    #[pyo3(signature = (other: "MarketDataInstrumentKind"))]
    fn eq_market_data_instrument_kind(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let other = own_arg::<PyMarketDataInstrumentKind>(other, "other")?.get().to_kind();
        Ok(self.to_kind().eq_market_data_instrument_kind(&other))
    }
}
