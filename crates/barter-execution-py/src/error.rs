//! Errors of orders: exceptions of `barter_execution.errors` on the Python side.

use barter_execution::error::{ApiError, ConnectivityError, OrderError};
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
