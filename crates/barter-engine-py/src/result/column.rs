//! Tables declared column by column: name, kind, and where a row has the value.

use arrow_array::{
    ArrayRef, ArrowPrimitiveType, BooleanArray, Float64Array, PrimitiveArray, RecordBatch, StringArray,
    builder::StringDictionaryBuilder,
    types::{Decimal128Type, Int32Type, Int64Type, TimestampNanosecondType, UInt32Type, UInt64Type},
};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use barter_interop::errors::{DataError, internal, raise};
use pyo3::PyErr;
use rust_decimal::Decimal;
use std::sync::Arc;

/// Digits and fractional digits of every exact amount (docs/simulation.md, "Result").
pub const PRECISION: u8 = 38;
pub const SCALE: u32 = 18;
const DECIMAL_BOUND: i128 = 10_i128.pow(PRECISION as u32);

/// Why a table cannot be made.
#[derive(Debug)]
pub enum TableError {
    /// D1: an amount that `decimal128(38, 18)` does not hold.
    Inexact {
        column: &'static str,
        row: usize,
        value: Decimal,
    },
    Arrow(ArrowError),
}

impl From<ArrowError> for TableError {
    fn from(error: ArrowError) -> Self {
        Self::Arrow(error)
    }
}

impl From<TableError> for PyErr {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Inexact { column, row, value } => raise::<DataError>(
                "inexact",
                Some(column),
                format!(
                    "`{column}` of row {row} is {value}, which the exact tables cannot hold: they have 18 fractional digits and 20 before \
                     the point; choose smaller numbers or units with fewer digits"
                ),
            ),
            TableError::Arrow(error) => internal(format!("a table could not be made: {error}")),
        }
    }
}

/// A value of a column: there, or perhaps not there. Which of the two decides whether the column is nullable.
pub trait Cell<T> {
    const NULLABLE: bool;
    fn get(self) -> Option<T>;
}

impl<T> Cell<T> for T {
    const NULLABLE: bool = false;
    fn get(self) -> Option<T> {
        Some(self)
    }
}

impl<T> Cell<T> for Option<T> {
    const NULLABLE: bool = true;
    fn get(self) -> Option<T> {
        self
    }
}

/// Collects the columns of one table over `rows`; the first error is kept until [`finish`](Self::finish).
pub struct TableBuilder<'a, R> {
    rows: &'a [R],
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
    error: Option<TableError>,
}

impl<'a, R> TableBuilder<'a, R> {
    pub fn new(rows: &'a [R]) -> Self {
        Self {
            rows,
            fields: Vec::new(),
            arrays: Vec::new(),
            error: None,
        }
    }

    fn push(&mut self, name: &'static str, array: ArrayRef, nullable: bool) {
        use arrow_array::Array;
        self.fields.push(Field::new(name, array.data_type().clone(), nullable));
        self.arrays.push(array);
    }

