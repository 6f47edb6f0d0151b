//! Account snapshots and events.

use crate::{
    balance::PyAssetBalance,
    order::{PyOrder, request::PyOrderResponseCancel},
    trade::PyTrade,
};
use barter_execution::{
    AccountEvent, AccountEventKind, AccountSnapshot, InstrumentAccountSnapshot,
    trade::{AssetFees, Trade},
};
use barter_instrument::asset::QuoteAsset;
use barter_integration::collection::snapshot::Snapshot;
use barter_interop::{
    Wraps, canonical_methods,
    errors::{invalid, shown, wrong_type},
    execution::account::{check_event, check_instrument_snapshot, check_snapshot},
    instrument::{AssetKey, ExchangeKey, InstrumentKey},
    own_from_py,
    time::{Moment, time_ns},
    value::{checked, own_arg},
    value_methods,
};
use pyo3::{IntoPyObjectExt, PyTypeCheck, prelude::*};

/// Items of an iterable of a class of this wheel; the error names the argument and the position.
fn items<T: PyTypeCheck, R>(value: &Bound<'_, PyAny>, argument: &str, take: impl Fn(&Bound<'_, T>) -> R) -> PyResult<Vec<R>> {
    let iterator = value
        .try_iter()
        .map_err(|_| wrong_type(argument, format!("{argument} must be an iterable, got {}", shown(value))))?;
    iterator
        .enumerate()
        .map(|(position, item)| own_arg::<T>(&item?, &format!("{argument}[{position}]")).map(&take))
        .collect()
}

/// Each key once, in the order in which they came first.
fn unique<'a, K: Clone + PartialEq + 'a>(keys: impl Iterator<Item = &'a K>) -> Vec<K> {
    keys.fold(Vec::new(), |mut found, key| {
        if !found.contains(key) {
            found.push(key.clone());
        }
        found
    })
}

/// The orders of one instrument.
///
/// Args:
///     instrument: `InstrumentIndex` (or int), or `InstrumentNameExchange` (or str).
///     orders: `Order`s.
#[pyclass(frozen, eq, ord, hash, name = "InstrumentAccountSnapshot", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyInstrumentAccountSnapshot(pub InstrumentAccountSnapshot<ExchangeKey, AssetKey, InstrumentKey>);
canonical_methods!(PyInstrumentAccountSnapshot(InstrumentAccountSnapshot<ExchangeKey, AssetKey, InstrumentKey>));
value_methods!(PyInstrumentAccountSnapshot { instrument, orders });

#[pymethods]
impl PyInstrumentAccountSnapshot {
    #[new]
    #[pyo3(signature = (instrument: "InstrumentIndex | InstrumentNameExchange | int | str", orders: "Iterable[Order]" = None))]
    fn new(instrument: &Bound<'_, PyAny>, orders: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let orders = orders.map_or_else(
            || Ok(Vec::new()),
            |orders| items::<PyOrder, _>(orders, "orders", |order| order.get().0.clone()),
        );
        let snapshot = InstrumentAccountSnapshot {
            instrument: InstrumentKey::from_py(instrument, "instrument")?,
            orders: orders?,
        };
        checked(check_instrument_snapshot(&snapshot))?;
        Ok(Self(snapshot))
    }

    /// The instrument.
    #[getter]
    fn instrument(&self) -> InstrumentKey {
        self.0.instrument.clone()
    }

    /// Its orders.
    #[getter]
    fn orders(&self) -> Vec<PyOrder> {
        self.0.orders.iter().cloned().map(PyOrder).collect()
    }
}

/// Balances and orders of an account at one exchange.
///
/// Args:
///     exchange: `ExchangeIndex` (or int), or `ExchangeId` (or its text).
///     balances: `AssetBalance`s.
///     instruments: `InstrumentAccountSnapshot`s.
#[pyclass(frozen, eq, ord, hash, name = "AccountSnapshot", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyAccountSnapshot(pub AccountSnapshot<ExchangeKey, AssetKey, InstrumentKey>);
canonical_methods!(PyAccountSnapshot(AccountSnapshot<ExchangeKey, AssetKey, InstrumentKey>));
value_methods!(PyAccountSnapshot {
    exchange,
    balances,
    instruments
});
own_from_py!(PyAccountSnapshot as "snapshot");

