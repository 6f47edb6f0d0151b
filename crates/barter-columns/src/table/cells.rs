//! Cells of Arrow columns as numbers, times and text, whatever type holds them.

use crate::number::{NARROW_SCALE, NumbersBuilder, parse_decimal};
use arrow_array::{
    AnyDictionaryArray, Array, ArrayRef,
    cast::AsArray,
    types::{
        Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Float32Type, Float64Type, Int8Type,
        Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
        UInt8Type, UInt16Type, UInt32Type, UInt64Type,
    },
};
use arrow_buffer::i256;
use arrow_schema::{DataType, TimeUnit};
use rust_decimal::Decimal;
use std::borrow::Cow;

/// A cell that cannot be used: its row within the batch and why.
#[derive(Debug, PartialEq)]
pub(crate) enum CellError {
    Type(String),
    Value { row: usize, problem: String },
}

fn value<T>(row: usize, problem: impl Into<String>) -> Result<T, CellError> {
    Err(CellError::Value {
        row,
        problem: problem.into(),
    })
}

/// Powers of ten that a float holds exactly, as far as narrow columns need them.
const POWERS: [f64; 19] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
];

/// Adds a float by its shortest text.
fn push_float(column: &mut NumbersBuilder, number: f64) -> Result<(), String> {
    if !number.is_finite() {
        return Err(format!("{number} is not a finite number"));
    }
    // A decimal of at most 15 digits that reads as this float is its shortest text.
    let scale = column.scale();
    let power = POWERS[usize::from(scale.min(NARROW_SCALE))];
    let mantissa = (number * power).round();
    if mantissa.abs() < 1e15 && mantissa / power == number {
        column.push_fixed(crate::kind::Fixed::new(mantissa as i64, scale));
        return Ok(());
    }
    push_text(column, &format!("{number:e}"))
}

fn push_text(column: &mut NumbersBuilder, text: &str) -> Result<(), String> {
    column.push_text(text.as_bytes()).map_err(|error| error.to_string())
}

fn push_scaled(column: &mut NumbersBuilder, mut mantissa: i128, mut scale: i32) -> Result<(), String> {
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    let text = || format!("{mantissa}e{}", -scale);
    let value = if scale < 0 {
        parse_decimal(text().as_bytes()).ok()
    } else {
        Decimal::try_from_i128_with_scale(mantissa, scale as u32).ok()
    };
    column.push_decimal(value.ok_or_else(|| format!("{} has more digits than a decimal of 28 digits holds", text()))?);
    Ok(())
}

/// Adds a column of numbers; nulls where `nullable`, else they are refused.
pub(crate) fn push_numbers(array: &ArrayRef, column: &mut NumbersBuilder, nullable: bool) -> Result<(), CellError> {
    macro_rules! push {
        ($array:expr, |$cell:ident| $push:expr) => {{
            let array = $array;
            for row in 0..array.len() {
                if array.is_null(row) {
                    if !nullable {
                        return value(row, "null is no number");
                    }
                    column.push_null();
                } else {
                    let $cell = array.value(row);
                    let pushed: Result<(), String> = $push;
                    if let Err(problem) = pushed {
                        return value(row, problem);
                    }
                }
            }
            Ok(())
        }};
    }
    macro_rules! integers {
        ($type:ty) => {
            push!(array.as_primitive::<$type>(), |cell| push_scaled(column, i128::from(cell), 0))
        };
    }
    match array.data_type() {
        DataType::Int8 => integers!(Int8Type),
        DataType::Int16 => integers!(Int16Type),
        DataType::Int32 => integers!(Int32Type),
        DataType::Int64 => integers!(Int64Type),
        DataType::UInt8 => integers!(UInt8Type),
        DataType::UInt16 => integers!(UInt16Type),
        DataType::UInt32 => integers!(UInt32Type),
        DataType::UInt64 => integers!(UInt64Type),
        DataType::Float64 => push!(array.as_primitive::<Float64Type>(), |cell| push_float(column, cell)),
        DataType::Float32 => push!(array.as_primitive::<Float32Type>(), |cell| {
            if cell.is_finite() {
                push_text(column, &format!("{cell:e}"))
            } else {
                Err(format!("{cell} is not a finite number"))
            }
        }),
        DataType::Decimal32(_, scale) => push!(array.as_primitive::<Decimal32Type>(), |cell| push_scaled(
            column,
            cell.into(),
            (*scale).into()
        )),
        DataType::Decimal64(_, scale) => push!(array.as_primitive::<Decimal64Type>(), |cell| push_scaled(
            column,
            cell.into(),
            (*scale).into()
        )),
        DataType::Decimal128(_, scale) => push!(array.as_primitive::<Decimal128Type>(), |cell| push_scaled(
            column,
            cell,
            (*scale).into()
        )),
        DataType::Decimal256(_, scale) => push!(array.as_primitive::<Decimal256Type>(), |cell| {
            // Zeros at the end are no digits: 1.5 with 60 fractional digits is 1.5.
            let (ten, mut short, mut left) = (i256::from_i128(10), cell, i32::from(*scale));
            while left > 0 && short.wrapping_rem(ten) == i256::ZERO {
                short = short.wrapping_div(ten);
                left -= 1;
            }
            let short = short
                .to_i128()
                .ok_or_else(|| format!("{cell} (scale {scale}) has more digits than a decimal of 28 digits holds"));
            short.and_then(|short| push_scaled(column, short, left))
        }),
        DataType::Utf8 => push!(array.as_string::<i32>(), |cell| push_text(column, cell)),
        DataType::LargeUtf8 => push!(array.as_string::<i64>(), |cell| push_text(column, cell)),
        DataType::Utf8View => push!(array.as_string_view(), |cell| push_text(column, cell)),
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            let values: Vec<_> = (0..dictionary.values().len())
                .map(|at| number(&dictionary.values().slice(at, 1)))
                .collect();
            for (row, key) in keys(dictionary).into_iter().enumerate() {
                match key.and_then(|key| values.get(key)) {
                    Some(Ok(Some(number))) => column.push_decimal(*number),
                    Some(Err(CellError::Value { problem, .. })) => return value(row, problem.as_str()),
                    Some(Err(CellError::Type(problem))) => return Err(CellError::Type(problem.clone())),
                    Some(Ok(None)) | None if nullable => column.push_null(),
                    Some(Ok(None)) | None => return value(row, "null is no number"),
                }
            }
            Ok(())
        }
        DataType::Null if nullable => {
            (0..array.len()).for_each(|_| column.push_null());
            Ok(())
        }
        DataType::Null => value(0, "null is no number"),
        other => Err(CellError::Type(format!(
            "has type {other}; numbers are int, float, decimal or text"
        ))),
    }
}

