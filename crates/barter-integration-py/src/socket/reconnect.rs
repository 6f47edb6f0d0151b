//! `init_reconnecting_socket` and what is put around it: barter's, with functions written in Python.

use super::{duplex::Duplex, request::PyWebSocketRequest, sink::PyWsSink};
use crate::{
    error,
    raised::Raised,
    stream::{
        event::{Event, Events, Item, ItemError, class},
        exchange::{Factory, Parser, exchange},
        ext::{callable, on_timeout, timeout_arg},
        reader::{Fresh, PyBarterStream},
    },
};
use barter_integration::{
    error::SocketError,
    protocol::websocket::WsMessage,
    socket::{
        ReconnectingSocket,
        backoff::{DefaultBackoff, ReconnectBackoff},
        init_reconnecting_socket,
        on_connect_err::{ConnectError, ConnectErrorAction, ConnectErrorHandler, ConnectErrorKind},
        on_stream_err::{StreamErrorAction, StreamErrorHandler},
        update::SocketUpdate,
    },
    stream::ext::BarterStreamExt,
};
use barter_interop::{
    errors::{state_error, type_name, wrong_type},
    runtime::attach,
    time::non_negative_duration_ns_arg,
};
use futures::{Stream, StreamExt, future::BoxFuture, stream};
use parking_lot::Mutex;
use pyo3::{intern, prelude::*};
use std::{
    collections::VecDeque,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

/// The exception of an attempt; `None` when there is no interpreter to make it.
type Failed = Option<Py<PyAny>>;
type Attempts = Pin<Box<dyn Stream<Item = Result<Duplex, ConnectError<Failed>>> + Send>>;
type Sockets = Pin<Box<dyn Stream<Item = Duplex> + Send>>;

enum Stage {
    Attempts(Box<dyn FnOnce() -> Attempts + Send>),
    Sockets(Box<dyn FnOnce() -> Sockets + Send>),
}

/// Waits between attempts.
struct Backoff {
    /// barter's own if there is none.
    python: Option<Py<PyAny>>,
    /// A connection that lived shorter does not count as one that worked.
    stable_after: Duration,
    connected: Arc<Mutex<Option<Instant>>>,
    short_lived: u32,
    raised: Raised,
}

impl ReconnectBackoff for Backoff {
    fn reconnect_backoff(&mut self, attempt: u32) -> Duration {
        // barter counts from nothing after each connection: a server that accepts and drops would be called without a pause.
        let mut attempt = attempt;
        if attempt == 0 {
            match self.connected.lock().take() {
                Some(since) if since.elapsed() < self.stable_after => self.short_lived = self.short_lived.saturating_add(1),
                _ => self.short_lived = 0,
            }
            attempt = self.short_lived;
        }
        let Some(python) = &self.python else {
            return DefaultBackoff.reconnect_backoff(attempt);
        };
        if self.raised.is_some() {
            return Duration::ZERO;
        }
        let waits = attach(|py| {
            let given = python.bind(py).call1((attempt,))?;
            non_negative_duration_ns_arg(&given, "reconnect_backoff")
        });
        match waits {
            Some(Ok(nanos)) => Duration::from_nanos(nanos.unsigned_abs()),
            Some(Err(error)) => {
                self.raised.keep(error);
                Duration::ZERO
            }
            None => Duration::ZERO,
        }
    }
}

/// Where the request of an attempt comes from.
enum Source {
    Fixed(PyWebSocketRequest),
    /// Asked before each attempt, in a thread of its own: it may wait, for a new token say.
    Python(Arc<Py<PyAny>>),
}

impl Source {
    async fn request(source: Arc<Self>) -> Result<PyWebSocketRequest, Failed> {
        let make = match source.as_ref() {
            Self::Fixed(request) => return Ok(request.clone()),
            Self::Python(make) => make.clone(),
        };
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let asked = std::thread::Builder::new().name("integration-connect".to_owned()).spawn(move || {
            let made = attach(|py| {
                let made = make.bind(py).call0()?;
                PyWebSocketRequest::of(&made)
            });
            // The attempt may have timed out.
            let _ = sender.send(made);
        });
        let made = match asked {
            Ok(_) => receiver.await.ok().flatten(),
            Err(error) => Some(Err(state_error("thread", format!("no thread could be started: {error}")))),
        };
        made.ok_or(None)?.map_err(|error| attach(|py| error.into_value(py).into_any()))
    }
}

fn action_of(value: &Bound<'_, PyAny>, name: &str) -> PyResult<String> {
    let py = value.py();
    if !value.is_instance(&class(py, "barter_integration.socket", &[name])?)? {
        return Err(wrong_type(
            "handler",
            format!("a handler must return a {name}, got {}", type_name(value)),
        ));
    }
    value.getattr(intern!(py, "name"))?.extract()
}

struct OnConnect {
    handle: Py<PyAny>,
    raised: Raised,
}

impl ConnectErrorHandler<Failed> for OnConnect {
    fn handle(&mut self, error: &ConnectError<Failed>) -> ConnectErrorAction {
        if self.raised.is_some() {
            return ConnectErrorAction::Terminate;
        }
        let action = attach(|py| {
            let kinds = class(py, "barter_integration.socket", &["ConnectErrorKind"])?;
            let kind = match &error.kind {
                ConnectErrorKind::Connect(exception) => kinds.getattr("Connect")?.call1((exception,))?,
                ConnectErrorKind::Timeout => kinds.getattr("Timeout")?.call0()?,
            };
            let error = class(py, "barter_integration.socket", &["ConnectError"])?.call1((error.reconnection_attempt, kind))?;
            action_of(&self.handle.bind(py).call1((error,))?, "ConnectErrorAction")
        });
        match action {
            Some(Ok(action)) if action == "RECONNECT" => ConnectErrorAction::Reconnect,
            Some(Err(error)) => {
                self.raised.keep(error);
                ConnectErrorAction::Terminate
            }
            _ => ConnectErrorAction::Terminate,
        }
    }
}

#[derive(Clone)]
struct OnStream {
    handle: Arc<Py<PyAny>>,
    raised: Raised,
}

impl StreamErrorHandler<ItemError> for OnStream {
    fn handle(&mut self, error: &ItemError) -> StreamErrorAction {
        let ItemError::Python(error) = error else {
            return StreamErrorAction::Reconnect;
        };
        let action = attach(|py| action_of(&self.handle.bind(py).call1((error.value(py),))?, "StreamErrorAction"));
        match action {
            Some(Ok(action)) if action == "CONTINUE" => StreamErrorAction::Continue,
            Some(Err(error)) => {
                self.raised.keep(error);
                StreamErrorAction::Reconnect
            }
            _ => StreamErrorAction::Reconnect,
        }
    }
}

/// The same events, with errors as exceptions, which handlers take.
fn with_exceptions(events: Events) -> Events {
    Box::pin(events.map(|event: Event| {
        event.map_err(|mut error| {
            // Without an interpreter nobody asks any more.
            attach(|py| error.as_exception(py));
            error
        })
    }))
}

/// Connections one after the other: when one ends, or cannot be made, the next is tried after the back-off.
///
/// Put it together with its methods, each of which takes it over. `into_stream()` gives the items of all connections,
/// `with_socket_updates()` also says when one begins, with its sink, and when one has ended.
#[pyclass(frozen, weakref, name = "ReconnectingSocket", module = "barter_integration")]
pub struct PyReconnectingSocket(Mutex<Option<(Stage, Raised)>>);

/// Compiled part of `init_reconnecting_socket`.
#[pyfunction]
#[pyo3(signature = (connect: "str | WebSocketRequest | Callable[[], str | WebSocketRequest]", timeout: "float | timedelta | str", backoff: "Callable[[int], timedelta | int] | None", stable_after: "timedelta | int | str"))]
pub fn reconnecting_socket(
    connect: &Bound<'_, PyAny>,
    timeout: &Bound<'_, PyAny>,
    backoff: Option<Py<PyAny>>,
    stable_after: &Bound<'_, PyAny>,
) -> PyResult<PyReconnectingSocket> {
    let timeout = timeout_arg(timeout)?;
    let stable_after = Duration::from_nanos(non_negative_duration_ns_arg(stable_after, "stable_after")?.unsigned_abs());
    let source = Arc::new(if connect.is_callable() {
        Source::Python(Arc::new(connect.clone().unbind()))
    } else {
        Source::Fixed(PyWebSocketRequest::of(connect)?)
    });
    let raised = Raised::default();
    let kept = raised.clone();
    let attempts = move || -> Attempts {
        let connected = Arc::new(Mutex::new(None));
        let backoff = Backoff {
            python: backoff,
            stable_after,
            connected: connected.clone(),
            short_lived: 0,
            raised: kept.clone(),
        };
        let connect = move || -> BoxFuture<'static, Result<Duplex, Failed>> {
            let (source, connected, raised) = (source.clone(), connected.clone(), kept.clone());
            Box::pin(async move {
                if raised.is_some() {
                    return Err(None);
                }
                match Source::request(source).await?.open().await {
                    Ok(socket) => {
                        *connected.lock() = Some(Instant::now());
                        Ok(socket)
                    }
                    Err(failed) => Err(attach(|py| {
                        error::socket(py, SocketError::WebSocket(Box::new(failed)))
                            .into_value(py)
                            .into_any()
                    })),
                }
            })
        };
        Box::pin(init_reconnecting_socket(connect, timeout, backoff))
    };
    Ok(PyReconnectingSocket(Mutex::new(Some((
        Stage::Attempts(Box::new(attempts)),
        raised,
    )))))
}

