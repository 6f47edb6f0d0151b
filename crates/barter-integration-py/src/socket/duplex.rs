//! Both directions of a connection.

use crate::stream::event::{Event, Events, Item, ItemError};
use barter_integration::protocol::websocket::{WebSocket, WsError, WsMessage};
use futures::{Sink, Stream, StreamExt};
use std::{
    future::pending,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::sync::oneshot;

pub type Sending = Pin<Box<dyn Sink<WsMessage, Error = WsError> + Send>>;

/// Longest wait for the other side, once a connection is closed from here.
pub const CLOSE_WITHIN: Duration = Duration::from_secs(2);

/// Tells those who read that the connection is closed from here: the other side may never answer.
struct Goodbye<S> {
    sending: S,
    closing: Option<oneshot::Sender<()>>,
}

impl<S: Sink<WsMessage, Error = WsError> + Unpin> Sink<WsMessage> for Goodbye<S> {
    type Error = WsError;

    fn poll_ready(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), WsError>> {
        Pin::new(&mut self.sending).poll_ready(context)
    }

    fn start_send(mut self: Pin<&mut Self>, message: WsMessage) -> Result<(), WsError> {
        Pin::new(&mut self.sending).start_send(message)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), WsError>> {
        Pin::new(&mut self.sending).poll_flush(context)
    }

    fn poll_close(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), WsError>> {
        if let Some(closing) = self.closing.take() {
            // Nobody may read any more.
            let _ = closing.send(());
        }
        Pin::new(&mut self.sending).poll_close(context)
    }
}

/// A connection: what comes, and where messages are sent.
pub struct Duplex {
    pub sending: Sending,
    pub events: Events,
}

impl Duplex {
    pub fn of(socket: WebSocket) -> Self {
        let (sending, frames) = socket.split();
        let (closing, closed) = oneshot::channel();
        let given_up = async {
            match closed.await {
                Ok(()) => tokio::time::sleep(CLOSE_WITHIN).await,
                // Dropped without a goodbye: who reads goes on.
                Err(_) => pending().await,
            }
        };
        Self {
            sending: Box::pin(Goodbye {
                sending,
                closing: Some(closing),
            }),
            events: Box::pin(
                frames
                    .map(|frame| frame.map(Item::Message).map_err(|error| ItemError::WebSocket(Box::new(error))))
                    .take_until(given_up),
            ),
        }
    }

    /// Both halves of something that has both.
    pub fn joined(socket: impl Stream<Item = Event> + Sink<WsMessage, Error = WsError> + Send + 'static) -> Self {
        let (sending, events) = socket.split();
        Self {
            sending: Box::pin(sending),
            events: Box::pin(events),
        }
    }

    /// The same connection with something around what comes.
    pub fn map(self, around: impl FnOnce(Events) -> Events) -> Self {
        Self {
            sending: self.sending,
            events: around(self.events),
        }
    }
}

impl Stream for Duplex {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Event>> {
        self.events.as_mut().poll_next(context)
    }
}

impl Sink<WsMessage> for Duplex {
    type Error = WsError;

    fn poll_ready(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), WsError>> {
        self.sending.as_mut().poll_ready(context)
    }

    fn start_send(mut self: Pin<&mut Self>, message: WsMessage) -> Result<(), WsError> {
        self.sending.as_mut().start_send(message)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), WsError>> {
        self.sending.as_mut().poll_flush(context)
    }

    fn poll_close(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), WsError>> {
        self.sending.as_mut().poll_close(context)
    }
}
