//! What goes through a stream, and how it becomes Python.

use crate::{
    error,
    socket::{message, sink::PyWsSink},
};
use barter_integration::{
    error::SocketError,
    protocol::websocket::{WsError, WsMessage},
};
use barter_interop::stream::StreamItem;
use futures::Stream;
use pyo3::{PyTraverseError, PyVisit, intern, prelude::*};
use std::pin::Pin;

/// An item; it becomes a Python object in the thread that reads it, or where a function of Python wants to see it.
pub enum Item {
    Python(Py<PyAny>),
    Message(WsMessage),
    Connected(PyWsSink),
    Reconnecting,
    /// An item or an error between two connections.
    Update(Box<Event>),
}

/// An error among the items; the stream goes on behind it.
#[derive(Debug)]
pub enum ItemError {
    Socket(SocketError),
    WebSocket(Box<WsError>),
    Python(PyErr),
}

pub type Event = Result<Item, ItemError>;
pub type Events = Pin<Box<dyn Stream<Item = Event> + Send>>;

impl From<SocketError> for ItemError {
    fn from(error: SocketError) -> Self {
        Self::Socket(error)
    }
}

impl ItemError {
    /// The exception.
    pub fn into_exception(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Socket(error) => error::socket(py, error),
            Self::WebSocket(error) => error::web_socket(py, &error),
            Self::Python(error) => error,
        }
    }

    /// The exception as a value; the error stays what it is.
    pub fn as_exception(&mut self, py: Python<'_>) -> Py<PyAny> {
        let taken = std::mem::replace(self, Self::Socket(SocketError::Sink));
        let exception = taken.into_exception(py);
        let value = exception.value(py).clone().into_any().unbind();
        *self = Self::Python(exception);
        value
    }
}

/// A class of `barter_integration`'s Python part.
pub fn class<'py>(py: Python<'py>, module: &str, path: &[&str]) -> PyResult<Bound<'py, PyAny>> {
    let mut found = py.import(module)?.into_any();
    for name in path {
        found = found.getattr(*name)?;
    }
    Ok(found)
}

fn update<'py>(py: Python<'py>, variant: &str) -> PyResult<Bound<'py, PyAny>> {
    class(py, "barter_integration.socket", &["SocketUpdate", variant])
}

impl Item {
    /// The item as Python has it.
    pub fn into_object(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        match self {
            Self::Python(object) => Ok(object),
            Self::Message(message) => message::to_python(py, &message),
            Self::Connected(sink) => update(py, "Connected")?.call1((sink,)).map(Bound::unbind),
            Self::Reconnecting => update(py, "Reconnecting")?.call0().map(Bound::unbind),
            Self::Update(event) => {
                let item = match *event {
                    Ok(item) => item.into_object(py)?,
                    Err(error) => error.into_exception(py).into_value(py).into_any(),
                };
                update(py, "Item")?.call1((item,)).map(Bound::unbind)
            }
        }
    }

    /// The same item with its Python object made.
    pub fn with_object(self, py: Python<'_>) -> PyResult<(Self, Py<PyAny>)> {
        let object = self.into_object(py)?;
        Ok((Self::Python(object.clone_ref(py)), object))
    }
}

/// An event in a queue to Python.
pub struct Waiting(pub Event);

impl StreamItem for Waiting {
    const HOLDS_PYTHON: bool = true;

    fn into_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        match self.0 {
            Ok(item) => item.into_object(py),
            Err(error) => Err(error.into_exception(py)),
        }
    }

    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        fn seen(event: &Event, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
            match event {
                Ok(Item::Python(object)) => visit.call(object),
                Ok(Item::Update(event)) => seen(event, visit),
                _ => Ok(()),
            }
        }
        seen(&self.0, visit)
    }
}

/// Whether an exception says that nobody receives any more.
pub fn is_receiver_dropped(py: Python<'_>, error: &PyErr) -> bool {
    error.is_instance_of::<barter_interop::errors::StateError>(py)
        && error
            .value(py)
            .getattr(intern!(py, "code"))
            .and_then(|code| code.extract::<String>())
            .is_ok_and(|code| code == "receiver_dropped")
}