impl PyReconnectingSocket {
    fn take(&self) -> PyResult<(Stage, Raised)> {
        self.0.lock().take().ok_or_else(|| {
            state_error(
                "taken",
                "this ReconnectingSocket was taken over by a method that made another one, or a stream, of it. Use that one",
            )
        })
    }

    fn connected(&self, handle: Py<PyAny>) -> PyResult<(Box<dyn FnOnce() -> Sockets + Send>, Raised)> {
        let (stage, raised) = self.take()?;
        match stage {
            Stage::Sockets(sockets) => Ok((sockets, raised)),
            Stage::Attempts(attempts) => {
                let handler = OnConnect {
                    handle,
                    raised: raised.clone(),
                };
                Ok((Box::new(move || Box::pin(attempts().on_connect_err(handler))), raised))
            }
        }
    }

    /// The connections with something around each. After a function has raised, no further attempt is made.
    fn around(&self, around: impl FnOnce(Sockets, Raised) -> Sockets + Send + 'static) -> PyResult<Self> {
        let (sockets, raised) = self.connected(default_handler()?)?;
        let own = raised.clone();
        let stage = Stage::Sockets(Box::new(move || around(sockets(), own)));
        Ok(Self(Mutex::new(Some((stage, raised)))))
    }
}

/// What decides about failed attempts when the user does not: it logs and tries again.
fn default_handler() -> PyResult<Py<PyAny>> {
    Python::attach(|py| class(py, "barter_integration.socket", &["log_and_reconnect"]).map(Bound::unbind))
}

