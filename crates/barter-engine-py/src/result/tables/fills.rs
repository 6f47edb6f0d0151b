//! `fills`: each execution of an own order.

use super::{Owner, Source};
use crate::result::column::{TableBuilder, TableError};
use arrow_array::RecordBatch;
use barter_driver::fingerprint::side_text;

pub fn fills(source: Source<'_>) -> Result<RecordBatch, TableError> {
    TableBuilder::new(&source.output.record.fills)
        .unsigned("sequence", |row| row.sequence)
        .text("trade_id", |row| row.trade_id.to_string())
        .owner(source, |row| row.instrument)
        .text("client_order_id", |row| source.order_of(row.number).client_order_id.as_str())
        .text("order_id", |row| row.order_id.to_string())
        .name("side", |row| side_text(row.side))
        .amount("price", |row| row.price)
        .amount("quantity", |row| row.quantity)
        .amount("quote_value", |row| row.quote_value)
        .amount("fee", |row| row.fee)
        .name("fee_asset", |row| source.quote_of(row.instrument))
        .name("liquidity", |row| if row.maker { "maker" } else { "taker" })
        .time("time_exchange", |row| row.time)
        .time("time_delivered", |row| row.time_delivered)
        .amount("position_after", |row| row.position_after)
        .amount("realised_pnl", |row| row.realised_pnl)
        .amount("mid_at_fill", |row| row.mid)
        .integer("quote_age_ns", |row| row.quote_age)
        .amount("quantity_beyond_displayed", |row| row.beyond_displayed)
        .amount("mark_after_1s", |row| row.mark_after[0])
        .amount("mark_after_10s", |row| row.mark_after[1])
        .amount("mark_after_60s", |row| row.mark_after[2])
        .finish()
}
