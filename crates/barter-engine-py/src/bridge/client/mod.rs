//! An execution client written in Python as barter's `ExecutionClient`.
//!
//! Python's `ClientRunner` drives the client and promises that each request ends once, whatever the client does. This adds what barter's
//! `ExecutionManager` asks for: futures, one stream for each connection, and answers that it can index.

mod account;
mod error;
mod request;

use account::Account;
use barter_execution::{
    UnindexedAccountEvent, UnindexedAccountSnapshot,
    balance::AssetBalance,
    client::ExecutionClient,
    error::{ClientError, OrderError, UnindexedClientError, UnindexedOrderError},
    order::{
        Order, OrderEvent, OrderKey, UnindexedOrderSnapshot,
        request::{OrderRequestCancel, OrderRequestOpen, UnindexedOrderResponseCancel},
        state::{ActiveOrderState, Open, OrderState},
    },
    trade::Trade,
};
use barter_instrument::{
    asset::{QuoteAsset, name::AssetNameExchange},
    exchange::ExchangeId,
    instrument::name::InstrumentNameExchange,
};
use barter_interop::{Canonical, foreign_arg, runtime::attach, time::Moment};
use chrono::{DateTime, Utc};
use error::{client_error, ended};
use futures::stream::BoxStream;
use pyo3::prelude::*;
use request::carry_out;
use std::sync::Arc;

pub use account::AccountSink;
pub use error::raised;

/// Shared by the manager's tasks and by what the runner calls back.
#[derive(Clone)]
pub struct PyClient {
    /// `barter_execution.ClientRunner`.
    runner: Arc<Py<PyAny>>,
    pub account: Arc<Account>,
}

impl PyClient {
    /// The client that `runner` drives, whose account events go to `sink`.
    pub fn new(runner: Py<PyAny>, sink: &AccountSink) -> Self {
        Self {
            runner: Arc::new(runner),
            account: Arc::clone(&sink.0),
        }
    }

    /// What a method of the runner gives, waited for in a thread: it blocks.
    async fn fetch<T, A>(&self, method: &'static str, argument: A) -> Result<Vec<T>, UnindexedClientError>
    where
        T: Canonical + Send,
        A: for<'py> IntoPyObject<'py> + Send + 'static,
    {
        let runner = Arc::clone(&self.runner);
        let fetched = tokio::task::spawn_blocking(move || {
            let fetched = attach(|py| {
                let found = runner.bind(py).call_method1(method, (argument,))?;
                found.try_iter()?.map(|item| foreign_arg(&item?, "answer")).collect()
            });
            fetched.map(|fetched: PyResult<Vec<T>>| fetched.map_err(client_error))
        });
        let fetched = fetched.await.ok().flatten();
        fetched.unwrap_or_else(|| Err(ClientError::Connectivity(ended())))
    }
}

fn owned<S>(request: OrderEvent<S, ExchangeId, &InstrumentNameExchange>) -> OrderEvent<S, ExchangeId, InstrumentNameExchange> {
    let OrderEvent {
        key: OrderKey {
            exchange,
            instrument,
            strategy,
            cid,
        },
        state,
    } = request;
    OrderEvent {
        key: OrderKey {
            exchange,
            instrument: instrument.clone(),
            strategy,
            cid,
        },
        state,
    }
}

fn with_state<E, I, S, T>(order: Order<E, I, S>, state: T) -> Order<E, I, T> {
    let Order {
        key,
        side,
        price,
        quantity,
        kind,
        time_in_force,
        state: _,
    } = order;
    Order {
        key,
        side,
        price,
        quantity,
        kind,
        time_in_force,
        state,
    }
}

type Opened = Order<ExchangeId, InstrumentNameExchange, Result<Open, UnindexedOrderError>>;

impl ExecutionClient for PyClient {
    /// barter compares it with the instruments' exchange unless it is this one, and a constant cannot know the client's.
    const EXCHANGE: ExchangeId = ExchangeId::Mock;

    type Config = Self;
    type AccountStream = BoxStream<'static, UnindexedAccountEvent>;

    fn new(config: Self::Config) -> Self {
        config
    }

    /// The snapshot that the connection began with: [`account_stream`](Self::account_stream) has waited for it.
    async fn account_snapshot(
        &self,
        _: &[AssetNameExchange],
        _: &[InstrumentNameExchange],
    ) -> Result<UnindexedAccountSnapshot, UnindexedClientError> {
        self.account
            .take_snapshot()
            .ok_or_else(|| ClientError::AccountSnapshot("the account stream was not opened before".to_owned()))
    }

    async fn account_stream(
        &self,
        _: &[AssetNameExchange],
        _: &[InstrumentNameExchange],
    ) -> Result<Self::AccountStream, UnindexedClientError> {
        self.account.connected().await.map_err(ClientError::AccountStream)?;
        Ok(Box::pin(Arc::clone(&self.account).events()))
    }

    /// None: the order is told among the account's events.
    async fn open_order(&self, request: OrderRequestOpen<ExchangeId, &InstrumentNameExchange>) -> Option<Opened> {
        let request = owned(request);
        self.account.opens(request.key.cid.clone());
        let asked = carry_out::<_, UnindexedOrderSnapshot>(&self.runner, &request, &self.account).await;
        self.account.opened(&request.key.cid);
        let error = asked.err()?;
        let OrderEvent { key, state } = request;
        Some(Order {
            key,
            side: state.side,
            price: state.price,
            quantity: state.quantity,
            kind: state.kind,
            time_in_force: state.time_in_force,
            state: Err(OrderError::Connectivity(error)),
        })
    }

    /// None: the response is told among the account's events.
    async fn cancel_order(&self, request: OrderRequestCancel<ExchangeId, &InstrumentNameExchange>) -> Option<UnindexedOrderResponseCancel> {
        let request = owned(request);
        let asked = carry_out::<_, UnindexedOrderResponseCancel>(&self.runner, &request, &self.account).await;
        asked.err().map(|error| OrderEvent {
            key: request.key,
            state: Err(OrderError::Connectivity(error)),
        })
    }

    async fn fetch_balances(&self, assets: &[AssetNameExchange]) -> Result<Vec<AssetBalance<AssetNameExchange>>, UnindexedClientError> {
        self.fetch("fetch_balances", texts(assets)).await
    }

    async fn fetch_open_orders(
        &self,
        instruments: &[InstrumentNameExchange],
    ) -> Result<Vec<Order<ExchangeId, InstrumentNameExchange, Open>>, UnindexedClientError> {
        let orders: Vec<UnindexedOrderSnapshot> = self.fetch("fetch_open_orders", texts(instruments)).await?;
        let open = orders.into_iter().filter_map(|order| match order.state.clone() {
            OrderState::Active(ActiveOrderState::Open(open)) => Some(with_state(order, open)),
            OrderState::Active(_) | OrderState::Inactive(_) => None,
        });
        Ok(open.collect())
    }

    async fn fetch_trades(
        &self,
        time_since: DateTime<Utc>,
    ) -> Result<Vec<Trade<QuoteAsset, InstrumentNameExchange>>, UnindexedClientError> {
        self.fetch("fetch_trades", Moment(time_since)).await
    }
}

fn texts(names: &[impl ToString]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}
