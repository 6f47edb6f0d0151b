//! `Candle`.

use super::hash_floats;
use barter_data::subscription::candle::Candle;
use barter_interop::{
    canonical_methods,
    data::subscription::candle::check_candle,
    errors::{invalid, shown},
    money::finite_arg,
    own_from_py,
    time::{Moment, time_arg, time_ns},
    value::checked,
    value_methods,
};
use pyo3::prelude::*;
use std::hash::{Hash, Hasher};

/// Open, high, low, close and volume of a span of time.
///
/// Args:
///     close_time: end of the span, int nanoseconds UTC or an aware datetime.
///     open, high, low, close: prices in the quote asset, finite, `low` not above `high`.
///     volume: quantity traded, finite.
///     trade_count: number of trades.
///
/// >>> from barter_data import Candle
/// >>> Candle(1_700_000_060_000_000_000, 1.5, 2.0, 1.0, 1.75, 10.0, 3).close_time.isoformat()
/// '2023-11-14T22:14:20+00:00'
#[pyclass(frozen, eq, ord, hash, name = "Candle", module = "barter_data")]
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub struct PyCandle(pub Candle);
canonical_methods!(PyCandle(Candle));
value_methods!(PyCandle {
    close_time,
    open,
    high,
    low,
    close,
    volume,
    trade_count
});
own_from_py!(PyCandle as "candle");

impl Eq for PyCandle {}

impl Hash for PyCandle {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Candle {
            close_time,
            open,
            high,
            low,
            close,
            volume,
            trade_count,
        } = self.0;
        (close_time, trade_count).hash(state);
        hash_floats(&[open, high, low, close, volume], state);
    }
}

#[pymethods]
impl PyCandle {
    #[new]
    #[pyo3(signature = (
        close_time: "int | datetime",
        open: "float",
        high: "float",
        low: "float",
        close: "float",
        volume: "float",
        trade_count: "int"
    ))]
    fn new(
        close_time: &Bound<'_, PyAny>,
        open: &Bound<'_, PyAny>,
        high: &Bound<'_, PyAny>,
        low: &Bound<'_, PyAny>,
        close: &Bound<'_, PyAny>,
        volume: &Bound<'_, PyAny>,
        trade_count: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        let candle = Candle {
            close_time: time_arg(close_time, "close_time")?,
            open: finite_arg(open, "open")?,
            high: finite_arg(high, "high")?,
            low: finite_arg(low, "low")?,
            close: finite_arg(close, "close")?,
            volume: finite_arg(volume, "volume")?,
            trade_count: trade_count.extract().map_err(|_| {
                invalid(
                    "trade_count",
                    format!("trade_count must be an int of at least 0, got {}", shown(trade_count)),
                )
            })?,
        };
        checked(check_candle(&candle))?;
        Ok(Self(candle))
    }

    /// End of the span, an aware datetime in UTC.
    #[getter]
    fn close_time(&self) -> Moment {
        Moment(self.0.close_time)
    }

    /// End of the span, nanoseconds since 1970 UTC.
    #[getter]
    fn close_time_ns(&self) -> PyResult<i64> {
        time_ns(self.0.close_time)
    }

    /// First price.
    #[getter]
    fn open(&self) -> f64 {
        self.0.open
    }

    /// Highest price.
    #[getter]
    fn high(&self) -> f64 {
        self.0.high
    }

    /// Lowest price.
    #[getter]
    fn low(&self) -> f64 {
        self.0.low
    }

    /// Last price.
    #[getter]
    fn close(&self) -> f64 {
        self.0.close
    }

    /// Quantity traded.
    #[getter]
    fn volume(&self) -> f64 {
        self.0.volume
    }

    /// Number of trades.
    #[getter]
    fn trade_count(&self) -> u64 {
        self.0.trade_count
    }
}
