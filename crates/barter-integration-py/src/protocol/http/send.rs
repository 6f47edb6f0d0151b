//! Sending of requests that are built. This is barter's `RestClient::measured_execution`, which drops the headers of the answer: limits of a
//! venue are told there.

use super::{builder::PyHttpRequest, client::PyRestTransport};
use crate::{awaitable::PyAwaitable, error};
use barter_integration::{
    error::SocketError,
    metric::{Field, Metric, Tag, Value},
};
use barter_interop::{awaitable::Await, guard::guarded, runtime};
use bytes::Bytes;
use pyo3::{prelude::*, types::PyBytes};
use reqwest::{Client, Request, header::HeaderMap};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

struct Answer {
    status: u16,
    headers: HeaderMap,
    payload: Bytes,
    metric: Metric,
}

async fn sent(http_client: Client, base_url: Box<str>, request: Request) -> Result<Answer, SocketError> {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let mut metric = Metric {
        name: "http_request_duration",
        time: u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX),
        tags: vec![
            Tag::new("http_method", request.method().as_str()),
            Tag::new("base_url", base_url.as_ref()),
            Tag::new("path", request.url().path()),
        ],
        fields: Vec::with_capacity(1),
    };
    let start = Instant::now();
    let mut response = http_client.execute(request).await?;
    let duration = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    metric.tags.push(Tag::new("status_code", response.status().as_str()));
    metric.fields.push(Field::new("duration", duration));
    Ok(Answer {
        status: response.status().as_u16(),
        headers: std::mem::take(response.headers_mut()),
        payload: response.bytes().await?,
        metric,
    })
}

type Headers = Vec<(String, String)>;
type MetricParts = (String, u64, Vec<(String, String)>, Vec<(String, u64)>);
type AnswerParts<'py> = (u16, Headers, Bound<'py, PyBytes>, MetricParts);

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

fn header_parts(headers: &HeaderMap) -> Headers {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())))
        .collect()
}

fn answered<'py>(py: Python<'py>, answer: Result<Answer, SocketError>) -> PyResult<AnswerParts<'py>> {
    let answer = answer.map_err(|error| error::socket(py, error))?;
    Ok((
        answer.status,
        header_parts(&answer.headers),
        PyBytes::new(py, &answer.payload),
        metric_parts(answer.metric),
    ))
}

#[pymethods]
impl PyRestTransport {
    /// Sends a request and waits for the answer: status, headers, payload, parts of the metric.
    #[pyo3(
        signature = (request)
            -> "tuple[int, list[tuple[str, str]], bytes, tuple[str, int, list[tuple[str, str]], list[tuple[str, int]]]]"
    )]
    fn send_and_wait<'py>(&self, py: Python<'py>, request: &PyHttpRequest) -> PyResult<AnswerParts<'py>> {
        let sent = sent(self.http_client.clone(), self.base_url.clone(), request.copied()?);
        let answer = guarded(|| runtime::block_on(py, sent))?;
        answered(py, answer)
    }

    /// `send_and_wait` for asyncio; a request that is cancelled is given up.
    #[pyo3(
        signature = (request)
            -> "Coroutine[Any, Any, tuple[int, list[tuple[str, str]], bytes, tuple[str, int, list[tuple[str, str]], list[tuple[str, int]]]]]"
    )]
    fn send(&self, request: &PyHttpRequest) -> PyResult<PyAwaitable> {
        let sent = sent(self.http_client.clone(), self.base_url.clone(), request.copied()?);
        Ok(PyAwaitable(Await::future("an HTTP request", sent, |py, answer| {
            Ok(answered(py, answer)?.into_pyobject(py)?.into_any().unbind())
        })))
    }
}
