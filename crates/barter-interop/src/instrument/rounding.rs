//! Prices to the tick, quantities to the lot.

use barter_instrument::Side;
use rust_decimal::Decimal;

/// Which of the two neighbouring steps a number becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Away from the market: a buy down, a sell up. Never pays more than asked for.
    Passive,
    /// Towards the market: a buy up, a sell down.
    Aggressive,
    /// The nearer one; half to the even multiple.
    Nearest,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}

crate::canonical_enum!(Rounding => "barter_instrument", "Rounding" {
    "PASSIVE" => Passive,
    "AGGRESSIVE" => Aggressive,
    "NEAREST" => Nearest,
    "DOWN" => Down,
    "UP" => Up,
});

/// Multiples of `step` at or around `value`, towards zero and away from it; equal when `value` is one. `None` if the outer
/// one does not fit a decimal. Exact: it uses the remainder, never a quotient.
pub fn neighbours(value: Decimal, step: Decimal) -> Option<(Decimal, Decimal)> {
    let rest = value.checked_rem(step)?;
    let inner = (value - rest).normalize();
    if rest.is_zero() {
        return Some((inner, inner));
    }
    let outer = if value.is_sign_negative() {
        inner.checked_sub(step)?
    } else {
        inner.checked_add(step)?
    };
    Some((inner, outer.normalize()))
}

/// `value` as a multiple of `step` (above zero); `None` if `rounding` needs a side that is not given or the result does not
/// fit a decimal.
pub fn round_to_step(value: Decimal, step: Decimal, rounding: Rounding, side: Option<Side>) -> Option<Decimal> {
    let (inner, outer) = neighbours(value, step)?;
    if inner == outer {
        return Some(inner);
    }
    let (lower, upper) = if inner < outer { (inner, outer) } else { (outer, inner) };
    Some(match (rounding, side) {
        (Rounding::Down, _) => inner,
        (Rounding::Up, _) => outer,
        (Rounding::Passive, Some(Side::Buy)) | (Rounding::Aggressive, Some(Side::Sell)) => lower,
        (Rounding::Passive, Some(Side::Sell)) | (Rounding::Aggressive, Some(Side::Buy)) => upper,
        (Rounding::Passive | Rounding::Aggressive, None) => return None,
        (Rounding::Nearest, _) => match (value - inner).abs().cmp(&(outer - value).abs()) {
            std::cmp::Ordering::Less => inner,
            std::cmp::Ordering::Greater => outer,
            std::cmp::Ordering::Equal => {
                let two = step.checked_add(step)?;
                if inner.checked_rem(two)?.is_zero() { inner } else { outer }
            }
        },
    })
}
