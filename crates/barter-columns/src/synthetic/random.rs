//! Random numbers of the synthetic market: SplitMix64 (Steele, Lea, Flood 2014) and integer logarithms, so that every machine draws the same.

/// The `n`-th draw is a bijective mix of `seed + n × 0x9E3779B97F4A7C15`: a counter-based generator of period 2^64.
#[derive(Debug, Clone)]
pub(crate) struct SplitMix64 {
    state: u64,
}

/// One, in the fixed point of [`SplitMix64::exponential`] and [`decay`]: 32 fractional bits.
pub(crate) const ONE: u64 = 1 << 32;
/// ln 2 in that fixed point.
const LN_2: u64 = 2_977_044_472;

impl SplitMix64 {
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform in `0..bound` (`bound` > 0), by the high half of a product.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    /// `true` in `parts` of 1000 draws.
    pub fn chance(&mut self, parts: u64) -> bool {
        self.below(1000) < parts
    }

    /// Exponential with the given mean: −mean × ln u.
    pub fn exponential(&mut self, mean: u64) -> u64 {
        let u = self.next() | 1;
        ((u128::from(mean) * u128::from(minus_ln(u))) >> 32) as u64
    }
}

/// −ln(u / 2^64) for u > 0, 32 fractional bits: the integer part of the binary logarithm by counting bits, the rest by squaring.
fn minus_ln(u: u64) -> u64 {
    let zeros = u.leading_zeros();
    // m in [1, 2), 63 fractional bits.
    let mut m = u << zeros;
    let mut fraction = 0_u64;
    for _ in 0..32 {
        let square = (u128::from(m) * u128::from(m)) >> 63;
        fraction <<= 1;
        if square >> 64 != 0 {
            fraction |= 1;
            m = (square >> 1) as u64;
        } else {
            m = square as u64;
        }
    }
    // log2(u / 2^64) = fraction − (zeros + 1).
    let minus_log2 = ((u64::from(zeros) + 1) << 32) - fraction;
    ((u128::from(minus_log2) * u128::from(LN_2)) >> 32) as u64
}

/// `value × 2^(−elapsed / half_life)`: whole halvings by shifting, the rest by six terms of the exponential series.
pub(crate) fn decay(value: u64, elapsed: u64, half_life: u64) -> u64 {
    let halvings = elapsed / half_life;
    if halvings >= 64 {
        return 0;
    }
    let y = u128::from(LN_2) * u128::from(elapsed % half_life) / u128::from(half_life);
    // 1 − y (1 − y/2 (1 − y/3 (…))), from the inside out.
    let one = u128::from(ONE);
    let factor = (1..=6).rev().fold(one, |inner, n| one - ((y * inner / n) >> 32));
    ((u128::from(value >> halvings) * factor) >> 32) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_splitmix64() {
        // Reference output for seed 1234567, from the authors' C code.
        let mut random = SplitMix64::new(1_234_567);
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(expected.map(|_| random.next()), expected);
    }

    #[test]
    fn the_logarithm_is_right_to_nine_digits() {
        for u in [1, 2, 3, 12345, 1 << 40, u64::MAX / 3, u64::MAX - 1, u64::MAX] {
            let exact = -((u as f64) / 18_446_744_073_709_551_616.0).ln();
            let found = minus_ln(u) as f64 / ONE as f64;
            assert!((found - exact).abs() < 2e-8 * exact.max(1.0), "{u}: {found} {exact}");
        }
    }

    #[test]
    fn draws_have_their_mean_and_decay_halves() {
        let mut random = SplitMix64::new(1);
        let mean = (0..100_000).map(|_| random.exponential(1_000_000)).sum::<u64>() / 100_000;
        assert!((980_000..1_020_000).contains(&mean), "{mean}");
        assert_eq!(
            (decay(1000, 10, 10), decay(1000, 0, 10), decay(1000, 5, 10), decay(1000, 640, 10)),
            (500, 1000, 707, 0)
        );
        // Many small steps decay as one large one does.
        let steps = (0..1000).fold(ONE, |value, _| decay(value, 1000, 100_000));
        assert!(steps.abs_diff(ONE >> 10) < ONE >> 20, "{steps}");
    }
}
