//! `mpsc_bounded` and its two ends.

use super::{Handle, sent};
use crate::awaitable::PyAwaitable;
use barter_interop::{
    errors::invalid,
    guard::guarded,
    runtime::parse_timeout,
    stream::{Capacity, EventStream, Overflow},
};
use pyo3::{prelude::*, types::PyTuple};

/// A channel that holds a limited number of items: many senders, one receiver.
///
/// Args:
///     capacity: most items that may wait, at least 1.
///     overflow: what happens when it is full. "wait": the sender waits for the receiver; "drop_oldest": the oldest item is dropped
///         and counted in `BoundedRx.dropped`.
///
/// Returns:
///     `(tx, rx)`: a `BoundedTx` and a `BoundedRx`. They carry any Python object.
///
/// Raises:
///     InvalidArgumentError: with the argument's name.
///
/// Example:
///     >>> from barter_integration import mpsc_bounded
///     >>> tx, rx = mpsc_bounded(2, overflow="drop_oldest")
///     >>> for price in (1, 2, 3):
///     ...     tx.send(price)
///     >>> rx.drain(), rx.dropped
///     ([2, 3], 1)
#[pyfunction]
#[pyo3(signature = (capacity, *, overflow = "wait"))]
pub fn mpsc_bounded(capacity: usize, overflow: &str) -> PyResult<(PyBoundedTx, PyBoundedRx)> {
    let overflow = match overflow {
        "wait" => Overflow::Wait,
        "drop_oldest" => Overflow::DropOldest,
        other => {
            return Err(invalid(
                "overflow",
                format!("overflow must be 'wait' or 'drop_oldest', got '{other}'"),
            ));
        }
    };
    if capacity == 0 {
        return Err(invalid("capacity", "capacity must be at least 1, got 0"));
    }
    let (sender, stream) = EventStream::channel(Capacity::Bounded {
        events: capacity,
        overflow,
    });
    Ok((PyBoundedTx(Handle::new(sender)), PyBoundedRx(stream)))
}

/// The sending end of `mpsc_bounded()`. Use it from any thread; the channel ends when its last sender is closed or collected.
#[pyclass(frozen, weakref, name = "BoundedTx", module = "barter_integration")]
pub struct PyBoundedTx(Handle);

#[pymethods]
impl PyBoundedTx {
    /// Sends an item, waiting for room where the overflow is "wait".
    ///
    /// Args:
    ///     item: any object.
    ///     timeout: seconds, a `timedelta`, text such as "5ms", or None to wait as long as it takes.
    ///
    /// Raises:
    ///     StateError: code "full", there was no room in time; code "receiver_dropped", the receiver was closed or dropped; code
    ///         "closed", this sender was closed.
    #[pyo3(signature = (item, timeout: "float | timedelta | str | None" = None))]
    fn send(&self, py: Python<'_>, item: Py<PyAny>, timeout: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        guarded(|| sent(self.0.sender()?.send_python(py, item, parse_timeout(timeout)?)?))
    }

    /// Sends an item without waiting; `StateError` with code "full" if there is no room.
    fn try_send(&self, py: Python<'_>, item: Py<PyAny>) -> PyResult<()> {
        guarded(|| sent(self.0.sender()?.send_python(py, item, Some(std::time::Duration::ZERO))?))
    }

    /// `send` for asyncio. Cancelled while it waits, it has sent nothing.
    #[pyo3(signature = (item) -> "Coroutine[Any, Any, None]")]
    fn send_async(&self, item: Py<PyAny>) -> PyResult<PyAwaitable> {
        let sending = self.0.sender()?.send_await(item, |py, outcome| sent(outcome).map(|()| py.None()));
        Ok(PyAwaitable(sending))
    }

    /// Another sender of the same channel.
    fn clone(&self) -> PyResult<Self> {
        let sender = self.0.sender()?;
        Ok(Self(Handle::new((*sender).clone())))
    }

    /// Gives this sender up. May be called again.
    fn close(&self) {
        self.0.close();
    }

    /// Whether sending would fail: this sender was closed, or the receiver is gone.
    #[getter]
    fn is_closed(&self) -> bool {
        self.0.is_closed()
    }

    fn __enter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[pyo3(signature = (*exception: "object") -> "None")]
    fn __exit__(&self, exception: &Bound<'_, PyTuple>) {
        let _ = exception;
        self.0.close();
    }

    fn __repr__(&self) -> String {
        format!("<BoundedTx {}>", if self.0.is_closed() { "closed" } else { "open" })
    }
}

/// The receiving end of `mpsc_bounded()`: `for` and `async for`, `recv`, `batch`, `drain`.
///
/// The stream ends when every sender is gone and all items were read. Items that are here when it is closed can still be read;
/// dropping it drops them.
#[pyclass(frozen, weakref, name = "BoundedRx", module = "barter_integration")]
pub struct PyBoundedRx(pub EventStream<Py<PyAny>>);

barter_interop::stream_methods!(
    PyBoundedRx,
    PyAwaitable {
        item: "Any",
        list: "list[Any]",
        next: "Coroutine[Any, Any, Any]",
        batch: "Coroutine[Any, Any, list[Any]]",
        close: "Coroutine[Any, Any, None]",
    }
);

#[pymethods]
impl PyBoundedRx {
    fn __repr__(&self) -> PyResult<String> {
        let state = if self.0.is_closed()? { "closed" } else { "open" };
        let capacity = self.0.capacity().unwrap_or_default();
        Ok(format!("<BoundedRx {state}, {} of {capacity} ready>", self.0.ready()?))
    }
}
