//! What is wrong with a table.

use thiserror::Error;

/// Names the argument, the row and the column.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TableError {
    #[error("{table} has no rows")]
    Empty { table: &'static str },
    /// A column is missing or has a type that cannot be read.
    #[error("{table}: {message}")]
    Columns { table: &'static str, message: String },
    #[error("{table}, row {row}, column {column:?}: {problem}")]
    Value {
        table: &'static str,
        row: usize,
        column: String,
        problem: String,
    },
    #[error(
        "{table} is not sorted: row {row} has {column} {time} ns, before {previous} ns of the row before it. Sort it by {column:?} first \
         (a stable sort keeps the order of equal times)"
    )]
    Unsorted {
        table: &'static str,
        row: usize,
        column: String,
        time: i64,
        previous: i64,
    },
    #[error("{table}: the table cannot be read as Arrow: {message}")]
    Arrow { table: &'static str, message: String },
}

impl TableError {
    pub fn argument(&self) -> &'static str {
        match self {
            Self::Empty { table }
            | Self::Columns { table, .. }
            | Self::Value { table, .. }
            | Self::Unsorted { table, .. }
            | Self::Arrow { table, .. } => table,
        }
    }
}
