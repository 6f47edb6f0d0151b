//! The coroutine: polls its source, and waits on an asyncio future between polls.

use super::wake::{Waiter, finish};
use crate::{errors::timed_out, guard::guarded};
use parking_lot::Mutex;
use pyo3::{
    PyTraverseError, PyVisit,
    exceptions::{PyRuntimeError, PyStopIteration},
    intern,
    prelude::*,
    sync::PyOnceLock,
    types::PyIterator,
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// Where an [`Await`] takes its value from. No method is called with a lock of the awaitable held.
pub trait Source: Send + Sync {
    /// The value if it is there; taking it is final.
    fn take(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>>;
    /// Keeps the waiter until something comes, or returns false: there is something already.
    fn listen(&self, waiter: Waiter) -> bool;
    /// The waiter waits no more.
    fn forget(&self, id: u64);
    /// Nobody will await this any more, and no value was taken.
    fn abandon(&self) {}
    /// What the timeout ends with.
    fn timed_out(&self, _: Python<'_>, after: Duration) -> PyResult<Py<PyAny>> {
        Err(timed_out("timed_out", format!("nothing came within {} s", after.as_secs_f64())))
    }
}

struct Value(Mutex<Option<Py<PyAny>>>);

impl Source for Value {
    fn take(&self, _: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        Ok(self.0.lock().take())
    }

    fn listen(&self, _: Waiter) -> bool {
        false
    }

    fn forget(&self, _: u64) {}
}

struct Waiting {
    id: u64,
    /// Of the asyncio future.
    iterator: Py<PyIterator>,
    /// Of the timeout.
    timer: Option<Py<PyAny>>,
}

enum Progress {
    Fresh,
    Waiting(Waiting),
    /// A thread is inside `step`.
    Running,
    Finished,
}

/// A coroutine: `await` it once, give it to `asyncio.create_task` or `asyncio.wait_for`.
pub struct Await {
    source: Arc<dyn Source>,
    /// Python object that owns the source.
    owner: Option<Py<PyAny>>,
    timeout: Option<Duration>,
    deadline: Mutex<Option<Instant>>,
    progress: Mutex<Progress>,
}

fn running_loop(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    static GET: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    GET.import(py, "asyncio", "get_running_loop")?.call0()
}

impl Await {
    pub fn new(source: Arc<dyn Source>, owner: Option<Py<PyAny>>, timeout: Option<Duration>) -> Self {
        Self {
            source,
            owner,
            timeout,
            deadline: Mutex::new(None),
            progress: Mutex::new(Progress::Fresh),
        }
    }

    /// An awaitable whose value is there.
    pub fn ready(value: Py<PyAny>) -> Self {
        Self::new(Arc::new(Value(Mutex::new(Some(value)))), None, None)
    }

    /// `send(None)`: the future to wait for, or `StopIteration` with the value.
    pub fn step(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        guarded(|| {
            let before = std::mem::replace(&mut *self.progress.lock(), Progress::Running);
            let outcome = match before {
                Progress::Fresh => self.advance(py, None),
                Progress::Waiting(waiting) => self.advance(py, Some(waiting)),
                Progress::Running => return Err(PyRuntimeError::new_err("coroutine is being awaited already")),
                Progress::Finished => {
                    *self.progress.lock() = Progress::Finished;
                    return Err(PyRuntimeError::new_err("cannot reuse already awaited coroutine"));
                }
            };
            match outcome {
                Ok((waiting, future)) => {
                    *self.progress.lock() = Progress::Waiting(waiting);
                    Ok(future)
                }
                Err(end) => {
                    *self.progress.lock() = Progress::Finished;
                    Err(end)
                }
            }
        })
    }

    fn advance(&self, py: Python<'_>, mut waiting: Option<Waiting>) -> PyResult<(Waiting, Py<PyAny>)> {
        loop {
            if let Some(waits) = waiting.take() {
                match waits.iterator.bind(py).clone().next() {
                    Some(Ok(future)) => return Ok((waits, future.unbind())),
                    Some(Err(error)) => {
                        self.leave(py, &waits);
                        self.source.abandon();
                        return Err(error);
                    }
                    // Woken: by the source, which has let go of the waiter, or by the timer.
                    None => self.leave(py, &waits),
                }
            }
            if let Some(value) = self.source.take(py)? {
                return Err(PyStopIteration::new_err((value,)));
            }
            if let Some(after) = self.timeout {
                // A timeout beyond what the clock can say never comes.
                let now = Instant::now();
                let mut deadline = self.deadline.lock();
                if deadline.is_none() {
                    *deadline = now.checked_add(after);
                }
                let passed = deadline.is_some_and(|deadline| deadline <= now);
                drop(deadline);
                if passed {
                    self.source.abandon();
                    return Err(PyStopIteration::new_err((self.source.timed_out(py, after)?,)));
                }
            }
            waiting = self.wait(py)?;
        }
    }

    /// Leaves a waiter with the source; `None` if something came in between.
    fn wait(&self, py: Python<'_>) -> PyResult<Option<Waiting>> {
        crate::logs::refresh_if_stale(py);
        let event_loop = running_loop(py)?;
        let (waiter, future) = Waiter::new(&event_loop)?;
        let id = waiter.id();
        let iterator = future.call_method0(intern!(py, "__await__"))?.try_iter()?.unbind();
        if !self.source.listen(waiter) {
            return Ok(None);
        }
        let deadline = *self.deadline.lock();
        let timer = deadline
            .map(|deadline| {
                let seconds = deadline.saturating_duration_since(Instant::now()).as_secs_f64();
                event_loop.call_method1(intern!(py, "call_later"), (seconds, finish(py)?, future))
            })
            .transpose();
        match timer {
            Ok(timer) => Ok(Some(Waiting {
                id,
                iterator,
                timer: timer.map(Bound::unbind),
            })),
            Err(error) => {
                self.source.forget(id);
                Err(error)
            }
        }
    }

    fn leave(&self, py: Python<'_>, waits: &Waiting) {
        self.source.forget(waits.id);
        if let Some(timer) = &waits.timer
            && let Err(error) = timer.call_method0(py, intern!(py, "cancel"))
        {
            error.write_unraisable(py, None);
        }
    }

    /// `throw(error)`: how asyncio cancels. Nothing was taken, so nothing is lost.
    pub fn throw(&self, py: Python<'_>, error: PyErr) -> PyErr {
        self.close(py);
        error
    }

    /// `close()`.
    pub fn close(&self, py: Python<'_>) {
        let before = std::mem::replace(&mut *self.progress.lock(), Progress::Finished);
        match before {
            Progress::Finished | Progress::Running => {}
            Progress::Fresh => self.source.abandon(),
            Progress::Waiting(waits) => {
                self.leave(py, &waits);
                self.source.abandon();
            }
        }
    }

    pub fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.owner)?;
        if let Some(progress) = self.progress.try_lock()
            && let Progress::Waiting(waits) = &*progress
        {
            visit.call(&waits.iterator)?;
            visit.call(&waits.timer)?;
        }
        Ok(())
    }

    pub fn clear(&self) {
        let before = std::mem::replace(&mut *self.progress.lock(), Progress::Finished);
        if let Progress::Waiting(waits) = before {
            self.source.forget(waits.id);
            self.source.abandon();
        }
    }
}

impl Drop for Await {
    fn drop(&mut self) {
        match self.progress.get_mut() {
            Progress::Finished => {}
            Progress::Waiting(waits) => {
                self.source.forget(waits.id);
                self.source.abandon();
            }
            Progress::Fresh | Progress::Running => self.source.abandon(),
        }
    }
}
