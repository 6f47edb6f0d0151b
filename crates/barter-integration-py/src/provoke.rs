//! Private entries for tests: what no user can bring about must be seen to be handled. Why they are in the wheel:
//! docs/decisions/0010-runtime-streams-logs.md.

use crate::awaitable::PyAwaitable;
use barter_interop::{
    awaitable::Await,
    errors::invalid,
    guard::guarded,
    runtime,
    stream::{Capacity, EventStream, Failure, StreamItem},
};
use pyo3::prelude::*;
use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
    time::Duration,
};

/// An event whose conversion fails as it is told to.
pub enum Provoked {
    Event(u32),
    /// Raises an error when it is read.
    Unreadable,
    /// Panics when it is read.
    Panic,
}

impl StreamItem for Provoked {
    fn into_python(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        match self {
            Self::Event(number) => Ok(number.into_pyobject(py)?.into_any().unbind()),
            Self::Unreadable => Err(invalid("event", "provoked")),
            Self::Panic => panic!("provoked in a conversion"),
        }
    }
}

/// A stream of numbers that goes wrong.
#[pyclass(frozen, name = "_ProvokedStream", module = "barter_integration._integration")]
pub struct PyProvokedStream(EventStream<Provoked>);

barter_interop::stream_methods!(
    PyProvokedStream,
    PyAwaitable {
        item: "int",
        list: "list[int]",
        next: "Coroutine[Any, Any, int]",
        batch: "Coroutine[Any, Any, list[int]]",
        close: "Coroutine[Any, Any, None]",
    }
);

#[pymethods]
impl PyProvokedStream {
    #[getter]
    fn panics(&self) -> PyResult<u32> {
        guarded(|| panic!("provoked in a getter"))
    }
}

/// A stream whose background producer sends `events` numbers and then ends as `end` says: "end", "error", "panic", "hang" (never),
/// "unreadable" or "unreadable_panic" (an event that cannot be converted, then one more number).
#[pyfunction]
pub fn _provoke_stream(events: u32, end: &str) -> PyResult<PyProvokedStream> {
    guarded(|| {
        let end = end.to_owned();
        let producer = EventStream::produce("provoked", Capacity::Unbounded, |sender| async move {
            for event in 0..events {
                if sender.send(Provoked::Event(event)).await.is_err() {
                    return Ok(());
                }
            }
            let odd = match end.as_str() {
                "error" => return Err(Failure::new(|_| invalid("producer", "provoked"))),
                "panic" => panic!("provoked in a producer"),
                "hang" => loop {
                    tokio::time::sleep(Duration::from_secs(3600)).await;
                },
                "unreadable" => Provoked::Unreadable,
                "unreadable_panic" => Provoked::Panic,
                _ => return Ok(()),
            };
            // The reader may have closed the stream.
            let _ = sender.send(odd).await;
            let _ = sender.send(Provoked::Event(events)).await;
            Ok(())
        })?;
        Ok(PyProvokedStream(producer))
    })
}

async fn operation(how: &str) -> u32 {
    match how {
        "panic" => panic!("provoked in an operation"),
        "hang" => std::future::pending().await,
        "now" => 1,
        _ => {
            tokio::time::sleep(Duration::from_millis(10)).await;
            1
        }
    }
}

/// An operation that panics ("panic"), never ends ("hang"), or gives 1, at once ("now") or after 10 ms.
#[pyfunction]
pub fn _provoke_operation_async(how: String) -> PyResult<PyAwaitable> {
    guarded(|| {
        let running = async move {
            let _running = Running::enter();
            operation(&how).await
        };
        Ok(PyAwaitable(Await::future("provoked", running, |py, value| {
            Ok(value.into_pyobject(py)?.into_any().unbind())
        })))
    })
}

/// The same, waited for here.
#[pyfunction]
pub fn _provoke_operation(py: Python<'_>, how: &str) -> PyResult<u32> {
    guarded(|| {
        runtime::block_on(py, async {
            let _running = Running::enter();
            operation(how).await
        })
    })
}

static RUNNING: AtomicUsize = AtomicUsize::new(0);

struct Running;

impl Running {
    fn enter() -> Self {
        RUNNING.fetch_add(1, SeqCst);
        Self
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.fetch_sub(1, SeqCst);
    }
}

/// Provoked operations that were started and neither ended nor dropped.
#[pyfunction]
pub fn _operations_running() -> usize {
    RUNNING.load(SeqCst)
}

/// Logs `records` records on each of `threads` threads, at the levels TRACE to ERROR in turn; waits for them without the interpreter.
#[pyfunction]
pub fn _provoke_logs(py: Python<'_>, threads: usize, records: u64) -> PyResult<()> {
    py.detach(|| {
        let running: Vec<_> = (0..threads)
            .map(|number| {
                thread::spawn(move || {
                    for record in 0..records {
                        match record % 5 {
                            0 => tracing::trace!(number, record, "provoked"),
                            1 => tracing::debug!(number, record, "provoked"),
                            2 => tracing::info!(number, record, "provoked"),
                            3 => tracing::warn!(number, record, "provoked"),
                            _ => tracing::error!(number, record, "provoked"),
                        }
                    }
                })
            })
            .collect();
        for thread in running {
            // Logging does not panic; if it did, the count of records would tell.
            let _ = thread.join();
        }
    });
    Ok(())
}

/// Log records that were dropped so far.
#[pyfunction]
pub fn _logs_dropped() -> u64 {
    barter_interop::logs::dropped()
}
