//! `DataKind`, `MarketEvent`.

use crate::subscription::{
    book::{PyOrderBookEvent, PyOrderBookL1},
    candle::PyCandle,
    liquidation::PyLiquidation,
    trade::PyPublicTrade,
};
use barter_data::event::{DataKind, MarketEvent};
use barter_instrument::exchange::ExchangeId;
use barter_interop::{
    Enum, Wraps, canonical_methods,
    data::{Restored, event::check_event},
    enum_arg,
    errors::{shown, type_name, wrong_type},
    instrument::InstrumentKey,
    own_from_py,
    time::{Moment, time_arg, time_ns},
    value::{checked, own_arg},
    value_methods,
};
use chrono::{DateTime, Utc};
use pyo3::{prelude::*, sync::PyOnceLock};

/// What a market event says.
///
/// >>> from barter_data import DataKind, PublicTrade
/// >>> match DataKind.Trade(PublicTrade("1", 61800.3, 0.006, "buy")):
/// ...     case DataKind.Trade(trade):
/// ...         print(trade.price)
/// 61800.3
#[pyclass(frozen, eq, hash, name = "DataKind", module = "barter_data")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PyDataKind {
    /// A trade between others.
    #[pyo3(constructor = (trade))]
    Trade { trade: PyPublicTrade },
    /// Best bid and ask.
    #[pyo3(constructor = (order_book_l1))]
    OrderBookL1 { order_book_l1: PyOrderBookL1 },
    /// A book or what changed in it.
    #[pyo3(constructor = (event))]
    OrderBook { event: BookEvent },
    /// A candle.
    #[pyo3(constructor = (candle))]
    Candle { candle: PyCandle },
    /// A position closed by force.
    #[pyo3(constructor = (liquidation))]
    Liquidation { liquidation: PyLiquidation },
}
canonical_methods!(PyDataKind);
value_methods!(PyDataKind);

/// Payload of `DataKind.OrderBook`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BookEvent(pub PyOrderBookEvent);

impl<'py> FromPyObject<'_, 'py> for BookEvent {
    type Error = PyErr;
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!("barter_data", "OrderBookEvent");
    fn extract(object: pyo3::Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        own_arg::<PyOrderBookEvent>(&object, "event").map(|event| Self(event.get().clone()))
    }
}

impl<'py> IntoPyObject<'py> for BookEvent {
    type Target = PyOrderBookEvent;
    type Output = Bound<'py, PyOrderBookEvent>;
    type Error = PyErr;
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!("barter_data", "OrderBookEvent");
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        self.0.into_pyobject(py)
    }
}

impl Wraps for PyDataKind {
    type Value = Restored<DataKind>;

    fn wrap(_: Python<'_>, value: Self::Value) -> PyResult<Self> {
        Ok(value.0.into())
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&Self::Value) -> R) -> PyResult<R> {
        Ok(f(&Restored(self.to_kind())))
    }
}

impl From<DataKind> for PyDataKind {
    fn from(kind: DataKind) -> Self {
        match kind {
            DataKind::Trade(trade) => Self::Trade {
                trade: PyPublicTrade(trade),
            },
            DataKind::OrderBookL1(quote) => Self::OrderBookL1 {
                order_book_l1: PyOrderBookL1(quote),
            },
            DataKind::OrderBook(event) => Self::OrderBook {
                event: BookEvent(event.into()),
            },
            DataKind::Candle(candle) => Self::Candle { candle: PyCandle(candle) },
            DataKind::Liquidation(liquidation) => Self::Liquidation {
                liquidation: PyLiquidation(liquidation),
            },
        }
    }
}

impl PyDataKind {
    pub fn to_kind(&self) -> DataKind {
        match self {
            Self::Trade { trade } => DataKind::Trade(trade.0.clone()),
            Self::OrderBookL1 { order_book_l1 } => DataKind::OrderBookL1(order_book_l1.0.clone()),
            Self::OrderBook { event } => DataKind::OrderBook(event.0.to_event()),
            Self::Candle { candle } => DataKind::Candle(candle.0),
            Self::Liquidation { liquidation } => DataKind::Liquidation(liquidation.0),
        }
    }
}

