//! `records`: what the strategy noted; `data_quality`: what reading the data found; `prices`: mids for pictures.

use super::Source;
use crate::result::{
    column::{TableBuilder, TableError},
    prices::lines,
};
use arrow_array::RecordBatch;

pub fn records(source: Source<'_>) -> Result<RecordBatch, TableError> {
    TableBuilder::new(&source.output.notes)
        .time("time", |row| row.time)
        .name("strategy", |_| source.info.strategy.as_str())
        .name("name", |row| row.name.as_str())
        .float("value", |row| row.value)
        .finish()
}

pub fn data_quality(source: Source<'_>) -> Result<RecordBatch, TableError> {
    TableBuilder::new(source.info.columns.quality())
        .name("source", |row| row.source.as_str())
        .name("check", |row| row.check.as_str())
        .unsigned("count", |row| row.count)
        .time("first_time", |row| row.first_time)
        .text("detail", |row| row.detail.as_str())
        .finish()
}

pub fn prices(source: Source<'_>) -> Result<RecordBatch, TableError> {
    let rows = lines(source);
    TableBuilder::new(&rows)
        .time("time", |row| row.1)
        .name("exchange", |row| source.exchange_of(row.0))
        .name("instrument", |row| source.name_of(row.0))
        .float("mid", |row| row.2)
        .finish()
}
