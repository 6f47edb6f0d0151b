//! Which wheel this copy of the crate is linked into, and what it needs of the wheel that owns the errors.

use crate::{errors::CLASSES, guard::install_silent_panic_hook};
use pyo3::{exceptions::PyImportError, prelude::*};
use std::sync::OnceLock;

static NAME: OnceLock<&str> = OnceLock::new();

/// Call it first in `#[pymodule_init]`: names the wheel for messages, keeps panics silent, and finds out now whether the errors are
/// there, not when one is raised.
pub fn begin(py: Python<'_>, name: &'static str) -> PyResult<()> {
    NAME.get_or_init(|| name);
    install_silent_panic_hook();
    let errors = py.import("barter_instrument.errors")?;
    for class in CLASSES {
        require_attribute(errors.as_any(), "barter_instrument", "errors", class)?;
    }
    Ok(())
}

/// Import name and release of this wheel.
pub(crate) fn this_wheel() -> String {
    format!("{} {}", NAME.get().unwrap_or(&"this wheel"), env!("CARGO_PKG_VERSION"))
}

/// Import name and release of another wheel, as it is installed.
pub(crate) fn installed(py: Python<'_>, module: &str) -> String {
    let version = py
        .import(module)
        .and_then(|module| module.getattr("__version__"))
        .and_then(|version| version.extract::<String>());
    format!("{module} {}", version.unwrap_or_else(|_| "of unknown version".to_owned()))
}

/// An `ImportError` for a mix of releases: what is wrong, and the command that repairs it.
pub(crate) fn mixed(wrong: impl std::fmt::Display) -> PyErr {
    let version = env!("CARGO_PKG_VERSION");
    PyImportError::new_err(format!(
        "{wrong}: wheels of different releases are mixed. Install wheels of one release: pip install 'barter=={version}'"
    ))
}

/// An attribute that every release of the owner has that goes with this wheel.
pub(crate) fn require_attribute<'py>(owner: &Bound<'py, PyAny>, module: &str, path: &str, name: &str) -> PyResult<Bound<'py, PyAny>> {
    owner.getattr(name).map_err(|_| {
        let path = if path.is_empty() {
            module.to_owned()
        } else {
            format!("{module}.{path}")
        };
        mixed(format!(
            "{path} has no {name}, which {} needs ({} is installed)",
            this_wheel(),
            installed(owner.py(), module)
        ))
    })
}
