//! The handle of an order.

use super::{
    access::desk_error,
    instrument::{InstrumentHandle, Shared},
};
use barter_driver::DeskOrder;
use barter_instrument::Side;
use barter_interop::{Enum, guard::guarded, money};
use barter_sim::OrderNumber;
use pyo3::{class::basic::CompareOp, prelude::*};
use rust_decimal::Decimal;
use std::sync::Arc;

/// An order of the running strategy, as far as it was told.
///
/// States: pending, waiting (for the cancel of the order it replaces), refused, in_flight, open, cancel_in_flight,
/// filled, cancelled, expired, rejected.
#[pyclass(frozen, module = "barter_engine")]
pub struct OrderHandle {
    pub shared: Arc<Shared>,
    pub number: OrderNumber,
}

impl OrderHandle {
    fn read<T>(&self, of: impl FnOnce(&DeskOrder) -> T) -> PyResult<T> {
        Ok(of(self.shared.access.core()?.desk.order(self.number)))
    }

    fn decimal<'py>(&self, py: Python<'py>, of: impl FnOnce(&DeskOrder) -> Decimal) -> PyResult<Bound<'py, PyAny>> {
        let value = self.read(of)?;
        money::decimal_to_py(py, &value)
    }
}

#[pymethods]
impl OrderHandle {
    /// Strategy-local number: 1, 2, 3, … in order of the requests.
    #[getter]
    fn number(&self) -> OrderNumber {
        self.number
    }

    #[getter]
    fn client_order_id(&self) -> PyResult<String> {
        self.read(|order| order.client_order_id.to_string())
    }

    /// Id given by the exchange, once acknowledged.
    #[getter]
    fn order_id(&self) -> PyResult<Option<String>> {
        self.read(|order| order.order_id.map(|id| id.to_string()))
    }

    #[getter]
    fn instrument(&self, py: Python<'_>) -> PyResult<Py<InstrumentHandle>> {
        let position = self.read(|order| order.instrument)?;
        Ok(self.shared.instruments.handles[position].clone_ref(py))
    }

    #[getter]
    fn state(&self) -> PyResult<&'static str> {
        self.read(DeskOrder::state_text)
    }

    /// Whether the order may still be filled or cancelled.
    #[getter]
    fn is_working(&self) -> PyResult<bool> {
        self.read(|order| order.state.is_working())
    }

    #[getter]
    fn side(&self) -> PyResult<Enum<Side>> {
        self.read(|order| Enum(order.side))
    }

    /// "market" or "limit".
    #[getter]
    fn kind(&self) -> PyResult<&'static str> {
        self.read(|order| barter_driver::fingerprint::kind_text(order.kind))
    }

    #[getter]
    fn time_in_force(&self) -> PyResult<&'static str> {
        self.read(|order| barter_driver::fingerprint::time_in_force_text(order.time_in_force))
    }

    #[getter]
    fn post_only(&self) -> PyResult<bool> {
        self.read(|order| barter_driver::fingerprint::is_post_only(order.time_in_force))
    }

    /// Limit price; None for a market order.
    #[getter]
    fn price<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.read(|order| order.price)?
            .map(|price| money::decimal_to_py(py, &price))
            .transpose()
    }

    #[getter]
    fn quantity<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.decimal(py, |order| order.quantity)
    }

    #[getter]
    fn filled_quantity<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.decimal(py, |order| order.filled)
    }

    #[getter]
    fn remaining_quantity<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.decimal(py, DeskOrder::remaining)
    }

    /// Why the order, or its latest cancel, was refused or rejected.
    #[getter]
    fn reject_reason(&self) -> PyResult<Option<String>> {
        self.read(|order| order.reject_reason.as_ref().map(|reason| reason.to_string()))
    }

    /// Asks for the cancel of the order. Does nothing when it is done or a cancel is on its way.
    fn cancel(&self) -> PyResult<()> {
        self.shared.access.core()?.desk.cancel(self.number).map_err(desk_error)
    }

    /// Cancels the order and asks for one like it with another price or quantity (default: the old price, the quantity
    /// that remains). With `wait=True` the new order is sent once the cancel is confirmed, and refused with
    /// `replaced_order_done` if the old one was done before; with `wait=False` both are sent at once.
    ///
    /// Raises:
    ///     StateError: if the order is done or already waits to be replaced.
    ///     InvalidArgumentError: if price or quantity breaks a rule of the instrument.
    #[pyo3(signature = (price=None, quantity=None, wait=true))]
    fn replace(&self, price: Option<&Bound<'_, PyAny>>, quantity: Option<&Bound<'_, PyAny>>, wait: bool) -> PyResult<Self> {
        let price = price.map(|price| money::decimal_arg(price, "price")).transpose()?;
        let quantity = quantity.map(|quantity| money::decimal_arg(quantity, "quantity")).transpose()?;
        let number = guarded(|| {
            self.shared
                .access
                .core()?
                .replace(self.number, price, quantity, wait)
                .map_err(desk_error)
        })?;
        Ok(Self {
            shared: Arc::clone(&self.shared),
            number,
        })
    }

    fn __richcmp__(&self, other: &Bound<'_, PyAny>, op: CompareOp) -> PyResult<Py<PyAny>> {
        let py = other.py();
        let Ok(other) = other.cast::<Self>() else {
            return Ok(py.NotImplemented());
        };
        let same = self.number == other.get().number && self.shared.access.same_run(&other.get().shared.access);
        match op {
            CompareOp::Eq => Ok(same.into_pyobject(py)?.to_owned().into_any().unbind()),
            CompareOp::Ne => Ok((!same).into_pyobject(py)?.to_owned().into_any().unbind()),
            _ => Ok(py.NotImplemented()),
        }
    }

    fn __hash__(&self) -> u64 {
        u64::from(self.number)
    }

    fn __repr__(&self) -> String {
        self.read(|order| {
            let price = order.price.map_or_else(|| "None".to_owned(), |price| price.normalize().to_string());
            format!(
                "OrderHandle(client_order_id='{}', side={}, kind={}, price={price}, quantity={}, filled_quantity={}, state={})",
                order.client_order_id,
                barter_driver::fingerprint::side_text(order.side),
                barter_driver::fingerprint::kind_text(order.kind),
                order.quantity.normalize(),
                order.filled.normalize(),
                order.state_text()
            )
        })
        .unwrap_or_else(|_| {
            format!(
                "OrderHandle(number={}, not usable here: the run is over, or this is another thread)",
                self.number
            )
        })
    }
}
