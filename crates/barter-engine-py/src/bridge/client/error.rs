//! Errors of clients between Python's exceptions and barter's enums, by their JSON, which is exact.

use barter_execution::error::{ClientError, ConnectivityError, UnindexedClientError};
use barter_interop::{json, runtime::attach};
use pyo3::{intern, prelude::*};
use serde::Serialize;

fn class(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    py.import(intern!(py, "barter_execution"))?.getattr(intern!(py, "ClientError"))
}

/// What a client raised; whatever is no `ClientError` is a failed connection.
pub fn client_error(error: PyErr) -> UnindexedClientError {
    let read = attach(|py| -> PyResult<Option<UnindexedClientError>> {
        let (class, value) = (class(py)?, error.value(py));
        if !value.is_instance(&class)? {
            return Ok(None);
        }
        let text: String = value.call_method1(intern!(py, "to_json"), (class,))?.extract()?;
        json::from_json(&text, "ClientError").map(Some)
    });
    match read {
        Some(Ok(Some(read))) => read,
        Some(Ok(None) | Err(_)) => ClientError::Connectivity(connectivity(error)),
        None => ClientError::Connectivity(ended()),
    }
}

/// The exception of an error.
pub fn raised<A: Serialize, I: Serialize>(py: Python<'_>, error: &ClientError<A, I>) -> PyErr {
    let made = || {
        let text = json::to_json(error)?;
        class(py)?.call_method1(intern!(py, "from_json"), (text,))
    };
    made().map_or_else(|error| error, PyErr::from_value)
}

/// What kept a request from the client, or its answer from barter.
pub fn connectivity(error: PyErr) -> ConnectivityError {
    ConnectivityError::Socket(error.to_string())
}

/// The interpreter is exiting.
pub fn ended() -> ConnectivityError {
    ConnectivityError::Socket("the interpreter is exiting".to_owned())
}
