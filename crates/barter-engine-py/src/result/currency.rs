//! Fills in the report currency, as statistics need them (A9: no path, no number).

use super::tables::Source;
use barter_driver::{
    positions::{PositionFill, from_fills},
    record::FillRow,
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

/// One for each fill, at the rate at which the driver booked it.
pub fn fills(fills: &[FillRow]) -> Result<Vec<Converted>, Inexact> {
    let amount = |value, rate: Option<Decimal>| rate.map(|rate| exact::exact_mul(value, rate)).transpose();
    fills
        .iter()
        .map(|fill| {
            Ok(Converted {
                value: amount(fill.quote_value, fill.rate)?,
                fee: amount(fill.fee, fill.rate)?,
                realised_pnl: amount(fill.realised_pnl, fill.rate)?,
            })
        })
        .collect()
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
