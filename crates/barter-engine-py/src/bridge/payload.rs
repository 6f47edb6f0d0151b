//! What market hooks get: flat, read-only views of one row, made only when a hook exists.

use super::instrument::{InstrumentHandle, Shared};
use barter_columns::{BookRow, CandleRow, CompactKind, L1Row, TradeRow, WideL1, WideTrade, build::RowTimes, convert::data_kind};
use barter_data::event::{DataKind, MarketEvent};
use barter_driver::MarketDelivery;
use barter_instrument::{Side, instrument::InstrumentIndex};
use barter_interop::{Enum, Foreign, guard::guarded, money, time};
use chrono::DateTime;
use pyo3::{prelude::*, types::PyFloat};
use rust_decimal::Decimal;
use std::sync::Arc;

/// When and where a row happened.
pub struct Row {
    time_exchange: Option<i64>,
    time_received: i64,
    time_own: Option<i64>,
    instrument: Py<InstrumentHandle>,
}

/// Adds the getters that every payload has.
macro_rules! row_getters {
    ($class:ident, $kind:expr) => {
        #[pymethods]
        impl $class {
            /// Handle of the instrument.
            #[getter]
            fn instrument(&self, py: Python<'_>) -> Py<InstrumentHandle> {
                self.row.instrument.clone_ref(py)
            }

            /// When it happened at the exchange, ns since 1970 UTC; None where the source does not say.
            #[getter]
            fn time_exchange_ns(&self) -> Option<i64> {
                self.row.time_exchange
            }

            /// When it was received, ns since 1970 UTC.
            #[getter]
            fn time_received_ns(&self) -> i64 {
                self.row.time_received
            }

            /// `time_exchange_ns` as an aware datetime (microseconds).
            #[getter]
            fn time_exchange<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
                self.row
                    .time_exchange
                    .map(|time| time::datetime_from_ns(py, time))
                    .transpose()
            }

            /// `time_received_ns` as an aware datetime (microseconds).
            #[getter]
            fn time_received<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                time::datetime_from_ns(py, self.row.time_received)
            }

            /// The canonical `barter_data.MarketEvent`, in its indexed form.
            #[getter]
            fn market_event(&self) -> PyResult<Foreign<MarketEvent<InstrumentIndex, DataKind>>> {
                guarded(|| {
                    #[allow(clippy::redundant_closure_call)]
                    let kind: CompactKind = ($kind)(self);
                    market_event(&self.row, kind)
                })
            }
        }
    };
}

fn market_event(row: &Row, kind: CompactKind) -> PyResult<Foreign<MarketEvent<InstrumentIndex, DataKind>>> {
    let handle = row.instrument.get();
    let meta = handle.meta();
    let times = RowTimes {
        exchange: row.time_exchange,
        received: row.time_received,
        own: row.time_own,
    };
    let kind = data_kind(&kind, times).map_err(|error| barter_interop::errors::data_error("market_event", error.to_string()))?;
    Ok(Foreign(MarketEvent {
        time_exchange: DateTime::from_timestamp_nanos(row.time_exchange.unwrap_or(row.time_received)),
        time_received: DateTime::from_timestamp_nanos(row.time_received),
        exchange: meta.exchange_id,
        instrument: meta.index,
        kind,
    }))
}

enum TradeData {
    Narrow(TradeRow),
    Wide(Arc<WideTrade>),
}

/// A public trade.
#[pyclass(frozen, freelist = 8, module = "barter_engine")]
pub struct TradeEvent {
    row: Row,
    trade: TradeData,
    /// Price as the nearest float.
    // An object of its own: Python reads it without a call, and most hooks read nothing else.
    #[pyo3(get)]
    price_f64: Py<PyFloat>,
}

row_getters!(TradeEvent, |event: &TradeEvent| match &event.trade {
    TradeData::Narrow(trade) => CompactKind::Trade(*trade),
    TradeData::Wide(trade) => CompactKind::WideTrade(Arc::clone(trade)),
});

