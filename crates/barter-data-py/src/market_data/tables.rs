//! Tables of `MarketData`.

use super::{PyMarketData, errors::raise};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchReader, StringArray, StructArray, TimestampNanosecondArray, UInt64Array};
use arrow_schema::{Field, Schema};
use barter_columns::tables::{Table, TableReader};
use barter_interop::{errors::internal, guard::guarded};
use pyo3::{prelude::*, types::PyCapsule};
use pyo3_arrow::{PyTable, ffi};
use std::sync::Arc;

/// An `arro3.core.Table` of a table's batches.
fn table<'py>(py: Python<'py>, data: &PyMarketData, which: Table, exact: bool) -> PyResult<Bound<'py, PyAny>> {
    guarded(|| {
        let made = py.detach(|| {
            let reader: TableReader = data.0.table(which, exact)?;
            let schema = reader.schema();
            Ok::<_, barter_columns::ColumnsError>((reader.collect::<Result<Vec<_>, _>>(), schema))
        });
        let (batches, schema) = made.map_err(raise)?;
        let batches = batches.map_err(|error| internal(format!("the table could not be made: {error}")))?;
        PyTable::try_new(batches, schema)?.into_arro3(py)
    })
}

#[pymethods]
impl PyMarketData {
    /// Trades as an `arro3.core.Table`, in recorded order: time_exchange, time_received, exchange, instrument, price, quantity, side, id, matched.
    ///
    /// Args:
    ///     exact: numbers as decimal128(38, scale); False: as the floats nearest to them.
    ///
    /// >>> from barter_data import MarketData
    /// >>> trades = MarketData.synthetic(seed=7, events=1_000).trades()
    /// >>> trades.column_names
    /// ['time_exchange', 'time_received', 'exchange', 'instrument', 'price', 'quantity', 'side', 'id', 'matched']
    #[pyo3(signature = (*, exact: "bool" = true))]
    fn trades<'py>(&self, py: Python<'py>, exact: bool) -> PyResult<Bound<'py, PyAny>> {
        table(py, self, Table::Trades, exact)
    }

    /// Tops of book as an `arro3.core.Table`: times, exchange, instrument, bid_price, bid_quantity, ask_price, ask_quantity.
    #[pyo3(signature = (*, exact: "bool" = true))]
    fn order_book_l1<'py>(&self, py: Python<'py>, exact: bool) -> PyResult<Bound<'py, PyAny>> {
        table(py, self, Table::OrderBookL1, exact)
    }

    /// Snapshots and updates of books as an `arro3.core.Table`: times, exchange, instrument, snapshot, sequence, bids, asks (lists of levels).
    #[pyo3(signature = (*, exact: "bool" = true))]
    fn order_books<'py>(&self, py: Python<'py>, exact: bool) -> PyResult<Bound<'py, PyAny>> {
        table(py, self, Table::OrderBooks, exact)
    }

    /// Candles as an `arro3.core.Table`: close_time, time_received, exchange, instrument, open, high, low, close, volume, trade_count.
    #[pyo3(signature = (*, exact: "bool" = true))]
    fn candles<'py>(&self, py: Python<'py>, exact: bool) -> PyResult<Bound<'py, PyAny>> {
        table(py, self, Table::Candles, exact)
    }

    /// Liquidations as an `arro3.core.Table`: times, exchange, instrument, price, quantity, side.
    #[pyo3(signature = (*, exact: "bool" = true))]
    fn liquidations<'py>(&self, py: Python<'py>, exact: bool) -> PyResult<Bound<'py, PyAny>> {
        table(py, self, Table::Liquidations, exact)
    }

    /// What is known of the quality of the data as an `arro3.core.Table`, a row per source and check (counts of zero too): source, check, count,
    /// first_time (received time of the first such row), detail.
    #[getter]
    fn quality<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guarded(|| {
            let rows = py.detach(|| self.0.quality());
            let texts = |text: fn(&barter_columns::QualityRow) -> &str| -> ArrayRef {
                Arc::new(StringArray::from_iter_values(rows.iter().map(text)))
            };
            let first: TimestampNanosecondArray = rows.iter().map(|row| row.first_time).collect();
            let columns: Vec<(&str, ArrayRef)> = vec![
                ("source", texts(|row| &row.source)),
                ("check", texts(|row| &row.check)),
                ("count", Arc::new(UInt64Array::from_iter_values(rows.iter().map(|row| row.count)))),
                ("first_time", Arc::new(first.with_timezone("UTC"))),
                ("detail", texts(|row| &row.detail)),
            ];
            let fields: Vec<_> = columns
                .iter()
                .map(|(name, array)| Field::new(*name, array.data_type().clone(), *name == "first_time"))
                .collect();
            let schema = Arc::new(Schema::new(fields));
            let batch = RecordBatch::try_new(Arc::clone(&schema), columns.into_iter().map(|(_, array)| array).collect())
                .map_err(|error| internal(format!("the table could not be made: {error}")))?;
            PyTable::try_new(vec![batch], schema)?.into_arro3(py)
        })
    }

    /// All rows as an Arrow stream, in recorded order, made batch by batch: `polars.DataFrame(data)`, `pyarrow.table(data)`. The column `kind` says
    /// which of the others are filled; columns of kinds that do not occur are left out. Numbers are exact.
    #[pyo3(signature = (requested_schema: "object" = None))]
    fn __arrow_c_stream__<'py>(&self, py: Python<'py>, requested_schema: Option<Bound<'py, PyCapsule>>) -> PyResult<Bound<'py, PyCapsule>> {
        guarded(|| {
            let reader = self.0.table(Table::Events, true).map_err(raise)?;
            let field = Arc::new(Field::new_struct("", reader.schema().fields().clone(), false));
            let arrays = reader.map(|batch| batch.map(|batch| Arc::new(StructArray::from(batch)) as ArrayRef));
            Ok(ffi::to_stream_pycapsule(
                py,
                Box::new(ffi::ArrayIterator::new(arrays, field)),
                requested_schema,
            )?)
        })
    }
}
