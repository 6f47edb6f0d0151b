//! Requests to open and to cancel orders.

use super::PyOrderKey;
use crate::{
    error::{PyOrderError, order_error_arg},
    order::{PyTimeInForce, state::PyCancelled, time_in_force_of},
};
use barter_execution::order::{
    OrderEvent, OrderKind,
    id::{ClientOrderId, OrderId, StrategyId},
    request::{OrderRequestCancel, OrderRequestOpen, OrderResponseCancel, RequestCancel, RequestOpen},
};
use barter_instrument::Side;
use barter_interop::{
    Enum, Name, canonical_methods, enum_arg,
    execution::order::{check_request_open, check_response_cancel},
    instrument::{AssetKey, ExchangeKey, InstrumentKey},
    money::{Exact, decimal_arg, to_f64},
    name_arg, own_from_py,
    value::{checked, own_arg},
    value_methods,
};
use pyo3::{IntoPyObjectExt, prelude::*};

/// What an order to open is.
///
/// Args:
///     side: `Side` or its text.
///     price: limit price, above zero; for a market order the price seen when it was made, which may be 0.
///     quantity: quantity in the instrument's unit, above zero.
///     kind: `OrderKind` or its text.
///     time_in_force: `TimeInForce`, or a text: gtc, post_only, day, fok, ioc.
///
/// >>> from barter_execution import RequestOpen
/// >>> RequestOpen("buy", "100.5", 2, "limit", "ioc").time_in_force
/// TimeInForce.ImmediateOrCancel()
#[pyclass(frozen, eq, ord, hash, name = "RequestOpen", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyRequestOpen(pub RequestOpen);
canonical_methods!(PyRequestOpen(RequestOpen));
value_methods!(PyRequestOpen {
    side,
    price,
    quantity,
    kind,
    time_in_force
});

#[pymethods]
impl PyRequestOpen {
    #[new]
    #[pyo3(signature = (
        side: "Side | str",
        price: "Decimal | int | str | float",
        quantity: "Decimal | int | str | float",
        kind: "OrderKind | str",
        time_in_force: "TimeInForce | str"
    ))]
    fn new(
        side: &Bound<'_, PyAny>,
        price: &Bound<'_, PyAny>,
        quantity: &Bound<'_, PyAny>,
        kind: &Bound<'_, PyAny>,
        time_in_force: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        let request = RequestOpen {
            side: enum_arg(side, "side")?,
            price: decimal_arg(price, "price")?,
            quantity: decimal_arg(quantity, "quantity")?,
            kind: enum_arg(kind, "kind")?,
            time_in_force: time_in_force_of(time_in_force, "time_in_force")?,
        };
        checked(check_request_open(&request))?;
        Ok(Self(request))
    }

    /// Buy or sell.
    #[getter]
    fn side(&self) -> Enum<Side> {
        Enum(self.0.side)
    }

    /// Limit price; for a market order the price seen when it was made.
    #[getter]
    fn price(&self) -> Exact {
        Exact(self.0.price)
    }

    /// Price as a float.
    #[getter]
    fn price_f64(&self) -> f64 {
        to_f64(&self.0.price)
    }

    /// Quantity in the instrument's unit.
    #[getter]
    fn quantity(&self) -> Exact {
        Exact(self.0.quantity)
    }

    /// Quantity as a float.
    #[getter]
    fn quantity_f64(&self) -> f64 {
        to_f64(&self.0.quantity)
    }

    /// Market or limit.
    #[getter]
    fn kind(&self) -> Enum<OrderKind> {
        Enum(self.0.kind)
    }

    /// How long it stays.
    #[getter]
    fn time_in_force(&self) -> PyTimeInForce {
        self.0.time_in_force.into()
    }
}

/// What an order to cancel is: the exchange's identifier, or None where the client's identifier in the key is enough.
#[pyclass(frozen, eq, ord, hash, name = "RequestCancel", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyRequestCancel(pub RequestCancel);
canonical_methods!(PyRequestCancel(RequestCancel));
value_methods!(PyRequestCancel { id });

#[pymethods]
impl PyRequestCancel {
    #[new]
    #[pyo3(signature = (id: "OrderId | str | None" = None))]
    fn new(id: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        Ok(Self(RequestCancel {
            id: id.map(|id| name_arg(id, "id")).transpose()?,
        }))
    }

    /// The exchange's identifier of the order.
    #[getter]
    fn id(&self) -> Option<Name<OrderId>> {
        self.0.id.clone().map(Name)
    }
}

/// Getters of the key, for every class that has one.
macro_rules! key_getters {
    ($class:ident) => {
        #[pymethods]
        impl $class {
            /// What identifies the order.
            #[getter]
            fn key(&self) -> PyOrderKey {
                PyOrderKey(self.0.key.clone())
            }

            /// The key's exchange.
            #[getter]
            fn exchange(&self) -> ExchangeKey {
                self.0.key.exchange
            }

            /// The key's instrument.
            #[getter]
            fn instrument(&self) -> InstrumentKey {
                self.0.key.instrument.clone()
            }

            /// The key's strategy.
            #[getter]
            fn strategy(&self) -> Name<StrategyId> {
                Name(self.0.key.strategy.clone())
            }

            /// The key's client order id.
            #[getter]
            fn cid(&self) -> Name<ClientOrderId> {
                Name(self.0.key.cid.clone())
            }
        }
    };
}
pub(crate) use key_getters;

