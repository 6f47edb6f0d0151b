//! `PerpetualContract`.

use barter_instrument::instrument::kind::perpetual::PerpetualContract;
use barter_interop::{
    canonical_methods,
    instrument::{AssetKey, contract::check_perpetual},
    money::{Exact, decimal_arg},
    own_from_py,
    value::checked,
    value_methods,
};
use pyo3::prelude::*;

/// A perpetual future.
///
/// Args:
///     contract_size: how much of the base asset one contract stands for, above zero.
///     settlement_asset: asset it settles in: `Asset`, its exchange's name, or `AssetIndex`.
///
/// >>> from barter_instrument import PerpetualContract
/// >>> PerpetualContract("0.01", "usdt").contract_size
/// Decimal('0.01')
#[pyclass(frozen, eq, ord, hash, name = "PerpetualContract", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyPerpetualContract(pub PerpetualContract<AssetKey>);
canonical_methods!(PyPerpetualContract(PerpetualContract<AssetKey>));
value_methods!(PyPerpetualContract {
    contract_size,
    settlement_asset
});
own_from_py!(PyPerpetualContract as "contract");

#[pymethods]
impl PyPerpetualContract {
    #[new]
    #[pyo3(signature = (contract_size: "Decimal | int | str | float", settlement_asset: "Asset | AssetIndex | str"))]
    fn new(contract_size: &Bound<'_, PyAny>, settlement_asset: &Bound<'_, PyAny>) -> PyResult<Self> {
        let contract = PerpetualContract {
            contract_size: decimal_arg(contract_size, "contract_size")?,
            settlement_asset: AssetKey::asset_from_py(settlement_asset, "settlement_asset")?,
        };
        checked(check_perpetual(&contract))?;
        Ok(Self(contract))
    }

    /// How much of the base asset one contract stands for.
    #[getter]
    fn contract_size(&self) -> Exact {
        Exact(self.0.contract_size)
    }

    /// Asset it settles in.
    #[getter]
    fn settlement_asset(&self) -> AssetKey {
        self.0.settlement_asset.clone()
    }
}
