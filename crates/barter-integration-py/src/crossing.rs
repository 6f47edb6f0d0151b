//! Private entries for benches/streams.py: values of the instrument wheel in and out of this one.

use barter_instrument::{Underlying, asset::Asset, exchange::ExchangeId, instrument::Instrument};
use barter_interop::{
    Foreign,
    instrument::{AssetKey, ExchangeKey},
};
use pyo3::prelude::*;
use std::hint::black_box;

/// Takes a value of another wheel, as methods do.
#[pyfunction]
pub fn _asset_in(value: Foreign<Asset>) {
    black_box(value.0);
}

/// The same for a large value.
#[pyfunction]
pub fn _instrument_in(value: Foreign<Instrument<ExchangeKey, AssetKey>>) {
    black_box(value.0);
}

/// Gives a value of another wheel.
#[pyfunction]
pub fn _asset_out() -> Foreign<Asset> {
    Foreign(Asset::new("btc", "XBT"))
}

/// The same for a large value.
#[pyfunction]
pub fn _instrument_out() -> Foreign<Instrument<ExchangeKey, AssetKey>> {
    let asset = |internal, exchange| AssetKey::Asset(Asset::new(internal, exchange));
    Foreign(Instrument::spot(
        ExchangeKey::Id(ExchangeId::BinanceSpot),
        "binance_spot-btc_usdt",
        "BTCUSDT",
        Underlying::new(asset("btc", "XBT"), asset("usdt", "USDT")),
        None,
    ))
}
