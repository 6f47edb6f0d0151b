//! Equity averaged over time, followed as the run goes: no grid of a table decides it.

/// Time during which nothing has a value does not count.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mean {
    /// Since when, and what.
    now: Option<(i64, f64)>,
    /// Value × ns.
    area: f64,
    time: u64,
    first: Option<f64>,
}

impl Mean {
    /// From `time` on it is `value`.
    #[inline]
    pub fn change(&mut self, time: i64, value: Option<f64>) {
        if let Some((since, before)) = self.now {
            // Two instants may be further apart than an `i64` counts.
            let held = time.abs_diff(since);
            self.area += before * held as f64;
            self.time += held;
        }
        self.now = value.map(|value| (time, value));
        self.first = self.first.or(value);
    }

    /// The mean until `time`; what it began with, where no time passed.
    pub fn until(mut self, time: i64) -> Option<f64> {
        self.change(time, None);
        if self.time > 0 {
            Some(self.area / self.time as f64)
        } else {
            self.first
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_weigh_as_long_as_they_held() {
        let mut mean = Mean::default();
        assert_eq!(mean.until(5), None);
        mean.change(10, Some(100.0));
        assert_eq!(mean.until(10), Some(100.0));
        mean.change(20, Some(400.0));
        mean.change(20, Some(200.0));
        assert_eq!(mean.until(50), Some((10.0 * 100.0 + 30.0 * 200.0) / 40.0));
        let mut whole = Mean::default();
        whole.change(i64::MIN, Some(3.0));
        assert_eq!(whole.until(i64::MAX), Some(3.0));
        // Unknown from 50 to 90.
        mean.change(50, None);
        mean.change(90, Some(300.0));
        assert_eq!(mean.until(100), Some((10.0 * 100.0 + 30.0 * 200.0 + 10.0 * 300.0) / 50.0));
    }
}
