//! What can go wrong at a simulated exchange.

use crate::exact::Inexact;
use rust_decimal::Decimal;
use thiserror::Error;

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SimError {
    #[error(transparent)]
    Inexact(#[from] Inexact),
    #[error("the taker fee must not be negative, got {0}; only a maker fee may be a rebate")]
    NegativeTakerFee(Decimal),
    #[error("{what} must be positive, got {value}")]
    NotPositive { what: &'static str, value: Decimal },
    #[error("{what} must not be negative, got {value}")]
    Negative { what: &'static str, value: Decimal },
    #[error("{what} {position} does not exist at this exchange, which has {count}")]
    Unknown { what: &'static str, position: usize, count: usize },
}
