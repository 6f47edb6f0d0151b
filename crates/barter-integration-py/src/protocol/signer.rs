//! HMAC signatures, as exchanges want them under private requests.

use super::encoder::{PyBase64Encoder, PyHexEncoder};
use barter_integration::protocol::http::private::encoder::{Base64Encoder, Encoder, HexEncoder};
use barter_interop::errors::{invalid, type_name, wrong_type};
use hmac::{Hmac, Mac, digest::InvalidLength};
use pyo3::{
    prelude::*,
    types::{PyByteArray, PyBytes, PyString},
};
use sha2::{Sha256, Sha384, Sha512};

#[derive(Clone)]
enum Keyed {
    Sha256(Hmac<Sha256>),
    Sha384(Hmac<Sha384>),
    Sha512(Hmac<Sha512>),
}

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

fn bytes(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Vec<u8>> {
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(bytes.as_bytes().to_vec());
    }
    if let Ok(bytes) = value.cast::<PyByteArray>() {
        return Ok(bytes.to_vec());
    }
    let text = value.cast::<PyString>().map_err(|_| {
        // What was given may be a secret: only its type is said.
        wrong_type(argument, format!("{argument} must be bytes or str, got {}", type_name(value)))
    })?;
    let text = text
        .to_str()
        .map_err(|_| invalid(argument, format!("{argument} must be valid Unicode")))?;
    Ok(text.as_bytes().to_vec())
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
        let secret = bytes(secret, "secret")?;
        if secret.is_empty() {
            return Err(invalid("secret", "secret must not be empty"));
        }
        let refused = |_: InvalidLength| invalid("secret", "secret has a length that HMAC does not take");
        let keyed = match digest {
            "sha256" => Keyed::Sha256(Hmac::new_from_slice(&secret).map_err(refused)?),
            "sha384" => Keyed::Sha384(Hmac::new_from_slice(&secret).map_err(refused)?),
            "sha512" => Keyed::Sha512(Hmac::new_from_slice(&secret).map_err(refused)?),
            other => {
                return Err(invalid(
                    "digest",
                    format!("digest must be 'sha256', 'sha384' or 'sha512', got '{other}'"),
                ));
            }
        };
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
        let digest = match self.keyed {
            Keyed::Sha256(_) => "sha256",
            Keyed::Sha384(_) => "sha384",
            Keyed::Sha512(_) => "sha512",
        };
        let encoder = match self.written {
            Written::Hex => "HexEncoder()",
            Written::Base64 => "Base64Encoder()",
        };
        format!("HmacSigner(secret=<hidden>, digest='{digest}', encoder={encoder})")
    }

    /// A secret is not written anywhere.
    fn __reduce__(&self) -> PyResult<(Py<PyAny>, ())> {
        Err(barter_interop::errors::state_error(
            "secret",
            "an HmacSigner is not pickled or copied: it holds a secret. Make another one",
        ))
    }
}

impl Keyed {
    fn digest(&self, message: &[u8]) -> Vec<u8> {
        match self.clone() {
            Self::Sha256(mac) => mac.chain_update(message).finalize().into_bytes().to_vec(),
            Self::Sha384(mac) => mac.chain_update(message).finalize().into_bytes().to_vec(),
            Self::Sha512(mac) => mac.chain_update(message).finalize().into_bytes().to_vec(),
        }
    }
}
