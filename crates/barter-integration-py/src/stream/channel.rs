//! A stream fed from Python.

use super::{
    event::{Item, ItemError, class},
    reader::{Fresh, PyBarterStream},
};
use crate::{
    channel::{bounded::PyBoundedRx, unbounded::PyUnboundedRx},
    raised::Raised,
};
use barter_interop::{
    errors::{invalid, state_error},
    guard::guarded,
    runtime,
};
use futures::stream;
use parking_lot::Mutex;
use pyo3::{prelude::*, types::PyTuple};
use tokio::sync::mpsc::{Sender, channel};

/// An item, or why there are no more.
type Sent = PyResult<Py<PyAny>>;

/// A stream of what is sent into it, and its sender.
#[pyfunction]
#[pyo3(signature = (capacity) -> "tuple[StreamTx, BarterStream]")]
pub fn stream_channel(capacity: usize) -> PyResult<(PyStreamTx, PyBarterStream)> {
    if capacity == 0 {
        return Err(invalid("capacity", "capacity must be at least 1, got 0"));
    }
    let (sender, receiver) = channel::<Sent>(capacity);
    let raised = Raised::default();
    let kept = raised.clone();
    let fresh = Fresh::new(raised, move || {
        Box::pin(stream::unfold((receiver, kept), |(mut receiver, kept)| async move {
            match receiver.recv().await? {
                Ok(object) => Some((Ok::<_, ItemError>(Item::Python(object)), (receiver, kept))),
                Err(error) => {
                    kept.keep(error);
                    None
                }
            }
        }))
    });
    Ok((PyStreamTx(Mutex::new(Some(sender))), PyBarterStream::new(fresh)))
}

/// Sends into a stream of `BarterStream`s.
#[pyclass(frozen, name = "StreamTx", module = "barter_integration._integration")]
pub struct PyStreamTx(Mutex<Option<Sender<Sent>>>);

impl PyStreamTx {
    fn put(&self, py: Python<'_>, item: Sent) -> PyResult<()> {
        let sender = self
            .0
            .lock()
            .clone()
            .ok_or_else(|| state_error("closed", "this sender was closed"))?;
        let dropped = || state_error("receiver_dropped", "the stream is gone: nobody would read this item");
        let item = match sender.try_send(item) {
            Ok(()) => return Ok(()),
            Err(tokio::sync::mpsc::error::TrySendError::Full(item)) => item,
            Err(tokio::sync::mpsc::error::TrySendError::Closed(_)) => return Err(dropped()),
        };
        guarded(|| runtime::block_on(py, async move { sender.send(item).await.is_ok() }))?
            .then_some(())
            .ok_or_else(dropped)
    }
}

#[pymethods]
impl PyStreamTx {
    /// Sends an item, waiting for room; `StateError` with code "receiver_dropped" when nobody reads any more.
    fn send(&self, py: Python<'_>, item: Py<PyAny>) -> PyResult<()> {
        self.put(py, Ok(item))
    }

    /// Ends the stream with an exception behind what was sent.
    fn fail(&self, py: Python<'_>, error: Bound<'_, pyo3::exceptions::PyBaseException>) -> PyResult<()> {
        self.put(py, Err(PyErr::from_value(error.into_any())))
    }

    /// Ends the stream behind what was sent.
    fn close(&self) {
        let sender = self.0.lock().take();
        drop(sender);
    }

    fn __enter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[pyo3(signature = (*exception: "object") -> "None")]
    fn __exit__(&self, exception: &Bound<'_, PyTuple>) {
        let _ = exception;
        self.close();
    }
}

#[pymethods]
impl PyBarterStream {
    /// A stream of what an iterable gives: of what is there at once, or of what comes, read by a thread of Python's.
    ///
    /// Args:
    ///     items: any iterable, also one that waits, such as a generator or the receiver of a channel. What it raises ends the stream
    ///         and is raised to the reader.
    ///
    /// Example:
    ///     >>> from barter_integration import BarterStream
    ///     >>> list(BarterStream.of([1, 2]))
    ///     [1, 2]
    #[staticmethod]
    #[pyo3(signature = (items: "Iterable[Any]") -> "BarterStream")]
    fn of<'py>(items: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        class(items.py(), "barter_integration.stream", &["stream_from"])?.call1((items,))
    }
}

#[pymethods]
impl PyUnboundedRx {
    /// The items as a `BarterStream`, which takes this receiver over.
    #[pyo3(signature = () -> "BarterStream")]
    fn into_stream<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        PyBarterStream::of(slf.as_any())
    }
}

#[pymethods]
impl PyBoundedRx {
    /// The items as a `BarterStream`, which takes this receiver over.
    #[pyo3(signature = () -> "BarterStream")]
    fn into_stream<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        PyBarterStream::of(slf.as_any())
    }
}
