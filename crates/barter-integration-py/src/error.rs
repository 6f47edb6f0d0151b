//! barter's errors of connections as the classes of `barter_integration.errors`. No URL is written: its query may hold a key.

use barter_integration::{error::SocketError, protocol::websocket::WsError};
use pyo3::{BoundObject, prelude::*, types::PyTuple};
use std::{error::Error, fmt::Write as _, io};

/// An instance of `barter_integration.errors.{owner}.{kind}`; a failure to make it is the error that is returned.
fn made<'py>(py: Python<'py>, owner: &str, kind: &str, details: impl IntoPyObject<'py, Target = PyTuple>) -> PyErr {
    let make = || {
        let class = py.import("barter_integration.errors")?.getattr(owner)?.getattr(kind)?;
        let details = details.into_pyobject(py).map_err(Into::into)?.into_bound();
        class.call1(details)
    };
    match make() {
        Ok(error) => PyErr::from_value(error),
        Err(error) => error,
    }
}

/// Texts of an error and of what caused it, each said once.
fn causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let said = error.to_string();
        if !text.contains(&said) {
            // Writing to a String does not fail.
            let _ = write!(text, ": {said}");
        }
        cause = error.source();
    }
    text
}

fn is_refused(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            if error.kind() == io::ErrorKind::ConnectionRefused {
                return true;
            }
            if error.get_ref().is_some_and(|inner| is_refused(inner)) {
                return true;
            }
        }
        cause = error.source();
    }
    false
}

/// The exception of a failed request.
pub fn http(py: Python<'_>, error: reqwest::Error) -> PyErr {
    let error = error.without_url();
    let kind = if error.is_timeout() {
        "HttpTimeout"
    } else if is_refused(&error) {
        "HttpRefused"
    } else if error.is_connect() {
        "HttpConnect"
    } else {
        "Http"
    };
    made(py, "SocketError", kind, (causes(&error),))
}

/// The exception of a failed WebSocket: a `WsError`.
pub fn web_socket(py: Python<'_>, error: &WsError) -> PyErr {
    let of = |kind: &str, reason: String| made(py, "WsError", kind, (reason,));
    match error {
        WsError::ConnectionClosed => made(py, "WsError", "ConnectionClosed", PyTuple::empty(py)),
        WsError::AlreadyClosed => made(py, "WsError", "AlreadyClosed", PyTuple::empty(py)),
        WsError::Io(error) if is_refused(error) => of("Refused", causes(error)),
        WsError::Io(error) if error.kind() == io::ErrorKind::TimedOut => of("Timeout", causes(error)),
        // rustls hands its refusal of a certificate over as an error of input and output.
        WsError::Io(error) if error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>()) => of("Tls", causes(error)),
        WsError::Io(error) => of("Io", causes(error)),
        WsError::Tls(error) => of("Tls", causes(error)),
        WsError::Capacity(error) => of("Capacity", causes(error)),
        WsError::Protocol(error) => {
            let rule = format!("{error:?}");
            let rule = rule.split(['(', ' ', '{']).next().unwrap_or_default().to_owned();
            made(py, "WsError", "Protocol", (rule, causes(error)))
        }
        WsError::WriteBufferFull(_) => of("WriteBufferFull", "the other side does not take what is sent".to_owned()),
        WsError::Utf8 => of("Utf8", "a text message is not UTF-8".to_owned()),
        WsError::AttackAttempt => made(py, "WsError", "AttackAttempt", PyTuple::empty(py)),
        WsError::Url(error) => of("Url", causes(error)),
        WsError::Http(response) => {
            let body = response.body().as_deref().map(String::from_utf8_lossy).unwrap_or_default();
            made(py, "WsError", "Http", (response.status().as_u16(), body.into_owned()))
        }
        WsError::HttpFormat(error) => of("HttpFormat", causes(error)),
    }
}

/// The exception of any of barter's errors of connections.
pub fn socket(py: Python<'_>, error: SocketError) -> PyErr {
    let of = |kind: &str, reason: String| made(py, "SocketError", kind, (reason,));
    match error {
        SocketError::Sink => made(py, "SocketError", "Sink", PyTuple::empty(py)),
        SocketError::Deserialise { error, payload } => made(py, "SocketError", "Deserialise", (error.to_string(), payload)),
        SocketError::DeserialiseBinary { error, payload } => {
            made(py, "SocketError", "DeserialiseBinary", (error.to_string(), payload.as_slice()))
        }
        SocketError::DeserialiseProtobuf { error, payload } => {
            made(py, "SocketError", "DeserialiseProtobuf", (error.to_string(), payload.as_slice()))
        }
        SocketError::Serialise(error) => of("Serialise", error.to_string()),
        SocketError::QueryParams(error) => of("QueryParams", error.to_string()),
        SocketError::UrlEncoded(error) => of("UrlEncoded", error.to_string()),
        SocketError::UrlParse(error) => of("UrlParse", error.to_string()),
        SocketError::Subscribe(reason) => of("Subscribe", reason),
        SocketError::Terminated(reason) => of("Terminated", reason),
        SocketError::Unsupported { entity, item } => made(py, "SocketError", "Unsupported", (entity, item)),
        SocketError::WebSocket(error) => made(py, "SocketError", "WebSocket", (web_socket(py, &error),)),
        SocketError::Http(error) | SocketError::HttpTimeout(error) => http(py, error),
        SocketError::HttpResponse(status, body) => made(py, "SocketError", "HttpResponse", (status.as_u16(), body)),
        SocketError::Unidentifiable(id) => made(py, "SocketError", "Unidentifiable", (id.to_string(),)),
        SocketError::Exchange(reason) => of("Exchange", reason),
    }
}
