//! `mpsc_unbounded` and its two ends.

use super::{Handle, sent};
use crate::awaitable::PyAwaitable;
use barter_interop::{
    guard::guarded,
    stream::{Capacity, EventStream},
};
use pyo3::{prelude::*, types::PyTuple};

/// A channel without a bound: many senders, one receiver. Sending never waits.
///
/// Returns:
///     `(tx, rx)`: an `UnboundedTx` and an `UnboundedRx`. They carry any Python object.
///
/// Example:
///     >>> from barter_integration import mpsc_unbounded
///     >>> tx, rx = mpsc_unbounded()
///     >>> tx.send("trade")
///     >>> tx.send("candle")
///     >>> tx.close()
///     >>> list(rx)
///     ['trade', 'candle']
#[pyfunction]
pub fn mpsc_unbounded() -> (PyUnboundedTx, PyUnboundedRx) {
    let (sender, stream) = EventStream::channel(Capacity::Unbounded);
    (PyUnboundedTx(Handle::new(sender)), PyUnboundedRx(stream))
}

/// The sending end of `mpsc_unbounded()`. Use it from any thread; the channel ends when its last sender is closed or collected.
#[pyclass(frozen, weakref, name = "UnboundedTx", module = "barter_integration")]
pub struct PyUnboundedTx(Handle);

#[pymethods]
impl PyUnboundedTx {
    /// Sends an item; does not wait.
    ///
    /// Raises:
    ///     StateError: code "receiver_dropped", the receiver was closed or dropped; code "closed", this sender was closed.
    fn send(&self, py: Python<'_>, item: Py<PyAny>) -> PyResult<()> {
        guarded(|| sent(self.0.sender()?.send_python(py, item, None)?))
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
        format!("<UnboundedTx {}>", if self.0.is_closed() { "closed" } else { "open" })
    }
}

/// The receiving end of `mpsc_unbounded()`: `for` and `async for`, `recv`, `batch`, `drain`.
///
/// The stream ends when every sender is gone and all items were read. Items that are here when it is closed can still be read;
/// dropping it drops them.
///
/// Example:
///     >>> import asyncio
///     >>> from barter_integration import mpsc_unbounded
///     >>> tx, rx = mpsc_unbounded()
///     >>> async def main():
///     ...     asyncio.get_running_loop().call_later(0.01, tx.send, 1)
///     ...     return await rx.recv_async()
///     >>> asyncio.run(main())
///     1
#[pyclass(frozen, weakref, name = "UnboundedRx", module = "barter_integration")]
pub struct PyUnboundedRx(pub EventStream<Py<PyAny>>);

barter_interop::stream_methods!(
    PyUnboundedRx,
    PyAwaitable {
        item: "Any",
        list: "list[Any]",
        next: "Coroutine[Any, Any, Any]",
        batch: "Coroutine[Any, Any, list[Any]]",
        close: "Coroutine[Any, Any, None]",
    }
);

#[pymethods]
impl PyUnboundedRx {
    fn __repr__(&self) -> PyResult<String> {
        let state = if self.0.is_closed()? { "closed" } else { "open" };
        Ok(format!("<UnboundedRx {state}, {} ready>", self.0.ready()?))
    }
}