/// A request to open an order. A risk manager may hand it on, or an edited copy:
/// `request.replace(state=request.state.replace(quantity=1))`.
///
/// Args:
///     key: `OrderKey`.
///     state: `RequestOpen`.
#[pyclass(frozen, eq, ord, hash, name = "OrderRequestOpen", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyOrderRequestOpen(pub OrderRequestOpen<ExchangeKey, InstrumentKey>);
canonical_methods!(PyOrderRequestOpen(OrderRequestOpen<ExchangeKey, InstrumentKey>));
value_methods!(PyOrderRequestOpen { key, state });
key_getters!(PyOrderRequestOpen);

#[pymethods]
impl PyOrderRequestOpen {
    #[new]
    #[pyo3(signature = (key: "OrderKey", state: "RequestOpen"))]
    fn new(key: &Bound<'_, PyAny>, state: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(OrderEvent {
            key: own_arg::<PyOrderKey>(key, "key")?.get().0.clone(),
            state: own_arg::<PyRequestOpen>(state, "state")?.get().0.clone(),
        }))
    }

    /// What the order is.
    #[getter]
    fn state(&self) -> PyRequestOpen {
        PyRequestOpen(self.0.state.clone())
    }

    /// Buy or sell.
    #[getter]
    fn side(&self) -> Enum<Side> {
        Enum(self.0.state.side)
    }

    /// Limit price; for a market order the price seen when it was made.
    #[getter]
    fn price(&self) -> Exact {
        Exact(self.0.state.price)
    }

    /// Price as a float.
    #[getter]
    fn price_f64(&self) -> f64 {
        to_f64(&self.0.state.price)
    }

    /// Quantity in the instrument's unit.
    #[getter]
    fn quantity(&self) -> Exact {
        Exact(self.0.state.quantity)
    }

    /// Quantity as a float.
    #[getter]
    fn quantity_f64(&self) -> f64 {
        to_f64(&self.0.state.quantity)
    }

    /// Market or limit.
    #[getter]
    fn kind(&self) -> Enum<OrderKind> {
        Enum(self.0.state.kind)
    }

    /// How long it stays.
    #[getter]
    fn time_in_force(&self) -> PyTimeInForce {
        self.0.state.time_in_force.into()
    }
}

/// A request to cancel an order.
///
/// Args:
///     key: `OrderKey` of the order.
///     state: `RequestCancel`, with the exchange's identifier if it is known.
#[pyclass(frozen, eq, ord, hash, name = "OrderRequestCancel", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyOrderRequestCancel(pub OrderRequestCancel<ExchangeKey, InstrumentKey>);
canonical_methods!(PyOrderRequestCancel(OrderRequestCancel<ExchangeKey, InstrumentKey>));
value_methods!(PyOrderRequestCancel { key, state });
key_getters!(PyOrderRequestCancel);

#[pymethods]
impl PyOrderRequestCancel {
    #[new]
    #[pyo3(signature = (key: "OrderKey", state: "RequestCancel | None" = None))]
    fn new(key: &Bound<'_, PyAny>, state: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let state = state
            .map(|state| own_arg::<PyRequestCancel>(state, "state").map(|state| state.get().0.clone()))
            .transpose()?;
        Ok(Self(OrderEvent {
            key: own_arg::<PyOrderKey>(key, "key")?.get().0.clone(),
            state: state.unwrap_or_default(),
        }))
    }

    /// What to cancel.
    #[getter]
    fn state(&self) -> PyRequestCancel {
        PyRequestCancel(self.0.state.clone())
    }

    /// The exchange's identifier of the order, if it is known.
    #[getter]
    fn id(&self) -> Option<Name<OrderId>> {
        self.0.state.id.clone().map(Name)
    }
}

/// The answer to a request to cancel an order.
///
/// Args:
///     key: `OrderKey` of the order.
///     state: `Cancelled`, or the `OrderError` that says why not.
#[pyclass(frozen, eq, ord, hash, name = "OrderResponseCancel", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyOrderResponseCancel(pub OrderResponseCancel<ExchangeKey, AssetKey, InstrumentKey>);
canonical_methods!(PyOrderResponseCancel(OrderResponseCancel<ExchangeKey, AssetKey, InstrumentKey>));
value_methods!(PyOrderResponseCancel { key, state });
own_from_py!(PyOrderResponseCancel as "response");
key_getters!(PyOrderResponseCancel);

#[pymethods]
impl PyOrderResponseCancel {
    #[new]
    #[pyo3(signature = (key: "OrderKey", state: "Cancelled | OrderError"))]
    fn new(key: &Bound<'_, PyAny>, state: &Bound<'_, PyAny>) -> PyResult<Self> {
        let state = match state.cast::<PyCancelled>() {
            Ok(cancelled) => Ok(cancelled.get().0.clone()),
            Err(_) => Err(order_error_arg(state, "state")?.0),
        };
        let response = OrderEvent {
            key: own_arg::<PyOrderKey>(key, "key")?.get().0.clone(),
            state,
        };
        checked(check_response_cancel(&response))?;
        Ok(Self(response))
    }

    /// `Cancelled`, or the `OrderError` that says why not.
    #[getter]
    fn state<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match &self.0.state {
            Ok(cancelled) => PyCancelled(cancelled.clone()).into_bound_py_any(py),
            Err(error) => PyOrderError(error.clone()).into_bound_py_any(py),
        }
    }

    /// Whether the order was cancelled.
    #[getter]
    fn is_cancelled(&self) -> bool {
        self.0.state.is_ok()
    }
}
