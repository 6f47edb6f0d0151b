//! `AccountEventIndexer`: account data between keys by name and keys by index.

use crate::{
    account::{PyAccountEvent, PyAccountEventKind, PyAccountSnapshot, PyInstrumentAccountSnapshot},
    balance::PyAssetBalance,
    error::{PyOrderError, index_error, key_error, order_error_arg},
    forms::{NamedEvent, NamedKind, NamedState, retyped, typed_arg},
    map::PyExecutionInstrumentMap,
    order::{
        PyOrder, PyOrderKey,
        event::PyOrderEvent,
        request::{PyOrderRequestCancel, PyOrderRequestOpen, PyOrderResponseCancel},
        state::{PyInactiveOrderState, PyOrderState},
    },
    trade::{PyAssetFees, PyTrade},
};
use barter_execution::{
    AccountEvent, AccountEventKind, AccountSnapshot, InstrumentAccountSnapshot,
    error::{KeyError, OrderError},
    indexer::AccountEventIndexer,
    order::{
        OrderEvent, OrderKey,
        request::{OrderRequestCancel, OrderRequestOpen},
        state::{InactiveOrderState, OrderState},
    },
    trade::{AssetFees, Trade},
};
use barter_instrument::{
    asset::{AssetIndex, QuoteAsset, name::AssetNameExchange},
    exchange::{ExchangeId, ExchangeIndex},
    index::error::IndexError,
    instrument::{InstrumentIndex, name::InstrumentNameExchange},
};
use barter_interop::{
    Canonical,
    canonical::Wraps,
    errors::{shown, type_name, wrong_type},
    execution::naming::Namer,
    instrument::AssetKey,
    value::own_arg,
};
use pyo3::{IntoPyObjectExt, PyClass, prelude::*, pyclass::boolean_struct::True};

/// Changes keys by name into keys by index (as account data come from an exchange and the engine takes them), and back.
///
/// `index` and `name` take a value of any class that has keys; the other methods are upstream's, one for each class.
///
/// Args:
///     map: `ExecutionInstrumentMap`.
///
/// Raises:
///     IndexError: (`index` and upstream's methods) a name is not in the map; its message says which.
///     KeyError: (`name`, `order_request`) an index is not in the map, or is of another exchange.
///
/// >>> from barter_execution import AccountEventIndexer, AssetBalance, Balance, ExecutionInstrumentMap
/// >>> from barter_instrument import Instrument, Underlying
/// >>> btc = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))
/// >>> indexer = AccountEventIndexer(ExecutionInstrumentMap("kraken", [btc]))
/// >>> indexer.index(AssetBalance("XBT", Balance(2, 1), 0)).asset
/// AssetIndex(1)
#[pyclass(frozen, eq, name = "AccountEventIndexer", module = "barter_execution")]
#[derive(Clone)]
pub struct PyAccountEventIndexer {
    indexer: AccountEventIndexer,
    map: PyExecutionInstrumentMap,
}

impl PartialEq for PyAccountEventIndexer {
    fn eq(&self, other: &Self) -> bool {
        self.map == other.map
    }
}

