//! States of orders.

use crate::error::{PyOrderError, order_error_arg};
use barter_execution::order::{
    id::OrderId,
    state::{ActiveOrderState, CancelInFlight, Cancelled, InactiveOrderState, Open, OpenInFlight, OrderState},
};
use barter_interop::{
    Name, Wraps, canonical_methods,
    errors::{invalid, shown, type_name, wrong_type},
    execution::state::check_open,
    instrument::{AssetKey, InstrumentKey},
    money::{Exact, decimal_arg, to_f64},
    name_arg, own_from_py,
    time::{Moment, time_arg, time_ns},
    value::{checked, own_arg},
    value_methods,
};
use pyo3::prelude::*;

/// The request to open the order is on its way.
#[pyclass(frozen, eq, ord, hash, name = "OpenInFlight", module = "barter_execution")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyOpenInFlight(pub OpenInFlight);
canonical_methods!(PyOpenInFlight(OpenInFlight));
value_methods!(PyOpenInFlight {});
own_from_py!(PyOpenInFlight as "state");

#[pymethods]
impl PyOpenInFlight {
    #[new]
    fn new() -> Self {
        Self(OpenInFlight)
    }
}

/// The order is open at the exchange.
///
/// Args:
///     id: the exchange's identifier of the order.
///     time_exchange: int nanoseconds UTC or an aware datetime.
///     filled_quantity: what is filled of it, not negative.
#[pyclass(frozen, eq, ord, hash, name = "Open", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyOpen(pub Open);
canonical_methods!(PyOpen(Open));
value_methods!(PyOpen {
    id,
    time_exchange,
    filled_quantity
});
own_from_py!(PyOpen as "state");

#[pymethods]
impl PyOpen {
    #[new]
    #[pyo3(signature = (id: "OrderId | str", time_exchange: "int | datetime", filled_quantity: "Decimal | int | str | float"))]
    fn new(id: &Bound<'_, PyAny>, time_exchange: &Bound<'_, PyAny>, filled_quantity: &Bound<'_, PyAny>) -> PyResult<Self> {
        let open = Open {
            id: name_arg(id, "id")?,
            time_exchange: time_arg(time_exchange, "time_exchange")?,
            filled_quantity: decimal_arg(filled_quantity, "filled_quantity")?,
        };
        checked(check_open(&open))?;
        Ok(Self(open))
    }

    /// The exchange's identifier of the order.
    #[getter]
    fn id(&self) -> Name<OrderId> {
        Name(self.0.id.clone())
    }

    /// When the exchange said so, an aware datetime in UTC.
    #[getter]
    fn time_exchange(&self) -> Moment {
        Moment(self.0.time_exchange)
    }

    /// When the exchange said so, nanoseconds since 1970 UTC.
    #[getter]
    fn time_exchange_ns(&self) -> PyResult<i64> {
        time_ns(self.0.time_exchange)
    }

    /// What is filled of it.
    #[getter]
    fn filled_quantity(&self) -> Exact {
        Exact(self.0.filled_quantity)
    }

    /// What is filled of it, as a float.
    #[getter]
    fn filled_quantity_f64(&self) -> f64 {
        to_f64(&self.0.filled_quantity)
    }

    /// What remains of the quantity the order began with.
    #[pyo3(signature = (initial_quantity: "Decimal | int | str | float"))]
    fn quantity_remaining(&self, initial_quantity: &Bound<'_, PyAny>) -> PyResult<Exact> {
        let initial = decimal_arg(initial_quantity, "initial_quantity")?;
        initial.checked_sub(self.0.filled_quantity).map(Exact).ok_or_else(|| {
            invalid(
                "initial_quantity",
                format!("initial_quantity {initial} minus {} does not fit a decimal", self.0.filled_quantity),
            )
        })
    }
}

/// The request to cancel the order is on its way; `order` is its open state, if it was open.
#[pyclass(frozen, eq, ord, hash, name = "CancelInFlight", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyCancelInFlight(pub CancelInFlight);
canonical_methods!(PyCancelInFlight(CancelInFlight));
value_methods!(PyCancelInFlight { order });
own_from_py!(PyCancelInFlight as "state");

