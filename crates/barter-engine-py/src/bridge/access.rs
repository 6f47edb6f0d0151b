//! The way from Python objects into a run: only while it is under way, and only from its own thread.

use barter_driver::{Cell, Core, DeskError};
use barter_interop::errors::{InvalidArgumentError, StateError, raise, state_error};
use parking_lot::MutexGuard;
use pyo3::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

static NEXT: AtomicU64 = AtomicU64::new(1);

thread_local! {
    static THREAD: u64 = NEXT.fetch_add(1, Ordering::Relaxed);
}

/// The cell of a run and the thread it runs on.
#[derive(Debug, Clone)]
pub struct Access {
    cell: Cell,
    thread: u64,
}

impl Access {
    /// Access for the calling thread.
    pub fn new(cell: Cell) -> Self {
        Self {
            cell,
            thread: THREAD.with(|thread| *thread),
        }
    }

    /// The run, as long as it is under way.
    #[inline]
    pub fn core(&self) -> PyResult<MutexGuard<'_, Core>> {
        if THREAD.with(|thread| *thread) != self.thread {
            return Err(state_error(
                "other_thread",
                "ctx and what it gives may be used only from the thread of the run; pass plain values to other threads",
            ));
        }
        let core = self.cell.try_lock().ok_or_else(|| {
            state_error(
                "engine_busy",
                "the engine is processing an event; ctx may be used only inside hooks, risk checks and timers",
            )
        })?;
        if core.live { Ok(core) } else { Err(run_over()) }
    }

    /// Whether the run is under way and this is its thread.
    pub fn check(&self) -> PyResult<()> {
        self.core().map(drop)
    }

    /// Whether two objects belong to the same run.
    pub fn same_run(&self, other: &Self) -> bool {
        std::sync::Arc::ptr_eq(&self.cell, &other.cell)
    }
}

pub fn run_over() -> PyErr {
    state_error(
        "run_over",
        "the run is over: ctx and order handles are dead. Use the result, or keep plain values in attributes of the strategy",
    )
}

/// A request that the desk refused to take.
pub fn desk_error(error: DeskError) -> PyErr {
    match error.argument {
        "ctx" | "order" => raise::<StateError>(error.code, Some(error.argument), error.message),
        argument => raise::<InvalidArgumentError>(error.code, Some(argument), error.message),
    }
}
