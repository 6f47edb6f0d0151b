//! The producer's end of a stream.

use super::queue::{Failure, Pushed, Queue};
use crate::{
    awaitable::{Await, Source, Waiter},
    runtime::{SLICE, wait},
};
use parking_lot::Mutex;
use pyo3::prelude::*;
use std::{future::poll_fn, sync::Arc, task::Poll, time::Duration};

/// Why an event was not taken; it is given back.
#[derive(Debug, thiserror::Error)]
pub enum SendError<T> {
    #[error("the stream is full")]
    Full(T),
    #[error("the reader has closed the stream")]
    Closed(T),
}

/// Sends events from any thread. Clones send to the same stream, which ends when the last of them is dropped.
pub struct EventSender<T> {
    queue: Arc<Queue<T>>,
}

impl<T> Clone for EventSender<T> {
    fn clone(&self) -> Self {
        Self::new(Arc::clone(&self.queue))
    }
}

impl<T> Drop for EventSender<T> {
    fn drop(&mut self) {
        // In a forked child nobody else is there, and the lock may be held by nobody.
        if self.queue.origin.is_here() {
            self.queue.sender_gone();
        }
    }
}

impl<T> EventSender<T> {
    pub(super) fn new(queue: Arc<Queue<T>>) -> Self {
        if queue.origin.is_here() {
            queue.lock().senders += 1;
        }
        Self { queue }
    }

    fn push(&self, item: T, py: Option<Python<'_>>) -> Result<(), SendError<T>> {
        match self.queue.push(item, py) {
            Pushed::Done | Pushed::Instead(_) => Ok(()),
            Pushed::Full(item) => Err(SendError::Full(item)),
            Pushed::Closed(item) => Err(SendError::Closed(item)),
        }
    }

    /// Sends without waiting. Full only where the overflow is to wait.
    pub fn try_send(&self, item: T) -> Result<(), SendError<T>> {
        self.push(item, None)
    }

    /// The same from a thread that has the interpreter: readers are woken at once.
    pub fn try_send_attached(&self, py: Python<'_>, item: T) -> Result<(), SendError<T>> {
        self.push(item, Some(py))
    }

    /// Sends, waiting for room where the overflow is to wait. Cancelling it sends nothing.
    ///
    /// It takes part in tokio's cooperation: a producer that never waits for its source gives way now and then, and can be stopped.
    pub async fn send(&self, item: T) -> Result<(), SendError<T>> {
        tokio::task::consume_budget().await;
        let mut item = Some(item);
        poll_fn(|context| {
            while let Some(next) = item.take() {
                match self.push(next, None) {
                    Err(SendError::Full(back)) => {
                        item = Some(back);
                        if self.queue.listen_waker(context.waker()) {
                            return Poll::Pending;
                        }
                    }
                    outcome => return Poll::Ready(outcome),
                }
            }
            Poll::Ready(Ok(()))
        })
        .await
    }

    /// Sends from a thread without the interpreter, waiting for room.
    pub fn send_blocking(&self, item: T) -> Result<(), SendError<T>> {
        let mut item = item;
        loop {
            match self.push(item, None) {
                Err(SendError::Full(back)) => item = back,
                outcome => return outcome,
            }
            self.queue.wait_writable(SLICE);
        }
    }

    /// Ends when the reader has closed the stream.
    pub async fn closed(&self) {
        poll_fn(|context| {
            if self.queue.listen_closed(context.waker()) {
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
    }

    /// Whether the reader has closed the stream.
    pub fn is_closed(&self) -> bool {
        self.queue.lock().closed
    }

    /// An error for the reader, behind the events that were sent; the stream ends with it.
    pub fn fail(&self, failure: impl Into<Failure>) {
        self.queue.fail(failure.into(), None);
    }

    pub(super) fn check(&self, what: &str) -> PyResult<()> {
        self.queue.origin.check(what)
    }
}

impl<T: Send + 'static> EventSender<T> {
    /// Sends from a Python thread, waiting detached for room; `Full` gives it back after the timeout.
    pub fn send_python(&self, py: Python<'_>, item: T, timeout: Option<Duration>) -> PyResult<Result<(), SendError<T>>> {
        self.check("this channel")?;
        let mut item = item;
        let deadline = timeout.and_then(|timeout| std::time::Instant::now().checked_add(timeout));
        loop {
            match self.push(item, Some(py)) {
                Err(SendError::Full(back)) => item = back,
                outcome => return Ok(outcome),
            }
            let left = deadline.map(|deadline| deadline.saturating_duration_since(std::time::Instant::now()));
            let room = wait(py, left, |up_to| self.queue.wait_writable(up_to).then_some(()))?;
            if room.is_none() {
                return Ok(self.push(item, Some(py)));
            }
        }
    }

    /// An awaitable that sends; `outcome` gives its value. Cancelling it before it has sent sends nothing.
    pub fn send_await(
        &self,
        item: T,
        outcome: impl Fn(Python<'_>, Result<(), SendError<T>>) -> PyResult<Py<PyAny>> + Send + Sync + 'static,
    ) -> Await {
        let sending = Sending {
            sender: self.clone(),
            item: Mutex::new(Some(item)),
            outcome: Box::new(outcome),
        };
        Await::new(Arc::new(sending), None, None)
    }
}

type Outcome<T> = Box<dyn Fn(Python<'_>, Result<(), SendError<T>>) -> PyResult<Py<PyAny>> + Send + Sync>;

struct Sending<T> {
    sender: EventSender<T>,
    item: Mutex<Option<T>>,
    outcome: Outcome<T>,
}

impl<T: Send + 'static> Source for Sending<T> {
    fn take(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        self.sender.check("this channel")?;
        let item = self.item.lock().take();
        let sent = match item {
            None => Ok(()),
            Some(item) => match self.sender.push(item, Some(py)) {
                Err(SendError::Full(back)) => {
                    *self.item.lock() = Some(back);
                    return Ok(None);
                }
                sent => sent,
            },
        };
        (self.outcome)(py, sent).map(Some)
    }

    fn listen(&self, waiter: Waiter) -> bool {
        self.sender.queue.listen_writable(waiter)
    }

    fn forget(&self, id: u64) {
        self.sender.queue.forget(id);
    }

    fn abandon(&self) {
        let unsent = self.item.lock().take();
        drop(unsent);
    }
}
