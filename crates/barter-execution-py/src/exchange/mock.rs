//! barter's `MockExchange` and its `AccountState`, for comparison: guarded against its panics, otherwise as it is.

use crate::{
    account::PyAccountSnapshot,
    balance::PyAssetBalance,
    client::mock::{PyMockConnection, config_arg},
    error::PyOrderError,
    exchange::settings::instruments_arg,
    forms::{any_error, retyped, typed_arg},
    order::{PyOrder, request::PyOrderRequestOpen},
    trade::PyTrade,
};
use barter_execution::{
    UnindexedAccountEvent,
    client::mock::MockExecutionConfig,
    error::{OrderError, UnindexedOrderError},
    exchange::mock::{MockExchange, account::AccountState, request::MockExchangeRequest},
    order::{
        Order, OrderKind, UnindexedOrderSnapshot,
        request::{OrderRequestOpen, RequestOpen},
        state::{InactiveOrderState, Open, OrderState},
    },
};
use barter_instrument::{
    asset::name::AssetNameExchange,
    exchange::ExchangeId,
    instrument::{Instrument, kind::InstrumentKind, name::InstrumentNameExchange},
};
use barter_interop::{
    Canonical, Enum, Wraps, enum_arg,
    errors::{invalid, state_error},
    guard::guarded,
    money::Exact,
    name_arg,
    runtime::{self, Task},
    time::{Moment, time_arg, time_ns},
};
use parking_lot::Mutex;
use pyo3::{
    IntoPyObjectExt,
    prelude::*,
    types::{PyDict, PyList},
};
use rust_decimal::Decimal;
use std::sync::Arc;
use tokio::sync::{broadcast, mpsc};

/// Capacity of the broadcast of account events: that of barter's execution builder.
const EVENTS: usize = 256;

/// A response of upstream as an order: its state is `Open` or the error.
pub fn response(py: Python<'_>, order: Order<ExchangeId, InstrumentNameExchange, Result<Open, UnindexedOrderError>>) -> PyResult<PyOrder> {
    let order: UnindexedOrderSnapshot = Order {
        key: order.key,
        side: order.side,
        price: order.price,
        quantity: order.quantity,
        kind: order.kind,
        time_in_force: order.time_in_force,
        state: match order.state {
            Ok(open) => OrderState::active(open),
            Err(error) => OrderState::Inactive(InactiveOrderState::OpenFailed(error)),
        },
    };
    PyOrder::wrap(py, retyped(&order, "order")?)
}

/// Terms whose value and fees upstream can compute: beyond that its arithmetic panics.
pub fn check_terms(terms: &RequestOpen, fees: Decimal) -> PyResult<()> {
    let quantity = terms.quantity.abs();
    let fits = || {
        let value = terms.price.checked_mul(quantity)?;
        value.checked_add(value.checked_mul(fees)?)?;
        let base_fees = quantity.checked_mul(fees)?;
        quantity.checked_add(base_fees)?;
        base_fees.checked_mul(terms.price)
    };
    fits().map(|_| ()).ok_or_else(|| {
        invalid(
            "quantity",
            format!("price {} times quantity {quantity} does not fit a decimal", terms.price),
        )
    })
}

/// What makes upstream panic at the first order is refused before.
fn check_config(config: &MockExecutionConfig, instruments: &[Instrument<ExchangeId, AssetNameExchange>]) -> PyResult<()> {
    for instrument in instruments {
        if !matches!(instrument.kind, InstrumentKind::Spot) {
            return Err(invalid(
                "instruments",
                format!(
                    "instruments must be spot, {} is not: SimulatedExchange takes linear perpetuals too",
                    instrument.name_exchange
                ),
            ));
        }
        let quote = &instrument.underlying.quote;
        if !config.initial_state.balances.iter().any(|balance| balance.asset == *quote) {
            return Err(invalid(
                "config",
                format!(
                    "config.initial_state needs a balance of {quote}, in which {} is paid",
                    instrument.name_exchange
                ),
            ));
        }
    }
    let held = config
        .initial_state
        .balances
        .iter()
        .find(|balance| balance.balance.free != balance.balance.total);
    held.map_or(Ok(()), |balance| {
        Err(invalid(
            "config",
            format!(
                "config.initial_state must have free equal to total, {} has {} of {}: upstream knows market orders only",
                balance.asset, balance.balance.free, balance.balance.total
            ),
        ))
    })
}

