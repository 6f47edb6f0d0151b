//! What the value classes of this module have in common.

use pyo3::{
    prelude::*,
    types::{PyTuple, PyType},
};

/// Class and arguments of its constructor, times as nanoseconds, for pickle and copy.
pub fn reduce<'py>(object: &Bound<'py, PyAny>, fields: &[&str]) -> PyResult<(Bound<'py, PyType>, Bound<'py, PyTuple>)> {
    let arguments = fields
        .iter()
        .map(|name| object.getattr(format!("{name}_ns")).or_else(|_| object.getattr(*name)))
        .collect::<PyResult<Vec<_>>>()?;
    Ok((object.get_type(), PyTuple::new(object.py(), arguments)?))
}

/// Adds `__match_args__`, `__repr__`, `__replace__`, `replace` and pickle to a frozen class with getters of these names.
macro_rules! record_methods {
    ($class:ident { $($field:ident),+ $(,)? }) => {
        #[::pyo3::pymethods]
        impl $class {
            #[classattr]
            fn __match_args__(py: ::pyo3::Python<'_>) -> ::pyo3::PyResult<::pyo3::Bound<'_, ::pyo3::types::PyTuple>> {
                ::pyo3::types::PyTuple::new(py, [$(stringify!($field)),+])
            }

            fn __repr__(slf: &::pyo3::Bound<'_, Self>) -> ::pyo3::PyResult<String> {
                ::barter_interop::value::repr(slf.as_any())
            }

            #[pyo3(signature = (**changes))]
            fn __replace__<'py>(
                slf: &::pyo3::Bound<'py, Self>,
                changes: Option<&::pyo3::Bound<'py, ::pyo3::types::PyDict>>,
            ) -> ::pyo3::PyResult<::pyo3::Bound<'py, Self>> {
                Ok(::barter_interop::value::replace(slf.as_any(), changes)?.cast_into::<Self>()?)
            }

            /// A copy with other values for some fields, checked as the constructor checks.
            #[pyo3(signature = (**changes))]
            fn replace<'py>(
                slf: &::pyo3::Bound<'py, Self>,
                changes: Option<&::pyo3::Bound<'py, ::pyo3::types::PyDict>>,
            ) -> ::pyo3::PyResult<::pyo3::Bound<'py, Self>> {
                Self::__replace__(slf, changes)
            }

            fn __reduce__<'py>(
                slf: &::pyo3::Bound<'py, Self>,
            ) -> ::pyo3::PyResult<(::pyo3::Bound<'py, ::pyo3::types::PyType>, ::pyo3::Bound<'py, ::pyo3::types::PyTuple>)> {
                $crate::statistic::value::reduce(slf.as_any(), &[$(stringify!($field)),+])
            }
        }
    };
}
pub(crate) use record_methods;
