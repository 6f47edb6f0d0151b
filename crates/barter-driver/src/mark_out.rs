//! Marks some time after each fill, noted while the run passes them.

use crate::record::Record;
use rust_decimal::Decimal;
use std::collections::VecDeque;

pub const HORIZONS: [i64; 3] = [1_000_000_000, 10_000_000_000, 60_000_000_000];

/// One queue per horizon: fills come in order of time, so their due times do too.
#[derive(Debug)]
pub struct MarkOuts {
    due: [VecDeque<(i64, usize)>; 3],
    next: i64,
}

impl Default for MarkOuts {
    fn default() -> Self {
        Self {
            due: Default::default(),
            next: i64::MAX,
        }
    }
}

impl MarkOuts {
    pub fn add(&mut self, time: i64, fill: usize) {
        for (queue, horizon) in self.due.iter_mut().zip(HORIZONS) {
            queue.push_back((time.saturating_add(horizon), fill));
        }
        self.refresh();
    }

    /// When the next mark is due; `i64::MAX` when none is.
    #[inline]
    pub fn next_due(&self) -> i64 {
        self.next
    }

    fn refresh(&mut self) {
        self.next = self
            .due
            .iter()
            .filter_map(|queue| queue.front().map(|(time, _)| *time))
            .min()
            .unwrap_or(i64::MAX);
    }

    /// Notes the marks that were due before `time`: the state before the first happening later than the due time.
    pub fn pass(&mut self, time: i64, record: &mut Record, mark: impl Fn(usize) -> Option<Decimal>) {
        for (horizon, queue) in self.due.iter_mut().enumerate() {
            while let Some((_, fill)) = queue.pop_front_if(|(due, _)| *due < time) {
                let instrument = record.fills[fill].instrument;
                record.fills[fill].mark_after[horizon] = mark(instrument);
            }
        }
        self.refresh();
    }
}
