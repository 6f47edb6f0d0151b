//! Exact decimal arithmetic (D1): a result that does not fit a `Decimal` is an error, never a rounding.
//!
//! `Decimal`'s own operators round silently, so every product and sum of money goes through here.

use crate::wide::Wide;
use rust_decimal::{Decimal, RoundingStrategy};
use thiserror::Error;

/// Largest number of fractional digits of a `Decimal`.
pub const MAX_SCALE: u32 = 28;

/// A result that cannot be represented exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{what} ≈ {value} cannot be represented exactly: it needs more than 28 digits; use coarser prices, quantities or rates")]
pub struct Inexact {
    /// What was computed.
    pub what: &'static str,
    /// The value, or the nearest one that can be named.
    pub value: Decimal,
}

impl Inexact {
    pub fn new(what: &'static str, value: Decimal) -> Self {
        Self { what, value }
    }

    /// The same failure under the name of what was being computed.
    pub fn named(self, what: &'static str) -> Self {
        Self { what, ..self }
    }
}

const TENS: [i128; MAX_SCALE as usize + 1] = {
    let mut tens = [1; MAX_SCALE as usize + 1];
    let mut digits = 1;
    while digits < tens.len() {
        tens[digits] = tens[digits - 1] * 10;
        digits += 1;
    }
    tens
};

/// a × b.
pub fn exact_mul(a: Decimal, b: Decimal) -> Result<Decimal, Inexact> {
    let scale = a.scale() + b.scale();
    // The usual sizes, whose product needs no check: most numbers of a run, and every rate and contract size of 1.
    if let (Some(x), Some(y)) = (small(a), small(b))
        && let Ok(exact) = Decimal::try_from_i128_with_scale(i128::from(x) * i128::from(y), scale)
    {
        return Ok(exact);
    }
    if scale <= MAX_SCALE
        && let Some(product) = a.mantissa().checked_mul(b.mantissa())
        && let Ok(exact) = Decimal::try_from_i128_with_scale(product, scale)
    {
        return Ok(exact);
    }
    product_in_lowest_terms(a, b).ok_or_else(|| Inexact::new("product", a.checked_mul(b).unwrap_or(Decimal::MAX)))
}

/// The product without trailing zeros: factors of ten are cancelled before multiplying, wherever their 2 and 5 come from.
fn product_in_lowest_terms(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (mut x, mut y) = (a.mantissa(), b.mantissa());
    let mut scale = a.scale() + b.scale();
    if x == 0 || y == 0 {
        return Some(Decimal::ZERO);
    }
    while scale > 0 {
        if x % 10 == 0 {
            x /= 10;
        } else if y % 10 == 0 {
            y /= 10;
        } else if x % 2 == 0 && y % 5 == 0 {
            (x, y) = (x / 2, y / 5);
        } else if x % 5 == 0 && y % 2 == 0 {
            (x, y) = (x / 5, y / 2);
        } else {
            break;
        }
        scale -= 1;
    }
    Decimal::try_from_i128_with_scale(x.checked_mul(y)?, scale).ok()
}

/// a + b.
pub fn exact_add(a: Decimal, b: Decimal) -> Result<Decimal, Inexact> {
    if a.scale() == b.scale()
        && let Ok(sum) = Decimal::try_from_i128_with_scale(a.mantissa() + b.mantissa(), a.scale())
    {
        return Ok(sum);
    }
    aligned_sum(a, b)
        .or_else(|| aligned_sum(a.normalize(), b.normalize()))
        .ok_or_else(|| Inexact::new("sum", a.checked_add(b).unwrap_or(Decimal::MAX)))
}

/// The mantissa, where an `i64` holds it.
fn small(value: Decimal) -> Option<i64> {
    i64::try_from(value.mantissa()).ok()
}

fn aligned_sum(a: Decimal, b: Decimal) -> Option<Decimal> {
    let scale = a.scale().max(b.scale());
    let align = |x: Decimal| match scale - x.scale() {
        0 => Some(x.mantissa()),
        digits => x.mantissa().checked_mul(TENS[digits as usize]),
    };
    in_lowest_terms(align(a)?.checked_add(align(b)?)?, scale)
}

/// `mantissa × 10^-scale`, giving up trailing zeros only where they do not fit.
fn in_lowest_terms(mut mantissa: i128, mut scale: u32) -> Option<Decimal> {
    loop {
        if let Ok(value) = Decimal::try_from_i128_with_scale(mantissa, scale) {
            return Some(value);
        }
        if scale == 0 || mantissa % 10 != 0 {
            return None;
        }
        mantissa /= 10;
        scale -= 1;
    }
}

/// a − b.
pub fn exact_sub(a: Decimal, b: Decimal) -> Result<Decimal, Inexact> {
    exact_add(a, -b).map_err(|error| error.named("difference"))
}

/// To `digits` fractional digits, ties to even.
pub fn round_half_even(value: Decimal, digits: u32) -> Decimal {
    value.round_dp_with_strategy(digits, RoundingStrategy::MidpointNearestEven)
}

