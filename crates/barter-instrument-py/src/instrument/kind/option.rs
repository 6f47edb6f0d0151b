//! `OptionContract`.

use barter_instrument::instrument::kind::option::{OptionContract, OptionExercise, OptionKind};
use barter_interop::{
    Enum, canonical_methods, enum_arg,
    instrument::{AssetKey, contract::check_option},
    money::{Exact, decimal_arg},
    own_from_py,
    time::{Moment, time_arg, time_ns},
    value::checked,
    value_methods,
};
use pyo3::prelude::*;

/// An option.
///
/// Args:
///     contract_size: how much of the base asset one contract stands for, above zero.
///     settlement_asset: asset it settles in: `Asset`, its exchange's name, or `AssetIndex`.
///     kind: `OptionKind.CALL` or `OptionKind.PUT`.
///     exercise: `OptionExercise`.
///     expiry: when it expires: int nanoseconds UTC or an aware datetime, whole milliseconds.
///     strike: price of exercise, above zero.
#[pyclass(frozen, eq, ord, hash, name = "OptionContract", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyOptionContract(pub OptionContract<AssetKey>);
canonical_methods!(PyOptionContract(OptionContract<AssetKey>));
value_methods!(PyOptionContract {
    contract_size,
    settlement_asset,
    kind,
    exercise,
    expiry,
    strike
});
own_from_py!(PyOptionContract as "contract");

#[pymethods]
impl PyOptionContract {
    #[new]
    #[pyo3(signature = (
        contract_size: "Decimal | int | str | float",
        settlement_asset: "Asset | AssetIndex | str",
        kind: "OptionKind | str",
        exercise: "OptionExercise | str",
        expiry: "int | datetime",
        strike: "Decimal | int | str | float"
    ))]
    fn new(
        contract_size: &Bound<'_, PyAny>,
        settlement_asset: &Bound<'_, PyAny>,
        kind: &Bound<'_, PyAny>,
        exercise: &Bound<'_, PyAny>,
        expiry: &Bound<'_, PyAny>,
        strike: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        let contract = OptionContract {
            contract_size: decimal_arg(contract_size, "contract_size")?,
            settlement_asset: AssetKey::asset_from_py(settlement_asset, "settlement_asset")?,
            kind: enum_arg(kind, "kind")?,
            exercise: enum_arg(exercise, "exercise")?,
            expiry: time_arg(expiry, "expiry")?,
            strike: decimal_arg(strike, "strike")?,
        };
        checked(check_option(&contract))?;
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