impl TradeEvent {
    fn exact(&self) -> (Decimal, Decimal) {
        match &self.trade {
            TradeData::Narrow(trade) => (trade.price().decimal(), trade.quantity().decimal()),
            TradeData::Wide(trade) => (trade.price, trade.quantity),
        }
    }
}

#[pymethods]
impl TradeEvent {
    /// Price, exact.
    #[getter]
    fn price<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        money::decimal_to_py(py, &self.exact().0)
    }

    /// Quantity, exact.
    #[getter]
    fn quantity<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        money::decimal_to_py(py, &self.exact().1)
    }

    /// Quantity as the nearest float.
    #[getter]
    fn quantity_f64(&self) -> f64 {
        match &self.trade {
            TradeData::Narrow(trade) => trade.quantity().f64(),
            TradeData::Wide(trade) => money::to_f64(&trade.quantity),
        }
    }

    /// Side of the aggressor; None where the source does not say.
    #[getter]
    fn side(&self) -> Option<Enum<Side>> {
        match &self.trade {
            TradeData::Narrow(trade) => trade.side,
            TradeData::Wide(trade) => trade.side,
        }
        .map(Enum)
    }

    /// The exchange's id of the trade.
    #[getter]
    fn id(&self) -> String {
        match &self.trade {
            TradeData::Narrow(trade) => trade.id.to_string(),
            TradeData::Wide(trade) => trade.id.to_string(),
        }
    }

    fn __repr__(&self) -> String {
        let (price, quantity) = self.exact();
        format!(
            "TradeEvent(instrument='{}', price={price}, quantity={quantity})",
            self.row.instrument.get().meta().name_internal.name()
        )
    }
}

enum QuoteData {
    Narrow(L1Row),
    Wide(Arc<WideL1>),
}

/// Best bid and ask. A missing side is None.
#[pyclass(frozen, freelist = 8, module = "barter_engine")]
pub struct OrderBookL1Event {
    row: Row,
    quote: QuoteData,
}

row_getters!(OrderBookL1Event, |event: &OrderBookL1Event| match &event.quote {
    QuoteData::Narrow(quote) => CompactKind::OrderBookL1(*quote),
    QuoteData::Wide(quote) => CompactKind::WideOrderBookL1(Arc::clone(quote)),
});

impl OrderBookL1Event {
    fn bid(&self) -> Option<(Decimal, Decimal)> {
        match &self.quote {
            QuoteData::Narrow(row) => row.bid().map(|price| (price.decimal(), row.bid_quantity().decimal())),
            QuoteData::Wide(row) => row.bid,
        }
    }

    fn ask(&self) -> Option<(Decimal, Decimal)> {
        match &self.quote {
            QuoteData::Narrow(row) => row.ask().map(|price| (price.decimal(), row.ask_quantity().decimal())),
            QuoteData::Wide(row) => row.ask,
        }
    }
}

