//! `ExchangeStream`: frames are read by a parser and transformed, by barter's pipeline. What is ready is handed to Python at once: one
//! look at the interpreter for a whole burst.

use super::{
    event::{Event, Events, Item, ItemError, class},
    reader::PyBarterStream,
};
use crate::{raised::Raised, socket::message};
use barter_integration::{
    Transformer,
    error::SocketError,
    protocol::{
        StreamParser,
        websocket::{WsMessage, process_frame, process_ping, process_pong},
    },
    stream::ExchangeStream,
};
use barter_interop::{
    errors::{type_name, wrong_type},
    runtime::attach,
};
use futures::{Stream, StreamExt};
use pyo3::{
    exceptions::{PyArithmeticError, PyBaseException, PyLookupError, PyTypeError, PyValueError},
    intern,
    prelude::*,
    types::{PyBytes, PyString},
};
use std::{collections::VecDeque, convert::Infallible, pin::Pin};

/// Most frames handed to Python at once.
const CHUNK: usize = 256;

/// How frames are read.
pub enum Parser {
    /// `WebSocketSerdeParser`: the function reads text or bytes; `None` leaves them as they are.
    Serde(Option<Py<PyAny>>),
    /// `WebSocketProtobufParser`.
    Protobuf(Py<PyAny>),
    /// An object's `parse(message)`.
    Python(Py<PyAny>),
}

impl Parser {
    /// A parser of `barter_integration.websocket`, an object with `parse(message)`, or the parser of JSON if there is none.
    pub fn of(parser: Option<&Bound<'_, PyAny>>, py: Python<'_>) -> PyResult<Self> {
        let made;
        let parser = match parser {
            Some(parser) => parser,
            None => {
                made = class(py, "barter_integration.websocket", &["WebSocketSerdeParser"])?.call0()?;
                &made
            }
        };
        if let Some(reader) = parser.getattr_opt(intern!(py, "_reader"))? {
            let (kind, function): (String, Option<Py<PyAny>>) = reader.call0()?.extract()?;
            match (kind.as_str(), function) {
                ("serde", function) => return Ok(Self::Serde(function)),
                ("protobuf", Some(function)) => return Ok(Self::Protobuf(function)),
                _ => {}
            }
        }
        super::ext::callable(parser, "parser", "parse").map(|parse| Self::Python(parse.unbind()))
    }

    pub fn clone_ref(&self, py: Python<'_>) -> Self {
        match self {
            Self::Serde(function) => Self::Serde(function.as_ref().map(|function| function.clone_ref(py))),
            Self::Protobuf(function) => Self::Protobuf(function.clone_ref(py)),
            Self::Python(function) => Self::Python(function.clone_ref(py)),
        }
    }

    /// What a frame says; `None` for one that says nothing.
    fn parse(&self, py: Python<'_>, event: Event) -> Option<Result<Py<PyAny>, ItemError>> {
        let message = match event {
            Ok(Item::Message(message)) => message,
            Ok(item) => match (self, item.into_object(py)) {
                (Self::Python(parse), object) => return some(py, object.and_then(|object| parse.call1(py, (object,)))),
                (_, Err(error)) => return Some(Err(ItemError::Python(error))),
                // Texts and bytes, of a recording say, are read as if a socket had brought them; anything else is what it is.
                (_, Ok(object)) => match message::from_python(object.bind(py)) {
                    Ok(message) => message,
                    Err(_) => return Some(Ok(object)),
                },
            },
            Err(mut error) => {
                return match self {
                    Self::Python(parse) => {
                        let exception = error.as_exception(py);
                        some(py, parse.call1(py, (exception,)))
                    }
                    _ => Some(Err(match error {
                        ItemError::WebSocket(error) => ItemError::Socket(SocketError::WebSocket(error)),
                        other => other,
                    })),
                };
            }
        };
        match (self, message) {
            (Self::Python(parse), message) => some(py, message::to_python(py, &message).and_then(|message| parse.call1(py, (message,)))),
            (Self::Serde(function), WsMessage::Text(text)) => {
                let object = PyString::new(py, &text).into_any();
                Some(read(function.as_ref(), &object).map_err(|error| {
                    unread(py, error, |error| SocketError::Deserialise {
                        error,
                        payload: text.to_string(),
                    })
                }))
            }
            (Self::Serde(None), WsMessage::Binary(bytes)) => Some(Ok(PyBytes::new(py, &bytes).into_any().unbind())),
            (Self::Serde(function), WsMessage::Binary(bytes)) => {
                let refused = |error| SocketError::DeserialiseBinary {
                    error,
                    payload: bytes.to_vec(),
                };
                Some(match std::str::from_utf8(&bytes) {
                    Ok(text) => read(function.as_ref(), &PyString::new(py, text).into_any()).map_err(|error| unread(py, error, refused)),
                    Err(error) => Err(ItemError::Socket(refused(custom(error)))),
                })
            }
            // As in barter: a venue that speaks protobuf sends its answers to subscriptions as text.
            (Self::Protobuf(_), WsMessage::Text(_)) => None,
            (Self::Protobuf(function), WsMessage::Binary(bytes)) => {
                let object = PyBytes::new(py, &bytes).into_any();
                Some(function.call1(py, (&object,)).map_err(ItemError::Python))
            }
            (_, WsMessage::Ping(payload)) => process_ping::<Infallible>(payload).and_then(admin),
            (_, WsMessage::Pong(payload)) => process_pong::<Infallible>(payload).and_then(admin),
            (_, WsMessage::Close(frame)) => Some(Err(ItemError::Socket(SocketError::Terminated(frame.map_or_else(
                || "None".to_owned(),
                |frame| format!("CloseFrame(code={}, reason={:?})", u16::from(frame.code), frame.reason.as_str()),
            ))))),
            (_, WsMessage::Frame(frame)) => process_frame::<Infallible>(frame).and_then(admin),
        }
    }
}

