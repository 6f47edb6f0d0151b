//! `OrderBookL1`, `OrderBookEvent`.

use crate::books::{PyLevel, PyOrderBook};
use barter_data::subscription::book::{OrderBookEvent, OrderBookL1};
use barter_interop::{
    Wraps, canonical_methods,
    data::{Restored, subscription::book::check_l1},
    guard::guarded,
    money::Exact,
    own_from_py,
    time::{Moment, time_arg, time_ns},
    value::{checked, own_arg},
    value_methods,
};
use pyo3::prelude::*;
use std::sync::Arc;

/// Best bid and ask.
///
/// Args:
///     last_update_time: int nanoseconds UTC or an aware datetime.
///     best_bid: `Level`, or None where there is no bid.
///     best_ask: `Level`, or None where there is no ask.
///
/// >>> from barter_data import Level, OrderBookL1
/// >>> float(OrderBookL1(1_700_000_000_000_000_000, Level(61800, 1), Level(61801, 2)).mid_price())
/// 61800.5
#[pyclass(frozen, eq, ord, hash, name = "OrderBookL1", module = "barter_data")]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyOrderBookL1(pub OrderBookL1);
canonical_methods!(PyOrderBookL1(OrderBookL1));
value_methods!(PyOrderBookL1 {
    last_update_time,
    best_bid,
    best_ask
});
own_from_py!(PyOrderBookL1 as "order_book_l1");

fn level(value: Option<&Bound<'_, PyAny>>, argument: &str) -> PyResult<Option<barter_data::books::Level>> {
    value
        .map(|value| own_arg::<PyLevel>(value, argument).map(|level| level.get().0))
        .transpose()
}

#[pymethods]
impl PyOrderBookL1 {
    #[new]
    #[pyo3(signature = (last_update_time: "int | datetime", best_bid: "Level | None" = None, best_ask: "Level | None" = None))]
    fn new(
        last_update_time: &Bound<'_, PyAny>,
        best_bid: Option<&Bound<'_, PyAny>>,
        best_ask: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let quote = OrderBookL1 {
            last_update_time: time_arg(last_update_time, "last_update_time")?,
            best_bid: level(best_bid, "best_bid")?,
            best_ask: level(best_ask, "best_ask")?,
        };
        checked(check_l1(&quote))?;
        Ok(Self(quote))
    }

    /// When it last changed, an aware datetime in UTC.
    #[getter]
    fn last_update_time(&self) -> Moment {
        Moment(self.0.last_update_time)
    }

    /// When it last changed, nanoseconds since 1970 UTC.
    #[getter]
    fn last_update_time_ns(&self) -> PyResult<i64> {
        time_ns(self.0.last_update_time)
    }

    /// Best bid, or None.
    #[getter]
    fn best_bid(&self) -> Option<PyLevel> {
        self.0.best_bid.map(PyLevel)
    }

    /// Best ask, or None.
    #[getter]
    fn best_ask(&self) -> Option<PyLevel> {
        self.0.best_ask.map(PyLevel)
    }

    /// (bid + ask) / 2; None where a side is missing.
    fn mid_price(&self) -> PyResult<Option<Exact>> {
        guarded(|| Ok(self.0.mid_price().map(Exact)))
    }

    /// The prices weighted by the amounts of the other side, as upstream names it; None where a side is missing.
    fn volume_weighed_mid_price(&self) -> PyResult<Option<Exact>> {
        guarded(|| Ok(self.0.volume_weighed_mid_price().map(Exact)))
    }
}

/// A whole book, or what changed in it.
///
/// >>> from barter_data import Level, OrderBook, OrderBookEvent
/// >>> match OrderBookEvent.Update(OrderBook(8, bids=[Level("61800.2", 0)])):
/// ...     case OrderBookEvent.Update(order_book):
/// ...         print(order_book.sequence)
/// 8
#[pyclass(frozen, eq, hash, name = "OrderBookEvent", module = "barter_data")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PyOrderBookEvent {
    /// The whole book.
    #[pyo3(constructor = (order_book))]
    Snapshot { order_book: PyOrderBook },
    /// Levels that changed; an amount of zero removes one.
    #[pyo3(constructor = (order_book))]
    Update { order_book: PyOrderBook },
}
canonical_methods!(PyOrderBookEvent);
value_methods!(PyOrderBookEvent);

impl Wraps for PyOrderBookEvent {
    type Value = Restored<OrderBookEvent>;

    fn wrap(_: Python<'_>, value: Self::Value) -> PyResult<Self> {
        Ok(value.0.into())
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&Self::Value) -> R) -> PyResult<R> {
        Ok(f(&Restored(self.to_event())))
    }
}

impl From<OrderBookEvent> for PyOrderBookEvent {
    fn from(event: OrderBookEvent) -> Self {
        match event {
            OrderBookEvent::Snapshot(book) => Self::Snapshot {
                order_book: PyOrderBook(Arc::new(book)),
            },
            OrderBookEvent::Update(book) => Self::Update {
                order_book: PyOrderBook(Arc::new(book)),
            },
        }
    }
}

impl PyOrderBookEvent {
    pub fn to_event(&self) -> OrderBookEvent {
        match self {
            Self::Snapshot { order_book } => OrderBookEvent::Snapshot((*order_book.0).clone()),
            Self::Update { order_book } => OrderBookEvent::Update((*order_book.0).clone()),
        }
    }
}
