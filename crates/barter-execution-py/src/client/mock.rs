//! `MockExecutionConfig`, and the connection under the Python class `MockExecution`.

use crate::{
    account::{PyAccountEvent, PyAccountSnapshot},
    balance::PyAssetBalance,
    error::PyOrderError,
    exchange::{
        mock::{check_terms, response},
        settings::names_arg,
    },
    forms::{any_error, retyped, typed_arg},
    order::{
        PyOrder,
        request::{PyOrderRequestCancel, PyOrderRequestOpen, PyOrderResponseCancel},
    },
    trade::PyTrade,
};
use barter_execution::{
    UnindexedAccountEvent,
    client::{
        ExecutionClient,
        mock::{MockExecution, MockExecutionConfig},
    },
    error::{ClientError, OrderError, UnindexedClientError},
    exchange::mock::request::MockExchangeRequest,
    order::{
        OrderEvent, OrderKey,
        request::{OrderRequestCancel, OrderRequestOpen},
    },
};
use barter_instrument::{asset::name::AssetNameExchange, exchange::ExchangeId, instrument::name::InstrumentNameExchange};
use barter_interop::{
    Canonical, Enum, Wraps, canonical_methods, enum_arg,
    errors::state_error,
    execution::mock::check_mock_config,
    guard::guarded,
    money::{Exact, decimal_arg},
    runtime,
    time::time_arg,
    value::{checked, own_arg},
    value_methods,
};
use chrono::{DateTime, Utc};
use parking_lot::Mutex;
use pyo3::{IntoPyObjectExt, prelude::*};
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};

/// Configuration of barter's mock exchange.
///
/// Args:
///     mocked_exchange: `ExchangeId` or its text.
///     initial_state: `AccountSnapshot` by name; None is an account without balances.
///     latency_ms: milliseconds from a request to its answer.
///     fees_percent: a fraction of the traded value, whatever its name says: "0.0005" is 5 basis points.
///
/// >>> from barter_execution import MockExecutionConfig
/// >>> MockExecutionConfig().mocked_exchange, MockExecutionConfig().latency_ms
/// (ExchangeId.MOCK, 0)
#[pyclass(frozen, eq, ord, hash, name = "MockExecutionConfig", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyMockExecutionConfig(pub MockExecutionConfig);
canonical_methods!(PyMockExecutionConfig(MockExecutionConfig));
value_methods!(PyMockExecutionConfig {
    mocked_exchange,
    initial_state,
    latency_ms,
    fees_percent
});

#[pymethods]
impl PyMockExecutionConfig {
    #[new]
    #[pyo3(signature = (
        mocked_exchange: "ExchangeId | str" = None,
        initial_state: "AccountSnapshot | None" = None,
        latency_ms = 0,
        fees_percent: "Decimal | int | str | float" = None
    ))]
    fn new(
        mocked_exchange: Option<&Bound<'_, PyAny>>,
        initial_state: Option<&Bound<'_, PyAny>>,
        latency_ms: u64,
        fees_percent: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let mocked_exchange = mocked_exchange.map_or(Ok(ExchangeId::Mock), |exchange| enum_arg(exchange, "mocked_exchange"))?;
        let empty = || barter_execution::UnindexedAccountSnapshot::new(mocked_exchange, Vec::new(), Vec::new());
        let config = MockExecutionConfig {
            mocked_exchange,
            initial_state: initial_state.map_or_else(|| Ok(empty()), |state| typed_arg::<PyAccountSnapshot, _>(state, "initial_state"))?,
            latency_ms,
            fees_percent: fees_percent.map_or_else(|| Ok(Default::default()), |fees| decimal_arg(fees, "fees_percent"))?,
        };
        checked(check_mock_config(&config))?;
        Ok(Self(config))
    }

    /// The exchange it stands for.
    #[getter]
    fn mocked_exchange(&self) -> Enum<ExchangeId> {
        Enum(self.0.mocked_exchange)
    }

    /// Balances and orders it begins with.
    #[getter]
    fn initial_state(&self, py: Python<'_>) -> PyResult<PyAccountSnapshot> {
        PyAccountSnapshot::wrap(py, retyped(&self.0.initial_state, "initial_state")?)
    }

    /// Milliseconds from a request to its answer.
    #[getter]
    fn latency_ms(&self) -> u64 {
        self.0.latency_ms
    }

    /// A fraction of the traded value.
    #[getter]
    fn fees_percent(&self) -> Exact {
        Exact(self.0.fees_percent)
    }
}