#[pymethods]
impl PyCancelInFlight {
    #[new]
    #[pyo3(signature = (order: "Open | None" = None))]
    fn new(order: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let order = order
            .map(|order| own_arg::<PyOpen>(order, "order").map(|order| order.get().0.clone()))
            .transpose()?;
        Ok(Self(CancelInFlight { order }))
    }

    /// Its open state, if it was open.
    #[getter]
    fn order(&self) -> Option<PyOpen> {
        self.0.order.clone().map(PyOpen)
    }
}

/// The order is cancelled.
#[pyclass(frozen, eq, ord, hash, name = "Cancelled", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyCancelled(pub Cancelled);
canonical_methods!(PyCancelled(Cancelled));
value_methods!(PyCancelled { id, time_exchange });
own_from_py!(PyCancelled as "state");

#[pymethods]
impl PyCancelled {
    #[new]
    #[pyo3(signature = (id: "OrderId | str", time_exchange: "int | datetime"))]
    fn new(id: &Bound<'_, PyAny>, time_exchange: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(Cancelled {
            id: name_arg(id, "id")?,
            time_exchange: time_arg(time_exchange, "time_exchange")?,
        }))
    }

    /// The exchange's identifier of the order.
    #[getter]
    fn id(&self) -> Name<OrderId> {
        Name(self.0.id.clone())
    }

    /// When it was cancelled, an aware datetime in UTC.
    #[getter]
    fn time_exchange(&self) -> Moment {
        Moment(self.0.time_exchange)
    }

    /// When it was cancelled, nanoseconds since 1970 UTC.
    #[getter]
    fn time_exchange_ns(&self) -> PyResult<i64> {
        time_ns(self.0.time_exchange)
    }
}

/// State of an order that is not done.
#[pyclass(frozen, eq, ord, hash, name = "ActiveOrderState", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PyActiveOrderState {
    /// The request to open it is on its way.
    #[pyo3(constructor = (state = PyOpenInFlight(OpenInFlight)))]
    OpenInFlight { state: PyOpenInFlight },
    /// It is open at the exchange.
    #[pyo3(constructor = (state))]
    Open { state: PyOpen },
    /// The request to cancel it is on its way.
    #[pyo3(constructor = (state))]
    CancelInFlight { state: PyCancelInFlight },
}
canonical_methods!(PyActiveOrderState);
value_methods!(PyActiveOrderState);

impl<'py> FromPyObject<'_, 'py> for PyActiveOrderState {
    type Error = PyErr;
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = <Self as pyo3::PyTypeInfo>::TYPE_HINT;

    /// Also from the state alone, as upstream's `From` does.
    fn extract(object: pyo3::Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        active_state(&object)?.ok_or_else(|| {
            wrong_type(
                "state",
                format!(
                    "state must be OpenInFlight, Open or CancelInFlight, got {} {}",
                    type_name(&object),
                    shown(&object)
                ),
            )
        })
    }
}

/// The active state that an object is or stands for.
fn active_state(value: &Bound<'_, PyAny>) -> PyResult<Option<PyActiveOrderState>> {
    Ok(if let Ok(state) = value.cast::<PyActiveOrderState>() {
        Some(state.get().clone())
    } else if let Ok(state) = value.cast::<PyOpenInFlight>() {
        Some(PyActiveOrderState::OpenInFlight { state: *state.get() })
    } else if let Ok(state) = value.cast::<PyOpen>() {
        Some(PyActiveOrderState::Open {
            state: state.get().clone(),
        })
    } else if let Ok(state) = value.cast::<PyCancelInFlight>() {
        Some(PyActiveOrderState::CancelInFlight {
            state: state.get().clone(),
        })
    } else {
        None
    })
}

impl Wraps for PyActiveOrderState {
    type Value = ActiveOrderState;

    fn wrap(_: Python<'_>, value: ActiveOrderState) -> PyResult<Self> {
        Ok(value.into())
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&ActiveOrderState) -> R) -> PyResult<R> {
        Ok(f(&self.to_state()))
    }
}

impl From<ActiveOrderState> for PyActiveOrderState {
    fn from(state: ActiveOrderState) -> Self {
        match state {
            ActiveOrderState::OpenInFlight(state) => Self::OpenInFlight {
                state: PyOpenInFlight(state),
            },
            ActiveOrderState::Open(state) => Self::Open { state: PyOpen(state) },
            ActiveOrderState::CancelInFlight(state) => Self::CancelInFlight {
                state: PyCancelInFlight(state),
            },
        }
    }
}