#[pymethods]
impl PyDataKind {
    /// Upstream's name of the kind: "public_trade", "l1", "l2", "candle" or "liquidation".
    fn kind_name(&self) -> &'static str {
        match self {
            Self::Trade { .. } => "public_trade",
            Self::OrderBookL1 { .. } => "l1",
            Self::OrderBook { .. } => "l2",
            Self::Candle { .. } => "candle",
            Self::Liquidation { .. } => "liquidation",
        }
    }
}

/// Something that happened on a market.
///
/// Args:
///     time_exchange: when it happened at the exchange, int nanoseconds UTC or an aware datetime.
///     time_received: when it was received.
///     exchange: `ExchangeId` or its text.
///     instrument: `InstrumentIndex` (or int), or `InstrumentNameExchange` (or str).
///     kind: `DataKind`.
///
/// >>> from barter_data import DataKind, MarketEvent, PublicTrade
/// >>> trade = DataKind.Trade(PublicTrade("1", 61800.3, 0.006, "buy"))
/// >>> MarketEvent(1_700_000_000_000_000_000, 1_700_000_000_001_000_000, "binance_spot", "BTCUSDT", trade).instrument
/// InstrumentNameExchange('BTCUSDT')
#[pyclass(frozen, eq, hash, name = "MarketEvent", module = "barter_data")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PyMarketEvent {
    pub time_exchange: DateTime<Utc>,
    pub time_received: DateTime<Utc>,
    pub exchange: ExchangeId,
    pub instrument: InstrumentKey,
    pub kind: PyDataKind,
}
canonical_methods!(PyMarketEvent);
own_from_py!(PyMarketEvent as "item");
value_methods!(PyMarketEvent {
    time_exchange,
    time_received,
    exchange,
    instrument,
    kind
});

impl Wraps for PyMarketEvent {
    type Value = Restored<MarketEvent<InstrumentKey, DataKind>>;

    fn wrap(_: Python<'_>, value: Self::Value) -> PyResult<Self> {
        let MarketEvent {
            time_exchange,
            time_received,
            exchange,
            instrument,
            kind,
        } = value.0;
        Ok(Self {
            time_exchange,
            time_received,
            exchange,
            instrument,
            kind: kind.into(),
        })
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&Self::Value) -> R) -> PyResult<R> {
        Ok(f(&Restored(self.to_event())))
    }
}

impl PyMarketEvent {
    pub fn to_event(&self) -> MarketEvent<InstrumentKey, DataKind> {
        let Self {
            time_exchange,
            time_received,
            exchange,
            instrument,
            kind,
        } = self;
        MarketEvent {
            time_exchange: *time_exchange,
            time_received: *time_received,
            exchange: *exchange,
            instrument: instrument.clone(),
            kind: kind.to_kind(),
        }
    }
}

