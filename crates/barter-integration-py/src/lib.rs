//! Python bindings of the crate barter-integration.
#![forbid(unsafe_code)]

mod awaitable;
mod channel;
mod crossing;
mod error;
mod protocol;
mod provoke;
mod raised;
mod serde;
mod socket;
mod stream;
mod tls;

use pyo3::prelude::*;

/// Compiled part of `barter_integration`; import its names from there.
#[pymodule]
mod _integration {
    #[pymodule_export]
    use crate::crossing::{_asset_in, _asset_out, _instrument_in, _instrument_out};
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
    #[pymodule_export]
    use crate::{
        protocol::{
            encoder::{PyBase64Encoder, PyHexEncoder},
            http::{
                builder::{PyHttpRequest, PyRequestBuilder},
                client::PyRestTransport,
                private::{PyMac, PyRequestSigner},
                public::PyPublicNoHeaders,
            },
            mac::PyHmac,
            signer::PyHmacSigner,
        },
        serde::de::protobuf_fields,
        socket::{
            connect::{PyWebSocket, web_socket_connect, web_socket_connect_async},
            reconnect::{PyReconnectingSocket, reconnecting_socket},
            request::PyWebSocketRequest,
            sink::PyWsSink,
        },
        stream::{
            channel::{PyStreamTx, stream_channel},
            ext::{merge, stream_of},
            reader::{PyBarterStream, PyStreamReader},
        },
        tls::PyTlsConfig,
    };
    use pyo3::{prelude::*, types::PyDict};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        barter_interop::wheel::begin(module.py(), "barter_integration")?;
        barter_interop::runtime::install(module.py(), "barter_integration")?;
        barter_interop::logs::install(module.py())?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        // No value of this wheel crosses to another one.
        module.add("__barter_schemas__", PyDict::new(module.py()))
    }
}
