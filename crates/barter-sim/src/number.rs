//! Recorded numbers and own prices, compared without building decimals while their scales agree.

use barter_columns::Fixed;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// A recorded price or quantity.
#[derive(Debug, Clone, Copy)]
pub enum Amount {
    Fixed(Fixed),
    /// Does not fit a [`Fixed`].
    Decimal(Decimal),
}

impl Amount {
    #[inline]
    pub fn decimal(self) -> Decimal {
        match self {
            Self::Fixed(fixed) => fixed.decimal(),
            Self::Decimal(decimal) => decimal,
        }
    }
}

/// Price of an own order.
#[derive(Debug, Clone, Copy)]
pub struct OwnPrice {
    decimal: Decimal,
    /// The same price at the scale of the instrument's rows; `None` where it does not fit.
    fixed: Option<Fixed>,
}

impl OwnPrice {
    /// `scale` is that of the rows the price will be compared with.
    pub fn new(decimal: Decimal, scale: u8) -> Self {
        let lowest = decimal.normalize();
        let fixed = u32::from(scale)
            .checked_sub(lowest.scale())
            .and_then(|power| lowest.mantissa().checked_mul(10_i128.checked_pow(power)?))
            .and_then(|mantissa| i64::try_from(mantissa).ok())
            .map(|mantissa| Fixed::new(mantissa, scale));
        Self { decimal, fixed }
    }

    pub fn decimal(&self) -> Decimal {
        self.decimal
    }

    /// The own price against a recorded one.
    #[inline]
    pub fn compare(&self, recorded: Amount) -> Ordering {
        match (self.fixed, recorded) {
            (Some(own), Amount::Fixed(other)) if own.scale == other.scale => own.mantissa.cmp(&other.mantissa),
            _ => self.decimal.cmp(&recorded.decimal()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_prices_compare_by_value_whatever_the_scale() {
        for scale in [0, 2, 3, 9] {
            let price = OwnPrice::new(Decimal::new(6180030, 2), scale);
            for (mantissa, row_scale, expected) in [
                (6180030, 2, Ordering::Equal),
                (61800300, 3, Ordering::Equal),
                (618003, 1, Ordering::Equal),
                (6180031, 2, Ordering::Less),
                (61800, 0, Ordering::Greater),
            ] {
                assert_eq!(price.compare(Amount::Fixed(Fixed::new(mantissa, row_scale))), expected);
                assert_eq!(price.compare(Amount::Decimal(Decimal::new(mantissa, row_scale.into()))), expected);
            }
        }
    }
}
