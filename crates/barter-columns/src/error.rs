//! Why data could not be read, made or crossed.

use crate::table::TableError;
use std::path::PathBuf;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum ColumnsError {
    /// An argument that is wrong by itself.
    #[error("{message}")]
    Argument { argument: &'static str, message: String },
    #[error("cannot open {}: {error}", path.display())]
    Open { path: PathBuf, error: std::io::Error },
    #[error("cannot read {}: {error} (after {lines} good lines)", path.display())]
    Read { path: PathBuf, lines: u64, error: std::io::Error },
    /// A gzip member that ends too early or is damaged.
    #[error(
        "{} is {what} inside gzip member {member}, after {lines} good lines{last}; nothing was loaded. Fetch the file again, or keep its \
         good part: `gzip -cd FILE | head -n {lines} > part.txt` and read part.txt",
        path.display()
    )]
    Gzip {
        path: PathBuf,
        what: &'static str,
        member: u64,
        lines: u64,
        last: String,
    },
    /// A line that is not what the format says.
    #[error("{}, line {line}: {message}; nothing was loaded", path.display())]
    Line { path: PathBuf, line: u64, message: String },
    #[error("{message}")]
    Empty { argument: &'static str, message: String },
    #[error(transparent)]
    Table(#[from] TableError),
    /// Bytes or batches that are not columns of this release.
    #[error("{0}")]
    Import(String),
    /// A value that upstream's type or the columns cannot hold exactly.
    #[error(transparent)]
    Inexact(#[from] crate::convert::InexactError),
    /// The caller asked to stop.
    #[error("interrupted")]
    Interrupted,
}

impl ColumnsError {
    pub fn argument(argument: &'static str, message: impl Into<String>) -> Self {
        Self::Argument {
            argument,
            message: message.into(),
        }
    }

    pub fn import(message: impl Into<String>) -> Self {
        Self::Import(message.into())
    }

    /// Name of the argument that is to blame.
    pub fn blamed(&self) -> &str {
        match self {
            Self::Argument { argument, .. } | Self::Empty { argument, .. } => argument,
            Self::Open { .. } | Self::Read { .. } | Self::Gzip { .. } | Self::Line { .. } => "path",
            Self::Table(error) => error.argument(),
            Self::Import(_) => "data",
            Self::Inexact(_) => "events",
            Self::Interrupted => "data",
        }
    }
}
