//! Decimal arithmetic that refuses to round silently; `rust_decimal` drops digits when a result needs more than 28.

use crate::figure::{Figure, Null};
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

const INEXACT: &str = "the exact value needs more than 28 digits";

/// Fractional digits of quotients, the scale of the result tables.
pub const QUOTIENT_DIGITS: u32 = 18;

pub fn add(left: Decimal, right: Decimal) -> Figure<Decimal> {
    let (left, right) = (left.normalize(), right.normalize());
    if left.is_zero() {
        return Ok(right);
    }
    if right.is_zero() {
        return Ok(left);
    }
    // When the digits do not fit, rust_decimal lowers the scale.
    left.checked_add(right)
        .filter(|sum| sum.scale() == left.scale().max(right.scale()))
        .ok_or_else(|| Null::from(INEXACT))
}

pub fn subtract(left: Decimal, right: Decimal) -> Figure<Decimal> {
    add(left, -right)
}

pub fn sum(values: impl IntoIterator<Item = Decimal>) -> Figure<Decimal> {
    values.into_iter().try_fold(Decimal::ZERO, add)
}

/// `numerator / denominator`, rounded half to even to [`QUOTIENT_DIGITS`].
pub fn quotient(numerator: Decimal, denominator: Decimal) -> Figure<Decimal> {
    if denominator.is_zero() {
        return Err(Null::from("division by zero"));
    }
    numerator
        .checked_div(denominator)
        .map(|value| {
            value
                .round_dp_with_strategy(QUOTIENT_DIGITS, RoundingStrategy::MidpointNearestEven)
                .normalize()
        })
        .ok_or_else(|| Null::from(INEXACT))
}

/// The nearest float. (`Decimal::to_f64` may be off by some units in the last place.)
pub fn float(value: Decimal) -> f64 {
    const EXACT: i128 = 1 << 53;
    let value = value.normalize();
    let mantissa = value.mantissa();
    // Both operands exact: one correctly rounded division. Powers of ten are exact up to 10^22.
    if mantissa.abs() <= EXACT && value.scale() <= 22 {
        return mantissa as f64 / 10f64.powi(value.scale() as i32);
    }
    value.to_string().parse().unwrap_or_else(|_| value.to_f64().unwrap_or(f64::NAN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    fn d(text: &str) -> Decimal {
        Decimal::from_str(text).unwrap()
    }

    #[test]
    fn sums_are_exact_or_refused() {
        assert_eq!(add(d("0.1"), d("0.2")), Ok(d("0.3")));
        assert_eq!(add(d("5"), d("0.000")), Ok(d("5")));
        let wide = d("9999999999999999999999999999");
        assert!(add(wide, d("0.1")).is_err());
        assert!(add(Decimal::MAX, Decimal::ONE).is_err());
        assert_eq!(sum([d("1.5"), d("-0.5"), d("2")]), Ok(d("3")));
        assert_eq!(subtract(d("1"), d("1")), Ok(d("0")));
    }

    #[test]
    fn quotients_round_half_even_to_18_digits() {
        assert_eq!(quotient(d("1"), d("3")), Ok(d("0.333333333333333333")));
        assert_eq!(quotient(d("2"), d("3")), Ok(d("0.666666666666666667")));
        // a tie: …5 after the 18th digit goes to the even neighbour
        assert_eq!(quotient(d("0.000000000000000005"), d("2")), Ok(d("0.000000000000000002")));
        assert_eq!(quotient(d("0.000000000000000003"), d("2")), Ok(d("0.000000000000000002")));
        assert!(quotient(d("1"), d("0")).is_err());
    }

    #[test]
    fn floats_are_the_nearest() {
        for text in [
            "60000.12",
            "0.1",
            "1.7976931348623157",
            "-2046.84161050",
            "0.123456789012345678",
            "79228162514264337593543950335",
        ] {
            assert_eq!(float(d(text)), text.parse::<f64>().unwrap(), "{text}");
        }
    }
}
