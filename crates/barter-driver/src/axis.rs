//! Order of the rows on two axes (T2-T4).

use crate::{error::RunError, latency::Latency};
use barter_columns::{MarketColumns, SourceKind};

/// Rows by exchange time: trades before depth before top of book, then source, then row (T3).
pub fn exchange_order<E>(columns: &MarketColumns) -> Result<Vec<(u16, u32)>, RunError<E>> {
    let mut keys = Vec::with_capacity(columns.len());
    for (number, source) in columns.sources().iter().enumerate() {
        let missing = |row: &usize| source.time_exchange(*row).is_none();
        if source.kind() != SourceKind::Reconnecting
            && let Some(row) = (0..source.len()).find(missing)
        {
            return Err(RunError::NoExchangeTime {
                source_name: source.name().to_owned(),
                count: (0..source.len()).filter(missing).count(),
                row,
            });
        }
        let early = |row: &usize| {
            source
                .time_exchange(*row)
                .is_some_and(|exchange| source.time_received(*row) < exchange)
        };
        if let Some(row) = (0..source.len()).find(early) {
            return Err(RunError::ReceivedBeforeExchange {
                source_name: source.name().to_owned(),
                count: (0..source.len()).filter(early).count(),
                row,
                received: source.time_received(row),
                exchange: source.time_exchange(row).unwrap_or_default(),
            });
        }
        let rank = rank(source.kind());
        for row in 0..source.len() {
            // A reconnecting event is the recorder's: it acts when it was seen.
            let time = source.time_exchange(row).unwrap_or_else(|| source.time_received(row));
            keys.push((time, rank, number as u16, row as u32));
        }
    }
    keys.sort_unstable();
    Ok(keys.into_iter().map(|(_, _, source, row)| (source, row)).collect())
}

/// Deliveries of one exchange's rows: in recorded order, none before the one before it (D2).
#[derive(Debug)]
pub struct Deliveries {
    /// Place in the recorded order, and source.
    rows: Vec<(u32, u16)>,
    /// Per source: its next row.
    cursors: Vec<u32>,
    latency: Latency,
    next: Option<(i64, u32)>,
    pub done: usize,
}

impl Deliveries {
    pub fn new(columns: &MarketColumns, rows: Vec<(u32, u16)>, latency: Latency) -> Self {
        let mut deliveries = Self {
            rows,
            cursors: vec![0; columns.sources().len()],
            latency,
            next: None,
            done: 0,
        };
        deliveries.plan(columns, i64::MIN);
        deliveries
    }

    /// Time and recorded place of the next delivery.
    pub fn next(&self) -> Option<(i64, u32)> {
        self.next
    }

    /// Source and row of the next delivery, which is thereby done.
    pub fn take(&mut self, columns: &MarketColumns) -> Option<(u16, u32)> {
        let (time, _) = self.next?;
        let (_, source) = *self.rows.get(self.done)?;
        let row = self.cursors[usize::from(source)];
        self.cursors[usize::from(source)] += 1;
        self.done += 1;
        self.plan(columns, time);
        Some((source, row))
    }

    fn plan(&mut self, columns: &MarketColumns, last: i64) {
        self.next = self.rows.get(self.done).map(|(place, source)| {
            let row = self.cursors[usize::from(*source)] as usize;
            let received = columns.sources()[usize::from(*source)].time_received(row);
            let feed = self.latency.feed(received, u64::from(*place));
            (received.saturating_add(feed).max(last), *place)
        });
    }
}

const fn rank(kind: SourceKind) -> u8 {
    match kind {
        SourceKind::Trade | SourceKind::Liquidation => 0,
        SourceKind::OrderBook => 1,
        SourceKind::OrderBookL1 => 2,
        SourceKind::Candle => 3,
        SourceKind::Reconnecting => 4,
    }
}
