//! How `MarketData` crosses to another wheel (Arrow, no copy) and into pickles (bytes).

use super::{PyMarketData, errors::raise};
use barter_columns::{Export, MarketColumns};
use barter_interop::{
    errors::{data_error, shown, type_name, wrong_type},
    guard::guarded,
};
use pyo3::{
    intern,
    prelude::*,
    types::{PyBytes, PyType},
};
use pyo3_arrow::{PyRecordBatch, export::Arro3RecordBatch};

type Crossing<'py> = (String, Vec<Bound<'py, PyAny>>, Bound<'py, PyAny>);

#[pymethods]
impl PyMarketData {
    /// The columns for another wheel of this release: metadata as JSON, one record batch per source, the order; buffers are shared.
    fn __barter_market__<'py>(&self, py: Python<'py>) -> PyResult<Crossing<'py>> {
        guarded(|| {
            let Export { metadata, sources, order } = self.0.export().map_err(raise)?;
            let sources = sources
                .into_iter()
                .map(|batch| Arro3RecordBatch::from(batch).into_pyobject(py))
                .collect::<PyResult<_>>()?;
            Ok((metadata, sources, Arro3RecordBatch::from(order).into_pyobject(py)?))
        })
    }

    /// The columns that `__barter_market__` gave.
    #[classmethod]
    fn _from_barter_market(
        _cls: &Bound<'_, PyType>,
        metadata: String,
        sources: Vec<PyRecordBatch>,
        order: PyRecordBatch,
    ) -> PyResult<Self> {
        guarded(|| {
            let sources = sources.into_iter().map(PyRecordBatch::into_inner).collect();
            MarketColumns::import(Export {
                metadata,
                sources,
                order: order.into_inner(),
            })
            .map(Self)
            .map_err(raise)
        })
    }

    /// Everything as bytes, for `from_bytes` of this release of barter. Pickle uses it.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        guarded(|| {
            let bytes = py.detach(|| self.0.to_bytes()).map_err(raise)?;
            Ok(PyBytes::new(py, &bytes))
        })
    }

    /// The data that `to_bytes` wrote.
    ///
    /// Raises:
    ///     DataError: the bytes are damaged or of another release.
    #[classmethod]
    #[pyo3(signature = (data: "bytes"))]
    fn from_bytes(_cls: &Bound<'_, PyType>, py: Python<'_>, data: &Bound<'_, PyAny>) -> PyResult<Self> {
        guarded(|| {
            let bytes = data
                .cast::<PyBytes>()
                .map_err(|_| wrong_type("data", format!("data must be bytes, got {} {}", type_name(data), shown(data))))?
                .as_bytes();
            py.detach(|| MarketColumns::from_bytes(bytes))
                .map(Self)
                .map_err(|error| data_error("data", error.to_string()))
        })
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        let py = slf.py();
        let constructor = py.get_type::<Self>().getattr(intern!(py, "from_bytes"))?;
        Ok((constructor, (slf.get().to_bytes(py)?,)))
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }
}
