//! Columns of numbers: one scale per column and an `i64` a row, or, where that does not hold every value, a `Decimal` a row.

use crate::kind::Fixed;
use arrow_buffer::{Buffer, NullBuffer, NullBufferBuilder, ScalarBuffer};
use rust_decimal::Decimal;

/// Mantissas stay below 10^18, so that every narrow column is a valid Arrow `Decimal64(18, scale)`.
pub const NARROW_LIMIT: i64 = 1_000_000_000_000_000_000;
/// Largest scale of a narrow column, for the same reason.
pub const NARROW_SCALE: u8 = 18;

/// A text that is no decimal number, or one that a [`Decimal`] cannot hold exactly.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a number that a decimal of 28 digits holds exactly")]
pub struct NotADecimal {
    pub text: String,
}

/// A finished column. Null slots hold zero.
#[derive(Debug, Clone)]
pub struct Numbers {
    pub(crate) storage: Storage,
    pub(crate) nulls: Option<NullBuffer>,
}

#[derive(Debug, Clone)]
pub(crate) enum Storage {
    Narrow {
        values: ScalarBuffer<i64>,
        scale: u8,
    },
    /// [`Decimal::serialize`], 16 bytes a row.
    Wide(Buffer),
}

impl Numbers {
    pub fn len(&self) -> usize {
        match &self.storage {
            Storage::Narrow { values, .. } => values.len(),
            Storage::Wide(bytes) => bytes.len() / 16,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of a row, null slots as zero.
    #[inline]
    pub(crate) fn decimal(&self, row: usize) -> Decimal {
        match &self.storage {
            Storage::Narrow { values, scale } => Fixed::new(values[row], *scale).decimal(),
            Storage::Wide(bytes) => wide_at(bytes, row),
        }
    }

    #[inline]
    pub fn get(&self, row: usize) -> Option<Decimal> {
        match &self.nulls {
            Some(nulls) if nulls.is_null(row) => None,
            _ => Some(self.decimal(row)),
        }
    }

    pub(crate) fn narrow(&self) -> Option<(&ScalarBuffer<i64>, u8)> {
        match &self.storage {
            Storage::Narrow { values, scale } => Some((values, *scale)),
            Storage::Wide(_) => None,
        }
    }

    pub(crate) fn slice(&self, offset: usize, length: usize) -> Self {
        Self {
            storage: match &self.storage {
                Storage::Narrow { values, scale } => Storage::Narrow {
                    values: values.slice(offset, length),
                    scale: *scale,
                },
                Storage::Wide(bytes) => Storage::Wide(bytes.slice_with_length(offset * 16, length * 16)),
            },
            nulls: self.nulls.as_ref().map(|nulls| nulls.slice(offset, length)),
        }
    }
}

fn wide_at(bytes: &Buffer, row: usize) -> Decimal {
    let mut raw = [0; 16];
    raw.copy_from_slice(&bytes[row * 16..row * 16 + 16]);
    Decimal::deserialize(raw)
}

/// Collects a column; the scale grows to the smallest that holds every value.
#[derive(Debug)]
pub struct NumbersBuilder {
    narrow: Vec<i64>,
    scale: u8,
    largest: i64,
    wide: Option<Vec<u8>>,
    nulls: NullBufferBuilder,
}

impl Default for NumbersBuilder {
    fn default() -> Self {
        Self {
            narrow: Vec::new(),
            scale: 0,
            largest: 0,
            wide: None,
            nulls: NullBufferBuilder::new(0),
        }
    }
}

impl NumbersBuilder {
    pub fn len(&self) -> usize {
        self.nulls.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Scale of the values so far.
    pub(crate) fn scale(&self) -> u8 {
        self.scale
    }

    /// The number at a row, null slots as zero.
    pub(crate) fn decimal(&self, row: usize) -> Decimal {
        match &self.wide {
            Some(wide) => {
                let mut raw = [0; 16];
                raw.copy_from_slice(&wide[row * 16..row * 16 + 16]);
                Decimal::deserialize(raw)
            }
            None => Fixed::new(self.narrow[row], self.scale).decimal(),
        }
    }

    pub fn push_null(&mut self) {
        self.value(0, 0);
        self.nulls.append_null();
    }

    /// Adds a number from its text (`-12.50`, `1e-7`).
    #[inline]
    pub fn push_text(&mut self, text: &[u8]) -> Result<(), NotADecimal> {
        match parse_fixed(text) {
            Some(Fixed { mantissa, scale }) => {
                self.value(mantissa, scale);
                self.nulls.append_non_null();
            }
            None => self.push_decimal(parse_decimal(text)?),
        }
        Ok(())
    }

    #[inline]
    pub fn push_fixed(&mut self, Fixed { mantissa, scale }: Fixed) {
        if mantissa > -NARROW_LIMIT && mantissa < NARROW_LIMIT && scale <= NARROW_SCALE {
            self.value(mantissa, scale);
            self.nulls.append_non_null();
        } else {
            self.push_decimal(Decimal::new(mantissa, u32::from(scale)));
        }
    }

    pub fn push_decimal(&mut self, value: Decimal) {
        let value = value.normalize();
        match i64::try_from(value.mantissa()) {
            Ok(mantissa) if mantissa.unsigned_abs() < NARROW_LIMIT.unsigned_abs() => self.value(mantissa, value.scale() as u8),
            _ => self.widen().extend_from_slice(&value.serialize()),
        }
        self.nulls.append_non_null();
    }

    /// Adds a number with `|mantissa| < NARROW_LIMIT`.
    #[inline]
    fn value(&mut self, mut mantissa: i64, mut scale: u8) {
        if mantissa == 0 {
            scale = 0;
        }
        while scale > self.scale && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        if self.wide.is_none() && scale > self.scale {
            self.rescale(scale);
        }
        if let Some(wide) = &mut self.wide {
            wide.extend_from_slice(&Decimal::new(mantissa, u32::from(scale)).serialize());
            return;
        }
        match scaled(mantissa, self.scale - scale) {
            Some(value) => {
                self.largest = self.largest.max(value.abs());
                self.narrow.push(value);
            }
            None => self
                .widen()
                .extend_from_slice(&Decimal::new(mantissa, u32::from(scale)).serialize()),
        }
    }

    /// Raises the scale; the column widens where a value would not fit.
    fn rescale(&mut self, scale: u8) {
        match scaled(1, scale - self.scale) {
            _ if scale > NARROW_SCALE => {
                self.widen();
            }
            Some(factor) if scaled(self.largest, scale - self.scale).is_some() => {
                self.narrow.iter_mut().for_each(|value| *value *= factor);
                self.largest *= factor;
                self.scale = scale;
            }
            _ if self.largest == 0 => {
                self.scale = scale;
            }
            _ => {
                self.widen();
            }
        }
    }

    fn widen(&mut self) -> &mut Vec<u8> {
        let (narrow, scale) = (&mut self.narrow, u32::from(self.scale));
        self.wide.get_or_insert_with(|| {
            std::mem::take(narrow)
                .into_iter()
                .flat_map(|value| Decimal::new(value, scale).serialize())
                .collect()
        })
    }

    /// Gives two columns the same scale, as a row with one scale for both needs.
    pub fn align(a: &mut Self, b: &mut Self) {
        let scale = a.scale.max(b.scale);
        for column in [a, b] {
            if column.wide.is_none() && column.scale < scale {
                column.rescale(scale);
            }
        }
    }

    pub fn finish(mut self) -> Numbers {
        let storage = match self.wide {
            Some(mut wide) => {
                wide.shrink_to_fit();
                Storage::Wide(Buffer::from_vec(wide))
            }
            None => {
                self.narrow.shrink_to_fit();
                Storage::Narrow {
                    values: self.narrow.into(),
                    scale: self.scale,
                }
            }
        };
        Numbers {
            storage,
            nulls: self.nulls.finish(),
        }
    }
}

fn scaled(mantissa: i64, by: u8) -> Option<i64> {
    let value = mantissa.checked_mul(10_i64.checked_pow(u32::from(by))?)?;
    (value.unsigned_abs() < NARROW_LIMIT.unsigned_abs()).then_some(value)
}

/// Plain text of at most 18 significant digits; `None` for anything else, which [`parse_decimal`] judges.
#[inline]
fn parse_fixed(text: &[u8]) -> Option<Fixed> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    // 18 digits and a point: a longer text may still be short once its zeros are gone, which is the slow path's work.
    if digits.is_empty() || digits.len() > 19 {
        return None;
    }
    let (mut mantissa, mut point) = (0_i64, None);
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => mantissa = mantissa * 10 + i64::from(byte - b'0'),
            b'.' if point.is_none() && at > 0 && at + 1 < digits.len() => point = Some(at),
            _ => return None,
        }
    }
    if point.is_none() && digits.len() > 18 {
        return None;
    }
    let scale = point.map_or(0, |at| digits.len() - at - 1) as u8;
    Some(Fixed::new(if negative { -mantissa } else { mantissa }, scale))
}

