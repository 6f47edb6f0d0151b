//! Why the simulated exchange cannot go on, or cannot be made.

use crate::{exact::Inexact, packet::OrderNumber};
use thiserror::Error;

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SimError {
    #[error(transparent)]
    Inexact(#[from] Inexact),
    /// A setting that makes no exchange.
    #[error("{argument}: {message}")]
    Config { argument: &'static str, message: String },
    /// A request that the strategy's side should have refused.
    #[error("order {number}: {message}")]
    Request { number: OrderNumber, message: String },
    #[error("instrument {position} does not exist on this exchange, which has {count}")]
    UnknownInstrument { position: usize, count: usize },
    /// A matching model broke the rules of [`MatchingModel`](crate::matching::MatchingModel).
    #[error("the matching model answered order {number} with {message}")]
    Model { number: OrderNumber, message: String },
}

impl SimError {
    pub(crate) fn config(argument: &'static str, message: impl Into<String>) -> Self {
        Self::Config {
            argument,
            message: message.into(),
        }
    }

    pub(crate) fn model(number: OrderNumber, message: impl Into<String>) -> Self {
        Self::Model {
            number,
            message: message.into(),
        }
    }
}
