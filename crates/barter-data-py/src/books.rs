//! `Level`, `OrderBookSide`, `OrderBook`.

use crate::subscription::book::PyOrderBookEvent;
use barter_data::books::{Level, OrderBook, OrderBookSide};
use barter_interop::{
    Wraps, canonical_methods,
    data::{
        AnySide, Restored,
        books::{check_level, check_levels},
    },
    errors::{invalid, shown, type_name, wrong_type},
    guard::guarded,
    money::{Exact, decimal_arg, to_f64},
    own_from_py,
    time::{Moment, time_arg, time_ns},
    value::{checked, own_arg},
    value_methods,
};
use pyo3::{exceptions::PyIndexError, prelude::*, types::PyIterator};
use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

/// Price and amount of a level of an order book.
///
/// Args:
///     price: price in the quote asset, not negative.
///     amount: amount, not negative; zero removes the level.
///
/// >>> from barter_data import Level
/// >>> Level("61800.2", "0.5")
/// Level(price=Decimal('61800.2'), amount=Decimal('0.5'))
#[pyclass(frozen, eq, ord, hash, name = "Level", module = "barter_data")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyLevel(pub Level);
canonical_methods!(PyLevel(Level));
value_methods!(PyLevel { price, amount });
own_from_py!(PyLevel as "level");

#[pymethods]
impl PyLevel {
    #[new]
    #[pyo3(signature = (price: "Decimal | int | str | float", amount: "Decimal | int | str | float"))]
    fn new(price: &Bound<'_, PyAny>, amount: &Bound<'_, PyAny>) -> PyResult<Self> {
        let level = Level {
            price: decimal_arg(price, "price")?,
            amount: decimal_arg(amount, "amount")?,
        };
        checked(check_level(&level))?;
        Ok(Self(level))
    }

    /// Price in the quote asset.
    #[getter]
    fn price(&self) -> Exact {
        Exact(self.0.price)
    }

    /// Price as a float.
    #[getter]
    fn price_f64(&self) -> f64 {
        to_f64(&self.0.price)
    }

    /// Amount.
    #[getter]
    fn amount(&self) -> Exact {
        Exact(self.0.amount)
    }

    /// Amount as a float.
    #[getter]
    fn amount_f64(&self) -> f64 {
        to_f64(&self.0.amount)
    }
}

/// The levels of an iterable; the error names the argument.
fn levels(value: Option<&Bound<'_, PyAny>>, argument: &str) -> PyResult<Vec<Level>> {
    let Some(value) = value else { return Ok(Vec::new()) };
    if let Ok(side) = value.cast::<PyOrderBookSide>() {
        return Ok(side.get().0.levels().to_vec());
    }
    let items = value.try_iter().map_err(|_| {
        wrong_type(
            argument,
            format!("{argument} must be an iterable of Level, got {} {}", type_name(value), shown(value)),
        )
    })?;
    let levels = items
        .map(|item| own_arg::<PyLevel>(&item?, argument).map(|level| level.get().0))
        .collect::<PyResult<Vec<_>>>()?;
    checked(check_levels(argument, &levels))?;
    Ok(levels)
}

/// The bids or the asks of an order book, best first.
///
/// Made by `OrderBookSide.bids(levels)` and `OrderBookSide.asks(levels)`, which sort.
///
/// >>> from barter_data import Level, OrderBookSide
/// >>> side = OrderBookSide.bids([Level(1, 5), Level(2, 5)])
/// >>> side.best().price, len(side)
/// (Decimal('2'), 2)
#[pyclass(frozen, eq, hash, sequence, name = "OrderBookSide", module = "barter_data")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PyOrderBookSide(pub AnySide);
canonical_methods!(PyOrderBookSide);

impl Wraps for PyOrderBookSide {
    type Value = AnySide;

    fn wrap(_: Python<'_>, value: Self::Value) -> PyResult<Self> {
        Ok(Self(value))
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&Self::Value) -> R) -> PyResult<R> {
        Ok(f(&self.0))
    }
}

impl Hash for PyOrderBookSide {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (matches!(self.0, AnySide::Bids(_)), self.0.levels()).hash(state);
    }
}

#[pymethods]
impl PyOrderBookSide {
    /// Bids, sorted from the highest price.
    #[staticmethod]
    #[pyo3(signature = (levels: "Iterable[Level]" = None))]
    fn bids(levels: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        Ok(Self(AnySide::Bids(OrderBookSide::bids(self::levels(levels, "levels")?))))
    }

    /// Asks, sorted from the lowest price.
    #[staticmethod]
    #[pyo3(signature = (levels: "Iterable[Level]" = None))]
    fn asks(levels: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        Ok(Self(AnySide::Asks(OrderBookSide::asks(self::levels(levels, "levels")?))))
    }

    /// Whether these are bids.
    #[getter]
    fn is_bids(&self) -> bool {
        matches!(self.0, AnySide::Bids(_))
    }

    /// The best level, or None.
    fn best(&self) -> Option<PyLevel> {
        self.0.levels().first().copied().map(PyLevel)
    }

    /// All levels, best first.
    fn levels(&self) -> Vec<PyLevel> {
        self.0.levels().iter().copied().map(PyLevel).collect()
    }

