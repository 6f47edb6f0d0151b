//! barter's `ExecutionManager` over a client written in Python.

use super::account_stream::{AccountItem, PyAccountStream};
use crate::bridge::client::{AccountSink, PyClient, raised};
use barter::execution::{AccountStreamEvent, error::ExecutionError, manager::ExecutionManager, request::ExecutionRequest};
use barter_data::streams::{consumer::STREAM_RECONNECTION_POLICY, reconnect::Event};
use barter_execution::{
    balance::AssetBalance,
    client::ExecutionClient,
    error::{ConnectivityError, UnindexedClientError},
    order::{
        OrderEvent, OrderSnapshot, UnindexedOrderSnapshot,
        request::{OrderRequestCancel, OrderRequestOpen},
    },
    trade::Trade,
};
use barter_instrument::{
    asset::{AssetIndex, QuoteAsset, name::AssetNameExchange},
    exchange::ExchangeIndex,
    index::error::IndexError,
    instrument::{InstrumentIndex, name::InstrumentNameExchange},
};
use barter_integration::channel::{Tx, UnboundedTx, mpsc_unbounded};
use barter_interop::{
    Foreign,
    errors::{invalid, shown, state_error, type_name, wrong_type},
    foreign_arg,
    guard::guarded,
    runtime::{Origin, block_on},
    stream::{Capacity, EventStream},
    time::time_arg,
};
use futures::StreamExt;
use parking_lot::Mutex;
use pyo3::prelude::*;
use std::{pin::pin, sync::Arc, time::Duration};

/// How much longer than the runner barter waits for an answer: the runner knows better how a request ended.
const AFTER_THE_RUNNER: Duration = Duration::from_secs(1);

type Requests = UnboundedTx<ExecutionRequest>;

/// The engine's end of a client: requests by index go in, account events by index come out of the `AccountStream` that `init` gives.
/// Python's `ExecutionManager` holds it.
#[pyclass(frozen, name = "ExecutionLink", module = "barter_engine._engine")]
pub struct ExecutionLink {
    client: PyClient,
    request_timeout: Duration,
    requests: Mutex<Option<Requests>>,
    origin: Origin,
}

fn execution_error(py: Python<'_>, error: &ExecutionError) -> PyErr {
    match error {
        ExecutionError::Client(error) => raised(py, error),
        ExecutionError::Index(_) | ExecutionError::Config(_) => invalid("instruments", error.to_string()),
    }
}

/// A value of the exchange's account that names what the instruments do not have.
fn unknown(error: &IndexError) -> PyErr {
    invalid(
        "instruments",
        format!("the account names what the instruments do not have: {error}"),
    )
}

impl ExecutionLink {
    fn fetched<T>(&self, py: Python<'_>, fetched: PyResult<Result<T, UnindexedClientError>>) -> PyResult<T> {
        fetched?.map_err(|error| raised(py, &error))
    }

    fn assets(&self) -> Vec<AssetNameExchange> {
        self.client.account.indexer.map.exchange_assets().cloned().collect()
    }

    fn instruments(&self) -> Vec<InstrumentNameExchange> {
        self.client.account.indexer.map.exchange_instruments().cloned().collect()
    }

    fn request(&self, request: &Bound<'_, PyAny>) -> PyResult<ExecutionRequest> {
        if let Ok(request) = foreign_arg::<OrderRequestOpen<ExchangeIndex, InstrumentIndex>>(request, "request") {
            return Ok(ExecutionRequest::Open(request));
        }
        foreign_arg::<OrderRequestCancel<ExchangeIndex, InstrumentIndex>>(request, "request")
            .map(ExecutionRequest::Cancel)
            .map_err(|_| {
                wrong_type(
                    "request",
                    format!(
                        "request must be an OrderRequestOpen or OrderRequestCancel keyed by index, got {} {}; AccountEventIndexer changes \
                         names to indices",
                        type_name(request),
                        shown(request)
                    ),
                )
            })
    }

    /// barter's manager panics at keys of other exchanges or instruments.
    fn check<S: Clone>(&self, request: &OrderEvent<S, ExchangeIndex, InstrumentIndex>) -> PyResult<()> {
        let map = &self.client.account.indexer.map;
        let known = map.find_exchange_id(request.key.exchange).is_ok()
            && map
                .find_instrument_name_exchange(request.key.instrument)
                .is_ok_and(|name| map.find_instrument_index(name) == Ok(request.key.instrument));
        if known {
            return Ok(());
        }
        Err(invalid(
            "request",
            format!(
                "request is for {} of {}, which is not among the instruments of {} ({})",
                request.key.instrument,
                request.key.exchange,
                map.exchange.value.as_str(),
                map.exchange.key
            ),
        ))
    }
}

#[pymethods]
impl ExecutionLink {
    #[new]
    #[pyo3(signature = (runner: "ClientRunner", sink: "AccountSink", request_timeout: "float"))]
    fn new(runner: Bound<'_, PyAny>, sink: &AccountSink, request_timeout: f64) -> PyResult<Self> {
        let request_timeout = Duration::try_from_secs_f64(request_timeout)
            .map_err(|_| invalid("request_timeout", format!("request_timeout must be seconds, got {request_timeout}")))?;
        Ok(Self {
            client: PyClient::new(runner.unbind(), sink),
            request_timeout,
            requests: Mutex::new(None),
            origin: Origin::here(),
        })
    }