/// barter's own mock exchange, for comparison. It takes market orders only, fills them at the price in the request, and credits
/// nothing; cancels are not implemented. `SimulatedExchange` does these right; docs/deviations.md lists the differences.
///
/// Args:
///     config: `MockExecutionConfig`; its snapshot needs a balance of every quote asset, all of it free.
///     instruments: spot `Instrument`s in their named form.
#[pyclass(frozen, name = "MockExchange", module = "barter_execution")]
pub struct PyMockExchange {
    config: MockExecutionConfig,
    listed: Vec<(InstrumentNameExchange, Py<PyAny>)>,
    requests: mpsc::UnboundedSender<MockExchangeRequest>,
    events: broadcast::Sender<UnindexedAccountEvent>,
    exchange: Arc<Mutex<Option<MockExchange>>>,
    task: Mutex<Option<Task>>,
}

impl PyMockExchange {
    fn with<R>(&self, f: impl FnOnce(&mut MockExchange) -> PyResult<R>) -> PyResult<R> {
        guarded(|| match self.exchange.lock().as_mut() {
            Some(exchange) => f(exchange),
            None => Err(state_error(
                "running",
                "the exchange runs, or has run: it answers through MockExecution now, not directly",
            )),
        })
    }
}

fn rejected(py: Python<'_>, error: UnindexedOrderError) -> PyErr {
    match PyOrderError(any_error(error)).into_bound_py_any(py) {
        Ok(error) => PyErr::from_value(error),
        Err(error) => error,
    }
}

#[pymethods]
impl PyMockExchange {
    #[new]
    #[pyo3(signature = (config: "MockExecutionConfig", instruments: "Iterable[Instrument]"))]
    fn new(config: &Bound<'_, PyAny>, instruments: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = config.py();
        let config = config_arg(config)?;
        let instruments = PyList::new(py, instruments.try_iter()?.collect::<PyResult<Vec<_>>>()?)?;
        let named = instruments_arg(instruments.as_any())?;
        check_config(&config, &named)?;
        let listed = named
            .iter()
            .zip(instruments.iter())
            .map(|(instrument, object)| (instrument.name_exchange.clone(), object.unbind()))
            .collect();
        let (requests, request_rx) = mpsc::unbounded_channel();
        let (events, _) = broadcast::channel(EVENTS);
        let instruments = named
            .into_iter()
            .map(|instrument| (instrument.name_exchange.clone(), instrument))
            .collect();
        let exchange = guarded(|| Ok(MockExchange::new(config.clone(), request_rx, events.clone(), instruments)))?;
        Ok(Self {
            config,
            listed,
            requests,
            events,
            exchange: Arc::new(Mutex::new(Some(exchange))),
            task: Mutex::new(None),
        })
    }

    fn __repr__(&self) -> String {
        format!("<MockExchange {}>", self.config.mocked_exchange.as_str())
    }

    /// The exchange it stands for.
    #[getter]
    fn exchange(&self) -> Enum<ExchangeId> {
        Enum(self.config.mocked_exchange)
    }

    /// Milliseconds from a request to its answer.
    #[getter]
    fn latency_ms(&self) -> u64 {
        self.config.latency_ms
    }

    /// A fraction of the traded value.
    #[getter]
    fn fees_percent(&self) -> Exact {
        Exact(self.config.fees_percent)
    }