fn decimal(py: Python<'_>, value: Option<Decimal>) -> PyResult<Option<Bound<'_, PyAny>>> {
    value.map(|value| money::decimal_to_py(py, &value)).transpose()
}

#[pymethods]
impl OrderBookL1Event {
    #[getter]
    fn bid_price<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        decimal(py, self.bid().map(|(price, _)| price))
    }

    #[getter]
    fn bid_quantity<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        decimal(py, self.bid().map(|(_, quantity)| quantity))
    }

    #[getter]
    fn ask_price<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        decimal(py, self.ask().map(|(price, _)| price))
    }

    #[getter]
    fn ask_quantity<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        decimal(py, self.ask().map(|(_, quantity)| quantity))
    }

    /// (bid + ask) / 2, exact; None while a side is missing.
    #[getter]
    fn mid<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let sides = self.bid().zip(self.ask());
        let mid = guarded(|| Ok(sides.map(|((bid, _), (ask, _))| (bid + ask) * Decimal::new(5, 1))))?;
        decimal(py, mid)
    }

    #[getter]
    fn bid_price_f64(&self) -> Option<f64> {
        match &self.quote {
            QuoteData::Narrow(row) => row.bid().map(|price| price.f64()),
            QuoteData::Wide(row) => row.bid.map(|(price, _)| money::to_f64(&price)),
        }
    }

    #[getter]
    fn bid_quantity_f64(&self) -> Option<f64> {
        match &self.quote {
            QuoteData::Narrow(row) => row.bid().map(|_| row.bid_quantity().f64()),
            QuoteData::Wide(row) => row.bid.map(|(_, quantity)| money::to_f64(&quantity)),
        }
    }

    #[getter]
    fn ask_price_f64(&self) -> Option<f64> {
        match &self.quote {
            QuoteData::Narrow(row) => row.ask().map(|price| price.f64()),
            QuoteData::Wide(row) => row.ask.map(|(price, _)| money::to_f64(&price)),
        }
    }

    #[getter]
    fn ask_quantity_f64(&self) -> Option<f64> {
        match &self.quote {
            QuoteData::Narrow(row) => row.ask().map(|_| row.ask_quantity().f64()),
            QuoteData::Wide(row) => row.ask.map(|(_, quantity)| money::to_f64(&quantity)),
        }
    }

    /// Mid as a float; None while a side is missing.
    #[getter]
    fn mid_f64(&self) -> Option<f64> {
        self.bid_price_f64().zip(self.ask_price_f64()).map(|(bid, ask)| (bid + ask) / 2.0)
    }

    fn __repr__(&self) -> String {
        let side =
            |side: Option<(Decimal, Decimal)>| side.map_or_else(|| "None".to_owned(), |(price, quantity)| format!("{price} x {quantity}"));
        format!(
            "OrderBookL1Event(instrument='{}', bid={}, ask={})",
            self.row.instrument.get().meta().name_internal.name(),
            side(self.bid()),
            side(self.ask())
        )
    }
}

/// A snapshot or an update of an order book: each level is (price, quantity), quantity 0 removes it.
#[pyclass(frozen, module = "barter_engine")]
pub struct BookEvent {
    row: Row,
    book: Arc<BookRow>,
}

row_getters!(BookEvent, |event: &BookEvent| CompactKind::OrderBook(Arc::clone(&event.book)));

fn levels<'py>(py: Python<'py>, levels: &[(Decimal, Decimal)]) -> PyResult<Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>> {
    levels
        .iter()
        .map(|(price, quantity)| Ok((money::decimal_to_py(py, price)?, money::decimal_to_py(py, quantity)?)))
        .collect()
}

#[pymethods]
impl BookEvent {
    /// Whether the message replaces the book rather than changes levels of it.
    #[getter]
    fn is_snapshot(&self) -> bool {
        self.book.snapshot
    }

    #[getter]
    fn sequence(&self) -> u64 {
        self.book.sequence
    }

    #[getter]
    fn bids<'py>(&self, py: Python<'py>) -> PyResult<Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>> {
        levels(py, &self.book.bids)
    }

    #[getter]
    fn asks<'py>(&self, py: Python<'py>) -> PyResult<Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>> {
        levels(py, &self.book.asks)
    }

    fn __repr__(&self) -> String {
        format!(
            "BookEvent(instrument='{}', is_snapshot={}, bids={}, asks={})",
            self.row.instrument.get().meta().name_internal.name(),
            if self.book.snapshot { "True" } else { "False" },
            self.book.bids.len(),
            self.book.asks.len()
        )
    }
}

/// A candle, delivered at its close.
#[pyclass(frozen, module = "barter_engine")]
pub struct CandleEvent {
    row: Row,
    candle: Arc<CandleRow>,
}

row_getters!(CandleEvent, |event: &CandleEvent| CompactKind::Candle(Arc::clone(&event.candle)));

macro_rules! candle_numbers {
    ($($name:ident, $float:ident;)*) => {
        #[pymethods]
        impl CandleEvent {
            $(
                #[getter]
                fn $name<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    money::decimal_to_py(py, &self.candle.$name)
                }

                #[getter]
                fn $float(&self) -> f64 {
                    money::to_f64(&self.candle.$name)
                }
            )*
        }
    };
}