fn admin(processed: Result<Infallible, SocketError>) -> Option<Result<Py<PyAny>, ItemError>> {
    match processed {
        Ok(never) => match never {},
        Err(error) => Some(Err(ItemError::Socket(error))),
    }
}

fn some(py: Python<'_>, parsed: PyResult<Py<PyAny>>) -> Option<Result<Py<PyAny>, ItemError>> {
    match parsed {
        Ok(object) if object.is_none(py) => None,
        Ok(object) => Some(Ok(object)),
        Err(error) => Some(Err(ItemError::Python(error))),
    }
}

fn read(function: Option<&Py<PyAny>>, object: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    match function {
        None => Ok(object.clone().unbind()),
        Some(function) => function.call1(object.py(), (object,)),
    }
}

/// What a payload that cannot be read is; another exception of the reading function stays what it is.
fn unread(py: Python<'_>, error: PyErr, refused: impl FnOnce(serde_json::Error) -> SocketError) -> ItemError {
    let of_data = error.is_instance_of::<PyValueError>(py)
        || error.is_instance_of::<PyTypeError>(py)
        || error.is_instance_of::<PyLookupError>(py)
        || error.is_instance_of::<PyArithmeticError>(py);
    if of_data {
        ItemError::Socket(refused(custom(error.value(py))))
    } else {
        ItemError::Python(error)
    }
}

fn custom(reason: impl std::fmt::Display) -> serde_json::Error {
    <serde_json::Error as ::serde::de::Error>::custom(reason)
}

/// Frames that were ready together.
struct Chunks;

impl StreamParser<Vec<Event>> for Chunks {
    type Stream = Pin<Box<dyn Stream<Item = Result<Vec<Event>, Infallible>> + Send>>;
    type Message = Vec<Event>;
    type Error = Infallible;

    fn parse(input: Result<Self::Message, Infallible>) -> Option<Result<Vec<Event>, SocketError>> {
        match input {
            Ok(chunk) => Some(Ok(chunk)),
            Err(never) => match never {},
        }
    }
}

/// A parser and a transformer written in Python; without one, what was parsed is what comes out.
pub struct PythonTransformer {
    parser: Parser,
    transform: Option<Py<PyAny>>,
    raised: Raised,
}

impl PythonTransformer {
    fn outputs(&self, py: Python<'_>, event: Event, outputs: &mut Vec<Event>) {
        let parsed = match self.parser.parse(py, event) {
            None => return,
            Some(Err(error)) => return outputs.push(Err(error)),
            Some(Ok(parsed)) => parsed,
        };
        let Some(transform) = &self.transform else {
            return outputs.push(Ok(Item::Python(parsed)));
        };
        let transformed = || {
            for output in transform.bind(py).call1((parsed,))?.try_iter()? {
                let output = output?;
                outputs.push(if output.is_instance_of::<PyBaseException>() {
                    Err(ItemError::Python(PyErr::from_value(output)))
                } else {
                    Ok(Item::Python(output.unbind()))
                });
            }
            Ok::<_, PyErr>(())
        };
        if let Err(error) = transformed() {
            outputs.push(Err(ItemError::Python(error)));
        }
    }
}

