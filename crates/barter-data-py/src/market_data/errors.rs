//! Errors of the columns as barter's exceptions.

use barter_columns::ColumnsError;
use barter_interop::errors::{data_error, internal, invalid};
use pyo3::{exceptions::PyOSError, prelude::*};

/// The exception of an error; a file that cannot be opened is Python's own `OSError` (`FileNotFoundError`, ...).
pub fn raise(error: ColumnsError) -> PyErr {
    let argument = error.blamed().to_owned();
    match error {
        ColumnsError::Open { path, error } | ColumnsError::Read { path, error, .. } => match error.raw_os_error() {
            // As Python's own `open` says it; with a number OSError becomes FileNotFoundError, PermissionError, ...
            Some(number) => Python::attach(|py| {
                let text = py
                    .import("os")
                    .and_then(|os| os.call_method1("strerror", (number,)))
                    .and_then(|text| text.extract::<String>());
                PyOSError::new_err((number, text.unwrap_or_else(|_| error.to_string()), path.display().to_string()))
            }),
            None => data_error("path", format!("cannot read {}: {error}", path.display())),
        },
        ColumnsError::Argument { .. } | ColumnsError::Empty { .. } => invalid(&argument, error.to_string()),
        ColumnsError::Table(_)
        | ColumnsError::Gzip { .. }
        | ColumnsError::Line { .. }
        | ColumnsError::Import(_)
        | ColumnsError::Inexact(_) => data_error(&argument, error.to_string()),
        ColumnsError::Interrupted => internal("loading stopped without a reason"),
    }
}
