//! What a connection needs: address, headers, trust, first messages.

use super::{duplex::Duplex, message};
use crate::{
    protocol::http::builder::header,
    tls::{PyTlsConfig, client_config},
};
use barter_integration::protocol::websocket::{WsError, WsMessage};
use barter_interop::{
    errors::{invalid, type_name, wrong_type},
    guard::guarded,
};
use futures::SinkExt;
use pyo3::{
    prelude::*,
    types::{PyMapping, PyString},
};
use reqwest::header::HeaderMap;
use rustls::ClientConfig;
use std::sync::{Arc, OnceLock};
use tokio_tungstenite::{Connector, connect_async_tls_with_config, tungstenite::client::IntoClientRequest};
use url::Url;

/// Where and how a WebSocket is opened. Its repr has no query and no value of a header: they may be secrets.
///
/// Args:
///     url: address, starting with "wss://" or "ws://"; no user and password in it.
///     headers: headers of the request.
///     tls: whom to trust; None trusts the authorities of the public web.
///     on_connect: messages that are sent as soon as the connection is open, such as subscriptions.
///
/// Raises:
///     InvalidArgumentError, WrongTypeError: with the argument's name.
///
/// Example:
///     >>> from barter_integration import WebSocketRequest
///     >>> WebSocketRequest("wss://stream.example.com/ws?listenKey=abc", on_connect=['{"op":"subscribe"}'])
///     WebSocketRequest(url='wss://stream.example.com/ws', headers=[], on_connect=<1 messages>)
#[pyclass(frozen, from_py_object, name = "WebSocketRequest", module = "barter_integration")]
#[derive(Clone)]
pub struct PyWebSocketRequest {
    url: Arc<Url>,
    headers: HeaderMap,
    tls: Option<Arc<ClientConfig>>,
    on_connect: Vec<WsMessage>,
}

/// The configuration that trusts the public web, made once.
fn public() -> PyResult<Arc<ClientConfig>> {
    static PUBLIC: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(config) = PUBLIC.get() {
        return Ok(config.clone());
    }
    let config = Arc::new(client_config(Vec::new(), true)?);
    Ok(PUBLIC.get_or_init(|| config).clone())
}

impl PyWebSocketRequest {
    /// Opens the connection and sends the first messages. barter's own `connect` takes no authorities, and writes the request with its
    /// headers into the log.
    pub async fn open(self) -> Result<Duplex, WsError> {
        let mut request = self.url.as_str().into_client_request()?;
        request.headers_mut().extend(self.headers);
        let connector = self.tls.map(Connector::Rustls);
        let (socket, _) = connect_async_tls_with_config(request, None, true, connector).await?;
        let mut socket = Duplex::of(socket);
        for message in self.on_connect {
            socket.send(message).await?;
        }
        Ok(socket)
    }

    fn place(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        let port = self.url.port().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{host}{port}{}", self.url.scheme(), self.url.path())
    }

    /// A request, or the address of one.
    pub fn of(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(request) = value.cast::<Self>() {
            return Ok(request.get().clone());
        }
        if value.is_instance_of::<PyString>() {
            return Self::new(text(value, "url")?, Vec::new(), None, Vec::new());
        }
        Err(wrong_type(
            "request",
            format!("request must be an address or a WebSocketRequest, got {}", type_name(value)),
        ))
    }
}

/// A text that can be sent. It is not shown: it may be a secret.
fn text<'a>(value: &'a Bound<'_, PyAny>, argument: &str) -> PyResult<&'a str> {
    value
        .cast::<PyString>()
        .map_err(|_| wrong_type(argument, format!("{argument} must be a str, got {}", type_name(value))))?
        .to_str()
        .map_err(|_| invalid(argument, format!("{argument} must be valid Unicode")))
}

fn pairs(headers: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<(String, String)>> {
    let Some(headers) = headers else { return Ok(Vec::new()) };
    let wrong = || {
        wrong_type(
            "headers",
            format!("headers must be a mapping of names to values, got {}", type_name(headers)),
        )
    };
    let headers = headers.cast::<PyMapping>().map_err(|_| wrong())?;
    let mut pairs = Vec::new();
    for pair in headers.items()? {
        let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
        pairs.push((text(&name, "name")?.to_owned(), text(&value, "value")?.to_owned()));
    }
    Ok(pairs)
}

impl PyWebSocketRequest {
    fn new(url: &str, headers: Vec<(String, String)>, tls: Option<&PyTlsConfig>, on_connect: Vec<WsMessage>) -> PyResult<Self> {
        let wrong = |expected: &str| invalid("url", format!("url must be {expected}"));
        // Addresses drop them without a word.
        if url.contains(|letter: char| letter.is_control()) {
            return Err(wrong("an address without line breaks and other control characters"));
        }
        let url = Url::parse(url).map_err(|error| wrong(&format!("an address such as 'wss://stream.example.com': {error}")))?;
        if !matches!(url.scheme(), "ws" | "wss") || url.host_str().is_none_or(str::is_empty) {
            return Err(wrong("an address that starts with wss:// or ws://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong(
                "an address without user and password: give secrets as headers or in the query",
            ));
        }
        let tls = match (url.scheme(), tls) {
            ("ws", _) => None,
            (_, Some(tls)) => Some(tls.client()),
            (_, None) => Some(public()?),
        };
        Ok(Self {
            url: Arc::new(url),
            headers: guarded(|| headers.iter().map(|(name, value)| header(name, value)).collect())?,
            tls,
            on_connect,
        })
    }
}

#[pymethods]
impl PyWebSocketRequest {
    #[new]
    #[pyo3(signature = (
        url: "str",
        *,
        headers: "Mapping[str, str] | None" = None,
        tls: "TlsConfig | None" = None,
        on_connect: "Sequence[str | bytes | WsMessage]" = Vec::new()
    ))]
    fn py_new(
        url: &Bound<'_, PyAny>,
        headers: Option<&Bound<'_, PyAny>>,
        tls: Option<&PyTlsConfig>,
        on_connect: Vec<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let on_connect = on_connect.iter().map(message::from_python).collect::<PyResult<_>>()?;
        Self::new(text(url, "url")?, pairs(headers)?, tls, on_connect)
    }

    fn __repr__(&self) -> String {
        let names: Vec<_> = self.headers.keys().map(|name| format!("'{name}'")).collect();
        format!(
            "WebSocketRequest(url='{}', headers=[{}], on_connect=<{} messages>)",
            self.place(),
            names.join(", "),
            self.on_connect.len()
        )
    }
}
