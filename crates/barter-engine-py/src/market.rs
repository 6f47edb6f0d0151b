//! Market data in this wheel: the data wheel's columns, imported without a copy.

use barter_columns::{Export, MarketColumns};
use barter_interop::{
    Foreign,
    errors::{data_error, shown, type_name, wrong_type},
    guard::guarded,
};
use pyo3::{intern, prelude::*};
use pyo3_arrow::PyRecordBatch;

/// Columns of a `barter_data.MarketData`, shared with it.
#[pyclass(frozen, module = "barter_engine._engine")]
pub struct Market {
    pub columns: MarketColumns,
}

#[pymethods]
impl Market {
    #[new]
    fn new(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        guarded(|| {
            let py = data.py();
            if !data.hasattr(intern!(py, "__barter_market__"))? {
                return Err(wrong_type(
                    "data",
                    format!(
                        "data must be a barter_data.MarketData (MarketData.read_binance_raw, from_table, synthetic, …), got {} {}",
                        type_name(data),
                        shown(data)
                    ),
                ));
            }
            let (metadata, sources, order): (String, Vec<PyRecordBatch>, PyRecordBatch) =
                data.call_method0(intern!(py, "__barter_market__"))?.extract()?;
            let export = Export {
                metadata,
                sources: sources.into_iter().map(PyRecordBatch::into_inner).collect(),
                order: order.into_inner(),
            };
            let columns = MarketColumns::import(export).map_err(|error| data_error("data", error.to_string()))?;
            if columns.is_empty() {
                return Err(data_error("data", "data holds no rows; a run needs at least one market event"));
            }
            Ok(Self { columns })
        })
    }

    fn __len__(&self) -> usize {
        self.columns.len()
    }

    /// sha256 of the columns' values.
    fn fingerprint(&self, py: Python<'_>) -> String {
        py.detach(|| self.columns.fingerprint())
    }

    /// The instruments that the data are about.
    fn instruments<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        guarded(|| {
            self.columns
                .instruments()
                .iter()
                .map(|instrument| Foreign(instrument.clone()).into_pyobject(py))
                .collect()
        })
    }
}
