//! Which column is what: names are found whatever their case, with the usual other names.

use super::TableError;
use arrow_schema::{DataType, Schema};

pub(crate) const QUANTITY: &[&str] = &["quantity", "amount", "size", "qty"];
const EXCHANGE: &[&str] = &["time_exchange", "time_exchange_ns", "time", "timestamp", "__index_level_0__"];
const RECEIVED: &[&str] = &["time_received", "time_received_ns", "local_timestamp"];
const CLOSE: &[&str] = &["close_time", "time_close", "close_time_ns", "time_exchange"];
const OPEN: &[&str] = &[
    "open_time",
    "time_open",
    "time",
    "timestamp",
    "date",
    "datetime",
    "__index_level_0__",
];

pub(crate) enum CandleTimes {
    Close(usize),
    /// Column of the open time, and the candle's length.
    Open(usize, i64),
}

pub(crate) struct Layout {
    pub table: &'static str,
    names: Vec<String>,
    types: Vec<DataType>,
}

impl Layout {
    pub fn new(table: &'static str, schema: &Schema) -> Self {
        let fields = schema.fields();
        Self {
            table,
            names: fields.iter().map(|field| field.name().clone()).collect(),
            types: fields.iter().map(|field| field.data_type().clone()).collect(),
        }
    }

    /// The first of the names that is there, exactly or in another case.
    pub fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| {
            let exact = self.names.iter().position(|known| known == name);
            exact.or_else(|| self.names.iter().position(|known| known.eq_ignore_ascii_case(name)))
        })
    }

    fn missing(&self, what: &str) -> TableError {
        TableError::Columns {
            table: self.table,
            message: format!("needs {what}; its columns are {}", self.names.join(", ")),
        }
    }

    pub fn required(&self, names: &[&str]) -> Result<usize, TableError> {
        self.find(names)
            .ok_or_else(|| self.missing(&format!("a column {}", names.join(" or "))))
    }

    /// Columns of exchange and of received time.
    pub fn times(&self) -> Result<(Option<usize>, Option<usize>), TableError> {
        match (self.find(EXCHANGE), self.find(RECEIVED)) {
            (None, None) => Err(self.missing("a column time_exchange or time_received (timestamps, or ints in ns)")),
            times => Ok(times),
        }
    }

    pub fn candle_times(&self, interval: Option<i64>) -> Result<CandleTimes, TableError> {
        match (self.find(CLOSE), self.find(OPEN), interval) {
            (Some(at), _, None) => Ok(CandleTimes::Close(at)),
            (None, Some(at), Some(interval)) => Ok(CandleTimes::Open(at, interval)),
            (Some(_), Some(at), Some(interval)) if self.find(&["close_time"]).is_none() => Ok(CandleTimes::Open(at, interval)),
            (Some(at), _, Some(_)) => Err(TableError::Columns {
                table: self.table,
                message: format!(
                    "column {:?} says when each candle closes, so interval= says nothing more: leave one of them out",
                    self.names[at]
                ),
            }),
            (None, Some(at), None) => Err(TableError::Columns {
                table: self.table,
                message: format!(
                    "column {:?} ({}) is taken as the time at which a candle opens, but it is known only when it closes: give interval= (\"1m\", \"1h\", \
                     \"1d\", a timedelta or int ns), or name the column close_time if it is that",
                    self.names[at], self.types[at]
                ),
            }),
            (None, None, _) => Err(self.missing("a column close_time, or open_time (or time) with interval=")),
        }
    }
}
