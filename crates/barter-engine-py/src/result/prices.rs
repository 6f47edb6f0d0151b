//! The price line of each instrument, for pictures: mids where there are quotes, else trades, else closes of candles.

use super::tables::Source;
use barter_columns::{CompactKind, SourceKind, kind::decimal_f64};
use barter_driver::Clock;
use barter_stats::extremes::keep_extremes;
use rust_decimal::Decimal;

/// Points of one line at most.
const POINTS: usize = 20_000;

/// (instrument of the universe, time, price), by instrument and time; extremes are kept.
pub fn lines(source: Source<'_>) -> Vec<(usize, i64, f64)> {
    (0..source.universe.instruments.len())
        .flat_map(|instrument| {
            let (times, values) = line(source, instrument);
            let kept = keep_extremes(&times, &values, POINTS / 4);
            kept.into_iter()
                .map(move |row| (instrument, times[row], values[row]))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The best kind of price that there is of an instrument.
fn line(source: Source<'_>, instrument: usize) -> (Vec<i64>, Vec<f64>) {
    [SourceKind::OrderBookL1, SourceKind::Trade, SourceKind::Candle]
        .into_iter()
        .map(|kind| of_kind(source, instrument, kind))
        .find(|(times, _)| !times.is_empty())
        .unwrap_or_default()
}

fn of_kind(source: Source<'_>, instrument: usize, kind: SourceKind) -> (Vec<i64>, Vec<f64>) {
    let (info, output) = (source.info, source.output);
    let mut points = Vec::new();
    for rows in info.columns.sources() {
        let position = info.positions.get(rows.instrument()).map(|index| index.index());
        if rows.kind() != kind || position != Some(instrument) {
            continue;
        }
        for row in 0..rows.len() {
            let received = rows.time_received(row);
            let time = match info.clock {
                Clock::Received => received,
                Clock::Two => rows.time_exchange(row).unwrap_or(received),
            };
            if (output.time_start..=output.time_end).contains(&time)
                && let Some(price) = price(&rows.event(row))
            {
                points.push((time, price));
            }
        }
    }
    // Several sources, or exchange times out of order.
    points.sort_by_key(|point| point.0);
    points.into_iter().unzip()
}

fn price(kind: &CompactKind) -> Option<f64> {
    match kind {
        CompactKind::OrderBookL1(row) => Some(middle(row.bid()?.f64(), row.ask()?.f64())),
        CompactKind::WideOrderBookL1(row) => Some(middle(decimal_f64(row.bid?.0), decimal_f64(row.ask?.0))),
        CompactKind::Trade(row) => positive(row.price().decimal()),
        CompactKind::WideTrade(row) => positive(row.price),
        CompactKind::Candle(row) => positive(row.close),
        CompactKind::OrderBook(_) | CompactKind::Liquidation(_) => None,
    }
}

fn middle(bid: f64, ask: f64) -> f64 {
    f64::midpoint(bid, ask)
}

fn positive(price: Decimal) -> Option<f64> {
    (price > Decimal::ZERO).then(|| decimal_f64(price))
}
