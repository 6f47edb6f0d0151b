//! What is known of the quality of data: counts per source and check, zero included, so that a reader sees what was looked at.

use crate::{
    columns::MarketColumns,
    number::Numbers,
    source::{Books, Quotes, Rows, Source, SourceKind, Trades},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A pause between two rows of a source that counts as a gap, ns. Candles: more than one and a half times their usual distance.
pub const GAP: i64 = 10_000_000_000;

/// One check of one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityRow {
    pub source: String,
    pub check: String,
    pub count: u64,
    /// Received time of the first row that counts, ns.
    pub first_time: Option<i64>,
    pub detail: String,
}

/// Counts rows and keeps the time of the first.
#[derive(Default)]
struct Tally {
    count: u64,
    first: Option<i64>,
}

impl Tally {
    fn add(&mut self, time: i64) {
        self.count += 1;
        self.first.get_or_insert(time);
    }

    fn of(times: impl IntoIterator<Item = i64>) -> Self {
        let mut tally = Self::default();
        times.into_iter().for_each(|time| tally.add(time));
        tally
    }

    fn row(self, source: &Source, check: &str, detail: impl Into<String>) -> QualityRow {
        QualityRow {
            source: source.name().to_owned(),
            check: check.to_owned(),
            count: self.count,
            first_time: self.first,
            detail: detail.into(),
        }
    }
}

pub(crate) fn inspect(columns: &MarketColumns) -> Vec<QualityRow> {
    let mut rows = Vec::new();
    for source in columns.sources() {
        inspect_source(source, &mut rows);
    }
    if columns.is_synthetic() {
        rows.push(QualityRow {
            source: columns.name().to_owned(),
            check: "synthetic".into(),
            count: columns
                .sources()
                .iter()
                .filter(|source| source.name().starts_with("synthetic "))
                .map(|source| source.len() as u64)
                .sum(),
            first_time: None,
            detail: "rows made by the seeded generator, no recording of a market".into(),
        });
    }
    rows.extend(columns.notes().iter().cloned());
    rows
}

fn inspect_source(source: &Source, rows: &mut Vec<QualityRow>) {
    let times = source.time_received_slice();
    let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) else {
        return;
    };
    rows.push(QualityRow {
        source: source.name().to_owned(),
        check: "rows".into(),
        count: times.len() as u64,
        first_time: times.first().copied(),
        detail: format!("{} s from {} to {}", seconds(last - first), instant(*first), instant(*last)),
    });
    rows.push(gaps(source));
    rows.push(
        Tally::of(times.windows(2).filter(|pair| pair[1] < pair[0]).map(|pair| pair[1])).row(
            source,
            "unsorted",
            "received before the row before it",
        ),
    );
    exchange_times(source, rows);
    match &source.rows {
        Rows::Trades(trades) => inspect_trades(source, trades, rows),
        Rows::Quotes(quotes) => inspect_quotes(source, quotes, rows),
        Rows::Books(books) => inspect_books(source, books, rows),
        Rows::Candles(candles) => {
            let odd = (0..source.len()).filter(|row| {
                let (high, low) = (candles.high.decimal(*row), candles.low.decimal(*row));
                [&candles.open, &candles.close]
                    .iter()
                    .any(|price| price.decimal(*row) > high || price.decimal(*row) < low)
            });
            let odd = Tally::of(odd.map(|row| source.time_received(row)));
            rows.push(odd.row(source, "inconsistent_candles", "open or close outside low to high"));
        }
        Rows::Liquidations(_) | Rows::Reconnecting => {}
    }
}

/// Pauses between the rows of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gaps {
    /// A longer pause counts, ns.
    pub threshold: i64,
    pub count: u64,
    /// Received time of the row before the first.
    pub first: Option<i64>,
    /// The longest pause, ns, whether it counts or not.
    pub longest: i64,
}

/// Exchange time minus received time over the rows with a measured exchange time, ns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockOffsets {
    pub rows: u64,
    pub min: i64,
    pub median: i64,
    pub max: i64,
}

impl Source {
    pub fn gaps(&self) -> Gaps {
        let times = self.time_received_slice();
        let steps = || times.windows(2).map(|pair| pair[1].saturating_sub(pair[0]));
        let threshold = if self.kind() == SourceKind::Candle {
            let mut all: Vec<i64> = steps().filter(|step| *step > 0).collect();
            median(&mut all).map_or(GAP, |usual| usual.saturating_add(usual / 2))
        } else {
            GAP
        };
        let Tally { count, first } = Tally::of(
            times
                .windows(2)
                .filter(|pair| pair[1].saturating_sub(pair[0]) > threshold)
                .map(|pair| pair[0]),
        );
        Gaps {
            threshold,
            count,
            first,
            longest: steps().max().unwrap_or(0),
        }
    }

    /// `None` where no row has a measured exchange time.
    pub fn clock_offsets(&self) -> Option<ClockOffsets> {
        let mut offsets: Vec<i64> = (0..self.len())
            .filter_map(|row| Some(self.time_measured(row)?.saturating_sub(self.time_received(row))))
            .collect();
        let (min, max) = (*offsets.iter().min()?, *offsets.iter().max()?);
        Some(ClockOffsets {
            rows: offsets.len() as u64,
            min,
            median: median(&mut offsets)?,
            max,
        })
    }
}

