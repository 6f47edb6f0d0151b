//! Arguments of `round_price` and `round_quantity`.

use barter_interop::{
    enum_arg,
    errors::invalid,
    instrument::{Rounding, round_to_step},
    money::{Exact, decimal_arg},
};
use pyo3::prelude::*;
use rust_decimal::Decimal;

pub fn round(
    value: &Bound<'_, PyAny>,
    argument: &str,
    step: Decimal,
    rounding: &Bound<'_, PyAny>,
    side: Option<&Bound<'_, PyAny>>,
) -> PyResult<Exact> {
    rounded(value, argument, step, enum_arg(rounding, "rounding")?, side)
}

pub fn round_quantity(
    value: &Bound<'_, PyAny>,
    step: Decimal,
    rounding: Option<&Bound<'_, PyAny>>,
    side: Option<&Bound<'_, PyAny>>,
) -> PyResult<Exact> {
    let rounding = rounding.map_or(Ok(Rounding::Down), |rounding| enum_arg(rounding, "rounding"))?;
    rounded(value, "quantity", step, rounding, side)
}

fn rounded(
    value: &Bound<'_, PyAny>,
    argument: &str,
    step: Decimal,
    rounding: Rounding,
    side: Option<&Bound<'_, PyAny>>,
) -> PyResult<Exact> {
    let number = decimal_arg(value, argument)?;
    let side = side.map(|side| enum_arg(side, "side")).transpose()?;
    if side.is_none() && matches!(rounding, Rounding::Passive | Rounding::Aggressive) {
        return Err(invalid(
            "side",
            "side must be given for Rounding.PASSIVE and Rounding.AGGRESSIVE: a buy and a sell round apart",
        ));
    }
    round_to_step(number, step, rounding, side).map(Exact).ok_or_else(|| {
        invalid(
            argument,
            format!("{argument} {number} has no neighbour that fits a decimal at the step {step}"),
        )
    })
}
