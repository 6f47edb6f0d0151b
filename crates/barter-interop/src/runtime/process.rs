//! The wheel's life in its process: its name, exit, fork, and how its threads wait for and take the interpreter.

use crate::{
    errors::{WrongTypeError, internal, invalid, shown, state_error, type_name, wrong_type},
    time::duration_ns_arg,
};
use pyo3::{
    exceptions::PySystemExit,
    intern,
    prelude::*,
    types::{PyBool, PyCFunction, PyDict, PyFloat, PyInt, PyTuple},
};
use std::{
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::SeqCst},
    },
    thread::{self, ThreadId},
    time::{Duration, Instant},
};

/// Longest wait without a look at signals and at the interpreter's exit.
pub const SLICE: Duration = Duration::from_millis(100);

/// Longest time that the exit hook takes.
const EXIT_WITHIN: Duration = Duration::from_secs(3);

static WHEEL: OnceLock<&'static str> = OnceLock::new();
/// Forks between the first process that imported the wheel and this one.
static FORKS: AtomicU64 = AtomicU64::new(0);
static EXITING: AtomicBool = AtomicBool::new(false);
static EXIT_THREAD: OnceLock<ThreadId> = OnceLock::new();
/// Threads that hold the interpreter, or will take it again, inside Rust code of this wheel.
static BUSY: AtomicUsize = AtomicUsize::new(0);

/// Registers the hooks for exit and fork. Call it from `#[pymodule_init]`; Python runs exit hooks last registered first, so a wheel
/// stops before the wheels that it imported.
pub fn install(py: Python<'_>, wheel: &'static str) -> PyResult<()> {
    if WHEEL.set(wheel).is_err() {
        return Ok(());
    }
    let stop = |_: &Bound<'_, PyTuple>, _: Option<&Bound<'_, PyDict>>| crate::guard::guarded(exit);
    let stop = PyCFunction::new_closure(py, Some(c"stop"), None, stop)?;
    py.import(intern!(py, "atexit"))?.call_method1(intern!(py, "register"), (stop,))?;
    let os = py.import(intern!(py, "os"))?;
    // Where there is no fork, there is no way to ask for it.
    if let Some(register) = os.getattr_opt(intern!(py, "register_at_fork"))? {
        let forked = |_: &Bound<'_, PyTuple>, _: Option<&Bound<'_, PyDict>>| {
            FORKS.fetch_add(1, SeqCst);
            // Threads that were busy are not here.
            BUSY.store(0, SeqCst);
        };
        let keywords = PyDict::new(py);
        let forked = PyCFunction::new_closure(py, Some(c"forked"), None, forked)?;
        keywords.set_item(intern!(py, "after_in_child"), forked)?;
        register.call((), Some(&keywords))?;
    }
    Ok(())
}

/// Import name of the wheel; an error if it never called [`install`].
pub fn wheel() -> PyResult<&'static str> {
    WHEEL
        .get()
        .copied()
        .ok_or_else(|| internal("internal error: this module did not install its runtime when it was imported"))
}

/// The exit hook.
fn exit() -> PyResult<()> {
    let _ = EXIT_THREAD.set(thread::current().id());
    EXITING.store(true, SeqCst);
    let deadline = Instant::now() + EXIT_WITHIN;
    Python::attach(|py| {
        py.detach(|| {
            super::registry::stop_all(deadline);
            while BUSY.load(SeqCst) > 0 && Instant::now() < deadline {
                thread::sleep(Duration::from_millis(1));
            }
            super::owned::stop(deadline.saturating_duration_since(Instant::now()));
        });
        crate::logs::hand_over_rest(py, deadline);
    });
    Ok(())
}

/// Whether the exit hook has run: nothing is started any more.
pub fn is_exiting() -> bool {
    EXITING.load(SeqCst)
}

/// The process in which something was made. Threads, sockets and locks do not survive a fork, so neither does what owns them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Origin(u64);

