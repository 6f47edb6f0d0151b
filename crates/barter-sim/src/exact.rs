//! Decimal arithmetic that refuses to round silently (D1).

use rust_decimal::Decimal;
use thiserror::Error;

const LIMIT: u128 = 1 << 96;
const MAX_SCALE: u32 = 28;

/// A result that has more digits than a `Decimal` holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{what} of {value} has more digits than a decimal holds exactly")]
pub struct Inexact {
    pub what: &'static str,
    pub value: Decimal,
}

impl Inexact {
    pub fn new(what: &'static str, value: Decimal) -> Self {
        Self { what, value }
    }
}

/// `mantissa × 10^-scale`, if a decimal holds it.
fn fit(mut mantissa: i128, mut scale: u32) -> Option<Decimal> {
    while (mantissa.unsigned_abs() >= LIMIT || scale > MAX_SCALE) && scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    Decimal::try_from_i128_with_scale(mantissa, scale).ok()
}

/// a × b.
pub fn exact_mul(a: Decimal, b: Decimal) -> Result<Decimal, Inexact> {
    let product = |a: Decimal, b: Decimal| a.mantissa().checked_mul(b.mantissa()).and_then(|mantissa| fit(mantissa, a.scale() + b.scale()));
    product(a, b)
        .or_else(|| product(a.normalize(), b.normalize()))
        .ok_or_else(|| Inexact::new("product", a))
}

/// a + b.
pub fn exact_add(a: Decimal, b: Decimal) -> Result<Decimal, Inexact> {
    let sum = |a: Decimal, b: Decimal| {
        let scale = a.scale().max(b.scale());
        let align = |value: Decimal| 10_i128.checked_pow(scale - value.scale()).and_then(|factor| value.mantissa().checked_mul(factor));
        align(a)?.checked_add(align(b)?).and_then(|mantissa| fit(mantissa, scale))
    };
    sum(a, b).or_else(|| sum(a.normalize(), b.normalize())).ok_or_else(|| Inexact::new("sum", a))
}

/// a − b.
pub fn exact_sub(a: Decimal, b: Decimal) -> Result<Decimal, Inexact> {
    exact_add(a, -b)
}

/// a × b / c, rounded half to even to `digits` fractional digits.
pub fn mul_div_half_even(a: Decimal, b: Decimal, c: Decimal, digits: u32) -> Result<Decimal, Inexact> {
    let inexact = || Inexact::new("quotient", a);
    let (a, b, c) = (a.normalize(), b.normalize(), c.normalize());
    let numerator = a.mantissa().checked_mul(b.mantissa()).ok_or_else(inexact)?;
    let negative = (numerator < 0) != (c.mantissa() < 0);
    let (numerator, mut divisor) = (numerator.unsigned_abs(), c.mantissa().unsigned_abs());
    if divisor == 0 {
        return Err(inexact());
    }
    // The quotient of the mantissas has this many digits too few (or too many).
    let missing = i64::from(digits) + i64::from(c.scale()) - i64::from(a.scale()) - i64::from(b.scale());
    if missing < 0 {
        let factor = u32::try_from(-missing).ok().and_then(|power| 10_u128.checked_pow(power));
        divisor = factor.and_then(|factor| divisor.checked_mul(factor)).ok_or_else(inexact)?;
    }
    let (mut quotient, mut rest) = (numerator / divisor, numerator % divisor);
    for _ in 0..missing.max(0) {
        let next = rest.checked_mul(10).ok_or_else(inexact)?;
        quotient = quotient.checked_mul(10).and_then(|quotient| quotient.checked_add(next / divisor)).ok_or_else(inexact)?;
        rest = next % divisor;
    }
    let half = rest.cmp(&(divisor - rest));
    if half.is_gt() || (half.is_eq() && quotient % 2 == 1) {
        quotient += 1;
    }
    let quotient = i128::try_from(quotient).map_err(|_| inexact())?;
    fit(if negative { -quotient } else { quotient }, digits).map(|value| value.normalize()).ok_or_else(inexact)
}

/// To `digits` fractional digits, half to even.
pub fn round_half_even(value: Decimal, digits: u32) -> Result<Decimal, Inexact> {
    mul_div_half_even(value, Decimal::ONE, Decimal::ONE, digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    fn d(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn products_and_sums_are_exact_or_refused() {
        assert_eq!(exact_mul(d("0.1"), d("0.20")), Ok(d("0.02")));
        assert_eq!(exact_mul(d("12345678901234.5"), d("0.00000000000001")), Ok(d("0.123456789012345")));
        assert_eq!(exact_mul(d("1.00000000000000000000"), d("3.0000000000000000000")), Ok(d("3")));
        assert!(exact_mul(d("0.000000000000001"), d("0.00000000000001")).is_err(), "29 fractional digits");
        assert!(exact_mul(Decimal::MAX, d("2")).is_err());
        assert_eq!(exact_add(d("0.1"), d("0.2")), Ok(d("0.3")));
        assert!(exact_add(d("1234567890123456789012345678"), d("0.1")).is_err());
        assert!(exact_add(Decimal::MAX, Decimal::ONE).is_err());
        assert_eq!(exact_sub(d("1"), d("1.0")), Ok(d("0")));
    }

    #[test]
    fn quotients_round_half_to_even() {
        assert_eq!(mul_div_half_even(d("1"), d("1"), d("3"), 10), Ok(d("0.3333333333")));
        assert_eq!(mul_div_half_even(d("2"), d("-1"), d("3"), 2), Ok(d("-0.67")));
        assert_eq!(round_half_even(d("0.125"), 2), Ok(d("0.12")));
        assert_eq!(round_half_even(d("0.135"), 2), Ok(d("0.14")));
        assert_eq!(round_half_even(d("-0.125"), 2), Ok(d("-0.12")));
        assert!(mul_div_half_even(d("1"), d("1"), d("0"), 2).is_err());
        // agrees with rust_decimal where that is exact enough
        let cost = d("599.6543210987");
        assert_eq!(mul_div_half_even(cost, d("0.003"), d("0.007"), 10), Ok(Decimal::from_str("256.9947090423").unwrap()));
    }
}
