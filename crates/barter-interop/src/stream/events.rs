//! The reader's end of a stream, as a wheel's class holds it.

use super::{
    StreamItem,
    queue::{Capacity, Failure, Queue},
    read::{Reading, Taken, Want, ended, nothing_within},
    sender::EventSender,
};
use crate::{
    awaitable::{Await, Source},
    errors::{internal, invalid},
    runtime::{Panicked, Task, catching, parse_timeout, spawn, wait},
};
use pyo3::{PyTraverseError, PyVisit, prelude::*, types::PyList};
use std::{sync::Arc, time::Duration};

/// How long `close()` waits for its producer to end.
const CLOSE_WITHIN: Duration = Duration::from_secs(2);

/// What Python reads. Dropping it closes the stream, and drops the events that nobody read.
pub struct EventStream<T: StreamItem> {
    queue: Arc<Queue<T>>,
    next: Arc<dyn Source>,
    producer: Option<Task>,
}

impl<T: StreamItem> EventStream<T> {
    fn new(capacity: Capacity) -> Self {
        let queue = Arc::new(Queue::new(capacity));
        let next = Arc::new(Reading {
            queue: Arc::clone(&queue),
            want: Want::Next,
        });
        Self {
            queue,
            next,
            producer: None,
        }
    }

    /// A stream and its first sender.
    pub fn channel(capacity: Capacity) -> (EventSender<T>, Self) {
        let stream = Self::new(capacity);
        (EventSender::new(Arc::clone(&stream.queue)), stream)
    }