#[pymethods]
impl PyMarketEvent {
    #[new]
    #[pyo3(signature = (
        time_exchange: "int | datetime",
        time_received: "int | datetime",
        exchange: "ExchangeId | str",
        instrument: "InstrumentIndex | InstrumentNameExchange | int | str",
        kind: "DataKind"
    ))]
    fn new(
        time_exchange: &Bound<'_, PyAny>,
        time_received: &Bound<'_, PyAny>,
        exchange: &Bound<'_, PyAny>,
        instrument: &Bound<'_, PyAny>,
        kind: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        let event = Self {
            time_exchange: time_arg(time_exchange, "time_exchange")?,
            time_received: time_arg(time_received, "time_received")?,
            exchange: enum_arg(exchange, "exchange")?,
            instrument: InstrumentKey::from_py(instrument, "instrument")?,
            kind: own_arg::<PyDataKind>(kind, "kind")?.get().clone(),
        };
        checked(check_event(&event.to_event()))?;
        Ok(event)
    }

    /// When it happened at the exchange, an aware datetime in UTC.
    #[getter]
    fn time_exchange(&self) -> Moment {
        Moment(self.time_exchange)
    }

    /// When it happened at the exchange, nanoseconds since 1970 UTC.
    #[getter]
    fn time_exchange_ns(&self) -> PyResult<i64> {
        time_ns(self.time_exchange)
    }

    /// When it was received, an aware datetime in UTC.
    #[getter]
    fn time_received(&self) -> Moment {
        Moment(self.time_received)
    }

    /// When it was received, nanoseconds since 1970 UTC.
    #[getter]
    fn time_received_ns(&self) -> PyResult<i64> {
        time_ns(self.time_received)
    }

    /// The exchange.
    #[getter]
    fn exchange(&self) -> Enum<ExchangeId> {
        Enum(self.exchange)
    }

    /// The instrument.
    #[getter]
    fn instrument<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.instrument.to_py(py)
    }

    /// What happened.
    #[getter]
    fn kind(&self) -> PyDataKind {
        self.kind.clone()
    }

    /// The event with what `op` makes of its kind, which may be anything.
    ///
    /// >>> from barter_data import DataKind, MarketEvent, PublicTrade
    /// >>> event = MarketEvent(0, 0, "kraken", 0, DataKind.Trade(PublicTrade("1", 2, 3, "buy")))
    /// >>> event.map_kind(lambda kind: kind.trade.price * kind.trade.amount).kind
    /// 6.0
    #[pyo3(signature = (op: "Callable[[DataKind], Any]") -> "TypedMarketEvent[Any]")]
    fn map_kind<'py>(&self, op: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        if !op.is_callable() {
            return Err(wrong_type(
                "op",
                format!("op must be a function of a DataKind, got {} {}", type_name(op), shown(op)),
            ));
        }
        typed(op.py(), self, &op.call1((self.kind.clone(),))?)
    }

    /// The event with its payload as its kind, if it is a trade; else None.
    #[pyo3(signature = () -> "TypedMarketEvent[PublicTrade] | None")]
    fn as_public_trade<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match &self.kind {
            PyDataKind::Trade { trade } => typed(py, self, trade.clone().into_pyobject(py)?.as_any()).map(Some),
            _ => Ok(None),
        }
    }

    /// The event with its payload as its kind, if it is best bid and ask; else None.
    #[pyo3(signature = () -> "TypedMarketEvent[OrderBookL1] | None")]
    fn as_order_book_l1<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match &self.kind {
            PyDataKind::OrderBookL1 { order_book_l1 } => typed(py, self, order_book_l1.clone().into_pyobject(py)?.as_any()).map(Some),
            _ => Ok(None),
        }
    }

    /// The event with its payload as its kind, if it is a book or what changed in it; else None.
    #[pyo3(signature = () -> "TypedMarketEvent[OrderBookEvent] | None")]
    fn as_order_book<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match &self.kind {
            PyDataKind::OrderBook { event } => typed(py, self, event.clone().into_pyobject(py)?.as_any()).map(Some),
            _ => Ok(None),
        }
    }

    /// The event with its payload as its kind, if it is a candle; else None.
    #[pyo3(signature = () -> "TypedMarketEvent[Candle] | None")]
    fn as_candle<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match &self.kind {
            PyDataKind::Candle { candle } => typed(py, self, candle.clone().into_pyobject(py)?.as_any()).map(Some),
            _ => Ok(None),
        }
    }

    /// The event with its payload as its kind, if it is a liquidation; else None.
    #[pyo3(signature = () -> "TypedMarketEvent[Liquidation] | None")]
    fn as_liquidation<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match &self.kind {
            PyDataKind::Liquidation { liquidation } => typed(py, self, liquidation.clone().into_pyobject(py)?.as_any()).map(Some),
            _ => Ok(None),
        }
    }
}

/// The event with another kind, an object of the Python class `TypedMarketEvent`.
fn typed<'py>(py: Python<'py>, event: &PyMarketEvent, kind: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let class = CLASS.get_or_try_init(py, || {
        Ok::<_, PyErr>(py.import("barter_data.typed_event")?.getattr("TypedMarketEvent")?.unbind())
    })?;
    class.bind(py).call1((
        time_ns(event.time_exchange)?,
        time_ns(event.time_received)?,
        Enum(event.exchange),
        event.instrument.to_py(py)?,
        kind,
    ))
}
