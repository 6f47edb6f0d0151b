//! Keyed hashes: HMAC with SHA-256, SHA-384 or SHA-512.

use barter_interop::errors::{invalid, state_error, type_name, wrong_type};
use hmac::{Hmac, Mac, digest::InvalidLength};
use pyo3::{
    prelude::*,
    types::{PyByteArray, PyBytes, PyString},
};
use sha2::{Sha256, Sha384, Sha512};

/// A hash with its secret in it.
#[derive(Clone)]
pub enum Keyed {
    Sha256(Hmac<Sha256>),
    Sha384(Hmac<Sha384>),
    Sha512(Hmac<Sha512>),
}

impl Keyed {
    pub fn new(secret: &Bound<'_, PyAny>, digest: &str) -> PyResult<Self> {
        let secret = bytes(secret, "secret")?;
        if secret.is_empty() {
            return Err(invalid("secret", "secret must not be empty"));
        }
        let refused = |_: InvalidLength| invalid("secret", "secret must have a length that HMAC takes");
        Ok(match digest {
            "sha256" => Self::Sha256(Hmac::new_from_slice(&secret).map_err(refused)?),
            "sha384" => Self::Sha384(Hmac::new_from_slice(&secret).map_err(refused)?),
            "sha512" => Self::Sha512(Hmac::new_from_slice(&secret).map_err(refused)?),
            other => {
                return Err(invalid(
                    "digest",
                    format!("digest must be 'sha256', 'sha384' or 'sha512', got '{other}'"),
                ));
            }
        })
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Sha256(_) => "sha256",
            Self::Sha384(_) => "sha384",
            Self::Sha512(_) => "sha512",
        }
    }

    pub fn digest(&self, message: &[u8]) -> Vec<u8> {
        match self.clone() {
            Self::Sha256(mac) => mac.chain_update(message).finalize().into_bytes().to_vec(),
            Self::Sha384(mac) => mac.chain_update(message).finalize().into_bytes().to_vec(),
            Self::Sha512(mac) => mac.chain_update(message).finalize().into_bytes().to_vec(),
        }
    }
}

/// Bytes, or text as UTF-8. What was given may be a secret: an error says its type only.
pub fn bytes(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<Vec<u8>> {
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(bytes.as_bytes().to_vec());
    }
    if let Ok(bytes) = value.cast::<PyByteArray>() {
        return Ok(bytes.to_vec());
    }
    let text = value
        .cast::<PyString>()
        .map_err(|_| wrong_type(argument, format!("{argument} must be bytes or str, got {}", type_name(value))))?;
    let text = text
        .to_str()
        .map_err(|_| invalid(argument, format!("{argument} must be valid Unicode")))?;
    Ok(text.as_bytes().to_vec())
}

/// A keyed hash for `RequestSigner`: HMAC with SHA-256, SHA-384 or SHA-512.
///
/// The secret cannot be read back, and is in no repr, error or pickle.
///
/// Args:
///     secret: key, as bytes or text (UTF-8), not empty.
///     digest: "sha256", "sha384" or "sha512".
///
/// Raises:
///     WrongTypeError, InvalidArgumentError: with the argument's name.
///
/// Example:
///     >>> from barter_integration import Hmac
///     >>> Hmac("key", "sha512").digest(b"message").hex()[:16]
///     'e477384d7ca229dd'
#[pyclass(frozen, name = "Hmac", module = "barter_integration")]
pub struct PyHmac(pub Keyed);

#[pymethods]
impl PyHmac {
    #[new]
    #[pyo3(signature = (secret: "bytes | bytearray | str", digest: "str" = "sha256"))]
    fn new(secret: &Bound<'_, PyAny>, digest: &str) -> PyResult<Self> {
        Keyed::new(secret, digest).map(Self)
    }

    /// The hash of a message.
    #[pyo3(signature = (message: "bytes | bytearray | str"))]
    fn digest<'py>(&self, message: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
        Ok(PyBytes::new(message.py(), &self.0.digest(&bytes(message, "message")?)))
    }

    fn __repr__(&self) -> String {
        format!("Hmac(secret=<hidden>, digest='{}')", self.0.name())
    }

    /// A secret is not written anywhere.
    fn __reduce__(&self) -> PyResult<(Py<PyAny>, ())> {
        Err(not_written("Hmac"))
    }
}

/// The refusal to pickle or copy something with a secret in it.
pub fn not_written(class: &str) -> PyErr {
    state_error(
        "secret",
        format!("{class} is not pickled or copied: it holds a secret. Make another one"),
    )
}
