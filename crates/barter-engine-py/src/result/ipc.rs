//! Tables as bytes of Arrow's IPC file format, and back.

use arrow_ipc::{reader::FileReader, writer::FileWriter};
use barter_interop::errors::{data_error, internal};
use pyo3::{prelude::*, types::PyBytes};
use pyo3_arrow::{PyTable, export::Arro3Table};
use std::io::Cursor;

/// A table as an Arrow IPC file.
///
/// Args:
///     table: anything with `__arrow_c_stream__`.
///
/// Returns:
///     bytes that any Arrow implementation reads (`pyarrow.ipc.open_file`, `polars.read_ipc`).
#[pyfunction]
pub fn write_ipc<'py>(py: Python<'py>, table: PyTable) -> PyResult<Bound<'py, PyBytes>> {
    let (batches, schema) = table.into_inner();
    let bytes = py
        .detach(|| {
            let mut writer = FileWriter::try_new(Vec::new(), &schema)?;
            for batch in &batches {
                writer.write(batch)?;
            }
            writer.into_inner()
        })
        .map_err(|error| internal(format!("the table could not be written: {error}")))?;
    Ok(PyBytes::new(py, &bytes))
}

/// The table in an Arrow IPC file.
///
/// Args:
///     data: what [`write_ipc`] returned.
///
/// Returns:
///     `arro3.core.Table`.
///
/// Raises:
///     DataError: the bytes are no Arrow IPC file, or a damaged one.
#[pyfunction]
pub fn read_ipc(py: Python<'_>, data: Vec<u8>) -> PyResult<Arro3Table> {
    let (batches, schema) = py
        .detach(|| {
            let reader = FileReader::try_new(Cursor::new(data), None)?;
            let schema = reader.schema();
            Ok((reader.collect::<Result<Vec<_>, _>>()?, schema))
        })
        .map_err(|error: arrow_schema::ArrowError| data_error("data", format!("not a table in Arrow's IPC file format: {error}")))?;
    Ok(PyTable::try_new(batches, schema)?.into())
}