impl Transformer for PythonTransformer {
    type Error = ItemError;
    type Input = Vec<Event>;
    type Output = Item;
    type OutputIter = Vec<Event>;

    fn transform(&mut self, chunk: Vec<Event>) -> Vec<Event> {
        let mut outputs = Vec::with_capacity(chunk.len());
        let attached = attach(|py| {
            for event in chunk {
                self.outputs(py, event, &mut outputs);
            }
        });
        if attached.is_none() {
            self.raised
                .keep(barter_interop::errors::state_error("exiting", "the interpreter is exiting"));
        }
        outputs
    }
}

/// The pipeline around frames. Outputs that were there before come first.
pub fn exchange(events: Events, transformer: PythonTransformer, buffer: VecDeque<Event>) -> Events {
    let raised = transformer.raised.clone();
    let chunks = events.ready_chunks(CHUNK).map(Ok::<_, Infallible>);
    let stream = ExchangeStream::<Chunks, _, _>::new(
        Box::pin(chunks) as <Chunks as StreamParser<Vec<Event>>>::Stream,
        transformer,
        buffer,
    );
    Box::pin(stream.take_while(move |_| std::future::ready(!raised.is_some())))
}

/// A transformer of a connection. `transformer` is an object with `transform(input)`, a function, or None.
pub fn transformer_of(parser: Parser, transformer: Option<&Bound<'_, PyAny>>, raised: Raised) -> PyResult<PythonTransformer> {
    let transform = transformer
        .map(|transformer| super::ext::callable(transformer, "transformer", "transform").map(Bound::unbind))
        .transpose()?;
    Ok(PythonTransformer { parser, transform, raised })
}

/// A class or function that makes a transformer for each connection: a new connection starts with a new state.
pub struct Factory {
    parser: Parser,
    factory: Option<Py<PyAny>>,
    raised: Raised,
}

impl Factory {
    pub fn new(parser: Parser, factory: Option<Py<PyAny>>, raised: Raised) -> Self {
        Self { parser, factory, raised }
    }

    /// What is given has to make transformers.
    pub fn check(factory: &Bound<'_, PyAny>) -> PyResult<()> {
        if factory.is_callable() {
            return Ok(());
        }
        Err(wrong_type(
            "transformer",
            format!(
                "transformer must be a class or function that makes a transformer for each connection, got {}",
                type_name(factory)
            ),
        ))
    }

    /// The transformer of one connection; `None` if it could not be made: the exception is kept.
    pub fn make(&self) -> Option<PythonTransformer> {
        let made = attach(|py| {
            let made = self.factory.as_ref().map(|factory| factory.bind(py).call0()).transpose()?;
            transformer_of(self.parser.clone_ref(py), made.as_ref(), self.raised.clone())
        });
        match made? {
            Ok(transformer) => Some(transformer),
            Err(error) => {
                self.raised.keep(error);
                None
            }
        }
    }
}

#[pymethods]
impl PyBarterStream {
    /// Reads and transforms messages, as `ExchangeStream` does.
    ///
    /// Args:
    ///     transformer: an object with `transform(input)` or a function that gives any number of outputs for an input; None hands the
    ///         inputs on. An exception among the outputs, or raised, is an error among the items.
    ///     parser: reads messages: `WebSocketSerdeParser()` (the default), `WebSocketProtobufParser()`, `WsParser()`, or an object with
    ///         `parse(message)`.
    ///     buffer: outputs that come first.
    #[pyo3(signature = (
        transformer: "Transformer[Any, Any] | Callable[[Any], Iterable[Any]] | None" = None,
        parser: "StreamParser[Any, Any] | None" = None,
        buffer: "Sequence[Any]" = Vec::new()
    ))]
    fn transform(
        &self,
        py: Python<'_>,
        transformer: Option<&Bound<'_, PyAny>>,
        parser: Option<&Bound<'_, PyAny>>,
        buffer: Vec<Py<PyAny>>,
    ) -> PyResult<Self> {
        let raised = Raised::default();
        let transformer = transformer_of(Parser::of(parser, py)?, transformer, raised.clone())?;
        let buffer = buffer.into_iter().map(|object| Ok(Item::Python(object))).collect();
        let fresh = self.take()?.then(raised, move |events| exchange(events, transformer, buffer));
        Ok(Self::new(fresh))
    }
}
