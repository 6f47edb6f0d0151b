//! Errors of orders: exceptions of `barter_execution.errors` on the Python side.

use barter_execution::error::{ApiError, ConnectivityError, KeyError, OrderError};
use barter_instrument::index::error::IndexError;
use barter_interop::{
    enum_arg,
    errors::{shown, type_name, wrong_type},
    instrument::{AssetKey, InstrumentKey},
    member,
};
use pyo3::{Borrowed, intern, prelude::*, sync::PyOnceLock};

/// Payload that is an exception of `barter_execution.errors`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyOrderError(pub OrderError<AssetKey, InstrumentKey>);

fn module(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static MODULE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    Ok(MODULE
        .get_or_try_init(py, || py.import("barter_execution.errors").map(|module| module.into_any().unbind()))?
        .bind(py))
}

impl<'py> IntoPyObject<'py> for PyOrderError {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!("barter_execution", "OrderError");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let api = |kind: &str| module(py)?.getattr(intern!(py, "ApiError"))?.getattr(kind);
        let connectivity = |kind: &str| module(py)?.getattr(intern!(py, "ConnectivityError"))?.getattr(kind);
        match self.0 {
            OrderError::Connectivity(ConnectivityError::ExchangeOffline(id)) => {
                connectivity("ExchangeOffline")?.call1((member::member(py, id)?,))
            }
            OrderError::Connectivity(ConnectivityError::Timeout) => connectivity("Timeout")?.call0(),
            OrderError::Connectivity(ConnectivityError::Socket(reason)) => connectivity("Socket")?.call1((reason,)),
            OrderError::Rejected(ApiError::AssetInvalid(asset, reason)) => api("AssetInvalid")?.call1((asset.to_py(py)?, reason)),
            OrderError::Rejected(ApiError::InstrumentInvalid(instrument, reason)) => {
                api("InstrumentInvalid")?.call1((instrument.to_py(py)?, reason))
            }
            OrderError::Rejected(ApiError::RateLimit) => api("RateLimit")?.call0(),
            OrderError::Rejected(ApiError::BalanceInsufficient(asset, reason)) => {
                api("BalanceInsufficient")?.call1((asset.to_py(py)?, reason))
            }
            OrderError::Rejected(ApiError::OrderRejected(reason)) => api("OrderRejected")?.call1((reason,)),
            OrderError::Rejected(ApiError::OrderAlreadyCancelled) => api("OrderAlreadyCancelled")?.call0(),
            OrderError::Rejected(ApiError::OrderAlreadyFullyFilled) => api("OrderAlreadyFullyFilled")?.call0(),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for PyOrderError {
    type Error = PyErr;
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!("barter_execution", "OrderError");

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        order_error_arg(&object, "error")
    }
}

/// An order error from its exception; the error names the argument.
pub fn order_error_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<PyOrderError> {
    let py = value.py();
    let wrong = || {
        wrong_type(
            argument,
            format!(
                "{argument} must be a kind of ApiError or ConnectivityError, such as ApiError.RateLimit(), got {} {}",
                type_name(value),
                shown(value)
            ),
        )
    };
    if !value.is_instance(&module(py)?.getattr(intern!(py, "OrderError"))?)? {
        return Err(wrong());
    }
    let reason = || value.getattr(intern!(py, "reason"))?.extract::<String>();
    let asset = || AssetKey::from_py(&value.getattr(intern!(py, "asset"))?, &format!("{argument}.asset"));
    let instrument = || InstrumentKey::from_py(&value.getattr(intern!(py, "instrument"))?, &format!("{argument}.instrument"));
    let error = match value.get_type().qualname()?.to_str()? {
        "ConnectivityError.ExchangeOffline" => OrderError::Connectivity(ConnectivityError::ExchangeOffline(enum_arg(
            &value.getattr(intern!(py, "exchange"))?,
            &format!("{argument}.exchange"),
        )?)),
        "ConnectivityError.Timeout" => OrderError::Connectivity(ConnectivityError::Timeout),
        "ConnectivityError.Socket" => OrderError::Connectivity(ConnectivityError::Socket(reason()?)),
        "ApiError.AssetInvalid" => OrderError::Rejected(ApiError::AssetInvalid(asset()?, reason()?)),
        "ApiError.InstrumentInvalid" => OrderError::Rejected(ApiError::InstrumentInvalid(instrument()?, reason()?)),
        "ApiError.RateLimit" => OrderError::Rejected(ApiError::RateLimit),
        "ApiError.BalanceInsufficient" => OrderError::Rejected(ApiError::BalanceInsufficient(asset()?, reason()?)),
        "ApiError.OrderRejected" => OrderError::Rejected(ApiError::OrderRejected(reason()?)),
        "ApiError.OrderAlreadyCancelled" => OrderError::Rejected(ApiError::OrderAlreadyCancelled),
        "ApiError.OrderAlreadyFullyFilled" => OrderError::Rejected(ApiError::OrderAlreadyFullyFilled),
        _ => return Err(wrong()),
    };
    Ok(PyOrderError(error))
}

/// A failed look-up of a name as its exception of `barter_instrument.errors`; `known` says what there is.
pub fn index_error(py: Python<'_>, error: &IndexError, known: &str) -> PyErr {
    let (kind, text) = match error {
        IndexError::ExchangeIndex(text) => ("ExchangeIndex", text),
        IndexError::AssetIndex(text) => ("AssetIndex", text),
        IndexError::InstrumentIndex(text) => ("InstrumentIndex", text),
    };
    lookup_error(py, "barter_instrument.errors", "IndexError", kind, &format!("{text}. {known}"))
}

/// A failed look-up of an index as its exception of `barter_execution.errors`.
pub fn key_error(py: Python<'_>, error: &KeyError, known: &str) -> PyErr {
    let (kind, text) = match error {
        KeyError::ExchangeId(text) => ("ExchangeId", text),
        KeyError::AssetKey(text) => ("AssetKey", text),
        KeyError::InstrumentKey(text) => ("InstrumentKey", text),
    };
    lookup_error(py, "barter_execution.errors", "KeyError", kind, &format!("{text}. {known}"))
}

fn lookup_error(py: Python<'_>, module: &str, class: &str, kind: &str, text: &str) -> PyErr {
    let make = || py.import(module)?.getattr(class)?.getattr(kind)?.call1((text,));
    match make() {
        Ok(error) => PyErr::from_value(error),
        Err(error) => error,
    }
}

/// Whether it is a client error outside the order errors: those have no keys. Anything that is no client error is refused.
pub fn is_client_error_without_keys(error: &Bound<'_, PyAny>) -> PyResult<bool> {
    let py = error.py();
    if error.is_instance(&module(py)?.getattr(intern!(py, "OrderError"))?)? {
        return Ok(false);
    }
    if error.is_instance(&module(py)?.getattr(intern!(py, "ClientError"))?)? {
        return Ok(true);
    }
    Err(wrong_type(
        "error",
        format!("error must be a ClientError, got {} {}", type_name(error), shown(error)),
    ))
}
