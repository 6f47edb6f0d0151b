//! Encoders of signatures.

use barter_integration::protocol::http::private::encoder::{Base64Encoder, Encoder, HexEncoder};
use pyo3::prelude::*;

/// Writes bytes as lower-case hexadecimal text.
///
/// Example:
///     >>> from barter_integration import HexEncoder
///     >>> HexEncoder().encode(b"\x0a\xff")
///     '0aff'
#[pyclass(frozen, eq, hash, name = "HexEncoder", module = "barter_integration")]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PyHexEncoder;

#[pymethods]
impl PyHexEncoder {
    #[new]
    fn new() -> Self {
        Self
    }

    /// The bytes as text.
    fn encode(&self, data: &[u8]) -> String {
        HexEncoder.encode(data)
    }

    fn __repr__(&self) -> &'static str {
        "HexEncoder()"
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, ()) {
        (slf.get_type().into_any(), ())
    }
}

/// Writes bytes as base64 text, with padding.
///
/// Example:
///     >>> from barter_integration import Base64Encoder
///     >>> Base64Encoder().encode(b"\x0a\xff")
///     'Cv8='
#[pyclass(frozen, eq, hash, name = "Base64Encoder", module = "barter_integration")]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PyBase64Encoder;

#[pymethods]
impl PyBase64Encoder {
    #[new]
    fn new() -> Self {
        Self
    }

    /// The bytes as text.
    fn encode(&self, data: &[u8]) -> String {
        Base64Encoder.encode(data)
    }

    fn __repr__(&self) -> &'static str {
        "Base64Encoder()"
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, ()) {
        (slf.get_type().into_any(), ())
    }
}