impl PyActiveOrderState {
    fn to_state(&self) -> ActiveOrderState {
        match self {
            Self::OpenInFlight { state } => ActiveOrderState::OpenInFlight(state.0),
            Self::Open { state } => ActiveOrderState::Open(state.0.clone()),
            Self::CancelInFlight { state } => ActiveOrderState::CancelInFlight(state.0.clone()),
        }
    }
}

#[pymethods]
impl PyActiveOrderState {
    /// The open state, where there is one: also of an order whose cancel is on its way.
    #[getter]
    fn open_meta(&self) -> Option<PyOpen> {
        self.to_state().open_meta().cloned().map(PyOpen)
    }
}

/// State of an order that is done.
#[pyclass(frozen, eq, ord, hash, name = "InactiveOrderState", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PyInactiveOrderState {
    /// It was cancelled.
    #[pyo3(constructor = (state))]
    Cancelled { state: PyCancelled },
    /// It was filled whole.
    #[pyo3(constructor = ())]
    FullyFilled {},
    /// It could not be opened; the error says why.
    #[pyo3(constructor = (error))]
    OpenFailed { error: PyOrderError },
    /// Its time ended.
    #[pyo3(constructor = ())]
    Expired {},
}
canonical_methods!(PyInactiveOrderState);
value_methods!(PyInactiveOrderState);

impl<'py> FromPyObject<'_, 'py> for PyInactiveOrderState {
    type Error = PyErr;
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = <Self as pyo3::PyTypeInfo>::TYPE_HINT;

    /// Also from the state alone, as upstream's `From` does.
    fn extract(object: pyo3::Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        inactive_state(&object)?.ok_or_else(|| {
            wrong_type(
                "state",
                format!(
                    "state must be an InactiveOrderState, Cancelled or OrderError, got {} {}",
                    type_name(&object),
                    shown(&object)
                ),
            )
        })
    }
}

fn inactive_state(value: &Bound<'_, PyAny>) -> PyResult<Option<PyInactiveOrderState>> {
    Ok(if let Ok(state) = value.cast::<PyInactiveOrderState>() {
        Some(state.get().clone())
    } else if let Ok(state) = value.cast::<PyCancelled>() {
        Some(PyInactiveOrderState::Cancelled {
            state: state.get().clone(),
        })
    } else if value.is_instance_of::<pyo3::exceptions::PyException>() {
        Some(PyInactiveOrderState::OpenFailed {
            error: order_error_arg(value, "state")?,
        })
    } else {
        None
    })
}

impl Wraps for PyInactiveOrderState {
    type Value = InactiveOrderState<AssetKey, InstrumentKey>;

    fn wrap(_: Python<'_>, value: Self::Value) -> PyResult<Self> {
        Ok(value.into())
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&Self::Value) -> R) -> PyResult<R> {
        Ok(f(&self.to_state()))
    }
}

impl From<InactiveOrderState<AssetKey, InstrumentKey>> for PyInactiveOrderState {
    fn from(state: InactiveOrderState<AssetKey, InstrumentKey>) -> Self {
        match state {
            InactiveOrderState::Cancelled(state) => Self::Cancelled { state: PyCancelled(state) },
            InactiveOrderState::FullyFilled => Self::FullyFilled {},
            InactiveOrderState::OpenFailed(error) => Self::OpenFailed {
                error: PyOrderError(error),
            },
            InactiveOrderState::Expired => Self::Expired {},
        }
    }
}

impl PyInactiveOrderState {
    fn to_state(&self) -> InactiveOrderState<AssetKey, InstrumentKey> {
        match self {
            Self::Cancelled { state } => InactiveOrderState::Cancelled(state.0.clone()),
            Self::FullyFilled {} => InactiveOrderState::FullyFilled,
            Self::OpenFailed { error } => InactiveOrderState::OpenFailed(error.0.clone()),
            Self::Expired {} => InactiveOrderState::Expired,
        }
    }
}

