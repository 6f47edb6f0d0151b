//! Fills in the report currency, as statistics need them (A9: no path, no number).

use super::tables::Source;
use barter_driver::{
    positions::{PositionFill, from_fills},
    record::{EquityReason, FillRow},
};
use barter_sim::exact::{self, Inexact};
use rust_decimal::Decimal;

/// A fill's amounts in the report currency; `None` where there was no way to count them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Converted {
    pub value: Option<Decimal>,
    pub fee: Option<Decimal>,
    pub realised_pnl: Option<Decimal>,
}

/// How an instrument's quote asset is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Path {
    Same,
    /// By a mark, which the driver applied when it booked the fill.
    Marked,
    None,
}

fn path(source: Source<'_>, instrument: usize) -> Path {
    let universe = source.universe;
    let name = |asset| universe.asset_name(asset).name().as_str();
    let quote = name(universe.instruments[instrument].quote);
    let report = source.info.report_currency.as_str();
    if quote == report {
        Path::Same
    } else if universe
        .instruments
        .iter()
        .any(|meta| name(meta.base) == quote && name(meta.quote) == report)
    {
        Path::Marked
    } else {
        Path::None
    }
}

/// One for each fill.
///
/// The driver books each fill's result and fee in the report currency at the mark of that instant; the row of `equity` that follows
/// the fill has the sums, and their steps are the fill's own.
pub fn fills(source: Source<'_>) -> Result<Vec<Converted>, Inexact> {
    let record = &source.output.record;
    let paths: Vec<Path> = (0..source.universe.instruments.len())
        .map(|instrument| path(source, instrument))
        .collect();
    let mut before = Some((Decimal::ZERO, Decimal::ZERO));
    let booked = record.equity.iter().filter(|row| row.reason == EquityReason::Fill);
    record
        .fills
        .iter()
        .zip(booked)
        .map(|(fill, row)| {
            let after = row.realised_pnl.zip(row.fees);
            let step = match before.zip(after) {
                Some((before, after)) => Some((exact::exact_sub(after.0, before.0)?, exact::exact_sub(after.1, before.1)?)),
                None => None,
            };
            before = after;
            Ok(match (paths[fill.instrument], step) {
                (Path::Same, _) => Converted {
                    value: Some(fill.quote_value),
                    fee: Some(fill.fee),
                    realised_pnl: Some(fill.realised_pnl),
                },
                (Path::Marked, Some((realised, fee))) => Converted {
                    value: rate(fee, fill.fee)
                        .or_else(|| rate(realised, fill.realised_pnl))
                        .map(|rate| exact::exact_mul(fill.quote_value, rate))
                        .transpose()?,
                    fee: Some(fee),
                    realised_pnl: Some(realised),
                },
                // Without a mark nothing was booked, then or later.
                (Path::Marked, None) | (Path::None, _) => Converted::default(),
            })
        })
        .collect()
}

/// The rate at which an amount was booked; `None` for an amount of 0, which tells nothing.
fn rate(booked: Decimal, amount: Decimal) -> Option<Decimal> {
    let rate = booked.checked_div(amount)?.normalize();
    exact::exact_mul(rate, amount).ok().filter(|again| *again == booked).map(|_| rate)
}

/// (is open, net result in the report currency) of each position, in the order of the table.
pub fn positions(source: Source<'_>, converted: &[Converted]) -> Result<Vec<(bool, Option<Decimal>)>, Inexact> {
    let instruments = source.universe.instruments.len();
    let mut known = vec![true; instruments];
    let amounts: Vec<PositionFill> = source
        .output
        .record
        .fills
        .iter()
        .zip(converted)
        .map(|(fill, amounts)| {
            known[fill.instrument] &= amounts.fee.is_some() && amounts.realised_pnl.is_some();
            in_report(fill, amounts)
        })
        .collect();
    let rows = from_fills(amounts, instruments)?;
    Ok(rows
        .into_iter()
        .map(|row| (row.is_open, known[row.instrument].then_some(row.pnl_net)))
        .collect())
}

fn in_report(fill: &FillRow, amounts: &Converted) -> PositionFill {
    PositionFill {
        time: fill.time,
        instrument: fill.instrument,
        side: fill.side,
        price: fill.price,
        quantity: fill.quantity,
        // A missing amount makes the whole instrument unknown, so its stand-in is never shown.
        fee: amounts.fee.unwrap_or_default(),
        realised_pnl: amounts.realised_pnl.unwrap_or_default(),
    }
}