/// a × b / c to `digits` fractional digits, ties to even: rounded once, from the exact quotient.
pub fn mul_div_half_even(a: Decimal, b: Decimal, c: Decimal, digits: u32) -> Result<Decimal, Inexact> {
    const WHAT: &str = "quotient";
    if c.is_zero() || digits > MAX_SCALE {
        return Err(Inexact::new(WHAT, a));
    }
    let negative = (a.mantissa() < 0) ^ (b.mantissa() < 0) ^ (c.mantissa() < 0);
    let [x, y, z] = [a, b, c].map(|value| value.mantissa().unsigned_abs());
    let exponent = i64::from(digits + c.scale()) - i64::from(a.scale() + b.scale());
    let power = exponent.unsigned_abs() as u32;
    let (up, down) = if exponent >= 0 { (power, 0) } else { (0, power) };
    quotient(x, y, up, z, down)
        .or_else(|| Wide::quotient_half_even(x, y, up, z, down))
        .and_then(|quotient| i128::try_from(quotient).ok())
        .and_then(|quotient| in_lowest_terms(if negative { -quotient } else { quotient }, digits))
        .map(|value| value.normalize())
        .ok_or_else(|| Inexact::new(WHAT, a))
}

/// `x y 10^up / (z 10^down)`, half to even, where everything fits 128 bits.
fn quotient(x: u128, y: u128, up: u32, z: u128, down: u32) -> Option<u128> {
    let dividend = x.checked_mul(y)?.checked_mul(10_u128.checked_pow(up)?)?;
    let divisor = z.checked_mul(10_u128.checked_pow(down)?)?;
    let quotient = dividend / divisor;
    let rest = dividend - quotient * divisor;
    let up = match rest.cmp(&(divisor - rest)) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => quotient % 2 == 1,
        std::cmp::Ordering::Greater => true,
    };
    Some(quotient + u128::from(up))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn d1_products_are_exact_or_an_error() {
        assert_eq!(exact_mul(d("61800.30"), d("0.001")), Ok(d("61.8003")));
        assert_eq!(exact_mul(d("-2"), d("0.5")), Ok(d("-1")));
        assert_eq!(exact_mul(d("0"), d("0.0000000000000000000000000001")), Ok(Decimal::ZERO));
        // 30 fractional digits before the zeros are cancelled.
        assert_eq!(exact_mul(d("0.500000000000000"), d("0.400000000000000")), Ok(d("0.2")));
        // 2^60 × 5^60 / 10^28.
        let (two, five) = (
            Decimal::from_i128_with_scale(1 << 60, 14),
            Decimal::from_i128_with_scale(5_i128.pow(40), 14),
        );
        assert_eq!(exact_mul(two, five), Ok(d("1048576000000000000")));
        // rust_decimal alone rounds this one.
        let (a, b) = (d("1.000000000000001"), d("1.000000000000001"));
        assert!(a.checked_mul(b).is_some());
        assert_eq!(exact_mul(a, b).unwrap_err().what, "product");
        assert!(exact_mul(Decimal::MAX, d("2")).is_err());
    }

    #[test]
    fn d1_sums_are_exact_or_an_error() {
        assert_eq!(exact_add(d("0.1"), d("0.02")), Ok(d("0.12")));
        assert_eq!(exact_sub(d("1"), d("1.0000000000000000000000000000")), Ok(Decimal::ZERO));
        assert_eq!(exact_add(d("79228162514264337593543950335"), d("0.00")), Ok(Decimal::MAX));
        assert!(exact_add(Decimal::MAX, Decimal::ONE).is_err());
        assert!(exact_add(d("10000000000"), d("0.0000000000000000000000000001")).is_err());
        assert_eq!(exact_sub(d("1"), d("3")), Ok(d("-2")));
    }

    #[test]
    fn d1_quotients_round_once_half_to_even() {
        assert_eq!(mul_div_half_even(d("1"), d("1"), d("8"), 2), Ok(d("0.12")));
        assert_eq!(mul_div_half_even(d("3"), d("1"), d("8"), 2), Ok(d("0.38")));
        assert_eq!(mul_div_half_even(d("-1"), d("1"), d("8"), 2), Ok(d("-0.12")));
        assert_eq!(mul_div_half_even(d("2"), d("1"), d("3"), 10), Ok(d("0.6666666667")));
        assert_eq!(mul_div_half_even(d("0.0001"), d("0.0001"), d("1"), 4), Ok(Decimal::ZERO));
        assert!(mul_div_half_even(d("1"), d("1"), d("0"), 2).is_err());
        assert!(mul_div_half_even(Decimal::MAX, Decimal::MAX, d("1"), 2).is_err());
        // The wide path.
        let big = d("12345678901234567890.1234567");
        assert_eq!(mul_div_half_even(big, big, big, 7), Ok(big));
        assert_eq!(
            mul_div_half_even(big, d("1"), d("7.0000000000000000000001"), 8),
            Ok(d("1763668414462081127.16046862"))
        );
        let tiny = d("0.0000000000000000000000000001");
        assert_eq!(mul_div_half_even(tiny, tiny, tiny, 28), Ok(tiny));
        assert_eq!(mul_div_half_even(tiny, tiny, d("1"), 28), Ok(Decimal::ZERO));
    }

    #[test]
    fn rounding_to_digits_takes_ties_to_even() {
        assert_eq!(round_half_even(d("0.125"), 2), d("0.12"));
        assert_eq!(round_half_even(d("-0.135"), 2), d("-0.14"));
    }
}
