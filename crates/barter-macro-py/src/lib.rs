//! Python bindings of the crate barter-macro: the names that its derives give.
#![forbid(unsafe_code)]

mod name;

use pyo3::prelude::*;

/// Compiled part of `barter_macro`; import its names from there.
#[pymodule]
mod _macro {
    #[pymodule_export]
    use crate::name::{de_sub_kind_name, ser_sub_kind_name};
    use pyo3::{prelude::*, types::PyDict};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        barter_interop::wheel::begin(module.py(), "barter_macro")?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        // No value of this wheel crosses to another one.
        module.add("__barter_schemas__", PyDict::new(module.py()))
    }
}