    fn __len__(&self) -> usize {
        self.0.levels().len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.levels().into_pyobject(py)?.try_iter()
    }

    fn __getitem__(&self, index: isize) -> PyResult<PyLevel> {
        let levels = self.0.levels();
        let at = if index < 0 { index + levels.len() as isize } else { index };
        usize::try_from(at)
            .ok()
            .and_then(|at| levels.get(at))
            .copied()
            .map(PyLevel)
            .ok_or_else(|| PyIndexError::new_err(format!("level {index} of {}", levels.len())))
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let name = if slf.get().is_bids() { "bids" } else { "asks" };
        Ok(format!(
            "OrderBookSide.{name}({})",
            slf.get().levels().into_pyobject(slf.py())?.repr()?
        ))
    }
}

/// An order book, or the levels of an update of one.
///
/// Args:
///     sequence: number of the last update in it, not negative.
///     time_engine: when the exchange's engine made it: int nanoseconds UTC or an aware datetime; None where it does not say.
///     bids, asks: iterables of `Level`, in any order.
///
/// >>> from barter_data import Level, OrderBook
/// >>> book = OrderBook(7, bids=[Level(61800, 1)], asks=[Level(61801, 2)])
/// >>> book.bids.best(), float(book.mid_price())
/// (Level(price=Decimal('61800'), amount=Decimal('1')), 61800.5)
#[pyclass(frozen, eq, hash, name = "OrderBook", module = "barter_data")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PyOrderBook(pub Arc<OrderBook>);
canonical_methods!(PyOrderBook);
value_methods!(PyOrderBook {
    sequence,
    time_engine,
    bids,
    asks
});
own_from_py!(PyOrderBook as "order_book");

impl Wraps for PyOrderBook {
    type Value = Restored<OrderBook>;

    fn wrap(_: Python<'_>, value: Self::Value) -> PyResult<Self> {
        Ok(Self(Arc::new(value.0)))
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&Self::Value) -> R) -> PyResult<R> {
        Ok(f(&Restored((*self.0).clone())))
    }
}

impl Hash for PyOrderBook {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (
            self.0.sequence(),
            self.0.time_engine(),
            self.0.bids().levels(),
            self.0.asks().levels(),
        )
            .hash(state);
    }
}

#[pymethods]
impl PyOrderBook {
    #[new]
    #[pyo3(signature = (
        sequence: "int",
        time_engine: "int | datetime | None" = None,
        bids: "Iterable[Level]" = None,
        asks: "Iterable[Level]" = None
    ))]
    fn new(
        sequence: &Bound<'_, PyAny>,
        time_engine: Option<&Bound<'_, PyAny>>,
        bids: Option<&Bound<'_, PyAny>>,
        asks: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let number = sequence.extract::<u64>().map_err(|_| {
            invalid(
                "sequence",
                format!("sequence must be an int of at least 0, got {}", shown(sequence)),
            )
        })?;
        let time_engine = time_engine.map(|time| time_arg(time, "time_engine")).transpose()?;
        Ok(Self(Arc::new(OrderBook::new(
            number,
            time_engine,
            levels(bids, "bids")?,
            levels(asks, "asks")?,
        ))))
    }

    /// Number of the last update in it.
    #[getter]
    fn sequence(&self) -> u64 {
        self.0.sequence()
    }

    /// When the exchange's engine made it, an aware datetime in UTC, or None.
    #[getter]
    fn time_engine(&self) -> Option<Moment> {
        self.0.time_engine().map(Moment)
    }

    /// When the exchange's engine made it, nanoseconds since 1970 UTC, or None.
    #[getter]
    fn time_engine_ns(&self) -> PyResult<Option<i64>> {
        self.0.time_engine().map(time_ns).transpose()
    }

    /// Bids, best first.
    #[getter]
    fn bids(&self) -> PyOrderBookSide {
        PyOrderBookSide(AnySide::Bids(self.0.bids().clone()))
    }

    /// Asks, best first.
    #[getter]
    fn asks(&self) -> PyOrderBookSide {
        PyOrderBookSide(AnySide::Asks(self.0.asks().clone()))
    }

    /// The book with at most `depth` levels a side.
    fn snapshot(&self, depth: usize) -> Self {
        Self(Arc::new(self.0.snapshot(depth)))
    }

    /// The book after an event; this one stays as it is.
    #[pyo3(signature = (event: "OrderBookEvent"))]
    fn updated(&self, event: &Bound<'_, PyAny>) -> PyResult<Self> {
        guarded(|| {
            let event = own_arg::<PyOrderBookEvent>(event, "event")?.get().to_event();
            let mut book = (*self.0).clone();
            book.update(&event);
            Ok(Self(Arc::new(book)))
        })
    }

    /// (bid + ask) / 2; where a side is missing the other's price, None where both are.
    fn mid_price(&self) -> PyResult<Option<Exact>> {
        guarded(|| Ok(self.0.mid_price().map(Exact)))
    }

    /// The best prices weighted by the amounts of the other side, as upstream names it; as `mid_price` where a side is missing.
    fn volume_weighed_mid_price(&self) -> PyResult<Option<Exact>> {
        guarded(|| Ok(self.0.volume_weighed_mid_price().map(Exact)))
    }
}
