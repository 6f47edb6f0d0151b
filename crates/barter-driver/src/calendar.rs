//! Instants as `DateTime`s. Events of one second share its date and time of day, which is most of the cost of the conversion.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

const SECOND: i64 = 1_000_000_000;

#[derive(Debug, Clone, Copy, Default)]
pub struct Calendar {
    /// Start of the second, ns since 1970 UTC.
    start: i64,
    date: NaiveDate,
    /// Seconds since midnight.
    seconds: u32,
}

impl Calendar {
    /// The instant `nanoseconds` after 1970 UTC.
    #[inline]
    pub fn at(&mut self, nanoseconds: i64) -> DateTime<Utc> {
        let since = nanoseconds.wrapping_sub(self.start);
        if !(0..SECOND).contains(&since) {
            return self.turn(nanoseconds);
        }
        match NaiveTime::from_num_seconds_from_midnight_opt(self.seconds, since as u32) {
            Some(time) => NaiveDateTime::new(self.date, time).and_utc(),
            None => DateTime::from_timestamp_nanos(nanoseconds),
        }
    }

    #[cold]
    fn turn(&mut self, nanoseconds: i64) -> DateTime<Utc> {
        let time = DateTime::from_timestamp_nanos(nanoseconds);
        self.start = nanoseconds.saturating_sub(nanoseconds.rem_euclid(SECOND));
        self.date = time.date_naive();
        self.seconds = chrono::Timelike::num_seconds_from_midnight(&time);
        time
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_those_of_chrono() {
        let mut calendar = Calendar::default();
        let day = 86_400 * SECOND;
        for time in [
            0,
            1,
            day - 1,
            day,
            -1,
            -SECOND,
            1_723_161_255_088_169_123,
            1_723_161_255_999_999_999,
            1_723_161_256_000_000_000,
            i64::MAX,
            i64::MAX - 1,
            5,
        ] {
            assert_eq!(calendar.at(time), DateTime::from_timestamp_nanos(time), "{time}");
            assert_eq!(calendar.at(time), DateTime::from_timestamp_nanos(time), "{time}, again");
        }
    }
}
