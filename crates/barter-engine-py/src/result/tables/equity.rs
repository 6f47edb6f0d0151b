//! `equity`: the account in the report currency, at each fill, on a grid, at start and end.

use super::Source;
use crate::result::column::{TableBuilder, TableError};
use arrow_array::RecordBatch;
use rust_decimal::Decimal;

pub fn equity(source: Source<'_>) -> Result<RecordBatch, TableError> {
    TableBuilder::new(&source.output.record.equity)
        .time("time", |row| row.time)
        .amount("equity", |row| row.value.map(|value| value.equity))
        .amount("cash", |row| row.value.map(|value| value.cash))
        .amount("position_value", |row| row.value.map(|value| value.position_value))
        .amount("unrealised_pnl", |row| row.value.map(|value| value.unrealised_pnl))
        .amount("realised_pnl", |row| row.realised_pnl)
        .amount("fees", |row| row.fees)
        // Not modelled, and then never 0 (A8).
        .amount("funding", |_| None::<Decimal>)
        .amount("drawdown", |row| row.value.and_then(|value| value.drawdown))
        .amount("gross_exposure", |row| row.value.map(|value| value.gross_exposure))
        .name("reason", |row| row.reason.as_str())
        .finish()
}
