//! Python bindings of the crate barter-instrument.
#![forbid(unsafe_code)]

mod asset;
mod crossing;
mod index;
mod instrument;
mod underlying;

use pyo3::prelude::*;

/// Compiled part of `barter_instrument`; import its names from there.
#[pymodule]
mod _instrument {
    #[pymodule_export]
    use crate::crossing::{_asset_in, _asset_out, _instrument_in, _instrument_out};
    #[pymodule_export]
    use crate::{
        asset::{PyAsset, PyExchangeAsset},
        index::{PyIndexedInstruments, builder::PyIndexedInstrumentsBuilder},
        instrument::{
            PyInstrument,
            kind::{PyInstrumentKind, future::PyFutureContract, option::PyOptionContract, perpetual::PyPerpetualContract},
            spec::{PyInstrumentSpec, PyInstrumentSpecNotional, PyInstrumentSpecPrice, PyInstrumentSpecQuantity, PyOrderQuantityUnits},
        },
        underlying::PyUnderlying,
    };
    use barter_instrument::{
        Side, Underlying,
        asset::{Asset, ExchangeAsset},
        exchange::ExchangeId,
        index::IndexedInstruments,
        instrument::{
            Instrument,
            kind::{
                InstrumentKind,
                future::FutureContract,
                option::{OptionContract, OptionExercise, OptionKind},
                perpetual::PerpetualContract,
            },
            quote::InstrumentQuoteAsset,
            spec::{InstrumentSpec, InstrumentSpecNotional, InstrumentSpecPrice, InstrumentSpecQuantity, OrderQuantityUnits},
        },
    };
    use barter_interop::{
        CanonicalEnum,
        instrument::{AssetKey, ExchangeKey, Rounding},
    };
    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        barter_interop::guard::install_silent_panic_hook();
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        barter_interop::export_schemas!(
            module,
            Asset,
            ExchangeAsset<AssetKey>,
            FutureContract<AssetKey>,
            IndexedInstruments,
            Instrument<ExchangeKey, AssetKey>,
            InstrumentKind<AssetKey>,
            InstrumentSpec<AssetKey>,
            InstrumentSpecNotional,
            InstrumentSpecPrice,
            InstrumentSpecQuantity<AssetKey>,
            OptionContract<AssetKey>,
            OrderQuantityUnits<AssetKey>,
            PerpetualContract<AssetKey>,
            Underlying<AssetKey>,
        );
        // The enums are Python classes of this wheel: a member that is missing there is found now, not in the middle of a run.
        let py = module.py();
        Side::require(py)?;
        ExchangeId::require(py)?;
        OptionKind::require(py)?;
        OptionExercise::require(py)?;
        InstrumentQuoteAsset::require(py)?;
        Rounding::require(py)?;
        Ok(())
    }
}
