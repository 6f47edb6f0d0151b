//! Text of a decimal: what its `Display` gives, made of machine words instead of 96-bit divisions. Every price that Python reads goes
//! through it.

use rust_decimal::Decimal;

/// Sign, 29 digits, point, and the zeros in front of a fraction of 28 digits.
const LONGEST: usize = 40;
/// Digits that always fit a `u64`.
const CHUNK: u128 = 10_000_000_000_000_000_000;

/// The text, written into a buffer.
pub struct DecimalText {
    buffer: [u8; LONGEST],
    start: usize,
}

impl DecimalText {
    pub fn new(value: &Decimal) -> Self {
        let mut text = Self {
            buffer: [b'0'; LONGEST],
            start: LONGEST,
        };
        let scale = value.scale() as usize;
        let mut rest = value.mantissa().unsigned_abs();
        let mut written = 0;
        // The last 19 digits as one word, then what is left, which fits another.
        loop {
            let is_last = rest < CHUNK;
            let mut word = (rest % CHUNK) as u64;
            let mut digits = 0;
            while word > 0 || (!is_last && digits < 19) {
                text.digit((word % 10) as u8, &mut written, scale);
                word /= 10;
                digits += 1;
            }
            if is_last {
                break;
            }
            rest /= CHUNK;
        }
        // At least one digit stands before the point.
        while written <= scale {
            text.digit(0, &mut written, scale);
        }
        if value.is_sign_negative() {
            text.push(b'-');
        }
        text
    }

    fn digit(&mut self, digit: u8, written: &mut usize, scale: usize) {
        if *written == scale && scale > 0 {
            self.push(b'.');
        }
        self.push(b'0' + digit);
        *written += 1;
    }

    fn push(&mut self, byte: u8) {
        self.start -= 1;
        self.buffer[self.start] = byte;
    }

    pub fn as_str(&self) -> &str {
        // Digits, a point, a sign: always a text.
        std::str::from_utf8(&self.buffer[self.start..]).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: Decimal) {
        assert_eq!(DecimalText::new(&value).as_str(), value.to_string());
    }

    #[test]
    fn it_is_what_display_gives() {
        let mantissas = [
            0_i128,
            1,
            9,
            10,
            59_000_100,
            i128::from(u64::MAX) - 1,
            i128::from(u64::MAX),
            i128::from(u64::MAX) + 1,
            CHUNK as i128 - 1,
            CHUNK as i128,
            CHUNK as i128 + 1,
            10 * CHUNK as i128,
            79_228_162_514_264_337_593_543_950_335,
        ];
        for mantissa in mantissas {
            for scale in 0..=28 {
                check(Decimal::from_i128_with_scale(mantissa, scale));
                check(Decimal::from_i128_with_scale(-mantissa, scale));
            }
        }
        check(Decimal::MAX);
        check(Decimal::MIN);
        let mut negative_zero = Decimal::new(0, 2);
        negative_zero.set_sign_negative(true);
        check(negative_zero);
    }

    #[test]
    fn it_is_what_display_gives_for_many_numbers() {
        // A linear congruential generator: the numbers are the same in every run.
        let mut state = 1_u128;
        for _ in 0..200_000 {
            state = state
                .wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645)
                .wrapping_add(0x5851_f42d);
            let mantissa = (state >> 33) >> ((state >> 3) % 96);
            let mantissa = (mantissa & ((1 << 96) - 1)) as i128;
            let scale = ((state >> 100) % 29) as u32;
            check(Decimal::from_i128_with_scale(mantissa, scale));
        }
    }
}
