//! Python bindings of the crate barter-data.
#![forbid(unsafe_code)]

mod books;
mod event;
mod market_data;
mod subscription;

use pyo3::prelude::*;

/// Compiled part of `barter_data`; import its names from there.
#[pymodule]
mod _data {
    #[pymodule_export]
    use crate::{
        books::{PyLevel, PyOrderBook, PyOrderBookSide},
        event::{PyDataKind, PyMarketEvent},
        market_data::{PyMarketData, PyMarketEvents},
        subscription::{
            book::{PyOrderBookEvent, PyOrderBookL1},
            candle::PyCandle,
            liquidation::PyLiquidation,
            trade::PyPublicTrade,
        },
    };
    use barter_data::{
        books::{Level, OrderBook},
        event::{DataKind, MarketEvent},
        subscription::{
            book::{OrderBookEvent, OrderBookL1},
            candle::Candle,
            liquidation::Liquidation,
            trade::PublicTrade,
        },
    };
    use barter_instrument::{Side, exchange::ExchangeId};
    use barter_interop::{CanonicalEnum, data::AnySide, instrument::InstrumentKey};
    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        barter_interop::guard::install_silent_panic_hook();
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
            OrderBook,
            OrderBookEvent,
            OrderBookL1,
            PublicTrade,
        );
        // Foreign classes: a mix of releases fails here.
        let py = module.py();
        crate::market_data::require_instrument(py)?;
        Side::require(py)?;
        ExchangeId::require(py).map(|_| ())
    }
}
