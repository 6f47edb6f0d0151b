//! barter's stream combinators with functions written in Python.
//!
//! A function runs in a thread of the wheel's runtime, for one item at a time. What it raises ends the stream and is raised to the reader,
//! behind the items before it. Errors among the items pass by the functions.

use super::{
    event::{Event, Events, Item, ItemError, is_receiver_dropped},
    reader::PyBarterStream,
};
use crate::raised::Raised;
use barter_instrument::index::error::IndexError;
use barter_integration::stream::{
    ext::{BarterStreamExt, indexed::Indexer},
    util::merge::merge as merged,
};
use barter_interop::{
    errors::{type_name, wrong_type},
    guard::guarded,
    runtime::{attach, parse_timeout},
};
use futures::{StreamExt, future::Either, stream};
use pyo3::prelude::*;
use std::{sync::Arc, time::Duration};

/// A function, or an object with the method of barter's trait.
pub fn callable<'py>(value: &Bound<'py, PyAny>, argument: &str, method: &str) -> PyResult<Bound<'py, PyAny>> {
    if let Some(bound) = value.getattr_opt(method)? {
        return Ok(bound);
    }
    if value.is_callable() {
        return Ok(value.clone());
    }
    Err(wrong_type(
        argument,
        format!("{argument} must be a function or have a method {method}, got {}", type_name(value)),
    ))
}

/// As good as for ever: the clock's own limit lies behind it, and a deadline beyond that panics in tokio-stream.
const CENTURY: Duration = Duration::from_secs(100 * 365 * 86_400);

/// A timeout that there has to be.
pub fn timeout_arg(value: &Bound<'_, PyAny>) -> PyResult<Duration> {
    let timeout = parse_timeout(Some(value))?.ok_or_else(|| wrong_type("timeout", "timeout must be a duration, got None"))?;
    Ok(timeout.min(CENTURY))
}

/// Calls a function without arguments when time is over.
pub fn on_timeout(function: Option<Py<PyAny>>, raised: Raised) -> impl FnOnce() + Send + 'static {
    move || {
        if let Some(function) = function
            && let Some(Err(error)) = attach(|py| function.call0(py))
        {
            raised.keep(error);
        }
    }
}

struct PythonIndexer {
    index: Py<PyAny>,
    raised: Raised,
}

impl Indexer for PythonIndexer {
    type Unindexed = Event;
    type Indexed = Event;

    fn index(&self, event: Event) -> Result<Event, IndexError> {
        let item = match event {
            Ok(item) => item,
            Err(error) => return Ok(Err(error)),
        };
        let indexed = attach(|py| {
            let object = item.into_object(py)?;
            self.index.call1(py, (object,))
        });
        match indexed {
            Some(Ok(object)) => Ok(Ok(Item::Python(object))),
            // An item that has no index is an error among the items, as in barter; so it is when the function raises.
            Some(Err(error)) => Ok(Err(ItemError::Python(error))),
            None => {
                let exiting = "the interpreter is exiting".to_owned();
                self.raised.keep(barter_interop::errors::state_error("exiting", exiting.clone()));
                Err(IndexError::InstrumentIndex(exiting))
            }
        }
    }
}

/// Sends an item on; `Err` ends the stream.
fn forwarded(forward: &Py<PyAny>, object: Py<PyAny>, raised: &Raised) -> Result<(), ()> {
    match attach(|py| {
        forward
            .call1(py, (object,))
            .map_err(|error| (is_receiver_dropped(py, &error), error))
    }) {
        Some(Ok(_)) => Ok(()),
        // Nobody listens there any more: the stream ends without an error, as in barter.
        Some(Err((true, _))) | None => Err(()),
        Some(Err((false, error))) => {
            raised.keep(error);
            Err(())
        }
    }
}

/// What becomes of an item at a fork.
enum Forked {
    Forward(Py<PyAny>),
    Failed,
}

#[pymethods]
impl PyBarterStream {
    /// Ends the stream when nothing comes for a while.
    ///
    /// Args:
    ///     timeout: longest wait for the next item: seconds, a `timedelta`, or text such as "5ms". It starts when the stream is read.
    ///     on_timeout: called without arguments before the stream ends.
    #[pyo3(signature = (timeout: "float | timedelta | str", on_timeout: "Callable[[], object] | None" = None))]
    fn with_timeout(&self, timeout: &Bound<'_, PyAny>, on_timeout: Option<Py<PyAny>>) -> PyResult<Self> {
        let timeout = timeout_arg(timeout)?;
        let raised = Raised::default();
        let kept = raised.clone();
        let fresh = self.take()?.then(raised, move |events| {
            Box::pin(events.with_timeout(timeout, self::on_timeout(on_timeout, kept)))
        });
        Ok(Self::new(fresh))
    }

    /// Gives each item its key.
    ///
    /// Args:
    ///     indexer: a function of an item that gives what is read instead, or an object with `index(item)`. What it raises is an error
    ///         among the items.
    #[pyo3(signature = (indexer: "Indexer[Any, Any] | Callable[[Any], Any]"))]
    fn with_index(&self, indexer: &Bound<'_, PyAny>) -> PyResult<Self> {
        let index = callable(indexer, "indexer", "index")?.unbind();
        let raised = Raised::default();
        let indexer = PythonIndexer {
            index,
            raised: raised.clone(),
        };
        let fresh = self.take()?.then(raised, move |events| {
            Box::pin(events.with_index(indexer).scan((), |(), indexed| std::future::ready(indexed.ok())))
        });
        Ok(Self::new(fresh))
    }