// Python methods take their object by reference; `into_stream` is the name upstream gives to what takes it over.
#[allow(clippy::wrong_self_convention)]
#[pymethods]
impl PyReconnectingSocket {
    /// Decides about attempts that failed: to try again after the back-off, or to end.
    ///
    /// Args:
    ///     handler: a function of a `ConnectError` that returns a `ConnectErrorAction`, or an object with `handle(error)`. What it raises
    ///         ends the stream. Without one, failed attempts are logged as warnings and tried again for ever.
    #[pyo3(signature = (handler: "ConnectErrorHandler | Callable[[ConnectError], ConnectErrorAction]"))]
    fn on_connect_err(&self, handler: &Bound<'_, PyAny>) -> PyResult<Self> {
        let handle = callable(handler, "handler", "handle")?.unbind();
        if matches!(&*self.0.lock(), Some((Stage::Sockets(_), _))) {
            return Err(state_error(
                "order",
                "on_connect_err must come before the other methods: those see connections that were made",
            ));
        }
        let (sockets, raised) = self.connected(handle)?;
        Ok(Self(Mutex::new(Some((Stage::Sockets(sockets), raised)))))
    }

    /// Decides about errors among the items: to hand them on, or to drop the connection and make another one.
    ///
    /// Args:
    ///     handler: a function of the exception that returns a `StreamErrorAction`, or an object with `handle(error)`.
    #[pyo3(signature = (handler: "StreamErrorHandler | Callable[[Exception], StreamErrorAction]"))]
    fn on_stream_err(&self, handler: &Bound<'_, PyAny>) -> PyResult<Self> {
        let handle = Arc::new(callable(handler, "handler", "handle")?.unbind());
        self.around(move |sockets, raised| {
            let sockets = sockets.map(|socket| socket.map(with_exceptions));
            Box::pin(sockets.on_stream_err(OnStream { handle, raised }).map(Duplex::joined))
        })
    }

