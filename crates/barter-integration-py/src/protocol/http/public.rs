//! Requests that nobody signs.

use super::builder::{PyHttpRequest, PyRequestBuilder};
use crate::{error, protocol::http::rest};
use barter_integration::protocol::http::{BuildStrategy, public::PublicNoHeaders};
use barter_interop::guard::guarded;
use pyo3::prelude::*;

/// Builds requests without signature and without headers of its own.
///
/// Example:
///     >>> from barter_integration import PublicNoHeaders
///     >>> PublicNoHeaders()
///     PublicNoHeaders()
#[pyclass(frozen, eq, hash, name = "PublicNoHeaders", module = "barter_integration")]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PyPublicNoHeaders;

#[pymethods]
impl PyPublicNoHeaders {
    #[new]
    fn new() -> Self {
        Self
    }

    /// The request as it stands in the builder.
    #[pyo3(signature = (request: "RestRequest[Any]", builder))]
    fn build(&self, request: &Bound<'_, PyAny>, builder: &PyRequestBuilder) -> PyResult<PyHttpRequest> {
        let py = request.py();
        // What kind of request it is makes no difference here.
        let any = rest::Rest::<rest::Get>::new(String::new(), Vec::new());
        guarded(|| {
            PublicNoHeaders
                .build(any, builder.copied()?)
                .map(PyHttpRequest::new)
                .map_err(|error| error::socket(py, error))
        })
    }

    fn __repr__(&self) -> &'static str {
        "PublicNoHeaders()"
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, ()) {
        (slf.get_type().into_any(), ())
    }
}
