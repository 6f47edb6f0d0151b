//! The mark of an instrument (A7, D8): latest mid of a two-sided quote; before there was one the latest trade's price;
//! before that the latest candle's close.

use crate::exact::{Inexact, MAX_SCALE, exact_add, exact_mul};
use barter_columns::Fixed;
use rust_decimal::Decimal;

/// What the mark is taken from, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkSource {
    None,
    Candle,
    Trade,
    Mid,
}

/// Kept doubled, so that a mid is a sum of integers and needs no division.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    source: MarkSource,
    doubled: i64,
    scale: u8,
    /// A mark whose double does not fit.
    wide: Option<Decimal>,
}

/// Halving may need one digit more.
const SCALE_MAX: u8 = MAX_SCALE as u8 - 1;

impl Mark {
    pub const NONE: Self = Self {
        source: MarkSource::None,
        doubled: 0,
        scale: 0,
        wide: None,
    };

    pub fn source(&self) -> MarkSource {
        self.source
    }

    /// Sets the mark to the middle of two prices of one scale. Returns whether it changed.
    #[inline]
    pub fn set_middle(&mut self, source: MarkSource, a: i64, b: i64, scale: u8) -> Result<bool, Inexact> {
        match a.checked_add(b) {
            Some(doubled) if scale <= SCALE_MAX => Ok(self.set(source, doubled, scale)),
            _ => self.set_middle_of(source, Fixed::new(a, scale).decimal(), Fixed::new(b, scale).decimal()),
        }
    }

    /// The same for any prices.
    #[cold]
    pub fn set_middle_of(&mut self, source: MarkSource, a: Decimal, b: Decimal) -> Result<bool, Inexact> {
        let doubled = exact_add(a, b)?.normalize();
        if let (Ok(mantissa), scale @ 0..=SCALE_MAX) = (i64::try_from(doubled.mantissa()), doubled.scale() as u8) {
            return Ok(self.set(source, mantissa, scale));
        }
        let value = exact_mul(doubled, Decimal::new(5, 1)).map_err(|error| error.named("mark"))?;
        let changed = self.wide != Some(value);
        self.source = source;
        self.wide = Some(value);
        Ok(changed)
    }

    #[inline]
    fn set(&mut self, source: MarkSource, doubled: i64, scale: u8) -> bool {
        let same = self.doubled == doubled && self.scale == scale && self.wide.is_none() && self.source != MarkSource::None;
        if same {
            self.source = source;
            return false;
        }
        *self = Self {
            source,
            doubled,
            scale,
            wide: None,
        };
        true
    }

    /// Twice the mark as (mantissa, scale), when it fits.
    #[inline]
    pub fn doubled(&self) -> Option<(i64, u8)> {
        (self.source != MarkSource::None && self.wide.is_none()).then_some((self.doubled, self.scale))
    }

    pub fn value(&self) -> Option<Decimal> {
        if self.source == MarkSource::None {
            return None;
        }
        Some(self.wide.unwrap_or_else(|| {
            if self.doubled % 2 == 0 {
                Decimal::new(self.doubled / 2, self.scale.into())
            } else {
                Decimal::from_i128_with_scale(i128::from(self.doubled) * 5, u32::from(self.scale) + 1)
            }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a7_the_mid_is_exact_and_changes_are_seen() {
        let mut mark = Mark::NONE;
        assert_eq!((mark.value(), mark.doubled()), (None, None));
        assert_eq!(mark.set_middle(MarkSource::Mid, 100, 101, 2), Ok(true));
        assert_eq!((mark.value(), mark.doubled()), (Some(Decimal::new(1005, 3)), Some((201, 2))));
        assert_eq!(mark.set_middle(MarkSource::Mid, 99, 102, 2), Ok(false));
        assert_eq!(mark.set_middle(MarkSource::Mid, 100, 102, 2), Ok(true));
        assert_eq!(mark.value(), Some(Decimal::new(101, 2)));
    }

    #[test]
    fn a7_a_wide_mark_is_exact_too() {
        let mut mark = Mark::NONE;
        assert_eq!(mark.set_middle(MarkSource::Mid, i64::MAX, i64::MAX, 3), Ok(true));
        assert_eq!((mark.value(), mark.doubled()), (Some(Decimal::new(i64::MAX, 3)), None));
        assert_eq!(mark.set_middle(MarkSource::Mid, i64::MAX, i64::MAX, 3), Ok(false));
        assert_eq!(mark.set_middle(MarkSource::Mid, 1, 1, 0), Ok(true));
        assert_eq!(mark.value(), Some(Decimal::ONE));
    }
}