impl Origin {
    pub fn here() -> Self {
        Self(FORKS.load(SeqCst))
    }

    /// Whether this is the process in which it was made.
    pub fn is_here(self) -> bool {
        self.0 == FORKS.load(SeqCst)
    }

    /// An error in a child process. Ask before any lock is taken: another thread may have held it when the process forked.
    pub fn check(self, what: &str) -> PyResult<()> {
        if self.is_here() {
            return Ok(());
        }
        Err(state_error(
            "forked",
            format!(
                "{what} was created before fork: its threads and sockets stayed in the parent process. Create it in the child, or start \
                 processes with multiprocessing.get_context(\"spawn\")"
            ),
        ))
    }
}

struct Busy(Origin);

impl Busy {
    fn enter() -> Self {
        BUSY.fetch_add(1, SeqCst);
        Self(Origin::here())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        if self.0.is_here() {
            BUSY.fetch_sub(1, SeqCst);
        }
    }
}

/// Takes the interpreter in a thread of this wheel; `None` when it exits or is gone. The exit hook waits for `f`, so `f` is short.
pub fn attach<R>(f: impl FnOnce(Python<'_>) -> R) -> Option<R> {
    let _busy = Busy::enter();
    if is_exiting() { None } else { Python::try_attach(f) }
}

/// What a wait ends with when the interpreter exits.
fn exiting() -> PyErr {
    if EXIT_THREAD.get() == Some(&thread::current().id()) {
        state_error(
            "exiting",
            "the interpreter is exiting: streams and tasks were stopped, and there is nothing to wait for",
        )
    } else {
        // Ends a daemon thread silently, with its `finally` blocks.
        PySystemExit::new_err(())
    }
}

/// Waits in slices, detached from the interpreter: `slice(up_to)` waits that long at most and gives what came, or `None`.
///
/// `Ok(None)` when the timeout has passed. Signals are looked at between slices, so Ctrl-C raises `KeyboardInterrupt`; nothing that came is
/// lost by it.
pub fn wait<R: Send>(
    py: Python<'_>,
    timeout: Option<Duration>,
    mut slice: impl FnMut(Duration) -> Option<R> + Send,
) -> PyResult<Option<R>> {
    let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    let _busy = Busy::enter();
    loop {
        if is_exiting() {
            return Err(exiting());
        }
        crate::logs::refresh_if_stale(py);
        let left = deadline.map_or(SLICE, |deadline| deadline.saturating_duration_since(Instant::now()));
        if let Some(came) = py.detach(|| slice(left.min(SLICE))) {
            return Ok(Some(came));
        }
        py.check_signals()?;
        if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
            return Ok(None);
        }
    }
}

/// A timeout as given by the user: None, seconds as everywhere in Python's library, or a duration (`timedelta`, text such as '5ms').
pub fn parse_timeout(value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Duration>> {
    let Some(value) = value else { return Ok(None) };
    let is_number = (value.is_instance_of::<PyInt>() || value.is_instance_of::<PyFloat>()) && !value.is_instance_of::<PyBool>();
    if is_number {
        let seconds: f64 = value.extract()?;
        return Duration::try_from_secs_f64(seconds).map(Some).map_err(|_| {
            invalid(
                "timeout",
                format!("timeout must be seconds >= 0, or None to wait forever, got {}", shown(value)),
            )
        });
    }
    let nanoseconds = duration_ns_arg(value, "timeout").map_err(|error| {
        // Only the list of what is accepted differs.
        if !error.is_instance_of::<WrongTypeError>(value.py()) {
            return error;
        }
        wrong_type(
            "timeout",
            format!(
                "timeout must be seconds, a timedelta, text such as '5ms' or None, got {} {}",
                type_name(value),
                shown(value)
            ),
        )
    })?;
    u64::try_from(nanoseconds)
        .map(|nanoseconds| Some(Duration::from_nanos(nanoseconds)))
        .map_err(|_| invalid("timeout", format!("timeout must not be negative, got {}", shown(value))))
}
