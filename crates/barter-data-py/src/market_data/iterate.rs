//! Rows as `MarketEvent`s, one after the other.

use super::PyMarketData;
use crate::event::PyMarketEvent;
use barter_columns::{MarketColumns, SourceKind};
use barter_instrument::instrument::InstrumentIndex;
use barter_interop::{
    errors::{data_error, invalid, shown},
    guard::guarded,
    instrument::InstrumentKey,
};
use chrono::DateTime;
use pyo3::{prelude::*, types::PyString};
use std::sync::{Mutex, PoisonError};

/// Iterator of `MarketData.events()`.
#[pyclass(frozen, name = "MarketEvents", module = "barter_data")]
pub struct PyMarketEvents {
    columns: MarketColumns,
    by_index: bool,
    place: Mutex<Place>,
}

struct Place {
    position: usize,
    cursors: Vec<usize>,
}

impl PyMarketEvents {
    fn next(&self) -> PyResult<Option<PyMarketEvent>> {
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(number) = self.columns.order().get(place.position) {
            let number = usize::from(*number);
            let row = place.cursors[number];
            place.position += 1;
            place.cursors[number] += 1;
            let source = &self.columns.sources()[number];
            if source.kind() == SourceKind::Reconnecting {
                continue;
            }
            let at = source.instrument();
            let instrument = &self.columns.instruments()[at];
            let received = source.time_received(row);
            let kind = source
                .data_kind(row)
                .map_err(|error| data_error("data", format!("{}, row {row}: {error}", source.name())))?;
            return Ok(Some(PyMarketEvent {
                time_exchange: DateTime::from_timestamp_nanos(source.time_exchange(row).unwrap_or(received)),
                time_received: DateTime::from_timestamp_nanos(received),
                exchange: instrument.exchange,
                instrument: if self.by_index {
                    InstrumentKey::Index(InstrumentIndex(at))
                } else {
                    InstrumentKey::Name(instrument.name_exchange.clone())
                },
                kind: kind.into(),
            }));
        }
        Ok(None)
    }
}

#[pymethods]
impl PyMarketEvents {
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__(&self) -> PyResult<Option<PyMarketEvent>> {
        guarded(|| self.next())
    }

    fn __length_hint__(&self) -> usize {
        let place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        self.columns.len() - place.position
    }
}

#[pymethods]
impl PyMarketData {
    /// The rows as barter's `MarketEvent`s, made one by one while they are iterated. A row without an exchange time shows its received time.
    ///
    /// Args:
    ///     by: "name": events carry the exchange's name of their instrument; "index": its position in `instruments`.
    ///
    /// Raises:
    ///     DataError: while iterating: a row that barter's types cannot hold exactly (a trade without a side, more digits than a float).
    ///
    /// >>> from barter_data import MarketData
    /// >>> event = next(MarketData.synthetic(seed=7, events=10).events())
    /// >>> event.exchange, event.kind.kind_name()
    /// (ExchangeId.BINANCE_FUTURES_USD, 'l1')
    #[pyo3(signature = (*, by: "str" = None), text_signature = "($self, *, by='name')")]
    fn events(&self, by: Option<&Bound<'_, PyAny>>) -> PyResult<PyMarketEvents> {
        let by_index = match by {
            None => false,
            Some(by) => match by.cast::<PyString>().ok().map(|text| text.to_string()).as_deref() {
                Some("name") => false,
                Some("index") => true,
                _ => return Err(invalid("by", format!("by must be \"name\" or \"index\", got {}", shown(by)))),
            },
        };
        let place = Place {
            position: 0,
            cursors: vec![0; self.0.sources().len()],
        };
        Ok(PyMarketEvents {
            columns: self.0.clone(),
            by_index,
            place: Mutex::new(place),
        })
    }

    fn __iter__(&self) -> PyResult<PyMarketEvents> {
        self.events(None)
    }
}