/// A client's end of barter's mock exchange: what `MockExecution` calls. Each call waits for the answer.
#[pyclass(frozen, name = "MockConnection", module = "barter_execution._execution")]
pub struct PyMockConnection {
    pub mocked_exchange: ExchangeId,
    pub requests: mpsc::UnboundedSender<MockExchangeRequest>,
    pub events: broadcast::Sender<UnindexedAccountEvent>,
}

/// Account events since they were subscribed to.
#[pyclass(frozen, name = "MockEvents", module = "barter_execution._execution")]
pub struct PyMockEvents {
    receiver: Mutex<Option<broadcast::Receiver<UnindexedAccountEvent>>>,
}

type Names = Vec<InstrumentNameExchange>;

fn client_error(py: Python<'_>, error: UnindexedClientError) -> PyErr {
    let error = match error {
        ClientError::Connectivity(error) => OrderError::Connectivity(error),
        ClientError::Api(error) => OrderError::Rejected(error),
        // Upstream's mock makes neither of these.
        ClientError::AccountSnapshot(text) | ClientError::AccountStream(text) => return state_error("client", text),
    };
    match PyOrderError(any_error(error)).into_bound_py_any(py) {
        Ok(error) => PyErr::from_value(error),
        Err(error) => error,
    }
}

fn borrowed<S>(request: &OrderEvent<S, ExchangeId, InstrumentNameExchange>) -> OrderEvent<S, ExchangeId, &InstrumentNameExchange>
where
    S: Clone,
{
    OrderEvent {
        key: OrderKey {
            exchange: request.key.exchange,
            instrument: &request.key.instrument,
            strategy: request.key.strategy.clone(),
            cid: request.key.cid.clone(),
        },
        state: request.state.clone(),
    }
}

impl PyMockConnection {
    pub fn subscribe_events(&self) -> PyMockEvents {
        PyMockEvents {
            receiver: Mutex::new(Some(self.events.subscribe())),
        }
    }

    /// Upstream's client, whose clock stands at the time of the request.
    fn client(&self, time: &Bound<'_, PyAny>) -> PyResult<MockExecution<impl Fn() -> DateTime<Utc> + Clone + Send + Sync + use<>>> {
        let time = time_arg(time, "time")?;
        Ok(MockExecution::new(
            self.mocked_exchange,
            move || time,
            self.requests.clone(),
            self.events.subscribe(),
        ))
    }
}

fn all<P: Wraps, T: Canonical>(py: Python<'_>, values: &[T]) -> PyResult<Vec<P>> {
    values.iter().map(|value| P::wrap(py, retyped(value, "value")?)).collect()
}

#[pymethods]
impl PyMockConnection {
    /// The account as it is.
    #[pyo3(signature = (time: "int | datetime"))]
    fn account_snapshot(&self, time: &Bound<'_, PyAny>) -> PyResult<PyAccountSnapshot> {
        let (py, client) = (time.py(), self.client(time)?);
        guarded(|| {
            let answer = runtime::block_on(py, async move { client.account_snapshot(&[], &[]).await })?;
            let snapshot = answer.map_err(|error| client_error(py, error))?;
            PyAccountSnapshot::wrap(py, retyped(&snapshot, "snapshot")?)
        })
    }

    /// Opens an order; the answer is the order, open or failed.
    #[pyo3(signature = (request: "OrderRequestOpen", time: "int | datetime", fees_percent: "Decimal"))]
    fn open_order(
        &self,
        request: &Bound<'_, PyAny>,
        time: &Bound<'_, PyAny>,
        fees_percent: &Bound<'_, PyAny>,
    ) -> PyResult<Option<PyOrder>> {
        let (py, client) = (time.py(), self.client(time)?);
        let request: OrderRequestOpen<ExchangeId, InstrumentNameExchange> = typed_arg::<PyOrderRequestOpen, _>(request, "request")?;
        check_terms(&request.state, decimal_arg(fees_percent, "fees_percent")?)?;
        guarded(|| {
            let answer = runtime::block_on(py, async move { client.open_order(borrowed(&request)).await })?;
            answer.map(|order| response(py, order)).transpose()
        })
    }

    /// Cancels an order; upstream never answers, which its client reports as the exchange being offline.
    #[pyo3(signature = (request: "OrderRequestCancel", time: "int | datetime"))]
    fn cancel_order(&self, request: &Bound<'_, PyAny>, time: &Bound<'_, PyAny>) -> PyResult<Option<PyOrderResponseCancel>> {
        let (py, client) = (time.py(), self.client(time)?);
        let request: OrderRequestCancel<ExchangeId, InstrumentNameExchange> = typed_arg::<PyOrderRequestCancel, _>(request, "request")?;
        guarded(|| {
            let answer = runtime::block_on(py, async move { client.cancel_order(borrowed(&request)).await })?;
            answer
                .map(|response| PyOrderResponseCancel::wrap(py, retyped(&response, "response")?))
                .transpose()
        })
    }

