//! Times of a recording (T4, D10): inferred exchange times, and the offset added to received times.

use crate::{error::ColumnsError, source::Source};
use arrow_buffer::{BooleanBufferBuilder, NullBufferBuilder, ScalarBuffer};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// Window of [`OffsetRule::Drift`], ns of received time.
pub const DRIFT_WINDOW: i64 = 10_000_000_000;

/// What is added to the received times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OffsetRule {
    #[default]
    None,
    /// A number of ns.
    Fixed(i64),
    /// The largest (exchange − received) of the rows with a measured exchange time, so that the fastest row arrives as it happens.
    Min,
    /// The same for each window of 10 s since the first row; then no row is received before the one before it.
    Drift,
}

/// How the times of a recording are completed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimeRules {
    pub offset: OffsetRule,
    /// A missing exchange time becomes the largest one before it in the recording.
    pub infer_previous: bool,
}

/// What was done to the times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockOffset {
    /// `none`, `1272000000 ns`, `min: 1226000000 ns`, `drift: 1226000000 to 1227700000 ns in 35 windows of 10 s`.
    pub text: String,
    /// Rows whose exchange time was inferred.
    pub inferred_rows: u64,
}

impl Default for ClockOffset {
    fn default() -> Self {
        Self {
            text: "none".into(),
            inferred_rows: 0,
        }
    }
}

impl fmt::Display for ClockOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        match self.inferred_rows {
            0 => Ok(()),
            rows => write!(f, "; {rows} exchange times inferred from the row before"),
        }
    }
}

impl ClockOffset {
    /// Of several recordings together.
    pub(crate) fn joined<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut texts: Vec<&str> = Vec::new();
        let mut inferred_rows = 0;
        for one in all {
            inferred_rows += one.inferred_rows;
            for text in one.text.split(" | ") {
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
        }
        Self {
            text: if texts.is_empty() { "none".into() } else { texts.join(" | ") },
            inferred_rows,
        }
    }
}

/// Completes the times of one recording, whose rows are in `order`.
pub(crate) fn apply(sources: &mut [Source], order: &[u16], rules: TimeRules) -> Result<ClockOffset, ColumnsError> {
    let inferred_rows = if rules.infer_previous { infer_previous(sources, order) } else { 0 };
    let text = match rules.offset {
        OffsetRule::None => "none".to_owned(),
        OffsetRule::Fixed(offset) => {
            shift(sources, |_| Some(offset))?;
            format!("{offset} ns")
        }
        OffsetRule::Min => {
            let offset = measured(sources)
                .map(|(exchange, received)| exchange - received)
                .max()
                .ok_or_else(nothing_measured)?;
            shift(sources, |_| Some(offset))?;
            format!("min: {offset} ns")
        }
        OffsetRule::Drift => drift(sources, order)?,
    };
    Ok(ClockOffset { text, inferred_rows })
}

fn nothing_measured() -> ColumnsError {
    ColumnsError::argument(
        "clock_offset",
        "clock_offset=\"min\" and \"drift\" compare exchange with received times, but no row has an exchange time; give an int of nanoseconds",
    )
}

/// (exchange, received) of the rows with a measured exchange time.
fn measured(sources: &[Source]) -> impl Iterator<Item = (i64, i64)> {
    sources
        .iter()
        .flat_map(|source| (0..source.len()).filter_map(|row| Some((source.time_measured(row)?, source.time_received(row)))))
}

fn shift(sources: &mut [Source], offset: impl Fn(i64) -> Option<i64>) -> Result<(), ColumnsError> {
    for source in sources {
        let shifted: Option<Vec<i64>> = source
            .time_received_slice()
            .iter()
            .map(|received| received.checked_add(offset(*received)?))
            .collect();
        source.times.received = shifted.ok_or_else(out_of_range)?.into();
    }
    Ok(())
}

