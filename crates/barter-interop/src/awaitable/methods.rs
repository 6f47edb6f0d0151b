//! Python methods of a wheel's awaitable class.

use pyo3::{exceptions::PyBaseException, prelude::*, types::PyType};

/// Gives a `#[pyclass(frozen)] struct Class(Await)` the methods of a coroutine.
#[macro_export]
macro_rules! awaitable_methods {
    ($class:ident) => {
        #[::pyo3::pymethods]
        impl $class {
            fn __await__<'py>(slf: ::pyo3::PyRef<'py, Self>) -> ::pyo3::PyRef<'py, Self> {
                slf
            }

            fn __iter__<'py>(slf: ::pyo3::PyRef<'py, Self>) -> ::pyo3::PyRef<'py, Self> {
                slf
            }

            fn __next__(&self, py: ::pyo3::Python<'_>) -> ::pyo3::PyResult<::pyo3::Py<::pyo3::PyAny>> {
                self.0.step(py)
            }

            /// Runs to the next wait; asyncio calls it.
            #[pyo3(signature = (value, /))]
            fn send(
                &self,
                py: ::pyo3::Python<'_>,
                value: &::pyo3::Bound<'_, ::pyo3::PyAny>,
            ) -> ::pyo3::PyResult<::pyo3::Py<::pyo3::PyAny>> {
                let _ = value;
                self.0.step(py)
            }

            /// Ends the wait with an exception; asyncio calls it to cancel.
            #[pyo3(signature = (kind, value = None, traceback = None, /))]
            fn throw(
                &self,
                py: ::pyo3::Python<'_>,
                kind: &::pyo3::Bound<'_, ::pyo3::PyAny>,
                value: Option<&::pyo3::Bound<'_, ::pyo3::PyAny>>,
                traceback: Option<&::pyo3::Bound<'_, ::pyo3::PyAny>>,
            ) -> ::pyo3::PyResult<::pyo3::Py<::pyo3::PyAny>> {
                let _ = traceback;
                Err(self.0.throw(py, $crate::awaitable::thrown(kind, value)?))
            }

            /// Ends the wait.
            fn close(&self, py: ::pyo3::Python<'_>) {
                self.0.close(py);
            }

            fn __traverse__(&self, visit: ::pyo3::PyVisit<'_>) -> Result<(), ::pyo3::PyTraverseError> {
                self.0.traverse(&visit)
            }

            fn __clear__(&self) {
                self.0.clear();
            }
        }
    };
}

/// The exception that `throw(kind, value)` means.
#[doc(hidden)]
pub fn thrown(kind: &Bound<'_, PyAny>, value: Option<&Bound<'_, PyAny>>) -> PyResult<PyErr> {
    if let Ok(class) = kind.cast::<PyType>() {
        return match value {
            Some(value) if value.is_instance(class)? => Ok(PyErr::from_value(value.clone())),
            Some(value) if !value.is_none() => Ok(PyErr::from_value(class.call1((value,))?)),
            _ => Ok(PyErr::from_value(class.call0()?)),
        };
    }
    kind.cast::<PyBaseException>()
        .map(|error| PyErr::from_value(error.clone().into_any()))
        .map_err(Into::into)
}
