//! barter's errors of market data as the classes of `barter_data.errors`.

use barter_data::{error::DataError, subscription::SubKind};
use barter_instrument::{exchange::ExchangeId, index::error::IndexError};
use barter_interop::{Enum, data::support::Unsupported};
use pyo3::{BoundObject, prelude::*, types::PyTuple};

/// An instance of `{module}.{owner}.{kind}`; a failure to make it is the error that is returned.
fn made<'py>(py: Python<'py>, module: &str, owner: &str, kind: &str, details: impl IntoPyObject<'py, Target = PyTuple>) -> PyErr {
    let make = || {
        let class = py.import(module)?.getattr(owner)?.getattr(kind)?;
        class.call1(details.into_pyobject(py).map_err(Into::into)?.into_bound())
    };
    match make() {
        Ok(error) => PyErr::from_value(error),
        Err(error) => error,
    }
}

fn of<'py>(py: Python<'py>, kind: &str, details: impl IntoPyObject<'py, Target = PyTuple>) -> PyErr {
    made(py, "barter_data.errors", "DataError", kind, details)
}

/// `DataError.Unsupported` that names the argument and says what is supported.
pub fn unsupported(py: Python<'_>, exchange: ExchangeId, sub_kind: SubKind, found: Unsupported) -> PyErr {
    let Unsupported { argument, reason } = found;
    of(py, "Unsupported", (Enum(exchange), Enum(sub_kind), reason, argument))
}

/// The exception of any of barter's errors of market data.
pub fn data(py: Python<'_>, error: DataError) -> PyErr {
    match error {
        DataError::Index(error) => {
            let error = index(py, &error);
            of(py, "Index", (error.value(py).clone(),))
        }
        DataError::SubscriptionsEmpty => of(py, "SubscriptionsEmpty", PyTuple::empty(py)),
        DataError::UnsupportedSubKind(kind) => of(py, "UnsupportedSubKind", (Enum(kind),)),
        DataError::InitialSnapshotMissing(id) => of(py, "InitialSnapshotMissing", (id.to_string(),)),
        DataError::InitialSnapshotInvalid(reason) => of(py, "InitialSnapshotInvalid", (reason,)),
        DataError::Socket(reason) => of(py, "Socket", (reason,)),
        DataError::Unsupported { exchange, sub_kind } => of(py, "Unsupported", (Enum(exchange), Enum(sub_kind))),
        DataError::InvalidSequence {
            prev_last_update_id,
            first_update_id,
        } => of(py, "InvalidSequence", (prev_last_update_id, first_update_id)),
    }
}

fn index(py: Python<'_>, error: &IndexError) -> PyErr {
    let (kind, text) = match error {
        IndexError::ExchangeIndex(text) => ("ExchangeIndex", text),
        IndexError::AssetIndex(text) => ("AssetIndex", text),
        IndexError::InstrumentIndex(text) => ("InstrumentIndex", text),
    };
    // Upstream appends the whole collection.
    let cut = [" is not present in ", " must be present in "]
        .iter()
        .find_map(|cut| text.split_once(cut));
    let text = cut.map_or_else(
        || text.clone(),
        |(asked, _)| format!("{asked} is not in the collection of instruments"),
    );
    made(py, "barter_instrument.errors", "IndexError", kind, (text,))
}
