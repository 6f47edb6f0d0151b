//! Python bindings of the crate barter-execution.
#![forbid(unsafe_code)]

mod account;
mod balance;
mod client;
mod error;
mod exchange;
mod forms;
mod indexer;
mod map;
mod order;
mod trade;

use pyo3::prelude::*;

/// Compiled part of `barter_execution`; import its names from there.
#[pymodule]
mod _execution {
    #[pymodule_export]
    use crate::{
        account::{PyAccountEvent, PyAccountEventKind, PyAccountSnapshot, PyInstrumentAccountSnapshot},
        balance::{PyAssetBalance, PyBalance},
        client::mock::{PyMockConnection, PyMockEvents, PyMockExecutionConfig},
        exchange::{
            mock::{PyMockAccountState, PyMockExchange},
            simulated::PySimulatedExchange,
        },
        indexer::PyAccountEventIndexer,
        map::{PyExecutionInstrumentMap, py_generate_execution_instrument_map},
        order::{
            PyOrder, PyOrderKey, PyTimeInForce,
            event::PyOrderEvent,
            id::random_client_order_id,
            request::{PyOrderRequestCancel, PyOrderRequestOpen, PyOrderResponseCancel, PyRequestCancel, PyRequestOpen},
            state::{PyActiveOrderState, PyCancelInFlight, PyCancelled, PyInactiveOrderState, PyOpen, PyOpenInFlight, PyOrderState},
        },
        trade::{PyAssetFees, PyTrade},
    };
    use barter_execution::{
        AccountEvent, AccountEventKind, AccountSnapshot, InstrumentAccountSnapshot,
        balance::{AssetBalance, Balance},
        client::mock::MockExecutionConfig,
        order::{
            Order, OrderEvent, OrderKey, OrderKind, TimeInForce,
            request::{OrderRequestCancel, OrderRequestOpen, OrderResponseCancel, RequestCancel, RequestOpen},
            state::{ActiveOrderState, CancelInFlight, Cancelled, InactiveOrderState, Open, OpenInFlight, OrderState},
        },
        trade::{AssetFees, Trade},
    };
    use barter_instrument::{Side, asset::Asset, exchange::ExchangeId};
    use barter_interop::{
        Canonical, CanonicalEnum,
        instrument::{AssetKey, ExchangeKey, InstrumentKey},
    };
    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        barter_interop::guard::install_silent_panic_hook();
        barter_interop::runtime::install(module.py(), "barter_execution")?;
        barter_interop::logs::install(module.py())?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        barter_interop::export_schemas!(
            module,
            AccountEvent<ExchangeKey, AssetKey, InstrumentKey>,
            AccountEventKind<ExchangeKey, AssetKey, InstrumentKey>,
            AccountSnapshot<ExchangeKey, AssetKey, InstrumentKey>,
            ActiveOrderState,
            AssetBalance<AssetKey>,
            AssetFees<AssetKey>,
            Balance,
            CancelInFlight,
            Cancelled,
            InactiveOrderState<AssetKey, InstrumentKey>,
            InstrumentAccountSnapshot<ExchangeKey, AssetKey, InstrumentKey>,
            MockExecutionConfig,
            Open,
            OpenInFlight,
            Order<ExchangeKey, InstrumentKey, OrderState<AssetKey, InstrumentKey>>,
            OrderEvent<OrderState<AssetKey, InstrumentKey>, ExchangeKey, InstrumentKey>,
            OrderKey<ExchangeKey, InstrumentKey>,
            OrderRequestCancel<ExchangeKey, InstrumentKey>,
            OrderRequestOpen<ExchangeKey, InstrumentKey>,
            OrderResponseCancel<ExchangeKey, AssetKey, InstrumentKey>,
            OrderState<AssetKey, InstrumentKey>,
            RequestCancel,
            RequestOpen,
            TimeInForce,
            Trade<AssetKey, InstrumentKey>,
        );
        // Foreign classes: a mix of releases fails here.
        let py = module.py();
        Asset::require(py)?;
        Side::require(py)?;
        ExchangeId::require(py)?;
        OrderKind::require(py)?;
        Ok(())
    }
}