/// State of an order.
///
/// >>> from barter_execution import OrderState
/// >>> OrderState.fully_filled()
/// OrderState.Inactive(state=InactiveOrderState.FullyFilled())
#[pyclass(frozen, eq, ord, hash, name = "OrderState", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PyOrderState {
    /// Not done.
    #[pyo3(constructor = (state))]
    Active { state: PyActiveOrderState },
    /// Done.
    #[pyo3(constructor = (state))]
    Inactive { state: PyInactiveOrderState },
}
canonical_methods!(PyOrderState);
value_methods!(PyOrderState);

/// A state from `OrderState` or from any state that it may hold; the error names the argument.
pub fn state_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<OrderState<AssetKey, InstrumentKey>> {
    if let Ok(state) = value.cast::<PyOrderState>() {
        return Ok(state.get().to_state());
    }
    if let Some(state) = active_state(value)? {
        return Ok(OrderState::Active(state.to_state()));
    }
    if let Some(state) = inactive_state(value)? {
        return Ok(OrderState::Inactive(state.to_state()));
    }
    Err(wrong_type(
        argument,
        format!("{argument} must be an OrderState, got {} {}", type_name(value), shown(value)),
    ))
}

impl Wraps for PyOrderState {
    type Value = OrderState<AssetKey, InstrumentKey>;

    fn wrap(_: Python<'_>, value: Self::Value) -> PyResult<Self> {
        Ok(value.into())
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&Self::Value) -> R) -> PyResult<R> {
        Ok(f(&self.to_state()))
    }
}

impl From<OrderState<AssetKey, InstrumentKey>> for PyOrderState {
    fn from(state: OrderState<AssetKey, InstrumentKey>) -> Self {
        match state {
            OrderState::Active(state) => Self::Active { state: state.into() },
            OrderState::Inactive(state) => Self::Inactive { state: state.into() },
        }
    }
}

impl PyOrderState {
    pub fn to_state(&self) -> OrderState<AssetKey, InstrumentKey> {
        match self {
            Self::Active { state } => OrderState::Active(state.to_state()),
            Self::Inactive { state } => OrderState::Inactive(state.to_state()),
        }
    }
}

#[pymethods]
impl PyOrderState {
    /// The state of an order that is not done.
    #[staticmethod]
    #[pyo3(signature = (state: "ActiveOrderState | OpenInFlight | Open | CancelInFlight"))]
    fn active(state: PyActiveOrderState) -> Self {
        Self::Active { state }
    }

    /// The state of an order that is done.
    #[staticmethod]
    #[pyo3(signature = (state: "InactiveOrderState | Cancelled | OrderError"))]
    fn inactive(state: PyInactiveOrderState) -> Self {
        Self::Inactive { state }
    }

    /// Filled whole.
    #[staticmethod]
    fn fully_filled() -> Self {
        OrderState::fully_filled().into()
    }

    /// Its time ended.
    #[staticmethod]
    fn expired() -> Self {
        OrderState::expired().into()
    }

    /// Whether the order is not done.
    #[getter]
    fn is_active(&self) -> bool {
        matches!(self, Self::Active { .. })
    }

    /// Whether the order is done.
    #[getter]
    fn is_inactive(&self) -> bool {
        matches!(self, Self::Inactive { .. })
    }

    /// The open state, where there is one: of an order that is open, or whose cancel is on its way.
    #[getter]
    fn open_meta(&self) -> Option<PyOpen> {
        match self {
            Self::Active { state } => state.open_meta(),
            Self::Inactive { .. } => None,
        }
    }

    /// Why the order could not be opened, if that is its state.
    #[getter]
    fn error(&self) -> Option<PyOrderError> {
        match self {
            Self::Inactive {
                state: PyInactiveOrderState::OpenFailed { error },
            } => Some(error.clone()),
            _ => None,
        }
    }

    /// When the exchange said so, an aware datetime in UTC; None for states without a time.
    #[getter]
    fn time_exchange(&self) -> Option<Moment> {
        self.to_state().time_exchange().map(Moment)
    }

    /// When the exchange said so, nanoseconds since 1970 UTC; None for states without a time.
    #[getter]
    fn time_exchange_ns(&self) -> PyResult<Option<i64>> {
        self.to_state().time_exchange().map(time_ns).transpose()
    }
}
