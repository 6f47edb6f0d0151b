//! Rust's `tracing` in Python's `logging`, under the wheel's name.
//!
//! ```ignore
//! // once, in `#[pymodule_init]`, after `runtime::install`
//! barter_interop::logs::install(module.py())?;
//! // where a long operation starts that logs without waiting (waits and tasks do it themselves)
//! barter_interop::logs::refresh(py);
//! ```
//!
//! An event of `barter_data::streams::consumer` in the wheel `barter_data` is a record of the logger `barter_data.streams.consumer`; one of
//! another crate, `barter_integration::socket`, of `barter_data.barter_integration.socket`. Fields stand behind the message; a record's
//! attributes `event` and `fields` have the two apart, and its `target` is the Rust path.
//!
//! The thread that logs never takes the interpreter: it puts a record into a bounded queue, and the wheel's logging thread hands over what
//! is there. Where the queue is full, records are dropped and counted, and the count is logged.
//!
//! What is enabled is Python's to say. The levels of the wheel's loggers are read when the wheel is imported, when a task or a wait
//! starts, while one waits, and while records are handed over, at most every 200 ms: that late can a lower level take effect. A higher one
//! takes effect at once, because a logger is asked again for each record. Without any handler (the wheel's own does nothing) events cost as
//! much as without logging: they are compared to one number.

mod delivery;
mod layer;
mod levels;

pub use delivery::dropped;
pub(crate) use delivery::hand_over_rest;
pub use levels::{refresh, refresh_if_stale};

use crate::{errors::internal, runtime::wheel};
use pyo3::{intern, prelude::*};
use tracing_subscriber::layer::SubscriberExt;

/// Sends this module's `tracing` events to Python's `logging`.
pub fn install(py: Python<'_>) -> PyResult<()> {
    let wheel = wheel()?;
    let logging = py.import(intern!(py, "logging"))?;
    // Python prints warnings of loggers that have no handler; a library has one that does nothing.
    let nothing = logging.call_method0(intern!(py, "NullHandler"))?;
    logging
        .call_method1(intern!(py, "getLogger"), (wheel,))?
        .call_method1(intern!(py, "addHandler"), (nothing,))?;
    let subscriber = tracing_subscriber::registry().with(layer::PythonLayer);
    tracing::subscriber::set_global_default(subscriber)
        .map_err(|_| internal("internal error: another tracing subscriber was installed in this module"))?;
    refresh(py);
    Ok(())
}
