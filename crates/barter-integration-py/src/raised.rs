//! Python exceptions that wait while barter's code runs, which passes on its own errors only.

use crate::error;
use barter_integration::error::SocketError;
use parking_lot::Mutex;
use pyo3::prelude::*;
use std::sync::Arc;

/// Where the first exception is kept.
#[derive(Clone, Default)]
pub struct Raised(Arc<Mutex<Option<PyErr>>>);

impl Raised {
    /// Keeps the exception and gives barter an error to return.
    pub fn keep(&self, error: PyErr) -> SocketError {
        self.0.lock().get_or_insert(error);
        SocketError::Sink
    }

    /// The exception that was kept.
    pub fn take(&self) -> Option<PyErr> {
        self.0.lock().take()
    }

    /// The exception that was kept, else the error itself as one.
    pub fn or(&self, py: Python<'_>, error: SocketError) -> PyErr {
        self.take().unwrap_or_else(|| error::socket(py, error))
    }

    pub fn is_some(&self) -> bool {
        self.0.lock().is_some()
    }
}