fn gaps(source: &Source) -> QualityRow {
    let Gaps {
        threshold,
        count,
        first,
        longest,
    } = source.gaps();
    Tally { count, first }.row(
        source,
        "gaps",
        format!("pauses over {} s; the longest is {} s", seconds(threshold), seconds(longest)),
    )
}

fn exchange_times(source: &Source, rows: &mut Vec<QualityRow>) {
    if source.kind() == SourceKind::Reconnecting {
        return;
    }
    let received = |row: usize| source.time_received(row);
    let all = 0..source.len();
    let missing = Tally::of(all.clone().filter(|row| source.time_exchange(*row).is_none()).map(received));
    rows.push(missing.row(source, "no_exchange_time", "rows without an exchange time"));
    let inferred = source.inferred_times();
    if inferred > 0 {
        let first = all
            .clone()
            .find(|row| source.time_measured(*row).is_none() && source.time_exchange(*row).is_some())
            .map(received);
        let tally = Tally { count: inferred, first };
        rows.push(tally.row(
            source,
            "inferred_exchange_time",
            "exchange time taken from an earlier row of the recording",
        ));
    }
    if let Some(ClockOffsets {
        rows: count,
        min,
        median,
        max,
    }) = source.clock_offsets()
    {
        rows.push(QualityRow {
            source: source.name().to_owned(),
            check: "clock_offset".into(),
            count,
            first_time: None,
            detail: format!("exchange − received: min {min}, median {median}, max {max} ns"),
        });
        let early = Tally::of(
            all.clone()
                .filter(|row| source.time_exchange(*row).is_some_and(|time| received(*row) < time))
                .map(received),
        );
        rows.push(early.row(source, "received_before_exchange", "the recorder's clock lags the exchange's"));
        let mut latest = i64::MIN;
        let back = Tally::of(all.filter_map(|row| {
            let time = source.time_exchange(row)?;
            let back = time < latest;
            latest = latest.max(time);
            back.then(|| received(row))
        }));
        rows.push(back.row(source, "unsorted_exchange_time", "exchange time before that of an earlier row"));
    }
}

fn not_positive(numbers: &Numbers, row: usize) -> bool {
    match numbers.narrow() {
        Some((values, _)) => values[row] <= 0,
        None => numbers.decimal(row) <= Decimal::ZERO,
    }
}

fn inspect_trades(source: &Source, trades: &Trades, rows: &mut Vec<QualityRow>) {
    let all = 0..source.len();
    let strange = Tally::of(
        all.clone()
            .filter(|row| not_positive(&trades.price, *row) || not_positive(&trades.quantity, *row))
            .map(|row| source.time_received(row)),
    );
    rows.push(strange.row(
        source,
        "zero_quantities",
        "trades with a price or quantity of zero or less; the simulated exchange drops them",
    ));
    let unmatched = match &trades.matched {
        Some(matched) => Tally::of(all.clone().filter(|row| !matched.value(*row)).map(|row| source.time_received(row))),
        None => Tally::default(),
    };
    rows.push(unmatched.row(
        source,
        "not_matched",
        "prints outside the book; the simulated exchange does not match against them",
    ));
    let unknown = Tally::of(all.filter(|row| trades.side[*row] == 0).map(|row| source.time_received(row)));
    rows.push(unknown.row(source, "no_side", "trades whose aggressor is unknown"));
}

fn inspect_quotes(source: &Source, quotes: &Quotes, rows: &mut Vec<QualityRow>) {
    let (mut crossed, mut one_sided) = (Tally::default(), Tally::default());
    let missing = |price: &Numbers, quantity: &Numbers, row| not_positive(price, row) || not_positive(quantity, row);
    let narrow = quotes.bid.narrow().zip(quotes.ask.narrow()).filter(|((_, a), (_, b))| a == b);
    for row in 0..source.len() {
        let (bid, ask) = (
            !missing(&quotes.bid, &quotes.bid_quantity, row),
            !missing(&quotes.ask, &quotes.ask_quantity, row),
        );
        if !bid || !ask {
            one_sided.add(source.time_received(row));
        } else if match narrow {
            Some(((bids, _), (asks, _))) => bids[row] > asks[row],
            None => quotes.bid.decimal(row) > quotes.ask.decimal(row),
        } {
            crossed.add(source.time_received(row));
        }
    }
    rows.push(crossed.row(source, "crossed_quotes", "best bid above best ask"));
    rows.push(one_sided.row(
        source,
        "one_sided_quotes",
        "a side is missing: price or quantity null, zero or less",
    ));
}

fn inspect_books(source: &Source, books: &Books, rows: &mut Vec<QualityRow>) {
    let snapshots = Tally::of(
        (0..source.len())
            .filter(|row| books.snapshot.value(*row))
            .map(|row| source.time_received(row)),
    );
    rows.push(snapshots.row(source, "snapshots", "rows that replace the whole book"));
}

fn median(values: &mut [i64]) -> Option<i64> {
    let middle = values.len().checked_sub(1)? / 2;
    Some(*values.select_nth_unstable(middle).1)
}

/// Seconds with three digits, as text.
fn seconds(nanoseconds: i64) -> String {
    let milliseconds = nanoseconds / 1_000_000;
    format!("{}.{:03}", milliseconds / 1000, (milliseconds % 1000).abs())
}

fn instant(nanoseconds: i64) -> String {
    chrono::DateTime::from_timestamp_nanos(nanoseconds).to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
