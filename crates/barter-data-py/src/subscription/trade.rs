//! `PublicTrade`.

use super::hash_floats;
use barter_data::subscription::trade::PublicTrade;
use barter_instrument::Side;
use barter_interop::{
    Enum, canonical_methods,
    data::subscription::trade::check_trade,
    enum_arg,
    errors::{shown, type_name, wrong_type},
    money::finite_arg,
    own_from_py,
    value::checked,
    value_methods,
};
use pyo3::{prelude::*, types::PyString};
use std::hash::{Hash, Hasher};

/// A trade between others, as an exchange publishes it.
///
/// Args:
///     id: the exchange's identifier of the trade; empty where it gives none.
///     price: price in the quote asset, a finite number.
///     amount: quantity, a finite number.
///     side: `Side` of the aggressor.
///
/// >>> from barter_data import PublicTrade
/// >>> PublicTrade("17", 61800.3, 0.006, "buy")
/// PublicTrade(id='17', price=61800.3, amount=0.006, side=Side.BUY)
#[pyclass(frozen, eq, ord, hash, name = "PublicTrade", module = "barter_data")]
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub struct PyPublicTrade(pub PublicTrade);
canonical_methods!(PyPublicTrade(PublicTrade));
value_methods!(PyPublicTrade { id, price, amount, side });
own_from_py!(PyPublicTrade as "trade");

impl Eq for PyPublicTrade {}

impl Hash for PyPublicTrade {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let PublicTrade { id, price, amount, side } = &self.0;
        (id, side).hash(state);
        hash_floats(&[*price, *amount], state);
    }
}

#[pymethods]
impl PyPublicTrade {
    #[new]
    #[pyo3(signature = (id: "str", price: "float", amount: "float", side: "Side | str"))]
    fn new(id: &Bound<'_, PyAny>, price: &Bound<'_, PyAny>, amount: &Bound<'_, PyAny>, side: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = id
            .cast::<PyString>()
            .map_err(|_| wrong_type("id", format!("id must be a str, got {} {}", type_name(id), shown(id))))?;
        let trade = PublicTrade {
            id: text.to_str()?.to_owned(),
            price: finite_arg(price, "price")?,
            amount: finite_arg(amount, "amount")?,
            side: enum_arg(side, "side")?,
        };
        checked(check_trade(&trade))?;
        Ok(Self(trade))
    }

    /// The exchange's identifier of the trade.
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// Price in the quote asset.
    #[getter]
    fn price(&self) -> f64 {
        self.0.price
    }

    /// Quantity.
    #[getter]
    fn amount(&self) -> f64 {
        self.0.amount
    }

    /// Side of the aggressor.
    #[getter]
    fn side(&self) -> Enum<Side> {
        Enum(self.0.side)
    }
}
