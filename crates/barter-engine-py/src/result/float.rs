//! The main form of a table: the same rows with float64 in place of exact amounts.

use super::column::{SCALE, is_amount};
use arrow_array::{ArrayRef, Float64Array, RecordBatch, cast::AsArray, types::Decimal128Type};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use barter_interop::errors::internal;
use pyo3::prelude::*;
use pyo3_arrow::{PyTable, export::Arro3Table};
use std::sync::Arc;

/// Integers up to here are exact as floats.
const EXACT: i128 = 1 << 53;

/// Each amount as the float nearest to it.
pub fn with_floats(batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let schema = batch.schema();
    let (fields, columns): (Vec<Field>, Vec<ArrayRef>) = schema
        .fields()
        .iter()
        .zip(batch.columns())
        .map(|(field, column)| {
            if !is_amount(field.data_type()) {
                return (field.as_ref().clone(), Arc::clone(column));
            }
            let floats: Float64Array = column
                .as_primitive::<Decimal128Type>()
                .iter()
                .map(|fixed| fixed.map(nearest))
                .collect();
            (
                Field::new(field.name(), DataType::Float64, field.is_nullable()),
                Arc::new(floats) as ArrayRef,
            )
        })
        .unzip();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

/// The float nearest to `fixed` × 10^-18.
fn nearest(fixed: i128) -> f64 {
    // Quotients of two exact floats are rounded correctly; most amounts have few digits.
    for dropped in [10, 6, 0, 14] {
        let unit = 10_i128.pow(dropped);
        if fixed % unit == 0 && (fixed / unit).abs() <= EXACT {
            return (fixed / unit) as f64 / 10_f64.powi((SCALE - dropped) as i32);
        }
    }
    let digits = fixed.unsigned_abs();
    let unit = 10_u128.pow(SCALE);
    let sign = if fixed < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:018}", digits / unit, digits % unit);
    // Digits and one point always parse.
    text.parse().unwrap_or(f64::NAN)
}

/// The main form of an exact table: float64 (the nearest) in place of `decimal128(38, 18)`.
///
/// Args:
///     table: anything with `__arrow_c_stream__`.
///
/// Returns:
///     `arro3.core.Table` with the same rows and columns.
#[pyfunction]
pub fn to_float(table: PyTable) -> PyResult<Arro3Table> {
    let (batches, schema) = table.into_inner();
    let floats = batches
        .iter()
        .map(with_floats)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| internal(error.to_string()))?;
    let schema = match floats.first() {
        Some(batch) => batch.schema(),
        None => with_floats(&RecordBatch::new_empty(schema))
            .map_err(|error| internal(error.to_string()))?
            .schema(),
    };
    Ok(PyTable::try_new(floats, schema)?.into())
}
