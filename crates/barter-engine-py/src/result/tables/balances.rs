//! `balances`: an asset's total and free amount whenever one of them changed; `funding`: payments (no model yet, no rows).

use super::Source;
use crate::result::column::{TableBuilder, TableError};
use arrow_array::RecordBatch;
use barter_instrument::asset::AssetIndex;
use rust_decimal::Decimal;

pub fn balances(source: Source<'_>) -> Result<RecordBatch, TableError> {
    TableBuilder::new(&source.output.record.balances)
        .unsigned("sequence", |row| row.sequence)
        .time("time", |row| row.time)
        .name("exchange", |row| source.universe.exchange_id(row.exchange).as_str())
        .name("asset", |row| source.universe.asset_name(AssetIndex(row.asset)).name().as_str())
        .amount("total", |row| row.total)
        .amount("free", |row| row.free)
        // total and free are sums of recorded amounts, and so is their difference.
        .amount("held", |row| row.total - row.free)
        .name("reason", |row| row.reason.as_str())
        .finish()
}

pub fn funding() -> Result<RecordBatch, TableError> {
    TableBuilder::<(i64, Decimal)>::new(&[])
        .time("time", |row| row.0)
        .name("exchange", |_| "")
        .name("instrument", |_| "")
        .name("strategy", |_| "")
        .amount("position", |row| row.1)
        .amount("mark", |row| row.1)
        .amount("rate", |row| row.1)
        .amount("payment", |row| row.1)
        .finish()
}