    /// A stream with a producer on the wheel's runtime. The producer's future is dropped when the stream is closed; the error or panic
    /// it ends with is raised to the reader.
    pub fn produce<F>(name: impl Into<String>, capacity: Capacity, producer: impl FnOnce(EventSender<T>) -> F) -> PyResult<Self>
    where
        F: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        let (sender, mut stream) = Self::channel(capacity);
        let produces = producer(sender.clone());
        let (task, _) = spawn(name, async move {
            tokio::select! {
                biased;
                () = sender.closed() => {}
                outcome = catching(produces) => match outcome {
                    Ok(Ok(())) => {}
                    Ok(Err(failure)) => sender.fail(failure),
                    Err(Panicked(message)) => sender.fail(Failure::new(move |_| internal(message))),
                },
            }
        })?;
        stream.producer = Some(task);
        Ok(stream)
    }

    fn check(&self) -> PyResult<()> {
        self.queue.origin.check("this stream")
    }

    /// `__next__`: the next event, or `None` at the end.
    pub fn next(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        self.check()?;
        loop {
            match self.queue.take_one(py)? {
                Taken::Object(object) => return Ok(Some(object)),
                Taken::End => return Ok(None),
                Taken::Nothing => {
                    self.wait(py, None)?;
                }
            }
        }
    }

    fn wait(&self, py: Python<'_>, timeout: Option<Duration>) -> PyResult<bool> {
        let came = wait(py, timeout, |up_to| self.queue.wait_readable(up_to).then_some(()))?;
        Ok(came.is_some())
    }

    /// `recv(timeout)`: the next event.
    pub fn recv(&self, py: Python<'_>, timeout: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
        self.check()?;
        let mut clock = Clock::start(parse_timeout(timeout)?);
        loop {
            match self.queue.take_one(py)? {
                Taken::Object(object) => return Ok(object),
                Taken::End => return Err(ended()),
                Taken::Nothing => {
                    if clock.is_over() {
                        return Err(nothing_within(clock.timeout));
                    }
                    self.wait(py, clock.left())?;
                }
            }
        }
    }

    /// `batch(max, timeout)`: waits for one event and takes what is there.
    pub fn batch(&self, py: Python<'_>, max: usize, timeout: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyList>> {
        self.check()?;
        let max = at_least_one(max)?;
        let mut clock = Clock::start(parse_timeout(timeout)?);
        loop {
            if let Some(list) = self.queue.take_many(py, max)? {
                return Ok(list);
            }
            if clock.is_over() {
                return Ok(PyList::empty(py).unbind());
            }
            self.wait(py, clock.left())?;
        }
    }

    /// `drain(max)`: what is there now.
    pub fn drain(&self, py: Python<'_>, max: Option<usize>) -> PyResult<Py<PyList>> {
        self.check()?;
        let max = at_least_one(max.unwrap_or(usize::MAX))?;
        let list = self.queue.take_many(py, max)?;
        Ok(list.unwrap_or_else(|| PyList::empty(py).unbind()))
    }

    /// `__anext__`; `owner` is the Python object that holds this stream.
    pub fn next_async(&self, owner: Py<PyAny>) -> Await {
        Await::new(Arc::clone(&self.next), Some(owner), None)
    }

    fn reading(&self, owner: Py<PyAny>, want: Want, timeout: Option<&Bound<'_, PyAny>>) -> PyResult<Await> {
        self.check()?;
        let reading = Reading {
            queue: Arc::clone(&self.queue),
            want,
        };
        Ok(Await::new(Arc::new(reading), Some(owner), parse_timeout(timeout)?))
    }

    /// `recv_async(timeout)`.
    pub fn recv_async(&self, owner: Py<PyAny>, timeout: Option<&Bound<'_, PyAny>>) -> PyResult<Await> {
        self.reading(owner, Want::Recv, timeout)
    }

    /// `batch_async(max, timeout)`.
    pub fn batch_async(&self, owner: Py<PyAny>, max: usize, timeout: Option<&Bound<'_, PyAny>>) -> PyResult<Await> {
        let max = at_least_one(max)?;
        self.reading(owner, Want::Batch(max), timeout)
    }

    /// `close()`: ends the stream and waits for its producer.
    pub fn close(&self, py: Python<'_>) -> PyResult<()> {
        self.check()?;
        self.queue.close(Some(py));
        let Some(producer) = &self.producer else { return Ok(()) };
        if !producer.join(py, CLOSE_WITHIN)? {
            // It does not reach an await: it is asked again, and ends with the interpreter at the latest.
            producer.stop();
        }
        Ok(())
    }

    /// `aclose()`: the same without blocking the loop.
    pub fn close_async(&self, py: Python<'_>) -> PyResult<Await> {
        self.check()?;
        self.queue.close(Some(py));
        let producer = self.producer.clone();
        let ended = async move {
            if let Some(producer) = producer {
                producer.ended(CLOSE_WITHIN).await;
            }
        };
        if self.producer.is_none() {
            return Ok(Await::ready(py.None()));
        }
        Ok(Await::future("closing a stream", ended, |py, ()| Ok(py.None())))
    }

    /// Closed by the reader, or every sender is gone; events may be left.
    pub fn is_closed(&self) -> PyResult<bool> {
        self.check()?;
        Ok(self.queue.lock().ended())
    }

    /// Events that can be read without waiting.
    pub fn ready(&self) -> PyResult<usize> {
        self.check()?;
        Ok(self.queue.lock().items.len())
    }

    /// Events that made room for newer ones.
    pub fn dropped(&self) -> PyResult<u64> {
        self.check()?;
        Ok(self.queue.lock().dropped)
    }

    /// Most events that may wait; `None` without a bound.
    pub fn capacity(&self) -> Option<usize> {
        match self.queue.capacity {
            Capacity::Unbounded => None,
            Capacity::Bounded { events, .. } => Some(events),
        }
    }

    pub fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        if T::HOLDS_PYTHON
            && self.queue.origin.is_here()
            && let Some(state) = self.queue.try_lock()
        {
            for item in &state.items {
                item.traverse(visit)?;
            }
        }
        Ok(())
    }

    /// Part of a cycle that nobody reaches: closes, and drops the events.
    pub fn clear(&self) {
        if self.queue.origin.is_here() {
            self.queue.close(None);
            let items = std::mem::take(&mut self.queue.lock().items);
            drop(items);
        }
    }
}

impl<T: StreamItem> Drop for EventStream<T> {
    fn drop(&mut self) {
        self.clear();
    }
}

fn at_least_one(max: usize) -> PyResult<usize> {
    if max == 0 {
        return Err(invalid("max", "max must be at least 1, got 0"));
    }
    Ok(max)
}

/// A timeout that has started.
struct Clock {
    timeout: Duration,
    deadline: Option<std::time::Instant>,
}

impl Clock {
    fn start(timeout: Option<Duration>) -> Self {
        Self {
            timeout: timeout.unwrap_or(Duration::MAX),
            deadline: timeout.and_then(|timeout| std::time::Instant::now().checked_add(timeout)),
        }
    }

    fn is_over(&mut self) -> bool {
        self.deadline.is_some_and(|deadline| deadline <= std::time::Instant::now())
    }

    fn left(&self) -> Option<Duration> {
        self.deadline
            .map(|deadline| deadline.saturating_duration_since(std::time::Instant::now()))
    }
}