fn out_of_range() -> ColumnsError {
    ColumnsError::argument(
        "clock_offset",
        "clock_offset moves received times out of the range of 64-bit nanoseconds (years 1677 to 2262)",
    )
}

fn drift(sources: &mut [Source], order: &[u16]) -> Result<String, ColumnsError> {
    let Some(first) = order.first().map(|source| sources[usize::from(*source)].time_received(0)) else {
        return Err(nothing_measured());
    };
    let window = |received: i64| (received - first).div_euclid(DRIFT_WINDOW);
    let mut windows: BTreeMap<i64, i64> = BTreeMap::new();
    for (exchange, received) in measured(sources) {
        windows
            .entry(window(received))
            .and_modify(|largest| *largest = (*largest).max(exchange - received))
            .or_insert(exchange - received);
    }
    let (Some(smallest), Some(largest)) = (windows.values().min().copied(), windows.values().max().copied()) else {
        return Err(nothing_measured());
    };
    // A window without a measured row takes the one before it, the first ones the next.
    let offset = |received: i64| {
        let at = window(received);
        let before = windows.range(..=at).next_back();
        before.or_else(|| windows.range(at..).next()).map(|(_, offset)| *offset)
    };
    let mut shifted: Vec<Vec<i64>> = sources.iter().map(|source| Vec::with_capacity(source.len())).collect();
    let mut previous = i64::MIN;
    for number in order {
        let number = usize::from(*number);
        let received = sources[number].time_received(shifted[number].len());
        let moved = offset(received)
            .and_then(|offset| received.checked_add(offset))
            .ok_or_else(out_of_range)?;
        previous = moved.max(previous);
        shifted[number].push(previous);
    }
    for (source, received) in sources.iter_mut().zip(shifted) {
        source.times.received = received.into();
    }
    Ok(format!("drift: {smallest} to {largest} ns in {} windows of 10 s", windows.len()))
}

