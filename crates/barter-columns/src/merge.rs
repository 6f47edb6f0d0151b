//! Joining and cutting columns.

use crate::{
    clock::ClockOffset,
    columns::{MarketColumns, MarketInstrument, Parts},
    error::ColumnsError,
    source::Source,
};
use std::{cmp::Reverse, collections::BinaryHeap};

/// Order of rows by (received time, source, row), for sources that are each sorted (D2).
pub(crate) fn order_of(sources: &[Source]) -> Vec<u16> {
    let mut heap: BinaryHeap<_> = sources
        .iter()
        .enumerate()
        .filter(|(_, source)| !source.is_empty())
        .map(|(number, source)| Reverse((source.time_received(0), number as u16, 0_usize)))
        .collect();
    let mut order = Vec::with_capacity(sources.iter().map(Source::len).sum());
    while let Some(Reverse((_, number, mut row))) = heap.pop() {
        let times = sources[usize::from(number)].time_received_slice();
        // Rows are taken as long as they come before the head of every other source.
        let bound = heap.peek().map(|Reverse((time, other, _))| (*time, *other));
        while row < times.len() && bound.is_none_or(|bound| (times[row], number) < bound) {
            order.push(number);
            row += 1;
        }
        if row < times.len() {
            heap.push(Reverse((times[row], number, row)));
        }
    }
    order
}

impl MarketColumns {
    /// Rows of all columns by (received time, source, row); the recorded order within each stays as it is.
    pub fn merge(all: &[Self]) -> Result<Self, ColumnsError> {
        if let [one] = all {
            return Ok(one.clone());
        }
        if all.is_empty() {
            return Err(ColumnsError::argument("data", "merge needs at least one MarketData"));
        }
        let mut instruments: Vec<MarketInstrument> = Vec::new();
        let mut sources = Vec::new();
        let mut notes = Vec::new();
        let mut firsts = Vec::new();
        for columns in all {
            firsts.push(sources.len());
            for source in columns.sources() {
                let mut source = source.clone();
                let instrument = &columns.instruments()[source.instrument];
                source.instrument = match instruments.iter().position(|known| known == instrument) {
                    Some(at) => at,
                    None => {
                        if let Some(known) = instruments.iter().find(|known| known.name_internal == instrument.name_internal) {
                            return Err(ColumnsError::argument(
                                "data",
                                format!(
                                    "two different instruments are named {:?}; give one of them another name_internal, or both the same definition \
                                     ({known:?} and {instrument:?})",
                                    instrument.name_internal.name()
                                ),
                            ));
                        }
                        instruments.push(instrument.clone());
                        instruments.len() - 1
                    }
                };
                sources.push(source);
            }
            notes.extend(columns.notes().iter().cloned());
        }
        if sources.len() > usize::from(u16::MAX) {
            return Err(ColumnsError::argument(
                "data",
                format!("{} sources are more than one MarketData holds ({})", sources.len(), u16::MAX),
            ));
        }
        let mut name: Vec<&str> = Vec::new();
        for columns in all {
            for part in columns.name().split(" + ") {
                if !name.contains(&part) {
                    name.push(part);
                }
            }
        }
        Self::new(Parts {
            name: name.join(" + "),
            is_synthetic: all.iter().any(Self::is_synthetic),
            instruments,
            sources,
            order: interleave(all, &firsts).into(),
            notes,
            clock_offset: ClockOffset::joined(all.iter().map(Self::clock_offset)),
        })
    }

    /// Rows from the first one received at or after `start` to the last one before the first received at or after `end`, without a copy.
    pub fn slice(&self, start: Option<i64>, end: Option<i64>) -> Result<Self, ColumnsError> {
        let mut latest = i64::MIN;
        let mut begin = vec![0_usize; self.sources().len()];
        let mut cursor = begin.clone();
        let (mut first, mut last) = (None, self.len());
        for (at, number) in self.order().iter().enumerate() {
            let number = usize::from(*number);
            latest = latest.max(self.sources()[number].time_received(cursor[number]));
            if first.is_none() && start.is_none_or(|start| latest >= start) {
                first = Some(at);
                begin.clone_from(&cursor);
            }
            if end.is_some_and(|end| latest >= end) {
                last = at;
                break;
            }
            cursor[number] += 1;
        }
        let Some(first) = first.filter(|first| *first < last) else {
            let (from, to) = self.span().unwrap_or_default();
            return Err(ColumnsError::Empty {
                argument: "start",
                message: format!("no rows between start and end: the data are from {from} to {to} ns"),
            });
        };
        Self::new(Parts {
            name: self.name().to_owned(),
            is_synthetic: self.is_synthetic(),
            instruments: self.instruments().to_vec(),
            sources: self
                .sources()
                .iter()
                .zip(begin.iter().zip(&cursor))
                .map(|(source, (from, to))| source.slice(*from, to - from))
                .collect(),
            order: self.order_buffer().slice(first, last - first),
            notes: Vec::new(),
            clock_offset: self.clock_offset().clone(),
        })
    }
}

/// Merges by the latest received time so far, so that recordings with unsorted rows keep their order.
fn interleave(all: &[MarketColumns], firsts: &[usize]) -> Vec<u16> {
    struct Head<'a> {
        columns: &'a MarketColumns,
        first: usize,
        at: usize,
        cursors: Vec<usize>,
        latest: i64,
    }
    impl Head<'_> {
        fn look(&mut self) -> Option<i64> {
            let number = usize::from(*self.columns.order().get(self.at)?);
            self.latest = self.latest.max(self.columns.sources()[number].time_received(self.cursors[number]));
            Some(self.latest)
        }
        fn take(&mut self) -> u16 {
            let number = usize::from(self.columns.order()[self.at]);
            self.at += 1;
            self.cursors[number] += 1;
            (self.first + number) as u16
        }
    }
    let mut heads: Vec<_> = all
        .iter()
        .zip(firsts)
        .map(|(columns, first)| Head {
            columns,
            first: *first,
            at: 0,
            cursors: vec![0; columns.sources().len()],
            latest: i64::MIN,
        })
        .collect();
    let mut heap: BinaryHeap<_> = (0..heads.len())
        .filter_map(|head| Some(Reverse((heads[head].look()?, head))))
        .collect();
    let mut order = Vec::with_capacity(all.iter().map(MarketColumns::len).sum());
    while let Some(Reverse((_, head))) = heap.pop() {
        let bound = heap.peek().map(|Reverse(bound)| *bound);
        loop {
            order.push(heads[head].take());
            match heads[head].look() {
                Some(time) if bound.is_none_or(|bound| (time, head) < bound) => {}
                Some(time) => break heap.push(Reverse((time, head))),
                None => break,
            }
        }
    }
    order
}
