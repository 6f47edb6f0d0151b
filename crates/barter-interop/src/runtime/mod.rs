//! What a wheel with live resources stands on: one small tokio runtime, waiting that Ctrl-C ends, tasks that end with the
//! interpreter, and an error where a process was forked.
//!
//! ```ignore
//! // once, in `#[pymodule_init]`: exit and fork are noticed from here on; nothing is started
//! barter_interop::runtime::install(module.py(), "barter_data")?;
//!
//! // f(): waits detached from the interpreter, Ctrl-C works, the future is dropped if it does
//! let answer = barter_interop::runtime::block_on(py, async move { client.execute(request).await })?;
//!
//! // f_async(): an awaitable of this wheel's class `PyAwaitable(Await)`; cancelling the Python task drops the future
//! Ok(PyAwaitable(Await::future("request", async move { client.execute(request).await }, |py, answer| answer.into_py(py))))
//!
//! // in the background until it ends, is stopped, or the interpreter exits; a panic is its outcome, never a line on stderr
//! let (task, outcome) = barter_interop::runtime::spawn("heartbeat", async move { .. })?;
//! task.stop();
//!
//! // a thread or socket that is no task: entered, so that the exit hook stops it and waits for it
//! let entered = barter_interop::runtime::register(&(engine_thread as Arc<dyn Resource>));
//! ```
//!
//! Rules for code of a wheel that runs on other threads than Python's:
//! * take the interpreter only by [`attach`], which refuses when it exits and which the exit hook waits for;
//! * never while a lock is held that a Python thread may want, and never in a task of the runtime for longer than a call:
//!   events go through a [stream](crate::stream), where the reading thread converts them.

mod owned;
mod process;
mod registry;
mod task;

pub use owned::{block_on, handle};
pub use process::{Origin, SLICE, attach, install, is_exiting, parse_timeout, wait, wheel};
pub use registry::{Registration, Resource, register};
pub use task::{Outcome, Panicked, Task, catching, spawn};