/// Any decimal text, with or without an exponent, as an exact decimal.
pub fn parse_decimal(text: &[u8]) -> Result<Decimal, NotADecimal> {
    let refuse = || NotADecimal {
        text: String::from_utf8_lossy(text).into_owned(),
    };
    let text = std::str::from_utf8(text).map_err(|_| refuse())?.trim();
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.parse::<i32>().map_err(|_| refuse())?),
        None => (text, 0),
    };
    let (sign, number) = match number.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", number.strip_prefix('+').unwrap_or(number)),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) {
        return Err(refuse());
    }
    // Zeros at the end say nothing; without them the text is short enough to hold, or truly too long.
    let fraction = fraction.trim_end_matches('0');
    let exact = |text: &str| Decimal::from_str_exact(text).map_err(|_| refuse());
    if exponent == 0 {
        return match fraction {
            "" => exact(&format!("{sign}{}", if whole.is_empty() { "0" } else { whole })),
            _ => exact(&format!("{sign}{}.{fraction}", if whole.is_empty() { "0" } else { whole })),
        };
    }
    let significant = format!("{whole}{fraction}");
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return Ok(Decimal::ZERO);
    }
    let trailing = significant.len() - significant.trim_end_matches('0').len();
    let scale = i64::try_from(fraction.len()).map_err(|_| refuse())? - i64::from(exponent) - trailing as i64;
    let significant = &significant[..significant.len() - trailing];
    if !(-28..=28).contains(&scale) {
        return Err(refuse());
    }
    let mantissa = exact(&format!("{sign}{significant}"))?.mantissa();
    if scale >= 0 {
        Decimal::try_from_i128_with_scale(mantissa, scale as u32).map_err(|_| refuse())
    } else {
        let power = 10_i128.checked_pow(scale.unsigned_abs() as u32).ok_or_else(refuse)?;
        Decimal::try_from_i128_with_scale(mantissa.checked_mul(power).ok_or_else(refuse)?, 0).map_err(|_| refuse())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(texts: &[&str]) -> Numbers {
        let mut builder = NumbersBuilder::default();
        texts.iter().for_each(|text| builder.push_text(text.as_bytes()).unwrap());
        builder.finish()
    }

    fn decimals(column: &Numbers) -> Vec<String> {
        (0..column.len()).map(|row| column.decimal(row).normalize().to_string()).collect()
    }

    #[test]
    fn the_scale_is_the_smallest_that_holds_every_value() {
        let numbers = column(&["61837.63000000", "0.02000000", "5", "-0.5", "0.000"]);
        assert_eq!(
            numbers.narrow().map(|(values, scale)| (values.to_vec(), scale)),
            Some((vec![6183763, 2, 500, -50, 0], 2))
        );
        assert_eq!(decimals(&numbers), ["61837.63", "0.02", "5", "-0.5", "0"]);
    }

    #[test]
    fn what_does_not_fit_one_scale_becomes_wide_and_stays_exact() {
        for texts in [
            vec!["999999999999", "0.0000001", "3.5"],
            vec!["0.0000001", "999999999999"],
            vec!["1", "79228162514264337593543950335", "0.0000000000000000000000000001"],
            vec!["1000000000000000000"],
        ] {
            let numbers = column(&texts);
            assert!(numbers.narrow().is_none(), "{texts:?}");
            assert_eq!(decimals(&numbers), texts);
        }
    }

    #[test]
    fn zeros_never_raise_the_scale() {
        let mut builder = NumbersBuilder::default();
        builder.push_text(b"0.0000000000000000000000000000").unwrap();
        builder.push_null();
        builder.push_text(b"7").unwrap();
        let numbers = builder.finish();
        assert_eq!(numbers.narrow().map(|(_, scale)| scale), Some(0));
        assert_eq!(
            (0..3).map(|row| numbers.get(row)).collect::<Vec<_>>(),
            [Some(Decimal::ZERO), None, Some(Decimal::from(7))]
        );
    }

    #[test]
    fn text_is_read_exactly_or_refused() {
        for (text, value) in [
            ("1e-7", "0.0000001"),
            ("1.50E3", "1500"),
            ("-2.5e+2", "-250"),
            (".5", "0.5"),
            ("5.", "5"),
            ("+3", "3"),
            ("0e99", "0"),
            ("100000000000000000000.000000000000000000000000", "100000000000000000000"),
            ("120e-1", "12"),
        ] {
            assert_eq!(parse_decimal(text.as_bytes()).unwrap().to_string(), value, "{text}");
        }
        for text in [
            "",
            ".",
            "-",
            "abc",
            "1.2.3",
            "1e",
            "1e400",
            "0.00000000000000000000000000001",
            "79228162514264337593543950336",
            "1_000",
            "NaN",
            "inf",
            "1 2",
        ] {
            assert!(parse_decimal(text.as_bytes()).is_err(), "{text}");
            assert!(NumbersBuilder::default().push_text(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn aligned_columns_share_a_scale() {
        let (mut a, mut b) = (NumbersBuilder::default(), NumbersBuilder::default());
        a.push_text(b"1.5").unwrap();
        b.push_text(b"2").unwrap();
        NumbersBuilder::align(&mut a, &mut b);
        assert_eq!(
            (a.finish().narrow().unwrap().1, b.finish().narrow().map(|(v, s)| (v[0], s)).unwrap()),
            (1, (20, 1))
        );
    }
}