    /// Its instruments by the exchange's name.
    #[getter]
    fn instruments<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let found = PyDict::new(py);
        for (name, instrument) in &self.listed {
            found.set_item(barter_interop::Name(name.clone()), instrument.bind(py))?;
        }
        Ok(found)
    }

    /// Its account; it can be read until the exchange runs.
    #[getter]
    fn account(&self) -> PyMockAccountState {
        PyMockAccountState(Account::Of(Arc::clone(&self.exchange)))
    }

    /// Number of the next order.
    #[getter]
    fn order_sequence(&self) -> PyResult<u64> {
        self.with(|exchange| Ok(exchange.order_sequence))
    }

    /// Latest time of the exchange, an aware datetime in UTC.
    #[getter]
    fn time_exchange_latest(&self) -> PyResult<Moment> {
        self.with(|exchange| Ok(Moment(exchange.time_exchange_latest)))
    }

    /// Latest time of the exchange, nanoseconds since 1970 UTC.
    #[getter]
    fn time_exchange_latest_ns(&self) -> PyResult<i64> {
        self.with(|exchange| time_ns(exchange.time_exchange_latest))
    }

    /// Latest time of the exchange, an aware datetime in UTC.
    fn time_exchange(&self) -> PyResult<Moment> {
        self.with(|exchange| Ok(Moment(exchange.time_exchange())))
    }

    /// Balances and orders.
    fn account_snapshot(&self, py: Python<'_>) -> PyResult<PyAccountSnapshot> {
        self.with(|exchange| PyAccountSnapshot::wrap(py, retyped(&exchange.account_snapshot(), "snapshot")?))
    }

    /// Account events from now on; they come once the exchange runs.
    fn account_stream(&self) -> crate::client::mock::PyMockEvents {
        self.connect().subscribe_events()
    }

    /// What upstream makes of an order: its answer, and the changed balance and trade it would send, or None.
    #[pyo3(signature = (request: "OrderRequestOpen") -> "tuple[Order, OpenOrderNotifications | None]")]
    fn open_order<'py>(&self, request: &Bound<'py, PyAny>) -> PyResult<(PyOrder, Option<Bound<'py, PyAny>>)> {
        let py = request.py();
        let request: OrderRequestOpen<ExchangeId, InstrumentNameExchange> = typed_arg::<PyOrderRequestOpen, _>(request, "request")?;
        check_terms(&request.state, self.config.fees_percent)?;
        self.with(|exchange| {
            let (order, notifications) = exchange.open_order(request);
            let notifications = notifications
                .map(|told| {
                    let balance = PyAssetBalance::wrap(py, retyped(&told.balance.0, "balance")?)?;
                    let trade = PyTrade::wrap(py, retyped(&told.trade, "trade")?)?;
                    py.import("barter_execution.mock")?
                        .getattr("OpenOrderNotifications")?
                        .call1((balance, trade))
                })
                .transpose()?;
            Ok((response(py, order)?, notifications))
        })
    }

    /// Always an error: upstream has not implemented it. `SimulatedExchange` cancels.
    #[pyo3(signature = (request: "OrderRequestCancel"))]
    fn cancel_order(&self, request: &Bound<'_, PyAny>) -> PyResult<PyOrder> {
        let _ = request;
        Err(state_error(
            "unsupported",
            "barter's MockExchange cannot cancel (its method is not implemented): use SimulatedExchange",
        ))
    }

    /// Raises ApiError.OrderRejected for the kinds that upstream does not take: all but market orders.
    #[pyo3(signature = (order_kind: "OrderKind | str"))]
    fn validate_order_kind_supported(&self, order_kind: &Bound<'_, PyAny>) -> PyResult<()> {
        let kind: OrderKind = enum_arg(order_kind, "order_kind")?;
        self.with(|exchange| {
            exchange
                .validate_order_kind_supported(kind)
                .map_err(|error| rejected(order_kind.py(), error))
        })
    }

    /// The instrument of a name. Raises ApiError.InstrumentInvalid for others.
    #[pyo3(signature = (instrument: "InstrumentNameExchange | str"))]
    fn find_instrument_data(&self, instrument: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let py = instrument.py();
        let name: InstrumentNameExchange = name_arg(instrument, "instrument")?;
        self.with(|exchange| {
            exchange
                .find_instrument_data(&name)
                .map(|_| ())
                .map_err(|error| rejected(py, OrderError::Rejected(error)))
        })?;
        let found = self.listed.iter().find(|(listed, _)| *listed == name);
        found
            .map(|(_, instrument)| instrument.clone_ref(py))
            .ok_or_else(|| invalid("instrument", format!("instrument {name} is not listed")))
    }

    /// Starts it on this wheel's runtime: from here on it answers its clients. An exchange runs once.
    fn run(&self) -> PyResult<()> {
        let Some(exchange) = self.exchange.lock().take() else {
            return Err(state_error("running", "the exchange runs, or has run: make another one"));
        };
        let (task, _) = runtime::spawn("barter's mock exchange", exchange.run())?;
        *self.task.lock() = Some(task);
        Ok(())
    }

    /// Whether it runs.
    #[getter]
    fn is_running(&self) -> bool {
        self.task.lock().as_ref().is_some_and(|task| !task.is_finished())
    }

    /// A client's end of it, for `MockExecution`.
    fn connect(&self) -> PyMockConnection {
        PyMockConnection {
            mocked_exchange: self.config.mocked_exchange,
            requests: self.requests.clone(),
            events: self.events.clone(),
        }
    }

    /// Stops it; what is asked later is answered with ConnectivityError.ExchangeOffline.
    fn close(&self) {
        self.exchange.lock().take();
        if let Some(task) = self.task.lock().as_ref() {
            task.stop();
        }
    }
}

