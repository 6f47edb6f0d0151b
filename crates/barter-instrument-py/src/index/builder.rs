//! `IndexedInstrumentsBuilder`.

use super::PyIndexedInstruments;
use barter_instrument::{asset::Asset, exchange::ExchangeId, instrument::Instrument};
use barter_interop::foreign_arg;
use pyo3::prelude::*;

/// Collects instruments one by one.
///
/// >>> from barter_instrument import IndexedInstruments, Instrument, Underlying
/// >>> btc = Instrument.spot("kraken", "kraken-xbt_usd", "XBT/USD", Underlying("XBT", "USD"))
/// >>> len(IndexedInstruments.builder().add_instrument(btc).build())
/// 1
#[pyclass(name = "IndexedInstrumentsBuilder", module = "barter_instrument")]
#[derive(Default)]
pub struct PyIndexedInstrumentsBuilder(Vec<Instrument<ExchangeId, Asset>>);

#[pymethods]
impl PyIndexedInstrumentsBuilder {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Adds an instrument in its named form; returns the builder.
    #[pyo3(signature = (instrument: "Instrument"))]
    fn add_instrument<'py>(slf: Bound<'py, Self>, instrument: &Bound<'py, PyAny>) -> PyResult<Bound<'py, Self>> {
        // Converted first: that may run Python, which must find the builder free.
        let instrument = foreign_arg(instrument, "instrument")?;
        slf.try_borrow_mut()?.0.push(instrument);
        Ok(slf)
    }

    /// The collection of what was added so far.
    fn build(&self) -> PyResult<PyIndexedInstruments> {
        PyIndexedInstruments::of(self.0.iter().cloned(), "instruments")
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    fn __repr__(&self) -> String {
        format!("<IndexedInstrumentsBuilder of {} instruments>", self.0.len())
    }
}
