//! A stream before it runs, and when it is read.

use super::event::{Events, Waiting};
use crate::{awaitable::PyAwaitable, raised::Raised};
use barter_interop::{
    errors::{invalid, state_error},
    guard::guarded,
    stream::{Capacity, EventStream, Failure, Overflow},
};
use futures::StreamExt;
use parking_lot::Mutex;
use pyo3::prelude::*;

/// Makes the stream where it runs: timers start when it is read, not when it is put together.
pub type Recipe = Box<dyn FnOnce() -> Events + Send>;

/// A recipe and where the exceptions of its Python functions wait.
pub struct Fresh {
    pub recipe: Recipe,
    pub raised: Vec<Raised>,
}

impl Fresh {
    pub fn new(raised: Raised, recipe: impl FnOnce() -> Events + Send + 'static) -> Self {
        Self {
            recipe: Box::new(recipe),
            raised: vec![raised],
        }
    }

    /// This stream with something around it.
    pub fn then(mut self, raised: Raised, around: impl FnOnce(Events) -> Events + Send + 'static) -> Self {
        let recipe = self.recipe;
        self.raised.push(raised);
        Self {
            recipe: Box::new(move || around(recipe())),
            raised: self.raised,
        }
    }

    /// Starts it on the wheel's runtime.
    pub fn start(self, capacity: Capacity) -> PyResult<EventStream<Waiting>> {
        let Self { recipe, raised } = self;
        EventStream::produce("a stream of barter_integration", capacity, |sender| async move {
            let mut events = recipe();
            while let Some(event) = events.next().await {
                if sender.send(Waiting(event)).await.is_err() {
                    return Ok(());
                }
            }
            match raised.iter().find_map(Raised::take) {
                Some(error) => Err(Failure::from(error)),
                None => Ok(()),
            }
        })
    }
}

/// What `capacity` and `overflow` mean.
pub fn capacity_of(capacity: Option<usize>, overflow: &str) -> PyResult<Capacity> {
    let overflow = match overflow {
        "wait" => Overflow::Wait,
        "drop_oldest" => Overflow::DropOldest,
        other => {
            return Err(invalid(
                "overflow",
                format!("overflow must be 'wait' or 'drop_oldest', got '{other}'"),
            ));
        }
    };
    match capacity {
        None => Ok(Capacity::Unbounded),
        Some(0) => Err(invalid("capacity", "capacity must be at least 1, or None for no bound, got 0")),
        Some(events) => Ok(Capacity::Bounded { events, overflow }),
    }
}

/// Items that wait for their reader where nothing else is said.
pub const CAPACITY: usize = 65_536;

/// A stream that has not started: put it together with its methods, each of which takes it over, then read it.
///
/// `for item in stream` and `async for item in stream` start it with the settings of `start()`.
#[pyclass(frozen, weakref, name = "BarterStream", module = "barter_integration")]
pub struct PyBarterStream(Mutex<Option<Fresh>>);

impl PyBarterStream {
    pub fn new(fresh: Fresh) -> Self {
        Self(Mutex::new(Some(fresh)))
    }

    pub fn take(&self) -> PyResult<Fresh> {
        self.0.lock().take().ok_or_else(|| {
            state_error(
                "taken",
                "this stream was taken over: by start(), by iterating, or by a method that made another stream of it. Use that one",
            )
        })
    }
}

#[pymethods]
impl PyBarterStream {
    /// Starts the stream.
    ///
    /// Args:
    ///     capacity: most items that may wait for the reader; None for no bound.
    ///     overflow: what happens when so many wait. "wait": nothing more is taken from the source, which slows the sender down, and a
    ///         venue may close a connection that does not read. "drop_oldest": the oldest item is dropped and counted in `dropped`.
    ///
    /// Raises:
    ///     StateError: code "taken".
    #[pyo3(signature = (*, capacity = Some(CAPACITY), overflow = "wait"))]
    pub fn start(&self, capacity: Option<usize>, overflow: &str) -> PyResult<PyStreamReader> {
        let capacity = capacity_of(capacity, overflow)?;
        guarded(|| self.take()?.start(capacity).map(PyStreamReader))
    }

    fn __iter__(&self) -> PyResult<PyStreamReader> {
        self.start(Some(CAPACITY), "wait")
    }

    fn __aiter__(&self) -> PyResult<PyStreamReader> {
        self.start(Some(CAPACITY), "wait")
    }

    fn __repr__(&self) -> &'static str {
        if self.0.lock().is_some() {
            "<BarterStream>"
        } else {
            "<BarterStream taken over>"
        }
    }
}

/// A stream that runs: `for` and `async for`, `recv`, `batch`, `drain`.
///
/// An error among the items is raised in its place; the stream goes on behind it, with the next read.
#[pyclass(frozen, weakref, name = "StreamReader", module = "barter_integration")]
pub struct PyStreamReader(pub EventStream<Waiting>);

barter_interop::stream_methods!(
    PyStreamReader,
    PyAwaitable {
        item: "Any",
        list: "list[Any]",
        next: "Coroutine[Any, Any, Any]",
        batch: "Coroutine[Any, Any, list[Any]]",
        close: "Coroutine[Any, Any, None]",
    }
);

#[pymethods]
impl PyStreamReader {
    fn __repr__(&self) -> PyResult<String> {
        let state = if self.0.is_closed()? { "closed" } else { "open" };
        Ok(format!(
            "<StreamReader {state}, {} ready, {} dropped>",
            self.0.ready()?,
            self.0.dropped()?
        ))
    }
}
