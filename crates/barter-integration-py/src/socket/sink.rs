//! The sending half of a connection.

use super::{
    duplex::{CLOSE_WITHIN, Sending},
    message,
};
use crate::{awaitable::PyAwaitable, error};
use barter_integration::{
    error::SocketError,
    protocol::websocket::{WsError, WsMessage},
};
use barter_interop::{awaitable::Await, guard::guarded, runtime};
use futures::SinkExt;
use pyo3::prelude::*;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Sends messages over a connection, from any thread. After the connection has ended it raises `SocketError`; a new connection has a
/// sink of its own.
#[pyclass(frozen, name = "WsSink", module = "barter_integration")]
#[derive(Clone)]
pub struct PyWsSink(Arc<Mutex<Option<Sending>>>);

impl PyWsSink {
    pub fn new(sending: Sending) -> Self {
        Self(Arc::new(Mutex::new(Some(sending))))
    }

    async fn sent(self, message: WsMessage) -> Result<(), SocketError> {
        let mut sending = self.0.lock().await;
        let sending = sending.as_mut().ok_or(SocketError::Sink)?;
        sending.send(message).await.map_err(failed)
    }

    /// Says goodbye, as far as the other side listens, and lets the connection go.
    pub async fn closed(self) {
        let goodbye = async {
            if let Some(mut sending) = self.0.lock().await.take() {
                // The other side may be gone, which is what is wanted.
                let _ = sending.close().await;
            }
        };
        let _ = tokio::time::timeout(CLOSE_WITHIN, goodbye).await;
    }
}

fn failed(error: WsError) -> SocketError {
    SocketError::WebSocket(Box::new(error))
}

#[pymethods]
impl PyWsSink {
    /// Sends a message: text, bytes, or a `WsMessage`.
    ///
    /// Raises:
    ///     SocketError.WebSocket: the connection has ended; its `error` says how.
    ///     SocketError.Sink: it was closed from here.
    #[pyo3(signature = (message: "str | bytes | bytearray | WsMessage"))]
    pub fn send(&self, message: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = message.py();
        let message = message::from_python(message)?;
        guarded(|| runtime::block_on(py, self.clone().sent(message)))?.map_err(|error| error::socket(py, error))
    }

    /// `send` for asyncio.
    #[pyo3(signature = (message: "str | bytes | bytearray | WsMessage") -> "Coroutine[Any, Any, None]")]
    pub fn send_async(&self, message: &Bound<'_, PyAny>) -> PyResult<PyAwaitable> {
        let message = message::from_python(message)?;
        let sent = self.clone().sent(message);
        Ok(PyAwaitable(Await::future("sending over a WebSocket", sent, |py, outcome| {
            outcome.map(|()| py.None()).map_err(|error| error::socket(py, error))
        })))
    }

    /// Sends the closing frame and lets the connection go; what the other side still has to say can be read for two seconds more. May be
    /// called again.
    pub fn close(&self, py: Python<'_>) -> PyResult<()> {
        guarded(|| runtime::block_on(py, self.clone().closed()))
    }

    /// `close` for asyncio.
    #[pyo3(signature = () -> "Coroutine[Any, Any, None]")]
    pub fn aclose(&self) -> PyAwaitable {
        PyAwaitable(Await::future("closing a WebSocket", self.clone().closed(), |py, ()| Ok(py.None())))
    }

    fn __repr__(&self) -> &'static str {
        "<WsSink>"
    }
}
