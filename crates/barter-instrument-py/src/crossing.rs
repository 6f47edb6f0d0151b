//! Private entries for benches/streams.py: values in and out inside this wheel, to which crossing to another wheel is compared.

use crate::{asset::PyAsset, instrument::PyInstrument};
use barter_instrument::{Underlying, asset::Asset, instrument::Instrument};
use barter_interop::instrument::{AssetKey, ExchangeKey};
use pyo3::prelude::*;
use std::hint::black_box;

/// Takes a value of this wheel, as its methods do.
#[pyfunction]
pub fn _asset_in(value: PyRef<'_, PyAsset>) {
    black_box(value.0.clone());
}

/// The same for a large value.
#[pyfunction]
pub fn _instrument_in(value: PyRef<'_, PyInstrument>) {
    black_box(value.0.clone());
}

/// Gives a value of this wheel.
#[pyfunction]
pub fn _asset_out() -> PyAsset {
    PyAsset(Asset::new("btc", "XBT"))
}

/// The same for a large value.
#[pyfunction]
pub fn _instrument_out() -> PyInstrument {
    let asset = |internal, exchange| AssetKey::Asset(Asset::new(internal, exchange));
    PyInstrument(Instrument::spot(
        ExchangeKey::Id(barter_instrument::exchange::ExchangeId::BinanceSpot),
        "binance_spot-btc_usdt",
        "BTCUSDT",
        Underlying::new(asset("btc", "XBT"), asset("usdt", "USDT")),
        None,
    ))
}
