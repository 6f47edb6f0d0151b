//! `Liquidation`.

use super::hash_floats;
use barter_data::subscription::liquidation::Liquidation;
use barter_instrument::Side;
use barter_interop::{
    Enum, canonical_methods,
    data::subscription::liquidation::check_liquidation,
    enum_arg,
    money::finite_arg,
    own_from_py,
    time::{Moment, time_arg, time_ns},
    value::checked,
    value_methods,
};
use pyo3::prelude::*;
use std::hash::{Hash, Hasher};

/// A position that an exchange closed by force.
///
/// Args:
///     side: `Side` of the order that closes it.
///     price: price in the quote asset, a finite number.
///     quantity: quantity, a finite number.
///     time: int nanoseconds UTC or an aware datetime.
///
/// >>> from barter_data import Liquidation
/// >>> Liquidation("sell", 61000.5, 0.2, 1_700_000_000_000_000_000).quantity
/// 0.2
#[pyclass(frozen, eq, ord, hash, name = "Liquidation", module = "barter_data")]
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub struct PyLiquidation(pub Liquidation);
canonical_methods!(PyLiquidation(Liquidation));
value_methods!(PyLiquidation {
    side,
    price,
    quantity,
    time
});
own_from_py!(PyLiquidation as "liquidation");

impl Eq for PyLiquidation {}

impl Hash for PyLiquidation {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Liquidation {
            side,
            price,
            quantity,
            time,
        } = self.0;
        (side, time).hash(state);
        hash_floats(&[price, quantity], state);
    }
}

#[pymethods]
impl PyLiquidation {
    #[new]
    #[pyo3(signature = (side: "Side | str", price: "float", quantity: "float", time: "int | datetime"))]
    fn new(side: &Bound<'_, PyAny>, price: &Bound<'_, PyAny>, quantity: &Bound<'_, PyAny>, time: &Bound<'_, PyAny>) -> PyResult<Self> {
        let liquidation = Liquidation {
            side: enum_arg(side, "side")?,
            price: finite_arg(price, "price")?,
            quantity: finite_arg(quantity, "quantity")?,
            time: time_arg(time, "time")?,
        };
        checked(check_liquidation(&liquidation))?;
        Ok(Self(liquidation))
    }

    /// Side of the order that closes the position.
    #[getter]
    fn side(&self) -> Enum<Side> {
        Enum(self.0.side)
    }

    /// Price in the quote asset.
    #[getter]
    fn price(&self) -> f64 {
        self.0.price
    }

    /// Quantity.
    #[getter]
    fn quantity(&self) -> f64 {
        self.0.quantity
    }

    /// When it happened, an aware datetime in UTC.
    #[getter]
    fn time(&self) -> Moment {
        Moment(self.0.time)
    }

    /// When it happened, nanoseconds since 1970 UTC.
    #[getter]
    fn time_ns(&self) -> PyResult<i64> {
        time_ns(self.0.time)
    }
}
