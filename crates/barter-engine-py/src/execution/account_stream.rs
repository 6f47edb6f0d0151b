//! `AccountStream`: account events by index, as the engine takes them.

use crate::awaitable::PyAwaitable;
use barter_execution::AccountEvent;
use barter_instrument::exchange::ExchangeId;
use barter_interop::{
    Enum, Foreign,
    stream::{EventStream, StreamItem},
};
use pyo3::{IntoPyObjectExt, intern, prelude::*};

/// One event.
pub enum AccountItem {
    Event(Box<AccountEvent>),
    Reconnecting(ExchangeId, String),
}

impl StreamItem for AccountItem {
    fn into_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        match self {
            Self::Event(event) => Foreign(*event).into_py_any(py),
            Self::Reconnecting(exchange, reason) => {
                let class = py
                    .import(intern!(py, "barter_execution"))?
                    .getattr(intern!(py, "AccountReconnecting"))?;
                class.call1((Enum(exchange), reason)).map(Bound::unbind)
            }
        }
    }
}

/// The account of an exchange as an engine takes it: `AccountEvent`s by index, a full snapshot first, and `AccountReconnecting` where the
/// connection was lost; a snapshot follows it. One object for `for` and `async for`.
#[pyclass(frozen, weakref, name = "AccountStream", module = "barter_engine")]
pub struct PyAccountStream(pub EventStream<AccountItem>);

barter_interop::stream_methods!(
    PyAccountStream,
    PyAwaitable {
        item: "AccountEvent | AccountReconnecting",
        list: "list[AccountEvent | AccountReconnecting]",
        next: "Coroutine[Any, Any, AccountEvent | AccountReconnecting]",
        batch: "Coroutine[Any, Any, list[AccountEvent | AccountReconnecting]]",
        close: "Coroutine[Any, Any, None]",
    }
);

#[pymethods]
impl PyAccountStream {
    fn __repr__(&self) -> PyResult<String> {
        let state = if self.0.is_closed()? { "closed" } else { "open" };
        Ok(format!("<AccountStream {state}, {} ready>", self.0.ready()?))
    }
}
