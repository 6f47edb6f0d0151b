//! `Underlying`.

use barter_instrument::Underlying;
use barter_interop::{
    canonical_methods,
    instrument::{AssetKey, asset::check_underlying},
    value::checked,
    value_methods,
};
use pyo3::prelude::*;

/// The base and quote asset of an instrument: `Asset`s (or their exchange's names), or `AssetIndex`es.
///
/// >>> from barter_instrument import Underlying
/// >>> Underlying("BTC", "USDT").base.name_internal
/// AssetNameInternal('btc')
#[pyclass(frozen, eq, ord, hash, name = "Underlying", module = "barter_instrument")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyUnderlying(pub Underlying<AssetKey>);
canonical_methods!(PyUnderlying(Underlying<AssetKey>));
value_methods!(PyUnderlying { base, quote });

#[pymethods]
impl PyUnderlying {
    #[new]
    #[pyo3(signature = (base: "Asset | AssetIndex | str", quote: "Asset | AssetIndex | str"))]
    fn new(base: &Bound<'_, PyAny>, quote: &Bound<'_, PyAny>) -> PyResult<Self> {
        let underlying = Underlying {
            base: AssetKey::asset_from_py(base, "base")?,
            quote: AssetKey::asset_from_py(quote, "quote")?,
        };
        checked(check_underlying(&underlying))?;
        Ok(Self(underlying))
    }

    /// The asset that is bought and sold.
    #[getter]
    fn base(&self) -> AssetKey {
        self.0.base.clone()
    }

    /// The asset it is paid in.
    #[getter]
    fn quote(&self) -> AssetKey {
        self.0.quote.clone()
    }
}