/// The only cell of an array.
fn number(array: &ArrayRef) -> Result<Option<Decimal>, CellError> {
    let mut column = NumbersBuilder::default();
    push_numbers(array, &mut column, true)?;
    Ok(column.finish().get(0))
}

/// Place of each row's value in the dictionary; none where the row is null.
fn keys(dictionary: &dyn AnyDictionaryArray) -> Vec<Option<usize>> {
    if dictionary.values().is_empty() {
        return vec![None; dictionary.len()];
    }
    let keys = dictionary.normalized_keys();
    keys.into_iter()
        .enumerate()
        .map(|(row, key)| (!dictionary.is_null(row)).then_some(key))
        .collect()
}

/// A column of times in ns: timestamps of any unit (without a time zone they count as UTC), dates (midnight UTC) or ints, which are ns.
pub(crate) fn times(array: &ArrayRef) -> Result<Vec<Option<i64>>, CellError> {
    macro_rules! scaled {
        ($type:ty, $factor:expr) => {{
            let array = array.as_primitive::<$type>();
            let mut out = Vec::with_capacity(array.len());
            for row in 0..array.len() {
                out.push(if array.is_null(row) {
                    None
                } else {
                    let cell = array.value(row);
                    match i64::try_from(cell).ok().and_then(|cell| cell.checked_mul($factor)) {
                        Some(time) => Some(time),
                        None => {
                            return value(
                                row,
                                format!("time {cell} is outside the range of 64-bit nanoseconds (years 1677 to 2262)"),
                            );
                        }
                    }
                });
            }
            Ok(out)
        }};
    }
    match array.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => scaled!(TimestampSecondType, 1_000_000_000),
        DataType::Timestamp(TimeUnit::Millisecond, _) => scaled!(TimestampMillisecondType, 1_000_000),
        DataType::Timestamp(TimeUnit::Microsecond, _) => scaled!(TimestampMicrosecondType, 1_000),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => scaled!(TimestampNanosecondType, 1),
        DataType::Date32 => scaled!(Date32Type, 86_400_000_000_000),
        DataType::Date64 => scaled!(Date64Type, 1_000_000),
        DataType::Int64 => scaled!(Int64Type, 1),
        DataType::UInt64 => scaled!(UInt64Type, 1),
        DataType::Int32 => scaled!(Int32Type, 1),
        DataType::UInt32 => scaled!(UInt32Type, 1),
        DataType::Null => Ok(vec![None; array.len()]),
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            let values = times(dictionary.values())?;
            Ok(keys(dictionary)
                .into_iter()
                .map(|key| values.get(key?).copied().flatten())
                .collect())
        }
        other => Err(CellError::Type(format!(
            "has type {other}; times are timestamps, dates, or ints in ns since the epoch"
        ))),
    }
}

