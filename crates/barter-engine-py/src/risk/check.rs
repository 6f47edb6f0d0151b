//! `barter::risk::check`: what risk checks calculate with.

use barter::risk::check::util;
use barter_instrument::Side;
use barter_interop::{
    enum_arg,
    errors::invalid,
    guard::guarded,
    money::{Exact, decimal_arg},
};
use pyo3::prelude::*;

/// Value of a position in the quote asset: quantity × price × contract size; None if no Decimal holds it.
///
/// >>> from barter_engine import calculate_quote_notional
/// >>> calculate_quote_notional(2, "50.5", 10)
/// Decimal('1010.0')
#[pyfunction]
#[pyo3(signature = (
    quantity: "Decimal | int | str | float", price: "Decimal | int | str | float", contract_size: "Decimal | int | str | float"
))]
pub fn calculate_quote_notional(
    quantity: &Bound<'_, PyAny>,
    price: &Bound<'_, PyAny>,
    contract_size: &Bound<'_, PyAny>,
) -> PyResult<Option<Exact>> {
    guarded(|| {
        let (quantity, price) = (decimal_arg(quantity, "quantity")?, decimal_arg(price, "price")?);
        let contract_size = decimal_arg(contract_size, "contract_size")?;
        Ok(util::calculate_quote_notional(quantity, price, contract_size).map(Exact))
    })
}

/// |current − other| / other, a fraction; None if `other` is 0 or no Decimal holds it.
///
/// >>> from barter_engine import calculate_abs_percent_difference
/// >>> calculate_abs_percent_difference(75, 100), calculate_abs_percent_difference(1, 0)
/// (Decimal('0.25'), None)
#[pyfunction]
#[pyo3(signature = (current: "Decimal | int | str | float", other: "Decimal | int | str | float"))]
pub fn calculate_abs_percent_difference(current: &Bound<'_, PyAny>, other: &Bound<'_, PyAny>) -> PyResult<Option<Exact>> {
    guarded(|| {
        let (current, other) = (decimal_arg(current, "current")?, decimal_arg(other, "other")?);
        Ok(util::calculate_abs_percent_difference(current, other).map(Exact))
    })
}

/// Exposure to the underlying: delta × quantity × contract size, negative when sold.
///
/// Raises:
///     InvalidArgumentError: no Decimal holds it.
///
/// >>> from barter_engine import calculate_delta
/// >>> calculate_delta(1, 10, "sell", 2)
/// Decimal('-20')
#[pyfunction]
#[pyo3(signature = (
    instrument_delta: "Decimal | int | str | float", contract_size: "Decimal | int | str | float", side: "Side | str",
    quantity_in_kind: "Decimal | int | str | float"
))]
pub fn calculate_delta(
    instrument_delta: &Bound<'_, PyAny>,
    contract_size: &Bound<'_, PyAny>,
    side: &Bound<'_, PyAny>,
    quantity_in_kind: &Bound<'_, PyAny>,
) -> PyResult<Exact> {
    guarded(|| {
        let delta = decimal_arg(instrument_delta, "instrument_delta")?;
        let size = decimal_arg(contract_size, "contract_size")?;
        let quantity = decimal_arg(quantity_in_kind, "quantity_in_kind")?;
        // Upstream multiplies without a check.
        if quantity.checked_mul(size).and_then(|kind| kind.checked_mul(delta)).is_none() {
            return Err(invalid(
                "quantity_in_kind",
                format!("{delta} × {quantity} × {size} does not fit a Decimal"),
            ));
        }
        Ok(Exact(util::calculate_delta(delta, size, enum_arg::<Side>(side, "side")?, quantity)))
    })
}
