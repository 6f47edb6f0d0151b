//! `MarketDataInstrument`.

pub mod kind;

use barter_instrument::{
    asset::{Asset, name::AssetNameInternal},
    exchange::ExchangeId,
    instrument::{Instrument, market_data::MarketDataInstrument},
};
use barter_interop::{
    Name, canonical_methods, foreign_arg, guard::guarded, instrument::market_data::check_instrument, name_arg, value::checked,
    value_methods,
};
use kind::PyMarketDataInstrumentKind;
use pyo3::prelude::*;

/// What market data is subscribed to: a pair and its kind.
///
/// Args:
///     base: barter's name of the asset that is bought and sold; made lower case.
///     quote: barter's name of the asset it is paid in; made lower case.
///     kind: `MarketDataInstrumentKind`, or an `InstrumentKind` (its contract size and settlement asset are left out).
///
/// Raises:
///     WrongTypeError, InvalidArgumentError: with the argument's name.
///
/// >>> from barter_instrument import MarketDataInstrument, MarketDataInstrumentKind
/// >>> str(MarketDataInstrument("BTC", "USDT", MarketDataInstrumentKind.Perpetual()))
/// 'btc_usdt_perpetual'
#[pyclass(frozen, eq, ord, hash, name = "MarketDataInstrument", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyMarketDataInstrument(pub MarketDataInstrument);
canonical_methods!(PyMarketDataInstrument(MarketDataInstrument));
value_methods!(PyMarketDataInstrument { base, quote, kind });

#[pymethods]
impl PyMarketDataInstrument {
    #[new]
    #[pyo3(signature = (base: "str", quote: "str", kind: "MarketDataInstrumentKind | InstrumentKind"))]
    fn new(base: &Bound<'_, PyAny>, quote: &Bound<'_, PyAny>, kind: &Bound<'_, PyAny>) -> PyResult<Self> {
        let instrument = MarketDataInstrument {
            base: name_arg(base, "base")?,
            quote: name_arg(quote, "quote")?,
            kind: PyMarketDataInstrumentKind::from_any(kind, "kind")?,
        };
        checked(check_instrument(&instrument))?;
        Ok(Self(instrument))
    }

    /// What an instrument's market data is subscribed to by.
    ///
    /// Raises:
    ///     InvalidArgumentError: the instrument is in its indexed form, which has no names of assets.
    ///
    /// >>> from barter_instrument import Instrument, MarketDataInstrument, Underlying
    /// >>> xbt = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))
    /// >>> str(MarketDataInstrument.from_instrument(xbt))
    /// 'xbt_usd_spot'
    #[staticmethod]
    #[pyo3(signature = (instrument: "Instrument"))]
    fn from_instrument(instrument: &Bound<'_, PyAny>) -> PyResult<Self> {
        let instrument: Instrument<ExchangeId, Asset> = foreign_arg(instrument, "instrument")?;
        Ok(Self((&instrument).into()))
    }

    /// barter's name of the asset that is bought and sold.
    #[getter]
    fn base(&self) -> Name<AssetNameInternal> {
        Name(self.0.base.clone())
    }

    /// barter's name of the asset it is paid in.
    #[getter]
    fn quote(&self) -> Name<AssetNameInternal> {
        Name(self.0.quote.clone())
    }

    /// Kind of the instrument.
    #[getter]
    fn kind(&self) -> PyMarketDataInstrumentKind {
        self.0.kind.clone().into()
    }

    /// The text that barter writes into labels: `btc_usdt_spot`.
    fn __str__(&self) -> PyResult<String> {
        guarded(|| Ok(self.0.to_string()))
    }
}
