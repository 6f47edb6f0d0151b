//! The tokio runtime of this wheel: two threads, started when first used, stopped by the exit hook.

use super::process::{Origin, is_exiting, wait, wheel};
use crate::errors::{internal, state_error};
use parking_lot::Mutex;
use pyo3::prelude::*;
use std::{pin::pin, sync::OnceLock, time::Duration};
use tokio::runtime::{Builder, Handle, Runtime};

const THREADS: usize = 2;

static HANDLE: OnceLock<(Origin, Handle)> = OnceLock::new();
/// Taken by the exit hook. In a forked child it is left as it is: dropping it would wait for threads that are not there.
static RUNTIME: Mutex<Option<Runtime>> = Mutex::new(None);

/// Handle of the runtime; starts it if it does not run.
pub fn handle() -> PyResult<Handle> {
    if let Some((origin, handle)) = HANDLE.get() {
        origin.check("the runtime of this wheel")?;
        return usable(handle);
    }
    let name = format!("{}-rt", wheel()?.trim_start_matches("barter_"));
    let runtime = Builder::new_multi_thread()
        .worker_threads(THREADS)
        .thread_name(name)
        .enable_all()
        .build()
        .map_err(|error| internal(format!("the runtime's threads could not be started: {error}")))?;
    // Another thread may have been quicker; its runtime stays, and this one has no tasks to wait for.
    if HANDLE.set((Origin::here(), runtime.handle().clone())).is_ok() {
        *RUNTIME.lock() = Some(runtime);
    } else {
        runtime.shutdown_background();
    }
    HANDLE.get().map_or_else(
        || Err(internal("internal error: the runtime that was started is gone")),
        |(_, handle)| usable(handle),
    )
}

fn usable(handle: &Handle) -> PyResult<Handle> {
    if is_exiting() {
        return Err(state_error("exiting", "the interpreter is exiting: nothing is started any more"));
    }
    Ok(handle.clone())
}

/// Stops the runtime; tasks that do not end in time are left to the end of the process.
pub(super) fn stop(within: Duration) {
    let runtime = if HANDLE.get().is_some_and(|(origin, _)| origin.is_here()) {
        RUNTIME.lock().take()
    } else {
        None
    };
    if let Some(runtime) = runtime {
        runtime.shutdown_timeout(within);
    }
}

/// Runs a future to its end on this thread, with the runtime's timers and sockets; detached from the interpreter, and looking at signals every
/// [`SLICE`](super::SLICE). On Ctrl-C the future is dropped.
pub fn block_on<F>(py: Python<'_>, future: F) -> PyResult<F::Output>
where
    F: Future + Send,
    F::Output: Send,
{
    let handle = handle()?;
    if Handle::try_current().is_ok() {
        return Err(state_error(
            "worker_thread",
            "this call waits, and was made from one of barter's own worker threads, which must not wait: use its _async form, or call it \
             from another thread",
        ));
    }
    let mut future = pin!(future);
    let came = wait(py, None, |up_to| {
        handle.block_on(async { tokio::time::timeout(up_to, future.as_mut()).await.ok() })
    })?;
    came.ok_or_else(|| internal("internal error: a wait without a timeout timed out"))
}