    /// Waits for the first snapshot of the account; from then on requests are taken.
    ///
    /// Raises:
    ///     ClientError: the client could not connect.
    fn init(&self, py: Python<'_>) -> PyResult<PyAccountStream> {
        guarded(|| {
            let (requests, received) = mpsc_unbounded();
            let client = self.client.clone();
            let request_timeout = self.request_timeout.saturating_add(AFTER_THE_RUNNER);
            let initialised = ExecutionManager::init(
                received.into_stream(),
                request_timeout,
                Arc::new(client.clone()),
                client.account.indexer.clone(),
                STREAM_RECONNECTION_POLICY,
            );
            // The runner waits for a stream and for a snapshot; this is for a client that blocks its loop.
            let within = self.request_timeout.saturating_mul(2).saturating_add(AFTER_THE_RUNNER);
            let initialised = block_on(py, async move { tokio::time::timeout(within, initialised).await })?;
            let (manager, accounts) = initialised
                .map_err(|_| raised(py, &UnindexedClientError::Connectivity(ConnectivityError::Timeout)))?
                .map_err(|error| execution_error(py, &error))?;
            let stream = EventStream::produce("the account stream", Capacity::Unbounded, |sender| async move {
                let forward = async {
                    let mut accounts = pin!(accounts);
                    while let Some(event) = accounts.next().await {
                        let item = match event {
                            AccountStreamEvent::Item(event) => AccountItem::Event(Box::new(event)),
                            Event::Reconnecting(exchange) => AccountItem::Reconnecting(exchange, client.account.reason()),
                        };
                        if sender.send(item).await.is_err() {
                            break;
                        }
                    }
                };
                tokio::select! {
                    biased;
                    () = forward => {}
                    () = manager.run() => {}
                }
                Ok(())
            })?;
            *self.requests.lock() = Some(requests);
            Ok(PyAccountStream(stream))
        })
    }

    /// Sends a request by index; what becomes of it is an account event.
    #[pyo3(signature = (request: "OrderRequestOpen | OrderRequestCancel"))]
    fn send(&self, request: &Bound<'_, PyAny>) -> PyResult<()> {
        guarded(|| {
            self.origin.check("the execution manager")?;
            let request = self.request(request)?;
            match &request {
                ExecutionRequest::Open(request) => self.check(request)?,
                ExecutionRequest::Cancel(request) => self.check(request)?,
                ExecutionRequest::Shutdown => {}
            }
            let requests = self.requests.lock();
            let sent = requests.as_ref().map(|requests| requests.send(request));
            match sent {
                Some(Ok(())) => Ok(()),
                Some(Err(_)) | None => Err(state_error("closed", "the execution manager is closed: make another one")),
            }
        })
    }

    /// Takes no more requests; those on their way are given up.
    fn shutdown(&self) {
        if self.origin.check("the execution manager").is_err() {
            return;
        }
        if let Some(requests) = self.requests.lock().take() {
            // It may have ended before.
            let _ = requests.send(ExecutionRequest::Shutdown);
        }
    }

    /// Balances by index. Raises ClientError.
    #[pyo3(signature = () -> "list[AssetBalance]")]
    fn fetch_balances(&self, py: Python<'_>) -> PyResult<Vec<Foreign<AssetBalance<AssetIndex>>>> {
        guarded(|| {
            let (client, assets) = (self.client.clone(), self.assets());
            let fetched = self.fetched(py, block_on(py, async move { client.fetch_balances(&assets).await }))?;
            let indexed = fetched
                .into_iter()
                .map(|balance| self.client.account.indexer.asset_balance(balance).map(Foreign));
            indexed.collect::<Result<_, _>>().map_err(|error| unknown(&error))
        })
    }

    /// Open orders by index. Raises ClientError.
    #[pyo3(signature = () -> "list[Order]")]
    fn fetch_open_orders(&self, py: Python<'_>) -> PyResult<Vec<Foreign<OrderSnapshot>>> {
        guarded(|| {
            let (client, instruments) = (self.client.clone(), self.instruments());
            let fetched = self.fetched(py, block_on(py, async move { client.fetch_open_orders(&instruments).await }))?;
            let snapshots = fetched.into_iter().map(UnindexedOrderSnapshot::from);
            let indexed = snapshots.map(|order| self.client.account.indexer.order_snapshot(order).map(Foreign));
            indexed.collect::<Result<_, _>>().map_err(|error| unknown(&error))
        })
    }

    /// Own trades since a time, by index. Raises ClientError.
    #[pyo3(signature = (time_since: "int | datetime") -> "list[Trade]")]
    fn fetch_trades(&self, time_since: &Bound<'_, PyAny>) -> PyResult<Vec<Foreign<Trade<QuoteAsset, InstrumentIndex>>>> {
        guarded(|| {
            let (py, since) = (time_since.py(), time_arg(time_since, "time_since")?);
            let client = self.client.clone();
            let fetched = self.fetched(py, block_on(py, async move { client.fetch_trades(since).await }))?;
            let indexed = fetched
                .into_iter()
                .map(|trade| self.client.account.indexer.trade(trade).map(Foreign));
            indexed.collect::<Result<_, _>>().map_err(|error| unknown(&error))
        })
    }
}