    /// Sends some items elsewhere; the others stay.
    ///
    /// Args:
    ///     predicate: function of an item; true means that it goes elsewhere.
    ///     forward: function of such an item, such as `tx.send`. When its receiver is gone the stream ends.
    #[pyo3(signature = (predicate: "Callable[[Any], bool]", forward: "Callable[[Any], object]"))]
    fn forward_by(&self, predicate: &Bound<'_, PyAny>, forward: &Bound<'_, PyAny>) -> PyResult<Self> {
        let predicate = callable(predicate, "predicate", "__call__")?.unbind();
        let forward = callable(forward, "forward", "send")?.unbind();
        let raised = Raised::default();
        let kept = raised.clone();
        let fresh = self.take()?.then(raised, move |events| {
            let failed = kept.clone();
            let choose = move |event: Event| -> Either<Forked, Event> {
                let item = match event {
                    Ok(item) => item,
                    Err(error) => return Either::Right(Err(error)),
                };
                let chosen = attach(|py| {
                    let (item, object) = item.with_object(py)?;
                    let elsewhere = predicate.call1(py, (&object,))?.is_truthy(py)?;
                    Ok::<_, PyErr>(if elsewhere {
                        Either::Left(Forked::Forward(object))
                    } else {
                        Either::Right(Ok(item))
                    })
                });
                match chosen {
                    Some(Ok(chosen)) => chosen,
                    Some(Err(error)) => {
                        failed.keep(error);
                        Either::Left(Forked::Failed)
                    }
                    None => Either::Left(Forked::Failed),
                }
            };
            let send = move |forked: Forked| match forked {
                Forked::Forward(object) => forwarded(&forward, object, &kept),
                Forked::Failed => Err(()),
            };
            Box::pin(events.forward_by(choose, send))
        });
        Ok(Self::new(fresh))
    }

    /// Sends some items elsewhere as well; all of them stay.
    ///
    /// Args:
    ///     predicate: function of an item; true means that it goes elsewhere too.
    ///     forward: function of such an item, such as `tx.send`. When its receiver is gone the stream ends.
    #[pyo3(signature = (predicate: "Callable[[Any], bool]", forward: "Callable[[Any], object]"))]
    fn forward_clone_by(&self, predicate: &Bound<'_, PyAny>, forward: &Bound<'_, PyAny>) -> PyResult<Self> {
        let predicate = callable(predicate, "predicate", "__call__")?.unbind();
        let forward = callable(forward, "forward", "send")?.unbind();
        let raised = Raised::default();
        let kept = raised.clone();
        let fresh = self.take()?.then(raised, move |events| {
            let failed = kept.clone();
            // Shared, since a Python object is cloned only with the interpreter at hand.
            let shared = events.map(|event| match event {
                Ok(item) => Arc::new(
                    attach(|py| item.into_object(py)).map_or(Err(None), |object| object.map_err(|error| Some(ItemError::Python(error)))),
                ),
                Err(error) => Arc::new(Err(Some(error))),
            });
            let choose = move |event: &Shared| {
                let Ok(object) = event.as_ref() else { return false };
                match attach(|py| predicate.call1(py, (object,))?.is_truthy(py)) {
                    Some(Ok(elsewhere)) => elsewhere,
                    Some(Err(error)) => {
                        failed.keep(error);
                        true
                    }
                    None => true,
                }
            };
            let send = move |event: Shared| {
                if kept.is_some() {
                    return Err(());
                }
                let object = attach(|py| event.as_ref().as_ref().ok().map(|object| object.clone_ref(py)));
                forwarded(&forward, object.flatten().ok_or(())?, &kept)
            };
            Box::pin(
                shared
                    .forward_clone_by(choose, send)
                    // The clone that was sent on is gone by now.
                    .filter_map(|event| std::future::ready(Arc::into_inner(event)))
                    .filter_map(|event| {
                        std::future::ready(match event {
                            Ok(object) => Some(Ok(Item::Python(object))),
                            Err(error) => error.map(Err),
                        })
                    }),
            )
        });
        Ok(Self::new(fresh))
    }
}

type Shared = Arc<Result<Py<PyAny>, Option<ItemError>>>;

/// Two streams as one, which ends when one of them does.
///
/// Example:
///     >>> from barter_integration import BarterStream, merge
///     >>> merged = merge(BarterStream.of([1, 2]), BarterStream.of([3, 4]))
///     >>> next(iter(merged)) in (1, 3)
///     True
#[pyfunction]
pub fn merge(left: &PyBarterStream, right: &PyBarterStream) -> PyResult<PyBarterStream> {
    let left = left.take()?;
    // The same stream twice is found here.
    let right = right.take()?;
    guarded(|| {
        let mut raised = left.raised;
        raised.extend(right.raised);
        let (left, right) = (left.recipe, right.recipe);
        let recipe = move || -> Events { Box::pin(merged(left(), right())) };
        Ok(PyBarterStream::new(super::reader::Fresh {
            recipe: Box::new(recipe),
            raised,
        }))
    })
}

/// A stream that holds what is there already.
#[pyfunction]
#[pyo3(signature = (items: "list[Any]") -> "BarterStream")]
pub fn stream_of(items: Vec<Py<PyAny>>) -> PyBarterStream {
    let items = stream::iter(items.into_iter().map(|object| Ok(Item::Python(object))));
    PyBarterStream::new(super::reader::Fresh::new(Raised::default(), move || Box::pin(items)))
}
