//! One-shot operations: a Rust future that Python awaits.

use super::{
    coroutine::{Await, Source},
    wake::{Waiter, wake},
};
use crate::{
    errors::{internal, state_error},
    runtime::{Origin, Panicked, Task, spawn},
};
use parking_lot::Mutex;
use pyo3::prelude::*;
use std::{pin::Pin, sync::Arc};

type Convert<T> = Box<dyn FnOnce(Python<'_>, T) -> PyResult<Py<PyAny>> + Send>;
type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

enum Stage<T> {
    /// Nothing has been awaited, nothing runs.
    Fresh(Boxed<T>),
    Running(Task),
    Done(Result<T, Panicked>),
    Over,
}

struct State<T> {
    stage: Stage<T>,
    waiter: Option<Waiter>,
}

struct Operation<T> {
    name: String,
    origin: Origin,
    state: Arc<Mutex<State<T>>>,
    convert: Mutex<Option<Convert<T>>>,
}

impl Await {
    /// Awaits a Rust future on the wheel's runtime. It starts with the first await, as an `async def` does; when the Python task is
    /// cancelled, it is dropped. `convert` runs in the awaiting task.
    pub fn future<T: Send + 'static>(
        name: impl Into<String>,
        future: impl Future<Output = T> + Send + 'static,
        convert: impl FnOnce(Python<'_>, T) -> PyResult<Py<PyAny>> + Send + 'static,
    ) -> Self {
        let operation = Operation {
            name: name.into(),
            origin: Origin::here(),
            state: Arc::new(Mutex::new(State {
                stage: Stage::Fresh(Box::pin(future)),
                waiter: None,
            })),
            convert: Mutex::new(Some(Box::new(convert))),
        };
        Self::new(Arc::new(operation), None, None)
    }
}

impl<T: Send + 'static> Operation<T> {
    fn start(&self, future: Boxed<T>) -> PyResult<()> {
        let state = Arc::clone(&self.state);
        // The task's end waits for this lock, so `Running` never overwrites `Done`.
        let mut current = self.state.lock();
        let (task, _) = spawn(self.name.clone(), async move {
            let outcome = crate::runtime::catching(future).await;
            let waiter = {
                let mut state = state.lock();
                if matches!(state.stage, Stage::Over) {
                    return;
                }
                state.stage = Stage::Done(outcome);
                state.waiter.take()
            };
            wake(waiter.into_iter().collect());
        })?;
        current.stage = Stage::Running(task);
        Ok(())
    }
}

impl<T: Send + 'static> Source for Operation<T> {
    fn take(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        self.origin.check(&self.name)?;
        let mut state = self.state.lock();
        let stage = match &state.stage {
            Stage::Running(_) => return Ok(None),
            _ => std::mem::replace(&mut state.stage, Stage::Over),
        };
        drop(state);
        match stage {
            Stage::Fresh(future) => self.start(future).map(|()| None),
            Stage::Done(Ok(value)) => {
                let convert = self.convert.lock().take();
                convert
                    .ok_or_else(|| internal("internal error: an operation ended twice"))
                    .and_then(|convert| convert(py, value))
                    .map(Some)
            }
            Stage::Done(Err(Panicked(message))) => Err(internal(message)),
            Stage::Running(_) | Stage::Over => Err(state_error("stopped", format!("{} was stopped", self.name))),
        }
    }

    fn listen(&self, waiter: Waiter) -> bool {
        let mut state = self.state.lock();
        if matches!(state.stage, Stage::Running(_)) {
            state.waiter = Some(waiter);
            true
        } else {
            false
        }
    }

    fn forget(&self, id: u64) {
        if !self.origin.is_here() {
            return;
        }
        let mut state = self.state.lock();
        let forgotten = if state.waiter.as_ref().is_some_and(|waiter| waiter.id() == id) {
            state.waiter.take()
        } else {
            None
        };
        drop(state);
        drop(forgotten);
    }

    fn abandon(&self) {
        if !self.origin.is_here() {
            return;
        }
        let stage = std::mem::replace(&mut self.state.lock().stage, Stage::Over);
        if let Stage::Running(task) = stage {
            task.stop();
        }
    }
}
