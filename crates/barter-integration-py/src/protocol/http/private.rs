//! Signed requests: barter's `RequestSigner` with a signer, an encoder and requests written in Python.

use super::builder::{PyHttpRequest, PyRequestBuilder};
use crate::{
    error,
    protocol::{
        encoder::{PyBase64Encoder, PyHexEncoder},
        http::rest,
        mac::{Keyed, PyHmac, bytes, not_written},
    },
    raised::Raised,
};
use barter_integration::{
    error::SocketError,
    protocol::http::{
        BuildStrategy,
        private::{
            RequestSigner, Signer,
            encoder::{Base64Encoder, Encoder, HexEncoder},
        },
        rest::RestRequest,
    },
};
use barter_interop::{
    errors::{state_error, type_name, wrong_type},
    guard::guarded,
};
use hmac::Mac;
use parking_lot::Mutex;
use pyo3::{intern, prelude::*, types::PyBytes};
use reqwest::{Request, RequestBuilder};

/// Takes what is to be signed: `update` as often as needed, in order.
#[pyclass(frozen, name = "Mac", module = "barter_integration")]
pub struct PyMac(Mutex<Vec<u8>>);

#[pymethods]
impl PyMac {
    /// Adds bytes, or text as UTF-8.
    #[pyo3(signature = (data: "bytes | bytearray | str"))]
    fn update(&self, data: &Bound<'_, PyAny>) -> PyResult<()> {
        self.0.lock().extend(bytes(data, "data")?);
        Ok(())
    }

    fn __repr__(&self) -> String {
        format!("<Mac of {} bytes>", self.0.lock().len())
    }
}

struct PythonSigner {
    signer: Py<PyAny>,
    request: Py<PyAny>,
    raised: Raised,
}

struct Config<'a> {
    own: &'a PythonSigner,
    config: Py<PyAny>,
}

impl Signer for PythonSigner {
    type Config<'a> = Config<'a>;

    fn config<'a, R: RestRequest>(&'a self, _: R, builder: &RequestBuilder) -> Result<Config<'a>, SocketError> {
        Python::attach(|py| {
            let builder = builder
                .try_clone()
                .map(PyRequestBuilder::new)
                .ok_or_else(|| state_error("request", "the request cannot be copied"))?;
            self.signer.call_method1(py, intern!(py, "config"), (&self.request, builder))
        })
        .map(|config| Config { own: self, config })
        .map_err(|error| self.raised.keep(error))
    }

    fn add_bytes_to_sign<M: Mac>(mac: &mut M, config: &Config<'_>) {
        let added: PyResult<()> = Python::attach(|py| {
            let taken = Bound::new(py, PyMac(Mutex::new(Vec::new())))?;
            config
                .own
                .signer
                .call_method1(py, intern!(py, "add_bytes_to_sign"), (&taken, &config.config))?;
            mac.update(&taken.get().0.lock());
            Ok(())
        });
        if let Err(error) = added {
            config.own.raised.keep(error);
        }
    }

    fn build_signed_request<'a>(config: Config<'a>, builder: RequestBuilder, signature: String) -> Result<Request, SocketError> {
        // The bytes to sign could not be made: nothing is sent with a signature of other bytes.
        if config.own.raised.is_some() {
            return Err(SocketError::Sink);
        }
        Python::attach(|py| {
            let builder = PyRequestBuilder::new(builder);
            let built = config
                .own
                .signer
                .bind(py)
                .call_method1(intern!(py, "build_signed_request"), (config.config.bind(py), builder, signature))?;
            request_of(&built, "build_signed_request")
        })
        .map_err(|error| config.own.raised.keep(error))
    }
}

/// The request that Python code gave back: built, or its builder.
pub fn request_of(built: &Bound<'_, PyAny>, method: &str) -> PyResult<Request> {
    if let Ok(request) = built.cast::<PyHttpRequest>() {
        return request.get().copied();
    }
    if let Ok(builder) = built.cast::<PyRequestBuilder>() {
        return builder.get().copied()?.build().map_err(|error| error::http(built.py(), error));
    }
    Err(wrong_type(
        method,
        format!(
            "{method} must return the builder or what its build() gives, got {}",
            type_name(built)
        ),
    ))
}

struct PythonEncoder {
    encoder: Py<PyAny>,
    raised: Raised,
}