#[pymethods]
impl PyAccountSnapshot {
    #[new]
    #[pyo3(signature = (
        exchange: "ExchangeIndex | ExchangeId | int | str",
        balances: "Iterable[AssetBalance]",
        instruments: "Iterable[InstrumentAccountSnapshot]"
    ))]
    fn new(exchange: &Bound<'_, PyAny>, balances: &Bound<'_, PyAny>, instruments: &Bound<'_, PyAny>) -> PyResult<Self> {
        let snapshot = AccountSnapshot {
            exchange: ExchangeKey::from_py(exchange, "exchange")?,
            balances: items::<PyAssetBalance, _>(balances, "balances", |balance| balance.get().0.clone())?,
            instruments: items::<PyInstrumentAccountSnapshot, _>(instruments, "instruments", |instrument| instrument.get().0.clone())?,
        };
        checked(check_snapshot(&snapshot))?;
        Ok(Self(snapshot))
    }

    /// The exchange.
    #[getter]
    fn exchange(&self) -> ExchangeKey {
        self.0.exchange
    }

    /// Balances of assets.
    #[getter]
    fn balances(&self) -> Vec<PyAssetBalance> {
        self.0.balances.iter().cloned().map(PyAssetBalance).collect()
    }

    /// Orders of instruments.
    #[getter]
    fn instruments(&self) -> Vec<PyInstrumentAccountSnapshot> {
        self.0.instruments.iter().cloned().map(PyInstrumentAccountSnapshot).collect()
    }

    /// The latest time in it, an aware datetime in UTC; None if there is none.
    fn time_most_recent(&self) -> Option<Moment> {
        self.0.time_most_recent().map(Moment)
    }

    /// The latest time in it, nanoseconds since 1970 UTC; None if there is none.
    fn time_most_recent_ns(&self) -> PyResult<Option<i64>> {
        self.0.time_most_recent().map(time_ns).transpose()
    }

    /// The assets it has balances of, each once.
    fn assets(&self) -> Vec<AssetKey> {
        unique(self.0.assets())
    }

    /// The instruments it has orders of, each once: what upstream's method `instruments` gives.
    fn instrument_keys(&self) -> Vec<InstrumentKey> {
        unique(self.0.instruments())
    }
}

/// What happened to an account.
#[pyclass(frozen, eq, hash, name = "AccountEventKind", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum PyAccountEventKind {
    /// Everything afresh.
    #[pyo3(constructor = (snapshot))]
    Snapshot { snapshot: PyAccountSnapshot },
    /// The balance of an asset.
    #[pyo3(constructor = (balance))]
    BalanceSnapshot { balance: PyAssetBalance },
    /// An order, as it is now.
    #[pyo3(constructor = (order))]
    OrderSnapshot { order: PyOrder },
    /// The answer to a request to cancel.
    #[pyo3(constructor = (response))]
    OrderCancelled { response: PyOrderResponseCancel },
    /// A fill; its fees are in the quote asset.
    #[pyo3(constructor = (trade))]
    Trade { trade: QuoteTrade },
}
canonical_methods!(PyAccountEventKind);
value_methods!(PyAccountEventKind);

/// A trade whose fees are in the quote asset, which is all that upstream's events carry.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct QuoteTrade(Trade<QuoteAsset, InstrumentKey>);

impl<'py> FromPyObject<'_, 'py> for QuoteTrade {
    type Error = PyErr;
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = <PyTrade as pyo3::PyTypeInfo>::TYPE_HINT;

    fn extract(object: pyo3::Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let trade = own_arg::<PyTrade>(&object, "trade")?.get().0.clone();
        let Trade {
            id,
            order_id,
            instrument,
            strategy,
            time_exchange,
            side,
            price,
            quantity,
            fees,
        } = trade;
        let AssetKey::Quote(quote) = fees.asset else {
            return Err(invalid(
                "trade",
                format!(
                    "trade.fees.asset must be QuoteAsset() in an account event, got {}: convert the fees to the quote asset",
                    fees.asset
                ),
            ));
        };
        let fees = AssetFees {
            asset: quote,
            fees: fees.fees,
        };
        Ok(Self(Trade {
            id,
            order_id,
            instrument,
            strategy,
            time_exchange,
            side,
            price,
            quantity,
            fees,
        }))
    }
}

impl<'py> IntoPyObject<'py> for QuoteTrade {
    type Target = PyTrade;
    type Output = Bound<'py, PyTrade>;
    type Error = PyErr;
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = <PyTrade as pyo3::PyTypeInfo>::TYPE_HINT;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let Trade {
            id,
            order_id,
            instrument,
            strategy,
            time_exchange,
            side,
            price,
            quantity,
            fees,
        } = self.0;
        let fees = AssetFees {
            asset: AssetKey::Quote(fees.asset),
            fees: fees.fees,
        };
        Bound::new(
            py,
            PyTrade(Trade {
                id,
                order_id,
                instrument,
                strategy,
                time_exchange,
                side,
                price,
                quantity,
                fees,
            }),
        )
    }
}

type AnyEventKind = AccountEventKind<ExchangeKey, AssetKey, InstrumentKey>;

impl Wraps for PyAccountEventKind {
    type Value = AnyEventKind;

    fn wrap(_: Python<'_>, value: AnyEventKind) -> PyResult<Self> {
        Ok(value.into())
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&AnyEventKind) -> R) -> PyResult<R> {
        Ok(f(&self.to_kind()))
    }
}

