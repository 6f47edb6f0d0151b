//! barter's `RestClient` builds here; `send.rs` sends, and what came is parsed in Python.

use super::{
    builder::{PyHttpRequest, PyRequestBuilder, header, timeout_arg},
    private::request_of,
    rest::{METHODS, Rest, with_verb},
};
use crate::{error, raised::Raised, tls::PyTlsConfig};
use barter_integration::{
    error::SocketError,
    protocol::http::{
        BuildStrategy, HttpParser,
        rest::{RestRequest, client::RestClient},
    },
};
use barter_interop::{errors::invalid, guard::guarded};
use pyo3::{intern, prelude::*};
use reqwest::{Client, Request, RequestBuilder, StatusCode, Url, header::HeaderMap, redirect};
use std::time::Duration;

/// Adds what barter's trait of requests has no place for, then asks the strategy written in Python.
struct PythonStrategy {
    strategy: Py<PyAny>,
    request: Py<PyAny>,
    headers: HeaderMap,
    body: Option<Vec<u8>>,
    timeout: Duration,
    raised: Raised,
}

impl BuildStrategy for PythonStrategy {
    fn build<R: RestRequest>(&self, _: R, builder: RequestBuilder) -> Result<Request, SocketError> {
        let mut builder = builder.timeout(self.timeout).headers(self.headers.clone());
        if let Some(body) = &self.body {
            builder = builder.body(body.clone());
        }
        Python::attach(|py| {
            let built = self
                .strategy
                .bind(py)
                .call_method1(intern!(py, "build"), (self.request.bind(py), PyRequestBuilder::new(builder)))?;
            request_of(&built, "build")
        })
        .map_err(|error| self.raised.keep(error))
    }
}

/// barter's client has a parser; answers are read in Python.
struct ByStatus;

impl HttpParser for ByStatus {
    type ApiError = serde_json::Value;
    type OutputError = SocketError;

    fn parse_api_error(&self, status: StatusCode, error: Self::ApiError) -> SocketError {
        SocketError::HttpResponse(status, error.to_string())
    }
}

/// Compiled part of `RestClient`.
#[pyclass(frozen, name = "RestTransport", module = "barter_integration._integration")]
pub struct PyRestTransport {
    pub http_client: Client,
    pub base_url: Box<str>,
}

/// Follows a redirect only to where the request went: headers with keys do not go to another server.
fn same_origin(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let from = attempt.previous().last().map(Url::origin);
    if from.is_some_and(|from| from == attempt.url().origin()) && attempt.previous().len() <= 10 {
        attempt.follow()
    } else {
        attempt.stop()
    }
}

fn checked_base_url(base_url: &str) -> PyResult<Box<str>> {
    let wrong = |expected: &str| invalid("base_url", format!("base_url must be {expected}"));
    let parsed = Url::parse(base_url).map_err(|error| wrong(&format!("an address such as 'https://api.example.com': {error}")))?;
    if !matches!(parsed.scheme(), "http" | "https") || parsed.host().is_none() {
        return Err(wrong("an address that starts with https:// or http://"));
    }
    // The address is in metrics and messages.
    if !parsed.username().is_empty() || parsed.password().is_some() || parsed.query().is_some() || parsed.fragment().is_some() {
        return Err(wrong(
            "an address without user, password, query and fragment: secrets belong into headers, where they are never shown",
        ));
    }
    Ok(base_url.trim_end_matches('/').into())
}

fn unknown_method(method: &str) -> PyErr {
    invalid("method", format!("method must be one of {}, got '{method}'", METHODS.join(", ")))
}

#[pymethods]
impl PyRestTransport {
    #[new]
    #[pyo3(signature = (base_url, tls = None, connect_timeout: "timedelta | int | str | None" = None))]
    fn new(py: Python<'_>, base_url: &str, tls: Option<&PyTlsConfig>, connect_timeout: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let base_url = checked_base_url(base_url)?;
        let mut builder = Client::builder().redirect(redirect::Policy::custom(same_origin));
        if let Some(tls) = tls {
            builder = builder.use_preconfigured_tls(tls.client().as_ref().clone());
        }
        if let Some(timeout) = connect_timeout {
            builder = builder.connect_timeout(timeout_arg(timeout)?);
        }
        guarded(|| {
            let http_client = builder.build().map_err(|error| error::http(py, error))?;
            Ok(Self { http_client, base_url })
        })
    }

    #[getter]
    fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Builds and signs a request.
    #[pyo3(signature = (
        strategy: "BuildStrategy", request: "RestRequest[Any]", method, path, query: "list[tuple[str, str]]",
        headers: "list[tuple[str, str]]", body: "bytes | None", timeout: "timedelta | int | str"
    ))]
    #[allow(clippy::too_many_arguments)]
    fn build(
        &self,
        strategy: &Bound<'_, PyAny>,
        request: &Bound<'_, PyAny>,
        method: &str,
        path: &str,
        query: Vec<(String, String)>,
        headers: Vec<(String, String)>,
        body: Option<Vec<u8>>,
        timeout: &Bound<'_, PyAny>,
    ) -> PyResult<PyHttpRequest> {
        let py = request.py();
        // Joined to the address, anything else could name another server.
        if !path.is_empty() && !path.starts_with('/') {
            return Err(invalid("path", "path must be empty or start with '/'"));
        }
        let headers: HeaderMap = guarded(|| headers.iter().map(|(name, value)| header(name, value)).collect())?;
        let raised = Raised::default();
        let client = RestClient {
            http_client: self.http_client.clone(),
            base_url: self.base_url.clone(),
            strategy: PythonStrategy {
                strategy: strategy.clone().unbind(),
                request: request.clone().unbind(),
                headers,
                body,
                timeout: timeout_arg(timeout)?,
                raised: raised.clone(),
            },
            parser: ByStatus,
        };
        guarded(|| {
            with_verb!(method, V => client.build(Rest::<V>::new(path.to_owned(), query)))
                .ok_or_else(|| unknown_method(method))?
                .map(PyHttpRequest::new)
                .map_err(|error| raised.or(py, error))
        })
    }

    fn __repr__(&self) -> String {
        format!("RestTransport('{}')", self.base_url)
    }
}
