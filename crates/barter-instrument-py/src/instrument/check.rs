//! Arguments of `InstrumentSpec.check`; the rules are judged in `barter_instrument.spec_check`, in exact decimals of any length.

use super::spec::PyInstrumentSpec;
use barter_instrument::Side;
use barter_interop::{
    Enum, enum_arg,
    errors::{invalid, shown, type_name, wrong_type},
    money::{Exact, decimal_arg},
};
use pyo3::{exceptions::PyAttributeError, prelude::*, types::PyString};
use rust_decimal::Decimal;

/// An order, its terms, or terms that override its own.
pub struct Given<'a, 'py> {
    pub order: Option<&'a Bound<'py, PyAny>>,
    pub quantity: Option<&'a Bound<'py, PyAny>>,
    pub price: Option<&'a Bound<'py, PyAny>>,
    pub side: Option<&'a Bound<'py, PyAny>>,
    pub kind: Option<&'a Bound<'py, PyAny>>,
}

/// An attribute that an object may lack; None counts as lacking.
fn attribute<'py>(object: &Bound<'py, PyAny>, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
    match object.getattr(name) {
        Ok(value) => Ok((!value.is_none()).then_some(value)),
        Err(error) if error.is_instance_of::<PyAttributeError>(object.py()) => Ok(None),
        Err(error) => Err(error),
    }
}

impl<'py> Given<'_, 'py> {
    /// What holds the terms: the order itself, or its `state` (a request holds its terms there).
    fn holder(&self) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some(order) = self.order else { return Ok(None) };
        if attribute(order, "quantity")?.is_some() {
            return Ok(Some(order.clone()));
        }
        if let Some(state) = attribute(order, "state")?
            && attribute(&state, "quantity")?.is_some()
        {
            return Ok(Some(state));
        }
        Err(wrong_type(
            "order",
            format!(
                "order must have a quantity, itself or on its state, got {} {}",
                type_name(order),
                shown(order)
            ),
        ))
    }
}

/// Whether `kind` is that of a market order.
fn is_market(kind: &Bound<'_, PyAny>) -> PyResult<bool> {
    let text = if kind.is_instance_of::<PyString>() {
        kind.clone()
    } else {
        attribute(kind, "value")?.unwrap_or_else(|| kind.clone())
    };
    let text = text.cast::<PyString>().map_err(|_| {
        wrong_type(
            "kind",
            format!(
                "kind must be an OrderKind, 'limit' or 'market', got {} {}",
                type_name(kind),
                shown(kind)
            ),
        )
    })?;
    match text.to_string_lossy().to_ascii_lowercase().as_str() {
        "market" => Ok(true),
        "limit" => Ok(false),
        _ => Err(invalid("kind", format!("kind must be 'limit' or 'market', got {}", shown(kind)))),
    }
}

/// `barter_instrument.spec_check.check_order` of what was given.
pub fn check<'py>(py: Python<'py>, spec: PyInstrumentSpec, contract_size: Decimal, given: Given<'_, 'py>) -> PyResult<Bound<'py, PyAny>> {
    let holder = given.holder()?;
    let find = |argument: Option<&Bound<'py, PyAny>>, name: &str| match (argument, &holder) {
        (Some(value), _) => Ok(Some(value.clone())),
        (None, Some(holder)) => attribute(holder, name),
        (None, None) => Ok(None),
    };
    let Some(quantity) = find(given.quantity, "quantity")? else {
        return Err(invalid("quantity", "quantity must be given, itself or by an order"));
    };
    let quantity = decimal_arg(&quantity, "quantity")?;
    let price = find(given.price, "price")?.map(|price| decimal_arg(&price, "price")).transpose()?;
    let side = find(given.side, "side")?.map(|side| enum_arg::<Side>(&side, "side")).transpose()?;
    let market = find(given.kind, "kind")?.map_or(Ok(false), |kind| is_market(&kind))?;
    py.import("barter_instrument.spec_check")?.call_method1(
        "check_order",
        (
            spec,
            Exact(contract_size),
            Exact(quantity),
            price.map(Exact),
            side.map(Enum),
            market,
        ),
    )
}
