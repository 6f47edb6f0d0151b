//! `positions`: flat to flat.

use super::{Owner, Source};
use crate::result::column::{TableBuilder, TableError};
use arrow_array::RecordBatch;
use barter_driver::{fingerprint::side_text, positions};
use rust_decimal::Decimal;

pub fn positions(source: Source<'_>) -> Result<RecordBatch, TableError> {
    let rows = positions::positions(&source.output.record, source.universe).map_err(|error| TableError::Inexact {
        column: error.what,
        row: 0,
        value: error.value,
    })?;
    TableBuilder::new(&rows)
        .owner(source, |row| row.instrument)
        .name("side", |row| side_text(row.side))
        .time("time_enter", |row| row.time_enter)
        .time("time_exit", |row| row.time_exit)
        .amount("quantity_max", |row| row.quantity_max)
        .amount("price_enter", |row| row.price_enter)
        .amount("price_exit", |row| row.price_exit)
        .amount("pnl_gross", |row| row.pnl_gross)
        .amount("fees", |row| row.fees)
        // Not modelled, and then never 0 (A8).
        .amount("funding", |_| None::<Decimal>)
        .amount("pnl_net", |row| row.pnl_net)
        .unsigned("fills", |row| row.fills)
        .flag("is_open", |row| row.is_open)
        .finish()
}
