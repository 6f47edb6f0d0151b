//! What every value class has: a repr that reads like its constructor, `replace`, JSON, dict.

use crate::{
    canonical::{Canonical, Wraps},
    errors::{data_error, invalid, shown, type_name, wrong_type},
    json,
};
use pyo3::{
    PyTypeCheck, intern,
    prelude::*,
    types::{PyBool, PyDict, PyTuple},
};
use serde::{Serialize, de::DeserializeOwned};

/// Names of the constructor's arguments, from `__match_args__`.
fn fields<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyTuple>> {
    Ok(object
        .get_type()
        .getattr(intern!(object.py(), "__match_args__"))?
        .cast_into::<PyTuple>()?)
}

/// The field as the constructor takes it without loss: times as nanoseconds, where 64 bits hold them.
fn field<'py>(object: &Bound<'py, PyAny>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    object.getattr(format!("{name}_ns")).or_else(|_| object.getattr(name))
}

/// A value from JSON text, checked.
pub fn read<T: Wraps>(py: Python<'_>, text: &str) -> PyResult<T>
where
    T::Value: Serialize + DeserializeOwned,
{
    let value: T::Value = json::from_json(text, T::Value::CLASS)?;
    value.validate().map_err(|message| data_error("text", message))?;
    T::wrap(py, value)
}

/// `Class(field=value, ...)`; a variant of an enum is shown as `Enum.Variant(...)`.
pub fn repr(object: &Bound<'_, PyAny>) -> PyResult<String> {
    let class = object.get_type().qualname()?.to_string();
    let shown = fields(object)?
        .iter()
        .map(|name| {
            let name: String = name.extract()?;
            // A time beyond what Python holds comes only from JSON or Rust; a repr must not fail on it.
            let shown = field(object, &name).map_or_else(
                |_| Ok("<out of range>".to_owned()),
                |value| value.repr().map(|text| text.to_string()),
            )?;
            Ok(format!("{name}={shown}"))
        })
        .collect::<PyResult<Vec<_>>>()?;
    Ok(format!("{class}({})", shown.join(", ")))
}

/// A copy with other values for some fields; it is checked as the constructor checks.
pub fn replace<'py>(object: &Bound<'py, PyAny>, changes: Option<&Bound<'py, PyDict>>) -> PyResult<Bound<'py, PyAny>> {
    let names = fields(object)?;
    let arguments = PyDict::new(object.py());
    for name in names.iter() {
        arguments.set_item(&name, field(object, &name.extract::<String>()?)?)?;
    }
    for (name, value) in changes.into_iter().flat_map(|changes| changes.iter()) {
        if !names.contains(&name)? {
            let known = names
                .iter()
                .map(|name| name.extract())
                .collect::<PyResult<Vec<String>>>()?
                .join(", ");
            let name: String = name.extract()?;
            return Err(wrong_type(
                &name,
                format!("{} has no field {name}: its fields are {known}", type_name(object)),
            ));
        }
        arguments.set_item(name, value)?;
    }
    object.get_type().call((), Some(&arguments))
}

/// An argument that is an object of a class of this wheel; the error names the argument.
pub fn own_arg<'a, 'py, T: PyTypeCheck>(value: &'a Bound<'py, PyAny>, argument: &str) -> PyResult<&'a Bound<'py, T>> {
    value.cast::<T>().map_err(|_| {
        let class = T::classinfo_object(value.py());
        let class = class
            .getattr("__name__")
            .map_or_else(|_| "value of this wheel".to_owned(), |name| name.to_string());
        wrong_type(
            argument,
            format!("{argument} must be a {class}, got {} {}", type_name(value), shown(value)),
        )
    })
}

/// A `bool`; the error names the argument. Other truth values are refused: they are mistakes.
pub fn flag_arg(value: &Bound<'_, PyAny>, argument: &str) -> PyResult<bool> {
    let flag = value.cast::<PyBool>();
    flag.map(|flag| flag.is_true()).map_err(|_| {
        wrong_type(
            argument,
            format!("{argument} must be True or False, got {} {}", type_name(value), shown(value)),
        )
    })
}

/// The outcome of a check as an error of the constructor's argument it names first.
pub fn checked(result: Result<(), String>) -> PyResult<()> {
    result.map_err(|message| {
        let argument = message.split([' ', '.']).next().unwrap_or_default().to_owned();
        invalid(&argument, message)
    })
}

/// Adds `__repr__`, `__replace__`, `replace`, `to_json`, `from_json`, `to_dict`, `from_dict` to a frozen `#[pyclass]` that has
/// `canonical_methods!`; `value_methods!(PyAsset { name_internal, name_exchange })` names the constructor's arguments for
/// `__match_args__`, `value_methods!(PyKind)` leaves that to PyO3 (enums with data).
#[macro_export]
macro_rules! value_methods {
    ($class:ident { $($field:ident),* $(,)? }) => {
        #[::pyo3::pymethods]
        impl $class {
            #[classattr]
            fn __match_args__(py: ::pyo3::Python<'_>) -> ::pyo3::PyResult<::pyo3::Bound<'_, ::pyo3::types::PyTuple>> {
                let names: &[&str] = &[$(stringify!($field)),*];
                ::pyo3::types::PyTuple::new(py, names)
            }
        }
        $crate::value_methods!($class);
    };
    ($class:ident) => {
        #[::pyo3::pymethods]
        impl $class {
            fn __repr__(slf: &::pyo3::Bound<'_, Self>) -> ::pyo3::PyResult<String> {
                $crate::value::repr(slf.as_any())
            }

            #[pyo3(signature = (**changes))]
            fn __replace__<'py>(
                slf: &::pyo3::Bound<'py, Self>,
                changes: Option<&::pyo3::Bound<'py, ::pyo3::types::PyDict>>,
            ) -> ::pyo3::PyResult<::pyo3::Bound<'py, Self>> {
                let made = $crate::value::replace(slf.as_any(), changes)?;
                Ok(made.cast_into::<Self>()?)
            }

            /// A copy with other values for some fields, checked as the constructor checks.
            #[pyo3(signature = (**changes))]
            fn replace<'py>(
                slf: &::pyo3::Bound<'py, Self>,
                changes: Option<&::pyo3::Bound<'py, ::pyo3::types::PyDict>>,
            ) -> ::pyo3::PyResult<::pyo3::Bound<'py, Self>> {
                Self::__replace__(slf, changes)
            }

            /// The value as JSON text, in the form that barter's Rust crates read and write.
            fn to_json(&self, py: ::pyo3::Python<'_>) -> ::pyo3::PyResult<String> {
                $crate::guard::guarded(|| $crate::canonical::Wraps::with_value(self, py, |value| $crate::json::to_json(value))?)
            }

            /// A value from the JSON text that `to_json` or barter's Rust crates write. Raises DataError for anything else.
            #[classmethod]
            #[pyo3(signature = (text: "str"))]
            fn from_json(
                cls: &::pyo3::Bound<'_, ::pyo3::types::PyType>,
                text: &::pyo3::Bound<'_, ::pyo3::PyAny>,
            ) -> ::pyo3::PyResult<Self> {
                $crate::guard::guarded(|| $crate::value::read(cls.py(), $crate::json::text_arg(text, "text")?))
            }

            /// The value as plain dicts, lists, texts and numbers: `to_json` read by `json.loads`.
            fn to_dict<'py>(&self, py: ::pyo3::Python<'py>) -> ::pyo3::PyResult<::pyo3::Bound<'py, ::pyo3::PyAny>> {
                $crate::json::json_to_py(py, &self.to_json(py)?)
            }

            /// A value from what `to_dict` gives; numbers may also be Decimal.
            #[classmethod]
            fn from_dict(
                cls: &::pyo3::Bound<'_, ::pyo3::types::PyType>,
                data: &::pyo3::Bound<'_, ::pyo3::PyAny>,
            ) -> ::pyo3::PyResult<Self> {
                $crate::guard::guarded(|| $crate::value::read(cls.py(), &$crate::json::py_to_json(data, "data")?))
            }
        }
    };
}

/// Extraction of a frozen `#[pyclass]` of this wheel with an error that names what is expected, for payloads of enums with data.
#[macro_export]
macro_rules! own_from_py {
    ($($class:ident as $argument:literal),* $(,)?) => {$(
        impl<'py> ::pyo3::FromPyObject<'_, 'py> for $class {
            type Error = ::pyo3::PyErr;
            const INPUT_TYPE: ::pyo3::inspect::PyStaticExpr = <$class as ::pyo3::PyTypeInfo>::TYPE_HINT;
            fn extract(object: ::pyo3::Borrowed<'_, 'py, ::pyo3::PyAny>) -> ::pyo3::PyResult<Self> {
                $crate::value::own_arg::<$class>(&object, $argument).map(|object| object.get().clone())
            }
        }
    )*};
}
