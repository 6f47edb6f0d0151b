//! Python bindings of the crate barter-integration.
#![forbid(unsafe_code)]

mod awaitable;
mod channel;
mod crossing;
mod protocol;
mod provoke;

use pyo3::prelude::*;

/// Compiled part of `barter_integration`; import its names from there.
#[pymodule]
mod _integration {
    #[pymodule_export]
    use crate::crossing::{_asset_in, _asset_out, _instrument_in, _instrument_out};
    #[pymodule_export]
    use crate::protocol::{
        encoder::{PyBase64Encoder, PyHexEncoder},
        signer::PyHmacSigner,
    };
    #[pymodule_export]
    use crate::provoke::{
        _logs_dropped, _operations_running, _provoke_logs, _provoke_operation, _provoke_operation_async, _provoke_stream, PyProvokedStream,
    };
    #[pymodule_export]
    use crate::{
        awaitable::PyAwaitable,
        channel::{
            bounded::{PyBoundedRx, PyBoundedTx, mpsc_bounded},
            unbounded::{PyUnboundedRx, PyUnboundedTx, mpsc_unbounded},
        },
    };
    use pyo3::{prelude::*, types::PyDict};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        barter_interop::guard::install_silent_panic_hook();
        barter_interop::runtime::install(module.py(), "barter_integration")?;
        barter_interop::logs::install(module.py())?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        // No value of this wheel crosses to another one.
        module.add("__barter_schemas__", PyDict::new(module.py()))
    }
}