impl Encoder for PythonEncoder {
    fn encode<Bytes: AsRef<[u8]>>(&self, data: Bytes) -> String {
        Python::attach(|py| {
            let encoder = self.encoder.bind(py);
            if encoder.is_instance_of::<PyHexEncoder>() {
                return Ok(HexEncoder.encode(data));
            }
            if encoder.is_instance_of::<PyBase64Encoder>() {
                return Ok(Base64Encoder.encode(data));
            }
            let text = encoder.call_method1(intern!(py, "encode"), (PyBytes::new(py, data.as_ref()),))?;
            text.extract::<String>().map_err(|_| {
                wrong_type(
                    "encode",
                    format!("encode of the encoder must return a str, got {}", type_name(&text)),
                )
            })
        })
        .unwrap_or_else(|error: PyErr| {
            self.raised.keep(error);
            String::new()
        })
    }
}

/// Signs requests: the signer says what is signed and where the signature goes, the mac hashes it with the secret, the encoder
/// writes it.
///
/// Args:
///     signer: an object with the methods of `Signer`.
///     mac: an `Hmac`, which holds the secret.
///     encoder: `HexEncoder()`, `Base64Encoder()` or an object with `encode(bytes) -> str`.
///
/// Raises:
///     WrongTypeError: an argument without the methods that are needed.
#[pyclass(frozen, name = "RequestSigner", module = "barter_integration")]
pub struct PyRequestSigner {
    signer: Py<PyAny>,
    mac: Keyed,
    encoder: Py<PyAny>,
}

#[pymethods]
impl PyRequestSigner {
    #[new]
    #[pyo3(signature = (signer: "Signer[Any]", mac, encoder: "Encoder"))]
    fn new(signer: &Bound<'_, PyAny>, mac: &PyHmac, encoder: &Bound<'_, PyAny>) -> PyResult<Self> {
        for method in ["config", "add_bytes_to_sign", "build_signed_request"] {
            if !signer.hasattr(method)? {
                return Err(wrong_type(
                    "signer",
                    format!("signer must have the method {method}, which {} has not", type_name(signer)),
                ));
            }
        }
        if !encoder.hasattr("encode")? {
            return Err(wrong_type(
                "encoder",
                format!(
                    "encoder must be HexEncoder(), Base64Encoder() or have the method encode, got {}",
                    type_name(encoder)
                ),
            ));
        }
        Ok(Self {
            signer: signer.clone().unbind(),
            mac: mac.0.clone(),
            encoder: encoder.clone().unbind(),
        })
    }

    /// The signed request.
    #[pyo3(signature = (request: "RestRequest[Any]", builder))]
    fn build(&self, request: &Bound<'_, PyAny>, builder: &PyRequestBuilder) -> PyResult<PyHttpRequest> {
        let py = request.py();
        let raised = Raised::default();
        let signer = PythonSigner {
            signer: self.signer.clone_ref(py),
            request: request.clone().unbind(),
            raised: raised.clone(),
        };
        let encoder = PythonEncoder {
            encoder: self.encoder.clone_ref(py),
            raised: raised.clone(),
        };
        // The signer gets the Python object; barter's own idea of the request goes by unread.
        let any = rest::Rest::<rest::Get>::new(String::new(), Vec::new());
        guarded(|| {
            let builder = builder.copied()?;
            let built = match &self.mac {
                Keyed::Sha256(mac) => RequestSigner::new(signer, mac.clone(), encoder).build(any, builder),
                Keyed::Sha384(mac) => RequestSigner::new(signer, mac.clone(), encoder).build(any, builder),
                Keyed::Sha512(mac) => RequestSigner::new(signer, mac.clone(), encoder).build(any, builder),
            };
            built.map(PyHttpRequest::new).map_err(|error| raised.or(py, error))
        })
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        format!(
            "RequestSigner(signer=<{}>, mac=Hmac(secret=<hidden>, digest='{}'), encoder=<{}>)",
            type_name(self.signer.bind(py)),
            self.mac.name(),
            type_name(self.encoder.bind(py)),
        )
    }

    /// A secret is not written anywhere.
    fn __reduce__(&self) -> PyResult<(Py<PyAny>, ())> {
        Err(not_written("a RequestSigner"))
    }
}
