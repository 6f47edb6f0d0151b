//! `OrderEvent`: an order's key and state, without its terms.

use super::{
    PyOrderKey,
    request::key_getters,
    state::{PyOrderState, state_arg},
};
use barter_execution::order::{
    OrderEvent,
    id::{ClientOrderId, StrategyId},
    state::OrderState,
};
use barter_interop::{
    Name, canonical_methods,
    execution::order::check_order_event,
    instrument::{AssetKey, ExchangeKey, InstrumentKey},
    value::{checked, own_arg},
    value_methods,
};
use pyo3::prelude::*;

/// What is told of an order: its key and its state. Requests and answers to cancels, which are order events with other states in
/// barter's Rust crates, have classes of their own: `OrderRequestOpen`, `OrderRequestCancel`, `OrderResponseCancel`.
///
/// Args:
///     key: `OrderKey`.
///     state: `OrderState`, or a state that it may hold (`Open`, `Cancelled`, an `OrderError`, ...).
///
/// >>> from barter_execution import Cancelled, OrderEvent, OrderKey
/// >>> OrderEvent(OrderKey(0, 3, "ema", "1"), Cancelled("7", 0)).state.time_exchange_ns
/// 0
#[pyclass(frozen, eq, ord, hash, name = "OrderEvent", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyOrderEvent(pub OrderEvent<OrderState<AssetKey, InstrumentKey>, ExchangeKey, InstrumentKey>);
canonical_methods!(PyOrderEvent(OrderEvent<OrderState<AssetKey, InstrumentKey>, ExchangeKey, InstrumentKey>));
value_methods!(PyOrderEvent { key, state });
key_getters!(PyOrderEvent);

#[pymethods]
impl PyOrderEvent {
    #[new]
    #[pyo3(signature = (
        key: "OrderKey",
        state: "OrderState | ActiveOrderState | InactiveOrderState | OpenInFlight | Open | CancelInFlight | Cancelled | OrderError"
    ))]
    fn new(key: &Bound<'_, PyAny>, state: &Bound<'_, PyAny>) -> PyResult<Self> {
        let event = OrderEvent {
            key: own_arg::<PyOrderKey>(key, "key")?.get().0.clone(),
            state: state_arg(state, "state")?,
        };
        checked(check_order_event(&event))?;
        Ok(Self(event))
    }

    /// The order's state.
    #[getter]
    fn state(&self) -> PyOrderState {
        self.0.state.clone().into()
    }
}