enum Account {
    Own(Mutex<AccountState>),
    Of(Arc<Mutex<Option<MockExchange>>>),
}

/// The account of barter's mock exchange.
///
/// Args:
///     snapshot: `AccountSnapshot` by name; open and cancelled orders are taken from it, others are dropped.
#[pyclass(frozen, name = "AccountState", module = "barter_execution")]
pub struct PyMockAccountState(Account);

impl PyMockAccountState {
    fn with<R>(&self, f: impl FnOnce(&mut AccountState) -> PyResult<R>) -> PyResult<R> {
        guarded(|| match &self.0 {
            Account::Own(account) => f(&mut account.lock()),
            Account::Of(exchange) => match exchange.lock().as_mut() {
                Some(exchange) => f(&mut exchange.account),
                None => Err(state_error(
                    "running",
                    "the exchange runs, or has run: its account is read through MockExecution now",
                )),
            },
        })
    }
}

fn wrapped<P: Wraps, T: Canonical>(py: Python<'_>, value: &T) -> PyResult<P> {
    P::wrap(py, retyped(value, "value")?)
}

#[pymethods]
impl PyMockAccountState {
    #[new]
    #[pyo3(signature = (snapshot: "AccountSnapshot"))]
    fn new(snapshot: &Bound<'_, PyAny>) -> PyResult<Self> {
        let snapshot: barter_execution::UnindexedAccountSnapshot = typed_arg::<PyAccountSnapshot, _>(snapshot, "snapshot")?;
        Ok(Self(Account::Own(Mutex::new(AccountState::from(snapshot)))))
    }

    /// Stamps a time on every balance and every open order, as upstream does with each request.
    #[pyo3(signature = (time_exchange: "int | datetime"))]
    fn update_time_exchange(&self, time_exchange: &Bound<'_, PyAny>) -> PyResult<()> {
        let time = time_arg(time_exchange, "time_exchange")?;
        self.with(|account| {
            account.update_time_exchange(time);
            Ok(())
        })
    }

    /// Balances, by name of the asset.
    fn balances(&self, py: Python<'_>) -> PyResult<Vec<PyAssetBalance>> {
        self.with(|account| {
            let mut balances: Vec<_> = account.balances().cloned().collect();
            balances.sort();
            balances.iter().map(|balance| wrapped(py, balance)).collect()
        })
    }

    /// Open orders, by key.
    fn orders_open(&self, py: Python<'_>) -> PyResult<Vec<PyOrder>> {
        self.with(|account| {
            let mut orders: Vec<UnindexedOrderSnapshot> = account.orders_open().cloned().map(Into::into).collect();
            orders.sort();
            orders.iter().map(|order| wrapped(py, order)).collect()
        })
    }

    /// Cancelled orders, by key.
    fn orders_cancelled(&self, py: Python<'_>) -> PyResult<Vec<PyOrder>> {
        self.with(|account| {
            let mut orders: Vec<UnindexedOrderSnapshot> = account.orders_cancelled().cloned().map(Into::into).collect();
            orders.sort();
            orders.iter().map(|order| wrapped(py, order)).collect()
        })
    }

    /// Trades since a time, in the order in which they were booked.
    #[pyo3(signature = (time_since: "int | datetime"))]
    fn trades(&self, time_since: &Bound<'_, PyAny>) -> PyResult<Vec<PyTrade>> {
        let since = time_arg(time_since, "time_since")?;
        self.with(|account| account.trades(since).map(|trade| wrapped(time_since.py(), trade)).collect())
    }

    /// Books a trade.
    #[pyo3(signature = (trade: "Trade"))]
    fn ack_trade(&self, trade: &Bound<'_, PyAny>) -> PyResult<()> {
        let trade = typed_arg::<PyTrade, _>(trade, "trade")?;
        self.with(|account| {
            account.ack_trade(trade);
            Ok(())
        })
    }
}
