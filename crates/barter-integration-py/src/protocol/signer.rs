//! HMAC signatures, as exchanges want them under private requests.

use super::{
    encoder::{PyBase64Encoder, PyHexEncoder},
    mac::{Keyed, bytes, not_written},
};
use barter_integration::protocol::http::private::encoder::{Base64Encoder, Encoder, HexEncoder};
use barter_interop::errors::{type_name, wrong_type};
use pyo3::{prelude::*, types::PyBytes};

#[derive(Clone, Copy)]
enum Written {
    Hex,
    Base64,
}

/// Signs messages with a secret: HMAC with SHA-256, SHA-384 or SHA-512, written by an encoder.
///
/// The secret cannot be read back, and is in no repr, error or pickle.
///
/// Args:
///     secret: key, as bytes or text (UTF-8), not empty.
///     digest: "sha256", "sha384" or "sha512".
///     encoder: `HexEncoder()` (default) or `Base64Encoder()`.
///
/// Raises:
///     WrongTypeError, InvalidArgumentError: with the argument's name.
///
/// Example:
///     >>> from barter_integration import HmacSigner
///     >>> HmacSigner("key").sign("The quick brown fox jumps over the lazy dog")
///     'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8'
#[pyclass(frozen, name = "HmacSigner", module = "barter_integration")]
pub struct PyHmacSigner {
    keyed: Keyed,
    written: Written,
}

#[pymethods]
impl PyHmacSigner {
    #[new]
    #[pyo3(signature = (
        secret: "bytes | bytearray | str",
        digest: "str" = "sha256",
        encoder: "HexEncoder | Base64Encoder | None" = None
    ))]
    fn new(secret: &Bound<'_, PyAny>, digest: &str, encoder: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let keyed = Keyed::new(secret, digest)?;
        let written = match encoder {
            None => Written::Hex,
            Some(encoder) if encoder.is_instance_of::<PyHexEncoder>() => Written::Hex,
            Some(encoder) if encoder.is_instance_of::<PyBase64Encoder>() => Written::Base64,
            Some(other) => {
                return Err(wrong_type(
                    "encoder",
                    format!("encoder must be HexEncoder() or Base64Encoder(), got {}", type_name(other)),
                ));
            }
        };
        Ok(Self { keyed, written })
    }

    /// The signature of a message, as text.
    #[pyo3(signature = (message: "bytes | bytearray | str"))]
    fn sign(&self, message: &Bound<'_, PyAny>) -> PyResult<String> {
        let message = bytes(message, "message")?;
        Ok(match self.written {
            Written::Hex => HexEncoder.encode(self.keyed.digest(&message)),
            Written::Base64 => Base64Encoder.encode(self.keyed.digest(&message)),
        })
    }

    /// The signature of a message, as bytes.
    #[pyo3(signature = (message: "bytes | bytearray | str"))]
    fn digest<'py>(&self, message: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
        Ok(PyBytes::new(message.py(), &self.keyed.digest(&bytes(message, "message")?)))
    }

    fn __repr__(&self) -> String {
        let digest = self.keyed.name();
        let encoder = match self.written {
            Written::Hex => "HexEncoder()",
            Written::Base64 => "Base64Encoder()",
        };
        format!("HmacSigner(secret=<hidden>, digest='{digest}', encoder={encoder})")
    }

    /// A secret is not written anywhere.
    fn __reduce__(&self) -> PyResult<(Py<PyAny>, ())> {
        Err(not_written("an HmacSigner"))
    }
}
