//! The classes of other wheels that cross here: a mix of releases is found when the wheel is imported, not in the middle of a run.

use barter_data::event::{DataKind, MarketEvent};
use barter_execution::{
    balance::Balance,
    client::mock::MockExecutionConfig,
    order::{
        TimeInForce,
        request::{OrderRequestCancel, OrderRequestOpen},
    },
    trade::Trade,
};
use barter_instrument::{
    Side,
    asset::{Asset, QuoteAsset},
    exchange::{ExchangeId, ExchangeIndex},
    instrument::{Instrument, InstrumentIndex},
};
use barter_interop::{Canonical, CanonicalEnum};
use pyo3::prelude::*;

/// Compares layouts and members with those of the installed owners.
pub fn require(py: Python<'_>) -> PyResult<()> {
    Side::require(py)?;
    ExchangeId::require(py)?;
    Instrument::<ExchangeId, Asset>::require(py)?;
    MarketEvent::<InstrumentIndex, DataKind>::require(py)?;
    Balance::require(py)?;
    MockExecutionConfig::require(py)?;
    TimeInForce::require(py)?;
    OrderRequestOpen::<ExchangeIndex, InstrumentIndex>::require(py)?;
    OrderRequestCancel::<ExchangeIndex, InstrumentIndex>::require(py)?;
    Trade::<QuoteAsset, InstrumentIndex>::require(py).map(|_| ())
}
