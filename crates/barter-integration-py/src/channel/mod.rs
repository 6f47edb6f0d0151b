//! Channels that carry Python objects.

pub mod bounded;
pub mod unbounded;

use barter_interop::{
    errors::state_error,
    stream::{EventSender, SendError},
};
use parking_lot::Mutex;
use pyo3::prelude::*;
use std::sync::Arc;

/// A sender that can be closed before it is dropped. The lock is free while a send runs.
struct Handle(Mutex<Option<Arc<EventSender<Py<PyAny>>>>>);

impl Handle {
    fn new(sender: EventSender<Py<PyAny>>) -> Self {
        Self(Mutex::new(Some(Arc::new(sender))))
    }

    fn sender(&self) -> PyResult<Arc<EventSender<Py<PyAny>>>> {
        self.0.lock().clone().ok_or_else(|| {
            state_error(
                "closed",
                "this sender was closed: keep it open as long as you send, or send through a clone of it",
            )
        })
    }

    fn close(&self) {
        let sender = self.0.lock().take();
        drop(sender);
    }

    fn is_closed(&self) -> bool {
        self.0.lock().as_ref().is_none_or(|sender| sender.is_closed())
    }
}

/// The outcome of a send, as Python sees it.
fn sent(outcome: Result<(), SendError<Py<PyAny>>>) -> PyResult<()> {
    outcome.map_err(|error| match error {
        SendError::Full(_) => state_error(
            "full",
            "the channel is full and no reader made room: read faster, raise its capacity, wait longer, or use overflow=\"drop_oldest\"",
        ),
        SendError::Closed(_) => state_error(
            "receiver_dropped",
            "the receiver is gone: it was closed or dropped, and nobody would read this item",
        ),
    })
}