    fn primitive<P, C>(mut self, name: &'static str, value: impl Fn(&'a R) -> C) -> Self
    where
        P: ArrowPrimitiveType,
        C: Cell<P::Native>,
    {
        let array: PrimitiveArray<P> = self.rows.iter().map(|row| value(row).get()).collect();
        self.push(name, Arc::new(array), C::NULLABLE);
        self
    }

    pub fn unsigned<C: Cell<u64>>(self, name: &'static str, value: impl Fn(&'a R) -> C) -> Self {
        self.primitive::<UInt64Type, C>(name, value)
    }

    pub fn small_unsigned<C: Cell<u32>>(self, name: &'static str, value: impl Fn(&'a R) -> C) -> Self {
        self.primitive::<UInt32Type, C>(name, value)
    }

    pub fn integer<C: Cell<i64>>(self, name: &'static str, value: impl Fn(&'a R) -> C) -> Self {
        self.primitive::<Int64Type, C>(name, value)
    }

    /// Nanoseconds since the epoch, UTC.
    pub fn time<C: Cell<i64>>(mut self, name: &'static str, value: impl Fn(&'a R) -> C) -> Self {
        let array: PrimitiveArray<TimestampNanosecondType> = self.rows.iter().map(|row| value(row).get()).collect();
        self.push(name, Arc::new(array.with_timezone("UTC")), C::NULLABLE);
        self
    }

    pub fn float<C: Cell<f64>>(mut self, name: &'static str, value: impl Fn(&'a R) -> C) -> Self {
        let array: Float64Array = self.rows.iter().map(|row| value(row).get()).collect();
        self.push(name, Arc::new(array), C::NULLABLE);
        self
    }

    pub fn flag<C: Cell<bool>>(mut self, name: &'static str, value: impl Fn(&'a R) -> C) -> Self {
        let array: BooleanArray = self.rows.iter().map(|row| value(row).get()).collect();
        self.push(name, Arc::new(array), C::NULLABLE);
        self
    }

    /// An exact amount.
    pub fn amount<C: Cell<Decimal>>(mut self, name: &'static str, value: impl Fn(&'a R) -> C) -> Self {
        let mut error = None;
        let array: PrimitiveArray<Decimal128Type> = self
            .rows
            .iter()
            .enumerate()
            .map(|(row, item)| {
                let value = value(item).get()?;
                let fixed = fixed(value);
                if fixed.is_none() && error.is_none() {
                    error = Some(TableError::Inexact { column: name, row, value });
                }
                fixed
            })
            .collect();
        match array.with_precision_and_scale(PRECISION, SCALE as i8) {
            Ok(array) => self.push(name, Arc::new(array), C::NULLABLE),
            Err(failed) => error = error.or(Some(failed.into())),
        }
        self.error = self.error.or(error);
        self
    }

    /// A name out of few, stored as a dictionary.
    pub fn name<T: AsRef<str>>(self, name: &'static str, value: impl Fn(&'a R) -> T) -> Self {
        self.names(name, |row| Some(value(row)), false)
    }

    pub fn optional_name<T: AsRef<str>>(self, name: &'static str, value: impl Fn(&'a R) -> Option<T>) -> Self {
        self.names(name, value, true)
    }

    fn names<T: AsRef<str>>(mut self, name: &'static str, value: impl Fn(&'a R) -> Option<T>, nullable: bool) -> Self {
        let mut builder = StringDictionaryBuilder::<Int32Type>::new();
        for row in self.rows {
            match value(row) {
                Some(text) => {
                    if let Err(error) = builder.append(text) {
                        self.error = self.error.or(Some(error.into()));
                        return self;
                    }
                }
                None => builder.append_null(),
            }
        }
        self.push(name, Arc::new(builder.finish()), nullable);
        self
    }

    /// Text that is different in every row.
    pub fn text<T: AsRef<str>>(mut self, name: &'static str, value: impl Fn(&'a R) -> T) -> Self {
        let array: StringArray = self.rows.iter().map(|row| Some(value(row))).collect();
        self.push(name, Arc::new(array), false);
        self
    }

    pub fn optional_text<T: AsRef<str>>(mut self, name: &'static str, value: impl Fn(&'a R) -> Option<T>) -> Self {
        let array: StringArray = self.rows.iter().map(value).collect();
        self.push(name, Arc::new(array), true);
        self
    }

    pub fn finish(self) -> Result<RecordBatch, TableError> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(RecordBatch::try_new(Arc::new(Schema::new(self.fields)), self.arrays)?),
        }
    }
}

/// The amount in units of 10^-18; `None` where it does not fit.
fn fixed(value: Decimal) -> Option<i128> {
    let value = value.normalize();
    let power = SCALE.checked_sub(value.scale())?;
    value
        .mantissa()
        .checked_mul(10_i128.pow(power))
        .filter(|fixed| fixed.abs() < DECIMAL_BOUND)
}

/// Whether a column holds exact amounts.
pub fn is_amount(data_type: &DataType) -> bool {
    *data_type == DataType::Decimal128(PRECISION, SCALE as i8)
}
