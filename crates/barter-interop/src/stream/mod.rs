//! Streams: events that Rust produces and Python reads, one object for `for` and `async for`.
//!
//! An event waits in a queue as a Rust value and becomes a Python object in the thread that reads it. Producers never take the
//! interpreter: when the queue turns from empty to not empty, tasks of asyncio that wait are woken, once for a whole burst.
//!
//! ```ignore
//! #[pyclass(frozen, name = "MarketStream", module = "barter_data")]
//! pub struct PyMarketStream(EventStream<Item>);                 // Item: StreamItem
//! barter_interop::stream_methods!(PyMarketStream, PyAwaitable, "MarketEvent");
//! // for, async for, recv, recv_async, batch, batch_async, drain, close, aclose, with, async with, is_closed, ready, dropped, capacity
//!
//! // a producer on the wheel's runtime: dropped when the stream is closed; its error or panic is raised to the reader, once
//! let stream = EventStream::produce("market data", Capacity::Unbounded, |sender| async move {
//!     while let Some(item) = socket.next().await {
//!         match item {
//!             Ok(item) => if sender.send(item).await.is_err() { break },          // waits while a bounded queue is full
//!             Err(error) => return Err(Failure::new(move |_| network_error("socket", error.to_string()))),
//!         }
//!     }
//!     Ok(())
//! })?;
//!
//! // or by hand, from any thread: the stream ends when the last sender is dropped
//! let (sender, stream) = EventStream::channel(Capacity::Unbounded);
//! sender.try_send(item)?;
//! ```
//!
//! Promises, each with a test in `tests/interop/`: order is kept; an event is given to exactly one reader; none is lost when an awaiting
//! task is cancelled, a wait times out, Ctrl-C arrives or a loop closes; a stream may be read from several threads and loops.

mod events;
mod methods;
mod queue;
mod read;
mod sender;

pub use events::EventStream;
pub use queue::{Capacity, Failure, Overflow};
pub use sender::{EventSender, SendError};

use pyo3::{PyTraverseError, PyVisit, prelude::*};

/// A Rust value that waits in a stream, and what Python reads for it.
pub trait StreamItem: Send + 'static {
    /// Whether [`traverse`](Self::traverse) has something to visit.
    const HOLDS_PYTHON: bool = false;

    /// Runs in the thread that reads; an error is raised there in the event's place.
    fn into_python(self, py: Python<'_>) -> PyResult<Py<PyAny>>;

    /// Visits the Python objects inside, for the garbage collector.
    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        let _ = visit;
        Ok(())
    }
}

impl StreamItem for Py<PyAny> {
    const HOLDS_PYTHON: bool = true;

    fn into_python(self, _: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(self)
    }

    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(self)
    }
}
