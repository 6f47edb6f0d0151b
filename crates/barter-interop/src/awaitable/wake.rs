//! Waking asyncio from Rust: a waiter is a future of a running loop, and waking it carries no value.

use crate::runtime::{Origin, attach, wheel};
use parking_lot::Mutex;
use pyo3::{
    intern,
    prelude::*,
    sync::PyOnceLock,
    types::{PyCFunction, PyDict, PyTuple, PyWeakrefMethods, PyWeakrefReference},
};
use std::{
    sync::{
        atomic::{AtomicU64, Ordering::Relaxed},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

/// An asyncio task that waits. The future is held weakly: what waits on a closed loop can be collected.
#[derive(Debug)]
pub struct Waiter {
    id: u64,
    event_loop: Py<PyAny>,
    future: Py<PyWeakrefReference>,
}

impl Waiter {
    /// The future to await, and what wakes it.
    pub fn new<'py>(event_loop: &Bound<'py, PyAny>) -> PyResult<(Self, Bound<'py, PyAny>)> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let py = event_loop.py();
        let future = event_loop.call_method0(intern!(py, "create_future"))?;
        let waiter = Self {
            id: NUMBER.fetch_add(1, Relaxed),
            event_loop: event_loop.clone().unbind(),
            future: PyWeakrefReference::new(&future)?.unbind(),
        };
        Ok((waiter, future))
    }

    pub fn id(&self) -> u64 {
        self.id
    }

    fn wake(&self, py: Python<'_>) {
        let Some(future) = self.future.bind(py).upgrade() else { return };
        let arguments = (
            match finish(py) {
                Ok(finish) => finish,
                Err(error) => return error.write_unraisable(py, None),
            },
            future,
        );
        // Fails when the loop is closed, and then nobody waits there any more.
        let _ = self
            .event_loop
            .bind(py)
            .call_method1(intern!(py, "call_soon_threadsafe"), arguments);
    }
}

/// `finish(future)`: sets its result to None, unless it is done (cancelled, or woken twice).
pub(super) fn finish(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static FINISH: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let finish = FINISH.get_or_try_init(py, || {
        let finish = |arguments: &Bound<'_, PyTuple>, _: Option<&Bound<'_, PyDict>>| -> PyResult<()> {
            let py = arguments.py();
            let future = arguments.get_item(0)?;
            if !future.call_method0(intern!(py, "done"))?.is_truthy()? {
                future.call_method1(intern!(py, "set_result"), (py.None(),))?;
            }
            Ok(())
        };
        PyCFunction::new_closure(py, Some(c"finish"), None, finish).map(|finish| finish.into_any().unbind())
    })?;
    Ok(finish.bind(py))
}

/// Wakes all from a thread that has the interpreter.
pub fn wake_attached(py: Python<'_>, waiters: &[Waiter]) {
    for waiter in waiters {
        waiter.wake(py);
    }
}

/// Wakes all from a thread that need not have the interpreter, and does not wait for it: the wheel's waking thread does.
pub fn wake(waiters: Vec<Waiter>) {
    static BELL: Mutex<Option<(Origin, Sender<Vec<Waiter>>)>> = Mutex::new(None);
    if waiters.is_empty() {
        return;
    }
    let mut bell = BELL.lock();
    let sender = match &*bell {
        Some((origin, sender)) if origin.is_here() => sender.clone(),
        _ => {
            let (sender, receiver) = channel();
            let name = format!("{}-wake", wheel().unwrap_or("barter").trim_start_matches("barter_"));
            if thread::Builder::new().name(name).spawn(move || run(&receiver)).is_err() {
                // No thread can be started: this one waits for the interpreter itself.
                drop(bell);
                attach(|py| wake_attached(py, &waiters));
                return;
            }
            *bell = Some((Origin::here(), sender.clone()));
            sender
        }
    };
    drop(bell);
    // The thread ends only with the interpreter.
    let _ = sender.send(waiters);
}

fn run(receiver: &Receiver<Vec<Waiter>>) {
    while let Ok(first) = receiver.recv() {
        let mut waiters = first;
        waiters.extend(receiver.try_iter().flatten());
        if attach(|py| wake_attached(py, &waiters)).is_none() {
            return;
        }
    }
}