impl PyAccountEventIndexer {
    fn indexed<P, N, I>(&self, value: &Bound<'_, PyAny>, argument: &str, index: impl FnOnce(N) -> Result<I, IndexError>) -> PyResult<P>
    where
        P: Wraps + PyClass<Frozen = True> + Sync,
        N: Canonical,
        I: Canonical,
    {
        let py = value.py();
        let indexed = index(typed_arg::<P, N>(value, argument)?).map_err(|error| index_error(py, &error, &self.map.known()))?;
        P::wrap(py, retyped(&indexed, argument)?)
    }

    fn named<P, I, N>(
        &self,
        value: &Bound<'_, PyAny>,
        argument: &str,
        name: impl FnOnce(Namer<'_>, I) -> Result<N, KeyError>,
    ) -> PyResult<P>
    where
        P: Wraps + PyClass<Frozen = True> + Sync,
        N: Canonical,
        I: Canonical,
    {
        let py = value.py();
        let named = name(Namer(&self.map.map), typed_arg::<P, I>(value, argument)?);
        P::wrap(
            py,
            retyped(&named.map_err(|error| key_error(py, &error, &self.map.known()))?, argument)?,
        )
    }

    /// Upstream indexes states as parts of orders.
    fn state(&self, state: NamedState) -> Result<OrderState, IndexError> {
        Ok(match state {
            OrderState::Active(active) => OrderState::Active(active),
            OrderState::Inactive(inactive) => OrderState::Inactive(self.inactive(inactive)?),
        })
    }

    fn inactive(
        &self,
        state: InactiveOrderState<AssetNameExchange, InstrumentNameExchange>,
    ) -> Result<InactiveOrderState<AssetIndex, InstrumentIndex>, IndexError> {
        Ok(match state {
            InactiveOrderState::OpenFailed(error) => InactiveOrderState::OpenFailed(self.indexer.order_error(error)?),
            InactiveOrderState::Cancelled(cancelled) => InactiveOrderState::Cancelled(cancelled),
            InactiveOrderState::FullyFilled => InactiveOrderState::FullyFilled,
            InactiveOrderState::Expired => InactiveOrderState::Expired,
        })
    }

    fn request<S>(&self, request: OrderEvent<S, ExchangeId, InstrumentNameExchange>) -> Result<OrderEvent<S>, IndexError> {
        Ok(OrderEvent {
            key: self.indexer.order_key(request.key)?,
            state: request.state,
        })
    }

    fn kind(&self, kind: NamedKind) -> Result<AccountEventKind<ExchangeIndex, AssetIndex, InstrumentIndex>, IndexError> {
        let exchange = self.map.map.exchange.value;
        self.indexer.account_event(AccountEvent { exchange, kind }).map(|event| event.kind)
    }

    fn orders_of(
        &self,
        snapshot: InstrumentAccountSnapshot<ExchangeId, AssetNameExchange, InstrumentNameExchange>,
    ) -> Result<InstrumentAccountSnapshot, IndexError> {
        let orders = snapshot.orders.into_iter().map(|order| self.indexer.order_snapshot(order));
        Ok(InstrumentAccountSnapshot {
            instrument: self.map.map.find_instrument_index(&snapshot.instrument)?,
            orders: orders.collect::<Result<_, _>>()?,
        })
    }

    /// Upstream's events carry fees in the quote asset only; trades of other fees are indexed too.
    fn own_fees(&self, trade: Trade<AssetNameExchange, InstrumentNameExchange>) -> Result<Trade<AssetIndex, InstrumentIndex>, IndexError> {
        let asset = self.map.map.find_asset_index(&trade.fees.asset)?;
        let instrument = self.map.map.find_instrument_index(&trade.instrument)?;
        Ok(with_keys(trade, asset, instrument))
    }
}

fn with_keys<A, I, B, J>(trade: Trade<A, I>, asset: B, instrument: J) -> Trade<B, J> {
    let Trade {
        id,
        order_id,
        instrument: _,
        strategy,
        time_exchange,
        side,
        price,
        quantity,
        fees,
    } = trade;
    Trade {
        id,
        order_id,
        instrument,
        strategy,
        time_exchange,
        side,
        price,
        quantity,
        fees: AssetFees { asset, fees: fees.fees },
    }
}

fn named_inactive(
    namer: Namer<'_>,
    state: InactiveOrderState<AssetIndex, InstrumentIndex>,
) -> Result<InactiveOrderState<AssetNameExchange, InstrumentNameExchange>, KeyError> {
    Ok(match state {
        InactiveOrderState::OpenFailed(error) => InactiveOrderState::OpenFailed(namer.order_error(error)?),
        InactiveOrderState::Cancelled(cancelled) => InactiveOrderState::Cancelled(cancelled),
        InactiveOrderState::FullyFilled => InactiveOrderState::FullyFilled,
        InactiveOrderState::Expired => InactiveOrderState::Expired,
    })
}

fn has_quote_fees(trade: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(matches!(own_arg::<PyTrade>(trade, "trade")?.get().0.fees.asset, AssetKey::Quote(_)))
}

fn unknown_class(value: &Bound<'_, PyAny>) -> PyErr {
    wrong_type(
        "value",
        format!(
            "value must be of a class with keys (an order, request, snapshot, event, trade, balance, order error), got {} {}",
            type_name(value),
            shown(value)
        ),
    )
}

#[pymethods]
impl PyAccountEventIndexer {
    #[new]
    #[pyo3(signature = (map: "ExecutionInstrumentMap"))]
    fn new(map: &Bound<'_, PyAny>) -> PyResult<Self> {
        let map = own_arg::<PyExecutionInstrumentMap>(map, "map")?.get().clone();
        Ok(Self {
            indexer: AccountEventIndexer::new(map.map.clone()),
            map,
        })
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (PyExecutionInstrumentMap,))> {
        Ok((slf.py().get_type::<Self>().into_any(), (slf.get().map.clone(),)))
    }

    fn __repr__(&self) -> String {
        format!("<AccountEventIndexer of {}>", self.map.map.exchange.value.as_str())
    }

    /// The map.
    #[getter]
    fn map(&self) -> PyExecutionInstrumentMap {
        self.map.clone()
    }

    /// An event, its keys changed from names to indices.
    #[pyo3(signature = (event: "AccountEvent"))]
    fn account_event(&self, event: &Bound<'_, PyAny>) -> PyResult<PyAccountEvent> {
        self.indexed(event, "event", |event: NamedEvent| self.indexer.account_event(event))
    }

    /// An account snapshot, its keys changed from names to indices.
    #[pyo3(signature = (snapshot: "AccountSnapshot"))]
    fn snapshot(&self, snapshot: &Bound<'_, PyAny>) -> PyResult<PyAccountSnapshot> {
        self.indexed(snapshot, "snapshot", |snapshot| self.indexer.snapshot(snapshot))
    }

    /// A balance, its key changed from name to index.
    #[pyo3(signature = (balance: "AssetBalance"))]
    fn asset_balance(&self, balance: &Bound<'_, PyAny>) -> PyResult<PyAssetBalance> {
        self.indexed(balance, "balance", |balance| self.indexer.asset_balance(balance))
    }

    /// An order, its keys changed from names to indices.
    #[pyo3(signature = (order: "Order"))]
    fn order_snapshot(&self, order: &Bound<'_, PyAny>) -> PyResult<PyOrder> {
        self.indexed(order, "order", |order| self.indexer.order_snapshot(order))
    }

    /// The answer to a cancel, its keys changed from names to indices.
    #[pyo3(signature = (response: "OrderResponseCancel"))]
    fn order_response_cancel(&self, response: &Bound<'_, PyAny>) -> PyResult<PyOrderResponseCancel> {
        self.indexed(response, "response", |response| self.indexer.order_response_cancel(response))
    }

    /// A key, changed from names to indices.
    #[pyo3(signature = (key: "OrderKey"))]
    fn order_key(&self, key: &Bound<'_, PyAny>) -> PyResult<PyOrderKey> {
        self.indexed(key, "key", |key| self.indexer.order_key(key))
    }

    /// A trade, its keys changed from names to indices.
    #[pyo3(signature = (trade: "Trade"))]
    fn trade(&self, trade: &Bound<'_, PyAny>) -> PyResult<PyTrade> {
        if has_quote_fees(trade)? {
            self.indexed(trade, "trade", |trade: Trade<QuoteAsset, InstrumentNameExchange>| {
                self.indexer.trade(trade)
            })
        } else {
            self.indexed(trade, "trade", |trade| self.own_fees(trade))
        }
    }

    /// An error of an order, its keys changed from names to indices.
    #[pyo3(signature = (error: "OrderError"))]
    fn order_error(&self, error: &Bound<'_, PyAny>) -> PyResult<PyOrderError> {
        let py = error.py();
        let named = crate::forms::order_error(order_error_arg(error, "error")?.0, "error")?;
        let indexed = self
            .indexer
            .order_error(named)
            .map_err(|error| index_error(py, &error, &self.map.known()))?;
        Ok(PyOrderError(crate::forms::any_error(indexed)))
    }

    /// An error of an exchange's interface, its keys changed from names to indices.
    #[pyo3(signature = (error: "ApiError"))]
    fn api_error(&self, error: &Bound<'_, PyAny>) -> PyResult<PyOrderError> {
        if !matches!(order_error_arg(error, "error")?.0, OrderError::Rejected(_)) {
            return Err(wrong_type("error", format!("error must be an ApiError, got {}", shown(error))));
        }
        self.order_error(error)
    }

    /// An error of a client, its keys changed from names to indices; errors without keys are given back.
    #[pyo3(signature = (error: "ClientError") -> "ClientError")]
    fn client_error<'py>(&self, error: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = error.py();
        if crate::error::is_client_error_without_keys(error)? {
            return Ok(error.clone());
        }
        self.order_error(error)?.into_bound_py_any(py)
    }

    /// A request to open or to cancel an order, its keys changed from indices to names.
    #[pyo3(signature = (order: "OrderRequestOpen | OrderRequestCancel") -> "Any")]
    fn order_request<'py>(&self, order: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        if order.cast::<PyOrderRequestOpen>().is_err() && order.cast::<PyOrderRequestCancel>().is_err() {
            return Err(wrong_type(
                "order",
                format!(
                    "order must be an OrderRequestOpen or OrderRequestCancel, got {} {}",
                    type_name(order),
                    shown(order)
                ),
            ));
        }
        self.name(order)
    }

    /// A value of any class with keys, its keys changed from names to indices. Raises IndexError.
    #[pyo3(signature = (value: "Any") -> "Any")]
    fn index<'py>(&self, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = value.py();
        if value.cast::<PyAccountEvent>().is_ok() {
            self.account_event(value)?.into_bound_py_any(py)
        } else if value.cast::<PyAccountEventKind>().is_ok() {
            self.indexed::<PyAccountEventKind, _, _>(value, "value", |kind| self.kind(kind))?
                .into_bound_py_any(py)
        } else if value.cast::<PyAccountSnapshot>().is_ok() {
            self.snapshot(value)?.into_bound_py_any(py)
        } else if value.cast::<PyInstrumentAccountSnapshot>().is_ok() {
            self.indexed::<PyInstrumentAccountSnapshot, _, _>(value, "value", |snapshot| self.orders_of(snapshot))?
                .into_bound_py_any(py)
        } else if value.cast::<PyAssetBalance>().is_ok() {
            self.asset_balance(value)?.into_bound_py_any(py)
        } else if value.cast::<PyOrder>().is_ok() {
            self.order_snapshot(value)?.into_bound_py_any(py)
        } else if value.cast::<PyOrderEvent>().is_ok() {
            self.indexed::<PyOrderEvent, OrderEvent<NamedState, ExchangeId, InstrumentNameExchange>, _>(value, "value", |event| {
                Ok(OrderEvent {
                    key: self.indexer.order_key(event.key)?,
                    state: self.state(event.state)?,
                })
            })?
            .into_bound_py_any(py)
        } else if value.cast::<PyOrderResponseCancel>().is_ok() {
            self.order_response_cancel(value)?.into_bound_py_any(py)
        } else if value.cast::<PyOrderRequestOpen>().is_ok() {
            let index = |request: OrderRequestOpen<ExchangeId, InstrumentNameExchange>| self.request(request);
            self.indexed::<PyOrderRequestOpen, _, _>(value, "value", index)?
                .into_bound_py_any(py)
        } else if value.cast::<PyOrderRequestCancel>().is_ok() {
            let index = |request: OrderRequestCancel<ExchangeId, InstrumentNameExchange>| self.request(request);
            self.indexed::<PyOrderRequestCancel, _, _>(value, "value", index)?
                .into_bound_py_any(py)
        } else if value.cast::<PyOrderKey>().is_ok() {
            self.order_key(value)?.into_bound_py_any(py)
        } else if value.cast::<PyTrade>().is_ok() {
            self.trade(value)?.into_bound_py_any(py)
        } else if value.cast::<PyOrderState>().is_ok() {
            self.indexed::<PyOrderState, _, _>(value, "value", |state| self.state(state))?
                .into_bound_py_any(py)
        } else if value.cast::<PyInactiveOrderState>().is_ok() {
            self.indexed::<PyInactiveOrderState, _, _>(value, "value", |state| self.inactive(state))?
                .into_bound_py_any(py)
        } else if let Ok(fees) = value.cast::<PyAssetFees>() {
            if matches!(fees.get().0.asset, AssetKey::Quote(_)) {
                return Ok(value.clone());
            }
            self.indexed::<PyAssetFees, AssetFees<AssetNameExchange>, _>(value, "value", |fees| {
                Ok(AssetFees {
                    asset: self.map.map.find_asset_index(&fees.asset)?,
                    fees: fees.fees,
                })
            })?
            .into_bound_py_any(py)
        } else if value.is_instance_of::<pyo3::exceptions::PyException>() {
            self.client_error(value)
        } else {
            Err(unknown_class(value))
        }
    }

    /// A value of any class with keys, its keys changed from indices to names. Raises KeyError.
    #[pyo3(signature = (value: "Any") -> "Any")]
    fn name<'py>(&self, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = value.py();
        if value.cast::<PyAccountEvent>().is_ok() {
            self.named::<PyAccountEvent, AccountEvent, _>(value, "value", |namer, event| namer.account_event(event))?
                .into_bound_py_any(py)
        } else if value.cast::<PyAccountEventKind>().is_ok() {
            let exchange = self.map.map.exchange.key;
            self.named::<PyAccountEventKind, AccountEventKind<ExchangeIndex, AssetIndex, InstrumentIndex>, _>(
                value,
                "value",
                |namer, kind| namer.account_event(AccountEvent { exchange, kind }).map(|event| event.kind),
            )?
            .into_bound_py_any(py)
        } else if value.cast::<PyAccountSnapshot>().is_ok() {
            self.named::<PyAccountSnapshot, AccountSnapshot, _>(value, "value", |namer, snapshot| namer.snapshot(snapshot))?
                .into_bound_py_any(py)
        } else if value.cast::<PyInstrumentAccountSnapshot>().is_ok() {
            self.named::<PyInstrumentAccountSnapshot, InstrumentAccountSnapshot, _>(value, "value", |namer, snapshot| {
                namer.instrument_snapshot(snapshot)
            })?
            .into_bound_py_any(py)
        } else if value.cast::<PyAssetBalance>().is_ok() {
            self.named::<PyAssetBalance, _, _>(value, "value", |namer, balance| namer.asset_balance(balance))?
                .into_bound_py_any(py)
        } else if value.cast::<PyOrder>().is_ok() {
            self.named::<PyOrder, _, _>(value, "value", |namer, order| namer.order(order))?
                .into_bound_py_any(py)
        } else if value.cast::<PyOrderEvent>().is_ok() {
            self.named::<PyOrderEvent, OrderEvent<OrderState>, _>(value, "value", |namer, event| {
                Ok(OrderEvent {
                    key: namer.order_key(event.key)?,
                    state: namer.order_state(event.state)?,
                })
            })?
            .into_bound_py_any(py)
        } else if value.cast::<PyOrderResponseCancel>().is_ok() {
            self.named::<PyOrderResponseCancel, _, _>(value, "value", |namer, response| namer.order_response_cancel(response))?
                .into_bound_py_any(py)
        } else if value.cast::<PyOrderRequestOpen>().is_ok() {
            self.named::<PyOrderRequestOpen, OrderRequestOpen, _>(value, "value", |namer, request| namer.order_event(request))?
                .into_bound_py_any(py)
        } else if value.cast::<PyOrderRequestCancel>().is_ok() {
            self.named::<PyOrderRequestCancel, OrderRequestCancel, _>(value, "value", |namer, request| namer.order_event(request))?
                .into_bound_py_any(py)
        } else if value.cast::<PyOrderKey>().is_ok() {
            self.named::<PyOrderKey, OrderKey, _>(value, "value", |namer, key| namer.order_key(key))?
                .into_bound_py_any(py)
        } else if value.cast::<PyTrade>().is_ok() {
            if has_quote_fees(value)? {
                self.named::<PyTrade, Trade<QuoteAsset, InstrumentIndex>, _>(value, "value", |namer, trade| namer.trade(trade))?
                    .into_bound_py_any(py)
            } else {
                self.named::<PyTrade, Trade<AssetIndex, InstrumentIndex>, _>(value, "value", |namer, trade| {
                    let (asset, instrument) = (namer.asset(trade.fees.asset)?, namer.instrument(trade.instrument)?);
                    Ok(with_keys(trade, asset, instrument))
                })?
                .into_bound_py_any(py)
            }
        } else if value.cast::<PyOrderState>().is_ok() {
            self.named::<PyOrderState, OrderState, _>(value, "value", |namer, state| namer.order_state(state))?
                .into_bound_py_any(py)
        } else if value.cast::<PyInactiveOrderState>().is_ok() {
            self.named::<PyInactiveOrderState, _, _>(value, "value", named_inactive)?
                .into_bound_py_any(py)
        } else if let Ok(fees) = value.cast::<PyAssetFees>() {
            if matches!(fees.get().0.asset, AssetKey::Quote(_)) {
                return Ok(value.clone());
            }
            self.named::<PyAssetFees, AssetFees<AssetIndex>, _>(value, "value", |namer, fees| {
                Ok(AssetFees {
                    asset: namer.asset(fees.asset)?,
                    fees: fees.fees,
                })
            })?
            .into_bound_py_any(py)
        } else if value.is_instance_of::<pyo3::exceptions::PyException>() {
            if crate::error::is_client_error_without_keys(value)? {
                return Ok(value.clone());
            }
            let indexed = crate::forms::order_error(order_error_arg(value, "value")?.0, "value")?;
            let named = Namer(&self.map.map)
                .order_error(indexed)
                .map_err(|error| key_error(py, &error, &self.map.known()))?;
            PyOrderError(crate::forms::any_error(named)).into_bound_py_any(py)
        } else {
            Err(unknown_class(value))
        }
    }
}
