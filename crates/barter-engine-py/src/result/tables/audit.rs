//! `audit`: barter's audit ticks, where the run was asked for them.

use crate::result::column::{TableBuilder, TableError};
use arrow_array::RecordBatch;
use barter_driver::audit::AuditLog;

pub fn audit(log: &AuditLog) -> Result<RecordBatch, TableError> {
    let rows: Vec<usize> = (0..log.sequence.len()).collect();
    TableBuilder::new(&rows)
        .unsigned("sequence", |row| log.sequence[*row])
        .time("time", |row| log.time[*row])
        .name("event", |row| log.event[*row])
        .small_unsigned("outputs", |row| log.outputs[*row])
        .small_unsigned("errors", |row| log.errors[*row])
        .finish()
}