/// Returns how many exchange times were filled in.
fn infer_previous(sources: &mut [Source], order: &[u16]) -> u64 {
    struct Column {
        values: Vec<i64>,
        nulls: NullBufferBuilder,
        inferred: BooleanBufferBuilder,
        changed: u64,
    }
    let mut columns: Vec<_> = sources
        .iter()
        .map(|source| Column {
            values: Vec::with_capacity(source.len()),
            nulls: NullBufferBuilder::new(0),
            inferred: BooleanBufferBuilder::new(source.len()),
            changed: 0,
        })
        .collect();
    let mut latest: Option<i64> = None;
    for number in order {
        let (source, column) = (&sources[usize::from(*number)], &mut columns[usize::from(*number)]);
        let time = source.time_exchange(column.values.len());
        let filled = time.or(latest);
        column.changed += u64::from(time.is_none() && filled.is_some());
        column.inferred.append(time.is_none() && filled.is_some());
        column.values.push(filled.unwrap_or(0));
        column.nulls.append(filled.is_some());
        latest = latest.max(time);
    }
    let mut total = 0;
    for (source, mut column) in sources.iter_mut().zip(columns) {
        if column.changed > 0 {
            source.times.exchange.values = Some(ScalarBuffer::from(column.values));
            source.times.exchange.nulls = column.nulls.finish();
            source.inferred = Some(column.inferred.finish());
            total += column.changed;
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::{QuotesBuilder, RowTimes, TradesBuilder};

    const S: i64 = 1_000_000_000;

    /// Trades (exchange, received) as source 0, quotes without exchange time (received) as source 1.
    fn recording(trades: &[(i64, i64)], quotes: &[i64]) -> Vec<Source> {
        let mut one = TradesBuilder::default();
        for (exchange, received) in trades {
            one.push(RowTimes::new(Some(*exchange), *received), None, true);
            one.push_id(1).unwrap();
            one.price.push_text(b"1").unwrap();
            one.quantity.push_text(b"1").unwrap();
        }
        let mut two = QuotesBuilder::default();
        for received in quotes {
            two.push(RowTimes::new(None, *received));
            for column in [&mut two.bid, &mut two.bid_quantity, &mut two.ask, &mut two.ask_quantity] {
                column.push_text(b"1").unwrap();
            }
        }
        vec![one.finish("t", 0), two.finish("q", 0)]
    }

    #[test]
    fn a_missing_exchange_time_becomes_the_largest_before_it() {
        let mut sources = recording(&[(50, 2), (40, 4)], &[1, 3, 5]);
        let applied = apply(
            &mut sources,
            &[1, 0, 1, 0, 1],
            TimeRules {
                infer_previous: true,
                ..TimeRules::default()
            },
        )
        .unwrap();
        assert_eq!(
            (0..3).map(|row| sources[1].time_exchange(row)).collect::<Vec<_>>(),
            [None, Some(50), Some(50)]
        );
        assert_eq!(
            (sources[1].inferred_times(), sources[0].inferred_times(), applied.inferred_rows),
            (2, 0, 2)
        );
        assert_eq!((sources[1].time_measured(1), sources[0].time_measured(0)), (None, Some(50)));
    }

    #[test]
    fn min_lets_the_fastest_row_arrive_as_it_happens() {
        let mut sources = recording(&[(100, 20), (110, 25)], &[22]);
        let rules = TimeRules {
            offset: OffsetRule::Min,
            infer_previous: true,
        };
        assert_eq!(apply(&mut sources, &[0, 1, 0], rules).unwrap().text, "min: 85 ns");
        assert_eq!(sources[0].time_received_slice(), [105, 110]);
        assert_eq!(sources[1].time_received_slice(), [107]);
    }

    #[test]
    fn drift_is_per_window_and_never_turns_rows_around() {
        // Windows 0 (offset 10), 1 (none: takes 10), 2 (offset 4), of source 1 one row in each.
        let mut sources = recording(&[(10, 0), (S + 5, S), (20 * S + 4, 20 * S)], &[5, 10 * S, 20 * S + 1]);
        let rules = TimeRules {
            offset: OffsetRule::Drift,
            infer_previous: false,
        };
        let text = apply(&mut sources, &[0, 1, 0, 1, 0, 1], rules).unwrap().text;
        assert_eq!(text, "drift: 4 to 10 ns in 2 windows of 10 s");
        assert_eq!(sources[0].time_received_slice(), [10, S + 10, 20 * S + 4]);
        assert_eq!(sources[1].time_received_slice(), [15, 10 * S + 10, 20 * S + 5]);
        let mut falling = recording(&[(S + 30, S), (11 * S + 1, 11 * S)], &[11 * S - 1]);
        apply(&mut falling, &[0, 1, 0], rules).unwrap();
        assert_eq!(
            (falling[1].time_received(0), falling[0].time_received(1)),
            (11 * S + 29, 11 * S + 29)
        );
    }

    #[test]
    fn without_a_measured_time_min_and_drift_are_errors_and_a_number_is_not() {
        for offset in [OffsetRule::Min, OffsetRule::Drift] {
            let mut sources = recording(&[], &[5]);
            let error = apply(
                &mut sources,
                &[1],
                TimeRules {
                    offset,
                    infer_previous: false,
                },
            )
            .unwrap_err();
            assert_eq!(error.blamed(), "clock_offset");
        }
        let mut sources = recording(&[], &[5]);
        apply(
            &mut sources,
            &[1],
            TimeRules {
                offset: OffsetRule::Fixed(-7),
                infer_previous: false,
            },
        )
        .unwrap();
        assert_eq!(sources[1].time_received_slice(), [-2]);
        assert!(
            apply(
                &mut sources,
                &[1],
                TimeRules {
                    offset: OffsetRule::Fixed(i64::MIN),
                    infer_previous: false
                }
            )
            .is_err()
        );
    }
}
