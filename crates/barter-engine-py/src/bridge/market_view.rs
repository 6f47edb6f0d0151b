//! `ctx.market(i)`: the market of one instrument as delivered so far.

use super::instrument::Shared;
use barter_driver::engine::{LastTrade, Quote};
use barter_interop::money;
use pyo3::prelude::*;
use rust_decimal::Decimal;
use std::sync::Arc;

/// Market of one instrument as it was delivered. Every method gives None before there is something to give.
#[pyclass(frozen, module = "barter_engine")]
pub struct MarketView {
    pub shared: Arc<Shared>,
    pub position: usize,
}

fn decimal(py: Python<'_>, value: Option<Decimal>) -> PyResult<Option<Bound<'_, PyAny>>> {
    value.map(|value| money::decimal_to_py(py, &value)).transpose()
}

impl MarketView {
    fn quote<T>(
        &self,
        narrow: impl FnOnce(&barter_columns::L1Row) -> Option<T>,
        wide: impl FnOnce(&barter_columns::WideL1) -> Option<T>,
    ) -> PyResult<Option<T>> {
        Ok(match &self.shared.access.core()?.data(self.position).quote {
            Quote::None => None,
            Quote::Narrow(row) => narrow(row),
            Quote::Wide(row) => wide(row),
        })
    }
}

#[pymethods]
impl MarketView {
    /// Best bid, exact.
    fn bid<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let value = self.shared.access.core()?.data(self.position).bid();
        decimal(py, value)
    }

    /// Best ask, exact.
    fn ask<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let value = self.shared.access.core()?.data(self.position).ask();
        decimal(py, value)
    }

    /// (bid + ask) / 2, exact; None while a side is missing.
    fn mid<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let value = self.shared.access.core()?.data(self.position).mid();
        decimal(py, value)
    }

    /// Price of the latest trade, exact.
    fn last<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let value = self.shared.access.core()?.data(self.position).last();
        decimal(py, value)
    }

    /// Displayed quantity at the best bid, exact.
    fn bid_quantity<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let value = self.quote(
            |row| row.bid().map(|_| row.bid_quantity().decimal()),
            |row| row.bid.map(|(_, quantity)| quantity),
        )?;
        decimal(py, value)
    }

    /// Displayed quantity at the best ask, exact.
    fn ask_quantity<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let value = self.quote(
            |row| row.ask().map(|_| row.ask_quantity().decimal()),
            |row| row.ask.map(|(_, quantity)| quantity),
        )?;
        decimal(py, value)
    }

    /// Best bid as the nearest float.
    fn bid_f64(&self) -> PyResult<Option<f64>> {
        self.quote(
            |row| row.bid().map(|price| price.f64()),
            |row| row.bid.map(|(price, _)| money::to_f64(&price)),
        )
    }

    /// Best ask as the nearest float.
    fn ask_f64(&self) -> PyResult<Option<f64>> {
        self.quote(
            |row| row.ask().map(|price| price.f64()),
            |row| row.ask.map(|(price, _)| money::to_f64(&price)),
        )
    }

    /// Mid as the nearest float.
    fn mid_f64(&self) -> PyResult<Option<f64>> {
        Ok(self
            .shared
            .access
            .core()?
            .data(self.position)
            .mid()
            .map(|value| money::to_f64(&value)))
    }

    /// Price of the latest trade as the nearest float.
    fn last_f64(&self) -> PyResult<Option<f64>> {
        Ok(match &self.shared.access.core()?.data(self.position).trade {
            LastTrade::None => None,
            LastTrade::Narrow(row) => Some(row.price().f64()),
            LastTrade::Wide(row) => Some(money::to_f64(&row.price)),
        })
    }

    /// Nanoseconds since the latest event of the instrument was received.
    fn age_ns(&self) -> PyResult<Option<i64>> {
        let core = self.shared.access.core()?;
        let now = core.now();
        Ok(core
            .data(self.position)
            .time
            .and_then(|time| time.timestamp_nanos_opt())
            .map(|time| now - time))
    }

    fn __repr__(&self) -> String {
        let name = self.shared.instruments.universe.instruments[self.position].name_internal.name();
        let Ok(core) = self.shared.access.core() else {
            return format!("MarketView({name}, not usable here: the run is over, or this is another thread)");
        };
        let data = core.data(self.position);
        let text = |value: Option<Decimal>| value.map_or_else(|| "None".to_owned(), |value| value.normalize().to_string());
        format!(
            "MarketView({name}: bid={}, ask={}, last={})",
            text(data.bid()),
            text(data.ask()),
            text(data.last())
        )
    }
}
