//! Unsigned integers of 512 bits: just enough to divide a product of three decimals exactly.

use std::cmp::Ordering;

const WORDS: usize = 8;

/// Little-endian words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wide([u64; WORDS]);

impl Wide {
    const ZERO: Self = Self([0; WORDS]);

    fn new(value: u128) -> Self {
        let mut words = [0; WORDS];
        (words[0], words[1]) = (value as u64, (value >> 64) as u64);
        Self(words)
    }

    /// `x y 10^up / (z 10^down)`, half to even; `None` if it, or a step to it, is too large.
    pub fn quotient_half_even(x: u128, y: u128, up: u32, z: u128, down: u32) -> Option<u128> {
        let dividend = Self::new(x).mul(y)?.times_ten(up)?;
        let divisor = Self::new(z).times_ten(down)?;
        let (quotient, rest) = dividend.div_rem(divisor)?;
        let quotient = quotient.to_u128()?;
        // `rest < divisor`, so the difference is not negative.
        let up = match rest.compare(&divisor.minus(&rest)) {
            Ordering::Less => false,
            Ordering::Equal => quotient % 2 == 1,
            Ordering::Greater => true,
        };
        quotient.checked_add(u128::from(up))
    }

    fn mul(self, by: u128) -> Option<Self> {
        let low = self.mul_word(by as u64)?;
        let mut high = self.mul_word((by >> 64) as u64)?;
        if high.0[WORDS - 1] != 0 {
            return None;
        }
        high.0.copy_within(0..WORDS - 1, 1);
        high.0[0] = 0;
        low.plus(&high)
    }

    fn mul_word(self, by: u64) -> Option<Self> {
        let mut words = [0; WORDS];
        let mut carry = 0_u128;
        for (word, out) in self.0.iter().zip(&mut words) {
            let value = u128::from(*word) * u128::from(by) + carry;
            *out = value as u64;
            carry = value >> 64;
        }
        (carry == 0).then_some(Self(words))
    }

    fn times_ten(self, power: u32) -> Option<Self> {
        (0..power).try_fold(self, |value, _| value.mul_word(10))
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        let mut words = [0; WORDS];
        let mut carry = 0_u128;
        for ((a, b), out) in self.0.iter().zip(&other.0).zip(&mut words) {
            let value = u128::from(*a) + u128::from(*b) + carry;
            *out = value as u64;
            carry = value >> 64;
        }
        (carry == 0).then_some(Self(words))
    }

    /// `self − other`, where `other ≤ self`.
    fn minus(&self, other: &Self) -> Self {
        let mut words = [0; WORDS];
        let mut borrow = false;
        for ((a, b), out) in self.0.iter().zip(&other.0).zip(&mut words) {
            let (first, under) = a.overflowing_sub(*b);
            let (second, again) = first.overflowing_sub(u64::from(borrow));
            *out = second;
            borrow = under | again;
        }
        Self(words)
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }

    fn bit(&self, position: usize) -> u64 {
        self.0[position / 64] >> (position % 64) & 1
    }

    /// Twice the value, plus `bit`; the top bit is known to be clear.
    fn doubled(mut self, bit: u64) -> Self {
        let mut carry = bit;
        for word in &mut self.0 {
            let next = *word >> 63;
            *word = *word << 1 | carry;
            carry = next;
        }
        self
    }

    /// Schoolbook division, one bit at a time.
    fn div_rem(&self, divisor: Self) -> Option<(Self, Self)> {
        if divisor == Self::ZERO || divisor.0[WORDS - 1] >> 63 == 1 {
            return None;
        }
        let (mut quotient, mut rest) = (Self::ZERO, Self::ZERO);
        for position in (0..WORDS * 64).rev() {
            rest = rest.doubled(self.bit(position));
            let fits = rest.compare(&divisor) != Ordering::Less;
            if fits {
                rest = rest.minus(&divisor);
            }
            quotient = quotient.doubled(u64::from(fits));
        }
        Some((quotient, rest))
    }

    fn to_u128(self) -> Option<u128> {
        self.0[2..]
            .iter()
            .all(|word| *word == 0)
            .then_some(u128::from(self.0[1]) << 64 | u128::from(self.0[0]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_of_wide_products_is_exact() {
        let max = u128::MAX;
        assert_eq!(Wide::quotient_half_even(max, max, 0, max, 0), Some(max));
        assert_eq!(Wide::quotient_half_even(max, 10, 30, 10, 30), Some(max));
        assert_eq!(Wide::quotient_half_even(5, 1, 0, 1, 1), Some(0));
        assert_eq!(Wide::quotient_half_even(15, 1, 0, 1, 1), Some(2));
        assert_eq!(Wide::quotient_half_even(25, 1, 0, 1, 1), Some(2));
        assert_eq!(Wide::quotient_half_even(26, 1, 0, 1, 1), Some(3));
        assert_eq!(Wide::quotient_half_even(max, max, 0, 1, 0), None);
        assert_eq!(Wide::quotient_half_even(1, 1, 0, 0, 0), None);
        assert_eq!(Wide::quotient_half_even(max, max, 200, 1, 0), None);
    }
}
