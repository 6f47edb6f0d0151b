//! Reading: what is taken from a queue, and how it becomes Python objects.

use super::{
    StreamItem,
    queue::{Failure, Queue},
};
use crate::{
    awaitable::{Source, Waiter},
    errors::state_error,
    guard::guarded,
};
use pyo3::{exceptions::PyStopAsyncIteration, prelude::*, types::PyList};
use std::{sync::Arc, time::Duration};

/// One look at the queue.
pub(super) enum Taken {
    Object(Py<PyAny>),
    Nothing,
    End,
}

impl<T: StreamItem> Queue<T> {
    /// The next event as an object, the error that is due, the end, or nothing.
    pub fn take_one(&self, py: Python<'_>) -> PyResult<Taken> {
        let mut state = self.lock();
        if let Some(failure) = state.first.pop_front() {
            drop(state);
            return Err(failure.raise(py));
        }
        let Some(item) = state.items.pop_front() else {
            let end = state.ended();
            let failure = state.last.take();
            drop(state);
            return match failure {
                Some(failure) => Err(failure.raise(py)),
                None if end => Ok(Taken::End),
                None => Ok(Taken::Nothing),
            };
        };
        let woken = self.made_room(&mut state, 1);
        drop(state);
        woken.wake(Some(py));
        guarded(|| item.into_python(py)).map(Taken::Object)
    }

    /// Up to `max` events that are there, as a list; `None` if there is nothing, an empty list at the end.
    ///
    /// An error comes behind the events before it: those are returned now, and it is raised by the next read.
    pub fn take_many(&self, py: Python<'_>, max: usize) -> PyResult<Option<Py<PyList>>> {
        let mut state = self.lock();
        if let Some(failure) = state.first.pop_front() {
            drop(state);
            return Err(failure.raise(py));
        }
        let count = state.items.len().min(max);
        if count == 0 {
            let end = state.ended();
            let failure = if state.items.is_empty() { state.last.take() } else { None };
            drop(state);
            return match failure {
                Some(failure) => Err(failure.raise(py)),
                None if end => Ok(Some(PyList::empty(py).unbind())),
                None => Ok(None),
            };
        }
        let rest = state.items.split_off(count);
        let taken = std::mem::replace(&mut state.items, rest);
        let woken = self.made_room(&mut state, count);
        drop(state);
        woken.wake(Some(py));
        let mut objects = Vec::with_capacity(count);
        let mut items = taken.into_iter();
        while let Some(item) = items.next() {
            match guarded(|| item.into_python(py)) {
                Ok(object) => objects.push(object),
                Err(error) => {
                    self.give_back(items, error, objects.is_empty())?;
                    break;
                }
            }
        }
        PyList::new(py, objects).map(|list| Some(list.unbind()))
    }

    /// After an event that could not be converted: the events behind it return to the front. With none before it its error is raised
    /// now, else by the next read.
    fn give_back(&self, items: impl DoubleEndedIterator<Item = T>, error: PyErr, raise_now: bool) -> PyResult<()> {
        let mut state = self.lock();
        for item in items.rev() {
            state.items.push_front(item);
        }
        if raise_now {
            return Err(error);
        }
        state.first.push_back(Failure::from(error));
        Ok(())
    }
}

/// What an awaitable of a stream wants.
#[derive(Clone, Copy)]
pub(super) enum Want {
    /// `__anext__`: the end is `StopAsyncIteration`.
    Next,
    /// `recv_async`: the end is an error.
    Recv,
    /// `batch_async`: the end is an empty list.
    Batch(usize),
}

pub(super) struct Reading<T> {
    pub queue: Arc<Queue<T>>,
    pub want: Want,
}

/// What `recv` raises at the end.
pub(super) fn ended() -> PyErr {
    state_error(
        "closed",
        "the stream has ended: it was closed or every sender is gone, and all events were read",
    )
}

impl<T: StreamItem> Source for Reading<T> {
    fn take(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        self.queue.origin.check("this stream")?;
        let taken = match self.want {
            Want::Batch(max) => return Ok(self.queue.take_many(py, max)?.map(Py::into_any)),
            Want::Next | Want::Recv => self.queue.take_one(py)?,
        };
        match (taken, self.want) {
            (Taken::Object(object), _) => Ok(Some(object)),
            (Taken::Nothing, _) => Ok(None),
            (Taken::End, Want::Next) => Err(PyStopAsyncIteration::new_err(())),
            (Taken::End, _) => Err(ended()),
        }
    }

    fn listen(&self, waiter: Waiter) -> bool {
        self.queue.listen(waiter)
    }

    fn forget(&self, id: u64) {
        self.queue.forget(id);
    }

    fn timed_out(&self, py: Python<'_>, after: Duration) -> PyResult<Py<PyAny>> {
        match self.want {
            Want::Batch(_) => Ok(PyList::empty(py).unbind().into_any()),
            Want::Next | Want::Recv => Err(nothing_within(after)),
        }
    }
}

pub(super) fn nothing_within(after: Duration) -> PyErr {
    crate::errors::timed_out(
        "timed_out",
        format!("no event came within {} s; the stream is still open", after.as_secs_f64()),
    )
}
