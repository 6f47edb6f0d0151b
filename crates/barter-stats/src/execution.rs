//! How orders were executed: ratios, slippage, mark-outs.

use crate::{
    exact,
    figure::{Figure, Null},
    input::{FillRow, OrderRow, OrderStatus},
};
use rust_decimal::Decimal;

const NO_FILLS: &str = "no fills";
const NO_CONVERSION: &str = "a fill has no value in the report currency";

/// Sum of price × quantity × contract size.
pub fn traded_value(fills: &[FillRow]) -> Figure<Decimal> {
    fills.iter().try_fold(Decimal::ZERO, |sum, fill| {
        exact::add(sum, fill.value.ok_or(Null::from(NO_CONVERSION))?)
    })
}

/// (fees paid, rebates received), both ≥ 0.
pub fn fees_and_rebates(fills: &[FillRow]) -> Figure<(Decimal, Decimal)> {
    let mut sums = (Decimal::ZERO, Decimal::ZERO);
    for fill in fills {
        let fee = fill.fee.ok_or(Null::from("a fee has no value in the report currency"))?;
        if fee < Decimal::ZERO {
            sums.1 = exact::subtract(sums.1, fee)?;
        } else {
            sums.0 = exact::add(sums.0, fee)?;
        }
    }
    Ok(sums)
}

/// Traded value of maker fills / traded value.
pub fn maker_ratio(fills: &[FillRow]) -> Figure<Decimal> {
    if fills.is_empty() {
        return Err(Null::from(NO_FILLS));
    }
    let maker: Vec<FillRow> = fills.iter().filter(|fill| fill.is_maker).copied().collect();
    exact::quotient(traded_value(&maker)?, traded_value(fills)?)
}

/// Mean over orders that were sent of filled quantity / quantity; each order weighs the same.
pub fn fill_ratio(orders: &[OrderRow]) -> Figure<f64> {
    let shares: Vec<f64> = orders
        .iter()
        .filter(|order| !matches!(order.status, OrderStatus::Pending | OrderStatus::Refused))
        .filter(|order| order.quantity > Decimal::ZERO)
        .map(|order| exact::float(order.filled_quantity) / exact::float(order.quantity))
        .collect();
    if shares.is_empty() {
        return Err(Null::from("no order was sent"));
    }
    Ok(shares.iter().sum::<f64>() / shares.len() as f64)
}

/// Share of the traded value that was taken beyond the displayed quantity.
pub fn share_beyond_displayed(fills: &[FillRow]) -> Figure<f64> {
    value_weighted(fills, NO_FILLS, |fill| {
        (fill.quantity > Decimal::ZERO).then(|| exact::float(fill.quantity_beyond_displayed) / exact::float(fill.quantity))
    })
}

/// Number of fills on a quote older than `limit_ns`; `Err` when no fill had a quote.
pub fn stale_fills(fills: &[FillRow], limit_ns: i64) -> Figure<i64> {
    let ages: Vec<i64> = fills.iter().filter_map(|fill| fill.quote_age_ns).collect();
    if ages.is_empty() && !fills.is_empty() {
        return Err(Null::from("no fill had a quote"));
    }
    Ok(ages.iter().filter(|&&age| age > limit_ns).count() as i64)
}

/// Cost against a reference price: side × (price − reference) / reference, weighted by traded value; positive is a cost.
pub fn slippage(fills: &[FillRow], reference: impl Fn(&FillRow) -> Option<Decimal>) -> Figure<f64> {
    value_weighted(fills, "no fill has a price to compare with", |fill| {
        let reference = reference(fill).map(exact::float).filter(|reference| *reference > 0.0)?;
        Some(fill.side.sign() * (exact::float(fill.price) - reference) / reference)
    })
}

/// Side × (mark after the horizon − price) / price, weighted by traded value; positive: the market went the fill's way.
/// `horizon` is a position in [`MARK_OUT_SECONDS`](crate::MARK_OUT_SECONDS). Fills whose horizon lies beyond the run are left out.
pub fn mark_out(fills: &[FillRow], horizon: usize) -> Figure<f64> {
    value_weighted(fills, "no fill has a mark at the horizon", |fill| {
        let price = exact::float(fill.price);
        let later = exact::float((*fill.mark_after.get(horizon)?)?);
        (price > 0.0).then(|| fill.side.sign() * (later - price) / price)
    })
}

fn value_weighted(fills: &[FillRow], none: &'static str, figure: impl Fn(&FillRow) -> Option<f64>) -> Figure<f64> {
    if fills.is_empty() {
        return Err(Null::from(NO_FILLS));
    }
    let (mut sum, mut weights) = (0.0, 0.0);
    for fill in fills {
        if let Some(number) = figure(fill) {
            let weight = exact::float(fill.value.ok_or(Null::from(NO_CONVERSION))?.abs());
            sum += weight * number;
            weights += weight;
        }
    }
    if weights > 0.0 { Ok(sum / weights) } else { Err(Null::from(none)) }
}