    /// Balances of the named assets.
    #[pyo3(signature = (assets: "Iterable[str]", time: "int | datetime"))]
    fn fetch_balances(&self, assets: &Bound<'_, PyAny>, time: &Bound<'_, PyAny>) -> PyResult<Vec<PyAssetBalance>> {
        let (py, client) = (time.py(), self.client(time)?);
        let assets: Vec<AssetNameExchange> = names_arg(Some(assets), "assets")?.unwrap_or_default();
        guarded(|| {
            let answer = runtime::block_on(py, async move { client.fetch_balances(&assets).await })?;
            all(py, &answer.map_err(|error| client_error(py, error))?)
        })
    }

    /// Open orders of the named instruments.
    #[pyo3(signature = (instruments: "Iterable[str]", time: "int | datetime"))]
    fn fetch_open_orders(&self, instruments: &Bound<'_, PyAny>, time: &Bound<'_, PyAny>) -> PyResult<Vec<PyOrder>> {
        let (py, client) = (time.py(), self.client(time)?);
        let instruments: Names = names_arg(Some(instruments), "instruments")?.unwrap_or_default();
        guarded(|| {
            let answer = runtime::block_on(py, async move { client.fetch_open_orders(&instruments).await })?;
            let orders: Vec<_> = answer
                .map_err(|error| client_error(py, error))?
                .into_iter()
                .map(barter_execution::order::UnindexedOrderSnapshot::from)
                .collect();
            all(py, &orders)
        })
    }

    /// Own trades since a time.
    #[pyo3(signature = (time_since: "int | datetime", time: "int | datetime"))]
    fn fetch_trades(&self, time_since: &Bound<'_, PyAny>, time: &Bound<'_, PyAny>) -> PyResult<Vec<PyTrade>> {
        let (py, client) = (time.py(), self.client(time)?);
        let since = time_arg(time_since, "time_since")?;
        guarded(|| {
            let answer = runtime::block_on(py, async move { client.fetch_trades(since).await })?;
            all(py, &answer.map_err(|error| client_error(py, error))?)
        })
    }

    /// Account events from now on.
    fn subscribe(&self) -> PyMockEvents {
        self.subscribe_events()
    }
}

enum Received {
    Event(Box<UnindexedAccountEvent>),
    Lagged(u64),
    Closed,
    Nothing,
}

#[pymethods]
impl PyMockEvents {
    /// The next event; None if none came within `timeout` seconds. The stream ends where events were lost or the exchange is gone.
    #[pyo3(signature = (timeout: "float"))]
    fn next(&self, py: Python<'_>, timeout: f64) -> PyResult<Option<PyAccountEvent>> {
        let timeout = Duration::try_from_secs_f64(timeout).unwrap_or_default();
        // Taken out while it waits: a lock must not be held there.
        let Some(mut receiver) = self.receiver.lock().take() else {
            return Err(state_error("closed", "the account stream has ended, or another thread waits on it"));
        };
        let (received, receiver) = guarded(|| {
            runtime::block_on(py, async move {
                let received = match tokio::time::timeout(timeout, receiver.recv()).await {
                    Err(_) => Received::Nothing,
                    Ok(Ok(event)) => Received::Event(Box::new(event)),
                    Ok(Err(broadcast::error::RecvError::Lagged(lost))) => Received::Lagged(lost),
                    Ok(Err(broadcast::error::RecvError::Closed)) => Received::Closed,
                };
                (received, receiver)
            })
        })?;
        let event = match received {
            Received::Nothing => None,
            Received::Event(event) => Some(PyAccountEvent::wrap(py, retyped(&*event, "event")?)?),
            Received::Lagged(lost) => {
                return Err(state_error(
                    "lagged",
                    format!("{lost} account events were lost: upstream's stream ends there"),
                ));
            }
            Received::Closed => return Err(state_error("closed", "the mock exchange is gone")),
        };
        *self.receiver.lock() = Some(receiver);
        Ok(event)
    }
}

/// Checks that nobody mixes classes: the configuration of a mock exchange.
pub fn config_arg(config: &Bound<'_, PyAny>) -> PyResult<MockExecutionConfig> {
    own_arg::<PyMockExecutionConfig>(config, "config").map(|config| config.get().0.clone())
}