/// A column of text, or of ints as their text.
pub(crate) fn texts(array: &ArrayRef) -> Result<Vec<Option<Cow<'_, str>>>, CellError> {
    macro_rules! collect {
        ($array:expr, |$cell:ident| $text:expr) => {{
            let array = $array;
            Ok((0..array.len())
                .map(|row| {
                    (!array.is_null(row)).then(|| {
                        let $cell = array.value(row);
                        $text
                    })
                })
                .collect())
        }};
    }
    macro_rules! integers {
        ($type:ty) => {
            collect!(array.as_primitive::<$type>(), |cell| Cow::Owned(cell.to_string()))
        };
    }
    match array.data_type() {
        DataType::Utf8 => collect!(array.as_string::<i32>(), |cell| Cow::Borrowed(cell)),
        DataType::LargeUtf8 => collect!(array.as_string::<i64>(), |cell| Cow::Borrowed(cell)),
        DataType::Utf8View => collect!(array.as_string_view(), |cell| Cow::Borrowed(cell)),
        DataType::Int8 => integers!(Int8Type),
        DataType::Int16 => integers!(Int16Type),
        DataType::Int32 => integers!(Int32Type),
        DataType::Int64 => integers!(Int64Type),
        DataType::UInt8 => integers!(UInt8Type),
        DataType::UInt16 => integers!(UInt16Type),
        DataType::UInt32 => integers!(UInt32Type),
        DataType::UInt64 => integers!(UInt64Type),
        DataType::Null => Ok(vec![None; array.len()]),
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            let values = texts(dictionary.values())?;
            Ok(keys(dictionary).into_iter().map(|key| values.get(key?)?.clone()).collect())
        }
        other => Err(CellError::Type(format!("has type {other}; expected text or ints"))),
    }
}

/// A column of ints of at least zero; null is zero.
pub(crate) fn counts(array: &ArrayRef) -> Result<Vec<u64>, CellError> {
    let texts = texts(array)?;
    let mut out = Vec::with_capacity(texts.len());
    for (row, text) in texts.into_iter().enumerate() {
        out.push(match text {
            None => 0,
            Some(text) => match text.parse() {
                Ok(count) => count,
                Err(_) => return value(row, format!("{text:?} is no count (an int of at least zero)")),
            },
        });
    }
    Ok(out)
}

/// A column of flags; null counts as set.
pub(crate) fn flags(array: &ArrayRef) -> Result<Vec<bool>, CellError> {
    match array.data_type() {
        DataType::Boolean => {
            let array = array.as_boolean();
            Ok((0..array.len()).map(|row| array.is_null(row) || array.value(row)).collect())
        }
        other => Err(CellError::Type(format!("has type {other}; expected booleans"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{Float64Array, Int64Array, StringArray, TimestampMillisecondArray};
    use std::sync::Arc;

    fn floats(values: &[f64]) -> Vec<String> {
        let mut column = NumbersBuilder::default();
        push_numbers(&(Arc::new(Float64Array::from(values.to_vec())) as ArrayRef), &mut column, false).unwrap();
        let column = column.finish();
        (0..column.len()).map(|row| column.decimal(row).normalize().to_string()).collect()
    }

    #[test]
    fn a_float_is_its_shortest_text() {
        let values = [
            61800.3,
            0.1,
            0.30000000000000004,
            1e-7,
            -2.5,
            123456789012345.6,
            1e20,
            0.0,
            -0.0,
            5e-324 * 0.0,
            4503599627370497.5,
        ];
        let texts: Vec<String> = values
            .iter()
            .map(|value| if *value == 0.0 { "0".into() } else { format!("{value}") })
            .collect();
        assert_eq!(floats(&values), texts);
    }

    #[test]
    fn what_is_not_finite_or_too_fine_is_refused_with_its_row() {
        for bad in [f64::NAN, f64::INFINITY, -f64::INFINITY, 1e300, 1e-300] {
            let array: ArrayRef = Arc::new(Float64Array::from(vec![1.0, bad]));
            let result = push_numbers(&array, &mut NumbersBuilder::default(), true);
            assert!(matches!(result, Err(CellError::Value { row: 1, .. })), "{bad}");
        }
    }

    #[test]
    fn times_are_scaled_and_checked() {
        let array: ArrayRef = Arc::new(TimestampMillisecondArray::from(vec![Some(5), None]));
        assert_eq!(times(&array), Ok(vec![Some(5_000_000), None]));
        let array: ArrayRef = Arc::new(TimestampMillisecondArray::from(vec![0, i64::MAX]));
        assert!(matches!(times(&array), Err(CellError::Value { row: 1, .. })));
        let array: ArrayRef = Arc::new(Float64Array::from(vec![1.0]));
        assert!(matches!(times(&array), Err(CellError::Type(_))));
    }

    #[test]
    fn ids_may_be_text_or_ints() {
        let array: ArrayRef = Arc::new(Int64Array::from(vec![Some(-5), None]));
        assert_eq!(texts(&array), Ok(vec![Some("-5".into()), None]));
        let array: ArrayRef = Arc::new(StringArray::from(vec!["a"]));
        assert_eq!(texts(&array), Ok(vec![Some("a".into())]));
        assert!(counts(&array).is_err());
    }
}