candle_numbers! {
    open, open_f64;
    high, high_f64;
    low, low_f64;
    close, close_f64;
    volume, volume_f64;
}

#[pymethods]
impl CandleEvent {
    /// End of the candle, ns since 1970 UTC.
    #[getter]
    fn time_close_ns(&self) -> i64 {
        self.candle.close_time
    }

    #[getter]
    fn trade_count(&self) -> u64 {
        self.candle.trade_count
    }

    fn __repr__(&self) -> String {
        let CandleRow {
            open,
            high,
            low,
            close,
            volume,
            ..
        } = &*self.candle;
        format!(
            "CandleEvent(instrument='{}', open={open}, high={high}, low={low}, close={close}, volume={volume})",
            self.row.instrument.get().meta().name_internal.name()
        )
    }
}

/// A public liquidation.
#[pyclass(frozen, module = "barter_engine")]
pub struct LiquidationEvent {
    row: Row,
    trade: TradeRow,
}

row_getters!(LiquidationEvent, |event: &LiquidationEvent| CompactKind::Liquidation(event.trade));

#[pymethods]
impl LiquidationEvent {
    #[getter]
    fn price<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        money::decimal_to_py(py, &self.trade.price().decimal())
    }

    #[getter]
    fn price_f64(&self) -> f64 {
        self.trade.price().f64()
    }

    #[getter]
    fn quantity<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        money::decimal_to_py(py, &self.trade.quantity().decimal())
    }

    #[getter]
    fn quantity_f64(&self) -> f64 {
        self.trade.quantity().f64()
    }

    #[getter]
    fn side(&self) -> Option<Enum<Side>> {
        self.trade.side.map(Enum)
    }

    fn __repr__(&self) -> String {
        format!(
            "LiquidationEvent(instrument='{}', price={}, quantity={})",
            self.row.instrument.get().meta().name_internal.name(),
            self.trade.price().decimal(),
            self.trade.quantity().decimal()
        )
    }
}

/// The payload object of a delivered row.
#[inline]
pub fn payload<'py>(py: Python<'py>, shared: &Shared, delivery: &MarketDelivery<'_>) -> PyResult<Bound<'py, PyAny>> {
    let row = Row {
        time_exchange: delivery.time_exchange,
        time_received: delivery.time_received,
        time_own: delivery.time_own,
        instrument: shared.instruments.handles[delivery.instrument].clone_ref(py),
    };
    Ok(match delivery.kind {
        CompactKind::Trade(trade) => Bound::new(
            py,
            TradeEvent {
                row,
                trade: TradeData::Narrow(*trade),
                price_f64: PyFloat::new(py, trade.price().f64()).unbind(),
            },
        )?
        .into_any(),
        CompactKind::OrderBookL1(quote) => Bound::new(
            py,
            OrderBookL1Event {
                row,
                quote: QuoteData::Narrow(*quote),
            },
        )?
        .into_any(),
        CompactKind::WideTrade(trade) => Bound::new(
            py,
            TradeEvent {
                row,
                trade: TradeData::Wide(Arc::clone(trade)),
                price_f64: PyFloat::new(py, money::to_f64(&trade.price)).unbind(),
            },
        )?
        .into_any(),
        CompactKind::WideOrderBookL1(quote) => Bound::new(
            py,
            OrderBookL1Event {
                row,
                quote: QuoteData::Wide(Arc::clone(quote)),
            },
        )?
        .into_any(),
        CompactKind::OrderBook(book) => Bound::new(
            py,
            BookEvent {
                row,
                book: Arc::clone(book),
            },
        )?
        .into_any(),
        CompactKind::Candle(candle) => Bound::new(
            py,
            CandleEvent {
                row,
                candle: Arc::clone(candle),
            },
        )?
        .into_any(),
        CompactKind::Liquidation(trade) => Bound::new(py, LiquidationEvent { row, trade: *trade })?.into_any(),
    })
}
