//! `ctx.every(interval, f)`.

use super::instrument::Shared;
use pyo3::prelude::*;
use std::sync::Arc;

/// A repeating timer of the run.
#[pyclass(frozen, module = "barter_engine")]
pub struct Timer {
    pub shared: Arc<Shared>,
    pub timer: u32,
    pub interval: i64,
    /// What it calls; None: `on_timer`.
    pub callback: Option<Py<PyAny>>,
}

#[pymethods]
impl Timer {
    #[getter]
    fn interval_ns(&self) -> i64 {
        self.interval
    }

    /// The timer does not go off again.
    fn cancel(&self) -> PyResult<()> {
        self.shared.access.core()?.desk.intervals[self.timer as usize] = 0;
        Ok(())
    }

    fn __repr__(&self) -> String {
        format!("Timer(number={}, interval_ns={})", self.timer, self.interval)
    }
}
