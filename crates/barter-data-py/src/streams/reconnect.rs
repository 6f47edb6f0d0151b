//! `MarketStreamEvent`.

use crate::event::PyMarketEvent;
use barter_data::{
    event::{DataKind, MarketEvent},
    streams::reconnect::Event,
};
use barter_instrument::exchange::ExchangeId;
use barter_interop::{Enum, Wraps, canonical_methods, data::Restored, enum_arg, instrument::InstrumentKey, value_methods};
use pyo3::prelude::*;
use std::hash::{Hash, Hasher};

/// An item of a market stream that connects again by itself: a market event, or that a connection was lost.
///
/// >>> from barter_data import MarketStreamEvent
/// >>> match MarketStreamEvent.Reconnecting("kraken"):
/// ...     case MarketStreamEvent.Reconnecting(origin):
/// ...         print(origin)
/// ...     case MarketStreamEvent.Item(item):
/// ...         print(item.kind)
/// kraken
#[pyclass(frozen, eq, hash, name = "MarketStreamEvent", module = "barter_data")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PyMarketStreamEvent {
    /// The stream of an exchange was lost and is being opened again.
    #[pyo3(constructor = (origin))]
    Reconnecting { origin: Origin },
    /// A market event.
    #[pyo3(constructor = (item))]
    Item { item: PyMarketEvent },
}
canonical_methods!(PyMarketStreamEvent);
value_methods!(PyMarketStreamEvent);

/// Payload of `MarketStreamEvent.Reconnecting`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin(pub ExchangeId);

impl Hash for Origin {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_str().hash(state);
    }
}

impl<'py> FromPyObject<'_, 'py> for Origin {
    type Error = PyErr;
    const INPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!("barter_instrument", "ExchangeId");
    fn extract(object: pyo3::Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        enum_arg(&object, "origin").map(Self)
    }
}

impl<'py> IntoPyObject<'py> for Origin {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    const OUTPUT_TYPE: pyo3::inspect::PyStaticExpr = pyo3::type_hint_identifier!("barter_instrument", "ExchangeId");
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        Enum(self.0).into_pyobject(py)
    }
}

impl Wraps for PyMarketStreamEvent {
    type Value = Restored<Event<ExchangeId, MarketEvent<InstrumentKey, DataKind>>>;

    fn wrap(py: Python<'_>, value: Self::Value) -> PyResult<Self> {
        Ok(match value.0 {
            Event::Reconnecting(origin) => Self::Reconnecting { origin: Origin(origin) },
            Event::Item(item) => Self::Item {
                item: PyMarketEvent::wrap(py, Restored(item))?,
            },
        })
    }

    fn with_value<R>(&self, _: Python<'_>, f: impl FnOnce(&Self::Value) -> R) -> PyResult<R> {
        Ok(f(&Restored(match self {
            Self::Reconnecting { origin } => Event::Reconnecting(origin.0),
            Self::Item { item } => Event::Item(item.to_event()),
        })))
    }
}
