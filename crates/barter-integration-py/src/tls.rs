//! Which certificates a connection trusts.

use barter_interop::{
    errors::{invalid, type_name, wrong_type},
    guard::guarded,
};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyString},
};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use std::sync::Arc;

/// Whom a connection trusts: the certificate authorities of the public web, others, or both.
///
/// Args:
///     ca_certificates: certificates of authorities, as PEM (text or bytes, several in one are taken) or DER (bytes).
///     built_in_roots: whether the authorities of the public web (Mozilla's list) are trusted as well.
///
/// Raises:
///     InvalidArgumentError: a certificate cannot be read, or nobody would be trusted.
///
/// Example:
///     >>> from barter_integration import TlsConfig
///     >>> TlsConfig()
///     TlsConfig(ca_certificates=0, built_in_roots=True)
#[pyclass(frozen, name = "TlsConfig", module = "barter_integration")]
pub struct PyTlsConfig {
    config: Arc<ClientConfig>,
    own: usize,
    built_in: bool,
}

impl PyTlsConfig {
    /// The configuration of a connection.
    pub fn client(&self) -> Arc<ClientConfig> {
        self.config.clone()
    }
}

fn certificates(value: &Bound<'_, PyAny>) -> PyResult<Vec<CertificateDer<'static>>> {
    let data = if let Ok(text) = value.cast::<PyString>() {
        text.to_str()?.as_bytes().to_vec()
    } else if let Ok(bytes) = value.cast::<PyBytes>() {
        bytes.as_bytes().to_vec()
    } else {
        return Err(wrong_type(
            "ca_certificates",
            format!(
                "ca_certificates must hold PEM text or bytes, got {}: read a file with Path.read_bytes()",
                type_name(value)
            ),
        ));
    };
    if !std::str::from_utf8(&data).is_ok_and(|text| text.contains("-----BEGIN")) {
        return Ok(vec![CertificateDer::from(data)]);
    }
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&data).collect();
    match found {
        Ok(found) if found.is_empty() => Err(invalid(
            "ca_certificates",
            "ca_certificates must hold certificates, got PEM without one",
        )),
        Ok(found) => Ok(found),
        Err(error) => Err(invalid("ca_certificates", format!("ca_certificates must be valid PEM: {error}"))),
    }
}

/// The configuration of the given authorities.
pub fn client_config(own: Vec<CertificateDer<'static>>, built_in: bool) -> PyResult<ClientConfig> {
    let mut roots = RootCertStore::empty();
    if built_in {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    for certificate in own {
        roots.add(certificate).map_err(|error| {
            invalid(
                "ca_certificates",
                format!("ca_certificates must be certificates of authorities: {error}"),
            )
        })?;
    }
    if roots.is_empty() {
        return Err(invalid(
            "ca_certificates",
            "ca_certificates must not be empty where built_in_roots is False: nobody would be trusted",
        ));
    }
    // The provider is named: with two of them in one process rustls does not choose.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| invalid("ca_certificates", error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth())
}

#[pymethods]
impl PyTlsConfig {
    #[new]
    #[pyo3(signature = (ca_certificates: "Sequence[str | bytes] | str | bytes | None" = None, *, built_in_roots = true))]
    fn new(ca_certificates: Option<&Bound<'_, PyAny>>, built_in_roots: bool) -> PyResult<Self> {
        let mut own = Vec::new();
        if let Some(given) = ca_certificates {
            if given.is_instance_of::<PyString>() || given.is_instance_of::<PyBytes>() {
                own = certificates(given)?;
            } else {
                for item in given.try_iter()? {
                    own.extend(certificates(&item?)?);
                }
            }
        }
        let count = own.len();
        Ok(Self {
            config: guarded(|| client_config(own, built_in_roots).map(Arc::new))?,
            own: count,
            built_in: built_in_roots,
        })
    }

    fn __repr__(&self) -> String {
        let built_in = if self.built_in { "True" } else { "False" };
        format!("TlsConfig(ca_certificates={}, built_in_roots={built_in})", self.own)
    }
}
