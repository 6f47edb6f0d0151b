//! `IndexedInstruments.from_config`: the instruments of barter's JSON configuration.

use super::PyIndexedInstruments;
use barter_interop::{guard::guarded, instrument::config::configured_instruments};
use pyo3::prelude::*;

#[pymethods]
impl PyIndexedInstruments {
    /// The instruments of barter's JSON configuration: a list of instruments (barter's `InstrumentConfig`), or an object that holds
    /// it under "instruments" (barter's `SystemConfig`, by itself or under "system"), as JSON text or as what `json.load` gives.
    ///
    /// Internal names are made from exchange, base, quote and, unless it is spot, kind: `binance_futures_usd-btc_usdt_perpetual`.
    /// barter's own loader leaves the kind away, so that spot, perpetual, future and option of one pair get one name and become one
    /// instrument in its engine.
    ///
    /// Raises:
    ///     DataError: it is not such a list; the text says where.
    ///     InvalidArgumentError: two different instruments get one name (futures of one pair that expire on the same day): give them
    ///         names of their own, with `Instrument(...)`.
    ///
    /// >>> from barter_instrument import IndexedInstruments
    /// >>> btc = dict(
    /// ...     exchange="binance_spot", name_exchange="BTCUSDT", underlying=dict(base="btc", quote="usdt"),
    /// ...     quote="underlying_quote", kind="spot", spec=None,
    /// ... )
    /// >>> IndexedInstruments.from_config([btc])[0].name_internal
    /// InstrumentNameInternal('binance_spot-btc_usdt')
    #[staticmethod]
    #[pyo3(signature = (config: "str | list[Any] | dict[str, Any]"))]
    fn from_config(config: &Bound<'_, PyAny>) -> PyResult<Self> {
        guarded(|| Self::of(configured_instruments(config)?, "config"))
    }
}
