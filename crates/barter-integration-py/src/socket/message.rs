//! Messages of a WebSocket: barter's `WsMessage` to and from the classes of `barter_integration.websocket`.

use crate::stream::event::class;
use barter_integration::protocol::websocket::WsMessage;
use barter_interop::errors::{invalid, type_name, wrong_type};
use pyo3::{
    intern,
    prelude::*,
    types::{PyByteArray, PyBytes, PyString},
};
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, frame::coding::CloseCode};

fn made<'py>(py: Python<'py>, variant: &str, payload: impl IntoPyObject<'py>) -> PyResult<Py<PyAny>> {
    class(py, "barter_integration.websocket", &["WsMessage", variant])?
        .call1((payload,))
        .map(Bound::unbind)
}

/// The message as Python has it.
pub fn to_python(py: Python<'_>, message: &WsMessage) -> PyResult<Py<PyAny>> {
    match message {
        WsMessage::Text(text) => made(py, "Text", text.as_str()),
        WsMessage::Binary(bytes) => made(py, "Binary", PyBytes::new(py, bytes)),
        WsMessage::Ping(bytes) => made(py, "Ping", PyBytes::new(py, bytes)),
        WsMessage::Pong(bytes) => made(py, "Pong", PyBytes::new(py, bytes)),
        WsMessage::Frame(frame) => made(py, "Frame", PyBytes::new(py, frame.payload())),
        WsMessage::Close(None) => made(py, "Close", py.None()),
        WsMessage::Close(Some(frame)) => {
            let frame =
                class(py, "barter_integration.websocket", &["CloseFrame"])?.call1((u16::from(frame.code), frame.reason.as_str()))?;
            made(py, "Close", frame)
        }
    }
}

/// A message to send: text, bytes, or a `WsMessage`.
pub fn from_python(value: &Bound<'_, PyAny>) -> PyResult<WsMessage> {
    let py = value.py();
    if let Ok(text) = value.cast::<PyString>() {
        let text = text.to_str().map_err(|_| invalid("message", "message must be valid Unicode"))?;
        return Ok(WsMessage::text(text));
    }
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(WsMessage::binary(bytes.as_bytes().to_vec()));
    }
    if let Ok(bytes) = value.cast::<PyByteArray>() {
        return Ok(WsMessage::binary(bytes.to_vec()));
    }
    let wrong = || {
        wrong_type(
            "message",
            format!(
                "message must be str, bytes or a WsMessage that can be sent, got {}",
                type_name(value)
            ),
        )
    };
    if !value.is_instance(&class(py, "barter_integration.websocket", &["WsMessage"])?)? {
        return Err(wrong());
    }
    let payload = || value.getattr(intern!(py, "payload"))?.extract::<Vec<u8>>();
    let kind = value.get_type().name()?;
    Ok(match kind.to_str()? {
        "Text" => WsMessage::text(value.getattr(intern!(py, "payload"))?.extract::<String>()?),
        "Binary" => WsMessage::binary(payload()?),
        "Ping" => WsMessage::Ping(payload()?.into()),
        "Pong" => WsMessage::Pong(payload()?.into()),
        "Close" => {
            let frame = value.getattr(intern!(py, "frame"))?;
            WsMessage::Close(if frame.is_none() {
                None
            } else {
                Some(CloseFrame {
                    code: CloseCode::from(frame.getattr(intern!(py, "code"))?.extract::<u16>()?),
                    reason: frame.getattr(intern!(py, "reason"))?.extract::<String>()?.into(),
                })
            })
        }
        _ => return Err(wrong()),
    })
}
