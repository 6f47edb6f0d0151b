//! `orders`: one row for each order, by the exchange's truth at the end; `order_events`: what happened to them.

use super::{Owner, Source};
use crate::result::column::{SCALE, TableBuilder, TableError};
use arrow_array::RecordBatch;
use barter_driver::{
    fingerprint::{is_post_only, kind_text, side_text, time_in_force_text},
    record::OrderRow,
};
use barter_sim::exact;
use rust_decimal::Decimal;

/// In order of `sequence`; orders that never were sent or refused are last.
pub fn orders(source: Source<'_>) -> Result<RecordBatch, TableError> {
    let mut rows: Vec<&OrderRow> = source.output.record.orders.iter().collect();
    rows.sort_by_key(|row| (row.sequence.is_none(), row.sequence, row.number));
    let averages = averages(&rows)?;
    let rows: Vec<(&OrderRow, Option<Decimal>)> = rows.into_iter().zip(averages).collect();
    TableBuilder::new(&rows)
        .unsigned("sequence", |(row, _)| row.sequence)
        .small_unsigned("number", |(row, _)| row.number)
        .owner(source, |(row, _)| row.instrument)
        .text("client_order_id", |(row, _)| row.client_order_id.as_str())
        .optional_text("order_id", |(row, _)| row.order_id.map(|id| id.to_string()))
        .name("side", |(row, _)| side_text(row.side))
        .name("kind", |(row, _)| kind_text(row.kind))
        .name("time_in_force", |(row, _)| time_in_force_text(row.time_in_force))
        .flag("post_only", |(row, _)| is_post_only(row.time_in_force))
        .amount("price", |(row, _)| row.price)
        .amount("quantity", |(row, _)| row.quantity)
        .amount("filled_quantity", |(row, _)| row.filled)
        .amount("average_price", |(_, average)| *average)
        .amount("fee", |(row, _)| row.fee)
        .optional_name("fee_asset", |(row, _)| {
            (!row.filled.is_zero()).then(|| source.quote_of(row.instrument))
        })
        .name("status", |(row, _)| row.status.as_str())
        .optional_name("reject_reason", |(row, _)| row.reject_reason.as_deref())
        .time("time_sent", |(row, _)| row.time_sent)
        .time("time_arrived", |(row, _)| row.time_arrived)
        .time("time_acknowledged", |(row, _)| row.time_acknowledged)
        .time("time_done", |(row, _)| row.time_done)
        .amount("mid_at_decision", |(row, _)| row.mid_at_decision)
        .amount("mark_at_arrival", |(row, _)| row.mark_at_arrival)
        .finish()
}

/// Σ value / Σ quantity, 18 digits half even (D9).
fn averages(rows: &[&OrderRow]) -> Result<Vec<Option<Decimal>>, TableError> {
    rows.iter()
        .enumerate()
        .map(|(position, row)| {
            if row.filled.is_zero() {
                return Ok(None);
            }
            exact::mul_div_half_even(row.value, Decimal::ONE, row.filled, SCALE)
                .map(Some)
                .map_err(|error| TableError::Inexact {
                    column: "average_price",
                    row: position,
                    value: error.value,
                })
        })
        .collect()
}

pub fn order_events(source: Source<'_>) -> Result<RecordBatch, TableError> {
    TableBuilder::new(&source.output.record.order_events)
        .unsigned("sequence", |row| row.sequence)
        .time("time_exchange", |row| row.time)
        .time("time_delivered", |row| row.time_delivered)
        .owner(source, |row| source.order_of(row.number).instrument)
        .text("client_order_id", |row| source.order_of(row.number).client_order_id.as_str())
        .name("event", |row| row.event.as_str())
        .amount("filled_quantity", |row| row.filled)
        .optional_name("reason", |row| row.reason.as_deref())
        .finish()
}
