//! `Balance`, `AssetBalance`.

use barter_execution::balance::{AssetBalance, Balance};
use barter_interop::{
    canonical_methods,
    errors::invalid,
    instrument::AssetKey,
    money::{Exact, decimal_arg, to_f64},
    own_from_py,
    time::{Moment, time_arg, time_ns},
    value::own_arg,
    value_methods,
};
use pyo3::prelude::*;

/// What is owned of an asset: all of it, and what is not held by orders.
///
/// >>> from barter_execution import Balance
/// >>> Balance(total=100, free="99.5").used
/// Decimal('0.5')
#[pyclass(frozen, eq, ord, hash, name = "Balance", module = "barter_execution")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyBalance(pub Balance);
canonical_methods!(PyBalance(Balance));
value_methods!(PyBalance { total, free });

#[pymethods]
impl PyBalance {
    #[new]
    #[pyo3(signature = (total: "Decimal | int | str | float", free: "Decimal | int | str | float"))]
    fn new(total: &Bound<'_, PyAny>, free: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (total, free) = (decimal_arg(total, "total")?, decimal_arg(free, "free")?);
        total
            .checked_sub(free)
            .map(|_| Self(Balance { total, free }))
            .ok_or_else(|| invalid("free", format!("total {total} minus free {free} does not fit a decimal")))
    }

    /// All of it.
    #[getter]
    fn total(&self) -> Exact {
        Exact(self.0.total)
    }

    /// All of it as a float.
    #[getter]
    fn total_f64(&self) -> f64 {
        to_f64(&self.0.total)
    }

    /// What is not held by orders.
    #[getter]
    fn free(&self) -> Exact {
        Exact(self.0.free)
    }

    /// What is not held by orders, as a float.
    #[getter]
    fn free_f64(&self) -> f64 {
        to_f64(&self.0.free)
    }

    /// What is held by orders: total − free.
    #[getter]
    fn used(&self) -> PyResult<Exact> {
        let used = self.0.total.checked_sub(self.0.free);
        used.map(Exact)
            .ok_or_else(|| invalid("free", "total minus free does not fit a decimal"))
    }
}

/// The balance of an asset at a time of the exchange.
///
/// Args:
///     asset: `AssetIndex` (or int), or `AssetNameExchange` (or str).
///     balance: `Balance`.
///     time_exchange: int nanoseconds UTC or an aware datetime.
#[pyclass(frozen, eq, ord, hash, name = "AssetBalance", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyAssetBalance(pub AssetBalance<AssetKey>);
canonical_methods!(PyAssetBalance(AssetBalance<AssetKey>));
value_methods!(PyAssetBalance {
    asset,
    balance,
    time_exchange
});
own_from_py!(PyAssetBalance as "balance");

#[pymethods]
impl PyAssetBalance {
    #[new]
    #[pyo3(signature = (asset: "AssetIndex | AssetNameExchange | int | str", balance: "Balance", time_exchange: "int | datetime"))]
    fn new(asset: &Bound<'_, PyAny>, balance: &Bound<'_, PyAny>, time_exchange: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(AssetBalance {
            asset: AssetKey::from_py(asset, "asset")?,
            balance: own_arg::<PyBalance>(balance, "balance")?.get().0,
            time_exchange: time_arg(time_exchange, "time_exchange")?,
        }))
    }

    /// The asset.
    #[getter]
    fn asset(&self) -> AssetKey {
        self.0.asset.clone()
    }

    /// Its balance.
    #[getter]
    fn balance(&self) -> PyBalance {
        PyBalance(self.0.balance)
    }

    /// When the exchange had it, an aware datetime in UTC.
    #[getter]
    fn time_exchange(&self) -> Moment {
        Moment(self.0.time_exchange)
    }

    /// When the exchange had it, nanoseconds since 1970 UTC.
    #[getter]
    fn time_exchange_ns(&self) -> PyResult<i64> {
        time_ns(self.0.time_exchange)
    }
}
