//! Background tasks on the wheel's runtime.

use super::{
    owned,
    process::{Origin, attach, wait},
    registry::{Registration, Resource, register},
};
use crate::guard::caught;
use parking_lot::{Condvar, Mutex};
use pyo3::prelude::*;
use std::{
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::Duration,
};
use tokio::{
    sync::{Notify, oneshot},
    task::AbortHandle,
};

/// A panic that was caught: what to tell the user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Panicked(pub String);

/// The future with its panics as values.
pub async fn catching<F: Future>(future: F) -> Result<F::Output, Panicked> {
    let mut future = Box::pin(future);
    poll_fn(move |context| {
        let future: Pin<&mut F> = future.as_mut();
        match catch_unwind(AssertUnwindSafe(|| future.poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(payload) => Poll::Ready(Err(Panicked(caught(payload.as_ref())))),
        }
    })
    .await
}

struct Shared {
    name: String,
    origin: Origin,
    abort: Mutex<Option<AbortHandle>>,
    finished: Mutex<bool>,
    ended: Condvar,
    ended_async: Notify,
}

impl Resource for Shared {
    fn stop(&self) {
        if let Some(abort) = self.abort.lock().as_ref() {
            abort.abort();
        }
    }

    fn is_finished(&self) -> bool {
        *self.finished.lock()
    }
}

/// Marks the end of the task's life: it is dropped with the future, whether that ended, panicked or was aborted.
struct Ending {
    shared: Arc<Shared>,
    _registration: Registration,
}

impl Drop for Ending {
    fn drop(&mut self) {
        *self.shared.finished.lock() = true;
        self.shared.ended.notify_all();
        self.shared.ended_async.notify_waiters();
    }
}

/// A task of this wheel's runtime. Dropping it does not stop the task; the exit of the interpreter does.
#[derive(Clone)]
pub struct Task {
    shared: Arc<Shared>,
}

/// Where a task's outcome comes; an error there if the task was stopped.
pub type Outcome<T> = oneshot::Receiver<Result<T, Panicked>>;

/// Starts a task.
pub fn spawn<F>(name: impl Into<String>, future: F) -> PyResult<(Task, Outcome<F::Output>)>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let handle = owned::handle()?;
    attach(crate::logs::refresh_if_stale);
    let shared = Arc::new(Shared {
        name: name.into(),
        origin: Origin::here(),
        abort: Mutex::new(None),
        finished: Mutex::new(false),
        ended: Condvar::new(),
        ended_async: Notify::new(),
    });
    let resource: Arc<dyn Resource> = shared.clone();
    let ending = Ending {
        shared: shared.clone(),
        _registration: register(&resource),
    };
    let (sender, receiver) = oneshot::channel();
    // Held until the handle is stored: a stop in between would find nothing to stop.
    let mut abort = shared.abort.lock();
    let running = handle.spawn(async move {
        let _ending = ending;
        // Nobody may want the outcome.
        let _ = sender.send(catching(future).await);
    });
    *abort = Some(running.abort_handle());
    drop(abort);
    Ok((Task { shared }, receiver))
}

impl Task {
    pub fn name(&self) -> &str {
        &self.shared.name
    }

    /// Asks the task to end at its next await; does not wait.
    pub fn stop(&self) {
        if self.shared.origin.is_here() {
            self.shared.stop();
        }
    }

    pub fn is_finished(&self) -> bool {
        !self.shared.origin.is_here() || self.shared.is_finished()
    }

    /// Waits for the task's end in a future of the runtime; stops it when it has not come in time.
    pub async fn ended(&self, timeout: Duration) {
        let ended = async {
            let mut notified = pin!(self.shared.ended_async.notified());
            // From here on no notification is missed.
            notified.as_mut().enable();
            if !self.shared.is_finished() {
                notified.await;
            }
        };
        if tokio::time::timeout(timeout, ended).await.is_err() {
            self.stop();
        }
    }

    /// Waits for the task's end; whether it came in time.
    pub fn join(&self, py: Python<'_>, timeout: Duration) -> PyResult<bool> {
        self.shared.origin.check(&self.shared.name)?;
        let ended = wait(py, Some(timeout), |up_to| {
            let mut finished = self.shared.finished.lock();
            if !*finished {
                self.shared.ended.wait_for(&mut finished, up_to);
            }
            finished.then_some(())
        })?;
        Ok(ended.is_some())
    }
}

impl std::fmt::Debug for Task {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Task")
            .field("name", &self.shared.name)
            .field("is_finished", &self.is_finished())
            .finish()
    }
}