impl From<AnyEventKind> for PyAccountEventKind {
    fn from(kind: AnyEventKind) -> Self {
        match kind {
            AccountEventKind::Snapshot(snapshot) => Self::Snapshot {
                snapshot: PyAccountSnapshot(snapshot),
            },
            AccountEventKind::BalanceSnapshot(Snapshot(balance)) => Self::BalanceSnapshot {
                balance: PyAssetBalance(balance),
            },
            AccountEventKind::OrderSnapshot(Snapshot(order)) => Self::OrderSnapshot { order: PyOrder(order) },
            AccountEventKind::OrderCancelled(response) => Self::OrderCancelled {
                response: PyOrderResponseCancel(response),
            },
            AccountEventKind::Trade(trade) => Self::Trade { trade: QuoteTrade(trade) },
        }
    }
}

impl PyAccountEventKind {
    fn to_kind(&self) -> AnyEventKind {
        match self {
            Self::Snapshot { snapshot } => AccountEventKind::Snapshot(snapshot.0.clone()),
            Self::BalanceSnapshot { balance } => AccountEventKind::BalanceSnapshot(Snapshot(balance.0.clone())),
            Self::OrderSnapshot { order } => AccountEventKind::OrderSnapshot(Snapshot(order.0.clone())),
            Self::OrderCancelled { response } => AccountEventKind::OrderCancelled(response.0.clone()),
            Self::Trade { trade } => AccountEventKind::Trade(trade.0.clone()),
        }
    }
}

#[pymethods]
impl PyAccountEventKind {
    /// Name of the variant, as upstream writes it: Snapshot, BalanceSnapshot, OrderSnapshot, OrderCancelled or Trade.
    #[getter]
    fn name(&self) -> &'static str {
        match self {
            Self::Snapshot { .. } => "Snapshot",
            Self::BalanceSnapshot { .. } => "BalanceSnapshot",
            Self::OrderSnapshot { .. } => "OrderSnapshot",
            Self::OrderCancelled { .. } => "OrderCancelled",
            Self::Trade { .. } => "Trade",
        }
    }

    /// What the variant holds.
    #[getter]
    fn value<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self.clone() {
            Self::Snapshot { snapshot } => snapshot.into_bound_py_any(py),
            Self::BalanceSnapshot { balance } => balance.into_bound_py_any(py),
            Self::OrderSnapshot { order } => order.into_bound_py_any(py),
            Self::OrderCancelled { response } => response.into_bound_py_any(py),
            Self::Trade { trade } => trade.into_bound_py_any(py),
        }
    }
}

/// An event of an account.
///
/// Args:
///     exchange: `ExchangeIndex` (or int), or `ExchangeId` (or its text).
///     kind: `AccountEventKind`, with keys of the same form.
#[pyclass(frozen, eq, hash, name = "AccountEvent", module = "barter_execution")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PyAccountEvent {
    exchange: ExchangeKey,
    kind: PyAccountEventKind,
}
canonical_methods!(PyAccountEvent);
value_methods!(PyAccountEvent { exchange, kind });

impl Wraps for PyAccountEvent {
    type Value = AccountEvent<ExchangeKey, AssetKey, InstrumentKey>;

    fn wrap(_: Python<'_>, value: Self::Value) -> PyResult<Self> {
        let AccountEvent { exchange, kind } = value;
        Ok(Self {
            exchange,
            kind: kind.into(),
        })
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&Self::Value) -> R) -> PyResult<R> {
        Ok(f(&AccountEvent {
            exchange: self.exchange,
            kind: self.kind.to_kind(),
        }))
    }
}

#[pymethods]
impl PyAccountEvent {
    #[new]
    #[pyo3(signature = (exchange: "ExchangeIndex | ExchangeId | int | str", kind: "AccountEventKind"))]
    fn new(exchange: &Bound<'_, PyAny>, kind: &Bound<'_, PyAny>) -> PyResult<Self> {
        let exchange = ExchangeKey::from_py(exchange, "exchange")?;
        let kind = own_arg::<PyAccountEventKind>(kind, "kind")?.get().clone();
        checked(check_event(&AccountEvent {
            exchange,
            kind: kind.to_kind(),
        }))?;
        Ok(Self { exchange, kind })
    }

    /// The exchange.
    #[getter]
    fn exchange(&self) -> ExchangeKey {
        self.exchange
    }

    /// What happened.
    #[getter]
    fn kind(&self) -> PyAccountEventKind {
        self.kind.clone()
    }

    /// The account snapshot, if the event is one.
    fn snapshot(&self) -> Option<PyAccountSnapshot> {
        match &self.kind {
            PyAccountEventKind::Snapshot { snapshot } => Some(snapshot.clone()),
            _ => None,
        }
    }
}
