//! How long and how much was at risk.

use crate::{
    exact,
    figure::{Figure, Null},
    input::{FillRow, Reference},
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Share of `span` with a position in at least one instrument.
pub fn exposure_time(fills: &[FillRow], span: (i64, i64)) -> Figure<f64> {
    let (start, end) = span;
    if end <= start {
        return Err(Null::from("the run has no duration"));
    }
    let mut open: BTreeMap<usize, bool> = BTreeMap::new();
    let (mut since, mut exposed): (Option<i64>, u64) = (None, 0);
    for fill in fills {
        open.insert(fill.instrument, !fill.position_after.is_zero());
        let at = fill.time.clamp(start, end);
        match (since, open.values().any(|&is_open| is_open)) {
            (None, true) => since = Some(at),
            (Some(from), false) => {
                exposed += at.abs_diff(from);
                since = None;
            }
            _ => {}
        }
    }
    if let Some(from) = since {
        exposed += end.abs_diff(from);
    }
    Ok(exposed as f64 / end.abs_diff(start) as f64)
}

/// Traded value / mean equity.
pub fn turnover(traded_value: Decimal, mean_equity: f64) -> Figure<f64> {
    if mean_equity > 0.0 {
        Ok(exact::float(traded_value) / mean_equity)
    } else {
        Err(Null::from("mean equity is not positive"))
    }
}

/// Mean over instruments of last mark / first mark − 1, rounded half to even to 18 fractional digits.
pub fn buy_and_hold(references: &[Reference]) -> Figure<Decimal> {
    if references.is_empty() {
        return Err(Null::from("no instruments"));
    }
    let mut sum = Decimal::ZERO;
    for reference in references {
        let (Some(first), Some(last)) = (reference.first_mark, reference.last_mark) else {
            return Err(Null::from("an instrument never had a mark"));
        };
        if first <= Decimal::ZERO {
            return Err(Null::from("a first mark is not positive"));
        }
        sum = exact::add(sum, exact::quotient(exact::subtract(last, first)?, first)?)?;
    }
    exact::quotient(sum, Decimal::from(references.len()))
}
