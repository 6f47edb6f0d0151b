//! Sending of requests that are built, by barter's `RestClient::measured_execution`.

use super::{
    builder::PyHttpRequest,
    client::{ByStatus, PyRestTransport, unknown_method},
    rest::{Rest, with_verb},
};
use crate::{awaitable::PyAwaitable, error};
use barter_integration::{
    error::SocketError,
    metric::{Metric, Value},
    protocol::http::{
        BuildStrategy,
        rest::{RestRequest, client::RestClient},
    },
};
use barter_interop::{awaitable::Await, guard::guarded, runtime};
use bytes::Bytes;
use pyo3::{prelude::*, types::PyBytes};
use reqwest::{Client, Request, RequestBuilder, StatusCode};

/// What is sent when nothing is to be built.
struct AsBuilt;

impl BuildStrategy for AsBuilt {
    fn build<R: RestRequest>(&self, _: R, builder: RequestBuilder) -> Result<Request, SocketError> {
        builder.build().map_err(SocketError::from)
    }
}

type Answer = (StatusCode, Bytes, Metric);

async fn sent(http_client: Client, base_url: Box<str>, request: Request) -> Option<Result<Answer, SocketError>> {
    let client = RestClient {
        http_client,
        base_url,
        strategy: AsBuilt,
        parser: ByStatus,
    };
    let method = request.method().clone();
    with_verb!(method.as_str(), V => client.measured_execution::<Rest<V>>(request).await)
}

type MetricParts = (String, u64, Vec<(String, String)>, Vec<(String, u64)>);

fn metric_parts(metric: Metric) -> MetricParts {
    let tags = metric.tags.into_iter().map(|tag| (tag.key.to_owned(), tag.value)).collect();
    let fields = metric
        .fields
        .into_iter()
        .filter_map(|field| match field.value {
            Value::UInt(value) => Some((field.key.to_owned(), value)),
            _ => None,
        })
        .collect();
    (metric.name.to_owned(), metric.time, tags, fields)
}

fn answered<'py>(
    py: Python<'py>,
    method: &str,
    answer: Option<Result<Answer, SocketError>>,
) -> PyResult<(u16, Bound<'py, PyBytes>, MetricParts)> {
    let (status, payload, metric) = answer
        .ok_or_else(|| unknown_method(method))?
        .map_err(|error| error::socket(py, error))?;
    Ok((status.as_u16(), PyBytes::new(py, &payload), metric_parts(metric)))
}

#[pymethods]
impl PyRestTransport {
    /// Sends a request and waits for the answer: status, payload, parts of the metric.
    #[pyo3(signature = (request) -> "tuple[int, bytes, tuple[str, int, list[tuple[str, str]], list[tuple[str, int]]]]")]
    fn send_and_wait<'py>(&self, py: Python<'py>, request: &PyHttpRequest) -> PyResult<(u16, Bound<'py, PyBytes>, MetricParts)> {
        let request = request.copied()?;
        let method = request.method().to_string();
        let sent = sent(self.http_client.clone(), self.base_url.clone(), request);
        let answer = guarded(|| runtime::block_on(py, sent))?;
        answered(py, &method, answer)
    }

    /// `send_and_wait` for asyncio; a request that is cancelled is given up.
    #[pyo3(
        signature = (request)
            -> "Coroutine[Any, Any, tuple[int, bytes, tuple[str, int, list[tuple[str, str]], list[tuple[str, int]]]]]"
    )]
    fn send(&self, request: &PyHttpRequest) -> PyResult<PyAwaitable> {
        let request = request.copied()?;
        let method = request.method().to_string();
        let sent = sent(self.http_client.clone(), self.base_url.clone(), request);
        Ok(PyAwaitable(Await::future("an HTTP request", sent, move |py, answer| {
            Ok(answered(py, &method, answer)?.into_pyobject(py)?.into_any().unbind())
        })))
    }
}
