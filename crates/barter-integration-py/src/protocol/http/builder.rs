//! A request while it is built, and when it is ready to be sent.

use crate::{error, protocol::mac::bytes};
use barter_interop::{
    errors::{internal, invalid},
    guard::guarded,
    time::{duration_to_py, positive_duration_ns_arg},
};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyDict},
};
use reqwest::{
    Request, RequestBuilder,
    header::{CONTENT_TYPE, HeaderName, HeaderValue},
};
use std::time::Duration;

/// A header, marked as one that is not logged. Neither error has the value in it.
pub fn header(name: &str, value: &str) -> PyResult<(HeaderName, HeaderValue)> {
    let name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| invalid("name", format!("name of a header must be letters, digits and '-', got '{name}'")))?;
    let mut value = HeaderValue::from_str(value).map_err(|_| {
        invalid(
            "value",
            format!("value of header '{name}' must be visible ASCII without line breaks (it is not shown: it may be a secret)"),
        )
    })?;
    value.set_sensitive(true);
    Ok((name, value))
}

/// A request while it is built: each method gives a further builder, this one stays as it is.
///
/// `method`, `path`, `query_string` and `body_bytes` are exactly what will be sent: sign those.
#[pyclass(frozen, name = "RequestBuilder", module = "barter_integration")]
pub struct PyRequestBuilder(RequestBuilder);

impl PyRequestBuilder {
    pub fn new(builder: RequestBuilder) -> Self {
        Self(builder)
    }

    /// A copy of the builder. Bodies are bytes here, and those are copied.
    pub fn copied(&self) -> PyResult<RequestBuilder> {
        self.0
            .try_clone()
            .ok_or_else(|| internal("internal error: a request with a body of bytes could not be copied"))
    }

    fn peek(&self, py: Python<'_>) -> PyResult<Request> {
        self.copied()?.build().map_err(|error| error::http(py, error))
    }
}

#[pymethods]
impl PyRequestBuilder {
    /// With one more header.
    fn header(&self, name: &str, value: &str) -> PyResult<Self> {
        let (name, value) = header(name, value)?;
        Ok(Self(self.copied()?.header(name, value)))
    }

    /// With more parameters behind those of the query, in the order given.
    #[pyo3(signature = (parameters: "Sequence[tuple[str, str]]"))]
    fn query(&self, parameters: Vec<(String, String)>) -> PyResult<Self> {
        if parameters.is_empty() {
            return Ok(Self(self.copied()?));
        }
        Ok(Self(self.copied()?.query(&parameters)))
    }

    /// With another body, bytes or text; `content_type` sets that header.
    #[pyo3(signature = (data: "bytes | bytearray | str", content_type = None))]
    fn body(&self, data: &Bound<'_, PyAny>, content_type: Option<&str>) -> PyResult<Self> {
        let mut builder = self.copied()?.body(bytes(data, "data")?);
        if let Some(content_type) = content_type {
            let (_, mut value) = header(CONTENT_TYPE.as_str(), content_type)?;
            value.set_sensitive(false);
            builder = builder.header(CONTENT_TYPE, value);
        }
        Ok(Self(builder))
    }

    /// With another time that the whole request may take.
    #[pyo3(signature = (timeout: "timedelta | int | str"))]
    fn timeout(&self, timeout: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(self.copied()?.timeout(timeout_arg(timeout)?)))
    }

    /// The request, ready to be sent.
    ///
    /// Raises:
    ///     SocketError: parts of it are invalid.
    fn build(&self, py: Python<'_>) -> PyResult<PyHttpRequest> {
        guarded(|| self.peek(py).map(PyHttpRequest))
    }

    /// Method, such as "GET".
    #[getter]
    fn method(&self, py: Python<'_>) -> PyResult<String> {
        self.peek(py).map(|request| request.method().to_string())
    }

    /// Path of the address, with that of the base address in front.
    #[getter]
    fn path(&self, py: Python<'_>) -> PyResult<String> {
        self.peek(py).map(|request| request.url().path().to_owned())
    }

    /// Query as it is sent, without the question mark; empty if there is none.
    #[getter]
    fn query_string(&self, py: Python<'_>) -> PyResult<String> {
        self.peek(py).map(|request| query_string(&request))
    }

    /// Body as it is sent; empty if there is none.
    #[getter]
    fn body_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        self.peek(py).map(|request| PyBytes::new(py, body(&request)))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        self.peek(py).map(|request| shown("RequestBuilder", &request))
    }
}

/// A time a request may take.
pub fn timeout_arg(timeout: &Bound<'_, PyAny>) -> PyResult<Duration> {
    // Above zero, so it fits.
    positive_duration_ns_arg(timeout, "timeout").map(|nanos| Duration::from_nanos(nanos.unsigned_abs()))
}

/// A request that is ready to be sent. Its repr has the names of headers and parameters, never their values.
#[pyclass(frozen, name = "HttpRequest", module = "barter_integration")]
pub struct PyHttpRequest(Request);

impl PyHttpRequest {
    pub fn new(request: Request) -> Self {
        Self(request)
    }

    /// A copy of the request: a request may be sent more than once.
    pub fn copied(&self) -> PyResult<Request> {
        self.0
            .try_clone()
            .ok_or_else(|| internal("internal error: a request with a body of bytes could not be copied"))
    }
}

#[pymethods]
impl PyHttpRequest {
    /// Method, such as "GET".
    #[getter]
    fn method(&self) -> &str {
        self.0.method().as_str()
    }

    /// Whole address, with the query: it may hold a signature or a key.
    #[getter]
    fn url(&self) -> &str {
        self.0.url().as_str()
    }

    /// Path of the address.
    #[getter]
    fn path(&self) -> &str {
        self.0.url().path()
    }

    /// Query as it is sent, without the question mark; empty if there is none.
    #[getter]
    fn query_string(&self) -> String {
        query_string(&self.0)
    }

    /// Parameters of the query, decoded, in order.
    #[getter]
    fn query(&self) -> Vec<(String, String)> {
        self.0.url().query_pairs().into_owned().collect()
    }

    /// Headers by lower-case name; one that is set twice has the last value.
    #[getter]
    fn headers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let headers = PyDict::new(py);
        for (name, value) in self.0.headers() {
            headers.set_item(name.as_str(), String::from_utf8_lossy(value.as_bytes()))?;
        }
        Ok(headers)
    }

    /// Body as it is sent; empty if there is none.
    #[getter]
    fn body<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, body(&self.0))
    }

    /// Time the whole request may take.
    #[getter]
    fn timeout<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0
            .timeout()
            .map(|timeout| duration_to_py(py, i64::try_from(timeout.as_nanos()).unwrap_or(i64::MAX)))
            .transpose()
    }

    fn __repr__(&self) -> String {
        shown("HttpRequest", &self.0)
    }
}

fn body(request: &Request) -> &[u8] {
    request.body().and_then(|body| body.as_bytes()).unwrap_or_default()
}

fn query_string(request: &Request) -> String {
    request.url().query().unwrap_or_default().to_owned()
}

fn shown(class: &str, request: &Request) -> String {
    let url = request.url();
    let place = format!("{}{}", url.origin().ascii_serialization(), url.path());
    let listed = |names: Vec<String>| names.join(", ");
    let query = listed(url.query_pairs().map(|(name, _)| format!("'{name}'")).collect());
    let headers = listed(request.headers().keys().map(|name| format!("'{name}'")).collect());
    format!(
        "{class}(method='{}', url='{place}', query=[{query}], headers=[{headers}], body=<{} bytes>)",
        request.method(),
        body(request).len()
    )
}
