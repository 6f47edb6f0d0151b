//! The one tree of errors, defined in Python (`barter_instrument.errors`) so that every wheel raises the same classes.

use crate::wire::WireError;
use pyo3::{prelude::*, type_object::PyTypeInfo, types::PyDict};

/// The classes that are raised from Rust, and their names.
macro_rules! error_classes {
    ($($class:ident),* $(,)?) => {
        mod classes {
            $(pyo3::import_exception!(barter_instrument.errors, $class);)*
        }
        pub use classes::*;
        pub(crate) const CLASSES: &[&str] = &[$(stringify!($class)),*];
    };
}
error_classes!(
    AssetIndexError,
    BarterError,
    BarterInternalError,
    DataError,
    ExchangeIndexError,
    InstrumentIndexError,
    InvalidArgumentError,
    NetworkError,
    NotFoundError,
    StateError,
    StrategyError,
    TimedOutError,
    WrongTypeError,
);

/// Makes `Class(message, code=code, argument=argument)`; a failure to make it is the error that is returned.
pub fn raise<E: PyTypeInfo>(code: &str, argument: Option<&str>, message: impl Into<String>) -> PyErr {
    Python::attach(|py| {
        let make = || {
            let keywords = PyDict::new(py);
            keywords.set_item("code", code)?;
            keywords.set_item("argument", argument)?;
            E::type_object(py).call((message.into(),), Some(&keywords))
        };
        match make() {
            Ok(error) => PyErr::from_value(error),
            Err(error) => error,
        }
    })
}

/// `InvalidArgumentError`: the right type, an impossible value.
pub fn invalid(argument: &str, message: impl Into<String>) -> PyErr {
    raise::<InvalidArgumentError>("invalid_argument", Some(argument), message)
}

/// `WrongTypeError`.
pub fn wrong_type(argument: &str, message: impl Into<String>) -> PyErr {
    raise::<WrongTypeError>("wrong_type", Some(argument), message)
}

/// `NotFoundError`: a look-up without a result.
pub fn not_found(argument: &str, message: impl Into<String>) -> PyErr {
    raise::<NotFoundError>("not_found", Some(argument), message)
}

/// `IndexError.ExchangeIndex`: an exchange that is not in a collection of instruments.
pub fn exchange_index_error(argument: &str, message: impl Into<String>) -> PyErr {
    raise::<ExchangeIndexError>("exchange_index", Some(argument), message)
}

/// `IndexError.AssetIndex`: an asset that is not in a collection of instruments.
pub fn asset_index_error(argument: &str, message: impl Into<String>) -> PyErr {
    raise::<AssetIndexError>("asset_index", Some(argument), message)
}

/// `IndexError.InstrumentIndex`: an instrument that is not in a collection of instruments.
pub fn instrument_index_error(argument: &str, message: impl Into<String>) -> PyErr {
    raise::<InstrumentIndexError>("instrument_index", Some(argument), message)
}

/// `DataError`: bytes, text or a file that does not hold what it should.
pub fn data_error(argument: &str, message: impl Into<String>) -> PyErr {
    raise::<DataError>("data", Some(argument), message)
}

/// `StateError`: the object cannot do this now.
pub fn state_error(code: &str, message: impl Into<String>) -> PyErr {
    raise::<StateError>(code, None, message)
}

/// `StrategyError`: a user class breaks its contract.
pub fn strategy_error(code: &str, message: impl Into<String>) -> PyErr {
    raise::<StrategyError>(code, None, message)
}

/// `NetworkError`.
pub fn network_error(code: &str, message: impl Into<String>) -> PyErr {
    raise::<NetworkError>(code, None, message)
}

/// `TimedOutError`.
pub fn timed_out(code: &str, message: impl Into<String>) -> PyErr {
    raise::<TimedOutError>(code, None, message)
}

/// `BarterInternalError`: a defect of barter or of a crate below it.
pub fn internal(message: impl Into<String>) -> PyErr {
    raise::<BarterInternalError>("internal", None, message)
}

impl From<WireError> for PyErr {
    fn from(error: WireError) -> Self {
        raise::<DataError>("wire", Some("data"), error.to_string())
    }
}

/// Name of the type of an object, for messages.
pub fn type_name(value: &Bound<'_, PyAny>) -> String {
    value
        .get_type()
        .name()
        .map_or_else(|_| "object".to_owned(), |name| name.to_string())
}

/// `repr` of an object, shortened, for messages.
pub fn shown(value: &Bound<'_, PyAny>) -> String {
    let text = value
        .repr()
        .map_or_else(|_| format!("<{}>", type_name(value)), |text| text.to_string());
    if text.chars().count() > 80 {
        text.chars().take(77).chain("...".chars()).collect()
    } else {
        text
    }
}
