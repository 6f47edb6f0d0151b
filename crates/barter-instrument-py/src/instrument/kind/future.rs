//! `FutureContract`.

use barter_instrument::instrument::kind::future::FutureContract;
use barter_interop::{
    canonical_methods,
    instrument::{AssetKey, contract::check_future},
    money::{Exact, decimal_arg},
    own_from_py,
    time::{Moment, time_arg, time_ns},
    value::checked,
    value_methods,
};
use pyo3::prelude::*;

/// A future that expires.
///
/// Args:
///     contract_size: how much of the base asset one contract stands for, above zero.
///     settlement_asset: asset it settles in: `Asset`, its exchange's name, or `AssetIndex`.
///     expiry: when it expires: int nanoseconds UTC or an aware datetime, whole milliseconds.
#[pyclass(frozen, eq, ord, hash, name = "FutureContract", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyFutureContract(pub FutureContract<AssetKey>);
canonical_methods!(PyFutureContract(FutureContract<AssetKey>));
value_methods!(PyFutureContract {
    contract_size,
    settlement_asset,
    expiry
});
own_from_py!(PyFutureContract as "contract");

#[pymethods]
impl PyFutureContract {
    #[new]
    #[pyo3(signature = (
        contract_size: "Decimal | int | str | float",
        settlement_asset: "Asset | AssetIndex | str",
        expiry: "int | datetime"
    ))]
    fn new(contract_size: &Bound<'_, PyAny>, settlement_asset: &Bound<'_, PyAny>, expiry: &Bound<'_, PyAny>) -> PyResult<Self> {
        let contract = FutureContract {
            contract_size: decimal_arg(contract_size, "contract_size")?,
            settlement_asset: AssetKey::asset_from_py(settlement_asset, "settlement_asset")?,
            expiry: time_arg(expiry, "expiry")?,
        };
        checked(check_future(&contract))?;
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