    /// As `on_stream_err`, and no error is handed on.
    #[pyo3(signature = (handler: "StreamErrorHandler | Callable[[Exception], StreamErrorAction]"))]
    fn on_stream_err_filter(&self, handler: &Bound<'_, PyAny>) -> PyResult<Self> {
        let handle = Arc::new(callable(handler, "handler", "handle")?.unbind());
        self.around(move |sockets, raised| {
            let sockets = sockets.map(|socket| socket.map(with_exceptions));
            let filtered = sockets.on_stream_err_filter(OnStream { handle, raised });
            Box::pin(filtered.map(|socket| Duplex::joined(socket.map(Ok))))
        })
    }

    /// Drops a connection on which nothing comes for a while, and makes another one: half-open connections say nothing for ever.
    ///
    /// Args:
    ///     timeout: longest wait for the next item: seconds, a `timedelta`, or text such as "30s".
    ///     on_timeout: called without arguments before the connection is dropped.
    #[pyo3(name = "with_timeout", signature = (timeout: "float | timedelta | str", on_timeout: "Callable[[], object] | None" = None))]
    fn with_idle_timeout(&self, timeout: &Bound<'_, PyAny>, on_timeout: Option<Py<PyAny>>) -> PyResult<Self> {
        let timeout = timeout_arg(timeout)?;
        let function = on_timeout.map(Arc::new);
        self.around(move |sockets, raised| {
            Box::pin(sockets.map(move |socket| {
                let called = function.clone().and_then(|function| attach(|py| function.clone_ref(py)));
                let called = self::on_timeout(called, raised.clone());
                socket.map(|events| Box::pin(events.with_timeout(timeout, called)))
            }))
        })
    }

    /// Reads and transforms the messages of each connection, as `ExchangeStream` does.
    ///
    /// Args:
    ///     transformer: a class or function without arguments that makes a transformer (see `BarterStream.transform`) for each
    ///         connection: its state begins anew with it. None hands the inputs on.
    ///     parser: reads messages, as for `BarterStream.transform`.
    #[pyo3(signature = (
        transformer: "Callable[[], Transformer[Any, Any] | Callable[[Any], Iterable[Any]]] | None" = None,
        parser: "StreamParser[Any, Any] | None" = None
    ))]
    fn transform(&self, py: Python<'_>, transformer: Option<&Bound<'_, PyAny>>, parser: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let factory = transformer;
        let parser = Parser::of(parser, py)?;
        if let Some(factory) = factory {
            Factory::check(factory)?;
        }
        let factory = factory.map(|factory| factory.clone().unbind());
        self.around(move |sockets, raised| {
            let factory = Factory::new(parser, factory, raised);
            Box::pin(sockets.map(move |socket| {
                socket.map(|events| match factory.make() {
                    Some(transformer) => exchange(events, transformer, VecDeque::new()),
                    None => Box::pin(stream::empty()),
                })
            }))
        })
    }

    /// A stream of `SocketUpdate`: `Connected(sink)` when a connection begins, `Item(item)` for what comes (errors too, as exceptions in
    /// `item`), `Reconnecting()` when it has ended.
    fn with_socket_updates(&self) -> PyResult<PyBarterStream> {
        let (sockets, raised) = self.connected(default_handler()?)?;
        let recipe = move || -> Events {
            let updates = sockets().with_socket_updates::<Duplex, WsMessage>();
            Box::pin(updates.map(|update| {
                Ok(match update {
                    SocketUpdate::Connected(sink) => Item::Connected(PyWsSink::new(Box::pin(sink))),
                    SocketUpdate::Reconnecting => Item::Reconnecting,
                    SocketUpdate::Item(event) => Item::Update(Box::new(event)),
                })
            }))
        };
        Ok(PyBarterStream::new(Fresh {
            recipe: Box::new(recipe),
            raised: vec![raised],
        }))
    }

    /// A stream of the items of all connections.
    fn into_stream(&self) -> PyResult<PyBarterStream> {
        let (sockets, raised) = self.connected(default_handler()?)?;
        let recipe = move || -> Events { Box::pin(sockets().flat_map(|socket| socket.events)) };
        Ok(PyBarterStream::new(Fresh {
            recipe: Box::new(recipe),
            raised: vec![raised],
        }))
    }

    fn __repr__(&self) -> &'static str {
        if self.0.lock().is_some() {
            "<ReconnectingSocket>"
        } else {
            "<ReconnectingSocket taken over>"
        }
    }
}
