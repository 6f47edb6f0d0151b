//! `connect`: one connection.

use super::{duplex::Duplex, request::PyWebSocketRequest, sink::PyWsSink};
use crate::{
    awaitable::PyAwaitable,
    error,
    raised::Raised,
    stream::{
        event::Events,
        ext::timeout_arg,
        reader::{CAPACITY, Fresh, PyBarterStream, PyStreamReader},
    },
};
use barter_integration::{error::SocketError, protocol::websocket::WsError};
use barter_interop::{awaitable::Await, guard::guarded, runtime};
use parking_lot::Mutex;
use pyo3::prelude::*;
use std::{io, time::Duration};

/// Opens, within a time; too late is an error of input and output, as the operating system has it.
pub async fn open(request: PyWebSocketRequest, within: Duration) -> Result<Duplex, WsError> {
    match tokio::time::timeout(within, request.open()).await {
        Ok(opened) => opened,
        Err(_) => Err(WsError::Io(io::Error::new(
            io::ErrorKind::TimedOut,
            format!("no connection within {} s", within.as_secs_f64()),
        ))),
    }
}

fn opened(py: Python<'_>, outcome: Result<Duplex, WsError>) -> PyResult<PyWebSocket> {
    match outcome {
        Ok(socket) => Ok(PyWebSocket::new(socket)),
        Err(error) => Err(error::socket(py, SocketError::WebSocket(Box::new(error)))),
    }
}

/// Compiled part of `connect`.
#[pyfunction]
#[pyo3(signature = (request: "str | WebSocketRequest", timeout: "float | timedelta | str"))]
pub fn web_socket_connect(request: &Bound<'_, PyAny>, timeout: &Bound<'_, PyAny>) -> PyResult<PyWebSocket> {
    let py = request.py();
    let (request, timeout) = (PyWebSocketRequest::of(request)?, timeout_arg(timeout)?);
    guarded(|| opened(py, runtime::block_on(py, open(request, timeout))?))
}

/// Compiled part of `connect_async`.
#[pyfunction]
#[pyo3(signature = (request: "str | WebSocketRequest", timeout: "float | timedelta | str") -> "Coroutine[Any, Any, WebSocket]")]
pub fn web_socket_connect_async(request: &Bound<'_, PyAny>, timeout: &Bound<'_, PyAny>) -> PyResult<PyAwaitable> {
    let (request, timeout) = (PyWebSocketRequest::of(request)?, timeout_arg(timeout)?);
    Ok(PyAwaitable(Await::future(
        "connecting a WebSocket",
        open(request, timeout),
        |py, outcome| Ok(Py::new(py, opened(py, outcome)?)?.into_any()),
    )))
}

/// An open WebSocket: `send`, and the stream of its messages, which can be taken once.
///
/// Pings are answered while the stream is read.
#[pyclass(frozen, weakref, name = "WebSocket", module = "barter_integration")]
pub struct PyWebSocket {
    sink: PyWsSink,
    events: Mutex<Option<Events>>,
}

impl PyWebSocket {
    fn new(socket: Duplex) -> Self {
        Self {
            sink: PyWsSink::new(socket.sending),
            events: Mutex::new(Some(socket.events)),
        }
    }
}

// Python methods take their object by reference; `into_stream` is the name upstream gives to what takes it over.
#[allow(clippy::wrong_self_convention)]
#[pymethods]
impl PyWebSocket {
    /// Sends a message: text, bytes, or a `WsMessage`.
    ///
    /// Raises:
    ///     SocketError: the connection has ended.
    #[pyo3(signature = (message: "str | bytes | bytearray | WsMessage"))]
    fn send(&self, message: &Bound<'_, PyAny>) -> PyResult<()> {
        self.sink.send(message)
    }

    /// `send` for asyncio.
    #[pyo3(signature = (message: "str | bytes | bytearray | WsMessage") -> "Coroutine[Any, Any, None]")]
    fn send_async(&self, message: &Bound<'_, PyAny>) -> PyResult<PyAwaitable> {
        self.sink.send_async(message)
    }

    /// The sending half.
    #[getter]
    fn sink(&self) -> PyWsSink {
        self.sink.clone()
    }

    /// The messages, as a stream that has not started; it can be taken once.
    ///
    /// Raises:
    ///     StateError: code "taken".
    fn into_stream(&self) -> PyResult<PyBarterStream> {
        let events = self.events.lock().take().ok_or_else(|| {
            barter_interop::errors::state_error(
                "taken",
                "the messages of this WebSocket were taken before, or it was closed: use the stream that you have",
            )
        })?;
        Ok(PyBarterStream::new(Fresh::new(Raised::default(), move || events)))
    }

    /// Both halves.
    #[pyo3(signature = () -> "tuple[WsSink, BarterStream]")]
    fn split(&self) -> PyResult<(PyWsSink, PyBarterStream)> {
        Ok((self.sink.clone(), self.into_stream()?))
    }

    fn __iter__(&self) -> PyResult<PyStreamReader> {
        self.into_stream()?.start(Some(CAPACITY), "wait")
    }

    fn __aiter__(&self) -> PyResult<PyStreamReader> {
        self.__iter__()
    }

    /// Sends the closing frame and lets the connection go; what the other side still has to say can be read for two seconds more. May be
    /// called again.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        let events = self.events.lock().take();
        drop(events);
        self.sink.close(py)
    }

    /// `close` for asyncio.
    #[pyo3(signature = () -> "Coroutine[Any, Any, None]")]
    fn aclose(&self) -> PyAwaitable {
        let events = self.events.lock().take();
        drop(events);
        self.sink.aclose()
    }

    fn __enter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[pyo3(signature = (*exception: "object") -> "None")]
    fn __exit__(&self, py: Python<'_>, exception: &Bound<'_, pyo3::types::PyTuple>) -> PyResult<()> {
        let _ = exception;
        self.close(py)
    }

    #[pyo3(signature = () -> "Coroutine[Any, Any, Self]")]
    fn __aenter__(slf: Bound<'_, Self>) -> PyAwaitable {
        PyAwaitable(Await::ready(slf.into_any().unbind()))
    }

    #[pyo3(signature = (*exception: "object") -> "Coroutine[Any, Any, None]")]
    fn __aexit__(&self, exception: &Bound<'_, pyo3::types::PyTuple>) -> PyAwaitable {
        let _ = exception;
        self.aclose()
    }

    fn __repr__(&self) -> &'static str {
        "<WebSocket>"
    }
}
