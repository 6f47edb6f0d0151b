//! `ctx.every(interval, f)`.

use super::instrument::Shared;
use parking_lot::Mutex;
use pyo3::prelude::*;
use std::sync::Arc;

/// A repeating timer of the run.
#[pyclass(frozen, module = "barter_engine")]
pub struct Timer {
    pub shared: Arc<Shared>,
    pub timer: u32,
    pub interval: i64,
    /// What it calls; None: `on_timer`. Let go of when the run is over: most are methods of a strategy that keeps the timer.
    callback: Mutex<Option<Py<PyAny>>>,
}

impl Timer {
    pub fn new(shared: Arc<Shared>, timer: u32, interval: i64, callback: Option<Py<PyAny>>) -> Self {
        Self {
            shared,
            timer,
            interval,
            callback: Mutex::new(callback),
        }
    }

    pub fn callback<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyAny>> {
        self.callback.lock().as_ref().map(|callback| callback.bind(py).clone())
    }

    /// Lets go of the function. Returned, so that it is dropped without the lock.
    pub fn release(&self) -> Option<Py<PyAny>> {
        self.callback.lock().take()
    }
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
