//! Python bindings of the crate barter-data.
#![forbid(unsafe_code)]

mod books;
mod error;
mod event;
mod exchange;
mod instrument;
mod market_data;
mod streams;
mod subscription;

use pyo3::prelude::*;

/// Compiled part of `barter_data`; import its names from there.
#[pymodule]
mod _data {
    #[pymodule_export]
    use crate::{
        books::{PyLevel, PyOrderBook, PyOrderBookSide},
        event::{PyDataKind, PyMarketEvent},
        exchange::{_connector, _expected_responses, _map_subscriptions, _requests, _subscribed_as},
        instrument::PyMarketInstrumentData,
        market_data::{PyMarketData, PyMarketEvents},
        streams::{
            batches::{
                generate_indexed_market_data_subscription_batches, index_market_data_subscription_batches, validated, validated_batches,
            },
            reconnect::PyMarketStreamEvent,
        },
        subscription::{
            book::{PyOrderBookEvent, PyOrderBookL1},
            candle::PyCandle,
            liquidation::PyLiquidation,
            request::{
                PySubscription, display_subscriptions_without_exchange, exchange_supports_instrument_kind,
                exchange_supports_instrument_kind_sub_kind, supported_subscriptions,
            },
            trade::PyPublicTrade,
        },
    };
    use barter_data::{
        books::{Level, OrderBook},
        event::{DataKind, MarketEvent},
        exchange,
        instrument::MarketInstrumentData,
        streams::reconnect::Event,
        subscription::{
            SubKind,
            book::{OrderBookEvent, OrderBookL1},
            candle::Candle,
            liquidation::Liquidation,
            trade::PublicTrade,
        },
    };
    use barter_instrument::{
        Side,
        exchange::ExchangeId,
        index::IndexedInstruments,
        instrument::{
            kind::InstrumentKind,
            market_data::{MarketDataInstrument, kind::MarketDataInstrumentKind},
        },
    };
    use barter_interop::{
        Canonical, CanonicalEnum,
        data::{AnySide, AnySubscription},
        instrument::{AssetKey, InstrumentKey},
    };
    use pyo3::prelude::*;

    #[pymodule_export]
    const WEBSOCKET_BASE_URL_BINANCE_SPOT: &str = exchange::binance::spot::WEBSOCKET_BASE_URL_BINANCE_SPOT;
    #[pymodule_export]
    const WEBSOCKET_BASE_URL_BINANCE_FUTURES_USD: &str = exchange::binance::futures::WEBSOCKET_BASE_URL_BINANCE_FUTURES_USD;
    #[pymodule_export]
    const HTTP_BOOK_L2_SNAPSHOT_URL_BINANCE_SPOT: &str = exchange::binance::spot::l2::HTTP_BOOK_L2_SNAPSHOT_URL_BINANCE_SPOT;
    #[pymodule_export]
    const HTTP_BOOK_L2_SNAPSHOT_URL_BINANCE_FUTURES_USD: &str =
        exchange::binance::futures::l2::HTTP_BOOK_L2_SNAPSHOT_URL_BINANCE_FUTURES_USD;
    #[pymodule_export]
    const BASE_URL_BITFINEX: &str = exchange::bitfinex::BASE_URL_BITFINEX;
    #[pymodule_export]
    const BASE_URL_BITMEX: &str = exchange::bitmex::BASE_URL_BITMEX;
    #[pymodule_export]
    const WEBSOCKET_BASE_URL_BYBIT_SPOT: &str = exchange::bybit::spot::WEBSOCKET_BASE_URL_BYBIT_SPOT;
    #[pymodule_export]
    const WEBSOCKET_BASE_URL_BYBIT_PERPETUALS_USD: &str = exchange::bybit::futures::WEBSOCKET_BASE_URL_BYBIT_PERPETUALS_USD;
    #[pymodule_export]
    const BASE_URL_COINBASE: &str = exchange::coinbase::BASE_URL_COINBASE;
    #[pymodule_export]
    const WEBSOCKET_BASE_URL_GATEIO_SPOT: &str = exchange::gateio::spot::WEBSOCKET_BASE_URL_GATEIO_SPOT;
    #[pymodule_export]
    const WEBSOCKET_BASE_URL_GATEIO_FUTURES_USD: &str = exchange::gateio::future::WEBSOCKET_BASE_URL_GATEIO_FUTURES_USD;
    #[pymodule_export]
    const WEBSOCKET_BASE_URL_GATEIO_FUTURES_BTC: &str = exchange::gateio::future::WEBSOCKET_BASE_URL_GATEIO_FUTURES_BTC;
    #[pymodule_export]
    const WEBSOCKET_BASE_URL_GATEIO_PERPETUALS_USD: &str = exchange::gateio::perpetual::WEBSOCKET_BASE_URL_GATEIO_PERPETUALS_USD;
    #[pymodule_export]
    const WEBSOCKET_BASE_URL_GATEIO_PERPETUALS_BTC: &str = exchange::gateio::perpetual::WEBSOCKET_BASE_URL_GATEIO_PERPETUALS_BTC;
    #[pymodule_export]
    const WEBSOCKET_BASE_URL_GATEIO_OPTIONS_USD: &str = exchange::gateio::option::WEBSOCKET_BASE_URL_GATEIO_OPTIONS_USD;
    #[pymodule_export]
    const BASE_URL_KRAKEN: &str = exchange::kraken::BASE_URL_KRAKEN;
    #[pymodule_export]
    const BASE_URL_OKX: &str = exchange::okx::BASE_URL_OKX;
    #[pymodule_export]
    const _DEFAULT_SUBSCRIPTION_TIMEOUT_NS: u64 = exchange::DEFAULT_SUBSCRIPTION_TIMEOUT.as_nanos() as u64;
    #[pymodule_export]
    const _PING_INTERVAL_OKX_NS: u64 = exchange::okx::PING_INTERVAL_OKX.as_nanos() as u64;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        barter_interop::wheel::begin(module.py(), "barter_data")?;
        barter_interop::runtime::install(module.py(), "barter_data")?;
        barter_interop::logs::install(module.py())?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        barter_interop::export_schemas!(
            module,
            AnySide,
            Candle,
            DataKind,
            Level,
            Liquidation,
            MarketEvent<InstrumentKey, DataKind>,
            MarketInstrumentData<InstrumentKey>,
            Event<ExchangeId, MarketEvent<InstrumentKey, DataKind>>,
            OrderBook,
            OrderBookEvent,
            OrderBookL1,
            PublicTrade,
            AnySubscription,
        );
        // Foreign classes: a mix of releases fails here.
        let py = module.py();
        crate::market_data::require_instrument(py)?;
        IndexedInstruments::require(py)?;
        InstrumentKind::<AssetKey>::require(py)?;
        MarketDataInstrument::require(py)?;
        MarketDataInstrumentKind::require(py)?;
        SubKind::require(py)?;
        Side::require(py)?;
        ExchangeId::require(py).map(|_| ())
    }
}
